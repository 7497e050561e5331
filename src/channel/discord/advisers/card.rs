//! The card of one enquiry in the advisers' channel: what it is about and why it stands where it stands, and never the
//! story, a name or a contact.

use super::case_button::{CasePress, of_case};
use crate::channel::discord::dress::{Button, Embed, Post, Row, cut, escaped, limits};
use crate::enquiry::{AdviserName, QueueLine, Reference, Status, Urgency};
use crate::library::{Library, TopicId};
use crate::moment::{Moment, in_words};

/// How an adviser of whom only the Discord account is known is named.
pub const BY_DISCORD: &str = "discord:";

/// The card as it stands now.
pub fn card(line: &QueueLine, library: &Library) -> Post {
    let mut facts: Vec<(&str, String)> = vec![
        ("Now", standing(line.status, line.claimed_by.as_ref())),
        ("Urgency", urgency(&line.urgency)),
        ("About", about(&line.topics, library)),
    ];
    if !line.stage.is_empty() {
        facts.push(("Support now", escaped(&line.stage)));
    }
    if let Some(by) = &line.to_check {
        facts.push((
            "To check",
            format!("a reply by {} waits for another adviser to read it: press Open", named(by)),
        ));
    }
    if line.is_undelivered {
        facts.push((
            "Look",
            "a message about this could not be delivered, or nobody knows whether it was".to_owned(),
        ));
    }
    if waits(line.status) {
        facts.push(("Family waiting", since(line.waiting_since)));
    }
    facts.push(("Asked", since(line.opened_at)));
    let facts: Vec<String> =
        facts.into_iter().map(|(label, value)| format!("**{label}:** {value}")).collect();
    let description = cut(&facts.join("\n"), limits::DESCRIPTION);
    let embed = Embed { title: line.reference.to_string(), description };
    Post { embeds: vec![embed], rows: buttons(&line.reference, line.status), ..Post::default() }
}

/// The card of a closed enquiry: it says no more than that, because the channel is read for as long as it is there.
pub fn closed(reference: &Reference) -> Post {
    let description = "Closed. When the family writes, it opens again.".to_owned();
    let embed = Embed { title: reference.to_string(), description };
    Post { embeds: vec![embed], rows: buttons(reference, Status::Closed), ..Post::default() }
}

/// The card of an enquiry of which nothing is left to show.
pub fn gone(reference: &Reference, status: Option<Status>) -> Post {
    let said = match status {
        Some(Status::Withdrawn) => "Taken back by the family. Nothing is left to do.",
        _ => "Nothing is kept of this enquiry any more.",
    };
    let embed = Embed { title: reference.to_string(), description: said.to_owned() };
    Post { embeds: vec![embed], ..Post::default() }
}

/// What can be done now. Whether this adviser may do it is looked at when it is pressed.
pub fn buttons(reference: &Reference, status: Status) -> Vec<Row> {
    use CasePress::{Ask, Claim, Close, Note, Open, Release, Reply};
    let first: &[(CasePress, &str)] = match status {
        Status::New | Status::Reopened => &[(Claim, "Claim"), (Open, "Open")],
        Status::Claimed => &[(Open, "Open"), (Reply, "Reply"), (Ask, "Ask family")],
        Status::WaitingForFamily => &[(Open, "Open"), (Claim, "Take up again")],
        Status::Answered => &[(Open, "Open"), (Close, "Close")],
        Status::Closed => &[(Open, "Open")],
        Status::Withdrawn => &[],
    };
    let second: &[(CasePress, &str)] = match status {
        Status::Claimed => &[(Note, "Note"), (Release, "Release")],
        Status::Withdrawn | Status::Closed => &[],
        _ => &[(Note, "Note")],
    };
    [first, second]
        .into_iter()
        .filter(|row| !row.is_empty())
        .map(|row| {
            let button = |(press, label): &(CasePress, &str)| Button {
                custom_id: of_case(reference, *press),
                label: (*label).to_owned(),
                is_steady: !matches!(press, Claim | Reply | Close),
            };
            Row::Buttons(row.iter().map(button).collect())
        })
        .collect()
}

/// Where it is, and who has it.
pub fn standing(status: Status, claimed_by: Option<&AdviserName>) -> String {
    let by = claimed_by.map(named);
    match (status, by) {
        (Status::New, _) => "new, for anyone to claim".to_owned(),
        (Status::Reopened, _) => "opened again, for anyone to claim".to_owned(),
        (Status::Claimed, Some(by)) => format!("with {by}"),
        (Status::WaitingForFamily, Some(by)) => format!("with {by}, who waits for the family"),
        (Status::Answered, Some(by)) => format!("answered by {by}"),
        (status, _) => status.as_str().replace('-', " "),
    }
}

/// A Discord account is shown as such, which pings nobody; every other name as it is.
pub fn named(name: &AdviserName) -> String {
    match name.as_str().strip_prefix(BY_DISCORD).and_then(|id| id.parse::<u64>().ok()) {
        Some(id) => format!("<@{id}>"),
        None => escaped(name.as_str()),
    }
}

/// The name under which somebody acts of whom only the Discord account is known.
pub fn by_discord(user: u64) -> AdviserName {
    AdviserName::new(format!("{BY_DISCORD}{user}"))
}

pub fn urgency(urgency: &Urgency) -> String {
    match urgency {
        Urgency::Safeguarding => "**first**: words of danger were written".to_owned(),
        Urgency::LegalDate { act_by } => format!("the family has to act by **{}**", in_words(*act_by)),
        Urgency::Routine => "by waiting time".to_owned(),
    }
}

fn about(topics: &[TopicId], library: &Library) -> String {
    let title = |topic: &TopicId| {
        let entry = library.entries().find(|entry| entry.topic == *topic);
        escaped(entry.map_or(topic.as_str(), |entry| entry.title.as_str()))
    };
    match topics {
        [] => "no topic was recognised".to_owned(),
        topics => topics.iter().map(title).collect::<Vec<_>>().join("; "),
    }
}

fn waits(status: Status) -> bool {
    matches!(status, Status::New | Status::Reopened | Status::Claimed)
}

/// How long ago, as each client works it out by itself: nobody has to edit the card for it.
fn since(moment: Moment) -> String {
    format!("<t:{}:R>", moment.instant().timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adviser_of_the_roster_cannot_be_a_mention() {
        assert_eq!(named(&AdviserName::new("discord:5")), "<@5>");
        assert_eq!(named(&AdviserName::new("discord:everyone")), "discord:everyone");
        assert_eq!(named(&AdviserName::new("<@&5>")), "\\<@&5\\>");
    }

    #[test]
    fn what_is_taken_back_has_no_buttons() {
        let reference = Reference::from_random([7; 8]);
        assert!(buttons(&reference, Status::Withdrawn).is_empty());
        assert!(gone(&reference, Some(Status::Withdrawn)).rows.is_empty());
    }

    #[test]
    fn what_is_closed_can_be_opened_and_says_nothing_else() {
        let shown = closed(&Reference::from_random([7; 8]));
        assert!(!shown.embeds[0].description.contains("**"), "no fact is left");
        let [Row::Buttons(row)] = shown.rows.as_slice() else { panic!("{:?}", shown.rows) };
        assert_eq!(row.iter().map(|button| button.label.as_str()).collect::<Vec<_>>(), ["Open"]);
    }
}
