//! One turn: a message in, a reply and effects out.
//!
//! The order of checks: safeguarding, global words, what the current node asks for, a choice by number or
//! words, free text to entries, miss.

use crate::answer::{AsideKind, Context, Decision};
use crate::dialog::{NodeRef, Target, engine};
use crate::enquiry::{Draft, FamilyView, Reference, ReferenceProblem};
use crate::library::Library;
use crate::moment::Moment;
use crate::reply::{Outcome, Reply};
use crate::safeguarding::{self, Danger};
use crate::session::{Place, Session};

pub mod commands;
pub mod form;
pub(crate) mod handoff;
pub mod off;
pub(crate) mod speak;

use commands::Command;
use form::Form;

/// What a family sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The conversation is opened, nothing is said yet.
    Begin,
    /// Typed words.
    Text(String),
    /// A choice picked by a button: its place in the list, counted from 0.
    Picked(usize),
    /// A place asked for by a command of the channel, such as `/dates`.
    Go(NodeRef),
    /// The hand-off, filled in at once.
    Filled(Box<Form>),
}

/// What one message led to.
#[derive(Debug, Clone)]
pub struct Turn {
    pub reply: Reply,
    pub session: Session,
    /// What the service must now do, in order. While one that needs settling is under way, the reply is not
    /// shown; [`settle`] gives the one that is.
    pub effects: Vec<Effect>,
    /// What the family asked, where nothing was found for it or it said that what was found was something else.
    /// Its words are never kept; those that are authors' own may be counted.
    pub missed: Option<String>,
}

/// Something only the world outside can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Keep the enquiry, durably; then [`settle`].
    OpenEnquiry(Box<Draft>),
    /// Look an enquiry up; then [`settle`].
    ShowEnquiry(Reference),
    /// Add the family's words to its enquiry; then [`settle`].
    AddMessage { reference: Reference, text: String },
    /// Take the enquiry back; then [`settle`].
    WithdrawEnquiry(Reference),
    /// Keep nothing of this conversation.
    ForgetSession,
}

/// How an effect came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// On disk, under this reference. `promise` says by when an answer is promised, if the service promises a time.
    Opened {
        reference: Reference,
        promise: Option<String>,
        /// Many families wait just now, so nothing is promised.
        backlog: bool,
    },
    Shown(Box<FamilyView>),
    Done,
    /// Not there, or not yours: no difference is shown.
    NotFound,
    /// The store could not do it; nothing was kept or changed.
    Failed,
}

/// Facts that the hand-off asks for, by the names `dialogs/handoff.md` gives them.
pub mod facts {
    pub const QUESTION: &str = "question";
    pub const STAGE: &str = "stage";
    pub const ACT_BY: &str = "act_by";
    pub const CONTACT: &str = "contact";
    pub const REFERENCE: &str = "reference";
    pub const MESSAGE: &str = "message";
}

/// Answers one message.
///
/// The same library, session, message and moment give the same turn. It cannot fail: whatever is typed, the
/// family gets a reply and a way to reach a person.
pub fn respond(library: &Library, session: &Session, message: &Message, now: Moment) -> Turn {
    let mut talk = Talk::new(library, session.clone(), now);
    let before = session.here.place.clone();
    let reply = match message {
        Message::Begin => engine::begin(&mut talk),
        Message::Picked(number) => talk.picked(*number),
        Message::Text(text) => talk.heard(text),
        Message::Go(node) => talk.sent_to(node),
        Message::Filled(form) => form::filled(&mut talk, form),
    };
    let reply = match message {
        Message::Picked(_) | Message::Text(_) => form::goes_on(&mut talk, &before, reply),
        _ => reply,
    };
    let reply = talk.tells_what_is_left(session, reply);
    talk.end(reply)
}

/// Whether these words may be of danger: they are answered before anything else, however much has been asked.
pub fn may_be_danger(library: &Library, text: &str) -> bool {
    danger_in(text) != Danger::None || commands::read(library.phrases(), text) == Some(Command::Danger)
}

/// What a message says of danger. The letters of a reference are chance, and may spell what nobody wrote.
fn danger_in(text: &str) -> Danger {
    if Reference::is_as_shown(text) { Danger::None } else { safeguarding::look(text) }
}

