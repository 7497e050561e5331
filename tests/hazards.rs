//! The hazard log and the sources agree: each hazard has an owner, a control, and tests that exist and run.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

/// What every log has to begin with.
const REQUIRED: [&str; 10] = [
    "wrong-date",
    "out-of-date-law",
    "lost-hand-off",
    "missed-crisis",
    "confidentiality-breach",
    "false-reassurance",
    "not-impartial",
    "inaccessible",
    "impersonation",
    "unavailable-at-a-deadline",
];
/// Promises of stores are plain functions, run on each store by the list in this file.
const CONTRACT: &str = "src/store/contract.rs";
const RUN_BY: &str = "tests/store.rs";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    hazard: Vec<Hazard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hazard {
    id: String,
    hazard: String,
    owner: String,
    control: String,
    tests: Vec<String>,
}

fn text(file: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()
}

fn log() -> Log {
    toml::from_str(&text("tests/hazards.toml").unwrap()).unwrap()
}

/// Whether a test of that name runs in every build.
fn runs(test: &str) -> Result<(), String> {
    let (file, name) = test.split_once("::").ok_or("it is not written as file::name")?;
    let source = text(file).ok_or("there is no such file")?;
    if file == CONTRACT {
        let list = text(RUN_BY).ok_or("there is no list of promises")?;
        let is_listed = list.lines().any(|line| line.trim() == name);
        return if is_listed { Ok(()) } else { Err(format!("{RUN_BY} does not run it")) };
    }
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let is_head = |line: &str| {
        let rest = line.strip_prefix("async ").unwrap_or(line);
        rest.strip_prefix("fn ")
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with('('))
    };
    let at = lines.iter().position(|line| is_head(line)).ok_or("there is no such function")?;
    let marks: Vec<&&str> = lines[..at].iter().rev().take_while(|line| line.starts_with('#')).collect();
    if !marks.iter().any(|mark| mark.starts_with("#[test]") || mark.starts_with("#[tokio::test")) {
        return Err("it is no test".to_owned());
    }
    match marks.iter().any(|mark| mark.contains("ignore")) {
        true => Err("it is left out".to_owned()),
        false => Ok(()),
    }
}

#[test]
fn each_hazard_has_an_owner_a_control_and_tests_that_run() {
    let mut missing = Vec::new();
    for hazard in log().hazard {
        for said in [&hazard.hazard, &hazard.owner, &hazard.control] {
            assert!(!said.trim().is_empty(), "{} is not told in full", hazard.id);
        }
        assert!(!hazard.tests.is_empty(), "nothing stands against {}", hazard.id);
        for test in &hazard.tests {
            if let Err(why) = runs(test) {
                missing.push(format!("{}: {test}: {why}", hazard.id));
            }
        }
    }
    assert!(missing.is_empty(), "tests that are not there:\n{}", missing.join("\n"));
}

#[test]
fn the_hazards_that_every_service_has_are_there_once() {
    let log = log();
    let ids: BTreeSet<&str> = log.hazard.iter().map(|hazard| hazard.id.as_str()).collect();
    assert_eq!(ids.len(), log.hazard.len(), "a hazard is told twice");
    for id in REQUIRED {
        assert!(ids.contains(id), "{id} is missing");
    }
}

#[test]
fn a_test_that_is_not_there_is_noticed() {
    for wrong in [
        "tests/hazards.rs",
        "tests/hazards.rs::runs",
        "tests/hazards.rs::no_such_test",
        "tests/no_such_file.rs::runs",
        "src/store/contract.rs::no_such_promise",
    ] {
        assert!(runs(wrong).is_err(), "{wrong}");
    }
    assert!(runs("tests/hazards.rs::a_test_that_is_not_there_is_noticed").is_ok());
}
