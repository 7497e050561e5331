//! A letter as a document to edit (`.docx`).
//!
//! Word, LibreOffice and Pages read it. It carries no author, no title and no time: the same letter makes the same
//! bytes, and what it is about is in its words alone. Two parts are changed after the crate has made them, because it
//! has no call for them: the language, and the author it would name "unknown".

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, BreakType, Docx, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumberFormat,
    Numbering, NumberingId, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType, Start, XMLDocx,
};

use super::{Takeaway, written_lines};
use crate::reply::{Block, Letter};
use crate::terminal;

pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// On every machine, or replaced there by one with the same widths.
const FONT: &str = "Arial";
/// 12 points, in the half points of the format.
const SIZE: usize = 24;
/// 2 cm, in twentieths of a point.
const MARGIN: i32 = 1134;
/// Between paragraphs, and left of a list's words, in twentieths of a point.
const GAP: u32 = 140;
const INDENT: i32 = 425;
const BULLETED: usize = 1;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentProblem {
    #[error("the document could not be put together")]
    Pack(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the document's styles are not in the form this build knows")]
    Styles,
}

/// The letter as a document.
///
/// # Errors
///
/// [`DocumentProblem`]; the plain text can then still be given.
pub fn of(letter: &Letter) -> Result<Takeaway, DocumentProblem> {
    let mut parts = Writing::new(letter).docx.build();
    speak_british_english(&mut parts)?;
    name_nobody(&mut parts);
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| DocumentProblem::Pack(Box::new(error)))?;
    Ok(Takeaway {
        file_name: format!("{}.docx", letter.name),
        media_type: MEDIA_TYPE,
        bytes: bytes.into_inner(),
    })
}

/// A document in the making.
struct Writing {
    docx: Docx,
    /// Counted up, because the crate's own numbers go on from one document to the next.
    paragraphs: u32,
    /// Each list counts from 1: a numbering of its own.
    lists: usize,
}

impl Writing {
    fn new(letter: &Letter) -> Writing {
        let margin = PageMargin {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
            header: 0,
            footer: 0,
            gutter: 0,
        };
        let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT).east_asia(FONT);
        let docx = Docx::new()
            .default_fonts(fonts)
            .default_size(SIZE)
            .page_margin(margin)
            .add_abstract_numbering(list(BULLETED, "bullet", "•"))
            .add_numbering(Numbering::new(BULLETED, BULLETED));
        let mut writing = Writing { docx, paragraphs: 0, lists: BULLETED };
        letter.paragraphs.iter().for_each(|paragraph| writing.block(paragraph));
        writing
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(said) => {
                let paragraph = self.paragraph(&written_lines(said));
                self.add(paragraph);
            }
            Block::Steps(steps) => {
                self.lists += 1;
                let number = self.lists;
                let docx = std::mem::take(&mut self.docx);
                self.docx = docx
                    .add_abstract_numbering(list(number, "decimal", "%1."))
                    .add_numbering(Numbering::new(number, number));
                self.items(steps, number);
            }
            Block::Bullets(items) => self.items(items, BULLETED),
            // The loader lets nothing else into a letter; shown all the same, so that no words are lost.
            other => {
                let text = crate::plain::of_blocks(std::slice::from_ref(other), super::PRINTED_COLUMNS);
                let lines: Vec<String> = text.lines().map(str::to_owned).collect();
                let paragraph = self.paragraph(&lines);
                self.add(paragraph);
            }
        }
    }

    fn items(&mut self, items: &[String], list: usize) {
        for item in items {
            let paragraph = self
                .paragraph(std::slice::from_ref(item))
                .numbering(NumberingId::new(list), IndentLevel::new(0));
            self.add(paragraph);
        }
    }

    fn paragraph(&mut self, lines: &[String]) -> Paragraph {
        self.paragraphs += 1;
        let mut run = Run::new();
        let lines = lines.iter().map(|line| terminal::lines(line)).collect::<Vec<_>>().join("\n");
        for (place, line) in lines.split('\n').enumerate() {
            if place > 0 {
                run = run.add_break(BreakType::TextWrapping);
            }
            run = run.add_text(line);
        }
        Paragraph::new()
            .id(format!("{:08x}", self.paragraphs))
            .line_spacing(LineSpacing::new().after(GAP))
            .add_run(run)
    }

    fn add(&mut self, paragraph: Paragraph) {
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }
}

