//! Notices: who is told when something happens to an enquiry.
//!
//! A notice is written with the change that causes it and holds no words. Whoever delivers it loads what it may show
//! at that moment, so that words erased meanwhile are never sent.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::life::{Case, Change};
use super::{AdviserName, Contact, Draft, Reference, ServiceId, Status, Urgency};
use crate::library::id_type;
use crate::moment::Moment;

id_type!(
    /// Tells one notice from every other, always in the same way: a channel that is handed it twice can tell.
    NoticeId
);

impl NoticeId {
    /// The same words make the same id: 24 characters, which fit where Discord takes a nonce.
    pub fn of(parts: &[&str]) -> NoticeId {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        NoticeId::new(&crate::text::hex(&hash.finalize())[..24])
    }
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "who", content = "at")]
pub enum Recipient {
    /// The family, by a contact that Signpost itself can write to.
    Family(Contact),
    /// All advisers: the channel of the queue.
    Advisers,
    /// Whoever is on duty for safeguarding.
    DutyRole,
    Adviser(AdviserName),
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    Opened,
    Claimed,
    Released,
    /// A claim on which nobody worked went back to the queue.
    Returned,
    /// The same, to whoever had it.
    ClaimNeglected,
    Asked,
    Answered,
    /// A trainee's reply waits for somebody to read it.
    ToCheck,
    /// The reply was read and sent.
    Approved,
    /// The reply was read and not sent.
    SentBack,
    FamilyWrote,
    /// The time to look at it again has come.
    Woke,
    ClosingSoon,
    Closed,
    Reopened,
    Withdrawn,
    /// Words were erased, so what shows them has to be drawn anew.
    Wiped,
    /// A day by which the family has to act is near.
    DateNear,
}

impl NoticeKind {
    pub const ALL: [NoticeKind; 18] = [
        NoticeKind::Opened,
        NoticeKind::Claimed,
        NoticeKind::Released,
        NoticeKind::Returned,
        NoticeKind::ClaimNeglected,
        NoticeKind::Asked,
        NoticeKind::Answered,
        NoticeKind::ToCheck,
        NoticeKind::Approved,
        NoticeKind::SentBack,
        NoticeKind::FamilyWrote,
        NoticeKind::Woke,
        NoticeKind::ClosingSoon,
        NoticeKind::Closed,
        NoticeKind::Reopened,
        NoticeKind::Withdrawn,
        NoticeKind::Wiped,
        NoticeKind::DateNear,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            NoticeKind::Opened => "opened",
            NoticeKind::Claimed => "claimed",
            NoticeKind::Released => "released",
            NoticeKind::Returned => "returned",
            NoticeKind::ClaimNeglected => "claim-neglected",
            NoticeKind::Asked => "asked",
            NoticeKind::Answered => "answered",
            NoticeKind::ToCheck => "to-check",
            NoticeKind::Approved => "approved",
            NoticeKind::SentBack => "sent-back",
            NoticeKind::FamilyWrote => "family-wrote",
            NoticeKind::Woke => "woke",
            NoticeKind::ClosingSoon => "closing-soon",
            NoticeKind::Closed => "closed",
            NoticeKind::Reopened => "reopened",
            NoticeKind::Withdrawn => "withdrawn",
            NoticeKind::Wiped => "wiped",
            NoticeKind::DateNear => "date-near",
        }
    }

    pub fn from_name(name: &str) -> Option<NoticeKind> {
        NoticeKind::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One notice, as whoever delivers it gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    pub id: NoticeId,
    pub service: ServiceId,
    /// The enquiry it is about; none for a reminder that a family asked for without one.
    pub reference: Option<Reference>,
    pub to: Recipient,
    pub kind: NoticeKind,
    /// The day it is about.
    pub day: Option<NaiveDate>,
    pub made_at: Moment,
    /// When it is to be tried next, or until when whoever delivers it has it.
    pub due_at: Moment,
    pub state: NoticeState,
    /// How often it was taken to be delivered, this time included.
    pub attempts: u32,
    /// An earlier try may have arrived: nobody heard how it ended. Look before sending again.
    pub may_have_arrived: bool,
    /// It may have arrived, and somebody who knew so has decided to send it again: whoever gets it is told.
    pub may_come_twice: bool,
    /// When the first try began that may have arrived, the one under way included.
    pub begun_at: Option<Moment>,
}

