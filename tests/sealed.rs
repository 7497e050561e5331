//! Words sealed at rest: what a copy of the database tells, what a key opens, what a lost key leaves.

use std::path::Path;
use std::sync::Arc;

use chrono::Days;
use signpost::enquiry::life::{Change, Keep};
use signpost::enquiry::notice::{NoticeId, Recipient, Reminder};
use signpost::enquiry::{Adviser, AdviserName, Contact, Draft, Reference, Role};
use signpost::store::sealed::{KeySource, Keyring, Keys, Resealed, SealedStore};
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use signpost::store::{Lease, NoticeFilter, QueueFilter, SessionKey, Store, StoreError};

#[cfg(feature = "postgres")]
#[path = "common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract/drafts.rs"]
mod drafts;

use drafts::{adviser, draft, minute, opened, reference, service};

const QUESTION: &str = "Zebulon will not eat at Brackenhurst";
const ADDRESS: &str = "314159265358979";
const FROM_FAMILY: &str = "Pomegranate was mentioned at the meeting";
const FROM_ADVISER: &str = "Ask for the Tangerine report";
const NOTE: &str = "Spoke to Quincunx";
const PROPOSED: &str = "A trainee wrote Marmalade";
const CONVERSATION: &str = "typed: Hippogriff and Basilisk";
const TALKS_UNDER: &str = "discord:271828182845904";
const SECRETS: [&str; 8] =
    [QUESTION, ADDRESS, FROM_FAMILY, FROM_ADVISER, NOTE, PROPOSED, CONVERSATION, "271828182845904"];

async fn sqlite(folder: &Path) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(SqliteSettings::new(folder.join("signpost.db"))).await.unwrap())
}

/// None where PostgreSQL is left out.
#[cfg(feature = "postgres")]
async fn postgres() -> Option<Arc<dyn Store>> {
    use signpost::store::postgres::{PostgresSettings, PostgresStore};
    if cluster::is_left_out() {
        return None;
    }
    let url = cluster::shared().new_database().await;
    let patience = std::time::Duration::from_secs(60);
    let settings = PostgresSettings { patience, ..PostgresSettings::new(url) };
    Some(Arc::new(PostgresStore::open(settings).await.unwrap()))
}

fn sealed(inner: Arc<dyn Store>, keys: &str) -> SealedStore {
    SealedStore::new(inner, Arc::new(Keyring::new(KeySource::Given(Keys::read(keys).unwrap().into()))))
}

fn new_key() -> String {
    Keys::generate().unwrap().written().to_string()
}

fn secret_draft(number: u32) -> Draft {
    Draft { question: QUESTION.to_owned(), contact: Contact::Discord(ADDRESS.to_owned()), ..draft(number) }
}

/// One of everything that somebody writes.
async fn write_everything(store: &dyn Store) -> Reference {
    let alex = adviser("alex");
    let on = service();
    let first = store.open(&secret_draft(1), &reference(1), minute(0)).await.unwrap().reference;
    store.claim(&on, &first, &alex, minute(1)).await.unwrap();
    store.note(&on, &first, &alex, NOTE, minute(2)).await.unwrap();
    store.ask_family(&on, &first, &alex, FROM_ADVISER, minute(3)).await.unwrap();
    store.add_family_message(&on, &first, FROM_FAMILY, minute(4)).await.unwrap();
    let proposes = Change::Propose { by: alex, text: PROPOSED.to_owned(), asks_family: false };
    store.change(&on, &first, proposes, minute(5)).await.unwrap();
    let key = SessionKey::new(TALKS_UNDER);
    store.save_session(&on, &key, CONVERSATION.as_bytes(), minute(6)).await.unwrap();
    let to = Recipient::Family(Contact::Discord(ADDRESS.to_owned()));
    let day = Some("2026-12-01".parse().unwrap());
    let id = NoticeId::new("reminder");
    let reminder = Reminder { id, service: on, reference: None, to, day, due_at: minute(60) };
    store.remind(&reminder, minute(7)).await.unwrap();
    first
}

fn bytes_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

