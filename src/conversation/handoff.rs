//! What a family passes on: the record it sees before it agrees, and the draft made of exactly that.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use super::{Talk, facts};
use crate::answer::{Context, Decision};
use crate::dialog::{DialogId, FactId};
use crate::enquiry::{Consent, Contact, Draft, DraftKey, ServiceId, Urgency};
use crate::library::TopicId;
use crate::moment::{Moment, in_words};
use crate::personal::{self, Kind};
use crate::phrases::Phrases;
use crate::safeguarding::{self, Danger};
use crate::typed_date::in_ascii;

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

/// An email address or a phone number in what was typed: the first whole one. What else was written ("after 3pm") is
/// kept beside it, in quotes, so that the family sees it before agreeing and the adviser before ringing.
pub(crate) fn read_contact(typed: &str) -> Option<Contact> {
    let typed = in_ascii(typed.nfkc().collect::<String>().trim());
    if let Some((email, at)) = email(&typed) {
        return Some(Contact::Email(with_note(email, &typed, at)));
    }
    let (phone, at) = PHONE.captures_iter(&typed).find_map(|found| phone(&found))?;
    Some(Contact::Phone(with_note(&phone, &typed, at)))
}

fn email(typed: &str) -> Option<(&str, Range<usize>)> {
    let words = typed.split(|c: char| c.is_whitespace() || ",;:<>()[]\"“”!?".contains(c));
    let email = words.map(|word| word.trim_matches(['.', '\'', '‘', '’'])).find(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.contains('@')
        })
    })?;
    let start = typed.find(email)?;
    Some((email, start..start + email.len()))
}

/// A number of this country in the groups in which people write it, as in [`personal`], but no longer than a number
/// is: "07700 900123 9.30" holds a time too. Or a whole one of another country.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    const GAP: &str = r"[\s.()/‐–-]";
    let pattern = format!(
        r"(?x) (?: (?P<abroad> (?: \+ | \b00 | \b ) \s? 44 {GAP}{{0,3}} (?: 0 {GAP}{{0,2}} )? ) | \b 0 {GAP}{{0,2}} )
              (?P<own> 7 (?: {GAP}{{0,2}} [0-9] ){{9}} | [1-689] (?: {GAP}{{0,2}} [0-9] ){{8,9}} ) \b
            | \+ (?P<other> [1-35-9] (?: {GAP}{{0,2}} [0-9] ){{8,13}} | 4 [0-35-9] (?: {GAP}{{0,2}} [0-9] ){{7,12}} ) \b"
    );
    Regex::new(&pattern).expect("the pattern is a constant that the tests use")
});

/// The number as it is dialled, and where it stands.
fn phone(found: &Captures<'_>) -> Option<(String, Range<usize>)> {
    let (start, number) = match (found.name("own"), found.name("other")) {
        (Some(own), _) => (if found.name("abroad").is_some() { "+44" } else { "0" }, own),
        (None, other) => ("+", other?),
    };
    let digits: String = number.as_str().chars().filter(char::is_ascii_digit).collect();
    Some((format!("{start}{digits}"), found.get(0)?.range()))
}

/// Longer notes are cut here: whoever has more to say says it in the question.
const LONGEST_NOTE_CHARS: usize = 120;

/// The contact, and in quotes what was written around it, unless that only says that this is the contact.
fn with_note(contact: &str, typed: &str, at: Range<usize>) -> String {
    const ONLY_SAYS_SO: [&str; 40] = [
        "its",
        "it",
        "is",
        "my",
        "the",
        "a",
        "me",
        "i",
        "am",
        "im",
        "on",
        "at",
        "by",
        "to",
        "or",
        "and",
        "you",
        "can",
        "could",
        "please",
        "pls",
        "thanks",
        "thank",
        "thx",
        "yes",
        "ok",
        "hi",
        "email",
        "mail",
        "address",
        "phone",
        "telephone",
        "tel",
        "mobile",
        "number",
        "ring",
        "call",
        "text",
        "contact",
        "reach",
    ];
    let is_around = |c: char| !c.is_alphanumeric() && !"()£".contains(c);
    let around = [&typed[..at.start], &typed[at.end..]].map(|part| part.trim_matches(is_around));
    let note = around.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" … ");
    let words = note.to_lowercase().replace(['\'', '’'], "");
    let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words.all(|word| ONLY_SAYS_SO.contains(&word)) {
        return contact.to_owned();
    }
    let note: String = note.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{contact} (\"{}\")", note.chars().take(LONGEST_NOTE_CHARS).collect::<String>())
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
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_email(typed: &str, expected: &str) {
        assert_eq!(read_contact(typed), Some(Contact::Email(expected.into())), "{typed}");
    }

    #[track_caller]
    fn check_phone(typed: &str, expected: &str) {
        assert_eq!(read_contact(typed), Some(Contact::Phone(expected.into())), "{typed}");
    }

    #[test]
    fn an_email_address_is_found_among_words() {
        check_email("its me@example.org thanks", "me@example.org");
        check_email("my email is sarah@example.com.", "sarah@example.com");
        check_email("you can email me at sarah@example.com.", "sarah@example.com");
        check_email("Email: sarah@example.com!", "sarah@example.com");
        check_email("(\u{2018}sarah.o'neil@example.co.uk\u{2019})", "sarah.o'neil@example.co.uk");
    }

    #[test]
    fn a_phone_number_may_have_spaces() {
        check_phone("07700 900 123", "07700900123");
        check_phone("(01628) 496123", "01628496123");
        check_phone("07700\u{a0}900\u{2011}123", "07700900123");
    }

    #[test]
    fn a_phone_number_is_read_however_its_country_is_written() {
        check_phone("+44 (0)7700 900123", "+447700900123");
        check_phone("+44 7700 900123", "+447700900123");
        check_phone("0044 7700 900123", "+447700900123");
        check_phone("447700900123", "+447700900123");
        check_phone("+353 87 123 4567", "+353871234567");
        check_phone("٠٧٧٠٠ ٩٠٠١٢٣", "07700900123");
    }

    #[test]
    fn what_else_was_written_is_no_part_of_the_number_and_stays_beside_it() {
        check_phone("07700 900123 after 3pm", "07700900123 (\"after 3pm\")");
        check_phone("07700 900123, not before 9.30", "07700900123 (\"not before 9.30\")");
        check_phone("07700 900123 9.30 to 3", "07700900123 (\"9.30 to 3\")");
        check_phone("ring 07700900123 (mum) 2nd floor", "07700900123 (\"ring … (mum) 2nd floor\")");
        check_phone("07700 900123 or 01628 496123", "07700900123 (\"or 01628 496123\")");
        check_phone("please ring me on 07700 900123", "07700900123");
        check_email("sarah@example.com, 07700 900123", "sarah@example.com (\"07700 900123\")");
        assert!(read_contact(&format!("07700 900123 {}", "so ".repeat(900))).unwrap().in_words().len() < 150);
    }

    #[test]
    fn a_number_too_short_or_too_long_is_no_contact() {
        assert_eq!(read_contact("07700 90012"), None);
        assert_eq!(read_contact("07700 9001234"), None);
        assert_eq!(read_contact("+44 7700 90012"), None);
        check_phone("0770 900123, sorry 07700 900123", "07700900123 (\"0770 900123, sorry\")");
    }

    #[test]
    fn words_alone_are_no_contact() {
        assert_eq!(read_contact("ring me after school"), None);
        assert_eq!(read_contact("me@home"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_contact_or_none(typed in "[\\p{Nd}+ ().@a-z…é-]{0,40}") {
            let _ = read_contact(&typed);
        }
    }
}
