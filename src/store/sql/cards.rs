//! The work on the table of cards: where an enquiry is shown to its advisers.

use sqlx::Row as _;

use super::Connection;
use super::enquiries::Key;
use super::trouble::Failed;

pub async fn keep(tables: &mut Connection, key: Key<'_>, place: &str) -> Result<(), Failed> {
    sqlx::query(
        "INSERT INTO cards (service, reference, place) VALUES ($1, $2, $3)
         ON CONFLICT (service, reference) DO UPDATE SET place = excluded.place",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .bind(place)
    .execute(tables)
    .await?;
    Ok(())
}

pub async fn find(tables: &mut Connection, key: Key<'_>) -> Result<Option<String>, Failed> {
    let row = sqlx::query("SELECT place FROM cards WHERE service = $1 AND reference = $2")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .fetch_optional(tables)
        .await?;
    Ok(row.map(|row| row.try_get("place")).transpose()?)
}

pub async fn forget(tables: &mut Connection, key: Key<'_>) -> Result<(), Failed> {
    sqlx::query("DELETE FROM cards WHERE service = $1 AND reference = $2")
        .bind(key.service.as_str())
        .bind(key.reference.as_str())
        .execute(tables)
        .await?;
    Ok(())
}
