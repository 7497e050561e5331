//! The whole story of one enquiry, for one adviser's eyes: shown privately, and that it was seen is recorded.
//!
//! A trainee's reply that waits to be read stands here and nowhere else, so that nobody approves what was not shown.

use super::card;
use super::case_button::{CheckPress, of_check};
use crate::channel::discord::dress::{self, Button, Post, Row};
use crate::enquiry::{Author, Contact, Enquiry, Proposed, Reference};
use crate::moment::{Moment, in_words};
use crate::reply::{Block, MessageLine};

/// The story as messages; the last has the buttons. `may_check` is whether this adviser may read a trainee's reply and
/// send it: whoever may not sees it without those buttons.
pub fn posts(enquiry: &Enquiry, may_check: bool) -> Vec<Post> {
    let given = |value: &str| if value.is_empty() { "not given".to_owned() } else { value.to_owned() };
    let mut facts = vec![
        ("Support now".to_owned(), given(&enquiry.stage)),
        ("Answer to".to_owned(), answer_to(&enquiry.contact)),
        ("Asked".to_owned(), format!("{}, {}", when(enquiry.opened_at), enquiry.channel.as_str())),
        ("Agreed".to_owned(), when(enquiry.consent.at)),
        ("Looked at before".to_owned(), given(&enquiry.path.join("; "))),
    ];
    if let Some(outcome) = &enquiry.outcome {
        facts.push(("Outcome".to_owned(), outcome.clone()));
    }
    let mut blocks = vec![
        Block::Record(facts),
        Block::Heading("Question".to_owned()),
        Block::Paragraph(vec![enquiry.question.clone()]),
    ];
    if !enquiry.messages.is_empty() {
        blocks.push(Block::Heading("Messages".to_owned()));
        let lines = enquiry.messages.iter().map(|message| MessageLine {
            from: match &message.author {
                Author::Family => "Family".to_owned(),
                Author::Adviser(name) => name.to_string(),
            },
            on: when(message.at),
            text: message.text.clone(),
        });
        blocks.push(Block::Messages(lines.collect()));
    }
    if !enquiry.notes.is_empty() {
        blocks.push(Block::Heading("Notes, for advisers only".to_owned()));
        let lines = enquiry.notes.iter().map(|note| MessageLine {
            from: note.by.to_string(),
            on: when(note.at),
            text: note.text.clone(),
        });
        blocks.push(Block::Messages(lines.collect()));
    }
    if let Some(proposed) = &enquiry.proposed {
        blocks.push(Block::Heading("Not sent yet: another adviser reads it first".to_owned()));
        blocks.push(Block::Messages(vec![MessageLine {
            from: proposed.by.to_string(),
            on: when(proposed.at),
            text: proposed.text.clone(),
        }]));
        if proposed.asks_family {
            blocks.push(Block::Paragraph(vec![
                "It asks the family, and then waits for the family.".to_owned(),
            ]));
        }
    }
    let standing = card::standing(enquiry.status, enquiry.claimed_by.as_ref());
    let urgency = card::urgency(&enquiry.urgency);
    let now = [format!("**Now:** {standing}"), format!("**Urgency:** {urgency}")];
    let mut posts = dress::blocks_under(enquiry.reference.as_str(), &now, &blocks);
    if let Some(last) = posts.last_mut() {
        last.rows = card::buttons(&enquiry.reference, enquiry.status);
        if let Some(proposed) = enquiry.proposed.as_ref().filter(|_| may_check) {
            last.rows.push(check_row(&enquiry.reference, proposed));
        }
    }
    posts
}

fn check_row(reference: &Reference, proposed: &Proposed) -> Row {
    let button = |press, label: &str, is_steady| Button {
        custom_id: of_check(reference, press, proposed.at),
        label: label.to_owned(),
        is_steady,
    };
    Row::Buttons(vec![
        button(CheckPress::Approve, "Approve and send", false),
        button(CheckPress::SendBack, "Send back", true),
    ])
}

fn answer_to(contact: &Contact) -> String {
    match contact {
        Contact::ReferenceOnly => "nobody: the family comes back with the reference".to_owned(),
        Contact::Email(at) => format!("email {at}"),
        Contact::Phone(at) => format!("telephone {at}"),
        Contact::Discord(_) => "Discord: Signpost brings the reply by direct message".to_owned(),
    }
}

fn when(moment: Moment) -> String {
    format!("{}, {}", in_words(moment.date()), moment.local().format("%H:%M"))
}
