//! What is said, before any channel dresses it.
//!
//! A reply is words and choices. Kiosk, Discord and `ask` all show the same reply; how it looks is
//! theirs, what it says is decided here.

use serde::{Deserialize, Serialize};

use crate::library::TopicId;

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// An entry answered.
    Answer,
    /// Two or three candidates are offered.
    Choose,
    /// On the way to a person, or there.
    Adviser,
    /// Someone may be in danger.
    Urgent,
    /// Outside what Signpost covers, or not found.
    Decline,
    /// Somewhere in the tree.
    Menu,
    /// A value is asked for.
    Asked,
    Done,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Answer => "answer",
            Outcome::Choose => "choose",
            Outcome::Adviser => "adviser",
            Outcome::Urgent => "urgent",
            Outcome::Decline => "decline",
            Outcome::Menu => "menu",
            Outcome::Asked => "asked",
            Outcome::Done => "done",
        }
    }
}

/// One turn's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    pub outcome: Outcome,
    pub blocks: Vec<Block>,
    /// Said directly above the choices: "Was this what you needed?"
    pub question: Option<String>,
    /// What can be picked, by number (counted from 1) or by words.
    pub choices: Vec<String>,
    /// Says that the choices are typed in words, where a number is the answer to what is asked. Buttons need no saying.
    pub by_words: Option<String>,
    /// What the reply is about, best first, at most five.
    pub topics: Vec<TopicId>,
    /// Whether one of the choices, or the reply itself, leads to a person.
    pub adviser_offered: bool,
    /// The date the reply tells, for a calendar, while it is still to come.
    pub calendar: Option<CalendarFile>,
}

/// One piece of a reply. Sentences stay apart: a channel may break between them, never inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// Names the whole reply.
    Title(String),
    Heading(String),
    /// Sentences, each on a line of its own.
    Paragraph(Vec<String>),
    /// What to do, in order.
    Steps(Vec<String>),
    Bullets(Vec<String>),
    /// Where the claims stand.
    Sources(Vec<SourceLine>),
    /// A record, as label and value, shown exactly as it is or will be kept.
    Record(Vec<(String, String)>),
    /// Messages both ways, oldest first: who, when, what.
    Messages(Vec<MessageLine>),
    /// A letter to take away.
    Letter(Letter),
}

/// One source under an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// `Children and Families Act 2014, section 36(8)`.
    pub cited: String,
    /// `law`, `statutory guidance`.
    pub standing: String,
    pub link: String,
}

/// A letter drafted for the family to send itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The file's name without its ending: `ask-for-assessment`.
    pub name: String,
    /// Paragraphs, steps and bullets.
    pub paragraphs: Vec<Block>,
}

/// A date to act by, as a calendar reads it. It names the limit and nothing about the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarFile {
    /// The file's name without its ending: `plan-final`.
    pub name: String,
    /// iCalendar, as RFC 5545 writes it.
    pub text: String,
}

/// One message of an enquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageLine {
    pub from: String,
    pub on: String,
    pub text: String,
}

impl Reply {
    /// Puts words before everything else.
    pub fn preceded_by(mut self, sentences: Vec<String>) -> Reply {
        if !sentences.is_empty() {
            self.blocks.insert(0, Block::Paragraph(sentences));
        }
        self
    }

    /// True when the reply shows nothing at all; the engine's tests forbid it.
    pub fn is_silent(&self) -> bool {
        self.blocks.is_empty() && self.question.is_none() && self.choices.is_empty()
    }
}
