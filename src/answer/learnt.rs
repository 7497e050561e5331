//! What was learnt as a file: `knowledge/understanding.bin`, and whether it still fits the lessons.
//!
//! The file holds, in this order: eight bytes that name it, the version of the features, the hash of the lessons, the
//! entries with their topics, the reading (glossary and spelling), the linear weights and the index. Numbers are
//! little-endian. `signpost train` writes it; a test fails when it does not fit the lessons in `knowledge/`.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Understanding;
use super::bytes::{Damaged, Reader, Writer};
use super::features;
use super::index::Index;
use super::kept::{Hold, copied};
use super::lesson::{Aside, AsideKind, Lesson};
use super::linear::Linear;
use super::query::Reading;
use super::score::Scorers;
use crate::library::{EntryId, Term, TopicId};

const NAME: &[u8; 8] = b"SIGNPOST";

/// The layout of the file. [`features::VERSION`] is about its meaning.
const LAYOUT: u32 = 4;

/// What was learnt cannot be used; the caller learns anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpenError {
    #[error("this is not what Signpost learnt")]
    NotOurs,
    /// Learnt by a build that read text another way.
    #[error("this was learnt by another version of Signpost")]
    OtherVersion,
    /// The phrasings, the text, the glossary or the asides have changed since.
    #[error("this was learnt from other lessons")]
    OtherLessons,
    #[error("what was learnt is damaged")]
    Damaged,
}

impl From<Damaged> for OpenError {
    fn from(_: Damaged) -> OpenError {
        OpenError::Damaged
    }
}

/// SHA-256 of all that is learnt from, and of the version of the code that learns.
pub fn lessons_hash(lessons: &[Lesson], glossary: &[Term], asides: &[Aside]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    add(&format!("{LAYOUT}.{}", features::VERSION));
    for lesson in lessons {
        for part in [lesson.id.as_str(), lesson.topic.as_str(), lesson.title, &lesson.text] {
            add(part);
        }
        add(&lesson.phrasings.len().to_string());
        lesson.phrasings.iter().for_each(|phrasing| add(phrasing));
    }
    for term in glossary {
        add(&term.term);
        add(term.meaning.as_deref().unwrap_or_default());
        for forms in [&term.same, &term.also, &term.everyday] {
            add(&forms.len().to_string());
            forms.iter().for_each(|form| add(form));
        }
    }
    for aside in asides {
        add(&aside.kind.in_words());
        add(&aside.text);
    }
    hash.finalize().into()
}

impl Understanding {
    /// As bytes to keep.
    pub fn save(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.raw(NAME);
        to.number(LAYOUT);
        to.raw(&self.hash);
        to.count(self.entries.len());
        for (entry, topic) in self.entries.iter().zip(&self.topics) {
            to.text(entry.as_str());
            to.text(topic.as_str());
        }
        self.reading.save(&mut to);
        self.scorers.linear().save(&mut to);
        self.scorers.index().save(&mut to);
        to.finish()
    }

    /// Opens what was kept, if it was learnt from these lessons.
    ///
    /// # Errors
    ///
    /// [`OpenError`] says why not; in each case the caller learns anew with [`Understanding::learn`].
    pub fn open(bytes: &[u8], lessons_hash: [u8; 32]) -> Result<Understanding, OpenError> {
        let (hash, from) = opened(bytes)?;
        if hash != lessons_hash {
            return Err(OpenError::OtherLessons);
        }
        Understanding::read(hash, from, copied)
    }

    /// Opens what was kept, whatever lessons it was learnt from: [`Understanding::is_of`] tells. What is embedded in the
    /// binary is used where it lies.
    ///
    /// # Errors
    ///
    /// As [`Understanding::open`].
    pub fn open_any(bytes: Cow<'static, [u8]>) -> Result<Understanding, OpenError> {
        match bytes {
            Cow::Borrowed(embedded) => {
                let (hash, from) = opened(embedded)?;
                Understanding::read(hash, from, Cow::Borrowed)
            }
            Cow::Owned(bytes) => {
                let (hash, from) = opened(&bytes)?;
                Understanding::read(hash, from, copied)
            }
        }
    }

    /// Whether it was learnt from the lessons with this hash.
    pub fn is_of(&self, lessons_hash: &[u8; 32]) -> bool {
        self.hash == *lessons_hash
    }

    fn read<'a>(hash: [u8; 32], mut from: Reader<'a>, hold: Hold<'a>) -> Result<Understanding, OpenError> {
        let (mut entries, mut topics) = (Vec::new(), Vec::new());
        for _ in 0..from.count()? {
            entries.push(EntryId::new(from.text()?));
            topics.push(TopicId::new(from.text()?));
        }
        let reading = Reading::open(&mut from, hold)?;
        let linear = Linear::open(&mut from, hold)?;
        let index = Index::open(&mut from, hold)?;
        let fits = index.entries() == entries.len()
            && linear.classes() == entries.len() + AsideKind::LEARNT.len() + 1
            && from.is_finished();
        if !fits {
            return Err(OpenError::Damaged);
        }
        Ok(Understanding { entries, topics, reading, scorers: Scorers::new(linear, index), hash })
    }
}

/// The hash of the lessons it was learnt from, and the rest to read.
fn opened(bytes: &[u8]) -> Result<([u8; 32], Reader<'_>), OpenError> {
    let mut from = Reader::new(bytes);
    if from.raw(NAME.len()) != Ok(NAME) {
        return Err(OpenError::NotOurs);
    }
    if from.number()? != LAYOUT {
        return Err(OpenError::OtherVersion);
    }
    let hash = from.raw(32)?.try_into().map_err(|_| Damaged)?;
    Ok((hash, from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_embedded_opens_as_what_is_read_from_a_file() {
        let (id, topic) = (EntryId::new("ehcp"), TopicId::new("ehcp"));
        let phrasings = ["what is an ehcp".to_owned(), "is an ehcp a plan".to_owned()];
        let title = "The plan";
        let lessons = [Lesson { id: &id, topic: &topic, title, text: String::new(), phrasings: &phrasings }];
        let learnt = Understanding::learn(&lessons, &[], &[]);
        let bytes: &'static [u8] = learnt.save().leak();
        for kept in [Cow::Borrowed(bytes), Cow::Owned(bytes.to_vec())] {
            let opened = Understanding::open_any(kept).expect("just saved");
            assert!(opened.save() == bytes);
            assert!(opened.is_of(&lessons_hash(&lessons, &[], &[])));
            assert!(!opened.is_of(&lessons_hash(&[], &[], &[])));
        }
        assert_eq!(Understanding::open_any(Cow::Borrowed(&bytes[..9])).unwrap_err(), OpenError::Damaged);
    }
}
