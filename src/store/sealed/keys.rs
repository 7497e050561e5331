//! The keys that words are sealed with: how they are written, made, and never shown.
//!
//! A key file has one key a line, `signpost-key-v1 <base64 of 32 bytes>`; lines that begin with `#` are for people. The
//! first key seals, and every key opens what it once sealed: to change keys, put the new one first and keep the old one
//! below it until `signpost db reseal` has gone through.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use secrecy::{ExposeSecret, SecretBox};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::library::id_type;

id_type!(
    /// Names a key without telling anything of it: the beginning of a hash over it.
    KeyId
);

const MARK: &str = "signpost-key-v1";
const KEY_BYTES: usize = 32;

/// One key. Its bytes are shown by nothing, and leave memory with it.
#[derive(Debug)]
pub struct Key {
    pub id: KeyId,
    pub secret: SecretBox<[u8; KEY_BYTES]>,
}

/// The keys at hand: the first seals, all open.
#[derive(Debug)]
pub struct Keys(Vec<Key>);

/// Why there are no keys to use. Each message says the mend, and none holds any part of a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyProblem {
    #[error("the key file {} cannot be read; let Signpost read it, or name another one", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(
        "the key file {} cannot be written; let Signpost write to its folder, or make one with `signpost keygen`",
        path.display()
    )]
    Unwritable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{} is there already, and a key is never written over; name another file", path.display())]
    Exists { path: PathBuf },
    #[error("line {line} of the keys is no key; a key is a line `{MARK} …`, as `signpost keygen` writes it")]
    Malformed { line: usize },
    #[error("there is no key where the key should be; make one with `signpost keygen`")]
    Empty,
    #[error("the system gives no random bytes, so no key can be made; try again")]
    NoRandomness,
    #[error(
        "{} holds sealed words, and its key file {} is gone; put the key file back, or name it with SIGNPOST_KEY_FILE",
        database.display(), path.display()
    )]
    Lost { database: PathBuf, path: PathBuf },
    #[error(
        "this database needs a key, and none is named; make one with `signpost keygen --out FILE`, and name it with SIGNPOST_KEY_FILE"
    )]
    NotNamed,
}

impl KeyProblem {
    /// Whether something has to be set or put back, as against a disk that may have room again by itself.
    pub fn is_setting(&self) -> bool {
        !matches!(self, KeyProblem::Unwritable { .. } | KeyProblem::NoRandomness)
    }
}

impl Keys {
    /// No key at all: what is sealed stays closed, and nothing can be sealed.
    pub fn none() -> Keys {
        Keys(Vec::new())
    }

