//! Dates typed as numbers alone: `03/03/26`, `2026-03-03`, `3/3`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Typed, date, full_year, is_likely_year, without_year};

/// A clock time, or two with a stroke between, taken out so that their numbers are not read as days.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) \b (?: [0-9]{1,2} (?: [.:][0-9]{2} )? \s* (?: [–—-] | to ) \s* )?
          [0-9]{1,2} (?: [.:][0-9]{2} )? \s* (?: am | pm | o'?clock ) \b
        | \b [0-9]{1,2} : [0-9]{2} (?: : [0-9]{2} )? z? \b
        | \b at \s+ [0-9]{1,2} \. [0-5][0-9] \b",
    )
});
/// `10.30` beside a day is a time; alone, a number up to 12 after the stop makes it a day of a month.
static DOTTED_CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]\b"));
/// A half: `1/2 term` is no first of February.
static HALF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b1/2(?:\s+an?)?\s*(?:term|hour|day|week|month|year)"));
static WITH_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b([0-9]{1,4})\s*[./–—-]\s*([0-9]{1,2})\s*[./–—-]\s*([0-9]{4}|[0-9]{1,2})(?:t[0-9]{2}:[0-9]{2}\S*|\b)",
    )
});
static SLASHED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([0-9]{1,2})/([0-9]{1,2})\b"));
static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([^0-9]*?)([0-9]{1,2})[.–—-]([0-9]{1,2})$"));
static SPACED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{4}|[0-9]{2})$"));
static RUN_TOGETHER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[0-9]{6}|[0-9]{8})$"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests use")
}

/// Every date in numbers, and the text without them.
pub(super) fn find(text: &str, typed: Typed) -> (Vec<Found>, String) {
    let alone = text.trim().trim_end_matches(['.', '!', ',', '?']);
    if let Some(parts) = SPACED.captures(alone) {
        return (day_month_year(&parts, typed).into_iter().collect(), String::new());
    }
    if RUN_TOGETHER.is_match(alone) {
        return (run_together(alone, typed).into_iter().collect(), String::new());
    }
    let mut found = Vec::new();
    let rest = WITH_YEAR.replace_all(text, |parts: &Captures<'_>| {
        found.extend(day_month_year(parts, typed));
        " ; "
    });
    let rest = CLOCK.replace_all(&rest, " ; ");
    let rest = HALF.replace_all(&rest, " half ");
    let rest = SLASHED.replace_all(&rest, |parts: &Captures<'_>| {
        found.push(day_month(&parts[1], &parts[2], typed));
        " ; "
    });
    let is_day = |parts: &Captures<'_>| parts[1].is_empty() || number(&parts[3]) <= 12;
    if let Some(parts) = ALONE.captures(rest.trim()).filter(|parts| found.is_empty() && is_day(parts)) {
        found.push(day_month(&parts[2], &parts[3], typed));
        return (found, format!("{} ; ", &parts[1]));
    }
    let rest = DOTTED_CLOCK.replace_all(&rest, " ; ").into_owned();
    (found, rest)
}

fn number(digits: &str) -> u32 {
    digits.parse().expect("at most eight digits")
}

fn day_month_year(parts: &Captures<'_>, typed: Typed) -> Option<Found> {
    let (first, month, last) = (&parts[1], number(&parts[2]), &parts[3]);
    match (first.len(), last.len()) {
        (4, 1 | 2) => date(number(last), month, number(first) as i32),
        (1 | 2, 4) => in_british_order(number(first), month, number(last) as i32),
        (1 | 2, 2) => in_british_order(number(first), month, full_year(number(last) as i32, typed.today)),
        _ => None,
    }
}

/// Day, month, year. A second number that can only be a day offers the other order, for the family to confirm.
fn in_british_order(day: u32, month: u32, year: i32) -> Option<Found> {
    if (13..=31).contains(&month) && day <= 12 {
        return date(month, day, year).map(|found| match found {
            Found::Day(other_order) => Found::Either(vec![other_order]),
            other => other,
        });
    }
    date(day, month, year)
}

fn day_month(day: &str, month: &str, typed: Typed) -> Found {
    without_year(number(day), number(month), typed).map_or(Found::Impossible, Found::Day)
}

/// `03032026`, `030326`, or `20260303` where only that makes a likely year.
fn run_together(digits: &str, typed: Typed) -> Option<Found> {
    let at = |from: usize, to: usize| number(&digits[from..to]);
    if digits.len() == 6 {
        return in_british_order(at(0, 2), at(2, 4), full_year(at(4, 6) as i32, typed.today));
    }
    if is_likely_year(at(4, 8) as i32) {
        return in_british_order(at(0, 2), at(2, 4), at(4, 8) as i32);
    }
    date(at(6, 8), at(4, 6), at(0, 4) as i32)
}
