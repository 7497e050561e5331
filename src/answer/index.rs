//! Inverted index over the entries, with BM25F over title, phrasings and text.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::bytes::{Damaged, Reader, Writer};
use super::kept::{Hold, Kept};
use super::lesson::Lesson;
use super::query::{Query, Reading};
use super::words;

/// How much a word counts by where it stands: title, phrasings, text. A title at 6, a text at 0.1 or 0.6 change
/// cross-validation by less than 0.3 %.
const FIELD_WEIGHTS: [f32; 3] = [3.0, 1.0, 0.3];
/// BM25's saturation and length normalisation, at their usual values.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Where a term stands, and what it adds there.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Posting {
    entry: u32,
    score: f32,
}

impl Posting {
    fn save(self, to: &mut Writer) {
        to.number(self.entry);
        to.real(self.score);
    }

    /// Of one of so many entries.
    fn open(from: &mut Reader, entries: usize) -> Result<Posting, Damaged> {
        Ok(Posting { entry: from.number_below(entries)?, score: from.real()? })
    }
}

/// Every term of every entry.
#[derive(Debug, Default)]
pub struct Index {
    /// Stems, each with how many postings it has, and these.
    postings: Kept,
    entries: usize,
}

impl Index {
    pub fn of(lessons: &[Lesson], reading: &Reading) -> Index {
        let mut stems = Numbered::default();
        let fields: Vec<[Vec<usize>; 3]> = lessons
            .iter()
            .map(|lesson| {
                [lesson.title, &lesson.phrasings.join("\n"), &lesson.text]
                    .map(|text| stems.numbers(text, reading))
            })
            .collect();
        let mean = |field: usize| {
            let total: usize = fields.iter().map(|entry| entry[field].len()).sum();
            (total as f32 / fields.len().max(1) as f32).max(1.0)
        };
        let means: Vec<f32> = (0..FIELD_WEIGHTS.len()).map(mean).collect();
        let mut found: Vec<Vec<(u32, f32)>> = vec![Vec::new(); stems.names.len()];
        for (entry, fields) in fields.iter().enumerate() {
            for ((numbers, field_weight), mean) in fields.iter().zip(FIELD_WEIGHTS).zip(&means) {
                let length = 1.0 - B + B * numbers.len() as f32 / mean;
                for number in numbers {
                    match found[*number].last_mut() {
                        Some((last, weight)) if *last == entry as u32 => *weight += field_weight / length,
                        _ => found[*number].push((entry as u32, field_weight / length)),
                    }
                }
            }
        }
        let scored = stems.names.into_iter().zip(found).map(|(stem, found)| {
            let rarity =
                (1.0 + (lessons.len() as f32 - found.len() as f32 + 0.5) / (found.len() as f32 + 0.5)).ln();
            let score = |weight: f32| rarity * weight / (weight + K1);
            let postings = found.into_iter().map(|(entry, weight)| Posting { entry, score: score(weight) });
            (stem, postings.collect())
        });
        Index::from_postings(scored.collect(), lessons.len())
    }

    fn from_postings(mut postings: Vec<(String, Vec<Posting>)>, entries: usize) -> Index {
        postings.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let write = |found: &Vec<Posting>, to: &mut Writer| {
            to.count(found.len());
            found.iter().for_each(|posting| posting.save(to));
        };
        Index { postings: Kept::of(&postings, write, |from| read_postings(from, entries)), entries }
    }

    /// BM25F of every entry. A word typed again counts less each time, so that a long paste does not drown its question.
    pub fn scores(&self, query: &Query) -> Vec<f32> {
        let mut typed: BTreeMap<&str, f32> = BTreeMap::new();
        for word in query.words().filter(|word| !words::is_stop_word(&word.known)) {
            *typed.entry(&word.stem).or_default() += 1.0;
        }
        let mut scores = vec![0.0; self.entries];
        for (stem, times) in typed {
            self.add(stem, times.sqrt(), &mut scores);
        }
        scores
    }

    /// What one stem adds to each entry.
    pub fn scores_of(&self, stem: &str) -> Vec<f32> {
        let mut scores = vec![0.0; self.entries];
        self.add(stem, 1.0, &mut scores);
        scores
    }

