//! Free text to an entry with citations, a "which of these?", or no answer.

mod index;
mod lesson;
mod words;

use std::fmt;

pub use lesson::{Aside, AsideKind, Lesson};

use crate::library::{EntryId, Term};
use index::Index;
use words::Stems;

/// What has been learnt from the entries, the glossary and the asides, ready to be asked.
#[derive(Default)]
pub struct Understanding {
    entries: Vec<EntryId>,
    index: Index,
    asides: Vec<(String, AsideKind)>,
    stems: Stems,
}

/// Earlier turns and the child's stage, to break ties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// As the family chose it: `nursery`, `primary`, `secondary`, `college`.
    pub stage: Option<String>,
    /// Entries shown in this conversation, the latest last.
    pub last_topics: Vec<EntryId>,
}

/// What was found for one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub decision: Decision,
    /// Best first, up to five.
    pub ranked: Vec<Hit>,
    /// Further questions found in the same message, in the order they were asked.
    pub several: Vec<EntryId>,
}

/// What to do with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// This entry answers it.
    Answer(EntryId),
    /// One of these two or three probably does.
    Choose(Vec<EntryId>),
    /// It asks for no entry.
    Aside(AsideKind),
    NotFound,
}

/// How likely an entry is to be the one: 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Score(pub f32);

/// An entry, and how likely it is to be the one.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub entry: EntryId,
    pub score: Score,
}

/// Why a message was understood as it was, in words for an author.
#[derive(Debug, Clone)]
pub struct Explanation {
    lines: Vec<String>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

impl fmt::Debug for Understanding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Understanding").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

impl Understanding {
    pub fn learn(lessons: &[Lesson], _glossary: &[Term], asides: &[Aside]) -> Understanding {
        let stems = Stems::new();
        Understanding {
            entries: lessons.iter().map(|lesson| lesson.id.clone()).collect(),
            index: Index::of(lessons, &stems),
            asides: asides
                .iter()
                .map(|aside| (words::read_all(&aside.text).join(" "), aside.kind.clone()))
                .collect(),
            stems,
        }
    }

    /// The same text and context give the same finding.
    pub fn find(&self, text: &str, _context: &Context) -> Finding {
        let clauses = words::read(text);
        let typed: Vec<&str> = clauses.iter().flat_map(|clause| &clause.words).map(String::as_str).collect();
        let aside = self.asides.iter().find(|(line, _)| *line == typed.join(" "));
        let terms: Vec<String> =
            typed.iter().filter(|word| !words::is_stop_word(word)).map(|word| self.stems.of(word)).collect();
        let scores = self.index.scores(terms.iter().map(|term| (term.as_str(), 1.0)));
        let sum: f32 = scores.iter().map(|score| score * score).sum::<f32>().max(1.0);
        let mut ranked: Vec<Hit> = self
            .entries
            .iter()
            .zip(&scores)
            .filter(|(_, score)| **score > 0.0)
            .map(|(entry, score)| Hit { entry: entry.clone(), score: Score(score * score / sum) })
            .collect();
        ranked.sort_by(|a, b| b.score.0.total_cmp(&a.score.0).then_with(|| a.entry.cmp(&b.entry)));
        ranked.truncate(5);
        let decision = match (aside, ranked.as_slice()) {
            (Some((_, kind)), _) => Decision::Aside(kind.clone()),
            (None, []) => Decision::NotFound,
            (None, [first, second, ..]) if first.score.0 < 1.3 * second.score.0 => {
                Decision::Choose(ranked.iter().take(3).map(|hit| hit.entry.clone()).collect())
            }
            (None, [first, ..]) => Decision::Answer(first.entry.clone()),
        };
        Finding { decision, ranked, several: Vec::new() }
    }

    pub fn explain(&self, text: &str, context: &Context) -> Explanation {
        let finding = self.find(text, context);
        let mut lines = vec![format!("Decision: {:?}", finding.decision)];
        lines.extend(finding.ranked.iter().map(|hit| format!("{:.2}  {}", hit.score.0, hit.entry)));
        Explanation { lines }
    }
}
