//! The store in a PostgreSQL database, for a service that has grown past one machine.
//!
//! Any number of processes may use one database. Whoever changes an enquiry holds its row, so that of two claims the
//! second finds the first; the head of the trail is held last and shortly. A commit returns once it is on the server's
//! disk (`synchronous_commit`). A server that is gone makes calls fail within [`PostgresSettings::patience`]; the first
//! call after it is back succeeds, because a connection is tried before it is used.
//!
//! Erased words leave the server's files when it next tidies them (`VACUUM`) and recycles its log: a service that keeps
//! its enquiries here seals the words.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Postgres, Transaction};

use crate::store::StoreError;

mod opening;
// Each database compiles the work on the tables with types of its own, which is why the one text is loaded twice.
#[allow(clippy::duplicate_mod)]
#[path = "sql/tables.rs"]
mod tables;
mod trouble;

use PostgresStore as TheStore;
use sqlx::PgConnection as Connection;
use sqlx::Postgres as Kind;
use sqlx::postgres::PgRow as Row;
use tables::trouble::Failed;
use trouble::store_error;

/// Whoever changes a row holds it until the end of the transaction; others wait and then see the change.
const FOR_UPDATE: &str = " FOR UPDATE";
const SKIP_LOCKED: &str = " FOR UPDATE SKIP LOCKED";
/// Rows that came with their numbers have to be numbered on from.
const AFTER_CARRYING: &[&str] = &[
    "SELECT setval(pg_get_serial_sequence('messages', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM messages), false)",
    "SELECT setval(pg_get_serial_sequence('notes', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM notes), false)",
    "SELECT setval(pg_get_serial_sequence('events', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM events), false)",
];

/// PostgreSQL keeps no NUL within a text. Nobody can read one, so a mark stands for it.
fn as_kept(words: &str) -> std::borrow::Cow<'_, str> {
    if words.contains('\0') { words.replace('\0', "\u{fffd}").into() } else { words.into() }
}

/// The steps that make the tables, in order. A released one is never edited: another is added.
static STEPS: Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// Where the database is, and how patient to be.
#[derive(Clone)]
pub struct PostgresSettings {
    /// `postgres://NAME:PASSWORD@HOST:PORT/DATABASE`. The password is never shown.
    pub url: String,
    /// How long a call waits for a connection, or for somebody who holds a row.
    pub patience: Duration,
    pub most_connections: u32,
}

impl PostgresSettings {
    pub fn new(url: impl Into<String>) -> PostgresSettings {
        PostgresSettings { url: url.into(), patience: Duration::from_secs(3), most_connections: 8 }
    }
}

/// What is open in a transaction and goes on for longer than this was left behind by a process that is gone.
const LEFT_BEHIND: &str = "60s";

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The store in a PostgreSQL database.
#[derive(Debug)]
pub struct PostgresStore {
    place: String,
    pool: PgPool,
}

impl PostgresStore {
    /// Opens the store, making the tables where there are none.
    ///
    /// # Errors
    ///
    /// Every error of [`StoreError`] that is about the store as a whole. Nothing is written to a database that is not
    /// ours or was written by a newer Signpost.
    pub async fn open(settings: PostgresSettings) -> Result<PostgresStore, StoreError> {
        // A URL that cannot be read may hold a password: it is not shown.
        let options = PgConnectOptions::from_str(&settings.url)
            .map_err(|error| store_error("postgres://…", error))?
            .application_name("signpost")
            .options([
                ("lock_timeout", format!("{}ms", settings.patience.as_millis()).as_str()),
                ("idle_in_transaction_session_timeout", LEFT_BEHIND),
                ("synchronous_commit", "on"),
            ]);
        let place = place(&options);
        let pool = PgPoolOptions::new()
            .max_connections(settings.most_connections)
            .acquire_timeout(settings.patience)
            .connect_with(options)
            .await
            .map_err(|error| store_error(&place, error))?;
        let store = PostgresStore { place, pool };
        store.refuse_others_tables().await?;
        STEPS.run(&store.pool).await.map_err(|error| store.step_failed(error))?;
        Ok(store)
    }

    /// Waits until every call under way has ended, and lets the server go.
    pub async fn shut(&self) {
        self.pool.close().await;
    }

    /// Tables with another history are another program's.
    async fn refuse_others_tables(&self) -> Result<(), StoreError> {
        let found: (bool, bool, i64) = sqlx::query_as(
            "SELECT to_regclass('_sqlx_migrations') IS NOT NULL, to_regclass('trail_heads') IS NOT NULL,
                 (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema())",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(|error| self.fails(error))?;
        match found {
            (_, _, 0) | (true, true, _) => Ok(()),
            // Another process makes the tables at this moment: the steps wait for it.
            (true, false, 1) => Ok(()),
            _ => Err(StoreError::NotOurs { place: self.place.clone() }),
        }
    }

    fn step_failed(&self, error: MigrateError) -> StoreError {
        let known = STEPS.iter().map(|step| step.version).max().unwrap_or(0);
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => self.fails(error),
            MigrateError::VersionMismatch(step) => StoreError::TrialBuild { place: self.place.clone(), step },
            MigrateError::VersionMissing(found) => {
                StoreError::NewerVersion { place: self.place.clone(), found, known }
            }
            error => StoreError::Damaged { place: self.place.clone(), source: Box::new(error) },
        }
    }

    fn fails(&self, error: sqlx::Error) -> StoreError {
        store_error(&self.place, error)
    }

    fn told<T>(&self, done: Result<T, Failed>) -> Result<T, StoreError> {
        done.map_err(|failed| failed.told(&self.place))
    }

    /// Begins a read: all of it sees the tables as they are now.
    async fn read(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.pool.begin_with(READ).await.map_err(|error| self.fails(error))
    }

    async fn begin(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.pool.begin().await.map_err(|error| self.fails(error))
    }

    /// Makes a write durable. If the server is lost at this very moment, it may have been made: the same draft sent
    /// again is then the first one again.
    async fn commit(&self, write: Transaction<'static, Postgres>) -> Result<(), StoreError> {
        write.commit().await.map_err(|error| self.fails(error))
    }

    /// The server tidies by itself.
    async fn after_erasing(&self) {}
}

/// The database as an operator may read it: without the password.
fn place(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or(options.get_username());
    format!("postgres://{}@{}:{}/{database}", options.get_username(), options.get_host(), options.get_port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_password_is_ever_shown() {
        for url in ["postgres://signpost:quokka@127.0.0.1:1/signpost", "postgres://signpost:quokka@:x/?y"] {
            let patience = Duration::from_millis(10);
            let settings = PostgresSettings { patience, ..PostgresSettings::new(url) };
            let error = PostgresStore::open(settings).await.unwrap_err();
            let mut shown = format!("{error:?} {error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(next) = cause {
                shown.push_str(&next.to_string());
                cause = next.source();
            }
            assert!(!shown.contains("quokka"), "{shown}");
        }
    }

    #[test]
    fn a_nul_is_marked_and_nothing_else_is_touched() {
        assert_eq!(as_kept("a\0b"), "a\u{fffd}b");
        assert_eq!(as_kept("Ünïcode 🙂\u{1b}"), "Ünïcode 🙂\u{1b}");
    }
}
