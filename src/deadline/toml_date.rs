//! A date as TOML writes it, `2026-11-24` without quotes, made a date.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};
use toml::value::Datetime;

pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    Datetime::deserialize(from).and_then(|written| whole_day(written).map_err(D::Error::custom))
}

pub(super) fn read_each<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<NaiveDate>, D::Error> {
    let written = Vec::<Datetime>::deserialize(from)?;
    written.into_iter().map(|one| whole_day(one).map_err(D::Error::custom)).collect()
}

fn whole_day(written: Datetime) -> Result<NaiveDate, &'static str> {
    match written {
        Datetime { date: Some(date), time: None, offset: None } => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
                .ok_or("there is no such day in the calendar")
        }
        _ => Err("write a day alone, like 2026-11-24"),
    }
}
