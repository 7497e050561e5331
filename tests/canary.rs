//! Canaries: names, numbers and addresses that nobody else has, sent through every path, and then looked for wherever
//! something could have been left. Only sealed forms may hold them.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

#[path = "common/canaries.rs"]
mod canaries;
#[cfg(feature = "postgres")]
#[path = "common/cluster.rs"]
mod cluster;

use canaries::{
    CANARIES, EMAIL, IN_MESSAGE, IN_NOTE, IN_REPLY, NAME, PHONE, everything_under, first_held, holds,
    question,
};

/// A service in a folder of its own, with every log line there is.
struct Trial {
    folder: tempfile::TempDir,
    /// What was said on standard error, and what was printed where no words belong.
    told: Vec<(String, Vec<u8>)>,
    /// Where the key is, if it does not lie beside the database.
    key: Option<PathBuf>,
}

impl Trial {
    fn new() -> Trial {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        Trial { folder, told: Vec::new(), key: None }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The address of a database in the folder.
    fn file(&self, name: &str) -> String {
        format!("sqlite:{}", self.path(name).display())
    }

    fn signpost(&self, database: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
        command
            .current_dir(self.folder.path())
            .env("SIGNPOST_DATABASE", database)
            .env("SIGNPOST_NOW", "2026-11-24T10:00:00Z")
            .env("SIGNPOST_ADVISER", "robin")
            .env("SIGNPOST_LOG", "trace")
            .env("TMPDIR", self.path("tmp"))
            .env("RUST_BACKTRACE", "full")
            .env_remove("SIGNPOST_CONTENT")
            .env_remove("SIGNPOST_KEY")
            .env_remove("SIGNPOST_KEY_FILE");
        if let Some(key) = &self.key {
            command.env("SIGNPOST_KEY_FILE", key);
        }
        command
    }

    /// Runs a command to its end. Its standard error is searched later; what it prints only where it says so.
    fn run(&mut self, database: &str, arguments: &[&str], input: &str, prints_no_words: bool) -> Output {
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
        left.extend(everything_under(self.folder.path()));
        left
    }

    #[track_caller]
    fn holds_no_canary(&self) {
        let left = self.left();
        for (place, bytes) in &left {
            assert_eq!(first_held(bytes), None, "in {place}");
        }
        let bytes: usize = left.iter().map(|(_, bytes)| bytes.len()).sum();
        println!("{} canaries looked for in {} places, {bytes} bytes: none", CANARIES.len(), left.len());
    }
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

/// Two families leave a question; an adviser takes one of them up, and its family writes again.
fn takes_the_whole_path(trial: &mut Trial, database: &str) -> String {
    let left = trial.run(database, &["kiosk", "--plain"], &leave(EMAIL), false);
    let reference = reference(&left);
    let by_phone =
        trial.run(database, &["kiosk", "--plain"], &leave(PHONE).replace("gets no", "has no"), false);
    assert!(text(&by_phone.stdout).contains("Your reference is"), "{}", text(&by_phone.stdout));

    trial.run(database, &["queue", "claim", &reference], "", true);
    trial.run(database, &["queue", "note", &reference, &format!("Rang {IN_NOTE}")], "", true);
    trial.run(
        database,
        &["queue", "reply", &reference, &format!("Ask {IN_REPLY}"), "--ask-family"],
        "",
        false,
    );
    let added = format!(
        "{reference}\nwrite to the adviser\nPlease ring Mrs {IN_MESSAGE} on {PHONE}\nkeep my words\n"
    );
    trial.run(database, &["kiosk", "--plain"], &added, false);
    reference
}

/// The seals keep nothing from whoever may see it.
fn is_read_whole_by_the_adviser(trial: &mut Trial, database: &str, reference: &str) {
    let shown = trial.run(database, &["queue", "show", reference], "", false);
    let shown = text(&shown.stdout);
    for canary in [NAME, EMAIL, IN_REPLY, IN_NOTE, IN_MESSAGE] {
        assert!(shown.contains(canary), "{shown}");
    }
}

#[test]
fn what_is_passed_on_is_found_sealed_and_nowhere_else() {
    let mut trial = Trial::new();
    let database = trial.file("enquiries.db");
    let reference = takes_the_whole_path(&mut trial, &database);
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
    is_read_whole_by_the_adviser(&mut trial, &database, &reference);
    trial.holds_no_canary();
    let sealed = trial.left().iter().filter(|(_, bytes)| holds(bytes, "sealed:v1:")).count();
    assert!(sealed >= 2, "the database and its copy");
}

#[cfg(feature = "postgres")]
#[test]
fn a_dump_of_a_postgresql_database_tells_no_words() {
    if cluster::is_left_out() {
        return;
    }
    let mut trial = Trial::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let database = runtime.block_on(cluster::shared().new_database());
    assert!(trial.run(&database, &["keygen", "--out", "sealing.key"], "", true).status.success());
    trial.key = Some(trial.path("sealing.key"));
    let reference = takes_the_whole_path(&mut trial, &database);
    is_read_whole_by_the_adviser(&mut trial, &database, &reference);
    let examined = text(&trial.run(&database, &["doctor"], "", true).stdout);
    assert!(
        examined.contains("each following from the one before"),
        "it looks into a server too: {examined}"
    );
    let dump = cluster::shared().dump(&database);
    assert!(holds(&dump, &reference) && holds(&dump, "sealed:v1:"), "{}", text(&dump));
    trial.told.push(("the dump".to_owned(), dump));
    trial.holds_no_canary();
}

#[test]
fn what_is_only_asked_is_left_nowhere() {
    let mut trial = Trial::new();
    let database = trial.file("enquiries.db");
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
    std::fs::create_dir(trial.path("folder.db")).unwrap();
    std::fs::write(trial.path("garbage.db"), b"this is no database at all, and never was one").unwrap();
    for database in ["folder.db", "garbage.db"].map(|name| trial.file(name)) {
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
    let database = trial.file("enquiries.db");
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
