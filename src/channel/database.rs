//! `signpost db …`: makes the tables, copies the store, puts a copy back, deletes what has served its time.
//!
//! A backup that went to the backup folder is named by its moment, and deleted there once it has served its time too:
//! what was purged from the store is in it until then.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};

use crate::enquiry::ServiceId;
use crate::library::ServiceProfile;
use crate::moment::{Moment, in_words};
use crate::settings::{Database, SettingsError};
use crate::store::sealed::{Keyring, Resealed, SealedStore};
use crate::store::sqlite::copies::{self, Contents, Copy, CopyProblem};
use crate::store::sqlite::{SqliteSettings, SqliteStore};
use crate::store::{Store, StoreError, copy};

/// What is typed after `signpost db`.
#[derive(Debug, Args)]
pub struct DatabaseArgs {
    #[command(subcommand)]
    pub command: DatabaseCommand,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum DatabaseCommand {
    /// Makes the tables, or brings them up to this Signpost
    Migrate,
    /// Copies the store to a new file, while it is in use
    Backup {
        /// The new file; without it, one named by the moment in the backup folder
        file: Option<PathBuf>,
        /// The folder backups go to
        #[arg(long, value_name = "DIR", env = "SIGNPOST_BACKUPS")]
        backups: Option<PathBuf>,
    },
    /// Puts a backup in place as the store, which must not exist or hold nothing
    Restore { file: PathBuf },
    /// Says what a store or a backup holds, by count and by hash
    Contents {
        /// A file; without it, the store
        file: Option<PathBuf>,
    },
    /// Moves a whole store into another, empty one, and compares: stop Signpost before
    Copy {
        /// The store to copy, as --database names it
        #[arg(long, value_name = "DATABASE")]
        from: String,
        /// The empty store to copy to
        #[arg(long, value_name = "DATABASE")]
        to: String,
    },
    /// Seals everything anew with the first key, after the keys were changed; it may be stopped, and run again
    Reseal,
    /// Deletes what has served its time, as `serve` does by itself every day
    Purge,
}

/// Why nothing was done. Each says the mend.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseProblem {
    #[error(
        "no backup folder is set; name a file, as `signpost db backup FILE`, or set SIGNPOST_BACKUPS to a folder"
    )]
    NoFolder,
    #[error("the backup folder {} cannot be used: {source}; make it, or name another", path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("this works on the file of a SQLite store; copy a PostgreSQL database with its own `pg_dump`")]
    OnAServer,
    #[error(transparent)]
    Move(#[from] copy::CopyError),
    #[error(transparent)]
    Copy(#[from] CopyProblem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DatabaseProblem {
    /// Whether something else has to be typed or set, so that the process ends with code 2.
    pub fn is_bad_usage(&self) -> bool {
        matches!(
            self,
            DatabaseProblem::NoFolder
                | DatabaseProblem::OnAServer
                | DatabaseProblem::Settings(_)
                | DatabaseProblem::Move(copy::CopyError::NothingThere { .. })
                | DatabaseProblem::Copy(
                    CopyProblem::Taken { .. }
                        | CopyProblem::NotEmpty { .. }
                        | CopyProblem::NothingThere { .. }
                )
        )
    }
}

/// Runs one command and gives what is to be printed, with its last line end.
///
/// # Errors
///
/// [`DatabaseProblem`].
pub async fn run(
    command: &DatabaseCommand,
    database: &Database,
    keyring: &Arc<Keyring>,
    service: &ServiceProfile,
    backups: Option<&Path>,
    now: Moment,
) -> Result<String, DatabaseProblem> {
    let Some(path) = database.file() else {
        return on_a_server(command, database, keyring, service, now).await;
    };
    match command {
        DatabaseCommand::Migrate => migrate(path).await,
        DatabaseCommand::Backup { file: Some(file), .. } => backup(path, file).await,
        DatabaseCommand::Backup { file: None, backups: given } => {
            let folder = given.as_deref().or(backups).ok_or(DatabaseProblem::NoFolder)?;
            backup_to_folder(path, folder, service.periods.keep_backups_days, now).await
        }
        DatabaseCommand::Restore { file } => restore(file, path).await,
        DatabaseCommand::Contents { file } => {
            let path = file.as_deref().unwrap_or(path);
            Ok(format!("{}: {}\n", path.display(), in_lines(&copies::contents(path).await?)))
        }
        DatabaseCommand::Copy { from, to } => copy_whole(from, to).await,
        DatabaseCommand::Reseal => {
            let store = Arc::new(SqliteStore::open(SqliteSettings::new(path)).await?);
            reseal(store, keyring, service).await
        }
        DatabaseCommand::Purge => {
            let store = SqliteStore::open(SqliteSettings::new(path)).await?;
            let purged = store.purge(&ServiceId::new(service.id.clone()), now).await;
            store.shut().await;
            Ok(purged_in_words(purged?.len(), now))
        }
    }
}

/// Moves every row of one store into another.
async fn copy_whole(from: &str, to: &str) -> Result<String, DatabaseProblem> {
    let (from, to) = (Database::read(Some(from))?, Database::read(Some(to))?);
    let moved = copy::copy(&from.place()?, &to.place()?).await?;
    let mut said = String::new();
    for tally in &moved {
        said.push_str(&format!("{:<14} {:>9}  {}\n", tally.table, tally.rows, tally.hash));
    }
    said.push_str("Copied, read back and compared: same counts, same hashes.\n");
    Ok(said)
}

async fn on_a_server(
    command: &DatabaseCommand,
    database: &Database,
    keyring: &Arc<Keyring>,
    service: &ServiceProfile,
    now: Moment,
) -> Result<String, DatabaseProblem> {
    match command {
        DatabaseCommand::Copy { from, to } => copy_whole(from, to).await,
        DatabaseCommand::Reseal => reseal(database.place()?.open().await?, keyring, service).await,
        DatabaseCommand::Migrate => {
            database.place()?.open().await?;
            Ok("the tables are as this Signpost wants them\n".to_owned())
        }
        DatabaseCommand::Purge => {
            let store = database.place()?.open().await?;
            let purged = store.purge(&ServiceId::new(service.id.clone()), now).await?;
            Ok(purged_in_words(purged.len(), now))
        }
        DatabaseCommand::Backup { .. }
        | DatabaseCommand::Restore { .. }
        | DatabaseCommand::Contents { .. } => Err(DatabaseProblem::OnAServer),
    }
}

async fn reseal(
    store: Arc<dyn Store>,
    keyring: &Arc<Keyring>,
    service: &ServiceProfile,
) -> Result<String, DatabaseProblem> {
    let sealed = SealedStore::new(store, keyring.clone());
    let Resealed { sealed, already, left } = sealed.reseal(&ServiceId::new(service.id.clone())).await?;
    let first = keyring.keys().map_err(StoreError::from)?.first().map(|key| key.id.to_string());
    let first = first.unwrap_or_default();
    let rest = match left {
        0 => format!(
            "The old key is still needed for backups; for conversations, which are sealed anew when they go on, and forgotten \
             after {} days of silence; and for reminders until they are sent.",
            service.periods.forget_conversations_days
        ),
        left => format!("{left} changed just then: run it again."),
    };
    Ok(format!(
        "Enquiries sealed anew with the key {first}: {sealed}; sealed with it before: {already}. {rest}\n"
    ))
}

fn purged_in_words(count: usize, now: Moment) -> String {
    let today = in_words(now.date());
    match count {
        0 => format!("Nothing is to be deleted on {today}.\n"),
        1 => format!(
            "1 enquiry had served its time on {today} and is deleted; its trail, without words, stays.\n"
        ),
        _ => format!(
            "{count} enquiries had served their time on {today} and are deleted; their trails, without words, stay.\n"
        ),
    }
}

async fn migrate(path: &Path) -> Result<String, DatabaseProblem> {
    let before = match copies::examine(path).await {
        Ok(examined) => examined.version,
        Err(CopyProblem::NothingThere { .. }) => None,
        Err(problem) => return Err(problem.into()),
    };
    SqliteStore::open(SqliteSettings::new(path)).await?.shut().await;
    let newest = copies::examine(path).await?.newest;
    let path = path.display();
    Ok(match before {
        None => format!("{path}: made, tables at version {newest}\n"),
        Some(before) if before == newest => format!("{path}: tables are at version {newest} already\n"),
        Some(before) => format!("{path}: tables brought from version {before} to {newest}\n"),
    })
}

async fn backup(from: &Path, to: &Path) -> Result<String, DatabaseProblem> {
    let copy = copies::backup(from, to).await?;
    Ok(format!("{}: {}\n{}\n", to.display(), in_lines(&copy.contents), compared(&copy)))
}

async fn backup_to_folder(
    from: &Path,
    folder: &Path,
    keep_days: u32,
    now: Moment,
) -> Result<String, DatabaseProblem> {
    let fails = |source| DatabaseProblem::Folder { path: folder.to_owned(), source };
    copies::make_folder(folder).map_err(fails)?;
    let mut said = backup(from, &folder.join(name_at(now))).await?;
    for (path, _) in expired(folder, keep_days, now).map_err(fails)? {
        copies::delete(&path).map_err(fails)?;
        said.push_str(&format!("{}: deleted, older than {keep_days} days\n", path.display()));
    }
    Ok(said)
}

async fn restore(from: &Path, to: &Path) -> Result<String, DatabaseProblem> {
    let copy = copies::restore(from, to).await?;
    Ok(format!(
        "{}: {}\n{}\nIts words are sealed: put the key it was made with beside it, or name it with SIGNPOST_KEY_FILE.\nWhat families took back after this backup was made is in it again: see the README.\n",
        to.display(),
        in_lines(&copy.contents),
        match copy.is_compared {
            true => "Read back and compared: whole, same counts, same hash.",
            false => "Read back: whole. There is no hash beside the backup to compare it with.",
        },
    ))
}

fn in_lines(contents: &Contents) -> String {
    let tables: Vec<String> = contents
        .tables
        .iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(table, rows)| format!("{table} {rows}"))
        .collect();
    let tables = if tables.is_empty() { "nothing".to_owned() } else { tables.join(", ") };
    let enquiries = match contents.rows_of("enquiries") {
        1 => "1 enquiry".to_owned(),
        count => format!("{count} enquiries"),
    };
    format!("{enquiries} ({tables})\nhash {}", contents.hash)
}

