//! Notices in memory.

use crate::enquiry::notice::{Notice, NoticeId, NoticeKind, NoticeState, Recipient, Reminder, Told};
use crate::enquiry::{Reference, ServiceId};
use crate::moment::Moment;
use crate::store::{Lease, NoticeEnd, NoticeFilter};

#[derive(Debug, Default)]
pub struct Outbox {
    /// Oldest first.
    notices: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    notice: Notice,
    lease: Option<Lease>,
}

impl Outbox {
    /// Writes whom a change tells, due at once. `cause` tells this change from every other one.
    pub fn tell(
        &mut self,
        service: &ServiceId,
        reference: &Reference,
        cause: &str,
        told: &[Told],
        now: Moment,
    ) {
        for (to, kind) in told {
            let place = self.notices.len().to_string();
            let id = NoticeId::of(&[service.as_str(), reference.as_str(), cause, kind.as_str(), &place]);
            self.add(Notice {
                id,
                service: service.clone(),
                reference: Some(reference.clone()),
                to: to.clone(),
                kind: *kind,
                day: None,
                made_at: now,
                due_at: now,
                state: NoticeState::Due,
                attempts: 0,
                may_have_arrived: false,
                may_come_twice: false,
                begun_at: None,
            });
        }
    }

    fn add(&mut self, notice: Notice) {
        self.notices.push(Kept { notice, lease: None });
    }

    pub fn remind(&mut self, reminder: &Reminder, now: Moment) -> bool {
        let is_there = self
            .notices
            .iter()
            .any(|kept| kept.notice.service == reminder.service && kept.notice.id == reminder.id);
        if is_there {
            return false;
        }
        self.add(Notice {
            id: reminder.id.clone(),
            service: reminder.service.clone(),
            reference: reminder.reference.clone(),
            to: reminder.to.clone(),
            kind: NoticeKind::DateNear,
            day: reminder.day,
            made_at: now,
            due_at: reminder.due_at,
            state: NoticeState::Due,
            attempts: 0,
            may_have_arrived: false,
            may_come_twice: false,
            begun_at: None,
        });
        true
    }

    pub fn take_back(&mut self, service: &ServiceId, id: &NoticeId) -> bool {
        let before = self.notices.len();
        self.notices.retain(|Kept { notice, .. }| {
            notice.service != *service
                || notice.id != *id
                || notice.kind != NoticeKind::DateNear
                || notice.state == NoticeState::Sent
        });
        self.notices.len() < before
    }

    /// What the family would have been told goes with its words.
    pub fn drop_for_family(&mut self, service: &ServiceId, reference: &Reference) {
        self.drop_if(service, reference, |notice| matches!(notice.to, Recipient::Family(_)));
    }

    pub fn drop_all(&mut self, service: &ServiceId, reference: &Reference) {
        self.drop_if(service, reference, |_| true);
    }

    fn drop_if(&mut self, service: &ServiceId, reference: &Reference, goes: impl Fn(&Notice) -> bool) {
        self.notices.retain(|Kept { notice, .. }| {
            notice.service != *service || notice.reference.as_ref() != Some(reference) || !goes(notice)
        });
    }

    pub fn take(
        &mut self,
        service: &ServiceId,
        lease: &Lease,
        at_most: u32,
        until: Moment,
        now: Moment,
    ) -> Vec<Notice> {
        let mut due: Vec<&mut Kept> = self
            .notices
            .iter_mut()
            .filter(|Kept { notice, .. }| {
                notice.service == *service && notice.state == NoticeState::Due && notice.due_at <= now
            })
            .collect();
        due.sort_by_key(|kept| kept.notice.due_at);
        let mut taken: Vec<Notice> = due
            .into_iter()
            .take(at_most as usize)
            .map(|kept| {
                kept.notice.may_have_arrived |= kept.lease.is_some();
                kept.notice.attempts += 1;
                kept.notice.begun_at.get_or_insert(now);
                kept.notice.due_at = until;
                kept.lease = Some(lease.clone());
                kept.notice.clone()
            })
            .collect();
        taken.sort_by_key(|notice| notice.made_at);
        taken
    }

    pub fn settle(
        &mut self,
        service: &ServiceId,
        lease: &Lease,
        id: &NoticeId,
        end: NoticeEnd,
        now: Moment,
    ) -> bool {
        let found = self.notices.iter_mut().find(|kept| {
            kept.notice.service == *service && kept.notice.id == *id && kept.lease.as_ref() == Some(lease)
        });
        let Some(kept) = found else { return false };
        let notice = &mut kept.notice;
        notice.due_at = now;
        notice.may_have_arrived |= matches!(end, NoticeEnd::Unknown { .. });
        notice.begun_at = notice.begun_at.filter(|_| notice.may_have_arrived);
        match end {
            NoticeEnd::Sent => notice.state = NoticeState::Sent,
            NoticeEnd::Waits => notice.state = NoticeState::Waits,
            NoticeEnd::Dead => notice.state = NoticeState::Dead,
            NoticeEnd::TryAgain { at } | NoticeEnd::Unknown { at } => notice.due_at = at,
            NoticeEnd::NotYet { at } => {
                notice.due_at = at;
                notice.attempts -= 1;
            }
        }
        kept.lease = None;
        true
    }

    pub fn list(&self, service: &ServiceId, wanted: &NoticeFilter) -> Vec<Notice> {
        let notices = self.notices.iter().map(|kept| &kept.notice);
        notices
            .filter(|notice| {
                notice.service == *service
                    && wanted.state.is_none_or(|state| notice.state == state)
                    && (wanted.reference.is_none() || notice.reference == wanted.reference)
            })
            .cloned()
            .collect()
    }

    pub fn is_undelivered(&self, service: &ServiceId, reference: &Reference) -> bool {
        let wanted = NoticeFilter { state: Some(NoticeState::Dead), reference: Some(reference.clone()) };
        !self.list(service, &wanted).is_empty()
    }

    pub fn retry_dead(&mut self, service: &ServiceId, even_twice: bool, now: Moment) -> u64 {
        let mut again = 0;
        for Kept { notice, .. } in &mut self.notices {
            let may_be_there = notice.may_have_arrived || notice.may_come_twice;
            if notice.service == *service
                && notice.state == NoticeState::Dead
                && (even_twice || !may_be_there)
            {
                notice.state = NoticeState::Due;
                notice.due_at = now;
                notice.attempts = 0;
                notice.may_have_arrived = false;
                notice.may_come_twice = may_be_there;
                notice.begun_at = None;
                again += 1;
            }
        }
        again
    }

    pub fn forget_sent(&mut self, service: &ServiceId, since: Moment) {
        self.notices.retain(|Kept { notice, .. }| {
            notice.service != *service || notice.state != NoticeState::Sent || notice.due_at >= since
        });
    }
}
