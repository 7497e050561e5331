//! What may happen to an enquiry next, and what each change leaves behind.
//!
//! Every store asks here, so that no two of them can disagree about a transition. A change that is not in the
//! diagram at the head of [`crate::enquiry`] is refused, and the refusal says what stands in its way.

use chrono::{Days, NaiveDate};

use super::{AdviserName, Author, Enquiry, Event, Message, Note, Proposed, Status, Urgency};
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
    /// By when a reply was promised. An adviser's reply stops this clock; the family's silence never lets it run out.
    pub reply_due: Option<Moment>,
    pub first_answered_at: Option<Moment>,
    pub snoozed_until: Option<Moment>,
    pub warned_at: Option<Moment>,
    pub proposed: Option<Proposed>,
    pub outcome: Option<String>,
    pub purge_on: Option<NaiveDate>,
    /// Words of danger were written: it is kept for a time of its own.
    pub is_safeguarding: bool,
}

/// How long what is closed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    pub ordinary: Days,
    pub safeguarding: Days,
}

impl Keep {
    /// The same time for every enquiry.
    pub fn all(days: Days) -> Keep {
        Keep { ordinary: days, safeguarding: days }
    }

    /// The day on which what is closed now is deleted.
    pub fn purge_on(self, is_safeguarding: bool, now: Moment) -> NaiveDate {
        let days = if is_safeguarding { self.safeguarding } else { self.ordinary };
        now.date().checked_add_days(days).map_or(LAST_DAY, |day| day.min(LAST_DAY))
    }
}

