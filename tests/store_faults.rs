//! What the SQLite store does when its file or folder fails: it says so, and nothing is lost or written over.

use std::path::{Path, PathBuf};
use std::time::Duration;

use signpost::enquiry::life::Keep;
use signpost::enquiry::{Author, Draft};
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use signpost::store::{Obstacle, QueueFilter, SessionKey, Store, StoreError};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tempfile::TempDir;

#[path = "../src/store/contract/drafts.rs"]
mod drafts;

use drafts::{adviser, draft, minute, opened, reference, service};

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("signpost.db")
    }

    fn settings(&self) -> SqliteSettings {
        SqliteSettings::new(self.path())
    }

    async fn open(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open(self.settings()).await
    }

    /// A store with so many enquiries in it, shut.
    async fn with_enquiries(enquiries: u32) -> Place {
        let place = Place::new();
        let store = place.open().await.unwrap();
        for number in 0..enquiries {
            opened(&store, number).await;
        }
        store.shut().await;
        place
    }

    /// The tables as another program sees them.
    async fn connect(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.path()).create_if_missing(true).connect().await.unwrap()
    }

    async fn execute(&self, sql: &str) {
        let mut connection = self.connect().await;
        sqlx::query(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// Opening fails with a sentence that begins as given, and the file stays as it was, byte for byte.
#[track_caller]
fn check_refused(result: Result<SqliteStore, StoreError>, path: &Path, before: &[u8], sentence: &str) {
    let error = result.expect_err("it opened");
    let expected = sentence.replace("PATH", &path.display().to_string());
    assert_eq!(error.to_string(), expected);
    assert!(std::fs::read(path).unwrap() == before, "the file has changed");
}

const DAMAGED: &str = "the enquiry store PATH is damaged and was left as it is; move it somewhere safe, then put \
                       back the last backup, or name another file with --database";
const NOT_OURS: &str =
    "PATH is the database of another program and was left as it is; name another file with --database";

#[tokio::test]
async fn it_is_made_on_first_use_for_its_owner_alone() {
    let place = Place::new();
    let path = place.folder.path().join("new/folder/signpost.db");
    let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
    opened(&store, 1).await;
    #[cfg(unix)]
    for name in ["signpost.db", "signpost.db-wal", "signpost.db-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path.with_file_name(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_copied_back_with_wider_rights_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_enquiries(1).await;
    std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o664)).unwrap();
    place.open().await.unwrap();
    assert_eq!(std::fs::metadata(place.path()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn what_was_kept_is_there_after_a_restart() {
    let place = Place::with_enquiries(3).await;
    let store = place.open().await.unwrap();
    let queue = store.queue(&service(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.len(), 3);
    assert!(store.open(&draft(1), &reference(9), minute(0)).await.unwrap().already);
}

/// The files as a crash leaves them: the log not yet taken over into the database.
#[tokio::test]
async fn what_was_acknowledged_survives_a_crash() {
    let place = Place::new();
    let store = place.open().await.unwrap();
    let after_crash = Place::new();
    for number in 0..5 {
        opened(&store, number).await;
        for name in ["signpost.db", "signpost.db-wal"] {
            std::fs::copy(place.folder.path().join(name), after_crash.folder.path().join(name)).unwrap();
        }
        let restarted = after_crash.open().await.unwrap();
        let queue = restarted.queue(&service(), &QueueFilter::open()).await.unwrap();
        assert_eq!(queue.len(), number as usize + 1);
        restarted.shut().await;
    }
}

#[tokio::test]
async fn several_processes_may_start_at_once_on_a_new_file() {
    for _ in 0..20 {
        let place = Place::new();
        let (a, b, c) = tokio::join!(place.open(), place.open(), place.open());
        opened(&a.unwrap(), 1).await;
        opened(&b.unwrap(), 2).await;
        assert_eq!(c.unwrap().queue(&service(), &QueueFilter::open()).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    let place = Place::with_enquiries(2).await;
    place.execute("INSERT INTO _sqlx_migrations VALUES (99, 'later', '2027-01-01', TRUE, x'00', 1)").await;
    let before = std::fs::read(place.path()).unwrap();
    let sentence = "the enquiry store PATH was written by a newer Signpost (its tables are at version 99, this \
                    Signpost knows 7); start that Signpost, or name another file with --database";
    check_refused(place.open().await, &place.path(), &before, sentence);
}

#[tokio::test]
async fn a_database_of_a_trial_build_is_refused() {
    let place = Place::with_enquiries(2).await;
    place.execute("UPDATE _sqlx_migrations SET checksum = x'00'").await;
    let before = std::fs::read(place.path()).unwrap();
    let sentence = "the enquiry store PATH was made by a trial build (step 1 of its tables differs); name another \
                    file with --database";
    check_refused(place.open().await, &place.path(), &before, sentence);
}

#[tokio::test]
async fn the_database_of_another_program_is_refused() {
    let place = Place::new();
    place.execute("CREATE TABLE bookmarks (title TEXT)").await;
    let before = std::fs::read(place.path()).unwrap();
    check_refused(place.open().await, &place.path(), &before, NOT_OURS);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    for content in [b"Shopping list\n".repeat(400), (0..=255u8).cycle().take(9_000).collect(), vec![b'x']] {
        let place = Place::new();
        std::fs::write(place.path(), &content).unwrap();
        check_refused(place.open().await, &place.path(), &content, DAMAGED);
    }
}

#[tokio::test]
async fn a_truncated_database_is_refused_wherever_it_was_cut() {
    let whole = std::fs::read(Place::with_enquiries(60).await.path()).unwrap();
    assert!(whole.len() > 40_000);
    for cut in [1, 50, 100, 512, 4_095, 4_096, 4_097, whole.len() / 2, whole.len() - 4_096, whole.len() - 1] {
        let place = Place::new();
        std::fs::write(place.path(), &whole[..cut]).unwrap();
        check_refused(place.open().await, &place.path(), &whole[..cut], DAMAGED);
    }
}

#[tokio::test]
async fn a_log_without_its_database_is_not_thrown_away() {
    let place = Place::new();
    let log = place.folder.path().join("signpost.db-wal");
    std::fs::write(&log, b"all that is left").unwrap();
    check_refused(place.open().await, &place.path(), b"", DAMAGED);
    check_refused(place.open().await, &place.path(), b"", DAMAGED);
    assert_eq!(std::fs::read(log).unwrap(), b"all that is left");
}

/// Pages overwritten in the middle: each call that meets one says so, and none of them panics or invents.
#[tokio::test]
async fn damage_met_later_is_reported_as_damage() {
    let place = Place::with_enquiries(60).await;
    let mut bytes = std::fs::read(place.path()).unwrap();
    let middle = 2 * 4_096..bytes.len();
    bytes[middle].fill(0xA5);
    std::fs::write(place.path(), &bytes).unwrap();
    let result = match place.open().await {
        Ok(store) => store.queue(&service(), &QueueFilter::open()).await.map(|_| ()),
        Err(error) => Err(error),
    };
    assert!(matches!(result, Err(StoreError::Damaged { .. })), "{result:?}");
    assert!(std::fs::read(place.path()).unwrap() == bytes, "the file has changed");
}

#[tokio::test]
async fn a_row_no_signpost_wrote_is_reported_as_damage() {
    for (column, value) in [
        ("status", "'lost'"),
        ("channel", "'pigeon'"),
        ("opened_at", "'yesterday'"),
        ("topics", "'not a list'"),
        ("urgency_rank", "7"),
        ("contact_kind", "'fax'"),
        ("question", "x'ff00'"),
    ] {
        let place = Place::with_enquiries(1).await;
        place.execute(&format!("UPDATE enquiries SET {column} = {value}")).await;
        let store = place.open().await.unwrap();
        let shown = store.show(&service(), &reference(0), &adviser("alex"), minute(1)).await;
        assert!(matches!(shown, Err(StoreError::Damaged { .. })), "{column}: {shown:?}");
    }
}

#[track_caller]
fn check_unavailable<T: std::fmt::Debug>(result: Result<T, StoreError>, expected: Obstacle) {
    match result {
        Err(StoreError::Unavailable { obstacle, .. }) => assert_eq!(obstacle, expected),
        other => panic!("{other:?}"),
    }
}

/// None of these can be written to even by root.
#[tokio::test]
async fn a_folder_that_cannot_be_made_is_said_plainly() {
    let place = Place::new();
    let file = place.folder.path().join("a-file");
    std::fs::write(&file, "not a folder").unwrap();
    check_unavailable(
        SqliteStore::open(SqliteSettings::new(file.join("signpost.db"))).await,
        Obstacle::CannotOpen,
    );
    check_unavailable(
        SqliteStore::open(SqliteSettings::new(file.join("deep/signpost.db"))).await,
        Obstacle::CannotOpen,
    );
    check_unavailable(
        SqliteStore::open(SqliteSettings::new(place.folder.path())).await,
        Obstacle::CannotOpen,
    );
    #[cfg(target_os = "linux")]
    check_unavailable(
        SqliteStore::open(SqliteSettings::new("/proc/signpost/signpost.db")).await,
        Obstacle::CannotOpen,
    );
}

#[tokio::test]
async fn a_log_that_cannot_be_written_is_said_plainly() {
    let place = Place::with_enquiries(1).await;
    std::fs::create_dir(place.folder.path().join("signpost.db-wal")).unwrap();
    check_unavailable(place.open().await, Obstacle::CannotOpen);
}

#[tokio::test]
async fn the_operator_reads_one_sentence_with_the_mend_and_the_cause_behind_it() {
    let place = Place::new();
    let file = place.folder.path().join("a-file");
    std::fs::write(&file, "not a folder").unwrap();
    let path = file.join("signpost.db");
    let error = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the enquiry store {} cannot be used: its file or folder cannot be opened or made; look at the path, or \
             name another file with --database",
            path.display()
        )
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_and_nothing_is_lost() {
    let place = Place::with_enquiries(1).await;
    let full = SqliteSettings { most_pages: Some(40), ..place.settings() };
    let store = SqliteStore::open(full).await.unwrap();
    let mut acknowledged = vec![reference(0)];
    let refused = loop {
        let number = acknowledged.len() as u32;
        let long = Draft { question: "x".repeat(2_000), ..draft(number) };
        match store.open(&long, &reference(number), minute(0)).await {
            Ok(opened) => acknowledged.push(opened.reference),
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 200, "the disk never fills");
    };
    check_unavailable::<()>(Err(refused), Obstacle::Full);
    // Full again, not broken: each further one is refused alike, and what there is can be read.
    for number in 300..303 {
        let long = Draft { question: "x".repeat(9_000), ..draft(number) };
        check_unavailable(store.open(&long, &reference(number), minute(0)).await, Obstacle::Full);
    }
    let queue = store.queue(&service(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.len(), acknowledged.len());
    store.shut().await;

    let roomy = place.open().await.unwrap();
    let queue = roomy.queue(&service(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.len(), acknowledged.len());
    opened(&roomy, 400).await;
}

/// SQLite itself would go on writing to the deleted file.
#[cfg(unix)]
#[tokio::test]
async fn nothing_is_acknowledged_once_the_log_has_been_taken_away() {
    let place = Place::new();
    let store = place.open().await.unwrap();
    opened(&store, 1).await;
    let log = place.folder.path().join("signpost.db-wal");
    std::fs::remove_file(&log).unwrap();
    check_unavailable(store.open(&draft(2), &reference(2), minute(0)).await, Obstacle::Gone);
    std::fs::write(&log, b"").unwrap();
    check_unavailable(store.open(&draft(3), &reference(3), minute(0)).await, Obstacle::Gone);
}

#[tokio::test]
async fn a_store_another_program_holds_is_said_to_be_busy_and_works_again_after() {
    let place = Place::with_enquiries(1).await;
    let impatient = SqliteSettings { busy_timeout: Duration::from_millis(20), ..place.settings() };
    let store = SqliteStore::open(impatient).await.unwrap();
    let mut holder = place.connect().await;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();
    check_unavailable(store.open(&draft(1), &reference(1), minute(0)).await, Obstacle::Locked);
    check_unavailable(
        store.claim(&service(), &reference(0), &adviser("a"), minute(0)).await,
        Obstacle::Locked,
    );
    assert_eq!(store.queue(&service(), &QueueFilter::open()).await.unwrap().len(), 1);
    sqlx::query("ROLLBACK").execute(&mut holder).await.unwrap();
    opened(&store, 1).await;
}

#[tokio::test]
async fn a_new_file_another_program_holds_is_said_to_be_busy() {
    let place = Place::new();
    let mut holder = place.connect().await;
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut holder).await.unwrap();
    let impatient = SqliteSettings { busy_timeout: Duration::from_millis(20), ..place.settings() };
    check_unavailable(SqliteStore::open(impatient.clone()).await, Obstacle::Locked);
    sqlx::query("ROLLBACK").execute(&mut holder).await.unwrap();
    opened(&SqliteStore::open(impatient).await.unwrap(), 1).await;
}

#[tokio::test]
async fn a_deleted_or_replaced_file_is_noticed_before_anything_is_acknowledged() {
    let place = Place::with_enquiries(1).await;
    let store = place.open().await.unwrap();
    let moved = place.folder.path().join("moved.db");
    std::fs::rename(place.path(), &moved).unwrap();
    check_unavailable(store.open(&draft(1), &reference(1), minute(0)).await, Obstacle::Gone);
    std::fs::write(place.path(), "another file").unwrap();
    check_unavailable(store.open(&draft(1), &reference(1), minute(0)).await, Obstacle::Gone);
    check_unavailable(store.queue(&service(), &QueueFilter::open()).await, Obstacle::Gone);
    std::fs::rename(&moved, place.path()).unwrap();
    opened(&store, 1).await;
}

#[tokio::test]
async fn the_trail_cannot_be_altered() {
    let place = Place::with_enquiries(1).await;
    let mut connection = place.connect().await;
    for alter in ["UPDATE events SET by = 'nobody'", "DELETE FROM events"] {
        let altered = sqlx::query(alter).execute(&mut connection).await;
        assert!(altered.unwrap_err().to_string().contains("never altered"));
    }
}

const SLIPPED_IN: &str = "INSERT INTO events (service, reference, at, by, what, line, hash)
                          SELECT service, reference, at, 'nobody', what, LINE, hash FROM events LIMIT 1";

/// The card of an enquiry shows whatever event there is.
#[tokio::test]
async fn no_event_is_slipped_in_beside_the_chain() {
    for line in ["NULL", "0", "-1"] {
        let place = Place::with_enquiries(2).await;
        let slipped_in = SLIPPED_IN.replace("LINE", line);
        let refused = sqlx::query(&slipped_in).execute(&mut place.connect().await).await;
        assert!(refused.unwrap_err().to_string().contains("stands in the line"), "{line}");
        // Whoever owns the file can switch that off; the chain tells all the same.
        place.execute("DROP TRIGGER events_stand_in_line").await;
        place.execute(&slipped_in).await;
        let store = place.open().await.unwrap();
        assert_eq!(store.verify_trail(&service()).await.unwrap().broken_at, Some(3), "{line}");
    }
}

/// A call given up half-way, as when a family hangs up, leaves all or nothing, and the store goes on.
#[tokio::test]
async fn a_call_given_up_half_way_leaves_all_or_nothing() {
    let place = Place::new();
    let store = place.open().await.unwrap();
    for number in 0..60 {
        let (draft, reference) = (draft(number), reference(number));
        let mut call = store.open(&draft, &reference, minute(0));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        for _ in 0..number % 12 {
            if call.as_mut().poll(&mut context).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(call);
    }
    for number in 0..60 {
        store.open(&draft(number), &reference(number), minute(0)).await.unwrap();
        let it = store.show(&service(), &reference(number), &adviser("alex"), minute(1)).await.unwrap();
        assert_eq!(it.events.iter().filter(|event| event.what == "opened").count(), 1);
    }
}

fn holds(path: &Path, words: &str) -> bool {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

/// Neither the database nor its log holds a word of what was taken back or has served its time.
#[tokio::test]
async fn erased_words_are_in_no_file() {
    const CANARIES: [&str; 6] =
        ["quokka-question", "quokka-stage", "quokka-path", "quokka@mail", "quokka-wrote", "quokka-note"];
    let place = Place::new();
    let store = place.open().await.unwrap();
    let files = ["signpost.db", "signpost.db-wal"].map(|name| place.folder.path().join(name));
    for number in 0..40 {
        opened(&store, number).await;
    }
    for (number, long) in [(100, 1), (101, 900)] {
        let words = |canary: usize| CANARIES[canary].repeat(long);
        let draft = Draft {
            question: words(0),
            stage: words(1),
            path: vec![words(2)],
            contact: signpost::enquiry::Contact::Email(words(3)),
            ..draft(number)
        };
        let it = store.open(&draft, &reference(number), minute(0)).await.unwrap().reference;
        store.add_family_message(&service(), &it, &words(4), minute(1)).await.unwrap();
        store.note(&service(), &it, &adviser("alex"), &words(5), minute(2)).await.unwrap();
    }
    for number in 200..240 {
        opened(&store, number).await;
    }
    for canary in CANARIES {
        assert!(files.iter().any(|file| holds(file, canary)), "{canary} was never there");
    }
    store.withdraw(&service(), &reference(100), Author::Family, minute(3)).await.unwrap();
    let (it, alex) = (reference(101), adviser("alex"));
    store.claim(&service(), &it, &alex, minute(3)).await.unwrap();
    store.reply(&service(), &it, &alex, "Done.", minute(4)).await.unwrap();
    store.close(&service(), &it, &alex, "advised", Keep::all(chrono::Days::new(1)), minute(5)).await.unwrap();
    assert_eq!(store.purge(&service(), minute(60 * 24 * 3)).await.unwrap(), [it]);
    for canary in CANARIES {
        assert!(!files.iter().any(|file| holds(file, canary)), "{canary} is still in a file");
    }
}

/// Somebody who reads just then, such as a backup, keeps the log as it is. SQLite calls that no error, and the words would
/// stay there for as long as nobody writes.
#[tokio::test]
async fn erased_words_kept_in_the_log_by_a_reader_go_with_the_next_round_of_upkeep() {
    const CANARY: &str = "quokka-question";
    let place = Place::new();
    let store = place.open().await.unwrap();
    let files = ["signpost.db", "signpost.db-wal"].map(|name| place.folder.path().join(name));
    let is_there = || files.iter().any(|file| holds(file, CANARY));
    for erase in ["withdraw", "forget", "forget idle"] {
        let number = erase.len() as u32;
        let secret = Draft { question: CANARY.to_owned(), ..draft(number) };
        let it = store.open(&secret, &reference(number), minute(0)).await.unwrap().reference;
        let key = SessionKey::new("discord:1");
        store.save_session(&service(), &key, CANARY.as_bytes(), minute(0)).await.unwrap();
        let mut reader = place.connect().await;
        let mut read = reader.begin().await.unwrap();
        let enquiries = sqlx::query("SELECT count(*) FROM enquiries");
        enquiries.fetch_one(&mut *read).await.unwrap();
        let began = std::time::Instant::now();
        store.withdraw(&service(), &it, Author::Family, minute(1)).await.unwrap();
        match erase {
            "forget" => store.forget_session(&service(), &key).await.unwrap(),
            _ => assert_eq!(store.forget_idle(&service(), minute(2)).await.unwrap(), 1),
        }
        // Families' writes wait behind it.
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        assert!(is_there(), "the reader keeps nothing back");
        read.rollback().await.unwrap();
        reader.close().await.unwrap();
        match erase {
            "withdraw" => drop(store.purge(&service(), minute(3)).await.unwrap()),
            "forget" => store.forget_session(&service(), &key).await.unwrap(),
            _ => drop(store.forget_idle(&service(), minute(3)).await.unwrap()),
        }
        assert!(!is_there(), "after {erase}");
    }
}

/// A conversation is a family's words as well.
#[tokio::test]
async fn a_forgotten_conversation_is_in_no_file() {
    const CANARY: &str = "quokka-conversation";
    let place = Place::new();
    let store = place.open().await.unwrap();
    let files = ["signpost.db", "signpost.db-wal"].map(|name| place.folder.path().join(name));
    let is_there = || files.iter().any(|file| holds(file, CANARY));
    let key = SessionKey::new("discord:1");
    for is_idle in [false, true] {
        store.save_session(&service(), &key, CANARY.as_bytes(), minute(0)).await.unwrap();
        assert!(is_there());
        match is_idle {
            false => store.forget_session(&service(), &key).await.unwrap(),
            true => drop(store.forget_idle(&service(), minute(1)).await.unwrap()),
        }
        assert!(!is_there());
    }
}
