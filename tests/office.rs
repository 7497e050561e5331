//! Commands of whoever runs a service, on real files: `signpost db` and `signpost doctor`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use signpost::store::sqlite::copies::{self, CopyProblem};
use signpost::store::sqlite::{SqliteSettings, SqliteStore, salvage};
use signpost::store::{Obstacle, Store, StoreError};
use tempfile::TempDir;

#[cfg(feature = "postgres")]
#[path = "common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract/drafts.rs"]
mod drafts;

use drafts::{adviser, minute, opened, reference, service};

/// A folder with a store of so many enquiries, each claimed and answered; the store is still in use.
async fn in_use(enquiries: u32) -> (TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(SqliteSettings::new(folder.path().join("signpost.db"))).await.unwrap();
    for number in 0..enquiries {
        let reference = opened(&store, number).await;
        store.claim(&service(), &reference, &adviser("alex"), minute(1)).await.unwrap();
        store.reply(&service(), &reference, &adviser("alex"), "Ask for a meeting.", minute(2)).await.unwrap();
    }
    (folder, store)
}

fn signpost(folder: &Path, now: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_signpost"))
        .args(arguments)
        .current_dir(folder)
        .env("SIGNPOST_DATABASE", "sqlite:signpost.db")
        .env("SIGNPOST_NOW", now)
        .env_remove("SIGNPOST_BACKUPS")
        .env_remove("SIGNPOST_DISCORD_TOKEN_FILE")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[track_caller]
fn check(output: &Output, code: i32, words: &str) {
    let said = said(output);
    assert!(output.status.code() == Some(code) && said.contains(words), "{:?}: {said}", output.status);
}

#[tokio::test]
async fn a_backup_of_a_store_in_use_is_restored_on_a_clean_machine_with_the_same_hash() {
    let (folder, store) = in_use(25).await;
    let path = |name: &str| folder.path().join(name);
    let copy = copies::backup(&path("signpost.db"), &path("copy.db")).await.unwrap();
    assert!(copy.is_compared);
    assert_eq!((copy.contents.rows_of("enquiries"), copy.contents.rows_of("events")), (25, 75));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path("copy.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // What is written after the backup is not in it.
    opened(&store, 99).await;
    store.shut().await;

    let clean = tempfile::tempdir().unwrap();
    let restored = clean.path().join("new/folder/signpost.db");
    let put_back = copies::restore(&path("copy.db"), &restored).await.unwrap();
    assert_eq!(put_back.contents, copy.contents);
    assert_eq!(copies::contents(&restored).await.unwrap(), copy.contents);
    let again = SqliteStore::open(SqliteSettings::new(&restored)).await.unwrap();
    let first = opened(&again, 0).await;
    let kept = again.family_view(&service(), &first).await.unwrap();
    assert_eq!(kept.messages[0].text, "Ask for a meeting.");
    assert_eq!(
        std::fs::read_dir(restored.parent().unwrap()).unwrap().count(),
        4,
        "only the store, its log, and who uses it"
    );
}

#[tokio::test]
async fn nothing_is_ever_written_over() {
    let (folder, store) = in_use(2).await;
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("taken.db"), "words").unwrap();
    let taken = copies::backup(&path("signpost.db"), &path("taken.db")).await;
    assert!(matches!(taken, Err(CopyProblem::Taken { .. })), "{taken:?}");
    assert_eq!(std::fs::read(path("taken.db")).unwrap(), b"words");

    copies::backup(&path("signpost.db"), &path("copy.db")).await.unwrap();
    store.shut().await;
    let before = std::fs::read(path("signpost.db")).unwrap();
    let refused = copies::restore(&path("copy.db"), &path("signpost.db")).await;
    assert!(matches!(refused, Err(CopyProblem::NotEmpty { .. })), "{refused:?}");
    assert!(std::fs::read(path("signpost.db")).unwrap() == before);
}

#[tokio::test]
async fn an_empty_store_gives_way_to_a_backup() {
    let (folder, store) = in_use(2).await;
    let path = |name: &str| folder.path().join(name);
    let copy = copies::backup(&path("signpost.db"), &path("copy.db")).await.unwrap();
    store.shut().await;
    SqliteStore::open(SqliteSettings::new(path("new.db"))).await.unwrap().shut().await;
    copies::restore(&path("copy.db"), &path("new.db")).await.unwrap();
    assert_eq!(copies::contents(&path("new.db")).await.unwrap(), copy.contents);
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let (folder, store) = in_use(40).await;
    let path = |name: &str| folder.path().join(name);
    copies::backup(&path("signpost.db"), &path("copy.db")).await.unwrap();
    store.shut().await;
    let bytes = std::fs::read(path("copy.db")).unwrap();
    // SQLite itself would not notice a changed letter.
    let mut letters = bytes.clone();
    let words: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"my son gets")).collect();
    words.iter().for_each(|at| letters[*at] = b'M');
    let mut hole = bytes.clone();
    hole[100..3_000].fill(0xa5);
    for damaged in [letters, hole, bytes[..bytes.len() / 2].to_vec()] {
        std::fs::write(path("copy.db"), damaged).unwrap();
        let refused = copies::restore(&path("copy.db"), &path("new.db")).await;
        assert!(refused.is_err(), "{refused:?}");
        assert!(!path("new.db").exists());
    }
}

