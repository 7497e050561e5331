//! Where enquiries are kept: one narrow trait, and what every store promises.
//!
//! - What is acknowledged is durable: a call returns only after its change is where the store keeps things.
//! - Every change writes its line of the audit trail in the same transaction, and nothing ever alters that trail.
//! - Whoever has to hear of a change is told by a notice that is written in the same transaction.
//! - Nothing crosses a service: not yours and not there look the same.
//! - Sending a draft twice makes one enquiry; claiming is atomic.
//! - Where a service has a roster, nobody acts who is not on it, and a trainee's reply waits to be read.
//!
//! The promises are spelled out as tests in `store/contract.rs`, which `tests/store.rs` runs on each store.
//! What may follow what is decided by [`crate::enquiry::life`], never by a store.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::pin::Pin;

use serde::{Deserialize, Serialize};

use crate::enquiry::life::{Change, Keep, Refusal};
use crate::enquiry::notice::{Notice, NoticeId, NoticeState, Reminder};
use crate::enquiry::trail::{TrailCheck, TrailLine};
use crate::enquiry::{
    Adviser, AdviserName, Author, Draft, Enquiry, FamilyView, QueueLine, Reference, ServiceId, Status,
};
use crate::library::{TopicId, id_type};
use crate::moment::Moment;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod copy;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod late;
pub mod memory;
#[cfg(any(feature = "sealing", feature = "sqlite"))]
mod pass_on;
#[cfg(any(feature = "sealing", feature = "sqlite"))]
mod past_sqlite;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(any(feature = "sealing", feature = "sqlite"))]
#[allow(unused_imports, reason = "which of them are used depends on the features")]
pub(crate) use pass_on::{pass_on, pass_on_one, passed};
#[cfg(feature = "sealing")]
pub mod sealed;
#[cfg(feature = "sqlite")]
pub mod sqlite;

/// What a call to a store gives: it is boxed so that a store can be chosen at start.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

id_type!(
    /// Where one family's conversation is kept: the channel, and the channel's own id for it.
    SessionKey
);
id_type!(
    /// The id a channel gives to one thing a family did, so that a repeat of it does nothing twice.
    InteractionId
);
id_type!(
    /// Whoever delivers notices, for one round: only who took a notice can say how it ended.
    Lease
);
id_type!(
    /// The name of something that a service switches on and off.
    FlagName
);

