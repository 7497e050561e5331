//! The calls of a store, each one transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::enquiries::{self, Key};
use super::{TheStore, cards, chain, conversations, counts, outbox, reword, roster, unanswered};
use crate::enquiry::life::Change;
use crate::enquiry::notice::{Notice, NoticeId, Reminder};
use crate::enquiry::trail::{TrailCheck, TrailLine};
use crate::enquiry::{
    Adviser, AdviserName, Draft, Enquiry, FamilyView, QueueLine, Reference, ServiceId, Status,
};
use crate::moment::Moment;
use crate::store::{
    Flag, FlagName, InteractionId, Lease, Look, NoticeEnd, NoticeFilter, Opened, Pending, QueueFilter,
    QueueStats, SessionKey, Store, StoreError, Sweep, Unanswered,
};

/// Reads within one transaction: all of it sees the tables as they are when it begins.
macro_rules! reading {
    ($store:ident, $work:path, $($with:expr),*) => {
        Box::pin($store.within(async move {
            let mut read = $store.read().await?;
            $store.told($work(&mut read, $($with),*).await)
        }))
    };
}

/// Writes within one transaction: what fails leaves no trace.
macro_rules! writing {
    ($store:ident, $work:path, $($with:expr),*) => {
        Box::pin($store.within(async move {
            let mut write = $store.begin().await?;
            let done = $store.told($work(&mut write, $($with),*).await)?;
            $store.commit(write).await?;
            Ok(done)
        }))
    };
}

/// Writes, and then sees to it that what was erased is nowhere any more, nor anything that was left before.
macro_rules! erasing {
    ($store:ident, $work:path, $($with:expr),*) => {
        Box::pin($store.within(async move {
            let mut write = $store.begin().await?;
            let done = $store.told($work(&mut write, $($with),*).await)?;
            $store.commit(write).await?;
            $store.after_erasing().await;
            Ok(done)
        }))
    };
}

