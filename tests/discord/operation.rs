//! What the operator relies on: one noisy person slows nobody else, the off switch holds here too, and what happened is
//! counted and read over the health and metrics pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use signpost::channel::discord::{self, DiscordSettings, Shards};
use signpost::channel::switch::{self, Who};
use signpost::conversation::Message;
use signpost::pace::PERSON;
use signpost::serve::{self, Watched};
use signpost::service::Service;
use signpost::store::memory::MemoryStore;
use signpost::watch::{Became, Did};

use crate::bot::{Bot, NOW, check_same_words, drawn, kiosk, service, until, wrote};
use crate::common;
use crate::fake::{Call, Fake, TOKEN};

fn slow() -> String {
    common::library().phrases().discord.slow.clone()
}

fn goes() -> usize {
    usize::try_from(PERSON.goes).unwrap()
}

#[tokio::test]
async fn one_noisy_person_is_told_once_and_nobody_else_is_slowed() {
    let bot = Bot::start().await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, false));
    for _ in 0..goes() + 30 {
        ana.writes("menu");
    }
    ben.writes("what is sen support");
    let bens = format!("/channels/{}/", ben.channel);
    let is_bens = |call: &Call| call.is_answer() && call.path.contains(&bens);
    let answer = bot.fake.wait_for(1, is_bens).await.swap_remove(0);
    check_same_words(&answer, &kiosk(&[wrote("what is sen support")]));

    // However much has been asked, danger is answered.
    bot.fake.wait_for(goes() + 2, Call::is_answer).await;
    ana.writes("I want to kill myself");
    let urgent = bot.answer(goes() + 3).await;
    check_same_words(&urgent, &kiosk(&[wrote("menu"), wrote("I want to kill myself")]));
    let (fake, service) = bot.stop().await;
    let told = fake.journal().iter().filter(|call| call.words().contains(&slow())).count();
    assert_eq!(told, 1, "one sentence, then quiet");
    let done = service.watch().seen().done;
    assert_eq!(done.get(&(Did::Message, Became::Slowed)), Some(&1));
    assert_eq!(done.get(&(Did::Message, Became::Silent)), Some(&29));
}

#[tokio::test]
async fn a_press_or_command_too_many_is_acknowledged_and_leads_nowhere() {
    let bot = Bot::start().await;
    let ben = bot.person(300, true);
    ben.command("menu", json!([]));
    let menu = bot.answer(1).await;
    for _ in 1..goes() {
        ben.presses(&menu, &common::library().phrases().menu);
    }
    bot.fake.wait_for(goes(), Call::is_answer).await;
    let callback = async |number: usize| {
        bot.fake.wait_for(goes() + number, Call::is_callback).await.swap_remove(goes() + number - 1)
    };
    let menu_label = common::library().phrases().menu.clone();
    ben.presses(&menu, &menu_label);
    let told = callback(1).await;
    assert_eq!((&told.body["type"], &told.body["data"]["content"]), (&json!(4), &json!(slow())));
    assert_eq!(told.body["data"]["flags"], json!(64), "for the family alone");
    ben.presses(&menu, &menu_label);
    assert_eq!(callback(2).await.body["type"], json!(6), "a press is let go without a word");
    ben.command("menu", json!([]));
    let again = callback(3).await;
    assert_eq!(again.body["data"]["content"], json!(slow()), "a command cannot be met with silence");
    ben.command("ask", json!([{ "name": "question", "type": 3, "value": "I want to kill myself" }]));
    assert_eq!(callback(4).await.body["type"], json!(5), "danger is answered");
    bot.fake.wait_for(goes() + 1, |call| call.is_answer() && !call.is_callback()).await;
    bot.stop().await;
}

#[tokio::test]
async fn switched_off_new_questions_get_the_message_and_danger_is_answered() {
    let bot = Bot::start().await;
    let who = Who { name: "robin".to_owned() };
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    bot.answer(1).await;
    let reason = "We are checking a page that may be wrong.";
    switch::off(&bot.service, reason, &who, common::moment(NOW)).await.unwrap();
    ana.writes("who pays for transport");
    let told = bot.answer(2).await.words();
    assert!(told.contains("not answering questions just now") && told.contains(reason), "{told}");
    ana.writes("I want to kill myself");
    let asked = [wrote("what is sen support"), wrote("I want to kill myself")];
    check_same_words(&bot.answer(3).await, &kiosk(&asked));
    switch::on(&bot.service, &who, common::moment(NOW)).await.unwrap();
    ana.writes("back");
    let back = [asked[0].clone(), asked[1].clone(), Message::Text("back".to_owned())];
    check_same_words(&bot.answer(4).await, &kiosk(&back));
    bot.stop().await;
}

