//! While Signpost is switched off: what still goes on, and the one message for everything else.
//!
//! What goes on is decided by where a message would lead, so no channel and no dialog has a list of its own: words of
//! danger and the way from there, a hand-off that has begun, the questions a family has left and what it writes to the
//! adviser who has one, and being forgotten. A family met with the message stays where it was, and goes on from there
//! once Signpost is on again.

use super::{Message, Turn, facts, respond};
use crate::dialog::{Action, engine};
use crate::library::{ContactId, Library};
use crate::moment::Moment;
use crate::reply::{Block, Outcome, Reply};
use crate::session::{Place, Session};

/// Who gives advice when the service cannot.
const ELSEWHERE: &str = "ipsea";

/// Answers one message while Signpost is switched off for this reason.
pub fn respond_while_off(
    library: &Library,
    session: &Session,
    message: &Message,
    reason: &str,
    now: Moment,
) -> Turn {
    let turn = respond(library, session, message, now);
    if goes_on(library, session, message, &turn) {
        return turn;
    }
    Turn { reply: closed(library, reason), session: session.clone(), effects: Vec::new(), missed: None }
}

fn goes_on(library: &Library, before: &Session, message: &Message, turn: &Turn) -> bool {
    let after = dialog_of(&turn.session);
    turn.reply.outcome == Outcome::Urgent
        // Each effect ends something that had begun, or is a family's right.
        || !turn.effects.is_empty()
        || after == Some("my-questions")
        || turn.session.here.place == Place::ForAdviser
        || (after == Some("handoff") && is_handing_over(library, before))
        || (dialog_of(before) == Some("crisis") && is_choice(library, before, message))
}

/// Whether a question is on its way to an adviser. Once it is kept, the next one is a new question.
fn is_handing_over(library: &Library, session: &Session) -> bool {
    let Place::Node(at) = &session.here.place else { return false };
    let asks = || {
        let action = library.node(at).and_then(|node| node.action.as_ref());
        matches!(action, Some(Action::Ask { .. } | Action::PreviewEnquiry | Action::OpenEnquiry { .. }))
    };
    at.dialog.as_str() == "handoff" && (session.fact(facts::QUESTION).is_some() || asks())
}

fn is_choice(library: &Library, session: &Session, message: &Message) -> bool {
    match message {
        Message::Picked(_) => true,
        Message::Text(text) => {
            matches!(engine::choice_meant(library.phrases(), session, text), engine::Meant::Offer(_))
        }
        Message::Begin | Message::Go(_) | Message::Filled(_) => false,
    }
}

fn dialog_of(session: &Session) -> Option<&str> {
    match &session.here.place {
        Place::Node(at) => Some(at.dialog.as_str()),
        _ => None,
    }
}

fn closed(library: &Library, reason: &str) -> Reply {
    let phrases = library.phrases();
    let mut said = vec![phrases.off.clone()];
    said.extend((!reason.trim().is_empty()).then(|| reason.trim().to_owned()));
    if let Some(phone) = library.service().details.get("phone") {
        said.push(phrases.off_phone.replace("{phone}", phone));
    }
    if let Some(elsewhere) = library.contact(&ContactId::new(ELSEWHERE)) {
        said.push(phrases.off_elsewhere.replace("{organisation}", &elsewhere.in_words()));
    }
    let still = vec![phrases.off_my_questions.clone(), phrases.off_danger.clone()];
    Reply {
        outcome: Outcome::Decline,
        blocks: vec![Block::Paragraph(said), Block::Paragraph(still)],
        question: None,
        choices: Vec::new(),
        by_words: None,
        topics: Vec::new(),
        adviser_offered: false,
        calendar: None,
    }
}
