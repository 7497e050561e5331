//! Inverted index over the entries, with BM25F over title, phrasings and text.

use std::collections::BTreeMap;

use super::lesson::Lesson;
use super::words::{self, Stems};

/// How much a word counts by where it stands. Measured on dev.tsv by `signpost eval`.
const TITLE_WEIGHT: f32 = 3.0;
const PHRASING_WEIGHT: f32 = 1.0;
const TEXT_WEIGHT: f32 = 0.3;
/// BM25's saturation and length normalisation.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How often a term stands in one entry, weighed by field and length.
#[derive(Debug, Clone, Copy)]
struct Posting {
    entry: u16,
    weight: f32,
}

/// Every term of every entry, and where it stands.
#[derive(Debug, Default)]
pub struct Index {
    postings: BTreeMap<String, Vec<Posting>>,
    entries: usize,
}

impl Index {
    pub fn of(lessons: &[Lesson], stems: &Stems) -> Index {
        let fields: Vec<[Vec<String>; 3]> = lessons
            .iter()
            .map(|lesson| {
                [
                    terms(lesson.title, stems),
                    terms(&lesson.phrasings.join("\n"), stems),
                    terms(&lesson.text, stems),
                ]
            })
            .collect();
        let weights = [TITLE_WEIGHT, PHRASING_WEIGHT, TEXT_WEIGHT];
        let mut index = Index { postings: BTreeMap::new(), entries: lessons.len() };
        for field in 0..3 {
            let total: usize = fields.iter().map(|entry| entry[field].len()).sum();
            let mean = (total as f32 / fields.len().max(1) as f32).max(1.0);
            for (entry, words) in fields.iter().enumerate() {
                let length = 1.0 - B + B * words[field].len() as f32 / mean;
                for term in &words[field] {
                    index.add(term, entry as u16, weights[field] / length);
                }
            }
        }
        index
    }

    fn add(&mut self, term: &str, entry: u16, weight: f32) {
        let postings = self.postings.entry(term.to_owned()).or_default();
        match postings.iter_mut().find(|posting| posting.entry == entry) {
            Some(posting) => posting.weight += weight,
            None => postings.push(Posting { entry, weight }),
        }
    }

    /// BM25F of every entry for these terms, each with the weight of its clause.
    pub fn scores<'a>(&self, query: impl Iterator<Item = (&'a str, f32)>) -> Vec<f32> {
        let mut scores = vec![0.0; self.entries];
        for (term, weight) in query {
            let Some(postings) = self.postings.get(term) else { continue };
            let found = postings.len() as f32;
            let rarity = (1.0 + (self.entries as f32 - found + 0.5) / (found + 0.5)).ln();
            for posting in postings {
                scores[usize::from(posting.entry)] +=
                    weight * rarity * posting.weight / (posting.weight + K1);
            }
        }
        scores
    }
}

fn terms(text: &str, stems: &Stems) -> Vec<String> {
    words::read_all(text)
        .into_iter()
        .filter(|word| !words::is_stop_word(word))
        .map(|word| stems.of(&word))
        .collect()
}
