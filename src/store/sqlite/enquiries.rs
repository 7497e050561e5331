//! The work on the tables of enquiries. Each function runs within its caller's transaction.

use std::collections::BTreeMap;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::rows::{self, EnquiryRows, written, written_contact, written_day, written_list, written_urgency};
use super::trouble::{Failed, is_taken};
use crate::enquiry::life::{Case, Change, FAMILY, SIGNPOST};
use crate::enquiry::{
    AdviserName, Author, Draft, Enquiry, Event, FamilyView, Message, Note, QueueLine, Reference, ServiceId,
    Status,
};
use crate::moment::Moment;
use crate::store::{Opened, QueueFilter, QueueStats, StoreError};

/// Which enquiry: never the reference alone, so that nothing crosses a service.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    pub service: &'a ServiceId,
    pub reference: &'a Reference,
}

pub async fn open(
    tables: &mut SqliteConnection,
    draft: &Draft,
    reference: &Reference,
    now: Moment,
) -> Result<Opened, Failed> {
    let first = sqlx::query("SELECT reference FROM enquiries WHERE service = $1 AND draft_key = $2")
        .bind(draft.service.as_str())
        .bind(draft.key.as_str())
        .fetch_optional(&mut *tables)
        .await?;
    if let Some(first) = first {
        return Ok(Opened { reference: rows::reference(&first)?, already: true });
    }
    let key = Key { service: &draft.service, reference };
    refuse_given(tables, key).await?;
    insert(tables, draft, reference, now).await?;
    add_event(tables, key, &Event { at: now, by: FAMILY.to_owned(), what: "opened".to_owned() }).await?;
    Ok(Opened { reference: reference.clone(), already: false })
}

/// The trail outlives an enquiry, so it knows every reference ever given.
async fn refuse_given(tables: &mut SqliteConnection, key: Key<'_>) -> Result<(), Failed> {
    let given = sqlx::query("SELECT 1 FROM events WHERE service = $1 AND reference = $2 LIMIT 1")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .fetch_optional(tables)
        .await?;
    if given.is_some() { Err(StoreError::ReferenceTaken.into()) } else { Ok(()) }
}

async fn insert(
    tables: &mut SqliteConnection,
    draft: &Draft,
    reference: &Reference,
    now: Moment,
) -> Result<(), Failed> {
    let (urgency_rank, act_by) = written_urgency(&draft.urgency);
    let (contact_kind, contact) = written_contact(&draft.contact);
    let inserted = sqlx::query(
        "INSERT INTO enquiries (service, reference, draft_key, opened_at, channel, question, path, topics, stage,
             urgency_rank, act_by, contact_kind, contact, consent_at, consent_wording, status, waiting_since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $4)",
    )
    .bind(draft.service.as_str())
    .bind(reference.as_str())
    .bind(draft.key.as_str())
    .bind(written(now))
    .bind(draft.channel.as_str())
    .bind(&draft.question)
    .bind(written_list(draft.path.iter().map(String::as_str)))
    .bind(written_list(draft.topics.iter().map(|topic| topic.as_str())))
    .bind(&draft.stage)
    .bind(urgency_rank)
    .bind(act_by)
    .bind(contact_kind)
    .bind(contact)
    .bind(written(draft.consent.at))
    .bind(&draft.consent.wording)
    .bind(Status::New.as_str())
    .execute(tables)
    .await;
    match inserted {
        Ok(_) => Ok(()),
        Err(error) if is_taken(&error) => Err(StoreError::ReferenceTaken.into()),
        Err(error) => Err(error.into()),
    }
}

/// One change with all that it leaves behind: whatever must happen together with a change is written here.
pub async fn change(
    tables: &mut SqliteConnection,
    key: Key<'_>,
    change: &Change,
    now: Moment,
) -> Result<Status, Failed> {
    let before = rows::case(&row(tables, key).await?)?;
    let after = before.after(change, now)?;
    set_case(tables, key, &after).await?;
    for event in change.events(&before, &after, now) {
        add_event(tables, key, &event).await?;
    }
    if let Some(message) = change.message(now) {
        add_message(tables, key, &message).await?;
    }
    if let Some(note) = change.note(&before, now) {
        add_note(tables, key, &note).await?;
    }
    if change.erases_words() {
        erase_words(tables, key).await?;
    }
    Ok(after.status)
}

