//! The glossary's terms found in a text, however families write them: "ed psych" and "edpsyc" are one term.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::bytes::{Damaged, Reader, Writer};
use super::everyday::Everyday;
use super::words::{self, Stems};
use crate::library::Term;

/// A form of one word needs so many letters: "f" is in every text. Two are enough, since whoever writes the glossary
/// says of each whether it is an everyday word too: "ot" is not, "la" is.
const FEWEST_LETTERS: usize = 2;
/// And so many figures: two are an age.
const FEWEST_FIGURES: usize = 3;

/// Why a form in the glossary is never found in what families type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeverFound {
    /// There is no letter and no figure in it.
    NoWord,
    /// It is one letter, or a number of one or two figures.
    TooShort,
    /// It is one of the words that tell nothing of the field, since they stand in nearly every message: "teen".
    Everyday,
}

/// Why this form is never found; `None` where it can be.
pub fn never_found(form: &str) -> Option<NeverFound> {
    match words::read_all(form).as_slice() {
        [] => Some(NeverFound::NoWord),
        [word] if Everyday::new().has(word) => Some(NeverFound::Everyday),
        [word] => {
            let figures = word.chars().all(|letter| letter.is_ascii_digit());
            let fewest = if figures { FEWEST_FIGURES } else { FEWEST_LETTERS };
            (word.chars().count() < fewest).then_some(NeverFound::TooShort)
        }
        [..] => None,
    }
}

/// One way of writing a term, as stems.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    stems: Vec<String>,
    term: u16,
    /// It has another sense too: "ta" is thanks.
    is_everyday: bool,
}

/// A word that is read as the headword of a term: "lsa" as "ta".
#[derive(Debug, Clone, PartialEq, Eq)]
struct Same {
    as_stem: String,
    is_everyday: bool,
}

/// A term by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    /// Of the field; others tell that a message is about something else.
    pub is_ours: bool,
}

/// A term where it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    pub term: &'a Named,
    /// The way it is written there has another sense too.
    pub is_everyday: bool,
}

/// Every form of every term, by its first stem.
#[derive(Debug, Default)]
pub struct Glossary {
    terms: Vec<Named>,
    forms: Vec<Form>,
    by_first_stem: FxHashMap<String, Vec<u32>>,
    /// By the stem of the word as it is written.
    same: FxHashMap<String, Same>,
}

impl Glossary {
    /// Reads every form as a message is read.
    pub fn of(terms: &[Term], stems: &Stems, everyday: &Everyday) -> Glossary {
        let as_written = |form: &str| -> Vec<String> {
            words::read_all(form).iter().map(|word| stems.of(everyday.meant(word))).collect()
        };
        let has_another_sense =
            |term: &Term, form: &[String]| term.everyday.iter().any(|everyday| as_written(everyday) == form);
        let mut glossary = Glossary::default();
        for term in terms {
            let Some(headword) = term.headwords().first().map(|word| as_written(word).concat()) else {
                continue;
            };
            for word in term.same.iter().map(|word| as_written(word)) {
                let is_everyday = has_another_sense(term, &word);
                let same = Same { as_stem: headword.clone(), is_everyday };
                glossary.same.entry(word.concat()).or_insert(same);
            }
        }
        for term in terms {
            let number = glossary.terms.len() as u16;
            glossary.terms.push(Named { name: term.term.clone(), is_ours: term.meaning.is_some() });
            for form in term.forms().filter(|form| never_found(form).is_none()) {
                let written = as_written(&form);
                let is_everyday = has_another_sense(term, &written);
                let stems = written.into_iter().map(|stem| glossary.meant(stem)).collect();
                let form = Form { stems, term: number, is_everyday };
                let known = |other: &Form| other.stems == form.stems && other.term == form.term;
                if !glossary.forms.iter().any(known) {
                    glossary.forms.push(form);
                }
            }
        }
        glossary.by_first_stem = by_first_stem(&glossary.forms);
        glossary
    }

    /// The stem that this one is read as: most as themselves.
    pub fn meant(&self, stem: String) -> String {
        self.same.get(&stem).map_or(stem, |same| same.as_stem.clone())
    }

    /// The terms in a run of words, in the order they stand there. Of each word its stem as it is written and as it is
    /// meant. A phrase outdoes a word within it where one of them is of the field and the other is not: there is no
    /// statement in "bank statement", and nobody slims on a "sensory diet".
    pub fn terms_in<'a>(&'a self, written: &[String], meant: &[&str]) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let mut phrases = Vec::new();
        for (place, stem) in meant.iter().enumerate() {
            for number in self.by_first_stem.get(*stem).into_iter().flatten() {
                let form = &self.forms[*number as usize];
                let rest = &meant[place..];
                if rest.len() >= form.stems.len() && form.stems.iter().zip(rest).all(|(a, b)| a == b) {
                    // "lsa" and "ta" are one word when read, and only one of them is thanks.
                    let same = self.same.get(&written[place]).filter(|_| form.stems.len() == 1);
                    let is_everyday = same.map_or(form.is_everyday, |same| same.is_everyday);
                    let term = &self.terms[usize::from(form.term)];
                    let words = place..place + form.stems.len();
                    if words.len() > 1 {
                        phrases.push((words.clone(), term.is_ours));
                    }
                    found.push((words, Found { term, is_everyday }));
                }
            }
        }
        found.retain(|(words, one)| {
            !phrases.iter().any(|(phrase, is_ours)| {
                *is_ours != one.term.is_ours
                    && phrase.len() > words.len()
                    && phrase.start <= words.start
                    && words.end <= phrase.end
            })
        });
        found.into_iter().map(|(_, found)| found).collect()
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
            to.number(u32::from(form.is_everyday));
            to.text(&form.stems.join(" "));
        }
        let in_order: BTreeMap<&String, &Same> = self.same.iter().collect();
        to.count(in_order.len());
        for (word, same) in in_order {
            to.text(word);
            to.number(u32::from(same.is_everyday));
            to.text(&same.as_stem);
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
                is_everyday: from.number_below(2)? == 1,
                stems: from.text()?.split(' ').map(str::to_owned).collect(),
            });
        }
        let mut same = FxHashMap::default();
        for _ in 0..from.count()? {
            let word = from.text()?.to_owned();
            let is_everyday = from.number_below(2)? == 1;
            same.insert(word, Same { is_everyday, as_stem: from.text()?.to_owned() });
        }
        Ok(Glossary { by_first_stem: by_first_stem(&forms), terms, forms, same })
    }
}

