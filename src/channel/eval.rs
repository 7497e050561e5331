//! `signpost eval`: how well questions are understood.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::cli;
use crate::answer::evaluation::{Asked, Case, Report, cross_validate};
use crate::answer::{Context, Lesson};
use crate::library::Library;
use crate::moment::Moment;

/// What is typed after `signpost eval`.
#[derive(Debug, Clone, Args)]
pub struct EvalArgs {
    /// Questions with the topics that are right: question<TAB>label|label, or columns named question and labels
    #[arg(required_unless_present = "cross_validate")]
    file: Option<PathBuf>,
    /// Learns without a part of the phrasings and asks that part, five times
    #[arg(long, conflicts_with = "file")]
    cross_validate: bool,
    /// Prints every question that was not served
    #[arg(long)]
    misses: bool,
    /// Keeps this run, to compare a later one with
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Compares with a run that was kept
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
}

const FOLDS: usize = 5;

/// Scores and prints.
///
/// # Errors
///
/// When a file cannot be read or written, or a line of it has no label.
pub fn run(library: &Library, arguments: &EvalArgs, now: Moment, out: &mut dyn Write) -> anyhow::Result<()> {
    let report = match &arguments.file {
        Some(path) => {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
            let cases = Case::read_all(&text).with_context(|| format!("reading {}", path.display()))?;
            Report::of(&cases, &mut |question| asked(library, question, now))
        }
        None => across_phrasings(library),
    };
    write!(out, "{report}")?;
    if arguments.misses {
        writeln!(out, "\nMissed")?;
        for miss in &report.misses {
            let names = |topics: &[crate::library::TopicId]| {
                topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>().join(", ")
            };
            writeln!(
                out,
                "  {} {}  {}\n    right: {}; found: {}",
                miss.id,
                miss.outcome.as_str(),
                miss.question,
                names(&miss.labels),
                names(&miss.found)
            )?;
        }
    }
    if let Some(path) = &arguments.compare {
        let kept = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        let earlier: Report =
            serde_json::from_slice(&kept).with_context(|| format!("reading {}", path.display()))?;
        write!(out, "\nSince {}\n{}", path.display(), report.since(&earlier))?;
    }
    if let Some(path) = &arguments.save {
        std::fs::write(path, serde_json::to_vec_pretty(&report)?)
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// Asks as a family would, in a conversation of its own.
fn asked(library: &Library, question: &str, now: Moment) -> Asked {
    let reply = cli::answer(library, question, now).reply;
    let finding = library.understanding().find(question, &Context::default());
    Asked {
        outcome: reply.outcome,
        topics: reply.topics,
        chance: finding.ranked.first().map(|hit| hit.score.0),
    }
}

fn across_phrasings(library: &Library) -> Report {
    let lessons: Vec<Lesson> = library.entries().map(Lesson::of).collect();
    let mut show = |done: usize, all: usize| eprintln!("part {done} of {all}");
    cross_validate(&lessons, library.glossary(), library.asides(), FOLDS, FOLDS, &mut show)
}