/// Status and body of one page.
async fn page(address: std::net::SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

#[tokio::test]
async fn serve_tells_of_health_and_counts_while_families_are_answered() {
    let fake = Fake::start().await;
    let serving = service();
    let settings = DiscordSettings::new(TOKEN, None, Some(common::moment(NOW))).unwrap();
    let settings = settings.through(fake.client()).with_shards(Shards::Range { first: 0, last: 0, of: 1 });
    let listener = serve::listen("127.0.0.1:0".parse().unwrap(), false).await.unwrap();
    let address = listener.local_addr().unwrap();
    let watched =
        Watched { service: serving.clone(), has_gateway: true, clock: Box::new(|| common::moment(NOW)) };
    let watch = serving.watch().clone();
    let (end, ended) = oneshot::channel();
    let running = tokio::spawn(serve::beside(listener, watched, async move {
        discord::run_until(serving, settings, async {
            let _ = ended.await;
        })
        .await
    }));
    let ana = fake.person(100, "Ana");
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": "my son Zaphod has no plan" }]));
    fake.wait_for(1, Call::is_answer).await;
    assert_eq!(page(address, "/healthz").await, (200, "store: answers\ngateway: connected\n".to_owned()));
    let (_, metrics) = page(address, "/metrics").await;
    for line in ["signpost_gateway_connected{shard=\"0\"} 1", "signpost_acknowledgement_seconds_count 1"] {
        assert!(metrics.contains(line), "`{line}` is not in\n{metrics}");
    }
    end.send(()).unwrap();
    running.await.unwrap().unwrap();
    assert_eq!(watch.seen().done.get(&(Did::Command, Became::Answered)), Some(&1));
    assert!(!metrics.contains("Zaphod"));
}

#[tokio::test]
async fn by_itself_it_takes_as_many_shards_as_discord_advises() {
    let fake = Fake::start().await;
    fake.world(|world| world.shards = 2);
    let settings = DiscordSettings::new(TOKEN, None, Some(common::moment(NOW))).unwrap();
    let bot = Bot::start_as(fake, service(), settings.with_shards("auto".parse().unwrap()));
    bot.fake.wait_gateway(|gateway| gateway.identified == 2).await;
    let shard = bot.fake.gateway(|gateway| gateway.last_identify["shard"].clone());
    assert_eq!(shard, json!([1, 2]), "the second of two");
    let both = BTreeMap::from([(0, true), (1, true)]);
    until(async || bot.service.watch().seen().shards == both).await;
    // A server belongs to one of them, and direct messages to the first: each is answered once.
    for (number, in_server) in [(1, false), (2, true)] {
        let ana = bot.person(100, in_server);
        ana.command("ask", json!([{ "name": "question", "type": 3, "value": "what is sen support" }]));
        bot.answer(number).await;
    }
    let (fake, _) = bot.stop().await;
    assert_eq!(fake.journal().iter().filter(|call| call.is_answer()).count(), 2);
    let asked = fake.journal().iter().filter(|call| call.path == "/gateway/bot").count();
    assert!(asked >= 1, "Discord was asked how many");
}

#[tokio::test]
async fn two_processes_share_the_shards_and_do_everything_once() {
    let fake = Fake::start().await;
    let shared = Arc::new(MemoryStore::new());
    let process = |shard: u32| {
        let settings = DiscordSettings::new(TOKEN, None, Some(common::moment(NOW))).unwrap();
        let shards = Shards::Range { first: shard, last: shard, of: 2 };
        let settings = settings.through(fake.client()).with_shards(shards);
        let (end, ended) = oneshot::channel::<()>();
        // One store, and nothing else in common: each process has a service of its own.
        let serving = Service::new(common::library(), shared.clone(), drawn);
        let watch = serving.watch().clone();
        let running = tokio::spawn(async move {
            discord::run_until(serving, settings, async {
                let _ = ended.await;
            })
            .await
        });
        (end, running, watch)
    };
    let processes = [process(0), process(1)];
    fake.wait_gateway(|gateway| gateway.identified == 2).await;
    let ana = fake.person(100, "Ana");
    let message = ana.message(fake.fresh_id(), "what is sen support");
    ana.sends(message.clone());
    let answer = fake.wait_for(1, Call::is_answer).await.swap_remove(0);
    check_same_words(&answer, &kiosk(&[wrote("what is sen support")]));
    // As after a shard has moved: what the other process did is not done again.
    ana.sends(message);
    ana.writes("menu");
    let menu = fake.wait_for(2, Call::is_answer).await.swap_remove(1);
    check_same_words(&menu, &kiosk(&[wrote("what is sen support"), wrote("menu")]));
    for (shard, (end, running, watch)) in processes.into_iter().enumerate() {
        let shards: Vec<u32> = watch.seen().shards.into_keys().collect();
        assert_eq!(shards, [u32::try_from(shard).unwrap()]);
        end.send(()).unwrap();
        running.await.unwrap().unwrap();
    }
    assert_eq!(fake.journal().iter().filter(|call| call.is_answer()).count(), 2);
}
