//! Another program holds the database: the family is acknowledged all the same, and answered when it can be.

use std::sync::Arc;

use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use signpost::enquiry::{Reference, Status};
use signpost::service::Service;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use signpost::store::{InteractionId, QueueFilter, SessionKey};

use crate::advisers::{asks, card, robin, says, status, told};
use crate::bot::{Bot, NOW, check_same_words, desk_places, drawn, kiosk, wrote};
use crate::common;
use crate::fake::{ADVISER_ROLE, Call, DESK, Fake, Person, SERVER, Shown};

/// Another program with the file open.
struct Other(SqliteConnection);

impl Other {
    async fn opens(path: &std::path::Path) -> Other {
        Other(SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap())
    }

    async fn does(&mut self, statement: &str) {
        sqlx::query(statement).execute(&mut self.0).await.unwrap();
    }
}

async fn bot_over(path: &std::path::Path) -> Bot {
    let store = SqliteStore::open(SqliteSettings::new(path)).await.unwrap();
    Bot::start_with(Fake::start().await, Service::new(common::library(), Arc::new(store), drawn))
}

#[tokio::test]
async fn a_press_is_acknowledged_while_the_database_is_held_and_answered_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let bot = bot_over(&path).await;
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    let answer = ana.hears().await;
    let mut other = Other::opens(&path).await;
    other.does("BEGIN EXCLUSIVE").await;
    let label = kiosk(&[wrote("what is sen support")]).choices[1].clone();
    ana.presses(answer.last(), &label);
    // Discord's three seconds are met by the acknowledgement, which asks no database.
    bot.fake.wait_for(1, Call::is_callback).await;
    assert_eq!(bot.fake.journal().iter().filter(|call| call.is_answer()).count(), 1);
    other.does("ROLLBACK").await;
    let picked = signpost::conversation::Message::Picked(1);
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote("what is sen support"), picked]));
    bot.stop().await;
}

/// Discord waits three seconds; an adviser is acknowledged within one, however slow the store is.
#[tokio::test]
async fn an_adviser_is_acknowledged_within_a_second_while_the_database_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
    let service = Service::new(common::library(), Arc::new(store), drawn);
    let bot = Bot::start_among(Fake::start().await, service, desk_places());
    let ana = bot.person(100, false);
    let reference = asks(&bot, &ana, "Who can change the targets?").await;
    let robin = bot.fake.person(500, "Robin").at(DESK);
    robin.has_role(SERVER, ADVISER_ROLE);
    let posted = card(&bot, &reference, "new").await;
    robin.presses(&posted, "Note");
    let window = robin.hears().await;

    let before = bot.fake.journal().iter().filter(|call| call.is_callback()).count();
    let mut other = Other::opens(&path).await;
    other.does("BEGIN EXCLUSIVE").await;
    robin.looks_away();
    robin.presses(&posted, "Claim");
    robin.fills(window.last(), "Rang the school.");
    robin.command("queue", json!([{ "name": "list", "type": 1, "options": [] }]));
    let all = bot.fake.wait_for(before + 3, Call::is_callback).await;
    assert!(all[before..].iter().all(|call| call.body["type"] == 5), "{:?}", &all[before..]);
    let is_told = |call: &Call| call.to == Some(500) && call.path.ends_with("@original");
    assert!(!bot.fake.journal().iter().any(is_told), "nothing could be looked up yet");
    other.does("ROLLBACK").await;
    bot.fake.wait_for(3, is_told).await;
    let (fake, service) = bot.stop().await;
    let latencies = fake.latencies();
    println!("{latencies}");
    assert!(latencies.at(1.0) < std::time::Duration::from_secs(1), "{latencies}");
    let queue = service.store().queue(&service.id(), &QueueFilter::one(&reference)).await.unwrap();
    assert_eq!(queue[0].status, Status::Claimed);
}

#[tokio::test]
async fn while_it_cannot_be_written_nothing_is_acknowledged_that_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let mut impatient = SqliteSettings::new(&path);
    impatient.busy_timeout = std::time::Duration::from_millis(20);
    let store = SqliteStore::open(impatient).await.unwrap();
    let bot = Bot::start_with(Fake::start().await, Service::new(common::library(), Arc::new(store), drawn));
    let phrases = bot.service.library().phrases().clone();
    let ana = bot.person(100, false);
    ana.command("adviser", json!([]));
    ana.hears().await;
    for words in ["Who can change the targets?", "I am not sure", "no"] {
        ana.writes(words);
        ana.hears().await;
    }
    ana.writes(&phrases.reach_me_here);
    let preview = ana.hears().await;
    let mut other = Other::opens(&path).await;
    other.does("BEGIN EXCLUSIVE").await;
    ana.presses(preview.last(), "Yes, pass it on");
    let told = ana.hears().await.words();
    assert!(!told.contains("Your reference is"), "{told}");
    other.does("ROLLBACK").await;
    let queue = bot.service.store().queue(&bot.service.id(), &QueueFilter::every_status()).await.unwrap();
    assert_eq!(queue.len(), 0);
    // Guidance goes on, and the way to a person with it.
    ana.writes("what is sen support");
    assert!(ana.hears().await.words().contains("SEN Support"));
    bot.stop().await;
}

