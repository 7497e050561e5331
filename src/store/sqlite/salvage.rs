//! A damaged store at start-up: set aside as it is, and what can still be read goes on.
//!
//! Nothing is written to the damaged file, and it is never deleted. What can be read of it is first copied to a new file
//! beside it; only when that is whole do the two change places. So a power cut at any moment leaves the damaged file, under
//! its old name or its new one, and no new store is ever made where one was set aside and nothing came in its place.
//!
//! From before the copy until after the change nobody else uses the store: what a family is told is kept would be kept in
//! the file that goes. Of two that start at once, the second finds what the first has put in place.
//!
//! Only a file that says of itself that it is ours, with tables of this Signpost, is handled so. Everything else is left
//! where it is, and whoever opens it is told.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

use super::copies::{put_in_place, with_ending};
use super::{STEPS, SqliteSettings, SqliteStore, file, store_error};
use crate::moment::Moment;
use crate::store::{Obstacle, StoreError};

/// What became of a damaged store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Where the damaged file is now, untouched.
    pub damaged: PathBuf,
    /// So many enquiries could be read, and are in use.
    pub enquiries: u64,
    /// Tables of which something may be missing.
    pub incomplete: Vec<String>,
}

impl std::fmt::Display for SetAside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let SetAside { damaged, enquiries, incomplete } = self;
        write!(
            f,
            "the enquiry store was damaged. It is set aside, untouched, as {}; {enquiries} enquiries could be read from it \
             and are in use",
            damaged.display()
        )?;
        if !incomplete.is_empty() {
            write!(f, ", and something may be missing of: {}", incomplete.join(", "))?;
        }
        f.write_str(". Look at the disk, and compare with the last backup")
    }
}

/// Sets the store at `path` aside if it is damaged; says nothing if it is whole, or not there.
///
/// # Errors
///
/// [`StoreError::Damaged`] when nothing could be read of it, or it is not certain that it is ours: it stays where it is.
/// [`StoreError::Unavailable`] when the new file cannot be written, or another Signpost uses the damaged one.
pub async fn set_aside_if_damaged(path: &Path, now: Moment) -> Result<Option<SetAside>, StoreError> {
    if !path.exists() || !says_it_is_ours(path) {
        return Ok(None);
    }
    let Some(_alone) = alone_with_damage(path).await? else { return Ok(None) };
    let found = file::Identity::of(path).map_err(|error| file::error_of(path, error))?;
    // Somebody may have set it aside meanwhile.
    let Some(damage) = find_damage(path).await else { return Ok(None) };
    let beside = with_ending(path, &format!(".salvaged-{}", now.instant().format(STAMP)));
    let rescued = match rescue(path, &beside).await {
        Ok(rescued) => rescued,
        Err(error) => {
            tracing::warn!(%error, "nothing could be read of the damaged store");
            remove(&beside);
            return Err(damage);
        }
    };
    let changed = match found.check(path) {
        Ok(()) => change_places(path, &beside, now).map_err(|error| file::error_of(path, error)),
        Err(moved) => Err(moved),
    };
    remove(&beside);
    let damaged = changed?;
    Ok(Some(SetAside { damaged, enquiries: rescued.enquiries, incomplete: rescued.incomplete }))
}