/// Stands for any later day: up to here, days of one length sort as text.
const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// One piece of what was written. Pieces are numbered from 1, in the order in which they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    Message(u32),
    Note(u32),
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
    /// A trainee's reply: nothing is sent until another adviser has read it. A store makes this of a trainee's
    /// [`Change::Reply`].
    Propose {
        by: AdviserName,
        text: String,
        asks_family: bool,
    },
    /// Somebody else has read the trainee's reply: it is sent under the trainee's name.
    Approve {
        by: AdviserName,
        /// When the reply that was read was written: where another one stands by now, nobody has read that. Without it,
        /// whatever stands there is meant.
        read: Option<Moment>,
    },
    /// Somebody else has read it, and says in a note what to change. The reply itself becomes a note.
    SendBack {
        by: AdviserName,
        text: String,
        /// As for [`Change::Approve`].
        read: Option<Moment>,
    },
    /// Something that only advisers see.
    Note {
        by: AdviserName,
        text: String,
    },
    Close {
        by: AdviserName,
        outcome: String,
        keep: Keep,
    },
    /// To be looked at again at that time. Nobody is told that the claim is neglected before.
    Snooze {
        by: AdviserName,
        until: Moment,
    },
    /// The time to look at it again has come.
    Wake,
    /// An adviser looks at it again before its time.
    WakeEarly {
        by: AdviserName,
    },
    /// The family has been silent since then after a reply, and is told that the enquiry will soon be closed.
    WarnClosing {
        since: Moment,
    },
    /// The family was warned by then, and has still not written.
    CloseQuiet {
        warned_by: Moment,
        outcome: String,
        keep: Keep,
    },
    /// `reply_due` is what is now promised.
    Reopen {
        by: AdviserName,
        reply_due: Option<Moment>,
    },
    /// The family adds to it. `reply_due` is promised where nothing is promised yet: a promise is never moved.
    FamilyWrites {
        text: String,
        reply_due: Option<Moment>,
    },
    /// The family takes it back, by itself or through an adviser.
    Withdraw {
        by: Author,
    },
    /// The family wants nothing of it kept: as [`Change::Withdraw`], and what could tie it to the conversation goes too.
    Forget,
    /// The words of one message or note are erased, by the family its own alone. That something was written stays.
    Wipe {
        by: Author,
        piece: Piece,
    },
    /// Nobody has worked on the claim since then; it goes back to the queue.
    ReturnNeglected {
        since: Moment,
    },
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
    /// A reply is read by somebody else than who wrote it.
    #[error("somebody else than {by} has to read this reply")]
    NeedsAnother { by: AdviserName },
    /// What would make it due has not come yet, or somebody was quicker.
    #[error("this is not due")]
    NotDue,
    /// The service has a roster, and this one is not on it, has left, or has another task.
    #[error("{by} may not do this")]
    NotAllowed { by: String },
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
            reply_due: None,
            first_answered_at: None,
            snoozed_until: None,
            warned_at: None,
            proposed: None,
            outcome: None,
            purge_on: None,
            is_safeguarding: false,
        }
    }

    /// The case after one change.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: the case stays as it is.
    pub fn after(&self, change: &Change, now: Moment) -> Result<Case, Refusal> {
        match (change, self.status) {
            (Change::Forget, _) => Ok(self.withdrawn()),
            (_, Status::Withdrawn) => Err(self.wrong_status()),

            (Change::Claim { by }, Status::New | Status::Reopened) => Ok(self.claimed(by, now)),
            (Change::Claim { by }, Status::WaitingForFamily) if self.is_with(by) => {
                Ok(Case { status: Status::Claimed, worked_at: Some(now), warned_at: None, ..self.clone() })
            }
            (Change::Claim { .. }, Status::Claimed | Status::WaitingForFamily) => Err(self.already_claimed()),

            (Change::Release { by }, Status::Claimed) => self.held_by(by).map(Case::back_in_queue),
            (Change::Reply { by, asks_family, .. }, Status::Claimed) => {
                self.held_by(by).map(|case| case.answered(*asks_family, now))
            }
            (Change::Propose { by, text, asks_family }, Status::Claimed) => {
                let proposed =
                    Proposed { by: by.clone(), at: now, text: text.clone(), asks_family: *asks_family };
                self.held_by(by).map(|case| Case {
                    proposed: Some(proposed),
                    worked_at: Some(now),
                    ..case.clone()
                })
            }
            (Change::Approve { by, read }, Status::Claimed) => {
                self.to_check_by(by, *read).map(|proposed| self.answered(proposed.asks_family, now))
            }
            (Change::SendBack { by, read, .. }, Status::Claimed) => self
                .to_check_by(by, *read)
                .map(|_| Case { proposed: None, worked_at: Some(now), ..self.clone() }),
            (Change::Note { by, .. }, _) if self.is_with(by) => {
                Ok(Case { worked_at: Some(now), ..self.clone() })
            }
            (Change::Note { .. } | Change::Wipe { .. }, _) => Ok(self.clone()),

            (Change::Close { outcome, keep, .. }, Status::Answered) => Ok(self.closed(outcome, *keep, now)),
            (Change::WarnClosing { since }, Status::Answered | Status::WaitingForFamily) => {
                let is_silent = self.warned_at.is_none() && self.is_unworked_since(*since);
                self.if_due(is_silent && !self.is_asleep())?;
                Ok(Case { warned_at: Some(now), ..self.clone() })
            }
            (
                Change::CloseQuiet { warned_by, outcome, keep },
                Status::Answered | Status::WaitingForFamily,
            ) => {
                let is_warned = self.warned_at.is_some_and(|warned_at| warned_at <= *warned_by);
                self.if_due(is_warned && !self.is_asleep())?;
                Ok(self.closed(outcome, *keep, now))
            }
            (Change::Snooze { by, until }, Status::Claimed | Status::WaitingForFamily | Status::Answered) => {
                self.if_due(*until > now)?;
                let case = if self.status == Status::Answered { self } else { self.held_by(by)? };
                Ok(Case { snoozed_until: Some(*until), ..case.clone() })
            }
            (Change::Wake, _) => {
                self.if_due(self.snoozed_until.is_some_and(|until| until <= now))?;
                Ok(self.woken(now))
            }
            (Change::WakeEarly { by }, _) => {
                self.if_due(self.is_asleep())?;
                let case = if self.status.is_with_an_adviser() { self.held_by(by)? } else { self };
                Ok(case.woken(now))
            }

            (
                Change::Reopen { reply_due, .. } | Change::FamilyWrites { reply_due, .. },
                Status::Answered | Status::Closed,
            ) => Ok(Case {
                status: Status::Reopened,
                reply_due: *reply_due,
                snoozed_until: self.snoozed_until,
                ..self.afresh(now)
            }),

            (Change::FamilyWrites { reply_due, .. }, Status::WaitingForFamily) => Ok(Case {
                status: Status::Claimed,
                worked_at: Some(now),
                waiting_since: now,
                reply_due: *reply_due,
                warned_at: None,
                ..self.clone()
            }),
            (Change::FamilyWrites { reply_due, .. }, Status::New | Status::Reopened | Status::Claimed) => {
                Ok(Case { reply_due: self.reply_due.or(*reply_due), ..self.clone() })
            }

            (Change::Withdraw { .. }, _) => Ok(self.withdrawn()),
            (Change::ReturnNeglected { since }, Status::Claimed) => {
                self.if_due(self.is_unworked_since(*since) && !self.is_asleep())?;
                Ok(self.back_in_queue())
            }

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

    /// As just opened, but for what has happened once and for all.
    fn afresh(&self, waiting_since: Moment) -> Case {
        Case {
            first_answered_at: self.first_answered_at,
            is_safeguarding: self.is_safeguarding,
            ..Case::opened(waiting_since)
        }
    }

    /// The family has waited all the while, so its place in the queue and what it was promised stay.
    fn back_in_queue(&self) -> Case {
        Case {
            reply_due: self.reply_due,
            snoozed_until: self.snoozed_until,
            ..self.afresh(self.waiting_since)
        }
    }

    fn answered(&self, asks_family: bool, now: Moment) -> Case {
        Case {
            status: if asks_family { Status::WaitingForFamily } else { Status::Answered },
            worked_at: Some(now),
            reply_due: None,
            first_answered_at: self.first_answered_at.or(Some(now)),
            warned_at: None,
            proposed: None,
            ..self.clone()
        }
    }

    /// Whoever has it has as long as for a new claim before it counts as neglected, and the family as long as after a
    /// reply: it is warned anew before anything is closed.
    fn woken(&self, now: Moment) -> Case {
        Case { snoozed_until: None, worked_at: self.worked_at.map(|_| now), warned_at: None, ..self.clone() }
    }

    fn closed(&self, outcome: &str, keep: Keep, now: Moment) -> Case {
        Case {
            status: Status::Closed,
            outcome: Some(outcome.to_owned()),
            purge_on: Some(keep.purge_on(self.is_safeguarding, now)),
            snoozed_until: None,
            ..self.clone()
        }
    }

    /// Its words go, and with them that they were words of danger.
    fn withdrawn(&self) -> Case {
        Case {
            status: Status::Withdrawn,
            purge_on: self.purge_on,
            first_answered_at: self.first_answered_at,
            ..Case::opened(self.waiting_since)
        }
    }

    fn is_unworked_since(&self, since: Moment) -> bool {
        self.worked_at.is_some_and(|worked_at| worked_at <= since)
    }

    /// An adviser looks at it again at a time of its own: until then no other time comes for it.
    fn is_asleep(&self) -> bool {
        self.snoozed_until.is_some()
    }

    fn if_due(&self, is_due: bool) -> Result<(), Refusal> {
        if is_due { Ok(()) } else { Err(Refusal::NotDue) }
    }

    fn to_check_by(&self, adviser: &AdviserName, read: Option<Moment>) -> Result<&Proposed, Refusal> {
        match &self.proposed {
            Some(proposed) if proposed.by == *adviser => Err(Refusal::NeedsAnother { by: adviser.clone() }),
            Some(proposed) if read.is_some_and(|read| read != proposed.at) => Err(Refusal::NotDue),
            Some(proposed) => Ok(proposed),
            None => Err(self.wrong_status()),
        }
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
/// A trainee has written a reply that somebody else has to read, as the trail calls it.
pub const PROPOSED: &str = "proposed";

impl Change {
    /// Who did it, as events name them: the adviser, [`FAMILY`] or [`SIGNPOST`].
    pub fn by(&self) -> &str {
        match self {
            Change::Claim { by }
            | Change::Release { by }
            | Change::Reply { by, .. }
            | Change::Propose { by, .. }
            | Change::Approve { by, .. }
            | Change::SendBack { by, .. }
            | Change::Note { by, .. }
            | Change::Close { by, .. }
            | Change::Snooze { by, .. }
            | Change::WakeEarly { by }
            | Change::Reopen { by, .. }
            | Change::Withdraw { by: Author::Adviser(by) }
            | Change::Wipe { by: Author::Adviser(by), .. } => by.as_str(),
            Change::FamilyWrites { .. }
            | Change::Forget
            | Change::Withdraw { by: Author::Family }
            | Change::Wipe { by: Author::Family, .. } => FAMILY,
            Change::ReturnNeglected { .. }
            | Change::Wake
            | Change::WarnClosing { .. }
            | Change::CloseQuiet { .. } => SIGNPOST,
        }
    }

    /// The adviser who does it; none for the family and for Signpost itself.
    pub fn adviser(&self) -> Option<AdviserName> {
        Some(self.by()).filter(|by| ![FAMILY, SIGNPOST].contains(by)).map(AdviserName::new)
    }

    /// The change that this adviser makes of it: a trainee's reply is only proposed.
    pub fn to_be_checked(self) -> Change {
        match self {
            Change::Reply { by, text, asks_family } => Change::Propose { by, text, asks_family },
            other => other,
        }
    }

    /// The lines of the audit trail that this change writes: never the family's words.
    pub fn events(&self, before: &Case, after: &Case, now: Moment) -> Vec<Event> {
        let done = match self {
            Change::Claim { .. } => "claimed",
            Change::Release { .. } => "released",
            Change::Reply { asks_family: true, .. } => "asked-family",
            Change::Reply { .. } => "replied",
            Change::Propose { .. } => PROPOSED,
            Change::Approve { .. } => "approved",
            Change::SendBack { .. } => "sent-back",
            Change::Note { .. } => "noted",
            Change::Close { .. } | Change::CloseQuiet { .. } => "closed",
            Change::Snooze { .. } => "snoozed",
            Change::Wake | Change::WakeEarly { .. } => "woken",
            Change::WarnClosing { .. } => "warned",
            Change::Reopen { .. } => "reopened",
            Change::FamilyWrites { .. } => "wrote",
            Change::Withdraw { .. } => "withdrawn",
            Change::Forget => "forgotten",
            Change::Wipe { piece: Piece::Message(_), .. } => "wiped-message",
            Change::Wipe { piece: Piece::Note(_), .. } => "wiped-note",
            Change::ReturnNeglected { .. } => "neglected",
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
    pub fn message(&self, before: &Case, now: Moment) -> Option<Message> {
        let (author, text) = match self {
            Change::Reply { by, text, .. } => (Author::Adviser(by.clone()), text),
            Change::FamilyWrites { text, .. } => (Author::Family, text),
            Change::Approve { .. } => {
                let proposed = before.proposed.as_ref()?;
                (Author::Adviser(proposed.by.clone()), &proposed.text)
            }
            _ => return None,
        };
        Some(Message { author, at: now, text: text.clone() })
    }

    /// The notes it adds, seen by advisers alone. A reply that was proposed and never sent becomes one.
    pub fn notes(&self, before: &Case, after: &Case, now: Moment) -> Vec<Note> {
        let unsent = match (self, &before.proposed, &after.proposed) {
            (Change::Approve { .. } | Change::Withdraw { .. } | Change::Forget, ..) | (_, None, _) => None,
            (_, Some(before), after) if after.as_ref() == Some(before) => None,
            (_, Some(before), _) => {
                Some(Note { by: before.by.clone(), at: before.at, text: before.text.clone() })
            }
        };
        unsent.into_iter().chain(self.own_note(before, now)).collect()
    }

    fn own_note(&self, before: &Case, now: Moment) -> Option<Note> {
        match self {
            Change::Note { by, text } | Change::SendBack { by, text, .. } => {
                Some(Note { by: by.clone(), at: now, text: text.clone() })
            }
            Change::ReturnNeglected { .. } => {
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
        matches!(self, Change::Withdraw { .. } | Change::Forget)
    }

    /// Whether words go that the store's files must not hold any longer either.
    pub fn erases_anything(&self) -> bool {
        self.erases_words() || matches!(self, Change::Wipe { .. })
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
            reply_due: self.reply_due,
            first_answered_at: self.first_answered_at,
            snoozed_until: self.snoozed_until,
            warned_at: self.warned_at,
            proposed: self.proposed.clone(),
            outcome: self.outcome.clone(),
            purge_on: self.purge_on,
            is_safeguarding: self.urgency == Urgency::Safeguarding,
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
        let keep = Keep::all(Days::new(180));
        vec![
            Change::Claim { by: by.clone() },
            Change::Release { by: by.clone() },
            Change::Reply { by: by.clone(), text: text.clone(), asks_family: false },
            Change::Reply { by: by.clone(), text: text.clone(), asks_family: true },
            Change::Note { by: by.clone(), text: text.clone() },
            Change::Close { by: by.clone(), outcome: "advised".to_owned(), keep },
            Change::Reopen { by, reply_due: None },
            Change::FamilyWrites { text, reply_due: None },
            Change::Withdraw { by: Author::Family },
            Change::ReturnNeglected { since: at("11:00") },
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
                Err(_) => "otherwise",
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
        let wrote = Change::FamilyWrites { text: "yes".to_owned(), reply_due: None };
        let answered = case(Status::WaitingForFamily).after(&wrote, at("11:00")).unwrap();
        assert_eq!(answered.claimed_by, Some(name("alex")));
        assert_eq!(answered.waiting_since, at("11:00"));
    }

    #[test]
    fn reopening_forgets_the_outcome_and_the_day_of_deletion() {
        let reopened = case(Status::Closed)
            .after(&Change::Reopen { by: name("beth"), reply_due: None }, at("11:00"))
            .unwrap();
        assert_eq!(reopened, Case { status: Status::Reopened, ..Case::opened(at("11:00")) });
    }

    #[test]
    fn a_neglected_claim_leaves_a_note_that_names_whose_it_was() {
        let (before, neglected) = (case(Status::Claimed), Change::ReturnNeglected { since: at("11:00") });
        let after = before.after(&neglected, at("11:00")).unwrap();
        assert_eq!(
            neglected.notes(&before, &after, at("11:00"))[0].text,
            "Back in the queue: alex has had it since 24 November 2026, and nobody worked on it."
        );
    }

    #[test]
    fn a_reply_to_a_closed_enquiry_leaves_two_lines_in_the_trail() {
        let wrote = Change::FamilyWrites { text: "one more thing".to_owned(), reply_due: None };
        let before = case(Status::Closed);
        let after = before.after(&wrote, at("11:00")).unwrap();
        let events = wrote.events(&before, &after, at("11:00"));
        assert_eq!(events.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(), ["wrote", "reopened"]);
    }

    fn step(case: &Case, change: Change, clock: &str) -> Case {
        case.after(&change, at(clock)).unwrap()
    }

    fn replied(asks_family: bool) -> Change {
        Change::Reply { by: name("alex"), text: "words".to_owned(), asks_family }
    }

    fn wrote(reply_due: &str) -> Change {
        Change::FamilyWrites { text: "words".to_owned(), reply_due: Some(at(reply_due)) }
    }

    #[test]
    fn a_reply_stops_the_clock_and_silence_never_starts_it() {
        let new = Case { reply_due: Some(at("15:00")), ..case(Status::New) };
        let claimed = step(&new, Change::Claim { by: name("alex") }, "10:00");
        assert_eq!(claimed.reply_due, Some(at("15:00")));
        let asked = step(&claimed, replied(true), "11:00");
        assert_eq!((asked.reply_due, asked.first_answered_at), (None, Some(at("11:00"))));
        let answered = step(&step(&asked, wrote("18:00"), "12:00"), replied(false), "13:00");
        assert_eq!((answered.reply_due, answered.first_answered_at), (None, Some(at("11:00"))));
    }

    #[test]
    fn a_promise_is_never_moved_by_writing_again() {
        let new = Case { reply_due: Some(at("15:00")), ..case(Status::New) };
        assert_eq!(step(&new, wrote("18:00"), "10:00").reply_due, Some(at("15:00")));
        let released = step(
            &step(&new, Change::Claim { by: name("alex") }, "10:00"),
            Change::Release { by: name("alex") },
            "11:00",
        );
        assert_eq!(released.reply_due, Some(at("15:00")));
    }

    #[test]
    fn thanks_does_not_lose_the_date_to_look_again() {
        let snooze = Change::Snooze { by: name("alex"), until: at("16:00") };
        let snoozed = step(&case(Status::Answered), snooze, "11:00");
        let thanked = step(&snoozed, wrote("18:00"), "12:00");
        assert_eq!(thanked.snoozed_until, Some(at("16:00")));
        assert_eq!(thanked.after(&Change::Wake, at("15:59")), Err(Refusal::NotDue));
        assert_eq!(step(&thanked, Change::Wake, "16:00").snoozed_until, None);
    }

    #[test]
    fn what_sleeps_is_not_neglected_and_counts_from_when_it_wakes() {
        let snooze = Change::Snooze { by: name("alex"), until: at("16:00") };
        let snoozed = step(&case(Status::Claimed), snooze, "11:00");
        let neglected = |since| Change::ReturnNeglected { since: at(since) };
        assert_eq!(snoozed.after(&neglected("15:00"), at("15:00")), Err(Refusal::NotDue));
        let woken = step(&snoozed, Change::Wake, "16:00");
        assert_eq!(woken.after(&neglected("15:00"), at("16:30")), Err(Refusal::NotDue));
        assert_eq!(step(&woken, neglected("16:00"), "17:00").status, Status::New);
    }

    #[test]
    fn nothing_closes_by_itself_without_a_reply_and_a_warning() {
        let keep = Keep::all(Days::new(180));
        let close = |by| Change::CloseQuiet { warned_by: at(by), outcome: "no-answer".to_owned(), keep };
        for status in [Status::New, Status::Claimed, Status::Reopened] {
            assert!(case(status).after(&Change::WarnClosing { since: at("12:00") }, at("12:00")).is_err());
            assert!(case(status).after(&close("12:00"), at("12:00")).is_err());
        }
        let answered = case(Status::Answered);
        assert_eq!(answered.after(&close("12:00"), at("12:00")), Err(Refusal::NotDue));
        let warned = step(&answered, Change::WarnClosing { since: at("12:00") }, "12:00");
        assert_eq!(warned.after(&close("11:59"), at("13:00")), Err(Refusal::NotDue));
        let closed = step(&warned, close("12:00"), "13:00");
        assert_eq!(closed.status, Status::Closed);
        assert_eq!(step(&closed, wrote("18:00"), "14:00").warned_at, None);
    }

    #[test]
    fn what_held_words_of_danger_is_kept_for_its_own_time() {
        let keep = Keep { ordinary: Days::new(10), safeguarding: Days::new(1_000) };
        let close = Change::Close { by: name("alex"), outcome: "advised".to_owned(), keep };
        let ordinary = step(&case(Status::Answered), close.clone(), "11:00");
        assert_eq!(ordinary.purge_on, Some("2026-12-04".parse().unwrap()));
        let danger = Case { is_safeguarding: true, ..case(Status::Answered) };
        assert_eq!(step(&danger, close, "11:00").purge_on, Some("2029-08-20".parse().unwrap()));
    }

    #[test]
    fn a_trainees_reply_is_sent_once_somebody_else_has_read_it() {
        let proposed = step(&case(Status::Claimed), replied(false).to_be_checked(), "11:00");
        assert_eq!(proposed.status, Status::Claimed);
        let approve = |by| Change::Approve { by: name(by), read: None };
        let own = proposed.after(&approve("alex"), at("12:00"));
        assert_eq!(own, Err(Refusal::NeedsAnother { by: name("alex") }));
        let sent = step(&proposed, approve("beth"), "12:00");
        assert_eq!((sent.status, sent.proposed), (Status::Answered, None));
        let message = approve("beth").message(&proposed, at("12:00")).unwrap();
        assert_eq!(message.author, Author::Adviser(name("alex")));
    }

    #[test]
    fn a_reply_sent_back_is_kept_as_a_note_beside_what_to_change() {
        let proposed = step(&case(Status::Claimed), replied(false).to_be_checked(), "11:00");
        let back = Change::SendBack { by: name("beth"), text: "Name the law.".to_owned(), read: None };
        let after = step(&proposed, back.clone(), "12:00");
        let notes = back.notes(&proposed, &after, at("12:00"));
        let notes: Vec<_> = notes.iter().map(|note| (note.by.as_str(), note.text.as_str())).collect();
        assert_eq!(notes, [("alex", "words"), ("beth", "Name the law.")]);
        let approve = Change::Approve { by: name("beth"), read: None };
        assert!(after.after(&approve, at("13:00")).is_err());
    }
}
