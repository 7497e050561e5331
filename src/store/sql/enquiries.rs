//! The work on the tables of enquiries. Each function runs within its caller's transaction.

use super::rows::{self, EnquiryRows, written, written_contact, written_day, written_list, written_urgency};
use super::trouble::Failed;
use super::{Connection, FOR_UPDATE, Query, Row, as_kept, cards, chain, outbox, roster};
use crate::enquiry::life::{Case, Change, FAMILY, Piece, SIGNPOST};
use crate::enquiry::notice::{NoticeKind, Recipient};
use crate::enquiry::{
    AdviserName, Author, Draft, Enquiry, Event, FamilyView, Message, Note, QueueLine, Reference, ServiceId,
    Status,
};
use crate::moment::Moment;
use crate::store::{Look, QueueFilter, StoreError, Sweep};

/// Which enquiry: never the reference alone, so that nothing crosses a service.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    pub service: &'a ServiceId,
    pub reference: &'a Reference,
}

/// The first enquiry that was made of a draft.
pub async fn opened_before(tables: &mut Connection, draft: &Draft) -> Result<Option<Reference>, Failed> {
    let first = sqlx::query("SELECT reference FROM enquiries WHERE service = $1 AND draft_key = $2")
        .bind(draft.service.as_str())
        .bind(draft.key.as_str())
        .fetch_optional(tables)
        .await?;
    first.map(|row| rows::reference(&row)).transpose()
}

/// Inserts an enquiry, its values [bound](bind_draft): nothing if the same draft is there already, or the reference was ever
/// given. The trail outlives an enquiry, so it knows every one of them.
pub const INSERT: &str =
    "INSERT INTO enquiries (service, reference, draft_key, opened_at, channel, question, path, topics, main_topic,
         stage, urgency_rank, act_by, contact_kind, contact, consent_at, consent_wording, status, waiting_since,
         reply_due)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $4, $18
     WHERE NOT EXISTS (SELECT 1 FROM events WHERE service = $1 AND reference = $2)
     ON CONFLICT (service, draft_key) DO NOTHING";

/// Binds the eighteen values of [`INSERT`].
pub fn bind_draft<'q>(
    insert: Query<'q>,
    draft: &'q Draft,
    reference: &'q Reference,
    now: Moment,
) -> Query<'q> {
    let (urgency_rank, act_by) = written_urgency(&draft.urgency);
    let (contact_kind, contact) = written_contact(&draft.contact);
    insert
        .bind(draft.service.as_str())
        .bind(reference.as_str())
        .bind(draft.key.as_str())
        .bind(written(now))
        .bind(draft.channel.as_str())
        .bind(as_kept(&draft.question))
        .bind(written_list(draft.path.iter().map(String::as_str)))
        .bind(written_list(draft.topics.iter().map(|topic| topic.as_str())))
        .bind(draft.topics.first().map(|topic| topic.as_str()))
        .bind(as_kept(&draft.stage))
        .bind(urgency_rank)
        .bind(act_by)
        .bind(contact_kind)
        .bind(contact.map(as_kept))
        .bind(written(draft.consent.at))
        .bind(&draft.consent.wording)
        .bind(Status::New.as_str())
        .bind(draft.reply_due.map(written))
}

/// The line of the trail that opening an enquiry leaves.
pub fn opening(now: Moment) -> Event {
    Event { at: now, by: FAMILY.to_owned(), what: OPENED.to_owned() }
}

/// What a notice and a line of the trail call it.
pub const OPENED: &str = "opened";

/// One change with all that it leaves behind: whatever must happen together with a change is written here. The trail
/// comes last, because its head is held until the end.
pub async fn change(
    tables: &mut Connection,
    key: Key<'_>,
    change: Change,
    now: Moment,
) -> Result<Status, Failed> {
    let row = row(tables, key, FOR_UPDATE).await?;
    let change = match change.adviser() {
        Some(by) => roster::standing(tables, key.service, &by).await?.allows(change)?,
        None => change,
    };
    let before = rows::case(&row)?;
    let after = before.after(&change, now)?;
    set_case(tables, key, &after).await?;
    if let Some(message) = change.message(&before, now) {
        add_message(tables, key, &message).await?;
    }
    for note in change.notes(&before, &after, now) {
        add_note(tables, key, &note).await?;
    }
    if let Change::Wipe { by, piece } = &change {
        wipe(tables, key, by, *piece).await?;
    }
    if change.erases_words() {
        erase_words(tables, key).await?;
    }
    if change == Change::Forget {
        forget_draft(tables, key).await?;
    }
    let events = change.events(&before, &after, now);
    let told = change.notices(&before, &after, &rows::contact(&row)?);
    let cause = cause(tables, key).await?;
    outbox::tell(tables, key.service, key.reference, &cause, &told, now).await?;
    chain::add(tables, key.service, Some(key.reference), &events).await?;
    Ok(after.status)
}

