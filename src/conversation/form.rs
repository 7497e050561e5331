//! The hand-off on one form: what the dialog asks for, one after the other, answered at once.
//!
//! The dialog still decides: each field is told where it is asked for, in the dialog's own order. Where the dialog goes
//! another way, or cannot read a field, the form stops there. Once the family has answered what it is asked there, such as
//! whether personal details are left out, the form goes on with what it holds; after any other step it does not.

use std::collections::BTreeMap;

use super::{Talk, facts, is_blank};
use crate::dialog::{Action, AskKind, Dialog, DialogId, NodeRef, Target, engine};
use crate::library::Library;
use crate::reply::Reply;
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

impl Form {
    /// Each field under the fact that it tells.
    fn by_fact(&self) -> BTreeMap<String, String> {
        let fields = [
            (facts::QUESTION, self.question.clone()),
            (facts::STAGE, self.stage.to_string()),
            (facts::ACT_BY, self.act_by.clone()),
            (facts::CONTACT, self.contact.clone()),
        ];
        fields.into_iter().map(|(fact, field)| (fact.to_owned(), field)).collect()
    }
}

/// What can be picked for the child's support now, as the dialog words it.
pub fn stages(library: &Library) -> Vec<String> {
    let asks_stage = |action: &Action| matches!(action, Action::Ask { fact, kind: AskKind::Choice, .. } if fact.as_str() == facts::STAGE);
    let nodes = library.dialog(&DialogId::new("handoff")).map(Dialog::nodes).unwrap_or_default();
    let asking = nodes.iter().find(|node| node.action.as_ref().is_some_and(asks_stage));
    asking.map(|node| node.choices.iter().map(|choice| choice.label.clone()).collect()).unwrap_or_default()
}

pub(crate) fn filled(talk: &mut Talk, form: &Form) -> Reply {
    let reply = engine::enter(talk, Target::Node(NodeRef::new("handoff", "start")));
    talk.session.filled.clear();
    // Before any of it is told: the form may stop at a field before the one that speaks of danger.
    for field in [&form.question, &form.act_by, &form.contact] {
        match safeguarding::look(field) {
            Danger::Now(_) => return talk.danger(field),
            Danger::Possible(_) => talk.may_be_danger = true,
            Danger::None => {}
        }
    }
    talk.session.filled = form.by_fact();
    tell(talk, reply)
}

/// Goes on with a form where the family was asked something in between, such as whether personal details are left out,
/// and has answered. Where it went another way, or back, the rest of the form is dropped.
pub(crate) fn goes_on(talk: &mut Talk, before: &Place, reply: Reply) -> Reply {
    if talk.session.filled.is_empty() || talk.session.here.place == *before {
        return reply;
    }
    tell(talk, reply)
}

/// Tells each field where it is asked for, up to where the family has to say something itself.
fn tell(talk: &mut Talk, mut reply: Reply) -> Reply {
    for _ in 0..MOST_FIELDS {
        let place = talk.session.here.place.clone();
        let Some(fact) = asked_at(talk, &place) else { break };
        let Some(field) = talk.session.filled.remove(&fact) else {
            talk.session.filled.clear();
            return reply;
        };
        reply = match fact.as_str() {
            facts::QUESTION => talk.heard(&field),
            facts::STAGE => talk.picked(field.parse().unwrap_or(usize::MAX)),
            facts::CONTACT if talk.session.reachable.is_some() => {
                told_or_left_out(talk, &field, Step::ReachMeHere)
            }
            _ => told_or_left_out(talk, &field, Step::Without),
        };
        if talk.session.here.place == place {
            // It could not be read, and the reply says so. The rest waits until it is told by hand.
            return reply;
        }
    }
    if !points_out(talk) {
        talk.session.filled.clear();
    }
    reply
}

/// Whether the family is asked here about the personal details in its question.
fn points_out(talk: &Talk) -> bool {
    let Place::Node(at) = &talk.session.here.place else { return false };
    let action = talk.library.node(at).and_then(|node| node.action.as_ref());
    at.dialog.as_str() == "handoff" && matches!(action, Some(Action::PointOut { .. }))
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
    let step = if is_blank(field) {
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
