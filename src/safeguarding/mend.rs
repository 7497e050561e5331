//! Spelling: the known word that a mistyped one was meant to be.
//!
//! One slip is mended in words of five letters or more: a letter missing, added, changed, or two swapped.
//! Ordinary words that lie one slip away from a known word ("changed" from "hanged") are listed in `ordinary.txt` and
//! left as they are: those that the ordinary lines in `tests/danger` use, found by the test at the end of this file.

use rustc_hash::{FxHashMap, FxHashSet};

use super::pattern::{Patterns, WordId};

/// Words that lie near a known word and mean what they say.
const ORDINARY: &str = include_str!("ordinary.txt");

/// Beginnings and ends of two words run together: "killmyself", "wantsto", "selfharm".
const RUN_TOGETHER_FIRST: &str = "self kill killing want wants wanted doesnt dont cant hurt hurting cut cutting hang \
    harm harming end over he she they im i my his her black";
const RUN_TOGETHER_LAST: &str = "myself himself herself themselves harm harming harmed harms to die dead suicide \
    suicidal dose dosed live alive kill here eye";

/// Finds what a word was meant to be.
#[derive(Debug)]
pub(super) struct Mender {
    /// Every known word of five letters or more, under each form with one letter taken out, and its own.
    near: FxHashMap<Box<str>, Vec<WordId>>,
    ordinary: FxHashSet<&'static str>,
    first: FxHashSet<&'static str>,
    last: FxHashSet<&'static str>,
}

impl Mender {
    /// Words that have to be known for the joins.
    pub(super) fn vocabulary() -> [&'static str; 2] {
        [RUN_TOGETHER_FIRST, RUN_TOGETHER_LAST]
    }

    pub(super) fn new(patterns: &Patterns) -> Mender {
        let mut near: FxHashMap<Box<str>, Vec<WordId>> = FxHashMap::default();
        for (spelt, id) in patterns.vocabulary().filter(|(spelt, _)| spelt.len() >= 5 && spelt.is_ascii()) {
            near.entry(spelt.into()).or_default().push(id);
            for shorter in one_taken_out(spelt) {
                near.entry(shorter.into()).or_default().push(id);
            }
        }
        let set = |words: &'static str| words.split_whitespace().collect();
        Mender { near, ordinary: set(ORDINARY), first: set(RUN_TOGETHER_FIRST), last: set(RUN_TOGETHER_LAST) }
    }

    /// The word `typed` was meant to be, or the two words that were run together.
    pub(super) fn mend(&self, typed: &str, patterns: &Patterns) -> Option<(WordId, Option<WordId>)> {
        if typed.contains('*') {
            return hidden(typed, patterns).map(|id| (id, None));
        }
        // Accents are folded before; letters of other alphabets are no slip of ours.
        if !typed.is_ascii() || self.ordinary.contains(typed) {
            return None;
        }
        self.stretched(typed, patterns)
            .or_else(|| self.one_slip(typed, patterns))
            .map(|id| (id, None))
            .or_else(|| self.run_together(typed, patterns))
    }

    /// "diiiie", "heeelp", "kiiiillll": letters held down. Each run of a letter is read as one or as two.
    fn stretched(&self, typed: &str, patterns: &Patterns) -> Option<WordId> {
        let runs = runs(typed);
        let held: Vec<usize> = (0..runs.len()).filter(|run| runs[*run].1 > 1).collect();
        if held.is_empty() || held.len() > 4 {
            return None;
        }
        (0u32..1 << held.len()).rev().find_map(|doubled| {
            let mut form = String::with_capacity(typed.len());
            for (nth, (letter, _)) in runs.iter().enumerate() {
                form.push(*letter);
                if held.iter().position(|run| *run == nth).is_some_and(|bit| doubled >> bit & 1 == 1) {
                    form.push(*letter);
                }
            }
            patterns.word(&form)
        })
    }

    fn one_slip(&self, typed: &str, patterns: &Patterns) -> Option<WordId> {
        if typed.len() == 4 {
            return swapped_neighbours(typed).into_iter().find_map(|form| patterns.word(&form));
        }
        if typed.len() < 4 {
            return None;
        }
        let mut best: Option<(u8, WordId)> = None;
        let own = self.near.get(typed).into_iter().flatten();
        let shorter: Vec<String> = one_taken_out(typed).collect();
        let theirs = shorter.iter().filter_map(|form| self.near.get(form.as_str())).flatten();
        for id in own.chain(theirs) {
            let spelt = patterns.spelling(*id);
            let Some(cost) = slip(typed, spelt) else { continue };
            if best.is_none_or(|(least, word)| (cost, spelt) < (least, patterns.spelling(word))) {
                best = Some((cost, *id));
            }
        }
        best.map(|(_, id)| id)
    }

    fn run_together(&self, typed: &str, patterns: &Patterns) -> Option<(WordId, Option<WordId>)> {
        if typed.len() < 6 {
            return None;
        }
        (1..typed.len() - 1).find_map(|cut| {
            let (first, last) = (typed.get(..cut)?, typed.get(cut..)?);
            if !self.first.contains(first) || !self.last.contains(last) {
                return None;
            }
            Some((patterns.word(first)?, Some(patterns.word(last)?)))
        })
    }
}

