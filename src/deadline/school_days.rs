//! School days: days on which the school is open to pupils, from a service's term dates.

use chrono::NaiveDate;
use serde::Deserialize;

use super::working_days::is_working_day;
use crate::library::Holidays;

/// Days on which the school is open to pupils.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchoolDays(pub u32);

/// The term dates of one service: `[terms]` in its profile.
///
/// ```toml
/// [terms]
/// term = [{ first = 2026-09-02, last = 2026-10-23 }, { first = 2026-11-02, last = 2026-12-18 }]
/// closed = [2026-09-02]
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermDates {
    /// Each run of weeks without a holiday, in order: a half-term holiday ends one.
    pub term: Vec<Term>,
    /// Days inside a term on which pupils stay at home, such as staff training days. Bank holidays need not be named.
    #[serde(default, deserialize_with = "super::toml_date::read_each")]
    pub closed: Vec<NaiveDate>,
}

/// A run of school weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    #[serde(deserialize_with = "super::toml_date::read")]
    pub first: NaiveDate,
    #[serde(deserialize_with = "super::toml_date::read")]
    pub last: NaiveDate,
}

/// Why school days cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSchoolCalendar {
    /// The day counted to lies outside the terms that are set. `reach`: the last day of the last term, `None` where no
    /// term is set at all.
    OutsideTerms { reach: Option<NaiveDate> },
    /// The bank holidays inside a term are not known.
    OutsideHolidayList { day: NaiveDate },
}

/// The last of so many school days, where the day it starts from is day 0.
///
/// Source: Pupil Exclusions Regulations 2012; Pupil Information Regulations 2005.
///
/// # Errors
/// Either reason: say how far the dates reach, reckon nothing.
pub fn school_days_after(
    start: NaiveDate,
    limit: SchoolDays,
    terms: &TermDates,
    holidays: &Holidays,
) -> Result<NaiveDate, NoSchoolCalendar> {
    let mut day = start;
    terms.reaches(day)?;
    for _ in 0..limit.0 {
        day = following(day)?;
        while !terms.is_school_day(day, holidays)? {
            day = following(day)?;
        }
    }
    Ok(day)
}

/// The last of so many school days, where the day it starts from is day 1 if it is a school day.
///
/// Source: suspension and permanent exclusion guidance: education starts by the sixth school day of an exclusion.
///
/// # Errors
/// As [`school_days_after`].
pub fn school_days_counting_the_first(
    start: NaiveDate,
    limit: SchoolDays,
    terms: &TermDates,
    holidays: &Holidays,
) -> Result<NaiveDate, NoSchoolCalendar> {
    let rest = if terms.is_school_day(start, holidays)? { limit.0.saturating_sub(1) } else { limit.0 };
    school_days_after(start, SchoolDays(rest), terms, holidays)
}

impl TermDates {
    /// Open to pupils.
    fn is_school_day(&self, day: NaiveDate, holidays: &Holidays) -> Result<bool, NoSchoolCalendar> {
        self.reaches(day)?;
        let is_in_term = self.term.iter().any(|term| term.first <= day && day <= term.last);
        if !is_in_term || self.closed.contains(&day) {
            return Ok(false);
        }
        is_working_day(day, holidays)
            .map_err(|outside| NoSchoolCalendar::OutsideHolidayList { day: outside.day })
    }

    fn reaches(&self, day: NaiveDate) -> Result<(), NoSchoolCalendar> {
        let first = self.term.iter().map(|term| term.first).min();
        let reach = self.term.iter().map(|term| term.last).max();
        match (first, reach) {
            (Some(first), Some(last)) if first <= day && day <= last => Ok(()),
            _ => Err(NoSchoolCalendar::OutsideTerms { reach }),
        }
    }

    /// What is wrong with the dates, in words; empty when they can be used.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.term.is_empty() {
            problems
                .push("`terms` has no term; leave the whole table out until the dates are known".to_owned());
        }
        for term in &self.term {
            if term.last < term.first {
                problems.push(format!("a term ends on {} before it begins on {}", term.last, term.first));
            }
        }
        for pair in self.term.windows(2) {
            if pair[1].first <= pair[0].last {
                problems
                    .push(format!("the term from {} begins before the one before it ends", pair[1].first));
            }
        }
        for day in &self.closed {
            if !self.term.iter().any(|term| term.first <= *day && *day <= term.last) {
                problems.push(format!("{day} is closed but lies in no term"));
            }
        }
        problems
    }
}

fn following(day: NaiveDate) -> Result<NaiveDate, NoSchoolCalendar> {
    day.succ_opt().ok_or(NoSchoolCalendar::OutsideTerms { reach: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    fn terms() -> TermDates {
        toml::from_str(
            "term = [{ first = 2026-09-02, last = 2026-10-23 }, { first = 2026-11-02, last = 2026-12-18 }]
             closed = [2026-09-02]",
        )
        .unwrap()
    }

    fn holidays() -> Holidays {
        Holidays { days: [].into(), covers: (day("2026-01-01"), day("2027-12-31")) }
    }

    #[track_caller]
    fn check(start: &str, limit: u32, expected: &str) {
        assert_eq!(
            school_days_after(day(start), SchoolDays(limit), &terms(), &holidays()),
            Ok(day(expected))
        );
    }

    #[test]
    fn half_term_and_weekends_do_not_count() {
        check("2026-10-19", 4, "2026-10-23");
        check("2026-10-19", 5, "2026-11-02");
        check("2026-10-24", 1, "2026-11-02");
    }

    #[test]
    fn a_closed_day_does_not_count() {
        let counted = school_days_counting_the_first(day("2026-09-02"), SchoolDays(6), &terms(), &holidays());
        assert_eq!(counted, Ok(day("2026-09-10")));
    }

    #[test]
    fn past_the_last_term_nothing_is_reckoned() {
        let refused = school_days_after(day("2026-12-17"), SchoolDays(2), &terms(), &holidays());
        assert_eq!(refused, Err(NoSchoolCalendar::OutsideTerms { reach: Some(day("2026-12-18")) }));
    }

    #[test]
    fn dates_that_contradict_each_other_are_named() {
        let mut wrong = terms();
        assert_eq!(wrong.problems(), Vec::<String>::new());
        wrong.term.swap(0, 1);
        wrong.closed.push(day("2026-12-25"));
        assert_eq!(wrong.problems().len(), 2);
    }
}
