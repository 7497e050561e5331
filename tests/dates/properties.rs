//! What must hold for every rule and every day.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use signpost::deadline::counting::{self, Months, Weeks};
use signpost::deadline::{Count, DeadlineProblem, RuleId, reckon, telling};
use signpost::reply::Block;

use crate::books::{SHELF, day, reckoned};
use crate::plain::{self, RULES, plain};

/// From the first day of the Regulations to 2060: leap years, both clock changes every year.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..16_600u64).prop_map(|days| day("2014-09-01") + Days::new(days))
}

/// Days on which every count of up to 60 working days stays inside the list of bank holidays.
fn listed_day() -> impl Strategy<Value = NaiveDate> {
    (0..1_700u64).prop_map(|days| day("2024-01-01") + Days::new(days))
}

fn any_rule() -> impl Strategy<Value = RuleId> {
    select(SHELF.rules.rules.keys().cloned().collect::<Vec<_>>())
}

/// Rules that count back, or name a day: their last day may lie before the day asked for.
fn may_lie_before(rule: &RuleId) -> bool {
    let first = SHELF.rules.get(rule).unwrap().limit.first();
    first.is_some_and(|limit| matches!(limit.count, Count::Before | Count::BeforeDay | Count::ByDay))
}

fn every_word(blocks: &[Block]) -> Vec<&String> {
    let words = blocks.iter().flat_map(|block| match block {
        Block::Title(words) | Block::Heading(words) => vec![words],
        Block::Paragraph(lines) | Block::Steps(lines) | Block::Bullets(lines) => lines.iter().collect(),
        _ => Vec::new(),
    });
    words.collect()
}

fn is_a_reason(problem: &DeadlineProblem) -> bool {
    !matches!(problem, DeadlineProblem::RuleBroken { .. } | DeadlineProblem::UnknownRule { .. })
}

/// An appeal's last day at Christmas or in August moves to the next working day. One on the weekend before that day is
/// not moved, to be careful, and so stands a few days sooner.
fn is_no_sooner(rule: &RuleId, first: NaiveDate, second: NaiveDate) -> bool {
    let may_stand_before = if rule.as_str() == "appeal" { 4 } else { 0 };
    first <= second + Days::new(may_stand_before)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_later_start_is_never_due_sooner(
        rule in any_rule(), one in any_day(), other in any_day(), also in prop::option::of(any_day()),
    ) {
        let (earlier, later) = (one.min(other), one.max(other));
        if let (Ok(first), Ok(second)) = (reckoned(rule.as_str(), earlier, also), reckoned(rule.as_str(), later, also)) {
            prop_assert!(is_no_sooner(&rule, first.due, second.due), "{}: {} is due {}, {} is due {}", rule, earlier, first.due, later, second.due);
        }
    }

    #[test]
    fn the_next_day_is_never_due_sooner(rule in any_rule(), on in listed_day(), also in prop::option::of(listed_day())) {
        if let (Ok(first), Ok(second)) = (reckoned(rule.as_str(), on, also), reckoned(rule.as_str(), on + Days::new(1), also)) {
            prop_assert!(is_no_sooner(&rule, first.due, second.due), "{}: {} is due {}, the next day {}", rule, on, first.due, second.due);
        }
    }

    #[test]
    fn nothing_is_due_before_it_starts(rule in any_rule(), on in any_day(), also in prop::option::of(any_day())) {
        match reckoned(rule.as_str(), on, also) {
            Ok(working) if !may_lie_before(&rule) => {
                prop_assert!(working.due >= on);
                prop_assert!(working.then.iter().filter_map(|more| more.due).all(|due| due >= on));
            }
            Ok(working) => prop_assert!(working.steps.len() >= 2),
            Err(problem) => prop_assert!(is_a_reason(&problem), "{}", problem),
        }
    }

    #[test]
    fn every_answer_shows_its_steps_its_sources_and_its_date(
        rule in any_rule(), on in listed_day(), also in prop::option::of(listed_day()), today in any_day(),
    ) {
        let books = SHELF.books();
        if let Ok(working) = reckon(&books, &rule, on, also, today) {
            let due = working.due.format("%A %-d %B %Y").to_string();
            prop_assert!(working.steps.len() >= 2);
            prop_assert!(working.steps.iter().any(|step| !step.sources.is_empty()));
            prop_assert!(working.steps.iter().any(|step| step.words.contains(&due)), "{:?}", working.steps);
            prop_assert!(working.answer.words.contains(&due));
            prop_assert!(!working.sources.is_empty());
            prop_assert!(!(working.exceptions.is_empty() && working.what_would_change_it.is_empty()));
            prop_assert_eq!(working.may_have_passed(), working.due < today);
            let blocks = telling::blocks(&working, &books);
            for words in every_word(&blocks) {
                prop_assert!(!words.contains(['{', '}']) && !words.contains("[^"), "{}", words);
            }
            let Block::Paragraph(first) = &blocks[1] else { panic!("{blocks:?}") };
            if working.may_have_passed() {
                prop_assert!(first[0].contains("adviser"), "a person comes first: {:?}", first);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn the_plain_implementation_agrees(rule in select(&RULES[..]), any in any_day(), listed in listed_day()) {
        let (start, reckoned_any) = match reckoned(rule, any, None) {
            Err(DeadlineProblem::OutsideHolidayList { .. } | DeadlineProblem::NoFigure { .. }) => {
                (listed, reckoned(rule, listed, None))
            }
            other => (any, other),
        };
        match reckoned_any {
            Ok(working) => prop_assert_eq!(working.due.to_string(), plain::due(rule, plain(start)).to_string()),
            Err(DeadlineProblem::NoFigure { .. }) => {}
            Err(problem) => prop_assert!(false, "{} on {}: {}", rule, start, problem),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn plain_months_and_weeks_agree_for_any_length(on in any_day(), length in 0..40u32) {
        let later = counting::months_after(on, Months(length)).unwrap();
        prop_assert_eq!(plain(later), plain::months_later(plain(on), length));
        let earlier = counting::months_before(on, Months(length)).unwrap();
        prop_assert_eq!(plain(earlier), plain::months_earlier(plain(on), length));
        let weeks = counting::weeks_after(on, Weeks(length)).unwrap();
        prop_assert_eq!(plain(weeks), plain::days_later(plain(on), length * 7));
        let back = counting::weeks_before(on, Weeks(length)).unwrap();
        prop_assert_eq!(plain(back), plain::days_earlier(plain(on), length * 7));
    }
}
