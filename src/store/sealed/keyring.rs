//! Where the keys come from, and when: at start, or as soon as they can be had.
//!
//! Guidance is given even while nothing can be kept, so a disk that is full when the kiosk starts must not end it. Keys
//! that were had once are read again only for words that none of them opens: somebody may have changed keys beside us.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::keys::{KeyProblem, Keys};
use crate::store::past_sqlite;

/// Where the keys are.
#[derive(Debug)]
pub enum KeySource {
    /// At hand already, as from the environment.
    Given(Arc<Keys>),
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
    had: Mutex<Had>,
}

#[derive(Debug, Default)]
struct Had {
    keys: Option<Arc<Keys>>,
    /// When they were last looked for anew.
    again_at: Option<Instant>,
}

/// A key that is nowhere is not looked for at each word sealed with it.
const BETWEEN_READINGS: Duration = Duration::from_secs(60);

impl Keyring {
    pub fn new(source: KeySource) -> Keyring {
        Keyring { source, had: Mutex::default() }
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
    pub fn keys(&self) -> Result<Arc<Keys>, KeyProblem> {
        let mut had = self.had();
        if let Some(keys) = &had.keys {
            return Ok(keys.clone());
        }
        let keys = match &self.source {
            KeySource::Given(keys) => return Ok(keys.clone()),
            KeySource::NotNamed => return Err(KeyProblem::NotNamed),
            KeySource::File(path) => Keys::read_file(path),
            KeySource::Beside { database } => beside(database),
        }?;
        Ok(had.keys.insert(Arc::new(keys)).clone())
    }

    /// The keys as their file has them now, where those that were tried lack one; none where there is no other file to be
    /// read, or that was done a moment ago.
    pub fn other_than(&self, tried: &Arc<Keys>) -> Option<Arc<Keys>> {
        let path = match &self.source {
            KeySource::Given(_) | KeySource::NotNamed => return None,
            KeySource::File(path) => path.clone(),
            KeySource::Beside { database } => KeySource::path_beside(database),
        };
        let mut had = self.had();
        if let Some(keys) = had.keys.as_ref().filter(|keys| !Arc::ptr_eq(keys, tried)) {
            return Some(keys.clone());
        }
        if had.again_at.is_some_and(|at| at.elapsed() < BETWEEN_READINGS) {
            return None;
        }
        had.again_at = Some(Instant::now());
        match Keys::read_file(&path) {
            Ok(keys) => Some(had.keys.insert(Arc::new(keys)).clone()),
            Err(problem) => {
                tracing::warn!(
                    error = &problem as &dyn std::error::Error,
                    "the keys could not be read again, so those at hand stay in use"
                );
                None
            }
        }
    }

    fn had(&self) -> MutexGuard<'_, Had> {
        self.had.lock().unwrap_or_else(PoisonError::into_inner)
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
        let first = ids(&ring().keys().unwrap());
        assert_eq!(ids(&ring().keys().unwrap()), first);
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
        assert_eq!(ids(&ring.keys().unwrap()), ids(&Keys::read_file(&path).unwrap()));
    }

    #[test]
    fn a_key_that_was_added_is_found_and_one_that_is_nowhere_is_not_sought_again_and_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("the.key");
        let write = |keys: &Keys| std::fs::write(&path, keys.written().as_bytes()).unwrap();
        let (old, new, newest) =
            (Keys::generate().unwrap(), Keys::generate().unwrap(), Keys::generate().unwrap());
        write(&old);
        let ring = Keyring::new(KeySource::File(path.clone()));
        let at_start = ring.keys().unwrap();
        write(&new);
        assert_eq!(ids(&ring.other_than(&at_start).unwrap()), ids(&new));
        assert_eq!(ids(&ring.keys().unwrap()), ids(&new));
        write(&newest);
        assert_eq!(ids(&ring.other_than(&at_start).unwrap()), ids(&new), "read by somebody meanwhile");
        let now = ring.keys().unwrap();
        assert!(ring.other_than(&now).is_none(), "read a moment ago");
        ring.had().again_at = Instant::now().checked_sub(BETWEEN_READINGS);
        std::fs::write(&path, "no key").unwrap();
        assert!(ring.other_than(&now).is_none());
        assert_eq!(ids(&ring.keys().unwrap()), ids(&new), "what is at hand stays in use");
    }

    #[test]
    fn many_that_start_at_once_agree_on_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("signpost.db");
        let found: std::collections::BTreeSet<Vec<String>> = std::thread::scope(|threads| {
            let ring = || Keyring::new(KeySource::Beside { database: database.clone() });
            let started: Vec<_> =
                (0..8).map(|_| threads.spawn(move || ids(&ring().keys().unwrap()))).collect();
            started.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(found.len(), 1);
    }
}
