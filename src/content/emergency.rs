//! What is left when the content cannot be loaded: words of danger are still answered.
//!
//! Made from the crisis dialog, the stock phrases and the contacts, and from nothing else. A choice that leads out of
//! the crisis dialog is left away, and so is a line that needs a figure; citations are dropped, for there are no
//! sources to show them with.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::build;
use super::data::{self, Registers, service};
use super::drafts::{self, Drafts};
use super::joined;
use super::page::{Findings, Page};
use super::report::Report;
use super::script;
use super::source::Source;
use crate::deadline::Rules;
use crate::dialog::{Dialog, DialogId};
use crate::library::{Backlog, ContactId, Holidays, Library, Parts, ServiceProfile};
use crate::text::{Line, Span, Text, TextBlock};
use crate::upkeep::Periods;

const CRISIS: &str = "dialogs/crisis.md";

/// A library with the crisis dialog alone.
///
/// # Errors
///
/// Every problem, when even the crisis dialog, the phrases or the contacts cannot be read.
pub fn library(source: &Source) -> Result<Library, Report> {
    let findings = Findings::default();
    let made = make(source, &findings);
    made.ok_or_else(|| Report::new(findings.take(), 0, 0))
}

fn make(source: &Source, findings: &Findings) -> Option<Library> {
    let read = |name: &str| source.read_one(name).and_then(|found| drafts::decode(found, findings));
    let (crisis, phrases, contacts) =
        (read(CRISIS)?, read(data::phrases::FILE)?, read(data::contacts::FILE)?);
    let (phrases, _) = data::phrases::read(&phrases, findings);
    let contacts = data::contacts::read(&contacts, findings);
    let registers = Registers { contacts, service: profile(source), ..Registers::default() };
    let dialog = crisis_dialog(&crisis, findings, &registers)?;
    let parts = Parts {
        entries: BTreeMap::new(),
        dialogs: BTreeMap::from([(DialogId::new("crisis"), dialog)]),
        sources: BTreeMap::new(),
        figures: BTreeMap::new(),
        contacts: registers.contacts.sound().map(|(id, row)| (ContactId::new(id), row.clone())).collect(),
        glossary: Vec::new(),
        asides: Vec::new(),
        holidays: Holidays { days: BTreeMap::new(), covers: (NaiveDate::MIN, NaiveDate::MIN) },
        service: registers.service.unwrap_or_else(nameless_service),
        phrases: phrases?,
        rules: Rules::none(),
        sign_offs: Vec::new(),
    };
    Some(Library::new(parts, None, &mut |_, _| {}))
}

/// The service profile, for the lines that name it; without one those lines are left out.
fn profile(source: &Source) -> Option<ServiceProfile> {
    let ignored = Findings::default();
    let is_profile = |name: &str| name.starts_with(service::FOLDER) && name.ends_with(".toml");
    let found = source.read().into_iter().find(|found| is_profile(&found.name))?;
    service::read(&drafts::decode(found, &ignored)?, &ignored)
}

fn nameless_service() -> ServiceProfile {
    let (id, name) = (String::new(), String::new());
    ServiceProfile {
        id,
        name,
        details: BTreeMap::new(),
        hours: None,
        reply_within: None,
        backlog: Backlog::default(),
        terms: None,
        periods: Periods::DEFAULT,
        to_confirm: Vec::new(),
    }
}

fn crisis_dialog(page: &Page, findings: &Findings, registers: &Registers) -> Option<Dialog> {
    let mut draft = script::read(page, findings, registers, NaiveDate::MIN);
    for node in &mut draft.nodes {
        node.choices.retain(|choice| choice.to.value.starts_with('#'));
    }
    let drafts = Drafts { dialogs: vec![draft], ..Drafts::default() };
    let joined = joined::join(&drafts, findings);
    let mut dialog = build::dialog(drafts.dialogs.first()?, joined.nodes.iter())?;
    for node in &mut dialog.nodes {
        node.says = standing_alone(std::mem::take(&mut node.says));
    }
    Some(dialog)
}

/// The text without citations, and without lines that need a figure.
fn standing_alone(text: Text) -> Text {
    let stands = |line: &Line| !line.spans.iter().any(|span| matches!(span, Span::Figure(_)));
    let uncited = |mut line: Line| {
        line.spans.retain(|span| !matches!(span, Span::Cite(_)));
        line
    };
    let lines = |lines: Vec<Line>| lines.into_iter().filter(stands).map(uncited).collect();
    let items = |items: Vec<Vec<Line>>| items.into_iter().map(lines).collect();
    let block = |block: TextBlock| match block {
        TextBlock::Paragraph(said) => TextBlock::Paragraph(lines(said)),
        TextBlock::Steps(said) => TextBlock::Steps(items(said)),
        TextBlock::Bullets(said) => TextBlock::Bullets(items(said)),
    };
    Text { blocks: text.blocks.into_iter().map(block).collect() }
}
