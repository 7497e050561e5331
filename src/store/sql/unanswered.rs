//! The work on the table of what was acknowledged and not answered yet.

use sqlx::Row as _;

use super::Connection;
use super::rows::{self, written};
use super::trouble::Failed;
use crate::enquiry::ServiceId;
use crate::moment::Moment;
use crate::store::{InteractionId, SessionKey, Unanswered};

pub async fn keep(
    tables: &mut Connection,
    service: &ServiceId,
    session: &SessionKey,
    unanswered: &Unanswered,
) -> Result<(), Failed> {
    sqlx::query(
        "INSERT INTO unanswered (service, interaction, session, place, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
    )
    .bind(service.as_str())
    .bind(unanswered.interaction.as_str())
    .bind(session.as_str())
    .bind(&unanswered.place)
    .bind(written(unanswered.at))
    .execute(tables)
    .await?;
    Ok(())
}

pub async fn drop_until(
    tables: &mut Connection,
    service: &ServiceId,
    session: &SessionKey,
    until: Moment,
) -> Result<(), Failed> {
    sqlx::query("DELETE FROM unanswered WHERE service = $1 AND session = $2 AND at <= $3")
        .bind(service.as_str())
        .bind(session.as_str())
        .bind(written(until))
        .execute(tables)
        .await?;
    Ok(())
}

/// In one statement, so that nobody else gets the same.
pub async fn take(
    tables: &mut Connection,
    service: &ServiceId,
    before: Moment,
) -> Result<Vec<Unanswered>, Failed> {
    let taken =
        sqlx::query("DELETE FROM unanswered WHERE service = $1 AND at < $2 RETURNING interaction, place, at")
            .bind(service.as_str())
            .bind(written(before))
            .fetch_all(tables)
            .await?;
    taken
        .iter()
        .map(|row| {
            Ok(Unanswered {
                interaction: InteractionId::new(row.try_get::<String, _>("interaction")?),
                place: row.try_get("place")?,
                at: rows::moment(row, "at")?,
            })
        })
        .collect()
}

pub async fn forget_before(
    tables: &mut Connection,
    service: &ServiceId,
    since: Moment,
) -> Result<(), Failed> {
    sqlx::query("DELETE FROM unanswered WHERE service = $1 AND at < $2")
        .bind(service.as_str())
        .bind(written(since))
        .execute(tables)
        .await?;
    Ok(())
}
