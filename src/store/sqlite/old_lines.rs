//! The trail from before it was chained.

use sqlx::SqliteConnection;

use super::tables::trouble::Failed;
use super::tables::{chain, rows};
use crate::enquiry::ServiceId;

/// The one version whose tables had no chain. In a later one, an event that stands in no line was slipped in.
pub const UNCHAINED: i64 = 1;

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

#[cfg(test)]
mod tests {
    use sqlx::migrate::{Migration, Migrator};
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Connection, SqliteConnection};

    use super::*;
    use crate::enquiry::{AdviserName, Reference};
    use crate::moment::Moment;
    use crate::store::Store;
    use crate::store::sqlite::{STEPS, SqliteSettings, SqliteStore};

    /// A file with the tables of an earlier version.
    async fn of_version(path: &std::path::Path, version: i64) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut file = options.connect().await.unwrap();
        let steps: Vec<Migration> = STEPS.iter().filter(|step| step.version <= version).cloned().collect();
        let steps = Migrator { migrations: steps.into(), ..Migrator::DEFAULT };
        steps.run_direct(&mut file).await.unwrap();
        file
    }

    /// The file as the first Signpost left it: enquiries with their words and trails, and no chain.
    async fn as_the_first_signpost_left_it(path: &std::path::Path, references: &[Reference]) {
        let mut file = of_version(path, UNCHAINED).await;
        for reference in references {
            let insert = format!(
                "INSERT INTO enquiries (service, reference, draft_key, opened_at, channel, question, path, topics, stage,
                     urgency_rank, contact_kind, consent_at, consent_wording, status, waiting_since, claimed_by,
                     claimed_at, worked_at)
                 VALUES ('rbwm', '{reference}', 'key of {reference}', '2026-11-24T09:00:00.000000Z', 'kiosk', 'Why?',
                     '[]', '[\"transport\"]', '', 2, 'reference-only', '2026-11-24T08:59:00.000000Z', '', 'answered',
                     '2026-11-24T09:00:00.000000Z', 'alex', '2026-11-24T09:01:00.000000Z',
                     '2026-11-24T09:02:00.000000Z');
                 INSERT INTO events (service, reference, at, by, what) VALUES
                     ('rbwm', '{reference}', '2026-11-24T09:00:00.000000Z', 'family', 'opened'),
                     ('rbwm', '{reference}', '2026-11-24T09:01:00.000000Z', 'alex', 'claimed'),
                     ('elsewhere', '{reference}', '2026-11-24T09:01:00.000000Z', 'alex', 'viewed');
                 INSERT INTO messages (service, reference, at, adviser, words)
                     VALUES ('rbwm', '{reference}', '2026-11-24T09:02:00.000000Z', 'alex', 'Because.');"
            );
            sqlx::raw_sql(&insert).execute(&mut file).await.unwrap();
        }
        file.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_trail_from_before_the_chain_is_chained_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signpost.db");
        let references: Vec<Reference> = (0..30).map(|number| Reference::from_random([number; 8])).collect();
        as_the_first_signpost_left_it(&path, &references).await;

        let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
        let service = ServiceId::new("rbwm");
        for (service, lines) in [(&service, 60), (&ServiceId::new("elsewhere"), 30)] {
            let check = store.verify_trail(service).await.unwrap();
            assert_eq!((check.head.lines, check.broken_at), (lines, None));
        }
        let now = Moment::new("2026-11-25T09:00:00Z".parse().unwrap());
        let kept = store.show(&service, &references[7], &AdviserName::new("alex"), now).await.unwrap();
        assert_eq!((kept.question.as_str(), kept.messages[0].text.as_str()), ("Why?", "Because."));
        let first = Moment::new("2026-11-24T09:02:00Z".parse().unwrap());
        assert_eq!((kept.first_answered_at, kept.reply_due), (Some(first), None));
        assert_eq!(
            kept.events.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(),
            ["opened", "claimed", "viewed"]
        );
        assert_eq!(store.stats(&service, now).await.unwrap().by_topic["transport"], 30);
        assert_eq!(store.verify_trail(&service).await.unwrap().head.lines, 61);
    }

    /// Chaining it would make it look as if it had always been there.
    #[tokio::test]
    async fn what_was_slipped_in_beside_the_chain_is_never_chained() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signpost.db");
        let mut file = of_version(&path, 5).await;
        let slipped_in = "INSERT INTO events (service, reference, at, by, what)
                          VALUES ('rbwm', 'SP-1', '2026-11-24T09:00:00.000000Z', 'alex', 'viewed')";
        sqlx::query(slipped_in).execute(&mut file).await.unwrap();
        file.close().await.unwrap();
        let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
        let check = store.verify_trail(&ServiceId::new("rbwm")).await.unwrap();
        assert_eq!((check.head.lines, check.broken_at), (0, Some(1)));
    }
}
