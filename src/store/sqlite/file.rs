//! The file a SQLite store lives in: made on first use, for its owner's eyes alone, and never written over when it is
//! not ours or cannot be read.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::tables::steps;
pub use super::tables::steps::newest;
pub use super::trouble::file_error as error_of;
use super::trouble::{file_error, store_error};
use crate::store::{Obstacle, StoreError, past_sqlite};

/// "SPst", as the first migration sets it.
pub const APPLICATION_ID: i64 = 0x5350_7374;

/// Makes the folder and an empty file where there is none, for one who uses the store from now on.
///
/// # Errors
///
/// [`StoreError::Unavailable`], or [`StoreError::Damaged`] for the remains of a database.
pub fn prepare(path: &Path) -> Result<InUse, StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(|error| file_error(path, error))?;
    }
    let in_use = InUse::shared(path)?;
    refuse_a_gap(path)?;
    match for_the_owner(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(file_error(path, error)),
    }
    refuse_remains(path)?;
    Ok(in_use)
}

/// Refuses to make a new store where one was set aside and nothing came in its place: it would look as if no family had
/// ever asked.
fn refuse_a_gap(path: &Path) -> Result<(), StoreError> {
    match super::salvage::set_aside_before(path).into_iter().next() {
        Some(aside) if !path.exists() => Err(StoreError::Damaged {
            place: path.display().to_string(),
            source: Box::new(FileProblem::SetAside { aside }),
        }),
        _ => Ok(()),
    }
}

#[cfg(unix)]
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
pub fn for_the_owner(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
pub fn for_the_owner(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Takes everybody else's rights to the file, as when a backup was copied back.
#[cfg(unix)]
pub fn close_to_others(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let is_open = fs::metadata(path)?.permissions().mode() & 0o077 != 0;
    if is_open { fs::set_permissions(path, fs::Permissions::from_mode(0o600)) } else { Ok(()) }
}

#[cfg(not(unix))]
pub fn close_to_others(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Refuses the remains of a database that SQLite itself would take for an empty or a whole one, and write over.
///
/// SQLite takes a file of less than 512 bytes for an empty database, does not miss the end of the last page, and
/// deletes the log of an empty database as a leftover, though it writes to a database before it starts a log.
pub fn refuse_remains(path: &Path) -> Result<(), StoreError> {
    let damaged =
        |problem| StoreError::Damaged { place: path.display().to_string(), source: Box::new(problem) };
    let (header, size) = read_header(path).map_err(|error| file_error(path, error))?;
    let log = log_of(path);
    let has_log = fs::metadata(&log).is_ok_and(|log| log.is_file() && log.len() > 0);
    match expected_size(&header) {
        _ if size == 0 && has_log => Err(damaged(FileProblem::LogWithoutDatabase { log })),
        _ if size == 0 => Ok(()),
        None => Err(damaged(FileProblem::NoDatabase)),
        // Where there is a log, the end of the database may still be in it.
        Some(expected) if size < expected && !has_log => {
            Err(damaged(FileProblem::Truncated { size, expected }))
        }
        Some(_) => Ok(()),
    }
}

/// Where SQLite writes ahead.
fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log)
}

/// The first bytes of the file, and how many there are in all.
pub fn read_header(path: &Path) -> std::io::Result<(Vec<u8>, u64)> {
    let (file, size) = past_sqlite::reading(path)?;
    let mut header = Vec::new();
    file.take(HEADER_BYTES).read_to_end(&mut header)?;
    Ok((header, size))
}

const HEADER_BYTES: u64 = 100;

/// How long the file has to be by its own header: <https://www.sqlite.org/fileformat.html#the_database_header>.
fn expected_size(header: &[u8]) -> Option<u64> {
    header.strip_prefix(b"SQLite format 3\0")?;
    let page_bytes = match u16::from_be_bytes(header.get(16..18)?.try_into().ok()?) {
        1 => 65_536,
        bytes => u64::from(bytes),
    };
    let pages = u32::from_be_bytes(header.get(28..32)?.try_into().ok()?);
    // Older versions of SQLite left the number of pages out.
    Some(page_bytes * u64::from(pages.max(1)))
}

#[derive(Debug, thiserror::Error)]
enum FileProblem {
    #[error("the database is empty, and its log {} is not", log.display())]
    LogWithoutDatabase { log: PathBuf },
    #[error("the file does not begin as a SQLite database does")]
    NoDatabase,
    #[error("the file has {size} bytes and should have {expected}")]
    Truncated { size: u64, expected: u64 },
    #[error("another file stands where the database was opened")]
    AnotherFile,
    #[error("it was set aside as {}, and nothing came in its place", aside.display())]
    SetAside { aside: PathBuf },
    #[error("another Signpost uses it, or puts another file in its place")]
    InUse,
}

/// What a file is before anything is written to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Empty,
    /// Ours, with the tables of that version.
    Version(i64),
}

