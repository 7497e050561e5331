//! The store in one SQLite file.
//!
//! One connection writes, a few read: within the process writers wait in line instead of trying again and again. A
//! write begins with `BEGIN IMMEDIATE`, so that two processes cannot both read and then both write. The log is
//! written ahead and synchronised at each commit (`synchronous=FULL`): what is acknowledged survives a loss of power.
//! Erased words are overwritten (`secure_delete`), and the log that still holds them is emptied; where somebody reads just
//! then, the next erasing empties it, and every round of upkeep is one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::store::{Obstacle, StoreError};

pub mod copies;
mod file;
mod old_lines;
mod opening;
pub mod salvage;
// Each database compiles the work on the tables with types of its own, which is why the one text is loaded twice.
#[allow(clippy::duplicate_mod)]
#[path = "sql/tables.rs"]
mod tables;
mod trouble;

use SqliteStore as TheStore;
use sqlx::Sqlite as Kind;
use sqlx::SqliteConnection as Connection;
use sqlx::sqlite::SqliteRow as Row;
use tables::trouble::Failed;
use trouble::store_error;

/// Whoever writes has the whole file: no row needs to be held.
const FOR_UPDATE: &str = "";
const SKIP_LOCKED: &str = "";
/// SQLite numbers on from the highest there is.
const AFTER_CARRYING: &[&str] = &[];

/// SQLite keeps every text as it is.
fn as_kept(words: &str) -> std::borrow::Cow<'_, str> {
    words.into()
}

/// The steps that make the tables, in order. A released one is never edited: another is added.
static STEPS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// Where the file is, and how patient to be.
#[derive(Debug, Clone)]
pub struct SqliteSettings {
    pub path: PathBuf,
    /// How long a write waits for another process.
    pub busy_timeout: Duration,
    /// The file grows no further than so many pages of 4,096 bytes.
    pub most_pages: Option<u32>,
}

impl SqliteSettings {
    pub fn new(path: impl Into<PathBuf>) -> SqliteSettings {
        SqliteSettings { path: path.into(), busy_timeout: Duration::from_secs(5), most_pages: None }
    }
}

/// Reading connections: the desk and the kiosk seldom read at once, and each holds memory.
const READERS: u32 = 3;

/// Between two tries to open a file that another process is just making, or putting in place.
const BETWEEN_TRIES: Duration = Duration::from_millis(5);

/// How long emptying the log waits for whoever still reads it. Nobody can write meanwhile, and it is tried again anyway.
const WHILE_OTHERS_READ: Duration = Duration::from_millis(250);

const BEGIN: &str = "BEGIN IMMEDIATE";

/// The store in a SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    in_use: file::InUse,
    file: file::Identity,
    log: Arc<file::Log>,
    writer: SqlitePool,
    readers: SqlitePool,
    /// One connection that empties the log, and waits for nobody as long as a write does.
    emptier: SqlitePool,
}

