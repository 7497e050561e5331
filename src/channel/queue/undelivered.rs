//! Messages that could not be delivered: which, to whom, about what. Never their words, which they do not hold.

use serde_json::json;

use super::{Desk, as_json, clock, printable};
use crate::enquiry::notice::{Notice, Recipient};

pub fn printed(dead: &[Notice], retried: Option<u64>, desk: Desk<'_>) -> String {
    if desk.json {
        let lines: Vec<_> = dead
            .iter()
            .map(|notice| {
                json!({
                    "id": notice.id, "reference": notice.reference, "kind": notice.kind, "to": to(notice),
                    "made_at": notice.made_at, "attempts": notice.attempts,
                })
            })
            .collect();
        return as_json(&json!({ "undelivered": lines, "tried_again": retried }));
    }
    if let Some(count) = retried {
        return format!("{count} messages are tried again now.\n");
    }
    if dead.is_empty() {
        return "Every message was delivered, or is still being tried.\n".to_owned();
    }
    dead.iter().map(|notice| line(notice, desk)).collect()
}

fn line(notice: &Notice, desk: Desk<'_>) -> String {
    let about = notice.reference.as_ref().map_or("no enquiry", |reference| reference.as_str());
    format!(
        "{about}: {} to {}, made at {}, tried {} times\n",
        notice.kind.as_str(),
        printable(&to(notice)),
        clock(notice.made_at, desk.now),
        notice.attempts,
    )
}

/// Who is meant, without an address.
fn to(notice: &Notice) -> String {
    match &notice.to {
        Recipient::Family(_) => "the family".to_owned(),
        Recipient::Advisers => "the advisers".to_owned(),
        Recipient::DutyRole => "whoever is on duty".to_owned(),
        Recipient::Adviser(name) => name.as_str().to_owned(),
    }
}