fn by_first_stem(forms: &[Form]) -> FxHashMap<String, Vec<u32>> {
    let mut by_first_stem: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for (number, form) in forms.iter().enumerate() {
        if let Some(first) = form.stems.first() {
            by_first_stem.entry(first.clone()).or_default().push(number as u32);
        }
    }
    by_first_stem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(term: &str, same: &[&str], also: &[&str], everyday: &[&str]) -> Term {
        let owned = |forms: &[&str]| forms.iter().map(|form| (*form).to_owned()).collect();
        Term {
            term: term.to_owned(),
            meaning: Some("it is of the field".to_owned()),
            same: owned(same),
            also: owned(also),
            everyday: owned(everyday),
        }
    }

    /// Each term found, in small letters where it has another sense.
    #[track_caller]
    fn check(typed: &str, terms: &[&str]) {
        let (stems, everyday) = (Stems::new(), Everyday::new());
        let glossary = Glossary::of(
            &[
                term("EP", &["edpsych"], &["ed psych", "educational psychologist"], &[]),
                term("TA / LSA", &["lsa", "hlta"], &["1 to 1"], &["ta", "helper"]),
                term("School Action (Plus)", &[], &[], &[]),
                term("section F", &[], &["f"], &[]),
                term("young person", &[], &["teen"], &[]),
                term("SPD", &[], &["sensory diet"], &[]),
                Term { meaning: None, ..term("health", &[], &["diet", "ta ra"], &[]) },
            ],
            &stems,
            &everyday,
        );
        let written: Vec<String> =
            words::read_all(typed).iter().map(|word| stems.of(everyday.meant(word))).collect();
        let meant: Vec<String> = written.iter().map(|stem| glossary.meant(stem.clone())).collect();
        let meant: Vec<&str> = meant.iter().map(String::as_str).collect();
        let found: Vec<String> = glossary
            .terms_in(&written, &meant)
            .iter()
            .map(|found| {
                let name = found.term.name.clone();
                if found.is_everyday { name.to_lowercase() } else { name }
            })
            .collect();
        assert_eq!(found, terms, "{typed}");
    }

    #[test]
    fn a_form_of_several_words_is_found() {
        check("the ed psych came", &["EP"]);
        check("ask an educational psychologist about section f", &["EP", "section F"]);
    }

    #[test]
    fn half_a_form_is_not_found() {
        check("the ed", &[]);
    }

    #[test]
    fn every_way_a_headword_is_put_is_found() {
        check("on school action", &["School Action (Plus)"]);
        check("School Action Plus", &["School Action (Plus)", "School Action (Plus)"]);
    }

    #[test]
    fn a_word_read_as_the_headword_is_found_as_it() {
        check("an edpsych", &["EP"]);
        check("her hlta", &["TA / LSA"]);
    }

    #[test]
    fn another_sense_is_told_by_the_word_that_was_written() {
        check("ta", &["ta / lsa"]);
        check("helper", &["ta / lsa"]);
        check("lsa, 1 to 1", &["TA / LSA", "TA / LSA"]);
    }

    #[test]
    fn a_phrase_outdoes_a_word_of_another_field_in_it() {
        check("a diet", &["health"]);
        check("her sensory diet", &["SPD"]);
        check("ta ra", &["health"]);
    }

    #[test]
    fn two_letters_are_enough_and_one_is_not() {
        check("ep", &["EP"]);
        check("f for fail", &[]);
    }

    #[test]
    fn what_is_never_found_is_told() {
        let told = [
            ("f", NeverFound::TooShort),
            ("25%", NeverFound::TooShort),
            ("+", NeverFound::NoWord),
            ("teen", NeverFound::Everyday),
        ];
        for (form, why) in told {
            assert_eq!(never_found(form), Some(why), "{form}");
        }
        for form in ["ot", "121", "1-1", "25% extra", "a teen"] {
            assert_eq!(never_found(form), None, "{form}");
        }
    }

    #[test]
    fn what_was_saved_opens_the_same() {
        let terms = [term("TA / LSA", &["lsa"], &["1 to 1"], &["ta"])];
        let glossary = Glossary::of(&terms, &Stems::new(), &Everyday::new());
        let mut writer = Writer::default();
        glossary.save(&mut writer);
        let bytes = writer.finish();
        let opened = Glossary::open(&mut Reader::new(&bytes)).expect("just saved");
        assert_eq!(
            (opened.terms, opened.forms, opened.same),
            (glossary.terms, glossary.forms, glossary.same)
        );
        assert!(Glossary::open(&mut Reader::new(&bytes[..bytes.len() - 1])).is_err());
    }
}
