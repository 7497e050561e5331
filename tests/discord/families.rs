//! Families, from a press to a kept enquiry.

use serde_json::{Value, json};

use signpost::conversation::Message;
use signpost::enquiry::{AdviserName, Contact, Reference};
use signpost::store::QueueFilter;

use crate::bare::discord_words;
use crate::bot::{Bot, NOW, check_same_words, kiosk, wrote};
use crate::common;
use crate::fake::{BOT, Call, TOKEN};

#[tokio::test]
async fn a_family_asks_in_a_direct_message_and_reads_the_words_of_the_kiosk() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    let answer = bot.answer(1).await;
    let asked = wrote("what is sen support");
    let reply = kiosk(std::slice::from_ref(&asked));
    check_same_words(&answer, &reply);
    ana.presses(&answer, &reply.choices[1]);
    let next = bot.answer(2).await;
    check_same_words(&next, &kiosk(&[asked, Message::Picked(1)]));
    bot.stop().await;
}

#[tokio::test]
async fn a_reference_is_shown_once_the_enquiry_is_kept() {
    let bot = Bot::start().await;
    let phrases = bot.service.library().phrases().clone();
    let ana = bot.person(100, false);
    ana.command("adviser", json!([]));
    bot.answer(1).await;
    ana.writes("Who can change the **targets**? <@5>");
    let stage = bot.answer(2).await;
    ana.presses(&stage, "I am not sure");
    bot.answer(3).await;
    ana.writes("no");
    let contact = bot.answer(4).await;
    ana.presses(&contact, &phrases.reach_me_here);
    let preview = bot.answer(5).await;
    assert!(preview.words().contains("\\*\\*targets\\*\\*? \\<@5\\>"), "{}", preview.words());
    let press = ana.press(&preview, "Yes, pass it on");
    ana.dispatch(press.clone());
    let kept = bot.answer(6).await;
    let shown = discord_words(&kept.words()).join(" ");
    let reference = shown.split("Your reference is ").nth(1).expect("a reference");
    let reference =
        Reference::read(reference.split_whitespace().next().unwrap().trim_end_matches('.')).unwrap();
    let (store, service, now) = (bot.service.store(), bot.service.id(), common::moment(NOW));
    let enquiry =
        store.show(&service, &reference, &AdviserName::new("robin"), now).await.expect("it is in the store");
    assert_eq!(enquiry.question, "Who can change the **targets**? <@5>");
    assert_eq!(enquiry.contact, Contact::Discord("100".to_owned()));

    // The same press once more, as Discord may deliver it; then another message, to know that it is over.
    ana.dispatch(press);
    bot.fake.wait_for(5, Call::is_callback).await;
    ana.writes("menu");
    bot.answer(7).await;
    let queue = store.queue(&service, &QueueFilter::every_status()).await.unwrap();
    assert_eq!(queue.len(), 1);
    assert_eq!(bot.fake.journal().iter().filter(|call| call.is_answer()).count(), 7);
    bot.stop().await;
}

#[tokio::test]
async fn words_of_danger_are_answered_where_no_setting_hides_it() {
    let bot = Bot::start().await;
    bot.person(100, false).writes("I want to kill myself");
    let answer = bot.answer(1).await;
    check_same_words(&answer, &kiosk(&[wrote("I want to kill myself")]));
    assert!(answer.body["content"].as_str().unwrap().contains("999"), "{answer:?}");
    bot.stop().await;
}

#[tokio::test]
async fn the_same_message_twice_and_messages_of_bots_do_nothing() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    let first = ana.writes("what is sen support");
    bot.answer(1).await;
    ana.fake.send("MESSAGE_CREATE", ana.message(first, "what is sen support"));
    let mut from_bot = ana.message(ana.fake.fresh_id(), "what is sen support");
    from_bot["author"]["bot"] = json!(true);
    ana.fake.send("MESSAGE_CREATE", from_bot);
    let mut from_webhook = ana.message(ana.fake.fresh_id(), "what is sen support");
    from_webhook["webhook_id"] = json!("77");
    ana.fake.send("MESSAGE_CREATE", from_webhook);
    ana.writes("menu");
    let second = bot.answer(2).await;
    check_same_words(&second, &kiosk(&[wrote("menu")]));
    let (fake, _) = bot.stop().await;
    assert_eq!(fake.journal().iter().filter(|call| call.is_answer()).count(), 2);
}

