//! A store that may open later: guidance is still given while the database cannot be used.
//!
//! Each call tries again to open it. Until that works every call fails, so that a family is told plainly that nothing
//! was kept, and the first call after the mend succeeds.

use tokio::sync::OnceCell;

use super::sqlite::{SqliteSettings, SqliteStore};
use super::{Store, StoreError, pass_on};

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
    pass_on! { self to self.store().await?; every call }
}
