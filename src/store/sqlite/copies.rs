//! Copies of the file: made while the store is in use, read back, compared, and put in place again.
//!
//! A copy is made by `VACUUM INTO`, which sees one moment of the store and leaves erased words behind. It counts only
//! once it was read back: SQLite finds it whole, and it holds what the store holds, by count and by hash. The hash is kept
//! beside it, because SQLite does not notice a changed letter. Where a copy goes has to be free: nothing is ever written
//! over.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

pub use super::file::make_folder;
use super::{STEPS, file, store_error};
use crate::store::StoreError;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Each table with its number of rows, in the order of their names.
    pub tables: Vec<(String, u64)>,
    /// SHA-256 over every row of every table, in hexadecimal.
    pub hash: String,
}

impl Contents {
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }

    pub fn rows_of(&self, table: &str) -> u64 {
        self.tables.iter().find(|(name, _)| name == table).map_or(0, |(_, rows)| *rows)
    }
}

/// A copy that was made and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub contents: Contents,
    /// It holds the same as what it was made from. Otherwise it is whole, and nobody could compare: somebody wrote to the
    /// store meanwhile, or the backup has no hash beside it.
    pub is_compared: bool,
}

/// A file as it is found, without a change to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The version of its tables; none for a store that was never used.
    pub version: Option<i64>,
    /// The version this Signpost makes.
    pub newest: i64,
    /// What SQLite finds wrong with it, at most a few lines.
    pub faults: Vec<String>,
}

/// Why there is no copy. Nothing was written over, and what was begun is gone.
#[derive(Debug, thiserror::Error)]
pub enum CopyProblem {
    #[error("there is no enquiry store {}; look at the path, or name another with --database", path.display())]
    NothingThere { path: PathBuf },
    #[error("{} is there already and was left as it is; name a file that does not exist", path.display())]
    Taken { path: PathBuf },
    #[error(
        "{} holds {rows} rows and was left as it is; restore to an empty place with --database, or move that file \
         away first", path.display()
    )]
    NotEmpty { path: PathBuf, rows: u64 },
    #[error("{} cannot be written: {source}; free some space, or name another place", path.display())]
    CannotWrite { path: PathBuf, source: std::io::Error },
    #[error("{} is no whole backup: {}; take an earlier one", path.display(), faults.join("; "))]
    NotWhole { path: PathBuf, faults: Vec<String> },
    #[error("the copy {} does not hold what the store holds, so it was removed; try again", path.display())]
    Differs { path: PathBuf },
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Done<T> = Result<T, CopyProblem>;

/// While somebody writes, a copy cannot be compared; so often it is made anew.
const MOST_TRIES: u32 = 3;
/// Rows read at once: a few megabytes.
const PAGE: i64 = 2_000;

/// Looks at a store without opening it for use.
///
/// # Errors
///
/// [`CopyProblem::NothingThere`], or [`CopyProblem::Store`] when it is another program's, newer, or cannot be read.
pub async fn examine(path: &Path) -> Done<Examined> {
    must_exist(path)?;
    file::refuse_remains(path)?;
    let options = reading(path);
    let found = file::inspect(path, &options, &STEPS).await?;
    let version = match found {
        file::Found::Empty => None,
        file::Found::Version(version) => Some(version),
    };
    let mut connection = options.connect().await.map_err(told(path))?;
    let faults = faults(&mut connection).await.map_err(told(path))?;
    connection.close().await.map_err(told(path))?;
    Ok(Examined { version, newest: file::newest(&STEPS), faults })
}

/// What the file at `path` holds, once SQLite has found it whole.
///
/// # Errors
///
/// As [`examine`], and [`CopyProblem::NotWhole`].
pub async fn contents(path: &Path) -> Done<Contents> {
    let examined = examine(path).await?;
    if !examined.faults.is_empty() {
        return Err(CopyProblem::NotWhole { path: path.to_owned(), faults: examined.faults });
    }
    let mut connection = reading(path).connect().await.map_err(told(path))?;
    let contents = read_contents(&mut connection).await.map_err(told(path))?;
    connection.close().await.map_err(told(path))?;
    Ok(contents)
}

