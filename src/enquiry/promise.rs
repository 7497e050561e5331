//! By when a reply is promised: a service's working hours, England's bank holidays, its own closures.
//!
//! What is told to a family is the moment that is reckoned here, and nothing else. Where the list of bank holidays ends
//! nothing is promised, and a service that has not said when it works promises nothing at all.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::London;

use crate::library::Holidays;
use crate::moment::Moment;

/// When the advisers of a service work, in England's clock time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hours {
    /// Monday first; each day's spans in order, none meeting another.
    pub week: [Vec<Span>; 7],
    pub closures: Vec<Closure>,
}

/// A part of a day on which somebody is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

/// Days on which a service is closed, the last one included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// How soon a service means to reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Of working time, from the moment it was asked or the next opening.
    WorkingHours(u32),
    /// By the end of that working day, where the day it was asked is day 0.
    WorkingDays(u32),
}

/// The clock of one service.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    pub hours: &'a Hours,
    pub holidays: &'a Holidays,
}

impl Clock<'_> {
    /// Whether somebody is at work; `None` where the list of bank holidays does not say.
    pub fn is_open(&self, now: Moment) -> Option<bool> {
        let spans = self.spans(now.date())?;
        Some(spans.iter().any(|(from, until)| *from <= now && now < *until))
    }

    /// When somebody is next at work: now, if they are; `None` where the list ends before.
    pub fn next_opening(&self, now: Moment) -> Option<Moment> {
        let mut day = now.date();
        loop {
            if let Some((from, _)) = self.spans(day)?.into_iter().find(|(_, until)| now < *until) {
                return Some(from.max(now));
            }
            day = day.succ_opt()?;
        }
    }

    /// The moment by which a reply is promised, to the full minute; `None` where the list of bank holidays ends before.
    pub fn reply_due(&self, asked: Moment, within: Within) -> Option<Moment> {
        match within {
            Within::WorkingHours(hours) => self.after_hours(asked, TimeDelta::hours(i64::from(hours))),
            Within::WorkingDays(days) => self.after_days(asked.date(), days),
        }
    }

    fn after_hours(&self, asked: Moment, mut left: TimeDelta) -> Option<Moment> {
        let mut day = asked.date();
        loop {
            for (from, until) in self.spans(day)? {
                let from = from.max(asked);
                let open = until.instant() - from.instant();
                if open <= TimeDelta::zero() {
                    continue;
                }
                if left <= open {
                    return Some(full_minute(from.instant() + left));
                }
                left -= open;
            }
            day = day.succ_opt()?;
        }
    }

    fn after_days(&self, asked: NaiveDate, days: u32) -> Option<Moment> {
        let (mut day, mut left) = (asked, days.max(1));
        loop {
            day = day.succ_opt()?;
            if let Some((_, closing)) = self.spans(day)?.last() {
                left -= 1;
                if left == 0 {
                    return Some(*closing);
                }
            }
        }
    }

    /// When somebody is at work on that day; `None` outside the list of bank holidays.
    fn spans(&self, day: NaiveDate) -> Option<Vec<(Moment, Moment)>> {
        let (first, last) = self.holidays.covers;
        if day < first || last < day {
            return None;
        }
        let is_closed = self.holidays.days.contains_key(&day)
            || self.hours.closures.iter().any(|closure| closure.from <= day && day <= closure.until);
        if is_closed {
            return Some(Vec::new());
        }
        let spans = &self.hours.week[day.weekday().num_days_from_monday() as usize];
        let moments =
            spans.iter().map(|span| (moment(day.and_time(span.from)), moment(day.and_time(span.until))));
        Some(moments.collect())
    }
}

impl Hours {
    /// Whether anybody ever works.
    pub fn is_never(&self) -> bool {
        self.week.iter().all(Vec::is_empty)
    }
}

/// The instant of a clock time in England. In the hour that spring leaves out it is the moment the clocks go forward; in
/// the hour that autumn has twice it is the first.
fn moment(clock: NaiveDateTime) -> Moment {
    let instant = London.from_local_datetime(&clock).earliest();
    let instant = instant.or_else(|| {
        let next_hour = clock.date().and_hms_opt(2, 0, 0)?;
        London.from_local_datetime(&next_hour).earliest()
    });
    Moment::new(instant.map_or_else(|| clock.and_utc(), |instant| instant.to_utc()))
}