#[tokio::test]
async fn no_copy_of_the_files_tells_what_anybody_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let inner = sqlite(folder.path()).await;
    write_everything(&sealed(inner.clone(), &new_key())).await;
    // While it is open, with its log, and once everything is in the database itself.
    let while_open = bytes_in(folder.path());
    assert!(while_open.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty()));
    inner.shut().await;
    let mut sealed_marks = 0;
    for (name, bytes) in while_open.into_iter().chain(bytes_in(folder.path())) {
        for secret in SECRETS {
            assert!(!holds(&bytes, secret), "{name} holds {secret}");
        }
        sealed_marks += usize::from(holds(&bytes, "sealed:v1:"));
    }
    assert!(sealed_marks >= 2);
}

#[tokio::test]
async fn the_search_would_find_them_without_seals() {
    let folder = tempfile::tempdir().unwrap();
    let inner = sqlite(folder.path()).await;
    write_everything(inner.as_ref()).await;
    inner.shut().await;
    let all: Vec<u8> = bytes_in(folder.path()).into_iter().flat_map(|(_, bytes)| bytes).collect();
    for secret in SECRETS {
        assert!(holds(&all, secret), "{secret}");
    }
}

/// The server's own files, its log and its data: what a stolen disk would tell.
#[cfg(feature = "postgres")]
#[tokio::test]
async fn no_copy_of_the_servers_disk_tells_what_anybody_wrote() {
    use signpost::store::postgres::{PostgresSettings, PostgresStore};
    use sqlx::Connection as _;
    if cluster::is_left_out() {
        return;
    }
    for is_sealed in [true, false] {
        let cluster = cluster::Cluster::start(cluster::Durable::No);
        let url = cluster.new_database().await;
        let inner = Arc::new(PostgresStore::open(PostgresSettings::new(&url)).await.unwrap());
        if is_sealed {
            write_everything(&sealed(inner, &new_key())).await;
        } else {
            write_everything(inner.as_ref()).await;
        }
        let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
        sqlx::query("CHECKPOINT").execute(&mut connection).await.unwrap();
        let disk = cluster.disk();
        assert!(is_sealed == disk.contains("sealed:v1:"));
        for secret in SECRETS {
            // The search would find them without seals.
            assert_eq!(disk.contains(secret), !is_sealed, "{secret}");
        }
    }
}

/// Each promise behind the seals, on each database that can stand there.
macro_rules! on_each_database {
    ($($promise:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $promise() {
                let folder = tempfile::tempdir().unwrap();
                super::$promise(super::sqlite(folder.path()).await).await;
            })*
        }

        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[tokio::test]
            async fn $promise() {
                if let Some(inner) = super::postgres().await {
                    super::$promise(inner).await;
                }
            })*
        }
    };
}

on_each_database! {
    everything_comes_back_as_it_was_written
    a_trainees_reply_that_the_store_turns_into_a_proposal_opens_all_the_same
    words_from_before_there_was_a_key_are_still_read
    an_old_key_still_opens_and_the_new_one_seals
    without_the_right_key_the_queue_is_still_seen_and_the_missing_key_is_named
    keys_changed_beside_a_running_process_are_found_by_it
    without_the_right_key_nobodys_notice_is_brought_or_ended
    what_is_moved_to_another_enquiry_does_not_open_there
    withdrawal_and_closing_work_on_sealed_words
    keys_are_changed_over_everything_an_enquiry_holds
    changing_keys_stops_at_what_no_key_opens_and_goes_on_once_it_is_there
    words_that_changed_meanwhile_are_not_written_over
}

