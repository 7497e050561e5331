//! Free text to an entry with citations, a "which of these?", or no answer.

use crate::library::{Entry, EntryId, Term};

/// What has been learnt from the entries and the glossary, ready to be asked.
#[derive(Debug, Default)]
pub struct Understanding {}

impl Understanding {
    pub fn learn<'a>(_entries: impl Iterator<Item = &'a Entry>, _glossary: &[Term]) -> Understanding {
        Understanding {}
    }
    pub fn find(&self, _text: &str, _context: &Context) -> Finding {
        Finding { decision: Decision::NotFound, ranked: vec![], several: vec![] }
    }
}
#[derive(Debug, Default)]
pub struct Context {
    pub stage: Option<String>,
    pub last_topics: Vec<EntryId>,
}
#[derive(Debug)]
pub struct Finding {
    pub decision: Decision,
    pub ranked: Vec<Hit>,
    pub several: Vec<EntryId>,
}
#[derive(Debug)]
pub enum Decision {
    Answer(EntryId),
    Choose(Vec<EntryId>),
    Aside(AsideKind),
    NotFound,
}
#[derive(Debug)]
pub struct Hit {
    pub entry: EntryId,
}
#[derive(Debug)]
pub enum AsideKind {
    Greeting,
    Thanks,
    Goodbye,
    Abuse,
    Injection,
    OtherCountry,
    OtherLanguage(&'static str),
    OffTopic,
    Nonsense,
}
