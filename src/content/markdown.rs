//! Markdown as entries and dialogs use it: headings, paragraphs, lists, bold, and in dialogs links and `toml` blocks.
//!
//! Everything else is a problem, because some channel could not show it. One line of the file is one line of
//! text: a family sees it whole or not at all.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::marks::Marks;
use super::page::Placed;
use super::problem::Code;
use crate::text::{Line, Span, Text, TextBlock};

/// What stands under one heading; the first section stands under none.
#[derive(Debug, Default)]
pub struct Section {
    pub heading: Option<Placed<String>>,
    pub blocks: Vec<Block>,
}

/// One paragraph, list or fenced block.
#[derive(Debug)]
pub enum Block {
    Paragraph(Vec<WrittenLine>),
    Steps(Vec<Vec<WrittenLine>>),
    Bullets(Vec<Vec<WrittenLine>>),
    /// What a node does: the text between the fences, as a range of the page.
    Toml {
        at: usize,
        inside: Range<usize>,
    },
    /// A letter to draft, likewise.
    Letter {
        at: usize,
        inside: Range<usize>,
    },
}

/// A line with the place of each of its parts.
#[derive(Debug, Clone, Default)]
pub struct WrittenLine {
    pub at: usize,
    pub spans: Vec<Placed<Span>>,
    /// Links in the line: in dialogs, choices.
    pub links: Vec<WrittenLink>,
}

/// `[label](to)`.
#[derive(Debug, Clone)]
pub struct WrittenLink {
    pub at: usize,
    pub label: String,
    pub to: Placed<String>,
}

/// Text as written: its blocks with their places.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub blocks: Vec<WrittenBlock>,
}

/// A paragraph or list, as written.
#[derive(Debug, Clone)]
pub enum WrittenBlock {
    Paragraph(Vec<WrittenLine>),
    Steps(Vec<Vec<WrittenLine>>),
    Bullets(Vec<Vec<WrittenLine>>),
}

impl Written {
    /// Each run of lines that has to carry its own citation: a paragraph, or one item of a list.
    pub fn passages(&self) -> impl Iterator<Item = &[WrittenLine]> {
        self.blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &[WrittenLine]>> {
            match block {
                WrittenBlock::Paragraph(lines) => Box::new(std::iter::once(lines.as_slice())),
                WrittenBlock::Steps(items) | WrittenBlock::Bullets(items) => {
                    Box::new(items.iter().map(Vec::as_slice))
                }
            }
        })
    }

    pub fn lines(&self) -> impl Iterator<Item = &WrittenLine> {
        self.passages().flatten()
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The same without places.
    pub fn to_text(&self) -> Text {
        let items = |items: &[Vec<WrittenLine>]| items.iter().map(|lines| bare(lines)).collect();
        let block = |block: &WrittenBlock| match block {
            WrittenBlock::Paragraph(lines) => TextBlock::Paragraph(bare(lines)),
            WrittenBlock::Steps(steps) => TextBlock::Steps(items(steps)),
            WrittenBlock::Bullets(bullets) => TextBlock::Bullets(items(bullets)),
        };
        Text { blocks: self.blocks.iter().map(block).collect() }
    }
}

impl WrittenLine {
    /// The line in one run of text, with `stand_in` for whatever is filled in later. Citations are left out.
    pub fn run(&self, stand_in: &str) -> Run {
        let mut run = Run::default();
        for span in &self.spans {
            match &span.value {
                Span::Plain(words) | Span::Strong(words) => run.push(words, span.at),
                Span::Cite(_) => {}
                Span::Figure(_) | Span::Service(_) | Span::Contact(..) | Span::Told(..) | Span::Moment(_) => {
                    run.push(stand_in, span.at);
                }
            }
        }
        run
    }
}

fn bare(lines: &[WrittenLine]) -> Vec<Line> {
    let line =
        |line: &WrittenLine| Line { spans: line.spans.iter().map(|span| span.value.clone()).collect() };
    lines.iter().map(line).collect()
}

/// Reads the part of a page from `range`; problems go to the findings of `marks`.
pub fn read(marks: &Marks<'_>, range: Range<usize>) -> Vec<Section> {
    let text = &marks.page.text[range.clone()];
    // Tables, strikethrough and footnotes are switched on to be noticed and refused, not to be used.
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut reader = Reader::new(marks, range.start);
    for (_, definition) in parser.reference_definitions().iter() {
        let mend = "take it out: a mark finds its source in knowledge/sources.toml";
        reader.refuse(
            range.start + definition.span.start,
            "a definition of a link or footnote is not shown",
            mend,
        );
    }
    for (event, place) in parser.into_offset_iter() {
        reader.take(event, range.start + place.start..range.start + place.end);
    }
    reader.sections
}

