//! A moment in time as the core sees it: handed in, never asked for.

use chrono::{DateTime, NaiveDate, SubsecRound, Timelike, Utc};
use serde::{Deserialize, Serialize};

/// An instant, to the microsecond: what every store keeps, so that nothing is lost by saving it. Its date is the
/// date in England, whatever the machine's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    pub fn new(instant: DateTime<Utc>) -> Moment {
        Moment(instant.trunc_subsecs(6))
    }

    pub fn instant(self) -> DateTime<Utc> {
        self.0
    }

    /// The calendar date in England (Europe/London) at this instant.
    pub fn date(self) -> NaiveDate {
        self.local().date_naive()
    }

    /// Date and clock time in England.
    pub fn local(self) -> DateTime<chrono_tz::Tz> {
        self.0.with_timezone(&chrono_tz::Europe::London)
    }
}

/// A moment as families read it, to the minute, by England's clocks: `5pm on Friday 27 November 2026`.
pub fn moment_in_words(moment: Moment) -> String {
    let local = moment.local();
    let clock = match (local.hour(), local.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "12 noon".to_owned(),
        (_, 0) => local.format("%-I%P").to_string(),
        _ => local.format("%-I:%M%P").to_string(),
    };
    format!("{clock} on {}", local.format("%A %-d %B %Y"))
}

/// A date as families read it: `24 November 2026`.
pub fn in_words(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_on_a_summer_evening_it_is_already_tomorrow_in_england() {
        let instant = "2026-07-01T23:30:00Z".parse().unwrap();
        assert_eq!(Moment::new(instant).date().to_string(), "2026-07-02");
    }

    #[track_caller]
    fn check(instant: &str, words: &str) {
        assert_eq!(moment_in_words(Moment::new(instant.parse().unwrap())), words);
    }

    #[test]
    fn moments_are_written_out() {
        check("2026-11-27T17:00:00Z", "5pm on Friday 27 November 2026");
        check("2026-07-01T08:05:00Z", "9:05am on Wednesday 1 July 2026");
        check("2026-11-27T12:00:00Z", "12 noon on Friday 27 November 2026");
        check("2026-11-27T12:30:00Z", "12:30pm on Friday 27 November 2026");
        check("2026-11-27T00:30:00Z", "12:30am on Friday 27 November 2026");
        check("2026-11-27T00:00:00Z", "midnight on Friday 27 November 2026");
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(in_words("2027-01-05".parse().unwrap()), "5 January 2027");
    }
}
