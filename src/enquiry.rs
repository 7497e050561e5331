//! The life of a question passed to an adviser.
//!
//! ```text
//! new -> claimed -> answered -> closed
//!          |  \-> waiting-for-family -> claimed
//!          \-> released = new again
//! answered | closed -> reopened (waits like new)
//! answered | waiting-for-family -> warned, then closed if the family stays silent, unless it sleeps
//! any but withdrawn -> withdrawn
//! ```
//!
//! A trainee's reply waits within `claimed` until somebody else has read it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::library::{TopicId, id_type};
use crate::moment::Moment;

mod adviser;
pub mod life;
pub mod notice;
pub mod promise;
mod reference;
pub mod trail;
pub use adviser::{Adviser, Role, Standing};
pub use reference::{Reference, ReferenceProblem};

id_type!(
    /// The name an adviser acts under.
    AdviserName
);
id_type!(
    /// One IAS service: enquiries never cross it.
    ServiceId
);

/// Where a family talks to Signpost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    Kiosk,
    Discord,
    /// `signpost ask` and the tests.
    CommandLine,
}

impl Channel {
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Kiosk => "kiosk",
            Channel::Discord => "discord",
            Channel::CommandLine => "command-line",
        }
    }

    pub fn from_name(name: &str) -> Option<Channel> {
        [Channel::Kiosk, Channel::Discord, Channel::CommandLine].into_iter().find(|c| c.as_str() == name)
    }
}

/// How the adviser can reach the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "by", content = "at")]
pub enum Contact {
    /// The family comes back with the reference.
    ReferenceOnly,
    Email(String),
    Phone(String),
    /// A Discord user id.
    Discord(String),
}

impl Contact {
    /// As the family sees it before agreeing.
    pub fn in_words(&self) -> &str {
        match self {
            Contact::ReferenceOnly => "",
            Contact::Email(at) | Contact::Phone(at) => at,
            Contact::Discord(_) => "Discord",
        }
    }
}

/// Why an enquiry is dealt with before others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Urgency {
    /// Words of danger were written.
    Safeguarding,
    /// A day by which the family has to act.
    LegalDate {
        act_by: NaiveDate,
    },
    Routine,
}

/// What a family agrees to pass on, before it has a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub service: ServiceId,
    pub channel: Channel,
    /// As the family saw and agreed it.
    pub question: String,
    /// Titles of what was already shown, oldest first.
    pub path: Vec<String>,
    /// What it seems to be about, best first.
    pub topics: Vec<TopicId>,
    /// The child's support now, in the words of the choice picked; empty if not given.
    pub stage: String,
    pub urgency: Urgency,
    pub contact: Contact,
    pub consent: Consent,
    /// The same draft sent twice has the same key, and is kept once.
    pub key: DraftKey,
    /// By when a reply was promised.
    #[serde(default)]
    pub reply_due: Option<Moment>,
}

/// What was agreed, and which wording was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub at: Moment,
    /// Hash of the dialog that asked.
    pub wording: String,
}

id_type!(
    /// Tells one sending of a draft from another: the session, and what is in the draft.
    DraftKey
);

impl DraftKey {
    /// The same session passing on the same question makes the same key.
    ///
    /// The key stands unsealed in the store and tells nobody the question: no guess can be tried against it without the
    /// session's id, which is 128 random bits and is kept, if at all, sealed.
    pub fn of(session: &str, question: &str) -> DraftKey {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        hash.update(session.as_bytes());
        hash.update([0]);
        hash.update(question.trim().as_bytes());
        DraftKey::new(crate::text::hex(&hash.finalize()))
    }
}

/// Where an enquiry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    New,
    Claimed,
    /// The adviser has asked something and waits.
    WaitingForFamily,
    Answered,
    Closed,
    Reopened,
    /// The family took it back; its words are gone.
    Withdrawn,
}

impl Status {
    pub const ALL: [Status; 7] = [
        Status::New,
        Status::Claimed,
        Status::WaitingForFamily,
        Status::Answered,
        Status::Closed,
        Status::Reopened,
        Status::Withdrawn,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Status::New => "new",
            Status::Claimed => "claimed",
            Status::WaitingForFamily => "waiting-for-family",
            Status::Answered => "answered",
            Status::Closed => "closed",
            Status::Reopened => "reopened",
            Status::Withdrawn => "withdrawn",
        }
    }

    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// In the queue, free to be claimed.
    pub fn waits_for_an_adviser(self) -> bool {
        matches!(self, Status::New | Status::Reopened)
    }

    /// An adviser has the case: the family's words go to the adviser, not to Signpost.
    pub fn is_with_an_adviser(self) -> bool {
        matches!(self, Status::Claimed | Status::WaitingForFamily)
    }
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from", content = "name")]
pub enum Author {
    Family,
    Adviser(AdviserName),
}

/// One message of an enquiry, seen by both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub author: Author,
    pub at: Moment,
    pub text: String,
}

impl Message {
    /// Its words were erased; that something was written stays.
    pub fn is_wiped(&self) -> bool {
        self.text.is_empty()
    }
}