/// The damaged store, which nobody else uses from then on; none if it is whole, as once another has set the damaged one
/// aside and goes on with what was rescued.
async fn alone_with_damage(path: &Path) -> Result<Option<file::InUse>, StoreError> {
    let started = Instant::now();
    while find_damage(path).await.is_some() {
        match file::InUse::alone(path) {
            Ok(alone) => return Ok(Some(alone)),
            Err(StoreError::Unavailable { obstacle: Obstacle::Locked, .. })
                if started.elapsed() < FOR_ANOTHER =>
            {
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// So long one waits that starts while another sets the store aside; not for one that goes on using it.
const FOR_ANOTHER: Duration = Duration::from_secs(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

const STAMP: &str = "%Y%m%dT%H%M%SZ";
/// What is set aside is called after the store, this word and the moment.
pub const ASIDE: &str = ".damaged-";

/// The stores that were set aside beside this one.
pub fn set_aside_before(path: &Path) -> Vec<PathBuf> {
    let Some((folder, name)) = path.parent().zip(path.file_name()) else { return Vec::new() };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let begins = format!("{}{ASIDE}", name.to_string_lossy());
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_one = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| {
            name.starts_with(&begins) && !BESIDE.iter().any(|ending| name.ends_with(ending))
        })
    };
    entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_one).collect()
}

/// What stands beside a store.
const BESIDE: [&str; 3] = ["-wal", "-shm", file::LOCK];

/// By the number in its header, which every store of Signpost carries.
fn says_it_is_ours(path: &Path) -> bool {
    let Ok((header, _)) = file::read_header(path) else { return false };
    let number = header.get(68..72).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    header.starts_with(b"SQLite format 3\0") && number.map(i64::from) == Some(file::APPLICATION_ID)
}

/// The damage, as whoever opens the store would be told; none if it is whole, or something else is the matter.
async fn find_damage(path: &Path) -> Option<StoreError> {
    let started = Instant::now();
    loop {
        match look_through(path).await {
            Err(damage @ StoreError::Damaged { .. }) => return Some(damage),
            // Two that look at the same moment, or begin to use a file, are in each other's way.
            Err(StoreError::Unavailable { .. }) if started.elapsed() < IN_THE_WAY => {
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
            _ => return None,
        }
    }
}

const IN_THE_WAY: Duration = Duration::from_secs(1);

async fn look_through(path: &Path) -> Result<(), StoreError> {
    let place = path.display().to_string();
    let fails = |error| store_error(&place, error);
    file::refuse_remains(path)?;
    let options = SqliteConnectOptions::new().filename(path).read_only(true).create_if_missing(false);
    file::inspect(path, &options, &STEPS).await?;
    let mut connection = options.connect().await.map_err(fails)?;
    let told: Result<String, _> =
        sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await;
    connection.close().await.map_err(fails)?;
    match told.map_err(fails)?.as_str() {
        "ok" => Ok(()),
        fault => Err(StoreError::Damaged { place: place.clone(), source: fault.to_owned().into() }),
    }
}

struct Rescued {
    enquiries: u64,
    incomplete: Vec<String>,
}

/// Tables in an order in which each finds what it refers to.
const TABLES: [&str; 13] = [
    "enquiries",
    "messages",
    "notes",
    "events",
    "trail_heads",
    "notices",
    "advisers",
    "flags",
    "sessions",
    "interactions",
    "cards",
    "unanswered",
    "missed_words",
];

/// Copies what can be read of the store at `from` to a new store at `to`.
async fn rescue(from: &Path, to: &Path) -> Result<Rescued, sqlx::Error> {
    let mut damaged = SqliteConnectOptions::new()
        .filename(from)
        .read_only(true)
        .create_if_missing(false)
        // Otherwise SQLite refuses to read a file that is shorter than it should be.
        .pragma("writable_schema", "ON")
        .connect()
        .await?;
    let version: i64 =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut damaged).await?;
    if version != file::newest(&STEPS) {
        return Err(sqlx::Error::Protocol(format!("its tables are of version {version}")));
    }
    let made = SqliteStore::open(SqliteSettings::new(to))
        .await
        .map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
    made.shut().await;
    let mut whole = SqliteConnectOptions::new()
        .filename(to)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .connect()
        .await?;
    let mut rescued = Rescued { enquiries: 0, incomplete: Vec::new() };
    let mut write = whole.begin().await?;
    for table in TABLES {
        let read = read_table(&mut damaged, table).await;
        let mut is_complete = read.is_complete;
        for row in &read.rows {
            match sqlx::query(row).execute(&mut *write).await {
                Ok(_) if table == "enquiries" => rescued.enquiries += 1,
                Ok(_) => {}
                // Such as a message whose enquiry could not be read.
                Err(_) => is_complete = false,
            }
        }
        if !is_complete {
            rescued.incomplete.push(table.to_owned());
        }
    }
    // New lines of the trail follow the last that is known.
    sqlx::query(
        "INSERT INTO trail_heads (service, lines, hash)
         SELECT service, line, hash FROM events AS last
         WHERE line = (SELECT max(line) FROM events WHERE service = last.service)
         ON CONFLICT DO NOTHING",
    )
    .execute(&mut *write)
    .await?;
    write.commit().await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut whole).await?;
    whole.close().await?;
    // What is damaged may not be closed without complaint.
    let _ = damaged.close().await;
    Ok(rescued)
}

struct ReadTable {
    /// Each row as the statement that makes it.
    rows: Vec<String>,
    is_complete: bool,
}

/// Reads a table from its beginning until the damage, and from its end until the damage.
async fn read_table(damaged: &mut SqliteConnection, table: &str) -> ReadTable {
    let mut read = ReadTable { rows: Vec::new(), is_complete: false };
    let columns: Result<Vec<String>, _> =
        sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY cid")
            .bind(table)
            .fetch_all(&mut *damaged)
            .await;
    let Ok(columns) = columns else { return read };
    if columns.is_empty() {
        return read;
    }
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
    let row = format!(
        "'INSERT INTO \"{table}\" ({}) VALUES (' || {} || ')'",
        columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", "),
        quoted.join(" || ',' || ")
    );
    let mut last = i64::MIN;
    loop {
        let ask = format!("SELECT rowid, {row} FROM \"{table}\" WHERE rowid > $1 ORDER BY rowid LIMIT 1");
        match one(damaged, &ask, last).await {
            // A damaged page can lead back to where the reading has been.
            Ok(Some((rowid, row))) if rowid > last => {
                read.rows.push(row);
                last = rowid;
            }
            Ok(None) => {
                read.is_complete = true;
                return read;
            }
            _ => break,
        }
    }
    let mut first = i64::MAX;
    loop {
        let ask =
            format!("SELECT rowid, {row} FROM \"{table}\" WHERE rowid < $1 ORDER BY rowid DESC LIMIT 1");
        match one(damaged, &ask, first).await {
            Ok(Some((rowid, row))) if rowid > last && rowid < first => {
                read.rows.push(row);
                first = rowid;
            }
            _ => return read,
        }
    }
}