async fn everything_comes_back_as_it_was_written(inner: Arc<dyn Store>) {
    let store = sealed(inner, &new_key());
    let first = write_everything(&store).await;
    let enquiry = store.show(&service(), &first, &adviser("beth"), minute(8)).await.unwrap();
    assert_eq!(enquiry.question, QUESTION);
    assert_eq!(enquiry.contact, Contact::Discord(ADDRESS.to_owned()));
    let said: Vec<&str> = enquiry.messages.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(said, [FROM_ADVISER, FROM_FAMILY]);
    assert_eq!(enquiry.notes[0].text, NOTE);
    assert_eq!(enquiry.proposed.unwrap().text, PROPOSED);
    let kept = store.load_session(&service(), &SessionKey::new(TALKS_UNDER)).await.unwrap();
    assert_eq!(kept.unwrap(), CONVERSATION.as_bytes());
    store
        .change(&service(), &first, Change::Approve { by: adviser("beth"), read: None }, minute(9))
        .await
        .unwrap();
    let view = store.family_view(&service(), &first).await.unwrap();
    assert_eq!(view.messages[2].text, PROPOSED, "approved later than it was written");
    let taken = store.take_notices(&service(), &Lease::new("l"), 50, minute(70), minute(61)).await.unwrap();
    let to_family = taken.iter().filter(|one| matches!(one.to, Recipient::Family(_)));
    let family = Recipient::Family(Contact::Discord(ADDRESS.to_owned()));
    assert!(to_family.clone().count() >= 2 && to_family.clone().all(|one| one.to == family), "{taken:?}");
}

async fn a_trainees_reply_that_the_store_turns_into_a_proposal_opens_all_the_same(inner: Arc<dyn Store>) {
    let store = sealed(inner, &new_key());
    for (name, role) in [("tam", Role::Trainee), ("alex", Role::Adviser)] {
        let one = Adviser { name: AdviserName::new(name), role, discord: None, is_active: true };
        store.set_adviser(&service(), &one, "operator", minute(0)).await.unwrap();
    }
    let first = store.open(&secret_draft(1), &reference(1), minute(0)).await.unwrap().reference;
    store.claim(&service(), &first, &adviser("tam"), minute(1)).await.unwrap();
    store.reply(&service(), &first, &adviser("tam"), PROPOSED, minute(2)).await.unwrap();
    let sent_back = Change::SendBack { by: adviser("alex"), text: NOTE.to_owned(), read: None };
    store.change(&service(), &first, sent_back, minute(3)).await.unwrap();
    let enquiry = store.show(&service(), &first, &adviser("alex"), minute(4)).await.unwrap();
    let notes: Vec<&str> = enquiry.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, [PROPOSED, NOTE]);
}

async fn words_from_before_there_was_a_key_are_still_read(inner: Arc<dyn Store>) {
    let first = write_everything(inner.as_ref()).await;
    let store = sealed(inner, &new_key());
    let enquiry = store.show(&service(), &first, &adviser("beth"), minute(8)).await.unwrap();
    assert_eq!(enquiry.question, QUESTION);
    let key = SessionKey::new(TALKS_UNDER);
    assert_eq!(store.load_session(&service(), &key).await.unwrap().unwrap(), CONVERSATION.as_bytes());
    store.forget_session(&service(), &key).await.unwrap();
    assert_eq!(store.load_session(&service(), &key).await.unwrap(), None);
}

async fn an_old_key_still_opens_and_the_new_one_seals(inner: Arc<dyn Store>) {
    let (old, new) = (new_key(), new_key());
    let first = write_everything(&sealed(inner.clone(), &old)).await;
    let both = sealed(inner.clone(), &format!("{new}{old}"));
    let key = SessionKey::new(TALKS_UNDER);
    assert_eq!(both.show(&service(), &first, &adviser("beth"), minute(8)).await.unwrap().question, QUESTION);
    assert_eq!(both.load_session(&service(), &key).await.unwrap().unwrap(), CONVERSATION.as_bytes());
    let second = both.open(&secret_draft(2), &reference(2), minute(9)).await.unwrap().reference;
    let new_alone = sealed(inner, &new);
    assert_eq!(new_alone.family_view(&service(), &second).await.unwrap().question, QUESTION);
}