async fn set_case(tables: &mut SqliteConnection, key: Key<'_>, case: &Case) -> Result<(), Failed> {
    sqlx::query(
        "UPDATE enquiries SET status = $3, claimed_by = $4, claimed_at = $5, worked_at = $6, waiting_since = $7,
             outcome = $8, purge_on = $9
         WHERE service = $1 AND reference = $2",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .bind(case.status.as_str())
    .bind(case.claimed_by.as_ref().map(AdviserName::as_str))
    .bind(case.claimed_at.map(written))
    .bind(case.worked_at.map(written))
    .bind(written(case.waiting_since))
    .bind(case.outcome.as_deref())
    .bind(case.purge_on.map(written_day))
    .execute(tables)
    .await?;
    Ok(())
}

pub async fn add_event(tables: &mut SqliteConnection, key: Key<'_>, event: &Event) -> Result<(), Failed> {
    sqlx::query("INSERT INTO events (service, reference, at, by, what) VALUES ($1, $2, $3, $4, $5)")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .bind(written(event.at))
        .bind(&event.by)
        .bind(&event.what)
        .execute(tables)
        .await?;
    Ok(())
}

async fn add_message(tables: &mut SqliteConnection, key: Key<'_>, message: &Message) -> Result<(), Failed> {
    let adviser = match &message.author {
        Author::Family => None,
        Author::Adviser(name) => Some(name.as_str()),
    };
    sqlx::query("INSERT INTO messages (service, reference, at, adviser, words) VALUES ($1, $2, $3, $4, $5)")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .bind(written(message.at))
        .bind(adviser)
        .bind(&message.text)
        .execute(tables)
        .await?;
    Ok(())
}

async fn add_note(tables: &mut SqliteConnection, key: Key<'_>, note: &Note) -> Result<(), Failed> {
    sqlx::query("INSERT INTO notes (service, reference, at, adviser, words) VALUES ($1, $2, $3, $4, $5)")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .bind(written(note.at))
        .bind(note.by.as_str())
        .bind(&note.text)
        .execute(tables)
        .await?;
    Ok(())
}

async fn erase_words(tables: &mut SqliteConnection, key: Key<'_>) -> Result<(), Failed> {
    sqlx::query(
        "UPDATE enquiries SET question = '', path = '[]', topics = '[]', stage = '', urgency_rank = 2, act_by = NULL,
             contact_kind = 'reference-only', contact = NULL
         WHERE service = $1 AND reference = $2",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .execute(&mut *tables)
    .await?;
    delete_messages_and_notes(tables, key).await
}

async fn delete_messages_and_notes(tables: &mut SqliteConnection, key: Key<'_>) -> Result<(), Failed> {
    for delete in [
        "DELETE FROM messages WHERE service = $1 AND reference = $2",
        "DELETE FROM notes WHERE service = $1 AND reference = $2",
    ] {
        sqlx::query(delete)
            .bind(key.service.as_str())
            .bind(key.reference.as_str())
            .execute(&mut *tables)
            .await?;
    }
    Ok(())
}

async fn row(tables: &mut SqliteConnection, key: Key<'_>) -> Result<SqliteRow, Failed> {
    sqlx::query("SELECT * FROM enquiries WHERE service = $1 AND reference = $2")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .fetch_optional(tables)
        .await?
        .ok_or_else(|| StoreError::NotFound.into())
}

/// The rows of one enquiry in another table, in the order in which they were written.
async fn rows_of(
    tables: &mut SqliteConnection,
    key: Key<'_>,
    select: &'static str,
) -> Result<Vec<SqliteRow>, Failed> {
    let rows =
        sqlx::query(select).bind(key.service.as_str()).bind(key.reference.as_str()).fetch_all(tables).await?;
    Ok(rows)
}

const MESSAGES: &str =
    "SELECT at, adviser, words FROM messages WHERE service = $1 AND reference = $2 ORDER BY id";
const NOTES: &str = "SELECT at, adviser, words FROM notes WHERE service = $1 AND reference = $2 ORDER BY id";
const EVENTS: &str = "SELECT at, by, what FROM events WHERE service = $1 AND reference = $2 ORDER BY id";

pub async fn whole(tables: &mut SqliteConnection, key: Key<'_>) -> Result<Enquiry, Failed> {
    rows::enquiry(&EnquiryRows {
        enquiry: row(tables, key).await?,
        messages: rows_of(tables, key, MESSAGES).await?,
        notes: rows_of(tables, key, NOTES).await?,
        events: rows_of(tables, key, EVENTS).await?,
    })
}

pub async fn family_view(tables: &mut SqliteConnection, key: Key<'_>) -> Result<FamilyView, Failed> {
    let row = row(tables, key).await?;
    rows::family_view(&row, &rows_of(tables, key, MESSAGES).await?)
}

pub async fn queue(
    tables: &mut SqliteConnection,
    service: &ServiceId,
    filter: &QueueFilter,
) -> Result<Vec<QueueLine>, Failed> {
    let lines = sqlx::query(&queue_query(filter))
        .bind(service.as_str())
        .bind(filter.claimed_by.as_ref().map(AdviserName::as_str))
        .bind(filter.at_most.map_or(-1, i64::from))
        .fetch_all(tables)
        .await?;
    lines.iter().map(rows::queue_line).collect()
}

/// Sorts as [`crate::enquiry::queue_order`] does; where only open ones are asked for, by walking their index.
pub fn queue_query(filter: &QueueFilter) -> String {
    let wanted = quoted(&filter.statuses);
    let open = match filter.is_open_only() {
        true => format!(" AND status IN ({})", quoted(&QueueFilter::OPEN)),
        false => String::new(),
    };
    format!(
        "SELECT reference, status, urgency_rank, act_by, topics, stage, channel, opened_at, waiting_since, claimed_by,
             claimed_at
         FROM enquiries
         WHERE service = $1{open} AND status IN ({wanted}) AND ($2 IS NULL OR claimed_by = $2)
         ORDER BY urgency_rank, act_by, waiting_since, reference LIMIT $3"
    )
}

fn quoted(statuses: &[Status]) -> String {
    statuses.iter().map(|status| format!("'{}'", status.as_str())).collect::<Vec<String>>().join(", ")
}

pub async fn neglected(
    tables: &mut SqliteConnection,
    service: &ServiceId,
    since: Moment,
    now: Moment,
) -> Result<Vec<Reference>, Failed> {
    let unworked = sqlx::query(
        "SELECT reference FROM enquiries WHERE service = $1 AND status = 'claimed' AND worked_at <= $2
         ORDER BY reference",
    )
    .bind(service.as_str())
    .bind(written(since))
    .fetch_all(&mut *tables)
    .await?;
    let unworked: Vec<Reference> = unworked.iter().map(rows::reference).collect::<Result<_, _>>()?;
    for reference in &unworked {
        change(tables, Key { service, reference }, &Change::ReturnNeglected, now).await?;
    }
    Ok(unworked)
}

pub async fn stats(tables: &mut SqliteConnection, service: &ServiceId) -> Result<QueueStats, Failed> {
    Ok(QueueStats {
        by_status: counts(tables, service, "status").await?,
        by_topic: counts(tables, service, "json_extract(topics, '$[0]')").await?,
        by_outcome: counts(tables, service, "outcome").await?,
        by_stage: counts(tables, service, "nullif(stage, '')").await?,
    })
}

async fn counts(
    tables: &mut SqliteConnection,
    service: &ServiceId,
    by: &'static str,
) -> Result<BTreeMap<String, u64>, Failed> {
    let counted = sqlx::query(&format!(
        "SELECT {by} AS value, count(*) AS enquiries FROM enquiries
         WHERE service = $1 AND {by} IS NOT NULL GROUP BY 1"
    ))
    .bind(service.as_str())
    .fetch_all(tables)
    .await?;
    counted
        .iter()
        .map(|row| {
            let enquiries: i64 = row.try_get("enquiries")?;
            Ok((row.try_get("value")?, enquiries.unsigned_abs()))
        })
        .collect()
}

pub async fn purge(
    tables: &mut SqliteConnection,
    service: &ServiceId,
    now: Moment,
) -> Result<Vec<Reference>, Failed> {
    let due = sqlx::query(
        "SELECT reference FROM enquiries WHERE service = $1 AND purge_on IS NOT NULL AND purge_on <= $2
         ORDER BY reference",
    )
    .bind(service.as_str())
    .bind(written_day(now.date()))
    .fetch_all(&mut *tables)
    .await?;
    let due: Vec<Reference> = due.iter().map(rows::reference).collect::<Result<_, _>>()?;
    for reference in &due {
        let key = Key { service, reference };
        delete_messages_and_notes(tables, key).await?;
        sqlx::query("DELETE FROM enquiries WHERE service = $1 AND reference = $2")
            .bind(service.as_str())
            .bind(reference.as_str())
            .execute(&mut *tables)
            .await?;
        let purged = Event { at: now, by: SIGNPOST.to_owned(), what: "purged".to_owned() };
        add_event(tables, key, &purged).await?;
    }
    Ok(due)
}
