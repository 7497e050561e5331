//! Signpost switched off: one message for new questions, while danger and what had begun go on.

mod common;

use signpost::conversation::off::respond_while_off;
use signpost::conversation::{Message, Turn, respond};
use signpost::enquiry::Channel;
use signpost::plain;
use signpost::reply::Outcome;
use signpost::session::{Session, SessionId};

const REASON: &str = "We are checking a page that may be wrong.";

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
    let reference = {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        signpost::enquiry::Reference::from_random(bytes).to_string()
    };
    for before in [&[][..], &["", "my questions"]] {
        let turn = off(&after(before), &reference);
        assert!(!is_closed(&turn) && !turn.effects.is_empty(), "a reference is looked up");
    }
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
