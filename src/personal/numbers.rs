//! Numbers and addresses that belong to one person: phone, email, postcode, NHS, pupil and National Insurance
//! numbers, days of birth.
//!
//! They are read as a careful clerk reads them: in the figures of any script, with an O for a nought, in words, with
//! "at" and "dot". Days, times, years and ranges that look like them are no details of anybody.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Kind, marked, spoken_numbers};
use crate::typed_date::one_in_ascii;

pub fn find(text: &str) -> Vec<Found> {
    let read = Read::of(text);
    let mut found = in_plain_figures(&read.text);
    for one in &mut found {
        *one = marked(one.kind, read.place_in_text(&one.at));
    }
    found
}

fn in_plain_figures(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let emails = matches(&EMAIL, text).chain(matches(&EMAIL_IN_WORDS, text));
    found.extend(emails.filter(|at| is_email(&text[at.clone()])).map(|at| marked(Kind::Email, at)));
    found.extend(
        matches(&INSURANCE, text)
            .filter(|at| is_insurance(text, at))
            .map(|at| marked(Kind::NationalInsurance, at)),
    );
    found.extend(matches(&UPN, text).filter(|at| is_upn(text, at)).map(|at| marked(Kind::Upn, at)));
    found.extend(BIRTH.captures_iter(text).chain(BIRTH_AFTER.captures_iter(text)).filter_map(|birth| {
        let day = birth.name("day")?;
        Some(marked(Kind::DateOfBirth, day.range()))
    }));
    found.extend(
        matches(&TEN_DIGITS, text).filter(|at| is_nhs_number(text, at)).map(|at| marked(Kind::NhsNumber, at)),
    );
    found.extend(PHONE.captures_iter(text).filter_map(|phone| phone_at(text, &phone)));
    found.extend(spoken_numbers::phones(text).map(|at| marked(Kind::Phone, at)));
    found.extend(
        matches(&POSTCODE, text)
            .filter(|at| is_postcode(&text[at.clone()]))
            .map(|at| marked(Kind::Postcode, at)),
    );
    found
}

/// A text in the figures and marks of a plain keyboard, and where each of its characters stood.
struct Read {
    text: String,
    /// By byte of `text`: where its character began and ended as it was written.
    stood: Vec<Range<usize>>,
}

impl Read {
    fn of(text: &str) -> Read {
        let mut read =
            Read { text: String::with_capacity(text.len()), stood: Vec::with_capacity(text.len()) };
        for (start, written) in text.char_indices() {
            if let Some(plain) = plain(written) {
                read.text.push(plain);
                read.stood.resize(read.text.len(), start..start + written.len_utf8());
            }
        }
        read.noughts_for_letters();
        read
    }

    /// "o7700 9oo123": the letter O among figures is a nought.
    fn noughts_for_letters(&mut self) {
        static RUN: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[oO0-9]{2,}\b"));
        let runs: Vec<Range<usize>> = RUN.find_iter(&self.text).map(|run| run.range()).collect();
        for run in runs {
            let written = &self.text[run.clone()];
            let figures = written.bytes().filter(u8::is_ascii_digit).count();
            if figures >= 2 && figures < written.len() {
                let figures = written.replace(['o', 'O'], "0");
                self.text.replace_range(run, &figures);
            }
        }
    }

    fn place_in_text(&self, at: &Range<usize>) -> Range<usize> {
        match (self.stood.get(at.start), self.stood.get(at.end.saturating_sub(1))) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// None for what nobody sees.
fn plain(written: char) -> Option<char> {
    match one_in_ascii(written)? {
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        wide @ '\u{ff01}'..='\u{ff5e}' => char::from_u32(wide as u32 - 0xfee0),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        space if space.is_whitespace() && space != '\n' => Some(' '),
        other => Some(other),
    }
}

pub(super) fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is written here, and every test compiles it")
}

fn matches<'t>(regex: &'static Regex, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    regex.find_iter(text).map(|found| found.range())
}

/// Where nobody has a mailbox without an ending.
const PROVIDERS: &str =
    "gmail|googlemail|hotmail|outlook|live|yahoo|ymail|icloud|aol|btinternet|talktalk|protonmail|msn";

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?ix) \b \w [\w.%+'-]* (?: @ | \ @ \ ? | @\  )
          (?: [a-z0-9-]+ (?: [.,] [a-z0-9-]+ )* [.,] [a-z]{{2,}} \b | (?:{PROVIDERS}) \b )"
    ))
});

