//! What a family takes away: a letter to send, a date for the calendar, a page to print.
//!
//! Values in, values out: who asks for a file decides where it goes. Nothing of a letter is kept here.
//!
//! On the screen every sentence has a line of its own. In a letter a sentence follows the one before it, as people
//! write; a line that ends no sentence, such as an address or "Yours sincerely," stays a line.

use crate::plain;
use crate::reply::{Block, CalendarFile, Letter, Reply};

#[cfg(feature = "docx")]
pub mod document;

/// Columns of a printed page: what every printer sets on A4 without breaking lines of its own.
pub const PRINTED_COLUMNS: usize = 72;

/// A file to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takeaway {
    pub file_name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Everything that a reply gives to take away: its letters as text and as a document, its date for a calendar.
///
/// # Errors
///
/// [`document::DocumentProblem`] when a document cannot be written.
#[cfg(feature = "docx")]
pub fn of(reply: &Reply) -> Result<Vec<Takeaway>, document::DocumentProblem> {
    let mut all = Vec::new();
    for letter in letters(reply) {
        all.push(document::of(letter)?);
        all.push(text_file(letter));
    }
    all.extend(reply.calendar.as_ref().map(calendar_file));
    Ok(all)
}

/// The letter as a text file, with the line ends that every editor reads.
pub fn text_file(letter: &Letter) -> Takeaway {
    Takeaway {
        file_name: format!("{}.txt", letter.name),
        media_type: "text/plain; charset=utf-8",
        bytes: letter_text(letter).replace('\n', "\r\n").into_bytes(),
    }
}

/// The date as a calendar file.
pub fn calendar_file(calendar: &CalendarFile) -> Takeaway {
    Takeaway {
        file_name: format!("{}.ics", calendar.name),
        media_type: "text/calendar; charset=utf-8",
        bytes: calendar.text.clone().into_bytes(),
    }
}

/// The letter as plain text, wrapped for print, with an empty line between paragraphs and one line end at the end.
pub fn letter_text(letter: &Letter) -> String {
    let paragraphs: Vec<String> = letter.paragraphs.iter().map(printed).collect();
    format!("{}\n", paragraphs.join("\n\n"))
}

/// What there is to print of a reply: its letters alone, or else its date with the working. `None` when it gives neither.
pub fn page(reply: &Reply) -> Option<String> {
    let letters: Vec<String> = letters(reply).map(letter_text).collect();
    if !letters.is_empty() {
        return Some(letters.join("\n\n"));
    }
    reply.calendar.as_ref()?;
    Some(format!("{}\n", plain::of_blocks(&reply.blocks, PRINTED_COLUMNS)))
}

fn letters(reply: &Reply) -> impl Iterator<Item = &Letter> {
    reply.blocks.iter().filter_map(|block| match block {
        Block::Letter(letter) => Some(letter),
        _ => None,
    })
}

fn printed(paragraph: &Block) -> String {
    let block = match paragraph {
        Block::Paragraph(said) => Block::Paragraph(written_lines(said)),
        other => other.clone(),
    };
    plain::of_blocks(&[block], PRINTED_COLUMNS)
}

/// The lines of one paragraph: sentences joined, what is no sentence on a line of its own.
fn written_lines(said: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for sentence in said {
        match lines.last_mut() {
            Some(last) if last.ends_with(['.', '?', '!']) => {
                last.push(' ');
                last.push_str(sentence);
            }
            _ => lines.push(sentence.clone()),
        }
    }
    lines
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::reply::Outcome;

    pub(crate) fn letter() -> Letter {
        let said = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        Letter {
            name: "ask".into(),
            paragraphs: vec![
                Block::Paragraph(said(&["24 November 2026"])),
                Block::Paragraph(said(&["I am asking for a meeting.", "Please bring the plan & notes."])),
                Block::Steps(said(&["What is hard: [what your child finds hard]", "Who <helps>"])),
                Block::Paragraph(said(&["Please also say:"])),
                Block::Steps(said(&["who decides"])),
                Block::Bullets(said(&["a report"])),
                Block::Paragraph(said(&["Yours sincerely,", "[your name]"])),
            ],
        }
    }

    fn reply(blocks: Vec<Block>, calendar: Option<CalendarFile>) -> Reply {
        Reply {
            outcome: Outcome::Menu,
            blocks,
            question: None,
            choices: vec!["Change an answer".into()],
            topics: vec![],
            by_words: None,
            adviser_offered: true,
            calendar,
        }
    }

    #[test]
    fn sentences_follow_each_other_and_lines_stay_lines() {
        assert_eq!(
            letter_text(&letter()),
            "24 November 2026\n\n\
             I am asking for a meeting. Please bring the plan & notes.\n\n  \
             1. What is hard: [what your child finds hard]\n  \
             2. Who <helps>\n\n\
             Please also say:\n\n  \
             1. who decides\n\n  \
             - a report\n\n\
             Yours sincerely,\n[your name]\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let long = Block::Paragraph(vec!["word ".repeat(60), "[a gap that stays whole]".into()]);
        let text = letter_text(&Letter { name: "long".into(), paragraphs: vec![long] });
        assert!(text.lines().all(|line| line.chars().count() <= PRINTED_COLUMNS), "{text}");
        assert!(text.lines().count() > 3, "{text}");
    }

    #[test]
    fn a_letter_is_printed_without_what_stands_around_it() {
        let around = Block::Paragraph(vec!["Here is your draft.".into()]);
        let page = page(&reply(vec![around, Block::Letter(letter())], None)).unwrap();
        assert_eq!(page, letter_text(&letter()));
    }

    #[test]
    fn a_date_is_printed_with_its_working_and_without_choices() {
        let calendar = CalendarFile { name: "plan-final".into(), text: String::new() };
        let blocks = vec![Block::Paragraph(vec!["By 13 April 2027.".into()])];
        assert_eq!(page(&reply(blocks.clone(), Some(calendar))).unwrap(), "By 13 April 2027.\n");
        assert_eq!(page(&reply(blocks, None)), None);
    }

    #[test]
    fn a_text_file_has_the_line_ends_of_every_editor() {
        let file = text_file(&letter());
        assert_eq!(file.file_name, "ask.txt");
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }
}
