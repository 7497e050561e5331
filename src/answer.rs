//! Free text to an entry with citations, a "which of these?", or no answer.

use crate::library::{Entry, Term};

/// What has been learnt from the entries and the glossary, ready to be asked.
#[derive(Debug, Default)]
pub struct Understanding {}

impl Understanding {
    pub fn learn<'a>(_entries: impl Iterator<Item = &'a Entry>, _glossary: &[Term]) -> Understanding {
        Understanding {}
    }
}
