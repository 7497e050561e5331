//! The gateway's own troubles: connections lost and taken up again, events twice, out of order or unreadable.

use serde_json::{Value, json};

use signpost::channel::discord::{self, DiscordSettings};
use signpost::store::QueueFilter;

use crate::bot::{Bot, NOW, check_same_words, kiosk, service, wrote};
use crate::common;
use crate::fake::{Fake, Person, SERVER};

const QUESTION: &str = "what is sen support";

async fn is_answered(ana: &Person) {
    ana.writes(QUESTION);
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION)]));
}

#[tokio::test]
async fn only_intents_that_nobody_has_to_grant_are_asked_for() {
    let bot = Bot::start().await;
    is_answered(&bot.person(100, false)).await;
    let intents = bot.fake.gateway(|gateway| gateway.last_identify["intents"].clone());
    assert_eq!(intents, json!(4609), "GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES");
    bot.stop().await;
}

#[tokio::test]
async fn what_happened_while_the_line_was_down_is_answered_after_a_resume() {
    for break_it in [
        (|fake: &Fake| fake.gateway(|gateway| gateway.asks_to_reconnect())) as fn(&Fake),
        |fake| fake.gateway(|gateway| gateway.closes(4000)),
        |fake| fake.gateway(|gateway| gateway.cuts_mid_frame()),
        |fake| fake.gateway(|gateway| gateway.invalidates(true)),
    ] {
        let bot = Bot::start().await;
        let (ana, ben) = (bot.person(100, false), bot.person(300, false));
        is_answered(&ana).await;
        break_it(&bot.fake);
        is_answered(&ben).await;
        bot.fake.wait_gateway(|gateway| gateway.resumed == 1).await;
        assert_eq!(bot.fake.gateway(|gateway| gateway.identified), 1);
        // What is replayed and was heard before is not answered again.
        ana.writes("menu");
        ana.hears().await;
        let answers = bot.fake.journal().into_iter().filter(|call| call.is_answer()).count();
        assert_eq!(answers, 3);
        bot.stop().await;
    }
}

#[tokio::test]
async fn after_an_invalid_session_it_introduces_itself_anew_and_conversations_go_on() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    is_answered(&ana).await;
    bot.fake.gateway(|gateway| gateway.invalidates(false));
    bot.fake.wait_gateway(|gateway| gateway.identified == 2).await;
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    // The commands are as they were, so Discord is not told them again.
    assert_eq!(bot.fake.journal().iter().filter(|call| call.method == "PUT").count(), 1);
    bot.stop().await;
}

#[tokio::test]
async fn after_a_session_that_timed_out_it_introduces_itself_anew() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    is_answered(&ana).await;
    bot.fake.gateway(|gateway| gateway.closes(4009));
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    assert_eq!(bot.fake.gateway(|gateway| (gateway.identified, gateway.resumed)), (2, 0));
    bot.stop().await;
}

#[tokio::test]
async fn a_resume_that_is_refused_ends_in_a_new_session() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    is_answered(&ana).await;
    bot.fake.gateway(|gateway| {
        gateway.is_refusing_resumes = true;
        gateway.closes(4000);
    });
    bot.fake.wait_gateway(|gateway| gateway.identified == 2).await;
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    bot.stop().await;
}

#[tokio::test]
async fn a_gateway_that_no_longer_answers_heartbeats_is_left() {
    let fake = Fake::start().await;
    fake.gateway(|gateway| gateway.heartbeat_millis = 50);
    let bot = Bot::start_with(fake, service());
    let ana = bot.person(100, false);
    is_answered(&ana).await;
    bot.fake.gateway(|gateway| gateway.is_acknowledging = false);
    bot.fake.wait_gateway(|gateway| gateway.identified == 2).await;
    bot.fake.gateway(|gateway| gateway.is_acknowledging = true);
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    bot.stop().await;
}

#[tokio::test]
async fn compressed_frames_are_read() {
    let fake = Fake::start().await;
    fake.gateway(|gateway| gateway.is_compressing = true);
    let bot = Bot::start_with(fake, service());
    is_answered(&bot.person(100, false)).await;
    bot.stop().await;
}

#[tokio::test]
async fn a_token_that_discord_does_not_know_ends_it_with_a_reason_without_the_token() {
    let fake = Fake::start().await;
    let settings = DiscordSettings::new("s3cret-and-wrong", None, Some(common::moment(NOW))).unwrap();
    let ended = discord::run_until(service(), settings.through(fake.client()), std::future::pending()).await;
    let said = format!("{:#}", ended.unwrap_err());
    assert!(!said.contains("s3cret"), "{said}");
}

