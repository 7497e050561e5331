//! A store that lives as long as the process: for tests, trials and a kiosk that must keep nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::enquiry::life::{Case, Change, FAMILY};
use crate::enquiry::{
    AdviserName, Contact, Draft, DraftKey, Enquiry, Event, FamilyView, QueueLine, Reference, ServiceId,
    Status, Urgency, queue_order,
};
use crate::moment::Moment;
use crate::store::{
    InteractionId, Look, Opened, Pending, QueueFilter, QueueStats, SessionKey, Store, StoreError,
};

/// The store in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    enquiries: BTreeMap<Key, Enquiry>,
    drafts: BTreeMap<(ServiceId, DraftKey), Reference>,
    /// Every reference ever given, so that none is given twice, purged or not.
    given: BTreeSet<Key>,
    sessions: BTreeMap<(ServiceId, SessionKey), (Moment, Vec<u8>)>,
    interactions: BTreeMap<(ServiceId, InteractionId), Moment>,
}

type Key = (ServiceId, Reference);

impl MemoryStore {
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// A change is made whole before anything can panic, so what a panic elsewhere leaves is sound.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn open(&mut self, draft: &Draft, reference: &Reference, now: Moment) -> Result<Opened, StoreError> {
        let draft_key = (draft.service.clone(), draft.key.clone());
        if let Some(first) = self.drafts.get(&draft_key) {
            return Ok(Opened { reference: first.clone(), already: true });
        }
        let key = (draft.service.clone(), reference.clone());
        if !self.given.insert(key.clone()) {
            return Err(StoreError::ReferenceTaken);
        }
        self.drafts.insert(draft_key, reference.clone());
        self.enquiries.insert(key, opened(draft, reference, now));
        Ok(Opened { reference: reference.clone(), already: false })
    }

    fn find(&mut self, service: &ServiceId, reference: &Reference) -> Result<&mut Enquiry, StoreError> {
        self.enquiries.get_mut(&(service.clone(), reference.clone())).ok_or(StoreError::NotFound)
    }

    fn of<'a>(&'a self, service: &'a ServiceId) -> impl Iterator<Item = &'a Enquiry> {
        self.enquiries.values().filter(move |enquiry| enquiry.service == *service)
    }
}

fn opened(draft: &Draft, reference: &Reference, now: Moment) -> Enquiry {
    Enquiry {
        reference: reference.clone(),
        service: draft.service.clone(),
        opened_at: now,
        channel: draft.channel,
        question: draft.question.clone(),
        path: draft.path.clone(),
        topics: draft.topics.clone(),
        stage: draft.stage.clone(),
        urgency: draft.urgency.clone(),
        contact: draft.contact.clone(),
        consent: draft.consent.clone(),
        status: Status::New,
        claimed_by: None,
        claimed_at: None,
        worked_at: None,
        waiting_since: now,
        outcome: None,
        messages: Vec::new(),
        notes: Vec::new(),
        events: vec![Event { at: now, by: FAMILY.to_owned(), what: "opened".to_owned() }],
        purge_on: None,
    }
}

fn change(enquiry: &mut Enquiry, change: &Change, now: Moment) -> Result<Status, StoreError> {
    let before = enquiry.case();
    let after = before.after(change, now)?;
    enquiry.events.extend(change.events(&before, &after, now));
    enquiry.messages.extend(change.message(now));
    enquiry.notes.extend(change.note(&before, now));
    if change.erases_words() {
        erase_words(enquiry);
    }
    set_case(enquiry, after);
    Ok(enquiry.status)
}

fn set_case(enquiry: &mut Enquiry, case: Case) {
    enquiry.status = case.status;
    enquiry.claimed_by = case.claimed_by;
    enquiry.claimed_at = case.claimed_at;
    enquiry.worked_at = case.worked_at;
    enquiry.waiting_since = case.waiting_since;
    enquiry.outcome = case.outcome;
    enquiry.purge_on = case.purge_on;
}

fn erase_words(enquiry: &mut Enquiry) {
    enquiry.question.clear();
    enquiry.path.clear();
    enquiry.topics.clear();
    enquiry.stage.clear();
    enquiry.urgency = Urgency::Routine;
    enquiry.contact = Contact::ReferenceOnly;
    enquiry.messages.clear();
    enquiry.notes.clear();
}

