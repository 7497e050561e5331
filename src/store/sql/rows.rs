//! Rows of the tables as values of the core, and back.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::de::DeserializeOwned;
use sqlx::Row as _;

use super::trouble::{Failed, RowProblem};
use super::{Row, outbox};
use crate::enquiry::life::Case;
use crate::enquiry::notice::{Notice, NoticeId, NoticeKind, NoticeState, Recipient};
use crate::enquiry::trail::{ChainHash, TrailHead, TrailLine};
use crate::enquiry::{
    Adviser, AdviserName, Author, Channel, Consent, Contact, Enquiry, Event, FamilyView, Message, Note,
    Proposed, QueueLine, Reference, Role, ServiceId, Status, Urgency,
};
use crate::moment::Moment;
use crate::store::Flag;

type Read<T> = Result<T, Failed>;

/// A moment as the tables hold it: UTC, always of one length, so that text sorts as time.
pub fn written(moment: Moment) -> String {
    moment.instant().to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A day as the tables hold it.
pub fn written_day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// A list as the tables hold it.
pub fn written_list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    serde_json::Value::from(items.collect::<Vec<&str>>()).to_string()
}

/// Rank and day of an urgency; the ranks are those of [`crate::enquiry::queue_order`].
pub fn written_urgency(urgency: &Urgency) -> (i64, Option<String>) {
    match urgency {
        Urgency::Safeguarding => (0, None),
        Urgency::LegalDate { act_by } => (1, Some(written_day(*act_by))),
        Urgency::Routine => (2, None),
    }
}

/// Kind and address of a contact.
pub fn written_contact(contact: &Contact) -> (&'static str, Option<&str>) {
    match contact {
        Contact::ReferenceOnly => ("reference-only", None),
        Contact::Email(at) => ("email", Some(at)),
        Contact::Phone(at) => ("phone", Some(at)),
        Contact::Discord(at) => ("discord", Some(at)),
    }
}

/// Kind and name of a recipient. A family's address stands elsewhere.
pub fn written_recipient(to: &Recipient) -> (&'static str, Option<&str>) {
    match to {
        Recipient::Family(_) => ("family", None),
        Recipient::Advisers => ("advisers", None),
        Recipient::DutyRole => ("duty-role", None),
        Recipient::Adviser(name) => ("adviser", Some(name.as_str())),
    }
}

fn read_moment(column: &'static str, written: &str) -> Result<Moment, RowProblem> {
    DateTime::parse_from_rfc3339(written)
        .map(|instant| Moment::new(instant.with_timezone(&Utc)))
        .map_err(|source| RowProblem::Moment { column, source })
}

pub fn moment(row: &Row, column: &'static str) -> Read<Moment> {
    Ok(read_moment(column, row.try_get(column)?)?)
}

fn moment_if_any(row: &Row, column: &'static str) -> Read<Option<Moment>> {
    let written: Option<String> = row.try_get(column)?;
    Ok(written.map(|written| read_moment(column, &written)).transpose()?)
}

fn day_if_any(row: &Row, column: &'static str) -> Read<Option<NaiveDate>> {
    let written: Option<String> = row.try_get(column)?;
    let day = written.map(|written| written.parse().map_err(|source| RowProblem::Moment { column, source }));
    Ok(day.transpose()?)
}

fn list<T: DeserializeOwned>(row: &Row, column: &'static str) -> Read<Vec<T>> {
    let written: &str = row.try_get(column)?;
    Ok(serde_json::from_str(written).map_err(|source| RowProblem::List { column, source })?)
}

fn adviser(row: &Row, column: &'static str) -> Read<Option<AdviserName>> {
    let name: Option<String> = row.try_get(column)?;
    Ok(name.map(AdviserName::new))
}

fn unknown(row: &Row, column: &'static str) -> Failed {
    let row = row.try_get("reference").unwrap_or_default();
    RowProblem::Unknown { column, row }.into()
}

/// A whole number.
pub fn number(row: &Row, column: &'static str) -> Read<i64> {
    Ok(row.try_get(column)?)
}

fn count(row: &Row, column: &'static str) -> Read<u64> {
    u64::try_from(number(row, column)?).map_err(|_| unknown(row, column))
}

fn is_set(row: &Row, column: &'static str) -> Read<bool> {
    Ok(number(row, column)? != 0)
}

pub fn reference(row: &Row) -> Read<Reference> {
    Ok(Reference::read(row.try_get("reference")?).map_err(RowProblem::Reference)?)
}

