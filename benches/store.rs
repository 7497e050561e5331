//! What a full queue costs, and what it costs to record durably.
//!
//! ```sh
//! cargo bench --bench store                      # the whole table: 1,000, 10,000 and 100,000 enquiries
//! cargo bench --bench store -- 1000 10000        # those sizes alone
//! cargo bench --bench store -- durable           # what it costs to record, alone
//! ```
//!
//! Each store is filled by plain inserts; then every call goes through [`signpost::store::Store`], as a channel's does.
//! The queue is full in the strict sense: all enquiries are open. PostgreSQL is a private cluster on this machine, with
//! `fsync`, as the SQLite file has it.

use std::time::{Duration, Instant};

use signpost::enquiry::Event;
use signpost::enquiry::trail::TrailHead;
use signpost::library::TopicId;
use signpost::store::late::Place;
use signpost::store::postgres::PostgresSettings;
use signpost::store::sqlite::SqliteSettings;
use signpost::store::{QueueFilter, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgConnection, SqliteConnection};

#[path = "../tests/common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract/drafts.rs"]
#[expect(dead_code, reason = "each enquiry is opened against the clock")]
mod drafts;

use cluster::{Cluster, Durable};
use drafts::{adviser, draft, minute, reference, service};

const CALLS: u32 = 400;
const RECORDED: u32 = 400;
const TURNS: u32 = 4;
const TOPICS: u32 = 20;
/// The bar for the slowest of a hundred.
const BAR: Duration = Duration::from_millis(20);

const INSERT_ENQUIRY: &str =
    "INSERT INTO enquiries (service, reference, draft_key, opened_at, channel, question, path, topics, main_topic, stage,
         urgency_rank, contact_kind, contact, consent_at, consent_wording, status, waiting_since, reply_due)
     VALUES ($1, $2, $3, $4, 'kiosk', $5, '[]', $6, $7, 'Gets SEN Support', 2, 'email', 'parent@example.org', $4, '3fa2',
         'new', $4, $4)";
const INSERT_EVENT: &str = "INSERT INTO events (service, reference, at, by, what, line, hash) VALUES ($1, $2, $3, 'family', 'opened', $4, $5)";
const INSERT_NOTICE: &str =
    "INSERT INTO notices (service, id, reference, to_kind, kind, made_at, due_at, state, attempts, may_have_arrived)
     VALUES ($1, $2, $3, 'advisers', 'opened', $4, $4, 'due', 0, 0)";
const MOVE_HEAD: &str = "INSERT INTO trail_heads (service, lines, hash) VALUES ($1, $2, $3)
     ON CONFLICT (service) DO UPDATE SET lines = excluded.lines, hash = excluded.hash";
const BARE: &str = "bare";
const INSERT_HEAD: &str = "INSERT INTO trail_heads (service, lines, hash) VALUES ($1, $2, $3)";

/// Fills a store by plain inserts, through a connection of either kind.
macro_rules! fill {
    ($connection:expr, $enquiries:expr) => {{
        let connection = $connection;
        let service = service();
        let mut head = TrailHead::START;
        let mut write = connection.begin().await.unwrap();
        for number in 0..$enquiries {
            let (reference, at) = (reference(number), written(number));
            let topic = format!("topic-{}", number % TOPICS);
            sqlx::query(INSERT_ENQUIRY)
                .bind(service.as_str())
                .bind(reference.as_str())
                .bind(draft(number).key.as_str())
                .bind(&at)
                .bind(draft(number).question)
                .bind(format!("[\"{topic}\"]"))
                .bind(&topic)
                .execute(&mut *write)
                .await
                .unwrap();
            let event =
                Event { at: minute(i64::from(number)), by: "family".to_owned(), what: "opened".to_owned() };
            let (line, next) = head.next(&service, Some(&reference), &event);
            sqlx::query(INSERT_EVENT)
                .bind(service.as_str())
                .bind(reference.as_str())
                .bind(&at)
                .bind(line.line.cast_signed())
                .bind(next.hash.as_bytes())
                .execute(&mut *write)
                .await
                .unwrap();
            head = next;
        }
        sqlx::query(INSERT_HEAD)
            .bind(service.as_str())
            .bind(head.lines.cast_signed())
            .bind(head.hash.as_bytes())
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }};
}