#[tokio::test]
async fn a_backup_is_whole_while_others_write() {
    let (folder, store) = in_use(30).await;
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let writing = async {
        for number in 1_000..1_100 {
            opened(&store, number).await;
        }
    };
    let from = path("signpost.db");
    let to = path("copy.db");
    let (copy, ()) = tokio::join!(copies::backup(&from, &to), writing);
    let copy = copy.unwrap();
    assert_eq!(copies::contents(&to).await.unwrap(), copy.contents);
    assert!((30..=130).contains(&copy.contents.rows_of("enquiries")));
}

#[tokio::test]
async fn the_commands_say_what_they_did_and_what_to_do() {
    let (folder, store) = in_use(3).await;
    store.shut().await;
    let now = "2026-11-24T09:00:00Z";
    let run = |arguments: &[&str]| signpost(folder.path(), now, arguments);
    check(&run(&["db", "backup"]), 2, "no backup folder is set; name a file");
    check(&run(&["db", "backup", "copy.db"]), 0, "3 enquiries (");
    check(&run(&["db", "backup", "copy.db"]), 2, "is there already and was left as it is");
    check(&run(&["db", "backup", "--backups", "kept"]), 0, "same counts, same hash");
    assert!(folder.path().join("kept/signpost-20261124T090000Z.db").exists());
    check(&run(&["db", "restore", "copy.db"]), 2, "was left as it is; restore to an empty place");
    check(&run(&["--database", "sqlite:new.db", "db", "restore", "copy.db"]), 0, "same counts, same hash");
    let hash = |file: &str| said(&run(&["db", "contents", file])).lines().nth(1).unwrap().to_owned();
    assert_eq!(hash("copy.db"), hash("new.db"));
    check(&run(&["db", "migrate"]), 0, "already");
    check(&run(&["db", "purge"]), 0, "Nothing is to be deleted on 24 November 2026.");
    check(
        &run(&["--database", "sqlite:none.db", "db", "backup", "x.db"]),
        2,
        "there is no enquiry store none.db",
    );
    assert!(!folder.path().join("none.db").exists());
}

#[tokio::test]
async fn backups_expire_in_their_folder() {
    let (folder, store) = in_use(1).await;
    store.shut().await;
    let backup = |now: &str| signpost(folder.path(), now, &["db", "backup", "--backups", "kept"]);
    check(&backup("2026-09-01T09:00:00Z"), 0, "whole");
    check(&backup("2026-11-24T09:00:00Z"), 0, "signpost-20260901T090000Z.db: deleted, older than 30 days");
    assert_eq!(std::fs::read_dir(folder.path().join("kept")).unwrap().count(), 2, "a backup and its hash");
}