fn compared(copy: &Copy) -> &'static str {
    if copy.is_compared {
        "Read back and compared: whole, same counts, same hash."
    } else {
        "Read back: whole. Somebody wrote all the while, so it could not be compared with the store."
    }
}

const PREFIX: &str = "signpost-";
const SUFFIX: &str = ".db";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// What a backup of this moment is called in the backup folder.
fn name_at(now: Moment) -> String {
    format!("{PREFIX}{}{SUFFIX}", now.instant().format(STAMP))
}

/// When a file of the backup folder was made, by its name; none for what is no backup.
fn made_at(path: &Path) -> Option<DateTime<Utc>> {
    let stamp = path.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    NaiveDateTime::parse_from_str(stamp, STAMP).ok().map(|at| at.and_utc())
}

/// The backups of a folder, oldest first. What is not named as a backup is not ours to count or delete.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn in_folder(folder: &Path) -> std::io::Result<Vec<(PathBuf, Moment)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        found.extend(made_at(&path).map(|at| (path, Moment::new(at))));
    }
    found.sort_by_key(|(_, at)| *at);
    Ok(found)
}

/// The backups that have served their time. The newest is never one of them.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn expired(folder: &Path, keep_days: u32, now: Moment) -> std::io::Result<Vec<(PathBuf, Moment)>> {
    let mut backups = in_folder(folder)?;
    backups.pop();
    let oldest = now.instant() - TimeDelta::days(i64::from(keep_days));
    backups.retain(|(_, at)| at.instant() < oldest);
    Ok(backups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> Moment {
        Moment::new(moment.parse().unwrap())
    }

    #[test]
    fn a_backup_is_named_by_its_moment_and_read_back() {
        let now = at("2026-11-24T09:05:07Z");
        assert_eq!(name_at(now), "signpost-20261124T090507Z.db");
        assert_eq!(made_at(Path::new(&name_at(now))), Some(now.instant()));
        for other in ["signpost.db", "signpost-.db", "notes.txt", "signpost-20261324T090507Z.db"] {
            assert_eq!(made_at(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn old_backups_go_but_never_the_newest_and_never_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let days = ["2026-08-01", "2026-10-01", "2026-11-20"];
        let backups = days.map(|day| folder.path().join(name_at(at(&format!("{day}T09:00:00Z")))));
        for path in backups.iter().chain([&folder.path().join("family.txt")]) {
            std::fs::write(path, "").unwrap();
        }
        let gone = |now: &str| -> Vec<PathBuf> {
            expired(folder.path(), 30, at(now)).unwrap().into_iter().map(|(path, _)| path).collect()
        };
        assert_eq!(gone("2026-11-24T09:00:00Z"), backups[..2]);
        assert_eq!(gone("2036-11-24T09:00:00Z"), backups[..2]);
        assert_eq!(gone("2026-08-02T09:00:00Z"), Vec::<PathBuf>::new());
    }
}