async fn without_the_right_key_the_queue_is_still_seen_and_the_missing_key_is_named(inner: Arc<dyn Store>) {
    let right = new_key();
    let first = write_everything(&sealed(inner.clone(), &right)).await;
    let missing = Keys::read(&right).unwrap().ids().next().unwrap().to_string();
    let wrong = sealed(inner.clone(), &new_key());
    let no_key = SealedStore::new(inner, Arc::new(Keyring::new(KeySource::NotNamed)));
    for store in [&wrong, &no_key] {
        let queue = store.queue(&service(), &QueueFilter::open()).await.unwrap();
        assert_eq!((queue.len(), &queue[0].reference, queue[0].opened_at), (1, &first, minute(0)));
        assert_eq!(store.stats(&service(), minute(8)).await.unwrap().by_status["claimed"], 1);
    }
    let refused = wrong.show(&service(), &first, &adviser("beth"), minute(8)).await.unwrap_err();
    assert!(refused.to_string().contains(&missing), "{refused}");
    let refused = no_key.show(&service(), &first, &adviser("beth"), minute(8)).await.unwrap_err();
    assert!(matches!(refused, StoreError::NoKeys(_)), "{refused}");
    // Nothing is written in the open because there is no key.
    assert!(no_key.open(&secret_draft(2), &reference(2), minute(9)).await.is_err());
    assert!(no_key.note(&service(), &first, &adviser("alex"), NOTE, minute(9)).await.is_err());
    assert_eq!(no_key.queue(&service(), &QueueFilter::every_status()).await.unwrap().len(), 1);
    // A notice that cannot be addressed waits, and holds up no other.
    let notices = wrong.notices(&service(), &NoticeFilter::default()).await.unwrap();
    assert!(notices.iter().any(|one| one.to == Recipient::Family(Contact::ReferenceOnly)), "{notices:?}");
}

/// As the README has it: `signpost db reseal` runs while the bot does.
async fn keys_changed_beside_a_running_process_are_found_by_it(inner: Arc<dyn Store>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("the.key");
    let (old, new) = (new_key(), new_key());
    std::fs::write(&file, &old).unwrap();
    let from_file = Arc::new(Keyring::new(KeySource::File(file.clone())));
    let running = SealedStore::new(inner.clone(), from_file);
    let first = write_everything(&running).await;
    let both = format!("{new}{old}");
    std::fs::write(&file, &both).unwrap();
    sealed(inner, &both).reseal(&service()).await.unwrap();

    let taken = running.take_notices(&service(), &Lease::new("l"), 50, minute(70), minute(61)).await.unwrap();
    let family = Recipient::Family(Contact::Discord(ADDRESS.to_owned()));
    assert!(taken.iter().filter(|one| one.to == family).count() >= 2, "{taken:?}");
    assert_eq!(running.family_view(&service(), &first).await.unwrap().question, QUESTION);
}

async fn without_the_right_key_nobodys_notice_is_brought_or_ended(inner: Arc<dyn Store>) {
    let right = new_key();
    write_everything(&sealed(inner.clone(), &right)).await;
    // The advisers hear of this one after the family has been written to.
    opened(&sealed(inner.clone(), &right), 9).await;
    let wrong = sealed(inner.clone(), &new_key());
    let no_key = SealedStore::new(inner.clone(), Arc::new(Keyring::new(KeySource::NotNamed)));
    for (store, until) in [(&wrong, 70), (&no_key, 80)] {
        // One at a time: what is kept back holds up no other.
        let mut taken = Vec::new();
        for round in 0..20 {
            let lease = Lease::new(format!("{until} {round}"));
            let (until, now) = (minute(until), minute(until - 9));
            taken.extend(store.take_notices(&service(), &lease, 1, until, now).await.unwrap());
        }
        assert_eq!(taken.last().unwrap().reference, Some(reference(9)), "{taken:?}");
        assert!(taken.iter().all(|one| !matches!(one.to, Recipient::Family(_))), "{taken:?}");
    }
    let right = sealed(inner, &right);
    let early =
        right.take_notices(&service(), &Lease::new("early"), 50, minute(90), minute(79)).await.unwrap();
    assert!(early.iter().all(|one| !matches!(one.to, Recipient::Family(_))), "{early:?}");
    let back = right.take_notices(&service(), &Lease::new("l"), 50, minute(90), minute(81)).await.unwrap();
    let family = Recipient::Family(Contact::Discord(ADDRESS.to_owned()));
    let to_family: Vec<_> = back.iter().filter(|one| one.to == family).collect();
    assert!(to_family.len() >= 2, "{back:?}");
    // Nobody tried to bring them: no try is counted, and none may have arrived.
    assert!(to_family.iter().all(|one| one.attempts == 1 && !one.may_have_arrived), "{to_family:?}");
}