#[tokio::test]
async fn the_doctor_says_the_mend_and_ends_with_code_one() {
    let (folder, store) = in_use(3).await;
    store.shut().await;
    let now = "2026-11-24T09:00:00Z";
    let run = |arguments: &[&str]| signpost(folder.path(), now, arguments);
    let well = run(&["doctor"]);
    check(&well, 0, "ok    store: signpost.db is whole");
    check(&well, 0, "look  backups: no backup folder is set");
    check(&well, 0, "look  clock: 09:00 GMT in England, 24 November 2026, fixed by SIGNPOST_NOW");
    let late =
        signpost(folder.path(), "2029-02-01T09:00:00Z", &["--content", env!("CARGO_MANIFEST_DIR"), "doctor"]);
    check(&late, 1, "mend  holidays: bank holidays are known up to 31 December 2028");

    let path = folder.path().join("signpost.db");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 100]).unwrap();
    let ill = run(&["doctor", "--json"]);
    assert_eq!(ill.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&ill.stdout).unwrap();
    assert_eq!(report["well"], false);
    assert!(std::fs::read(&path).unwrap() == bytes[..bytes.len() - 100], "the doctor changes nothing");
}

#[tokio::test]
async fn the_doctor_shows_the_switches_that_were_moved() {
    let (folder, store) = in_use(1).await;
    store.shut().await;
    let run = |arguments: &[&str]| signpost(folder.path(), "2026-11-24T09:00:00Z", arguments);
    let switched = run(&["backlog", "on", "Two advisers are ill", "--as", "olga"]);
    check(&switched, 0, "reads that more families than usual are waiting");
    check(&run(&["off", "We are checking a page.", "--as", "olga"]), 0, "Signpost is off.");
    let examined = run(&["doctor"]);
    let since = "since 9am on Tuesday 24 November 2026, by olga";
    check(&examined, 0, &format!("look  off: Signpost is off, {since}: We are checking a page.\n"));
    check(
        &examined,
        0,
        &format!("look  backlog: families are promised no time, {since}: Two advisers are ill.\n"),
    );
    check(&run(&["backlog", "on", " ", "--as", "olga"]), 2, "");
    check(&run(&["backlog", "off", "--as", "olga"]), 0, "Backlog mode is over.");
    check(&run(&["on", "--as", "olga"]), 0, "Signpost is on again.");
    let examined = String::from_utf8(run(&["doctor"]).stdout).unwrap();
    assert!(!examined.contains("backlog:") && !examined.contains("off:"), "{examined}");
}

/// The sizes and places of damage are many; whatever is hit, what goes on is whole, and the damaged file stays as it was.
#[tokio::test]
async fn a_damaged_store_is_set_aside_untouched_and_what_can_be_read_goes_on() {
    let (folder, store) = in_use(60).await;
    store.shut().await;
    let sound = std::fs::read(folder.path().join("signpost.db")).unwrap();
    let (mut set_aside, mut most) = (0, 0);
    for part in 1..12 {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("signpost.db");
        let mut bytes = sound.clone();
        let at = (sound.len() / 4_096 * part / 12) * 4_096;
        match part % 3 {
            0 => bytes.truncate(at.max(8_192) + 17),
            _ => bytes[at.max(4_096)..][..4_096].fill(0xa5),
        }
        std::fs::write(&path, &bytes).unwrap();
        let now = minute(0);
        let Ok(Some(found)) = salvage::set_aside_if_damaged(&path, now).await else {
            assert!(
                std::fs::read(&path).unwrap() == bytes,
                "what could not be read at all stays where it is"
            );
            continue;
        };
        set_aside += 1;
        most = most.max(found.enquiries);
        assert!(std::fs::read(&found.damaged).unwrap() == bytes, "the damaged file is as it was");
        assert_eq!(salvage::set_aside_before(&path).as_slice(), std::slice::from_ref(&found.damaged));
        assert!(copies::examine(&path).await.unwrap().faults.is_empty());
        let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
        let stats = store.stats(&service(), minute(9)).await.unwrap();
        assert_eq!(stats.by_status.values().sum::<u64>(), found.enquiries);
        // It goes on: new enquiries are kept, and the trail is written on.
        let new = opened(&store, 1_000).await;
        store.claim(&service(), &new, &adviser("alex"), minute(10)).await.unwrap();
        store.shut().await;
        assert_eq!(salvage::set_aside_if_damaged(&path, now).await.unwrap(), None);
    }
    assert!(set_aside >= 4, "{set_aside} of 11 kinds of damage were handled");
    assert!(most >= 30, "the best of them kept {most} of 60");
}

