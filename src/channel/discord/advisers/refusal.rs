//! Why something was not done, in words for an adviser, with what can be done instead.

use super::card::named;
use crate::enquiry::{AdviserName, QueueLine, Reference, Status};
use crate::moment::{Moment, in_words};
use crate::store::StoreError;

pub const OLD_BUTTON: &str =
    "That button belongs to an earlier message. Open the enquiry from its card, or with `/queue list`.";
pub const NO_DRAFT: &str = "That draft is no longer here: it was sent, dropped, or is somebody else's.";

/// What came of reading a trainee's reply, where it was not for want of the right: that is told as every refusal is.
pub fn of_check(reference: &Reference, error: &StoreError, now: Moment) -> String {
    match error {
        StoreError::WrongStatus { .. } => {
            format!(
                "{reference}: no reply waits to be read any more. It was sent, or sent back, or is not needed."
            )
        }
        StoreError::NotDue => format!(
            "{reference}: another reply stands there by now, so nothing was done. Open the enquiry, and read that one."
        ),
        other => words(reference, other, now),
    }
}

pub fn words(reference: &Reference, error: &StoreError, now: Moment) -> String {
    match error {
        StoreError::NotFound => format!("There is no enquiry {reference} here."),
        StoreError::AlreadyClaimed { by, since } | StoreError::NotYours { by, since } => format!(
            "{reference} is with {} since {}. Ask for it to be released, or take another.",
            named(by),
            when(*since, now)
        ),
        StoreError::WrongStatus { status } => format!("{reference} {}", wrong_status(*status)),
        other => failed(other),
    }
}

/// The store could not do it: whoever runs Signpost finds the cause in the log.
pub fn failed(error: &StoreError) -> String {
    tracing::error!(error = error as &dyn std::error::Error, "the store could not do what an adviser asked");
    "That could not be done just now, and nothing has changed. Please try again in a minute.".to_owned()
}

/// Why this adviser cannot write to this family now, if so: said before anything is written down.
pub fn not_to_reply(line: &QueueLine, adviser: &AdviserName, now: Moment) -> Option<String> {
    let error = match (line.status, &line.claimed_by, line.claimed_at) {
        (Status::Claimed, Some(by), _) if by == adviser => return None,
        (Status::Claimed | Status::WaitingForFamily, Some(by), Some(since)) if by != adviser => {
            StoreError::NotYours { by: by.clone(), since }
        }
        (status, _, _) => StoreError::WrongStatus { status },
    };
    Some(words(&line.reference, &error, now))
}

fn wrong_status(status: Status) -> &'static str {
    match status {
        Status::New | Status::Reopened => "is with nobody. Claim it first.",
        Status::Claimed => "is not answered yet. Reply first, then close it.",
        Status::WaitingForFamily => "waits for the family. To go on without its answer, take it up again.",
        Status::Answered => "is answered. Close it, or wait for the family to write.",
        Status::Closed => "is closed. When the family writes, it opens again.",
        Status::Withdrawn => "was taken back by the family. Nothing more can be done to it.",
    }
}

fn when(since: Moment, now: Moment) -> String {
    let clock = since.local().format("%H:%M");
    match since.date() == now.date() {
        true => clock.to_string(),
        false => format!("{clock} on {}", in_words(since.date())),
    }
}