/// Robin has a reply before them, over a store that does not wait long for its file.
async fn with_a_reply_to_send(path: &std::path::Path) -> (Bot, Person, Reference, Shown) {
    let mut impatient = SqliteSettings::new(path);
    impatient.busy_timeout = std::time::Duration::from_millis(20);
    let store = SqliteStore::open(impatient).await.unwrap();
    let service = Service::new(common::library(), Arc::new(store), drawn);
    let bot = Bot::start_among(Fake::start().await, service, desk_places());
    let ana = bot.person(100, false);
    let reference = asks(&bot, &ana, "Who can change the targets?").await;
    let robin = robin(&bot);
    robin.presses(&card(&bot, &reference, "new").await, "Claim");
    robin.hears().await;
    robin.presses(&card(&bot, &reference, "with <@500>").await, "Reply");
    let window = robin.hears().await;
    robin.fills(window.last(), "Ask for a review.");
    let preview = robin.hears().await;
    (bot, robin, reference, preview)
}

#[tokio::test]
async fn a_reply_that_could_not_be_sent_stands_there_and_the_same_button_sends_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let (bot, robin, reference, preview) = with_a_reply_to_send(&path).await;
    let mut other = Other::opens(&path).await;
    other.does("BEGIN EXCLUSIVE").await;
    robin.presses(preview.last(), "Send");
    let again = robin.hears().await;
    assert!(says(&again).contains("nothing has changed"), "{}", says(&again));
    assert!(says(&again).contains("Ask for a review."), "the words are gone: {}", says(&again));
    // What is picked to be added cannot be kept either; the preview stays as it is, and this is said beside it.
    let entry = again.last().buttons().into_iter().find(|(_, _, value)| value.is_some()).unwrap();
    robin.presses(again.last(), &entry.0);
    let beside = |call: &Call| {
        call.method == "POST"
            && call.path.starts_with("/webhooks/")
            && call.words().contains("nothing has changed")
    };
    bot.fake.wait_for(1, beside).await;
    other.does("ROLLBACK").await;
    robin.presses(again.last(), "Send");
    told(&bot, 500, "on its way").await;
    assert_eq!(status(&bot, &reference).await, Status::Answered);
    let view = bot.service.store().family_view(&bot.service.id(), &reference).await.unwrap();
    assert_eq!(view.messages.len(), 1);
    bot.stop().await;
}

#[tokio::test]
async fn what_was_written_in_a_window_is_given_back_where_it_cannot_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let (bot, robin, _, preview) = with_a_reply_to_send(&path).await;
    robin.presses(preview.last(), "Change");
    let window = robin.hears().await;
    let mut other = Other::opens(&path).await;
    other.does("BEGIN EXCLUSIVE").await;
    robin.fills(window.last(), "Ask for an early review.");
    let given_back = told(&bot, 500, "What you wrote").await;
    assert!(given_back.words().contains("Ask for an early review."), "{}", given_back.words());
    other.does("ROLLBACK").await;
    bot.stop().await;
}

#[tokio::test]
async fn a_press_that_was_cut_off_by_a_kill_does_not_hold_up_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (bot, robin, reference, preview) = with_a_reply_to_send(&folder.path().join("signpost.db")).await;
    // As an earlier build left it that was killed between its mark and the reply.
    let send = preview.last().buttons().into_iter().find(|(label, _, _)| label == "Send").unwrap().1;
    let name = send.split(':').nth(2).unwrap();
    let mark = InteractionId::new(format!("discord-draft:{name}"));
    let (store, id) = (bot.service.store(), bot.service.id());
    assert!(store.note_interaction(&id, &mark, common::moment(NOW)).await.unwrap());
    robin.presses(preview.last(), "Send");
    told(&bot, 500, "on its way").await;
    assert_eq!(status(&bot, &reference).await, Status::Answered);
    bot.stop().await;
}

#[tokio::test]
async fn a_conversation_that_cannot_be_loaded_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let bot = bot_over(&path).await;
    let ana = bot.person(100, false);
    let question = wrote("what is sen support");
    ana.writes("what is sen support");
    let answer = ana.hears().await;
    let mut other = Other::opens(&path).await;
    other.does("ALTER TABLE sessions RENAME TO away").await;
    // Guidance goes on, in memory.
    ana.writes("who pays for transport");
    ana.hears().await;
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote("who pays for transport"), wrote("menu")]));
    other.does("ALTER TABLE away RENAME TO sessions").await;
    ana.presses(answer.last(), &kiosk(std::slice::from_ref(&question)).choices[1]);
    let picked = signpost::conversation::Message::Picked(1);
    check_same_words(ana.hears().await.last(), &kiosk(&[question, picked]));
    bot.stop().await;
}

#[tokio::test]
async fn what_could_not_be_forgotten_is_not_called_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let bot = bot_over(&path).await;
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    ana.hears().await;
    let mut other = Other::opens(&path).await;
    other.does("ALTER TABLE sessions RENAME TO away").await;
    ana.command("forget-me", json!([]));
    let told = ana.hears().await.words();
    assert!(told.contains("could not forget") && told.contains("try again"), "{told}");
    other.does("ALTER TABLE away RENAME TO sessions").await;
    let key = SessionKey::new("discord:100");
    let kept = async || bot.service.store().load_session(&bot.service.id(), &key).await.unwrap();
    assert!(kept().await.is_some());
    ana.command("forget-me", json!([]));
    assert!(ana.hears().await.words().contains("I have forgotten what you typed here"));
    assert_eq!(kept().await, None);
    bot.stop().await;
}
