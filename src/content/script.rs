//! A dialog: `dialogs/<name>.md`, Markdown that reads well on a code host.
//!
//! ```text
//! ## when-received                          a node
//!
//! When did the council receive your request?       what is said
//!
//! - [I do not know](#no-date)               a choice: a node of this dialog
//! - [What a review is](review-meeting)      an entry
//! - [Start again](dialog:start)             another dialog, or dialog:start#node
//! ```
//!
//! A fenced block that begins ` ```toml ` says what the node does besides speaking:
//!
//! | keys | what happens |
//! | --- | --- |
//! | `ask = "fact"`, `kind = "text"` (or `date`, `contact`, `reference`), `then` | waits for a value, remembers it, goes on to `then` |
//! | `ask = "fact"`, `kind = "choice"` | remembers the label of the choice, which leads where it says |
//! | `optional = true` | with `ask`: the family may go on without |
//! | `do = "letter"`, `name` | shows the letter of the node's fenced `letter` block, to take away under that name |
//! | `do = "date"`, `rule`, `on`, `also` | reckons a legal limit from the day that fact `on` holds (and `also`, if told) |
//! | `do = "point-out"`, `fact`, `then` | points out personal details in what was told, to be left out or kept; without any it goes straight on |
//! | `do = "preview-enquiry"` | shows what would be passed on |
//! | `do = "open-enquiry"`, `then`, `otherwise` | keeps the enquiry |
//! | `do = "show-enquiry"`, `otherwise` | shows the enquiry whose reference was given |
//! | `do = "add-message"`, `fact`, `then`, `otherwise` | adds an answer to the enquiry shown |
//! | `do = "withdraw-enquiry"`, `then`, `otherwise` | takes the enquiry back |
//! | `do = "forget"` | ends the conversation |
//! | `only_if = "fact is value"`, `otherwise` | the node stands only then; it cannot share a node with an action that has its own `otherwise` |
//!
//! `then` and `otherwise` name `#node`, `dialog:name` or `dialog:name#node`.

use std::ops::Range;

use chrono::NaiveDate;

use super::data::Registers;
use super::fields::{self, Fields};
use super::front::{self, Review};
use super::markdown::{self, Block, Section, Written, WrittenBlock, WrittenLine};
use super::marks::Marks;
use super::names;
use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;
use crate::dialog::AskKind;

/// A dialog as read, its links not yet followed.
#[derive(Debug)]
pub struct DialogDraft<'p> {
    pub page: &'p Page,
    pub id: String,
    pub title: Option<Placed<String>>,
    pub review: Option<Review>,
    pub nodes: Vec<NodeDraft>,
}

#[derive(Debug)]
pub struct NodeDraft {
    pub id: Placed<String>,
    pub says: Written,
    pub choices: Vec<ChoiceDraft>,
    pub action: Option<ActionDraft>,
    /// The words of the fenced `letter` block.
    pub letter: Option<Written>,
    pub guard: Option<GuardDraft>,
    /// False when its list or `toml` block had a problem: then nothing is said about where it leads.
    pub is_clear: bool,
}

#[derive(Debug)]
pub struct ChoiceDraft {
    pub label: Placed<String>,
    pub to: Placed<String>,
}

#[derive(Debug)]
pub struct ActionDraft {
    pub does: Does,
    pub fact: Option<Placed<String>>,
    pub optional: bool,
    /// What a letter is called.
    pub name: Option<Placed<String>>,
    /// What a date is reckoned with: rule, first fact, second fact.
    pub rule: Option<Placed<String>>,
    pub on: Option<Placed<String>>,
    pub also: Option<Placed<String>>,
    pub then: Option<Placed<String>>,
    pub otherwise: Option<Placed<String>>,
}

#[derive(Debug)]
pub struct GuardDraft {
    pub fact: Placed<String>,
    pub value: String,
    pub otherwise: Placed<String>,
}

/// What a node does, without the names it does it with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Ask(AskKind),
    Letter,
    Date,
    PointOut,
    PreviewEnquiry,
    OpenEnquiry,
    ShowEnquiry,
    AddMessage,
    WithdrawEnquiry,
    Forget,
}

