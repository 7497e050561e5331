//! Words in the bytes they were kept in, each with what is known of it: found there, and never copied.
//!
//! Many thousand words are known at every start, and a question asks for a dozen of them.

use std::borrow::Cow;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::bytes::{Damaged, Reader, Writer};

/// How bytes that were read are held: copied, or where they lie when they are embedded in the binary.
pub type Hold<'a> = fn(&'a [u8]) -> Cow<'static, [u8]>;

/// For bytes that go away.
pub fn copied(bytes: &[u8]) -> Cow<'static, [u8]> {
    Cow::Owned(bytes.to_vec())
}

/// Words, and what is known of each.
#[derive(Debug, Default)]
pub struct Kept {
    /// Word after word, each with what is known of it.
    bytes: Cow<'static, [u8]>,
    count: usize,
    /// Where a word begins, by its hash, counted from 1; the next place where that is taken, 0 where there is none.
    places: Vec<u32>,
}

impl Kept {
    /// Keeps words, each once; `write` writes what is known of one, and `read` reads it.
    pub fn of<T>(
        words: &[(String, T)],
        write: impl Fn(&T, &mut Writer),
        read: impl Fn(&mut Reader) -> Result<(), Damaged>,
    ) -> Kept {
        let mut to = Writer::default();
        to.count(words.len());
        for (word, known) in words {
            to.text(word);
            write(known, &mut to);
        }
        let bytes = to.finish();
        let kept = Kept::read(&mut Reader::new(&bytes), copied, |_, from| read(from));
        kept.expect("it was just written")
    }

    /// Reads words; `known` reads what is known of each, to its end.
    ///
    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early, hold no word, or what `known` finds.
    pub fn read<'a>(
        from: &mut Reader<'a>,
        hold: Hold<'a>,
        mut known: impl FnMut(&'a str, &mut Reader<'a>) -> Result<(), Damaged>,
    ) -> Result<Kept, Damaged> {
        let count = from.count()?;
        let bytes = from.rest();
        let mut starts = Vec::new();
        for _ in 0..count {
            let start = bytes.len() - from.rest().len();
            let word = from.text()?;
            starts.push((u32::try_from(start).map_err(|_| Damaged)?, hash(word)));
            known(word, from)?;
        }
        let bytes = hold(&bytes[..bytes.len() - from.rest().len()]);
        let mut places = vec![0; (count + count / 2 + 1).next_power_of_two()];
        let most = places.len() - 1;
        for (start, hash) in starts {
            let mut place = hash as usize & most;
            while places[place] != 0 {
                place = (place + 1) & most;
            }
            places[place] = start + 1;
        }
        Ok(Kept { bytes, count, places })
    }

    pub fn save(&self, to: &mut Writer) {
        to.count(self.count);
        to.raw(&self.bytes);
    }

    pub fn has(&self, word: &str) -> bool {
        self.known(word).is_some()
    }

    /// What is known of a word, to be read.
    pub fn known(&self, word: &str) -> Option<Reader<'_>> {
        let most = self.places.len().checked_sub(1)?;
        let mut place = hash(word) as usize & most;
        while let Some(start) = self.places[place].checked_sub(1) {
            let mut from = Reader::new(&self.bytes[start as usize..]);
            if from.text() == Ok(word) {
                return Some(from);
            }
            place = (place + 1) & most;
        }
        None
    }
}

/// It is reckoned anew at every start and saved nowhere, so that it may change.
fn hash(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(from: &mut Reader) -> u32 {
        from.number().expect("a number was kept")
    }

    fn kept(words: &[(String, u32)]) -> Kept {
        Kept::of(words, |known, to| to.number(*known), |from| from.number().map(drop))
    }

    #[test]
    fn each_word_is_found_with_what_is_known_of_it() {
        let words: Vec<(String, u32)> = (0..1_000).map(|n| (format!("word{n}"), n * n)).collect();
        let kept = kept(&words);
        for (word, known) in &words {
            assert_eq!(kept.known(word).map(|mut from| number(&mut from)), Some(*known));
        }
        assert!(!kept.has("word") && !kept.has("") && !kept.has("word1000"));
    }

    #[test]
    fn where_nothing_is_kept_nothing_is_found() {
        assert!(!Kept::default().has("word") && !kept(&[]).has("word"));
    }

    #[test]
    fn bytes_that_end_early_are_damage() {
        let mut to = Writer::default();
        kept(&[("plan".to_owned(), 7)]).save(&mut to);
        let bytes = to.finish();
        let read = |bytes: &[u8]| {
            Kept::read(&mut Reader::new(bytes), copied, |_, from| from.number().map(drop))
                .map(|kept| kept.count)
        };
        assert_eq!(read(&bytes), Ok(1));
        assert_eq!(read(&bytes[..bytes.len() - 1]), Err(Damaged));
    }
}
