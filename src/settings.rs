//! Settings: flags over environment over `signpost.toml`, checked once at start.
//!
//! Secrets are never in `signpost.toml`: they come from the environment or from a file of their own.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What `signpost.toml` may say. Each has a flag and a `SIGNPOST_…` variable that go before it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: Option<String>,
    /// A folder with `knowledge/` and `dialogs/`, used in place of what is embedded.
    pub content: Option<PathBuf>,
    /// The file with the keys that words are sealed with. The keys themselves are never in this file.
    pub key_file: Option<PathBuf>,
    /// Which service of `knowledge/services/` this is.
    pub service: Option<String>,
    /// Quiet time at the kiosk before it warns.
    pub idle_secs: Option<u64>,
    /// The folder backups go to.
    pub backups: Option<PathBuf>,
    /// The command that prints at the kiosk what it reads on standard input: `lp -d letters`.
    pub print: Option<String>,
    /// Where the kiosk saves letters and dates: a folder that a memory stick appears as.
    pub save: Option<PathBuf>,
    #[serde(default)]
    pub discord: DiscordTable,
}

/// The `[discord]` table: ids of places and roles, as Discord's developer mode copies them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscordTable {
    /// The server in which advisers work.
    pub server: Option<u64>,
    /// Its channel for the cards of the queue.
    pub adviser_channel: Option<u64>,
    /// Whoever has this role works the queue.
    pub adviser_role: Option<u64>,
    /// Pinged for safeguarding, and for nothing else.
    pub duty_role: Option<u64>,
    /// Where private threads tell families that something waits, when direct messages are closed.
    pub family_channel: Option<u64>,
    /// Families' commands are told to this server alone, at once: for trying things out.
    pub dev_server: Option<u64>,
}

/// Why the settings cannot be used. Each message says the mend.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("cannot read the settings file {path}: check that it exists and may be read")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the settings file {path} cannot be used: {message}")]
    Malformed { path: PathBuf, message: String },
    #[error(
        "`{given}` is no database: write sqlite:PATH, such as sqlite:signpost.db, or postgres://NAME@HOST/DATABASE"
    )]
    Database { given: String },
    #[error(
        "this signpost was built without PostgreSQL: give --database sqlite:PATH, or build it with `postgres`"
    )]
    NoPostgres,
    #[error("this platform names no folder for an application's data: give one with --database sqlite:PATH")]
    NoDataFolder,
    #[cfg(feature = "sealing")]
    #[error("both SIGNPOST_KEY and SIGNPOST_KEY_FILE are set; keep one of them")]
    KeyTwice,
    #[cfg(feature = "sealing")]
    #[error("SIGNPOST_KEY cannot be used")]
    Key(#[from] crate::store::sealed::KeyProblem),
    #[error("SIGNPOST_NOW is `{given}`, which is no moment: write it like 2026-11-24T10:00:00Z, or unset it")]
    Now { given: String },
}

impl SettingsFile {
    /// Reads the file named, or `signpost.toml` here if there is one.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] when a named file is missing, or any is not as it has to be.
    pub fn read(named: Option<&Path>) -> Result<SettingsFile, SettingsError> {
        let path = named.unwrap_or(Path::new("signpost.toml"));
        if named.is_none() && !path.exists() {
            return Ok(SettingsFile::default());
        }
        let text = std::fs::read_to_string(path)
            .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|error| SettingsError::Malformed {
            path: path.to_owned(),
            message: error.message().to_owned(),
        })
    }
}

/// Where enquiries are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    /// The whole address, its password included: it is never shown.
    Postgres(String),
}

impl Database {
    /// Reads `sqlite:PATH` or `postgres://…`; without one, the platform's data folder.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] when it names no known database, or the platform has no data folder.
    pub fn read(given: Option<&str>) -> Result<Database, SettingsError> {
        match given {
            Some(given) if given.starts_with("postgres://") || given.starts_with("postgresql://") => {
                Ok(Database::Postgres(given.to_owned()))
            }
            Some(given) => match given.strip_prefix("sqlite:") {
                Some(path) if !path.is_empty() => Ok(Database::Sqlite(PathBuf::from(path))),
                _ => Err(SettingsError::Database { given: given.to_owned() }),
            },
            None => Ok(Database::Sqlite(data_folder()?.join("signpost.db"))),
        }
    }

