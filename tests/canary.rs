//! Canaries: names, numbers and addresses that nobody else has, sent through every path, and then looked for wherever
//! something could have been left. Only sealed forms may hold them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const NAME: &str = "Zebulonka";
const SURNAME: &str = "Quackenbush";
const SCHOOL: &str = "Brackenfrith";
const PHONE: &str = "07700 900417";
const PHONE_KEPT: &str = "07700900417";
const EMAIL: &str = "quackenbush.z@example.org";
const POSTCODE: &str = "SL9 9ZZ";
const BORN: &str = "17 March 2016";
const NHS: &str = "943 476 5919";
const INSURANCE: &str = "AB 12 34 56 C";
const IN_REPLY: &str = "Marmaladeford";
const IN_NOTE: &str = "Tangerinewell";
const IN_MESSAGE: &str = "Pomegranateby";
const CANARIES: [&str; 13] = [
    NAME, SURNAME, SCHOOL, PHONE, PHONE_KEPT, EMAIL, POSTCODE, BORN, NHS, INSURANCE, IN_REPLY, IN_NOTE,
    IN_MESSAGE,
];

fn question() -> String {
    format!(
        "My son {NAME} {SURNAME}, born {BORN}, at {SCHOOL} Primary School, {POSTCODE}, gets no help. Ring {PHONE}, write \
         to {EMAIL}. NHS number {NHS}, my NI number is {INSURANCE}."
    )
}

/// A service in a folder of its own, with every log line there is.
struct Trial {
    folder: tempfile::TempDir,
    /// What was said on standard error, and what was printed where no words belong.
    told: Vec<(String, Vec<u8>)>,
}

