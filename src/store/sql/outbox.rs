//! The work on the table of notices.

use super::rows::{self, written, written_day, written_recipient};
use super::trouble::Failed;
use super::{Connection, SKIP_LOCKED};
use crate::enquiry::notice::{Notice, NoticeId, NoticeKind, NoticeState, Recipient, Reminder, Told};
use crate::enquiry::{Contact, Reference, ServiceId};
use crate::moment::Moment;
use crate::store::{Lease, NoticeEnd, NoticeFilter};

/// What `may_have_arrived` holds: whether a try since the last decision to send may have arrived, and whether one before it.
pub const ARRIVED: i64 = 1;
pub const TWICE: i64 = 2;

/// Writes whom a change tells, due at once. `cause` tells this change from every other one.
pub async fn tell(
    tables: &mut Connection,
    service: &ServiceId,
    reference: &Reference,
    cause: &str,
    told: &[Told],
    now: Moment,
) -> Result<(), Failed> {
    for (to, kind) in told {
        let id = id(service, reference, cause, to, *kind);
        let about = About { id: &id, service, reference: Some(reference), to, kind: *kind, day: None };
        insert(tables, &about, now, now).await?;
    }
    Ok(())
}

/// The same change, told to the same one, is one notice.
pub fn id(
    service: &ServiceId,
    reference: &Reference,
    cause: &str,
    to: &Recipient,
    kind: NoticeKind,
) -> NoticeId {
    let (to_kind, to_name) = written_recipient(to);
    let to_name = to_name.unwrap_or("");
    NoticeId::of(&[service.as_str(), reference.as_str(), cause, kind.as_str(), to_kind, to_name])
}

struct About<'a> {
    id: &'a NoticeId,
    service: &'a ServiceId,
    reference: Option<&'a Reference>,
    to: &'a Recipient,
    kind: NoticeKind,
    day: Option<chrono::NaiveDate>,
}

async fn insert(
    tables: &mut Connection,
    about: &About<'_>,
    due_at: Moment,
    now: Moment,
) -> Result<bool, Failed> {
    let (to_kind, to_name) = written_recipient(about.to);
    // The family's address stands with its enquiry; only a reminder without one carries it itself.
    let address = match (about.reference, about.to) {
        (None, Recipient::Family(Contact::Discord(at))) => Some(at.as_str()),
        _ => None,
    };
    let inserted = sqlx::query(
        "INSERT INTO notices (service, id, reference, to_kind, to_name, address, kind, day, made_at, due_at, state,
             attempts, may_have_arrived)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'due', 0, 0) ON CONFLICT DO NOTHING",
    )
    .bind(about.service.as_str())
    .bind(about.id.as_str())
    .bind(about.reference.map(Reference::as_str))
    .bind(to_kind)
    .bind(to_name)
    .bind(address)
    .bind(about.kind.as_str())
    .bind(about.day.map(written_day))
    .bind(written(now))
    .bind(written(due_at))
    .execute(tables)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

pub async fn remind(tables: &mut Connection, reminder: &Reminder, now: Moment) -> Result<bool, Failed> {
    let about = About {
        id: &reminder.id,
        service: &reminder.service,
        reference: reminder.reference.as_ref(),
        to: &reminder.to,
        kind: NoticeKind::DateNear,
        day: reminder.day,
    };
    insert(tables, &about, reminder.due_at, now).await
}

pub async fn take_back(tables: &mut Connection, service: &ServiceId, id: &NoticeId) -> Result<bool, Failed> {
    let deleted = sqlx::query(
        "DELETE FROM notices WHERE service = $1 AND id = $2 AND kind = 'date-near' AND state <> 'sent'",
    )
    .bind(service.as_str())
    .bind(id.as_str())
    .execute(tables)
    .await?;
    Ok(deleted.rows_affected() == 1)
}

/// What the family would have been told goes with its words; advisers still hear that it was taken back.
pub async fn drop_for_family(
    tables: &mut Connection,
    service: &ServiceId,
    reference: &Reference,
) -> Result<(), Failed> {
    sqlx::query("DELETE FROM notices WHERE service = $1 AND reference = $2 AND to_kind = 'family'")
        .bind(service.as_str())
        .bind(reference.as_str())
        .execute(tables)
        .await?;
    Ok(())
}

pub async fn drop_all(
    tables: &mut Connection,
    service: &ServiceId,
    reference: &Reference,
) -> Result<(), Failed> {
    sqlx::query("DELETE FROM notices WHERE service = $1 AND reference = $2")
        .bind(service.as_str())
        .bind(reference.as_str())
        .execute(tables)
        .await?;
    Ok(())
}

/// The notices with the contact of the family each is about.
const NOTICES: &str = "SELECT n.id, n.service, n.reference, n.to_kind, n.to_name, n.address, n.kind, n.day,
         n.made_at, n.due_at, n.state, n.attempts, n.may_have_arrived, n.begun_at, e.contact_kind, e.contact
     FROM notices n
     LEFT JOIN enquiries e ON e.service = n.service AND e.reference = n.reference AND n.to_kind = 'family'";