async fn what_is_moved_to_another_enquiry_does_not_open_there(inner: Arc<dyn Store>) {
    let store = sealed(inner.clone(), &new_key());
    for number in [1, 2] {
        store.open(&secret_draft(number), &reference(number), minute(0)).await.unwrap();
    }
    // What an intruder who can write to the database would do: put one family's question under another reference.
    let raw =
        inner.look(&service(), &reference(1), &adviser("x"), signpost::store::Look::Viewed, minute(1)).await;
    let moved = Draft { question: raw.unwrap().question, ..secret_draft(3) };
    inner.open(&moved, &reference(3), minute(2)).await.unwrap();
    let refused = store.family_view(&service(), &reference(3)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Sealed(_)), "{refused}");
}

async fn withdrawal_and_closing_work_on_sealed_words(inner: Arc<dyn Store>) {
    let store = sealed(inner, &new_key());
    let first = write_everything(&store).await;
    store
        .change(&service(), &first, Change::Approve { by: adviser("beth"), read: None }, minute(9))
        .await
        .unwrap();
    let keep = Keep::all(Days::new(1));
    store.close(&service(), &first, &adviser("alex"), "advised", keep, minute(10)).await.unwrap();
    assert_eq!(store.stats(&service(), minute(11)).await.unwrap().by_outcome["advised"], 1);
    store.change(&service(), &first, Change::Forget, minute(12)).await.unwrap();
    let enquiry = store.show(&service(), &first, &adviser("beth"), minute(13)).await.unwrap();
    assert_eq!((enquiry.question.as_str(), enquiry.contact), ("", Contact::ReferenceOnly));
}

async fn keys_are_changed_over_everything_an_enquiry_holds(inner: Arc<dyn Store>) {
    let (old, new) = (new_key(), new_key());
    // One from before there was any key, one under the old key, one under the new one, one without words.
    inner.open(&secret_draft(5), &reference(5), minute(0)).await.unwrap();
    let first = write_everything(&sealed(inner.clone(), &old)).await;
    let both = sealed(inner.clone(), &format!("{new}{old}"));
    both.open(&secret_draft(6), &reference(6), minute(0)).await.unwrap();
    both.open(&secret_draft(7), &reference(7), minute(0)).await.unwrap();
    both.change(&service(), &reference(7), Change::Forget, minute(1)).await.unwrap();
    let trail_before = inner.verify_trail(&service()).await.unwrap();

    assert_eq!(both.reseal(&service()).await.unwrap(), Resealed { sealed: 2, already: 2, left: 0 });
    assert_eq!(both.reseal(&service()).await.unwrap(), Resealed { sealed: 0, already: 4, left: 0 });
    assert_eq!(inner.verify_trail(&service()).await.unwrap(), trail_before);

    let new_alone = sealed(inner.clone(), &new);
    let enquiry = new_alone.show(&service(), &first, &adviser("beth"), minute(8)).await.unwrap();
    assert_eq!(enquiry.words(), [QUESTION, ADDRESS, FROM_ADVISER, FROM_FAMILY, NOTE, PROPOSED]);
    assert_eq!(new_alone.family_view(&service(), &reference(5)).await.unwrap().question, QUESTION);
}

#[tokio::test]
async fn what_stood_open_is_overwritten_when_it_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = sqlite(folder.path()).await;
    inner.open(&secret_draft(1), &reference(1), minute(0)).await.unwrap();
    sealed(inner.clone(), &new_key()).reseal(&service()).await.unwrap();
    inner.shut().await;
    let all: Vec<u8> = bytes_in(folder.path()).into_iter().flat_map(|(_, bytes)| bytes).collect();
    assert!(holds(&all, "sealed:v1:") && !holds(&all, QUESTION));
}