/// A reply that somebody else has to read before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub by: AdviserName,
    pub at: Moment,
    pub text: String,
    pub asks_family: bool,
}

/// A note that only advisers see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub by: AdviserName,
    pub at: Moment,
    pub text: String,
}

/// One line of what happened to an enquiry: never its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub at: Moment,
    /// The adviser's name, `family` or `signpost`.
    pub by: String,
    /// `opened`, `claimed`, `viewed` ...
    pub what: String,
}

/// A question passed to an adviser, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enquiry {
    pub reference: Reference,
    pub service: ServiceId,
    pub opened_at: Moment,
    pub channel: Channel,
    pub question: String,
    pub path: Vec<String>,
    pub topics: Vec<TopicId>,
    pub stage: String,
    pub urgency: Urgency,
    pub contact: Contact,
    pub consent: Consent,
    pub status: Status,
    /// Who has it now, if anyone.
    pub claimed_by: Option<AdviserName>,
    pub claimed_at: Option<Moment>,
    /// When whoever has it last did something, or was last given something to do.
    pub worked_at: Option<Moment>,
    /// Since when the family waits for an adviser: opened, answered a question, or came back.
    pub waiting_since: Moment,
    /// By when a reply was promised; none while nobody owes one.
    #[serde(default)]
    pub reply_due: Option<Moment>,
    /// When an adviser first wrote to the family.
    #[serde(default)]
    pub first_answered_at: Option<Moment>,
    /// When it is to be looked at again.
    #[serde(default)]
    pub snoozed_until: Option<Moment>,
    /// When the family was told that it will soon be closed.
    #[serde(default)]
    pub warned_at: Option<Moment>,
    /// A trainee's reply that waits to be read.
    #[serde(default)]
    pub proposed: Option<Proposed>,
    /// How it ended, in an adviser's word.
    pub outcome: Option<String>,
    pub messages: Vec<Message>,
    pub notes: Vec<Note>,
    pub events: Vec<Event>,
    /// The day on which it is deleted; set when it is closed.
    pub purge_on: Option<NaiveDate>,
}

/// What one family may see of its own enquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FamilyView {
    pub reference: Reference,
    pub status: Status,
    pub question: String,
    pub messages: Vec<Message>,
    /// By when a reply is promised; none while nobody owes one.
    pub reply_due: Option<Moment>,
}

impl Enquiry {
    /// All that somebody wrote in it, piece by piece: the question, the address, messages, notes, a reply that waits.
    pub fn words(&self) -> Vec<&str> {
        let address = match &self.contact {
            Contact::ReferenceOnly => "",
            Contact::Email(at) | Contact::Phone(at) | Contact::Discord(at) => at,
        };
        let messages = self.messages.iter().map(|message| message.text.as_str());
        let notes = self.notes.iter().map(|note| note.text.as_str());
        let proposed = self.proposed.iter().map(|proposed| proposed.text.as_str());
        [self.question.as_str(), address].into_iter().chain(messages).chain(notes).chain(proposed).collect()
    }

    /// Its line in the queue.
    pub fn queue_line(&self) -> QueueLine {
        QueueLine {
            reference: self.reference.clone(),
            status: self.status,
            urgency: self.urgency.clone(),
            topics: self.topics.clone(),
            stage: self.stage.clone(),
            channel: self.channel,
            opened_at: self.opened_at,
            waiting_since: self.waiting_since,
            claimed_by: self.claimed_by.clone(),
            claimed_at: self.claimed_at,
            reply_due: self.reply_due,
            snoozed_until: self.snoozed_until,
            to_check: self.proposed.as_ref().map(|proposed| proposed.by.clone()),
            is_undelivered: false,
        }
    }

    pub fn family_view(&self) -> FamilyView {
        FamilyView {
            reference: self.reference.clone(),
            status: self.status,
            question: self.question.clone(),
            messages: self.messages.clone(),
            reply_due: self.reply_due,
        }
    }
}

/// One line of the queue, with the reason for its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueLine {
    pub reference: Reference,
    pub status: Status,
    pub urgency: Urgency,
    pub topics: Vec<TopicId>,
    pub stage: String,
    pub channel: Channel,
    pub opened_at: Moment,
    /// Since when the family waits for an adviser; its place goes by this, not by when it first asked.
    pub waiting_since: Moment,
    pub claimed_by: Option<AdviserName>,
    pub claimed_at: Option<Moment>,
    /// By when a reply was promised; none while nobody owes one.
    pub reply_due: Option<Moment>,
    pub snoozed_until: Option<Moment>,
    /// Whose reply waits to be read.
    pub to_check: Option<AdviserName>,
    /// A message about it could not be delivered, and nobody has looked yet.
    pub is_undelivered: bool,
}

/// Sorts the queue: safeguarding, then the family's own legal date (soonest first), then longest waiting.
pub fn queue_order(a: &QueueLine, b: &QueueLine) -> std::cmp::Ordering {
    rank(&a.urgency)
        .cmp(&rank(&b.urgency))
        .then_with(|| a.waiting_since.cmp(&b.waiting_since))
        .then_with(|| a.reference.cmp(&b.reference))
}