/// Says what is to be said once an effect has come out one way or the other.
pub fn settle(library: &Library, session: &Session, effect: &Effect, settled: Settled, now: Moment) -> Turn {
    let mut talk = Talk::new(library, session.clone(), now);
    let reply = engine::settle(&mut talk, effect, settled);
    talk.end(reply)
}

/// A turn in the making.
pub(crate) struct Talk<'a> {
    pub library: &'a Library,
    pub session: Session,
    pub now: Moment,
    pub effects: Vec<Effect>,
    pub missed: Option<String>,
    /// Something that was typed may be of danger: one sentence goes before whatever is said in the end.
    pub may_be_danger: bool,
}

impl<'a> Talk<'a> {
    fn new(library: &'a Library, mut session: Session, now: Moment) -> Talk<'a> {
        let may_be_danger = std::mem::take(&mut session.may_be_danger);
        Talk { library, session, now, effects: Vec::new(), missed: None, may_be_danger }
    }

    fn end(mut self, reply: Reply) -> Turn {
        self.session.may_be_danger = self.may_be_danger && !self.effects.is_empty();
        // The numbers to ring may be on the screen already: a second hint would only frighten.
        let reply = match self.may_be_danger && reply.outcome != Outcome::Urgent {
            true => reply.preceded_by(vec![self.library.phrases().danger_possible.clone()]),
            false => reply,
        };
        Turn { reply, session: self.session, effects: self.effects, missed: self.missed }
    }

    pub(crate) fn picked(&mut self, number: usize) -> Reply {
        match self.session.here.offered.get(number).cloned() {
            Some(offer) => {
                self.session.misses = 0;
                engine::take(self, offer)
            }
            None => self.no_such_choice(),
        }
    }

    fn sent_to(&mut self, node: &NodeRef) -> Reply {
        self.session.misses = 0;
        engine::enter(self, Target::Node(node.clone()))
    }

    pub(crate) fn heard(&mut self, text: &str) -> Reply {
        match danger_in(text) {
            Danger::Now(_) => {
                // Each page of the crisis dialog begins with 999, and its choices are named by what is the matter.
                return match engine::choice_in_full(&self.session, text) {
                    Some(choice) if engine::is_in_crisis(&self.session) => self.picked(choice),
                    _ => self.danger(text),
                };
            }
            Danger::Possible(_) => self.may_be_danger = true,
            Danger::None => {}
        }
        self.understand(text)
    }

    /// Whoever leaves the way to an adviser with a question that is not passed on is told so. In danger, nothing else is
    /// said.
    fn tells_what_is_left(&self, before: &Session, reply: Reply) -> Reply {
        let is_in_the_hand_off =
            matches!(&self.session.here.place, Place::Node(at) if at.dialog.as_str() == "handoff");
        let is_left = engine::is_on_the_way(self.library, before)
            && !is_in_the_hand_off
            && self.session.fact(facts::QUESTION).is_some()
            && reply.outcome != Outcome::Urgent;
        if is_left {
            reply.preceded_by(vec![self.library.phrases().not_passed_on_yet.clone()])
        } else {
            reply
        }
    }

    /// Everything after safeguarding.
    fn understand(&mut self, text: &str) -> Reply {
        if let Some(gone) = engine::mend_lost_place(self) {
            return gone;
        }
        if let Some(command) = commands::read(self.library.phrases(), text) {
            return self.command(command);
        }
        let reference = Reference::find(text);
        if Reference::looks_like_one(text)
            && let Some(told) = &reference
        {
            return self.reference_told(told.clone());
        }
        if let Some(reply) = engine::answer_asked(self, text) {
            return reply;
        }
        if engine::is_for_adviser(self.library.phrases(), &self.session, text) {
            return engine::to_adviser(self, text);
        }
        // Within other words it is no answer to a question and no message to an adviser that names one.
        if let Some(told) = reference {
            return self.reference_told(told);
        }
        match engine::choice_meant(self.library.phrases(), &self.session, text) {
            engine::Meant::Offer(number) => return self.picked(number),
            engine::Meant::NoSuchNumber => return self.no_such_choice(),
            engine::Meant::Nothing => {}
        }
        if is_blank(text) {
            return engine::say_again(self, vec![self.library.phrases().empty_message.clone()]);
        }
        if let Some(reply) = engine::stay_on_the_way(self, text) {
            return reply;
        }
        self.free_text(text)
    }

    fn reference_told(&mut self, told: Result<Reference, ReferenceProblem>) -> Reply {
        match told {
            Ok(reference) => engine::look_up(self, reference),
            Err(_) => engine::say_again(self, vec![self.library.phrases().reference_not_understood.clone()]),
        }
    }

    /// The crisis reply, from wherever the family is; `back` returns there.
    pub(crate) fn danger(&mut self, text: &str) -> Reply {
        self.session.danger = true;
        self.session.asked = Some(kept_question(text));
        self.session.misses = 0;
        engine::enter(self, Target::Node(NodeRef::new("crisis", "start")))
    }

    fn command(&mut self, command: Command) -> Reply {
        let phrases = self.library.phrases();
        match command {
            Command::Menu
            | Command::StartAgain
            | Command::Adviser
            | Command::Danger
            | Command::MyQuestions
            | Command::TakeBack => self.session.misses = 0,
            _ => {}
        }
        match command {
            Command::Menu => engine::enter(self, engine::start(self.library)),
            Command::StartAgain => engine::start_again(self),
            Command::Back => engine::back(self),
            Command::Help => engine::say_again(self, vec![phrases.help.clone()]),
            Command::Adviser => engine::enter(self, Target::Node(NodeRef::new("handoff", "start"))),
            Command::Danger => {
                self.session.danger = true;
                engine::enter(self, Target::Node(NodeRef::new("crisis", "start")))
            }
            Command::MyQuestions => engine::my_questions(self),
            // Without a reference it is asked for first, and the question is shown before it is taken back.
            Command::TakeBack => {
                let node = if self.session.reference.is_some() { "take-back" } else { "start" };
                engine::enter(self, Target::Node(NodeRef::new("my-questions", node)))
            }
            Command::Stop => engine::stop(self),
            Command::Show(part) => match &self.session.here.place {
                Place::Entry { .. } => engine::show_part(self, part),
                _ => self.free_text(part.as_word()),
            },
        }
    }

    pub(crate) fn free_text(&mut self, text: &str) -> Reply {
        let context = self.context();
        let finding = self.library.understanding().find(text, &context);
        if finding.decision.misses() {
            self.missed = Some(kept_question(text));
        }
        if !matches!(finding.decision, Decision::Aside(_)) {
            self.session.asked = Some(kept_question(text));
        }
        let is_farewell = matches!(finding.decision, Decision::Aside(AsideKind::Thanks | AsideKind::Goodbye));
        if engine::is_in_crisis(&self.session)
            && !is_farewell
            && !matches!(finding.decision, Decision::Answer(_))
        {
            // Whoever may be in danger and writes "hello?" is not sent away to other topics.
            return engine::say_again(self, vec![self.library.phrases().danger_again.clone()]);
        }
        let reply = match finding.decision {
            Decision::Answer(entry) => {
                self.session.misses = 0;
                let runners_up = finding.ranked.iter().map(|hit| hit.entry.clone()).collect();
                engine::answer(self, entry, runners_up, finding.several)
            }
            Decision::Choose(entries) => {
                self.session.misses = 0;
                engine::which_of_these(self, entries)
            }
            Decision::Aside(kind) => self.aside(kind),
            Decision::NotFound => self.miss(),
        };
        speak::with_topics(self.library, reply, &finding.ranked)
    }

    fn context(&self) -> Context {
        let last_topics = match &self.session.here.place {
            Place::Entry { id, .. } => vec![id.clone()],
            Place::Candidates(ids) | Place::AskedAgain(ids) => ids.clone(),
            _ => Vec::new(),
        };
        Context { stage: self.session.fact(facts::STAGE).map(str::to_owned), last_topics }
    }

    fn aside(&mut self, kind: AsideKind) -> Reply {
        let phrases = self.library.phrases();
        let (outcome, said) = match kind {
            AsideKind::Greeting => (Outcome::Menu, &phrases.greeting),
            AsideKind::Thanks => (Outcome::Done, &phrases.thanks),
            AsideKind::Goodbye => (Outcome::Done, &phrases.goodbye),
            AsideKind::Abuse => (Outcome::Decline, &phrases.abuse),
            AsideKind::Injection => (Outcome::Decline, &phrases.instructions_not_followed),
            AsideKind::OtherCountry => (Outcome::Decline, &phrases.other_country),
            AsideKind::OtherLanguage(name) => {
                let own_words = phrases.languages.get(&name.to_lowercase());
                (Outcome::Decline, own_words.unwrap_or(&phrases.other_language))
            }
            AsideKind::SmallTalk
            | AsideKind::OffTopic
            | AsideKind::Homework
            | AsideKind::Spam
            | AsideKind::Nonsense
            | AsideKind::Device => (Outcome::Decline, &phrases.out_of_scope),
        };
        let said = said.clone();
        if engine::is_on_the_way(self.library, &self.session) {
            return engine::say_again(self, vec![said]);
        }
        if outcome == Outcome::Decline && engine::asks_yes_or_no(&self.session) {
            return engine::say_again(self, vec![phrases.yes_or_no.clone()]);
        }
        if outcome != Outcome::Decline {
            self.session.misses = 0;
        } else if self.count_miss() > MOST_MISSES {
            return self.third_miss();
        }
        speak::aside(self, outcome, vec![said])
    }

    fn miss(&mut self) -> Reply {
        if engine::asks_yes_or_no(&self.session) {
            return engine::say_again(self, vec![self.library.phrases().yes_or_no.clone()]);
        }
        if engine::is_on_the_way(self.library, &self.session) {
            return engine::say_again(self, vec![self.library.phrases().not_found.clone()]);
        }
        let misses = self.count_miss();
        let phrases = self.library.phrases();
        match misses {
            1 => speak::aside(self, Outcome::Decline, vec![phrases.not_found.clone()]),
            2 => speak::aside(self, Outcome::Decline, vec![phrases.not_found_again.clone()]),
            _ => self.third_miss(),
        }
    }

    /// After two misses in a row the third turn offers a person first, then the topics.
    fn third_miss(&mut self) -> Reply {
        self.session.misses = 0;
        speak::topics_and_adviser(self, vec![self.library.phrases().not_found_third.clone()])
    }

    fn count_miss(&mut self) -> u8 {
        self.session.misses = self.session.misses.saturating_add(1);
        self.session.misses
    }

    fn no_such_choice(&mut self) -> Reply {
        let highest = self.session.here.offered.len();
        let said = match highest {
            0 => self.library.phrases().empty_message.clone(),
            _ => self.library.phrases().no_such_number.replace("{n}", &highest.to_string()),
        };
        let stays = engine::is_on_the_way(self.library, &self.session) || engine::is_in_crisis(&self.session);
        if !stays && self.count_miss() > MOST_MISSES {
            return self.third_miss();
        }
        engine::say_again(self, vec![said])
    }
}

/// So many misses in a row are answered with another try; the next one with a person.
const MOST_MISSES: u8 = 2;

/// The longest question that is kept to be offered again; a pasted book is not.
const LONGEST_QUESTION: usize = 4_000;

/// What was typed, cut to a length an adviser can read, with control characters gone; those that keep words or lines apart
/// still do.
pub(crate) fn kept_question(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let shown = lines.chars().filter_map(|c| match c {
        '\n' => Some('\n'),
        c if c.is_control() => c.is_whitespace().then_some(' '),
        c => Some(c),
    });
    shown.take(LONGEST_QUESTION).collect::<String>().trim().to_owned()
}

/// Whether nothing can be seen of a message: empty, or of control characters and marks without width alone.
pub(crate) fn is_blank(text: &str) -> bool {
    const WITHOUT_WIDTH: [char; 8] =
        ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];
    text.chars().all(|c| c.is_whitespace() || c.is_control() || WITHOUT_WIDTH.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kept_words_and_lines_apart_still_does() {
        assert_eq!(kept_question("Year\t4\r\nno plan\rno help\u{7}"), "Year 4\nno plan\nno help");
    }

    #[test]
    fn a_message_of_which_nothing_can_be_seen_is_blank() {
        for blank in ["", " \n", "\u{e}\u{e}", "\u{200b}\u{feff}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("🙂") && !is_blank("?"));
    }
}