impl SqliteStore {
    /// Opens the store, making folder, file and tables where there are none.
    ///
    /// # Errors
    ///
    /// Every error of [`StoreError`] that is about the store as a whole. Nothing is written to a file that is not
    /// ours, is damaged, or was written by a newer Signpost.
    pub async fn open(settings: SqliteSettings) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_with(settings, &STEPS).await
    }

    /// Two processes that start on a new file at once get in each other's way when it is switched to its log, and there
    /// SQLite does not wait by itself.
    async fn open_with(settings: SqliteSettings, steps: &Migrator) -> Result<SqliteStore, StoreError> {
        let started = Instant::now();
        loop {
            match SqliteStore::open_once(settings.clone(), steps).await {
                Err(StoreError::Unavailable { obstacle: Obstacle::Locked, .. })
                    if started.elapsed() < settings.busy_timeout =>
                {
                    tokio::time::sleep(BETWEEN_TRIES).await;
                }
                opened => return opened,
            }
        }
    }

    async fn open_once(settings: SqliteSettings, steps: &Migrator) -> Result<SqliteStore, StoreError> {
        let SqliteSettings { path, busy_timeout, most_pages } = settings;
        let place = path.display().to_string();
        let in_use = file::prepare(&path)?;
        let plain = SqliteConnectOptions::new().filename(&path).busy_timeout(busy_timeout);
        let found = file::inspect(&path, &plain, steps).await?;
        if let Err(error) = file::close_to_others(&path) {
            tracing::warn!(%error, "others may read the enquiry store, and its rights could not be changed");
        }
        let file = file::Identity::of(&path).map_err(|error| trouble::file_error(&path, error))?;

        let options = plain
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .pragma("secure_delete", "ON");
        let limited = match most_pages {
            Some(most_pages) => options.clone().pragma("max_page_count", most_pages.to_string()),
            None => options.clone(),
        };
        // Longer than SQLite's own patience, so that the cause named is SQLite's.
        let in_line = busy_timeout + Duration::from_secs(25);
        let log = Arc::new(file::Log::of(&path));
        let seen = log.clone();
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(in_line)
            .test_before_acquire(false)
            // The last connection of all deletes the log: while the store is open there is one.
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(move |_, _| {
                let seen = seen.clone();
                Box::pin(async move { Ok(seen.is_opened()?) })
            })
            .connect_with(limited)
            .await
            .map_err(|error| store_error(&place, error))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(in_line)
            .test_before_acquire(false)
            .connect_lazy_with(options.clone());
        let emptier = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(in_line)
            .test_before_acquire(false)
            .connect_lazy_with(options.busy_timeout(WHILE_OTHERS_READ));

        let store = SqliteStore { path, in_use, file, log, writer, readers, emptier };
        if found != file::Found::Version(file::newest(steps))
            && let Err(error) = store.make_tables(steps, found).await
        {
            store.shut().await;
            return Err(error);
        }
        Ok(store)
    }

    /// Waits until everything is written and the file is let go.
    pub async fn shut(&self) {
        self.emptier.close().await;
        self.readers.close().await;
        self.writer.close().await;
        self.in_use.end();
    }

    /// Takes all steps that are missing, or none.
    async fn make_tables(&self, steps: &Migrator, found: file::Found) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        steps.run_direct(&mut *write).await.map_err(|error| self.step_failed(error, steps))?;
        if found == file::Found::Version(old_lines::UNCHAINED) {
            self.told(old_lines::chain_old_lines(&mut write).await)?;
        }
        self.commit(write).await
    }

    fn step_failed(&self, error: MigrateError, steps: &Migrator) -> StoreError {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => self.fails(error),
            MigrateError::VersionMismatch(step) => StoreError::TrialBuild { place: self.place(), step },
            MigrateError::VersionMissing(found) => {
                StoreError::NewerVersion { place: self.place(), found, known: file::newest(steps) }
            }
            error => StoreError::Damaged { place: self.place(), source: Box::new(error) },
        }
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn fails(&self, error: sqlx::Error) -> StoreError {
        store_error(&self.place(), error)
    }

    fn told<T>(&self, done: Result<T, Failed>) -> Result<T, StoreError> {
        done.map_err(|failed| failed.told(&self.place()))
    }

    /// A file answers, or SQLite says why it does not: no call needs a limit of its own.
    async fn within<T>(&self, call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        call.await
    }

    /// Begins a read: all of it sees the tables as they are now.
    async fn read(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.file.check(&self.path)?;
        self.readers.begin().await.map_err(|error| self.fails(error))
    }

    /// Begins a write: nobody else writes until it is committed or dropped.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.file.check(&self.path)?;
        match self.writer.begin_with(BEGIN).await {
            // A full disk makes SQLite roll back by itself, and sqlx then takes the connection to be in a
            // transaction still: it will not begin another one on it, ever.
            Err(sqlx::Error::InvalidSavePointStatement) => self.begin_anew().await,
            begun => begun,
        }
        .map_err(|error| self.fails(error))
    }

    async fn begin_anew(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.writer.acquire().await?.close().await?;
        self.writer.begin_with(BEGIN).await
    }

    /// Makes a write durable. A file deleted meanwhile, or its log, keeps nothing, whatever SQLite says.
    async fn commit(&self, write: Transaction<'static, Sqlite>) -> Result<(), StoreError> {
        self.file.check(&self.path)?;
        self.log.check()?;
        write.commit().await.map_err(|error| self.fails(error))
    }

    /// Empties the log, which still holds what has just been erased from the tables. What somebody who reads keeps in it,
    /// or a process that ended too early left, goes with the next erasing.
    async fn after_erasing(&self) {
        let kept_back = match self.empty_log().await {
            Ok(false) => return,
            Ok(true) => "somebody reads it".to_owned(),
            Err(error) => error.to_string(),
        };
        tracing::warn!(
            kept_back,
            "the log of the enquiry store, which may hold erased words, is not emptied; it is tried again within minutes"
        );
    }

    /// Whether somebody who reads or writes stood in the way: to SQLite that is no error.
    async fn empty_log(&self) -> Result<bool, sqlx::Error> {
        // Our own writers wait in line, as for any other write.
        let _in_line = self.writer.acquire().await?;
        let is_blocked: i64 =
            sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.emptier).await?;
        Ok(is_blocked != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use sqlx::Row;
    use sqlx::migrate::{Migration, MigrationType};

    use super::tables::enquiries;
    use super::*;
    use crate::enquiry::{
        AdviserName, Channel, Consent, Contact, Draft, DraftKey, Reference, ServiceId, Status, Urgency,
    };
    use crate::library::TopicId;
    use crate::moment::Moment;
    use crate::store::{QueueFilter, Store};

    fn now() -> Moment {
        Moment::new("2026-11-24T09:00:00Z".parse().unwrap())
    }

    async fn opened(store: &SqliteStore, number: u8) -> Reference {
        let draft = Draft {
            service: ServiceId::new("rbwm"),
            channel: Channel::Kiosk,
            question: "What can I do?".to_owned(),
            path: vec![],
            topics: vec![],
            stage: String::new(),
            urgency: Urgency::Routine,
            contact: Contact::ReferenceOnly,
            consent: Consent { at: now(), wording: String::new() },
            key: DraftKey::of("session", &number.to_string()),
            reply_due: None,
        };
        store.open(&draft, &Reference::from_random([number; 8]), now()).await.unwrap().reference
    }

    /// The steps there are, and one after them.
    fn and_then(sql: &'static str) -> Migrator {
        let mut steps: Vec<Migration> = STEPS.iter().cloned().collect();
        let next = file::newest(&STEPS) + 1;
        steps.push(Migration::new(next, "next".into(), MigrationType::Simple, sql.into(), false));
        Migrator { migrations: Cow::Owned(steps), ..Migrator::DEFAULT }
    }

    async fn opens(settings: &SqliteSettings, steps: &Migrator) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_with(settings.clone(), steps).await
    }

    #[tokio::test]
    async fn a_step_runs_over_a_database_that_has_rows() {
        let folder = tempfile::tempdir().unwrap();
        let settings = SqliteSettings::new(folder.path().join("signpost.db"));
        let before = opens(&settings, &STEPS).await.unwrap();
        let reference = opened(&before, 1).await;
        let service = ServiceId::new("rbwm");
        before.claim(&service, &reference, &AdviserName::new("alex"), now()).await.unwrap();
        before.shut().await;

        let later = and_then(
            "ALTER TABLE enquiries ADD COLUMN sealed_with INTEGER NOT NULL DEFAULT 0;
             ALTER TABLE events ADD COLUMN seen_by TEXT;",
        );
        let after = opens(&settings, &later).await.unwrap();
        let kept = after.show(&service, &reference, &AdviserName::new("alex"), now()).await.unwrap();
        assert_eq!((kept.question.as_str(), kept.status), ("What can I do?", Status::Claimed));
        assert_eq!(kept.events.len(), 3);
        opened(&after, 2).await;
        after.shut().await;

        let again = opens(&settings, &STEPS).await;
        let newest = file::newest(&STEPS);
        let is_newer = |found, known| (found, known) == (newest + 1, newest);
        assert!(
            matches!(again, Err(StoreError::NewerVersion { found, known, .. }) if is_newer(found, known)),
            "{again:?}"
        );
    }

    #[tokio::test]
    async fn a_step_that_fails_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let settings = SqliteSettings::new(folder.path().join("signpost.db"));
        let before = opens(&settings, &STEPS).await.unwrap();
        let reference = opened(&before, 1).await;
        before.shut().await;

        let broken = and_then("UPDATE enquiries SET question = 'lost'; INSERT INTO nowhere VALUES (1);");
        assert!(opens(&settings, &broken).await.is_err());
        let after = opens(&settings, &STEPS).await.unwrap();
        let kept = after.family_view(&ServiceId::new("rbwm"), &reference).await.unwrap();
        assert_eq!(kept.question, "What can I do?");
    }

    #[tokio::test]
    async fn every_connection_is_as_careful_as_promised() {
        let folder = tempfile::tempdir().unwrap();
        let settings = SqliteSettings::new(folder.path().join("signpost.db"));
        let store = opens(&settings, &STEPS).await.unwrap();
        for pool in [&store.writer, &store.readers] {
            let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await.unwrap();
            assert_eq!(mode, "wal");
            // 2 is FULL.
            for (pragma, promised) in [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)] {
                let found: i64 =
                    sqlx::query_scalar(&format!("PRAGMA {pragma}")).fetch_one(pool).await.unwrap();
                assert_eq!(found, promised, "{pragma}");
            }
        }
    }

    /// How SQLite means to run a query: which index it walks, and whether it has to sort.
    #[track_caller]
    fn check_plan(plan: &[String], index: &str) {
        assert!(plan.iter().any(|step| step.contains(index)), "{plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
    }

    #[tokio::test]
    async fn the_queue_walks_its_index_and_sorts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let settings = SqliteSettings::new(folder.path().join("signpost.db"));
        let store = opens(&settings, &STEPS).await.unwrap();
        for (filter, index) in [
            (QueueFilter::open(), "enquiries_open"),
            (QueueFilter::free(), "enquiries_open"),
            (QueueFilter::open().first(10), "enquiries_open"),
            (QueueFilter::open().of(&AdviserName::new("alex")), "enquiries_of_adviser"),
            (QueueFilter::open().about(TopicId::new("sen-support")), "enquiries_about"),
        ] {
            let query = format!("EXPLAIN QUERY PLAN {}", enquiries::queue_query(&filter));
            let plan = sqlx::query(&query).bind("rbwm").fetch_all(&store.readers);
            let plan: Vec<String> = plan.await.unwrap().iter().map(|step| step.get("detail")).collect();
            check_plan(&plan, index);
        }
    }
}