#[tokio::test]
async fn what_comes_twice_or_out_of_order_is_done_once() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    is_answered(&ana).await;
    // Changed and deleted before it was written, and written with an older number.
    let early = bot.fake.fresh_id();
    ana.edits(early, "menu");
    ana.deletes(early);
    let late = ana.message(early, "menu");
    bot.fake.gateway(|gateway| gateway.raw(json!({ "op": 0, "t": "MESSAGE_CREATE", "s": 1, "d": late })));
    let menu = ana.hears().await;
    check_same_words(menu.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    // The same again, by its event and by a second delivery of the same frame.
    bot.fake.send("MESSAGE_CREATE", late.clone());
    bot.fake.gateway(|gateway| gateway.raw(json!({ "op": 0, "t": "MESSAGE_CREATE", "s": 2, "d": late })));
    // An edit is no question of its own.
    ana.edits(early, "what is an ehc plan");
    ana.writes("help");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu"), wrote("help")]));
    assert_eq!(bot.fake.journal().iter().filter(|call| call.is_answer()).count(), 3);
    bot.stop().await;
}

#[tokio::test]
async fn a_press_on_two_devices_passes_one_question_on() {
    let bot = Bot::start().await;
    let phrases = bot.service.library().phrases().clone();
    let ana = bot.person(100, false);
    ana.command("adviser", json!([]));
    ana.hears().await;
    for words in ["Who can change the targets?", "I am not sure", "no", phrases.reach_me_here.as_str()] {
        ana.writes(words);
        ana.hears().await;
    }
    let preview = bot.fake.journal().into_iter().rfind(|call| call.is_answer()).unwrap();
    let (first, second) = (ana.press(&preview, "Yes, pass it on"), ana.press(&preview, "Yes, pass it on"));
    ana.dispatch(first);
    ana.dispatch(second);
    ana.hears().await;
    ana.hears().await;
    let queue = bot.service.store().queue(&bot.service.id(), &QueueFilter::every_status()).await.unwrap();
    assert_eq!(queue.len(), 1);
    bot.stop().await;
}

/// Events that serenity cannot read, or that no bot expects.
fn strange(ana: &Person) -> Vec<(&'static str, Value)> {
    let fresh = || ana.fake.fresh_id();
    let interaction = |kind: u8, data: Value| ana.interaction(fresh(), kind, data);
    let mut no_locale = interaction(2, json!({ "id": "51", "name": "menu", "type": 1 }));
    no_locale.as_object_mut().unwrap().remove("locale");
    let mut no_author = ana.message(fresh(), "hello");
    no_author.as_object_mut().unwrap().remove("author");
    let mut number_as_words = ana.message(fresh(), "hello");
    number_as_words["content"] = json!(7);
    vec![
        ("INTERACTION_CREATE", no_locale),
        ("INTERACTION_CREATE", interaction(77, json!({}))),
        ("INTERACTION_CREATE", json!({})),
        ("INTERACTION_CREATE", Value::Null),
        ("MESSAGE_CREATE", no_author),
        ("MESSAGE_CREATE", number_as_words),
        ("MESSAGE_CREATE", json!([1, 2, 3])),
        ("SOMETHING_NEW_ON_DISCORD", json!({ "guild_id": SERVER.to_string(), "what": "a poll of polls" })),
        ("TYPING_START", json!({ "channel_id": "1", "user_id": "100", "timestamp": 1 })),
    ]
}

#[tokio::test]
async fn what_cannot_be_read_disturbs_nobody() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    is_answered(&ana).await;
    for (kind, event) in strange(&ana) {
        bot.fake.send(kind, event);
    }
    bot.fake.gateway(|gateway| {
        gateway.raw(json!({ "op": 0, "t": null, "s": null, "d": null }));
        gateway.raw(json!({ "op": 42, "d": "new" }));
        gateway.raw(json!("not even an object"));
        gateway.raw(json!([]));
    });
    ana.writes("menu");
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), wrote("menu")]));
    assert_eq!(bot.fake.journal().iter().filter(|call| call.is_answer()).count(), 2);
    bot.stop().await;
}

#[tokio::test]
async fn stickers_voices_polls_and_forwarded_messages_are_told_what_can_be_read() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    let told = bot.service.library().phrases().discord.no_words.clone();
    let file = json!({ "id": "5", "filename": "voice-message.ogg", "size": 9, "url": "https://e.org/v",
                       "proxy_url": "https://e.org/v", "duration_secs": 2.0, "waveform": "AAAA",
                       "content_type": "audio/ogg" });
    let forwarded = json!([{ "message": { "content": "what is an ehc plan", "type": 0, "embeds": [],
        "attachments": [], "mentions": [], "mention_roles": [], "flags": 0, "components": [],
        "timestamp": "2026-11-24T10:00:00.000000+00:00", "edited_timestamp": null } }]);
    for more in [
        json!({ "sticker_items": [{ "id": "6", "name": "wave", "format_type": 1 }] }),
        json!({ "attachments": [file], "flags": 8192 }),
        json!({ "message_snapshots": forwarded, "flags": 16384,
                "message_reference": { "type": 1, "message_id": "9", "channel_id": "8" } }),
        json!({ "poll": { "question": { "text": "tea?" }, "answers": [], "expiry": null,
                          "allow_multiselect": false, "layout_type": 1 } }),
    ] {
        let mut message = ana.message(bot.fake.fresh_id(), "");
        message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ana.sends(message);
        let words = ana.hears().await.words();
        assert!(words.starts_with(&told), "{more}: {words}");
    }
    bot.stop().await;
}
