//! Enquiries in memory.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::Kept;
use crate::enquiry::life::{Case, Change, FAMILY, Piece, SIGNPOST};
use crate::enquiry::notice::{NoticeKind, Recipient};
use crate::enquiry::{
    AdviserName, Author, Contact, Draft, DraftKey, Enquiry, Event, QueueLine, Reference, ServiceId, Status,
    Urgency, queue_order,
};
use crate::moment::Moment;
use crate::store::{Look, Opened, QueueFilter, QueueStats, StoreError, Sweep, WAITING_BANDS};

#[derive(Debug, Default)]
pub struct Enquiries {
    enquiries: BTreeMap<Key, Enquiry>,
    drafts: BTreeMap<(ServiceId, DraftKey), Reference>,
    /// Every reference ever given, so that none is given twice, purged or not.
    given: BTreeSet<Key>,
}

type Key = (ServiceId, Reference);

impl Enquiries {
    pub fn find(&mut self, service: &ServiceId, reference: &Reference) -> Result<&mut Enquiry, StoreError> {
        self.enquiries.get_mut(&(service.clone(), reference.clone())).ok_or(StoreError::NotFound)
    }

    fn of<'a>(&'a self, service: &'a ServiceId) -> impl Iterator<Item = &'a Enquiry> {
        self.enquiries.values().filter(move |enquiry| enquiry.service == *service)
    }

    pub fn after(&self, service: &ServiceId, after: Option<&Reference>, at_most: u32) -> Vec<Enquiry> {
        let is_after = |enquiry: &&Enquiry| after.is_none_or(|after| enquiry.reference > *after);
        let at_most = usize::try_from(at_most).unwrap_or(usize::MAX);
        self.of(service).filter(is_after).take(at_most).cloned().collect()
    }

    pub fn reword(&mut self, before: &Enquiry, after: &Enquiry) -> Result<bool, StoreError> {
        let now = self.find(&before.service, &before.reference)?;
        if now.words() != before.words() || after.words().len() != before.words().len() {
            return Ok(false);
        }
        now.question.clone_from(&after.question);
        now.contact.clone_from(&after.contact);
        now.messages.clone_from(&after.messages);
        now.notes.clone_from(&after.notes);
        now.proposed.clone_from(&after.proposed);
        Ok(true)
    }

    pub fn stats(&self, service: &ServiceId, now: Moment) -> QueueStats {
        let mut stats = QueueStats::default();
        for enquiry in self.of(service) {
            count(&mut stats.by_status, enquiry.status.as_str());
            count(&mut stats.by_topic, enquiry.topics.first().map_or("", |topic| topic.as_str()));
            count(&mut stats.by_outcome, enquiry.outcome.as_deref().unwrap_or_default());
            count(&mut stats.by_stage, &enquiry.stage);
            stats.past_purge += u64::from(enquiry.purge_on.is_some_and(|day| day < now.date()));
            if matches!(enquiry.status, Status::New | Status::Reopened | Status::Claimed) {
                count(&mut stats.by_waiting, waiting_band(enquiry.waiting_since, now));
                stats.overdue += u64::from(enquiry.reply_due.is_some_and(|due| due < now));
            }
        }
        stats
    }
}

fn waiting_band(since: Moment, now: Moment) -> &'static str {
    let waited = now.instant() - since.instant();
    let reached = WAITING_BANDS.iter().rev().find(|(_, hours)| waited >= TimeDelta::hours(*hours));
    reached.map_or("", |(name, _)| name)
}

fn count(counts: &mut BTreeMap<String, u64>, of: &str) {
    if !of.is_empty() {
        *counts.entry(of.to_owned()).or_default() += 1;
    }
}

impl Kept {
    pub fn open(&mut self, draft: &Draft, reference: &Reference, now: Moment) -> Result<Opened, StoreError> {
        let draft_key = (draft.service.clone(), draft.key.clone());
        if let Some(first) = self.enquiries.drafts.get(&draft_key) {
            return Ok(Opened { reference: first.clone(), already: true });
        }
        let key = (draft.service.clone(), reference.clone());
        if !self.enquiries.given.insert(key.clone()) {
            return Err(StoreError::ReferenceTaken);
        }
        self.enquiries.drafts.insert(draft_key, reference.clone());
        self.enquiries.enquiries.insert(key, opened(draft, reference, now));
        self.outbox.tell(&draft.service, reference, "opened", &draft.notices(), now);
        self.trail.add(&draft.service, Some(reference), FAMILY, "opened", now);
        Ok(Opened { reference: reference.clone(), already: false })
    }

    pub fn change(
        &mut self,
        service: &ServiceId,
        reference: &Reference,
        change: Change,
        now: Moment,
    ) -> Result<Status, StoreError> {
        let enquiry = self.enquiries.find(service, reference)?;
        let change = match change.adviser() {
            Some(by) => self.roster.standing(service, &by).allows(change)?,
            None => change,
        };
        let before = enquiry.case();
        let after = before.after(&change, now)?;
        if let Change::Wipe { by, piece } = &change {
            wipe(enquiry, by, *piece)?;
        }
        let events = change.events(&before, &after, now);
        let told = change.notices(&before, &after, &enquiry.contact);
        enquiry.events.extend(events.clone());
        enquiry.messages.extend(change.message(&before, now));
        enquiry.notes.extend(change.notes(&before, &after, now));
        if change.erases_words() {
            erase_words(enquiry);
            self.outbox.drop_for_family(service, reference);
        }
        if change == Change::Forget {
            enquiry.consent.wording.clear();
            self.enquiries.drafts.retain(|(owner, _), kept| owner != service || kept != reference);
        }
        let enquiry = self.enquiries.find(service, reference)?;
        set_case(enquiry, after);
        let status = enquiry.status;
        let cause = self.trail.len(service).to_string();
        self.outbox.tell(service, reference, &cause, &told, now);
        self.trail.add_events(service, Some(reference), &events);
        Ok(status)
    }

