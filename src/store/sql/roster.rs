//! The work on the tables of advisers and flags.

use super::trouble::Failed;
use super::{Connection, chain, rows};
use crate::enquiry::{Adviser, AdviserName, Event, ServiceId, Standing};
use crate::moment::Moment;
use crate::store::{Flag, FlagName};

pub async fn advisers(tables: &mut Connection, service: &ServiceId) -> Result<Vec<Adviser>, Failed> {
    let advisers =
        sqlx::query("SELECT name, role, discord, is_active FROM advisers WHERE service = $1 ORDER BY name")
            .bind(service.as_str())
            .fetch_all(tables)
            .await?;
    advisers.iter().map(rows::roster_line).collect()
}

pub async fn set_adviser(
    tables: &mut Connection,
    service: &ServiceId,
    adviser: &Adviser,
    by: &str,
    now: Moment,
) -> Result<(), Failed> {
    sqlx::query(
        "INSERT INTO advisers (service, name, role, discord, is_active) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (service, name) DO UPDATE SET role = excluded.role, discord = excluded.discord,
             is_active = excluded.is_active",
    )
    .bind(service.as_str())
    .bind(adviser.name.as_str())
    .bind(adviser.role.as_str())
    .bind(adviser.discord.as_deref())
    .bind(i64::from(adviser.is_active))
    .execute(&mut *tables)
    .await?;
    let what = adviser.as_event();
    chain::add(tables, service, None, &[Event { at: now, by: by.to_owned(), what }]).await
}

/// Where somebody stands with the service.
pub async fn standing(
    tables: &mut Connection,
    service: &ServiceId,
    name: &AdviserName,
) -> Result<Standing, Failed> {
    let found =
        sqlx::query("SELECT name, role, discord, is_active FROM advisers WHERE service = $1 AND name = $2")
            .bind(service.as_str())
            .bind(name.as_str())
            .fetch_optional(&mut *tables)
            .await?;
    if let Some(row) = found {
        return Ok(rows::roster_line(&row)?.standing());
    }
    let any = sqlx::query("SELECT 1 FROM advisers WHERE service = $1 LIMIT 1")
        .bind(service.as_str())
        .fetch_optional(tables)
        .await?;
    Ok(if any.is_some() { Standing::Stranger } else { Standing::NoRoster })
}

pub async fn flag(
    tables: &mut Connection,
    service: &ServiceId,
    name: &FlagName,
) -> Result<Option<Flag>, Failed> {
    let flag = sqlx::query("SELECT value, by, at FROM flags WHERE service = $1 AND name = $2")
        .bind(service.as_str())
        .bind(name.as_str())
        .fetch_optional(tables)
        .await?;
    flag.map(|row| rows::flag(&row)).transpose()
}

pub async fn set_flag(
    tables: &mut Connection,
    service: &ServiceId,
    name: &FlagName,
    value: Option<&str>,
    by: &str,
    now: Moment,
) -> Result<(), Failed> {
    match value {
        Some(value) => {
            sqlx::query(
                "INSERT INTO flags (service, name, value, by, at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (service, name) DO UPDATE SET value = excluded.value, by = excluded.by,
                     at = excluded.at",
            )
            .bind(service.as_str())
            .bind(name.as_str())
            .bind(value)
            .bind(by)
            .bind(rows::written(now))
            .execute(&mut *tables)
            .await?;
        }
        None => {
            sqlx::query("DELETE FROM flags WHERE service = $1 AND name = $2")
                .bind(service.as_str())
                .bind(name.as_str())
                .execute(&mut *tables)
                .await?;
        }
    }
    let event = Event { at: now, by: by.to_owned(), what: Flag::as_event(name, value) };
    chain::add(tables, service, None, &[event]).await
}
