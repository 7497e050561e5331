//! What could harm a family: danger that waits behind something else, words that others could see, and silence.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::{Connection as _, SqliteConnection};

use signpost::enquiry::AdviserName;
use signpost::enquiry::notice::{NoticeState, Recipient};
use signpost::service::Service;
use signpost::store::NoticeFilter;
use signpost::store::memory::MemoryStore;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};

use crate::advisers::{asks, robin, says};
use crate::bare::{discord_words, kiosk_words};
use crate::bot::{Bot, NOW, desk_places, drawn, kiosk, until, wrote};
use crate::common::{self, moment};
use crate::duty::library_with;
use crate::fake::faults::{Fate, Gate};
use crate::fake::world::{Room, channel};
use crate::fake::{BOT, Call, DESK, Fake, Person, SERVER};

const DANGER: &str = "I want to kill myself";
const QUESTION: &str = "what is sen support";

fn asked(person: &Person, words: &str) -> u64 {
    person.command("ask", json!([{ "name": "question", "type": 3, "value": words }]))
}

/// The first words of what is said in danger.
fn in_danger() -> Vec<String> {
    kiosk_words(&signpost::plain::text(&kiosk(&[wrote(DANGER)]), 80)).into_iter().take(12).collect()
}

#[track_caller]
fn begins_with_danger(call: &Call) {
    let words = discord_words(&call.words());
    assert!(words.starts_with(&in_danger()), "{words:?}");
}

fn with_a_file(mut message: Value) -> Value {
    message["attachments"] = json!([{ "id": "5", "filename": "letter.pdf", "size": 5,
        "url": "https://cdn.example/x", "proxy_url": "https://cdn.example/x", "content_type": "application/pdf" }]);
    message
}

#[tokio::test]
async fn nothing_stands_before_what_to_do_in_danger() {
    let bot = Bot::start().await;
    let says = bot.service.library().phrases().discord.clone();
    let ana = bot.person(100, false);
    bot.fake.plan("POST", "/channels/1000100/messages", 1, Fate::Refused { status: 403, code: 50_013 });
    ana.writes(QUESTION);
    bot.fake.wait_for(1, |call| call.status == 403).await;
    ana.sends(with_a_file(ana.message(bot.fake.fresh_id(), DANGER)));
    let shown = ana.hears().await;
    begins_with_danger(&shown.calls[0]);
    // What else there is to say follows.
    let words = discord_words(&shown.words()).join(" ");
    for later in [says.not_shown, says.no_files] {
        assert!(words.contains(&later), "{words}");
    }
    bot.stop().await;
}

/// A bot whose service tells whoever is on duty of all danger.
async fn bot_that_tells() -> Bot {
    let service =
        Service::new(library_with("danger_notice = \"always\""), Arc::new(MemoryStore::new()), drawn);
    Bot::start_among(Fake::start().await, service, desk_places())
}

#[tokio::test]
async fn danger_that_could_not_be_acknowledged_is_answered_directly_and_told_once() {
    for fate in [
        Fate::TooMany { retry_after_secs: 30.0 },
        Fate::TurnedAway { retry_after_secs: None },
        Fate::Refused { status: 500, code: 0 },
        Fate::LostAfter,
        Fate::LostBefore,
    ] {
        let bot = bot_that_tells().await;
        let ana = bot.person(100, true);
        bot.fake.plan("POST", "/callback", 1, fate);
        asked(&ana, DANGER);
        let answer = ana.hears().await;
        assert_eq!(answer.last().path, "/channels/1000100/messages");
        begins_with_danger(&answer.calls[0]);
        let is_told = |call: &Call| call.channel == Some(DESK) && call.words().contains("Words of danger");
        bot.fake.wait_for(1, is_told).await;
        let (fake, service) = bot.stop().await;
        assert_eq!(fake.journal().iter().filter(|call| is_told(call)).count(), 1);
        let later = moment("2030-01-01T00:00:00Z");
        assert_eq!(service.store().take_unanswered(&service.id(), later).await.unwrap(), []);
    }
}

#[tokio::test]
async fn the_answer_to_danger_is_brought_once_more_where_nobody_knows_whether_it_arrived() {
    for fate in [Fate::LostAfter, Fate::LostBefore, Fate::Refused { status: 500, code: 0 }] {
        let bot = Bot::start().await;
        let (ana, direct) = (bot.person(100, true), bot.person(100, false));
        bot.fake.plan("PATCH", "@original", 1, fate.clone());
        asked(&ana, DANGER);
        bot.fake.wait_for(1, |call| call.path == "/channels/1000100/messages" && call.is_done()).await;
        // By direct message Discord knows the second from the first, and shows one.
        direct.looks_away();
        let before = bot.fake.journal().len();
        bot.fake.plan("POST", "/channels/1000100/messages", 1, fate);
        direct.writes(DANGER);
        let shown = bot
            .fake
            .wait(|world| {
                let later: Vec<Call> = world.journal[before..].to_vec();
                (later.iter().filter(|call| call.path.ends_with("/messages")).count() >= 2).then_some(later)
            })
            .await;
        assert_eq!(shown.iter().filter(|call| call.is_answer()).count(), 1, "{shown:?}");
        let sent: Vec<&Value> = shown.iter().map(|call| &call.body["nonce"]).collect();
        assert_eq!(sent[0], sent[1]);
        bot.stop().await;
    }
}

