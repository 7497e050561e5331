//! The hand-off on one form: what the dialog asks for, one after the other, answered at once.
//!
//! The dialog still decides: each field is told where it is asked for, in the dialog's own order. Where the dialog goes
//! another way, or cannot read a field, the form stops there and the family goes on by hand.

use super::{Talk, facts};
use crate::dialog::{Action, AskKind, Dialog, DialogId, NodeRef, Target, engine};
use crate::library::Library;
use crate::reply::{Outcome, Reply};
use crate::safeguarding::{self, Danger};
use crate::session::{Place, Step};

/// No hand-off asks for more than this.
const MOST_FIELDS: usize = 10;

/// What was filled in; an empty field was left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    pub question: String,
    /// One of [`stages`], counted from 0.
    pub stage: usize,
    pub act_by: String,
    /// Empty means by message, where the channel can carry one.
    pub contact: String,
}

/// What can be picked for the child's support now, as the dialog words it.
pub fn stages(library: &Library) -> Vec<String> {
    let asks_stage = |action: &Action| matches!(action, Action::Ask { fact, kind: AskKind::Choice, .. } if fact.as_str() == facts::STAGE);
    let nodes = library.dialog(&DialogId::new("handoff")).map(Dialog::nodes).unwrap_or_default();
    let asking = nodes.iter().find(|node| node.action.as_ref().is_some_and(asks_stage));
    asking.map(|node| node.choices.iter().map(|choice| choice.label.clone()).collect()).unwrap_or_default()
}

pub(crate) fn filled(talk: &mut Talk, form: &Form) -> Reply {
    let mut reply = engine::enter(talk, Target::Node(NodeRef::new("handoff", "start")));
    for _ in 0..MOST_FIELDS {
        let place = talk.session.here.place.clone();
        let Some(fact) = asked_at(talk, &place) else { break };
        reply = match fact.as_str() {
            facts::QUESTION => talk.heard(&form.question),
            facts::STAGE => talk.picked(form.stage),
            facts::ACT_BY => told_or_left_out(talk, &form.act_by, Step::Without),
            facts::CONTACT if talk.session.reachable.is_some() => {
                told_or_left_out(talk, &form.contact, Step::ReachMeHere)
            }
            facts::CONTACT => told_or_left_out(talk, &form.contact, Step::Without),
            _ => break,
        };
        if talk.session.here.place == place {
            // It could not be read, and the reply says so.
            break;
        }
    }
    match safeguarding::look(&form.question) {
        Danger::Possible(_) if reply.outcome != Outcome::Urgent => {
            reply.preceded_by(vec![talk.library.phrases().danger_possible.clone()])
        }
        _ => reply,
    }
}

/// The fact that is asked for here.
fn asked_at(talk: &Talk, place: &Place) -> Option<String> {
    let Place::Node(at) = place else { return None };
    match &talk.library.node(at)?.action {
        Some(Action::Ask { fact, .. }) if at.dialog.as_str() == "handoff" => Some(fact.as_str().to_owned()),
        _ => None,
    }
}

/// Tells a field. A day that was read is taken as right: the record shows it before anything is passed on.
fn told_or_left_out(talk: &mut Talk, field: &str, left_out: Step) -> Reply {
    let step = if field.trim().is_empty() {
        left_out
    } else {
        let reply = talk.heard(field);
        if talk.session.here.pending.is_none() {
            return reply;
        }
        Step::Confirm
    };
    match talk.session.here.offered.iter().position(|offer| offer.step == step) {
        Some(number) => talk.picked(number),
        None => engine::say_again(talk, Vec::new()),
    }
}
