//! Where enquiries are kept: one narrow trait, and what every store promises.
//!
//! - What is acknowledged is durable: a call returns only after its change is where the store keeps things.
//! - Every change writes its line of the audit trail in the same transaction, and nothing ever alters that trail.
//! - Nothing crosses a service: not yours and not there look the same.
//! - Sending a draft twice makes one enquiry; claiming is atomic.
//!
//! The promises are spelled out as tests in `store/contract.rs`, which `tests/store.rs` runs on each store.
//! What may follow what is decided by [`crate::enquiry::life`], never by a store.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::pin::Pin;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::enquiry::life::{Change, Refusal};
use crate::enquiry::{
    AdviserName, Author, Draft, Enquiry, FamilyView, QueueLine, Reference, ServiceId, Status,
};
use crate::library::id_type;
use crate::moment::Moment;

#[cfg(feature = "sqlite")]
pub mod late;
pub mod memory;
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

    /// Returns to the queue each claim on which nobody has worked after `since`, once, with a note.
    fn neglected<'a>(
        &'a self,
        service: &'a ServiceId,
        since: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Reference>>;

    /// How many enquiries there are, by what they are. Counts are exact: whoever shows them hides the small ones.
    fn stats<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, QueueStats>;

    /// Deletes what has served its time: enquiries whose `purge_on` is today or earlier. Their trail, which holds
    /// no words, stays.
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

    /// Forgets the conversations last saved, and the interactions noted, before `since`; says how many conversations.
    fn forget_idle<'a>(&'a self, service: &'a ServiceId, since: Moment) -> Pending<'a, u64>;

    // The same changes by the names people use for them.

    fn add_family_message<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        text: &str,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::FamilyWrites { text: text.to_owned() }, now)
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

    /// Closes an answered enquiry; it is deleted `keep` days later.
    fn close<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        outcome: &str,
        keep: Days,
        now: Moment,
    ) -> Pending<'a, Status> {
        let purge_on = now.date().checked_add_days(keep).map_or(LAST_DAY, |day| day.min(LAST_DAY));
        let change = Change::Close { by: by.clone(), outcome: outcome.to_owned(), purge_on };
        self.change(service, reference, change, now)
    }

    fn reopen<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &AdviserName,
        now: Moment,
    ) -> Pending<'a, Status> {
        self.change(service, reference, Change::Reopen { by: by.clone() }, now)
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

/// Stands for any later day: up to here, days of one length sort as text.
const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

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

/// Which enquiries a list of the queue holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueFilter {
    pub statuses: Vec<Status>,
    /// Only what this adviser has.
    pub claimed_by: Option<AdviserName>,
    /// The first so many; all without it.
    pub at_most: Option<u32>,
}

impl QueueFilter {
    /// The statuses with which an enquiry still asks something of somebody.
    pub const OPEN: [Status; 4] = [Status::New, Status::Reopened, Status::Claimed, Status::WaitingForFamily];

    /// Everything that is not answered, closed or withdrawn.
    pub fn open() -> QueueFilter {
        QueueFilter { statuses: QueueFilter::OPEN.to_vec(), claimed_by: None, at_most: None }
    }

    /// What is free to be claimed.
    pub fn free() -> QueueFilter {
        let statuses = Status::ALL.into_iter().filter(|status| status.waits_for_an_adviser()).collect();
        QueueFilter { statuses, claimed_by: None, at_most: None }
    }

    pub fn every_status() -> QueueFilter {
        QueueFilter { statuses: Status::ALL.to_vec(), claimed_by: None, at_most: None }
    }

    pub fn of(self, adviser: &AdviserName) -> QueueFilter {
        QueueFilter { claimed_by: Some(adviser.clone()), ..self }
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
}

/// What happened to whoever called a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was kept; it may work later.
    #[error("the enquiry store {} cannot be used: {obstacle}; {}", path.display(), obstacle.mend())]
    Unavailable {
        path: PathBuf,
        obstacle: Obstacle,
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// What is kept cannot be read; nothing was written over it.
    #[error(
        "the enquiry store {} is damaged and was left as it is; move it somewhere safe, then put back the last backup, \
         or name another file with --database",
        path.display()
    )]
    Damaged {
        path: PathBuf,
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    #[error(
        "the enquiry store {} was written by a newer Signpost (its tables are at version {found}, this Signpost knows \
         {known}); start that Signpost, or name another file with --database",
        path.display()
    )]
    NewerVersion { path: PathBuf, found: i64, known: i64 },
    /// The tables are of no version that was ever released.
    #[error(
        "the enquiry store {} was made by a trial build (step {step} of its tables differs); name another file with \
         --database",
        path.display()
    )]
    TrialBuild { path: PathBuf, step: i64 },
    #[error(
        "{} is the database of another program and was left as it is; name another file with --database",
        path.display()
    )]
    NotOurs { path: PathBuf },
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
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> StoreError {
        match refusal {
            Refusal::AlreadyClaimed { by, since } => StoreError::AlreadyClaimed { by, since },
            Refusal::NotYours { by, since } => StoreError::NotYours { by, since },
            Refusal::WrongStatus { status } => StoreError::WrongStatus { status },
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
            Obstacle::Failing => "look at the disk and at the cause given in the log",
        }
    }
}
