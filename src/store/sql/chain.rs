//! The audit trail: lines are added, chained, and never altered.

use super::rows::{self, written};
use super::trouble::Failed;
use super::{Connection, FOR_UPDATE, Row};
use crate::enquiry::trail::{ChainHash, TrailCheck, TrailHead, TrailLine, TrailReader};
use crate::enquiry::{Event, Reference, ServiceId};

/// Adds a line. The head of the service's trail is held until the transaction ends, so that lines are chained one after
/// another; whoever adds lines takes every other row before.
pub async fn add(
    tables: &mut Connection,
    service: &ServiceId,
    reference: Option<&Reference>,
    events: &[Event],
) -> Result<(), Failed> {
    let mut head = head_to_follow(tables, service).await?;
    for event in events {
        let (line, next) = head.next(service, reference, event);
        insert(tables, service, &line, next.hash).await?;
        head = next;
    }
    set_head(tables, service, head).await
}

async fn insert(
    tables: &mut Connection,
    service: &ServiceId,
    line: &TrailLine,
    hash: ChainHash,
) -> Result<(), Failed> {
    sqlx::query(
        "INSERT INTO events (service, reference, at, by, what, line, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(service.as_str())
    .bind(line.reference.as_ref().map_or("", Reference::as_str))
    .bind(written(line.event.at))
    .bind(&line.event.by)
    .bind(&line.event.what)
    .bind(line.line.cast_signed())
    .bind(hash.as_bytes())
    .execute(tables)
    .await?;
    Ok(())
}

/// The head of a service's trail, held until the transaction ends.
pub async fn head_to_follow(tables: &mut Connection, service: &ServiceId) -> Result<TrailHead, Failed> {
    if let Some(head) = head(tables, service, FOR_UPDATE).await? {
        return Ok(head);
    }
    sqlx::query("INSERT INTO trail_heads (service, lines, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING")
        .bind(service.as_str())
        .bind(ChainHash::START.as_bytes())
        .execute(&mut *tables)
        .await?;
    // Another process may have begun the trail at the same moment.
    Ok(head(tables, service, FOR_UPDATE).await?.unwrap_or(TrailHead::START))
}

async fn head(
    tables: &mut Connection,
    service: &ServiceId,
    and_hold: &'static str,
) -> Result<Option<TrailHead>, Failed> {
    let head = sqlx::query(&format!("SELECT lines, hash FROM trail_heads WHERE service = $1{and_hold}"))
        .bind(service.as_str())
        .fetch_optional(tables)
        .await?;
    head.map(|row| rows::trail_head(&row)).transpose()
}

pub async fn set_head(tables: &mut Connection, service: &ServiceId, head: TrailHead) -> Result<(), Failed> {
    sqlx::query("UPDATE trail_heads SET lines = $2, hash = $3 WHERE service = $1")
        .bind(service.as_str())
        .bind(head.lines.cast_signed())
        .bind(head.hash.as_bytes())
        .execute(tables)
        .await?;
    Ok(())
}

async fn lines(
    tables: &mut Connection,
    service: &ServiceId,
    after_line: u64,
    at_most: u32,
) -> Result<Vec<Row>, Failed> {
    let lines = sqlx::query(
        "SELECT reference, at, by, what, line, hash FROM events WHERE service = $1 AND line > $2
         ORDER BY line LIMIT $3",
    )
    .bind(service.as_str())
    .bind(i64::try_from(after_line).unwrap_or(i64::MAX))
    .bind(i64::from(at_most))
    .fetch_all(tables)
    .await?;
    Ok(lines)
}

pub async fn read(
    tables: &mut Connection,
    service: &ServiceId,
    after_line: u64,
    at_most: u32,
) -> Result<Vec<TrailLine>, Failed> {
    lines(tables, service, after_line, at_most).await?.iter().map(rows::trail_line).collect()
}

/// So many lines are read at a time: a long trail never stands in memory whole.
const AT_A_TIME: u32 = 1_000;

pub async fn verify(tables: &mut Connection, service: &ServiceId) -> Result<TrailCheck, Failed> {
    let mut reader = TrailReader::new(service);
    let mut after_line = 0;
    loop {
        let some = lines(tables, service, after_line, AT_A_TIME).await?;
        for row in &some {
            let line = rows::trail_line(row)?;
            reader.read(&line, rows::chain_hash(row)?);
            after_line = line.line;
        }
        if some.len() < AT_A_TIME as usize {
            break;
        }
    }
    let events: i64 = sqlx::query_scalar("SELECT count(*) FROM events WHERE service = $1")
        .bind(service.as_str())
        .fetch_one(&mut *tables)
        .await?;
    let kept = head(tables, service, "").await?.unwrap_or(TrailHead::START);
    Ok(reader.finish(kept, events.cast_unsigned()))
}
