//! A store moved into another database is the same store: same counts, same hashes, same answers, and it goes on.

use std::collections::BTreeMap;
use std::path::Path;

use signpost::enquiry::life::Change;
use signpost::enquiry::notice::NoticeState;
use signpost::enquiry::{Adviser, Author, Contact, Draft, Role, ServiceId};
use signpost::store::copy::{self, CopyError, TABLES};
use signpost::store::late::Place;
use signpost::store::sqlite::SqliteSettings;
use signpost::store::{FlagName, Lease, NoticeEnd, NoticeFilter, QueueFilter, SessionKey, Unanswered};
use sqlx::{ConnectOptions, Row};

#[cfg(feature = "postgres")]
#[path = "common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract/drafts.rs"]
mod drafts;

use drafts::{adviser, draft, minute, opened, reference, service};

fn file(folder: &Path, name: &str) -> Place {
    Place::Sqlite(SqliteSettings::new(folder.join(name)))
}

/// Something in every table, in every state.
async fn filled(place: &Place) {
    let store = place.open().await.unwrap();
    let (service, alex) = (service(), adviser("alex"));
    let elsewhere = ServiceId::new("elsewhere");
    store.open(&Draft { service: elsewhere, ..draft(900) }, &reference(900), minute(0)).await.unwrap();
    for number in 0..1_200 {
        let contact = Contact::Discord(format!("8035111022467{number}"));
        let draft = Draft { contact, ..draft(number) };
        store.open(&draft, &reference(number), minute(i64::from(number))).await.unwrap();
    }
    for number in 0..40 {
        let it = reference(number);
        store.claim(&service, &it, &alex, minute(61)).await.unwrap();
        store.note(&service, &it, &alex, "Ünïcode 🙂 'quoted'", minute(62)).await.unwrap();
        store.reply(&service, &it, &alex, "Ask for a meeting.", minute(63)).await.unwrap();
    }
    store.withdraw(&service, &reference(1), Author::Family, minute(70)).await.unwrap();
    store.change(&service, &reference(2), Change::Forget, minute(70)).await.unwrap();
    let tess = Adviser { name: adviser("tess"), role: Role::Trainee, discord: None, is_active: true };
    store.set_adviser(&service, &tess, "olga", minute(71)).await.unwrap();
    store.claim(&service, &reference(50), &tess.name, minute(72)).await.unwrap();
    store.reply(&service, &reference(50), &tess.name, "To be read.", minute(73)).await.unwrap();
    store.set_flag(&service, &FlagName::new("off"), Some("yes"), "olga", minute(74)).await.unwrap();
    store.save_session(&service, &SessionKey::new("discord:1"), &[0, 255, 10], minute(75)).await.unwrap();
    let seen = signpost::store::InteractionId::new("i1");
    store.note_interaction(&service, &seen, minute(76)).await.unwrap();
    let unanswered = Unanswered { interaction: seen, place: "here".to_owned(), at: minute(76) };
    store.acknowledged(&service, &SessionKey::new("discord:1"), &unanswered).await.unwrap();
    store.keep_card(&service, &reference(3), "there").await.unwrap();
    let lease = Lease::new("worker");
    let taken = store.take_notices(&service, &lease, 5, minute(2_000), minute(1_500)).await.unwrap();
    store.settle_notice(&service, &lease, &taken[0].id, NoticeEnd::Dead, minute(1_501)).await.unwrap();
}