fn full_minute(instant: DateTime<Utc>) -> Moment {
    let over = instant.timestamp_subsec_nanos() > 0 || instant.timestamp() % 60 > 0;
    let minutes = instant.timestamp().div_euclid(60) + i64::from(over);
    DateTime::from_timestamp(minutes * 60, 0).map_or(Moment::new(instant), Moment::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_clock(hours: &Hours, check: impl FnOnce(Clock<'_>)) {
        let days = ["2026-12-25", "2026-12-28", "2027-01-01"];
        let holidays = Holidays {
            days: days.iter().map(|day| (day.parse().unwrap(), "a bank holiday".to_owned())).collect(),
            covers: ("2026-01-01".parse().unwrap(), "2027-12-31".parse().unwrap()),
        };
        check(Clock { hours, holidays: &holidays });
    }

    /// Monday to Thursday nine to five with an hour for lunch, Friday mornings.
    fn hours() -> Hours {
        let span =
            |from: &str, until: &str| Span { from: from.parse().unwrap(), until: until.parse().unwrap() };
        let day = vec![span("09:00:00", "12:00:00"), span("13:00:00", "17:00:00")];
        let friday = vec![span("09:00:00", "12:00:00")];
        Hours {
            week: [day.clone(), day.clone(), day.clone(), day, friday, vec![], vec![]],
            closures: vec![Closure {
                from: "2026-12-29".parse().unwrap(),
                until: "2026-12-31".parse().unwrap(),
            }],
        }
    }

    fn at(local: &str) -> Moment {
        moment(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap())
    }

    #[track_caller]
    fn check(asked: &str, within: Within, due: &str) {
        with_clock(&hours(), |clock| {
            let reckoned = clock.reply_due(at(asked), within).unwrap();
            assert_eq!(reckoned.local().format("%Y-%m-%d %H:%M").to_string(), due);
        });
    }

    #[test]
    fn working_hours_leave_out_lunch_nights_and_weekends() {
        check("2026-11-24 10:00", Within::WorkingHours(1), "2026-11-24 11:00");
        check("2026-11-24 11:30", Within::WorkingHours(1), "2026-11-24 13:30");
        check("2026-11-24 16:30", Within::WorkingHours(1), "2026-11-25 09:30");
        check("2026-11-27 11:00", Within::WorkingHours(2), "2026-11-30 10:00");
        check("2026-11-28 15:00", Within::WorkingHours(3), "2026-11-30 12:00");
    }

    #[test]
    fn working_days_end_when_the_service_closes() {
        check("2026-11-24 10:00", Within::WorkingDays(1), "2026-11-25 17:00");
        check("2026-11-24 23:00", Within::WorkingDays(3), "2026-11-27 12:00");
        check("2026-11-27 10:00", Within::WorkingDays(1), "2026-11-30 17:00");
        check("2026-11-28 10:00", Within::WorkingDays(1), "2026-11-30 17:00");
    }

    #[test]
    fn christmas_and_closures_are_left_out() {
        check("2026-12-24 16:00", Within::WorkingHours(2), "2027-01-04 10:00");
        check("2026-12-24 10:00", Within::WorkingDays(1), "2027-01-04 17:00");
    }

    #[test]
    fn past_the_list_of_holidays_nothing_is_promised() {
        with_clock(&hours(), |clock| {
            assert_eq!(clock.reply_due(at("2027-12-30 16:00"), Within::WorkingDays(2)), None);
            assert_eq!(clock.next_opening(at("2027-12-31 23:00")), None);
            assert_eq!(clock.is_open(at("2028-01-03 10:00")), None);
        });
        with_clock(&Hours::default(), |clock| {
            assert_eq!(clock.reply_due(at("2026-11-24 10:00"), Within::WorkingHours(1)), None);
        });
    }

    #[test]
    fn it_is_open_from_the_first_minute_to_before_the_last() {
        with_clock(&hours(), |clock| {
            for (now, is_open) in [
                ("2026-11-24 08:59", false),
                ("2026-11-24 09:00", true),
                ("2026-11-24 12:00", false),
                ("2026-11-24 16:59", true),
                ("2026-11-24 17:00", false),
                ("2026-12-25 10:00", false),
            ] {
                assert_eq!(clock.is_open(at(now)), Some(is_open), "{now}");
            }
            assert_eq!(clock.next_opening(at("2026-11-27 12:00")), Some(at("2026-11-30 09:00")));
            assert_eq!(clock.next_opening(at("2026-11-24 10:10")), Some(at("2026-11-24 10:10")));
        });
    }
}
