//! The process killed again and again while it records and delivers: what it had acknowledged is there exactly once,
//! and nothing is half done.
//!
//! The process that is killed is this test file, started once more: `the_life_of_a_process` then works until it dies.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use signpost::enquiry::notice::{Notice, NoticeState};
use signpost::enquiry::{Contact, Draft, Status};
use signpost::outbox::{Deliver, Delivered, Delivering, Pace, Worker};
use signpost::store::late::Place;
use signpost::store::sqlite::SqliteSettings;
use signpost::store::{NoticeFilter, QueueFilter, Store};

#[cfg(feature = "postgres")]
#[path = "common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract/drafts.rs"]
#[expect(dead_code, reason = "every draft is opened by a process of its own")]
mod drafts;

use drafts::{adviser, draft, minute, reference, service};

const KILLS: u32 = 200;
const ENQUIRIES: u32 = 500;

/// Where the process to be killed works, and with which enquiry it goes on.
const PLACE: &str = "SIGNPOST_TEST_KILLED_AT";
const NEXT: &str = "SIGNPOST_TEST_GOES_ON_WITH";
/// The number of enquiries at which it ends by itself.
const UNTIL: &str = "SIGNPOST_TEST_GOES_ON_UNTIL";

fn place(written: &str) -> Place {
    match written.strip_prefix("sqlite:") {
        Some(path) => Place::Sqlite(SqliteSettings::new(path)),
        #[cfg(feature = "postgres")]
        None => {
            let patience = std::time::Duration::from_secs(60);
            let settings = signpost::store::postgres::PostgresSettings::new(written);
            Place::Postgres(signpost::store::postgres::PostgresSettings { patience, ..settings })
        }
        #[cfg(not(feature = "postgres"))]
        None => panic!("{written} is no place for this build"),
    }
}

fn discord_draft(number: u32) -> Draft {
    Draft { contact: Contact::Discord("80351110224678912".to_owned()), ..draft(number) }
}

/// Numbers nobody can guess are not needed here, only other ones each time.
fn another() -> [u8; 8] {
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let process = u64::from(std::process::id()) << 32;
    (process | DRAWN.fetch_add(1, Ordering::Relaxed)).to_le_bytes()
}

/// Says aloud what was delivered.
struct Says;

