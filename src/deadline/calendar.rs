//! A date to act by as a calendar file (`.ics`): a whole day, with a reminder a week before. It says which limit it is
//! and nothing about the child, because calendars are shared.

use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Component, Event, EventLike};
use sha2::{Digest, Sha256};

use super::sentence::fill;
use super::{Wording, Working};
use crate::text::hex;

/// The calendar file, with the line ends that RFC 5545 asks for. `made_at` stamps it: the same working and moment give
/// the same file, and the same working gives the same event, so adding it twice adds it once.
pub fn file(working: &Working, say: &Wording, made_at: DateTime<Utc>) -> String {
    let titled = |template: &str| fill(template, &[("title", &working.title)]);
    let uid = uid(working);
    // The crate would stamp these from the clock and by chance; and it ends a whole day on the day itself, where the
    // format wants the day after.
    let mut reminder = Alarm::display(&titled(&say.calendar_alarm), -Duration::weeks(1));
    reminder.uid(&format!("reminder-{uid}")).timestamp(made_at).add_property("TRIGGER", "-P7D");
    let mut event = Event::new();
    event
        .uid(&uid)
        .timestamp(made_at)
        .summary(&titled(&say.calendar_summary))
        .description(&titled(&say.calendar_text))
        .starts(working.due)
        .ends(working.due.succ_opt().unwrap_or(working.due))
        .alarm(reminder);
    Calendar::new().name("Signpost").timezone("Europe/London").push(event).done().to_string()
}

/// From the rule and the dates alone, and not to be turned back into them.
fn uid(working: &Working) -> String {
    let what = format!("{} {} {}", working.rule, working.on, working.due);
    let digest = Sha256::digest(what.as_bytes());
    format!("{}@signpost", hex(&digest[..12]))
}