    pub fn queue(&self, service: &ServiceId, filter: &QueueFilter) -> Vec<QueueLine> {
        let is_wanted = |enquiry: &&Enquiry| {
            filter.statuses.contains(&enquiry.status)
                && (filter.claimed_by.is_none() || filter.claimed_by == enquiry.claimed_by)
                && filter.reference.as_ref().is_none_or(|reference| enquiry.reference == *reference)
                && (filter.topic.is_none() || filter.topic.as_ref() == enquiry.topics.first())
        };
        let mut lines: Vec<QueueLine> =
            self.enquiries.of(service).filter(is_wanted).map(Enquiry::queue_line).collect();
        lines.sort_by(queue_order);
        if let Some(at_most) = filter.at_most {
            lines.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
        }
        for line in &mut lines {
            line.is_undelivered = self.outbox.is_undelivered(service, &line.reference);
        }
        lines
    }

    pub fn look(
        &mut self,
        service: &ServiceId,
        reference: &Reference,
        by: &AdviserName,
        why: Look,
        now: Moment,
    ) -> Result<Enquiry, StoreError> {
        if !self.roster.standing(service, by).may_read() {
            return Err(StoreError::NotAllowed { by: by.as_str().to_owned() });
        }
        let enquiry = self.enquiries.find(service, reference)?;
        let seen = Event { at: now, by: by.as_str().to_owned(), what: why.as_str().to_owned() };
        enquiry.events.push(seen.clone());
        let enquiry = enquiry.clone();
        self.trail.add_events(service, Some(reference), &[seen]);
        Ok(enquiry)
    }

    pub fn sweep(
        &mut self,
        service: &ServiceId,
        sweep: &Sweep,
        now: Moment,
    ) -> Result<Vec<Reference>, StoreError> {
        let all: Vec<Reference> =
            self.enquiries.of(service).map(|enquiry| enquiry.reference.clone()).collect();
        let mut done = Vec::new();
        for reference in all {
            match self.change(service, &reference, sweep.change(), now) {
                Ok(_) => done.push(reference),
                Err(StoreError::NotDue | StoreError::WrongStatus { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    pub fn purge(&mut self, service: &ServiceId, now: Moment) -> Vec<Reference> {
        let is_due = |enquiry: &&Enquiry| enquiry.purge_on.is_some_and(|purge_on| purge_on <= now.date());
        let due: Vec<Reference> =
            self.enquiries.of(service).filter(is_due).map(|enquiry| enquiry.reference.clone()).collect();
        for reference in &due {
            self.enquiries.enquiries.remove(&(service.clone(), reference.clone()));
            self.enquiries.drafts.retain(|(owner, _), kept| owner != service || kept != reference);
            self.outbox.drop_all(service, reference);
            if self.cards.contains_key(&(service.clone(), reference.clone())) {
                let told = (Recipient::Advisers, NoticeKind::Wiped);
                self.outbox.tell(service, reference, "purged", &[told], now);
            }
            self.trail.add(service, Some(reference), SIGNPOST, "purged", now);
        }
        due
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
        reply_due: draft.reply_due,
        first_answered_at: None,
        snoozed_until: None,
        warned_at: None,
        proposed: None,
        outcome: None,
        messages: Vec::new(),
        notes: Vec::new(),
        events: vec![Event { at: now, by: FAMILY.to_owned(), what: "opened".to_owned() }],
        purge_on: None,
    }
}

fn set_case(enquiry: &mut Enquiry, case: Case) {
    enquiry.status = case.status;
    enquiry.claimed_by = case.claimed_by;
    enquiry.claimed_at = case.claimed_at;
    enquiry.worked_at = case.worked_at;
    enquiry.waiting_since = case.waiting_since;
    enquiry.reply_due = case.reply_due;
    enquiry.first_answered_at = case.first_answered_at;
    enquiry.snoozed_until = case.snoozed_until;
    enquiry.warned_at = case.warned_at;
    enquiry.proposed = case.proposed;
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

/// Empties one message or note. The family reaches its own messages alone; what is not its own is not there for it.
fn wipe(enquiry: &mut Enquiry, by: &Author, piece: Piece) -> Result<(), StoreError> {
    let place = |number: u32| number.checked_sub(1).map_or(usize::MAX, |place| place as usize);
    let words = match (by, piece) {
        (Author::Family, Piece::Message(number)) => enquiry
            .messages
            .get_mut(place(number))
            .filter(|message| message.author == Author::Family)
            .map(|message| &mut message.text),
        (Author::Family, Piece::Note(_)) => None,
        (Author::Adviser(_), Piece::Message(number)) => {
            enquiry.messages.get_mut(place(number)).map(|message| &mut message.text)
        }
        (Author::Adviser(_), Piece::Note(number)) => {
            enquiry.notes.get_mut(place(number)).map(|note| &mut note.text)
        }
    };
    words.ok_or(StoreError::NotFound)?.clear();
    Ok(())
}
