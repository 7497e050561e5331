//! A reply as lines of plain text: what the kiosk shows and what every journey is written in.
//!
//! Append-only, numbered, no box drawing, no colour, no cursor movement. Lines break between words, never
//! inside one, at the width asked for.

use unicode_segmentation::UnicodeSegmentation;

use crate::reply::{Block, Reply};
use crate::terminal;

/// Stands above and below a letter.
const RULE: &str = "----";

/// The reply as lines, none longer than `width` columns unless a single word is.
pub fn lines(reply: &Reply, width: usize) -> Vec<String> {
    let mut page = Page::new(width);
    for block in &reply.blocks {
        page.block(block);
    }
    if reply.question.is_some() || !reply.choices.is_empty() {
        page.gap();
    }
    if let Some(question) = &reply.question {
        page.wrapped("", "", question);
    }
    if let Some(by_words) = reply.by_words.as_ref().filter(|_| !reply.choices.is_empty()) {
        page.wrapped("", "", by_words);
        reply.choices.iter().for_each(|choice| page.wrapped("  - ", "    ", choice));
        return page.lines;
    }
    let numbers_are = reply.choices.len().to_string().len();
    for (place, choice) in reply.choices.iter().enumerate() {
        let number = format!("  {:>numbers_are$}. ", place + 1);
        page.wrapped(&number, &" ".repeat(number.len()), choice);
    }
    page.lines
}

/// Blocks alone, without question or choices.
pub fn of_blocks(blocks: &[Block], width: usize) -> String {
    let mut page = Page::new(width);
    blocks.iter().for_each(|block| page.block(block));
    page.lines.join("\n")
}

/// The same as one text.
pub fn text(reply: &Reply, width: usize) -> String {
    lines(reply, width).join("\n")
}

struct Page {
    lines: Vec<String>,
    /// The last line is a heading, which its words follow without a gap.
    after_heading: bool,
    width: usize,
}

impl Page {
    fn new(width: usize) -> Page {
        Page { lines: Vec::new(), after_heading: false, width: width.max(20) }
    }

    fn block(&mut self, block: &Block) {
        let after_heading = std::mem::replace(&mut self.after_heading, matches!(block, Block::Heading(_)));
        match block {
            Block::Title(words) => {
                self.gap();
                self.wrapped("", "", words);
            }
            Block::Heading(words) => {
                self.gap();
                self.wrapped("", "", words);
            }
            Block::Paragraph(sentences) => {
                if !after_heading {
                    self.gap();
                }
                for sentence in sentences {
                    self.wrapped("", "", sentence);
                }
            }
            Block::Steps(steps) => {
                for (place, step) in steps.iter().enumerate() {
                    let number = format!("  {}. ", place + 1);
                    self.wrapped(&number, &" ".repeat(number.len()), step);
                }
            }
            Block::Bullets(items) => {
                for item in items {
                    self.wrapped("  - ", "    ", item);
                }
            }
            Block::Sources(sources) => {
                for source in sources {
                    self.wrapped("  - ", "    ", &format!("{} ({})", source.cited, source.standing));
                }
            }
            Block::Record(rows) => {
                self.gap();
                for (label, value) in rows {
                    self.wrapped("  ", "    ", &format!("{label}: {value}"));
                }
            }
            Block::Letter(letter) => {
                self.gap();
                self.lines.push(RULE.to_owned());
                for paragraph in &letter.paragraphs {
                    if matches!(paragraph, Block::Steps(_) | Block::Bullets(_)) {
                        self.gap();
                    }
                    self.block(paragraph);
                }
                self.gap();
                self.lines.push(RULE.to_owned());
            }
            Block::Messages(messages) => {
                for message in messages {
                    self.gap();
                    self.wrapped("  ", "  ", &format!("{}, {}:", message.from, message.on));
                    self.wrapped("    ", "    ", &message.text);
                }
            }
        }
    }

    /// One empty line, unless the page is new or already has one.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn wrapped(&mut self, first: &str, rest: &str, words: &str) {
        let words = terminal::lines(words);
        for (number, paragraph) in words.split('\n').enumerate() {
            let mut line = if number == 0 { first.to_owned() } else { rest.to_owned() };
            let mut is_bare = true;
            for word in paragraph.split_whitespace() {
                if !is_bare && columns(&line) + 1 + columns(word) > self.width {
                    self.lines.push(std::mem::replace(&mut line, rest.to_owned()));
                    is_bare = true;
                }
                if !is_bare {
                    line.push(' ');
                }
                line.push_str(word);
                is_bare = false;
            }
            self.lines.push(line.trim_end().to_owned());
        }
    }
}

/// Columns a text takes, near enough: one for each whole character.
fn columns(text: &str) -> usize {
    text.graphemes(true).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Outcome;

    fn reply(blocks: Vec<Block>, choices: &[&str]) -> Reply {
        Reply {
            outcome: Outcome::Menu,
            blocks,
            question: Some("Which?".into()),
            choices: choices.iter().map(|c| (*c).to_owned()).collect(),
            by_words: None,
            topics: vec![],
            adviser_offered: true,
            calendar: None,
        }
    }

    #[test]
    fn lines_break_between_words_and_hang_under_their_number() {
        let steps = Block::Steps(vec!["Write to the school and keep a copy".into()]);
        let shown = text(&reply(vec![steps], &["Yes"]), 24);
        assert_eq!(shown, "  1. Write to the school\n     and keep a copy\n\nWhich?\n  1. Yes");
    }

    #[test]
    fn choices_that_are_typed_in_words_have_no_number() {
        let reply =
            Reply { by_words: Some("Or type:".into()), question: None, ..reply(vec![], &["Skip this"]) };
        assert_eq!(text(&reply, 40), "Or type:\n  - Skip this");
    }

    #[test]
    fn an_escape_sequence_is_not_obeyed() {
        let hostile = Block::Paragraph(vec!["before\u{1b}[2Jafter\u{7}\u{202e}".into()]);
        assert!(!text(&reply(vec![hostile], &[]), 40).contains('\u{1b}'));
    }

    #[test]
    fn ten_choices_line_up() {
        let labels = ["a"; 10];
        let shown = text(&reply(vec![], &labels), 40);
        assert!(shown.contains("   1. a") && shown.contains("  10. a"));
    }
}