struct Reader<'a> {
    marks: &'a Marks<'a>,
    sections: Vec<Section>,
    /// The list being read: whether it is numbered, and its items so far.
    list: Option<(bool, Vec<Vec<WrittenLine>>)>,
    /// The lines of the paragraph or item being read.
    lines: Vec<WrittenLine>,
    line: WrittenLine,
    run: Run,
    is_strong: bool,
    heading: Option<(usize, String)>,
    link: Option<WrittenLink>,
    fence: Option<Fence>,
    /// How deep inside something refused; nothing there is read.
    refused_depth: usize,
}

/// A fenced block that is being read.
struct Fence {
    at: usize,
    is_letter: bool,
    inside: Option<Range<usize>>,
}

/// A run of text, and where its pieces stand in the page.
#[derive(Debug, Default)]
pub struct Run {
    pub text: String,
    seams: Vec<(usize, usize)>,
}

impl Run {
    pub fn push(&mut self, text: &str, at: usize) {
        self.seams.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// Where a character of the run stands in the page.
    pub fn place(&self, offset: usize) -> usize {
        let seam = self.seams.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.seams.get(seam).map_or(0, |(start, at)| at + (offset - start))
    }
}

impl<'a> Reader<'a> {
    fn new(marks: &'a Marks<'a>, start: usize) -> Reader<'a> {
        Reader {
            marks,
            sections: vec![Section::default()],
            list: None,
            lines: Vec::new(),
            line: WrittenLine { at: start, ..WrittenLine::default() },
            run: Run::default(),
            is_strong: false,
            heading: None,
            link: None,
            fence: None,
            refused_depth: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, place: Range<usize>) {
        if self.refused_depth > 0 {
            match event {
                Event::Start(_) => self.refused_depth += 1,
                Event::End(_) => self.refused_depth -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, place),
            Event::SoftBreak | Event::HardBreak => self.end_line(),
            Event::Code(_) => self.refuse(place.start, "words between ` cannot be shown", "take the ` away"),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.refuse(place.start, "HTML cannot be shown", "write the words without < and >");
            }
            Event::Rule => self.refuse(place.start, "a line across the page cannot be shown", "take it out"),
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {
                self.refuse(place.start, "this cannot be shown", "write it in plain words")
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: Range<usize>) {
        match tag {
            Tag::Paragraph => self.line.at = place.start,
            Tag::Heading { level: HeadingLevel::H2, .. } if self.source(place.start).starts_with("##") => {
                self.heading = Some((place.start, String::new()));
            }
            Tag::Heading { .. } => {
                let mend = "write it as a line that begins with `## `, or as a sentence";
                self.refuse_whole(place.start, "only headings that begin with `## ` are known", mend);
            }
            Tag::List(first) => {
                if self.list.is_some() {
                    let mend = "make it one list, or put the inner points in one sentence";
                    self.refuse_whole(place.start, "a list within a list cannot be shown", mend);
                } else {
                    self.list = Some((first.is_some(), Vec::new()));
                }
            }
            Tag::Item => self.line.at = place.start + marker_length(self.source(place.start)),
            Tag::Strong => {
                self.flush();
                self.is_strong = true;
            }
            Tag::Emphasis => {
                self.flush();
                self.refuse(
                    place.start,
                    "words in italics cannot be shown",
                    "take the * or _ away, or write **bold**",
                );
            }
            Tag::Link { link_type: LinkType::Inline, dest_url, .. } => self.start_link(&dest_url, place),
            Tag::Link { .. } => {
                let mend = "name the website in words, or use a contact of knowledge/contacts.toml";
                self.refuse(place.start, "a link of this kind cannot be shown", mend);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) if ["toml", "letter"].contains(&info.trim()) => {
                self.fence =
                    Some(Fence { at: place.start, is_letter: info.trim() == "letter", inside: None });
            }
            Tag::CodeBlock(_) => {
                let mend =
                    "take the spaces or the ``` away; what a node does stands in a block that begins ```toml";
                self.refuse_whole(place.start, "a block of code cannot be shown", mend);
            }
            Tag::Image { .. } => {
                self.refuse_whole(place.start, "a picture cannot be shown", "say it in words")
            }
            Tag::Table(_) => self.refuse_whole(place.start, "a table cannot be shown", "write it as a list"),
            Tag::HtmlBlock => {
                self.refuse_whole(place.start, "HTML cannot be shown", "write the words without < and >");
            }
            Tag::BlockQuote(_) => {
                self.refuse_whole(place.start, "a quoted block cannot be shown", "take the > away");
            }
            _ => self.refuse_whole(place.start, "this Markdown cannot be shown", "write it in plain words"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.end_line();
                if self.list.is_none() {
                    let lines = std::mem::take(&mut self.lines);
                    self.add(Block::Paragraph(lines));
                }
            }
            TagEnd::Heading(_) => {
                if let Some((at, words)) = self.heading.take() {
                    let heading = Some(Placed::new(words.trim().to_owned(), at));
                    self.sections.push(Section { heading, blocks: Vec::new() });
                }
            }
            TagEnd::Item => {
                self.end_line();
                let lines = std::mem::take(&mut self.lines);
                if let Some((_, items)) = &mut self.list
                    && !lines.is_empty()
                {
                    items.push(lines);
                }
            }
            TagEnd::List(_) => match self.list.take() {
                Some((true, items)) => self.add(Block::Steps(items)),
                Some((false, items)) => self.add(Block::Bullets(items)),
                None => {}
            },
            TagEnd::Strong => {
                self.flush();
                self.is_strong = false;
            }
            TagEnd::Link => {
                self.line.links.extend(self.link.take());
            }
            TagEnd::CodeBlock => {
                if let Some(Fence { at, is_letter, inside }) = self.fence.take() {
                    let inside = inside.unwrap_or(at..at);
                    self.add(if is_letter {
                        Block::Letter { at, inside }
                    } else {
                        Block::Toml { at, inside }
                    });
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, place: Range<usize>) {
        if let Some(Fence { inside, .. }) = &mut self.fence {
            let start = inside.as_ref().map_or(place.start, |inside| inside.start);
            *inside = Some(start..place.end);
        } else if let Some((_, words)) = &mut self.heading {
            words.push_str(text);
        } else if let Some(link) = &mut self.link {
            link.label.push_str(text);
        } else {
            self.run.push(text, place.start);
        }
    }

    fn start_link(&mut self, to: &str, place: Range<usize>) {
        self.flush();
        let source = &self.marks.page.text[place.clone()];
        let to_at = source.rfind(to).map_or(place.start, |offset| place.start + offset);
        self.link = Some(WrittenLink {
            at: place.start,
            label: String::new(),
            to: Placed::new(to.to_owned(), to_at),
        });
    }

    /// Turns the text gathered so far into words and marks.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.marks.read(&run.text, self.is_strong, |offset| run.place(offset), &mut self.line.spans);
    }

    fn end_line(&mut self) {
        self.flush();
        let mut line = std::mem::take(&mut self.line);
        trim(&mut line.spans);
        if let [Placed { value: Span::Cite(_), at }, Placed { value: Span::Plain(words), .. }, ..] =
            line.spans.as_slice()
            && words.trim_start().starts_with(':')
        {
            let mend = "take the line out: a mark finds its source in knowledge/sources.toml";
            self.refuse(*at, "a definition of a footnote is not shown", mend);
        }
        if !line.spans.is_empty() || !line.links.is_empty() {
            if let Some(first) = line.spans.first() {
                line.at = first.at;
            }
            self.lines.push(line);
        }
    }

    fn add(&mut self, block: Block) {
        let is_empty = match &block {
            Block::Paragraph(lines) => lines.is_empty(),
            Block::Steps(items) | Block::Bullets(items) => items.is_empty(),
            Block::Toml { .. } | Block::Letter { .. } => false,
        };
        if !is_empty {
            self.sections.last_mut().expect("there is always a first section").blocks.push(block);
        }
    }

    fn source(&self, at: usize) -> &str {
        &self.marks.page.text[at..]
    }

    fn refuse(&self, at: usize, message: &str, mend: &str) {
        self.marks.findings.add(self.marks.page.problem(Code::MarkdownNotAllowed, at, message, mend));
    }

    /// The same, and nothing within it is read.
    fn refuse_whole(&mut self, at: usize, message: &str, mend: &str) {
        self.refuse(at, message, mend);
        self.refused_depth = 1;
    }
}

/// The length of `- ` or `12. ` at the beginning of a list item.
fn marker_length(item: &str) -> usize {
    let marker = item.find(char::is_whitespace).unwrap_or(0);
    marker + item[marker..].chars().take_while(|c| *c == ' ').count()
}

/// Takes the space away before a citation and at both ends, where it would be shown doubled or for nothing.
fn trim(spans: &mut Vec<Placed<Span>>) {
    for i in 0..spans.len() {
        let before_mark = spans.get(i + 1).is_none_or(|next| matches!(next.value, Span::Cite(_)));
        let after_mark = i > 0 && matches!(spans[i - 1].value, Span::Cite(_));
        if let Span::Plain(words) | Span::Strong(words) = &mut spans[i].value {
            if before_mark {
                words.truncate(words.trim_end().len());
            }
            if i == 0 {
                *words = words.trim_start().to_owned();
            }
            if after_mark
                && !words.starts_with(char::is_whitespace)
                && words.starts_with(char::is_alphanumeric)
            {
                words.insert(0, ' ');
            }
        }
    }
    spans.retain(|span| !matches!(&span.value, Span::Plain(words) | Span::Strong(words) if words.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::super::data::Registers;
    use super::super::page::{Findings, Page};
    use super::*;

    /// Reads a text, and gives its lines with `*` around bold and the place of each, then the codes of its problems.
    fn read_lines(text: &str) -> (Vec<String>, Vec<Code>) {
        let page = Page::new("a.md", text.to_owned());
        let (findings, registers) = (Findings::default(), Registers::default());
        let today = chrono::NaiveDate::MIN;
        let marks = Marks { page: &page, findings: &findings, registers: &registers, today, in_dialog: true };
        let sections = super::read(&marks, 0..text.len());
        let blocks = sections.into_iter().flat_map(|section| section.blocks);
        let lines = blocks.flat_map(|block| match block {
            Block::Paragraph(lines) => lines,
            Block::Steps(items) | Block::Bullets(items) => items.into_iter().flatten().collect(),
            Block::Toml { .. } | Block::Letter { .. } => Vec::new(),
        });
        let shown = |line: WrittenLine| {
            let (row, column) = page.place(line.at);
            let words: String = line.spans.iter().map(|span| said(&span.value)).collect();
            format!("{row}:{column} {words}")
        };
        (lines.map(shown).collect(), findings.take().into_iter().map(|problem| problem.code).collect())
    }

    fn said(span: &Span) -> String {
        match span {
            Span::Plain(words) => words.clone(),
            Span::Strong(words) => format!("*{words}*"),
            Span::Cite(citation) => format!("<{}>", citation.source),
            Span::Figure(id) => format!("<{id}>"),
            _ => "<>".to_owned(),
        }
    }

    #[track_caller]
    fn check(text: &str, lines: &[&str]) {
        assert_eq!(read_lines(text), (lines.iter().map(|line| (*line).to_owned()).collect(), Vec::new()));
    }

    #[track_caller]
    fn check_refused(text: &str) {
        assert_eq!(read_lines(text).1, [Code::MarkdownNotAllowed], "in {text:?}");
    }

    #[test]
    fn a_line_of_the_file_is_a_line_of_text() {
        check("One sentence.\nAnother.\n\nA third.", &["1:1 One sentence.", "2:1 Another.", "4:1 A third."]);
        check("Two spaces  \nbreak nothing.", &["1:1 Two spaces", "2:1 break nothing."]);
    }

    #[test]
    fn an_item_begins_after_its_number() {
        check("1. First.\n2. Second.", &["1:4 First.", "2:4 Second."]);
        check("- First,\n  with a second line.", &["1:3 First,", "2:3 with a second line."]);
    }

    #[test]
    fn marks_are_found_in_words_and_in_bold() {
        check("It says so.[^cop-6.44] More.", &["1:1 It says so.<cop-6.44> More."]);
        check("**Within {{draft-reply}}** of it.", &["1:3 *Within *<draft-reply> of it."]);
    }

    #[test]
    fn no_space_is_left_before_a_mark_that_vanishes() {
        check("It says so. [^cop-6.44]", &["1:1 It says so.<cop-6.44>"]);
        check("One.[^cop-6.44]Two.", &["1:1 One.<cop-6.44> Two."]);
    }

    #[test]
    fn what_no_channel_can_show_is_refused() {
        check_refused("*slanted*");
        check_refused("a `word`");
        check_refused("<b>bold</b>".trim_end_matches("</b>"));
        check_refused("![a picture](a.png)");
        check_refused("> quoted");
        check_refused("# Title");
        check_refused("Underlined\n---");
        check_refused("- outer\n  - inner");
        check_refused("| a | b |\n| - | - |\n| c | d |");
        check_refused("    indented");
        check_refused("~~gone~~");
        check_refused("[^cop]: a definition");
        check_refused("[^cop]: https://example.org");
        check_refused("<https://example.org>");
    }
}