/// All that a store answers, in words.
async fn answers(place: &Place) -> String {
    let store = place.open().await.unwrap();
    let service = service();
    let queue = store.queue(&service, &QueueFilter::every_status()).await.unwrap();
    let notices = store.notices(&service, &NoticeFilter::default()).await.unwrap();
    let mut views = Vec::new();
    for line in queue.iter().take(60) {
        views.push(store.family_view(&service, &line.reference).await.unwrap());
    }
    let trail = store.trail(&service, 0, u32::MAX).await.unwrap();
    let check = store.verify_trail(&service).await.unwrap();
    assert_eq!(check.broken_at, None);
    let session = store.load_session(&service, &SessionKey::new("discord:1")).await.unwrap();
    let stats = store.stats(&service, minute(3_000)).await.unwrap();
    let card = store.card(&service, &reference(3)).await.unwrap();
    let roster = store.advisers(&service).await.unwrap();
    let flag = store.flag(&service, &FlagName::new("off")).await.unwrap();
    format!("{queue:?}{notices:?}{views:?}{trail:?}{check:?}{session:?}{stats:?}{roster:?}{flag:?}{card:?}")
}

async fn check_copy(from: &Place, to: &Place) {
    let moved = copy::copy(from, to).await.unwrap();
    let rows: BTreeMap<&str, u64> = moved.iter().map(|tally| (tally.table, tally.rows)).collect();
    assert_eq!((rows["enquiries"], rows["messages"], rows["sessions"]), (1_201, 38, 1));
    assert_eq!((rows["cards"], rows["unanswered"]), (1, 1));
    assert!(answers(from).await == answers(to).await, "the copy answers otherwise");
    let again = copy::copy(from, to).await;
    assert!(matches!(again, Err(CopyError::NotEmpty)), "{again:?}");

    // It goes on where the other one was.
    let store = to.open().await.unwrap();
    assert!(store.open(&draft(7), &reference(5_000), minute(0)).await.unwrap().already);
    opened(&*store, 1_300).await;
    store.note(&service(), &reference(1_300), &adviser("tess"), "A note", minute(2_000)).await.unwrap();
    let dead = NoticeFilter { state: Some(NoticeState::Dead), reference: None };
    assert_eq!(store.notices(&service(), &dead).await.unwrap().len(), 1);
    assert_eq!(store.verify_trail(&service()).await.unwrap().broken_at, None);
}

#[tokio::test]
async fn a_file_moved_into_another_file_is_the_same_store() {
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    filled(&from).await;
    check_copy(&from, &file(folder.path(), "to.db")).await;
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn a_file_moved_to_a_server_and_back_is_the_same_store() {
    use signpost::store::postgres::PostgresSettings;
    if cluster::is_left_out() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let from = file(folder.path(), "from.db");
    filled(&from).await;
    let server = Place::Postgres(PostgresSettings {
        patience: std::time::Duration::from_secs(60),
        ..PostgresSettings::new(cluster::shared().new_database().await)
    });
    let back = file(folder.path(), "back.db");
    let there = copy::copy(&from, &server).await.unwrap();
    let and_back = copy::copy(&server, &back).await.unwrap();
    assert_eq!(there, and_back);
    assert!(answers(&from).await == answers(&back).await, "the copy answers otherwise");
    check_copy(&from, &file(folder.path(), "again.db")).await;
}

/// Opening it would make it, and report that all of its nought rows were copied.
#[tokio::test]
async fn a_misspelt_store_is_not_made_and_copied() {
    let folder = tempfile::tempdir().unwrap();
    let (typo, to) = (file(folder.path(), "typo.db"), file(folder.path(), "to.db"));
    let refused = copy::copy(&typo, &to).await.unwrap_err();
    assert!(matches!(refused, CopyError::NothingThere { .. }), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// What is not in the list would be left behind.
#[tokio::test]
async fn every_column_there_is_is_moved() {
    let folder = tempfile::tempdir().unwrap();
    let place = file(folder.path(), "signpost.db");
    place.open().await.unwrap();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("signpost.db"));
    let mut connection = options.connect().await.unwrap();
    let columns = sqlx::query(
        "SELECT t.name AS tbl, c.name AS col FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut there: Vec<String> = columns
        .iter()
        .map(|row| format!("{}.{}", row.get::<String, _>(0), row.get::<String, _>(1)))
        .collect();
    let mut moved: Vec<String> = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(move |(column, _)| format!("{}.{column}", table.name)))
        .collect();
    there.sort();
    moved.sort();
    assert_eq!(moved, there);
}
