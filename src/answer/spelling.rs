//! Spelling mended: a word nobody has written before becomes the known word it most likely is.
//!
//! Only unknown words are touched, and only towards words that were written often: a rare known word is as likely
//! to be the slip. The nearest wins, then the more often written, then the first in the alphabet.

use rustc_hash::FxHashMap;

use super::bytes::{Damaged, Reader, Writer};
use super::kept::{Hold, Kept};

/// How often a word must have been written before others are mended towards it.
const OFTEN: u32 = 4;
/// Words shorter than this, in letters, are left alone: one letter makes another word of them.
const SHORTEST_MENDED: usize = 5;
/// Words at least this long may be two slips away.
const LONG: usize = 9;

/// Every word known, and how often it was written.
#[derive(Debug, Default)]
pub struct Spelling {
    known: Kept,
    /// What others are mended towards, by length in letters.
    often: Vec<Vec<Frequent>>,
}

/// A word that was written often, in small letters from a to z.
#[derive(Debug)]
struct Frequent {
    word: Box<str>,
    /// One bit for each letter of the alphabet that it holds.
    holds: u32,
    written: u32,
}

impl Spelling {
    pub fn of(words: impl Iterator<Item = String>) -> Spelling {
        let mut counts: FxHashMap<String, u32> = FxHashMap::default();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        let mut often = Vec::new();
        counts.iter().for_each(|(word, written)| add_if_often(&mut often, word, *written));
        Spelling {
            known: Kept::of(&counts, |written, to| to.number(*written), |from| from.number().map(drop)),
            often,
        }
    }

    pub fn knows(&self, word: &str) -> bool {
        self.known.has(word)
    }

    /// The known word that this unknown one most likely is.
    pub fn mended(&self, word: &str) -> Option<&str> {
        if word.len() < SHORTEST_MENDED || !is_plain(word) || self.knows(word) {
            return None;
        }
        let slips = if word.len() >= LONG { 2 } else { 1 };
        let held = holds(word);
        let lengths = word.len() - slips..=word.len() + slips;
        lengths
            .filter_map(|length| self.often.get(length))
            .flatten()
            // Each slip changes at most two letters of the set.
            .filter(|known| (known.holds ^ held).count_ones() as usize <= 2 * slips)
            .filter_map(|known| Some((distance(word.as_bytes(), known.word.as_bytes(), slips)?, known)))
            .min_by(|(a, x), (b, y)| {
                a.cmp(b).then(y.written.cmp(&x.written)).then_with(|| x.word.cmp(&y.word))
            })
            .map(|(_, known)| &*known.word)
    }

    pub fn save(&self, to: &mut Writer) {
        self.known.save(to);
    }

    /// # Errors
    ///
    /// [`Damaged`] when the bytes end early.
    pub fn open<'a>(from: &mut Reader<'a>, hold: Hold<'a>) -> Result<Spelling, Damaged> {
        let mut often = Vec::new();
        let known = Kept::read(from, hold, |word, from| {
            add_if_often(&mut often, word, from.number()?);
            Ok(())
        })?;
        Ok(Spelling { known, often })
    }
}

fn add_if_often(often: &mut Vec<Vec<Frequent>>, word: &str, written: u32) {
    if written >= OFTEN && is_plain(word) && word.len() + 1 >= SHORTEST_MENDED {
        if often.len() <= word.len() {
            often.resize_with(word.len() + 1, Vec::new);
        }
        often[word.len()].push(Frequent { word: word.into(), holds: holds(word), written });
    }
}

/// Whether each byte is a letter from a to z.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn holds(word: &str) -> u32 {
    word.bytes().fold(0, |held, letter| held | 1 << (letter.wrapping_sub(b'a') % 32))
}

/// Slips between two words, counted as letters put in, left out, changed or swapped with the next; `None` past `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        if row.iter().all(|slips| *slips > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, mended: Option<&str>) {
        let often = ["transport", "assessment", "school", "tribunal", "timetable", "meeting", "meetings"];
        let words = often.iter().flat_map(|word| [*word; OFTEN as usize]).chain(["schul"]);
        assert_eq!(Spelling::of(words.map(str::to_owned)).mended(typed), mended);
    }

    #[test]
    fn a_slip_is_mended() {
        check("schol", Some("school"));
        check("shcool", Some("school"));
        check("transportt", Some("transport"));
    }

    #[test]
    fn two_slips_are_mended_in_a_long_word() {
        check("assesmment", Some("assessment"));
        check("asesment", None);
        check("timetabell", Some("timetable"));
    }

    #[test]
    fn known_and_short_words_are_left_alone() {
        check("schul", None);
        check("meet", None);
        check("school", None);
    }

    #[test]
    fn the_nearest_wins() {
        check("meetingss", Some("meetings"));
    }

    #[test]
    fn other_scripts_are_left_alone() {
        check("szkoła", None);
        check("школа", None);
    }
}
