//! A store that may open later: guidance is still given while the database cannot be used.
//!
//! Each call tries again to open it. Until that works every call fails, so that a family is told plainly that nothing
//! was kept, and the first call after the mend succeeds.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::copy::Carries;
#[cfg(feature = "postgres")]
use super::postgres::{PostgresSettings, PostgresStore};
#[cfg(feature = "sqlite")]
use super::sqlite::{SqliteSettings, SqliteStore};
use super::{Store, StoreError, pass_on};

/// A database of any kind.
#[derive(Clone)]
pub enum Place {
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteSettings),
    #[cfg(feature = "postgres")]
    Postgres(PostgresSettings),
}

impl Place {
    /// Opens the store there.
    ///
    /// # Errors
    ///
    /// As [`SqliteStore::open`] and [`PostgresStore::open`].
    pub async fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(match self.clone() {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(settings) => Arc::new(SqliteStore::open(settings).await?),
            #[cfg(feature = "postgres")]
            Place::Postgres(settings) => Arc::new(PostgresStore::open(settings).await?),
        })
    }
}

impl Place {
    /// The file that has to be there before anything is read from it, and is not.
    pub(super) fn missing_file(&self) -> Option<&std::path::Path> {
        match self {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(settings) => Some(settings.path.as_path()).filter(|path| !path.is_file()),
            #[cfg(feature = "postgres")]
            Place::Postgres(_) => None,
        }
    }

    /// Opens the store there, to give all its rows or to take another's.
    pub(super) async fn open_to_carry(&self) -> Result<Box<dyn Carries>, StoreError> {
        Ok(match self.clone() {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(settings) => Box::new(SqliteStore::open(settings).await?),
            #[cfg(feature = "postgres")]
            Place::Postgres(settings) => Box::new(PostgresStore::open(settings).await?),
        })
    }
}

/// The store at a place, opened when it first can be.
pub struct LateStore {
    place: Place,
    opened: OnceCell<Arc<dyn Store>>,
}

impl LateStore {
    pub fn new(place: Place) -> LateStore {
        LateStore { place, opened: OnceCell::new() }
    }

    /// The store, opened now if it was not.
    ///
    /// # Errors
    ///
    /// As [`Place::open`]; the next call tries again.
    pub async fn store(&self) -> Result<&Arc<dyn Store>, StoreError> {
        self.opened.get_or_try_init(|| self.place.open()).await
    }
}

impl Store for LateStore {
    pass_on! { self to self.store().await?; every call }
}
