//! `signpost letter`: the letters there are, and the draft of one with its gaps.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use thiserror::Error;

use crate::content::nearest::nearest;
use crate::dialog::{Action, AskKind, Dialog, FactId, LetterTemplate, Node};
use crate::library::Library;
use crate::moment::Moment;
use crate::plain;
use crate::reply::{Block, Letter};
use crate::spoken::{Details, Speaker};
use crate::takeaway::{self, document};
use crate::typed_date::{self, DateProblem, Lean};

const WIDTH: usize = 80;

/// What is typed after `signpost letter`.
#[derive(Debug, Clone, Default, Args)]
pub struct LetterArgs {
    /// The letter, such as `ask-for-assessment`; without it, all are listed
    pub name: Option<String>,
    /// Fills a gap: letter_child="Sam"; may be given again
    #[arg(long, value_name = "FACT=VALUE")]
    pub set: Vec<String>,
    /// Writes the letter as a document to edit
    #[arg(long, value_name = "FILE")]
    pub docx: Option<PathBuf>,
    /// Writes the letter as plain text
    #[arg(long, value_name = "FILE")]
    pub text: Option<PathBuf>,
}

/// Why there is no letter. Each says what to type instead.
#[derive(Debug, Error)]
pub enum LetterProblem {
    #[error("give a letter before --set, --docx or --text; `signpost letter` alone lists them")]
    NoName,
    #[error("there is no letter `{name}`; {}", instead(nearest, "`signpost letter` lists them"))]
    UnknownName { name: String, nearest: Option<String> },
    #[error("--set {given:?} has no `=`: write it like letter_child=\"Sam\"")]
    NotAPair { given: String },
    #[error("this letter has no gap `{fact}`; {}", instead(nearest, known))]
    UnknownFact { fact: String, nearest: Option<String>, known: String },
    #[error("--set {fact}: {problem}; write it like 2026-11-24")]
    BadDate { fact: String, problem: DateProblem },
    #[error(transparent)]
    Document(#[from] document::DocumentProblem),
    #[error("could not write {}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("could not print")]
    Output(#[from] io::Error),
}

fn instead(nearest: &Option<String>, otherwise: &str) -> String {
    match nearest {
        Some(name) => format!("write `{name}`, or see: {otherwise}"),
        None => otherwise.to_owned(),
    }
}

impl LetterProblem {
    /// Something else has to be typed, as against something that failed.
    pub fn is_bad_usage(&self) -> bool {
        !matches!(self, LetterProblem::Document(_) | LetterProblem::File { .. } | LetterProblem::Output(_))
    }
}

/// One letter that can be drafted.
pub struct Draftable<'a> {
    /// `ask-for-assessment`; where a dialog drafts more than one, its node as well: `overdue/final`.
    pub name: String,
    pub dialog: &'a Dialog,
    pub template: &'a LetterTemplate,
}

/// Every letter, in the order of the dialogs.
pub fn all(library: &Library) -> Vec<Draftable<'_>> {
    let mut letters = Vec::new();
    for dialog in library.dialogs() {
        let drafts: Vec<(&Node, &LetterTemplate)> = dialog
            .nodes()
            .iter()
            .filter_map(|node| match &node.action {
                Some(Action::Letter(template)) => Some((node, template.as_ref())),
                _ => None,
            })
            .collect();
        let stem = dialog.id().as_str().rsplit('/').next().unwrap_or_default();
        let is_only_one = drafts.len() == 1;
        for (node, template) in drafts {
            let node = node.id.as_str();
            let part = node.strip_prefix("draft-").unwrap_or(node);
            let name = if is_only_one { stem.to_owned() } else { format!("{stem}/{part}") };
            letters.push(Draftable { name, dialog, template });
        }
    }
    letters
}