impl Trial {
    fn new() -> Trial {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        Trial { folder, told: Vec::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn signpost(&self, database: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
        command
            .current_dir(self.folder.path())
            .env("SIGNPOST_DATABASE", format!("sqlite:{}", database.display()))
            .env("SIGNPOST_NOW", "2026-11-24T10:00:00Z")
            .env("SIGNPOST_ADVISER", "robin")
            .env("SIGNPOST_LOG", "trace")
            .env("TMPDIR", self.path("tmp"))
            .env("RUST_BACKTRACE", "full")
            .env_remove("SIGNPOST_CONTENT")
            .env_remove("SIGNPOST_KEY")
            .env_remove("SIGNPOST_KEY_FILE");
        command
    }

    /// Runs a command to its end. Its standard error is searched later; what it prints only where it says so.
    fn run(&mut self, database: &Path, arguments: &[&str], input: &str, prints_no_words: bool) -> Output {
        let mut child = self
            .signpost(database)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let writer = std::thread::spawn(move || {
            // Whoever has ended reads no more, and the test sees that in the output.
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let what = arguments.first().copied().unwrap_or_default();
        self.told.push((format!("standard error of {what}"), output.stderr.clone()));
        if prints_no_words {
            self.told.push((format!("output of {arguments:?}"), output.stdout.clone()));
        }
        output
    }

    /// Everything that is left: what was told, and every file under the folder.
    fn left(&self) -> Vec<(String, Vec<u8>)> {
        let mut left = self.told.clone();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    left.push((path.display().to_string(), std::fs::read(&path).unwrap()));
                }
            }
        }
        left
    }

    #[track_caller]
    fn holds_no_canary(&self) {
        let left = self.left();
        for (place, bytes) in &left {
            for canary in CANARIES {
                assert!(!holds(bytes, canary), "{place} holds {canary}");
            }
        }
        let bytes: usize = left.iter().map(|(_, bytes)| bytes.len()).sum();
        println!("{} canaries looked for in {} places, {bytes} bytes: none", CANARIES.len(), left.len());
    }
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes.windows(canary.len()).any(|window| window.eq_ignore_ascii_case(canary.as_bytes()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn reference(output: &Output) -> String {
    let shown = text(&output.stdout);
    let kept = shown.lines().find_map(|line| line.split("Your reference is ").nth(1)).unwrap_or_else(|| {
        panic!("no reference: {shown}\n{}", text(&output.stderr));
    });
    kept.trim_end_matches('.').to_owned()
}

/// Asks, is shown what is personal, keeps its words, gives an address, and passes it on.
fn leave(contact: &str) -> String {
    let question = question();
    format!("{question}\nadviser\n{question}\nkeep my words\nI am not sure\nno\n{contact}\nyes\n")
}

#[test]
fn what_is_passed_on_is_found_sealed_and_nowhere_else() {
    let mut trial = Trial::new();
    let database = trial.path("enquiries.db");
    let left = trial.run(&database, &["kiosk", "--plain"], &leave(EMAIL), false);
    let reference = reference(&left);
    let by_phone =
        trial.run(&database, &["kiosk", "--plain"], &leave(PHONE).replace("gets no", "has no"), false);
    assert!(text(&by_phone.stdout).contains("Your reference is"), "{}", text(&by_phone.stdout));

    trial.run(&database, &["queue", "claim", &reference], "", true);
    trial.run(&database, &["queue", "note", &reference, &format!("Rang {IN_NOTE}")], "", true);
    trial.run(
        &database,
        &["queue", "reply", &reference, &format!("Ask {IN_REPLY}"), "--ask-family"],
        "",
        false,
    );
    let added = format!(
        "{reference}\nwrite to the adviser\nPlease ring Mrs {IN_MESSAGE} on {PHONE}\nkeep my words\n"
    );
    trial.run(&database, &["kiosk", "--plain"], &added, false);
    for list in [["queue", "list"], ["queue", "stats"]] {
        let listed = trial.run(&database, &list, "", true);
        assert!(listed.status.success(), "{}", text(&listed.stderr));
    }
    trial.run(&database, &["queue", "list", "--json"], "", true);
    trial.run(&database, &["db", "backup", "copy.db"], "", true);
    let examined = text(&trial.run(&database, &["doctor"], "", true).stdout);
    assert!(examined.contains("key: ") && examined.contains("lies beside the database"), "{examined}");
    let resealed = trial.run(&database, &["db", "reseal"], "", true);
    assert!(text(&resealed.stdout).contains(": 0; sealed with it before: 2."), "{resealed:?}");
    // The adviser reads it whole: the seals keep nothing from whoever may see it.
    let shown = trial.run(&database, &["queue", "show", &reference], "", false);
    let shown = text(&shown.stdout);
    for canary in [NAME, EMAIL, IN_REPLY, IN_NOTE, IN_MESSAGE] {
        assert!(shown.contains(canary), "{shown}");
    }
    trial.holds_no_canary();
    let sealed = trial.left().iter().filter(|(_, bytes)| holds(bytes, "sealed:v1:")).count();
    assert!(sealed >= 2, "the database and its copy");
}

#[test]
fn what_is_only_asked_is_left_nowhere() {
    let mut trial = Trial::new();
    let database = trial.path("enquiries.db");
    let question = question();
    trial.run(&database, &["ask", &question], "", false);
    trial.run(&database, &["ask", &question, "--json"], "", false);
    trial.run(
        &database,
        &["ask", "--jsonl"],
        &format!("{{\"id\":1,\"text\":\"{question}\"}}\n{{{question}\n"),
        false,
    );
    trial.run(&database, &["explain", &question], "", false);
    let not_agreed = leave(EMAIL).replace("\nyes\n", "\nno, do not pass it on\nstop\n");
    let output = trial.run(&database, &["kiosk", "--plain"], &not_agreed, false);
    assert!(text(&output.stdout).contains("Nothing was passed on"), "{}", text(&output.stdout));
    trial.holds_no_canary();
}

#[test]
fn a_store_that_fails_tells_no_words() {
    let mut trial = Trial::new();
    // A folder where the file should be; a file that is no database; a database that was cut off.
    let folder = trial.path("folder.db");
    std::fs::create_dir(&folder).unwrap();
    let garbage = trial.path("garbage.db");
    std::fs::write(&garbage, b"this is no database at all, and never was one").unwrap();
    for database in [folder, garbage] {
        let output = trial.run(&database, &["kiosk", "--plain"], &leave(EMAIL), false);
        let shown = text(&output.stdout);
        assert!(shown.contains("could not be kept") && !shown.contains("Your reference is"), "{shown}");
        trial.run(&database, &["queue", "list"], "", true);
    }
    trial.holds_no_canary();
}

#[test]
fn a_lost_key_is_named_and_no_other_is_made() {
    let mut trial = Trial::new();
    let database = trial.path("enquiries.db");
    let left = trial.run(&database, &["kiosk", "--plain"], &leave(EMAIL), false);
    let reference = reference(&left);
    std::fs::remove_file(trial.path("enquiries.db.key")).unwrap();
    let kiosk = trial.run(&database, &["kiosk", "--plain"], "menu\n", true);
    assert_eq!(kiosk.status.code(), Some(2), "{}", text(&kiosk.stderr));
    assert!(
        text(&kiosk.stderr).contains("enquiries.db.key is gone; put the key file back"),
        "{}",
        text(&kiosk.stderr)
    );
    let listed = trial.run(&database, &["queue", "list"], "", true);
    assert!(text(&listed.stdout).contains(&reference), "{}", text(&listed.stderr));
    let shown = trial.run(&database, &["queue", "show", &reference], "", true);
    assert!(!shown.status.success());
    assert!(text(&shown.stderr).contains("enquiries.db.key is gone"), "{}", text(&shown.stderr));
    assert!(!trial.path("enquiries.db.key").exists());
    // With another key the one that is missing is named.
    assert!(trial.run(&database, &["keygen", "--out", "other.key"], "", true).status.success());
    let again = trial.run(&database, &["keygen", "--out", "other.key"], "", true);
    assert!(!again.status.success(), "a key is never written over");
    let mut command = trial.signpost(&database);
    let other =
        command.env("SIGNPOST_KEY_FILE", "other.key").args(["queue", "show", &reference]).output().unwrap();
    assert!(text(&other.stderr).contains("sealed with the key"), "{}", text(&other.stderr));
    trial.told.push(("standard error with another key".to_owned(), other.stderr));
    trial.holds_no_canary();
}

/// Runs in a process of its own: see the test below.
#[test]
fn panics_when_it_is_told_to() {
    if std::env::var_os("CANARY_PANIC").is_none() {
        return;
    }
    signpost::telemetry::start();
    let typed = format!("é {NAME} {PHONE}");
    let cut = &typed[..std::env::var("CANARY_PANIC").unwrap().len()];
    panic!("{cut}");
}

#[test]
fn a_panic_says_where_and_not_what_was_typed() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "panics_when_it_is_told_to", "--nocapture", "--test-threads=1"])
        .env("CANARY_PANIC", "1")
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    assert!(!child.status.success());
    let told = [child.stdout, child.stderr].concat();
    assert!(text(&told).contains("a fault at tests/canary.rs"), "{}", text(&told));
    assert!(!holds(&told, NAME) && !holds(&told, PHONE), "{}", text(&told));
}
