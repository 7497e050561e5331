//! Everyday words brought together: "ds", "lad" and "my youngest" are all the child.
//!
//! The glossary holds the words of the field, each with its meaning and the words that are read as it ("LEA" as the
//! council). These are words nobody would look up, and what they share is only what a question needs: who did what to
//! whom. With them and those words, cross-validation over the phrasings found 79.2 % of topics in three, without either
//! 78.7 %.

use rustc_hash::FxHashMap;

/// What is meant, then the ways it is written.
const SAME: [(&str, &str); 5] = [
    (
        "child",
        "son sons daughter daughters lad lads girl girls boy boys kid kids child children ds ds1 ds2 dd dds dd1 dd2 dc lo \
         grandson granddaughter grandchild nephew niece stepson stepdaughter twin twins youngest eldest toddler \
         dgs dgd dss dsd teenager teen",
    ),
    ("they", "he she they hes shes theyre"),
    ("their", "his her their hers"),
    ("them", "him them"),
    ("refuse", "refuse refused refuses refusing declined rejected"),
];

/// Looks everyday words up.
pub struct Everyday(FxHashMap<&'static str, &'static str>);

impl Everyday {
    pub fn new() -> Everyday {
        let pairs = SAME
            .iter()
            .flat_map(|(meant, written)| written.split_whitespace().map(move |written| (written, *meant)));
        Everyday(pairs.collect())
    }

    /// What the word stands for; most words stand for themselves.
    pub fn meant<'a>(&self, word: &'a str) -> &'a str {
        self.0.get(word).copied().unwrap_or(word)
    }

    pub fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, meant: &str) {
        assert_eq!(Everyday::new().meant(written), meant);
    }

    #[test]
    fn forum_letters_stand_for_the_child() {
        check("ds", "child");
        check("dd2", "child");
    }

    #[test]
    fn other_words_stand_for_themselves() {
        check("meeting", "meeting");
    }
}
