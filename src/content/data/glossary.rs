//! `knowledge/glossary.toml`: terms, their plain meaning and how families write them. The head of that file says what
//! each list is for; here what could never be found is told.

use std::collections::HashMap;

use crate::answer::{NeverFound, never_found};
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
    let mut read_as: HashMap<String, Placed<usize>> = HashMap::new();
    let mut forms: Vec<(usize, Placed<String>)> = Vec::new();
    let mut terms = Vec::new();
    for mut fields in tables {
        let (term, meaning) = (fields.text("term"), fields.optional_text("meaning"));
        let [same, also, everyday] = ["same", "also", "everyday"].map(|key| fields.list(key));
        fields.finish();
        let Some(term) = term else { continue };
        if let Some(first) = first_places.insert(term.value.to_lowercase(), term.at) {
            let message = format!("the term `{}` is already at {}", term.value, page.place_in_words(first));
            findings.add(page.problem(Code::DuplicateId, term.at, message, "put the two together"));
        }
        let read =
            Term { term: term.value.clone(), meaning: meaning.map(|text| text.value), ..Term::default() };
        check_headword(page, findings, &read, &same);
        let number = terms.len();
        for word in &same {
            check_same(page, findings, word, number, &mut read_as);
        }
        let headwords = read.headwords().into_iter().map(|headword| Placed::new(headword, term.at));
        forms.extend(
            headwords
                .chain([&same, &also, &everyday].into_iter().flatten().cloned())
                .map(|form| (number, form)),
        );
        let small = |forms: Vec<Placed<String>>| -> Vec<String> {
            let kept = forms.into_iter().filter(|form| is_small(page, findings, form));
            kept.map(|form| form.value).collect()
        };
        terms.push(Term { same: small(same), also: small(also), everyday: small(everyday), ..read });
    }
    for (term, form) in &forms {
        check_found(page, findings, form);
        let small = form.value.to_lowercase();
        if let Some(read) = read_as.get(&small).filter(|read| read.value != *term) {
            let (other, place) = (&terms[read.value].term, page.place_in_words(read.at));
            let message =
                format!("`{small}` is never found: it is read as the first word of `{other}` ({place})");
            let mend = format!("take it out here, or out of `same` of `{other}`");
            findings.add(page.problem(Code::FormNeverFound, form.at, message, mend));
        }
    }
    terms
}

/// What other words are read as is one word.
fn check_headword(page: &Page, findings: &Findings, term: &Term, same: &[Placed<String>]) {
    if let (Some(first), Some(headword)) = (same.first(), term.headwords().first())
        && headword.contains([' ', '-'])
    {
        let message = format!("no word can be read as `{headword}`, which is several");
        let mend =
            "begin the term with its shortest name, as in `EHCP / EHC plan`, or put the word in `also`";
        findings.add(page.problem(Code::BadValue, first.at, message, mend));
    }
}

/// A word is read as one term, and it is a word.
fn check_same(
    page: &Page,
    findings: &Findings,
    word: &Placed<String>,
    term: usize,
    read_as: &mut HashMap<String, Placed<usize>>,
) {
    if word.value.contains([' ', '-']) {
        let message = format!("`{}` is several words, and each in `same` is one", word.value);
        findings.add(page.problem(Code::BadValue, word.at, message, "put it in `also`"));
    }
    if let Some(first) = read_as.insert(word.value.to_lowercase(), Placed::new(term, word.at)) {
        let place = page.place_in_words(first.at);
        let message = format!("`{}` is already read as a headword at {place}", word.value);
        findings.add(page.problem(Code::DuplicateId, word.at, message, "keep one of the two"));
    }
}

/// Whether a form can be found in what families type.
fn check_found(page: &Page, findings: &Findings, form: &Placed<String>) {
    let (why, mend) = match never_found(&form.value) {
        None => return,
        Some(NeverFound::NoWord) => ("there is no word in it", "write it as families type it"),
        Some(NeverFound::TooShort) => (
            "one letter or a small number is in too many texts",
            "write it with the word beside it, as in `section f`, or take it out",
        ),
        Some(NeverFound::Everyday) => (
            "it stands in nearly every message, whatever is asked",
            "write it with the word beside it, or take it out",
        ),
    };
    let message = format!("`{}` is never found: {why}", form.value);
    findings.add(page.problem(Code::FormNeverFound, form.at, message, mend));
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