/// A store that is damaged where a process that uses it seldom looks: the page at which a table begins.
async fn damaged() -> (TempDir, PathBuf) {
    use sqlx::{ConnectOptions, Connection};
    let (folder, store) = in_use(60).await;
    let path = folder.path().join("signpost.db");
    store.shut().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut connection = options.connect().await.unwrap();
    let begins = "SELECT rootpage FROM sqlite_schema WHERE name = 'missed_words'";
    let page: i64 = sqlx::query_scalar(begins).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[(page as usize - 1) * 4_096..][..4_096].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    (folder, path)
}

/// The second may take what the first has put in place for the damaged store, and take away what was kept in it since.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_start_at_once_on_a_damaged_store_go_on_with_one_and_the_same() {
    for _ in 0..8 {
        let (_folder, path) = damaged().await;
        let start = |number: u32| {
            let path = path.clone();
            tokio::spawn(async move {
                let found = salvage::set_aside_if_damaged(&path, minute(i64::from(number))).await.unwrap();
                let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
                (found, opened(&store, 2_000 + number).await, store)
            })
        };
        let (one, other) = tokio::join!(start(0), start(1));
        let ((one, first, here), (other, second, there)) = (one.unwrap(), other.unwrap());
        assert!(one.is_some() != other.is_some(), "one of them sets it aside: {one:?} {other:?}");
        assert_eq!(salvage::set_aside_before(&path).len(), 1);
        for store in [here, there] {
            for kept in [&first, &second] {
                store.family_view(&service(), kept).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn what_somebody_uses_is_not_put_aside_nor_replaced_under_him() {
    let (folder, path) = damaged().await;
    let user = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
    let refused = salvage::set_aside_if_damaged(&path, minute(0)).await.unwrap_err();
    let is_busy =
        |error: &StoreError| matches!(error, StoreError::Unavailable { obstacle: Obstacle::Locked, .. });
    assert!(is_busy(&refused), "{refused}");
    assert_eq!(salvage::set_aside_before(&path), Vec::<PathBuf>::new());
    user.shut().await;
    assert!(salvage::set_aside_if_damaged(&path, minute(0)).await.unwrap().is_some());

    let (copy, new) = (folder.path().join("copy.db"), folder.path().join("new.db"));
    copies::backup(&path, &copy).await.unwrap();
    let user = SqliteStore::open(SqliteSettings::new(&new)).await.unwrap();
    let refused = copies::restore(&copy, &new).await.unwrap_err();
    assert!(matches!(&refused, CopyProblem::Store(error) if is_busy(error)), "{refused}");
    let kept = opened(&user, 1).await;
    user.family_view(&service(), &kept).await.unwrap();
}

/// As a power cut between setting aside and putting in place leaves it.
#[tokio::test]
async fn no_new_store_is_made_where_one_was_set_aside_and_nothing_came_in_its_place() {
    let (_folder, path) = damaged().await;
    let found = salvage::set_aside_if_damaged(&path, minute(0)).await.unwrap().unwrap();
    std::fs::remove_file(&path).unwrap();
    let refused = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { .. }), "{refused}");
    assert!(!path.exists() && found.damaged.exists());
}

#[tokio::test]
async fn a_whole_store_and_a_strange_file_are_left_alone() {
    let (folder, store) = in_use(2).await;
    let path = |name: &str| folder.path().join(name);
    assert_eq!(salvage::set_aside_if_damaged(&path("signpost.db"), minute(0)).await.unwrap(), None);
    store.shut().await;
    std::fs::write(path("letter.odt"), "PK, and no database").unwrap();
    assert_eq!(salvage::set_aside_if_damaged(&path("letter.odt"), minute(0)).await.unwrap(), None);
    assert_eq!(std::fs::read(path("letter.odt")).unwrap(), b"PK, and no database");
}

#[tokio::test]
async fn a_kiosk_starts_on_a_damaged_store_and_says_what_it_did() {
    let (folder, store) = in_use(60).await;
    store.shut().await;
    let path = folder.path().join("signpost.db");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 100]).unwrap();
    let started = signpost(folder.path(), "2026-11-24T09:00:00Z", &["kiosk", "--plain"]);
    check(&started, 0, "the enquiry store was damaged. It is set aside, untouched, as");
    let ill = signpost(folder.path(), "2026-11-24T09:00:00Z", &["doctor"]);
    check(&ill, 0, "look  store: damaged stores were set aside: ");
}

