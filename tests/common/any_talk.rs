//! Bytes as a whole conversation, with the host and an adviser around it: what the fuzz target and the property tests
//! both run. How bytes become steps is told in `steps`, what must hold after each in `promises`.

#[path = "any_talk/desk.rs"]
mod desk;
#[path = "any_talk/promises.rs"]
mod promises;
#[path = "any_talk/steps.rs"]
pub mod steps;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use signpost::conversation::off::respond_while_off;
use signpost::conversation::{Effect, Message, Turn, respond, settle};
use signpost::dialog::NodeRef;
use signpost::enquiry::{Channel, Contact};
use signpost::library::Library;
use signpost::moment::Moment;
use signpost::reply::{Block, Reply};
use signpost::session::{Place, Session, SessionId};

use desk::Desk;
use steps::{Event, SECRETS, Step, TIMES};

/// No conversation of the fuzzer's is longer, so that it tries many.
const MOST_STEPS: usize = 24;
/// So many effects in one turn are a fault.
const MOST_EFFECTS: usize = 8;
/// Why Signpost is switched off, while it is.
const OFF_REASON: &str = "We are checking our answers.";

/// Leads one conversation, a step a line, and panics when a promise is broken. Gives the last reply.
pub fn lead(library: &Library, bytes: &[u8], now: Moment) -> Option<Reply> {
    let mut walk = Walk::new(library, now);
    for line in bytes.split(|byte| *byte == b'\n').take(MOST_STEPS) {
        let reference = walk.desk.last_reference().to_string();
        walk.step(steps::read(library, line, &reference));
    }
    walk.shown
}

/// A conversation under way.
struct Walk<'l> {
    library: &'l Library,
    session: Session,
    desk: Desk,
    now: Moment,
    /// The reply on the screen.
    shown: Option<Reply>,
    /// Which of [`SECRETS`] were typed since the family was last forgotten.
    typed: BTreeSet<&'static str>,
    /// How many families came before this one.
    families: usize,
    /// Somebody typed a bracket of the kind that marks what an author fills in.
    has_brackets: bool,
}

/// One message and what came of it: what the promises are judged by.
#[derive(Debug)]
struct Told<'t> {
    message: &'t Message,
    before: &'t Session,
    /// What was on the screen before.
    shown: Option<&'t Reply>,
    /// As `respond` gave it.
    turn: &'t Turn,
    was_off: bool,
}

impl Told<'_> {
    fn message_texts(&self) -> Vec<&str> {
        texts(self.message)
    }
}

/// All that was typed in a message.
fn texts(message: &Message) -> Vec<&str> {
    match message {
        Message::Text(text) => vec![text],
        Message::Filled(form) => vec![&form.question, &form.act_by, &form.contact],
        Message::Begin | Message::Picked(_) | Message::Go(_) => Vec::new(),
    }
}

