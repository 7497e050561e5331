//! When advisers may be reminded of something: in the service's own hours, or else on weekdays from nine to five in
//! England, and never on a bank holiday.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, TimeZone as _, Timelike as _, Weekday};

use crate::deadline::working_days;
use crate::library::Library;
use crate::moment::Moment;

const OPENS: u32 = 9;
const CLOSES: u32 = 17;
/// No run of days without work is as long.
const LONGEST_REST: u64 = 14;

/// Now, or else when the next working hours begin.
pub fn next_open(library: &Library, now: Moment) -> Option<Moment> {
    if let Some(opening) = library.clock().and_then(|clock| clock.next_opening(now)) {
        return Some(opening);
    }
    let local = now.local();
    if is_working_day(library, local.date_naive()) && (OPENS..CLOSES).contains(&local.hour()) {
        return Some(now);
    }
    let today = local.date_naive();
    let first = if local.hour() < OPENS { 0 } else { 1 };
    (first..=LONGEST_REST)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .find(|day| is_working_day(library, *day))
        .and_then(|day| {
            let opens = day.and_time(NaiveTime::from_hms_opt(OPENS, 0, 0)?);
            chrono_tz::Europe::London.from_local_datetime(&opens).earliest()
        })
        .map(|opens| Moment::new(opens.to_utc()))
}

fn is_working_day(library: &Library, day: NaiveDate) -> bool {
    // Past the end of the list nobody knows the holidays: a reminder on one is better than none.
    working_days::is_working_day(day, library.holidays())
        .unwrap_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
}
