//! Other words in the place of an enquiry's own: for whoever changes the keys that words are sealed with.

use sqlx::Row as _;

use super::enquiries::{self, Key};
use super::rows::{self, written_contact};
use super::trouble::Failed;
use super::{Connection, FOR_UPDATE};
use crate::enquiry::{Enquiry, Reference, ServiceId};

/// The enquiries after that reference, whole, in the order of their references. Nobody has looked at them, so nothing
/// goes into the trail.
pub async fn after(
    tables: &mut Connection,
    service: &ServiceId,
    after: Option<&Reference>,
    at_most: u32,
) -> Result<Vec<Enquiry>, Failed> {
    let found = sqlx::query(
        "SELECT reference FROM enquiries WHERE service = $1 AND reference > $2 ORDER BY reference LIMIT $3",
    )
    .bind(service.as_str())
    .bind(after.map_or("", Reference::as_str))
    .bind(i64::from(at_most))
    .fetch_all(&mut *tables)
    .await?;
    let found: Vec<Reference> = found.iter().map(rows::reference).collect::<Result<_, _>>()?;
    let mut enquiries = Vec::with_capacity(found.len());
    for reference in &found {
        enquiries.push(enquiries::whole(tables, Key { service, reference }, "").await?);
    }
    Ok(enquiries)
}

/// Puts the words of `after` where those of `before` still stand; false, and nothing is done, where they do not.
pub async fn reword(tables: &mut Connection, before: &Enquiry, after: &Enquiry) -> Result<bool, Failed> {
    let key = Key { service: &before.service, reference: &before.reference };
    let now = enquiries::whole(tables, key, FOR_UPDATE).await?;
    if now.words() != before.words() || after.words().len() != before.words().len() {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE enquiries SET question = $3, contact = $4, proposed_words = $5
         WHERE service = $1 AND reference = $2",
    )
    .bind(key.service.as_str())
    .bind(key.reference.as_str())
    .bind(&after.question)
    .bind(written_contact(&after.contact).1)
    .bind(after.proposed.as_ref().map(|proposed| proposed.text.as_str()))
    .execute(&mut *tables)
    .await?;
    let messages = after.messages.iter().map(|message| message.text.as_str());
    reword_rows(tables, key, "messages", messages).await?;
    reword_rows(tables, key, "notes", after.notes.iter().map(|note| note.text.as_str())).await?;
    Ok(true)
}

async fn reword_rows<'w>(
    tables: &mut Connection,
    key: Key<'_>,
    table: &'static str,
    words: impl Iterator<Item = &'w str>,
) -> Result<(), Failed> {
    let rows =
        sqlx::query(&format!("SELECT id FROM {table} WHERE service = $1 AND reference = $2 ORDER BY id"))
            .bind(key.service.as_str())
            .bind(key.reference.as_str())
            .fetch_all(&mut *tables)
            .await?;
    for (row, words) in rows.iter().zip(words) {
        let id: i64 = row.try_get("id")?;
        sqlx::query(&format!("UPDATE {table} SET words = $2 WHERE id = $1"))
            .bind(id)
            .bind(words)
            .execute(&mut *tables)
            .await?;
    }
    Ok(())
}
