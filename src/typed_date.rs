//! A day as families type it: "3rd of march", "03/03/26", "last Tuesday". Day before month, always.
//!
//! What is chosen where a family leaves something open; it is always read back before it is used:
//!
//! - **No year** ("3 march"): with [`Lean::Past`] the latest such day up to today, unless that lies ten months back
//!   or more, in which case the coming one; with [`Lean::Future`] the other way round.
//! - **A day of the week** ("tuesday"): the last one before today, or the next one after it; on a Tuesday it may be
//!   either today or a week away, so both are offered. "Last Tuesday" is always the latest one before today.
//! - **"Next Friday"**, said earlier in the same week, means this Friday to some and the one after to others: both
//!   are offered.
//! - **A day of the month** ("the 3rd"): the latest one up to today, or the coming one.
//! - **Two days in one message** ("3 or 4 march"): both are offered. A day of the week that does not fit its date
//!   ("Monday 3 March 2026", a Tuesday) offers the date and the nearest Monday.
//! - **A year of two digits** lies between 80 years back and 20 years ahead.
//!
//! Vague times ("end of march", "last week", "before christmas") are not understood rather than guessed. So are a
//! count ("15 days") and a number before a day of the week ("second tuesday") that nothing has taken up: they make
//! another day of the one beside them.

mod digits;
mod named;
mod numeric;
mod pieces;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

pub(crate) use digits::{in_ascii, one_in_ascii};
pub(crate) use pieces::slips_between;

/// Why no day was read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateProblem {
    #[error("no day could be read there")]
    NotUnderstood,
    /// 31 February; a thirteenth month.
    #[error("there is no such day in the calendar")]
    Impossible,
    /// The days it may mean, likeliest first; at least one. A single one is a guess that needs a "did you mean?".
    #[error("it may mean more than one day")]
    Ambiguous(Vec<NaiveDate>),
}

/// Which way an open date points: to something that has happened, or to something that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// A letter, a meeting that was held: what legal limits run from.
    Past,
    /// A meeting to come, a move.
    Future,
}

/// Longer messages are read up to here: a date is never further in.
const LONGEST_MESSAGE_CHARS: usize = 1_000;

/// Reads a day that has happened, as a family types it; British order. `today` is the day it is typed.
///
/// # Errors
/// `NotUnderstood`: ask again, with an example. `Impossible`: say that the calendar has no such day.
/// `Ambiguous`: offer the days.
pub fn read(typed: &str, today: NaiveDate) -> Result<NaiveDate, DateProblem> {
    read_leaning(typed, today, Lean::Past)
}

/// Reads a day, with open dates taken to point to the past or to the future.
///
/// # Errors
/// As [`read`].
pub fn read_leaning(typed: &str, today: NaiveDate, lean: Lean) -> Result<NaiveDate, DateProblem> {
    let text: String = typed.nfkc().take(LONGEST_MESSAGE_CHARS).collect();
    let text = in_ascii(&text).to_lowercase();
    let moment = Typed { today, lean };
    let (mut found, rest) = numeric::find(&text, moment);
    let pieces = pieces::split(&rest);
    found.extend(named::find(&pieces, moment).ok_or(DateProblem::NotUnderstood)?);
    settle(found, moment)
}

/// When, and with which leaning, something was typed.
#[derive(Debug, Clone, Copy)]
struct Typed {
    today: NaiveDate,
    lean: Lean,
}

/// Something in a message that speaks of time.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Day(NaiveDate),
    /// "3 or 4 march": each may be meant. A single one has to be confirmed.
    Either(Vec<NaiveDate>),
    /// "Two weeks ago": that day, or with a day of the week the one in that week.
    WeeksAway(NaiveDate),
    /// "Last week": nothing without a day of the week.
    InWeekOf(NaiveDate),
    Weekday(Weekday),
    Impossible,
}

