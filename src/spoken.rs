//! Texts put into plain sentences for one day, one service and one conversation.
//!
//! A line is shown whole or not at all. It is left out when it names a service detail or a number that is not set, a
//! figure that does not hold on the day, or a source that is not in force on the day: that is how a change of
//! law is written ahead and switches on by itself.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::dialog::{FactId, LetterTemplate};
use crate::library::{Entry, Library, Source};
use crate::moment::in_words;
use crate::reply::{Block, Letter, SourceLine};
use crate::text::{Citation, ContactPart, Line, MomentDetail, Span, Text, TextBlock};

/// What is known only during the conversation.
#[derive(Debug, Clone, Default)]
pub struct Details {
    pub enquiry_reference: Option<String>,
    pub reply_promise: Option<String>,
    /// When somebody is next at work, while nobody is.
    pub back_at: Option<String>,
    pub backlog: Option<String>,
    pub enquiry_status: Option<String>,
    /// What the family has told in this conversation.
    pub told: BTreeMap<FactId, String>,
}

/// Puts texts into sentences.
pub struct Speaker<'a> {
    library: &'a Library,
    on: NaiveDate,
    details: Details,
}

impl<'a> Speaker<'a> {
    pub fn new(library: &'a Library, on: NaiveDate) -> Speaker<'a> {
        Speaker { library, on, details: Details::default() }
    }

    pub fn with_details(mut self, details: Details) -> Speaker<'a> {
        self.details = details;
        self
    }

    /// The sentences of a text; an emptied paragraph or list is left out.
    pub fn blocks(&self, text: &Text) -> Vec<Block> {
        text.blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    /// The draft, ready to take away: with what was told, and a gap in square brackets for what was not.
    pub fn letter(&self, template: &LetterTemplate) -> Letter {
        Letter { name: template.name.clone(), paragraphs: self.blocks(&template.body) }
    }

    fn block(&self, block: &TextBlock) -> Option<Block> {
        let items = |items: &[Vec<Line>]| -> Vec<String> {
            items
                .iter()
                .map(|lines| self.sentences(lines).join(" "))
                .filter(|item| !item.is_empty())
                .collect()
        };
        let block = match block {
            TextBlock::Paragraph(lines) => Block::Paragraph(self.sentences(lines)),
            TextBlock::Steps(steps) => Block::Steps(items(steps)),
            TextBlock::Bullets(bullets) => Block::Bullets(items(bullets)),
        };
        match &block {
            Block::Paragraph(said) | Block::Steps(said) | Block::Bullets(said) if said.is_empty() => None,
            _ => Some(block),
        }
    }

    fn sentences(&self, lines: &[Line]) -> Vec<String> {
        lines.iter().filter_map(|line| self.sentence(line)).collect()
    }

    /// The line in plain words; `None` when something in it is not set or not in force.
    pub fn sentence(&self, line: &Line) -> Option<String> {
        let mut said = String::new();
        for span in &line.spans {
            match span {
                Span::Plain(words) | Span::Strong(words) => said.push_str(words),
                Span::Cite(citation) if self.stands(citation) => {}
                Span::Cite(_) => return None,
                Span::Figure(id) => said.push_str(&self.library.figure(id, self.on)?.in_words()),
                Span::Service(key) => said.push_str(self.library.service().details.get(key)?),
                Span::Contact(id, part) => {
                    let contact = self.library.contact(id)?;
                    match part {
                        ContactPart::Whole => said.push_str(&contact.in_words()),
                        ContactPart::Name => said.push_str(&contact.name),
                        ContactPart::Number => said.push_str(contact.number.as_ref()?),
                        ContactPart::Web => said.push_str(contact.web.as_ref()?),
                        ContactPart::Email => said.push_str(contact.email.as_ref()?),
                    }
                }
                Span::Told(fact, gap) => match self.details.told.get(fact) {
                    Some(told) => said.push_str(&told_in_words(told)),
                    None => said.push_str(&format!("[{gap}]")),
                },
                Span::Moment(MomentDetail::Today) => said.push_str(&in_words(self.on)),
                Span::Moment(detail) => said.push_str(self.detail(*detail)?),
            }
        }
        let said = said.trim();
        (!said.is_empty()).then(|| said.to_owned())
    }

    fn detail(&self, detail: MomentDetail) -> Option<&str> {
        match detail {
            MomentDetail::EnquiryReference => self.details.enquiry_reference.as_deref(),
            MomentDetail::ReplyPromise => self.details.reply_promise.as_deref(),
            MomentDetail::BackAt => self.details.back_at.as_deref(),
            MomentDetail::Backlog => self.details.backlog.as_deref(),
            MomentDetail::Today => None,
            MomentDetail::EnquiryStatus => self.details.enquiry_status.as_deref(),
        }
    }

    fn stands(&self, citation: &Citation) -> bool {
        self.library.source(&citation.source).is_some_and(|source| source.is_in_force(self.on))
    }

    /// Every source of an entry that stands on the day, in the order it is first cited.
    pub fn entry_sources(&self, entry: &Entry) -> Vec<SourceLine> {
        let texts = [&entry.short_answer, &entry.law, &entry.steps, &entry.in_short_words];
        self.sources(texts.into_iter().flat_map(Text::citations))
    }

    /// Each source once, with every place in it that is cited, in the order the sources are first cited.
    pub fn sources<'c>(&self, citations: impl Iterator<Item = &'c Citation>) -> Vec<SourceLine> {
        let mut cited: Vec<(&Source, Vec<&str>)> = Vec::new();
        for citation in citations {
            let Some(source) = self.library.source(&citation.source) else { continue };
            if !source.is_in_force(self.on) {
                continue;
            }
            match cited.iter_mut().find(|(known, _)| known.id == source.id) {
                Some((_, places)) => places.push(&citation.pinpoint),
                None => cited.push((source, vec![&citation.pinpoint])),
            }
        }
        let line = |(source, places): (&Source, Vec<&str>)| SourceLine {
            cited: source.cited_at(&places),
            standing: source.standing.in_words().to_owned(),
            link: source.link.clone(),
        };
        cited.into_iter().map(line).collect()
    }
}

/// A value as told; a day is written out.
fn told_in_words(told: &str) -> String {
    told.parse().map(in_words).unwrap_or_else(|_| told.to_owned())
}
