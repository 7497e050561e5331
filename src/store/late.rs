//! A store that may open later: guidance is still given while the database cannot be used.
//!
//! Each call tries again to open it. Until that works every call fails, so that a family is told plainly that nothing
//! was kept, and the first call after the mend succeeds.

use tokio::sync::OnceCell;

use super::sqlite::{SqliteSettings, SqliteStore};
use super::{InteractionId, Look, Opened, Pending, QueueFilter, QueueStats, SessionKey, Store, StoreError};
use crate::enquiry::life::Change;
use crate::enquiry::{AdviserName, Draft, Enquiry, FamilyView, QueueLine, Reference, ServiceId, Status};
use crate::moment::Moment;

/// The SQLite store, opened when it first can be.
#[derive(Debug)]
pub struct LateStore {
    settings: SqliteSettings,
    opened: OnceCell<SqliteStore>,
}

impl LateStore {
    pub fn new(settings: SqliteSettings) -> LateStore {
        LateStore { settings, opened: OnceCell::new() }
    }

    /// The store, opened now if it was not.
    ///
    /// # Errors
    ///
    /// As [`SqliteStore::open`]; the next call tries again.
    pub async fn store(&self) -> Result<&SqliteStore, StoreError> {
        self.opened.get_or_try_init(|| SqliteStore::open(self.settings.clone())).await
    }
}

impl Store for LateStore {
    fn open<'a>(&'a self, draft: &'a Draft, reference: &'a Reference, now: Moment) -> Pending<'a, Opened> {
        Box::pin(async move { self.store().await?.open(draft, reference, now).await })
    }

    fn change<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        change: Change,
        now: Moment,
    ) -> Pending<'a, Status> {
        Box::pin(async move { self.store().await?.change(service, reference, change, now).await })
    }

    fn family_view<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
    ) -> Pending<'a, FamilyView> {
        Box::pin(async move { self.store().await?.family_view(service, reference).await })
    }

    fn queue<'a>(&'a self, service: &'a ServiceId, filter: &'a QueueFilter) -> Pending<'a, Vec<QueueLine>> {
        Box::pin(async move { self.store().await?.queue(service, filter).await })
    }

    fn look<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        why: Look,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        Box::pin(async move { self.store().await?.look(service, reference, by, why, now).await })
    }

    fn neglected<'a>(
        &'a self,
        service: &'a ServiceId,
        since: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move { self.store().await?.neglected(service, since, now).await })
    }

    fn stats<'a>(&'a self, service: &'a ServiceId) -> Pending<'a, QueueStats> {
        Box::pin(async move { self.store().await?.stats(service).await })
    }

    fn purge<'a>(&'a self, service: &'a ServiceId, now: Moment) -> Pending<'a, Vec<Reference>> {
        Box::pin(async move { self.store().await?.purge(service, now).await })
    }

    fn save_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        state: &'a [u8],
        now: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move { self.store().await?.save_session(service, session, state, now).await })
    }

    fn load_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
    ) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move { self.store().await?.load_session(service, session).await })
    }

    fn forget_session<'a>(&'a self, service: &'a ServiceId, session: &'a SessionKey) -> Pending<'a, ()> {
        Box::pin(async move { self.store().await?.forget_session(service, session).await })
    }

    fn note_interaction<'a>(
        &'a self,
        service: &'a ServiceId,
        interaction: &'a InteractionId,
        now: Moment,
    ) -> Pending<'a, bool> {
        Box::pin(async move { self.store().await?.note_interaction(service, interaction, now).await })
    }

    fn forget_idle<'a>(&'a self, service: &'a ServiceId, since: Moment) -> Pending<'a, u64> {
        Box::pin(async move { self.store().await?.forget_idle(service, since).await })
    }
}