/// Makes one day of everything found.
fn settle(found: Vec<Found>, typed: Typed) -> Result<NaiveDate, DateProblem> {
    let mut days = Vec::new();
    let mut weeks = Vec::new();
    let mut weekdays = Vec::new();
    let mut is_open = false;
    for one in found {
        match one {
            Found::Impossible => return Err(DateProblem::Impossible),
            Found::Day(day) => days.push(day),
            Found::Either(several) => {
                is_open = true;
                days.extend(several);
            }
            Found::WeeksAway(day) => weeks.push((day, true)),
            Found::InWeekOf(day) => weeks.push((day, false)),
            Found::Weekday(weekday) => weekdays.push(weekday),
        }
    }
    keep_first_of_each(&mut days);
    keep_first_of_each(&mut weekdays);
    match (days.as_slice(), weeks.as_slice(), weekdays.as_slice()) {
        ([_, ..], _, _) if is_open => Err(DateProblem::Ambiguous(days)),
        ([day], weeks, _) if weeks.iter().any(|(week, _)| !is_same_week(*week, *day)) => {
            Err(DateProblem::NotUnderstood)
        }
        ([day], _, []) => Ok(*day),
        ([day], _, [weekday]) if day.weekday() == *weekday => Ok(*day),
        ([day], _, [weekday]) => Err(DateProblem::Ambiguous(vec![*day, nearest(*day, *weekday)])),
        ([_, ..], _, _) => Err(DateProblem::Ambiguous(days)),
        ([], [(day, true)], []) => Ok(*day),
        ([], [(day, _)], [weekday]) => Ok(same_week(*day, *weekday)),
        ([], [], [weekday]) => bare_weekday(*weekday, typed),
        _ => Err(DateProblem::NotUnderstood),
    }
}

fn keep_first_of_each<T: PartialEq + Copy>(values: &mut Vec<T>) {
    let mut seen: Vec<T> = Vec::new();
    values.retain(|value| {
        let is_new = !seen.contains(value);
        if is_new {
            seen.push(*value);
        }
        is_new
    });
}

fn bare_weekday(weekday: Weekday, typed: Typed) -> Result<NaiveDate, DateProblem> {
    let other = match typed.lean {
        Lean::Past => weekday_before(typed.today, weekday),
        Lean::Future => weekday_after(typed.today, weekday),
    };
    if typed.today.weekday() == weekday {
        return Err(DateProblem::Ambiguous(vec![typed.today, other]));
    }
    Ok(other)
}

/// The latest such weekday before the day, never the day itself.
fn weekday_before(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let back = (day.weekday().num_days_from_monday() + 6 - weekday.num_days_from_monday()) % 7 + 1;
    earlier(day, u64::from(back))
}

/// The first such weekday after the day, never the day itself.
fn weekday_after(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let ahead = (weekday.num_days_from_monday() + 6 - day.weekday().num_days_from_monday()) % 7 + 1;
    later(day, u64::from(ahead))
}

/// The weekday in the same week, Monday to Sunday.
fn same_week(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let monday = earlier(day, u64::from(day.weekday().num_days_from_monday()));
    later(monday, u64::from(weekday.num_days_from_monday()))
}

fn is_same_week(one: NaiveDate, other: NaiveDate) -> bool {
    same_week(one, Weekday::Mon) == same_week(other, Weekday::Mon)
}

fn nearest(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let (before, after) = (weekday_before(day, weekday), weekday_after(day, weekday));
    if day - before <= after - day { before } else { after }
}

/// A day without a year, in the twelve months that hold the likeliest one; `None` if none of them has it.
fn without_year(day: u32, month: u32, typed: Typed) -> Option<NaiveDate> {
    in_likeliest_year(typed, |year| NaiveDate::from_ymd_opt(year, month, day))
}

/// A day of each year, in the twelve months that hold the likeliest one.
fn in_likeliest_year(typed: Typed, day_in: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    let (back, ahead) = match typed.lean {
        Lean::Past => (10, 2),
        Lean::Future => (2, 10),
    };
    let after = typed.today - Months::new(back);
    let up_to = typed.today + Months::new(ahead);
    let year = typed.today.year();
    (year - 1..=year + 1).filter_map(day_in).find(|date| after < *date && *date <= up_to)
}

