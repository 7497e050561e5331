//! `knowledge/sources.toml`: law, Code of Practice and guidance, one table each.

use crate::content::fields::{self, Fields};
use crate::content::nearest;
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::content::register::Register;
use crate::library::{Source, SourceId, Standing};

pub const FILE: &str = "knowledge/sources.toml";

const STANDINGS: [(&str, Standing); 7] = [
    ("law", Standing::Law),
    ("court decision", Standing::CourtDecision),
    ("statutory guidance", Standing::StatutoryGuidance),
    ("guidance", Standing::Guidance),
    ("local information", Standing::LocalInformation),
    ("advice", Standing::Advice),
    ("proposal", Standing::Proposal),
];

/// A source, and where its `check_again` stands.
#[derive(Debug)]
pub struct SourceRow {
    pub source: Source,
    pub check_again_at: usize,
}

pub fn read(page: &Page, findings: &Findings) -> Register<SourceRow> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut register = Register::whole(toml.is_whole);
    for (id, tables) in Fields::new(page, findings, toml, "this file").named_tables("this source") {
        for fields in tables {
            let row = source(page, findings, &id, fields.at(id.at));
            register.enter(id.value.clone(), row);
        }
    }
    register
}

fn source(page: &Page, findings: &Findings, id: &Placed<String>, mut fields: Fields<'_>) -> Option<SourceRow> {
    let title = fields.text("title");
    let short = fields.optional_text("short");
    let standing = fields.text("standing");
    let pinpoint = fields.optional_text("pinpoint");
    let link = fields.text("link");
    let in_force_from = fields.optional_date("in_force_from");
    let until = fields.optional_date("until");
    let checked = fields.date("checked");
    let check_again = fields.date("check_again");
    let note = fields.optional_text("note");
    fields.finish();

    let standing = standing.and_then(|written| standing_named(page, findings, &written));
    let link = link.filter(|link| is_link(page, findings, link));
    let check_again = check_again?;
    Some(SourceRow {
        check_again_at: check_again.at,
        source: Source {
            id: SourceId::new(&id.value),
            title: title?.value,
            short: short.map(|short| short.value),
            standing: standing?,
            pinpoint: pinpoint.map(|pinpoint| pinpoint.value),
            link: link?.value,
            in_force_from: in_force_from.map(|day| day.value),
            until: until.map(|day| day.value),
            checked: checked?.value,
            check_again: check_again.value,
            note: note.map(|note| note.value),
        },
    })
}

fn standing_named(page: &Page, findings: &Findings, written: &Placed<String>) -> Option<Standing> {
    let found = STANDINGS.iter().find(|(name, _)| *name == written.value).map(|(_, standing)| *standing);
    if found.is_none() {
        let names = STANDINGS.map(|(name, _)| name);
        let otherwise = format!("use one of: {}", names.join(", "));
        let mend = nearest::mend(&written.value, names, &otherwise);
        let message = format!("`{}` is no standing of a source", written.value);
        findings.add(page.problem(Code::BadValue, written.at, message, mend));
    }
    found
}

fn is_link(page: &Page, findings: &Findings, link: &Placed<String>) -> bool {
    let rest = link.value.strip_prefix("https://").or_else(|| link.value.strip_prefix("http://"));
    let sound = rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace));
    if !sound {
        let mend = "write the whole address, beginning with https://";
        findings.add(page.problem(Code::BadValue, link.at, format!("`{}` is no web address", link.value), mend));
    }
    sound
}
