//! The glossary's terms found in a text, however families write them: "ed psych" and "edpsyc" are one term.

use std::collections::HashMap;

use super::bytes::{Damaged, Reader, Writer};

/// Forms shorter than this, in letters, are too easily something else: "f", "ot", "pb".
const SHORTEST_FORM: usize = 3;

/// One way of writing a term, as stems.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    stems: Vec<String>,
    term: u16,
}

/// A term by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    /// Of the field; others tell that a message is about something else.
    pub is_ours: bool,
}

/// Every form of every term, by its first stem.
#[derive(Debug, Default)]
pub struct Glossary {
    terms: Vec<Named>,
    forms: Vec<Form>,
    by_first_stem: HashMap<String, Vec<u32>>,
}

impl Glossary {
    /// From each term and its forms, already read as stems.
    pub fn of(terms: Vec<(Named, Vec<Vec<String>>)>) -> Glossary {
        let mut names = Vec::new();
        let mut forms: Vec<Form> = Vec::new();
        for (term, written) in terms {
            let number = names.len() as u16;
            names.push(term);
            for stems in written {
                let letters: usize = stems.iter().map(|stem| stem.chars().count()).sum();
                let form = Form { stems, term: number };
                if letters >= SHORTEST_FORM && !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        Glossary::from_parts(names, forms)
    }

    fn from_parts(terms: Vec<Named>, forms: Vec<Form>) -> Glossary {
        let mut by_first_stem: HashMap<String, Vec<u32>> = HashMap::new();
        for (number, form) in forms.iter().enumerate() {
            if let Some(first) = form.stems.first() {
                by_first_stem.entry(first.clone()).or_default().push(number as u32);
            }
        }
        Glossary { terms, forms, by_first_stem }
    }

    /// The terms in a run of stems, in the order they stand there.
    pub fn terms_in<'a>(&'a self, stems: &[&str]) -> Vec<&'a Named> {
        let mut found = Vec::new();
        for (place, stem) in stems.iter().enumerate() {
            for number in self.by_first_stem.get(*stem).into_iter().flatten() {
                let form = &self.forms[*number as usize];
                let rest = &stems[place..];
                if rest.len() >= form.stems.len() && form.stems.iter().zip(rest).all(|(a, b)| a == b) {
                    found.push(&self.terms[usize::from(form.term)]);
                }
            }
        }
        found
    }

    pub fn save(&self, to: &mut Writer) {
        to.count(self.terms.len());
        for term in &self.terms {
            to.text(&term.name);
            to.number(u32::from(term.is_ours));
        }
        to.count(self.forms.len());
        for form in &self.forms {
            to.number(u32::from(form.term));
            to.text(&form.stems.join(" "));
        }
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early or name a term that is not there.
    pub fn open(from: &mut Reader) -> Result<Glossary, Damaged> {
        let terms: Vec<Named> = (0..from.count()?)
            .map(|_| Ok(Named { name: from.text()?.to_owned(), is_ours: from.number_below(2)? == 1 }))
            .collect::<Result<_, Damaged>>()?;
        let mut forms = Vec::new();
        for _ in 0..from.count()? {
            let term = from.number_below(terms.len())?;
            forms.push(Form {
                term: term as u16,
                stems: from.text()?.split(' ').map(str::to_owned).collect(),
            });
        }
        Ok(Glossary::from_parts(terms, forms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let form = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let term = |name: &str| Named { name: name.to_owned(), is_ours: true };
        Glossary::of(vec![
            (term("EP"), vec![form("ed psych"), form("educ psychologist"), form("ep")]),
            (term("section F"), vec![form("section f"), form("f")]),
        ])
    }

    #[track_caller]
    fn check(typed: &str, terms: &[&str]) {
        let stems: Vec<&str> = typed.split(' ').collect();
        let glossary = glossary();
        let found: Vec<&str> = glossary.terms_in(&stems).iter().map(|term| term.name.as_str()).collect();
        assert_eq!(found, terms);
    }

    #[test]
    fn a_form_of_several_words_is_found() {
        check("the ed psych came", &["EP"]);
        check("ask an educ psychologist about section f", &["EP", "section F"]);
    }

    #[test]
    fn half_a_form_is_not_found() {
        check("the ed", &[]);
    }

    #[test]
    fn short_forms_are_left_out() {
        check("f for fail", &[]);
    }
}
