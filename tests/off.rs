//! Signpost switched off: one message for new questions, while danger and what had begun go on.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use signpost::channel::switch::{self, Who};
use signpost::conversation::off::respond_while_off;
use signpost::conversation::{Message, Turn, respond};
use signpost::enquiry::{Channel, Reference};
use signpost::plain;
use signpost::reply::Outcome;
use signpost::service::Service;
use signpost::session::{Session, SessionId};
use signpost::store::QueueFilter;
use signpost::store::late::{LateStore, Place};
use signpost::store::sqlite::{SqliteSettings, SqliteStore};

const REASON: &str = "We are checking a page that may be wrong.";

static DRAWN: AtomicU64 = AtomicU64::new(1);

/// Bytes that make another reference at each draw, on every thread: it has 31 signs.
fn drawn() -> [u8; 8] {
    let drawn = DRAWN.fetch_add(1, Ordering::Relaxed);
    let digit = |place: u32| u8::try_from(drawn / 31_u64.pow(place) % 31).unwrap();
    [digit(0), digit(1), digit(2), 3, 23, 11, 5, 29]
}

fn now() -> signpost::moment::Moment {
    common::moment("2026-11-24T10:00:00Z")
}

fn fresh() -> Session {
    Session::new(SessionId::new("s"), Channel::Kiosk)
}

fn typed(text: &str) -> Message {
    match text {
        "" => Message::Begin,
        text => Message::Text(text.to_owned()),
    }
}

/// A conversation while Signpost is on.
fn after(messages: &[&str]) -> Session {
    let library = common::library();
    messages.iter().fold(fresh(), |session, text| respond(&library, &session, &typed(text), now()).session)
}

fn off(session: &Session, text: &str) -> Turn {
    respond_while_off(&common::library(), session, &typed(text), REASON, now())
}

fn is_closed(turn: &Turn) -> bool {
    plain::text(&turn.reply, 400).contains(&common::library().phrases().off)
}

#[track_caller]
fn check(before: &[&str], text: &str, is_off: bool) {
    let session = after(before);
    let turn = off(&session, text);
    let said = plain::text(&turn.reply, 400);
    assert_eq!(is_closed(&turn), is_off, "after {before:?}, `{text}`:\n{said}");
    if is_off {
        assert!(said.contains(REASON), "{said}");
        assert!(said.contains("999"), "{said}");
        assert_eq!(turn.session, session, "the family stays where it was");
        assert!(turn.effects.is_empty());
    } else {
        assert_eq!(turn.reply, respond(&common::library(), &session, &typed(text), now()).reply);
    }
}

#[test]
fn new_questions_get_the_one_message() {
    for text in ["", "what is sen support", "menu", "1", "adviser", "help", "hello", "back", "rhubarb"] {
        check(&[], text, true);
        check(&["", "what is sen support"], text, true);
    }
}

#[test]
fn danger_is_answered_as_ever() {
    for before in [&[][..], &["", "what is sen support"], &["", "adviser", "My question", "5"]] {
        for text in ["I want to kill myself", "my dad hits me and i am scared to go home", "danger"] {
            check(before, text, false);
            assert_eq!(off(&after(before), text).reply.outcome, Outcome::Urgent);
        }
    }
}

#[test]
fn the_way_on_from_danger_stays_open() {
    for choice in ["1", "2", "3", "4", "5"] {
        check(&["", "danger"], choice, false);
    }
    check(&["", "danger", "5"], "My question", false);
    check(&["", "danger"], "what is sen support", true);
}

#[test]
fn a_hand_off_that_has_begun_is_finished() {
    let steps = ["adviser", "Who can change the targets at the review", "5", "no", "1"];
    let mut before = vec![""];
    for step in steps {
        if before.len() > 1 {
            check(&before, step, false);
        }
        before.push(step);
    }
    let turn = off(&after(&before), "yes, pass it on");
    assert!(!is_closed(&turn));
    assert!(!turn.effects.is_empty(), "the enquiry is opened");
    check(&["", "adviser", "My question"], "help", false);
    check(&["", "adviser", "My question"], "menu", true);
}

#[test]
fn what_was_left_with_an_adviser_can_be_looked_up_and_taken_back() {
    check(&[], "my questions", false);
    check(&["", "what is sen support"], "my questions", false);
    let reference = Reference::from_random([1, 2, 3, 4, 5, 6, 7, 8]).to_string();
    for before in [&[][..], &["", "my questions"]] {
        let turn = off(&after(before), &reference);
        assert!(!is_closed(&turn) && !turn.effects.is_empty(), "a reference is looked up");
    }
}

#[test]
fn what_is_written_to_the_adviser_who_has_the_case_reaches_it() {
    let library = common::library();
    let mut session = after(&["", "what is sen support"]);
    session.reference = Some(Reference::from_random([1, 2, 3, 4, 5, 6, 7, 8]));
    session.is_with_adviser = true;
    let asks = off(&session, "the school has written to us again about the meeting");
    assert!(!is_closed(&asks), "it is asked whether to send it on");
    let sent = respond_while_off(&library, &asks.session, &Message::Picked(0), REASON, now());
    assert!(!is_closed(&sent) && !sent.effects.is_empty(), "and it is sent on");
}

#[test]
fn being_forgotten_is_never_off() {
    let turn = off(&after(&["", "what is sen support"]), "stop");
    assert!(!is_closed(&turn) && !turn.effects.is_empty());
}