#[tokio::test]
async fn an_old_button_explains_itself() {
    let bot = Bot::start().await;
    let library = common::library();
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    let old = bot.answer(1).await;
    let label = kiosk(&[wrote("what is sen support")]).choices[1].clone();
    ana.writes("menu");
    bot.answer(2).await;
    ana.presses(&old, &label);
    let explained = bot.answer(3).await;
    let shown = discord_words(&explained.words()).join(" ");
    assert!(shown.starts_with(&library.phrases().discord.old_button), "{shown}");
    // The buttons that are always there never grow old.
    ana.presses(&old, &library.phrases().talk_to_adviser);
    let told = [wrote("what is sen support"), wrote("menu"), wrote("adviser")];
    check_same_words(&bot.answer(4).await, &kiosk(&told));
    bot.stop().await;
}

#[tokio::test]
async fn a_picture_alone_is_told_what_can_be_read() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    ana.writes("");
    let shown = discord_words(&bot.answer(1).await.words()).join(" ");
    assert!(shown.starts_with(&common::library().phrases().discord.no_words), "{shown}");
    bot.stop().await;
}

#[tokio::test]
async fn in_a_server_only_the_family_sees_the_answer() {
    let bot = Bot::start().await;
    let library = common::library();
    let ben = bot.person(300, true);
    let is_private = |call: &Call| call.body["data"]["flags"].as_u64().is_some_and(|flags| flags & 64 != 0);

    ben.writes("nobody asked Signpost");
    ben.writes(&format!("<@{BOT}> what is sen support"));
    let public = bot.answer(1).await;
    assert_eq!(public.body["content"], library.phrases().discord.mention);
    assert_eq!(public.body.get("embeds").and_then(Value::as_array).map_or(0, Vec::len), 0);

    ben.presses(&public, &library.phrases().discord.open);
    let answer = bot.answer(2).await;
    check_same_words(&answer, &kiosk(&[wrote("what is sen support")]));

    ben.presses(&answer, &library.phrases().discord.write);
    let window = bot.fake.wait_for(2, Call::is_callback).await.swap_remove(1);
    ben.fills(&window, "menu");
    check_same_words(&bot.answer(3).await, &kiosk(&[wrote("menu")]));

    ben.command("ask", json!([{ "name": "question", "type": 3, "value": "what is sen support" }]));
    check_same_words(&bot.answer(4).await, &kiosk(&[wrote("what is sen support")]));
    let (fake, _) = bot.stop().await;
    for call in fake.journal().iter().filter(|call| call.is_callback() && call.body["type"] == 5) {
        assert!(is_private(call), "{call:?}");
    }
    assert_eq!(fake.journal().iter().filter(|call| call.path.starts_with("/channels/")).count(), 1);
}

#[tokio::test]
async fn titles_are_offered_while_a_question_is_typed() {
    let bot = Bot::start().await;
    bot.person(100, false).completes("sen support");
    let offered = bot.fake.wait_for(1, Call::is_callback).await.swap_remove(0);
    assert_eq!(offered.body["type"], 8);
    let choices = offered.body["data"]["choices"].as_array().unwrap();
    assert!((1..=25).contains(&choices.len()));
    assert!(choices.iter().all(|choice| {
        let name = choice["name"].as_str().unwrap().to_lowercase();
        name.contains("sen") && name.contains("support")
    }));
    bot.stop().await;
}

#[tokio::test]
async fn what_is_forgotten_is_not_kept() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    bot.answer(1).await;
    let key = signpost::store::SessionKey::new("discord:100");
    let kept = async |bot: &Bot| bot.service.store().load_session(&bot.service.id(), &key).await.unwrap();
    assert!(kept(&bot).await.is_some());
    ana.command("forget-me", json!([]));
    bot.answer(2).await;
    assert_eq!(kept(&bot).await, None);
    bot.stop().await;
}

#[tokio::test]
async fn commands_are_registered_once_and_a_conversation_survives_a_restart() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    let answer = bot.answer(1).await;
    bot.fake.wait_for(1, |call| call.method == "PUT").await;
    let reply = kiosk(&[wrote("what is sen support")]);
    let (fake, service) = bot.stop().await;
    let bot = Bot::start_with(fake, service);
    ana.presses(&answer, &reply.choices[1]);
    let next = bot.answer(2).await;
    check_same_words(&next, &kiosk(&[wrote("what is sen support"), Message::Picked(1)]));
    let (fake, _) = bot.stop().await;
    assert_eq!(fake.journal().iter().filter(|call| call.method == "PUT").count(), 1);
    assert!(fake.journal().iter().all(|call| {
        call.path.starts_with("/interactions/")
            || call.path.starts_with("/webhooks/")
            || call.authorization == format!("Bot {TOKEN}")
    }));
}
