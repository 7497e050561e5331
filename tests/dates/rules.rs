//! The rules file as authors keep it: complete, clean, and refusing what it does not know.

use signpost::deadline::{DeadlineProblem, RuleId, RuleProblem, Rules, reckon, telling};

use crate::books::{SHELF, day, reckoned};

const FACT_SHEET_RULES: [&str; 52] = [
    "ehcna-decide",
    "ehcna-advice",
    "plan-no",
    "draft-reply",
    "plan-final",
    "school-consult",
    "ar-annual",
    "ar-reports",
    "ar-report-out",
    "ar-decide",
    "ar-comment",
    "ar-final",
    "phase-school",
    "phase-post16",
    "phase-college",
    "reassess",
    "reassess-final",
    "med-contact",
    "med-cert",
    "med-held",
    "appeal",
    "appeal-response",
    "order-assess",
    "order-plan",
    "order-amend",
    "move-transfer",
    "move-notify",
    "move-review",
    "dda-tribunal",
    "dda-county",
    "jr",
    "exc-perm",
    "exc-mid",
    "exc-short",
    "exc-day6",
    "exc-max",
    "exc-irp",
    "exc-irp-hear",
    "sec19",
    "lgsco",
    "lgsco-wait",
    "sar",
    "edrec",
    "foi",
    "transport-1",
    "transport-2",
    "adm-appeal",
    "adm-apply",
    "soc-assess",
    "benefit-mr",
    "senco-qual",
    "complaint-rbwm",
];

