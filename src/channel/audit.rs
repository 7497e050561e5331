//! `signpost audit …`: whether the trail is as it was written, and what happened to one enquiry.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::channel::queue::{self, Desk, QueueProblem};
use crate::enquiry::Role;
use crate::enquiry::trail::TrailLine;
use crate::moment::in_words;
use crate::store::{Store, StoreError};
use crate::terminal;

/// What is typed after `signpost audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    #[command(subcommand)]
    pub command: AuditCommand,
    /// Who you are, once somebody is on the roster
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER", global = true)]
    pub adviser: Option<String>,
    /// Print JSON for machines
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum AuditCommand {
    /// Reads the whole trail, and says whether every line follows from those before it
    Verify,
    /// Every view and change of one enquiry, or of the roster and the switches with `-`
    Show { reference: String },
}

/// What an audit came to.
#[derive(Debug)]
pub struct Audited {
    /// To be printed, with its last line end.
    pub printed: String,
    /// Nothing was altered, taken out or slipped in.
    pub is_whole: bool,
}

/// So many lines are read at once.
const PAGE: u32 = 5_000;

/// Runs one command.
///
/// # Errors
///
/// [`QueueProblem`] when it is not for this one to see, or the store fails.
pub async fn run(store: &dyn Store, desk: Desk<'_>, command: &AuditCommand) -> Result<Audited, QueueProblem> {
    queue::must_be(store, desk, Role::leads).await?;
    match command {
        AuditCommand::Verify => verify(store, desk).await,
        AuditCommand::Show { reference } => {
            let wanted = if reference == "-" { None } else { Some(queue::read(reference)?) };
            let lines = lines_of(store, desk, |line| line.reference == wanted).await?;
            Ok(Audited { printed: shown(&lines, desk.json), is_whole: true })
        }
    }
}

async fn verify(store: &dyn Store, desk: Desk<'_>) -> Result<Audited, QueueProblem> {
    let check = store.verify_trail(desk.service).await.map_err(QueueProblem::Store)?;
    let (lines, hash) = (check.head.lines, check.head.hash.to_hex());
    let printed = match (desk.json, check.broken_at) {
        (true, broken_at) => {
            let report =
                json!({ "lines": lines, "head": hash, "broken_at": broken_at, "whole": broken_at.is_none() });
            format!("{report:#}\n")
        }
        (false, None) => format!(
            "{lines} lines, each following from the one before.\nThe last has the hash {hash}. Note it elsewhere: a later \
             trail that does not pass through it was made anew.\n"
        ),
        (false, Some(line)) => format!(
            "The trail is broken at line {line}: it, or one before it, was altered, taken out or slipped in outside of \
             Signpost.\nKeep the database as it is, and compare it with the last backup.\n"
        ),
    };
    Ok(Audited { printed, is_whole: check.broken_at.is_none() })
}

async fn lines_of(
    store: &dyn Store,
    desk: Desk<'_>,
    is_wanted: impl Fn(&TrailLine) -> bool,
) -> Result<Vec<TrailLine>, QueueProblem> {
    let (mut wanted, mut after) = (Vec::new(), 0);
    loop {
        let page: Result<Vec<TrailLine>, StoreError> = store.trail(desk.service, after, PAGE).await;
        let page = page.map_err(QueueProblem::Store)?;
        let Some(last) = page.last() else { return Ok(wanted) };
        after = last.line;
        wanted.extend(page.into_iter().filter(&is_wanted));
    }
}

fn shown(lines: &[TrailLine], in_json: bool) -> String {
    if in_json {
        return terminal::escaped_json(&format!("{:#}", json!({ "trail": lines }))) + "\n";
    }
    if lines.is_empty() {
        return "There is nothing of that in the trail.\n".to_owned();
    }
    let line = |line: &TrailLine| {
        let (at, by) = (line.event.at, terminal::one_line(&line.event.by));
        let (day, clock) = (in_words(at.date()), at.local().format("%H:%M:%S"));
        format!("{:>6}  {day}, {clock}: {} by {by}\n", line.line, terminal::one_line(&line.event.what))
    };
    lines.iter().map(line).collect()
}
