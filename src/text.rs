//! Words as an author wrote them: sentences that still know their citations, figures and service details.
//!
//! A text is read once by the loader and put into plain sentences each time it is shown, because a
//! figure or a service detail depends on the day and on the service.

use crate::dialog::FactId;
use crate::library::{ContactId, FigureId, SourceId};

/// What an author wrote under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    pub blocks: Vec<TextBlock>,
}

/// One paragraph or list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextBlock {
    /// Sentences, one for each line of the file.
    Paragraph(Vec<Line>),
    /// A numbered list: what to do, in order. Each item is one or more lines.
    Steps(Vec<Vec<Line>>),
    /// A list without order.
    Bullets(Vec<Vec<Line>>),
}

/// One line of the file: usually one sentence. It is shown whole or left out whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub spans: Vec<Span>,
}

/// A run of characters, or a mark that becomes characters when the line is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    Plain(String),
    /// `**bold**`.
    Strong(String),
    /// `[^cop-6.65]`: shown with the sources, not in the sentence.
    Cite(Citation),
    /// `{{appeal-window}}`.
    Figure(FigureId),
    /// `{{service.phone}}`: the key after the dot. A line with an unset one is left out.
    Service(String),
    /// `{{contact.childline}}`, or one part of it: `{{contact.childline.number}}`.
    Contact(ContactId, ContactPart),
    /// `{{told.letter_child|your child's name}}`: what the family told, or the gap for it in square brackets.
    Told(FactId, String),
    /// `{{enquiry.reference}}` and its like: known only during a conversation.
    Moment(MomentDetail),
}

/// Which part of a contact a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactPart {
    Whole,
    Name,
    Number,
    Web,
    Email,
}

/// A detail that exists only while a family is talking to Signpost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentDetail {
    /// The reference of the enquiry just kept or looked up.
    EnquiryReference,
    /// When an answer is promised; unset where the service promises no time.
    ReplyPromise,
    /// When somebody is next at work; unset while somebody is, and where the service has not said when it works.
    BackAt,
    /// That many families wait just now; unset while few do.
    Backlog,
    /// Where the enquiry is: waiting, with an adviser, answered.
    EnquiryStatus,
    /// `{{today}}`, written out.
    Today,
}

/// Where a claim stands: a source and the place in it.
///
/// Written `[^cop-6.65]`: source `cop`, pinpoint `6.65`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    pub source: SourceId,
    /// Empty where the source takes no pinpoint.
    pub pinpoint: String,
}

impl Text {
    /// Every citation in the text, in reading order, with repeats.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        self.lines().flat_map(|line| &line.spans).filter_map(|span| match span {
            Span::Cite(citation) => Some(citation),
            _ => None,
        })
    }

    /// The facts that it repeats, each once, in reading order.
    pub fn told(&self) -> impl Iterator<Item = &FactId> {
        let mut seen = std::collections::BTreeSet::new();
        self.lines().flat_map(|line| &line.spans).filter_map(move |span| match span {
            Span::Told(fact, _) if seen.insert(fact) => Some(fact),
            _ => None,
        })
    }

    /// Every line, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &Line>> {
            match block {
                TextBlock::Paragraph(lines) => Box::new(lines.iter()),
                TextBlock::Steps(items) | TextBlock::Bullets(items) => Box::new(items.iter().flatten()),
            }
        })
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The words alone, without marks, figures or citations: for the index and for counting.
    pub fn bare_words(&self) -> String {
        let mut words = String::new();
        for line in self.lines() {
            for span in &line.spans {
                match span {
                    Span::Plain(text) | Span::Strong(text) => words.push_str(text),
                    _ => words.push(' '),
                }
            }
            words.push('\n');
        }
        words
    }
}

/// Bytes in hexadecimal, for hashes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
