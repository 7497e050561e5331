//! The reference a family keeps: random, unguessable, with a check character.
//!
//! Written `SP-7K3Q-M2X4-D`: eight characters of 31, then one that catches a slip of the pen. The
//! alphabet leaves out 0, I, L, O and U, which are misread or misheard; typed ones are taken for what
//! was meant.

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BODY: usize = 8;

/// The reference of one enquiry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why what was typed is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceProblem {
    #[error("a reference has {BODY} letters and numbers and one more to check them")]
    WrongLength,
    #[error("the last character does not fit the others, so one of them is mistyped")]
    DoesNotCheck,
}

impl Reference {
    /// Makes a reference from random bytes: 31^8 of them, so guessing one is hopeless.
    ///
    /// A byte of 248 or more would favour some characters; the caller draws fresh bytes until
    /// [`Reference::is_fair`] holds.
    pub fn from_random(bytes: [u8; BODY]) -> Reference {
        let values: Vec<usize> = bytes.iter().map(|byte| usize::from(*byte) % ALPHABET.len()).collect();
        Reference::from_values(&values)
    }

    /// Whether the bytes give every character the same chance.
    pub fn is_fair(bytes: [u8; BODY]) -> bool {
        bytes.iter().all(|byte| usize::from(*byte) < ALPHABET.len() * 8)
    }

    /// Reads a reference as typed: any case, with or without `SP-` and hyphens.
    ///
    /// # Errors
    ///
    /// [`ReferenceProblem`]; the family is asked to look again.
    pub fn read(typed: &str) -> Result<Reference, ReferenceProblem> {
        let mut letters: String =
            typed.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect();
        if letters.len() == BODY + 3 && letters.starts_with("SP") {
            letters.drain(..2);
        }
        let values: Option<Vec<usize>> = letters.bytes().map(value_of).collect();
        let values = values.ok_or(ReferenceProblem::DoesNotCheck)?;
        if values.len() != BODY + 1 {
            return Err(ReferenceProblem::WrongLength);
        }
        if values[BODY] != check_value(&values[..BODY]) {
            return Err(ReferenceProblem::DoesNotCheck);
        }
        Ok(Reference::from_values(&values[..BODY]))
    }

    /// Whether a message is nothing but a reference, so that it can be looked up from anywhere.
    pub fn looks_like_one(typed: &str) -> bool {
        let typed = typed.trim();
        typed.len() <= 20
            && typed.to_ascii_uppercase().starts_with("SP")
            && typed.chars().filter(|c| c.is_ascii_alphanumeric()).count() == BODY + 3
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_values(values: &[usize]) -> Reference {
        let letter = |value: usize| char::from(ALPHABET[value]);
        let body: String = values.iter().map(|value| letter(*value)).collect();
        Reference(format!("SP-{}-{}-{}", &body[..4], &body[4..], letter(check_value(values))))
    }
}

fn value_of(letter: u8) -> Option<usize> {
    let meant = match letter {
        b'I' | b'L' => b'1',
        b'U' => b'V',
        b'O' | b'0' => b'Q',
        other => other,
    };
    ALPHABET.iter().position(|known| *known == meant)
}

/// Weighted sum modulo 31, a prime: catches every single slip and every swap of two neighbours.
fn check_value(values: &[usize]) -> usize {
    values.iter().enumerate().map(|(place, value)| (place + 2) * value).sum::<usize>() % ALPHABET.len()
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> String {
        reference.0
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceProblem;

    fn try_from(typed: String) -> Result<Reference, ReferenceProblem> {
        Reference::read(&typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_looks_as_promised() {
        let reference = Reference::from_random([3, 14, 15, 92, 65, 35, 89, 79]);
        assert_eq!(reference.as_str().len(), "SP-7K3Q-M2X4-D".len());
        assert!(Reference::looks_like_one(reference.as_str()));
    }

    proptest! {
        #[test]
        fn any_way_of_typing_it_is_read(bytes: [u8; 8], lower: bool, bare: bool) {
            let reference = Reference::from_random(bytes);
            let mut typed = reference.to_string();
            if lower { typed = typed.to_lowercase(); }
            if bare { typed = typed[3..].replace('-', " "); }
            prop_assert_eq!(Reference::read(&typed), Ok(reference));
        }

        #[test]
        fn one_slip_is_caught(bytes: [u8; 8], place in 0usize..8, shift in 1usize..31) {
            let reference = Reference::from_random(bytes);
            let mut letters: Vec<u8> = reference.as_str()[3..].bytes().filter(|b| *b != b'-').collect();
            let value = value_of(letters[place]).unwrap();
            letters[place] = ALPHABET[(value + shift) % 31];
            prop_assert!(Reference::read(std::str::from_utf8(&letters).unwrap()).is_err());
        }

        #[test]
        fn two_swapped_neighbours_are_caught(bytes: [u8; 8], place in 0usize..7) {
            let reference = Reference::from_random(bytes);
            let mut letters: Vec<u8> = reference.as_str()[3..].bytes().filter(|b| *b != b'-').collect();
            prop_assume!(letters[place] != letters[place + 1]);
            letters.swap(place, place + 1);
            prop_assert!(Reference::read(std::str::from_utf8(&letters).unwrap()).is_err());
        }

        #[test]
        fn nothing_typed_breaks_it(typed in ".*") {
            let _ = Reference::read(&typed);
        }
    }
}
