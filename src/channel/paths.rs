//! `signpost paths`: the expert's table. Every distinct outcome with what leads to it, as one document to review.
//!
//! An outcome is an entry, or a node of a dialog. Each is told with the shortest choices that lead to it from where a
//! conversation begins, the facts told on the way, its words as shown on the day, where its claims stand, and what is
//! still to be confirmed. A node that reckons a date shows a sample.
//!
//! The ways are walked as the engine walks them: a condition (`only_if`) sends on unless its fact was told on this way.

mod table;
mod walk;

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;

use crate::deadline::{self, telling};
use crate::dialog::{Action, Node, NodeRef, Target};
use crate::library::{Entry, Library, Signed};
use crate::moment::in_words;
use crate::reply::{Block, Letter, SourceLine};
use crate::spoken::Speaker;
use crate::text::{Line, Span, Text};
use walk::Way;

/// What is typed after `signpost paths`.
#[derive(Debug, Clone, Args)]
pub struct PathsArgs {
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    pub format: Format,
    /// Shows the texts as of this day
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
}

/// How the document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Markdown,
    Csv,
}

/// One thing a family can come to.
#[derive(Debug)]
struct Outcome {
    /// `mediation`, `refused#start`.
    name: String,
    title: String,
    file: String,
    owner: String,
    reviewed: NaiveDate,
    review_by: NaiveDate,
    signed: String,
    /// `None` where no choice leads there.
    way: Option<Way>,
    /// How an entry is found without any choice.
    by_asking: Option<String>,
    shown: Vec<Block>,
    choices: Vec<String>,
    /// Lines that are not shown on the day: their law lies ahead, or a detail is not set.
    hidden: Vec<String>,
    sources: Vec<SourceLine>,
    to_confirm: Vec<String>,
    /// A date reckoned from the day itself.
    sample: Vec<Block>,
}

/// The whole document.
pub fn document(library: &Library, today: NaiveDate, format: Format) -> String {
    let outcomes = outcomes(library, today);
    match format {
        Format::Markdown => markdown(library, &outcomes, today),
        Format::Csv => csv(&outcomes),
    }
}

fn outcomes(library: &Library, today: NaiveDate) -> Vec<Outcome> {
    let mut ways = walk::shortest(library);
    let speaker = Speaker::new(library, today);
    let mut all = Vec::new();
    for dialog in library.dialogs() {
        for node in dialog.nodes() {
            let at = NodeRef { dialog: dialog.id().clone(), node: node.id.clone() };
            let way = ways.remove(&Target::Node(at.clone()));
            all.push(Outcome {
                name: at.to_string(),
                title: dialog.title().to_owned(),
                file: dialog.file(),
                owner: dialog.owner().to_owned(),
                reviewed: dialog.reviewed(),
                review_by: dialog.review_by(),
                signed: signed(library, &dialog.file(), dialog.content_hash()),
                way,
                by_asking: None,
                shown: node_shown(node, &speaker),
                choices: node.choices.iter().map(|choice| choice.label.clone()).collect(),
                hidden: hidden(texts_of(node), &speaker),
                sources: speaker.sources(texts_of(node).flat_map(Text::citations)),
                to_confirm: Vec::new(),
                sample: sample(node, library, today),
            });
        }
    }
    for entry in library.entries() {
        let way = ways.remove(&Target::Entry(entry.id.clone()));
        all.push(of_entry(entry, way, library, &speaker));
    }
    all
}

