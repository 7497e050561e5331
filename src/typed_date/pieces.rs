//! A message as pieces: numbers, months, days of the week, other words. Knows misspellings.

use chrono::Weekday;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// As typed: how many digits tells a year from a day. `has_suffix`: "3rd".
    Number {
        value: u32,
        digits: usize,
        has_suffix: bool,
    },
    /// "Third": a day only beside a month.
    Ordinal(u32),
    /// From 1. `may` and `march` are words too, so a month counts only beside a day.
    Month(u32),
    Weekday(Weekday),
    /// `sat`, `sun`, `wed`: days of the week only where one is expected.
    MaybeWeekday(Weekday),
    Word(String),
    /// More than four digits: neither a day nor a year.
    LongNumber,
    /// Where something already read was taken out.
    Break,
}

impl Piece {
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Piece::Word(own) if own == word)
    }

    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        matches!(self, Piece::Word(own) if words.contains(&own.as_str()))
    }
}

/// Splits lower-case text.
pub(super) fn split(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let letters = word_length(rest);
        if digits > 0 {
            rest = push_number(&mut pieces, rest, digits);
        } else if letters > 0 {
            pieces.push(named(&rest[..letters].replace(['\'', '’'], "")));
            rest = &rest[letters..];
        } else {
            if first == ';' {
                pieces.push(Piece::Break);
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    join_tens(pieces)
}

/// Letters, and apostrophes between them.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphabetic() {
            length = at + c.len_utf8();
        } else if !(matches!(c, '\'' | '’') && length == at && length > 0) {
            break;
        }
    }
    length
}

/// Takes the number and a suffix such as `rd` written to it; gives what follows.
fn push_number<'a>(pieces: &mut Vec<Piece>, text: &'a str, digits: usize) -> &'a str {
    let (number, mut rest) = text.split_at(digits);
    let mut has_suffix = false;
    let word = &rest[..word_length(rest)];
    for suffix in ["st", "nd", "rd", "th"] {
        let after = rest.trim_start_matches(' ');
        let standing_alone = &after[..word_length(after)] == suffix;
        if standing_alone
            || word.strip_prefix(suffix).is_some_and(|more| named(more) != Piece::Word(more.to_owned()))
        {
            has_suffix = true;
            rest = &after[suffix.len()..];
            break;
        }
    }
    pieces.push(match number.parse() {
        Ok(value) if digits <= 4 => Piece::Number { value, digits, has_suffix },
        _ => Piece::LongNumber,
    });
    rest
}

/// "Twenty first" is one piece.
fn join_tens(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        let tens = match joined.last() {
            Some(Piece::Word(word)) if word == "twenty" => 20,
            Some(Piece::Word(word)) if word == "thirty" => 30,
            _ => 0,
        };
        match piece {
            Piece::Ordinal(unit @ 1..=9) if tens > 0 => {
                joined.pop();
                joined.push(Piece::Ordinal(tens + unit));
            }
            piece => joined.push(piece),
        }
    }
    joined
}

const MONTHS: [(&str, u32); 12] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];

const SHORT_MONTHS: [(&str, u32); 14] = [
    ("jan", 1),
    ("feb", 2),
    ("febr", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("decem", 12),
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

const SHORT_WEEKDAYS: [(&str, Weekday); 8] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("tues", Weekday::Tue),
    ("weds", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("thur", Weekday::Thu),
    ("thurs", Weekday::Thu),
    ("fri", Weekday::Fri),
];

const ALSO_WORDS: [(&str, Weekday); 3] =
    [("sat", Weekday::Sat), ("sun", Weekday::Sun), ("wed", Weekday::Wed)];

const ORDINALS: [(&str, u32); 21] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
];

/// Words close to a day near today, for their misspellings.
const NEAR_DAYS: [(&str, ()); 2] = [("yesterday", ()), ("tomorrow", ())];

fn named(word: &str) -> Piece {
    if let Some(month) = exact(&MONTHS, word).or_else(|| exact(&SHORT_MONTHS, word)) {
        return Piece::Month(month);
    }
    if let Some(weekday) = exact(&WEEKDAYS, word).or_else(|| exact(&SHORT_WEEKDAYS, word)) {
        return Piece::Weekday(weekday);
    }
    if let Some(weekday) = exact(&ALSO_WORDS, word) {
        return Piece::MaybeWeekday(weekday);
    }
    if let Some(ordinal) = exact(&ORDINALS, word) {
        return Piece::Ordinal(ordinal);
    }
    if let Some((name, ())) = misspelt(&NEAR_DAYS, word) {
        return Piece::Word(name.to_owned());
    }
    if let Some((_, weekday)) = misspelt(&WEEKDAYS, word) {
        return Piece::Weekday(weekday);
    }
    if let Some((_, month)) = misspelt(&MONTHS, word) {
        return Piece::Month(month);
    }
    Piece::Word(word.to_owned())
}

fn exact<T: Copy>(names: &[(&str, T)], word: &str) -> Option<T> {
    names.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The one name that the word is a slip of the keys from: the same first letter, one slip, or two in a long name.
fn misspelt<'a, T: Copy>(names: &[(&'a str, T)], word: &str) -> Option<(&'a str, T)> {
    if !(4..=12).contains(&word.chars().count()) || REAL_WORDS.contains(&word) {
        return None;
    }
    let mut nearest: Option<(usize, (&'a str, T))> = None;
    let mut is_tied = false;
    for &(name, value) in names {
        let allowed = match name.len() {
            ..=3 => continue,
            4..=6 => 1,
            _ => 2,
        };
        if name.chars().next() != word.chars().next() {
            continue;
        }
        let slips = slips_between(name, word);
        if slips > allowed {
            continue;
        }
        match nearest {
            Some((fewest, _)) if fewest < slips => {}
            Some((fewest, _)) if fewest == slips => is_tied = true,
            _ => {
                nearest = Some((slips, (name, value)));
                is_tied = false;
            }
        }
    }
    nearest.filter(|_| !is_tied).map(|(_, found)| found)
}

/// Words of their own that are one slip from a month or a day.
const REAL_WORDS: [&str; 5] = ["match", "marsh", "mondays", "sundry", "june's"];

/// Letters put in, left out, changed or swapped with their neighbour.
pub(crate) fn slips_between(name: &str, word: &str) -> usize {
    let (name, word): (Vec<char>, Vec<char>) = (name.chars().collect(), word.chars().collect());
    let mut rows = vec![vec![0usize; word.len() + 1]; name.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=name.len() {
        for j in 1..=word.len() {
            let changed = usize::from(name[i - 1] != word[j - 1]);
            let mut fewest = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && name[i - 1] == word[j - 2] && name[i - 2] == word[j - 1] {
                fewest = fewest.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = fewest;
        }
    }
    rows[name.len()][word.len()]
}
