//! A store that lives as long as the process: for tests, trials and a kiosk that must keep nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::enquiry::life::Change;
use crate::enquiry::notice::{Notice, NoticeId, Reminder};
use crate::enquiry::trail::{TrailCheck, TrailLine};
use crate::enquiry::{
    Adviser, AdviserName, Draft, Enquiry, FamilyView, QueueLine, Reference, ServiceId, Status,
};
use crate::moment::Moment;
use crate::store::{
    Flag, FlagName, InteractionId, Lease, Look, NoticeEnd, NoticeFilter, Opened, Pending, QueueFilter,
    QueueStats, SessionKey, Store, Sweep, Unanswered,
};

mod conversations;
mod enquiries;
mod outbox;
mod roster;
mod trail;

/// The store in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    enquiries: enquiries::Enquiries,
    outbox: outbox::Outbox,
    roster: roster::Roster,
    trail: trail::Trail,
    conversations: conversations::Conversations,
    /// Where each enquiry's card stands.
    cards: BTreeMap<(ServiceId, Reference), String>,
}

impl MemoryStore {
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// A change is made whole before anything can panic, so what a panic elsewhere leaves is sound.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn open<'a>(&'a self, draft: &'a Draft, reference: &'a Reference, now: Moment) -> Pending<'a, Opened> {
        Box::pin(async move { self.kept().open(draft, reference, now) })
    }

    fn change<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        change: Change,
        now: Moment,
    ) -> Pending<'a, Status> {
        Box::pin(async move { self.kept().change(service, reference, change, now) })
    }

    fn family_view<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
    ) -> Pending<'a, FamilyView> {
        Box::pin(async move { Ok(self.kept().enquiries.find(service, reference)?.family_view()) })
    }

    fn queue<'a>(&'a self, service: &'a ServiceId, filter: &'a QueueFilter) -> Pending<'a, Vec<QueueLine>> {
        Box::pin(async move { Ok(self.kept().queue(service, filter)) })
    }

    fn look<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        why: Look,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        Box::pin(async move { self.kept().look(service, reference, by, why, now) })
    }

    fn sweep<'a>(
        &'a self,
        service: &'a ServiceId,
        sweep: &'a Sweep,
        now: Moment,
    ) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move { self.kept().sweep(service, sweep, now) })
    }

    fn stats<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, QueueStats> {
        Box::pin(async move { Ok(self.kept().enquiries.stats(service, now)) })
    }

    fn purge<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move { Ok(self.kept().purge(service, now)) })
    }

    fn save_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        state: &'a [u8],
        now: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().conversations.save(service, session, state, now);
            Ok(())
        })
    }

    fn load_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
    ) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move { Ok(self.kept().conversations.load(service, session)) })
    }

    fn forget_session<'a>(&'a self, service: &'a ServiceId, session: &'a SessionKey) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().conversations.forget(service, session);
            Ok(())
        })
    }

    fn note_interaction<'a>(
        &'a self,
        service: &'a ServiceId,
        interaction: &'a InteractionId,
        now: Moment,
    ) -> Pending<'a, bool> {
        Box::pin(async move { Ok(self.kept().conversations.note_interaction(service, interaction, now)) })
    }

    fn acknowledged<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        unanswered: &'a Unanswered,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().conversations.acknowledged(service, session, unanswered);
            Ok(())
        })
    }

    fn answered<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        until: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().conversations.answered(service, session, until);
            Ok(())
        })
    }

    fn take_unanswered<'a>(&'a self, service: &'a ServiceId, before: Moment) -> Pending<'a, Vec<Unanswered>> {
        Box::pin(async move { Ok(self.kept().conversations.take_unanswered(service, before)) })
    }

    fn keep_card<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        place: &'a str,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().cards.insert((service.clone(), reference.clone()), place.to_owned());
            Ok(())
        })
    }

    fn card<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference) -> Pending<'a, Option<String>> {
        Box::pin(async move { Ok(self.kept().cards.get(&(service.clone(), reference.clone())).cloned()) })
    }

    fn forget_card<'a>(&'a self, service: &'a ServiceId, reference: &'a Reference) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().cards.remove(&(service.clone(), reference.clone()));
            Ok(())
        })
    }

    fn count_missed<'a>(&'a self, service: &'a ServiceId, words: &'a BTreeSet<String>) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().conversations.count_missed(service, words);
            Ok(())
        })
    }

    fn missed<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, BTreeMap<String, u64>> {
        Box::pin(async move { Ok(self.kept().conversations.missed(service)) })
    }

    fn forget_idle<'a>(&'a self, service: &'a ServiceId, since: Moment) -> Pending<'a, u64> {
        Box::pin(async move {
            let mut kept = self.kept();
            kept.outbox.forget_sent(service, since);
            Ok(kept.conversations.forget_idle(service, since))
        })
    }

    fn take_notices<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        at_most: u32,
        until: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Notice>> {
        Box::pin(async move { Ok(self.kept().outbox.take(service, lease, at_most, until, now)) })
    }

    fn settle_notice<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        id: &'a NoticeId,
        end: NoticeEnd,
        now: Moment,
    ) -> Pending<'a, bool> {
        Box::pin(async move { Ok(self.kept().outbox.settle(service, lease, id, end, now)) })
    }

    fn notices<'a>(&'a self, service: &'a ServiceId, wanted: &'a NoticeFilter) -> Pending<'a, Vec<Notice>> {
        Box::pin(async move { Ok(self.kept().outbox.list(service, wanted)) })
    }

    fn retry_dead<'a>(&'a self, service: &'a ServiceId, even_twice: bool, now: Moment) -> Pending<'a, u64> {
        Box::pin(async move { Ok(self.kept().outbox.retry_dead(service, even_twice, now)) })
    }

    fn remind<'a>(&'a self, reminder: &'a Reminder, now: Moment) -> Pending<'a, bool> {
        Box::pin(async move { Ok(self.kept().outbox.remind(reminder, now)) })
    }

    fn take_back<'a>(&'a self, service: &'a ServiceId, id: &'a NoticeId) -> Pending<'a, bool> {
        Box::pin(async move { Ok(self.kept().outbox.take_back(service, id)) })
    }

    fn advisers<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, Vec<Adviser>> {
        Box::pin(async move { Ok(self.kept().roster.advisers(service)) })
    }

    fn set_adviser<'a>(
        &'a self,
        service: &'a ServiceId,
        adviser: &'a Adviser,
        by: &'a str,
        now: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            kept.roster.set_adviser(service, adviser);
            kept.trail.add(service, None, by, &adviser.as_event(), now);
            Ok(())
        })
    }

    fn flag<'a>(&'a self, service: &'a ServiceId, name: &'a FlagName) -> Pending<'a, Option<Flag>> {
        Box::pin(async move { Ok(self.kept().roster.flag(service, name)) })
    }

    fn set_flag<'a>(
        &'a self,
        service: &'a ServiceId,
        name: &'a FlagName,
        value: Option<&'a str>,
        by: &'a str,
        now: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            kept.roster.set_flag(service, name, value, by, now);
            kept.trail.add(service, None, by, &Flag::as_event(name, value), now);
            Ok(())
        })
    }

    fn trail<'a>(
        &'a self,
        service: &'a ServiceId,
        after_line: u64,
        at_most: u32,
    ) -> Pending<'a, Vec<TrailLine>> {
        Box::pin(async move { Ok(self.kept().trail.read(service, after_line, at_most)) })
    }

    fn verify_trail<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, TrailCheck> {
        Box::pin(async move { Ok(self.kept().trail.verify(service)) })
    }

    fn enquiries_after<'a>(
        &'a self,
        service: &'a ServiceId,
        after: Option<&'a Reference>,
        at_most: u32,
    ) -> Pending<'a, Vec<Enquiry>> {
        Box::pin(async move { Ok(self.kept().enquiries.after(service, after, at_most)) })
    }

    fn reword<'a>(&'a self, before: &'a Enquiry, after: &'a Enquiry) -> Pending<'a, bool> {
        Box::pin(async move { self.kept().enquiries.reword(before, after) })
    }
}