#[tokio::test]
async fn time_brings_what_is_due_once_and_only_in_working_hours() {
    let (folder, store) = in_use(2).await;
    let library = signpost::content::load(
        &signpost::content::Source::Embedded,
        signpost::content::CheckOptions { today: minute(0).date(), release: false },
    )
    .unwrap()
    .library;
    let at = |moment: &str| signpost::moment::Moment::new(moment.parse().unwrap());
    let round = async |moment: &str| signpost::upkeep::round(&store, &library, at(moment)).await.unwrap();
    let nothing = signpost::upkeep::Round::default();
    let claimed = opened(&store, 7).await;
    store.claim(&service(), &claimed, &adviser("alex"), minute(8)).await.unwrap();

    assert_eq!(round("2026-11-25T10:00:00Z").await, nothing);
    assert_eq!(round("2026-11-28T10:00:00Z").await, nothing, "a Saturday");
    assert_eq!(round("2026-11-30T03:00:00Z").await, nothing, "at night");
    assert_eq!(round("2026-11-30T10:00:00Z").await.returned, 1);
    assert_eq!(round("2026-11-30T10:05:00Z").await, nothing, "once");
    // Two were answered: warned after two weeks, closed a week later, deleted half a year later.
    assert_eq!(round("2026-12-09T10:00:00Z").await.warned, 2);
    assert_eq!(round("2026-12-10T10:00:00Z").await.closed, 0);
    assert_eq!(round("2026-12-17T10:00:00Z").await.closed, 2);
    assert_eq!(round("2027-06-14T03:00:00Z").await.purged, 0);
    assert_eq!(store.stats(&service(), at("2027-06-16T03:00:00Z")).await.unwrap().past_purge, 2);
    assert_eq!(round("2027-06-15T03:00:00Z").await.purged, 2, "deleting needs nobody at work");
    assert_eq!(store.stats(&service(), at("2027-06-16T03:00:00Z")).await.unwrap().past_purge, 0);
    let gone = store.family_view(&service(), &reference(0)).await;
    assert!(matches!(gone, Err(signpost::store::StoreError::NotFound)), "{gone:?}");
    store.shut().await;
    drop(folder);
}

#[tokio::test]
async fn a_trail_that_was_altered_is_found_by_audit_and_doctor() {
    let (folder, store) = in_use(3).await;
    store.shut().await;
    let run = |arguments: &[&str]| signpost(folder.path(), "2026-11-24T12:00:00Z", arguments);
    check(&run(&["audit", "verify"]), 0, "9 lines, each following from the one before.");
    let first = reference(0).to_string();
    check(&run(&["audit", "show", &first]), 0, "replied by alex");
    check(&run(&["export-person", &first, "--as", "lee"]), 0, "What is held about your question");
    check(&run(&["audit", "show", &first]), 0, "exported by lee");

    use sqlx::{ConnectOptions, Connection};
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("signpost.db"));
    let mut tables = file.connect().await.unwrap();
    for sql in ["DROP TRIGGER events_are_never_altered", "UPDATE events SET by = 'beth' WHERE line = 2"] {
        sqlx::query(sql).execute(&mut tables).await.unwrap();
    }
    tables.close().await.unwrap();
    check(&run(&["audit", "verify"]), 1, "The trail is broken at line 2");
    check(&run(&["doctor"]), 1, "mend  trail: it is broken at line 2");
}