#[tokio::test]
async fn danger_is_answered_once_discord_can_be_reached_again() {
    let bot = Bot::start().await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, true));
    ana.writes("menu");
    ana.hears().await;
    bot.fake.is_out_of_reach(2);
    ana.writes(DANGER);
    begins_with_danger(&ana.hears().await.calls[0]);
    // An acknowledgement is not sent too late, but the answer is brought all the same.
    bot.fake.is_out_of_reach(4);
    asked(&ben, DANGER);
    begins_with_danger(&ben.hears().await.calls[0]);
    let not_shown = bot.service.library().phrases().discord.not_shown.clone();
    ana.looks_away();
    ana.writes("menu");
    assert!(!ana.hears().await.words().contains(&not_shown));
    bot.stop().await;
}

#[tokio::test]
async fn danger_is_sent_until_it_is_known_to_have_arrived_and_shown_once() {
    for fate in [Fate::LostBefore, Fate::LostAfter, Fate::Refused { status: 502, code: 0 }] {
        let bot = Bot::start().await;
        let ana = bot.person(100, false);
        bot.fake.plan("POST", "/channels/1000100/messages", 3, fate);
        ana.writes(DANGER);
        let tries = bot.fake.wait_for(4, |call| call.path == "/channels/1000100/messages").await;
        assert!(tries[3].is_done() && tries[3].body["nonce"] == tries[0].body["nonce"]);
        begins_with_danger(&ana.hears().await.calls[0]);
        let (fake, _) = bot.stop().await;
        assert_eq!(fake.journal().iter().filter(|call| call.is_answer()).count(), 1);
    }
}

#[tokio::test]
async fn where_no_direct_channel_can_be_opened_for_danger_it_is_tried_again_and_the_button_is_there_at_once()
{
    for fate in [Fate::LostBefore, Fate::Refused { status: 503, code: 0 }] {
        let bot = Bot::start().await;
        let ben = bot.person(300, true);
        bot.fake.plan("POST", "/users/@me/channels", 2, fate);
        ben.writes(&format!("<@{BOT}> {DANGER}"));
        let answer = ben.hears().await;
        assert_eq!(answer.last().path, "/channels/1000300/messages");
        begins_with_danger(&answer.calls[0]);
        let journal = bot.fake.journal();
        let opened = journal.iter().position(|call| call.path == "/users/@me/channels" && call.is_done());
        let public = journal.iter().position(|call| call.is_answer() && call.to.is_none());
        assert!(public.unwrap() < opened.unwrap(), "the button has waited along");
        bot.stop().await;
    }
}

#[tokio::test]
async fn an_acknowledgement_that_hangs_holds_danger_up_no_longer_than_discord_waits_for_it() {
    let bot = Bot::start().await;
    let ana = bot.person(100, true);
    let gate = Gate::default();
    bot.fake.plan("POST", "/callback", 1, Fate::Held(gate.clone()));
    asked(&ana, DANGER);
    gate.is_reached().await;
    let hung = Instant::now();
    let answer = ana.hears().await;
    assert_eq!(answer.last().path, "/channels/1000100/messages");
    begins_with_danger(&answer.calls[0]);
    assert!(hung.elapsed() < Duration::from_secs(8), "{:?}", hung.elapsed());
    bot.stop().await;
}

#[tokio::test]
async fn danger_that_is_written_into_a_message_later_is_heard() {
    let bot = Bot::start().await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, true));
    let id = ana.writes("menu");
    ana.hears().await;
    // A word that asks for help in danger, as well as words that are danger.
    ana.edits(id, "danger");
    assert!(ana.hears().await.words().contains("999"));
    let mention = |words: &str| format!("<@{BOT}> {words}");
    let id = ben.writes(&mention(QUESTION));
    bot.fake.wait_for(1, |call| call.words().contains("999") && call.to.is_none()).await;
    ben.edits(id, &mention("what is an ehc plan"));
    ben.edits(id, &mention(&format!("{QUESTION}. {DANGER}")));
    let answer = ben.hears().await;
    assert_eq!(answer.last().path, "/channels/1000300/messages", "for Ben alone");
    begins_with_danger(&answer.calls[0]);
    let public = bot.fake.journal().iter().filter(|call| call.to.is_none() && call.is_answer()).count();
    assert_eq!(public, 1, "the button is there already");
    bot.stop().await;
}

