//! Normalising: what a family typed, as plain lower-case words in clauses.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

/// The longest text that is read, in bytes. What stands in the middle of a longer paste is left out: the question
/// is nearly always first or last.
pub const LONGEST_READ: usize = 8_000;

/// The longest word that is read, in characters. Longer ones are keyboard noise or links.
const LONGEST_WORD: usize = 32;

/// One clause: its words, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clause {
    pub words: Vec<String>,
    /// A question mark ended it.
    pub is_asked: bool,
    /// A full stop or its like ended it, not a comma.
    pub ends_sentence: bool,
}

/// Reads what was typed, as clauses. Case, forms of accents, apostrophes and punctuation make no difference to the
/// words.
pub fn read(typed: &str) -> Vec<Clause> {
    clauses(&bounded(typed))
}

/// Every word of an author's text, however long it is.
pub fn read_all(text: &str) -> Vec<String> {
    clauses(&[text]).into_iter().flat_map(|clause| clause.words).collect()
}

fn clauses(parts: &[&str]) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut clause = Clause::default();
    let mut word = String::new();
    for part in parts {
        let mut since_mark = 0;
        // Plain letters are in one form already.
        let lower: String = if part.is_ascii() {
            part.to_ascii_lowercase()
        } else {
            part.nfkc().flat_map(char::to_lowercase).collect()
        };
        let mut letters = lower.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{00b4}' => {}
                letter if letter.is_alphanumeric() => {
                    word.push(letter);
                    since_mark += 1;
                }
                '.' | ',' | ':'
                    if !word.is_empty() && letters.peek().is_some_and(|next| next.is_alphanumeric()) =>
                {
                    // `s.e.n.d`, `1:1` and `6,000` are one word; `home.then` and `late,he` are two.
                    let is_number = word.chars().all(|letter| letter.is_ascii_digit());
                    let joins = since_mark == 1 || is_number;
                    if joins && is_number && letter == ':' {
                        // As it is said: without it `1:1` would be an age.
                        word.push_str("to");
                    }
                    if !joins {
                        end_word(&mut word, &mut clause);
                        end_clause(letter, &mut clause, &mut clauses);
                    }
                    since_mark = 0;
                }
                _ => {
                    since_mark = 0;
                    end_word(&mut word, &mut clause);
                    end_clause(letter, &mut clause, &mut clauses);
                }
            }
        }
        end_word(&mut word, &mut clause);
        end_clause('\n', &mut clause, &mut clauses);
    }
    clauses
}

/// The whole text, or its beginning and its end where it is too long to read.
fn bounded(text: &str) -> Vec<&str> {
    if text.len() <= LONGEST_READ {
        return vec![text];
    }
    let half = LONGEST_READ / 2;
    vec![&text[..text.floor_char_boundary(half)], &text[text.ceil_char_boundary(text.len() - half)..]]
}

fn end_word(word: &mut String, clause: &mut Clause) {
    if !word.is_empty() && word.chars().count() <= LONGEST_WORD {
        clause.words.push(std::mem::take(word));
    }
    word.clear();
}

fn end_clause(mark: char, clause: &mut Clause, clauses: &mut Vec<Clause>) {
    let ends_sentence = matches!(mark, '.' | '?' | '!' | ';' | '\n' | '\u{2026}');
    if !ends_sentence && !matches!(mark, ',' | ':' | '(' | ')' | '\u{2013}' | '\u{2014}') {
        return;
    }
    if clause.words.is_empty() {
        if let Some(last) = clauses.last_mut() {
            last.is_asked |= mark == '?';
            last.ends_sentence |= ends_sentence;
        }
        return;
    }
    clause.is_asked = mark == '?';
    clause.ends_sentence = ends_sentence;
    clauses.push(std::mem::take(clause));
}

/// Brings forms of a word together: "meetings" to "meet".
pub struct Stems(Stemmer);

impl Stems {
    pub fn new() -> Stems {
        Stems(Stemmer::create(Algorithm::English))
    }

    pub fn of(&self, word: &str) -> String {
        self.0.stem(word).into_owned()
    }
}

impl Default for Stems {
    fn default() -> Stems {
        Stems::new()
    }
}

/// Words that carry no question. Kept out on purpose, since they turn an answer round: "not", "no", "without",
/// "before", "after", "can", "must", "who", "how", "when".
pub fn is_stop_word(word: &str) -> bool {
    static STOP_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        FxHashSet::from_iter([
            "a", "about", "am", "an", "and", "are", "as", "at", "be", "been", "but", "by", "do", "for",
            "from", "had", "has", "have", "he", "her", "hes", "him", "his", "i", "im", "in", "is", "it",
            "its", "me", "my", "of", "on", "or", "our", "she", "shes", "so", "that", "the", "they", "this",
            "to", "was", "we", "with", "you",
        ])
    });
    STOP_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, clauses: &[&str]) {
        let read: Vec<String> = read(typed).iter().map(|clause| clause.words.join(" ")).collect();
        assert_eq!(read, clauses);
    }

    #[test]
    fn case_apostrophes_and_accents_make_no_difference() {
        check("DOESN\u{2019}T", &["doesnt"]);
        check("doesn't", &["doesnt"]);
        check("\u{ff25}\u{ff28}\u{ff23}\u{ff30}", &["ehcp"]);
    }

    #[test]
    fn initials_ratios_and_sums_are_one_word() {
        check("the s.e.n.d report", &["the send report"]);
        check("his 1:1 help", &["his 1to1 help"]);
        check("over £6,000 a year", &["over 6000 a year"]);
    }

    #[test]
    fn clauses_end_at_punctuation() {
        check("School said no,what now? Ta", &["school said no", "what now", "ta"]);
    }

    #[test]
    fn a_question_mark_marks_its_clause() {
        let read = read("They refused. Can they do that ?");
        assert_eq!(read.iter().map(|clause| clause.is_asked).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn stop_words_are_in_order_and_spare_the_turning_words() {
        for word in ["not", "no", "without", "refused", "before", "after", "who", "can"] {
            assert!(!is_stop_word(word), "{word}");
        }
        assert!(is_stop_word("the") && is_stop_word("a") && is_stop_word("you"));
    }

    #[test]
    fn a_long_paste_keeps_its_beginning_and_its_end() {
        let typed = format!("first {} last", "x ".repeat(20_000));
        let read = read(&typed);
        assert_eq!(read.first().map(|clause| clause.words[0].as_str()), Some("first"));
        assert_eq!(read.last().and_then(|clause| clause.words.last()).map(String::as_str), Some("last"));
    }
}