/// A store of enquiries and conversations.
pub trait Store: Send + Sync {
    /// Keeps a new enquiry. The same draft (by service and key) sent again is the first one again.
    ///
    /// # Errors
    ///
    /// [`StoreError::ReferenceTaken`]: draw another reference and call again. [`StoreError::Unavailable`]: nothing
    /// was kept, and no reference may be shown.
    fn open<'a>(&'a self, draft: &'a Draft, reference: &'a Reference, now: Moment) -> Pending<'a, Opened>;

    /// Does one thing to an enquiry, whole or not at all, and says where it is now.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`], or a refusal by [`crate::enquiry::life::Case::after`]; nothing has changed.
    fn change<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        change: Change,
        now: Moment,
    ) -> Pending<'a, Status>;

    /// What the family may see of its own enquiry.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`].
    fn family_view<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference)
    -> Pending<'a, FamilyView>;

    /// The queue, in [`crate::enquiry::queue_order`].
    fn queue<'a>(&'a self, service: &'a ServiceId, filter: &'a QueueFilter) -> Pending<'a, Vec<QueueLine>>;

    /// The whole enquiry; that `by` has seen it goes into the trail.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`].
    fn look<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        why: Look,
        now: Moment,
    ) -> Pending<'a, Enquiry>;

    /// Makes every change whose time has come, each whole or not at all; says which enquiries it was.
    fn sweep<'a>(
        &'a self,
        service: &'a ServiceId,
        sweep: &'a Sweep,
        now: Moment,
    ) -> Pending<'a, Vec<Reference>>;

    /// How many enquiries there are, by what they are. Counts are exact: whoever shows them hides the small ones.
    fn stats<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, QueueStats>;

    /// Deletes what has served its time: enquiries whose `purge_on` is today or earlier. Their trail, which holds
    /// no words, stays; where a card of it is kept, advisers are told, and whoever clears that card forgets its place.
    fn purge<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, Vec<Reference>>;

    fn save_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        state: &'a [u8],
        now: Moment,
    ) -> Pending<'a, ()>;

    fn load_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
    ) -> Pending<'a, Option<Vec<u8>>>;

    fn forget_session<'a>(&'a self, service: &'a ServiceId, session: &'a SessionKey) -> Pending<'a, ()>;

    /// Whether this is the first time that this interaction is seen; only one caller is ever told yes.
    fn note_interaction<'a>(
        &'a self,
        service: &'a ServiceId,
        interaction: &'a InteractionId,
        now: Moment,
    ) -> Pending<'a, bool>;

    /// Keeps that a channel has acknowledged something that this conversation's family did, until it is answered.
    fn acknowledged<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        unanswered: &'a Unanswered,
    ) -> Pending<'a, ()>;

    /// The family has its answer: what it did up to then waits for none any more.
    fn answered<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        until: Moment,
    ) -> Pending<'a, ()>;

    /// Takes what was acknowledged before then and never answered; only one caller ever gets each.
    fn take_unanswered<'a>(&'a self, service: &'a ServiceId, before: Moment) -> Pending<'a, Vec<Unanswered>>;

    /// Keeps where the card of an enquiry stands in the advisers' channel, in the channel's own form. It is kept until it is
    /// forgotten, longer than the enquiry itself.
    fn keep_card<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        place: &'a str,
    ) -> Pending<'a, ()>;

    fn card<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference) -> Pending<'a, Option<String>>;

    fn forget_card<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference) -> Pending<'a, ()>;

    /// Counts each of these words once more: authors' own words, in a question that nothing was found for. Nothing else
    /// of the question comes here.
    fn count_missed<'a>(&'a self, service: &'a ServiceId, words: &'a BTreeSet<String>) -> Pending<'a, ()>;

    /// How often each word stood in such a question. Counts are exact: whoever shows them hides the small ones.
    fn missed<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, BTreeMap<String, u64>>;

    /// Forgets the conversations last saved, the interactions noted, answered or not, and the notices sent before
    /// `since`; says how many conversations.
    fn forget_idle<'a>(&'a self, service: &'a ServiceId, since: Moment) -> Pending<'a, u64>;

    /// Takes up to `at_most` notices that are due, so that nobody else has them until `until`. One that was taken
    /// before and never settled says so.
    fn take_notices<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        at_most: u32,
        until: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Notice>>;

    /// Says how a notice ended; false if it is no longer with this lease, or gone.
    fn settle_notice<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        id: &'a NoticeId,
        end: NoticeEnd,
        now: Moment,
    ) -> Pending<'a, bool>;

    /// The notices in a state, or those about one enquiry, oldest first.
    fn notices<'a>(&'a self, service: &'a ServiceId, wanted: &'a NoticeFilter) -> Pending<'a, Vec<Notice>>;

    /// Makes the dead notices due again, their tries forgotten; says how many. One that may have arrived stays dead, unless
    /// somebody who knows so wants it sent [even twice](Notice::may_come_twice).
    fn retry_dead<'a>(&'a self, service: &'a ServiceId, even_twice: bool, now: Moment) -> Pending<'a, u64>;

    /// Keeps a reminder until its time, as a notice; false if there is one of that id.
    fn remind<'a>(&'a self, reminder: &'a Reminder, now: Moment) -> Pending<'a, bool>;

    /// Takes a reminder back; false if there is none to be sent.
    fn take_back<'a>(&'a self, service: &'a ServiceId, id: &'a NoticeId) -> Pending<'a, bool>;

    /// The roster, by name, those who have left included.
    fn advisers<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, Vec<Adviser>>;

    /// Puts somebody on the roster, or changes what is there; the trail says who did.
    fn set_adviser<'a>(
        &'a self,
        service: &'a ServiceId,
        adviser: &'a Adviser,
        by: &'a str,
        now: Moment,
    ) -> Pending<'a, ()>;

    /// How a flag is set, and by whom.
    fn flag<'a>(&'a self, service: &'a ServiceId, name: &'a FlagName) -> Pending<'a, Option<Flag>>;

    /// Sets a flag, or takes it away; the trail says who did.
    fn set_flag<'a>(
        &'a self,
        service: &'a ServiceId,
        name: &'a FlagName,
        value: Option<&'a str>,
        by: &'a str,
        now: Moment,
    ) -> Pending<'a, ()>;

    /// The audit trail after that line, in its order, at most so many lines.
    fn trail<'a>(
        &'a self,
        service: &'a ServiceId,
        after_line: u64,
        at_most: u32,
    ) -> Pending<'a, Vec<TrailLine>>;

    /// Reads the whole trail, and says whether every line follows from those before it.
    fn verify_trail<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, TrailCheck>;

    /// The enquiries after that reference, whole, in the order of their references, at most so many: for whoever changes
    /// the keys that words are sealed with. Nobody sees them, so the trail does not say so.
    fn enquiries_after<'a>(
        &'a self,
        service: &'a ServiceId,
        after: Option<&'a Reference>,
        at_most: u32,
    ) -> Pending<'a, Vec<Enquiry>>;

    /// Puts the [words](Enquiry::words) of `after` where those of `before` still stand; false, and nothing is done, where
    /// they do not.
    fn reword<'a>(&'a self, before: &'a Enquiry, after: &'a Enquiry) -> Pending<'a, bool>;

    // The same changes by the names people use for them.

    fn add_family_message<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        text: &str,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::FamilyWrites { text: text.to_owned(), reply_due: None }, now)
    }

    /// Erases the family's words; the number, the times and the status stay.
    fn withdraw<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: Author,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::Withdraw { by }, now)
    }

    fn claim<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::Claim { by: by.clone() }, now)
    }

    fn release<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::Release { by: by.clone() }, now)
    }

    /// Answers the family; the enquiry is then answered.
    fn reply<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        text: &str,
        now: Moment,
    ) -> Pending<'a, Status> {
        let change = Change::Reply { by: by.clone(), text: text.to_owned(), asks_family: false };
        self.change(service, reference, change, now)
    }

    /// Asks the family something; the enquiry then waits for the family.
    fn ask_family<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        text: &str,
        now: Moment,
    ) -> Pending<'a, Status> {
        let change = Change::Reply { by: by.clone(), text: text.to_owned(), asks_family: true };
        self.change(service, reference, change, now)
    }

    fn note<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        text: &str,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::Note { by: by.clone(), text: text.to_owned() }, now)
    }

    /// Closes an answered enquiry; it is deleted once it was kept for its time.
    fn close<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        outcome: &str,
        keep: Keep,
        now: Moment,
    ) -> Pending<'a, Status> {
        let change = Change::Close { by: by.clone(), outcome: outcome.to_owned(), keep };
        self.change(service, reference, change, now)
    }

    fn reopen<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::Reopen { by: by.clone(), reply_due: None }, now)
    }

    /// The whole enquiry, for an adviser's eyes.
    fn show<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        self.look(service, reference, by, Look::Viewed, now)
    }

    /// The whole enquiry, to be taken out of the store.
    fn export<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        self.look(service, reference, by, Look::Exported, now)
    }
}

