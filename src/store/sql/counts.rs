//! Counting enquiries by what they are, and the words of questions that nothing was found for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use sqlx::Row as _;

use super::Connection;
use super::rows::{written, written_day};
use super::trouble::Failed;
use crate::enquiry::ServiceId;
use crate::moment::Moment;
use crate::store::{QueueStats, WAITING_BANDS};

pub async fn stats(tables: &mut Connection, service: &ServiceId, now: Moment) -> Result<QueueStats, Failed> {
    Ok(QueueStats {
        by_status: by(tables, service, "status").await?,
        by_topic: by(tables, service, "main_topic").await?,
        by_outcome: by(tables, service, "outcome").await?,
        by_stage: by(tables, service, "nullif(stage, '')").await?,
        by_waiting: by_waiting(tables, service, now).await?,
        overdue: waiting(tables, service, "reply_due < $2 AND reply_due > $3", now, None).await?,
        past_purge: past_purge(tables, service, now).await?,
    })
}

async fn by(
    tables: &mut Connection,
    service: &ServiceId,
    what: &'static str,
) -> Result<BTreeMap<String, u64>, Failed> {
    let counted = sqlx::query(&format!(
        "SELECT {what} AS value, count(*) AS enquiries FROM enquiries
         WHERE service = $1 AND {what} IS NOT NULL GROUP BY 1"
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

async fn by_waiting(
    tables: &mut Connection,
    service: &ServiceId,
    now: Moment,
) -> Result<BTreeMap<String, u64>, Failed> {
    let mut counts = BTreeMap::new();
    for (place, (name, from_hours)) in WAITING_BANDS.iter().enumerate() {
        let began = |hours: i64| Moment::new(now.instant() - TimeDelta::hours(hours));
        let until = WAITING_BANDS.get(place + 1).map(|(_, hours)| began(*hours));
        let condition = "waiting_since <= $2 AND waiting_since > $3";
        let count = waiting(tables, service, condition, began(*from_hours), until).await?;
        if count > 0 {
            counts.insert((*name).to_owned(), count);
        }
    }
    Ok(counts)
}

async fn past_purge(tables: &mut Connection, service: &ServiceId, now: Moment) -> Result<u64, Failed> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM enquiries WHERE service = $1 AND purge_on < $2")
            .bind(service.as_str())
            .bind(written_day(now.date()))
            .fetch_one(tables)
            .await?;
    Ok(count.unsigned_abs())
}

/// Sorts before every moment.
const EVER: &str = "";

/// How many wait for an adviser and meet a condition on two moments.
async fn waiting(
    tables: &mut Connection,
    service: &ServiceId,
    condition: &'static str,
    until: Moment,
    from: Option<Moment>,
) -> Result<u64, Failed> {
    let count: i64 = sqlx::query_scalar(&format!(
        "SELECT count(*) FROM enquiries
         WHERE service = $1 AND status IN ('new', 'reopened', 'claimed') AND {condition}"
    ))
    .bind(service.as_str())
    .bind(written(until))
    .bind(from.map_or(EVER.to_owned(), written))
    .fetch_one(tables)
    .await?;
    Ok(count.unsigned_abs())
}

/// In the order of the words, so that two at once never wait for each other.
pub async fn count_missed(
    tables: &mut Connection,
    service: &ServiceId,
    words: &BTreeSet<String>,
) -> Result<(), Failed> {
    for word in words {
        sqlx::query(
            "INSERT INTO missed_words (service, word, times) VALUES ($1, $2, 1)
             ON CONFLICT (service, word) DO UPDATE SET times = missed_words.times + 1",
        )
        .bind(service.as_str())
        .bind(word)
        .execute(&mut *tables)
        .await?;
    }
    Ok(())
}

pub async fn missed(tables: &mut Connection, service: &ServiceId) -> Result<BTreeMap<String, u64>, Failed> {
    let counted = sqlx::query("SELECT word, times FROM missed_words WHERE service = $1")
        .bind(service.as_str())
        .fetch_all(tables)
        .await?;
    counted
        .iter()
        .map(|row| {
            let times: i64 = row.try_get("times")?;
            Ok((row.try_get("word")?, times.unsigned_abs()))
        })
        .collect()
}
