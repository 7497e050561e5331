//! What may happen to an enquiry next, and what each change leaves behind.
//!
//! Every store asks here, so that no two of them can disagree about a transition. A change that is not in the
//! diagram at the head of [`crate::enquiry`] is refused, and the refusal says what stands in its way.

use chrono::NaiveDate;

use super::{AdviserName, Author, Enquiry, Event, Message, Note, Status};
use crate::moment::Moment;

/// The part of an enquiry that changes: where it is, and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub status: Status,
    pub claimed_by: Option<AdviserName>,
    pub claimed_at: Option<Moment>,
    /// When whoever has it last did something, or was last given something to do.
    pub worked_at: Option<Moment>,
    /// Since when the family waits for an adviser.
    pub waiting_since: Moment,
    pub outcome: Option<String>,
    pub purge_on: Option<NaiveDate>,
}

/// One thing done to an enquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An adviser takes it. The adviser who waits for the family takes it up again by the same word.
    Claim {
        by: AdviserName,
    },
    Release {
        by: AdviserName,
    },
    /// The adviser writes to the family. With `asks_family` it then waits for the family, otherwise it is answered.
    Reply {
        by: AdviserName,
        text: String,
        asks_family: bool,
    },
    /// Something that only advisers see.
    Note {
        by: AdviserName,
        text: String,
    },
    /// `purge_on` is the day on which it is deleted.
    Close {
        by: AdviserName,
        outcome: String,
        purge_on: NaiveDate,
    },
    Reopen {
        by: AdviserName,
    },
    /// The family adds to it.
    FamilyWrites {
        text: String,
    },
    /// The family takes it back, by itself or through an adviser.
    Withdraw {
        by: Author,
    },
    /// Nobody has worked on the claim; it goes back to the queue.
    ReturnNeglected,
}

/// Why a change did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the enquiry is with {by}")]
    AlreadyClaimed { by: AdviserName, since: Moment },
    #[error("the enquiry is with {by}")]
    NotYours { by: AdviserName, since: Moment },
    #[error("the enquiry is {}", status.as_str())]
    WrongStatus { status: Status },
}

impl Case {
    /// A case that has just been opened.
    pub fn opened(now: Moment) -> Case {
        Case {
            status: Status::New,
            claimed_by: None,
            claimed_at: None,
            worked_at: None,
            waiting_since: now,
            outcome: None,
            purge_on: None,
        }
    }

    /// The case after one change.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: the case stays as it is.
    pub fn after(&self, change: &Change, now: Moment) -> Result<Case, Refusal> {
        match (change, self.status) {
            (_, Status::Withdrawn) => Err(self.wrong_status()),

            (Change::Claim { by }, Status::New | Status::Reopened) => Ok(self.claimed(by, now)),
            (Change::Claim { by }, Status::WaitingForFamily) if self.is_with(by) => {
                Ok(Case { status: Status::Claimed, worked_at: Some(now), ..self.clone() })
            }
            (Change::Claim { .. }, Status::Claimed | Status::WaitingForFamily) => Err(self.already_claimed()),

            (Change::Release { by }, Status::Claimed) => self.held_by(by).map(Case::back_in_queue),
            (Change::Reply { by, asks_family, .. }, Status::Claimed) => {
                let status = if *asks_family { Status::WaitingForFamily } else { Status::Answered };
                self.held_by(by).map(|case| Case { status, worked_at: Some(now), ..case.clone() })
            }
            (Change::Note { by, .. }, _) if self.is_with(by) => {
                Ok(Case { worked_at: Some(now), ..self.clone() })
            }
            (Change::Note { .. }, _) => Ok(self.clone()),

            (Change::Close { outcome, purge_on, .. }, Status::Answered) => Ok(Case {
                status: Status::Closed,
                outcome: Some(outcome.clone()),
                purge_on: Some(*purge_on),
                ..self.clone()
            }),
            (Change::Reopen { .. } | Change::FamilyWrites { .. }, Status::Answered | Status::Closed) => {
                Ok(Case { status: Status::Reopened, ..Case::opened(now) })
            }

            (Change::FamilyWrites { .. }, Status::WaitingForFamily) => {
                Ok(Case { status: Status::Claimed, worked_at: Some(now), waiting_since: now, ..self.clone() })
            }
            (Change::FamilyWrites { .. }, Status::New | Status::Reopened | Status::Claimed) => {
                Ok(self.clone())
            }

            (Change::Withdraw { .. }, _) => Ok(Case {
                status: Status::Withdrawn,
                purge_on: self.purge_on,
                ..Case::opened(self.waiting_since)
            }),
            (Change::ReturnNeglected, Status::Claimed) => Ok(self.back_in_queue()),

            _ => Err(self.wrong_status()),
        }
    }

    fn claimed(&self, by: &AdviserName, now: Moment) -> Case {
        Case {
            status: Status::Claimed,
            claimed_by: Some(by.clone()),
            claimed_at: Some(now),
            worked_at: Some(now),
            ..self.clone()
        }
    }

