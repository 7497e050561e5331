//! One enquiry on one card: the whole story, in the order in which an adviser needs it.

use super::{Desk, list, printable};
use crate::enquiry::{Author, Contact, Enquiry};
use crate::moment::{Moment, in_words};
use crate::terminal;

/// The card. A family's words stand indented, so that none of them can pass for a heading of the card.
pub fn printed(enquiry: &Enquiry, desk: Desk<'_>) -> String {
    let line = enquiry.queue_line();
    let mut card = format!("{}  {}\n", enquiry.reference, list::standing(&line, desk));
    let mut fact = |label: &str, value: &str| {
        if !value.is_empty() {
            card.push_str(&format!("{label}: {}\n", printable(value)));
        }
    };
    fact("Place", &line.reason(desk.now));
    for also in list::also(&line, desk) {
        fact("Also", &also);
    }
    fact("Opened", &format!("{}, {}", when(enquiry.opened_at), enquiry.channel.as_str()));
    fact("About", &enquiry.topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>().join(", "));
    fact("Support now", &enquiry.stage);
    fact("Answer to", &answer_to(&enquiry.contact));
    fact("Agreed", &when(enquiry.consent.at));
    fact("Outcome", enquiry.outcome.as_deref().unwrap_or_default());
    fact("Deleted on", &enquiry.purge_on.map(in_words).unwrap_or_default());

    part(&mut card, "Question", indented(&enquiry.question));
    part(&mut card, "Shown before", enquiry.path.iter().map(|title| indented(&printable(title))).collect());
    let messages = enquiry.messages.iter().zip(1..).map(|(message, number)| {
        let from = match &message.author {
            Author::Family => "family",
            Author::Adviser(name) => name.as_str(),
        };
        said(number, from, message.at, &message.text)
    });
    part(&mut card, "Messages", messages.collect());
    if let Some(proposed) = &enquiry.proposed {
        let heading = "Not sent yet: somebody else has to read it first";
        part(&mut card, heading, said(1, proposed.by.as_str(), proposed.at, &proposed.text));
    }
    let notes = enquiry.notes.iter().zip(1..);
    let notes = notes.map(|(note, number)| said(number, note.by.as_str(), note.at, &note.text));
    part(&mut card, "Notes, for advisers only", notes.collect());
    let events = enquiry
        .events
        .iter()
        .map(|event| format!("  {}: {} by {}\n", when(event.at), event.what, printable(&event.by)));
    part(&mut card, "What happened", events.collect());
    card
}

fn part(card: &mut String, heading: &str, lines: String) {
    if !lines.is_empty() {
        card.push_str(&format!("\n{heading}\n{lines}"));
    }
}

/// One piece of what was written, by the number under which its words can be wiped.
fn said(number: u32, from: &str, at: Moment, text: &str) -> String {
    let text = if text.is_empty() { WIPED } else { text };
    let words: String = indented(text).lines().map(|line| format!("  {line}\n")).collect();
    format!("  {number}. {}, {}:\n{words}", printable(from), when(at))
}

const WIPED: &str = "(these words were erased)";

/// Each line set in by two, and nothing a terminal would obey. Nothing at all gives nothing.
pub fn indented(text: &str) -> String {
    terminal::lines(text).lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}

fn answer_to(contact: &Contact) -> String {
    match contact {
        Contact::ReferenceOnly => "nobody: the family comes back with the reference".to_owned(),
        Contact::Email(at) => format!("email {at}"),
        Contact::Phone(at) => format!("telephone {at}"),
        Contact::Discord(at) => format!("Discord user {at}"),
    }
}

fn when(moment: Moment) -> String {
    format!("{}, {}", in_words(moment.date()), moment.local().format("%H:%M"))
}
