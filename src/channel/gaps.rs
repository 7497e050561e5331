//! `signpost gaps`: what families asked and Signpost did not understand, brought together, with draft entries.
//!
//! It reads the questions of enquiries that families agreed to pass on, each recorded in the trail as taken out, and
//! the counts of words that stand beside them. Nothing else of any conversation is there to be read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::queue::FEWEST_SHOWN;
use crate::answer::Gap;
use crate::enquiry::{AdviserName, Reference, ServiceId};
use crate::library::Library;
use crate::moment::Moment;
use crate::store::{QueueFilter, Store};

/// What is typed after `signpost gaps`.
#[derive(Debug, Clone, Args)]
pub struct GapsArgs {
    /// The adviser you are
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER")]
    pub adviser: String,
    /// Writes a draft entry for each gap into this folder
    #[arg(long, value_name = "DIR")]
    draft: Option<PathBuf>,
    /// Gaps of fewer questions are left out
    #[arg(long, value_name = "N", default_value_t = 2)]
    least: usize,
}

/// So many counted words are shown.
const MOST_WORDS: usize = 40;

/// A question that was passed on, and what it is filed under.
struct Passed {
    reference: Reference,
    question: String,
}

/// Groups what was not understood; returns what is to be printed.
///
/// # Errors
///
/// When the store cannot be read, or a draft cannot be written.
pub async fn run(
    library: &Library,
    store: &dyn Store,
    arguments: &GapsArgs,
    now: Moment,
) -> anyhow::Result<String> {
    let service = ServiceId::new(library.service().id.clone());
    let by = AdviserName::new(arguments.adviser.trim());
    let passed = questions(store, &service, &by, now).await?;
    let texts: Vec<&str> = passed.iter().map(|passed| passed.question.as_str()).collect();
    let gaps = library.understanding().gaps(&texts);
    let mut said = format!(
        "{} of {} questions that were passed on found no likely answer.\n",
        gaps.iter().map(|gap| gap.questions.len()).sum::<usize>(),
        passed.len()
    );
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for gap in gaps.iter().filter(|gap| gap.questions.len() >= arguments.least) {
        said.push_str(&in_words(gap, &passed));
        if let Some(folder) = &arguments.draft {
            let used = names.entry(gap.name()).or_default();
            *used += 1;
            let name = if *used == 1 { gap.name() } else { format!("{}-{used}", gap.name()) };
            let path = folder.join(format!("{name}.md"));
            std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
            std::fs::write(&path, gap.draft()).with_context(|| format!("writing {}", path.display()))?;
            said.push_str(&format!("  draft: {}\n", path.display()));
        }
    }
    said.push_str(&counted(store.missed(&service).await.context("reading the counts of words")?));
    Ok(said)
}

/// Words of all questions that nothing was found for, the commonest first; small counts are hidden.
fn counted(missed: BTreeMap<String, u64>) -> String {
    let mut shown: Vec<(String, u64)> =
        missed.into_iter().filter(|(_, times)| *times >= FEWEST_SHOWN).collect();
    shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    if shown.is_empty() {
        return format!(
            "\nNo word has been counted {FEWEST_SHOWN} times yet in questions that nothing was found for.\n"
        );
    }
    let mut said = String::from("\nWords of ours in questions that nothing was found for\n");
    for (word, times) in shown.into_iter().take(MOST_WORDS) {
        said.push_str(&format!("  {times:>5}  {word}\n"));
    }
    said
}

async fn questions(
    store: &dyn Store,
    service: &ServiceId,
    by: &AdviserName,
    now: Moment,
) -> anyhow::Result<Vec<Passed>> {
    let mut passed = Vec::new();
    let lines = store.queue(service, &QueueFilter::every_status()).await.context("reading the queue")?;
    for line in lines {
        let enquiry = store
            .export(service, &line.reference, by, now)
            .await
            .with_context(|| format!("reading {}", line.reference))?;
        if !enquiry.question.is_empty() {
            passed.push(Passed { reference: line.reference, question: enquiry.question });
        }
    }
    Ok(passed)
}

fn in_words(gap: &Gap, passed: &[Passed]) -> String {
    let near: Vec<String> = gap.near.iter().map(|entry| format!("`{entry}`")).collect();
    let mut said = format!("\n{} questions", gap.questions.len());
    if !gap.words.is_empty() {
        said.push_str(&format!(" about: {}", gap.words.join(", ")));
    }
    said.push_str(&format!("\n  nearest entries: {}\n", near.join(", ")));
    for place in &gap.questions {
        let Passed { reference, question } = &passed[*place];
        let question: Vec<&str> = question.split_whitespace().collect();
        said.push_str(&format!("  {reference}  {}\n", question.join(" ")));
    }
    said
}