fn of_entry(entry: &Entry, way: Option<Way>, library: &Library, speaker: &Speaker<'_>) -> Outcome {
    let phrases = library.phrases();
    let mut shown = speaker.blocks(&entry.short_answer);
    let parts = [
        (&phrases.what_you_can_do, &entry.steps),
        (&phrases.what_the_law_says, &entry.law),
        (&phrases.in_short_words, &entry.in_short_words),
    ];
    for (heading, text) in parts {
        shown.push(Block::Heading(heading.clone()));
        shown.extend(speaker.blocks(text));
    }
    let texts = [&entry.short_answer, &entry.law, &entry.steps, &entry.in_short_words];
    Outcome {
        name: entry.id.to_string(),
        title: entry.title.clone(),
        file: entry.file(),
        owner: entry.owner.clone(),
        reviewed: entry.reviewed,
        review_by: entry.review_by,
        signed: signed(library, &entry.file(), &entry.content_hash),
        way,
        by_asking: entry.phrasings.first().cloned(),
        shown,
        choices: Vec::new(),
        hidden: hidden(texts.into_iter(), speaker),
        sources: speaker.entry_sources(entry),
        to_confirm: entry.to_confirm.clone(),
        sample: Vec::new(),
    }
}

fn signed(library: &Library, file: &str, hash: &str) -> String {
    match library.signed(file, hash) {
        Signed::AsItStands(row) => format!("{}, {}", row.by, in_words(row.on)),
        Signed::Before(row) => format!("changed since {} signed it, {}", row.by, in_words(row.on)),
        Signed::Never => "not yet".to_owned(),
    }
}

fn texts_of(node: &Node) -> impl Iterator<Item = &Text> {
    let letter = match &node.action {
        Some(Action::Letter(template)) => Some(&template.body),
        _ => None,
    };
    std::iter::once(&node.says).chain(letter)
}

fn node_shown(node: &Node, speaker: &Speaker<'_>) -> Vec<Block> {
    let mut shown = speaker.blocks(&node.says);
    if let Some(Action::Letter(template)) = &node.action {
        let (name, paragraphs) = (template.name.clone(), speaker.blocks(&template.body));
        shown.push(Block::Letter(Letter { name, paragraphs }));
    }
    shown
}

/// The words of each line that is not shown, with `…` for what would be filled in.
fn hidden<'t>(texts: impl Iterator<Item = &'t Text>, speaker: &Speaker<'_>) -> Vec<String> {
    let lines = texts.flat_map(Text::lines).filter(|line| speaker.sentence(line).is_none());
    let words = |line: &Line| {
        let word = |span: &Span| match span {
            Span::Plain(words) | Span::Strong(words) => words.clone(),
            Span::Cite(_) => String::new(),
            _ => "…".to_owned(),
        };
        line.spans.iter().map(word).collect::<String>().trim().to_owned()
    };
    lines.map(words).filter(|words| !words.is_empty()).collect()
}

/// What the node would reckon if everything had happened today; the reason where that gives no date.
fn sample(node: &Node, library: &Library, today: NaiveDate) -> Vec<Block> {
    let Some(Action::Date { rule, also, .. }) = &node.action else { return Vec::new() };
    let books = library.books();
    let also = also.is_some().then_some(today);
    match deadline::reckon(&books, rule, today, also, today) {
        Ok(working) => telling::blocks(&working, &books),
        Err(problem) => vec![Block::Paragraph(vec![telling::refusal(&problem, &books)])],
    }
}

fn markdown(library: &Library, outcomes: &[Outcome], today: NaiveDate) -> String {
    let mut out = String::new();
    let (reached, others): (Vec<&Outcome>, Vec<_>) =
        outcomes.iter().partition(|outcome| outcome.way.is_some() || outcome.by_asking.is_some());
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes every word");
    line(format!("# Every outcome of Signpost for {}\n", table::escaped(&library.service().name)));
    line(format!(
        "As shown on {}. {} outcomes: {} entries, {} nodes of dialogs.\n",
        in_words(today),
        outcomes.len(),
        library.entries().count(),
        outcomes.len() - library.entries().count(),
    ));
    for outcome in reached {
        line(table::markdown_of(outcome));
    }
    if !others.is_empty() {
        line("# Where no choice leads on this service's settings\n".to_owned());
    }
    for outcome in others {
        line(table::markdown_of(outcome));
    }
    out
}

fn csv(outcomes: &[Outcome]) -> String {
    let mut out = table::csv_line(&table::COLUMNS.map(str::to_owned));
    for outcome in outcomes {
        out.push_str(&table::csv_line(&table::cells(outcome)));
    }
    out
}

#[cfg(test)]
mod tests;
