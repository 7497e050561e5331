//! A knowledge entry: `knowledge/<area>/<topic-id>.md`.
//!
//! ```text
//! +++
//! title = "The council has refused to assess my child"
//! owner = "advice team lead"
//! reviewed = 2026-11-24
//! review_by = 2027-05-24
//! related = ["ehcna-legal-test", "mediation"]
//! next = ["dialog:letters/ask-for-reasons"]
//! topic = "ehcna-refused"                       # only where it is not the file name
//! to_confirm = ["what nobody could confirm yet"]
//! +++
//!
//! The short answer, at most 60 words, one sentence a line.
//!
//! ## What the law says
//! ## What you can do
//! ## In short words
//! ## How families ask
//!
//! - one phrasing a line, read as it stands and never shown
//! ```

use chrono::NaiveDate;

use super::data::Registers;
use super::front::{self, Review, Split};
use super::markdown::{self, Block, Section, Written, WrittenBlock, WrittenLine};
use super::marks::Marks;
use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;

const LAW: &str = "What the law says";
const STEPS: &str = "What you can do";
const SHORT_WORDS: &str = "In short words";
const PHRASINGS: &str = "How families ask";
const HEADINGS: [&str; 4] = [LAW, STEPS, SHORT_WORDS, PHRASINGS];

/// An entry as read, not yet joined to anything.
#[derive(Debug)]
pub struct EntryDraft<'p> {
    pub page: &'p Page,
    pub id: String,
    pub area: String,
    pub title: Option<Placed<String>>,
    pub review: Option<Review>,
    pub topic: Placed<String>,
    pub related: Vec<Placed<String>>,
    pub next: Vec<Placed<String>>,
    pub to_confirm: Vec<String>,
    /// Where the text begins.
    pub body: usize,
    pub short_answer: Written,
    pub law: Written,
    pub steps: Written,
    pub in_short_words: Written,
    pub phrasings: Vec<Placed<&'p str>>,
    /// False when the front matter or the headings are so broken that what is missing may only be hidden.
    pub is_whole: bool,
}

/// Reads one entry; whatever is wrong goes to `findings`.
pub fn read<'p>(
    page: &'p Page,
    findings: &'p Findings,
    registers: &Registers,
    today: NaiveDate,
) -> EntryDraft<'p> {
    let (area, id) = area_and_id(&page.name);
    let mut draft = EntryDraft {
        page,
        topic: Placed::new(id.to_owned(), 0),
        id: id.to_owned(),
        area: area.to_owned(),
        title: None,
        review: None,
        related: Vec::new(),
        next: Vec::new(),
        to_confirm: Vec::new(),
        body: 0,
        short_answer: Written::default(),
        law: Written::default(),
        steps: Written::default(),
        in_short_words: Written::default(),
        phrasings: Vec::new(),
        is_whole: false,
    };
    match front::split(page, findings) {
        Ok(split) => read_front(&mut draft, findings, split),
        Err(body) => draft.body = body,
    }
    let marks = Marks { page, findings, registers, today, in_dialog: false };
    read_body(&mut draft, &marks);
    draft
}

/// `knowledge/ehc/mediation.md` is entry `mediation` of area `ehc`.
pub fn area_and_id(name: &str) -> (&str, &str) {
    let inner = name.trim_start_matches("knowledge/").trim_end_matches(".md");
    inner.rsplit_once('/').unwrap_or(("", inner))
}

fn read_front<'p>(draft: &mut EntryDraft<'p>, findings: &'p Findings, split: Split<'p>) {
    let Split { mut fields, is_whole, body } = split;
    draft.body = body;
    draft.is_whole = is_whole;
    if !is_whole {
        // What could not be read may hold what seems to be missing: its own problem is enough.
        return;
    }
    draft.title = fields.text("title");
    draft.review = front::review(draft.page, findings, &mut fields);
    draft.related = fields.list("related");
    draft.next = fields.list("next");
    if let Some(topic) = fields.optional_text("topic") {
        draft.topic = topic;
    }
    draft.to_confirm = fields.list("to_confirm").into_iter().map(|text| text.value).collect();
    fields.finish();
}

fn read_body(draft: &mut EntryDraft<'_>, marks: &Marks<'_>) {
    let page = draft.page;
    let text = &page.text[draft.body..];
    let asks = front::lines_with_places(text).find(|(_, line)| is_heading(line, PHRASINGS));
    let shown_end = asks.map_or(page.text.len(), |(at, _)| draft.body + at);
    let sections = markdown::read(marks, draft.body..shown_end);
    report_headings(draft, marks, &sections, asks.is_some(), shown_end);
    for section in sections {
        let name = section.heading.as_ref().map(|heading| heading.value.clone());
        let written = to_written(marks, section.blocks);
        let slot = match name.as_deref() {
            None => &mut draft.short_answer,
            Some(LAW) => &mut draft.law,
            Some(STEPS) => &mut draft.steps,
            Some(SHORT_WORDS) => &mut draft.in_short_words,
            Some(_) => continue,
        };
        slot.blocks.extend(written.blocks);
    }
    if let Some((at, line)) = asks {
        read_phrasings(draft, marks, draft.body + at + line.len());
    }
    report_empty(draft, marks);
}

