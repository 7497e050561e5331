//! Whole conversations that an adviser can read and correct: script and expectation in one file.
//!
//! Lines after `>` are typed; `@queue …` lines are what an adviser does at the desk; the rest is what the kiosk
//! shows. `UPDATE_JOURNEYS=1 cargo test --test journeys` writes what is shown into the files; the change is then read as
//! prose.

mod common;

use std::fmt::Write as _;
use std::path::Path;

use signpost::conversation::Message;
use signpost::enquiry::{AdviserName, Channel, Reference, Urgency};
use signpost::plain;
use signpost::session::{Session, SessionId};

use common::{counted_bytes, moment, wait};

const WIDTH: usize = 80;

#[test]
fn every_journey_reads_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let is_update = std::env::var_os("UPDATE_JOURNEYS").is_some();
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    assert!(files.len() >= 25, "only {} journeys", files.len());
    let mut different = Vec::new();
    for path in files {
        let written = std::fs::read_to_string(&path).unwrap();
        let shown = walk(&written);
        if written == shown {
            continue;
        }
        if is_update {
            std::fs::write(&path, shown).unwrap();
        } else {
            different.push(format!("{}\n{}", path.display(), first_difference(&written, &shown)));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}

/// Types what the script types, from the beginning, and gives the whole script as it comes out.
fn walk(script: &str) -> String {
    let mut lines = script.lines();
    let mut out = format!("{}\n", lines.next().unwrap_or_default());
    let service = common::service(counted_bytes);
    common::reset_counted_bytes();
    let mut session = Session::new(SessionId::new("journey"), Channel::Kiosk);
    let mut last_reference: Option<Reference> = None;
    let mut now = moment("2026-11-24T10:00:00Z");
    let served = wait(service.turn(&session, &Message::Begin, now));
    session = served.turn.session;
    for line in lines {
        if let Some(typed) = line.strip_prefix('>') {
            let with_reference =
                last_reference.as_ref().map(|reference| typed.replace("REFERENCE", reference.as_str()));
            let typed_now = with_reference.as_deref().unwrap_or(typed).trim().to_owned();
            now = later(now);
            let served = wait(service.turn(&session, &Message::Text(typed_now), now));
            write!(out, "\n>{typed}\n{}\n", plain::text(&served.turn.reply, WIDTH)).unwrap();
            session = served.turn.session;
            if let Some(reference) = served.opened {
                let enquiry =
                    wait(service.store().show(&service.id(), &reference, &AdviserName::new("test"), now))
                        .unwrap();
                let urgency = match enquiry.urgency {
                    Urgency::Safeguarding => "danger",
                    Urgency::LegalDate { .. } => "legal date",
                    Urgency::Routine => "routine",
                };
                let topics: Vec<&str> = enquiry.topics.iter().map(|topic| topic.as_str()).collect();
                writeln!(out, "  [enquiry opened: {}; {urgency}]", topics.join(", ")).unwrap();
                last_reference = Some(reference);
            }
            if served.is_forgotten {
                writeln!(out, "  [forgotten]").unwrap();
                session = Session::new(SessionId::new("the next family"), Channel::Kiosk);
            }
        } else if let Some(done) = line.strip_prefix('@') {
            now = later(now);
            let reference = last_reference.as_ref().expect("an adviser acts after an enquiry is opened");
            adviser(&service, reference, done.trim(), now);
            write!(out, "\n@{done}\n").unwrap();
        }
    }
    out
}

/// `claim`, `reply TEXT`, `close OUTCOME`: what an adviser does meanwhile.
fn adviser(
    service: &signpost::service::Service,
    reference: &Reference,
    done: &str,
    now: signpost::moment::Moment,
) {
    let name = AdviserName::new("robin");
    let store = service.store();
    match done.split_once(' ').unwrap_or((done, "")) {
        ("claim", _) => wait(store.claim(&service.id(), reference, &name, now)).map(drop).unwrap(),
        ("reply", text) => wait(store.reply(&service.id(), reference, &name, text, now)).map(drop).unwrap(),
        (other, _) => panic!("no adviser does `{other}`"),
    }
}

fn later(now: signpost::moment::Moment) -> signpost::moment::Moment {
    signpost::moment::Moment::new(now.instant() + chrono::TimeDelta::minutes(1))
}

fn first_difference(written: &str, shown: &str) -> String {
    let place = written.lines().zip(shown.lines()).position(|(a, b)| a != b);
    let place = place.unwrap_or_else(|| written.lines().count().min(shown.lines().count()));
    let line = |text: &str| text.lines().nth(place).unwrap_or("(the end)").to_owned();
    format!("  line {}\n  written: {}\n  shown:   {}", place + 1, line(written), line(shown))
}
