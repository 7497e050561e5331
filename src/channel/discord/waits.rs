//! When the next request may go: as Discord says in its headers and refusals, and no faster than it allows in all.
//!
//! Each channel and each interaction waits for itself. What counts towards the bot's own limit also goes at an even
//! pace, so that a crowd that was held back together does not come back together: ten thousand refusals in ten minutes
//! would shut everybody out. What to do in danger has a pace of its own beside the crowd's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Deserialize;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

/// Discord takes fifty in a second, whenever it begins to count. Forty ordinary ones, one by one, and five in danger leave a
/// few for its own way of counting and for the gateway.
const BETWEEN: Duration = Duration::from_millis(25);
const BETWEEN_IN_DANGER: Duration = Duration::from_millis(200);
/// Whoever was refused waits for at least so long, and twice as long each time after that.
const LEAST: Duration = Duration::from_millis(100);
/// The same where it was not said for how long.
const UNTOLD: Duration = Duration::from_secs(5);
/// No refusal is believed for longer.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Who has stood in a channel's line in vain may come again after so long.
const IN_VAIN: Duration = Duration::from_secs(1);
/// Waits that are over are swept when there are this many.
const SWEEP_AT: usize = 256;

/// What has a limit of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Limited {
    what: &'static str,
    whose: Whose,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Whose {
    /// By an interaction's token: nothing to do with the bot's own limit.
    Token(String),
    Channel(u64),
}

impl Limited {
    pub fn by_token(what: &'static str, token: &str) -> Limited {
        Limited { what, whose: Whose::Token(token.to_owned()) }
    }

    pub fn of(what: &'static str, channel: u64) -> Limited {
        Limited { what, whose: Whose::Channel(channel) }
    }

    /// Not what is asked for in no channel, as to open a direct one.
    fn is_of_one_channel(&self) -> bool {
        matches!(self.whose, Whose::Channel(1..))
    }

    fn is_in_all(&self) -> bool {
        matches!(self.whose, Whose::Channel(_))
    }
}

#[derive(Default)]
pub struct Waits {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    closed_until: HashMap<Limited, Instant>,
    all_closed_until: Option<Instant>,
    /// When the next may go, of those that count towards the bot's own limit.
    next: Option<Instant>,
    next_in_danger: Option<Instant>,
    lines: HashMap<Limited, Weak<tokio::sync::Mutex<()>>>,
}

impl Waits {
    /// Stands in the line of whatever has this limit, and is first in it until what comes of this is dropped. Otherwise all of
    /// a busy channel would take places in the line of all, before they know that only a few of them may go. Danger stands
    /// behind nobody, and each interaction is alone.
    pub async fn stand_in_line(
        &self,
        limited: &Limited,
        is_urgent: bool,
        until: Instant,
    ) -> Result<Option<OwnedMutexGuard<()>>, Duration> {
        if is_urgent || !limited.is_of_one_channel() {
            return Ok(None);
        }
        let line = self.line(limited).lock_owned();
        tokio::time::timeout_at(until, line).await.map(Some).map_err(|_| IN_VAIN)
    }

    fn line(&self, limited: &Limited) -> Arc<tokio::sync::Mutex<()>> {
        let mut kept = self.held();
        if kept.lines.len() >= SWEEP_AT {
            kept.lines.retain(|_, line| line.strong_count() > 0);
        }
        if let Some(line) = kept.lines.get(limited).and_then(Weak::upgrade) {
            return line;
        }
        let line = Arc::default();
        kept.lines.insert(limited.clone(), Arc::downgrade(&line));
        line
    }

    /// Waits until this may go; or says for how long it may not, where that is later than `until`.
    pub async fn turn(&self, limited: &Limited, is_urgent: bool, until: Instant) -> Result<(), Duration> {
        loop {
            let now = Instant::now();
            if let Some(opens) = self.closed_until(limited, now) {
                soon_enough(opens, until, now)?;
                tokio::time::sleep_until(opens).await;
                continue;
            }
            if !limited.is_in_all() {
                return Ok(());
            }
            tokio::time::sleep_until(self.place(is_urgent, now, until)?).await;
            if self.is_open(limited) {
                return Ok(());
            }
        }
    }

