//! The file a SQLite store lives in: made on first use, for its owner's eyes alone, and never written over when it is
//! not ours or cannot be read.

use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use super::trouble::{file_error, store_error};
use crate::store::{Obstacle, StoreError};

/// "SPst", as the first migration sets it.
const APPLICATION_ID: i64 = 0x5350_7374;

/// Makes the folder and an empty file where there is none.
pub fn prepare(path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(|error| file_error(path, error))?;
    }
    match for_the_owner(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(file_error(path, error)),
    }
    refuse_a_log_without_its_database(path)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn for_the_owner(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn for_the_owner(options: &mut OpenOptions) -> &mut OpenOptions {
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

/// SQLite deletes the write-ahead log of an empty database as a leftover. Here it would be all that is left of a
/// damaged one: SQLite writes to the database before it starts a log.
fn refuse_a_log_without_its_database(path: &Path) -> Result<(), StoreError> {
    let size = |path: &Path| fs::metadata(path).map(|found| found.len()).unwrap_or(0);
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if size(path) == 0 && size(Path::new(&log)) > 0 {
        let source = Box::new(FileProblem::LogWithoutDatabase { log: PathBuf::from(log) });
        return Err(StoreError::Damaged { path: path.to_owned(), source });
    }
    Ok(())
}

#[derive(Debug, thiserror::Error)]
enum FileProblem {
    #[error("the database is empty, and its log {} is not", log.display())]
    LogWithoutDatabase { log: PathBuf },
    #[error("another file stands where the database was opened")]
    AnotherFile,
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
    let fails = |error| store_error(path, error);
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
    let fails = |error| store_error(path, error);
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
        return Err(StoreError::NotOurs { path: path.to_owned() });
    }
    let steps = sqlx::query("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
        .fetch_all(&mut *connection)
        .await
        .map_err(fails)?;
    let newest = known.iter().map(|step| step.version).max().unwrap_or(0);
    let mut version = 0;
    for step in &steps {
        version = step.try_get("version").map_err(fails)?;
        let checksum: Vec<u8> = step.try_get("checksum").map_err(fails)?;
        match known.iter().find(|known| known.version == version) {
            Some(known) if *known.checksum == *checksum => {}
            None if version > newest => {
                return Err(StoreError::NewerVersion {
                    path: path.to_owned(),
                    found: version,
                    known: newest,
                });
            }
            _ => return Err(StoreError::TrialBuild { path: path.to_owned(), step: version }),
        }
    }
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
        let gone =
            |source| StoreError::Unavailable { path: path.to_owned(), obstacle: Obstacle::Gone, source };
        match Identity::of(path) {
            Ok(found) if found == self => Ok(()),
            Ok(_) => Err(gone(Box::new(FileProblem::AnotherFile))),
            Err(error) => Err(gone(Box::new(error))),
        }
    }
}