/// Something that a channel has acknowledged and not answered yet: no words, and no more than it takes to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    pub interaction: InteractionId,
    /// Where the channel can still say something, in the channel's own form.
    pub place: String,
    pub at: Moment,
}

/// What opening an enquiry came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub reference: Reference,
    /// The same draft was kept before; `reference` is that one's.
    pub already: bool,
}

/// Why somebody reads a whole enquiry, as the trail calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Viewed,
    Exported,
}

impl Look {
    pub fn as_str(self) -> &'static str {
        match self {
            Look::Viewed => "viewed",
            Look::Exported => "exported",
        }
    }
}

/// Changes that time brings, to every enquiry for which it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sweep {
    /// Claims on which nobody has worked after `since` go back to the queue, with a note.
    Neglected { since: Moment },
    /// What was to be looked at again by now.
    Asleep,
    /// Families silent since then after a reply are told that their enquiry will soon be closed.
    Quiet { since: Moment },
    /// Those who were warned by then, and are still silent: their enquiries are closed.
    Warned { by: Moment, outcome: String, keep: Keep },
}

impl Sweep {
    /// What happens to each: the change itself looks again whether the time has come.
    pub fn change(&self) -> Change {
        match self {
            Sweep::Neglected { since } => Change::ReturnNeglected { since: *since },
            Sweep::Asleep => Change::Wake,
            Sweep::Quiet { since } => Change::WarnClosing { since: *since },
            Sweep::Warned { by, outcome, keep } => {
                Change::CloseQuiet { warned_by: *by, outcome: outcome.clone(), keep: *keep }
            }
        }
    }
}

