//! Commands of whoever runs a service, on real files: `signpost db` and `signpost doctor`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use signpost::store::Store;
use signpost::store::sqlite::copies::{self, CopyProblem};
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use tempfile::TempDir;

// Only its makers of drafts are used here; the promises run in `tests/store.rs`.
#[path = "../src/store/contract.rs"]
#[expect(dead_code, reason = "the promises run in tests/store.rs")]
mod contract;

use contract::{adviser, minute, opened, service};

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
        3,
        "only the store and its log"
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