#[test]
fn every_rule_of_the_fact_sheet_is_there_and_no_other() {
    let mut expected = FACT_SHEET_RULES.to_vec();
    expected.sort_unstable();
    let found: Vec<&str> = SHELF.rules.rules.keys().map(RuleId::as_str).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_rules_are_clean() {
    assert_eq!(SHELF.rules.check(&SHELF.figures, &SHELF.sources, day("2026-11-24")), []);
}

/// Changes the file by one edit and gives what the check then says.
fn faults_after(from: &str, to: &str) -> Vec<RuleProblem> {
    let text = include_str!("../../knowledge/rules.toml");
    assert!(text.contains(from), "{from} is not in the file");
    let rules: Rules = toml::from_str(&text.replacen(from, to, 1)).unwrap();
    rules.check(&SHELF.figures, &SHELF.sources, day("2026-11-24"))
}

#[track_caller]
fn check_fault(from: &str, to: &str, place: &str, part: &str) {
    let problems = faults_after(from, to);
    let found = problems.iter().any(|problem| problem.place == place && problem.message.contains(part));
    assert!(found, "{problems:?}");
}

#[test]
fn a_slip_in_the_file_is_named_with_its_place() {
    check_fault("figure = \"plan-no\"", "figure = \"plan-nope\"", "rule.plan-no", "no figure `plan-nope`");
    check_fault("sources = [\"regs-13.1\"]", "sources = []", "rule.draft-reply", "names no source");
    check_fault(
        "sources = [\"regs-13.1\"]",
        "sources = [\"reg-13.1\"]",
        "rule.draft-reply",
        "`reg-13.1` names no source",
    );
    check_fault(
        "whether it will assess by {due}",
        "whether it will assess",
        "rule.ehcna-decide",
        "does not say the date",
    );
    check_fault(
        "by {due}.\"\ncount = \"after\"\nfigure = \"plan-no\"",
        "by {du}.\"\ncount = \"after\"\nfigure = \"plan-no\"",
        "rule.plan-no",
        "`{du}` stands for nothing",
    );
    check_fault("{{reassess-gap}}", "{{reassess-gab}}", "rule.reassess", "no figure in force");
    check_fault(
        "must give you at least {{draft-reply}}",
        "must give you at least 15 days",
        "rule.draft-reply",
        "\"15 days\"",
    );
    check_fault("[^devon-case]", "[^devon", "rule.ar-final", "never closed");
    check_fault("[^regs-5.4]", "[^reggs-5.4]", "rule.ehcna-decide", "names no source");
    check_fault(
        "also-from = \"the day the plan was made",
        "# \"the day the plan was made",
        "rule.move-review",
        "second day",
    );
    check_fault(
        "count = \"less-a-day\"",
        "count = \"counting-the-day\"",
        "rule.ar-annual",
        "cannot be counted that way",
    );
    check_fault("and-figure = \"sar-extra\"", "and-figure = \"foi\"", "rule.sar", "different units");
}

#[test]
fn a_key_that_means_nothing_is_refused() {
    let text = include_str!("../../knowledge/rules.toml").replacen("whose = ", "owns = \"x\"\nwhose = ", 1);
    assert!(toml::from_str::<Rules>(&text).unwrap_err().to_string().contains("owns"));
}

#[test]
fn an_unknown_rule_offers_the_nearest_one() {
    let refused = reckoned("plan-finall", day("2026-11-24"), None).unwrap_err();
    assert_eq!(refused.to_string(), "there is no rule `plan-finall`; did you mean `plan-final`?");
    let refused = reckoned("bananas", day("2026-11-24"), None).unwrap_err();
    assert_eq!(refused.to_string(), "there is no rule `bananas`");
}

#[test]
fn without_term_dates_school_days_are_refused_with_the_reason() {
    let today = day("2026-11-24");
    let refused = reckon(&SHELF.books_without_terms(), &RuleId::new("edrec"), today, None, today);
    assert_eq!(refused, Err(DeadlineProblem::NoTermDates));
    let foi = reckon(&SHELF.books_without_terms(), &RuleId::new("foi"), today, None, today).unwrap();
    assert_eq!(foi.due, day("2026-12-22"));
    assert_eq!(foi.then[0].due, None);
    assert!(foi.then[0].steps[0].words.contains("term dates are not set"), "{:?}", foi.then[0]);
}

#[test]
fn every_refusal_can_be_told_to_a_family() {
    let told = |rule: &str, on: &str| {
        let refused = reckoned(rule, day(on), None).unwrap_err();
        telling::refusal(&refused, &SHELF.books())
    };
    assert!(told("foi", "2028-12-20").contains("31 December 2028"));
    assert!(told("edrec", "2027-07-19").contains("do not reach it"));
    assert!(told("plan-final", "2014-08-31").contains("no time limit on record"));
    assert!(told("exc-max", "2026-11-24").contains("45 school days"));
    assert!(told("move-review", "2026-11-24").contains("last reviewed?"));
    assert!(told("plan-finale", "2026-11-24").contains("An adviser"));
}

#[test]
fn a_holiday_list_that_ends_too_soon_is_named_with_its_end() {
    let refused = reckoned("foi", day("2028-12-20"), None).unwrap_err().to_string();
    assert!(refused.contains("2028-12-31") && refused.contains("2029-01-01"), "{refused}");
}

#[test]
fn the_christmas_rule_is_told_where_it_is_used_and_only_there() {
    let moved = reckoned("appeal", day("2026-10-25"), None).unwrap();
    assert!(
        moved.steps.iter().any(|step| step.words.contains("moves to the first working day after 1 January"))
    );
    let claim = reckoned("dda-tribunal", day("2026-06-26"), None).unwrap();
    assert!(claim.steps.iter().all(|step| !step.words.contains("moves")));
    assert!(claim.what_would_change_it.iter().any(|note| note.words.contains("does not stretch")));
}

#[test]
fn a_limit_on_the_family_says_when_its_last_day_is_no_working_day() {
    let sunday = reckoned("appeal", day("2026-11-24"), None).unwrap();
    assert!(sunday.steps.last().unwrap().words.contains("certificate"));
    assert!(
        sunday.steps.iter().any(|step| step.words.contains("is not a working day")),
        "{:?}",
        sunday.steps
    );
}

#[test]
fn a_shorter_month_is_explained() {
    let shorter = reckoned("med-contact", day("2026-12-31"), None).unwrap();
    assert!(shorter.steps.iter().any(|step| step.words.contains("February 2027 has no day 31")));
}

#[test]
fn bank_holidays_on_the_way_are_named() {
    let over_christmas = reckoned("med-cert", day("2026-12-23"), None).unwrap();
    let named = over_christmas.steps.iter().find(|step| step.words.starts_with("Not counted")).unwrap();
    assert!(
        named.words.contains("25 December 2026") && named.words.contains("28 December 2026"),
        "{named:?}"
    );
}