impl<'l> Walk<'l> {
    fn new(library: &'l Library, now: Moment) -> Walk<'l> {
        Walk {
            library,
            session: Session::new(SessionId::new("family 0"), Channel::Kiosk),
            desk: Desk::default(),
            now,
            shown: None,
            typed: BTreeSet::new(),
            families: 0,
            has_brackets: false,
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Types(text) => self.sends(Message::Text(text)),
            Step::Picks(number) => self.sends(Message::Picked(number)),
            Step::TypesChoice(number) => {
                let offered = &self.session.here.offered;
                let label = offered.get(number % offered.len().max(1)).map(|offer| offer.label.clone());
                self.sends(Message::Text(label.unwrap_or_default()));
            }
            Step::Goes(number) => {
                let places: Vec<NodeRef> = self.library.dialogs().map(|dialog| dialog.first()).collect();
                self.sends(Message::Go(places[number % places.len()].clone()));
            }
            Step::FillsIn(form) => self.sends(Message::Filled(Box::new(form))),
            Step::Waits(number) => {
                let later = TimeDelta::hours(TIMES[number % TIMES.len()]);
                self.now = Moment::new(self.now.instant() + later);
            }
            Step::Happens(event) => self.happens(event),
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Reopened => self.sends(Message::Begin),
            Event::OtherFamily => self.comes_another(Channel::Kiosk),
            Event::OnDiscord => self.comes_another(Channel::Discord),
            // Its record and the yes below it stay together: builds differ in other dialogs.
            Event::OfAnotherBuild if promises::is_with_a_person(&self.session) => {}
            Event::OfAnotherBuild => {
                self.session.here.place = Place::Node(NodeRef::new("an-old-dialog", "gone"));
            }
            other => self.desk.happens(other, self.now),
        }
    }

    /// Another family, who knows the reference of the last at most.
    fn comes_another(&mut self, channel: Channel) {
        self.families += 1;
        self.session = Session::new(SessionId::new(format!("family {}", self.families)), channel);
        if channel == Channel::Discord {
            self.session.reachable = Some(Contact::Discord("100".to_owned()));
        }
        self.shown = None;
        self.typed.clear();
    }

    fn sends(&mut self, message: Message) {
        self.note_typed(&message);
        let before = self.as_it_stands();
        let shown = self.shown.take();
        let turn = self.respond(&before, &message);
        promises::the_same_again(&turn, &self.respond(&before, &message));
        let told = Told {
            message: &message,
            before: &before,
            shown: shown.as_ref(),
            turn: &turn,
            was_off: self.desk.is_off,
        };
        promises::of_a_turn(self.library, &told, self.now);
        if let Message::Picked(_) = &message {
            let back = respond(self.library, &turn.session, &Message::Text("back".to_owned()), self.now);
            promises::back_undoes_it(self.library, &told, &back);
        }
        let (last, is_forgotten) = self.carried_out(turn.clone());
        promises::of_what_is_shown(self.library, &told, &last, self.desk.is_off, self.has_brackets);
        promises::forgotten_words_stay_forgotten(&self.typed, &last, &self.desk);
        self.session = match is_forgotten {
            true => Session { reachable: before.reachable, ..Session::new(before.id, before.channel) },
            false => promises::is_saved_whole(&last.session),
        };
        // Met with the message that Signpost is switched off, the family goes on from what was on the screen before.
        let is_met = self.desk.is_off && last.reply.choices.is_empty() && shown.is_some();
        self.shown = if is_met { shown } else { Some(last.reply) };
    }

    fn respond(&self, session: &Session, message: &Message) -> Turn {
        match self.desk.is_off {
            true => respond_while_off(self.library, session, message, OFF_REASON, self.now),
            false => respond(self.library, session, message, self.now),
        }
    }

    /// The session, with what the store knows of its enquiry, as `service` does it.
    fn as_it_stands(&self) -> Session {
        let mut session = self.session.clone();
        let view = session.reference.as_ref().and_then(|reference| self.desk.view(reference));
        session.is_with_adviser = view.is_some_and(|view| view.status.is_with_an_adviser());
        if !session.is_with_adviser {
            session.sends_on = None;
        }
        session
    }

    fn note_typed(&mut self, message: &Message) {
        for text in texts(message) {
            let lower = text.to_lowercase();
            self.typed.extend(SECRETS.iter().map(|(word, _)| *word).filter(|word| lower.contains(word)));
            self.has_brackets |= text.contains(['{', '}']);
        }
    }

    /// Carries the effects out as `service` does, and keeps what they promise.
    fn carried_out(&mut self, mut turn: Turn) -> (Turn, bool) {
        for _ in 0..MOST_EFFECTS {
            let Some(effect) = turn.effects.first().cloned() else { return (turn, false) };
            if effect == Effect::ForgetSession {
                self.typed.clear();
                return (turn, true);
            }
            let settled = self.desk.carry_out(&effect, self.now);
            let after = settle(self.library, &turn.session, &effect, settled.clone(), self.now);
            promises::the_same_again(
                &after,
                &settle(self.library, &turn.session, &effect, settled.clone(), self.now),
            );
            promises::of_an_effect(&effect, &settled, &after);
            if promises::has_erased(&effect, &settled) {
                self.typed.clear();
            }
            turn = after;
        }
        panic!("effects never end: {:?}", turn.effects);
    }
}

/// The record on the screen, if one is.
fn record(reply: &Reply) -> Option<&Vec<(String, String)>> {
    reply.blocks.iter().find_map(|block| match block {
        Block::Record(rows) => Some(rows),
        _ => None,
    })
}
