//! Free text to an entry with citations, a "which of these?", or no answer.
//!
//! A message is read into words, terms and sentences ([`query`]), ranked by several scorers ([`score`]) and then
//! decided ([`decision`]). What the scorers know is learnt from the entries' phrasings, the glossary and
//! `off-topic.toml`, and kept in `knowledge/understanding.bin` ([`learnt`]), because learning takes seconds and
//! opening it milliseconds.

mod bytes;
mod decision;
pub mod evaluation;
mod everyday;
mod explanation;
mod features;
mod gaps;
mod glossary;
mod index;
mod kept;
pub mod language;
mod learnt;
mod lesson;
mod linear;
mod ours;
mod query;
mod score;
mod softmax;
mod spelling;
mod telling;
mod words;

use std::fmt;

pub use decision::{Decision, Finding, Hit, Score};
pub use explanation::Explanation;
pub use gaps::Gap;
pub use glossary::{NeverFound, never_found};
pub use learnt::{OpenError, lessons_hash};
pub use lesson::{Aside, AsideKind, Lesson};

use crate::library::{EntryId, Term, TopicId};
use index::Index;
use linear::{Example, Linear};
use query::Reading;
use score::Scorers;

/// What has been learnt from the entries, the glossary and the asides, ready to be asked.
pub struct Understanding {
    entries: Vec<EntryId>,
    topics: Vec<TopicId>,
    reading: Reading,
    scorers: Scorers,
    /// Of what it was learnt from: [`lessons_hash`].
    hash: [u8; 32],
}

/// Earlier turns and the child's stage, to break ties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// As the family chose it: `nursery`, `primary`, `secondary`, `college`.
    pub stage: Option<String>,
    /// Entries shown in this conversation, the latest last.
    pub last_topics: Vec<EntryId>,
}

/// A title counts as one phrasing; a sentence of the text a tenth of one. Without the text cross-validation loses 1 %
/// right first; at a whole phrasing each the calibration set loses 2 %.
const SENTENCE_OF_TEXT: f32 = 0.1;
/// Shorter lines of the text are headings and scraps, in bytes.
const SHORTEST_LINE: usize = 25;

impl fmt::Debug for Understanding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Understanding").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Understanding {
    /// Learns. The same lessons, glossary and asides in the same order give the same understanding, byte for byte.
    pub fn learn(lessons: &[Lesson], glossary: &[Term], asides: &[Aside]) -> Understanding {
        Understanding::learn_showing(lessons, glossary, asides, &mut |_, _| {})
    }

    /// Learns, and tells `pass` each pass that is done, of how many.
    pub fn learn_showing(
        lessons: &[Lesson],
        glossary: &[Term],
        asides: &[Aside],
        pass: &mut dyn FnMut(usize, usize),
    ) -> Understanding {
        let reading = Reading::learn(lessons, glossary, asides);
        let mut examples = Vec::new();
        for (class, lesson) in lessons.iter().enumerate() {
            let mut add = |text: &str, weight| {
                examples.push(Example { features: reading.read(text).features, class, within: None, weight });
            };
            lesson.phrasings.iter().for_each(|phrasing| add(phrasing, 1.0));
            add(lesson.title, 1.0);
            for line in lesson.text.lines().filter(|line| line.len() > SHORTEST_LINE) {
                add(line, SENTENCE_OF_TEXT);
            }
        }
        for aside in asides {
            let Some(kind) = AsideKind::LEARNT.iter().position(|kind| *kind == aside.kind) else { continue };
            let features = reading.read(&aside.text).features;
            let within = Some(lessons.len() + AsideKind::LEARNT.len());
            examples.push(Example { features, class: lessons.len() + kind, within, weight: 1.0 });
        }
        let linear = Linear::learn(&examples, lessons.len() + AsideKind::LEARNT.len() + 1, pass);
        let index = Index::of(lessons, &reading);
        Understanding {
            entries: lessons.iter().map(|lesson| lesson.id.clone()).collect(),
            topics: lessons.iter().map(|lesson| lesson.topic.clone()).collect(),
            reading,
            scorers: Scorers::new(linear, index),
            hash: lessons_hash(lessons, glossary, asides),
        }
    }

    /// The topic of an entry that was learnt.
    pub fn topic_of(&self, entry: &EntryId) -> Option<&TopicId> {
        let place = self.entries.iter().position(|learnt| learnt == entry)?;
        self.topics.get(place)
    }

    /// What a message asks for. The same text and context give the same finding.
    pub fn find(&self, text: &str, context: &Context) -> Finding {
        decision::decide(self, text, context).finding(self)
    }

    /// Why it was understood so, in words for an author.
    pub fn explain(&self, text: &str, context: &Context) -> Explanation {
        Explanation::of(self, text, context)
    }
}
