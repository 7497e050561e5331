//! `signpost date` as it prints.
#![cfg(feature = "cli")]

use serde_json::Value;
use signpost::channel::dates::{DateArgs, DateCommandProblem, run};
use signpost::moment::Moment;

use crate::books::SHELF;

fn now() -> Moment {
    Moment::new("2026-11-24T10:00:00Z".parse().unwrap())
}

fn asked(rule: &str, on: &str) -> DateArgs {
    DateArgs { rule: Some(rule.to_owned()), on: Some(on.to_owned()), ..DateArgs::default() }
}

#[track_caller]
fn printed(args: &DateArgs) -> String {
    let mut out = Vec::new();
    run(args, &SHELF.books(), now(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn printed_json(args: DateArgs) -> Value {
    serde_json::from_str(&printed(&DateArgs { json: true, ..args })).unwrap()
}

#[track_caller]
fn check_refused(args: &DateArgs, exit_code: u8, part: &str) {
    let problem: DateCommandProblem = run(args, &SHELF.books(), now(), &mut Vec::new()).unwrap_err();
    assert!(problem.to_string().contains(part), "{problem}");
    assert_eq!(problem.exit_code(), exit_code);
}

/// The words without the line breaks of the page.
fn unwrapped(shown: &str) -> String {
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_final_plan_shows_its_regulation_its_working_and_its_exceptions() {
    let shown = unwrapped(&printed(&asked("plan-final", "2026-11-24")));
    for part in [
        "The council must send you the final EHC plan by Tuesday 13 April 2027.",
        "There are 140 days left, counted from Tuesday 24 November 2026.",
        "Start with the day the council received the request: Tuesday 24 November 2026.",
        "Count 20 weeks, which is 140 days.",
        "SEND Regulations 2014, regulation 13(2)",
        "closed for at least 4 weeks",
        "Too few staff",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
}

#[test]
fn json_has_the_keys_that_machines_were_promised() {
    let json = printed_json(asked("plan-final", "2026-11-24"));
    assert_eq!(json["rule"], "plan-final");
    assert_eq!(json["on"], "2026-11-24");
    assert_eq!(json["due"], "2027-04-13");
    assert!(json["source"].as_str().unwrap().contains("regulation 13(2)"), "{json:#}");
    assert!(json["steps"].as_array().unwrap().len() >= 2);
    assert_eq!(json["days_left"], 140);
}

#[test]
fn the_day_of_service_counts_for_a_draft_plan() {
    let json = printed_json(asked("draft-reply", "2027-02-27"));
    assert_eq!(json["due"], "2027-03-13");
    assert!(json["steps"][0].as_str().unwrap().contains("counts as day 1"), "{json:#}");
}

#[test]
fn dates_are_read_as_people_type_them() {
    assert_eq!(printed_json(asked("plan-final", "24th of november"))["on"], "2026-11-24");
    assert_eq!(printed_json(asked("plan-final", "24/11/26"))["on"], "2026-11-24");
}

#[test]
fn a_certificate_gives_the_later_date() {
    let args = DateArgs { also: Some("2027-01-10".to_owned()), ..asked("appeal", "2026-11-24") };
    assert_eq!(printed_json(args)["due"], "2027-02-10");
}

#[test]
fn a_date_that_has_passed_offers_an_adviser_before_the_answer() {
    let shown = printed(&asked("appeal", "2026-03-10"));
    let (passed, answer) = (shown.find("adviser").unwrap(), shown.find("Your appeal must").unwrap());
    assert!(shown.contains("may already be out of time") && passed < answer, "{shown}");
}

#[test]
fn what_follows_is_shown_with_its_steps_or_the_reason_for_none() {
    let shown = unwrapped(&printed(&asked("order-plan", "2027-01-29")));
    assert!(
        shown.contains("final plan by Friday 16 April 2027. Count 11 weeks, which is 77 days."),
        "{shown}"
    );
    let mut out = Vec::new();
    run(&asked("foi", "2026-11-24"), &SHELF.books_without_terms(), now(), &mut out).unwrap();
    let shown = unwrapped(&String::from_utf8(out).unwrap());
    assert!(shown.contains("by a date I cannot work out. This limit is counted in school days"), "{shown}");
}

#[test]
fn a_note_is_sourced_like_a_step() {
    let shown = unwrapped(&printed(&asked("plan-final", "2026-11-24")));
    assert!(shown.contains("- SEND Regulations 2014, regulation 10(4) (law)"), "{shown}");
}

#[test]
fn alone_it_lists_every_rule() {
    let shown = printed(&DateArgs::default());
    for id in SHELF.rules.rules.keys() {
        assert!(shown.lines().any(|line| line.split_whitespace().next() == Some(id.as_str())), "{id}");
    }
    let json = printed_json(DateArgs::default());
    assert_eq!(json.as_array().unwrap().len(), SHELF.rules.rules.len());
}

#[test]
fn what_cannot_be_done_says_what_to_type() {
    check_refused(&asked("plan-finale", "2026-11-24"), 2, "did you mean `plan-final`?");
    check_refused(&asked("plan-final", "31 february"), 2, "no such day");
    check_refused(&asked("plan-final", "ages ago"), 2, "write it like 2026-11-24");
    check_refused(&asked("plan-final", "3 or 4 march"), 2, "2026-03-03 or 2026-03-04");
    check_refused(&asked("move-review", "2026-11-24"), 2, "needs a second date");
    check_refused(
        &DateArgs { on: None, ..asked("appeal", "") },
        2,
        "What is the date on the council's decision letter?",
    );
    check_refused(&DateArgs { rule: None, ..asked("", "2026-11-24") }, 2, "give a rule");
    check_refused(
        &DateArgs { also: Some("2026-11-24".to_owned()), ..asked("plan-no", "2026-11-24") },
        2,
        "--also",
    );
    check_refused(&asked("foi", "2028-12-20"), 1, "bank holidays");
    check_refused(&asked("exc-max", "2026-11-24"), 1, "45 school days");
}

#[test]
fn a_calendar_file_holds_the_day_a_reminder_and_nothing_of_the_child() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("appeal.ics");
    let args = DateArgs { ics: Some(path.clone()), ..asked("appeal", "2026-11-24") };
    printed(&args);
    let file = std::fs::read_to_string(&path).unwrap();
    for line in [
        "BEGIN:VCALENDAR\r\n",
        "DTSTART;VALUE=DATE:20270124\r\n",
        "DTEND;VALUE=DATE:20270125\r\n",
        "TRIGGER:-P7D\r\n",
        "SUMMARY:Last day: Appeal to the SEND Tribunal\r\n",
        "DTSTAMP:20261124T100000Z\r\n",
        "Europe/London",
        "END:VCALENDAR\r\n",
    ] {
        assert!(file.contains(line), "{line:?} is not in\n{file}");
    }
    assert!(!file.to_lowercase().contains("child"), "{file}");
    assert_eq!(file.matches("20261124").count(), file.matches("DTSTAMP:20261124").count(), "{file}");
    printed(&args);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), file, "the same question gives the same file");
}

#[test]
fn a_calendar_file_that_cannot_be_written_is_said() {
    let args = DateArgs { ics: Some("/nowhere/at/all.ics".into()), ..asked("appeal", "2026-11-24") };
    check_refused(&args, 1, "/nowhere/at/all.ics");
}