const DOINGS: [(&str, Does); 9] = [
    ("letter", Does::Letter),
    ("date", Does::Date),
    ("point-out", Does::PointOut),
    ("preview-enquiry", Does::PreviewEnquiry),
    ("open-enquiry", Does::OpenEnquiry),
    ("show-enquiry", Does::ShowEnquiry),
    ("add-message", Does::AddMessage),
    ("withdraw-enquiry", Does::WithdrawEnquiry),
    ("forget", Does::Forget),
];

impl Does {
    fn takes_fact(self) -> bool {
        matches!(self, Does::AddMessage | Does::PointOut)
    }

    fn takes_then(self) -> bool {
        match self {
            Does::Ask(kind) => kind != AskKind::Choice,
            Does::PointOut | Does::OpenEnquiry | Does::AddMessage | Does::WithdrawEnquiry => true,
            Does::Letter | Does::Date | Does::PreviewEnquiry | Does::ShowEnquiry | Does::Forget => false,
        }
    }

    fn takes_otherwise(self) -> bool {
        matches!(self, Does::OpenEnquiry | Does::ShowEnquiry | Does::AddMessage | Does::WithdrawEnquiry)
    }
}

/// `dialogs/letters/ask-for-reasons.md` is dialog `letters/ask-for-reasons`.
pub fn id_of(name: &str) -> &str {
    name.trim_start_matches("dialogs/").trim_end_matches(".md")
}

/// Reads one dialog; whatever is wrong goes to `findings`.
pub fn read<'p>(
    page: &'p Page,
    findings: &Findings,
    registers: &Registers,
    today: NaiveDate,
) -> DialogDraft<'p> {
    let mut draft =
        DialogDraft { page, id: id_of(&page.name).to_owned(), title: None, review: None, nodes: Vec::new() };
    let body = match front::split(page, findings) {
        Ok(mut split) => {
            if split.is_whole {
                draft.title = split.fields.text("title");
                draft.review = front::review(page, findings, &mut split.fields);
                split.fields.finish();
            }
            split.body
        }
        Err(body) => body,
    };
    let reader = Reader { marks: &Marks { page, findings, registers, today, in_dialog: true } };
    for section in markdown::read(reader.marks, body..page.text.len()) {
        draft.nodes.extend(reader.node(section));
    }
    if draft.nodes.is_empty() {
        let mend = "write a line `## name`, then what is said, then a list of links as choices";
        findings.add(page.problem(Code::DialogEmpty, body, "this dialog has no node", mend));
    }
    draft
}

struct Reader<'a> {
    marks: &'a Marks<'a>,
}