    /// Whether this may still go: since its turn came, somebody else may have been refused.
    pub fn is_open(&self, limited: &Limited) -> bool {
        self.closed_until(limited, Instant::now()).is_none()
    }

    /// The next place in the line of all. What is urgent takes its own, or the ordinary one where that comes sooner.
    fn place(&self, is_urgent: bool, now: Instant, until: Instant) -> Result<Instant, Duration> {
        let mut kept = self.held();
        let from_now = |next: Option<Instant>| next.map_or(now, |next| next.max(now));
        let (ordinary, own) = (from_now(kept.next), from_now(kept.next_in_danger));
        let is_own = is_urgent && own < ordinary;
        let place = if is_own { own } else { ordinary };
        soon_enough(place, until, now)?;
        if is_own {
            kept.next_in_danger = Some(place + BETWEEN_IN_DANGER);
        } else {
            kept.next = Some(place + BETWEEN);
        }
        Ok(place)
    }

    fn closed_until(&self, limited: &Limited, now: Instant) -> Option<Instant> {
        let kept = self.held();
        let own = kept.closed_until.get(limited).copied();
        let all = kept.all_closed_until.filter(|_| limited.is_in_all());
        own.max(all).filter(|opens| *opens > now)
    }

    /// It was done. The headers say whether another one may follow.
    pub fn told(&self, limited: &Limited, headers: &HeaderMap, now: Instant) {
        if number(headers, "x-ratelimit-remaining") == Some(0.0)
            && let Some(after) = number(headers, "x-ratelimit-reset-after").and_then(length)
        {
            self.close(limited, after.min(LONGEST), now);
        }
    }

    /// It was refused, for the `times`th time in a row.
    pub fn turned_away(
        &self,
        limited: &Limited,
        (headers, body): (&HeaderMap, &[u8]),
        times: u32,
        now: Instant,
    ) {
        #[derive(Deserialize)]
        struct Refusal {
            retry_after: f64,
            #[serde(default)]
            global: bool,
        }
        let refusal = serde_json::from_slice::<Refusal>(body).ok();
        // The header counts in whole seconds.
        let said = refusal.as_ref().map(|refusal| refusal.retry_after);
        let said = said.or_else(|| number(headers, "retry-after")).and_then(length);
        let growing = |least: Duration| least * 2_u32.saturating_pow(times.saturating_sub(1).min(10));
        let after = said.map_or_else(|| growing(UNTOLD), |said| said.max(growing(LEAST))).min(LONGEST);
        let is_global =
            refusal.is_some_and(|refusal| refusal.global) || headers.contains_key("x-ratelimit-global");
        tracing::warn!(
            what = limited.what,
            is_global,
            millis = u64::try_from(after.as_millis()).unwrap_or(u64::MAX),
            "Discord asks to wait"
        );
        self.close(limited, after, now);
        if is_global {
            let mut kept = self.held();
            kept.all_closed_until = kept.all_closed_until.max(Some(now + after));
        }
    }

    fn close(&self, limited: &Limited, after: Duration, now: Instant) {
        let mut kept = self.held();
        if kept.closed_until.len() >= SWEEP_AT {
            kept.closed_until.retain(|_, opens| *opens > now);
        }
        let opens = kept.closed_until.entry(limited.clone()).or_insert(now);
        *opens = (*opens).max(now + after);
    }