#[tokio::test]
async fn once_somebody_is_on_the_roster_names_count() {
    let (folder, store) = in_use(1).await;
    store.shut().await;
    let run = |arguments: &[&str]| signpost(folder.path(), "2026-11-24T12:00:00Z", arguments);
    check(&run(&["queue", "list", "--all"]), 0, "nobody has been added as an adviser, so any name is taken");
    check(&run(&["adviser", "add", "lee", "--role", "lead"]), 0, "lee: lead");
    check(&run(&["queue", "list", "--all"]), 2, "nobody can tell who you are");
    check(
        &run(&["queue", "list", "--as", "mallory"]),
        1,
        "mallory may not do this: see `signpost adviser list`",
    );
    check(
        &run(&["export-person", &reference(0).to_string(), "--as", "mallory"]),
        1,
        "mallory may not do this",
    );
    check(&run(&["audit", "verify", "--as", "mallory"]), 1, "mallory may not do this");
    check(&run(&["adviser", "add", "tess", "--role", "trainee", "--as", "lee"]), 0, "tess: trainee");
    check(&run(&["audit", "verify", "--as", "tess"]), 1, "tess may not do this");
    let listed = run(&["queue", "list", "--all", "--as", "lee"]);
    check(&listed, 0, "answered, by alex");
    assert!(listed.stderr.is_empty(), "{}", said(&listed));
}

#[tokio::test]
async fn a_trainees_reply_is_sent_by_who_has_seen_it_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(SqliteSettings::new(folder.path().join("signpost.db"))).await.unwrap();
    let it = opened(&store, 0).await;
    let it = it.as_str();
    let run = |who: &str, arguments: &[&str]| {
        let arguments = [&["queue"], arguments, &["--as", who]].concat();
        signpost(folder.path(), "2026-11-24T12:00:00Z", &arguments)
    };
    for (name, role) in [("lee", "lead"), ("alex", "adviser"), ("tess", "trainee")] {
        let add = ["adviser", "add", name, "--role", role, "--as", "lee"];
        check(&signpost(folder.path(), "2026-11-24T12:00:00Z", &add), 0, name);
    }
    check(&run("tess", &["claim", it]), 0, "tess has");
    check(&run("tess", &["reply", it, "You have rights."]), 0, "waits for that");
    check(&run("tess", &["approve", it]), 1, "may not do this");
    for refused in [&["approve", it][..], &["send-back", it, "Name the law."]] {
        let unseen = run(if refused.len() == 2 { "alex" } else { "lee" }, refused);
        check(&unseen, 0, "You have rights.");
        check(&unseen, 0, "Nothing is changed yet: the reply above is new to you.");
        assert!(
            !String::from_utf8_lossy(&unseen.stderr).contains("rights"),
            "words go to standard output alone"
        );
    }
    // Written anew meanwhile: what alex saw is not what stands there.
    check(&run("tess", &["reply", it, "You have other rights."]), 0, "waits for that");
    check(&run("alex", &["approve", it]), 0, "You have other rights.");
    let family = store.family_view(&service(), &reference(0)).await.unwrap();
    assert!(family.messages.is_empty(), "{family:?}");
    check(&run("alex", &["approve", it]), 0, "is sent");
    let family = store.family_view(&service(), &reference(0)).await.unwrap();
    assert_eq!(family.messages.len(), 1);
    let card = said(&run("alex", &["show", it]));
    assert!(card.contains("You have other rights."), "{card}");
}