/// A taken notice stays due, at the moment at which whoever took it has to be done.
pub async fn take(
    tables: &mut Connection,
    service: &ServiceId,
    lease: &Lease,
    at_most: u32,
    until: Moment,
    now: Moment,
) -> Result<Vec<Notice>, Failed> {
    let taken = sqlx::query(&format!(
        "WITH due AS (
             SELECT id FROM notices WHERE service = $1 AND state = 'due' AND due_at <= $3
             ORDER BY due_at, made_at, id LIMIT $5{SKIP_LOCKED})
         UPDATE notices SET attempts = attempts + 1, due_at = $4, lease = $2, begun_at = COALESCE(begun_at, $3),
             may_have_arrived = CASE WHEN lease IS NULL THEN may_have_arrived ELSE may_have_arrived | {ARRIVED} END
         WHERE service = $1 AND id IN (SELECT id FROM due)"
    ))
    .bind(service.as_str())
    .bind(lease.as_str())
    .bind(written(now))
    .bind(written(until))
    .bind(i64::from(at_most))
    .execute(&mut *tables)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(Vec::new());
    }
    let notices = sqlx::query(&format!(
        "{NOTICES} WHERE n.service = $1 AND n.lease = $2 AND n.state = 'due' AND n.due_at = $3
         ORDER BY n.made_at, n.id"
    ))
    .bind(service.as_str())
    .bind(lease.as_str())
    .bind(written(until))
    .fetch_all(tables)
    .await?;
    notices.iter().map(rows::notice).collect()
}

pub async fn settle(
    tables: &mut Connection,
    service: &ServiceId,
    lease: &Lease,
    id: &NoticeId,
    end: NoticeEnd,
    now: Moment,
) -> Result<bool, Failed> {
    let state = match end {
        NoticeEnd::Sent => NoticeState::Sent,
        NoticeEnd::Waits => NoticeState::Waits,
        NoticeEnd::Dead => NoticeState::Dead,
        NoticeEnd::TryAgain { .. } | NoticeEnd::NotYet { .. } | NoticeEnd::Unknown { .. } => NoticeState::Due,
    };
    let again_at = match end {
        NoticeEnd::TryAgain { at } | NoticeEnd::NotYet { at } | NoticeEnd::Unknown { at } => at,
        NoticeEnd::Sent | NoticeEnd::Waits | NoticeEnd::Dead => now,
    };
    let not_counted = i64::from(matches!(end, NoticeEnd::NotYet { .. }));
    let is_unknown = i64::from(matches!(end, NoticeEnd::Unknown { .. }));
    let settled = sqlx::query(&format!(
        "UPDATE notices SET state = $4, due_at = $5, attempts = attempts - $6, lease = NULL,
             begun_at = CASE WHEN $7 = 1 OR may_have_arrived & {ARRIVED} = {ARRIVED} THEN begun_at ELSE NULL END,
             may_have_arrived = CASE WHEN $7 = 1 THEN may_have_arrived | {ARRIVED} ELSE may_have_arrived END
         WHERE service = $1 AND id = $2 AND lease = $3 AND state = 'due'"
    ))
    .bind(service.as_str())
    .bind(id.as_str())
    .bind(lease.as_str())
    .bind(state.as_str())
    .bind(written(again_at))
    .bind(not_counted)
    .bind(is_unknown)
    .execute(tables)
    .await?;
    Ok(settled.rows_affected() == 1)
}

pub async fn list(
    tables: &mut Connection,
    service: &ServiceId,
    wanted: &NoticeFilter,
) -> Result<Vec<Notice>, Failed> {
    let notices = sqlx::query(&format!(
        "{NOTICES} WHERE n.service = $1 AND ($2 IS NULL OR n.state = $2) AND ($3 IS NULL OR n.reference = $3)
         ORDER BY n.made_at, n.id"
    ))
    .bind(service.as_str())
    .bind(wanted.state.map(NoticeState::as_str))
    .bind(wanted.reference.as_ref().map(Reference::as_str))
    .fetch_all(tables)
    .await?;
    notices.iter().map(rows::notice).collect()
}

pub async fn retry_dead(
    tables: &mut Connection,
    service: &ServiceId,
    even_twice: bool,
    now: Moment,
) -> Result<u64, Failed> {
    let again = sqlx::query(&format!(
        "UPDATE notices SET state = 'due', due_at = $2, attempts = 0, begun_at = NULL,
             may_have_arrived = CASE WHEN may_have_arrived = 0 THEN 0 ELSE {TWICE} END
         WHERE service = $1 AND state = 'dead' AND ($3 = 1 OR may_have_arrived = 0)"
    ))
    .bind(service.as_str())
    .bind(written(now))
    .bind(i64::from(even_twice))
    .execute(tables)
    .await?;
    Ok(again.rows_affected())
}

/// Sent ones have served; what waits or is dead stays until its enquiry goes.
pub async fn forget_sent(tables: &mut Connection, service: &ServiceId, since: Moment) -> Result<(), Failed> {
    sqlx::query("DELETE FROM notices WHERE service = $1 AND state = 'sent' AND due_at < $2")
        .bind(service.as_str())
        .bind(written(since))
        .execute(tables)
        .await?;
    Ok(())
}