/// How one delivery of a notice ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeEnd {
    Sent,
    /// It cannot be brought: it waits where the family looks by itself.
    Waits,
    /// It did not arrive; it is tried again then.
    TryAgain {
        at: Moment,
    },
    /// It was not tried, because it is too early for it; it does not count as a try.
    NotYet {
        at: Moment,
    },
    /// It may have arrived: before it is sent again, somebody looks.
    Unknown {
        at: Moment,
    },
    /// Nobody tries again by himself.
    Dead,
}

/// Which notices are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeFilter {
    pub state: Option<NoticeState>,
    pub reference: Option<Reference>,
}

/// Something that a service has switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flag {
    pub value: String,
    pub by: String,
    pub at: Moment,
}

impl Flag {
    /// As the trail says that a flag was set: `flag off is yes`.
    pub fn as_event(name: &FlagName, value: Option<&str>) -> String {
        match value {
            Some(value) => format!("flag {name} is {value}"),
            None => format!("flag {name} is taken away"),
        }
    }
}

/// Which enquiries a list of the queue holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFilter {
    pub statuses: Vec<Status>,
    /// Only what this adviser has.
    pub claimed_by: Option<AdviserName>,
    /// Only what is most about this.
    pub topic: Option<TopicId>,
    /// Only this one.
    pub reference: Option<Reference>,
    /// The first so many; all without it.
    pub at_most: Option<u32>,
}

impl QueueFilter {
    /// The statuses with which an enquiry still asks something of somebody.
    pub const OPEN: [Status; 4] = [Status::New, Status::Reopened, Status::Claimed, Status::WaitingForFamily];

    /// Everything that is not answered, closed or withdrawn.
    pub fn open() -> QueueFilter {
        QueueFilter { statuses: QueueFilter::OPEN.to_vec(), ..QueueFilter::every_status() }
    }

    /// What is free to be claimed.
    pub fn free() -> QueueFilter {
        let statuses = Status::ALL.into_iter().filter(|status| status.waits_for_an_adviser()).collect();
        QueueFilter { statuses, ..QueueFilter::every_status() }
    }

    pub fn every_status() -> QueueFilter {
        QueueFilter {
            statuses: Status::ALL.to_vec(),
            claimed_by: None,
            topic: None,
            reference: None,
            at_most: None,
        }
    }

    /// One enquiry, wherever it is.
    pub fn one(reference: &Reference) -> QueueFilter {
        QueueFilter { reference: Some(reference.clone()), ..QueueFilter::every_status() }
    }

    pub fn of(self, adviser: &AdviserName) -> QueueFilter {
        QueueFilter { claimed_by: Some(adviser.clone()), ..self }
    }

    pub fn about(self, topic: TopicId) -> QueueFilter {
        QueueFilter { topic: Some(topic), ..self }
    }

    pub fn first(self, at_most: u32) -> QueueFilter {
        QueueFilter { at_most: Some(at_most), ..self }
    }

    /// Whether the list leaves out all that is done with, so that an index of the open ones serves it.
    pub fn is_open_only(&self) -> bool {
        self.statuses.iter().all(|status| QueueFilter::OPEN.contains(status))
    }
}

/// How many enquiries of a service there are; a status, topic, outcome or stage that no enquiry has is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueStats {
    pub by_status: BTreeMap<String, u64>,
    /// Each enquiry counts once, under the topic it is most about.
    pub by_topic: BTreeMap<String, u64>,
    pub by_outcome: BTreeMap<String, u64>,
    pub by_stage: BTreeMap<String, u64>,
    /// Those that wait for an adviser, by how long; every [`WAITING_BANDS`] that has any.
    pub by_waiting: BTreeMap<String, u64>,
    /// Those whose reply is past its promised time.
    pub overdue: u64,
    /// Those whose day of deletion has passed.
    pub past_purge: u64,
}

/// How long families wait, in bands: the name of each, and the hours from which it holds.
pub const WAITING_BANDS: [(&str, i64); 5] = [
    ("1: under a day", 0),
    ("2: 1 to 2 days", 24),
    ("3: 3 to 6 days", 72),
    ("4: 1 to 2 weeks", 168),
    ("5: over 2 weeks", 336),
];