#[tokio::test]
async fn in_a_conversation_of_several_people_the_answer_is_for_whoever_asked() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    let data = json!({ "id": "51", "name": "ask", "type": 1,
                       "options": [{ "name": "question", "type": 3, "value": QUESTION }] });
    let mut event = ana.interaction(bot.fake.fresh_id(), 2, data);
    event["context"] = json!(2);
    ana.dispatch(event);
    let deferred = bot.fake.wait_for(1, Call::is_callback).await.swap_remove(0);
    assert_eq!(deferred.body["data"]["flags"], json!(64));
    ana.hears().await;
    bot.stop().await;
}

#[tokio::test]
async fn who_writes_in_the_private_thread_that_called_is_shown_the_way_on() {
    let bot = Bot::start().await;
    let phrases = bot.service.library().phrases().clone();
    let thread = bot.fake.world(|world| {
        let thread = world.fresh_id();
        world.rooms.insert(thread, Room::PrivateThread { server: SERVER });
        thread
    });
    let others = bot.fake.world(|world| {
        let thread = world.fresh_id();
        world.rooms.insert(thread, Room::PrivateThread { server: SERVER });
        thread
    });
    bot.fake.send("THREAD_CREATE", channel(thread, SERVER, 12));
    let mut not_ours = channel(others, SERVER, 12);
    not_ours["owner_id"] = json!("555");
    bot.fake.send("THREAD_CREATE", not_ours);
    let ben = bot.person(300, true);
    ben.at(others).writes(QUESTION);
    ben.at(thread).writes(QUESTION);
    let shown = bot.fake.wait_for(1, Call::is_answer).await.swap_remove(0);
    assert_eq!((shown.channel, shown.words()), (Some(thread), phrases.discord.mention));
    ben.at(thread).presses(&shown, &phrases.discord.open);
    assert!(ben.hears().await.last().path.ends_with("@original"));
    let (fake, _) = bot.stop().await;
    assert!(!fake.journal().iter().any(|call| call.channel == Some(others)), "that thread is not ours");
}

#[tokio::test]
async fn the_reply_to_a_family_that_has_left_waits_and_is_not_knocked_with_for_days() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let reference = asks(&bot, &ana, "Who can change the targets?").await;
    bot.fake.plan("POST", "/channels/1000100/messages", 1, Fate::Refused { status: 403, code: 50_278 });
    let (store, id, by) = (bot.service.store(), bot.service.id(), AdviserName::new("robin"));
    store.claim(&id, &reference, &by, moment(NOW)).await.unwrap();
    store.reply(&id, &reference, &by, "Ask for a review.", moment(NOW)).await.unwrap();
    let waits = async || {
        let filter = NoticeFilter { state: Some(NoticeState::Waits), reference: Some(reference.clone()) };
        let notices = bot.service.store().notices(&bot.service.id(), &filter).await.unwrap();
        notices.iter().any(|notice| matches!(notice.to, Recipient::Family(_)))
    };
    until(waits).await;
    // Back again, it is at `/my-questions`.
    ana.command("my-questions", json!([]));
    assert!(says(&ana.hears().await).contains("Ask for a review."));
    bot.stop().await;
}

#[tokio::test]
async fn an_adviser_who_could_not_be_shown_what_became_of_a_press_is_told_where_to_look() {
    let bot = Bot::start_with_desk().await;
    let robin = robin(&bot);
    bot.fake.plan("PATCH", "@original", 1, Fate::Refused { status: 500, code: 0 });
    robin.command("queue", json!([{ "name": "list", "type": 1, "options": [] }]));
    bot.fake.wait_for(1, |call| call.status == 500).await;
    bot.fake.time_passes(Duration::from_secs(60));
    let bot = bot.starts_again_at("2026-11-24T10:01:00Z").await;
    let is_told = |call: &Call| call.to == Some(500) && call.words().contains("Something was interrupted");
    bot.fake.wait_for(1, is_told).await;
    bot.stop().await;
}

#[tokio::test]
async fn danger_is_answered_while_another_program_holds_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signpost.db");
    let store = SqliteStore::open(SqliteSettings::new(&path)).await.unwrap();
    let service = Service::new(common::library(), Arc::new(store), drawn);
    let bot = Bot::start_with(Fake::start().await, service);
    let (ana, ben) = (bot.person(100, false), bot.person(300, true));
    ana.writes(QUESTION);
    ana.hears().await;
    let mut other = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    ana.writes(DANGER);
    asked(&ben, DANGER);
    for person in [&ana, &ben] {
        begins_with_danger(&person.hears().await.calls[0]);
    }
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    ana.writes("menu");
    ana.hears().await;
    let (_, service) = bot.stop().await;
    let later = moment("2030-01-01T00:00:00Z");
    assert_eq!(service.store().take_unanswered(&service.id(), later).await.unwrap(), []);
}
