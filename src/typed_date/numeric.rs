//! Dates typed as numbers alone: `03/03/26`, `2026-03-03`, `3/3`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Typed, date, full_year, is_likely_year, without_year};

/// A clock time, taken out so that its numbers are not read as days.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b\d{1,2}(?:[.:]\d{2})?\s*(?:am|pm|o'?clock)\b|\b\d{1,2}:\d{2}(?::\d{2})?z?\b")
});
static WITH_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(\d{1,4})\s*[./–—-]\s*(\d{1,2})\s*[./–—-]\s*(\d{4}|\d{1,2})(?:t\d{2}:\d{2}\S*|\b)")
});
static SLASHED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})/(\d{1,2})\b"));
static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\D*?(\d{1,2})[.–—-](\d{1,2})$"));
static SPACED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})$"));
static RUN_TOGETHER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\d{6}|\d{8})$"));

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
    let rest = CLOCK.replace_all(&rest, " ; ").into_owned();
    let rest = SLASHED.replace_all(&rest, |parts: &Captures<'_>| {
        found.push(day_month(parts, typed));
        " ; "
    });
    if let Some(parts) = ALONE.captures(rest.trim()) {
        found.push(day_month(&parts, typed));
        return (found, String::new());
    }
    (found, rest.into_owned())
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

fn day_month(parts: &Captures<'_>, typed: Typed) -> Found {
    without_year(number(&parts[1]), number(&parts[2]), typed).map_or(Found::Impossible, Found::Day)
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
