//! Where the content files come from: inside the binary, or a folder while somebody writes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

/// Larger files are refused: no entry comes near, and reading one must not fill the memory.
const LARGEST_FILE_BYTES: u64 = 2_000_000;

/// What `signpost train` writes.
pub const LEARNT: &str = "knowledge/understanding.bin";

/// The two folders that hold content.
pub const FOLDERS: [&str; 2] = ["knowledge", "dialogs"];

#[derive(RustEmbed)]
#[folder = "knowledge/"]
struct EmbeddedKnowledge;

#[derive(RustEmbed)]
#[folder = "dialogs/"]
struct EmbeddedDialogs;

/// Where to read from.
#[derive(Debug, Clone)]
pub enum Source {
    /// What was built into the binary.
    Embedded,
    /// A folder that has `knowledge/` and `dialogs/` in it.
    Folder(PathBuf),
    /// Files in memory, by name: `knowledge/ehc/mediation.md`.
    Files(BTreeMap<String, Vec<u8>>),
}

/// One file as it was found. Reading never fails as a whole: what could not be read says so.
#[derive(Debug)]
pub struct Found {
    /// With forward slashes: `knowledge/ehc/mediation.md`.
    pub name: String,
    pub bytes: Result<Cow<'static, [u8]>, NotRead>,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it is larger than {LARGEST_FILE_BYTES} bytes")]
    TooLarge,
}

impl Source {
    /// Every file, sorted by name. Files and folders whose name begins with a dot are left alone.
    pub fn read(&self) -> Vec<Found> {
        let mut found = match self {
            Source::Embedded => embedded(),
            Source::Folder(folder) => {
                FOLDERS.iter().flat_map(|part| walk(&folder.join(part), part)).collect()
            }
            Source::Files(files) => {
                let given = |(name, bytes): (&String, &Vec<u8>)| Found {
                    name: name.clone(),
                    bytes: Ok(Cow::Owned(bytes.clone())),
                };
                files.iter().map(given).collect()
            }
        };
        found.retain(|found| found.name != LEARNT);
        found.sort_by(|one, other| one.name.cmp(&other.name));
        found
    }

    /// What was learnt from the content earlier, if it is there. A folder without it is offered what is embedded: it
    /// names the lessons it was learnt from, and is used only where they are the same.
    pub fn learnt(&self) -> Option<Cow<'static, [u8]>> {
        let own = match self {
            Source::Embedded => None,
            Source::Folder(folder) => std::fs::read(folder.join(LEARNT)).ok().map(Cow::Owned),
            Source::Files(files) => files.get(LEARNT).cloned().map(Cow::Owned),
        };
        own.or_else(|| embedded_file(LEARNT))
    }

    /// One file, or nothing when it is not there.
    pub fn read_one(&self, name: &str) -> Option<Found> {
        let bytes = match self {
            Source::Embedded => Ok(embedded_file(name)?),
            Source::Folder(folder) => {
                let path = folder.join(name);
                if !path.exists() {
                    return None;
                }
                read_file(&path).map(Cow::Owned)
            }
            Source::Files(files) => Ok(Cow::Owned(files.get(name)?.clone())),
        };
        Some(Found { name: name.to_owned(), bytes })
    }
}

fn embedded() -> Vec<Found> {
    let knowledge = EmbeddedKnowledge::iter().map(|name| format!("knowledge/{name}"));
    let dialogs = EmbeddedDialogs::iter().map(|name| format!("dialogs/{name}"));
    let visible = |name: &String| !name.split('/').any(|part| part.starts_with('.'));
    let read = |name: String| Some(Found { bytes: Ok(embedded_file(&name)?), name });
    knowledge.chain(dialogs).filter(visible).filter_map(read).collect()
}

fn embedded_file(name: &str) -> Option<Cow<'static, [u8]>> {
    let file = match name.split_once('/')? {
        ("knowledge", rest) => EmbeddedKnowledge::get(rest),
        ("dialogs", rest) => EmbeddedDialogs::get(rest),
        _ => None,
    };
    file.map(|file| file.data)
}

/// Every file under `folder`. A link to a folder is not followed, so a ring of links ends.
fn walk(folder: &Path, name: &str) -> Vec<Found> {
    let not_read = |name: &str, error: io::Error| Found { name: name.to_owned(), bytes: Err(error.into()) };
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => return vec![not_read(name, error)],
    };
    let mut found = Vec::new();
    for item in listed {
        let item = match item {
            Ok(item) => item,
            Err(error) => {
                found.push(not_read(name, error));
                continue;
            }
        };
        let own_name = item.file_name().to_string_lossy().into_owned();
        if own_name.starts_with('.') {
            continue;
        }
        let full_name = format!("{name}/{own_name}");
        if item.file_type().is_ok_and(|kind| kind.is_dir()) {
            found.extend(walk(&item.path(), &full_name));
        } else {
            found.push(Found { bytes: read_file(&item.path()).map(Cow::Owned), name: full_name });
        }
    }
    found
}

fn read_file(path: &Path) -> Result<Vec<u8>, NotRead> {
    if std::fs::metadata(path)?.len() > LARGEST_FILE_BYTES {
        return Err(NotRead::TooLarge);
    }
    Ok(std::fs::read(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_carries_sources_and_phrases() {
        let names: Vec<_> = Source::Embedded.read().into_iter().map(|found| found.name).collect();
        assert!(names.contains(&"knowledge/sources.toml".to_owned()));
        assert!(names.contains(&"dialogs/phrases.toml".to_owned()));
    }

    #[test]
    fn a_folder_is_read_to_its_depth_and_sorted() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("dialogs/letters")).unwrap();
        std::fs::write(folder.path().join("dialogs/start.md"), "b").unwrap();
        std::fs::write(folder.path().join("dialogs/letters/ask.md"), "a").unwrap();
        std::fs::write(folder.path().join("dialogs/.swp"), "hidden").unwrap();
        let found = Source::Folder(folder.path().to_owned()).read();
        let names: Vec<_> = found.iter().map(|found| found.name.as_str()).collect();
        assert_eq!(names, ["dialogs/letters/ask.md", "dialogs/start.md"]);
    }

    #[test]
    fn a_folder_that_is_not_there_holds_nothing() {
        assert!(Source::Folder("/nowhere/at/all".into()).read().is_empty());
    }

    #[test]
    fn a_file_too_large_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("dialogs")).unwrap();
        std::fs::write(folder.path().join("dialogs/start.md"), vec![b'a'; 2_000_001]).unwrap();
        let found = Source::Folder(folder.path().to_owned()).read();
        assert!(matches!(found[0].bytes, Err(NotRead::TooLarge)));
    }
}
