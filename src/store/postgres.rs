//! The store in a PostgreSQL database, for a service that has grown past one machine.
//!
//! Any number of processes may use one database. Whoever changes an enquiry holds its row, so that of two claims the
//! second finds the first; the head of the trail is held last and shortly. A commit returns once it is on the server's
//! disk (`synchronous_commit`). A server that is gone makes calls fail within [`PostgresSettings::patience`], and one that
//! vanishes under a call without a word within a few times that; the first call after it is back succeeds, because a
//! connection is tried before it is used.
//!
//! Erased words leave the server's files when it next tidies them (`VACUUM`) and recycles its log: a service that keeps
//! its enquiries here seals the words.

use std::io::ErrorKind;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Connection as _, Postgres, Transaction};

use crate::store::{Obstacle, StoreError};

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
use tables::steps;
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

/// A call waits once for a connection and once or twice for somebody who holds a row; then it has work of its own.
const CALL_IN_PATIENCES: u32 = 4;

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The store in a PostgreSQL database.
#[derive(Debug)]
pub struct PostgresStore {
    place: String,
    pool: PgPool,
    longest: Duration,
}

/// A database as it is found, without a change to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    /// The version of its tables; none where there are none yet.
    pub version: Option<i64>,
    /// The version this Signpost makes.
    pub newest: i64,
}

impl PostgresStore {
    /// Opens the store, making the tables where there are none.
    ///
    /// # Errors
    ///
    /// Every error of [`StoreError`] that is about the store as a whole. Nothing is written to a database that is not
    /// ours or was written by a newer Signpost.
    pub async fn open(settings: PostgresSettings) -> Result<PostgresStore, StoreError> {
        let store = PostgresStore::connect(settings).await?;
        let examined = store.within(store.version()).await?;
        if examined.version != Some(examined.newest) {
            STEPS.run(&store.pool).await.map_err(|error| store.step_failed(error))?;
        }
        Ok(store)
    }

    /// Looks at a database without making or changing anything in it.
    ///
    /// # Errors
    ///
    /// As [`PostgresStore::open`].
    pub async fn examine(settings: PostgresSettings) -> Result<Examined, StoreError> {
        let store = PostgresStore::connect(settings).await?;
        let examined = store.within(store.version()).await;
        store.shut().await;
        examined
    }

    async fn connect(settings: PostgresSettings) -> Result<PostgresStore, StoreError> {
        let PostgresSettings { url, patience, most_connections } = settings;
        // A URL that cannot be read may hold a password: it is not shown.
        let options = PgConnectOptions::from_str(&url)
            .map_err(|error| store_error("postgres://…", error))?
            .application_name("signpost")
            .options([
                ("lock_timeout", format!("{}ms", patience.as_millis()).as_str()),
                ("idle_in_transaction_session_timeout", LEFT_BEHIND),
                ("synchronous_commit", "on"),
            ]);
        let place = place(&options);
        let pool = PgPoolOptions::new()
            .max_connections(most_connections)
            .acquire_timeout(patience)
            // A connection that says nothing any more, such as one of a call given up half-way, would never come back.
            .after_release(move |connection, _| {
                Box::pin(async move {
                    match tokio::time::timeout(patience, connection.ping()).await {
                        Ok(answered) => answered.map(|()| true),
                        Err(_) => Err(sqlx::Error::Io(ErrorKind::TimedOut.into())),
                    }
                })
            })
            .connect_with(options)
            .await
            .map_err(|error| store_error(&place, error))?;
        Ok(PostgresStore { place, pool, longest: patience * CALL_IN_PATIENCES })
    }

    /// Waits until every call under way has ended, and lets the server go.
    pub async fn shut(&self) {
        self.pool.close().await;
    }

    /// Tables with another history are another program's.
    async fn version(&self) -> Result<Examined, StoreError> {
        let mut read = self.read().await?;
        let found: Result<(bool, bool, i64), sqlx::Error> = sqlx::query_as(
            "SELECT to_regclass('_sqlx_migrations') IS NOT NULL, to_regclass('trail_heads') IS NOT NULL,
                 (SELECT count(*) FROM pg_tables WHERE schemaname = current_schema())",
        )
        .fetch_one(&mut *read)
        .await;
        let newest = steps::newest(&STEPS);
        let version = match found.map_err(|error| self.fails(error))? {
            (_, _, 0) => None,
            (true, true, _) => Some(self.told(steps::version(&mut read, &self.place, &STEPS).await)?),
            // Another process makes the tables at this moment: the steps wait for it.
            (true, false, 1) => None,
            _ => return Err(StoreError::NotOurs { place: self.place.clone() }),
        };
        Ok(Examined { version, newest })
    }

    fn step_failed(&self, error: MigrateError) -> StoreError {
        let known = steps::newest(&STEPS);
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

    /// A call, for as long as one can take while the server answers. A server that vanished does not say so, and nobody is
    /// held up for it: the call fails as if the server had said that it goes. What it wrote may have been made.
    async fn within<T>(&self, call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        match tokio::time::timeout(self.longest, call).await {
            Ok(done) => done,
            Err(elapsed) => Err(StoreError::Unavailable {
                place: self.place.clone(),
                obstacle: Obstacle::Unreachable,
                source: Box::new(elapsed),
            }),
        }
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