/// A year of two digits, between 80 years back and 20 years ahead.
fn full_year(two_digits: i32, today: NaiveDate) -> i32 {
    let latest = today.year() + 20;
    latest - (latest - two_digits).rem_euclid(100)
}

/// Years that a family may mean; anything else is a slip of the keys.
fn is_likely_year(year: i32) -> bool {
    (1900..2200).contains(&year)
}

/// The date, if the year is likely and the calendar has it.
fn date(day: u32, month: u32, year: i32) -> Option<Found> {
    if !is_likely_year(year) {
        return None;
    }
    Some(NaiveDate::from_ymd_opt(year, month, day).map_or(Found::Impossible, Found::Day))
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::moment;

    /// A Tuesday.
    const TODAY: &str = "2026-11-24";

    fn day(iso: &str) -> NaiveDate {
        iso.parse().unwrap()
    }

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(read(typed, day(TODAY)), Ok(day(expected)), "{typed}");
    }

    #[track_caller]
    fn check_ahead(typed: &str, expected: &str) {
        assert_eq!(read_leaning(typed, day(TODAY), Lean::Future), Ok(day(expected)), "{typed}");
    }

    #[track_caller]
    fn check_either(typed: &str, expected: &[&str]) {
        let days = expected.iter().map(|iso| day(iso)).collect();
        assert_eq!(read(typed, day(TODAY)), Err(DateProblem::Ambiguous(days)), "{typed}");
    }

    #[track_caller]
    fn check_refused(typed: &str, problem: DateProblem) {
        assert_eq!(read(typed, day(TODAY)), Err(problem), "{typed}");
    }

    #[test]
    fn numbers_are_read_day_before_month() {
        check("03/03/26", "2026-03-03");
        check("3.3.26", "2026-03-03");
        check("3-3-2026", "2026-03-03");
        check("05/04/2026", "2026-04-05");
        check("5 / 4 / 2026", "2026-04-05");
        check("5 4 2026", "2026-04-05");
        check("05042026", "2026-04-05");
        check("050426", "2026-04-05");
        check("it came on 05/04/26 by post", "2026-04-05");
    }

    #[test]
    fn a_year_put_first_means_year_month_day() {
        check("2026-03-04", "2026-03-04");
        check("2026/3/4", "2026-03-04");
        check("20260304", "2026-03-04");
        check("2026-03-04T10:00:00", "2026-03-04");
    }

    #[test]
    fn a_month_may_be_named() {
        check("3 March 2027", "2027-03-03");
        check("3rd of march", "2026-03-03");
        check("March 3rd", "2026-03-03");
        check("march the 3rd", "2026-03-03");
        check("March 3, 2027", "2027-03-03");
        check("the third of march", "2026-03-03");
        check("twenty first of june 2026", "2026-06-21");
        check("3mar26", "2026-03-03");
        check("3-mar-26", "2026-03-03");
        check("3 march '26", "2026-03-03");
        check("3rd mar. 2025", "2025-03-03");
        check("29 february 2028", "2028-02-29");
    }

    #[test]
    fn months_may_be_misspelt() {
        check("3 febuary 2026", "2026-02-03");
        check("3 feburary 2026", "2026-02-03");
        check("10 sept", "2026-09-10");
        check("10 septmber", "2026-09-10");
        check("5th janury 2026", "2026-01-05");
        check("5 janurary 2026", "2026-01-05");
        check("1st agust", "2026-08-01");
        check("2 ocotber", "2026-10-02");
        check("12 novemeber", "2026-11-12");
        check("12 decmber 2025", "2025-12-12");
        check("2 apirl", "2026-04-02");
    }

    #[test]
    fn words_around_it_do_no_harm() {
        check("it was dated 3 march", "2026-03-03");
        check("the letter says 12th November", "2026-11-12");
        check("We may have got it on 3 March at 10am", "2026-03-03");
        check("dated 3 march 2026 i think!!", "2026-03-03");
        check("3 march 10:30", "2026-03-03");
        check("we sat down with the senco yesterday", "2026-11-23");
        check("3rd of march last year", "2025-03-03");
    }

    #[test]
    fn a_year_left_out_is_the_latest_past_one_within_ten_months() {
        check("24 november", "2026-11-24");
        check("25 november", "2026-11-25");
        check("25 january", "2026-01-25");
        check("24 january", "2027-01-24");
        check("3/3", "2026-03-03");
        check("25 december", "2026-12-25");
    }

    #[test]
    fn a_year_left_out_of_what_is_to_come_is_the_coming_one() {
        check_ahead("3 march", "2027-03-03");
        check_ahead("24 november", "2026-11-24");
        check_ahead("20 november", "2026-11-20");
        check_ahead("3 september", "2027-09-03");
    }

    #[test]
    fn days_near_today_have_names() {
        check("today", "2026-11-24");
        check("this morning", "2026-11-24");
        check("yesterday", "2026-11-23");
        check("yesturday", "2026-11-23");
        check("the day before yesterday", "2026-11-22");
        check("tomorrow", "2026-11-25");
        check("tommorow", "2026-11-25");
        check("day after tomorrow", "2026-11-26");
    }

    #[test]
    fn days_of_the_week_are_the_last_or_the_next() {
        check("last Tuesday", "2026-11-17");
        check("last monday", "2026-11-23");
        check("wensday", "2026-11-18");
        check("on friday", "2026-11-20");
        check("this friday", "2026-11-27");
        check("next monday", "2026-11-30");
        check("next tuesday", "2026-12-01");
        check("sat", "2026-11-21");
        check_ahead("friday", "2026-11-27");
    }

    #[test]
    fn a_day_of_the_week_that_may_be_two_days_offers_both() {
        check_either("tuesday", &["2026-11-24", "2026-11-17"]);
        check_either("next friday", &["2026-11-27", "2026-12-04"]);
    }

    #[test]
    fn weeks_and_months_count_from_today() {
        check("a week ago", "2026-11-17");
        check("two weeks ago", "2026-11-10");
        check("about 3 weeks ago", "2026-11-03");
        check("a fortnight ago", "2026-11-10");
        check("10 days ago", "2026-11-14");
        check("a month ago", "2026-10-24");
        check("a year ago", "2025-11-24");
        check("in 2 weeks", "2026-12-08");
        check("2 weeks from now", "2026-12-08");
        check("in three weeks' time", "2026-12-15");
    }

    #[test]
    fn a_week_and_a_day_of_the_week_make_a_day() {
        check("3 weeks ago on monday", "2026-11-02");
        check("monday two weeks ago", "2026-11-09");
        check("monday last week", "2026-11-16");
        check("last week on friday", "2026-11-20");
        check("tuesday next week", "2026-12-01");
        check("friday week", "2026-12-04");
        check("on friday week", "2026-12-04");
        check("a week on friday", "2026-12-04");
        check("a week last tuesday", "2026-11-10");
    }

    #[test]
    fn a_day_of_the_month_is_the_latest_one() {
        check("the 3rd", "2026-11-03");
        check("on the 24th", "2026-11-24");
        check("the 25th", "2026-10-25");
        check("the 31st", "2026-10-31");
        check("the 3rd of this month", "2026-11-03");
        check("the 3rd of last month", "2026-10-03");
        check("the 3rd of next month", "2026-12-03");
        check_ahead("the 3rd", "2026-12-03");
    }

    #[test]
    fn two_days_are_never_settled_by_guessing() {
        check_either("3 or 4 march", &["2026-03-03", "2026-03-04"]);
        check_either("dated 3 march, came 5 march", &["2026-03-03", "2026-03-05"]);
        check_either("Monday 3 March 2026", &["2026-03-03", "2026-03-02"]);
        check("Tuesday 3 March 2026", "2026-03-03");
        check_either("03/25/2026", &["2026-03-25"]);
    }

    #[test]
    fn no_such_day_is_said_to_be_impossible() {
        check_refused("31 February", DateProblem::Impossible);
        check_refused("29 feb 2026", DateProblem::Impossible);
        check_refused("29 february", DateProblem::Impossible);
        check_refused("31/04/2026", DateProblem::Impossible);
        check_refused("13/13/2026", DateProblem::Impossible);
        check_refused("0 march", DateProblem::Impossible);
        check_refused("32nd of march", DateProblem::Impossible);
        check_refused("the 32nd", DateProblem::Impossible);
    }

    #[test]
    fn vague_times_are_not_guessed() {
        for vague in [
            "",
            "dunno",
            "ages ago",
            "last week",
            "last month",
            "end of march",
            "march 2026",
            "before christmas",
            "the day before 3 march",
            "two weeks",
            "3",
            "12",
            "the 3rd letter",
            "tuesday the week before last",
            "last thursday week",
            "a fortnight last tuesday",
            "2 tuesdays ago",
            "24 7",
            "a while back",
            "😀",
            "3 march 20266",
        ] {
            check_refused(vague, DateProblem::NotUnderstood);
        }
    }

    #[test]
    fn figures_of_any_script_are_read() {
        check_ahead("٣/١١/٢٠٢٦", "2026-11-03");
        check_ahead("०३/०३/२०२७", "2027-03-03");
        check_ahead("১২/০৩/২০২৭ er modhe", "2027-03-12");
        check_ahead("آخر موعد ۳/۱۲/۲۰۲۶", "2026-12-03");
        check("\u{200f}٣\u{200f}/١١", "2026-11-03");
        check("٠٥٠٤٢٠٢٦", "2026-04-05");
        check("੩ march", "2026-03-03");
        check_refused("١٤٤٨/٦/١٥", DateProblem::NotUnderstood);
    }

    #[test]
    fn a_count_beside_a_day_is_counted_from_it() {
        check("a week tomorrow", "2026-12-02");
        check("a week today", "2026-12-01");
        check("two weeks tomorrow", "2026-12-09");
        check("a fortnight today", "2026-12-08");
        check("tomorrow week", "2026-12-02");
        check("15 days from 30 november", "2026-12-15");
        check("15 days from the 30th of november 2026", "2026-12-15");
        check("a month from tomorrow", "2026-12-25");
        check("two weeks ago today", "2026-11-10");
        check("a week ago yesterday", "2026-11-16");
    }

    #[test]
    fn a_day_of_the_week_may_be_numbered_in_its_month() {
        check("first monday in december", "2026-12-07");
        check("the 1st monday of december", "2026-12-07");
        check("last friday in october", "2026-10-30");
        check("second tuesday of march 2027", "2027-03-09");
        check_ahead("first monday in march", "2027-03-01");
        check_refused("fifth monday in december", DateProblem::Impossible);
    }

    #[test]
    fn a_time_beside_a_day_is_no_day() {
        check("24.11.2026 10.30", "2026-11-24");
        check("3 march 10.30", "2026-03-03");
        check("3 march 9.05", "2026-03-03");
        check("3 march 10-11am", "2026-03-03");
        check("yesterday at 10.10", "2026-11-23");
        check("friday 10.30", "2026-11-20");
        check("31.10", "2026-10-31");
    }

    #[test]
    fn what_makes_another_day_of_the_one_beside_it_is_not_passed_over() {
        for involved in [
            "two weeks from friday",
            "15 working days from 30 november",
            "15 days from 30/11/2026",
            "we have 15 days, the letter is dated 3 march",
            "a week after 3.3",
            "before 3.3",
            "1/2 term",
            "easter monday",
            "good friday",
            "bank holiday monday",
            "every tuesday",
            "the other friday",
            "first monday",
            "the 3rd tuesday",
            "two mondays",
            "friday 13",
            "monday in december",
            "monday of half term",
            "last friday but one",
            "december first monday",
            "friday last month",
            "last month on the 3rd",
            "last year on 3 march",
            "in december on the 3rd",
            "a month from the 3rd",
            "week tomorrow",
            "twenty two days ago",
            "2.5 weeks ago",
            "2½ weeks ago",
            "2 or 3 weeks ago",
            "in a week or two",
            "in a week and a half",
            "one week and two days ago",
            "two weeks ago 3 march",
        ] {
            check_refused(involved, DateProblem::NotUnderstood);
        }
        check("my 10 year old got it on 3 march", "2026-03-03");
        check("friday of last week", "2026-11-20");
        check("last week on 18 november", "2026-11-18");
    }

    #[test]
    fn a_leap_day_without_a_year_is_found_when_it_is_near() {
        assert_eq!(read("29 feb", day("2028-06-01")), Ok(day("2028-02-29")));
        assert_eq!(read("29 feb", day("2028-01-10")), Ok(day("2028-02-29")));
    }

    #[test]
    fn two_digits_of_a_year_reach_80_years_back_and_20_ahead() {
        assert_eq!(full_year(26, day(TODAY)), 2026);
        assert_eq!(full_year(46, day(TODAY)), 2046);
        assert_eq!(full_year(47, day(TODAY)), 1947);
        assert_eq!(full_year(99, day(TODAY)), 1999);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0..109_000u64).prop_map(|days| day("1900-01-01") + Days::new(days))
    }

    proptest! {
        #[test]
        fn anything_typed_is_read_or_refused(typed in ".{0,60}", today in any_day()) {
            let _ = read(&typed, today);
        }

        #[test]
        fn figures_of_any_script_are_read_or_refused(typed in "[\\p{Nd}./ :–-]{0,24}", today in any_day()) {
            let _ = read(&typed, today);
            let _ = read_leaning(&format!("on {typed} march"), today, Lean::Future);
        }

        #[test]
        fn any_script_reads_as_english_figures_do(said in any_day(), today in any_day(), nought in prop::sample::select(vec![
            '٠', '۰', '०', '০', '੦', '૦', '௦', '๐', '０',
        ])) {
            let written = said.format("%d/%m/%Y").to_string();
            let other = written.chars().map(|c| c.to_digit(10).map_or(c, |digit| char::from_u32(nought as u32 + digit).unwrap()));
            prop_assert_eq!(read(&other.collect::<String>(), today), Ok(said));
        }

        #[test]
        fn words_of_time_in_any_order_never_panic(
            words in prop::collection::vec(prop::sample::select(vec![
                "last", "next", "this", "week", "weeks", "month", "ago", "a", "in", "on", "the", "of", "3", "31", "99999999999",
                "3rd", "0", "march", "may", "feb", "tuesday", "sat", "or", "year", "2026", "26", "before", "day",
                "yesterday", "time", "from", "now", "/", "-", ".", "1000", "christmas", "second", "twenty", "first",
                "today", "tomorrow", "days", "10.30", "٣", "३/३", "friday", "half", "fifth",
            ]), 0..9),
            today in any_day(),
        ) {
            let _ = read(&words.join(" "), today);
            let _ = read(&words.concat(), today);
            let _ = read_leaning(&words.join(" "), today, Lean::Future);
        }

        #[test]
        fn what_is_read_back_is_read_as_the_same_day(said in any_day(), today in any_day()) {
            prop_assert_eq!(read(&moment::in_words(said), today), Ok(said));
            prop_assert_eq!(read(&said.to_string(), today), Ok(said));
            prop_assert_eq!(read(&said.format("%d/%m/%Y").to_string(), today), Ok(said));
            prop_assert_eq!(read(&said.format("%A %-d %B %Y").to_string(), today), Ok(said));
        }

        #[test]
        fn without_a_year_it_is_within_a_year_of_today(said in any_day(), today in any_day()) {
            if let Ok(date) = read(&said.format("%-d %B").to_string(), today) {
                prop_assert!((date - today).num_days().abs() <= 310);
                prop_assert_eq!((date.day(), date.month()), (said.day(), said.month()));
            }
        }
    }
}
