//! Where a family is to be found: the name of a school, the street.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::names::is_ordinary;
use super::{Found, Kind, marked};

pub fn find(text: &str) -> Vec<Found> {
    let streets = STREET
        .find_iter(text)
        .chain(STREET_TYPED_SMALL.find_iter(text).filter(|street| is_named(street.as_str())));
    let mut found: Vec<Found> = streets.map(|street| marked(Kind::Address, street.range())).collect();
    found.extend(SAINT.find_iter(text).map(|school| marked(Kind::School, school.range())));
    found.extend(
        SCHOOL
            .captures_iter(text)
            .filter_map(|school| named(text, school.name("named")?.range(), school.get(0)?.end())),
    );
    found.extend(GOES_TO.captures_iter(text).filter_map(|goes| {
        let at = goes.name("named")?.range();
        named(text, at.clone(), at.end)
    }));
    found
}

/// `12 Acacia Avenue`, `flat 3, 7b High Street`.
static STREET: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:[Ff]lat [0-9]+[a-z]?,? )?[0-9]{1,4}[a-zA-Z]? (?:[A-Z][a-z']+ ){1,3}(?:Road|Rd|Street|Avenue|Ave|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove)\b",
    )
});

static STREET_TYPED_SMALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:flat [0-9]+[a-z]?,? )?[0-9]{1,4}[a-z]? (?:[a-z']+ ){1,2}(?:road|street|avenue|crescent)\b",
    )
});

/// "2 down the road" is no address.
fn is_named(street: &str) -> bool {
    let street = street.to_lowercase();
    !street.split(' ').any(|word| {
        ["the", "a", "of", "my", "our", "his", "her", "this", "that", "other", "main"].contains(&word)
    })
}

const ENDING: &str = r"(?:Primary|Infants?|Juniors?|Nursery|Secondary|Comprehensive|Grammar|High|First|Middle|Special|Academy|College|School|Girls'?|Boys'?|RC|CofE|CE|C of E|Catholic)";

/// `St Mary's Primary School`, however it is written.
static SAINT: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"(?i)\bst\.? (?:[a-z]+(?:['’]?s)? ){{1,2}}?{ENDING}(?: {ENDING})*\b")));

/// Words with capitals before a word for a school.
static SCHOOL: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(?P<named>[A-Z][a-z'’]+(?: [A-Z][a-z'’]+){{0,3}})(?: {ENDING})*? (?:[Ss]chool|[Aa]cademy|College|[Pp]rimary|[Ii]nfants|[Jj]uniors|Nursery|Grammar|Comprehensive)(?: School| Academy)?\b"
    ))
});

static GOES_TO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:attends|goes to|pupil at|starts at|started at|place at)\s(?P<named>[A-Z][a-z'’]+(?: [A-Z][a-z'’]+){0,2})\b",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here, and every test compiles it")
}

/// The school from its first word that is a name of its own; a kind of school alone is none, nor is "Tyler's school".
fn named(text: &str, names: Range<usize>, end: usize) -> Option<Found> {
    let is_somebodys = text[names.clone()].ends_with("'s") || text[names.clone()].ends_with("’s");
    if is_somebodys && text[names.end..end].trim_start().starts_with(char::is_lowercase) {
        return None;
    }
    let mut start = names.start;
    for word in text[names].split(' ') {
        if !is_ordinary(word) {
            return Some(marked(Kind::School, start..end));
        }
        start += word.len() + 1;
    }
    None
}
