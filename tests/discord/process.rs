//! The whole program as a process on the fake: killed where it hurts, and what it leaves in its log.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;

use signpost::conversation::Message;
use signpost::enquiry::ServiceId;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use signpost::store::{QueueFilter, Store as _};

use crate::bare::discord_words;
use crate::bot::{NOW, check_same_words, kiosk, wrote};
use crate::common;
use crate::fake::faults::{Fate, Gate};
use crate::fake::{Fake, Person, TOKEN};

const QUESTION: &str = "what is sen support";

/// `signpost discord`, or `signpost serve`, in a folder of its own.
pub struct Program {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
    child: Child,
}

impl Program {
    fn start(fake: &Fake) -> Program {
        Program::start_as(fake, &["discord"])
    }

    pub fn start_as(fake: &Fake, arguments: &[&str]) -> Program {
        let folder = tempfile::tempdir().unwrap();
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let child = spawn(fake, folder.path(), &arguments);
        Program { folder, arguments, child }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Another command over the same database, to its end.
    pub fn beside(&self, arguments: &[&str]) -> Output {
        command(self.folder.path()).args(arguments).env("SIGNPOST_ADVISER", "robin").output().unwrap()
    }

    /// As an operator's `kill -9`, or a machine that loses its power.
    fn is_killed(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn starts_again(&mut self, fake: &Fake) {
        self.child = spawn(fake, self.folder.path(), &self.arguments);
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    async fn enquiries(&self) -> usize {
        let store = SqliteStore::open(SqliteSettings::new(database(self.folder.path()))).await.unwrap();
        let service = ServiceId::new(common::library().service().id.clone());
        store.queue(&service, &QueueFilter::every_status()).await.unwrap().len()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn database(folder: &Path) -> PathBuf {
    folder.join("signpost.db")
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signpost"));
    command
        .current_dir(folder)
        .env("SIGNPOST_DATABASE", format!("sqlite:{}", database(folder).display()))
        .env("SIGNPOST_NOW", NOW)
        .env("SIGNPOST_LOG", "trace")
        .stdin(Stdio::null());
    command
}

fn spawn(fake: &Fake, folder: &Path, arguments: &[String]) -> Child {
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    command(folder)
        .args(arguments)
        .env("SIGNPOST_DISCORD_API", fake.base())
        .env("SIGNPOST_DISCORD_TOKEN", TOKEN)
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

pub async fn is_connected(fake: &Fake, times: usize) {
    fake.wait_gateway(|gateway| gateway.identified == times).await;
}

/// Up to the preview of what would be passed on.
async fn comes_to_the_preview(ana: &Person) -> crate::fake::Shown {
    ana.command("adviser", json!([]));
    ana.hears().await;
    let phrases = common::library().phrases().clone();
    for words in ["Who can change the targets?", "I am not sure", "no"] {
        ana.writes(words);
        ana.hears().await;
    }
    ana.writes(&phrases.reach_me_here);
    ana.hears().await
}

#[tokio::test]
async fn killed_after_the_acknowledgement_the_same_button_works_after_the_restart() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let ana = fake.person(100, "Ana");
    is_connected(&fake, 1).await;
    ana.writes(QUESTION);
    let answer = ana.hears().await;
    let gate = Gate::default();
    fake.plan("POST", "/callback", 1, Fate::DoneAndHeld(gate.clone()));
    let label = kiosk(&[wrote(QUESTION)]).choices[1].clone();
    ana.presses(answer.last(), &label);
    gate.is_reached().await;
    program.is_killed();
    program.starts_again(&fake);
    is_connected(&fake, 2).await;
    // Ana still sees "thinking"; she presses again.
    ana.presses(answer.last(), &label);
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), Message::Picked(1)]));
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}

#[tokio::test]
async fn killed_before_the_reference_is_shown_the_enquiry_is_there_once_and_is_found() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let ana = fake.person(100, "Ana");
    is_connected(&fake, 1).await;
    let preview = comes_to_the_preview(&ana).await;
    let gate = Gate::default();
    fake.plan("PATCH", "@original", 1, Fate::Held(gate.clone()));
    ana.presses(preview.last(), "Yes, pass it on");
    gate.is_reached().await;
    program.is_killed();
    assert_eq!(program.enquiries().await, 1);
    program.starts_again(&fake);
    is_connected(&fake, 2).await;
    ana.looks_away();
    ana.presses(preview.last(), "Yes, pass it on");
    let shown = discord_words(&ana.hears().await.words()).join(" ");
    assert!(shown.contains("Your reference is SP-"), "{shown}");
    assert_eq!(program.enquiries().await, 1);
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}

#[tokio::test]
async fn no_log_line_holds_words_or_tokens_however_much_is_logged() {
    let fake = Fake::start().await;
    let program = Program::start(&fake);
    let ana = fake.person(100, "Ana");
    is_connected(&fake, 1).await;
    ana.writes("Marmaduke Canaryson does not go to school");
    ana.hears().await;
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": "is Canaryson allowed a plan" }]));
    ana.hears().await;
    // Serenity cannot read these, and would say what they were.
    let mut broken = ana.message(fake.fresh_id(), "Canaryson again");
    broken.as_object_mut().unwrap().remove("author");
    fake.send("MESSAGE_CREATE", broken);
    fake.gateway(|gateway| gateway.raw(json!({ "op": 0, "t": "MESSAGE_CREATE", "d": "Canaryson" })));
    fake.plan("POST", "/messages", 1, Fate::Unreadable);
    ana.writes("menu");
    fake.wait_for(2, |call| call.path.ends_with("/messages")).await;
    ana.looks_away();
    ana.writes("help");
    ana.hears().await;
    let log = program.log();
    assert!(log.contains("could not be read"), "the unreadable is counted aloud:\n{log}");
    for secret in ["Canaryson", TOKEN, "token1", "is Canaryson allowed"] {
        assert!(!log.contains(secret), "`{secret}` is in the log");
    }
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}