/// "sarah (at) example.com", "sarah at example dot com", "sarah at gmail.com". "Look at ipsea.org.uk" is none.
static EMAIL_IN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    const DOT: &str = r"(?: \ ? (?: [(\[{<] dot [)\]}>] | \. ) \ ? | \ dot\  )";
    regex(&format!(
        r"(?ix) \b (?: \w+ \ dot\  )* \w [\w.%+'-]* (?:
            \ ? [(\[{{<] \ ? at \ ? [)\]}}>] \ ? [a-z0-9-]+ (?: {DOT} [a-z0-9-]+ )* {DOT} [a-z]{{2,}} \b
          | \ at\  (?: [a-z0-9-]+ (?: \ dot\  [a-z0-9-]+ )* \ dot\  [a-z]{{2,}} \b | (?:{PROVIDERS}) {DOT} (?:com|co) \b (?: {DOT} uk \b )? ) )"
    ))
});

/// With spaces around its "@", only what ends as addresses do: "see you @ school.please" is none.
fn is_email(written: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["com", "uk", "org", "net", "eu", "me", "info", "edu", "ie", "pl", "gmail", "hotmail"];
    let written = written.to_lowercase();
    let ending = written.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_loose = written.contains([' ', ',']);
    let before_at = written.split(' ').next().unwrap_or_default();
    let is_look_at =
        ["look", "looked", "in", "is", "me", "us", "them", "it", "sign", "login"].contains(&before_at);
    (!is_loose || ENDINGS.contains(&ending) || PROVIDERS.split('|').any(|known| known == ending))
        && !is_look_at
}

/// What people put between the figures of a number.
const GAP: &str = r"[\ \t.,()/_*·-]";

/// A number of this country that is somebody's own, whether a figure is missing or too many, or one of another country. No
/// helpline begins so.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    let gap = format!("{GAP}{{0,3}}");
    let own = format!(
        r"(?: 7 (?: {gap} [0-9] ){{9}} \b | 7 (?: {gap} [0-9] ){{10}} \b | 7 (?: {gap} [0-9] ){{8}} \b | [12] (?: {gap} [0-9] ){{8,9}} \b )"
    );
    regex(&format!(
        r"(?ix) (?: \b | (?P<glued> \b (?:tel|mob|mobile|phone|ph|num|no|number) ) )
            (?P<abroad> \(? (?: \+ | 00 )? \ ? 44 \)? {gap} (?: 0 {gap} )? {own} )
          | (?: \b | \b (?:tel|mob|mobile|phone|ph|num|no|number) ) (?P<home> 0 {gap} {own} )
          | (?P<plus> \( ? \+ \ ? 44 \)? {gap} (?: 0 {gap} )? {own} )
          | (?P<other> \+ \ ? (?: [1-35-9] (?: {GAP}{{0,2}} [0-9] ){{8,13}} | 4 [0-35-9] (?: {GAP}{{0,2}} [0-9] ){{7,12}} ) \b )
          | \b (?P<bare> 7 [0-9]{{3}} \ ? [0-9]{{3}} \ ? [0-9]{{3}} ) \b"
    ))
});

fn phone_at(text: &str, found: &Captures<'_>) -> Option<Found> {
    let named =
        ["abroad", "home", "plus", "other", "bare"].iter().find_map(|name| Some((*name, found.name(name)?)));
    let (name, number) = named?;
    let is_one = match name {
        "home" | "abroad" => !is_days_or_times(number.as_str()),
        "bare" => {
            ["ring", "call", "text", "phone", "number", "tel", "mob", "whatsapp", "contact", "reach", " no"]
                .iter()
                .any(|word| said_before(text, number.start(), word))
        }
        _ => true,
    };
    is_one.then(|| {
        let (opened, closed) = (number.as_str().contains('('), number.as_str().contains(')'));
        // "(01628) 496123" begins at its bracket.
        let is_bracket_before = closed && !opened && text[..number.start()].ends_with('(');
        marked(Kind::Phone, number.start() - usize::from(is_bracket_before)..number.end())
    })
}

/// "01/02/2024 10.30", "01.30 02.15 03.00", "0-25 2014 36(10)", "01 2023 - 2024".
fn is_days_or_times(written: &str) -> bool {
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| regex(r"\b[0-9]{1,2}([./-])[0-9]{1,2}[./-](?:[0-9]{2}|(?:19|20)[0-9]{2})\b"));
    static TIMES: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^[0-9]{1,2}\.[0-9]{2}(?:[ -]+[0-9]{1,2}\.[0-9]{2})*[ -]+[0-9]{1,2}(?:\.[0-9]{1,2})?$")
    });
    let groups: Vec<&str> =
        written.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_year = |group: &&&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let is_range = groups.len() > 1 && groups[0] == "0" && groups[1].len() > 1 && !written.contains('+');
    let years = groups.iter().filter(is_year).count();
    let is_spaced_day =
        groups.len() > 2 && groups[..2].iter().all(|group| group.len() < 3) && is_year(&&groups[2]);
    is_range || years > 1 || is_spaced_day || DAY.is_match(written) || TIMES.is_match(written)
}