async fn one(
    damaged: &mut SqliteConnection,
    ask: &str,
    place: i64,
) -> Result<Option<(i64, String)>, sqlx::Error> {
    let row = sqlx::query(ask).bind(place).fetch_optional(damaged).await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// The damaged file and its log get a name of their own, and what was rescued gets the name of the store. What cannot be
/// done whole is undone: the store goes first and comes back last, because a log without its database is never written over.
fn change_places(path: &Path, rescued: &Path, now: Moment) -> std::io::Result<PathBuf> {
    let aside = with_ending(path, &format!("{ASIDE}{}", now.instant().format(STAMP)));
    if aside.exists() {
        return Err(std::io::Error::from(ErrorKind::AlreadyExists));
    }
    let mut moved = Vec::new();
    let changed = ["", "-wal", "-shm"].into_iter().try_for_each(|ending| {
        let (from, to) = (with_ending(path, ending), with_ending(&aside, ending));
        if from.exists() {
            fs::rename(&from, &to)?;
            moved.push((from, to));
        }
        Ok(())
    });
    match changed.and_then(|()| put_in_place(rescued, path)) {
        Ok(()) => Ok(aside),
        Err(error) => {
            for (from, to) in moved.iter().rev() {
                fs::rename(to, from)?;
            }
            Err(error)
        }
    }
}

fn remove(path: &Path) {
    for ending in [""].into_iter().chain(BESIDE) {
        let path = with_ending(path, ending);
        if let Err(error) = fs::remove_file(&path)
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(%error, path = %path.display(), "a file that was only begun stays behind");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_change_places_stays_where_it_was_with_its_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signpost.db");
        let now = Moment::new("2026-11-24T09:00:00Z".parse().unwrap());
        fs::write(&path, "damaged").unwrap();
        fs::write(with_ending(&path, "-wal"), "its log").unwrap();
        change_places(&path, &folder.path().join("nothing was rescued"), now).unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), b"damaged");
        assert_eq!(fs::read(with_ending(&path, "-wal")).unwrap(), b"its log");
        assert_eq!(set_aside_before(&path), Vec::<PathBuf>::new());
    }
}
