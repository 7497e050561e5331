//! How SQLite opens an enquiry: two journeys to its thread, between the beginning of the write and its end.
//!
//! Each journey costs more than the statements that it carries, so each carries as many as can be known by then. Measured
//! with `cargo bench --bench store -- durable`: seven journeys took twice as long; a second writing connection, so that
//! nobody waits for the first on its way back to its pool, changed nothing.

use sqlx::Row as _;

use super::tables::enquiries::{INSERT, OPENED, bind_draft, opened_before, opening};
use super::tables::rows::{self, written, written_recipient};
use super::tables::trouble::{Failed, is_taken};
use super::tables::{Query, outbox};
use super::{Connection, SqliteStore};
use crate::enquiry::trail::TrailHead;
use crate::enquiry::{Draft, Reference};
use crate::moment::Moment;
use crate::store::{Opened, StoreError};

impl SqliteStore {
    pub(super) async fn opened(
        &self,
        draft: &Draft,
        reference: &Reference,
        now: Moment,
    ) -> Result<Opened, StoreError> {
        let mut write = self.begin().await?;
        let opened = self.told(open(&mut write, draft, reference, now).await)?;
        self.commit(write).await?;
        Ok(opened)
    }
}

async fn open(
    tables: &mut Connection,
    draft: &Draft,
    reference: &Reference,
    now: Moment,
) -> Result<Opened, Failed> {
    let Some(head) = insert(tables, draft, reference, now).await? else {
        // The same draft was sent before, or the reference was given before.
        let first = opened_before(tables, draft).await?.ok_or(StoreError::ReferenceTaken)?;
        return Ok(Opened { reference: first, already: true });
    };
    leave(tables, draft, reference, head, now).await?;
    Ok(Opened { reference: reference.clone(), already: false })
}

/// The head of the trail that the enquiry follows, once it is inserted; none if it was not.
async fn insert(
    tables: &mut Connection,
    draft: &Draft,
    reference: &Reference,
    now: Moment,
) -> Result<Option<TrailHead>, Failed> {
    // SQLite binds the same values to both statements, each by its number.
    let insert = format!(
        "{INSERT};
         SELECT changes() AS inserted, lines, hash
         FROM (SELECT 1) LEFT JOIN trail_heads ON service = $1"
    );
    let row = bind_draft(sqlx::query(&insert), draft, reference, now).fetch_one(tables).await;
    let row = match row {
        Ok(row) => row,
        Err(error) if is_taken(&error) => return Err(StoreError::ReferenceTaken.into()),
        Err(error) => return Err(error.into()),
    };
    if rows::number(&row, "inserted")? == 0 {
        return Ok(None);
    }
    let has_begun = row.try_get::<Option<i64>, _>("lines")?.is_some();
    Ok(Some(if has_begun { rows::trail_head(&row)? } else { TrailHead::START }))
}

/// What opening leaves beside the enquiry: notices, a line of the trail, its new head.
async fn leave(
    tables: &mut Connection,
    draft: &Draft,
    reference: &Reference,
    head: TrailHead,
    now: Moment,
) -> Result<(), Failed> {
    let event = opening(now);
    let (line, next) = head.next(&draft.service, Some(reference), &event);
    let told = draft.notices();
    let places: Vec<String> = (0..told.len())
        .map(|place| (7 + 2 * place, 8 + 2 * place))
        .map(|(id, to)| format!("($1, ${id}, $2, ${to}, '{OPENED}', $3, $3, 'due', 0, 0)"))
        .collect();
    let leave = format!(
        "INSERT INTO notices (service, id, reference, to_kind, kind, made_at, due_at, state, attempts,
             may_have_arrived)
         VALUES {} ON CONFLICT DO NOTHING;
         INSERT INTO events (service, reference, at, by, what, line, hash) VALUES ($1, $2, $3, $4, '{OPENED}', $5, $6);
         INSERT INTO trail_heads (service, lines, hash) VALUES ($1, $5, $6)
         ON CONFLICT (service) DO UPDATE SET lines = excluded.lines, hash = excluded.hash",
        places.join(", ")
    );
    let mut leave: Query<'_> = sqlx::query(&leave)
        .bind(draft.service.as_str())
        .bind(reference.as_str())
        .bind(written(now))
        .bind(&event.by)
        .bind(line.line.cast_signed())
        .bind(next.hash.as_bytes());
    for (to, kind) in &told {
        let id = outbox::id(&draft.service, reference, OPENED, to, *kind);
        leave = leave.bind(id.as_str().to_owned()).bind(written_recipient(to).0);
    }
    leave.execute(tables).await?;
    Ok(())
}
