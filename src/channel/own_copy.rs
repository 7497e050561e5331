//! `signpost export-person REF`: what is held about one family, as its own copy.
//!
//! It holds what the family gave, agreed to and was told, and when. Notes are the service's own papers: the copy says
//! that there are some, and that the family may ask for them.

use clap::Args;
use serde_json::{Value, json};

use crate::channel::queue::{self, Desk, QueueProblem};
use crate::enquiry::{Author, Contact, Enquiry, Message};
use crate::moment::{Moment, in_words};
use crate::store::Store;
use crate::terminal;

/// What is typed after `signpost export-person`.
#[derive(Debug, Args)]
pub struct OwnCopyArgs {
    /// The family's reference: nothing more is asked for
    pub reference: String,
    /// Who takes the copy out: the trail says so
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER")]
    pub adviser: Option<String>,
    /// JSON, to be carried elsewhere, in place of text to read
    #[arg(long)]
    pub json: bool,
}

/// The copy.
///
/// # Errors
///
/// [`QueueProblem`]; an enquiry that is not there, or another service's, looks the same.
pub async fn run(store: &dyn Store, desk: Desk<'_>, reference: &str) -> Result<String, QueueProblem> {
    let (reference, by) = (queue::read(reference)?, desk.adviser()?);
    let taken = store.export(desk.service, &reference, &by, desk.now).await;
    let enquiry = taken.map_err(desk.refused(&reference))?;
    Ok(if desk.json { as_json(&enquiry) } else { as_text(&enquiry) })
}

fn as_json(enquiry: &Enquiry) -> String {
    let messages: Vec<Value> = enquiry
        .messages
        .iter()
        .map(|message| json!({ "from": from(message), "at": message.at, "text": message.text }))
        .collect();
    let copy = json!({
        "reference": enquiry.reference,
        "service": enquiry.service,
        "status": enquiry.status,
        "opened_at": enquiry.opened_at,
        "channel": enquiry.channel,
        "question": enquiry.question,
        "support_now": enquiry.stage,
        "shown_before": enquiry.path,
        "about": enquiry.topics,
        "urgency": enquiry.urgency,
        "contact": enquiry.contact,
        "agreed": enquiry.consent,
        "messages": messages,
        "outcome": enquiry.outcome,
        "deleted_on": enquiry.purge_on,
        "notes_held": enquiry.notes.len(),
    });
    terminal::escaped_json(&format!("{copy:#}")) + "\n"
}

/// An adviser is named to the family as one of the service, as in its conversation.
fn from(message: &Message) -> &'static str {
    match message.author {
        Author::Family => "you",
        Author::Adviser(_) => "an adviser",
    }
}

fn as_text(enquiry: &Enquiry) -> String {
    let mut text = format!("What is held about your question {}\n\n", enquiry.reference);
    let mut fact = |label: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{label}: {}\n", terminal::one_line(value)));
        }
    };
    fact("Asked", &when(enquiry.opened_at));
    fact("Where", enquiry.channel.as_str());
    fact("You agreed to pass it on", &when(enquiry.consent.at));
    fact("Now", enquiry.status.as_str());
    fact("Support now", &enquiry.stage);
    fact("How to reach you", contact(&enquiry.contact));
    fact(
        "It seemed to be about",
        &enquiry.topics.iter().map(|topic| topic.as_str()).collect::<Vec<_>>().join(", "),
    );
    fact("What you looked at", &enquiry.path.join("; "));
    fact("How it ended", enquiry.outcome.as_deref().unwrap_or_default());
    fact("Deleted on", &enquiry.purge_on.map(in_words).unwrap_or_default());
    text.push_str(&format!("\nYour question\n{}", set_in(&enquiry.question)));
    if !enquiry.messages.is_empty() {
        text.push_str("\nMessages\n");
    }
    for message in &enquiry.messages {
        text.push_str(&format!(
            "  {}, {}:\n{}",
            from(message),
            when(message.at),
            set_in(&set_in(&message.text))
        ));
    }
    let notes = match enquiry.notes.len() {
        0 => "The service holds no notes about it.",
        _ => "The service also holds notes about it. You can ask the service for those.",
    };
    text.push_str(&format!("\n{notes}\n"));
    text
}

fn contact(contact: &Contact) -> &str {
    match contact {
        Contact::ReferenceOnly => "by your reference alone",
        other => other.in_words(),
    }
}

fn set_in(words: &str) -> String {
    terminal::lines(words).lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}

fn when(moment: Moment) -> String {
    format!("{}, {}", in_words(moment.date()), moment.local().format("%H:%M"))
}