/// What happened to whoever called a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was kept; it may work later.
    #[error("the enquiry store {place} cannot be used: {obstacle}; {}", obstacle.mend())]
    Unavailable {
        place: String,
        obstacle: Obstacle,
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// What is kept cannot be read; nothing was written over it.
    #[error(
        "the enquiry store {place} is damaged and was left as it is; move it somewhere safe, then put back the last \
         backup, or name another file with --database"
    )]
    Damaged {
        place: String,
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    #[error(
        "the enquiry store {place} was written by a newer Signpost (its tables are at version {found}, this Signpost \
         knows {known}); start that Signpost, or name another file with --database"
    )]
    NewerVersion { place: String, found: i64, known: i64 },
    /// The tables are of no version that was ever released.
    #[error(
        "the enquiry store {place} was made by a trial build (step {step} of its tables differs); name another file \
         with --database"
    )]
    TrialBuild { place: String, step: i64 },
    #[error(
        "{place} is the database of another program and was left as it is; name another file with --database"
    )]
    NotOurs { place: String },
    /// What is kept stays closed, or could not be sealed: nothing was written.
    #[cfg(feature = "sealing")]
    #[error(transparent)]
    Sealed(#[from] sealed::SealProblem),
    /// There are no keys to be had now.
    #[cfg(feature = "sealing")]
    #[error(transparent)]
    NoKeys(#[from] sealed::KeyProblem),
    /// The random reference belongs to another enquiry.
    #[error("this reference is taken; draw another")]
    ReferenceTaken,
    /// Not there, or another service's: nobody is told which.
    #[error("there is no such enquiry")]
    NotFound,
    #[error("the enquiry is with {by}")]
    AlreadyClaimed { by: AdviserName, since: Moment },
    #[error("the enquiry is with {by}")]
    NotYours { by: AdviserName, since: Moment },
    #[error("the enquiry is {}", status.as_str())]
    WrongStatus { status: Status },
    /// A reply is read by somebody else than who wrote it.
    #[error("somebody else than {by} has to read this reply")]
    NeedsAnother { by: AdviserName },
    #[error("this is not due")]
    NotDue,
    /// The service has a roster, and this one is not on it, has left, or has another task.
    #[error("{by} may not do this: see `signpost adviser list`")]
    NotAllowed { by: String },
}

#[cfg(feature = "sealing")]
impl StoreError {
    /// Whether what is kept stays closed for want of a key, which somebody may still put where it belongs.
    pub fn wants_a_key(&self) -> bool {
        matches!(self, StoreError::NoKeys(_) | StoreError::Sealed(sealed::SealProblem::KeyMissing { .. }))
    }
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> StoreError {
        match refusal {
            Refusal::AlreadyClaimed { by, since } => StoreError::AlreadyClaimed { by, since },
            Refusal::NotYours { by, since } => StoreError::NotYours { by, since },
            Refusal::WrongStatus { status } => StoreError::WrongStatus { status },
            Refusal::NeedsAnother { by } => StoreError::NeedsAnother { by },
            Refusal::NotDue => StoreError::NotDue,
            Refusal::NotAllowed { by } => StoreError::NotAllowed { by },
        }
    }
}

/// What stands between Signpost and its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    #[error("another program is busy with it")]
    Locked,
    #[error("the disk is full")]
    Full,
    #[error("it may only be read")]
    ReadOnly,
    #[error("its file or folder cannot be opened or made")]
    CannotOpen,
    #[error("its file was moved or deleted while Signpost was running")]
    Gone,
    #[error("its server cannot be reached")]
    Unreachable,
    #[error("its server refuses the name, the password or the database")]
    Refused,
    #[error("the system refused to read or write it")]
    Failing,
}

impl Obstacle {
    /// What the operator can do.
    pub fn mend(self) -> &'static str {
        match self {
            Obstacle::Locked => "close that program, or try again in a minute",
            Obstacle::Full => "free some space, then try again",
            Obstacle::ReadOnly => "let Signpost write to the file and to its folder",
            Obstacle::CannotOpen => "look at the path, or name another file with --database",
            Obstacle::Gone => "put it back, then start Signpost again",
            Obstacle::Unreachable => "start that server, or look at the address given with --database",
            Obstacle::Refused => "look at the address given with --database",
            Obstacle::Failing => "look at the disk and at the cause given in the log",
        }
    }
}
