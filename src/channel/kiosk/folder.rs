//! The folder a family saves to: where the kiosk's machine shows a memory stick, never a place that stays.
//!
//! A file is written beside its name and moved there when it is whole, and no file that was there before is written
//! over. What is saved is the family's, like paper from the printer: the kiosk does not look at it again.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::takeaway::Takeaway;

/// After so many files of one name a stick is full of something else.
const MOST_OF_ONE_NAME: u32 = 99;

/// Where files to take away are saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

/// Why a file was not saved. Told to the operator, never with what is in the file.
#[derive(Debug, thiserror::Error)]
pub enum SaveProblem {
    #[error("the folder {} is not there: is the memory stick in?", .0.display())]
    Missing(PathBuf),
    #[error("a file could not be written to {}", path.display())]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{} has {MOST_OF_ONE_NAME} files of that name already", .0.display())]
    Full(PathBuf),
}

impl Folder {
    pub fn new(path: PathBuf) -> Folder {
        Folder { path }
    }

    /// Whether what is saved here may stay for the next family to find: the folder is part of the machine, and not
    /// of something that is taken away with it.
    #[cfg(unix)]
    pub fn stays_with_the_machine(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| std::fs::metadata(path).ok().map(|found| found.dev());
        let outside = self.path.canonicalize().ok().and_then(|path| path.parent().map(Path::to_owned));
        match (device(&self.path), outside) {
            (Some(device_here), Some(outside)) => device(&outside) == Some(device_here),
            // A stick that is not in yet: nothing can be said.
            _ => false,
        }
    }

    #[cfg(not(unix))]
    pub fn stays_with_the_machine(&self) -> bool {
        false
    }

    /// Saves all of the files, and gives the names they have there.
    ///
    /// # Errors
    ///
    /// [`SaveProblem`]; files saved before the one that failed stay.
    pub fn save(&self, files: &[Takeaway]) -> Result<Vec<String>, SaveProblem> {
        if !self.path.is_dir() {
            return Err(SaveProblem::Missing(self.path.clone()));
        }
        files.iter().map(|file| self.save_one(file)).collect()
    }

    fn save_one(&self, file: &Takeaway) -> Result<String, SaveProblem> {
        let fails = |source| SaveProblem::Write { path: self.path.clone(), source };
        let part = self.path.join(format!(".{}.part", file.file_name));
        let name = self.free_name(&file.file_name)?;
        let written =
            OpenOptions::new().write(true).create(true).truncate(true).open(&part).and_then(|mut to| {
                to.write_all(&file.bytes)?;
                // The stick may be pulled out the moment the family reads that it is saved.
                to.sync_all()
            });
        match written.and_then(|()| std::fs::rename(&part, self.path.join(&name))) {
            Ok(()) => Ok(name),
            Err(error) => {
                // What is left of it holds the family's words.
                match std::fs::remove_file(&part) {
                    Err(gone) if gone.kind() != ErrorKind::NotFound => {
                        tracing::warn!(error = %gone, "part of a file could not be removed");
                    }
                    _ => {}
                }
                Err(fails(error))
            }
        }
    }

    /// `letter.docx`, or `letter-2.docx` where that is taken.
    fn free_name(&self, wanted: &str) -> Result<String, SaveProblem> {
        let (stem, ending) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
        std::iter::once(wanted.to_owned())
            .chain((2..=MOST_OF_ONE_NAME).map(|number| format!("{stem}-{number}.{ending}")))
            .find(|name| !self.path.join(name).exists())
            .ok_or_else(|| SaveProblem::Full(self.path.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, words: &str) -> Takeaway {
        Takeaway { file_name: name.into(), media_type: "text/plain", bytes: words.into() }
    }

    #[test]
    fn a_file_that_was_there_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let stick = Folder::new(folder.path().to_owned());
        assert_eq!(stick.save(&[file("ask.docx", "one")]).unwrap(), ["ask.docx"]);
        assert_eq!(stick.save(&[file("ask.docx", "two")]).unwrap(), ["ask-2.docx"]);
        assert_eq!(std::fs::read_to_string(folder.path().join("ask.docx")).unwrap(), "one");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn without_its_stick_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let stick = Folder::new(folder.path().join("stick"));
        assert!(matches!(stick.save(&[file("ask.docx", "one")]), Err(SaveProblem::Missing(_))));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_of_the_machine_is_known_as_one() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("letters");
        std::fs::create_dir(&inside).unwrap();
        assert!(Folder::new(inside).stays_with_the_machine());
    }
}
