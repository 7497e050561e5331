//! The promise told to a family is the moment reckoned, at any moment of the year.

mod common;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday,
};
use chrono_tz::Europe::London;
use proptest::prelude::*;

use signpost::content::{self, CheckOptions, Source};
use signpost::conversation::Message;
use signpost::enquiry::life::Change;
use signpost::enquiry::promise::Within;
use signpost::enquiry::{AdviserName, Channel, Reference};
use signpost::library::Library;
use signpost::moment::{Moment, moment_in_words};
use signpost::plain;
use signpost::service::{Service, backlog_flag};
use signpost::session::{Session, SessionId};
use signpost::store::memory::MemoryStore;
use std::sync::{Arc, LazyLock};

use common::{counted_bytes, moment, wait};

const HOURS: &str = r#"
reply_within = "REPLY"

[hours]
monday = "09:00-12:30, 13:30-17:00"
tuesday = "09:00-17:00"
wednesday = "09:00-17:00"
thursday = "10:00-18:30"
friday = "09:00-12:00"
saturday = "10:15-11:45"

[[closure]]
from = 2026-12-24
until = 2026-12-31
why = "Christmas"
"#;

/// The real content, where the service says when it works.
fn library(reply: &str, more: &str) -> Arc<Library> {
    let files = Source::Embedded.read().into_iter();
    let mut files: std::collections::BTreeMap<String, Vec<u8>> =
        files.map(|found| (found.name, found.bytes.unwrap().into_owned())).collect();
    let profile = files.get_mut("knowledge/services/rbwm.toml").unwrap();
    let written = format!("{}\n{more}\n{}", String::from_utf8_lossy(profile), HOURS.replace("REPLY", reply));
    *profile = written.into_bytes();
    let options = CheckOptions { today: "2026-11-24".parse().unwrap(), release: false };
    match content::load(&Source::Files(files), options) {
        Ok(loaded) => Arc::new(loaded.library),
        Err(report) => panic!("{report}"),
    }
}

static IN_HOURS: LazyLock<Arc<Library>> = LazyLock::new(|| library("6 working hours", ""));
static IN_DAYS: LazyLock<Arc<Library>> = LazyLock::new(|| library("3 working days", ""));

/// Whether somebody is at work in this minute, written out once more in another way.
fn works(library: &Library, at: NaiveDateTime) -> bool {
    let day = at.date();
    let christmas = day >= day_of("2026-12-24") && day <= day_of("2026-12-31");
    if christmas || library.holidays().days.contains_key(&day) {
        return false;
    }
    let minute = at.hour() * 60 + at.minute();
    match day.weekday() {
        Weekday::Mon => (540..750).contains(&minute) || (810..1020).contains(&minute),
        Weekday::Tue | Weekday::Wed => (540..1020).contains(&minute),
        Weekday::Thu => (600..1110).contains(&minute),
        Weekday::Fri => (540..720).contains(&minute),
        Weekday::Sat => (615..705).contains(&minute),
        Weekday::Sun => false,
    }
}

fn day_of(iso: &str) -> NaiveDate {
    iso.parse().unwrap()
}

/// Six working hours later, counted minute by minute.
fn by_minutes(library: &Library, asked: Moment) -> Moment {
    let mut at = asked.instant();
    let mut left = 360;
    // The first minute may have begun already: what is left of it counts in full, and the end is a full minute.
    let into =
        TimeDelta::nanoseconds(at.timestamp_subsec_nanos().into()) + TimeDelta::seconds(at.timestamp() % 60);
    at -= into;
    let mut is_late = !into.is_zero();
    while left > 0 {
        if works(library, at.with_timezone(&London).naive_local()) {
            left -= 1;
            at += TimeDelta::minutes(1);
            continue;
        }
        // Nobody was at work when it was asked: the count begins sharp at the opening.
        is_late &= left < 360;
        // Every opening is on a quarter of an hour.
        at += TimeDelta::minutes(15 - at.timestamp() / 60 % 15);
    }
    let end = if is_late { next_working(library, at) } else { at };
    Moment::new(end)
}

/// A started minute is carried over to the end, which may lie behind a pause.
fn next_working(library: &Library, mut at: DateTime<Utc>) -> DateTime<Utc> {
    while !works(library, at.with_timezone(&London).naive_local()) {
        at += TimeDelta::minutes(1);
    }
    at + TimeDelta::minutes(1)
}

/// The end of the third working day after the day it was asked.
fn by_days(library: &Library, asked: Moment) -> Moment {
    let mut day = asked.date();
    let mut left = 3;
    while left > 0 {
        day = day + Days::new(1);
        let is_working = (0..1_440).step_by(15).any(|minute| works(library, day.and_time(clock(minute))));
        left -= u32::from(is_working);
    }
    let last =
        (0..1_440).step_by(15).rev().find(|minute| works(library, day.and_time(clock(*minute)))).unwrap();
    let end = day.and_time(clock(last)) + TimeDelta::minutes(15);
    Moment::new(end.and_local_timezone(London).unwrap().to_utc())
}

fn clock(minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap()
}

