//! The queue as a list: each enquiry with its place, the reason for it, and who has it.

use serde_json::{Value, json};

use super::{Desk, as_json, clock, printable};
use crate::enquiry::{QueueLine, Status, waited};

/// The first lines of the queue, and whether there are more than those.
pub fn printed(mut lines: Vec<QueueLine>, first: u32, desk: Desk<'_>) -> String {
    let first = usize::try_from(first).unwrap_or(usize::MAX);
    let has_more = lines.len() > first;
    lines.truncate(first);
    if desk.json {
        let lines: Vec<Value> = lines.iter().zip(1..).map(|(line, place)| value(line, place, desk)).collect();
        return as_json(&json!({ "queue": lines, "more": has_more }));
    }
    let mut text = String::new();
    for (line, place) in lines.iter().zip(1..) {
        text.push_str(&entry(line, place, desk));
    }
    if lines.is_empty() && !has_more {
        text.push_str("There is no enquiry here.\n");
    }
    if has_more {
        text.push_str(&format!("There are more; add `--first {}`.\n", first.saturating_mul(2).max(100)));
    }
    text
}

fn entry(line: &QueueLine, place: usize, desk: Desk<'_>) -> String {
    let mut about: Vec<String> = line.topics.iter().map(|topic| printable(topic.as_str())).collect();
    if about.is_empty() {
        about.push("no topic".to_owned());
    }
    let stage = match printable(&line.stage) {
        stage if stage.is_empty() => String::new(),
        stage => format!("\n   support now: {stage}"),
    };
    let also: String = also(line, desk).iter().map(|also| format!("\n   {also}")).collect();
    format!(
        "{place}. {}  {}\n   {}\n   about {}{stage}{also}\n",
        line.reference,
        standing(line, desk),
        line.reason(desk.now),
        about.join(", "),
    )
}

/// What else an adviser should know before opening it: what was promised, what sleeps, what waits for whom.
pub fn also(line: &QueueLine, desk: Desk<'_>) -> Vec<String> {
    let mut also = Vec::new();
    if let Some(due) = line.reply_due {
        let said = if due < desk.now { "a reply was promised by" } else { "a reply is promised by" };
        also.push(format!("{said} {}", clock(due, desk.now)));
    }
    if let Some(until) = line.snoozed_until {
        also.push(format!("sleeps until {}", clock(until, desk.now)));
    }
    if let Some(by) = &line.to_check {
        also.push(format!("a reply by {} waits for somebody else to read it", printable(by.as_str())));
    }
    if line.is_undelivered {
        also.push("a message about it could not be delivered: `signpost queue undelivered`".to_owned());
    }
    also
}

/// The status, and who has it since when.
pub fn standing(line: &QueueLine, desk: Desk<'_>) -> String {
    let status = status_in_words(line.status);
    match (&line.claimed_by, line.claimed_at) {
        (Some(by), Some(since)) if line.status.is_with_an_adviser() => {
            format!("{status}, with {} since {}", printable(by.as_str()), clock(since, desk.now))
        }
        (Some(by), _) => format!("{status}, by {}", printable(by.as_str())),
        (None, _) => status.to_owned(),
    }
}

fn status_in_words(status: Status) -> &'static str {
    match status {
        Status::WaitingForFamily => "waiting for the family",
        other => other.as_str(),
    }
}

fn value(line: &QueueLine, place: usize, desk: Desk<'_>) -> Value {
    let mut value = json!(line);
    value["place"] = json!(place);
    value["reason"] = json!(line.reason(desk.now));
    value["waiting"] = match line.status {
        Status::New | Status::Reopened | Status::Claimed => json!(waited(line.waiting_since, desk.now)),
        _ => Value::Null,
    };
    value
}
