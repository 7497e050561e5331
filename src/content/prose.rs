//! How the words read: reading age, long sentences, jargon, wording. All of it warns; none of it is asked at start.

use std::collections::BTreeSet;

use super::data::Registers;
use super::markdown::{Written, WrittenLine};
use super::page::{Findings, Page};
use super::problem::Code;
use crate::library::Term;

/// Families are written for at a reading age of 9 to 11 (GOV.UK and NHS practice).
const HIGHEST_READING_AGE_YEARS: f32 = 11.0;

/// Fewer words say little about how hard a text is.
const FEWEST_WORDS_TO_JUDGE: usize = 60;

const MOST_WORDS_IN_A_SENTENCE: usize = 25;

/// Words that promise, blame, brush off or keep people out, and why.
const WORDING: [(&str, &str, &str); 21] = [
    ("you will win", "nobody can promise an outcome", "say what can be asked for, and who decides"),
    ("you should win", "nobody can promise an outcome", "say what can be asked for, and who decides"),
    ("guaranteed", "nobody can promise an outcome", "say what the law gives, with its source"),
    (
        "you are entitled to win",
        "nobody can promise an outcome",
        "say what can be asked for, and who decides",
    ),
    ("good chance of", "odds are not ours to give", "say what decides the matter"),
    ("most appeals succeed", "odds are not ours to give", "say what can be appealed"),
    ("unfortunately", "it comments in place of helping", "say what is so, and the next step"),
    ("simply", "it makes light of what is hard", "leave the word out"),
    ("obviously", "it makes light of what is hard", "leave the word out"),
    ("failing school", "it blames", "say what is happening, in neutral words"),
    ("bad school", "it blames", "say what is happening, in neutral words"),
    ("incompetent", "it blames", "say what is happening, in neutral words"),
    ("you have failed", "it blames", "say what can be done"),
    ("as per", "it is office language", "write \"as … says\""),
    ("pursuant", "it is office language", "write \"under\""),
    ("e.g.", "it is Latin", "write \"for example\""),
    ("i.e.", "it is Latin", "write \"that is\""),
    ("etc", "it is Latin", "write \"and so on\", or name the rest"),
    ("suffers from", "it speaks of a child as a patient", "write \"has\""),
    ("wheelchair bound", "it speaks of a child as a chair", "write \"uses a wheelchair\""),
    ("normal children", "it makes other children not normal", "write \"other children\""),
];

/// Abbreviations that need no explaining.
const KNOWN_TO_ALL: [&str; 9] = ["A&E", "BSL", "ID", "NHS", "OK", "PE", "TV", "UK", "UKS"];

/// One text: an entry or a dialog, all that a family reads of it.
pub struct Prose<'a> {
    pub page: &'a Page,
    pub parts: Vec<&'a Written>,
    /// Where the text as a whole is reported.
    pub at: usize,
}

/// Terms and names that are explained somewhere.
pub struct Explained {
    words: BTreeSet<String>,
}

impl Explained {
    pub fn of(glossary: &[Term], registers: &Registers) -> Explained {
        let mut words = BTreeSet::new();
        let mut add = |text: &str| words.extend(tokens(text).map(str::to_lowercase));
        for term in glossary {
            term.forms().for_each(|form| add(&form));
        }
        for (id, row) in registers.sources.sound() {
            add(id);
            add(&row.source.title);
            row.source.short.iter().for_each(|short| add(short));
        }
        for (id, contact) in registers.contacts.sound() {
            add(id);
            add(&contact.name);
        }
        if let Some(service) = &registers.service {
            service.details.values().for_each(|detail| add(detail));
        }
        add(&KNOWN_TO_ALL.join(" "));
        Explained { words }
    }

    fn knows(&self, abbreviation: &str) -> bool {
        let small = abbreviation.to_lowercase();
        self.words.contains(&small) || small.strip_suffix('s').is_some_and(|one| self.words.contains(one))
    }
}

