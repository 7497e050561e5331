//! What the PostgreSQL store does when its server fails: it says so, nothing is half done, and it works again by itself.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signpost::enquiry::Reference;
use signpost::store::postgres::{PostgresSettings, PostgresStore};
use signpost::store::{Obstacle, QueueFilter, Store, StoreError};
use sqlx::{Connection, PgConnection};

#[path = "common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract/drafts.rs"]
mod drafts;

use cluster::{Cluster, Durable};
use drafts::{adviser, draft, minute, opened, reference, service};

fn impatient(url: &str) -> PostgresSettings {
    PostgresSettings { patience: Duration::from_millis(300), ..PostgresSettings::new(url) }
}

fn patient(url: &str) -> PostgresSettings {
    PostgresSettings { patience: Duration::from_secs(60), ..PostgresSettings::new(url) }
}

#[track_caller]
fn check_unavailable<T: std::fmt::Debug>(result: Result<T, StoreError>, expected: Obstacle) {
    match result {
        Err(StoreError::Unavailable { obstacle, .. }) => assert_eq!(obstacle, expected),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_is_gone_is_said_to_be_and_then_works_again() {
    if cluster::is_left_out() {
        return;
    }
    let cluster = Cluster::start(Durable::Yes);
    let store = PostgresStore::open(impatient(&cluster.new_database().await)).await.unwrap();
    for number in 0..5 {
        opened(&store, number).await;
    }
    cluster.stop_server();
    for number in 5..8 {
        check_unavailable(
            store.open(&draft(number), &reference(number), minute(0)).await,
            Obstacle::Unreachable,
        );
    }
    check_unavailable(store.queue(&service(), &QueueFilter::open()).await, Obstacle::Unreachable);
    cluster.run_server();
    let again = loop {
        // The server may still be recovering from its sudden end.
        match store.open(&draft(5), &reference(5), minute(0)).await {
            Ok(opened) => break opened,
            Err(StoreError::Unavailable { obstacle: Obstacle::Unreachable, .. }) => {}
            Err(error) => panic!("{error}"),
        }
    };
    assert!(!again.already);
    assert_eq!(store.queue(&service(), &QueueFilter::open()).await.unwrap().len(), 6);
    assert_eq!(store.verify_trail(&service()).await.unwrap().broken_at, None);
}

/// The server stops in the middle of everything while four families and advisers work, and comes back. Each of them
/// tries again until it works, as a family does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_under_load_leaves_nothing_half_done() {
    if cluster::is_left_out() {
        return;
    }
    const EACH: u32 = 60;
    let cluster = Cluster::start(Durable::Yes);
    let store = Arc::new(PostgresStore::open(patient(&cluster.new_database().await)).await.unwrap());
    let is_down = Arc::new(AtomicBool::new(false));
    let mut at_work = tokio::task::JoinSet::new();
    for worker in 0..4 {
        let (store, is_down) = (store.clone(), is_down.clone());
        at_work.spawn(async move {
            let mut acknowledged = Vec::new();
            for number in worker * EACH..(worker + 1) * EACH {
                loop {
                    match store.open(&draft(number), &reference(number), minute(0)).await {
                        Ok(opened) => {
                            acknowledged.push(opened.reference);
                            break;
                        }
                        Err(StoreError::Unavailable { .. }) => {
                            assert!(is_down.load(Ordering::SeqCst));
                            tokio::task::yield_now().await;
                        }
                        Err(error) => panic!("{error}"),
                    }
                }
            }
            acknowledged
        });
    }
    for _ in 0..3 {
        while store.queue(&service(), &QueueFilter::open()).await.is_err() {}
        is_down.store(true, Ordering::SeqCst);
        cluster.stop_server();
        cluster.run_server();
    }
    let acknowledged: BTreeSet<Reference> = at_work.join_all().await.into_iter().flatten().collect();
    assert_eq!(acknowledged.len(), 4 * EACH as usize);
    let kept = store.queue(&service(), &QueueFilter::every_status()).await.unwrap();
    let kept: BTreeSet<Reference> = kept.into_iter().map(|line| line.reference).collect();
    assert_eq!(kept, acknowledged);
    let trail = store.verify_trail(&service()).await.unwrap();
    assert_eq!((trail.head.lines, trail.broken_at), (u64::from(4 * EACH), None));
    assert_eq!(store.notices(&service(), &Default::default()).await.unwrap().len(), 4 * EACH as usize);
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_said_plainly() {
    if cluster::is_left_out() {
        return;
    }
    let shared = cluster::shared();
    check_unavailable(PostgresStore::open(patient(&shared.url("nowhere"))).await, Obstacle::Refused);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://signpost@127.0.0.1:{port}/signpost");
    let error = PostgresStore::open(impatient(&url)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the enquiry store {url} cannot be used: its server cannot be reached; start that server, or look at the \
             address given with --database"
        )
    );
}

async fn execute(url: &str, sql: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let done = sqlx::raw_sql(sql).execute(&mut connection).await.map(|_| ());
    connection.close().await.unwrap();
    done
}

#[tokio::test]
async fn the_database_of_another_program_is_refused() {
    if cluster::is_left_out() {
        return;
    }
    for sql in [
        "CREATE TABLE bookmarks (title TEXT)",
        "CREATE TABLE _sqlx_migrations (version BIGINT); CREATE TABLE bookmarks (title TEXT)",
    ] {
        let url = cluster::shared().new_database().await;
        execute(&url, sql).await.unwrap();
        let opened = PostgresStore::open(patient(&url)).await;
        assert!(matches!(opened, Err(StoreError::NotOurs { .. })), "{opened:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_may_start_at_once_on_a_new_database() {
    if cluster::is_left_out() {
        return;
    }
    for _ in 0..5 {
        let url = cluster::shared().new_database().await;
        let open = || PostgresStore::open(patient(&url));
        let (a, b, c) = tokio::join!(open(), open(), open());
        opened(&a.unwrap(), 1).await;
        opened(&b.unwrap(), 2).await;
        assert_eq!(c.unwrap().queue(&service(), &QueueFilter::open()).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn the_trail_cannot_be_altered_and_a_forged_line_is_found() {
    if cluster::is_left_out() {
        return;
    }
    let url = cluster::shared().new_database().await;
    let store = PostgresStore::open(patient(&url)).await.unwrap();
    for number in 0..3 {
        opened(&store, number).await;
    }
    for alter in ["UPDATE events SET by = 'nobody'", "DELETE FROM events", "TRUNCATE events"] {
        assert!(execute(&url, alter).await.unwrap_err().to_string().contains("never altered"), "{alter}");
    }
    // The card of an enquiry shows whatever event there is.
    for line in ["NULL", "0"] {
        let slipped_in = format!(
            "INSERT INTO events (service, reference, at, by, what, line) SELECT service, reference, at, 'nobody', what, {line}
             FROM events LIMIT 1"
        );
        let refused = execute(&url, &slipped_in).await.unwrap_err();
        assert!(refused.to_string().contains("events_stand_in_line"), "{refused}");
    }
    // Whoever owns the server can switch that off; the chain tells all the same.
    execute(
        &url,
        "ALTER TABLE events DROP CONSTRAINT events_stand_in_line;
         INSERT INTO events (service, reference, at, by, what) SELECT service, reference, at, 'nobody', what FROM events LIMIT 1",
    )
    .await
    .unwrap();
    assert_eq!(store.verify_trail(&service()).await.unwrap().broken_at, Some(4));
    execute(
        &url,
        "ALTER TABLE events DISABLE TRIGGER ALL; UPDATE events SET by = 'nobody' WHERE line = 2;
         ALTER TABLE events ENABLE TRIGGER ALL",
    )
    .await
    .unwrap();
    assert_eq!(store.verify_trail(&service()).await.unwrap().broken_at, Some(2));
}

/// The steps there are and one after them, over a database that has rows.
#[tokio::test]
async fn a_step_runs_over_a_database_that_has_rows_and_an_older_signpost_then_refuses_it() {
    if cluster::is_left_out() {
        return;
    }
    let url = cluster::shared().new_database().await;
    let store = PostgresStore::open(patient(&url)).await.unwrap();
    let it = opened(&store, 1).await;
    store.claim(&service(), &it, &adviser("alex"), minute(2)).await.unwrap();

    let steps = tempfile::tempdir().unwrap();
    let ours = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations/postgres");
    for step in std::fs::read_dir(ours).unwrap().flatten() {
        std::fs::copy(step.path(), steps.path().join(step.file_name())).unwrap();
    }
    let next = "ALTER TABLE enquiries ADD COLUMN seen_by TEXT; ALTER TABLE events ADD COLUMN seen_by TEXT;";
    std::fs::write(steps.path().join("9000_next.sql"), next).unwrap();
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::migrate::Migrator::new(steps.path()).await.unwrap().run(&mut connection).await.unwrap();

    let kept = store.show(&service(), &it, &adviser("alex"), minute(3)).await.unwrap();
    assert_eq!((kept.question, kept.events.len()), (draft(1).question, 3));
    opened(&store, 2).await;
    let again = PostgresStore::open(patient(&url)).await;
    assert!(matches!(again, Err(StoreError::NewerVersion { found: 9_000, .. })), "{again:?}");
}

/// The address of the same database over a wire that can be cut, and what cuts it. What went over it until then is swallowed,
/// and nobody is told, as when a machine or a cable is gone; what is connected afterwards gets through.
async fn over_a_wire(url: &str) -> (String, tokio::sync::watch::Sender<()>) {
    let near = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, database) = url.rsplit_once('/').unwrap();
    let server = address.rsplit_once('@').unwrap().1.to_owned();
    let over = format!("postgres://signpost@{}/{database}", near.local_addr().unwrap());
    let (cut, is_cut) = tokio::sync::watch::channel(());
    tokio::spawn(async move {
        loop {
            let (mut near, _) = near.accept().await.unwrap();
            let mut far = tokio::net::TcpStream::connect(&server).await.unwrap();
            let mut is_cut = is_cut.clone();
            is_cut.mark_unchanged();
            tokio::spawn(async move {
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    // Both ends stay open, and neither hears from the other again.
                    _ = is_cut.changed() => std::future::pending().await,
                }
            });
        }
    });
    (over, cut)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_vanishes_under_a_call_without_a_word_holds_nobody_up() {
    if cluster::is_left_out() {
        return;
    }
    let url = cluster::shared().new_database().await;
    let (over, cut) = over_a_wire(&url).await;
    let patience = Duration::from_secs(2);
    // One connection: if it were never given up, or went back as it is, nobody would ever get another.
    let settings = PostgresSettings { patience, most_connections: 1, ..PostgresSettings::new(over) };
    let store = Arc::new(PostgresStore::open(settings).await.unwrap());
    let it = opened(&*store, 1).await;

    let mut holder = PgConnection::connect(&url).await.unwrap();
    let mut held = holder.begin().await.unwrap();
    sqlx::query("SELECT * FROM enquiries FOR UPDATE").execute(&mut *held).await.unwrap();
    let claimed = tokio::spawn({
        let (store, it) = (store.clone(), it.clone());
        async move { store.claim(&service(), &it, &adviser("alex"), minute(2)).await }
    });
    let mut watcher = PgConnection::connect(&url).await.unwrap();
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut watcher).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    cut.send(()).unwrap();
    let given_up = tokio::time::timeout(patience * 10, claimed).await.expect("the call waits for ever");
    check_unavailable(given_up.unwrap(), Obstacle::Unreachable);
    held.rollback().await.unwrap();

    // A try or two fail while the lost connection is still waited for.
    let again = async {
        loop {
            match store.claim(&service(), &it, &adviser("beth"), minute(3)).await {
                Err(StoreError::Unavailable { obstacle: Obstacle::Unreachable, .. }) => {}
                done => break done,
            }
        }
    };
    tokio::time::timeout(patience * 10, again).await.expect("the pool never recovers").unwrap();
}

/// The steps there are, but for the newest so many.
async fn steps_without_the_newest(left_out: usize) -> sqlx::migrate::Migrator {
    let ours = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations/postgres");
    let all = sqlx::migrate::Migrator::new(ours).await.unwrap();
    let steps: Vec<_> = all.iter().take(all.iter().count() - left_out).cloned().collect();
    sqlx::migrate::Migrator { migrations: steps.into(), ..sqlx::migrate::Migrator::DEFAULT }
}

#[tokio::test]
async fn a_database_is_examined_without_a_change() {
    if cluster::is_left_out() {
        return;
    }
    let newest = steps_without_the_newest(0).await.iter().last().unwrap().version;
    for (left_out, expected) in [(None, None), (Some(1), Some(newest - 1)), (Some(0), Some(newest))] {
        let url = cluster::shared().new_database().await;
        if let Some(left_out) = left_out {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            steps_without_the_newest(left_out).await.run(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        let before = contents(&url);
        let examined = PostgresStore::examine(patient(&url)).await.unwrap();
        assert_eq!((examined.version, examined.newest), (expected, newest));
        assert!(contents(&url) == before, "it has changed");
        // What is older is moved on when it is opened.
        opened(&PostgresStore::open(patient(&url)).await.unwrap(), 1).await;
        let examined = PostgresStore::examine(patient(&url)).await.unwrap();
        assert_eq!(examined.version, Some(newest));
    }
}

/// What `pg_dump` writes, without the word that it draws anew each time.
fn contents(url: &str) -> String {
    let dump = String::from_utf8(cluster::shared().dump(url)).unwrap();
    let is_kept = |line: &&str| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict");
    dump.lines().filter(is_kept).collect::<Vec<_>>().join("\n")
}
