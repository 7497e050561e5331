//! How often each route may be used: told in the headers of every answer, and enforced with 429.
//!
//! Each bucket has its limit and its window for itself: for each channel, and for each interaction's token. Whatever is
//! asked with the bot's own token counts towards one global limit besides; answers to interactions do not. In tests the
//! windows are short, so that the same headers and refusals come and nobody waits; a bench takes them as they are.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::http::Answer;

/// Requests that everything with the bot's own token may make in one second.
const GLOBAL: u64 = 50;
/// So many times shorter than at Discord the windows are in a test.
const FASTER: u32 = 100;

/// What a bucket is called, how often it may be used, and in which time.
struct Rule {
    bucket: &'static str,
    limit: u64,
    window: Duration,
}

/// As Discord's own are, where somebody has seen them; routes whose limits nobody has seen have the global one alone.
fn rule(template: &str) -> Option<Rule> {
    let (method, path) = template.split_once(' ')?;
    let (bucket, limit, secs) = match (method, path) {
        (_, path) if path.starts_with("/interactions/") => ("callback", 5, 2),
        ("POST", path) if path.starts_with("/webhooks/") => ("execute", 5, 2),
        (_, path) if path.starts_with("/webhooks/") => ("original", 5, 2),
        ("POST", "/channels/{channel_id}/messages") => ("say", 5, 5),
        ("PATCH", "/channels/{channel_id}/messages/{message_id}") => ("change", 5, 5),
        ("DELETE", "/channels/{channel_id}/messages/{message_id}") => ("remove", 5, 1),
        _ => return None,
    };
    Some(Rule { bucket, limit, window: Duration::from_secs(secs) })
}

/// What the limit of a path belongs to: its channel, or its interaction.
fn major(path: &str) -> String {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["interactions" | "webhooks", _, token, ..] => (*token).to_owned(),
        [_, id, ..] => (*id).to_owned(),
        _ => String::new(),
    }
}

struct Window {
    began: Instant,
    used: u64,
}

pub struct Limits {
    windows: HashMap<(&'static str, String), Window>,
    global: Option<Window>,
    faster: u32,
    /// The most requests with the bot's own token in one window of the global limit.
    pub most_at_once: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { windows: HashMap::new(), global: None, faster: FASTER, most_at_once: 0 }
    }
}

pub type Headers = Vec<(&'static str, String)>;

impl Limits {
    /// From now on the windows are as long as Discord's.
    pub fn as_long_as_discords(&mut self) {
        self.faster = 1;
    }

    /// Takes one use of this route: its headers, or the refusal.
    pub fn take(&mut self, template: &str, path: &str) -> Result<Headers, Answer> {
        let (now, faster) = (Instant::now(), self.faster);
        let is_by_token = path.starts_with("/interactions/") || path.starts_with("/webhooks/");
        if !is_by_token {
            let window = self.global.get_or_insert(Window { began: now, used: 0 });
            let left = take(window, Duration::from_secs(1) / faster, now);
            self.most_at_once = self.most_at_once.max(window.used);
            if window.used > GLOBAL {
                return Err(too_many(left, "global", Vec::new()));
            }
        }
        let Some(rule) = rule(template) else { return Ok(Vec::new()) };
        let window = self.windows.entry((rule.bucket, major(path))).or_insert(Window { began: now, used: 0 });
        let left = take(window, rule.window / faster, now);
        let reset = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + left;
        let headers = vec![
            ("x-ratelimit-bucket", rule.bucket.to_owned()),
            ("x-ratelimit-limit", rule.limit.to_string()),
            ("x-ratelimit-remaining", rule.limit.saturating_sub(window.used).to_string()),
            ("x-ratelimit-reset", format!("{:.3}", reset.as_secs_f64())),
            ("x-ratelimit-reset-after", format!("{:.3}", left.as_secs_f64())),
        ];
        if window.used > rule.limit { Err(too_many(left, "user", headers)) } else { Ok(headers) }
    }
}

/// Counts one use, and gives how long the window still lasts.
fn take(window: &mut Window, length: Duration, now: Instant) -> Duration {
    if now - window.began >= length {
        *window = Window { began: now, used: 0 };
    }
    window.used += 1;
    length.saturating_sub(now - window.began)
}

/// Told to come back after so long, for this reason.
pub fn too_many(after: Duration, scope: &str, mut headers: Headers) -> Answer {
    let secs = after.as_secs_f64();
    headers.extend([("retry-after", format!("{secs:.3}")), ("x-ratelimit-scope", scope.to_owned())]);
    if scope == "global" {
        headers.push(("x-ratelimit-global", "true".to_owned()));
    }
    let body = json!({ "message": "You are being rate limited.", "global": scope == "global",
                       "retry_after": secs });
    Answer { status: 429, headers, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAY: &str = "POST /channels/{channel_id}/messages";
    const ORIGINAL: &str = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original";

    #[test]
    fn the_sixth_message_in_a_channel_is_refused_and_another_channel_has_its_own_five() {
        let mut limits = Limits::default();
        limits.as_long_as_discords();
        for left in (0..5).rev() {
            let headers = limits.take(SAY, "/channels/1/messages").unwrap();
            assert!(headers.contains(&("x-ratelimit-remaining", left.to_string())), "{headers:?}");
        }
        let refusal = limits.take(SAY, "/channels/1/messages").unwrap_err();
        assert_eq!((refusal.status, &refusal.body["global"]), (429, &json!(false)));
        assert!(refusal.body["retry_after"].as_f64().unwrap() > 4.0);
        assert!(limits.take(SAY, "/channels/2/messages").is_ok());
    }

    #[test]
    fn interactions_have_a_limit_each_and_nothing_to_do_with_the_global_one() {
        let mut limits = Limits::default();
        limits.as_long_as_discords();
        for token in 0..200 {
            let path = format!("/webhooks/900/token{token}/messages/@original");
            assert!(limits.take(ORIGINAL, &path).is_ok());
        }
        let in_vain = (0..60).filter(|id| limits.take(SAY, &format!("/channels/{id}/messages")).is_err());
        assert_eq!(in_vain.count(), 10);
    }
}
