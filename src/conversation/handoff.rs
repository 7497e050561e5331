//! What a family passes on: the record it sees before it agrees, and the draft made of exactly that.

use chrono::NaiveDate;

use super::{Talk, facts};
use crate::answer::{Context, Decision};
use crate::dialog::{DialogId, FactId};
use crate::enquiry::{Consent, Contact, Draft, DraftKey, ServiceId, Urgency};
use crate::library::TopicId;
use crate::moment::{Moment, in_words};
use crate::personal::{self, Kind};
use crate::phrases::Phrases;
use crate::safeguarding::{self, Danger};

/// The record, label by label, as an adviser will see it.
pub(crate) fn record(talk: &Talk) -> Vec<(String, String)> {
    let phrases = talk.library.phrases();
    let given = |value: &str| if value.is_empty() { phrases.record_none.clone() } else { value.to_owned() };
    let fact = |name: &str| talk.session.fact(name).unwrap_or_default().to_owned();
    let contact = match contact(talk) {
        Contact::ReferenceOnly => phrases.record_reference_only.clone(),
        contact => contact.in_words().to_owned(),
    };
    let act_by = act_by(talk).map(in_words).unwrap_or_default();
    let mut rows = vec![
        (phrases.record_question.clone(), given(&fact(facts::QUESTION))),
        (phrases.record_stage.clone(), given(&fact(facts::STAGE))),
        (phrases.record_act_by.clone(), given(&act_by)),
        (phrases.record_contact.clone(), given(&contact)),
        (phrases.record_path.clone(), given(&talk.session.shown.join("; "))),
    ];
    if urgency(talk, &fact(facts::QUESTION)) == Urgency::Safeguarding {
        rows.push((phrases.record_first.clone(), phrases.record_danger.clone()));
    }
    rows
}

/// The personal details in what was told, each with its kind, and how it reads without them.
pub(crate) fn pointed_out(phrases: &Phrases, told: &str) -> Vec<(String, String)> {
    let found = personal::find(told);
    let label = |kind: Kind| phrases.personal.get(kind.as_str()).cloned().unwrap_or_default();
    let details = personal::details(told, &found);
    let mut rows: Vec<(String, String)> =
        details.into_iter().map(|(kind, detail)| (label(kind), detail.to_owned())).collect();
    rows.push((phrases.without_them.clone(), left_out(phrases, told)));
    rows
}

/// What was told, without the personal details in it.
pub(crate) fn left_out(phrases: &Phrases, told: &str) -> String {
    personal::left_out(told, &personal::find(told), &phrases.personal_left_out)
}

/// The draft that the record shows; `None` while there is no question.
pub(crate) fn draft(talk: &Talk) -> Option<Draft> {
    let question = talk.session.fact(facts::QUESTION)?.to_owned();
    let wording = talk.library.dialog(&DialogId::new("handoff"))?.content_hash().to_owned();
    // A second press repeats the first sending. The same words after that are another enquiry: the number to ring, the
    // date or the danger may be new, and the first one may be closed.
    let sending = match talk.session.passed_on {
        0 => talk.session.id.to_string(),
        before => format!("{} {before}", talk.session.id),
    };
    let key = DraftKey::of(&sending, &question);
    let service = ServiceId::new(talk.library.service().id.clone());
    Some(Draft {
        service,
        channel: talk.session.channel,
        path: talk.session.shown.clone(),
        topics: topics(talk, &question),
        stage: talk.session.fact(facts::STAGE).unwrap_or_default().to_owned(),
        urgency: urgency(talk, &question),
        contact: contact(talk),
        consent: Consent { at: talk.now, wording },
        key,
        question,
        reply_due: reply_due(talk),
    })
}

/// Nothing is promised while many families wait.
fn reply_due(talk: &Talk) -> Option<Moment> {
    if talk.library.service().backlog.is_on { None } else { talk.library.reply_due(talk.now) }
}

/// Danger written anywhere in the conversation comes first; then the family's own date; then the rest.
fn urgency(talk: &Talk, question: &str) -> Urgency {
    let is_danger = talk.session.danger || matches!(safeguarding::look(question), Danger::Now(_));
    match act_by(talk) {
        _ if is_danger => Urgency::Safeguarding,
        Some(act_by) => Urgency::LegalDate { act_by },
        None => Urgency::Routine,
    }
}

fn act_by(talk: &Talk) -> Option<NaiveDate> {
    talk.session.fact(facts::ACT_BY)?.parse().ok()
}

/// What the question seems to be about: the guess an adviser sees, never more than three.
fn topics(talk: &Talk, question: &str) -> Vec<TopicId> {
    let finding = talk.library.understanding().find(question, &Context::default());
    let entries = match finding.decision {
        Decision::Answer(entry) => vec![entry],
        Decision::Choose(entries) => entries,
        Decision::Aside(_) | Decision::NotFound => Vec::new(),
    };
    let mut topics: Vec<TopicId> = Vec::new();
    for entry in entries.iter().filter_map(|id| talk.library.entry(id)) {
        if !topics.contains(&entry.topic) && topics.len() < 3 {
            topics.push(entry.topic.clone());
        }
    }
    topics
}

/// The contact a family gave, kept among the facts as `kind:value`.
fn contact(talk: &Talk) -> Contact {
    let kept = talk.session.fact(facts::CONTACT).unwrap_or_default();
    match kept.split_once(':') {
        Some(("email", at)) => Contact::Email(at.to_owned()),
        Some(("phone", at)) => Contact::Phone(at.to_owned()),
        Some(("here", _)) => talk.session.reachable.clone().unwrap_or(Contact::ReferenceOnly),
        _ => Contact::ReferenceOnly,
    }
}

/// How a contact is kept among the facts.
pub(crate) fn kept_contact(contact: &Contact) -> String {
    match contact {
        Contact::Email(at) => format!("email:{at}"),
        Contact::Phone(at) => format!("phone:{at}"),
        Contact::Discord(_) => "here:".to_owned(),
        Contact::ReferenceOnly => "reference:".to_owned(),
    }
}

/// An email address or a phone number in what was typed.
pub(crate) fn read_contact(typed: &str) -> Option<Contact> {
    let typed = typed.trim();
    let email =
        typed.split_whitespace().map(|word| word.trim_matches(|c: char| ",;<>()".contains(c))).find(|word| {
            word.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty()
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !host.ends_with('.')
                    && !host.contains('@')
            })
        });
    if let Some(email) = email {
        return Some(Contact::Email(email.to_owned()));
    }
    let digits: String = typed.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let is_phone = (10..=15).contains(&digits.trim_start_matches('+').len())
        && typed.chars().filter(|c| c.is_alphabetic()).count() <= 20;
    is_phone.then_some(Contact::Phone(digits))
}

/// The fact under which a reply promise waits to be said.
pub(crate) fn promise_fact() -> FactId {
    FactId::new("reply_promise")
}

/// The fact under which it waits to be said that many families wait.
pub(crate) fn backlog_fact() -> FactId {
    FactId::new("backlog")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_address_is_found_among_words() {
        assert_eq!(read_contact("its me@example.org thanks"), Some(Contact::Email("me@example.org".into())));
    }

    #[test]
    fn a_phone_number_may_have_spaces() {
        assert_eq!(read_contact("07700 900 123"), Some(Contact::Phone("07700900123".into())));
    }

    #[test]
    fn words_alone_are_no_contact() {
        assert_eq!(read_contact("ring me after school"), None);
        assert_eq!(read_contact("me@home"), None);
    }
}
