//! Lengths: the short answer is short, and every text fits every channel.
//!
//! Discord takes 256 characters of title, 80 of a button and 4,096 of text; a kiosk choice is read in one line.
//! Titles of entries are offered as choices ("Which of these?"), so they keep to the length of a choice.

use chrono::NaiveDate;

use super::data::Registers;
use super::markdown::{Written, WrittenLine};
use super::page::{Findings, Page, Placed};
use super::problem::Code;
use crate::text::{ContactPart, Span};

const MOST_WORDS_OF_SHORT_ANSWER: usize = 60;
const LONGEST_CHOICE_CHARACTERS: usize = 80;
const LONGEST_TEXT_CHARACTERS: usize = 4096;

/// Reports a short answer of more than 60 words; a figure or contact counts as one.
pub fn check_short_answer(page: &Page, written: &Written, findings: &Findings) {
    let words: usize = written.lines().map(|line| line.run("word").text.split_whitespace().count()).sum();
    if words > MOST_WORDS_OF_SHORT_ANSWER {
        let at = written.lines().next().map_or(0, |line| line.at);
        let message =
            format!("the short answer has {words} words, and {MOST_WORDS_OF_SHORT_ANSWER} is the most");
        let mend = "keep what answers the question, and move the rest to the sections below";
        findings.add(page.problem(Code::ShortAnswerLong, at, message, mend));
    }
}

/// Reports words on a button that are too long for one.
pub fn check_choice(page: &Page, label: &Placed<String>, findings: &Findings) {
    check_length(
        page,
        label.at,
        label.value.chars().count(),
        LONGEST_CHOICE_CHARACTERS,
        "a choice",
        findings,
    );
}

/// Reports text of one message that is too long for a channel, as it reads on the day.
pub fn check_text(
    page: &Page,
    written: &Written,
    registers: &Registers,
    today: NaiveDate,
    findings: &Findings,
) {
    let length: usize = written.lines().map(|line| length_shown(line, registers, today) + 1).sum();
    let at = written.lines().next().map_or(0, |line| line.at);
    check_length(page, at, length, LONGEST_TEXT_CHARACTERS, "a text", findings);
}

fn check_length(page: &Page, at: usize, length: usize, most: usize, what: &str, findings: &Findings) {
    if length > most {
        let message = format!("{what} has {length} characters here, and {most} fit");
        findings.add(page.problem(Code::TextTooLong, at, message, "say it in fewer words, or divide it"));
    }
}

fn length_shown(line: &WrittenLine, registers: &Registers, today: NaiveDate) -> usize {
    line.spans.iter().map(|span| span_length(&span.value, registers, today)).sum()
}

fn span_length(span: &Span, registers: &Registers, today: NaiveDate) -> usize {
    let characters = |text: &str| text.chars().count();
    match span {
        Span::Plain(words) | Span::Strong(words) => characters(words),
        Span::Cite(_) => 0,
        Span::Figure(id) => {
            let rows = registers.figures.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
            rows.iter().find(|row| row.holds_on(today)).map_or(0, |row| characters(&row.in_words()))
        }
        Span::Service(key) => {
            let details = registers.service.as_ref().map(|service| &service.details);
            details.and_then(|details| details.get(key)).map_or(0, |detail| characters(detail))
        }
        Span::Contact(id, part) => {
            let contact = registers.contacts.get(id.as_str());
            contact.map_or(0, |contact| match part {
                ContactPart::Whole => characters(&contact.in_words()),
                ContactPart::Name => characters(&contact.name),
                ContactPart::Number | ContactPart::Web | ContactPart::Email => LONGEST_CHOICE_CHARACTERS,
            })
        }
        // A reference, a status or a promise is a few words at most.
        Span::Told(..) | Span::Moment(_) => LONGEST_CHOICE_CHARACTERS,
    }
}