    /// Whether any entry has this stem.
    pub fn has(&self, stem: &str) -> bool {
        self.postings.has(stem)
    }

    /// How many entries have this stem.
    pub fn found_in(&self, stem: &str) -> usize {
        self.postings.known(stem).and_then(|mut from| from.number().ok()).map_or(0, |count| count as usize)
    }

    fn add(&self, stem: &str, times: f32, scores: &mut [f32]) {
        let Some(mut from) = self.postings.known(stem) else { return };
        for _ in 0..from.number().unwrap_or_default() {
            if let Ok(posting) = Posting::open(&mut from, self.entries) {
                scores[posting.entry as usize] += times * posting.score;
            }
        }
    }

    pub fn save(&self, to: &mut Writer) {
        to.count(self.entries);
        self.postings.save(to);
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early or name an entry that is not there.
    pub fn open<'a>(from: &mut Reader<'a>, hold: Hold<'a>) -> Result<Index, Damaged> {
        let entries = from.count()?;
        let postings = Kept::read(from, hold, |_, from| read_postings(from, entries))?;
        Ok(Index { postings, entries })
    }

    pub fn entries(&self) -> usize {
        self.entries
    }
}

/// Reads all postings of one stem.
fn read_postings(from: &mut Reader, entries: usize) -> Result<(), Damaged> {
    (0..from.count()?).try_for_each(|_| Posting::open(from, entries).map(drop))
}

/// The stems of authors' texts, each with a number. A word is brought to its stem once.
#[derive(Default)]
struct Numbered {
    of_words: FxHashMap<String, Option<usize>>,
    of_stems: FxHashMap<String, usize>,
    names: Vec<String>,
}

impl Numbered {
    /// The stems of a text, without stop words.
    fn numbers(&mut self, text: &str, reading: &Reading) -> Vec<usize> {
        words::read_all(text).into_iter().filter_map(|word| self.number(word, reading)).collect()
    }

    fn number(&mut self, word: String, reading: &Reading) -> Option<usize> {
        if let Some(known) = self.of_words.get(&word) {
            return *known;
        }
        let number = (!words::is_stop_word(&word)).then(|| {
            let stem = reading.index_stem(&word);
            *self.of_stems.entry(stem).or_insert_with_key(|stem| {
                self.names.push(stem.clone());
                self.names.len() - 1
            })
        });
        self.of_words.insert(word, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::kept::copied;
    use crate::library::{EntryId, TopicId};

    #[track_caller]
    fn check(typed: &str, best: usize) {
        let ids = ["transport", "benefits"].map(EntryId::new);
        let topic = TopicId::new("any");
        let phrasings = [vec!["taxi to school".to_owned()], vec!["can i get dla".to_owned()]];
        let lesson = |number: usize, title| Lesson {
            id: &ids[number],
            topic: &topic,
            title,
            text: String::new(),
            phrasings: &phrasings[number],
        };
        let reading = Reading::default();
        let index = Index::of(&[lesson(0, "Getting to school"), lesson(1, "Money for families")], &reading);
        let scores = index.scores(&reading.read(typed));
        assert!(scores[best] > scores[1 - best], "{scores:?}");
    }

    #[test]
    fn a_rare_word_finds_its_entry() {
        check("who pays for the taxi", 0);
        check("dla form", 1);
    }

    #[test]
    fn forms_of_a_word_are_one() {
        check("other families", 1);
    }

    #[test]
    fn what_was_saved_opens_the_same() {
        let mut writer = Writer::default();
        let postings = vec![("dla".to_owned(), vec![Posting { entry: 1, score: 0.5 }])];
        Index::from_postings(postings, 2).save(&mut writer);
        let bytes = writer.finish();
        let open = |bytes: &[u8]| Index::open(&mut Reader::new(bytes), copied);
        let opened = open(&bytes).expect("just saved");
        assert_eq!(opened.scores_of("dla"), [0.0, 0.5]);
        assert!(open(&bytes[..bytes.len() - 1]).is_err());
    }
}
