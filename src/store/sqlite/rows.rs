//! Rows of the tables as values of the core, and back.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::trouble::{Failed, RowProblem};
use crate::enquiry::life::Case;
use crate::enquiry::{
    AdviserName, Author, Channel, Consent, Contact, Enquiry, Event, FamilyView, Message, Note, QueueLine,
    Reference, ServiceId, Status, Urgency,
};
use crate::moment::Moment;

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

fn read_moment(column: &'static str, written: &str) -> Result<Moment, RowProblem> {
    DateTime::parse_from_rfc3339(written)
        .map(|instant| Moment::new(instant.with_timezone(&Utc)))
        .map_err(|source| RowProblem::Moment { column, source })
}

fn moment(row: &SqliteRow, column: &'static str) -> Read<Moment> {
    Ok(read_moment(column, row.try_get(column)?)?)
}

fn moment_if_any(row: &SqliteRow, column: &'static str) -> Read<Option<Moment>> {
    let written: Option<String> = row.try_get(column)?;
    Ok(written.map(|written| read_moment(column, &written)).transpose()?)
}

fn day_if_any(row: &SqliteRow, column: &'static str) -> Read<Option<NaiveDate>> {
    let written: Option<String> = row.try_get(column)?;
    let day = written.map(|written| written.parse().map_err(|source| RowProblem::Moment { column, source }));
    Ok(day.transpose()?)
}

fn list<T: DeserializeOwned>(row: &SqliteRow, column: &'static str) -> Read<Vec<T>> {
    let written: &str = row.try_get(column)?;
    Ok(serde_json::from_str(written).map_err(|source| RowProblem::List { column, source })?)
}

fn adviser(row: &SqliteRow, column: &'static str) -> Read<Option<AdviserName>> {
    let name: Option<String> = row.try_get(column)?;
    Ok(name.map(AdviserName::new))
}

fn unknown(row: &SqliteRow, column: &'static str) -> Failed {
    let reference = row.try_get("reference").unwrap_or_default();
    RowProblem::Unknown { column, reference }.into()
}

pub fn reference(row: &SqliteRow) -> Read<Reference> {
    Ok(Reference::read(row.try_get("reference")?).map_err(RowProblem::Reference)?)
}

fn status(row: &SqliteRow) -> Read<Status> {
    Status::from_name(row.try_get("status")?).ok_or_else(|| unknown(row, "status"))
}

fn channel(row: &SqliteRow) -> Read<Channel> {
    Channel::from_name(row.try_get("channel")?).ok_or_else(|| unknown(row, "channel"))
}

fn urgency(row: &SqliteRow) -> Read<Urgency> {
    let rank: i64 = row.try_get("urgency_rank")?;
    match (rank, day_if_any(row, "act_by")?) {
        (0, None) => Ok(Urgency::Safeguarding),
        (1, Some(act_by)) => Ok(Urgency::LegalDate { act_by }),
        (2, None) => Ok(Urgency::Routine),
        _ => Err(unknown(row, "urgency_rank")),
    }
}

fn contact(row: &SqliteRow) -> Read<Contact> {
    let at: Option<String> = row.try_get("contact")?;
    match (row.try_get("contact_kind")?, at) {
        ("reference-only", None) => Ok(Contact::ReferenceOnly),
        ("email", Some(at)) => Ok(Contact::Email(at)),
        ("phone", Some(at)) => Ok(Contact::Phone(at)),
        ("discord", Some(at)) => Ok(Contact::Discord(at)),
        _ => Err(unknown(row, "contact_kind")),
    }
}

pub fn case(row: &SqliteRow) -> Read<Case> {
    Ok(Case {
        status: status(row)?,
        claimed_by: adviser(row, "claimed_by")?,
        claimed_at: moment_if_any(row, "claimed_at")?,
        worked_at: moment_if_any(row, "worked_at")?,
        waiting_since: moment(row, "waiting_since")?,
        outcome: row.try_get("outcome")?,
        purge_on: day_if_any(row, "purge_on")?,
    })
}

pub fn queue_line(row: &SqliteRow) -> Read<QueueLine> {
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
    })
}

pub fn family_view(row: &SqliteRow, messages: &[SqliteRow]) -> Read<FamilyView> {
    Ok(FamilyView {
        reference: reference(row)?,
        status: status(row)?,
        question: row.try_get("question")?,
        messages: messages.iter().map(message).collect::<Read<_>>()?,
    })
}

/// The rows that make up one enquiry.
pub struct EnquiryRows {
    pub enquiry: SqliteRow,
    pub messages: Vec<SqliteRow>,
    pub notes: Vec<SqliteRow>,
    pub events: Vec<SqliteRow>,
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
        outcome: case.outcome,
        purge_on: case.purge_on,
        messages: rows.messages.iter().map(message).collect::<Read<_>>()?,
        notes: rows.notes.iter().map(note).collect::<Read<_>>()?,
        events: rows.events.iter().map(event).collect::<Read<_>>()?,
    })
}

fn message(row: &SqliteRow) -> Read<Message> {
    let author = adviser(row, "adviser")?.map_or(Author::Family, Author::Adviser);
    Ok(Message { author, at: moment(row, "at")?, text: row.try_get("words")? })
}

fn note(row: &SqliteRow) -> Read<Note> {
    let by = AdviserName::new(row.try_get::<String, _>("adviser")?);
    Ok(Note { by, at: moment(row, "at")?, text: row.try_get("words")? })
}

fn event(row: &SqliteRow) -> Read<Event> {
    Ok(Event { at: moment(row, "at")?, by: row.try_get("by")?, what: row.try_get("what")? })
}
