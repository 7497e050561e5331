//! `knowledge/figures.toml`: time limits, sums and counts, a row for each period in which one holds.

use crate::content::data::sources::SourceRow;
use crate::content::fields::{self, Fields};
use crate::content::marks;
use crate::content::names;
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;
use crate::content::register::Register;
use crate::library::FigureRow;

pub const FILE: &str = "knowledge/figures.toml";

pub fn read(page: &Page, findings: &Findings, sources: &Register<SourceRow>) -> Register<Vec<FigureRow>> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut register = Register::whole(toml.is_whole);
    for (id, tables) in Fields::new(page, findings, toml, "this file").named_tables("this figure") {
        if id.value.contains('.') {
            let mend = "use small letters, digits and hyphens";
            findings.add(page.problem(
                Code::BadName,
                id.at,
                format!("`{}` cannot name a figure", id.value),
                mend,
            ));
        }
        let places: Vec<usize> = tables.iter().map(Fields::place_of_table).collect();
        let rows: Vec<Option<FigureRow>> =
            tables.into_iter().map(|fields| row(page, findings, sources, fields)).collect();
        report_overlap(page, findings, &id.value, &rows, &places);
        register.enter(id.value, rows.into_iter().collect());
    }
    register
}

fn row(
    page: &Page,
    findings: &Findings,
    sources: &Register<SourceRow>,
    mut fields: Fields<'_>,
) -> Option<FigureRow> {
    let at = fields.place_of_table();
    let value = fields.optional_number("value");
    let unit = fields.optional_text("unit");
    let said = fields.optional_text("said");
    let source = fields.text("source");
    let from = fields.date("from");
    let until = fields.optional_date("until");
    fields.optional_text("note");
    let is_whole = fields.is_whole();
    fields.finish();

    if said.is_none() && (value.is_none() || unit.is_none()) {
        if !is_whole {
            return None;
        }
        let mend = "add `value = 15` and `unit = \"days\"`, or the words themselves as `said = \"…\"`";
        let message = "this figure has neither words nor a value with its unit";
        findings.add(page.problem(Code::MissingKey, at, message, mend));
        return None;
    }
    let unit = match unit {
        Some(written) => Some(names::read(page, findings, &written, Code::BadValue, "is no unit")?),
        None => None,
    };
    let source = marks::citation(page, findings, sources, &source?)?;
    let (from, until) = (from?, until.map(|day| day.value));
    if until.is_some_and(|until| until < from.value) {
        let mend = "write the last day of the row as `until`, and its first as `from`";
        findings.add(page.problem(Code::BadValue, from.at, "this row ends before it begins", mend));
        return None;
    }
    let (value, said) = (value.map(|value| value.value), said.map(|said| said.value));
    Some(FigureRow { value, unit, said, source, from: from.value, until })
}

fn report_overlap(page: &Page, findings: &Findings, id: &str, rows: &[Option<FigureRow>], places: &[usize]) {
    for (i, later) in rows.iter().enumerate() {
        for earlier in &rows[..i] {
            let (Some(one), Some(other)) = (earlier, later) else { continue };
            let begins_before_end = |row: &FigureRow, end: Option<_>| end.is_none_or(|end| row.from <= end);
            if begins_before_end(one, other.until) && begins_before_end(other, one.until) {
                let message = format!("two rows of `{id}` hold on the same day");
                let mend = "give the earlier row `until`, the day before the later one begins";
                findings.add(page.problem(Code::FigureOverlap, places[i], message, mend));
            }
        }
    }
}