async fn changing_keys_stops_at_what_no_key_opens_and_goes_on_once_it_is_there(inner: Arc<dyn Store>) {
    let (old, new) = (new_key(), new_key());
    for number in 1..=3 {
        let keys = if number == 2 { &old } else { &new };
        opened(&sealed(inner.clone(), keys), number).await;
    }
    let newest = new_key();
    let without_old = sealed(inner.clone(), &format!("{newest}{new}"));
    assert!(matches!(without_old.reseal(&service()).await, Err(StoreError::Sealed(_))));
    let with_old = sealed(inner.clone(), &format!("{newest}{new}{old}"));
    let resealed = with_old.reseal(&service()).await.unwrap();
    assert_eq!((resealed.sealed + resealed.already, resealed.left), (3, 0));
    assert_eq!(sealed(inner, &newest).reseal(&service()).await.unwrap().already, 3);
}

async fn words_that_changed_meanwhile_are_not_written_over(inner: Arc<dyn Store>) {
    let first = inner.open(&secret_draft(1), &reference(1), minute(0)).await.unwrap().reference;
    let before = inner.enquiries_after(&service(), None, 10).await.unwrap().remove(0);
    inner.add_family_message(&service(), &first, "one more thing", minute(1)).await.unwrap();
    let after = signpost::enquiry::Enquiry { question: "other words".to_owned(), ..before.clone() };
    assert!(!inner.reword(&before, &after).await.unwrap());
    assert_eq!(inner.family_view(&service(), &first).await.unwrap().question, QUESTION);
}

/// Looking for sealed words in the file, as is done where there is no key yet, must not give SQLite's locks up: the
/// process beside us would take itself for the last one, and delete the log we write to.
#[tokio::test]
async fn a_process_beside_us_leaves_the_log_we_write_to() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("signpost.db");
    let store = sqlite(folder.path()).await;
    let keyring = Keyring::new(KeySource::Beside { database: database.clone() });
    opened(&*store, 1).await;
    assert_eq!(keyring.source().file(), None, "nothing is sealed yet");
    keyring.keys().unwrap();
    let beside = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_signpost"));
        let told = command
            .args(["queue", "list"])
            .env("SIGNPOST_DATABASE", format!("sqlite:{}", database.display()))
            .env("SIGNPOST_NOW", "2026-11-24T12:00:00Z")
            .output()
            .unwrap();
        assert!(told.status.success(), "{told:?}");
        String::from_utf8(told.stdout).unwrap()
    };
    for number in 2..5 {
        let before = beside();
        let kept = opened(&*store, number).await;
        assert!(!before.contains(kept.as_str()));
        assert!(beside().contains(kept.as_str()), "the other process does not see {kept}");
        assert_eq!(store.queue(&service(), &QueueFilter::open()).await.unwrap().len(), number as usize);
    }
}

/// Keeps what is logged.
struct Log(Arc<std::sync::Mutex<Vec<String>>>);

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        struct Said(String);
        impl tracing::field::Visit for Said {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                if field.name() == "message" {
                    self.0 = format!("{value:?}");
                }
            }
        }
        let mut said = Said(String::new());
        event.record(&mut said);
        self.0.lock().unwrap().push(said.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test]
async fn that_a_key_is_missed_is_said_once_and_once_that_it_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let inner = sqlite(folder.path()).await;
    let right = Keys::generate().unwrap();
    write_everything(&sealed(inner.clone(), &right.written())).await;
    let path = folder.path().join("the.key");
    let store = SealedStore::new(inner, Arc::new(Keyring::new(KeySource::File(path.clone()))));
    let log = Arc::default();
    let _listening = tracing::subscriber::set_default(Log(Arc::clone(&log)));
    let round = async |number: i64| {
        let (now, until) = (minute(70 + 10 * number), minute(79 + 10 * number));
        let lease = Lease::new(number.to_string());
        let taken = store.take_notices(&service(), &lease, 50, until, now).await.unwrap();
        taken.iter().filter(|notice| matches!(notice.to, Recipient::Family(_))).count()
    };
    let said = |part: &str| log.lock().unwrap().iter().filter(|said: &&String| said.contains(part)).count();
    for number in 0..4 {
        assert_eq!(round(number).await, 0, "the key is missing");
    }
    assert_eq!(said("families are not told now"), 1, "four leases, one line");
    right.write_file(&path).unwrap();
    assert!(round(4).await >= 2);
    assert_eq!((said("families are not told now"), said("there again")), (1, 1));
}