    /// A panic while this was held left whole maps behind.
    fn held(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn soon_enough(place: Instant, until: Instant, now: Instant) -> Result<(), Duration> {
    if place > until { Err(place - now) } else { Ok(()) }
}

fn number(headers: &HeaderMap, name: &str) -> Option<f64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn length(secs: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(secs).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn say(channel: u64) -> Limited {
        Limited::of("say", channel)
    }

    /// For how long this may not go.
    fn wait(waits: &Waits, limited: &Limited, now: Instant) -> Duration {
        waits.closed_until(limited, now).map_or(Duration::ZERO, |opens| opens - now)
    }

    #[test]
    fn the_last_of_a_window_closes_it_for_its_channel_alone() {
        let (waits, now) = (Waits::default(), Instant::now());
        let left = |left| headers(&[("x-ratelimit-remaining", left), ("x-ratelimit-reset-after", "2.5")]);
        waits.told(&say(1), &left("1"), now);
        assert_eq!(wait(&waits, &say(1), now), Duration::ZERO);
        waits.told(&say(1), &left("0"), now);
        assert_eq!(wait(&waits, &say(2), now), Duration::ZERO);
        assert_eq!(wait(&waits, &say(1), now), Duration::from_millis(2_500));
    }

    #[test]
    fn a_refusal_is_believed_and_one_on_everything_does_not_hold_interactions_back() {
        let (waits, now) = (Waits::default(), Instant::now());
        let body = br#"{"message":"","retry_after":7.25,"global":true}"#;
        waits.turned_away(&say(1), (&headers(&[("retry-after", "8")]), body), 1, now);
        assert_eq!(wait(&waits, &Limited::by_token("callback", "t"), now), Duration::ZERO);
        assert_eq!(wait(&waits, &say(2), now), Duration::from_millis(7_250));
    }

    #[test]
    fn who_is_refused_again_and_again_waits_longer_each_time_and_nothing_is_believed_for_ever() {
        // Without a word for how long, or with none to speak of.
        for (channel, body, first) in
            [(1, &b"error code: 1015"[..], UNTOLD), (2, &br#"{"retry_after":0}"#[..], LEAST)]
        {
            let (waits, now) = (Waits::default(), Instant::now());
            for times in 1..=4 {
                waits.turned_away(&say(channel), (&headers(&[]), body), times, now);
                assert_eq!(wait(&waits, &say(channel), now), first * 2_u32.pow(times - 1));
            }
        }
        let told = |after| {
            let (waits, now) = (Waits::default(), Instant::now());
            waits.turned_away(&say(1), (&headers(&[("retry-after", after)]), b""), 1, now);
            wait(&waits, &say(1), now)
        };
        assert_eq!([told("90000"), told("1e300"), told("-1")], [LONGEST, UNTOLD, UNTOLD]);
        assert_eq!([told("NaN"), told("soon"), told("600")], [UNTOLD, UNTOLD, Duration::from_secs(600)]);
    }

    #[tokio::test]
    async fn whoever_cannot_wait_so_long_is_told_at_once_for_how_long() {
        let (waits, now) = (Waits::default(), Instant::now());
        waits.turned_away(&say(1), (&headers(&[("retry-after", "60")]), b""), 1, now);
        let told = waits.turn(&say(1), false, now + Duration::from_secs(5)).await.unwrap_err();
        assert!((50..=60).contains(&told.as_secs()), "{told:?}");
    }

    #[test]
    fn in_no_second_do_more_go_than_discord_takes_in_all() {
        let (waits, now) = (Waits::default(), Instant::now());
        let second = Duration::from_secs(1);
        let place = |is_urgent| waits.place(is_urgent, now, now + LONGEST).unwrap();
        let mut places: Vec<Instant> =
            (0..300).map(|_| place(false)).chain((0..20).map(|_| place(true))).collect();
        places.sort_unstable();
        assert!(places.windows(48).all(|some| some[47] - some[0] >= second));
        assert!(places[319] - now < Duration::from_secs(8));
        // Whoever cannot wait so long takes nobody's place.
        assert!(waits.place(false, now, now + second).is_err());
        assert_eq!(waits.held().next, Some(places[319] + BETWEEN));
    }

    #[test]
    fn danger_does_not_wait_behind_a_crowd_and_takes_the_place_that_comes_sooner() {
        let (waits, now) = (Waits::default(), Instant::now());
        let place = |is_urgent| waits.place(is_urgent, now, now + LONGEST).unwrap();
        assert_eq!([place(true), place(true)], [now, now], "each line is free");
        assert_eq!(place(true), now + BETWEEN);
        for _ in 0..1_000 {
            place(false);
        }
        assert_eq!([place(true), place(true)], [now + BETWEEN_IN_DANGER, now + BETWEEN_IN_DANGER * 2]);
    }

    #[test]
    fn of_ten_thousand_waits_those_that_are_over_are_forgotten() {
        let (waits, now) = (Waits::default(), Instant::now());
        for token in 0..10_000 {
            let limited = Limited::by_token("original", &token.to_string());
            let now = now + Duration::from_millis(100) * token;
            waits.turned_away(&limited, (&headers(&[("retry-after", "1")]), b""), 1, now);
        }
        assert!(waits.held().closed_until.len() <= SWEEP_AT);
    }
}
