//! Days, weeks and months counted on a calendar that knows no holidays.
//!
//! Dates have no time of day, so the clock changes in March and October do not touch them. Each function gives `None`
//! only where the calendar itself ends, some 260,000 years away.

use chrono::{Datelike, Days as ChronoDays, Months as ChronoMonths, NaiveDate};

/// Calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(pub u32);

/// Calendar weeks: seven days each, holidays or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weeks(pub u32);

/// Calendar months, from a date to the same date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months(pub u32);

/// The last of so many days, where the day it starts from is day 0.
///
/// Source: SEND Code of Practice, para 9.83 (15 days for a school to answer).
pub fn days_after(start: NaiveDate, limit: Days) -> Option<NaiveDate> {
    start.checked_add_days(ChronoDays::new(limit.0.into()))
}

/// The last of so many days, where the day it starts from is day 1.
///
/// Source: SEND Regulations 2014, reg. 13(1)(a) and 22(2): "15 days, beginning with the day on which the draft plan was
/// served".
pub fn days_counting_the_first(start: NaiveDate, limit: Days) -> Option<NaiveDate> {
    start.checked_add_days(ChronoDays::new(u64::from(limit.0.saturating_sub(1))))
}

/// The last day of so many weeks, where the day it starts from is day 0: the same day of the week.
///
/// Source: SEND Regulations 2014, reg. 5(1) (6 weeks), 10(1) (16), 13(2) (20), 20(10) (4).
pub fn weeks_after(start: NaiveDate, limit: Weeks) -> Option<NaiveDate> {
    start.checked_add_days(ChronoDays::new(u64::from(limit.0) * 7))
}

/// So many weeks before a day.
///
/// Source: SEND Regulations 2014, reg. 20(3) and (4): "at least two weeks in advance".
pub fn weeks_before(day: NaiveDate, limit: Weeks) -> Option<NaiveDate> {
    day.checked_sub_days(ChronoDays::new(u64::from(limit.0) * 7))
}

/// The same date so many months later; in a shorter month, its last day.
///
/// Source: the corresponding date rule, Dodds v Walker [1981] 1 WLR 1027; used for SEND appeals (Tribunal Procedure
/// Rules 2008, rule 20) and for SEND Regulations 2014, reg. 33.
pub fn months_after(start: NaiveDate, limit: Months) -> Option<NaiveDate> {
    start.checked_add_months(ChronoMonths::new(limit.0))
}

/// The same date so many months earlier; in a shorter month, its last day.
///
/// Source: SEND Regulations 2014, reg. 18(2): "at least five months before the transfer takes place".
pub fn months_before(day: NaiveDate, limit: Months) -> Option<NaiveDate> {
    day.checked_sub_months(ChronoMonths::new(limit.0))
}

/// The last day of so many months that begin with the day itself: the day before the same date.
///
/// Where the last month is too short to have that date, the day before its last day is given. Some would read the law
/// a day later there; a claim that arrives on the earlier day is in time on either reading.
///
/// Source: Equality Act 2010, s118(1)(a) and Sch 17 para 4(1): 6 months starting with the date of the act.
pub fn months_less_a_day(first: NaiveDate, limit: Months) -> Option<NaiveDate> {
    months_after(first, limit)?.pred_opt()
}

/// Whether the month reached has no such date, so that its last day stands in.
pub(super) fn fell_in_shorter_month(start: NaiveDate, reached: NaiveDate) -> bool {
    start.day() != reached.day()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    #[track_caller]
    fn check(reckoned: Option<NaiveDate>, expected: &str) {
        assert_eq!(reckoned, Some(day(expected)));
    }

    #[test]
    fn the_day_it_starts_from_is_day_0_unless_the_law_counts_it() {
        check(days_after(day("2027-02-27"), Days(15)), "2027-03-14");
        check(days_counting_the_first(day("2027-02-27"), Days(15)), "2027-03-13");
    }

    #[test]
    fn weeks_end_on_the_same_day_of_the_week() {
        check(weeks_after(day("2026-11-24"), Weeks(20)), "2027-04-13");
        check(weeks_before(day("2027-04-13"), Weeks(20)), "2026-11-24");
    }

    #[test]
    fn a_month_too_short_for_the_date_ends_it() {
        check(months_after(day("2026-12-31"), Months(2)), "2027-02-28");
        check(months_after(day("2027-12-31"), Months(2)), "2028-02-29");
        check(months_before(day("2027-07-31"), Months(5)), "2027-02-28");
    }

    #[test]
    fn six_months_with_the_first_day_counted_end_a_day_early() {
        check(months_less_a_day(day("2026-03-10"), Months(6)), "2026-09-09");
        check(months_less_a_day(day("2026-08-31"), Months(6)), "2027-02-27");
    }

    #[test]
    fn the_end_of_the_calendar_is_no_date() {
        assert_eq!(weeks_after(NaiveDate::MAX, Weeks(1)), None);
        assert_eq!(months_before(NaiveDate::MIN, Months(1)), None);
    }
}
