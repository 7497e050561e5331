//! Phone numbers in words: "oh seven seven double oh, nine hundred, one two three".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::regex;

const UNITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS: [&str; 10] = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"[0-9]+|[A-Za-z]+"));

/// Where somebody's own phone number stands, some of it at least in words.
pub fn phones(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    runs(text).into_iter().filter_map(|run| phone_in(&run))
}

/// One word of a number: where it stands, and what it says.
struct Said<'t> {
    at: Range<usize>,
    word: &'t str,
}

/// Words of numbers that nothing but spaces and marks stands between.
fn runs(text: &str) -> Vec<Vec<Said<'_>>> {
    let mut runs: Vec<Vec<Said<'_>>> = Vec::new();
    let mut goes_on_from = None;
    for found in WORD.find_iter(text).filter(|found| is_number(found.as_str())) {
        let said = Said { at: found.range(), word: found.as_str() };
        let goes_on = goes_on_from.is_some_and(|end: usize| {
            let between = &text[end..found.start()];
            between.len() <= 3 && between.chars().all(|c| " ,.-".contains(c))
        });
        goes_on_from = Some(found.end());
        match runs.last_mut() {
            Some(run) if goes_on => run.push(said),
            _ => runs.push(vec![said]),
        }
    }
    runs
}

fn is_number(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let named = [
        &UNITS[..],
        &TEENS[..],
        &TENS[..],
        &["o", "oh", "nought", "double", "triple", "treble", "hundred", "thousand"][..],
    ];
    word.starts_with(|c: char| c.is_ascii_digit()) || named.concat().contains(&word.as_str())
}

/// The number in a run, from the first word at which one begins.
fn phone_in(run: &[Said<'_>]) -> Option<Range<usize>> {
    let has_words = run.iter().any(|said| said.word.starts_with(|c: char| c.is_ascii_alphabetic()));
    if !has_words {
        return None;
    }
    (0..run.len()).find_map(|first| {
        let rest = &run[first..];
        let starts = figures(rest)
            .is_some_and(|figures| ["01", "02", "07"].iter().any(|start| figures.starts_with(start)));
        let is_whole = |count: &usize| figures(&rest[..*count]).is_some_and(|figures| figures.len() == 11);
        // As few words as make a whole number, and the "four" of "thirty four".
        let last = (1..=rest.len())
            .filter(|_| starts)
            .skip_while(|count| !is_whole(count))
            .take_while(is_whole)
            .last()?;
        Some(rest[0].at.start..rest[last - 1].at.end)
    })
}

/// The figures that these words say; none where they say no number.
fn figures(run: &[Said<'_>]) -> Option<String> {
    let mut figures = String::new();
    let mut times = 1;
    // After "twenty", one more figure may take the place of its nought.
    let mut after_tens = false;
    for said in run {
        let word = said.word.to_ascii_lowercase();
        let place = |names: &[&str]| names.iter().position(|name| *name == word);
        let was_after_tens = std::mem::take(&mut after_tens);
        let says = match word.as_str() {
            "double" => {
                times = 2;
                continue;
            }
            "triple" | "treble" => {
                times = 3;
                continue;
            }
            "hundred" => "00".to_owned(),
            "thousand" => "000".to_owned(),
            "o" | "oh" | "nought" => "0".to_owned(),
            written if written.starts_with(|c: char| c.is_ascii_digit()) => written.to_owned(),
            _ => match (place(&UNITS), place(&TEENS), place(&TENS)) {
                (Some(unit), _, _) => {
                    if was_after_tens && unit > 0 {
                        figures.pop();
                    }
                    unit.to_string()
                }
                (_, Some(teen), _) => (teen + 10).to_string(),
                (_, _, Some(ten)) => {
                    after_tens = true;
                    ((ten + 2) * 10).to_string()
                }
                _ => return None,
            },
        };
        figures.push_str(&says.repeat(std::mem::replace(&mut times, 1)));
    }
    Some(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, number: &str) {
        let found: Vec<&str> = phones(text).map(|at| &text[at]).collect();
        assert_eq!(found, [number]);
    }

    #[test]
    fn a_number_in_words_is_found() {
        check(
            "its oh seven seven double oh, nine double oh one two three ok",
            "oh seven seven double oh, nine double oh one two three",
        );
        check("07700 nine hundred one two three", "07700 nine hundred one two three");
        check("07700 nine hundred 123 after 5", "07700 nine hundred 123");
        check(
            "he is 8 zero one six two eight four nine six one two three",
            "zero one six two eight four nine six one two three",
        );
        check("07700 ninety twelve thirty four", "07700 ninety twelve thirty four");
    }

    #[test]
    fn other_numbers_in_words_are_none() {
        for text in [
            "one two three four five six seven eight nine ten",
            "07700",
            "two or three times, at seven",
            "year seven and year one",
            "oh no, one more",
        ] {
            assert_eq!(phones(text).count(), 0, "{text}");
        }
    }
}
