//! Periods and sums as families read them are the figures of `figures.toml`, and nothing else.
//!
//! An entry or a dialog cannot write one out (`bare-period`), so what could drift is what stands around them: `said`
//! beside `value`, the sentences of rules and phrases, the notes in the lists. Each is held to its figure here.

mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use common::library;
use signpost::content::Source;
use signpost::dialog::Action;
use signpost::library::{FigureId, Unit};
use signpost::spoken::Speaker;
use signpost::text::{Line, Span, Text};

const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
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
    "twenty",
];

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    let numbers = NUMBERS[1..].join("|");
    let pattern = format!(
        r"(?i)\b(?:(?:[0-9]+|{numbers}), )*(?:(?:[0-9]+|{numbers}) and )?(?:[0-9]+|{numbers})[ -](?:(?:calendar|school|working)[ -])?(?:day|week|month|year)s?\b|£[0-9][0-9,]*[0-9]|£[0-9]"
    );
    Regex::new(&pattern).unwrap()
});

/// Where a data file writes a period or a sum, and the figures it has to equal, in order. No figures: it is none of the
/// law's, for the reason given.
const WRITTEN_OUT: [(&str, &str, &[&str], &str); 8] = [
    ("knowledge/topics.toml", "6, 16 and 20 weeks", &["ehcna-decide", "plan-no", "plan-final"], ""),
    ("knowledge/topics.toml", "15 days", &["draft-reply"], ""),
    ("knowledge/glossary.toml", "£6,000", &["sen-threshold"], ""),
    ("knowledge/glossary.toml", "two-year", &[], "the name of a check of children aged two"),
    ("knowledge/rules.toml", "one day", &[], "the day taken off a count that begins with its first day"),
    ("knowledge/rules.toml", "1 day", &[], "the days left, which are counted"),
    ("knowledge/rules.toml", "One week", &[], "when the calendar file reminds"),
    ("dialogs/phrases.toml", "one day", &[], "which of two days is meant"),
];

fn today() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

