//! Where the keys come from, and when: at start, or as soon as they can be had.
//!
//! Guidance is given even while nothing can be kept, so a disk that is full when the kiosk starts must not end it. A key
//! that was had once is never asked for again.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::keys::{KeyProblem, Keys};
use crate::store::past_sqlite;

/// Where the keys are.
#[derive(Debug)]
pub enum KeySource {
    /// At hand already, as from the environment.
    Given(Keys),
    /// In this file, which an operator made.
    File(PathBuf),
    /// In a file beside a SQLite database, made when the database is first used.
    Beside { database: PathBuf },
    /// Nowhere, and none is made: what is sealed stays closed, while counts, ages and statuses are still shown.
    NotNamed,
}

impl KeySource {
    /// The key file there is or has to be: beside a database with nothing sealed in it there need not be one yet.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            KeySource::File(path) => Some(path.clone()),
            KeySource::Beside { database } => {
                let path = KeySource::path_beside(database);
                (path.exists() || holds_sealed_words(database).unwrap_or(true)).then_some(path)
            }
            KeySource::Given(_) | KeySource::NotNamed => None,
        }
    }

    /// The key file beside a database: `signpost.db.key`.
    pub fn path_beside(database: &Path) -> PathBuf {
        let mut path = database.as_os_str().to_owned();
        path.push(".key");
        PathBuf::from(path)
    }
}

/// The keys, read or made when they are first needed.
#[derive(Debug)]
pub struct Keyring {
    source: KeySource,
    had: OnceLock<Keys>,
}

impl Keyring {
    pub fn new(source: KeySource) -> Keyring {
        Keyring { source, had: OnceLock::new() }
    }

    /// Where they are, for whoever looks at it.
    pub fn source(&self) -> &KeySource {
        &self.source
    }

    /// Whether the keys can be had, without making any: none yet where nothing was ever sealed.
    ///
    /// # Errors
    ///
    /// [`KeyProblem`].
    pub fn examine(&self) -> Result<bool, KeyProblem> {
        match &self.source {
            KeySource::Given(_) => Ok(true),
            KeySource::NotNamed => Err(KeyProblem::NotNamed),
            KeySource::File(path) => Keys::read_file(path).map(|_| true),
            KeySource::Beside { database } => {
                let path = KeySource::path_beside(database);
                match Keys::read_file(&path) {
                    Ok(_) => Ok(true),
                    Err(_) if !path.exists() && !holds_sealed_words(database)? => Ok(false),
                    Err(_) if !path.exists() => Err(KeyProblem::Lost { database: database.clone(), path }),
                    Err(problem) => Err(problem),
                }
            }
        }
    }

    /// The keys. Where they could not be had the next call tries again.
    ///
    /// # Errors
    ///
    /// [`KeyProblem`].
    pub fn keys(&self) -> Result<&Keys, KeyProblem> {
        if let Some(keys) = self.had.get() {
            return Ok(keys);
        }
        let keys = match &self.source {
            KeySource::Given(keys) => return Ok(keys),
            KeySource::NotNamed => return Err(KeyProblem::NotNamed),
            KeySource::File(path) => Keys::read_file(path),
            KeySource::Beside { database } => beside(database),
        }?;
        // Whoever was first has read the same file.
        Ok(self.had.get_or_init(|| keys))
    }
}

/// The key beside a database, made now if there is none and nothing is sealed yet.
fn beside(database: &Path) -> Result<Keys, KeyProblem> {
    let path = KeySource::path_beside(database);
    match Keys::read_file(&path) {
        Err(KeyProblem::Unreadable { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {}
        read => return read,
    }
    if holds_sealed_words(database)? {
        return Err(KeyProblem::Lost { database: database.to_owned(), path });
    }
    match Keys::generate()?.write_file(&path) {
        // Another process was first: its key is the key.
        Ok(()) | Err(KeyProblem::Exists { .. }) => Keys::read_file(&path),
        Err(problem) => Err(problem),
    }
}

/// Whether the mark of sealed words stands anywhere in the file or its log. Only looked for while there is no key.
fn holds_sealed_words(database: &Path) -> Result<bool, KeyProblem> {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    for path in [database.to_owned(), PathBuf::from(log)] {
        let mut bytes = Vec::new();
        match past_sqlite::reading(&path).and_then(|(mut file, _)| file.read_to_end(&mut bytes)) {
            Ok(_) if holds_mark(&bytes) => return Ok(true),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(KeyProblem::Unreadable { path, source }),
        }
    }
    Ok(false)
}

fn holds_mark(bytes: &[u8]) -> bool {
    let mark = super::seal::MARK.as_bytes();
    bytes.windows(mark.len()).any(|window| window == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(keys: &Keys) -> Vec<String> {
        keys.ids().map(ToString::to_string).collect()
    }

    #[test]
    fn a_key_is_made_once_and_then_read() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("signpost.db");
        let ring = || Keyring::new(KeySource::Beside { database: database.clone() });
        let first = ids(ring().keys().unwrap());
        assert_eq!(ids(ring().keys().unwrap()), first);
        let path = folder.path().join("signpost.db.key");
        assert!(path.exists());
        assert_eq!(KeySource::Beside { database }.file(), Some(path));
    }

    #[test]
    fn over_sealed_words_no_new_key_is_ever_made() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("signpost.db");
        for file in ["signpost.db", "signpost.db-wal"] {
            std::fs::write(folder.path().join(file), b"page sealed:v1:0011aabb:AAAA page").unwrap();
            let ring = Keyring::new(KeySource::Beside { database: database.clone() });
            assert!(matches!(ring.keys(), Err(KeyProblem::Lost { .. })), "{file}");
            std::fs::write(folder.path().join(file), b"page").unwrap();
        }
        assert!(!folder.path().join("signpost.db.key").exists());
        assert_eq!(KeySource::Beside { database }.file(), None, "nothing is sealed any more");
    }

    #[test]
    fn what_could_not_be_had_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("the.key");
        let ring = Keyring::new(KeySource::File(path.clone()));
        assert!(matches!(ring.keys(), Err(KeyProblem::Unreadable { .. })));
        Keys::generate().unwrap().write_file(&path).unwrap();
        assert_eq!(ids(ring.keys().unwrap()), ids(&Keys::read_file(&path).unwrap()));
    }

    #[test]
    fn many_that_start_at_once_agree_on_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("signpost.db");
        let found: std::collections::BTreeSet<Vec<String>> = std::thread::scope(|threads| {
            let ring = || Keyring::new(KeySource::Beside { database: database.clone() });
            let started: Vec<_> =
                (0..8).map(|_| threads.spawn(move || ids(ring().keys().unwrap()))).collect();
            started.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(found.len(), 1);
    }
}