/// Looks at the file without writing to it.
///
/// # Errors
///
/// [`StoreError::NotOurs`], [`StoreError::NewerVersion`], [`StoreError::TrialBuild`], [`StoreError::Damaged`] or
/// [`StoreError::Unavailable`].
pub async fn inspect(
    path: &Path,
    options: &SqliteConnectOptions,
    known: &Migrator,
) -> Result<Found, StoreError> {
    let fails = |error| store_error(&path.display().to_string(), error);
    let options = options.clone().read_only(true).create_if_missing(false);
    let mut connection = options.connect().await.map_err(fails)?;
    let found = read_version(path, &mut connection, known).await;
    connection.close().await.map_err(fails)?;
    found
}

async fn read_version(
    path: &Path,
    connection: &mut SqliteConnection,
    known: &Migrator,
) -> Result<Found, StoreError> {
    let fails = |error| store_error(&path.display().to_string(), error);
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(&mut *connection)
        .await
        .map_err(fails)?;
    if tables == 0 {
        return Ok(Found::Empty);
    }
    let application: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await.map_err(fails)?;
    if application != APPLICATION_ID {
        return Err(StoreError::NotOurs { place: path.display().to_string() });
    }
    let place = path.display().to_string();
    let version = steps::version(connection, &place, known).await.map_err(|failed| failed.told(&place))?;
    Ok(Found::Version(version))
}

/// Which file was opened, so that a deleted or replaced one is noticed: SQLite itself goes on writing to a deleted
/// file, and what it acknowledges then is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity(#[cfg(unix)] (u64, u64));

impl Identity {
    #[cfg(unix)]
    pub fn of(path: &Path) -> std::io::Result<Identity> {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).map(|file| Identity((file.dev(), file.ino())))
    }

    #[cfg(not(unix))]
    pub fn of(path: &Path) -> std::io::Result<Identity> {
        fs::metadata(path).map(|_| Identity())
    }

    /// # Errors
    ///
    /// [`Obstacle::Gone`] when the path no longer leads to this file.
    pub fn check(self, path: &Path) -> Result<(), StoreError> {
        let gone = |source| StoreError::Unavailable {
            place: path.display().to_string(),
            obstacle: Obstacle::Gone,
            source,
        };
        match Identity::of(path) {
            Ok(found) if found == self => Ok(()),
            Ok(_) => Err(gone(Box::new(FileProblem::AnotherFile))),
            Err(error) => Err(gone(Box::new(error))),
        }
    }
}

/// Who uses a store, told by a lock on a file beside it: whoever uses it shares the lock, and whoever puts another file in
/// its place has it alone. SQLite's own locks are those of one file, and go with it when it is moved.
#[derive(Debug)]
pub struct InUse(Mutex<Option<File>>);

impl InUse {
    /// One more uses the store. Families are not kept waiting because a file system knows no such locks, or because the file
    /// is somebody else's.
    ///
    /// # Errors
    ///
    /// [`Obstacle::Locked`] while another file is put in its place.
    pub fn shared(database: &Path) -> Result<InUse, StoreError> {
        let locked = open_lock(database).map_err(TryLockError::Error).and_then(|file| {
            file.try_lock_shared()?;
            Ok(file)
        });
        match locked {
            Ok(file) => Ok(InUse(Mutex::new(Some(file)))),
            Err(TryLockError::WouldBlock) => Err(in_use(database)),
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "nobody else can see that the enquiry store is in use");
                Ok(InUse(Mutex::new(None)))
            }
        }
    }

    /// Nobody uses the store until this is dropped.
    ///
    /// # Errors
    ///
    /// [`Obstacle::Locked`] while somebody does, or any other when that cannot be known.
    pub fn alone(database: &Path) -> Result<InUse, StoreError> {
        let file = open_lock(database).map_err(|error| file_error(database, error))?;
        match file.try_lock() {
            Ok(()) => Ok(InUse(Mutex::new(Some(file)))),
            Err(TryLockError::WouldBlock) => Err(in_use(database)),
            Err(TryLockError::Error(error)) => Err(file_error(database, error)),
        }
    }

    /// This one no longer uses it.
    pub fn end(&self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// The file stays: whoever deleted it could have it alone while others use the store.
fn open_lock(database: &Path) -> std::io::Result<File> {
    let mut path = database.as_os_str().to_owned();
    path.push(LOCK);
    for_the_owner(OpenOptions::new().write(true).create(true).truncate(false)).open(path)
}

/// Beside a store stands the file that tells who uses it.
pub const LOCK: &str = ".lock";

fn in_use(database: &Path) -> StoreError {
    StoreError::Unavailable {
        place: database.display().to_string(),
        obstacle: Obstacle::Locked,
        source: Box::new(FileProblem::InUse),
    }
}

/// Which log the writing connection opened. Another program may take it away: one that deletes it by hand, or one that
/// takes itself for the last to use the database.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    opened: Mutex<Option<Identity>>,
}

impl Log {
    /// The log of the database at this path, not opened yet.
    pub fn of(database: &Path) -> Log {
        Log { path: log_of(database), opened: Mutex::new(None) }
    }

    /// Remembers which file it is now.
    pub fn is_opened(&self) -> std::io::Result<()> {
        let found = Identity::of(&self.path)?;
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        Ok(())
    }

    /// # Errors
    ///
    /// [`Obstacle::Gone`] when the path no longer leads to the file that was opened.
    pub fn check(&self) -> Result<(), StoreError> {
        let opened = *self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.map_or(Ok(()), |opened| opened.check(&self.path))
    }
}
