//! Over the small sound content of `tests/faulty/base`.

use std::path::Path;

use super::*;
use crate::content::{self, CheckOptions, Source};

fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faulty/base");
    let options = CheckOptions { today: today(), release: false };
    content::load(&Source::Folder(folder), options).unwrap().library
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn named(name: &str) -> Outcome {
    let library = library();
    outcomes(&library, today()).into_iter().find(|outcome| outcome.name == name).unwrap()
}

#[track_caller]
fn check(name: &str, steps: &[&str], told: &[(&str, &str)]) {
    let way = named(name).way.unwrap();
    let known: Vec<_> = way.told.iter().map(|(fact, value)| (fact.as_str(), value.as_str())).collect();
    assert_eq!((way.steps, known.as_slice()), (steps.iter().map(|s| (*s).to_owned()).collect(), told));
}

#[test]
fn a_way_is_the_shortest_and_tells_the_facts() {
    check("start#start", &["(the beginning)"], &[]);
    check("reviews#when", &["(the beginning)", "The review"], &[]);
    check("reviews#after", &["(the beginning)", "The review", "Yes"], &[("review", "Yes")]);
}

#[test]
fn a_condition_that_does_not_hold_sends_on() {
    // `after` stands only where the review was told; nobody comes there another way.
    let library = library();
    let ways = walk::shortest(&library);
    let way = &ways[&Target::Node(NodeRef::new("reviews", "after"))];
    assert!(way.told.iter().any(|(fact, value)| fact.as_str() == "review" && value == "Yes"));
}

#[test]
fn every_outcome_is_told_once_with_its_source_and_its_review() {
    let library = library();
    let document = document(&library, today(), Format::Markdown);
    for entry in library.entries() {
        assert_eq!(document.matches(&format!("\n## {}: ", entry.id)).count(), 1);
    }
    for dialog in library.dialogs() {
        for node in dialog.nodes() {
            assert_eq!(document.matches(&format!("\n## {}#{}: ", dialog.id(), node.id)).count(), 1);
        }
    }
    assert!(document.contains("- SEND Code of Practice, paragraph 6.65 (statutory guidance)"));
    assert!(document.contains("advice team lead, reviewed 24 November 2026, again by 24 May 2027"));
    assert!(document.contains("- Signed off: not yet"));
}

#[test]
fn the_table_has_one_row_for_each_outcome() {
    let library = library();
    let document = document(&library, today(), Format::Csv);
    let rows = document.matches("\r\n").count();
    let nodes: usize = library.dialogs().map(|dialog| dialog.nodes().len()).sum();
    assert_eq!(rows, 1 + nodes + library.entries().count());
}