/// The rows that an enquiry leaves, written by bare statements in one transaction: what no store that promises a notice and
/// a chained trail can go below. They are another service's, so that its trail is in nobody's way.
macro_rules! record_bare_rows {
    ($connection:expr, $begin:expr, $numbers:expr) => {{
        let connection = $connection;
        let started = Instant::now();
        for number in $numbers {
            let (reference, at) = (reference(number), written(number));
            let mut write = connection.begin_with($begin).await.unwrap();
            sqlx::query(INSERT_ENQUIRY)
                .bind(BARE)
                .bind(reference.as_str())
                .bind(draft(number).key.as_str())
                .bind(&at)
                .bind(draft(number).question)
                .bind("[\"topic-1\"]")
                .bind("topic-1")
                .execute(&mut *write)
                .await
                .unwrap();
            sqlx::query(INSERT_NOTICE)
                .bind(BARE)
                .bind(draft(number).key.as_str())
                .bind(reference.as_str())
                .bind(&at)
                .execute(&mut *write)
                .await
                .unwrap();
            let hash = &TrailHead::START.hash;
            sqlx::query(INSERT_EVENT)
                .bind(BARE)
                .bind(reference.as_str())
                .bind(&at)
                .bind(i64::from(number))
                .bind(hash.as_bytes())
                .execute(&mut *write)
                .await
                .unwrap();
            sqlx::query(MOVE_HEAD)
                .bind(BARE)
                .bind(i64::from(number))
                .bind(hash.as_bytes())
                .execute(&mut *write)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
        started.elapsed()
    }};
}

/// Records so many enquiries with bare inserts, each made durable by itself.
macro_rules! record_bare {
    ($connection:expr, $begin:expr, $numbers:expr) => {{
        let connection = $connection;
        let started = Instant::now();
        for number in $numbers {
            let mut write = connection.begin_with($begin).await.unwrap();
            sqlx::query(INSERT_ENQUIRY)
                .bind(service().as_str())
                .bind(reference(number).as_str())
                .bind(draft(number).key.as_str())
                .bind(written(number))
                .bind(draft(number).question)
                .bind("[\"topic-1\"]")
                .bind("topic-1")
                .execute(&mut *write)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
        started.elapsed()
    }};
}

fn written(number: u32) -> String {
    minute(i64::from(number)).instant().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

#[derive(Clone, Copy)]
struct Times {
    middle: Duration,
    p99: Duration,
}

/// Times a call again and again.
async fn timed<F: Future>(mut call: impl FnMut(u32) -> F) -> Times {
    let mut times = Vec::new();
    for number in 0..CALLS {
        let started = Instant::now();
        call(number).await;
        times.push(started.elapsed());
    }
    times.sort();
    Times { middle: times[times.len() / 2], p99: times[times.len() * 99 / 100] }
}

async fn measure(store: &dyn Store, enquiries: u32) -> [(&'static str, Times); 4] {
    let (service, alex) = (&service(), &adviser("alex"));
    let first = &QueueFilter::open().first(50);
    let list =
        timed(|_| async move { assert_eq!(store.queue(service, first).await.unwrap().len(), 50) }).await;
    let search = timed(|number| async move {
        let about = TopicId::new(format!("topic-{}", number % TOPICS));
        let found = store.queue(service, &QueueFilter::open().about(about).first(50)).await.unwrap();
        assert_eq!(found.len(), 50);
    })
    .await;
    // Spread over the whole queue.
    let step = enquiries / CALLS;
    let claim = timed(|number| async move {
        store.claim(service, &reference(number * step), alex, minute(200_000)).await.unwrap();
    })
    .await;
    let own = &QueueFilter::open().of(alex).first(50);
    let mine = timed(|_| async move { assert_eq!(store.queue(service, own).await.unwrap().len(), 50) }).await;
    [("list the first 50", list), ("search a topic", search), ("claim", claim), ("an adviser's own", mine)]
}

async fn fill_sqlite(path: &std::path::Path, enquiries: u32) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await.unwrap();
    fill!(&mut connection, enquiries);
    sqlx::query("PRAGMA optimize").execute(&mut connection).await.unwrap();
    connection
}

async fn fill_postgres(url: &str, enquiries: u32) -> PgConnection {
    let mut connection = PgConnection::connect(url).await.unwrap();
    fill!(&mut connection, enquiries);
    sqlx::query("VACUUM ANALYZE").execute(&mut connection).await.unwrap();
    connection
}

async fn record(store: &dyn Store, from: u32) -> Duration {
    let started = Instant::now();
    for number in from..from + RECORDED {
        store.open(&draft(number), &reference(number), minute(0)).await.unwrap();
    }
    started.elapsed()
}

/// The best of three turns each.
#[derive(Clone, Copy)]
struct Recorded {
    own: Duration,
    bare: Duration,
    bare_rows: Duration,
}

impl Recorded {
    const NONE: Recorded = Recorded { own: Duration::MAX, bare: Duration::MAX, bare_rows: Duration::MAX };

    fn best(self, other: Recorded) -> Recorded {
        Recorded {
            own: self.own.min(other.own),
            bare: self.bare.min(other.bare),
            bare_rows: self.bare_rows.min(other.bare_rows),
        }
    }

    fn show(self, name: &str) {
        let rate = |took: Duration| f64::from(RECORDED) / took.as_secs_f64();
        let ratio = |to: Duration| self.own.as_secs_f64() / to.as_secs_f64();
        println!("{name:<10} {:>8.0} a second", rate(self.own));
        println!(
            "{:<10} {:>8.0} a second by a bare insert of the enquiry alone: ratio {:.2} (bar 1.50)",
            "",
            rate(self.bare),
            ratio(self.bare)
        );
        println!(
            "{:<10} {:>8.0} a second by bare statements for all its rows (enquiry, notice, trail, head): ratio {:.2}",
            "",
            rate(self.bare_rows),
            ratio(self.bare_rows)
        );
    }
}

fn show(name: &str, enquiries: u32, measured: &[(&'static str, Times)]) {
    for (what, times) in measured {
        let verdict = if times.p99 < BAR { "" } else { "  OVER THE BAR" };
        println!(
            "{name:<10} {enquiries:>8} {what:<18} {:>9.2} ms {:>9.2} ms{verdict}",
            times.middle.as_secs_f64() * 1e3,
            times.p99.as_secs_f64() * 1e3
        );
    }
}

#[tokio::main]
async fn main() {
    let given: Vec<u32> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let is_durable_alone = std::env::args().any(|word| word == "durable");
    let cluster = Cluster::start(Durable::Yes);
    if !is_durable_alone {
        fill_and_measure(&cluster, if given.is_empty() { vec![1_000, 10_000, 100_000] } else { given }).await;
    }
    record_durably(&cluster).await;
}

async fn fill_and_measure(cluster: &Cluster, sizes: Vec<u32>) {
    let folder = tempfile::tempdir().unwrap();
    println!("store     enquiries call                  middle          p99   ({CALLS} calls each)");
    for enquiries in sizes {
        let path = folder.path().join(format!("{enquiries}.db"));
        let store = Place::Sqlite(SqliteSettings::new(&path)).open().await.unwrap();
        let bare = fill_sqlite(&path, enquiries).await;
        bare.close().await.unwrap();
        show("sqlite", enquiries, &measure(store.as_ref(), enquiries).await);

        let url = cluster.new_database().await;
        let store = Place::Postgres(PostgresSettings::new(&url)).open().await.unwrap();
        fill_postgres(&url, enquiries).await.close().await.unwrap();
        show("postgres", enquiries, &measure(store.as_ref(), enquiries).await);
    }
}

async fn record_durably(cluster: &Cluster) {
    println!(
        "\nrecorded durably, one after another, {RECORDED} enquiries each, in {TURNS} turns; the best of each"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("durable.db");
    let sqlite = Place::Sqlite(SqliteSettings::new(&path)).open().await.unwrap();
    let mut sqlite_bare = fill_sqlite(&path, 1_000).await;
    let url = cluster.new_database().await;
    let postgres = Place::Postgres(PostgresSettings::new(&url)).open().await.unwrap();
    let mut postgres_bare = fill_postgres(&url, 1_000).await;
    let (mut in_sqlite, mut in_postgres) = (Recorded::NONE, Recorded::NONE);
    for turn in 0..TURNS {
        let from = 10_000 + turn * 3 * RECORDED;
        let numbers = |part: u32| from + part * RECORDED..from + (part + 1) * RECORDED;
        in_sqlite = in_sqlite.best(Recorded {
            own: record(sqlite.as_ref(), from).await,
            bare: record_bare!(&mut sqlite_bare, "BEGIN IMMEDIATE", numbers(1)),
            bare_rows: record_bare_rows!(&mut sqlite_bare, "BEGIN IMMEDIATE", numbers(2)),
        });
        in_postgres = in_postgres.best(Recorded {
            own: record(postgres.as_ref(), from).await,
            bare: record_bare!(&mut postgres_bare, "BEGIN", numbers(1)),
            bare_rows: record_bare_rows!(&mut postgres_bare, "BEGIN", numbers(2)),
        });
    }
    in_sqlite.show("sqlite");
    in_postgres.show("postgres");
}