    /// The file it is in, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Database::Sqlite(path) => Some(path),
            Database::Postgres(_) => None,
        }
    }

    /// Where its store is to be opened.
    ///
    /// # Errors
    ///
    /// [`SettingsError::NoPostgres`] where this program was built without it.
    #[cfg(feature = "sqlite")]
    pub fn place(&self) -> Result<crate::store::late::Place, SettingsError> {
        use crate::store::late::Place;
        match self {
            Database::Sqlite(path) => Ok(Place::Sqlite(crate::store::sqlite::SqliteSettings::new(path))),
            #[cfg(feature = "postgres")]
            Database::Postgres(url) => {
                Ok(Place::Postgres(crate::store::postgres::PostgresSettings::new(url.clone())))
            }
            #[cfg(not(feature = "postgres"))]
            Database::Postgres(_) => Err(SettingsError::NoPostgres),
        }
    }
}

/// Where the keys are that words are sealed with: SIGNPOST_KEY_FILE or SIGNPOST_KEY, the settings file, or beside a SQLite
/// database. An empty variable is none.
///
/// # Errors
///
/// [`SettingsError`] when both variables are set, or one holds no key.
#[cfg(feature = "sealing")]
pub fn key_source(
    key_file: Option<PathBuf>,
    database: &Database,
) -> Result<crate::store::sealed::KeySource, SettingsError> {
    use crate::store::sealed::{KeySource, Keys};
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    match (set("SIGNPOST_KEY_FILE"), set("SIGNPOST_KEY")) {
        (Some(_), Some(_)) => Err(SettingsError::KeyTwice),
        (Some(path), None) => Ok(KeySource::File(path.into())),
        (None, Some(written)) => {
            let written = zeroize::Zeroizing::new(written.to_string_lossy().into_owned());
            Ok(KeySource::Given(Keys::read(&written)?.into()))
        }
        (None, None) => Ok(match (key_file, database) {
            (Some(path), _) => KeySource::File(path),
            (None, Database::Sqlite(path)) => KeySource::Beside { database: path.clone() },
            // A key on the machine that happens to start first would lock out the others.
            (None, Database::Postgres(_)) => KeySource::NotNamed,
        }),
    }
}

fn data_folder() -> Result<PathBuf, SettingsError> {
    use etcetera::BaseStrategy;
    let folders = etcetera::choose_base_strategy().map_err(|_| SettingsError::NoDataFolder)?;
    Ok(folders.data_dir().join("signpost"))
}

/// The moment that `SIGNPOST_NOW` fixes, if it is set.
///
/// # Errors
///
/// [`SettingsError::Now`] when it is set to something else.
pub fn fixed_now() -> Result<Option<crate::moment::Moment>, SettingsError> {
    let Ok(given) = std::env::var("SIGNPOST_NOW") else { return Ok(None) };
    if given.is_empty() {
        return Ok(None);
    }
    let instant = chrono::DateTime::parse_from_rfc3339(&given)
        .map_err(|_| SettingsError::Now { given: given.clone() })?
        .to_utc();
    Ok(Some(crate::moment::Moment::new(instant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_named_by_its_kind() {
        assert_eq!(Database::read(Some("sqlite:x.db")).unwrap(), Database::Sqlite(PathBuf::from("x.db")));
        let url = "postgres://signpost@localhost/signpost";
        assert_eq!(Database::read(Some(url)).unwrap(), Database::Postgres(url.to_owned()));
        assert!(matches!(Database::read(Some("x.db")), Err(SettingsError::Database { .. })));
        assert!(matches!(Database::read(Some("sqlite:")), Err(SettingsError::Database { .. })));
    }

    #[test]
    fn an_unknown_setting_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signpost.toml");
        std::fs::write(&path, "databse = \"sqlite:x\"\n").unwrap();
        let error = SettingsFile::read(Some(&path)).unwrap_err().to_string();
        assert!(error.contains("databse"), "{error}");
    }
}