fn is_heading(line: &str, name: &str) -> bool {
    line.trim_end().strip_prefix("## ").is_some_and(|heading| heading.trim() == name)
}

fn report_headings(
    draft: &mut EntryDraft<'_>,
    marks: &Marks<'_>,
    sections: &[Section],
    asks: bool,
    end: usize,
) {
    let page = draft.page;
    let mut given: Vec<usize> = Vec::new();
    for heading in sections.iter().filter_map(|section| section.heading.as_ref()) {
        let Some(number) = HEADINGS.iter().position(|name| *name == heading.value) else {
            draft.is_whole = false;
            let otherwise = format!("use one of: {}", HEADINGS.join(", "));
            let mend = nearest::mend(&heading.value, HEADINGS, &otherwise);
            let message = format!("`{}` is no heading of an entry", heading.value);
            marks.findings.add(page.problem(Code::SectionUnknown, heading.at, message, mend));
            continue;
        };
        if given.contains(&number) {
            let message = format!("`{}` comes twice", heading.value);
            let mend = "put the two sections together";
            marks.findings.add(page.problem(Code::SectionOrder, heading.at, message, mend));
        } else if given.last().is_some_and(|last| *last > number) {
            let message = format!("`{}` is out of order", heading.value);
            let mend = format!("the order is: {}", HEADINGS.join(", "));
            marks.findings.add(page.problem(Code::SectionOrder, heading.at, message, mend));
        }
        given.push(number);
    }
    if !draft.is_whole {
        return;
    }
    let is_there = |number: &usize| given.contains(number) || (HEADINGS[*number] == PHRASINGS && asks);
    for number in (0..HEADINGS.len()).filter(|number| !is_there(number)) {
        let message = format!("there is no section `{}`", HEADINGS[number]);
        let mend = format!("add a line `## {}` and what belongs under it", HEADINGS[number]);
        marks.findings.add(page.problem(Code::SectionMissing, end, message, mend));
        draft.is_whole = draft.is_whole && HEADINGS[number] != PHRASINGS;
    }
}

/// A section that has its heading and nothing under it. One without a heading is already reported.
fn report_empty(draft: &EntryDraft<'_>, marks: &Marks<'_>) {
    let page = draft.page;
    let body = &page.text[draft.body..];
    if draft.short_answer.is_empty() && draft.is_whole {
        let mend = "write the short answer between the front matter and the first heading";
        marks.findings.add(page.problem(Code::SectionMissing, draft.body, "there is no short answer", mend));
    }
    for (name, written) in [(LAW, &draft.law), (STEPS, &draft.steps), (SHORT_WORDS, &draft.in_short_words)] {
        let heading = front::lines_with_places(body).find(|(_, line)| is_heading(line, name));
        if let Some((at, _)) = heading
            && written.is_empty()
        {
            let message = format!("`{name}` has nothing under it");
            let mend = "write what belongs there";
            marks.findings.add(page.problem(Code::SectionMissing, draft.body + at, message, mend));
        }
    }
}

fn read_phrasings(draft: &mut EntryDraft<'_>, marks: &Marks<'_>, start: usize) {
    let page = draft.page;
    for (at, line) in front::lines_with_places(&page.text[start..]) {
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        let at = start + at + (line.len() - line.trim_start().len());
        match words.strip_prefix("- ").or_else(|| words.strip_prefix("* ")) {
            Some(phrasing) => draft.phrasings.push(Placed::new(phrasing.trim(), at + 2)),
            None if words.starts_with('#') => {
                let mend = "move the section up, before `## How families ask`";
                let message = "nothing may follow the phrasings";
                marks.findings.add(page.problem(Code::SectionOrder, at, message, mend));
                return;
            }
            None => {
                let mend = "put each phrasing on one line that begins with `- `";
                let message = "this line among the phrasings is none";
                marks.findings.add(page.problem(Code::MarkdownNotAllowed, at, message, mend));
            }
        }
    }
}

/// Blocks of an entry: no links, no `toml` blocks.
fn to_written(marks: &Marks<'_>, blocks: Vec<Block>) -> Written {
    let refuse = |at: usize, message: &str, mend: &str| {
        marks.findings.add(marks.page.problem(Code::MarkdownNotAllowed, at, message, mend));
    };
    let report_links = |lines: &[WrittenLine]| {
        for link in lines.iter().flat_map(|line| &line.links) {
            let mend = "name the website through knowledge/contacts.toml, or the entry in `related`";
            refuse(link.at, "a link in an entry cannot be shown", mend);
        }
    };
    let mut written = Written::default();
    for block in blocks {
        match block {
            Block::Paragraph(lines) => {
                report_links(&lines);
                written.blocks.push(WrittenBlock::Paragraph(lines));
            }
            Block::Steps(items) => {
                items.iter().for_each(|item| report_links(item));
                written.blocks.push(WrittenBlock::Steps(items));
            }
            Block::Bullets(items) => {
                items.iter().for_each(|item| report_links(item));
                written.blocks.push(WrittenBlock::Bullets(items));
            }
            Block::Toml { at, .. } | Block::Letter { at, .. } => {
                refuse(at, "an entry does nothing, so it has no `toml` block", "move it to a dialog");
            }
        }
    }
    written
}