    /// One new key.
    ///
    /// # Errors
    ///
    /// [`KeyProblem::NoRandomness`].
    pub fn generate() -> Result<Keys, KeyProblem> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| KeyProblem::NoRandomness)?;
        Ok(Keys(vec![Key::new(&bytes)]))
    }

    /// Reads keys as a key file holds them, or as a variable does: there `;` may stand for the end of a line.
    ///
    /// # Errors
    ///
    /// [`KeyProblem::Malformed`] or [`KeyProblem::Empty`].
    pub fn read(written: &str) -> Result<Keys, KeyProblem> {
        let mut keys: Vec<Key> = Vec::new();
        for (number, line) in written.split(['\n', ';']).enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = Key::read(line).ok_or(KeyProblem::Malformed { line: number + 1 })?;
            if keys.iter().all(|known| known.id != key.id) {
                keys.push(key);
            }
        }
        if keys.is_empty() { Err(KeyProblem::Empty) } else { Ok(Keys(keys)) }
    }

    /// Reads a key file.
    ///
    /// # Errors
    ///
    /// [`KeyProblem`].
    pub fn read_file(path: &Path) -> Result<Keys, KeyProblem> {
        let written = std::fs::read_to_string(path).map(Zeroizing::new);
        let written = written.map_err(|source| KeyProblem::Unreadable { path: path.to_owned(), source })?;
        Keys::read(&written)
    }

    /// Writes a key file that only its owner may read. It never takes the place of another file, and is never seen half
    /// written.
    ///
    /// # Errors
    ///
    /// [`KeyProblem::Exists`] or [`KeyProblem::Unwritable`].
    pub fn write_file(&self, path: &Path) -> Result<(), KeyProblem> {
        let unwritable = |source| KeyProblem::Unwritable { path: path.to_owned(), source };
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".{}.part", self.first().map_or("none", |key| key.id.as_str())));
        let draft = PathBuf::from(draft);
        let _ = std::fs::remove_file(&draft);
        let written = self.write_new(&draft).and_then(|()| std::fs::hard_link(&draft, path));
        let _ = std::fs::remove_file(&draft);
        written.map_err(|source| match source.kind() {
            ErrorKind::AlreadyExists => KeyProblem::Exists { path: path.to_owned() },
            _ => unwritable(source),
        })?;
        // A key that a loss of power takes away would take the words with it.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if cfg!(unix) {
            std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritable)?;
        }
        Ok(())
    }

    fn write_new(&self, path: &Path) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(self.written().as_bytes())?;
        file.sync_all()
    }

    /// As a key file holds them.
    pub fn written(&self) -> Zeroizing<String> {
        let mut written = Zeroizing::new(String::from(
            "# Signpost's key. Without it nobody can read what families wrote: keep a copy, and not beside the backups.\n",
        ));
        for key in &self.0 {
            let secret = Zeroizing::new(BASE64.encode(key.secret.expose_secret()));
            written.push_str(&format!("# {}\n{MARK} ", key.id));
            written.push_str(&secret);
            written.push('\n');
        }
        written
    }

    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }

    pub fn first(&self) -> Option<&Key> {
        self.0.first()
    }

    pub fn find(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id.as_str() == id)
    }

    pub fn ids(&self) -> impl Iterator<Item = &KeyId> {
        self.0.iter().map(|key| &key.id)
    }
}

impl Key {
    fn new(bytes: &[u8; KEY_BYTES]) -> Key {
        let digest = Sha256::new().chain_update(MARK).chain_update(bytes).finalize();
        let id = KeyId::new(crate::text::hex(&digest[..4]));
        Key { id, secret: SecretBox::init_with(|| *bytes) }
    }

    fn read(line: &str) -> Option<Key> {
        let written = line.strip_prefix(MARK)?.trim().trim_end_matches('=');
        let bytes = Zeroizing::new(BASE64.decode(written).ok()?);
        let bytes: Zeroizing<[u8; KEY_BYTES]> = Zeroizing::new(bytes.as_slice().try_into().ok()?);
        Some(Key::new(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(keys: &Keys) -> Vec<String> {
        keys.ids().map(ToString::to_string).collect()
    }

    #[test]
    fn a_key_file_is_read_back_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.key");
        let keys = Keys::generate().unwrap();
        keys.write_file(&path).unwrap();
        assert_eq!(ids(&Keys::read_file(&path).unwrap()), ids(&keys));
        assert!(matches!(Keys::generate().unwrap().write_file(&path), Err(KeyProblem::Exists { .. })));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        assert_eq!(ids(&Keys::read_file(&path).unwrap()), ids(&keys));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_a_key_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        Keys::generate().unwrap().write_file(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn several_keys_stand_in_their_order() {
        let (new, old) = (Keys::generate().unwrap(), Keys::generate().unwrap());
        let both = format!("{};{}", new.written().as_str(), old.written().as_str());
        let read = Keys::read(&both).unwrap();
        assert_eq!(ids(&read), [ids(&new), ids(&old)].concat());
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_shown() {
        let refused = Keys::read("signpost-key-v1 c2VjcmV0\n").unwrap_err();
        assert!(matches!(refused, KeyProblem::Malformed { line: 1 }));
        assert!(!format!("{refused} {refused:?}").contains("c2VjcmV0"));
        assert!(matches!(Keys::read("# nothing\n"), Err(KeyProblem::Empty)));
    }

    #[test]
    fn no_debug_line_shows_a_key() {
        let keys = Keys::generate().unwrap();
        let secret = keys.written().lines().last().unwrap().split_whitespace().last().unwrap().to_owned();
        let shown = format!("{keys:?}");
        assert!(!shown.contains(&secret) && shown.contains("REDACTED"), "{shown}");
    }
}
