//! Where one family is, and what it has chosen so far.
//!
//! A session is plain data: it is saved between turns and opened by later builds. Nothing in it refers to the
//! library except by name, so a name that has gone is noticed when it is used, never before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dialog::{FactId, NodeRef, Target};
use crate::enquiry::{Channel, Contact, Reference};
use crate::library::{EntryId, id_type};

id_type!(
    /// Random, unguessable; made by the shell.
    SessionId
);

/// The form in which sessions are saved. Raise it only when an old one can no longer be read.
pub const VERSION: u16 = 1;

/// How far back `back` goes.
const REMEMBERED_STEPS: usize = 40;

/// One family's conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub version: u16,
    pub id: SessionId,
    pub channel: Channel,
    /// How the channel itself can reach the family, such as by direct message.
    pub reachable: Option<Contact>,
    pub here: Here,
    /// Earlier places, oldest first; `back` takes the last.
    pub past: Vec<Here>,
    /// Titles of what has been shown, oldest first: goes into an enquiry, if one is made.
    pub shown: Vec<String>,
    /// The last thing asked in free text, offered again when a question is passed on.
    pub asked: Option<String>,
    /// What else the last question might have been about, best first.
    #[serde(default)]
    pub runners_up: Vec<EntryId>,
    /// Misses in a row.
    pub misses: u8,
    /// Words of danger were written in this conversation.
    pub danger: bool,
    /// The enquiry made or looked up last.
    pub reference: Option<Reference>,
    /// An adviser has that enquiry now, so Signpost leaves the answering to them. Told anew before each turn, never
    /// kept.
    #[serde(skip)]
    pub is_with_adviser: bool,
    /// What was just typed may be of danger, and its effects are under way: what is said once they have come out says so
    /// first. Never kept.
    #[serde(skip)]
    pub may_be_danger: bool,
    /// The family has agreed that what it writes meanwhile goes to the adviser who has this enquiry.
    #[serde(default)]
    pub sends_on: Option<Reference>,
    /// What a form holds for what the hand-off has not asked for yet, by the fact: kept while the family is asked
    /// something in between, and gone once it goes another way.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filled: BTreeMap<String, String>,
    /// How many enquiries were kept from here: the same question passed on again is another one.
    #[serde(default)]
    pub passed_on: u32,
}

/// A place, with what was told and what was offered there: enough to stand there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    pub place: Place,
    #[serde(default)]
    pub facts: BTreeMap<FactId, String>,
    /// What the numbers mean to this family now, whatever later builds offer.
    #[serde(default)]
    pub offered: Vec<Offer>,
    /// A value that was read back and waits for a yes.
    #[serde(default)]
    pub pending: Option<String>,
}

/// What a family is looking at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Nothing has been said yet.
    Door,
    Node(NodeRef),
    Entry {
        id: EntryId,
        part: Part,
    },
    /// "Which of these?"
    Candidates(Vec<EntryId>),
    /// "Was this what you needed?" was answered with no; these are the runners-up.
    AskedAgain(Vec<EntryId>),
    /// Something was typed while an adviser has the enquiry: is it for the adviser?
    ForAdviser,
}

/// Which part of an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Short answer, what you can do, sources.
    Answer,
    Law,
    InShortWords,
}

/// One numbered choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub label: String,
    pub step: Step,
}

/// What picking an offer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Go(Target),
    /// Another part of the entry that is shown.
    Show(Part),
    /// "Yes, this was what I needed."
    Satisfied,
    /// "No, something else."
    SomethingElse,
    Back,
    Menu,
    Adviser,
    /// The last free text is taken as the value asked for.
    UseWhatIWrote,
    /// One of the days that what was typed may mean, as `2027-03-03`.
    Tell(String),
    /// The value read back is right.
    Confirm,
    /// The value read back is wrong: ask again.
    TypeAgain,
    /// There is no such value: go on without.
    Without,
    /// Reached through the channel itself.
    ReachMeHere,
    /// What was typed is for the adviser who has the enquiry.
    SendToAdviser,
    /// It is for Signpost after all.
    AnswerHere,
    /// The personal details that were pointed out are left out.
    LeaveOut,
    /// They stay as they are.
    KeepWords,
}

impl Part {
    /// The word that asks for it.
    pub fn as_word(self) -> &'static str {
        match self {
            Part::Answer => "answer",
            Part::Law => "law",
            Part::InShortWords => "easy read",
        }
    }
}

