//! `knowledge/sources.toml`: law, Code of Practice and guidance, one table each.

use crate::content::fields::{self, Fields};
use crate::content::names;
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::content::register::Register;
use crate::library::{Source, SourceId};

pub const FILE: &str = "knowledge/sources.toml";

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

fn source(
    page: &Page,
    findings: &Findings,
    id: &Placed<String>,
    mut fields: Fields<'_>,
) -> Option<SourceRow> {
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

    let standing = standing.and_then(|written| {
        names::read(page, findings, &written, Code::BadValue, "is no standing of a source")
    });
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

fn is_link(page: &Page, findings: &Findings, link: &Placed<String>) -> bool {
    let rest = link.value.strip_prefix("https://").or_else(|| link.value.strip_prefix("http://"));
    let sound = rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace));
    if !sound {
        let mend = "write the whole address, beginning with https://";
        findings.add(page.problem(
            Code::BadValue,
            link.at,
            format!("`{}` is no web address", link.value),
            mend,
        ));
    }
    sound
}
