//! A text as the scorers see it: words as typed and as meant, terms of the glossary, sentence by sentence.

use std::collections::HashSet;

use super::bytes::{Damaged, Reader, Writer};
use super::everyday::Everyday;
use super::features::{self, Features};
use super::glossary::Glossary;
use super::lesson::{Aside, Lesson};
use super::spelling::Spelling;
use super::words::{self, Clause, Stems};
use crate::library::Term;

/// At most this many unknown words of one message are mended: a paste full of noise is not worth the time.
const MOST_MENDED: usize = 24;

/// At most this many sentences of one message are looked at one by one.
const MOST_SENTENCES: usize = 24;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub typed: String,
    /// As known: mended where it was misspelt.
    pub known: String,
    /// The stem of what it stands for.
    pub stem: String,
}

/// Words between two marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadClause {
    pub words: Vec<Word>,
    /// Terms of the glossary.
    pub terms: Vec<String>,
}

/// One sentence: clauses up to a full stop or its like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sentence {
    pub clauses: Vec<ReadClause>,
    pub is_asked: bool,
    pub features: Features,
}

impl Sentence {
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.clauses.iter().flat_map(|clause| &clause.words)
    }

    /// As typed, without its marks.
    pub fn in_words(&self) -> String {
        self.words().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A message or a phrasing, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    pub sentences: Vec<Sentence>,
    /// Of all sentences together.
    pub features: Features,
}

impl Query {
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.sentences.iter().flat_map(Sentence::words)
    }

    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.sentences
            .iter()
            .flat_map(|sentence| &sentence.clauses)
            .flat_map(|clause| &clause.terms)
            .map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The same message without some of its sentences.
    pub fn keeping(&self, keep: impl Fn(usize) -> bool) -> Query {
        let kept = self.sentences.iter().enumerate().filter(|(place, _)| keep(*place));
        Query::of(kept.map(|(_, sentence)| sentence.clone()).collect())
    }

    fn of(sentences: Vec<Sentence>) -> Query {
        let features = Features::joined(sentences.iter().map(|sentence| &sentence.features));
        Query { sentences, features }
    }
}

/// Reads texts into queries, the same way while learning and while answering.
pub struct Reading {
    stems: Stems,
    everyday: Everyday,
    glossary: Glossary,
    spelling: Spelling,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading {
            stems: Stems::new(),
            everyday: Everyday::new(),
            glossary: Glossary::default(),
            spelling: Spelling::default(),
        }
    }
}

impl Reading {
    /// Learns which words and terms there are.
    pub fn learn(lessons: &[Lesson], glossary: &[Term], asides: &[Aside]) -> Reading {
        let texts = lessons
            .iter()
            .flat_map(|lesson| {
                lesson.phrasings.iter().map(String::as_str).chain([lesson.title, lesson.text.as_str()])
            })
            .chain(glossary.iter().flat_map(|term| {
                term.also
                    .iter()
                    .map(String::as_str)
                    .chain([term.term.as_str()])
                    .chain(term.meaning.as_deref())
            }))
            .chain(asides.iter().map(|aside| aside.text.as_str()));
        let known: Vec<String> = texts.flat_map(words::read_all).collect();
        let mut reading = Reading::default();
        let terms = glossary.iter().map(|term| {
            let forms = term.also.iter().chain([&term.term]);
            (
                term.term.clone(),
                forms.map(|form| reading.stems_of(form)).filter(|form| !form.is_empty()).collect(),
            )
        });
        reading.glossary = Glossary::of(terms.collect());
        reading.spelling = Spelling::of(known.iter().map(String::as_str));
        reading
    }

    /// Reads a message; a long one by its beginning and its end.
    pub fn read(&self, typed: &str) -> Query {
        self.query(words::read(typed))
    }

    fn query(&self, clauses: Vec<Clause>) -> Query {
        let mut may_mend = MOST_MENDED;
        let mut sentences = vec![Sentence::default()];
        for clause in clauses {
            let ends = clause.ends_sentence && sentences.len() < MOST_SENTENCES;
            if let Some(sentence) = sentences.last_mut() {
                sentence.is_asked |= clause.is_asked;
                sentence.clauses.push(self.clause(clause, &mut may_mend));
            }
            if ends {
                sentences.push(Sentence::default());
            }
        }
        sentences.retain(|sentence| !sentence.clauses.is_empty());
        for sentence in &mut sentences {
            sentence.features = features::of(&sentence.clauses);
        }
        Query::of(sentences)
    }

    fn clause(&self, clause: Clause, may_mend: &mut usize) -> ReadClause {
        let words: Vec<Word> = clause
            .words
            .into_iter()
            .map(|typed| {
                let known = self.known(&typed, may_mend);
                let stem = self.stems.of(self.everyday.meant(&known));
                Word { typed, known, stem }
            })
            .collect();
        let stems: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let mut seen = HashSet::new();
        let terms = self.glossary.terms_in(&stems).into_iter().filter(|term| seen.insert(*term));
        ReadClause { terms: terms.map(str::to_owned).collect(), words }
    }

    fn known(&self, typed: &str, may_mend: &mut usize) -> String {
        if *may_mend > 0 && !self.spelling.knows(typed) {
            *may_mend -= 1;
            if let Some(mended) = self.spelling.mended(typed) {
                return mended.to_owned();
            }
        }
        typed.to_owned()
    }

    /// The stems of an author's text, without stop words, for the index.
    pub fn index_stems(&self, text: &str) -> Vec<String> {
        let words = words::read_all(text);
        let carrying = words.iter().filter(|word| !words::is_stop_word(word));
        carrying.map(|word| self.stems.of(self.everyday.meant(word))).collect()
    }

    fn stems_of(&self, text: &str) -> Vec<String> {
        words::read_all(text).iter().map(|word| self.stems.of(self.everyday.meant(word))).collect()
    }

    pub fn save(&self, to: &mut Writer) {
        self.glossary.save(to);
        self.spelling.save(to);
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early or hold what cannot be.
    pub fn open(from: &mut Reader) -> Result<Reading, Damaged> {
        let glossary = Glossary::open(from)?;
        let spelling = Spelling::open(from)?;
        Ok(Reading { glossary, spelling, ..Reading::default() })
    }
}
