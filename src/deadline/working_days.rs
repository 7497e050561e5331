//! Working days in England: Monday to Friday without bank holidays. The list of bank holidays ends somewhere, and
//! nothing is reckoned past it.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::library::Holidays;

/// Days from Monday to Friday that are no bank holiday in England.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingDays(pub u32);

/// The day counted to lies outside the list of bank holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideHolidayList {
    pub day: NaiveDate,
}

/// What was counted to, and the bank holidays left out on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub day: NaiveDate,
    /// In order, from Monday to Friday alone: a weekend is left out anyway.
    pub left_out: Vec<NaiveDate>,
}

/// The last of so many working days, where the day it starts from is day 0.
///
/// Source: Freedom of Information Act 2000, s10(1) and (6); SEND Regulations 2014, reg. 34.
///
/// # Errors
/// `OutsideHolidayList` with the first day that the list does not reach: say so, reckon nothing.
pub fn working_days_after(
    start: NaiveDate,
    limit: WorkingDays,
    holidays: &Holidays,
) -> Result<Counted, OutsideHolidayList> {
    is_working_day(start, holidays)?;
    let mut left_out = Vec::new();
    let mut day = start;
    for _ in 0..limit.0 {
        day = following(day)?;
        while !is_working_day(day, holidays)? {
            if !is_weekend(day) {
                left_out.push(day);
            }
            day = following(day)?;
        }
    }
    Ok(Counted { day, left_out })
}

/// The last of so many working days, where the day it starts from is day 1 if it is a working day.
///
/// Source: SEND Regulations 2014, reg. 15(2): 15 working days beginning with the day the council became aware.
///
/// # Errors
/// As [`working_days_after`].
pub fn working_days_counting_the_first(
    start: NaiveDate,
    limit: WorkingDays,
    holidays: &Holidays,
) -> Result<Counted, OutsideHolidayList> {
    let rest = if is_working_day(start, holidays)? { limit.0.saturating_sub(1) } else { limit.0 };
    working_days_after(start, WorkingDays(rest), holidays)
}

/// Where a limit for sending a SEN appeal to the Tribunal falls when the Tribunal hardly works: from 25 December to
/// 1 January it moves to the first working day after 1 January; in August, to the first working day of September.
/// `None` where it stays.
///
/// Not for discrimination claims: the Upper Tribunal held that this rule cannot stretch the limit of the Equality Act.
///
/// Source: Tribunal Procedure (First-tier Tribunal) (HESC Chamber) Rules 2008, rule 12(3).
///
/// # Errors
/// As [`working_days_after`], only where it moves.
pub fn moved_past_christmas_or_august(
    limit: NaiveDate,
    holidays: &Holidays,
) -> Result<Option<NaiveDate>, OutsideHolidayList> {
    let last_closed = match (limit.month(), limit.day()) {
        (12, 25..) => NaiveDate::from_ymd_opt(limit.year() + 1, 1, 1),
        (1, 1) => Some(limit),
        (8, _) => NaiveDate::from_ymd_opt(limit.year(), 8, 31),
        _ => return Ok(None),
    };
    let last_closed = last_closed.ok_or(OutsideHolidayList { day: limit })?;
    working_days_after(last_closed, WorkingDays(1), holidays).map(|counted| Some(counted.day))
}

/// Monday to Friday and no bank holiday.
///
/// # Errors
/// `OutsideHolidayList`: the list does not say.
pub fn is_working_day(day: NaiveDate, holidays: &Holidays) -> Result<bool, OutsideHolidayList> {
    let (first, last) = holidays.covers;
    if day < first || last < day {
        return Err(OutsideHolidayList { day });
    }
    Ok(!is_weekend(day) && !holidays.days.contains_key(&day))
}

pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn following(day: NaiveDate) -> Result<NaiveDate, OutsideHolidayList> {
    day.succ_opt().ok_or(OutsideHolidayList { day })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    fn christmas() -> Holidays {
        let days = ["2026-12-25", "2026-12-28", "2027-01-01"];
        Holidays {
            days: days.iter().map(|iso| (day(iso), "a bank holiday".to_owned())).collect(),
            covers: (day("2026-01-01"), day("2027-12-31")),
        }
    }

    #[track_caller]
    fn check(start: &str, limit: u32, expected: &str) {
        let counted = working_days_after(day(start), WorkingDays(limit), &christmas()).unwrap();
        assert_eq!(counted.day, day(expected));
    }

    #[test]
    fn weekends_and_bank_holidays_are_left_out() {
        check("2026-12-18", 3, "2026-12-23");
        check("2026-12-23", 3, "2026-12-30");
        check("2026-12-31", 1, "2027-01-04");
    }

    #[test]
    fn a_weekend_start_counts_from_monday() {
        check("2026-12-05", 3, "2026-12-09");
        let counted = working_days_counting_the_first(day("2026-12-05"), WorkingDays(3), &christmas());
        assert_eq!(counted.unwrap().day, day("2026-12-09"));
    }

    #[test]
    fn the_first_day_may_count() {
        let counted = working_days_counting_the_first(day("2026-12-07"), WorkingDays(3), &christmas());
        assert_eq!(counted.unwrap().day, day("2026-12-09"));
    }

    #[test]
    fn past_the_list_nothing_is_reckoned() {
        let refused = working_days_after(day("2027-12-30"), WorkingDays(5), &christmas());
        assert_eq!(refused, Err(OutsideHolidayList { day: day("2028-01-01") }));
        let refused = working_days_after(day("2025-12-30"), WorkingDays(5), &christmas());
        assert_eq!(refused, Err(OutsideHolidayList { day: day("2025-12-30") }));
    }

    #[track_caller]
    fn check_move(limit: &str, expected: Option<&str>) {
        assert_eq!(moved_past_christmas_or_august(day(limit), &christmas()), Ok(expected.map(day)));
    }

    #[test]
    fn a_limit_at_christmas_moves_into_january() {
        check_move("2026-12-24", None);
        check_move("2026-12-25", Some("2027-01-04"));
        check_move("2027-01-01", Some("2027-01-04"));
        check_move("2027-01-02", None);
    }

    #[test]
    fn a_limit_in_august_moves_into_september() {
        check_move("2026-07-31", None);
        check_move("2026-08-01", Some("2026-09-01"));
        check_move("2026-08-31", Some("2026-09-01"));
        check_move("2026-09-01", None);
    }
}