/// "su*cide", "k**l": each star stands for one letter, or for none.
fn hidden(typed: &str, patterns: &Patterns) -> Option<WordId> {
    let letters = typed.bytes().filter(|letter| *letter != b'*').count();
    if letters < 2 {
        return None;
    }
    patterns
        .vocabulary()
        .filter(|(spelt, _)| spelt.len() >= 4 && spelt.len() + 1 >= typed.len() && spelt.len() <= typed.len())
        .filter(|(spelt, _)| fits(typed.as_bytes(), spelt.as_bytes()))
        .min_by_key(|(spelt, _)| (typed.len() - spelt.len(), *spelt))
        .map(|(_, id)| id)
}

fn fits(typed: &[u8], spelt: &[u8]) -> bool {
    if typed.len() == spelt.len() {
        return typed.iter().zip(spelt).all(|(mark, letter)| *mark == b'*' || mark == letter);
    }
    // One star too many: some star stands for nothing.
    (0..typed.len()).filter(|at| typed[*at] == b'*').any(|star| {
        let without = typed[..star].iter().chain(&typed[star + 1..]);
        without.zip(spelt).all(|(mark, letter)| *mark == b'*' || mark == letter)
    })
}

/// The letters of a word with how often each stands in a row.
fn runs(word: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for letter in word.chars() {
        match runs.last_mut() {
            Some((last, count)) if *last == letter => *count += 1,
            _ => runs.push((letter, 1)),
        }
    }
    runs
}

fn one_taken_out(word: &str) -> impl Iterator<Item = String> + '_ {
    (0..word.len()).map(|at| [&word[..at], &word[at + 1..]].concat())
}

fn swapped_neighbours(word: &str) -> Vec<String> {
    (0..word.len() - 1)
        .map(|at| {
            let mut letters: Vec<char> = word.chars().collect();
            letters.swap(at, at + 1);
            letters.into_iter().collect()
        })
        .collect()
}

/// How `typed` differs from `meant` by one slip, the likeliest slip first, or `None` when by more.
///
/// The first letter is nearly always right, so it may only have been swapped with the second.
fn slip(typed: &str, meant: &str) -> Option<u8> {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let same_start = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (typed_rest, meant_rest) = (&typed[same_start..], &meant[same_start..]);
    match typed_rest.len() as i64 - meant_rest.len() as i64 {
        0 if typed_rest.len() >= 2
            && typed_rest[0] == meant_rest[1]
            && typed_rest[1] == meant_rest[0]
            && typed_rest[2..] == meant_rest[2..] =>
        {
            Some(0)
        }
        _ if same_start == 0 => None,
        -1 if *typed_rest == meant_rest[1..] => Some(1),
        1 if typed_rest[1..] == *meant_rest => Some(2),
        0 if !typed_rest.is_empty() && typed_rest[1..] == meant_rest[1..] => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use rust_stemmers::{Algorithm, Stemmer};

    use super::super::RECOGNISER;
    use super::super::lean::learn::{Line, all_lines};
    use super::*;

    /// A stem used so often is a word, and no slip. Twice lets fewer than thirty slips in; once, hundreds.
    const OFTEN: usize = 2;

    /// How often each word stands in the lines.
    fn counted<'a>(lines: impl Iterator<Item = &'a Line>) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for line in lines {
            let lower = line.text.to_ascii_lowercase().replace(['\'', '’'], "");
            for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() >= 3) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        counts
    }

    /// The words of ordinary lines that would be taken for another, were they not listed; none that lines of
    /// danger use as often.
    fn ordinary_words() -> BTreeSet<String> {
        let lines = all_lines();
        let ordinary = counted(lines.iter().filter(|line| !line.is_danger));
        let danger = counted(lines.iter().filter(|line| line.is_danger));
        let stemmer = Stemmer::create(Algorithm::English);
        let mut stems: BTreeMap<String, usize> = BTreeMap::new();
        for (word, count) in &ordinary {
            *stems.entry(stemmer.stem(word).into_owned()).or_default() += count;
        }
        let patterns = &RECOGNISER.patterns;
        let unlisted = Mender { ordinary: FxHashSet::default(), ..Mender::new(patterns) };
        ordinary
            .iter()
            .filter(|(word, count)| danger.get(*word).is_none_or(|feared| feared < count))
            .filter(|(word, _)| stems[stemmer.stem(word).as_ref()] >= OFTEN)
            .filter(|(word, _)| patterns.word(word).is_none() && unlisted.mend(word, patterns).is_some())
            .map(|(word, _)| word.clone())
            .collect()
    }

    /// `UPDATE_ORDINARY=1 cargo test --lib ordinary_words` writes the list anew; learn the leanings after it.
    #[test]
    fn ordinary_words_are_those_our_ordinary_lines_use() {
        let found = ordinary_words();
        if std::env::var_os("UPDATE_ORDINARY").is_some() {
            let mut text = String::new();
            let mut width = 0;
            for word in &found {
                let gap = if text.is_empty() {
                    ""
                } else if width + word.len() > 110 {
                    width = 0;
                    "\n"
                } else {
                    " "
                };
                text.push_str(gap);
                text.push_str(word);
                width += word.len() + 1;
            }
            text.push('\n');
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/safeguarding/ordinary.txt"), text)
                .expect("the words can be written");
            return;
        }
        let listed: BTreeSet<String> = ORDINARY.split_whitespace().map(str::to_owned).collect();
        assert!(
            found == listed,
            "ordinary.txt is not what the lines in tests/danger use: run UPDATE_ORDINARY=1 cargo test --lib ordinary_words"
        );
    }
}