/// Copies the store at `from`, which may be in use, to the new file `to`.
///
/// # Errors
///
/// [`CopyProblem`]; then there is no file at `to` that was not there before.
pub async fn backup(from: &Path, to: &Path) -> Done<Copy> {
    must_exist(from)?;
    file::inspect(from, &reading(from), &STEPS).await?;
    let mut store = reading(from).connect().await.map_err(told(from))?;
    let mut tries = 1;
    let copy = loop {
        let before = written_by_others(&mut store).await.map_err(told(from))?;
        let held = read_contents(&mut store).await.map_err(told(from))?;
        let copied = copy_of(from, to).await?;
        let is_quiet = written_by_others(&mut store).await.map_err(told(from))? == before;
        if is_quiet && copied != held {
            remove(to);
            return Err(CopyProblem::Differs { path: to.to_owned() });
        }
        if is_quiet || tries == MOST_TRIES {
            keep_hash(to, &copied)?;
            break Copy { contents: copied, is_compared: is_quiet };
        }
        remove(to);
        tries += 1;
    };
    store.close().await.map_err(told(from))?;
    Ok(copy)
}

/// Puts the backup at `from` in place as the store `to`, which must not exist or hold no rows.
///
/// # Errors
///
/// [`CopyProblem`]; then `to` is as it was.
pub async fn restore(from: &Path, to: &Path) -> Done<Copy> {
    let held = contents(from).await?;
    let kept_hash = fs::read_to_string(with_ending(from, HASH)).ok();
    if kept_hash.as_ref().is_some_and(|kept| kept.trim() != held.hash) {
        let faults = vec!["it does not hold what it held when it was made".to_owned()];
        return Err(CopyProblem::NotWhole { path: from.to_owned(), faults });
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(|source| CopyProblem::CannotWrite { path: to.to_owned(), source })?;
    }
    // Until the backup is in place nobody else can begin to use what stands there, nor write to it.
    let _alone = file::InUse::alone(to)?;
    let is_replaced = must_be_empty(to).await?;
    let beside = with_ending(to, ".restoring");
    let copied = copy_of(from, &beside).await?;
    if copied != held {
        remove(&beside);
        return Err(CopyProblem::Differs { path: beside });
    }
    if is_replaced {
        for old in [to.to_owned(), with_ending(to, "-wal"), with_ending(to, "-shm")] {
            remove(&old);
        }
    }
    let placed = put_in_place(&beside, to);
    if placed.is_err() {
        remove(&beside);
    }
    match placed {
        Ok(()) => Ok(Copy { contents: copied, is_compared: kept_hash.is_some() }),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(CopyProblem::Taken { path: to.to_owned() })
        }
        Err(source) => Err(CopyProblem::CannotWrite { path: to.to_owned(), source }),
    }
}

/// Gives what was made the name of a store, where nothing may stand. A link is refused where something does, and renaming
/// would write over it: it is for file systems without links, such as that of a memory stick.
pub(super) fn put_in_place(made: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(made, path) {
        Ok(()) => {
            remove(made);
            Ok(())
        }
        Err(_) if !path.exists() => fs::rename(made, path),
        Err(error) => Err(error),
    }
}

/// Beside a backup stands its hash.
const HASH: &str = ".hash";

fn keep_hash(copy: &Path, contents: &Contents) -> Done<()> {
    use std::io::Write;
    let path = with_ending(copy, HASH);
    let opened =
        file::for_the_owner(fs::OpenOptions::new().write(true).create(true).truncate(true)).open(&path);
    let written =
        opened.and_then(|mut file| writeln!(file, "{}", contents.hash).and_then(|()| file.sync_all()));
    written.map_err(|source| CopyProblem::CannotWrite { path, source })
}

/// Deletes a backup, and its hash with it.
///
/// # Errors
///
/// When the system refuses.
pub fn delete(copy: &Path) -> std::io::Result<()> {
    remove(&with_ending(copy, HASH));
    fs::remove_file(copy)
}

/// Whether an empty store is there that is to be replaced.
async fn must_be_empty(path: &Path) -> Done<bool> {
    if !path.exists() {
        // A log without its database may hold the only copy of something.
        let log = with_ending(path, "-wal");
        return if log.exists() { Err(CopyProblem::Taken { path: log }) } else { Ok(false) };
    }
    let rows = contents(path).await?.rows();
    if rows > 0 { Err(CopyProblem::NotEmpty { path: path.to_owned(), rows }) } else { Ok(true) }
}

