//! `knowledge/glossary.toml`: terms, their plain meaning and how families write them.

use std::collections::HashMap;

use crate::content::fields::{self, Fields};
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::library::Term;

pub const FILE: &str = "knowledge/glossary.toml";

pub fn read(page: &Page, findings: &Findings) -> Vec<Term> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut file = Fields::new(page, findings, toml, "this file");
    let tables = file.tables("term", "this term");
    file.finish();
    let mut first_places: HashMap<String, usize> = HashMap::new();
    let mut terms = Vec::new();
    for mut fields in tables {
        let (term, meaning) = (fields.text("term"), fields.optional_text("meaning"));
        let also = fields.list("also");
        fields.finish();
        let Some(term) = term else { continue };
        if let Some(first) = first_places.insert(term.value.to_lowercase(), term.at) {
            let message = format!("the term `{}` is already at {}", term.value, page.place_in_words(first));
            findings.add(page.problem(Code::DuplicateId, term.at, message, "put the two together"));
        }
        let also = also.into_iter().filter(|words| is_small(page, findings, words)).map(|words| words.value);
        terms.push(Term { also: also.collect(), term: term.value, meaning: meaning.map(|text| text.value) });
    }
    terms
}

fn is_small(page: &Page, findings: &Findings, words: &Placed<String>) -> bool {
    let small = words.value.to_lowercase();
    if small == words.value {
        return true;
    }
    let message =
        format!("`{}` has capitals, and what families type is compared in small letters", words.value);
    findings.add(page.problem(Code::BadValue, words.at, message, format!("write `{small}`")));
    false
}
