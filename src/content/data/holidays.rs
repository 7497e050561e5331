//! `knowledge/holidays.toml`: England's bank holidays and how far the list reaches.

use std::collections::BTreeMap;

use crate::content::fields::{self, Fields};
use crate::content::front::{self, Review};
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;
use crate::library::Holidays;

pub const FILE: &str = "knowledge/holidays.toml";

pub fn read(page: &Page, findings: &Findings) -> (Option<Holidays>, Option<Review>) {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut file = Fields::new(page, findings, toml, "this file");
    let review = front::review(page, findings, &mut file);
    let (from, until) = (file.date("covers_from"), file.date("covers_until"));
    let tables = file.tables("holiday", "this holiday");
    file.finish();
    let mut days = BTreeMap::new();
    for mut fields in tables {
        let (date, name) = (fields.date("date"), fields.text("name"));
        fields.finish();
        let (Some(date), Some(name)) = (date, name) else { continue };
        let outside = from.as_ref().is_some_and(|from| date.value < from.value)
            || until.as_ref().is_some_and(|until| date.value > until.value);
        if outside {
            let message = format!("{} is outside the dates this list covers", date.value);
            let mend = "move `covers_from` or `covers_until`, when the list is whole up to there";
            findings.add(page.problem(Code::BadValue, date.at, message, mend));
        }
        if days.insert(date.value, name.value).is_some() {
            let message = format!("{} is in the list twice", date.value);
            findings.add(page.problem(Code::DuplicateId, date.at, message, "keep one of the two"));
        }
    }
    let holidays = from.zip(until).map(|(from, until)| Holidays { days, covers: (from.value, until.value) });
    (holidays, review)
}
