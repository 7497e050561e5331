//! One sealed text: `sealed:v1:<key id>:<base64 of nonce and sealed bytes>`.
//!
//! The cipher is XChaCha20-Poly1305. Its nonce is so long that random ones never meet, so nothing has to be counted and
//! any number of processes may seal with one key. What is sealed is bound to its place: moved to another enquiry, field or
//! author it does not open.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key as CipherKey, XChaCha20Poly1305, XNonce};
use secrecy::ExposeSecret;

use super::keys::{Key, KeyId, Keys};

pub(super) const MARK: &str = "sealed:v1:";
const NONCE_BYTES: usize = 24;

/// Where a sealed text stands. Every part is bound to it, each with its length, so that no two places look the same.
#[derive(Debug, Clone)]
pub struct Place<'a>(Vec<&'a str>);

impl<'a> Place<'a> {
    pub fn of(parts: impl Into<Vec<&'a str>>) -> Place<'a> {
        Place(parts.into())
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MARK.as_bytes().to_vec();
        for part in &self.0 {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}

/// Why a sealed text did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealProblem {
    #[error(
        "these words are sealed with the key {id}, which is not at hand; put that key into the key file, below the one \
         that seals"
    )]
    KeyMissing { id: KeyId },
    /// It was altered, or moved from where it belongs.
    #[error(
        "sealed words were altered, or are not where they belong; put back the last backup of the database"
    )]
    Broken,
    #[error(
        "there is no key to seal with; name the key file with SIGNPOST_KEY_FILE, or make one with `signpost keygen`"
    )]
    NoKey,
    #[error("the system gives no random bytes; try again")]
    NoRandomness,
}

/// Whether a text is sealed. Words of a family that only look so are sealed like any others, and come back as they were.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

/// The key that a sealed text was sealed with.
pub fn key_of(text: &str) -> Option<KeyId> {
    let (id, _) = text.strip_prefix(MARK)?.split_once(':')?;
    Some(KeyId::new(id))
}

/// Seals with the first key.
///
/// # Errors
///
/// [`SealProblem::NoKey`].
pub fn seal(keys: &Keys, place: Place<'_>, words: &[u8]) -> Result<String, SealProblem> {
    let key = keys.first().ok_or(SealProblem::NoKey)?;
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| SealProblem::NoRandomness)?;
    let bound = place.bytes();
    let payload = Payload { msg: words, aad: &bound };
    let sealed = cipher(key).encrypt(&XNonce::from(nonce), payload).map_err(|_| SealProblem::Broken)?;
    let bytes = [nonce.as_slice(), &sealed].concat();
    Ok(format!("{MARK}{}:{}", key.id, BASE64.encode(bytes)))
}

/// Opens a sealed text at the first of these places at which it opens.
///
/// # Errors
///
/// [`SealProblem::KeyMissing`], or [`SealProblem::Broken`].
pub fn open(keys: &Keys, places: &[Place<'_>], sealed: &str) -> Result<Vec<u8>, SealProblem> {
    let (id, written) =
        sealed.strip_prefix(MARK).and_then(|rest| rest.split_once(':')).ok_or(SealProblem::Broken)?;
    let key = keys.find(id).ok_or_else(|| SealProblem::KeyMissing { id: KeyId::new(id) })?;
    let bytes = BASE64.decode(written).map_err(|_| SealProblem::Broken)?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES).ok_or(SealProblem::Broken)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| SealProblem::Broken)?;
    let cipher = cipher(key);
    let opened = places.iter().find_map(|place| {
        cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: &place.bytes() }).ok()
    });
    opened.ok_or(SealProblem::Broken)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&CipherKey::from(*key.secret.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &[&str] = &["rbwm", "SP-1", "question"];

    fn sealed(keys: &Keys, words: &str) -> String {
        seal(keys, Place::of(HERE), words.as_bytes()).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_where_it_was_sealed_and_nowhere_else() {
        let keys = Keys::generate().unwrap();
        let text = sealed(&keys, "my son");
        assert!(is_sealed(&text) && !text.contains("my son"));
        assert_eq!(open(&keys, &[Place::of(HERE)], &text).unwrap(), b"my son");
        for place in
            [&["rbwm", "SP-2", "question"][..], &["rbwm", "SP-1question"], &["rbwmSP-1", "", "question"], &[]]
        {
            assert_eq!(open(&keys, &[Place::of(place)], &text), Err(SealProblem::Broken), "{place:?}");
        }
    }

    #[test]
    fn the_same_words_are_sealed_differently_each_time() {
        let keys = Keys::generate().unwrap();
        assert_ne!(sealed(&keys, "help"), sealed(&keys, "help"));
    }

    #[test]
    fn one_altered_character_anywhere_is_noticed() {
        let keys = Keys::generate().unwrap();
        let text = sealed(&keys, "help");
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(bytes).unwrap();
            assert!(open(&keys, &[Place::of(HERE)], &altered).is_err(), "{altered}");
        }
    }

    #[test]
    fn a_missing_key_is_named() {
        let text = sealed(&Keys::generate().unwrap(), "help");
        let refused = open(&Keys::generate().unwrap(), &[Place::of(HERE)], &text);
        assert_eq!(refused, Err(SealProblem::KeyMissing { id: key_of(&text).unwrap() }));
        assert_eq!(seal(&Keys::none(), Place::of(HERE), b"help"), Err(SealProblem::NoKey));
    }
}