    /// The family has waited all the while, so its place in the queue stays.
    fn back_in_queue(&self) -> Case {
        Case::opened(self.waiting_since)
    }

    fn is_with(&self, adviser: &AdviserName) -> bool {
        self.status.is_with_an_adviser() && self.claimed_by.as_ref() == Some(adviser)
    }

    fn held_by(&self, adviser: &AdviserName) -> Result<&Case, Refusal> {
        if self.is_with(adviser) { Ok(self) } else { Err(self.not_yours()) }
    }

    fn already_claimed(&self) -> Refusal {
        match self.holder() {
            Some((by, since)) => Refusal::AlreadyClaimed { by, since },
            None => self.wrong_status(),
        }
    }

    fn not_yours(&self) -> Refusal {
        match self.holder() {
            Some((by, since)) => Refusal::NotYours { by, since },
            None => self.wrong_status(),
        }
    }

    fn holder(&self) -> Option<(AdviserName, Moment)> {
        Some((self.claimed_by.clone()?, self.claimed_at?))
    }

    fn wrong_status(&self) -> Refusal {
        Refusal::WrongStatus { status: self.status }
    }
}

/// Signpost itself, where an event or a note names who did it.
pub const SIGNPOST: &str = "signpost";
/// The family, where an event names who did it.
pub const FAMILY: &str = "family";

impl Change {
    /// Who did it, as events name them: the adviser, [`FAMILY`] or [`SIGNPOST`].
    pub fn by(&self) -> &str {
        match self {
            Change::Claim { by }
            | Change::Release { by }
            | Change::Reply { by, .. }
            | Change::Note { by, .. }
            | Change::Close { by, .. }
            | Change::Reopen { by }
            | Change::Withdraw { by: Author::Adviser(by) } => by.as_str(),
            Change::FamilyWrites { .. } | Change::Withdraw { by: Author::Family } => FAMILY,
            Change::ReturnNeglected => SIGNPOST,
        }
    }

    /// The lines of the audit trail that this change writes: never the family's words.
    pub fn events(&self, before: &Case, after: &Case, now: Moment) -> Vec<Event> {
        let done = match self {
            Change::Claim { .. } => "claimed",
            Change::Release { .. } => "released",
            Change::Reply { asks_family: true, .. } => "asked-family",
            Change::Reply { .. } => "replied",
            Change::Note { .. } => "noted",
            Change::Close { .. } => "closed",
            Change::Reopen { .. } => "reopened",
            Change::FamilyWrites { .. } => "wrote",
            Change::Withdraw { .. } => "withdrawn",
            Change::ReturnNeglected => "neglected",
        };
        let followed = match (self, after.status) {
            (Change::FamilyWrites { .. }, now) if now == before.status => None,
            (Change::FamilyWrites { .. }, Status::Reopened) => Some("reopened"),
            (Change::FamilyWrites { .. }, Status::Claimed) => Some("back-with-adviser"),
            _ => None,
        };
        let event = |what: &str| Event { at: now, by: self.by().to_owned(), what: what.to_owned() };
        std::iter::once(done).chain(followed).map(event).collect()
    }

    /// The message it adds, seen by both sides.
    pub fn message(&self, now: Moment) -> Option<Message> {
        match self {
            Change::Reply { by, text, .. } => {
                Some(Message { author: Author::Adviser(by.clone()), at: now, text: text.clone() })
            }
            Change::FamilyWrites { text } => {
                Some(Message { author: Author::Family, at: now, text: text.clone() })
            }
            _ => None,
        }
    }

    /// The note it adds, seen by advisers alone.
    pub fn note(&self, before: &Case, now: Moment) -> Option<Note> {
        match self {
            Change::Note { by, text } => Some(Note { by: by.clone(), at: now, text: text.clone() }),
            Change::ReturnNeglected => {
                let (by, since) = before.holder()?;
                let since = crate::moment::in_words(since.date());
                let text =
                    format!("Back in the queue: {by} has had it since {since}, and nobody worked on it.");
                Some(Note { by: AdviserName::new(SIGNPOST), at: now, text })
            }
            _ => None,
        }
    }

    /// Whether the family's words go: question, path, topics, stage, urgency, contact, messages and notes.
    /// The number, the times and the status stay.
    pub fn erases_words(&self) -> bool {
        matches!(self, Change::Withdraw { .. })
    }
}