/// Reads a promise back as a family would.
fn read_back(told: &str) -> Moment {
    let (clock, day) = told.strip_prefix("by ").unwrap().split_once(" on ").unwrap();
    let day = NaiveDate::parse_from_str(day, "%A %-d %B %Y").unwrap();
    let clock = match clock {
        "12 noon" => NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
        clock if clock.contains(':') => NaiveTime::parse_from_str(clock, "%-I:%M%P").unwrap(),
        clock => NaiveTime::parse_from_str(&clock.replace("am", ":00am").replace("pm", ":00pm"), "%-I:%M%P")
            .unwrap(),
    };
    Moment::new(day.and_time(clock).and_local_timezone(London).unwrap().to_utc())
}

/// Two years, a third of them around Christmas and the two nights on which the clocks change.
fn any_moment() -> impl Strategy<Value = Moment> {
    let from = |start: &'static str, seconds: i64| {
        (0..seconds, 0..1_000_000u32).prop_map(move |(second, micros)| {
            let start: DateTime<Utc> = start.parse().unwrap();
            Moment::new(start + TimeDelta::seconds(second) + TimeDelta::microseconds(micros.into()))
        })
    };
    prop_oneof![
        6 => from("2026-01-01T00:00:00Z", 2 * 365 * 86_400),
        1 => from("2026-12-18T00:00:00Z", 20 * 86_400),
        1 => from("2027-03-26T00:00:00Z", 4 * 86_400),
        1 => from("2026-10-23T00:00:00Z", 4 * 86_400),
    ]
}

fn told(library: &Library, asked: Moment) -> String {
    let due = library.reply_due(asked).unwrap();
    library.phrases().promised_by.replace("{moment}", &moment_in_words(due))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn what_is_told_is_what_is_reckoned_and_what_another_count_finds(asked in any_moment()) {
        for (library, within, counted) in [
            (&*IN_HOURS, Within::WorkingHours(6), by_minutes(&IN_HOURS, asked)),
            (&*IN_DAYS, Within::WorkingDays(3), by_days(&IN_DAYS, asked)),
        ] {
            let clock = library.clock().unwrap();
            let due = clock.reply_due(asked, within).unwrap();
            prop_assert_eq!(read_back(&told(library, asked)), due);
            prop_assert_eq!(due, counted, "asked {}", asked.instant());
            prop_assert!(due > asked);
        }
    }

    #[test]
    fn the_next_opening_is_the_first_minute_at_which_it_is_open(now in any_moment()) {
        let library = &*IN_HOURS;
        let clock = library.clock().unwrap();
        let opening = clock.next_opening(now).unwrap();
        prop_assert_eq!(clock.is_open(opening), Some(true));
        prop_assert_eq!(clock.is_open(now), Some(works(library, now.local().naive_local())));
        prop_assert_eq!(opening == now, works(library, now.local().naive_local()));
        let before = Moment::new(opening.instant() - TimeDelta::microseconds(1));
        prop_assert!(opening == now || clock.is_open(before) == Some(false));
    }
}

/// Leaves a question at that moment, and gives what is shown once it is kept.
fn kept(library: Arc<Library>, now: Moment) -> String {
    let service = Service::new(library, Arc::new(MemoryStore::new()), counted_bytes);
    leave(&service, "first", now)
}

fn leave(service: &Service, session: &str, now: Moment) -> String {
    let mut session = Session::new(SessionId::new(session), Channel::Kiosk);
    let mut shown = String::new();
    for typed in ["adviser", "Who can help us?", "2", "no", "no", "yes"] {
        let served = wait(service.turn(&session, &Message::Text(typed.to_owned()), now));
        session = served.turn.session;
        shown = plain::text(&served.turn.reply, 400);
    }
    assert!(shown.contains("Your question has been kept"), "{shown}");
    shown
}

#[test]
fn the_family_reads_the_promise_and_out_of_hours_one_sentence_more() {
    let in_hours = kept(IN_HOURS.clone(), moment("2026-11-24T10:00:00Z"));
    assert!(in_hours.contains("An adviser aims to answer by 4pm on Tuesday 24 November 2026."), "{in_hours}");
    assert!(!in_hours.contains("at work just now"), "{in_hours}");
    let at_night = kept(IN_HOURS.clone(), moment("2026-11-24T21:00:00Z"));
    assert!(at_night.contains("by 3pm on Wednesday 25 November 2026."), "{at_night}");
    let sentence = "No adviser is at work just now; they are back at 9am on Wednesday 25 November 2026.";
    assert_eq!(at_night.matches(sentence).count(), 1, "{at_night}");
    assert_eq!(at_night.matches("back at").count(), 1, "{at_night}");
}

#[test]
fn past_the_list_of_bank_holidays_nothing_is_promised() {
    let shown = kept(IN_DAYS.clone(), moment("2028-12-29T10:00:00Z"));
    assert!(!shown.contains("aims to answer") && !shown.contains("back at"), "{shown}");
}