fn rank(urgency: &Urgency) -> (u8, Option<NaiveDate>) {
    match urgency {
        Urgency::Safeguarding => (0, None),
        Urgency::LegalDate { act_by } => (1, Some(*act_by)),
        Urgency::Routine => (2, None),
    }
}

impl QueueLine {
    /// Why it stands where it stands, for the adviser's card.
    pub fn reason(&self, now: Moment) -> String {
        let waiting = match self.status {
            Status::New | Status::Reopened | Status::Claimed => {
                format!("waiting {}", waited(self.waiting_since, now))
            }
            Status::WaitingForFamily => "the adviser waits for the family".to_owned(),
            Status::Answered | Status::Closed | Status::Withdrawn => "waits for nothing".to_owned(),
        };
        match &self.urgency {
            Urgency::Safeguarding => format!("first: words of danger; {waiting}"),
            Urgency::LegalDate { act_by } => {
                let left = (*act_by - now.date()).num_days();
                let when = match left {
                    ..=-2 => format!("{} days ago", -left),
                    -1 => "yesterday".to_owned(),
                    0 => "today".to_owned(),
                    1 => "tomorrow".to_owned(),
                    _ => format!("in {left} days"),
                };
                let act_by = crate::moment::in_words(*act_by);
                format!("family has to act by {act_by} ({when}); {waiting}")
            }
            Urgency::Routine if matches!(self.status, Status::New | Status::Reopened | Status::Claimed) => {
                format!("by waiting time: {}", waited(self.waiting_since, now))
            }
            Urgency::Routine => waiting,
        }
    }
}

/// Time since, in the largest unit that says enough: `3 days`, `5 hours`, `under an hour`.
pub fn waited(since: Moment, now: Moment) -> String {
    let passed = now.instant() - since.instant();
    let (count, unit) = match passed.num_days() {
        days if days >= 1 => (days, "day"),
        _ if passed.num_hours() >= 1 => (passed.num_hours(), "hour"),
        _ => return "under an hour".to_owned(),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(reference: &str, urgency: Urgency, opened: &str) -> QueueLine {
        QueueLine {
            reference: Reference::from_random([reference.as_bytes()[0]; 8]),
            status: Status::New,
            urgency,
            topics: vec![],
            stage: String::new(),
            channel: Channel::Kiosk,
            opened_at: Moment::new(opened.parse().unwrap()),
            waiting_since: Moment::new(opened.parse().unwrap()),
            claimed_by: None,
            claimed_at: None,
            reply_due: None,
            snoozed_until: None,
            to_check: None,
            is_undelivered: false,
        }
    }

    #[test]
    fn danger_goes_before_a_legal_date_and_a_legal_date_before_waiting() {
        let act_by = "2026-12-01".parse().unwrap();
        let mut queue = [
            line("a", Urgency::Routine, "2026-11-01T09:00:00Z"),
            line("b", Urgency::LegalDate { act_by }, "2026-11-20T09:00:00Z"),
            line("c", Urgency::Safeguarding, "2026-11-24T09:00:00Z"),
        ];
        queue.sort_by(queue_order);
        assert!(matches!(queue[0].urgency, Urgency::Safeguarding));
        assert!(matches!(queue[1].urgency, Urgency::LegalDate { .. }));
    }

    #[test]
    fn the_place_in_the_queue_explains_itself() {
        let act_by = "2026-12-01".parse().unwrap();
        let line = line("b", Urgency::LegalDate { act_by }, "2026-11-20T09:00:00Z");
        let now = Moment::new("2026-11-24T10:00:00Z".parse().unwrap());
        assert_eq!(line.reason(now), "family has to act by 1 December 2026 (in 7 days); waiting 4 days");
    }

    #[test]
    fn a_day_missed_is_said_in_words() {
        let act_by = "2026-11-23".parse().unwrap();
        let line = line("b", Urgency::LegalDate { act_by }, "2026-11-24T09:30:00Z");
        let now = Moment::new("2026-11-24T10:00:00Z".parse().unwrap());
        assert_eq!(
            line.reason(now),
            "family has to act by 23 November 2026 (yesterday); waiting under an hour"
        );
    }

    #[test]
    fn nobody_is_said_to_wait_who_does_not() {
        let mut line = line("b", Urgency::Routine, "2026-11-20T09:00:00Z");
        let now = Moment::new("2026-11-24T10:00:00Z".parse().unwrap());
        assert_eq!(line.reason(now), "by waiting time: 4 days");
        line.status = Status::WaitingForFamily;
        assert_eq!(line.reason(now), "the adviser waits for the family");
        line.status = Status::Closed;
        assert_eq!(line.reason(now), "waits for nothing");
    }

    #[test]
    fn the_same_question_of_one_session_is_one_draft() {
        assert_eq!(DraftKey::of("s1", "help "), DraftKey::of("s1", "help"));
        assert_ne!(DraftKey::of("s1", "help"), DraftKey::of("s2", "help"));
    }
}