impl Session {
    /// A conversation that has not begun.
    pub fn new(id: SessionId, channel: Channel) -> Session {
        Session {
            version: VERSION,
            id,
            channel,
            reachable: None,
            here: Here::at(Place::Door),
            past: Vec::new(),
            shown: Vec::new(),
            asked: None,
            runners_up: Vec::new(),
            misses: 0,
            danger: false,
            reference: None,
            is_with_adviser: false,
            may_be_danger: false,
            sends_on: None,
            filled: BTreeMap::new(),
            passed_on: 0,
        }
    }

    /// The same conversation begun anew: what was told is gone, who it is with is not.
    pub(crate) fn afresh(&self) -> Session {
        let reachable = self.reachable.clone();
        Session { reachable, passed_on: self.passed_on, ..Session::new(self.id.clone(), self.channel) }
    }

    /// Whether nobody has said anything in it: a family that left nothing behind.
    pub fn is_blank(&self) -> bool {
        let is_untold = self.here.facts.is_empty() && self.filled.is_empty();
        let is_without_enquiry = self.reference.is_none() && self.sends_on.is_none();
        self.past.is_empty() && self.asked.is_none() && !self.danger && is_untold && is_without_enquiry
    }

    /// Moves to another place, remembering this one for `back`. What was told is kept.
    pub fn go(&mut self, place: Place) {
        if self.here.place == place && self.here.pending.is_none() {
            return;
        }
        let facts = self.here.facts.clone();
        let left = std::mem::replace(&mut self.here, Here { facts, ..Here::at(place) });
        if left.place != Place::Door {
            self.past.push(left);
            if self.past.len() > REMEMBERED_STEPS {
                self.past.remove(0);
            }
        }
    }

    /// Undoes the last move. False when there is none.
    pub fn go_back(&mut self) -> bool {
        match self.past.pop() {
            Some(before) => {
                self.here = before;
                true
            }
            None => false,
        }
    }

    pub fn fact(&self, name: &str) -> Option<&str> {
        self.here.facts.get(&FactId::new(name)).map(String::as_str)
    }

    /// Remembers a value. An empty one never erases what was told before.
    pub fn remember(&mut self, fact: &FactId, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.here.facts.insert(fact.clone(), value.to_owned());
        }
    }

    pub(crate) fn note_shown(&mut self, title: &str) {
        if self.shown.last().is_none_or(|last| last != title) {
            self.shown.push(title.to_owned());
            if self.shown.len() > REMEMBERED_STEPS {
                self.shown.remove(0);
            }
        }
    }

    /// As saved between turns.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a session is maps, lists and strings, which JSON can hold")
    }

    /// Reads a saved session.
    ///
    /// # Errors
    ///
    /// [`NotReadable`] when another build wrote something this one cannot read; the family starts afresh and is
    /// told so.
    pub fn from_json(saved: &str) -> Result<Session, NotReadable> {
        let session: Session = serde_json::from_str(saved)?;
        if session.version > VERSION {
            return Err(NotReadable::Newer { found: session.version });
        }
        Ok(session)
    }
}

/// A saved session that this build cannot read.
#[derive(Debug, thiserror::Error)]
pub enum NotReadable {
    #[error("the saved session is not in a form this build knows")]
    Form(#[from] serde_json::Error),
    #[error("the saved session has version {found}, and this build reads up to {VERSION}")]
    Newer { found: u16 },
}

impl Here {
    pub fn at(place: Place) -> Here {
        Here { place, facts: BTreeMap::new(), offered: Vec::new(), pending: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        Session::new(SessionId::new("s"), Channel::Kiosk)
    }

    #[test]
    fn a_session_of_a_newer_form_is_refused() {
        let mut session = session();
        session.version = VERSION + 1;
        assert!(matches!(Session::from_json(&session.to_json()), Err(NotReadable::Newer { .. })));
    }

    #[test]
    fn an_empty_value_does_not_erase_a_told_one() {
        let mut session = session();
        session.remember(&FactId::new("stage"), "A plan");
        session.remember(&FactId::new("stage"), "  ");
        assert_eq!(session.fact("stage"), Some("A plan"));
    }

    #[test]
    fn back_undoes_a_move_and_what_was_told_after_it() {
        let mut session = session();
        session.go(Place::Node(NodeRef::new("start", "start")));
        let before = session.here.clone();
        session.go(Place::Node(NodeRef::new("start", "school")));
        session.remember(&FactId::new("stage"), "A plan");
        assert!(session.go_back());
        assert_eq!(session.here, before);
        assert!(!session.go_back());
    }
}
