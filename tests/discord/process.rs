//! The whole program as a process on the fake: killed where it hurts, and what it leaves in its log.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;

use sqlx::{Connection as _, SqliteConnection};

use signpost::conversation::Message;
use signpost::enquiry::{Adviser, AdviserName, Role, ServiceId};
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use signpost::store::{QueueFilter, Store as _};

use crate::bare::discord_words;
use crate::bot::{NOW, check_same_words, kiosk, wrote};
use crate::common;
use crate::fake::faults::{Fate, Gate};
use crate::fake::{ADVISER_ROLE, Call, DESK, Fake, PATIENCE, Person, SERVER, TOKEN};

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
        let child = spawn(fake, folder.path(), &arguments, NOW);
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
    pub fn is_killed(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn starts_again(&mut self, fake: &Fake) {
        self.starts_again_at(fake, NOW);
    }

    pub fn starts_again_at(&mut self, fake: &Fake, now: &str) {
        self.child = spawn(fake, self.folder.path(), &self.arguments, now);
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Waits until it is kept nowhere that an answer is owed: that is written once the answer is shown.
    async fn owes_nothing(&self) {
        let path = database(self.folder.path());
        let mut tables = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
        let waiting = async {
            loop {
                let owed: i64 = sqlx::query_scalar("SELECT count(*) FROM unanswered")
                    .fetch_one(&mut tables)
                    .await
                    .unwrap();
                if owed == 0 {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("every answer is given in the end");
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

fn spawn(fake: &Fake, folder: &Path, arguments: &[String], now: &str) -> Child {
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    command(folder)
        .args(arguments)
        .env("SIGNPOST_DISCORD_API", fake.base())
        .env("SIGNPOST_DISCORD_TOKEN", TOKEN)
        .env("SIGNPOST_NOW", now)
        .env("SIGNPOST_DISCORD_SERVER", SERVER.to_string())
        .env("SIGNPOST_DISCORD_ADVISER_CHANNEL", DESK.to_string())
        .env("SIGNPOST_DISCORD_ADVISER_ROLE", ADVISER_ROLE.to_string())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

pub async fn is_connected(fake: &Fake, times: usize) {
    fake.wait_gateway(|gateway| gateway.identified == times).await;
}

/// Up to the preview of what would be passed on.
pub async fn comes_to_the_preview(ana: &Person) -> crate::fake::Shown {
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

fn interrupted() -> String {
    common::library().phrases().discord.interrupted.clone()
}

/// Ana asks in the server, and the program is killed before it can answer.
async fn is_killed_before_the_answer(fake: &Fake, program: &mut Program) -> Person {
    let ana = fake.person(100, "Ana").in_server();
    is_connected(fake, 1).await;
    let gate = Gate::default();
    fake.plan("PATCH", "@original", 1, Fate::Held(gate.clone()));
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": QUESTION }]));
    gate.is_reached().await;
    program.is_killed();
    ana
}

#[tokio::test]
async fn killed_before_the_answer_the_restarted_bot_says_so_once_in_its_place() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let ana = is_killed_before_the_answer(&fake, &mut program).await;
    program.starts_again_at(&fake, "2026-11-24T10:01:00Z");
    let told = ana.hears().await;
    assert_eq!(told.words(), interrupted());
    assert!(told.last().path.starts_with("/webhooks/"), "{}", told.last().path);
    assert_eq!(told.last().to, Some(100), "for Ana alone");
    is_connected(&fake, 2).await;
    let phrases = common::library().phrases().clone();
    assert_eq!(told.labels(), [phrases.menu.clone(), phrases.talk_to_adviser]);
    ana.presses(told.last(), &phrases.menu);
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));

    // It was said, so nobody says it again.
    program.owes_nothing().await;
    program.is_killed();
    program.starts_again_at(&fake, "2026-11-24T10:02:00Z");
    is_connected(&fake, 3).await;
    ana.command("menu", json!([]));
    ana.hears().await;
    let says_so = |call: &&Call| call.words().contains(&interrupted());
    assert_eq!(fake.journal().iter().filter(says_so).count(), 1);
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}

#[tokio::test]
async fn once_the_token_has_run_out_it_is_said_by_direct_message_or_else_at_the_next_word() {
    for is_closed in [false, true] {
        let fake = Fake::start().await;
        let mut program = Program::start(&fake);
        let ana = is_killed_before_the_answer(&fake, &mut program).await;
        if is_closed {
            ana.closes_direct_messages();
        }
        fake.time_passes(std::time::Duration::from_secs(20 * 60));
        program.starts_again_at(&fake, "2026-11-24T10:20:00Z");
        let knocked = fake.wait_for(1, |call| call.path == "/channels/1000100/messages").await;
        assert_eq!(knocked[0].words(), interrupted());
        if is_closed {
            is_connected(&fake, 2).await;
            ana.looks_away();
            ana.command("menu", json!([]));
            let shown = ana.hears().await.words();
            assert!(shown.starts_with(&common::library().phrases().discord.not_shown), "{shown}");
        }
        assert!(!fake.journal().iter().any(|call| call.status == 401), "a dead token was tried");
        assert_eq!(fake.complaints(), [] as [&str; 0]);
    }
}

#[tokio::test]
async fn who_has_pressed_again_and_was_answered_hears_nothing_of_it() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let ana = is_killed_before_the_answer(&fake, &mut program).await;
    // Too soon for another process to say anything: this one may still be answering.
    program.starts_again_at(&fake, "2026-11-24T10:00:10Z");
    is_connected(&fake, 2).await;
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": QUESTION }]));
    ana.hears().await;
    program.owes_nothing().await;
    program.is_killed();
    program.starts_again_at(&fake, "2026-11-24T10:05:00Z");
    is_connected(&fake, 3).await;
    ana.command("menu", json!([]));
    ana.hears().await;
    assert!(!fake.journal().iter().any(|call| call.words().contains(&interrupted())));
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}

#[tokio::test]
async fn an_adviser_whose_press_was_interrupted_is_told_where_to_look() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let robin = fake.person(500, "Robin").at(DESK);
    robin.has_role(SERVER, ADVISER_ROLE);
    is_connected(&fake, 1).await;
    let gate = Gate::default();
    fake.plan("PATCH", "@original", 1, Fate::Held(gate.clone()));
    robin.command("queue", json!([{ "name": "list", "type": 1, "options": [] }]));
    gate.is_reached().await;
    program.is_killed();
    program.starts_again_at(&fake, "2026-11-24T10:01:00Z");
    let is_told = |call: &Call| call.to == Some(500) && call.words().contains("Something was interrupted");
    fake.wait_for(1, is_told).await;
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

#[tokio::test]
async fn killed_with_a_direct_message_in_hand_the_restarted_bot_says_so_once() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let ana = fake.person(100, "Ana");
    is_connected(&fake, 1).await;
    let gate = Gate::default();
    fake.plan("POST", "/channels/1000100/messages", 1, Fate::Held(gate.clone()));
    ana.writes(QUESTION);
    gate.is_reached().await;
    program.is_killed();
    program.starts_again_at(&fake, "2026-11-24T10:01:00Z");
    let told = ana.hears().await;
    assert_eq!(told.words(), interrupted());
    assert_eq!(told.last().path, "/channels/1000100/messages");
    program.owes_nothing().await;
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    program.owes_nothing().await;
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}

#[tokio::test]
async fn killed_between_a_trainees_proposal_and_forgetting_its_draft_send_proposes_nothing_anew() {
    let fake = Fake::start().await;
    let mut program = Program::start(&fake);
    let (ana, tess) = (fake.person(100, "Ana"), fake.person(510, "Tess").at(DESK));
    tess.has_role(SERVER, ADVISER_ROLE);
    is_connected(&fake, 1).await;
    let path = database(program.folder());
    let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
    let service = ServiceId::new(common::library().service().id.clone());
    let trainee = Adviser {
        name: AdviserName::new("tess"),
        role: Role::Trainee,
        discord: Some("510".to_owned()),
        is_active: true,
    };
    store.set_adviser(&service, &trainee, "lee", common::moment(NOW)).await.unwrap();
    let preview = comes_to_the_preview(&ana).await;
    ana.presses(preview.last(), "Yes, pass it on");
    ana.hears().await;
    let is_card = |call: &Call| call.channel == Some(DESK) && call.to.is_none() && !call.buttons().is_empty();
    tess.looks_away();
    tess.presses(&fake.wait_for(1, is_card).await[0], "Claim");
    tess.presses(tess.hears().await.last(), "Reply");
    let window = tess.hears().await;
    tess.fills(window.last(), "You have rights in law.");
    let preview = tess.hears().await;
    // What stands between both is no request that could be held, so the draft is kept from being forgotten.
    let mut tables = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let kept = "CREATE TRIGGER kept BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'kept'); END";
    sqlx::query(kept).execute(&mut tables).await.unwrap();
    let gate = Gate::default();
    fake.plan("PATCH", "@original", 1, Fate::Held(gate.clone()));
    tess.presses(preview.last(), "Send");
    gate.is_reached().await;
    program.is_killed();
    sqlx::query("DROP TRIGGER kept").execute(&mut tables).await.unwrap();
    program.starts_again(&fake);
    is_connected(&fake, 2).await;

    tess.looks_away();
    tess.presses(preview.last(), "Send");
    let told = tess.hears_words().await;
    assert!(told.words().contains("It went the first time"), "{}", told.words());
    let queue = store.queue(&service, &QueueFilter::every_status()).await.unwrap();
    let (reference, tess_herself) = (&queue[0].reference, AdviserName::new("tess"));
    let enquiry = store.show(&service, reference, &tess_herself, common::moment(NOW)).await.unwrap();
    let proposals = enquiry.events.iter().filter(|event| event.what == "proposed").count();
    assert_eq!((proposals, enquiry.notes.len()), (1, 0), "{enquiry:?}");
    assert!(enquiry.proposed.is_some(), "it waits to be read");
    // The draft is gone, so that the button says so from now on.
    tess.presses(preview.last(), "Send");
    assert!(tess.hears_words().await.words().contains("no longer here"));
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}