/// How many lines the enquiry has in the trail: no two changes of it find the same.
async fn cause(tables: &mut Connection, key: Key<'_>) -> Result<String, Failed> {
    let lines: i64 = sqlx::query_scalar("SELECT count(*) FROM events WHERE service = $1 AND reference = $2")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .fetch_one(tables)
        .await?;
    Ok(lines.to_string())
}

async fn set_case(tables: &mut Connection, key: Key<'_>, case: &Case) -> Result<(), Failed> {
    let proposed = case.proposed.as_ref();
    sqlx::query(
        "UPDATE enquiries SET status = $3, claimed_by = $4, claimed_at = $5, worked_at = $6, waiting_since = $7,
             reply_due = $8, first_answered_at = $9, snoozed_until = $10, warned_at = $11, proposed_by = $12,
             proposed_at = $13, proposed_words = $14, proposed_asks = $15, outcome = $16, purge_on = $17
         WHERE service = $1 AND reference = $2",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .bind(case.status.as_str())
    .bind(case.claimed_by.as_ref().map(AdviserName::as_str))
    .bind(case.claimed_at.map(written))
    .bind(case.worked_at.map(written))
    .bind(written(case.waiting_since))
    .bind(case.reply_due.map(written))
    .bind(case.first_answered_at.map(written))
    .bind(case.snoozed_until.map(written))
    .bind(case.warned_at.map(written))
    .bind(proposed.map(|proposed| proposed.by.as_str()))
    .bind(proposed.map(|proposed| written(proposed.at)))
    .bind(proposed.map(|proposed| as_kept(&proposed.text)))
    .bind(proposed.map(|proposed| i64::from(proposed.asks_family)))
    .bind(case.outcome.as_deref())
    .bind(case.purge_on.map(written_day))
    .execute(tables)
    .await?;
    Ok(())
}

async fn add_message(tables: &mut Connection, key: Key<'_>, message: &Message) -> Result<(), Failed> {
    let adviser = match &message.author {
        Author::Family => None,
        Author::Adviser(name) => Some(name.as_str()),
    };
    sqlx::query("INSERT INTO messages (service, reference, at, adviser, words) VALUES ($1, $2, $3, $4, $5)")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .bind(written(message.at))
        .bind(adviser)
        .bind(as_kept(&message.text))
        .execute(tables)
        .await?;
    Ok(())
}

async fn add_note(tables: &mut Connection, key: Key<'_>, note: &Note) -> Result<(), Failed> {
    sqlx::query("INSERT INTO notes (service, reference, at, adviser, words) VALUES ($1, $2, $3, $4, $5)")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .bind(written(note.at))
        .bind(note.by.as_str())
        .bind(as_kept(&note.text))
        .execute(tables)
        .await?;
    Ok(())
}

async fn erase_words(tables: &mut Connection, key: Key<'_>) -> Result<(), Failed> {
    sqlx::query(
        "UPDATE enquiries SET question = '', path = '[]', topics = '[]', main_topic = NULL, stage = '',
             urgency_rank = 2, act_by = NULL, contact_kind = 'reference-only', contact = NULL
         WHERE service = $1 AND reference = $2",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .execute(&mut *tables)
    .await?;
    outbox::drop_for_family(tables, key.service, key.reference).await?;
    delete_messages_and_notes(tables, key).await
}

/// Nothing ties it to the conversation any longer, from whose text the key was made.
async fn forget_draft(tables: &mut Connection, key: Key<'_>) -> Result<(), Failed> {
    sqlx::query(
        "UPDATE enquiries SET draft_key = 'forgotten ' || reference, consent_wording = ''
         WHERE service = $1 AND reference = $2",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .execute(tables)
    .await?;
    Ok(())
}

/// Empties one message or note. The family reaches its own messages alone; what is not its own is not there for it.
async fn wipe(tables: &mut Connection, key: Key<'_>, by: &Author, piece: Piece) -> Result<(), Failed> {
    let (table, number) = match piece {
        Piece::Message(number) => ("messages", number),
        Piece::Note(number) => ("notes", number),
    };
    let own = match (by, piece) {
        (Author::Adviser(_), _) => "",
        (Author::Family, Piece::Message(_)) => " AND adviser IS NULL",
        (Author::Family, Piece::Note(_)) => return Err(StoreError::NotFound.into()),
    };
    let Some(before) = number.checked_sub(1) else { return Err(StoreError::NotFound.into()) };
    let wiped = sqlx::query(&format!(
        "UPDATE {table} SET words = '' WHERE id = (
             SELECT id FROM {table} WHERE service = $1 AND reference = $2 ORDER BY id LIMIT 1 OFFSET $3){own}"
    ))
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .bind(i64::from(before))
    .execute(tables)
    .await?;
    if wiped.rows_affected() == 1 { Ok(()) } else { Err(StoreError::NotFound.into()) }
}

async fn delete_messages_and_notes(tables: &mut Connection, key: Key<'_>) -> Result<(), Failed> {
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

/// The row of an enquiry, held for whoever changes it where `and_hold` says so.
async fn row(tables: &mut Connection, key: Key<'_>, and_hold: &'static str) -> Result<Row, Failed> {
    sqlx::query(&format!("SELECT * FROM enquiries WHERE service = $1 AND reference = $2{and_hold}"))
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .fetch_optional(tables)
        .await?
        .ok_or_else(|| StoreError::NotFound.into())
}

/// The rows of one enquiry in another table, in the order in which they were written.
async fn rows_of(tables: &mut Connection, key: Key<'_>, select: &'static str) -> Result<Vec<Row>, Failed> {
    let rows =
        sqlx::query(select).bind(key.service.as_str()).bind(key.reference.as_str()).fetch_all(tables).await?;
    Ok(rows)
}

const MESSAGES: &str =
    "SELECT at, adviser, words FROM messages WHERE service = $1 AND reference = $2 ORDER BY id";
const NOTES: &str = "SELECT at, adviser, words FROM notes WHERE service = $1 AND reference = $2 ORDER BY id";
const EVENTS: &str = "SELECT at, by, what FROM events WHERE service = $1 AND reference = $2 ORDER BY id";

/// The whole enquiry, for the eyes of an adviser, who is named in the trail.
pub async fn look(
    tables: &mut Connection,
    key: Key<'_>,
    by: &AdviserName,
    why: Look,
    now: Moment,
) -> Result<Enquiry, Failed> {
    if !roster::standing(tables, key.service, by).await?.may_read() {
        return Err(StoreError::NotAllowed { by: by.as_str().to_owned() }.into());
    }
    let mut enquiry = whole(tables, key, FOR_UPDATE).await?;
    let seen = Event { at: now, by: by.as_str().to_owned(), what: why.as_str().to_owned() };
    chain::add(tables, key.service, Some(key.reference), std::slice::from_ref(&seen)).await?;
    enquiry.events.push(seen);
    Ok(enquiry)
}

/// All that there is of an enquiry.
pub async fn whole(tables: &mut Connection, key: Key<'_>, and_hold: &'static str) -> Result<Enquiry, Failed> {
    rows::enquiry(&EnquiryRows {
        enquiry: row(tables, key, and_hold).await?,
        messages: rows_of(tables, key, MESSAGES).await?,
        notes: rows_of(tables, key, NOTES).await?,
        events: rows_of(tables, key, EVENTS).await?,
    })
}

pub async fn family_view(tables: &mut Connection, key: Key<'_>) -> Result<FamilyView, Failed> {
    let row = row(tables, key, "").await?;
    rows::family_view(&row, &rows_of(tables, key, MESSAGES).await?)
}

pub async fn queue(
    tables: &mut Connection,
    service: &ServiceId,
    filter: &QueueFilter,
) -> Result<Vec<QueueLine>, Failed> {
    let lines = sqlx::query(&queue_query(filter))
        .bind(service.as_str())
        .bind(filter.claimed_by.as_ref().map(AdviserName::as_str))
        .bind(filter.topic.as_ref().map(|topic| topic.as_str()))
        .bind(filter.at_most.map_or(i64::MAX, i64::from))
        .bind(filter.reference.as_ref().map(|reference| reference.as_str()))
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
    // Said outright where it is wanted, so that the database can walk the index made for it.
    let claimed_by = if filter.claimed_by.is_some() { "claimed_by = $2" } else { "$2 IS NULL" };
    let topic = if filter.topic.is_some() { "main_topic = $3" } else { "$3 IS NULL" };
    let reference = if filter.reference.is_some() { "reference = $5" } else { "$5 IS NULL" };
    format!(
        "SELECT reference, status, urgency_rank, act_by, topics, stage, channel, opened_at, waiting_since, claimed_by,
             claimed_at, reply_due, snoozed_until, proposed_by,
             (SELECT count(*) FROM notices n WHERE n.service = enquiries.service
                 AND n.reference = enquiries.reference AND n.state = 'dead') AS is_undelivered
         FROM enquiries
         WHERE service = $1{open} AND status IN ({wanted}) AND {claimed_by} AND {topic} AND {reference}
         ORDER BY urgency_rank, act_by, waiting_since, reference LIMIT $4"
    )
}

fn quoted(statuses: &[Status]) -> String {
    statuses.iter().map(|status| format!("'{}'", status.as_str())).collect::<Vec<String>>().join(", ")
}

/// The enquiries for which the time of a sweep may have come. The change itself looks again.
pub async fn due(
    tables: &mut Connection,
    service: &ServiceId,
    sweep: &Sweep,
    now: Moment,
) -> Result<Vec<Reference>, Failed> {
    let (condition, by) = match sweep {
        Sweep::Neglected { since } => {
            ("status = 'claimed' AND worked_at <= $2 AND snoozed_until IS NULL", *since)
        }
        Sweep::Asleep => ("snoozed_until IS NOT NULL AND snoozed_until <= $2", now),
        Sweep::Quiet { since } => (
            "status IN ('answered', 'waiting-for-family') AND worked_at <= $2 AND warned_at IS NULL
                 AND snoozed_until IS NULL",
            *since,
        ),
        Sweep::Warned { by, .. } => (
            "status IN ('answered', 'waiting-for-family') AND warned_at IS NOT NULL AND warned_at <= $2
                 AND snoozed_until IS NULL",
            *by,
        ),
    };
    let due = sqlx::query(&format!(
        "SELECT reference FROM enquiries WHERE service = $1 AND {condition} ORDER BY reference"
    ))
    .bind(service.as_str())
    .bind(written(by))
    .fetch_all(tables)
    .await?;
    due.iter().map(rows::reference).collect()
}

pub async fn purge(
    tables: &mut Connection,
    service: &ServiceId,
    now: Moment,
) -> Result<Vec<Reference>, Failed> {
    let due = sqlx::query(&format!(
        "SELECT reference FROM enquiries WHERE service = $1 AND purge_on IS NOT NULL AND purge_on <= $2
         ORDER BY reference{FOR_UPDATE}"
    ))
    .bind(service.as_str())
    .bind(written_day(now.date()))
    .fetch_all(&mut *tables)
    .await?;
    let due: Vec<Reference> = due.iter().map(rows::reference).collect::<Result<_, _>>()?;
    for reference in &due {
        let key = Key { service, reference };
        delete_messages_and_notes(tables, key).await?;
        outbox::drop_all(tables, service, reference).await?;
        // Its card still stands in the advisers' channel: whoever clears that forgets the place.
        if cards::find(tables, key).await?.is_some() {
            let told = (Recipient::Advisers, NoticeKind::Wiped);
            outbox::tell(tables, service, reference, "purged", &[told], now).await?;
        }
        sqlx::query("DELETE FROM enquiries WHERE service = $1 AND reference = $2")
            .bind(service.as_str())
            .bind(reference.as_str())
            .execute(&mut *tables)
            .await?;
    }
    for reference in &due {
        let purged = Event { at: now, by: SIGNPOST.to_owned(), what: "purged".to_owned() };
        chain::add(tables, service, Some(reference), &[purged]).await?;
    }
    Ok(due)
}
