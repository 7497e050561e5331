//! Content gaps: questions that were not understood, brought together by the words they share, with a draft entry
//! for each group.
//!
//! The questions are those of enquiries that families agreed to pass on. A draft holds none of their words but those
//! that authors use too: an entry is published, and a family's story is not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Context, Decision, Understanding};
use crate::library::EntryId;

/// An answer less likely than this is as good as a gap.
const UNDERSTOOD_FROM: f32 = 0.4;
/// A question joins a group that it is at least so like, from 0 to 1.
const ALIKE_FROM: f32 = 0.2;
/// A word is ours when at least so many entries have it.
const FEWEST_ENTRIES: usize = 3;
/// So many words name a group, and so many entries are named as near to it.
const MOST_WORDS: usize = 8;
const MOST_NEAR: usize = 3;

/// Questions that share their words, and what they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Places in what was given.
    pub questions: Vec<usize>,
    /// Words of our own that most of them share, the commonest first.
    pub words: Vec<String>,
    /// Entries that were nearest, the commonest first.
    pub near: Vec<EntryId>,
}

/// One question that was not understood.
struct Unmet {
    place: usize,
    /// Stems with what each weighs; together of length one.
    weights: BTreeMap<String, f32>,
    /// How each stem was written.
    written: BTreeMap<String, String>,
    near: Vec<EntryId>,
}

impl Understanding {
    /// Whether a question found no entry that is likely to answer it.
    pub fn misses(&self, question: &str) -> bool {
        let finding = self.find(question, &Context::default());
        let is_doubtful = finding.ranked.first().is_none_or(|hit| hit.score.0 < UNDERSTOOD_FROM);
        finding.decision.misses() || (is_doubtful && matches!(finding.decision, Decision::Choose(_)))
    }

    /// The words of a message that authors use too, each once: all that may be counted of what nobody agreed to
    /// pass on. A name, an address or a number is never among them.
    pub fn words_of_ours(&self, message: &str) -> BTreeSet<String> {
        let query = self.reading.read(message);
        let words = query.words().filter(|word| self.is_ours(&word.known, &word.stem));
        words.map(|word| word.known.clone()).collect()
    }

    /// The questions that were not understood, in groups; the largest first.
    pub fn gaps(&self, questions: &[&str]) -> Vec<Gap> {
        let mut groups: Vec<Vec<Unmet>> = Vec::new();
        for (place, question) in questions.iter().enumerate().filter(|(_, question)| self.misses(question)) {
            let unmet = self.unmet(place, question);
            let likeness = |group: &Vec<Unmet>| {
                group.iter().map(|other| alike(&other.weights, &unmet.weights)).sum::<f32>()
                    / group.len() as f32
            };
            let most_alike = groups
                .iter()
                .enumerate()
                .map(|(number, group)| (number, likeness(group)))
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            match most_alike {
                Some((number, likeness)) if likeness >= ALIKE_FROM => groups[number].push(unmet),
                _ => groups.push(vec![unmet]),
            }
        }
        let mut gaps: Vec<Gap> = groups.iter().map(|group| Gap::of(group)).collect();
        gaps.sort_by_key(|gap| (usize::MAX - gap.questions.len(), gap.questions[0]));
        gaps
    }

    /// Letters alone, and in several entries: no name is.
    fn is_ours(&self, known: &str, stem: &str) -> bool {
        known.chars().all(char::is_alphabetic)
            && !super::words::is_stop_word(known)
            && self.scorers.index().found_in(stem) >= FEWEST_ENTRIES
    }

    fn rarity(&self, stem: &str) -> f32 {
        (1.0 + self.entries.len() as f32 / self.scorers.index().found_in(stem).max(1) as f32).ln()
    }

    fn unmet(&self, place: usize, question: &str) -> Unmet {
        let query = self.reading.read(question);
        let (mut weights, mut written) = (BTreeMap::new(), BTreeMap::new());
        for word in query.words().filter(|word| self.is_ours(&word.known, &word.stem)) {
            weights.insert(word.stem.clone(), self.rarity(&word.stem));
            written.entry(word.stem.clone()).or_insert_with(|| word.known.clone());
        }
        let length =
            weights.values().map(|weight| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        weights.values_mut().for_each(|weight| *weight /= length);
        let finding = self.find(question, &Context::default());
        let near = finding.ranked.into_iter().take(MOST_NEAR).map(|hit| hit.entry).collect();
        Unmet { place, weights, written, near }
    }
}

fn alike(a: &BTreeMap<String, f32>, b: &BTreeMap<String, f32>) -> f32 {
    a.iter().filter_map(|(stem, weight)| b.get(stem).map(|other| weight * other)).sum()
}

impl Gap {
    fn of(group: &[Unmet]) -> Gap {
        let mut shared: BTreeMap<&str, (usize, f32, &str)> = BTreeMap::new();
        for unmet in group {
            for (stem, weight) in &unmet.weights {
                let of_stem = shared.entry(stem).or_insert((0, 0.0, &unmet.written[stem]));
                of_stem.0 += 1;
                of_stem.1 += weight;
            }
        }
        let mut words: Vec<_> = shared.values().filter(|(times, ..)| times * 2 >= group.len()).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(b.2)));
        let mut near: BTreeMap<&EntryId, usize> = BTreeMap::new();
        group.iter().flat_map(|unmet| &unmet.near).for_each(|entry| *near.entry(entry).or_default() += 1);
        let mut near: Vec<_> = near.into_iter().collect();
        near.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Gap {
            questions: group.iter().map(|unmet| unmet.place).collect(),
            words: words.into_iter().take(MOST_WORDS).map(|(_, _, written)| (*written).to_owned()).collect(),
            near: near.into_iter().take(MOST_NEAR).map(|(entry, _)| entry.clone()).collect(),
        }
    }

    /// A name for its draft, of the words that its questions share.
    pub fn name(&self) -> String {
        let words: Vec<&str> = self.words.iter().take(3).map(String::as_str).collect();
        if words.is_empty() { format!("gap-{}", self.questions[0] + 1) } else { words.join("-") }
    }

    /// An entry to be written, in the form of `knowledge/`. `signpost check` names all that it still lacks.
    pub fn draft(&self) -> String {
        let mut draft = String::from("+++\ntitle = \"\"\nowner = \"\"\nreviewed = \"\"\nreview_by = \"\"\n");
        let near: Vec<String> = self.near.iter().map(|entry| format!("\"{entry}\"")).collect();
        let _ = writeln!(draft, "related = [{}]\nnext = []\n+++\n", near.join(", "));
        let _ = writeln!(
            draft,
            "<!-- {} questions that families passed on found no answer. What most of them share: {}. -->\n",
            self.questions.len(),
            self.words.join(", ")
        );
        draft.push_str(
            "<!-- The short answer, at most 60 words. -->\n\n## What the law says\n\n## What you can do\n\n\
             ## In short words\n\n## How families ask\n\n\
             <!-- Ways to ask, in words of your own: a family's words are not published. -->\n",
        );
        draft
    }
}