impl Enquiry {
    pub fn case(&self) -> Case {
        Case {
            status: self.status,
            claimed_by: self.claimed_by.clone(),
            claimed_at: self.claimed_at,
            worked_at: self.worked_at,
            waiting_since: self.waiting_since,
            outcome: self.outcome.clone(),
            purge_on: self.purge_on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> Moment {
        Moment::new(format!("2026-11-24T{clock}:00Z").parse().unwrap())
    }

    fn name(name: &str) -> AdviserName {
        AdviserName::new(name)
    }

    fn case(status: Status) -> Case {
        let new = Case::opened(at("09:00"));
        let claimed = new.claimed(&name("alex"), at("10:04"));
        match status {
            Status::New => new,
            Status::Reopened | Status::Withdrawn => Case { status, ..new },
            Status::Claimed | Status::WaitingForFamily | Status::Answered => Case { status, ..claimed },
            Status::Closed => Case {
                status,
                outcome: Some("advised".to_owned()),
                purge_on: Some("2027-05-23".parse().unwrap()),
                ..claimed
            },
        }
    }

    fn every_change(by: &str) -> Vec<Change> {
        let by = name(by);
        let text = "words".to_owned();
        let purge_on = "2027-05-23".parse().unwrap();
        vec![
            Change::Claim { by: by.clone() },
            Change::Release { by: by.clone() },
            Change::Reply { by: by.clone(), text: text.clone(), asks_family: false },
            Change::Reply { by: by.clone(), text: text.clone(), asks_family: true },
            Change::Note { by: by.clone(), text: text.clone() },
            Change::Close { by: by.clone(), outcome: "advised".to_owned(), purge_on },
            Change::Reopen { by },
            Change::FamilyWrites { text },
            Change::Withdraw { by: Author::Family },
            Change::ReturnNeglected,
        ]
    }

    /// One line for each status: what each change by that adviser leads to, in the order of `every_change`.
    #[track_caller]
    fn check(by: &str, from: Status, expected: &str) {
        let shown: Vec<&str> = every_change(by)
            .iter()
            .map(|change| match case(from).after(change, at("11:00")) {
                Ok(after) => after.status.as_str(),
                Err(Refusal::WrongStatus { status }) if status == from => "-",
                Err(Refusal::WrongStatus { .. }) => "another status",
                Err(Refusal::AlreadyClaimed { .. }) => "taken",
                Err(Refusal::NotYours { .. }) => "not-yours",
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn the_diagram_holds_for_whoever_has_it() {
        //     claim release reply ask note close reopen wrote withdraw neglected
        check("alex", Status::New, "claimed - - - new - - new withdrawn -");
        check(
            "alex",
            Status::Claimed,
            "taken new answered waiting-for-family claimed - - claimed withdrawn new",
        );
        check("alex", Status::WaitingForFamily, "claimed - - - waiting-for-family - - claimed withdrawn -");
        check("alex", Status::Answered, "- - - - answered closed reopened reopened withdrawn -");
        check("alex", Status::Closed, "- - - - closed - reopened reopened withdrawn -");
        check("alex", Status::Reopened, "claimed - - - reopened - - reopened withdrawn -");
        check("alex", Status::Withdrawn, "- - - - - - - - - -");
    }

    #[test]
    fn another_adviser_may_look_after_what_nobody_holds_only() {
        let refused = "taken not-yours not-yours not-yours claimed - - claimed withdrawn new";
        check("beth", Status::Claimed, refused);
        check("beth", Status::WaitingForFamily, "taken - - - waiting-for-family - - claimed withdrawn -");
        check("beth", Status::Answered, "- - - - answered closed reopened reopened withdrawn -");
    }

    #[test]
    fn a_refused_claim_says_who_has_it_and_since_when() {
        let refused = case(Status::Claimed).after(&Change::Claim { by: name("beth") }, at("11:00"));
        assert_eq!(refused, Err(Refusal::AlreadyClaimed { by: name("alex"), since: at("10:04") }));
    }

    #[test]
    fn releasing_keeps_the_place_in_the_queue() {
        let released = case(Status::Claimed).after(&Change::Release { by: name("alex") }, at("11:00"));
        assert_eq!(released, Ok(case(Status::New)));
    }

    #[test]
    fn the_familys_answer_goes_to_the_adviser_who_asked() {
        let wrote = Change::FamilyWrites { text: "yes".to_owned() };
        let answered = case(Status::WaitingForFamily).after(&wrote, at("11:00")).unwrap();
        assert_eq!(answered.claimed_by, Some(name("alex")));
        assert_eq!(answered.waiting_since, at("11:00"));
    }

    #[test]
    fn reopening_forgets_the_outcome_and_the_day_of_deletion() {
        let reopened = case(Status::Closed).after(&Change::Reopen { by: name("beth") }, at("11:00")).unwrap();
        assert_eq!(reopened, Case { status: Status::Reopened, ..Case::opened(at("11:00")) });
    }

    #[test]
    fn a_neglected_claim_leaves_a_note_that_names_whose_it_was() {
        let note = Change::ReturnNeglected.note(&case(Status::Claimed), at("11:00")).unwrap();
        assert_eq!(
            note.text,
            "Back in the queue: alex has had it since 24 November 2026, and nobody worked on it."
        );
    }

    #[test]
    fn a_reply_to_a_closed_enquiry_leaves_two_lines_in_the_trail() {
        let wrote = Change::FamilyWrites { text: "one more thing".to_owned() };
        let before = case(Status::Closed);
        let after = before.after(&wrote, at("11:00")).unwrap();
        let events = wrote.events(&before, &after, at("11:00"));
        assert_eq!(events.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(), ["wrote", "reopened"]);
    }
}