impl Store for TheStore {
    fn open<'a>(&'a self, draft: &'a Draft, reference: &'a Reference, now: Moment) -> Pending<'a, Opened> {
        Box::pin(self.within(self.opened(draft, reference, now)))
    }

    fn change<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        change: Change,
        now: Moment,
    ) -> Pending<'a, Status> {
        Box::pin(self.within(async move {
            let erases = change.erases_anything();
            let mut write = self.begin().await?;
            let key = Key { service, reference };
            let status = self.told(enquiries::change(&mut write, key, change, now).await)?;
            self.commit(write).await?;
            if erases {
                self.after_erasing().await;
            }
            Ok(status)
        }))
    }

    fn family_view<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
    ) -> Pending<'a, FamilyView> {
        reading!(self, enquiries::family_view, Key { service, reference })
    }

    fn queue<'a>(&'a self, service: &'a ServiceId, filter: &'a QueueFilter) -> Pending<'a, Vec<QueueLine>> {
        reading!(self, enquiries::queue, service, filter)
    }

    fn look<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        why: Look,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        writing!(self, enquiries::look, Key { service, reference }, by, why, now)
    }

    /// Each change is a transaction of its own, so that no two sweeps at once can wait for each other.
    fn sweep<'a>(
        &'a self,
        service: &'a ServiceId,
        sweep: &'a Sweep,
        now: Moment,
    ) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move {
            let due = self.within(async {
                let mut read = self.read().await?;
                self.told(enquiries::due(&mut read, service, sweep, now).await)
            });
            let due = due.await?;
            let mut done = Vec::new();
            for reference in due {
                match self.change(service, &reference, sweep.change(), now).await {
                    Ok(_) => done.push(reference),
                    // Somebody was quicker: it is no longer as it was.
                    Err(StoreError::NotDue | StoreError::WrongStatus { .. } | StoreError::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(done)
        })
    }

    fn stats<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, QueueStats> {
        reading!(self, counts::stats, service, now)
    }

    fn purge<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, Vec<Reference>> {
        erasing!(self, enquiries::purge, service, now)
    }

    fn save_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        state: &'a [u8],
        now: Moment,
    ) -> Pending<'a, ()> {
        writing!(self, conversations::save, service, session, state, now)
    }

    fn load_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
    ) -> Pending<'a, Option<Vec<u8>>> {
        reading!(self, conversations::load, service, session)
    }

    fn forget_session<'a>(&'a self, service: &'a ServiceId, session: &'a SessionKey) -> Pending<'a, ()> {
        erasing!(self, conversations::forget, service, session)
    }

    fn note_interaction<'a>(
        &'a self,
        service: &'a ServiceId,
        interaction: &'a InteractionId,
        now: Moment,
    ) -> Pending<'a, bool> {
        writing!(self, conversations::note_interaction, service, interaction, now)
    }

    fn acknowledged<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        unanswered: &'a Unanswered,
    ) -> Pending<'a, ()> {
        writing!(self, unanswered::keep, service, session, unanswered)
    }

    fn answered<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        until: Moment,
    ) -> Pending<'a, ()> {
        writing!(self, unanswered::drop_until, service, session, until)
    }

    fn take_unanswered<'a>(&'a self, service: &'a ServiceId, before: Moment) -> Pending<'a, Vec<Unanswered>> {
        writing!(self, unanswered::take, service, before)
    }

    fn keep_card<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        place: &'a str,
    ) -> Pending<'a, ()> {
        writing!(self, cards::keep, Key { service, reference }, place)
    }

    fn card<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference) -> Pending<'a, Option<String>> {
        reading!(self, cards::find, Key { service, reference })
    }

    fn forget_card<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference) -> Pending<'a, ()> {
        writing!(self, cards::forget, Key { service, reference })
    }

    fn count_missed<'a>(&'a self, service: &'a ServiceId, words: &'a BTreeSet<String>) -> Pending<'a, ()> {
        writing!(self, counts::count_missed, service, words)
    }

    fn missed<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, BTreeMap<String, u64>> {
        reading!(self, counts::missed, service)
    }

    fn forget_idle<'a>(&'a self, service: &'a ServiceId, since: Moment) -> Pending<'a, u64> {
        erasing!(self, conversations::forget_idle, service, since)
    }

    fn take_notices<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        at_most: u32,
        until: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Notice>> {
        writing!(self, outbox::take, service, lease, at_most, until, now)
    }

    fn settle_notice<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        id: &'a NoticeId,
        end: NoticeEnd,
        now: Moment,
    ) -> Pending<'a, bool> {
        writing!(self, outbox::settle, service, lease, id, end, now)
    }

    fn notices<'a>(&'a self, service: &'a ServiceId, wanted: &'a NoticeFilter) -> Pending<'a, Vec<Notice>> {
        reading!(self, outbox::list, service, wanted)
    }

    fn retry_dead<'a>(&'a self, service: &'a ServiceId, even_twice: bool, now: Moment) -> Pending<'a, u64> {
        writing!(self, outbox::retry_dead, service, even_twice, now)
    }

    fn remind<'a>(&'a self, reminder: &'a Reminder, now: Moment) -> Pending<'a, bool> {
        writing!(self, outbox::remind, reminder, now)
    }

    fn take_back<'a>(&'a self, service: &'a ServiceId, id: &'a NoticeId) -> Pending<'a, bool> {
        writing!(self, outbox::take_back, service, id)
    }

    fn advisers<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, Vec<Adviser>> {
        reading!(self, roster::advisers, service)
    }

    fn set_adviser<'a>(
        &'a self,
        service: &'a ServiceId,
        adviser: &'a Adviser,
        by: &'a str,
        now: Moment,
    ) -> Pending<'a, ()> {
        writing!(self, roster::set_adviser, service, adviser, by, now)
    }

    fn flag<'a>(&'a self, service: &'a ServiceId, name: &'a FlagName) -> Pending<'a, Option<Flag>> {
        reading!(self, roster::flag, service, name)
    }

    fn set_flag<'a>(
        &'a self,
        service: &'a ServiceId,
        name: &'a FlagName,
        value: Option<&'a str>,
        by: &'a str,
        now: Moment,
    ) -> Pending<'a, ()> {
        writing!(self, roster::set_flag, service, name, value, by, now)
    }

    fn trail<'a>(
        &'a self,
        service: &'a ServiceId,
        after_line: u64,
        at_most: u32,
    ) -> Pending<'a, Vec<TrailLine>> {
        reading!(self, chain::read, service, after_line, at_most)
    }

    /// It reads the whole trail, however long that takes.
    fn verify_trail<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, TrailCheck> {
        Box::pin(async move {
            let mut read = self.read().await?;
            self.told(chain::verify(&mut read, service).await)
        })
    }

    fn enquiries_after<'a>(
        &'a self,
        service: &'a ServiceId,
        after: Option<&'a Reference>,
        at_most: u32,
    ) -> Pending<'a, Vec<Enquiry>> {
        reading!(self, reword::after, service, after, at_most)
    }

    fn reword<'a>(&'a self, before: &'a Enquiry, after: &'a Enquiry) -> Pending<'a, bool> {
        erasing!(self, reword::reword, before, after)
    }
}