#[test]
fn once_on_again_the_family_goes_on_from_where_it_was() {
    let before = after(&["", "what is sen support"]);
    let during = off(&before, "menu").session;
    let library = common::library();
    let shown = |session: &Session| respond(&library, session, &Message::Begin, now()).reply;
    assert_eq!(shown(&during), shown(&before));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_new_questions_stop_hand_offs_finish_and_danger_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let settings = SqliteSettings::new(&path);
    let store = Arc::new(SqliteStore::open(settings.clone()).await.unwrap());
    let service = Service::new(common::library(), store, drawn);
    // Whoever runs it types `signpost off` in a process of its own.
    let elsewhere = Arc::new(SqliteStore::open(settings).await.unwrap());
    let operator = Service::new(common::library(), elsewhere, drawn);
    let who = Who { name: "robin".to_owned() };

    let handing_over = after(&["", "adviser", "Who can change the targets at the review", "5", "no", "1"]);
    let families = 200;
    let turns = |round: &'static str, message: &'static str, start: Session| {
        let turns = (0..families).map(|family| {
            let (service, mut session) = (service.clone(), start.clone());
            session.id = SessionId::new(format!("{round}-{family}"));
            tokio::spawn(async move { service.turn(&session, &typed(message), now()).await })
        });
        turns.collect::<Vec<_>>()
    };
    let on = turns("before", "what is sen support", after(&[""]));
    for turn in on {
        assert!(!is_closed(&turn.await.unwrap().turn));
    }
    switch::off(&operator, &switch::reason(REASON).unwrap(), &who, now()).await.unwrap();

    let asked = turns("asked", "what is sen support", after(&[""]));
    let begun = turns("begun", "yes, pass it on", handing_over);
    let danger = turns("danger", "I want to kill myself", after(&[""]));
    for turn in asked {
        let turn = turn.await.unwrap().turn;
        assert!(is_closed(&turn) && plain::text(&turn.reply, 400).contains(REASON));
    }
    for turn in begun {
        assert!(turn.await.unwrap().opened.is_some(), "a hand-off that had begun is kept");
    }
    for turn in danger {
        assert_eq!(turn.await.unwrap().turn.reply.outcome, Outcome::Urgent);
    }
    let queue = service.store().queue(&service.id(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.len(), families, "each exactly once");

    let said = switch::on(&operator, &who, now()).await.unwrap();
    assert!(said.contains("robin"), "{said}");
    let again = turns("again", "what is sen support", after(&[""]));
    for turn in again {
        assert!(!is_closed(&turn.await.unwrap().turn));
    }
    assert_eq!(switch::on(&operator, &who, now()).await.unwrap(), "Signpost was on.");
}

#[tokio::test]
async fn a_store_that_cannot_tell_switches_nothing_off() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("not a database");
    std::fs::write(&broken, vec![7; 5_000]).unwrap();
    let store = Arc::new(LateStore::new(Place::Sqlite(SqliteSettings::new(broken))));
    let service = Service::new(common::library(), store, drawn);
    let turn = service.turn(&after(&[""]), &typed("what is sen support"), now()).await.turn;
    assert!(!is_closed(&turn));
    let who = Who { name: "robin".to_owned() };
    assert!(switch::off(&service, REASON, &who, now()).await.is_err(), "and whoever tries is told");
}

/// Once somebody leads, only those who lead move a switch; until then whoever can start the program may.
#[tokio::test]
async fn only_whoever_leads_moves_a_switch() {
    use signpost::channel::roster::RosterProblem;
    use signpost::enquiry::{Adviser, AdviserName, Role};
    use signpost::store::StoreError;

    let service = common::service(drawn);
    let who = |name: &str| Who { name: name.to_owned() };
    let joins = async |name: &str, role: Role, is_active: bool| {
        let adviser = Adviser { name: AdviserName::new(name), role, discord: None, is_active };
        service.store().set_adviser(&service.id(), &adviser, "test", now()).await.unwrap();
    };
    joins("alex", Role::Adviser, true).await;
    switch::off(&service, REASON, &who("anybody"), now()).await.unwrap();
    switch::on(&service, &who("anybody"), now()).await.unwrap();
    for (name, role, is_active) in [
        ("lena", Role::Lead, true),
        ("olga", Role::Operator, true),
        ("tess", Role::Trainee, true),
        ("gone", Role::Lead, false),
    ] {
        joins(name, role, is_active).await;
    }
    for name in ["alex", "tess", "gone", "operator", "anybody"] {
        let refused = [
            switch::off(&service, REASON, &who(name), now()).await,
            switch::on(&service, &who(name), now()).await,
            switch::backlog_on(&service, REASON, &who(name), now()).await,
            switch::backlog_off(&service, &who(name), now()).await,
        ];
        for refused in refused {
            let is_refused =
                matches!(&refused, Err(RosterProblem::Store(StoreError::NotAllowed { by })) if by == name);
            assert!(is_refused, "{name}: {refused:?}");
        }
    }
    assert_eq!(service.off().await, None);
    for name in ["lena", "olga"] {
        switch::off(&service, REASON, &who(name), now()).await.unwrap();
        assert_eq!(service.off().await.unwrap().by, name);
        switch::on(&service, &who(name), now()).await.unwrap();
        let said = switch::backlog_on(&service, "Two advisers are ill.", &who(name), now()).await.unwrap();
        assert!(said.contains("more families than usual are waiting"), "{said}");
        let said = switch::backlog_off(&service, &who(name), now()).await.unwrap();
        assert_eq!(said, format!("Backlog mode is over. {name} had switched it on on 24 November 2026."));
    }
    let trail = service.store().trail(&service.id(), 0, 100).await.unwrap();
    let told: Vec<&str> = trail.iter().map(|line| line.event.what.as_str()).collect();
    assert!(
        told.contains(&"flag backlog is Two advisers are ill.")
            && told.contains(&"flag backlog is taken away")
    );
}