/// The reference, where an empty one or none says that it is about no enquiry.
pub fn reference_if_any(row: &Row) -> Read<Option<Reference>> {
    let written: Option<String> = row.try_get("reference")?;
    let written = written.filter(|written| !written.is_empty());
    Ok(written.map(|written| Reference::read(&written)).transpose().map_err(RowProblem::Reference)?)
}

fn status(row: &Row) -> Read<Status> {
    Status::from_name(row.try_get("status")?).ok_or_else(|| unknown(row, "status"))
}

fn channel(row: &Row) -> Read<Channel> {
    Channel::from_name(row.try_get("channel")?).ok_or_else(|| unknown(row, "channel"))
}

fn urgency(row: &Row) -> Read<Urgency> {
    let rank: i64 = row.try_get("urgency_rank")?;
    match (rank, day_if_any(row, "act_by")?) {
        (0, None) => Ok(Urgency::Safeguarding),
        (1, Some(act_by)) => Ok(Urgency::LegalDate { act_by }),
        (2, None) => Ok(Urgency::Routine),
        _ => Err(unknown(row, "urgency_rank")),
    }
}

pub fn contact(row: &Row) -> Read<Contact> {
    let at: Option<String> = row.try_get("contact")?;
    match (row.try_get("contact_kind")?, at) {
        ("reference-only", None) => Ok(Contact::ReferenceOnly),
        ("email", Some(at)) => Ok(Contact::Email(at)),
        ("phone", Some(at)) => Ok(Contact::Phone(at)),
        ("discord", Some(at)) => Ok(Contact::Discord(at)),
        _ => Err(unknown(row, "contact_kind")),
    }
}

pub fn case(row: &Row) -> Read<Case> {
    Ok(Case {
        status: status(row)?,
        claimed_by: adviser(row, "claimed_by")?,
        claimed_at: moment_if_any(row, "claimed_at")?,
        worked_at: moment_if_any(row, "worked_at")?,
        waiting_since: moment(row, "waiting_since")?,
        reply_due: moment_if_any(row, "reply_due")?,
        first_answered_at: moment_if_any(row, "first_answered_at")?,
        snoozed_until: moment_if_any(row, "snoozed_until")?,
        warned_at: moment_if_any(row, "warned_at")?,
        proposed: proposed(row)?,
        outcome: row.try_get("outcome")?,
        purge_on: day_if_any(row, "purge_on")?,
        is_safeguarding: urgency(row)? == Urgency::Safeguarding,
    })
}

fn proposed(row: &Row) -> Read<Option<Proposed>> {
    let Some(by) = adviser(row, "proposed_by")? else { return Ok(None) };
    Ok(Some(Proposed {
        by,
        at: moment(row, "proposed_at")?,
        text: row.try_get("proposed_words")?,
        asks_family: is_set(row, "proposed_asks")?,
    }))
}

pub fn queue_line(row: &Row) -> Read<QueueLine> {
    Ok(QueueLine {
        reference: reference(row)?,
        status: status(row)?,
        urgency: urgency(row)?,
        topics: list(row, "topics")?,
        stage: row.try_get("stage")?,
        channel: channel(row)?,
        opened_at: moment(row, "opened_at")?,
        waiting_since: moment(row, "waiting_since")?,
        claimed_by: adviser(row, "claimed_by")?,
        claimed_at: moment_if_any(row, "claimed_at")?,
        reply_due: moment_if_any(row, "reply_due")?,
        snoozed_until: moment_if_any(row, "snoozed_until")?,
        to_check: adviser(row, "proposed_by")?,
        is_undelivered: is_set(row, "is_undelivered")?,
    })
}

pub fn family_view(row: &Row, messages: &[Row]) -> Read<FamilyView> {
    Ok(FamilyView {
        reference: reference(row)?,
        status: status(row)?,
        question: row.try_get("question")?,
        messages: messages.iter().map(message).collect::<Read<_>>()?,
        reply_due: moment_if_any(row, "reply_due")?,
    })
}

/// The rows that make up one enquiry.
pub struct EnquiryRows {
    pub enquiry: Row,
    pub messages: Vec<Row>,
    pub notes: Vec<Row>,
    pub events: Vec<Row>,
}

