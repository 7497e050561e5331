//! The work on the tables of conversations: saved sessions, and what a channel has already delivered.

use sqlx::Row as _;

use super::rows::written;
use super::trouble::Failed;
use super::{Connection, outbox, unanswered};
use crate::enquiry::ServiceId;
use crate::moment::Moment;
use crate::store::{InteractionId, SessionKey};

pub async fn save(
    tables: &mut Connection,
    service: &ServiceId,
    session: &SessionKey,
    state: &[u8],
    now: Moment,
) -> Result<(), Failed> {
    sqlx::query(
        "INSERT INTO sessions (service, session, state, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (service, session) DO UPDATE SET state = excluded.state, saved_at = excluded.saved_at",
    )
    .bind(service.as_str())
    .bind(session.as_str())
    .bind(state)
    .bind(written(now))
    .execute(tables)
    .await?;
    Ok(())
}

pub async fn load(
    tables: &mut Connection,
    service: &ServiceId,
    session: &SessionKey,
) -> Result<Option<Vec<u8>>, Failed> {
    let row = sqlx::query("SELECT state FROM sessions WHERE service = $1 AND session = $2")
        .bind(service.as_str())
        .bind(session.as_str())
        .fetch_optional(tables)
        .await?;
    Ok(row.map(|row| row.try_get("state")).transpose()?)
}

pub async fn forget(
    tables: &mut Connection,
    service: &ServiceId,
    session: &SessionKey,
) -> Result<(), Failed> {
    sqlx::query("DELETE FROM sessions WHERE service = $1 AND session = $2")
        .bind(service.as_str())
        .bind(session.as_str())
        .execute(tables)
        .await?;
    Ok(())
}

pub async fn note_interaction(
    tables: &mut Connection,
    service: &ServiceId,
    interaction: &InteractionId,
    now: Moment,
) -> Result<bool, Failed> {
    let noted = sqlx::query(
        "INSERT INTO interactions (service, interaction, noted_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(service.as_str())
    .bind(interaction.as_str())
    .bind(written(now))
    .execute(tables)
    .await?;
    Ok(noted.rows_affected() == 1)
}

pub async fn forget_idle(tables: &mut Connection, service: &ServiceId, since: Moment) -> Result<u64, Failed> {
    let sessions = sqlx::query("DELETE FROM sessions WHERE service = $1 AND saved_at < $2")
        .bind(service.as_str())
        .bind(written(since))
        .execute(&mut *tables)
        .await?;
    sqlx::query("DELETE FROM interactions WHERE service = $1 AND noted_at < $2")
        .bind(service.as_str())
        .bind(written(since))
        .execute(&mut *tables)
        .await?;
    unanswered::forget_before(tables, service, since).await?;
    outbox::forget_sent(tables, service, since).await?;
    Ok(sessions.rows_affected())
}