pub fn check(prose: &Prose<'_>, explained: &Explained, findings: &Findings) {
    check_reading_age(prose, findings);
    let mut told = BTreeSet::new();
    for line in prose.parts.iter().flat_map(|part| part.lines()) {
        check_sentences(prose.page, line, findings);
        check_wording(prose.page, line, findings);
        check_jargon(prose.page, line, explained, &mut told, findings);
    }
}

fn check_reading_age(prose: &Prose<'_>, findings: &Findings) {
    let lines = prose.parts.iter().flat_map(|part| part.lines());
    let texts: Vec<String> = lines.map(|line| line.run("some words").text).collect();
    let Some(age) = reading_age_years(&texts) else { return };
    if age > HIGHEST_READING_AGE_YEARS {
        let message = format!("this text needs a reading age of {age:.1}, and 11 is the most");
        let mend = "shorter sentences, shorter words, one thought at a time";
        findings.add(prose.page.problem(Code::ReadingAge, prose.at, message, mend));
    }
}

/// Flesch-Kincaid grade and five years; `None` for too few words to judge.
pub fn reading_age_years(lines: &[String]) -> Option<f32> {
    let words: Vec<&str> = lines.iter().flat_map(|line| words_of(line)).collect();
    if words.len() < FEWEST_WORDS_TO_JUDGE {
        return None;
    }
    let sentences = lines.iter().map(|line| sentences_of(line).len()).sum::<usize>().max(1);
    let syllables: usize = words.iter().map(|word| syllables_of(word)).sum();
    let (words, sentences, syllables) = (words.len() as f32, sentences as f32, syllables as f32);
    Some(0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5.0)
}

fn check_sentences(page: &Page, line: &WrittenLine, findings: &Findings) {
    let run = line.run("some words");
    for (start, sentence) in sentences_of(&run.text) {
        let words = sentence.split_whitespace().count();
        if words > MOST_WORDS_IN_A_SENTENCE {
            let message =
                format!("this sentence has {words} words, and {MOST_WORDS_IN_A_SENTENCE} is the most");
            findings.add(page.problem(
                Code::SentenceLong,
                run.place(start),
                message,
                "make it two sentences",
            ));
        }
    }
}

fn check_wording(page: &Page, line: &WrittenLine, findings: &Findings) {
    let run = line.run("\u{fffc}");
    let small = run.text.to_lowercase();
    if small.len() != run.text.len() {
        // Lower case of another length would move the places; no English text has such letters.
        return;
    }
    for (words, why, mend) in WORDING {
        for (start, _) in small.match_indices(words) {
            if stands_alone(&small, start, words.len()) {
                let message = format!("\"{words}\": {why}");
                findings.add(page.problem(Code::Wording, run.place(start), message, mend));
            }
        }
    }
}

fn stands_alone(text: &str, start: usize, length: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !is_letter(text[..start].chars().next_back()) && !is_letter(text[start + length..].chars().next())
}

fn check_jargon(
    page: &Page,
    line: &WrittenLine,
    explained: &Explained,
    told: &mut BTreeSet<String>,
    findings: &Findings,
) {
    let run = line.run(" ");
    for token in tokens(&run.text).filter(|token| is_abbreviation(token)) {
        // "(DSA)" after words, or "DSA (…)": explained on the spot.
        let at = token.as_ptr() as usize - run.text.as_ptr() as usize;
        let in_brackets = run.text[..at].ends_with('(') || run.text[at + token.len()..].starts_with(" (");
        if explained.knows(token) || in_brackets {
            told.insert(token.to_owned());
        } else if told.insert(token.to_owned()) {
            let message = format!("`{token}` is explained nowhere");
            let mend = "say it in words, or add it to knowledge/glossary.toml with its meaning";
            findings.add(page.problem(Code::Jargon, run.place(at), message, mend));
        }
    }
}