#[test]
fn a_service_that_has_not_said_when_it_works_promises_nothing() {
    let shown = kept(common::library(), moment("2026-11-24T21:00:00Z"));
    assert!(!shown.contains("aims to answer") && !shown.contains("back at"), "{shown}");
}

const WAITING: &str = "Just now more families than usual are waiting, so a reply may take longer: meanwhile, you can \
    get advice from IPSEA";

#[test]
fn while_many_wait_families_are_told_so_with_alternatives_and_promised_nothing() {
    let shown = kept(library("3 working days", "backlog = true"), moment("2026-11-24T10:00:00Z"));
    assert!(shown.contains(WAITING), "{shown}");
    assert!(!shown.contains("aims to answer"), "{shown}");
}

#[test]
fn once_somebody_has_waited_too_long_families_are_told_by_itself() {
    let library = library("3 working days", "backlog_after_days = 7");
    let service = Service::new(library, Arc::new(MemoryStore::new()), counted_bytes);
    assert!(!leave(&service, "a", moment("2026-11-02T10:00:00Z")).contains("waiting"));
    assert!(!leave(&service, "b", moment("2026-11-09T10:00:00Z")).contains("waiting"));
    assert!(leave(&service, "c", moment("2026-11-09T10:00:01Z")).contains(WAITING));
    // Whoever is with an adviser waits no longer.
    let queue = wait(service.store().queue(&service.id(), &signpost::store::QueueFilter::free())).unwrap();
    for line in queue.iter().take(2) {
        let now = moment("2026-11-09T11:00:00Z");
        wait(service.store().claim(&service.id(), &line.reference, &AdviserName::new("robin"), now)).unwrap();
    }
    assert!(!leave(&service, "d", moment("2026-11-10T10:00:00Z")).contains("waiting"));
}

/// The reference of the only enquiry.
fn only(service: &Service) -> Reference {
    let all = signpost::store::QueueFilter::every_status();
    wait(service.store().queue(&service.id(), &all)).unwrap().swap_remove(0).reference
}

/// What a family reads that looks its enquiry up.
fn looked_up(service: &Service, reference: &Reference, now: Moment) -> String {
    let session = Session::new(SessionId::new("later"), Channel::Kiosk);
    let served = wait(service.turn(&session, &Message::Text(reference.to_string()), now));
    plain::text(&served.turn.reply, 400)
}

#[test]
fn an_enquiry_that_is_opened_again_is_promised_a_new_time_in_the_words_of_the_first() {
    let service = Service::new(IN_HOURS.clone(), Arc::new(MemoryStore::new()), counted_bytes);
    leave(&service, "first", moment("2026-11-24T10:00:00Z"));
    let (it, robin) = (only(&service), AdviserName::new("robin"));
    let shown = looked_up(&service, &it, moment("2026-11-24T11:00:00Z"));
    assert!(shown.contains("An adviser aims to answer by 4pm on Tuesday 24 November 2026."), "{shown}");
    let late = looked_up(&service, &it, moment("2026-11-24T16:00:00Z"));
    assert!(!late.contains("aims to answer"), "what is over is not promised: {late}");

    let (store, id) = (service.store(), service.id());
    wait(store.claim(&id, &it, &robin, moment("2026-11-24T11:00:00Z"))).unwrap();
    wait(store.reply(&id, &it, &robin, "Ask for a meeting.", moment("2026-11-24T11:01:00Z"))).unwrap();
    let answered = looked_up(&service, &it, moment("2026-11-24T11:02:00Z"));
    assert!(!answered.contains("aims to answer"), "{answered}");
    let now = moment("2026-11-25T15:00:00Z");
    let reopen = Change::Reopen { by: robin, reply_due: wait(service.reply_due(now)) };
    wait(store.change(&id, &it, reopen, now)).unwrap();
    let again = looked_up(&service, &it, now);
    assert!(again.contains("It has been opened again and is waiting for an adviser."), "{again}");
    assert!(again.contains("An adviser aims to answer by 2pm on Thursday 26 November 2026."), "{again}");
}

#[test]
fn while_whoever_leads_says_that_many_wait_families_are_told_so_and_promised_nothing() {
    let service = Service::new(IN_DAYS.clone(), Arc::new(MemoryStore::new()), counted_bytes);
    let now = moment("2026-11-24T10:00:00Z");
    let switch = |reason: Option<&str>| {
        wait(service.store().set_flag(&service.id(), &backlog_flag(), reason, "lena", now)).unwrap();
    };
    switch(Some("Two advisers are ill."));
    let shown = leave(&service, "a", now);
    assert!(shown.contains(WAITING) && !shown.contains("aims to answer"), "{shown}");
    assert!(!shown.contains("ill"), "the reason is for colleagues: {shown}");
    assert_eq!(wait(service.reply_due(now)), None, "nor is it when an enquiry is opened again");
    let queue = signpost::store::QueueFilter::every_status();
    assert_eq!(wait(service.store().queue(&service.id(), &queue)).unwrap()[0].reply_due, None);
    switch(None);
    let shown = leave(&service, "b", now);
    assert!(!shown.contains("waiting") && shown.contains("aims to answer"), "{shown}");
}