impl Reader<'_> {
    fn node(&self, section: Section) -> Option<NodeDraft> {
        let Some(id) = section.heading else {
            if let Some(at) = section.blocks.first().map(place_of) {
                let mend = "put them under a line `## name`";
                self.problem(
                    Code::MarkdownNotAllowed,
                    at,
                    "words before the first node are never said",
                    mend,
                );
            }
            return None;
        };
        if !is_name(&id.value) {
            let message = format!("`{}` cannot name a node", id.value);
            self.problem(Code::BadName, id.at, message, "use small letters, digits and hyphens");
        }
        let mut node = NodeDraft {
            id,
            says: Written::default(),
            choices: Vec::new(),
            action: None,
            letter: None,
            guard: None,
            is_clear: true,
        };
        let mut has_toml = false;
        for block in section.blocks {
            match block {
                Block::Paragraph(lines) => self.say(&mut node, WrittenBlock::Paragraph(lines)),
                Block::Steps(items) => self.list(&mut node, items, WrittenBlock::Steps),
                Block::Bullets(items) => self.list(&mut node, items, WrittenBlock::Bullets),
                Block::Toml { at, .. } if has_toml => {
                    node.is_clear = false;
                    let message = "a node does one thing, and this is its second `toml` block";
                    self.problem(Code::ActionUnclear, at, message, "give the second a node of its own");
                }
                Block::Toml { at, inside } => {
                    has_toml = true;
                    self.toml(&mut node, at, inside);
                }
                Block::Letter { at, inside } => self.letter(&mut node, at, inside),
            }
        }
        let drafts_letter = node.action.as_ref().is_some_and(|action| action.does == Does::Letter);
        if node.is_clear && drafts_letter != node.letter.is_some() {
            node.is_clear = false;
            let message = "a letter needs both a `toml` block with `do = \"letter\"` and a block ```letter with its words";
            self.problem(
                Code::ActionUnclear,
                node.id.at,
                message,
                "add the one that is missing, or take the other away",
            );
        }
        Some(node)
    }

    fn say(&self, node: &mut NodeDraft, block: WrittenBlock) {
        let written = Written { blocks: vec![block] };
        let first = written.lines().next().map_or(node.id.at, |line| line.at);
        for link in written.lines().flat_map(|line| &line.links) {
            node.is_clear = false;
            let mend = format!("put it in the list of choices: `- [{}]({})`", link.label, link.to.value);
            self.problem(
                Code::MarkdownNotAllowed,
                link.at,
                "a link within a sentence cannot be chosen",
                &mend,
            );
        }
        if !node.choices.is_empty() {
            let message = "these words stand after the choices, and would be said before them";
            self.problem(Code::MarkdownNotAllowed, first, message, "move them above the list of choices");
        }
        node.says.blocks.extend(written.blocks);
    }

    /// A list of links is choices; a list without links is said.
    fn list(
        &self,
        node: &mut NodeDraft,
        items: Vec<Vec<WrittenLine>>,
        said: fn(Vec<Vec<WrittenLine>>) -> WrittenBlock,
    ) {
        if items.iter().flatten().all(|line| line.links.is_empty()) {
            self.say(node, said(items));
            return;
        }
        for item in items {
            match item.as_slice() {
                [WrittenLine { spans, links, .. }] if spans.is_empty() && links.len() == 1 => {
                    let link = &links[0];
                    let label = Placed::new(link.label.trim().to_owned(), link.at + 1);
                    node.choices.push(ChoiceDraft { label, to: link.to.clone() });
                }
                lines => {
                    node.is_clear = false;
                    let at = lines.first().map_or(node.id.at, |line| line.at);
                    let message = "this item of the choices is not one link and nothing else";
                    self.problem(
                        Code::MarkdownNotAllowed,
                        at,
                        message,
                        "write `- [what is picked](#where-it-leads)`",
                    );
                }
            }
        }
    }

    fn letter(&self, node: &mut NodeDraft, at: usize, inside: Range<usize>) {
        let mut written = Written::default();
        for section in markdown::read(self.marks, inside) {
            if let Some(heading) = &section.heading {
                let message = "a letter has no headings";
                self.problem(
                    Code::MarkdownNotAllowed,
                    heading.at,
                    message,
                    "take the ## away, or write it in **bold**",
                );
            }
            for block in section.blocks {
                match block {
                    Block::Paragraph(lines) => written.blocks.push(WrittenBlock::Paragraph(lines)),
                    Block::Steps(items) => written.blocks.push(WrittenBlock::Steps(items)),
                    Block::Bullets(items) => written.blocks.push(WrittenBlock::Bullets(items)),
                    Block::Toml { at, .. } | Block::Letter { at, .. } => {
                        let message = "a block within a letter is not part of the letter";
                        self.problem(Code::MarkdownNotAllowed, at, message, "take the fence away");
                    }
                }
            }
        }
        for link in written.lines().flat_map(|line| &line.links) {
            let mend = "write out the address in words, or name a contact";
            self.problem(Code::MarkdownNotAllowed, link.at, "a letter has no links", mend);
        }
        if written.is_empty() || node.letter.is_some() {
            node.is_clear = false;
            let message = "a node has one letter, with words in it";
            self.problem(Code::ActionUnclear, at, message, "write the letter in one block ```letter");
        }
        node.letter = Some(written);
    }

    fn toml(&self, node: &mut NodeDraft, at: usize, inside: Range<usize>) {
        let before = self.marks.findings.count();
        let toml = fields::read(self.marks.page, inside.start, inside.end, self.marks.findings);
        if !toml.is_whole {
            node.is_clear = false;
            return;
        }
        let mut fields = Fields::new(self.marks.page, self.marks.findings, toml, "this block").at(at);
        let asks = fields.has("ask");
        let has_action = asks || fields.has("do");
        let does = if asks { self.asking(&mut fields) } else { self.doing(&mut fields) };
        if has_action && does.is_none() {
            // What the other keys mean depends on what is done, and that is already reported.
            node.is_clear = false;
            return;
        }
        let fact = match does {
            Some(Does::Ask(_)) => fields.text("ask"),
            Some(does) if does.takes_fact() => fields.text("fact"),
            _ => None,
        };
        let optional = matches!(does, Some(Does::Ask(_))) && fields.flag("optional");
        let name = does.filter(|does| *does == Does::Letter).and_then(|_| fields.text("name"));
        let reckons = does == Some(Does::Date);
        let rule = if reckons { fields.text("rule") } else { None };
        let on = if reckons { fields.text("on") } else { None };
        let also = if reckons { fields.optional_text("also") } else { None };
        let then = does.filter(|does| does.takes_then()).and_then(|_| fields.text("then"));
        let only_if = fields.optional_text("only_if");
        let acts_otherwise = does.is_some_and(Does::takes_otherwise);
        let otherwise = if acts_otherwise || only_if.is_some() { fields.text("otherwise") } else { None };
        if let Some(only_if) = &only_if
            && acts_otherwise
        {
            let message = "`otherwise` would belong to both the condition and the action";
            self.problem(
                Code::ActionUnclear,
                only_if.at,
                message,
                "give the condition a node of its own, before this one",
            );
        }
        fields.finish();
        node.guard = match (only_if, &otherwise) {
            (Some(only_if), Some(otherwise)) => self.guard(&only_if, otherwise.clone()),
            _ => None,
        };
        let otherwise = otherwise.filter(|_| acts_otherwise);
        node.action =
            does.map(|does| ActionDraft { does, fact, optional, name, rule, on, also, then, otherwise });
        node.is_clear = self.marks.findings.count() == before;
    }

    fn asking(&self, fields: &mut Fields<'_>) -> Option<Does> {
        let kind = fields.text("kind")?;
        let Marks { page, findings, .. } = self.marks;
        let is_no = "is no kind of value to ask for";
        names::read(page, findings, &kind, Code::ActionUnclear, is_no).map(Does::Ask)
    }

    fn doing(&self, fields: &mut Fields<'_>) -> Option<Does> {
        if !fields.has("do") && fields.has("only_if") {
            return None;
        }
        let doing = fields.text("do")?;
        let found = DOINGS.iter().find(|(name, _)| *name == doing.value);
        if found.is_none() {
            let names = DOINGS.map(|(name, _)| name);
            let mend = nearest::mend(&doing.value, names, &format!("use one of: {}", names.join(", ")));
            let message = format!("`{}` is nothing a node can do", doing.value);
            self.problem(Code::ActionUnclear, doing.at, message, &mend);
        }
        found.map(|(_, does)| *does)
    }

    fn guard(&self, only_if: &Placed<String>, otherwise: Placed<String>) -> Option<GuardDraft> {
        let parts = only_if.value.split_once(" is ").map(|(fact, value)| (fact.trim(), value.trim()));
        match parts {
            Some((fact, value)) if !fact.is_empty() && !value.is_empty() => Some(GuardDraft {
                fact: Placed::new(fact.to_owned(), only_if.at),
                value: value.to_owned(),
                otherwise,
            }),
            _ => {
                let message = format!("`{}` is no condition", only_if.value);
                self.problem(Code::ActionUnclear, only_if.at, message, "write `only_if = \"fact is value\"`");
                None
            }
        }
    }

    fn problem(&self, code: Code, at: usize, message: impl Into<String>, mend: &str) {
        self.marks.findings.add(self.marks.page.problem(code, at, message, mend));
    }
}

/// Small letters, digits and hyphens, beginning with a letter or digit.
pub fn is_name(name: &str) -> bool {
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.chars().all(sound) && !name.starts_with('-') && !name.ends_with('-')
}

fn place_of(block: &Block) -> usize {
    match block {
        Block::Paragraph(lines) => lines.first().map_or(0, |line| line.at),
        Block::Steps(items) | Block::Bullets(items) => {
            items.iter().flatten().next().map_or(0, |line| line.at)
        }
        Block::Toml { at, .. } | Block::Letter { at, .. } => *at,
    }
}
