//! A text as the scorers see it: words as typed and as meant, terms of the glossary, sentence by sentence.

use super::bytes::{Damaged, Reader, Writer};
use super::everyday::Everyday;
use super::features::{self, Features};
use super::glossary::{Glossary, Named};
use super::kept::Hold;
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
    /// How many of them are of the field.
    pub terms_of_ours: usize,
    /// One of these is written in a way that has no other sense.
    pub is_of_the_field: bool,
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

    /// How many terms of the field stand in it, clause by clause.
    pub fn terms_of_ours(&self) -> usize {
        let clauses = self.sentences.iter().flat_map(|sentence| &sentence.clauses);
        clauses.map(|clause| clause.terms_of_ours).sum()
    }

    /// Whether a term of the field stands in it in a way that has no other sense.
    pub fn is_of_the_field(&self) -> bool {
        self.sentences.iter().flat_map(|sentence| &sentence.clauses).any(|clause| clause.is_of_the_field)
    }

    /// Whether a term of another field stands in it.
    pub fn names_another_field(&self) -> bool {
        self.terms().count() > self.terms_of_ours()
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

/// Makes one sentence of those in the middle of a long message: the question is nearly always first or last.
fn join_the_middle(sentences: &mut Vec<Sentence>) {
    if sentences.len() > MOST_SENTENCES {
        let middle = MOST_SENTENCES / 2..sentences.len() - (MOST_SENTENCES - 1) / 2;
        let mut joined = Sentence::default();
        for sentence in sentences.drain(middle) {
            joined.clauses.extend(sentence.clauses);
        }
        sentences.insert(MOST_SENTENCES / 2, joined);
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
                let forms = [&term.same, &term.also, &term.everyday].into_iter().flatten();
                forms.map(String::as_str).chain([term.term.as_str()]).chain(term.meaning.as_deref())
            }))
            .chain(asides.iter().map(|aside| aside.text.as_str()));
        let spelling = Spelling::of(texts.flat_map(words::read_all));
        let mut reading = Reading::default();
        reading.glossary = Glossary::of(glossary, &reading.stems, &reading.everyday);
        reading.spelling = spelling;
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
            let ends = clause.ends_sentence;
            if let Some(sentence) = sentences.last_mut() {
                sentence.is_asked |= clause.is_asked;
                sentence.clauses.push(self.clause(clause, &mut may_mend));
            }
            if ends {
                sentences.push(Sentence::default());
            }
        }
        sentences.retain(|sentence| !sentence.clauses.is_empty());
        join_the_middle(&mut sentences);
        for sentence in &mut sentences {
            sentence.features = features::of(&sentence.clauses);
        }
        Query::of(sentences)
    }

    fn clause(&self, clause: Clause, may_mend: &mut usize) -> ReadClause {
        let mut written = Vec::new();
        let words: Vec<Word> = clause
            .words
            .into_iter()
            .map(|typed| {
                let known = self.known(&typed, may_mend);
                let stem = self.stems.of(self.everyday.meant(&known));
                written.push(stem.clone());
                Word { typed, known, stem: self.glossary.meant(stem) }
            })
            .collect();
        let meant: Vec<&str> = words.iter().map(|word| word.stem.as_str()).collect();
        let found = self.glossary.terms_in(&written, &meant);
        let is_of_the_field = found.iter().any(|found| found.term.is_ours && !found.is_everyday);
        let mut terms: Vec<&Named> = Vec::new();
        for found in found {
            if terms.iter().all(|term| term.name != found.term.name) {
                terms.push(found.term);
            }
        }
        let terms_of_ours = terms.iter().filter(|term| term.is_ours).count();
        let terms = terms.into_iter().map(|term| term.name.clone()).collect();
        ReadClause { terms, terms_of_ours, is_of_the_field, words }
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

    /// The stem of a word in an author's text, for the index.
    pub fn index_stem(&self, word: &str) -> String {
        self.glossary.meant(self.stems.of(self.everyday.meant(word)))
    }

    pub fn save(&self, to: &mut Writer) {
        self.glossary.save(to);
        self.spelling.save(to);
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early or hold what cannot be.
    pub fn open<'a>(from: &mut Reader<'a>, hold: Hold<'a>) -> Result<Reading, Damaged> {
        let glossary = Glossary::open(from)?;
        let spelling = Spelling::open(from, hold)?;
        Ok(Reading { glossary, spelling, ..Reading::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading {
        let term = |term: &str, also: &[&str]| Term {
            term: term.to_owned(),
            meaning: None,
            same: Vec::new(),
            everyday: Vec::new(),
            also: also.iter().map(|form| (*form).to_owned()).collect(),
        };
        let glossary =
            [term("EP", &["ed psych", "educational psychologist"]), term("young person", &["teen"])];
        let known = ["school school school school assessment"]
            .map(|text| Aside { kind: crate::answer::AsideKind::OffTopic, text: text.to_owned() });
        Reading::learn(&[], &glossary, &known)
    }

    #[track_caller]
    fn check(typed: &str, stems: &[&str]) {
        let query = reading().read(typed);
        assert_eq!(query.words().map(|word| word.stem.as_str()).collect::<Vec<_>>(), stems);
    }

    #[test]
    fn words_are_mended_brought_together_and_stemmed() {
        check("my lads shcool", &["my", "child", "school"]);
        check("My DD's schools", &["my", "child", "school"]);
        check("her lad", &["their", "child"]);
    }

    #[test]
    fn terms_are_found_however_they_are_written() {
        let query = reading().read("the Ed Psych came. an educational psychologist");
        assert_eq!(query.terms().collect::<Vec<_>>(), ["EP", "EP"]);
    }

    #[test]
    fn everyday_words_are_no_terms() {
        assert_eq!(reading().read("my son").terms().count(), 0);
    }

    #[test]
    fn sentences_are_told_apart_and_asked_ones_marked() {
        let query = reading().read("He is six, nearly. Can they do that? Thanks");
        let asked: Vec<bool> = query.sentences.iter().map(|sentence| sentence.is_asked).collect();
        assert_eq!(asked, [false, true, false]);
    }

    #[test]
    fn a_long_message_keeps_its_first_and_last_sentences_apart() {
        let query = reading().read(&format!("First. {} Last.", "And so on. ".repeat(100)));
        assert_eq!(query.sentences.len(), MOST_SENTENCES);
        assert_eq!(query.sentences[0].in_words(), "first");
        assert_eq!(query.sentences[MOST_SENTENCES - 1].in_words(), "last");
    }

    /// What is read is what a message costs: from here on the work depends on words, sentences and rows alone.
    #[test]
    fn a_megabyte_costs_no_more_than_its_first_and_last_pages() {
        let noise: String = (0..1_000_000u32)
            .map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 26))
            .collect();
        let spaced: Vec<&str> =
            noise.as_bytes().chunks(8).filter_map(|word| str::from_utf8(word).ok()).collect();
        let question = "My son is not getting the help in his plan and the council does not reply. ";
        let pastes = [
            question.repeat(1_000_000 / question.len()),
            spaced.join(" "),
            noise.clone(),
            "\u{1f600}".repeat(250_000),
            "?!".repeat(500_000),
            "a.".repeat(500_000),
            "\u{fdfa} ".repeat(250_000),
        ];
        for paste in pastes {
            let query = reading().read(&paste);
            let letters: usize = query.words().map(|word| word.typed.chars().count()).sum();
            let rows = query.features.words.len() + query.features.runs.len();
            let mended = query.words().filter(|word| word.known != word.typed).count();
            assert!(query.sentences.len() <= MOST_SENTENCES && mended <= MOST_MENDED);
            assert!(letters <= 8 * words::LONGEST_READ, "{letters}");
            assert!(rows <= 8 * letters, "{rows} of {letters}");
        }
    }

    #[test]
    fn without_a_sentence_its_words_are_gone() {
        let reading = reading();
        let kept = reading.read("Hello. Who pays?").keeping(|place| place == 1);
        assert_eq!(kept.features, reading.read("Who pays?").features);
    }
}
