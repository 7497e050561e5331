//! The table worked by hand from the Regulations.

use chrono::NaiveDate;
use signpost::deadline::DeadlineProblem;

use crate::books::{day, reckoned};

const WORKED: &str = include_str!("worked.tsv");

/// One line of the table.
struct Case<'a> {
    rule: &'a str,
    /// 1 for the answer, 2 for the first limit told with it.
    limit: usize,
    on: NaiveDate,
    also: Option<NaiveDate>,
    expected: &'a str,
    line: &'a str,
}

fn cases() -> impl Iterator<Item = Case<'static>> {
    WORKED.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let [rule, on, also, expected, _why] = line.split('\t').collect::<Vec<_>>().try_into().expect(line);
        let (rule, limit) = rule.split_once('/').unwrap_or((rule, "1"));
        let also = (!also.is_empty()).then(|| day(also));
        Case { rule, limit: limit.parse().unwrap(), on: day(on), also, expected, line }
    })
}

fn outcome(case: &Case<'_>) -> String {
    match reckoned(case.rule, case.on, case.also) {
        Ok(working) if case.limit == 1 => working.due.to_string(),
        Ok(working) => match working.then[case.limit - 2].due {
            Some(due) => due.to_string(),
            None => working.then[case.limit - 2].answer.words.clone(),
        },
        Err(DeadlineProblem::NotReckoned { .. }) => "told".to_owned(),
        Err(DeadlineProblem::NeedsSecondDate { .. }) => "second-date".to_owned(),
        Err(DeadlineProblem::NoFigure { .. }) => "no-figure".to_owned(),
        Err(DeadlineProblem::OutsideHolidayList { .. }) => "holiday-list".to_owned(),
        Err(DeadlineProblem::OutsideTerms { .. }) => "terms".to_owned(),
        Err(other) => other.to_string(),
    }
}

#[test]
fn every_case_worked_by_hand_comes_out_the_same() {
    let wrong: Vec<String> = cases()
        .map(|case| (outcome(&case), case))
        .filter(|(outcome, case)| outcome != case.expected)
        .map(|(outcome, case)| format!("{outcome}  but by hand: {}", case.line))
        .collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases().count(), wrong.join("\n"));
}

#[test]
fn the_table_has_at_least_120_cases_and_every_rule() {
    assert!(cases().count() >= 120, "{}", cases().count());
    let rules: std::collections::BTreeSet<&str> = cases().map(|case| case.rule).collect();
    let missing: Vec<_> =
        crate::books::SHELF.rules.rules.keys().filter(|id| !rules.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "no worked case for {missing:?}");
}
