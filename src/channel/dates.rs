//! `signpost date`: a legal time limit with its working, for people and for machines.

use std::io::{self, Write};
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};
use thiserror::Error;

use crate::deadline::{Books, DeadlineProblem, Further, RuleId, Working, calendar, reckon, telling};
use crate::moment::Moment;
use crate::plain;
use crate::typed_date::{self, DateProblem};

const WIDTH: usize = 80;

/// What is typed after `signpost date`.
#[derive(Debug, Clone, Default, Args)]
pub struct DateArgs {
    /// The rule, such as `plan-final`; without it, all rules are listed
    pub rule: Option<String>,
    /// The day it starts from: 2026-11-24, "24 november", "last tuesday"
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The second day of a rule that has one, such as the date of a mediation certificate
    #[arg(long, value_name = "DATE")]
    pub also: Option<String>,
    /// Prints JSON
    #[arg(long)]
    pub json: bool,
    /// Writes the date to a calendar file
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
}

/// Why nothing was printed. Each says what to type instead.
#[derive(Debug, Error)]
pub enum DateCommandProblem {
    #[error("give the day it starts from with --on: {asks}")]
    NoDate { asks: String },
    #[error("give a rule before --on, --also or --ics; `signpost date` alone lists them")]
    NoRule,
    #[error("--{option} {typed:?}: {problem}{}; write it like 2026-11-24", offered(problem))]
    BadDate { option: &'static str, typed: String, problem: DateProblem },
    #[error(transparent)]
    Deadline(DeadlineProblem),
    #[error("--also: `{rule}` starts from one day alone; leave --also out")]
    NoSecondDate { rule: RuleId },
    #[error("could not write {}", path.display())]
    CalendarFile { path: PathBuf, source: io::Error },
    #[error("could not print")]
    Output(#[from] io::Error),
}

impl DateCommandProblem {
    /// 2 where something else has to be typed, 1 where it cannot be reckoned or written.
    pub fn exit_code(&self) -> u8 {
        match self {
            DateCommandProblem::NoDate { .. }
            | DateCommandProblem::NoRule
            | DateCommandProblem::NoSecondDate { .. }
            | DateCommandProblem::BadDate { .. }
            | DateCommandProblem::Deadline(
                DeadlineProblem::UnknownRule { .. } | DeadlineProblem::NeedsSecondDate { .. },
            ) => 2,
            _ => 1,
        }
    }
}

fn offered(problem: &DateProblem) -> String {
    match problem {
        DateProblem::Ambiguous(days) => {
            let days = days.iter().map(|day| day.to_string()).collect::<Vec<_>>();
            format!(" ({})", days.join(" or "))
        }
        _ => String::new(),
    }
}

/// Prints the working of one rule, or the list of rules.
///
/// # Errors
/// See [`DateCommandProblem`].
pub fn run(
    args: &DateArgs,
    books: &Books<'_>,
    now: Moment,
    out: &mut dyn Write,
) -> Result<(), DateCommandProblem> {
    let Some(rule) = &args.rule else {
        if args.on.is_some() || args.also.is_some() || args.ics.is_some() {
            return Err(DateCommandProblem::NoRule);
        }
        return list(books, args.json, out);
    };
    let working = work_out(rule, args, books, now.date())?;
    if let Some(path) = &args.ics {
        let file = calendar::file(&working, &books.rules.say, now.instant());
        std::fs::write(path, file)
            .map_err(|source| DateCommandProblem::CalendarFile { path: path.clone(), source })?;
    }
    if args.json {
        writeln!(out, "{:#}", as_json(&working, books))?;
    } else {
        writeln!(out, "{}", plain::of_blocks(&telling::blocks(&working, books), WIDTH))?;
    }
    Ok(())
}

fn work_out(
    rule: &str,
    args: &DateArgs,
    books: &Books<'_>,
    today: NaiveDate,
) -> Result<Working, DateCommandProblem> {
    let id = RuleId::new(rule.trim());
    let read = |option: &'static str, typed: &String| {
        typed_date::read(typed, today).map_err(|problem| DateCommandProblem::BadDate {
            option,
            typed: typed.clone(),
            problem,
        })
    };
    let on = args.on.as_ref().map(|typed| read("on", typed)).transpose()?;
    let also = args.also.as_ref().map(|typed| read("also", typed)).transpose()?;
    let known = books.rules.get(&id);
    if let Some(rule) = known {
        if on.is_none() && !rule.limit.is_empty() {
            return Err(DateCommandProblem::NoDate { asks: rule.asks.clone() });
        }
        if also.is_some() && rule.also_from.is_none() {
            return Err(DateCommandProblem::NoSecondDate { rule: id });
        }
    }
    reckon(books, &id, on.unwrap_or(today), also, today).map_err(DateCommandProblem::Deadline)
}

fn list(books: &Books<'_>, as_json: bool, out: &mut dyn Write) -> Result<(), DateCommandProblem> {
    let rules = &books.rules.rules;
    if as_json {
        let rule = |(id, rule): (&RuleId, &crate::deadline::Rule)| {
            json!({
                "rule": id.as_str(), "title": rule.title, "who": rule.who, "what": rule.what,
                "asks": rule.asks, "also_asks": rule.also_asks,
            })
        };
        writeln!(out, "{:#}", Value::Array(rules.iter().map(rule).collect()))?;
        return Ok(());
    }
    writeln!(out, "{}\n", books.rules.say.heading_rules)?;
    let widest = rules.keys().map(|id| id.as_str().len()).max().unwrap_or(0);
    for (id, rule) in rules {
        writeln!(out, "{:widest$}  {}", id.as_str(), rule.title)?;
    }
    Ok(())
}

fn as_json(working: &Working, books: &Books<'_>) -> Value {
    let words = |said: &[crate::deadline::Said]| said.iter().map(|one| one.words.clone()).collect::<Vec<_>>();
    let then = |more: &Further| json!({ "due": more.due, "answer": more.answer.words, "steps": telling::steps(&more.steps, books) });
    let sources = telling::sources(working, books);
    json!({
        "rule": working.rule.as_str(),
        "title": working.title,
        "on": working.on,
        "also": working.also,
        "due": working.due,
        "days_left": working.days_left,
        "may_have_passed": working.may_have_passed(),
        "time_left": working.time_left,
        "who": working.who,
        "what": working.what,
        "answer": working.answer.words,
        "steps": telling::steps(&working.steps, books),
        "then": working.then.iter().map(then).collect::<Vec<_>>(),
        "exceptions": words(&working.exceptions),
        "what_would_change_it": words(&working.what_would_change_it),
        "source": sources.iter().map(|source| source.cited.as_str()).collect::<Vec<_>>().join("; "),
        "sources": sources,
    })
}
