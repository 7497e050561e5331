//! Reading a database file past SQLite, without taking its locks away.
//!
//! On Unix the locks of a file belong to the process, and closing *any* descriptor of the file gives all of them up,
//! also those SQLite holds through another
//! (<https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>).
//! The next process beside us then takes itself for the last one, empties and deletes the log we still write to, and
//! what we acknowledge afterwards is lost. So a file that was opened here stays open until it has been deleted.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A reader from the beginning of the file, and its size in bytes.
#[cfg(unix)]
pub fn reading(path: &Path) -> io::Result<(impl Read + use<>, u64)> {
    let file = unix::held_open(path)?;
    let size = file.metadata()?.len();
    Ok((unix::FromBeginning { file, at: 0 }, size))
}

/// A reader from the beginning of the file, and its size in bytes.
#[cfg(not(unix))]
pub fn reading(path: &Path) -> io::Result<(impl Read + use<>, u64)> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileExt, MetadataExt};
    use std::sync::{Arc, Mutex, PoisonError};

    use super::{File, Path, Read, io};

    struct Held {
        id: (u64, u64),
        file: Arc<File>,
    }

    /// One for each database the process has looked into: in use that is one.
    static HELD: Mutex<Vec<Held>> = Mutex::new(Vec::new());

    pub fn held_open(path: &Path) -> io::Result<Arc<File>> {
        let mut all = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        let found = path.metadata()?;
        if let Some(held) = all.iter().find(|held| held.id == (found.dev(), found.ino())) {
            return Ok(held.file.clone());
        }
        // A deleted file is nobody's to open any more.
        all.retain(|held| held.file.metadata().is_ok_and(|held| held.nlink() > 0));
        let file = Arc::new(File::open(path)?);
        let opened = file.metadata()?;
        all.push(Held { id: (opened.dev(), opened.ino()), file: file.clone() });
        Ok(file)
    }

    /// Each reader has its own place in the one open file.
    pub struct FromBeginning {
        pub file: Arc<File>,
        pub at: u64,
    }

    impl Read for FromBeginning {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let bytes = self.file.read_at(into, self.at)?;
            self.at += bytes as u64;
            Ok(bytes)
        }
    }
}