/// Prints the list of letters, or one draft.
///
/// # Errors
/// See [`LetterProblem`].
pub fn run(
    args: &LetterArgs,
    library: &Library,
    now: Moment,
    out: &mut dyn Write,
) -> Result<(), LetterProblem> {
    let letters = all(library);
    let Some(name) = &args.name else {
        if !args.set.is_empty() || args.docx.is_some() || args.text.is_some() {
            return Err(LetterProblem::NoName);
        }
        return Ok(writeln!(out, "{}", list(&letters, library, now))?);
    };
    let wanted = letters.iter().find(|letter| letter.name == *name).ok_or_else(|| unknown(name, &letters))?;
    let letter = draft(wanted, &args.set, library, now)?;
    let mut is_written = false;
    if let Some(path) = &args.docx {
        write(path, &document::of(&letter)?.bytes)?;
        is_written = true;
    }
    if let Some(path) = &args.text {
        write(path, &takeaway::text_file(&letter).bytes)?;
        is_written = true;
    }
    if !is_written {
        write!(out, "{}", takeaway::letter_text(&letter))?;
    }
    Ok(())
}

fn unknown(name: &str, letters: &[Draftable<'_>]) -> LetterProblem {
    let names = letters.iter().map(|letter| letter.name.as_str());
    // A dialog of several letters is named by the first of them.
    let begins = format!("{name}/");
    let near = names.clone().find(|known| known.starts_with(&begins)).or_else(|| nearest(name, names));
    LetterProblem::UnknownName { name: name.to_owned(), nearest: near.map(str::to_owned) }
}

fn write(path: &PathBuf, bytes: &[u8]) -> Result<(), LetterProblem> {
    std::fs::write(path, bytes).map_err(|source| LetterProblem::File { path: path.clone(), source })
}

/// Each letter with its dialog's title and the words it begins with, which say when to use it.
fn list(letters: &[Draftable<'_>], library: &Library, now: Moment) -> String {
    let speaker = Speaker::new(library, now.date());
    let mut blocks = Vec::new();
    for letter in letters {
        let first = letter.dialog.nodes().first().map(|node| speaker.blocks(&node.says));
        let when = first.into_iter().flatten().find_map(|block| match block {
            Block::Paragraph(said) => said.into_iter().next(),
            _ => None,
        });
        let said = [Some(letter.dialog.title().to_owned()), when].into_iter().flatten().collect();
        blocks.push(Block::Title(letter.name.clone()));
        blocks.push(Block::Bullets(said));
    }
    plain::of_blocks(&blocks, WIDTH)
}

fn draft(
    wanted: &Draftable<'_>,
    set: &[String],
    library: &Library,
    now: Moment,
) -> Result<Letter, LetterProblem> {
    let gaps: Vec<&FactId> = wanted.template.body.told().collect();
    let mut told = BTreeMap::new();
    for given in set {
        let (fact, value) =
            given.split_once('=').ok_or_else(|| LetterProblem::NotAPair { given: given.clone() })?;
        let fact = fact.trim();
        let Some(gap) = gaps.iter().find(|gap| gap.as_str() == fact) else {
            let known = gaps.iter().map(|gap| gap.as_str());
            let nearest = nearest(fact, known.clone()).map(str::to_owned);
            let known = known.collect::<Vec<_>>().join(", ");
            return Err(LetterProblem::UnknownFact { fact: fact.to_owned(), nearest, known });
        };
        told.insert((*gap).clone(), read(gap, value.trim(), wanted.dialog, now)?);
    }
    let details = Details { told, ..Details::default() };
    Ok(Speaker::new(library, now.date()).with_details(details).letter(wanted.template))
}

/// A value as the dialog would have kept it: a day is read as families type it.
fn read(fact: &FactId, value: &str, dialog: &Dialog, now: Moment) -> Result<String, LetterProblem> {
    let lean = dialog.nodes().iter().find_map(|node| match &node.action {
        Some(Action::Ask { fact: asked, kind: AskKind::Date, .. }) if asked == fact => Some(Lean::Past),
        Some(Action::Ask { fact: asked, kind: AskKind::DateToCome, .. }) if asked == fact => {
            Some(Lean::Future)
        }
        _ => None,
    });
    let Some(lean) = lean else { return Ok(value.to_owned()) };
    typed_date::read_leaning(value, now.date(), lean)
        .map(|day| day.to_string())
        .map_err(|problem| LetterProblem::BadDate { fact: fact.to_string(), problem })
}
