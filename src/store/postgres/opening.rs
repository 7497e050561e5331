//! How PostgreSQL opens an enquiry: in one statement, so that a family waits for one journey to the server.
//!
//! The statement is a transaction by itself: all of it is written, or nothing. The head of the trail is held for its last
//! moments alone, because it is moved only once the enquiry is inserted, whoever else inserts the same draft at that
//! moment. Measured with `cargo bench --bench store -- durable`.

use super::tables::enquiries::{INSERT, OPENED, bind_draft, opened_before, opening};
use super::tables::outbox;
use super::tables::rows::written_recipient;
use super::tables::trouble::{Failed, is_taken};
use super::{Connection, PostgresStore};
use crate::enquiry::trail::{ChainHash, said};
use crate::enquiry::{Draft, Reference};
use crate::moment::Moment;
use crate::store::{Opened, StoreError};

impl PostgresStore {
    pub(super) async fn opened(
        &self,
        draft: &Draft,
        reference: &Reference,
        now: Moment,
    ) -> Result<Opened, StoreError> {
        let mut tables = self.pool.acquire().await.map_err(|error| self.fails(error))?;
        self.told(open(&mut tables, draft, reference, now).await)
    }
}

async fn open(
    tables: &mut Connection,
    draft: &Draft,
    reference: &Reference,
    now: Moment,
) -> Result<Opened, Failed> {
    if write(tables, draft, reference, now).await? {
        return Ok(Opened { reference: reference.clone(), already: false });
    }
    // The same draft was sent before, or at this moment and was quicker; or the reference was given before.
    let first = opened_before(tables, draft).await?.ok_or(StoreError::ReferenceTaken)?;
    Ok(Opened { reference: first, already: true })
}

/// Writes the enquiry, whom it tells, its line of the trail and the trail's new head; false if it is not to be inserted.
async fn write(
    tables: &mut Connection,
    draft: &Draft,
    reference: &Reference,
    now: Moment,
) -> Result<bool, Failed> {
    let told = draft.notices();
    // An array would do, but for its length the server would plan each statement anew.
    let places: Vec<String> = (0..told.len())
        .map(|place| (22 + 2 * place, 23 + 2 * place))
        .map(|(id, to)| format!("(${id}::text, ${to}::text)"))
        .collect();
    // The hash is that of `ChainHash::followed_by`; every reading of the trail compares them.
    let write = format!(
        "WITH opened AS ({INSERT} RETURNING service, reference, opened_at),
         told AS (
             INSERT INTO notices (service, id, reference, to_kind, kind, made_at, due_at, state, attempts,
                 may_have_arrived)
             SELECT service, told.id, reference, told.to_kind, '{OPENED}', opened_at, opened_at, 'due', 0, 0
             FROM opened, (VALUES {}) AS told (id, to_kind)
             ON CONFLICT DO NOTHING),
         head AS (
             INSERT INTO trail_heads AS head (service, lines, hash)
             SELECT service, 1, sha256($19 || int8send(1::bigint) || $20) FROM opened
             ON CONFLICT (service) DO UPDATE
                 SET lines = head.lines + 1, hash = sha256(head.hash || int8send(head.lines + 1) || $20)
             RETURNING lines, hash)
         INSERT INTO events (service, reference, at, by, what, line, hash)
         SELECT service, reference, opened_at, $21, '{OPENED}', lines, hash FROM opened, head",
        places.join(", ")
    );
    let event = opening(now);
    let mut write = bind_draft(sqlx::query(&write), draft, reference, now)
        .bind(ChainHash::START.as_bytes())
        .bind(said(&draft.service, Some(reference), &event))
        .bind(&event.by);
    for (to, kind) in &told {
        let id = outbox::id(&draft.service, reference, OPENED, to, *kind);
        write = write.bind(id.as_str().to_owned()).bind(written_recipient(to).0);
    }
    let written = write.execute(tables).await;
    match written {
        Ok(written) => Ok(written.rows_affected() == 1),
        Err(error) if is_taken(&error) => Err(StoreError::ReferenceTaken.into()),
        Err(error) => Err(error.into()),
    }
}
