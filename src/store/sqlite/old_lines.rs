//! The trail from before it was chained.

use sqlx::SqliteConnection;

use super::tables::trouble::Failed;
use super::tables::{chain, rows};
use crate::enquiry::ServiceId;

/// Chains the lines that were written before there was a chain, each service's in the order in which they were written.
pub async fn chain_old_lines(tables: &mut SqliteConnection) -> Result<(), Failed> {
    let services: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT service FROM events WHERE line IS NULL ORDER BY service")
            .fetch_all(&mut *tables)
            .await?;
    for service in services.into_iter().map(ServiceId::new) {
        let mut head = chain::head_to_follow(tables, &service).await?;
        let old = sqlx::query(
            "SELECT id, reference, at, by, what FROM events WHERE service = $1 AND line IS NULL ORDER BY id",
        )
        .bind(service.as_str())
        .fetch_all(&mut *tables)
        .await?;
        for row in &old {
            let reference = rows::reference_if_any(row)?;
            let (line, next) = head.next(&service, reference.as_ref(), &rows::event(row)?);
            sqlx::query("UPDATE events SET line = $2, hash = $3 WHERE id = $1")
                .bind(rows::number(row, "id")?)
                .bind(line.line.cast_signed())
                .bind(next.hash.as_bytes())
                .execute(&mut *tables)
                .await?;
            head = next;
        }
        chain::set_head(tables, &service, head).await?;
    }
    Ok(())
}
