//! The reference a family keeps: random, unguessable, with a check character.
//!
//! Written `SP-7K3Q-M2X4-D`: eight characters of 31, then one that catches a slip of the pen. The
//! alphabet leaves out 0, I, L, O and U, which are misread or misheard; typed ones are taken for what
//! was meant.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::typed_date::in_ascii;

const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BODY: usize = 8;

const HYPHENS: [char; 6] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'];

/// `SP-7K3Q-M2X4-D`, however its parts are kept apart.
static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i-u:\bSP)[^0-9A-Za-z]{0,3}(?i-u:[0-9A-Z]{4})[^0-9A-Za-z]{0,3}(?i-u:[0-9A-Z]{4})[^0-9A-Za-z]{0,3}(?i-u:[0-9A-Z]\b)",
    )
});
/// The same with a character too few or too many, in its parts.
static NEARLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i-u:\bSP)[‐‑–—−-](?i-u:[0-9A-Z]{3,5})[‐‑–—−-](?i-u:[0-9A-Z]{3,5})(?:[‐‑–—−-](?i-u:[0-9A-Z]{1,2}))?(?-u:\b)",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests use")
}

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

    /// Reads a reference as typed: any case, with or without `SP-` and hyphens, alone or within other words.
    ///
    /// # Errors
    ///
    /// [`ReferenceProblem`]; the family is asked to look again.
    pub fn read(typed: &str) -> Result<Reference, ReferenceProblem> {
        match Reference::find(typed) {
            Some(Ok(found)) => Ok(found),
            _ => Reference::read_alone(typed),
        }
    }

    /// The reference in a message: "my reference is SP-7K3Q-M2X4-D". What only looks like one gives its problem.
    ///
    /// Words may have the shape of a reference ("specialised", "sp year 2024 a"). Only what is nothing but a reference,
    /// or has a hyphen, or a part that mixes letters and figures, is taken for one; and only what is in one piece is
    /// complained of.
    pub fn find(typed: &str) -> Option<Result<Reference, ReferenceProblem>> {
        let typed = in_ascii(typed);
        let mut mistyped = None;
        for found in SHAPE.find_iter(&typed).chain(NEARLY.find_iter(&typed)) {
            let written = found.as_str();
            let is_alone = written.len() == typed.trim().len();
            let has_figure = |part: &str| part.contains(|c: char| c.is_ascii_digit());
            let has_letter = |part: &str| part.contains(|c: char| c.is_ascii_alphabetic());
            let mut parts = written.split(|c: char| !c.is_ascii_alphanumeric());
            let is_written_so =
                written.contains(HYPHENS) || parts.any(|part| has_figure(part) && has_letter(part));
            match Reference::read_alone(written) {
                Ok(reference) if is_alone || is_written_so => return Some(Ok(reference)),
                Err(problem)
                    if has_figure(written) && (is_alone || !written.contains(char::is_whitespace)) =>
                {
                    mistyped.get_or_insert(problem);
                }
                _ => {}
            }
        }
        mistyped.map(Err)
    }

    fn read_alone(typed: &str) -> Result<Reference, ReferenceProblem> {
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

    /// Whether a message is nothing but a reference, and as families are shown them, in capitals or not.
    pub fn is_as_shown(typed: &str) -> bool {
        Reference::read_alone(typed).is_ok_and(|reference| reference.0.eq_ignore_ascii_case(typed.trim()))
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

    const KNOWN: &str = "SP-5AZ2-KF39-N";

    #[track_caller]
    fn check(typed: &str, expected: Option<Result<&str, ReferenceProblem>>) {
        let found = Reference::find(typed);
        let found =
            found.as_ref().map(|found| found.as_ref().map(Reference::as_str).map_err(|problem| *problem));
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn one_is_found_within_a_message() {
        for typed in [
            KNOWN,
            "my reference is SP-5AZ2-KF39-N",
            "reference SP-5AZ2-KF39-N",
            "ref: SP-5AZ2-KF39-N any news?",
            "(sp-5az2-kf39-n)",
            "any news on sp 5az2 kf39 n please",
            "its SP5AZ2KF39N.",
            "SP–5AZ2–KF39–N",
        ] {
            check(typed, Some(Ok(KNOWN)));
            assert_eq!(Reference::read(typed).unwrap().as_str(), KNOWN, "{typed}");
        }
    }

    #[test]
    fn a_mistyped_one_is_known_for_what_it_was_meant_to_be() {
        check("my reference is SP-5AZ2-KF39-M", Some(Err(ReferenceProblem::DoesNotCheck)));
        check("SP5AZ2KF38N", Some(Err(ReferenceProblem::DoesNotCheck)));
        check("sp 5az2 kf38 n", Some(Err(ReferenceProblem::DoesNotCheck)));
        check("ref SP-5AZ2-KF39 any news?", Some(Err(ReferenceProblem::WrongLength)));
        check("ref SP-5AZ2-KF39-NN", Some(Err(ReferenceProblem::WrongLength)));
        check("not SP-5AZ2-KF39-M but SP-5AZ2-KF39-N", Some(Ok(KNOWN)));
    }

    #[test]
    fn words_and_figures_are_no_reference() {
        for typed in [
            "",
            "specialised",
            "does he need specialised teaching",
            "sp need help",
            "my son is in sp year 2024 a",
            "special school 2026",
            "the SPA on 01628 683150",
            "5AZ2-KF39-N",
        ] {
            check(typed, None);
        }
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
            let _ = Reference::read(&format!("sp-{typed}"));
        }
    }
}
