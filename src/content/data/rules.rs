//! `knowledge/rules.toml`: legal time limits, and what is said at each step of reckoning one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Registers;
use crate::content::front::Review;
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::deadline::Rules;
use crate::library::{FigureId, FigureRow, Source, SourceId};

pub const FILE: &str = "knowledge/rules.toml";

pub fn read(
    page: &Page,
    findings: &Findings,
    registers: &Registers,
    today: NaiveDate,
) -> (Option<Rules>, Option<Review>) {
    let rules: Rules = match toml::from_str(&page.text) {
        Ok(rules) => rules,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let mend = "the head of the file says what a rule is made of";
            findings.add(page.problem(Code::TomlSyntax, at, error.message(), mend));
            return (None, None);
        }
    };
    let figures: BTreeMap<FigureId, Vec<FigureRow>> =
        registers.figures.sound().map(|(id, rows)| (FigureId::new(id), rows.clone())).collect();
    let sources: BTreeMap<SourceId, Source> =
        registers.sources.sound().map(|(id, row)| (SourceId::new(id), row.source.clone())).collect();
    // A register that could not be read would make every rule look wrong.
    if registers.figures.is_whole && registers.sources.is_whole {
        for problem in rules.check(&figures, &sources, today) {
            let at = place_of(page, &problem.place);
            let message = format!("{}: {}", problem.place, problem.message);
            findings.add(page.problem(Code::RuleBroken, at, message, problem.mend));
        }
    }
    let by_at = page.text.find("review_by").unwrap_or(0);
    let review = Review {
        owner: rules.owner.clone(),
        reviewed: rules.reviewed,
        review_by: Placed::new(rules.review_by, by_at),
    };
    (Some(rules), Some(review))
}

/// Where the table or key of a problem stands.
fn place_of(page: &Page, place: &str) -> usize {
    let table = page.text.find(&format!("[{place}]"));
    let key =
        || place.rsplit('.').next().and_then(|key| page.text.find(&format!("\n{key} =")).map(|at| at + 1));
    table.or_else(key).unwrap_or(0)
}