pub fn enquiry(rows: &EnquiryRows) -> Read<Enquiry> {
    let row = &rows.enquiry;
    let case = case(row)?;
    Ok(Enquiry {
        reference: reference(row)?,
        service: ServiceId::new(row.try_get::<String, _>("service")?),
        opened_at: moment(row, "opened_at")?,
        channel: channel(row)?,
        question: row.try_get("question")?,
        path: list(row, "path")?,
        topics: list(row, "topics")?,
        stage: row.try_get("stage")?,
        urgency: urgency(row)?,
        contact: contact(row)?,
        consent: Consent { at: moment(row, "consent_at")?, wording: row.try_get("consent_wording")? },
        status: case.status,
        claimed_by: case.claimed_by,
        claimed_at: case.claimed_at,
        worked_at: case.worked_at,
        waiting_since: case.waiting_since,
        reply_due: case.reply_due,
        first_answered_at: case.first_answered_at,
        snoozed_until: case.snoozed_until,
        warned_at: case.warned_at,
        proposed: case.proposed,
        outcome: case.outcome,
        purge_on: case.purge_on,
        messages: rows.messages.iter().map(message).collect::<Read<_>>()?,
        notes: rows.notes.iter().map(note).collect::<Read<_>>()?,
        events: rows.events.iter().map(event).collect::<Read<_>>()?,
    })
}

fn message(row: &Row) -> Read<Message> {
    let author = adviser(row, "adviser")?.map_or(Author::Family, Author::Adviser);
    Ok(Message { author, at: moment(row, "at")?, text: row.try_get("words")? })
}

fn note(row: &Row) -> Read<Note> {
    let by = AdviserName::new(row.try_get::<String, _>("adviser")?);
    Ok(Note { by, at: moment(row, "at")?, text: row.try_get("words")? })
}

pub fn event(row: &Row) -> Read<Event> {
    Ok(Event { at: moment(row, "at")?, by: row.try_get("by")?, what: row.try_get("what")? })
}

pub fn trail_line(row: &Row) -> Read<TrailLine> {
    Ok(TrailLine { line: count(row, "line")?, reference: reference_if_any(row)?, event: event(row)? })
}

/// The hash kept beside a line; none if it can be no hash.
pub fn chain_hash(row: &Row) -> Read<Option<ChainHash>> {
    let kept: Option<Vec<u8>> = row.try_get("hash")?;
    Ok(kept.and_then(|kept| ChainHash::from_bytes(&kept)))
}

pub fn trail_head(row: &Row) -> Read<TrailHead> {
    let hash = chain_hash(row)?.ok_or_else(|| unknown(row, "hash"))?;
    Ok(TrailHead { lines: count(row, "lines")?, hash })
}

pub fn roster_line(row: &Row) -> Read<Adviser> {
    Ok(Adviser {
        name: AdviserName::new(row.try_get::<String, _>("name")?),
        role: Role::from_name(row.try_get("role")?).ok_or_else(|| unknown(row, "role"))?,
        discord: row.try_get("discord")?,
        is_active: is_set(row, "is_active")?,
    })
}

pub fn flag(row: &Row) -> Read<Flag> {
    Ok(Flag { value: row.try_get("value")?, by: row.try_get("by")?, at: moment(row, "at")? })
}

pub fn notice(row: &Row) -> Read<Notice> {
    Ok(Notice {
        id: NoticeId::new(row.try_get::<String, _>("id")?),
        service: ServiceId::new(row.try_get::<String, _>("service")?),
        reference: reference_if_any(row)?,
        to: recipient(row)?,
        kind: NoticeKind::from_name(row.try_get("kind")?).ok_or_else(|| unknown(row, "kind"))?,
        day: day_if_any(row, "day")?,
        made_at: moment(row, "made_at")?,
        due_at: moment(row, "due_at")?,
        state: NoticeState::from_name(row.try_get("state")?).ok_or_else(|| unknown(row, "state"))?,
        attempts: u32::try_from(count(row, "attempts")?).unwrap_or(u32::MAX),
        may_have_arrived: number(row, "may_have_arrived")? & outbox::ARRIVED != 0,
        may_come_twice: number(row, "may_have_arrived")? & outbox::TWICE != 0,
        begun_at: moment_if_any(row, "begun_at")?,
    })
}

fn recipient(row: &Row) -> Read<Recipient> {
    let address: Option<String> = row.try_get("address")?;
    let contact_kind: Option<&str> = row.try_get("contact_kind")?;
    match (row.try_get("to_kind")?, adviser(row, "to_name")?) {
        ("advisers", None) => Ok(Recipient::Advisers),
        ("duty-role", None) => Ok(Recipient::DutyRole),
        ("adviser", Some(name)) => Ok(Recipient::Adviser(name)),
        ("family", None) => match (address, contact_kind) {
            (Some(at), _) => Ok(Recipient::Family(Contact::Discord(at))),
            (None, Some(_)) => Ok(Recipient::Family(contact(row)?)),
            // Its enquiry is gone, and with it the way to the family.
            (None, None) => Ok(Recipient::Family(Contact::ReferenceOnly)),
        },
        _ => Err(unknown(row, "to_kind")),
    }
}