/// Where a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeState {
    /// To be delivered when it is due.
    Due,
    Sent,
    /// It cannot be brought, such as to closed direct messages: it waits where the family looks by itself.
    Waits,
    /// Tried as often as was sensible; somebody has to look.
    Dead,
}

impl NoticeState {
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeState::Due => "due",
            NoticeState::Sent => "sent",
            NoticeState::Waits => "waits",
            NoticeState::Dead => "dead",
        }
    }

    pub fn from_name(name: &str) -> Option<NoticeState> {
        [NoticeState::Due, NoticeState::Sent, NoticeState::Waits, NoticeState::Dead]
            .into_iter()
            .find(|state| state.as_str() == name)
    }
}

/// A reminder to be kept until its time: it needs no enquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The same id given twice is one reminder.
    pub id: NoticeId,
    pub service: ServiceId,
    pub reference: Option<Reference>,
    pub to: Recipient,
    pub day: Option<NaiveDate>,
    pub due_at: Moment,
}

/// Who is told what.
pub type Told = (Recipient, NoticeKind);

impl Draft {
    /// Who is told that it was opened. The family has the reply in its conversation.
    pub fn notices(&self) -> Vec<Told> {
        let mut told = vec![(Recipient::Advisers, NoticeKind::Opened)];
        if self.urgency == Urgency::Safeguarding {
            told.push((Recipient::DutyRole, NoticeKind::Opened));
        }
        told
    }
}

impl Change {
    /// Who is told. Every change of status tells the advisers' channel; the family is told where Signpost can write to
    /// it, and an adviser what concerns the adviser alone.
    pub fn notices(&self, before: &Case, after: &Case, contact: &Contact) -> Vec<Told> {
        let mut told = Vec::new();
        if let Some(kind) = self.for_advisers(before, after) {
            told.push((Recipient::Advisers, kind));
        }
        if let (Some(kind), Contact::Discord(_)) = (self.for_family(after), contact) {
            told.push((Recipient::Family(contact.clone()), kind));
        }
        if let Some((adviser, kind)) = self.for_one_adviser(before) {
            told.push((Recipient::Adviser(adviser), kind));
        }
        told
    }

    fn for_advisers(&self, before: &Case, after: &Case) -> Option<NoticeKind> {
        let holder = before.claimed_by.is_some();
        match self {
            Change::Claim { .. } => Some(NoticeKind::Claimed),
            Change::Release { .. } => Some(NoticeKind::Released),
            Change::Reply { asks_family, .. } => Some(asked_or_answered(*asks_family)),
            Change::Approve { .. } => Some(asked_or_answered(after.status == Status::WaitingForFamily)),
            Change::Propose { .. } => Some(NoticeKind::ToCheck),
            Change::SendBack { .. } => Some(NoticeKind::SentBack),
            Change::Close { .. } | Change::CloseQuiet { .. } => Some(NoticeKind::Closed),
            Change::Reopen { .. } => Some(NoticeKind::Reopened),
            Change::FamilyWrites { .. }
                if after.status == Status::Reopened && before.status != after.status =>
            {
                Some(NoticeKind::Reopened)
            }
            Change::FamilyWrites { .. } => Some(NoticeKind::FamilyWrote),
            Change::Withdraw { .. } => Some(NoticeKind::Withdrawn),
            Change::Forget => Some(NoticeKind::Withdrawn).filter(|_| before.status != Status::Withdrawn),
            Change::ReturnNeglected { .. } => Some(NoticeKind::Returned),
            Change::Wake if !holder => Some(NoticeKind::Woke),
            Change::Wipe { .. } => Some(NoticeKind::Wiped),
            Change::Note { .. }
            | Change::Snooze { .. }
            | Change::Wake
            | Change::WakeEarly { .. }
            | Change::WarnClosing { .. } => None,
        }
    }

    fn for_family(&self, after: &Case) -> Option<NoticeKind> {
        match self {
            Change::Reply { asks_family, .. } => Some(asked_or_answered(*asks_family)),
            Change::Approve { .. } => Some(asked_or_answered(after.status == Status::WaitingForFamily)),
            Change::WarnClosing { .. } => Some(NoticeKind::ClosingSoon),
            Change::Close { .. } | Change::CloseQuiet { .. } => Some(NoticeKind::Closed),
            Change::Reopen { .. } => Some(NoticeKind::Reopened),
            _ => None,
        }
    }