/// Makes one copy, synchronises it, and reads it back.
async fn copy_of(from: &Path, to: &Path) -> Done<Contents> {
    match file::for_the_owner(fs::OpenOptions::new().write(true).create_new(true)).open(to) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(CopyProblem::Taken { path: to.to_owned() });
        }
        Err(source) => return Err(CopyProblem::CannotWrite { path: to.to_owned(), source }),
    }
    let copied = vacuum_into(from, to).await;
    let copied = match copied {
        Ok(()) => contents(to).await,
        Err(problem) => Err(problem),
    };
    if copied.is_err() {
        remove(to);
    }
    copied
}

async fn vacuum_into(from: &Path, to: &Path) -> Done<()> {
    let mut connection = reading(from).connect().await.map_err(told(from))?;
    let vacuumed =
        sqlx::query("VACUUM INTO $1").bind(to.display().to_string()).execute(&mut connection).await;
    connection.close().await.map_err(told(from))?;
    vacuumed.map_err(told(to))?;
    let synchronised = File::open(to).and_then(|file| file.sync_all());
    synchronised.map_err(|source| CopyProblem::CannotWrite { path: to.to_owned(), source })
}

/// What SQLite finds wrong; nothing when all is well.
async fn faults(connection: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(5)").fetch_all(connection).await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Changes whenever another connection has written.
async fn written_by_others(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("PRAGMA data_version").fetch_one(connection).await
}

async fn read_contents(connection: &mut SqliteConnection) -> Result<Contents, sqlx::Error> {
    let mut read = connection.begin().await?;
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations' ORDER BY name",
    )
    .fetch_all(&mut *read)
    .await?;
    let mut hash = Sha256::new();
    let mut tables = Vec::new();
    for name in names {
        let rows = read_table(&mut read, &name, &mut hash).await?;
        tables.push((name, rows));
    }
    Ok(Contents { tables, hash: crate::text::hex(&hash.finalize()) })
}

/// Puts every row of a table into the hash, in the order of their making; says how many there are.
async fn read_table(
    connection: &mut SqliteConnection,
    table: &str,
    hash: &mut Sha256,
) -> Result<u64, sqlx::Error> {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
        .bind(table)
        .fetch_all(&mut *connection)
        .await?;
    hash.update(format!("{table}({})\n", columns.join(",")));
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
    let page = format!(
        "SELECT rowid AS place, {} AS held FROM \"{table}\" WHERE rowid > $1 ORDER BY rowid LIMIT {PAGE}",
        quoted.join(" || ',' || ")
    );
    let (mut rows, mut after) = (0, i64::MIN);
    loop {
        let held = sqlx::query(&page).bind(after).fetch_all(&mut *connection).await?;
        let Some(last) = held.last() else { return Ok(rows) };
        after = last.try_get("place")?;
        for row in &held {
            hash.update(row.try_get::<&str, _>("held")?);
            hash.update("\n");
            rows += 1;
        }
    }
}

fn reading(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .create_if_missing(false)
        .busy_timeout(std::time::Duration::from_secs(5))
}

fn told(path: &Path) -> impl Fn(sqlx::Error) -> CopyProblem + use<'_> {
    move |error| CopyProblem::Store(store_error(&path.display().to_string(), error))
}

fn must_exist(path: &Path) -> Done<()> {
    if path.is_file() { Ok(()) } else { Err(CopyProblem::NothingThere { path: path.to_owned() }) }
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Takes away what was only begun. What cannot be taken away is in nobody's way but the operator's.
fn remove(path: &Path) {
    match fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "a file that was only begun stays behind")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder stands for what cannot be linked: on no file system can it be.
    #[cfg(unix)]
    #[test]
    fn what_cannot_be_linked_is_renamed_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("made")).unwrap();
        fs::write(path("taken"), "words").unwrap();
        assert!(put_in_place(&path("made"), &path("taken")).is_err());
        assert_eq!(fs::read(path("taken")).unwrap(), b"words");
        put_in_place(&path("made"), &path("free")).unwrap();
        assert!(path("free").is_dir() && !path("made").exists());
    }
}