impl Deliver for Says {
    fn deliver<'a>(&'a self, notice: &'a Notice) -> Delivering<'a> {
        say(&format!("delivered {}", notice.id));
        Box::pin(async { Delivered::Sent })
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Records, answers and delivers until it is killed or all is done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_life_of_a_process() {
    let Ok(written) = std::env::var(PLACE) else { return };
    let number = |name| std::env::var(name).unwrap().parse::<u32>().unwrap();
    let (next, until) = (number(NEXT), number(UNTIL));
    let store = place(&written).open().await.unwrap();
    let (service, alex) = (service(), adviser("alex"));
    let clock = || minute(1_000);
    let worker = Worker {
        store: store.as_ref(),
        service: &service,
        channel: &Says,
        pace: Pace { at_once: 3, ..Pace::default() },
        clock: &clock,
        random: another,
    };
    say("ready");
    for number in next..until {
        let kept =
            store.open(&discord_draft(number), &reference(number), minute(number.into())).await.unwrap();
        say(&format!("acknowledged {number} {}", kept.reference));
        if store.claim(&service, &kept.reference, &alex, minute(900)).await.is_ok() {
            store.reply(&service, &kept.reference, &alex, "Ask for a meeting.", minute(901)).await.unwrap();
        }
        worker.round().await.unwrap();
    }
    say("finished");
}

/// Random numbers, the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// What was said aloud before the process died. A line cut in the middle was not said.
#[derive(Default)]
struct Heard {
    acknowledged: BTreeSet<(u32, String)>,
    delivered: Vec<String>,
}

impl Heard {
    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.trim_end().split(' ').collect();
        match words[..] {
            ["acknowledged", number, reference] if line.ends_with('\n') => {
                self.acknowledged.insert((number.parse().unwrap(), reference.to_owned()));
            }
            ["delivered", id] if line.ends_with('\n') => self.delivered.push(id.to_owned()),
            _ => {}
        }
    }

    /// The first number that nobody has acknowledged.
    fn next(&self) -> u32 {
        self.acknowledged.last().map_or(0, |(number, _)| number + 1)
    }
}

/// Starts the process, lets it say so many lines and live so many microseconds more, kills it, and hears what it said
/// until then.
fn live_and_die(written: &str, heard: &mut Heard, until: u32, lines: u64, then_micros: u64) {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_life_of_a_process", "--nocapture"])
        .env(PLACE, written)
        .env(NEXT, heard.next().to_string())
        .env(UNTIL, until.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    let mut said = 0;
    while said <= lines && out.read_line(&mut line).unwrap() > 0 {
        said += u64::from(line.contains("ready") || said > 0);
        heard.hear(&line);
        line.clear();
    }
    let until = std::time::Instant::now() + std::time::Duration::from_micros(then_micros);
    while std::time::Instant::now() < until {
        std::hint::spin_loop();
    }
    process.kill().unwrap();
    process.wait().unwrap();
    while out.read_line(&mut line).unwrap() > 0 {
        heard.hear(&line);
        line.clear();
    }
}

/// Remembers what it delivers.
struct Remembers(Mutex<Vec<Notice>>);

impl Deliver for Remembers {
    fn deliver<'a>(&'a self, notice: &'a Notice) -> Delivering<'a> {
        self.0.lock().unwrap().push(notice.clone());
        Box::pin(async { Delivered::Sent })
    }
}

async fn killed_again_and_again(written: &str) {
    let mut dice = Dice(20_261_125);
    let mut heard = Heard::default();
    for _ in 0..KILLS {
        // On average enough lines to come past the last enquiry with the last kill.
        let (lines, micros) = (dice.roll(28), dice.roll(3_000));
        live_and_die(written, &mut heard, u32::MAX, lines, micros);
    }
    let under_fire = heard.acknowledged.len();
    let all = heard.next().max(ENQUIRIES);
    live_and_die(written, &mut heard, all, u64::MAX - 1, 0);
    assert_eq!(heard.acknowledged.len() as u32, all);

    let store = place(written).open().await.unwrap();
    let (once, again) = check_whole(store.as_ref(), &heard).await;
    eprintln!(
        "{KILLS} kills while {under_fire} enquiries were acknowledged, {all} in the end: each is there once; {once} \
         notices delivered, {again} of them handed out twice, which said so"
    );
}

/// Every acknowledged enquiry is there once with all that belongs to it, and after one more round nothing is left to
/// deliver. Says how many notices there were, and how many were delivered a second time.
async fn check_whole(store: &dyn Store, heard: &Heard) -> (usize, usize) {
    let kept = store.queue(&service(), &QueueFilter::every_status()).await.unwrap();
    let references: BTreeSet<&str> = kept.iter().map(|line| line.reference.as_str()).collect();
    let acknowledged: BTreeSet<&str> =
        heard.acknowledged.iter().map(|(_, reference)| reference.as_str()).collect();
    assert_eq!((kept.len(), &references), (acknowledged.len(), &acknowledged));
    for line in &kept {
        let it = store.show(&service(), &line.reference, &adviser("beth"), minute(950)).await.unwrap();
        let happened: Vec<&str> = it.events.iter().map(|event| event.what.as_str()).collect();
        let whole = match it.status {
            Status::New => vec!["opened", "viewed"],
            Status::Claimed => vec!["opened", "claimed", "viewed"],
            _ => vec!["opened", "claimed", "replied", "viewed"],
        };
        assert_eq!(happened, whole, "{}", it.reference);
        assert_eq!(it.messages.len(), usize::from(it.status == Status::Answered));
        let wanted = NoticeFilter { reference: Some(it.reference), state: None };
        let told = store.notices(&service(), &wanted).await.unwrap();
        assert_eq!(told.len(), [1, 2, 4][happened.len() - 2]);
    }
    let trail = store.verify_trail(&service()).await.unwrap();
    assert_eq!(trail.broken_at, None);

    let channel = Remembers(Mutex::new(Vec::new()));
    let (service, clock) = (service(), || minute(100_000));
    let pace = Pace { at_once: 1_000, ..Pace::default() };
    let worker = Worker { store, service: &service, channel: &channel, pace, clock: &clock, random: another };
    while worker.round().await.unwrap().taken > 0 {}
    let all = store.notices(&service, &NoticeFilter::default()).await.unwrap();
    assert!(all.iter().all(|notice| notice.state == NoticeState::Sent));
    let last = channel.0.into_inner().unwrap();
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for id in heard.delivered.iter().map(String::as_str).chain(last.iter().map(|notice| notice.id.as_str())) {
        *counts.entry(id).or_default() += 1;
    }
    assert_eq!(counts.len(), all.len(), "each was delivered");
    let twice = counts.iter().filter(|(_, count)| **count > 1).count();
    for notice in last.iter().filter(|notice| counts[notice.id.as_str()] > 1) {
        assert!(notice.may_have_arrived, "{notice:?}");
    }
    (all.len(), twice)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    killed_again_and_again(&format!("sqlite:{}", folder.path().join("signpost.db").display())).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_on_postgres() {
    if cluster::is_left_out() {
        return;
    }
    killed_again_and_again(&cluster::shared().new_database().await).await;
}

/// Two processes on one database: the one that delivers is killed in the middle of it, and the other one finishes.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_was_delivering_the_other_finishes() {
    if cluster::is_left_out() {
        return;
    }
    let written = cluster::shared().new_database().await;
    let mut heard = Heard::default();
    live_and_die(&written, &mut heard, ENQUIRIES, 100, 0);
    let store = place(&written).open().await.unwrap();
    let channel = Remembers(Mutex::new(Vec::new()));
    let service = service();
    let deliver_at = async |minutes: i64| {
        let clock = move || minute(minutes);
        let pace = Pace { at_once: 1_000, ..Pace::default() };
        let store = store.as_ref();
        let worker =
            Worker { store, service: &service, channel: &channel, pace, clock: &clock, random: another };
        worker.round().await.unwrap()
    };
    // At the time at which the other one died, what it held is still its own.
    deliver_at(1_000).await;
    let due = NoticeFilter { state: Some(NoticeState::Due), reference: None };
    let held = store.notices(&service, &due).await.unwrap();
    assert!(held.len() <= 3, "{held:?}");
    let finished = deliver_at(1_006).await;
    assert_eq!(finished.sent as usize, held.len());
    assert!(store.notices(&service, &due).await.unwrap().is_empty());
}