fn list(id: usize, format: &str, text: &str) -> AbstractNumbering {
    let level =
        Level::new(0, Start::new(1), NumberFormat::new(format), LevelText::new(text), LevelJc::new("left"));
    let hanging = Some(SpecialIndentType::Hanging(INDENT));
    AbstractNumbering::new(id).add_level(level.indent(Some(INDENT), hanging, None, None))
}

/// So that a word processor checks spelling, and a screen reader speaks, as in England.
fn speak_british_english(parts: &mut XMLDocx) -> Result<(), DocumentProblem> {
    const END: &str = "</w:rPr></w:rPrDefault>";
    let styles = std::str::from_utf8(&parts.styles).map_err(|_| DocumentProblem::Styles)?;
    let (before, after) = styles.split_once(END).ok_or(DocumentProblem::Styles)?;
    parts.styles = format!("{before}<w:lang w:val=\"en-GB\"/>{END}{after}").into_bytes();
    Ok(())
}

/// No author and no time: the core properties may be empty.
fn name_nobody(parts: &mut XMLDocx) {
    parts.doc_props.core = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>en-GB</dc:language></cp:coreProperties>"#.to_vec();
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::takeaway::tests::letter;

    fn part(letter: &Letter, name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(of(letter).unwrap().bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_same_letter_makes_the_same_bytes() {
        assert_eq!(of(&letter()).unwrap().bytes, of(&letter()).unwrap().bytes);
        let mut archive = zip::ZipArchive::new(Cursor::new(of(&letter()).unwrap().bytes)).unwrap();
        for place in 0..archive.len() {
            let at = archive.by_index(place).unwrap().last_modified();
            assert!(at.is_none_or(|at| at.year() == 1980), "{at:?}");
        }
    }

    #[test]
    fn it_is_set_in_twelve_point_sans_in_british_english() {
        let styles = part(&letter(), "word/styles.xml");
        for wanted in ["w:ascii=\"Arial\"", "<w:sz w:val=\"24\"", "<w:lang w:val=\"en-GB\"/>"] {
            assert!(styles.contains(wanted), "{wanted}: {styles}");
        }
    }

    #[test]
    fn it_names_no_author_and_no_time() {
        let core = part(&letter(), "docProps/core.xml");
        for unwanted in ["creator", "lastModifiedBy", "created", "modified", "title", "unknown"] {
            assert!(!core.contains(unwanted), "{unwanted}: {core}");
        }
    }

    #[test]
    fn every_list_counts_from_one_and_there_are_no_headings() {
        let document = part(&letter(), "word/document.xml");
        let lists: Vec<&str> = document.split("<w:numId w:val=\"").skip(1).map(|rest| &rest[..1]).collect();
        assert_eq!(lists, ["2", "2", "3", "1"]);
        assert!(!document.contains("Heading"), "{document}");
        assert!(part(&letter(), "word/numbering.xml").matches("w:val=\"decimal\"").count() >= 2);
    }

    #[test]
    fn signs_of_the_format_and_of_terminals_do_no_harm() {
        let hostile = "a < b & \"c\" \u{1b}[31mred\u{0}\u{8}";
        let paragraphs = vec![Block::Paragraph(vec![hostile.into()])];
        let document = part(&Letter { name: "x".into(), paragraphs }, "word/document.xml");
        assert!(document.contains("a &lt; b &amp; ") && document.contains("red"), "{document}");
        assert!(!document.chars().any(|c| c.is_control() && c != '\n'), "{document}");
    }
}