/// `6 weeks` and `six weeks` are the same words.
fn in_digits(words: &str) -> String {
    let numbers = words.to_lowercase().replace('-', " ");
    let digit = |word: &str| NUMBERS.iter().position(|known| *known == word).map(|number| number.to_string());
    numbers
        .split(' ')
        .map(|word| digit(word).unwrap_or_else(|| word.to_owned()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn said_of(id: &str) -> String {
    let library = library();
    let figure = library.figure(&FigureId::new(id), today());
    figure.unwrap_or_else(|| panic!("no figure `{id}` holds today")).in_words()
}

/// Lines that say something, with their place.
fn lines() -> Vec<(String, Line)> {
    let library = library();
    let mut all = Vec::new();
    let mut add =
        |place: String, text: &Text| all.extend(text.lines().map(|line| (place.clone(), line.clone())));
    for entry in library.entries() {
        for text in [&entry.short_answer, &entry.law, &entry.steps, &entry.in_short_words] {
            add(entry.file(), text);
        }
    }
    for dialog in library.dialogs() {
        for node in dialog.nodes() {
            add(dialog.file(), &node.says);
            if let Some(Action::Letter(template)) = &node.action {
                add(dialog.file(), &template.body);
            }
        }
    }
    all
}

#[test]
fn every_period_a_family_reads_is_a_figure_of_that_line() {
    let library = library();
    let speaker = Speaker::new(&library, today());
    let mut read = 0;
    let mut wrong = Vec::new();
    for (place, line) in lines() {
        let Some(mut said) = speaker.sentence(&line) else { continue };
        for span in &line.spans {
            match span {
                Span::Figure(id) => {
                    let words = library.figure(id, today()).unwrap().in_words();
                    assert!(said.contains(&words), "{place}: {said:?} does not say {words:?}");
                    said = said.replacen(&words, "\u{fffc}", 1);
                    read += 1;
                }
                // Hours of a helpline are its own.
                Span::Contact(id, _) => {
                    said = said.replacen(&library.contact(id).unwrap().in_words(), "\u{fffc}", 1)
                }
                Span::Service(key) => said = said.replacen(&library.service().details[key], "\u{fffc}", 1),
                _ => {}
            }
        }
        for found in WRITTEN.find_iter(&said) {
            let rest = said[found.end()..].trim_start_matches([' ', '-']);
            if !rest.starts_with("old") && !rest.starts_with("of age") {
                wrong.push(format!("{place}: \"{}\" in {said:?}", found.as_str()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read > 150, "only {read} figures were read");
}

#[test]
fn words_given_for_a_figure_say_its_value() {
    let figures: toml::Table = file("knowledge/figures.toml").parse().unwrap();
    let mut compared = 0;
    for (id, rows) in &figures {
        for row in rows.as_array().unwrap() {
            let (Some(value), Some(said)) = (row.get("value"), row.get("said").and_then(toml::Value::as_str))
            else {
                continue;
            };
            let number = value.as_integer().unwrap().to_string();
            let words = in_digits(said).replace("once", "1").replace("twice", "2").replace("sixth", "6");
            let is_said = words.split(|c: char| !c.is_ascii_digit()).any(|word| word == number);
            assert!(is_said, "{id}: value {number}, and said {said:?}");
            compared += 1;
        }
    }
    assert!(compared >= 3, "only {compared} figures have both");
}

#[test]
fn what_data_files_write_out_equals_its_figure() {
    let files = ["topics", "glossary", "rules"].map(|name| format!("knowledge/{name}.toml"));
    let mut unknown = Vec::new();
    let mut met = BTreeMap::new();
    for name in
        files.iter().map(String::as_str).chain(["dialogs/phrases.toml", "knowledge/services/rbwm.toml"])
    {
        for line in file(name).lines().filter(|line| !line.starts_with('#')) {
            // A key is no prose.
            let words = line.split_once(" = ").map_or(line, |(_, words)| words);
            for found in WRITTEN.find_iter(words) {
                match WRITTEN_OUT
                    .iter()
                    .position(|(file, words, ..)| *file == name && *words == found.as_str())
                {
                    Some(number) => *met.entry(number).or_insert(0) += 1,
                    None => unknown.push(format!("{name}: \"{}\" in {line}", found.as_str())),
                }
            }
        }
    }
    assert!(unknown.is_empty(), "name the figure of each in WRITTEN_OUT:\n{}", unknown.join("\n"));
    for (number, (name, words, figures, _)) in WRITTEN_OUT.iter().enumerate() {
        assert!(met.contains_key(&number), "{name} no longer says {words:?}: take the row out");
        let numbers = |text: &str| {
            let digits = in_digits(text).replace("£", "").replace("6,000", "6000");
            let parts = digits.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<_>>()
        };
        if !figures.is_empty() {
            let due: Vec<String> =
                figures.iter().flat_map(|id| numbers(&said_of(id).replace(',', ""))).collect();
            assert_eq!(numbers(words), due, "{name} says {words:?}");
        }
    }
}

#[test]
fn a_figure_that_is_edited_changes_every_line_that_names_it() {
    let library = library();
    let named = |id: &FigureId| {
        lines()
            .into_iter()
            .filter(|(_, line)| line.spans.contains(&Span::Figure(id.clone())))
            .collect::<Vec<_>>()
    };
    let id = FigureId::new("appeal-window");
    let lines = named(&id);
    assert!(!lines.is_empty());
    let words = Unit::Months.in_words(2);
    assert_eq!(said_of("appeal-window"), words, "the figure has changed: change this line with it");
    let speaker = Speaker::new(&library, today());
    for (place, line) in lines {
        assert!(speaker.sentence(&line).unwrap().contains(&words), "{place}");
    }
}

fn file(name: &str) -> String {
    let found = Source::Embedded.read_one(name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(found.bytes.unwrap().into_owned()).unwrap()
}
