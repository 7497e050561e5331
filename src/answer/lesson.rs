//! What understanding is learnt from: entries with their phrasings, and lines that ask for no entry.

use serde::{Deserialize, Serialize};

use crate::library::{Entry, EntryId, TopicId};

/// One entry to learn from.
#[derive(Debug, Clone)]
pub struct Lesson<'a> {
    pub id: &'a EntryId,
    pub topic: &'a TopicId,
    pub title: &'a str,
    /// Everything a family may read in the entry, as plain words.
    pub text: String,
    /// How families ask. Never shown.
    pub phrasings: &'a [String],
}

impl<'a> Lesson<'a> {
    /// The lesson in a proven entry. Figures and service details are left out: they change with the day.
    pub fn of(entry: &'a Entry) -> Lesson<'a> {
        let parts = [&entry.short_answer, &entry.law, &entry.steps, &entry.in_short_words];
        let text = parts.map(|part| part.bare_words()).join("\n");
        Lesson { id: &entry.id, topic: &entry.topic, title: &entry.title, text, phrasings: &entry.phrasings }
    }
}

/// A line that asks for no entry: a greeting, an errand, another country's system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    pub kind: AsideKind,
    pub text: String,
}

/// What kind of message it is, where it asks for no entry. Each has its own reply.
///
/// As a key of `knowledge/off-topic.toml` it is written in lower case with hyphens: `other-country`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideKind {
    Greeting,
    Thanks,
    Goodbye,
    SmallTalk,
    /// Another country's system for special needs, Wales, Scotland and Northern Ireland included.
    OtherCountry,
    /// An errand for somebody else: weather, recipes, council tax.
    OffTopic,
    Homework,
    Spam,
    Nonsense,
    /// Orders to the machine in place of a question.
    Injection,
    Abuse,
    /// Words meant for a phone or a loudspeaker: "turn the volume up".
    Device,
    /// Not in English; the language's English name, `Polish`.
    #[serde(skip)]
    OtherLanguage(String),
}

impl AsideKind {
    /// The kinds that are learnt, in a fixed order. Languages are recognised by their letters and words instead.
    pub const LEARNT: [AsideKind; 12] = [
        AsideKind::Greeting,
        AsideKind::Thanks,
        AsideKind::Goodbye,
        AsideKind::SmallTalk,
        AsideKind::OtherCountry,
        AsideKind::OffTopic,
        AsideKind::Homework,
        AsideKind::Spam,
        AsideKind::Nonsense,
        AsideKind::Injection,
        AsideKind::Abuse,
        AsideKind::Device,
    ];

    /// Chat around a question, which does not change what is asked.
    pub fn is_chat(&self) -> bool {
        !matches!(
            self,
            AsideKind::OtherCountry | AsideKind::OffTopic | AsideKind::Homework | AsideKind::OtherLanguage(_)
        )
    }

    /// As an author reads it.
    pub fn in_words(&self) -> String {
        let words = match self {
            AsideKind::Greeting => "a greeting",
            AsideKind::Thanks => "thanks",
            AsideKind::Goodbye => "a goodbye",
            AsideKind::SmallTalk => "small talk",
            AsideKind::OtherCountry => "another country's system",
            AsideKind::OffTopic => "an errand for somebody else",
            AsideKind::Homework => "homework",
            AsideKind::Spam => "an advertisement",
            AsideKind::Nonsense => "nothing that can be read",
            AsideKind::Injection => "orders to the machine",
            AsideKind::Abuse => "abuse",
            AsideKind::Device => "words for a phone or loudspeaker",
            AsideKind::OtherLanguage(name) => return format!("written in {name}"),
        };
        words.to_owned()
    }
}
