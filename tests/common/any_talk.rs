//! Bytes as a whole conversation: what the fuzz target and the property tests both run.

use signpost::conversation::{Effect, Message, Settled, respond, settle};
use signpost::dialog::NodeRef;
use signpost::enquiry::{Channel, Reference};
use signpost::library::Library;
use signpost::moment::Moment;
use signpost::plain;
use signpost::session::{Place, Session, SessionId};

/// No conversation of the fuzzer's is longer, so that it tries many.
const MOST_TURNS: usize = 12;
/// So many effects in one turn are a fault.
const MOST_EFFECTS: usize = 8;

/// Leads one conversation and panics when a promise is broken: a reply, a way to a person, a session that can be
/// saved.
///
/// Each message ends at a line feed. One that begins with byte 1 picks the choice its next byte names; all others
/// are typed.
pub fn lead(library: &Library, bytes: &[u8], now: Moment) {
    let mut session = Session::new(SessionId::new("fuzz"), Channel::Kiosk);
    for line in bytes.split(|byte| *byte == b'\n').take(MOST_TURNS) {
        let message = match line {
            [1, number, ..] => Message::Picked(usize::from(*number)),
            typed => Message::Text(String::from_utf8_lossy(typed).into_owned()),
        };
        session = one_turn(library, &session, &message, now);
    }
}

fn one_turn(library: &Library, session: &Session, message: &Message, now: Moment) -> Session {
    let mut turn = respond(library, session, message, now);
    let mut carried_out = 0;
    while let Some(effect) = turn.effects.first().cloned() {
        let came_out = match &effect {
            Effect::ForgetSession => break,
            Effect::OpenEnquiry(_) => {
                Settled::Opened { reference: Reference::from_random([5; 8]), promise: None, backlog: false }
            }
            Effect::ShowEnquiry(_) => Settled::NotFound,
            _ => Settled::Done,
        };
        turn = settle(library, &turn.session, &effect, came_out, now);
        carried_out += 1;
        assert!(carried_out <= MOST_EFFECTS, "effects never end: {:?}", turn.effects);
    }
    assert!(!turn.reply.is_silent(), "a silent reply to {message:?}");
    assert!(
        turn.reply.adviser_offered || is_with_a_person(&turn.session),
        "no way to a person: {:?}",
        turn.reply
    );
    assert!(!plain::text(&turn.reply, 40).trim().is_empty());
    let saved = Session::from_json(&turn.session.to_json()).expect("just saved");
    assert_eq!(saved, turn.session);
    saved
}

fn is_with_a_person(session: &Session) -> bool {
    let to_a_person = [NodeRef::new("handoff", "start").dialog, NodeRef::new("my-questions", "start").dialog];
    matches!(&session.here.place, Place::Node(at) if to_a_person.contains(&at.dialog))
}
