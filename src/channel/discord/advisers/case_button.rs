//! What a button of the advisers carries: a reference or the name of a draft, and what pressing it means.
//!
//! `case:v1:<reference>:<what>` for an enquiry, `case:v1:<draft>:<what>` for a reply being written, and
//! `case:v1:<reference>:<what>@<when>` for a trainee's reply that was written then and waits to be read. None opens
//! anything by itself: who presses is looked at each time.

use chrono::DateTime;

use crate::channel::discord::button::random;
use crate::enquiry::Reference;
use crate::moment::Moment;

const CASE: &str = "case:v1:";
/// Everything of the advisers begins so, whatever the build.
const ANY_CASE: &str = "case:";

/// What is pressed about an enquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CasePress {
    Claim,
    Open,
    Reply,
    Ask,
    Note,
    Release,
    /// Asks how it ended.
    Close,
    /// Says how it ended; what was picked comes with the press.
    Ended,
}

const CASE_PRESSES: [(CasePress, &str); 8] = [
    (CasePress::Claim, "claim"),
    (CasePress::Open, "open"),
    (CasePress::Reply, "reply"),
    (CasePress::Ask, "ask"),
    (CasePress::Note, "note"),
    (CasePress::Release, "release"),
    (CasePress::Close, "close"),
    (CasePress::Ended, "ended"),
];

/// What is pressed about a reply being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftPress {
    Send,
    Change,
    Drop,
    /// Adds an entry's short answer; which one comes with the press.
    Guidance,
}

const DRAFT_PRESSES: [(DraftPress, &str); 4] = [
    (DraftPress::Send, "send"),
    (DraftPress::Change, "change"),
    (DraftPress::Drop, "drop"),
    (DraftPress::Guidance, "guidance"),
];

/// What is pressed about a trainee's reply by whoever has read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckPress {
    Approve,
    /// Opens a window for what to change, and comes with that window.
    SendBack,
}

const CHECK_PRESSES: [(CheckPress, &str); 2] =
    [(CheckPress::Approve, "approve"), (CheckPress::SendBack, "send-back")];

/// Names one reply being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRef(String);

/// A pressed button of the advisers, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    Case(Reference, CasePress),
    Draft(DraftRef, DraftPress),
    /// With when the reply was written that was read: what was written since then nobody has read.
    Check(Reference, CheckPress, Moment),
    /// One of the references in a list was picked.
    Picked,
    /// Of another build.
    Unknown,
}

/// The menu that opens one enquiry of a list.
pub const PICK: &str = "case:v1:list:pick";

/// Whether this is for the advisers at all.
pub fn is_for_advisers(custom_id: &str) -> bool {
    custom_id.starts_with(ANY_CASE)
}

pub fn of_case(reference: &Reference, press: CasePress) -> String {
    let what = CASE_PRESSES.iter().find(|(known, _)| *known == press).map_or("", |(_, what)| what);
    format!("{CASE}{reference}:{what}")
}

pub fn of_check(reference: &Reference, press: CheckPress, written: Moment) -> String {
    let what = CHECK_PRESSES.iter().find(|(known, _)| *known == press).map_or("", |(_, what)| what);
    format!("{CASE}{reference}:{what}@{}", written.instant().timestamp_micros())
}

impl DraftRef {
    pub fn fresh() -> DraftRef {
        DraftRef(random().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn press(&self, press: DraftPress) -> String {
        let what = DRAFT_PRESSES.iter().find(|(known, _)| *known == press).map_or("", |(_, what)| what);
        format!("{CASE}{}:{what}", self.0)
    }
}

impl Pressed {
    pub fn read(custom_id: &str) -> Pressed {
        if custom_id == PICK {
            return Pressed::Picked;
        }
        let read = custom_id.strip_prefix(CASE).and_then(|rest| rest.split_once(':'));
        let Some((about, what)) = read else { return Pressed::Unknown };
        if let Some((press, _)) = DRAFT_PRESSES.iter().find(|(_, known)| *known == what) {
            let is_name = about.len() == 16 && about.bytes().all(|byte| byte.is_ascii_hexdigit());
            return if is_name {
                Pressed::Draft(DraftRef(about.to_owned()), *press)
            } else {
                Pressed::Unknown
            };
        }
        if let Some((what, written)) = what.split_once('@') {
            return check(about, what, written).unwrap_or(Pressed::Unknown);
        }
        match (Reference::read(about), CASE_PRESSES.iter().find(|(_, known)| *known == what)) {
            (Ok(reference), Some((press, _))) => Pressed::Case(reference, *press),
            _ => Pressed::Unknown,
        }
    }
}

fn check(about: &str, what: &str, written: &str) -> Option<Pressed> {
    let (press, _) = CHECK_PRESSES.iter().find(|(_, known)| *known == what)?;
    let written = DateTime::from_timestamp_micros(written.parse().ok()?)?;
    Some(Pressed::Check(Reference::read(about).ok()?, *press, Moment::new(written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_is_read_as_it_was_written() {
        let reference = Reference::from_random([7; 8]);
        for (press, _) in CASE_PRESSES {
            assert_eq!(Pressed::read(&of_case(&reference, press)), Pressed::Case(reference.clone(), press));
        }
        let draft = DraftRef::fresh();
        for (press, _) in DRAFT_PRESSES {
            assert_eq!(Pressed::read(&draft.press(press)), Pressed::Draft(draft.clone(), press));
        }
        let written = Moment::new("2026-11-24T10:00:00.123456Z".parse().unwrap());
        for (press, _) in CHECK_PRESSES {
            let id = of_check(&reference, press, written);
            assert!(id.len() <= crate::channel::discord::dress::limits::CUSTOM_ID);
            assert_eq!(Pressed::read(&id), Pressed::Check(reference.clone(), press, written));
        }
        assert_eq!(Pressed::read(PICK), Pressed::Picked);
    }

    #[test]
    fn what_is_not_ours_is_known_as_such() {
        for id in [
            "case:v2:SP-7K3Q-M2X4-D:claim",
            "case:v1:SP-7K3Q:claim",
            "case:v1:x:send",
            "case:v1:SP-7K3Q-M2X4-D:approve",
            "case:v1:SP-7K3Q-M2X4-D:approve@",
            "case:v1:SP-7K3Q-M2X4-D:approve@99999999999999999999",
            "case:v1:SP-7K3Q-M2X4-D:claim@1",
            "case:v1:",
            "case:",
        ] {
            assert_eq!(Pressed::read(id), Pressed::Unknown, "{id}");
            assert!(is_for_advisers(id));
        }
    }
}