#[tokio::test]
async fn whoever_guesses_references_learns_nothing_after_ten() {
    use std::sync::Arc;

    use signpost::conversation::Message;
    use signpost::enquiry::Channel;
    use signpost::session::{Session, SessionId};

    let store = Arc::new(signpost::store::memory::MemoryStore::new());
    let options = signpost::content::CheckOptions { today: minute(0).date(), release: false };
    let library = signpost::content::load(&signpost::content::Source::Embedded, options).unwrap().library;
    let own = opened(&*store, 0).await;
    let service = signpost::service::Service::new(Arc::new(library), store, || [1; 8]);
    let says = async |channel, session: &str, reference: String, minutes| {
        let session = Session::new(SessionId::new(session), channel);
        let served = service.turn(&session, &Message::Text(reference), minute(minutes)).await;
        signpost::plain::text(&served.turn.reply, 80)
    };
    let found = says(Channel::Discord, "family", own.to_string(), 0).await;
    assert!(found.contains("Question 0"), "{found}");
    let nowhere = says(Channel::Discord, "guesser", reference(1_001).to_string(), 0).await;
    for number in 1_002..1_011 {
        assert_eq!(says(Channel::Discord, "guesser", reference(number).to_string(), 0).await, nowhere);
    }
    let silent = says(Channel::Discord, "guesser", reference(2_000).to_string(), 0).await;
    assert_ne!(silent, nowhere);
    assert_eq!(says(Channel::Discord, "guesser", own.to_string(), 0).await, silent, "there or not is one");
    assert_eq!(says(Channel::Discord, "family", own.to_string(), 0).await, found, "nobody else waits");
    assert_eq!(says(Channel::Discord, "guesser", own.to_string(), 30).await, found, "it passes");
    // A kiosk forgets who stood there, and is one guesser.
    for number in 1_001..1_011 {
        says(Channel::Kiosk, &format!("{number}"), reference(number).to_string(), 60).await;
    }
    assert_eq!(says(Channel::Kiosk, "another", own.to_string(), 60).await, silent);
}

/// Looking must not be what moves a database on before anybody has backed it up.
#[cfg(feature = "postgres")]
#[tokio::test]
async fn the_doctor_makes_nothing_and_moves_nothing_on_at_a_server() {
    use signpost::store::postgres::{PostgresSettings, PostgresStore};
    use sqlx::Connection as _;
    if cluster::is_left_out() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let url = cluster::shared().new_database().await;
    let key = signpost::store::sealed::Keys::generate().unwrap().written().to_string();
    let doctor = || {
        Command::new(env!("CARGO_BIN_EXE_signpost"))
            .arg("doctor")
            .current_dir(folder.path())
            .env("SIGNPOST_DATABASE", &url)
            .env("SIGNPOST_KEY", &key)
            .env("SIGNPOST_NOW", "2026-11-24T09:00:00Z")
            .output()
            .unwrap()
    };
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    let empty = said(&doctor());
    assert!(empty.contains("look  store: the server answers, and the database is empty"), "{empty}");
    assert_eq!(sqlx::query_scalar::<_, i64>(tables).fetch_one(&mut connection).await.unwrap(), 0);

    PostgresStore::open(PostgresSettings::new(&url)).await.unwrap().shut().await;
    let up_to_date = said(&doctor());
    assert!(up_to_date.contains("store: the server answers, and its tables are up to date"), "{up_to_date}");

    let older = "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    sqlx::query(older).execute(&mut connection).await.unwrap();
    let newest = "SELECT max(version) FROM _sqlx_migrations";
    let before: i64 = sqlx::query_scalar(newest).fetch_one(&mut connection).await.unwrap();
    let old = said(&doctor());
    assert!(
        old.contains(&format!("look  store: the server answers, with tables of version {before} of")),
        "{old}"
    );
    assert_eq!(sqlx::query_scalar::<_, i64>(newest).fetch_one(&mut connection).await.unwrap(), before);
}