fn count(counts: &mut BTreeMap<String, u64>, of: &str) {
    if !of.is_empty() {
        *counts.entry(of.to_owned()).or_default() += 1;
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
        asked: Change,
        now: Moment,
    ) -> Pending<'a, Status> {
        Box::pin(async move { change(self.kept().find(service, reference)?, &asked, now) })
    }

    fn family_view<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
    ) -> Pending<'a, FamilyView> {
        Box::pin(async move { Ok(self.kept().find(service, reference)?.family_view()) })
    }

    fn queue<'a>(&'a self, service: &'a ServiceId, filter: &'a QueueFilter) -> Pending<'a, Vec<QueueLine>> {
        Box::pin(async move {
            let is_wanted = |enquiry: &&Enquiry| {
                filter.statuses.contains(&enquiry.status)
                    && (filter.claimed_by.is_none() || filter.claimed_by == enquiry.claimed_by)
            };
            let mut lines: Vec<QueueLine> =
                self.kept().of(service).filter(is_wanted).map(Enquiry::queue_line).collect();
            lines.sort_by(queue_order);
            if let Some(at_most) = filter.at_most {
                lines.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
            }
            Ok(lines)
        })
    }

    fn look<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        why: Look,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        Box::pin(async move {
            let mut kept = self.kept();
            let enquiry = kept.find(service, reference)?;
            enquiry.events.push(Event { at: now, by: by.as_str().to_owned(), what: why.as_str().to_owned() });
            Ok(enquiry.clone())
        })
    }

    fn neglected<'a>(
        &'a self,
        service: &'a ServiceId,
        since: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move {
            let mut kept = self.kept();
            let mut returned = Vec::new();
            for enquiry in kept.enquiries.values_mut().filter(|enquiry| enquiry.service == *service) {
                let is_unworked = enquiry.worked_at.is_some_and(|worked_at| worked_at <= since);
                if enquiry.status == Status::Claimed && is_unworked {
                    change(enquiry, &Change::ReturnNeglected, now)?;
                    returned.push(enquiry.reference.clone());
                }
            }
            Ok(returned)
        })
    }

    fn stats<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, QueueStats> {
        Box::pin(async move {
            let mut stats = QueueStats::default();
            for enquiry in self.kept().of(service) {
                count(&mut stats.by_status, enquiry.status.as_str());
                count(&mut stats.by_topic, enquiry.topics.first().map_or("", |topic| topic.as_str()));
                count(&mut stats.by_outcome, enquiry.outcome.as_deref().unwrap_or_default());
                count(&mut stats.by_stage, &enquiry.stage);
            }
            Ok(stats)
        })
    }

    fn purge<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move {
            let mut kept = self.kept();
            let is_due = |enquiry: &&Enquiry| enquiry.purge_on.is_some_and(|purge_on| purge_on <= now.date());
            let due: Vec<Reference> =
                kept.of(service).filter(is_due).map(|enquiry| enquiry.reference.clone()).collect();
            kept.enquiries
                .retain(|(owner, reference), _| owner != service || due.binary_search(reference).is_err());
            kept.drafts
                .retain(|(owner, _), reference| owner != service || due.binary_search(reference).is_err());
            Ok(due)
        })
    }

    fn save_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        state: &'a [u8],
        now: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().sessions.insert((service.clone(), session.clone()), (now, state.to_vec()));
            Ok(())
        })
    }

    fn load_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
    ) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let key = (service.clone(), session.clone());
            Ok(self.kept().sessions.get(&key).map(|(_, state)| state.clone()))
        })
    }

    fn forget_session<'a>(&'a self, service: &'a ServiceId, session: &'a SessionKey) -> Pending<'a, ()> {
        Box::pin(async move {
            self.kept().sessions.remove(&(service.clone(), session.clone()));
            Ok(())
        })
    }

    fn note_interaction<'a>(
        &'a self,
        service: &'a ServiceId,
        interaction: &'a InteractionId,
        now: Moment,
    ) -> Pending<'a, bool> {
        Box::pin(async move {
            let mut kept = self.kept();
            let key = (service.clone(), interaction.clone());
            let is_first = !kept.interactions.contains_key(&key);
            kept.interactions.entry(key).or_insert(now);
            Ok(is_first)
        })
    }

    fn forget_idle<'a>(&'a self, service: &'a ServiceId, since: Moment) -> Pending<'a, u64> {
        Box::pin(async move {
            let mut kept = self.kept();
            let before = kept.sessions.len();
            kept.sessions.retain(|(owner, _), (saved_at, _)| owner != service || *saved_at >= since);
            kept.interactions.retain(|(owner, _), noted_at| owner != service || *noted_at >= since);
            Ok((before - kept.sessions.len()) as u64)
        })
    }
}