static TEN_DIGITS: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"\b[1-9](?:{GAP}{{0,2}}[0-9]){{9}}\b")));

fn is_nhs_number(text: &str, at: &Range<usize>) -> bool {
    let written = &text[at.clone()];
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
    digits.len() == 10
        && !text[..at.start].ends_with(['+', '.', '£'])
        && (said_before(text, at.start, "nhs") || (has_nhs_check(&digits) && !is_days_or_times(written)))
}

static INSURANCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b[a-ceghj-prstw-z][a-ceghj-nprstw-z][ .-]{0,2}(?:[0-9]{2}[ .-]{0,2}){3}(?:[a-d]\b|\b)")
});

static UPN: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\b[a-z][ -]?(?:[0-9][ -]?){11}[0-9a-z]\b"));

static POSTCODE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:[a-z]{2}[0-9][0-9a-z]?[ .,-]{0,2}|[a-z][0-9][0-9a-z]? {0,2})[0-9][abd-hjlnp-uw-z]{2}\b")
});

const MONTH: &str = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";

/// A whole day, or one of the year.
fn day() -> String {
    const ORDINAL: &str = r"(?:[0-9]{1,2}(?:st|nd|rd|th)?|(?:twenty[\ -]|thirty[\ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|(?:thir|four|fif|six|seven|eigh|nine)teenth|tenth|eleventh|twelfth|twentieth|thirtieth)";
    format!(
        r"(?P<day> [0-9]{{1,2}} \ ?[./\ -]\ ? [0-9]{{1,2}} \ ?[./\ -]\ ? (?:[0-9]{{4}}|[0-9]{{2}}) \b
             | (?:19|20)[0-9]{{2}} [./-] [0-9]{{1,2}} [./-] [0-9]{{1,2}} \b
             | [0-3][0-9][01][0-9] (?:(?:19|20)[0-9]{{2}}|[0-9]{{2}}) \b
             | {ORDINAL} [\ -] (?:of\ )? {MONTH} (?: [\ ,'-]+ (?:[0-9]{{4}}|[0-9]{{2}}) \b )?
             | {MONTH} \ (?:the\ )? {ORDINAL} \b (?: [\ ,]+ [0-9]{{4}} \b )?
             | {ORDINAL} \ of\ the\  {ORDINAL} (?: [\ ,]+ (?:[0-9]{{4}}|[0-9]{{2}}) \b )? )"
    )
}

const IS_BIRTH: &str =
    r"(?: d\.?\ ?o\.?\ ?b\b\.? | date\ of\ birth | birth\ ?date | b['-]?day | birthday(?:'s)? )";

/// A day said to be one of birth.
static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let day = day();
    regex(&format!(
        r"(?ix) \b (?: {IS_BIRTH} | born )
          [\ :,=(-]* (?: (?:on|is|was|of|the|a|mon|tues|wednes|thurs|fri|satur|sun) (?:day)? [\ :,]+ ){{0,3}} {day}"
    ))
});

/// The same the other way round: "03/03/2017 is his date of birth".
static BIRTH_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let day = day();
    regex(&format!(
        r"(?ix) \b {day} [\ :,=(-]* (?: is\  | was\  )? (?: (?:his|her|their|my|the)\  )? {IS_BIRTH}"
    ))
});

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
    let written = &text[at.clone()];
    let upper: String = written.to_ascii_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let value = |c: char| {
        let letter = LETTERS.iter().position(|letter| char::from(*letter) == c);
        c.to_digit(10).map(|digit| digit as usize).or(letter)
    };
    let values: Option<Vec<usize>> = upper.chars().skip(1).map(value).collect();
    let sum: Option<usize> =
        values.map(|values| values.iter().zip(2..).map(|(value, weight)| value * weight).sum());
    let is_checked = sum.is_some_and(|sum| upper.starts_with(char::from(LETTERS[sum % 23])));
    let is_said = ["upn", "pupil number", "pupil no"].iter().any(|word| said_before(text, at.start, word));
    let is_in_one_piece = upper.len() == written.len();
    is_said || (is_checked && is_in_one_piece)
}

/// Prefixes that are never given out are no number of anybody; without its last letter it has to be said to be one.
fn is_insurance(text: &str, at: &Range<usize>) -> bool {
    let written = &text[at.clone()];
    let prefix: String = written.chars().take(2).collect::<String>().to_ascii_uppercase();
    let is_given_out =
        !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&prefix.as_str()) && !prefix.starts_with('Q');
    let is_whole = written.ends_with(|c: char| c.is_ascii_alphabetic());
    let is_said = ["insurance", "nino", " ni ", "ni:", "n.i", "ni no", "ni num"];
    is_given_out && (is_whole || is_said.iter().any(|word| said_before(text, at.start, word)))
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