/// Two or more capitals and hardly a small letter: `SENCO`, `ToD`, `TAs`. What has a digit in it is a number of
/// something: a section, a form, a reference.
fn is_abbreviation(token: &str) -> bool {
    if token.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let capitals = token.chars().filter(|c| c.is_ascii_uppercase()).count();
    let others = token.chars().filter(|c| c.is_ascii_lowercase()).count();
    capitals >= 2 && capitals > others
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '&' | '-' | '\u{2019}'));
    parts.map(|token| token.trim_matches('-')).filter(|token| !token.is_empty())
}

/// Sentences with their offsets: they end at `.`, `?`, `!` or `:` before a space or the end of the line.
fn sentences_of(line: &str) -> Vec<(usize, &str)> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let bytes = line.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        let ends =
            matches!(byte, b'.' | b'?' | b'!' | b':') && bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace);
        if ends {
            sentences.push((start, &line[start..=i]));
            start = i + 1;
        }
    }
    if start < line.len() {
        sentences.push((start, &line[start..]));
    }
    let trimmed = |(start, sentence): (usize, &'_ str)| {
        let inner = sentence.trim_start();
        (start + sentence.len() - inner.len(), inner.len())
    };
    let trimmed: Vec<_> = sentences.into_iter().map(trimmed).collect();
    trimmed
        .into_iter()
        .filter(|(_, length)| *length > 0)
        .map(|(at, length)| (at, &line[at..at + length]))
        .collect()
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split(|c: char| !c.is_alphabetic() && c != '\'');
    parts.filter(|word| word.chars().any(char::is_alphabetic))
}

/// Runs of vowels, without a silent end: rough, and the same for every text.
fn syllables_of(word: &str) -> usize {
    let small = word.to_lowercase();
    let stem = match small.len() {
        0..=3 => small.as_str(),
        _ => ["es", "ed", "e"].iter().find_map(|end| small.strip_suffix(end)).unwrap_or(&small),
    };
    let mut runs = 0;
    let mut in_run = false;
    for c in stem.chars() {
        let is_vowel = "aeiouy".contains(c);
        runs += usize::from(is_vowel && !in_run);
        in_run = is_vowel;
    }
    runs.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_syllables(word: &str, count: usize) {
        assert_eq!(syllables_of(word), count, "{word}");
    }

    #[test]
    fn syllables_are_runs_of_vowels_without_a_silent_end() {
        check_syllables("school", 1);
        check_syllables("asked", 1);
        check_syllables("council", 2);
        check_syllables("assessment", 3);
        check_syllables("the", 1);
    }

    #[test]
    fn plain_words_read_younger_than_office_words() {
        let plain = vec!["Ask the school what it will do. Write down what they say.".to_owned(); 10];
        let office = vec![
                "Notwithstanding considerations of organisational practicability, determination is deferred."
                    .to_owned();
                10
            ];
        assert!(reading_age_years(&plain).unwrap() < 9.0);
        assert!(reading_age_years(&office).unwrap() > 18.0);
        assert_eq!(reading_age_years(&plain[..1]), None);
    }

    #[track_caller]
    fn check_sentence_count(line: &str, sentences: &[&str]) {
        let found: Vec<_> = sentences_of(line).into_iter().map(|(_, sentence)| sentence).collect();
        assert_eq!(found, sentences);
    }

    #[test]
    fn a_sentence_ends_before_a_space() {
        check_sentence_count("One. Two? Three", &["One.", "Two?", "Three"]);
        check_sentence_count("See ipsea.org.uk today.", &["See ipsea.org.uk today."]);
        check_sentence_count("", &[]);
    }

    #[track_caller]
    fn check_abbreviation(token: &str, expected: bool) {
        assert_eq!(is_abbreviation(token), expected, "{token}");
    }

    #[test]
    fn abbreviations_are_capitals() {
        check_abbreviation("SENCO", true);
        check_abbreviation("TAs", true);
        check_abbreviation("ToD", true);
        check_abbreviation("SP-7K3Q-M2X4-D", false);
        check_abbreviation("Code", false);
        check_abbreviation("I", false);
        check_abbreviation("McDonald", false);
    }
}
