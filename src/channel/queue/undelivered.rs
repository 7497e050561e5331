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
                    "may_have_arrived": may_be_there(notice),
                })
            })
            .collect();
        return as_json(&json!({ "undelivered": lines, "tried_again": retried }));
    }
    let mut text = match (retried, dead.is_empty()) {
        (Some(count), _) => format!("{count} messages are tried again now.\n"),
        (None, true) => return "Every message was delivered, or is still being tried.\n".to_owned(),
        (None, false) => String::new(),
    };
    text.extend(dead.iter().map(|notice| line(notice, desk)));
    if dead.iter().any(may_be_there) {
        text.push_str(TWICE);
    }
    text
}

/// What may be there already is sent again only by somebody who has read this.
const TWICE: &str = "What may have arrived is not tried again by --retry alone. Ask the family whether it is there, or add \
                     --even-twice: then it says that it may have come before.\n";

fn may_be_there(notice: &Notice) -> bool {
    notice.may_have_arrived || notice.may_come_twice
}

fn line(notice: &Notice, desk: Desk<'_>) -> String {
    let about = notice.reference.as_ref().map_or("no enquiry", |reference| reference.as_str());
    format!(
        "{about}: {} to {}, made at {}, tried {} times{}\n",
        notice.kind.as_str(),
        printable(&to(notice)),
        clock(notice.made_at, desk.now),
        notice.attempts,
        if may_be_there(notice) { "; it may have arrived" } else { "" },
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
