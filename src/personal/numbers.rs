//! Numbers and addresses that belong to one person: phone, email, postcode, NHS, pupil and National Insurance
//! numbers, days of birth.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Kind, marked};

pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    found.extend(matches(&EMAIL, text).map(|at| marked(Kind::Email, at)));
    found.extend(
        matches(&INSURANCE, text)
            .filter(|at| is_insurance(&text[at.clone()]))
            .map(|at| marked(Kind::NationalInsurance, at)),
    );
    found.extend(matches(&UPN, text).filter(|at| is_upn(text, at)).map(|at| marked(Kind::Upn, at)));
    found.extend(matches(&DIGITS, text).filter_map(|at| numbered(text, at)));
    found.extend(
        matches(&POSTCODE, text)
            .filter(|at| is_postcode(&text[at.clone()]))
            .map(|at| marked(Kind::Postcode, at)),
    );
    found.extend(BIRTH.captures_iter(text).filter_map(|birth| {
        let day = birth.name("day")?;
        Some(marked(Kind::DateOfBirth, day.range()))
    }));
    found
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here, and every test compiles it")
}

fn matches<'t>(regex: &'static Regex, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    regex.find_iter(text).map(|found| found.range())
}

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\b[a-z0-9][a-z0-9._%+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b"));

/// Ten or eleven digits, in the groups in which people write them; `+44` and `(0)` before.
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:\+\s?44\s?(?:\(0\)\s?)?|\(?\b)[0-9](?:[ \t.()/-]{0,2}[0-9]){8,11}\b"));

static INSURANCE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\b[a-ceghj-prstw-z][a-ceghj-nprstw-z][ -]?(?:[0-9]{2}[ -]?){3}[a-d]\b"));

static UPN: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\b[a-z][0-9]{11}[0-9a-z]\b"));

static POSTCODE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\b[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][abd-hjlnp-uw-z]{2}\b"));

/// A whole day, said to be one of birth.
static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    const MONTH: &str = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    const ORDINAL: &str = r"[0-9]{1,2}(?:st|nd|rd|th)?";
    regex(&format!(
        r"(?ix) \b (?: d\.?\ ?o\.?\ ?b\b\.? | date\ of\ birth | (?:was|is|he's|she's)?\ ?born | birthday | birth\ date )
          [\ :,=-]* (?: (?:on|is|was|of|the) [\ :]+ ){{0,3}}
          (?P<day> [0-9]{{1,2}} [./\ -] [0-9]{{1,2}} [./\ -] (?:[0-9]{{4}}|[0-9]{{2}}) \b
                 | (?:19|20)[0-9]{{2}} - [0-9]{{1,2}} - [0-9]{{1,2}} \b
                 | {ORDINAL} [\ -] (?:of\ )? {MONTH} (?: [\ ,-]+ [0-9]{{2,4}} )? \b
                 | {MONTH} \ {ORDINAL} \b (?: [\ ,]+ [0-9]{{4}} \b )? )"
    ))
});

/// What a run of ten or eleven digits is, if it is somebody's.
fn numbered(text: &str, at: Range<usize>) -> Option<Found> {
    let written = &text[at.clone()];
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
    // `+44 (0)20…` has its zero twice.
    let from_zero: String = digits.iter().map(u32::to_string).collect();
    let (is_abroad, national) = match from_zero.strip_prefix("44") {
        Some(rest) if written.contains('+') => (true, format!("0{}", rest.trim_start_matches('0'))),
        _ => (false, from_zero),
    };
    let is_own = ["01", "02", "07"].iter().any(|start| national.starts_with(start));
    if (is_abroad || !written.contains('+')) && is_own && (10..=11).contains(&national.len()) {
        return Some(marked(Kind::Phone, at));
    }
    let is_said = said_before(text, at.start, "nhs");
    (digits.len() == 10 && digits[0] != 0 && (is_said || has_nhs_check(&digits)))
        .then(|| marked(Kind::NhsNumber, at))
}

/// The last digit of an NHS number follows from the nine before it (modulus 11).
///
/// Source: NHS Data Dictionary, NHS number.
fn has_nhs_check(digits: &[u32]) -> bool {
    let sum: u32 = digits[..9].iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let is_one_digit_over = digits.iter().all(|digit| *digit == digits[0]);
    (11 - sum % 11) % 11 == digits[9] && !is_one_digit_over
}

/// The first letter of a pupil number follows from what stands after it (modulus 23); a temporary one ends in a letter.
///
/// Source: Department for Education, unique pupil numbers: a guide for schools and local authorities.
fn is_upn(text: &str, at: &Range<usize>) -> bool {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let upper = text[at.clone()].to_ascii_uppercase();
    let value = |c: char| {
        let letter = LETTERS.iter().position(|letter| char::from(*letter) == c);
        c.to_digit(10).map(|digit| digit as usize).or(letter)
    };
    let values: Option<Vec<usize>> = upper.chars().skip(1).map(value).collect();
    let sum: Option<usize> =
        values.map(|values| values.iter().zip(2..).map(|(value, weight)| value * weight).sum());
    let is_checked = sum.is_some_and(|sum| upper.starts_with(char::from(LETTERS[sum % 23])));
    is_checked || said_before(text, at.start, "upn") || said_before(text, at.start, "pupil number")
}

/// Prefixes that are never given out are no number of anybody.
fn is_insurance(written: &str) -> bool {
    let prefix: String = written.chars().take(2).collect::<String>().to_ascii_uppercase();
    !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&prefix.as_str()) && !prefix.starts_with('Q')
}

/// The areas of the United Kingdom's postcodes.
const AREAS: &str = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E \
    EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK \
    ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN \
    TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ";

fn is_postcode(written: &str) -> bool {
    let area: String = written.chars().take_while(char::is_ascii_alphabetic).collect();
    // "n2 1st": an ordinal, not the end of a postcode.
    let is_ordinal =
        ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"].iter().any(|o| written.ends_with(o));
    // "s509AA" is a section of an Act.
    let is_mixed =
        area.chars().any(|c| c.is_ascii_lowercase()) && written.ends_with(|c: char| c.is_ascii_uppercase());
    AREAS.contains(&format!(" {} ", area.to_ascii_uppercase())) && !is_ordinal && !is_mixed
}

/// Whether a word stands in the few words before.
fn said_before(text: &str, at: usize, word: &str) -> bool {
    const NEAR: usize = 24;
    let before: String =
        text[..at].chars().rev().take(NEAR).collect::<Vec<char>>().into_iter().rev().collect();
    before.to_lowercase().contains(word)
}
