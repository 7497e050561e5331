//! When a service works, when it is closed, and how soon it means to reply.
//!
//! ```toml
//! reply_within = "3 working days"      # or "8 working hours"
//! backlog = true                       # families are told that many wait, in place of a promise
//! backlog_after_days = 14              # the same by itself, once somebody has waited for longer
//!
//! [hours]                              # a day that is left out is a day on which nobody works
//! monday = "09:00-12:30, 13:30-17:00"
//! friday = "09:00-12:00"
//!
//! [[closure]]                          # bank holidays are known, and need no line here
//! from = 2026-12-24
//! until = 2027-01-01
//! ```

use chrono::NaiveTime;

use crate::content::fields::Fields;
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::enquiry::promise::{Closure, Hours, Span, Within};
use crate::library::Backlog;

/// A promise further away than this is none.
const LONGEST: u32 = 60;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What a profile says about time.
#[derive(Debug, Default)]
pub struct Open {
    pub hours: Option<Hours>,
    pub reply_within: Option<Within>,
    pub backlog: Backlog,
}

pub fn read(page: &Page, findings: &Findings, fields: &mut Fields<'_>) -> Open {
    let reader = Reader { page, findings };
    let has_hours = fields.has("hours");
    let week = fields.tables("hours", "the working hours").into_iter().next();
    let week = week.map(|days| reader.week(days));
    let closures: Vec<Closure> = fields
        .tables("closure", "this closure")
        .into_iter()
        .filter_map(|closure| reader.closure(closure))
        .collect();
    let reply_within = fields.optional_text("reply_within");
    if let Some(written) = reply_within.as_ref().filter(|_| !has_hours) {
        reader.problem(
            written.at,
            "`reply_within` counts working time, and nothing here says when anybody works",
            "add `[hours]`, or take `reply_within` out",
        );
    }
    let backlog = Backlog {
        is_on: fields.flag("backlog"),
        after_days: fields.optional_number("backlog_after_days").map(|days| days.value),
    };
    Open {
        hours: week.map(|week| Hours { week, closures }),
        reply_within: reply_within.and_then(|written| reader.within(&written)),
        backlog,
    }
}

struct Reader<'a> {
    page: &'a Page,
    findings: &'a Findings,
}

impl Reader<'_> {
    fn week(&self, mut days: Fields<'_>) -> [Vec<Span>; 7] {
        let at = days.place_of_table();
        let is_empty = !DAYS.iter().any(|day| days.has(day));
        let week = DAYS.map(|day| {
            let written = days.optional_text(day);
            written.map(|written| self.day(day, &written)).unwrap_or_default()
        });
        days.finish();
        if is_empty {
            self.problem(
                at,
                "`[hours]` names no day on which anybody works",
                "add a line such as `monday = \"09:00-17:00\"`, or take `[hours]` out",
            );
        }
        week
    }

    /// `09:00-12:30, 13:30-17:00`.
    fn day(&self, day: &str, written: &Placed<String>) -> Vec<Span> {
        let mend =
            format!("write `{day} = \"09:00-17:00\"`, or two times with a comma between them, in order");
        let mut spans: Vec<Span> = Vec::new();
        for part in written.value.split(',') {
            let span = part
                .split_once('-')
                .and_then(|(from, until)| Some(Span { from: time(from)?, until: time(until)? }));
            match span {
                None => self.problem(written.at, &format!("`{}` is no working time", part.trim()), &mend),
                Some(span) if span.until <= span.from => {
                    self.problem(written.at, &format!("`{}` ends before it begins", part.trim()), &mend);
                }
                Some(span) if spans.last().is_some_and(|before| span.from < before.until) => {
                    self.problem(
                        written.at,
                        &format!("`{}` begins before the time before it ends", part.trim()),
                        &mend,
                    );
                }
                Some(span) => spans.push(span),
            }
        }
        spans
    }

    fn closure(&self, mut closure: Fields<'_>) -> Option<Closure> {
        let (from, until) = (closure.date("from"), closure.date("until"));
        closure.optional_text("why");
        closure.finish();
        let (from, until) = (from?, until?);
        if until.value < from.value {
            let mend = "write the first closed day as `from` and the last as `until`";
            self.problem(until.at, "this closure ends before it begins", mend);
            return None;
        }
        Some(Closure { from: from.value, until: until.value })
    }

    /// `3 working days`, `8 working hours`.
    fn within(&self, written: &Placed<String>) -> Option<Within> {
        let words: Vec<&str> = written.value.split_whitespace().collect();
        let within = match words.as_slice() {
            [count, "working", unit] => {
                count.parse().ok().filter(|count| (1..=LONGEST).contains(count)).and_then(|count: u32| {
                    match *unit {
                        "hour" | "hours" => Some(Within::WorkingHours(count)),
                        "day" | "days" => Some(Within::WorkingDays(count)),
                        _ => None,
                    }
                })
            }
            _ => None,
        };
        if within.is_none() {
            let message = format!("`{}` is no time to reply within", written.value);
            let mend = format!("write `\"3 working days\"` or `\"8 working hours\"`, at most {LONGEST}");
            self.problem(written.at, &message, &mend);
        }
        within
    }

    fn problem(&self, at: usize, message: &str, mend: &str) {
        self.findings.add(self.page.problem(Code::HoursBroken, at, message, mend));
    }
}

fn time(written: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(written.trim(), "%H:%M").ok()
}
