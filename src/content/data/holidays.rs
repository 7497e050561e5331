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

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days, NaiveDate, Weekday};

    use super::*;

    fn embedded() -> Holidays {
        let page = Page::new(FILE, include_str!("../../../knowledge/holidays.toml").to_owned());
        let findings = Findings::default();
        let holidays = read(&page, &findings).0.unwrap();
        assert_eq!(findings.count(), 0);
        holidays
    }

    /// Easter Sunday after the method of Butcher, for an answer that was not used to make the list.
    fn easter(year: i32) -> NaiveDate {
        let (a, b, c) = (year % 19, year / 100, year % 100);
        let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
        let h = (19 * a + b - d - g + 15) % 30;
        let (i, k) = (c / 4, c % 4);
        let l = (32 + 2 * e + 2 * i - h - k) % 7;
        let m = (a + 11 * h + 19 * l) / 433;
        let n = (h + l - 7 * m + 90) / 25;
        let p = (h + l - 7 * m + 33 * n + 19) % 32;
        NaiveDate::from_ymd_opt(year, n as u32, p as u32).unwrap()
    }

    #[test]
    fn every_year_has_eight_days_and_none_is_on_a_weekend() {
        let holidays = embedded();
        let years = holidays.covers.0.year()..=holidays.covers.1.year();
        assert_eq!(years, 2024..=2028);
        for year in years {
            let days: Vec<_> = holidays.days.keys().filter(|day| day.year() == year).collect();
            assert_eq!(days.len(), 8, "{year}");
            let weekend = |day: &&&NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            assert_eq!(days.iter().find(weekend), None);
        }
    }

    #[test]
    fn easter_is_where_it_is_reckoned_to_be() {
        let holidays = embedded();
        for year in 2024..=2028 {
            let sunday = easter(year);
            assert_eq!(holidays.days[&(sunday - Days::new(2))], "Good Friday");
            assert_eq!(holidays.days[&(sunday + Days::new(1))], "Easter Monday");
        }
    }

    #[track_caller]
    fn check(day: &str, name: &str) {
        assert_eq!(embedded().days.get(&day.parse().unwrap()).map(String::as_str), Some(name));
    }

    #[test]
    fn days_on_a_weekend_have_their_substitute() {
        check("2026-12-28", "Boxing Day (substitute day)");
        check("2027-12-27", "Christmas Day (substitute day)");
        check("2027-12-28", "Boxing Day (substitute day)");
        check("2028-01-03", "New Year's Day (substitute day)");
    }
}
