//! Every row of this database, given to another or taken from one: see [`crate::store::copy`].

use sqlx::Row as _;
use tokio::sync::mpsc;

use super::trouble::Failed;
use super::{AFTER_CARRYING, Connection, Row, TheStore, as_kept};
use crate::store::Pending;
use crate::store::copy::{Adding, Carries, Kind, Load, TABLES, Table, Taken, Tally, Value};

/// So many rows are read at a time.
const AT_A_TIME: i64 = 1_000;

impl Carries for TheStore {
    fn give<'a>(&'a self, to: Option<mpsc::Sender<Load>>) -> Pending<'a, Vec<Tally>> {
        Box::pin(async move {
            let mut read = self.read().await?;
            self.told(give(&mut read, to).await)
        })
    }

    fn take<'a>(&'a self, from: mpsc::Receiver<Load>) -> Pending<'a, Taken> {
        Box::pin(async move {
            let mut write = self.begin().await?;
            let taken = self.told(take(&mut write, from).await)?;
            if taken == Taken::All {
                self.commit(write).await?;
            }
            Ok(taken)
        })
    }
}

async fn give(tables: &mut Connection, to: Option<mpsc::Sender<Load>>) -> Result<Vec<Tally>, Failed> {
    let mut tallies = Vec::new();
    for table in TABLES {
        let mut adding = Adding::new(table);
        for page in 0.. {
            let rows = some(tables, table, page * AT_A_TIME).await?;
            rows.iter().for_each(|row| adding.add(row));
            let is_last = (rows.len() as i64) < AT_A_TIME;
            if let Some(to) = &to {
                // Whoever listened has given up, and says why.
                let _ = to.send(Load::Rows { table, rows }).await;
            }
            if is_last {
                break;
            }
        }
        tallies.push(adding.tally());
    }
    if let Some(to) = &to {
        let _ = to.send(Load::End).await;
    }
    Ok(tallies)
}

async fn some(tables: &mut Connection, table: &Table, after: i64) -> Result<Vec<Vec<Value>>, Failed> {
    let columns = names(table);
    let rows = sqlx::query(&format!(
        "SELECT {columns} FROM {} ORDER BY {} LIMIT $1 OFFSET $2",
        table.name, table.key
    ))
    .bind(AT_A_TIME)
    .bind(after)
    .fetch_all(tables)
    .await?;
    rows.iter().map(|row| values(row, table)).collect()
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn values(row: &Row, table: &Table) -> Result<Vec<Value>, Failed> {
    let value = |(name, kind): &(&'static str, Kind)| {
        Ok(match kind {
            Kind::Text => Value::Text(row.try_get(*name)?),
            Kind::Number => Value::Number(row.try_get(*name)?),
            Kind::Bytes => Value::Bytes(row.try_get(*name)?),
        })
    };
    table.columns.iter().map(value).collect()
}

async fn take(tables: &mut Connection, mut from: mpsc::Receiver<Load>) -> Result<Taken, Failed> {
    for table in TABLES {
        let any = format!("SELECT 1 FROM {} LIMIT 1", table.name);
        if sqlx::query(&any).fetch_optional(&mut *tables).await?.is_some() {
            return Ok(Taken::NotEmpty);
        }
    }
    while let Some(load) = from.recv().await {
        let Load::Rows { table, rows } = load else {
            for last in AFTER_CARRYING {
                sqlx::query(last).execute(&mut *tables).await?;
            }
            return Ok(Taken::All);
        };
        let places: Vec<String> = (1..=table.columns.len()).map(|place| format!("${place}")).collect();
        let insert = format!("INSERT INTO {} ({}) VALUES ({})", table.name, names(table), places.join(", "));
        for row in rows {
            let bound = row.into_iter().fold(sqlx::query(&insert), |query, value| match value {
                Value::Text(text) => query.bind(text.map(|text| as_kept(&text).into_owned())),
                Value::Number(number) => query.bind(number),
                Value::Bytes(bytes) => query.bind(bytes),
            });
            bound.execute(&mut *tables).await?;
        }
    }
    Ok(Taken::NotWhole)
}
