//! A second implementation that shares nothing with the first: dates are year, month and day, and every count goes one
//! day at a time. The periods are written from `facts/deadlines.md`, so that an edit of one figure shows.

use chrono::{Datelike, NaiveDate};

use crate::books::BANK_HOLIDAYS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plain {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

pub fn plain(date: NaiveDate) -> Plain {
    Plain { year: date.year(), month: date.month(), day: date.day() }
}

impl std::fmt::Display for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn is_leap(year: i32) -> bool {
    year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub fn tomorrow(of: Plain) -> Plain {
    if of.day < days_in(of.year, of.month) {
        Plain { day: of.day + 1, ..of }
    } else if of.month < 12 {
        Plain { month: of.month + 1, day: 1, ..of }
    } else {
        Plain { year: of.year + 1, month: 1, day: 1 }
    }
}

pub fn yesterday(of: Plain) -> Plain {
    if of.day > 1 {
        Plain { day: of.day - 1, ..of }
    } else if of.month > 1 {
        Plain { month: of.month - 1, day: days_in(of.year, of.month - 1), ..of }
    } else {
        Plain { year: of.year - 1, month: 12, day: 31 }
    }
}

pub fn days_later(mut of: Plain, days: u32) -> Plain {
    for _ in 0..days {
        of = tomorrow(of);
    }
    of
}

pub fn days_earlier(mut of: Plain, days: u32) -> Plain {
    for _ in 0..days {
        of = yesterday(of);
    }
    of
}

pub fn months_later(mut of: Plain, months: u32) -> Plain {
    for _ in 0..months {
        (of.year, of.month) = if of.month == 12 { (of.year + 1, 1) } else { (of.year, of.month + 1) };
    }
    Plain { day: of.day.min(days_in(of.year, of.month)), ..of }
}

pub fn months_earlier(mut of: Plain, months: u32) -> Plain {
    for _ in 0..months {
        (of.year, of.month) = if of.month == 1 { (of.year - 1, 12) } else { (of.year, of.month - 1) };
    }
    Plain { day: of.day.min(days_in(of.year, of.month)), ..of }
}

/// 0 for Sunday to 6 for Saturday, by Sakamoto's method.
fn weekday(of: Plain) -> i32 {
    const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if of.month < 3 { of.year - 1 } else { of.year };
    (year + year / 4 - year / 100 + year / 400 + SHIFT[of.month as usize - 1] + of.day as i32) % 7
}

pub fn is_working(of: Plain) -> bool {
    !matches!(weekday(of), 0 | 6) && !BANK_HOLIDAYS.contains(&of.to_string().as_str())
}

pub fn working_days_later(mut of: Plain, days: u32) -> Plain {
    let mut counted = 0;
    while counted < days {
        of = tomorrow(of);
        counted += u32::from(is_working(of));
    }
    of
}

/// A SEN appeal that falls at Christmas or in August.
pub fn moved(of: Plain) -> Plain {
    let at_christmas = (of.month == 12 && of.day >= 25) || (of.month == 1 && of.day == 1);
    let mut moved = of;
    if at_christmas {
        while moved.month == 12 || moved.day == 1 || !is_working(moved) {
            moved = tomorrow(moved);
        }
    } else if of.month == 8 {
        while moved.month == 8 || !is_working(moved) {
            moved = tomorrow(moved);
        }
    }
    moved
}

/// The first limit of the rules that need no second day and no terms, by the fact sheet.
pub fn due(rule: &str, on: Plain) -> Plain {
    match rule {
        "ehcna-decide" | "ehcna-advice" | "move-notify" => days_later(on, 6 * 7),
        "plan-no" => days_later(on, 16 * 7),
        "plan-final" => days_later(on, 20 * 7),
        "draft-reply" | "ar-comment" => days_later(on, 14),
        "school-consult" | "reassess" => days_later(on, 15),
        "ar-annual" | "lgsco" => yesterday(months_later(on, 12)),
        "ar-reports" => days_earlier(on, 14),
        "ar-report-out" | "order-assess" => days_later(on, 14),
        "ar-decide" => days_later(on, 28),
        "ar-final" => days_later(on, 56),
        "phase-school" => Plain { month: 2, day: 14, ..on },
        "phase-post16" => Plain { month: 3, day: 30, ..on },
        "phase-college" => months_earlier(on, 5),
        "reassess-final" => days_later(on, 98),
        "med-contact" => months_later(on, 2),
        "med-held" => days_later(on, 30),
        "appeal" => moved(months_later(on, 2)),
        "order-plan" | "order-amend" => days_later(on, 35),
        "dda-tribunal" | "dda-county" => yesterday(months_later(on, 6)),
        "jr" => months_later(on, 3),
        "lgsco-wait" => days_later(on, 84),
        "sar" | "benefit-mr" => months_later(on, 1),
        "senco-qual" => months_later(on, 36),
        "adm-apply" => Plain { year: on.year - 1, month: 10, day: 31 },
        "med-cert" | "complaint-rbwm" => working_days_later(on, 3),
        "appeal-response" => working_days_later(on, 30),
        "foi" | "transport-1" | "transport-2" => working_days_later(on, 20),
        "soc-assess" => working_days_later(on, 1),
        "move-transfer" => working_days_later(on, if is_working(on) { 14 } else { 15 }),
        other => panic!("{other} has no plain count"),
    }
}

/// The rules that [`due`] knows.
pub const RULES: [&str; 41] = [
    "ehcna-decide",
    "ehcna-advice",
    "move-notify",
    "plan-no",
    "plan-final",
    "draft-reply",
    "ar-comment",
    "school-consult",
    "reassess",
    "ar-annual",
    "lgsco",
    "ar-reports",
    "ar-report-out",
    "order-assess",
    "ar-decide",
    "ar-final",
    "phase-school",
    "phase-post16",
    "phase-college",
    "reassess-final",
    "med-contact",
    "med-held",
    "appeal",
    "order-plan",
    "order-amend",
    "dda-tribunal",
    "dda-county",
    "jr",
    "lgsco-wait",
    "sar",
    "benefit-mr",
    "senco-qual",
    "adm-apply",
    "med-cert",
    "complaint-rbwm",
    "appeal-response",
    "foi",
    "transport-1",
    "transport-2",
    "soc-assess",
    "move-transfer",
];