    fn for_one_adviser(&self, before: &Case) -> Option<(AdviserName, NoticeKind)> {
        let holder = before.claimed_by.clone().filter(|_| before.status != Status::Closed);
        let proposer = before.proposed.as_ref().map(|proposed| proposed.by.clone());
        match self {
            Change::FamilyWrites { .. } => Some((holder?, NoticeKind::FamilyWrote)),
            Change::Withdraw { .. } | Change::Forget => Some((holder?, NoticeKind::Withdrawn)),
            Change::ReturnNeglected { .. } => Some((holder?, NoticeKind::ClaimNeglected)),
            Change::Wake => Some((holder?, NoticeKind::Woke)),
            Change::Approve { .. } => Some((proposer?, NoticeKind::Approved)),
            Change::SendBack { .. } => Some((proposer?, NoticeKind::SentBack)),
            _ => None,
        }
    }
}

fn asked_or_answered(asks_family: bool) -> NoticeKind {
    if asks_family { NoticeKind::Asked } else { NoticeKind::Answered }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> Moment {
        Moment::new(format!("2026-11-24T{clock}:00Z").parse().unwrap())
    }

    fn discord() -> Contact {
        Contact::Discord("80351110224678912".to_owned())
    }

    fn alex() -> AdviserName {
        AdviserName::new("alex")
    }

    /// Brings a new case through changes, and says in short who was told of the last.
    #[track_caller]
    fn check(changes: &[Change], contact: &Contact, expected: &str) {
        let mut case = Case::opened(at("09:00"));
        let mut told = Vec::new();
        for change in changes {
            let after = case.after(change, at("10:00")).unwrap();
            told = change.notices(&case, &after, contact);
            case = after;
        }
        let told: Vec<String> = told
            .iter()
            .map(|(to, kind)| {
                let to = match to {
                    Recipient::Family(_) => "family",
                    Recipient::Advisers => "advisers",
                    Recipient::DutyRole => "duty",
                    Recipient::Adviser(name) => name.as_str(),
                };
                format!("{to}:{}", kind.as_str())
            })
            .collect();
        assert_eq!(told.join(" "), expected);
    }

    fn claim() -> Change {
        Change::Claim { by: alex() }
    }

    fn reply(asks_family: bool) -> Change {
        Change::Reply { by: alex(), text: "words".to_owned(), asks_family }
    }

    fn writes() -> Change {
        Change::FamilyWrites { text: "words".to_owned(), reply_due: None }
    }

    #[test]
    fn an_answer_is_brought_to_a_family_we_can_write_to() {
        check(&[claim(), reply(false)], &discord(), "advisers:answered family:answered");
        check(&[claim(), reply(true)], &discord(), "advisers:asked family:asked");
        for contact in [Contact::ReferenceOnly, Contact::Email("a@b.org".to_owned())] {
            check(&[claim(), reply(false)], &contact, "advisers:answered");
        }
    }

    #[test]
    fn whoever_has_it_hears_from_the_family() {
        check(&[writes()], &discord(), "advisers:family-wrote");
        check(&[claim(), reply(true), writes()], &discord(), "advisers:family-wrote alex:family-wrote");
        check(&[claim(), reply(false), writes()], &discord(), "advisers:reopened alex:family-wrote");
    }

    #[test]
    fn a_neglected_claim_is_told_to_all_and_to_whoever_had_it() {
        let neglected = Change::ReturnNeglected { since: at("11:00") };
        check(&[claim(), neglected], &discord(), "advisers:returned alex:claim-neglected");
    }

    #[test]
    fn danger_is_told_to_whoever_is_on_duty() {
        let draft = |urgency| Draft {
            service: ServiceId::new("rbwm"),
            channel: crate::enquiry::Channel::Kiosk,
            question: String::new(),
            path: vec![],
            topics: vec![],
            stage: String::new(),
            urgency,
            contact: Contact::ReferenceOnly,
            consent: crate::enquiry::Consent { at: at("09:00"), wording: String::new() },
            key: crate::enquiry::DraftKey::of("s", "q"),
            reply_due: None,
        };
        assert_eq!(draft(Urgency::Routine).notices(), [(Recipient::Advisers, NoticeKind::Opened)]);
        assert_eq!(draft(Urgency::Safeguarding).notices()[1], (Recipient::DutyRole, NoticeKind::Opened));
    }

    #[test]
    fn every_name_of_a_kind_reads_back() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::from_name(kind.as_str()), Some(kind));
        }
    }
}
