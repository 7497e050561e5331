//! Whether a message asks for any entry at all: seven signs, weighed, and the terms that outweigh them.
//!
//! The weights are a logistic regression over cross-validation, where each phrasing and each aside was judged by what
//! had been learnt without it; an aside counted three times. At an equal share of phrasings turned away (2 %) it
//! declines 83 % of asides nobody had written yet; the mean of the first and third with the fourth, as it was before,
//! 77 %. How like the message is to its nearest phrasing, and naive odds word by word, added nothing.

use super::query::Query;
use super::softmax::exp;

/// What speaks for a message being an aside, and against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    /// The chance of all kinds of aside together, by the regression over entries and kinds.
    pub kinds: f32,
    /// The same of the one sentence that sounds most like a question for us.
    pub least_of_a_sentence: f32,
    /// The score of the one regression between ours and not ours.
    pub not_ours: f32,
    /// The share of its words that stand in no entry.
    pub unknown: f32,
    /// What it shares with the entry it shares most with.
    pub shared: f32,
    pub words: usize,
    /// Terms of the field in it.
    pub terms: usize,
}

const NO_SIGN: f32 = 2.98;
const KINDS: f32 = 0.40;
const LEAST_OF_A_SENTENCE: f32 = 0.45;
const NOT_OURS: f32 = 0.38;
const UNKNOWN: f32 = 3.83;
const SHARED: f32 = -0.178;
/// By the logarithm of how many there are.
const WORDS: f32 = -0.72;
/// For each, up to [`MOST_TERMS`].
const TERM: f32 = -0.23;
const MOST_TERMS: usize = 3;

impl Signs {
    /// Each sign as an author reads it, and what it adds: above nothing for an aside, below it for a question.
    pub fn weighed(&self) -> [(&'static str, f32); 7] {
        [
            ("what it sounds like as a whole", KINDS * odds(self.kinds)),
            (
                "the sentence most like a question for us",
                LEAST_OF_A_SENTENCE * odds(self.least_of_a_sentence),
            ),
            ("being unlike what families ask", NOT_OURS * self.not_ours),
            ("words that stand in no entry", UNKNOWN * self.unknown),
            ("words it shares with one entry", SHARED * self.shared),
            ("terms of the field", TERM * self.terms.min(MOST_TERMS) as f32),
            ("its length", NO_SIGN + WORDS * (1.0 + self.words as f32).ln()),
        ]
    }

    /// The chance that no entry is meant, 0 to 1.
    pub fn chance(&self) -> f32 {
        let sum: f32 = self.weighed().iter().map(|(_, weight)| weight).sum();
        1.0 / (1.0 + exp(-sum))
    }
}

/// Some ways of writing a term have everyday senses ("naming", "ta"); which, the glossary says. They count where the
/// message sounds less like an aside than this and [`stays_in_our_words`].
const ASIDE_ALL_THE_SAME: f32 = 0.5;

/// Whether a term of the field stands in a message and is meant.
pub fn names_the_field(query: &Query, signs: &Signs) -> bool {
    query.is_of_the_field()
        || signs.kinds < ASIDE_ALL_THE_SAME && query.terms_of_ours() > 0 && stays_in_our_words(signs)
}

/// Whether every word that carries something stands in an entry. "A pinch of salt" does not, "SALT report" does.
pub fn stays_in_our_words(signs: &Signs) -> bool {
    signs.unknown == 0.0
}

/// The glossary's term for the names of other countries and of their systems.
pub const OUTSIDE_ENGLAND: &str = "outside England";
/// Names of places that are words or surnames too: "his jersey", "Mrs Ireland".
const ALSO_WORDS: [&str; 3] = ["jersey", "ireland", "cork"];
/// After one of these they are places.
const BEFORE_PLACES: [&str; 14] = [
    "in",
    "to",
    "from",
    "of",
    "near",
    "across",
    "around",
    "and",
    "or",
    "northern",
    "southern",
    "education",
    "hse",
    "cert",
];

/// A message without names that may be a word or a surname, where nothing beside them says that a place is meant; `None`
/// where there are none, or nothing else.
pub fn without_names_of_places(text: &str) -> Option<String> {
    let bare = |word: &str| {
        let word = word.to_lowercase().replace('\u{2019}', "'");
        word.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches("'s").to_owned()
    };
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let is_name = |place: usize| {
        let before = || words[..place].iter().rev().map(|word| bare(word)).find(|word| word != "new");
        ALSO_WORDS.contains(&bare(words[place]).as_str())
            && before().is_some_and(|before| !BEFORE_PLACES.contains(&before.as_str()))
    };
    let kept: String = (0..words.len()).filter(|place| !is_name(*place)).map(|place| words[place]).collect();
    (kept.len() < text.len() && !kept.trim().is_empty()).then_some(kept)
}

/// The logarithm of a chance against its opposite, bounded so that none outweighs all others.
fn odds(chance: f32) -> f32 {
    let chance = chance.clamp(1e-4, 1.0 - 1e-4);
    (chance / (1.0 - chance)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Signs {
        Signs {
            kinds: 0.02,
            least_of_a_sentence: 0.01,
            not_ours: -4.0,
            unknown: 0.05,
            shared: 20.0,
            words: 20,
            terms: 2,
        }
    }

    #[test]
    fn a_question_in_our_words_is_ours() {
        assert!(question().chance() < 0.01);
    }

    #[track_caller]
    fn check_left(typed: &str, left: Option<&str>) {
        assert_eq!(without_names_of_places(typed).as_deref(), left, "{typed}");
    }

    #[test]
    fn a_name_that_may_be_a_place_needs_a_second_sign() {
        check_left("my son lost his jersey at school", Some("my son lost his at school"));
        check_left("Mrs Ireland's letter. Who decides?", Some("Mrs letter. Who decides?"));
        check_left("his new jersey", Some("his new "));
        check_left("we live in Jersey", None);
        check_left("schools in New Jersey", None);
        check_left("Northern Ireland", None);
        check_left("jersey", None);
        check_left("what is a plan", None);
    }

    #[test]
    fn each_sign_alone_makes_an_aside_likelier() {
        let likelier = [
            Signs { kinds: 0.5, ..question() },
            Signs { least_of_a_sentence: 0.5, ..question() },
            Signs { not_ours: 2.0, ..question() },
            Signs { unknown: 0.6, ..question() },
            Signs { shared: 2.0, ..question() },
            Signs { words: 2, ..question() },
            Signs { terms: 0, ..question() },
        ];
        for signs in likelier {
            assert!(signs.chance() > question().chance(), "{signs:?}");
        }
    }
}
