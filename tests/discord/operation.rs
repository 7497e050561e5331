//! What the operator relies on: one noisy person slows nobody else, the off switch holds here too, and what happened is
//! counted and read over the health and metrics pages.

use std::sync::Arc;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use signpost::channel::discord::{self, DiscordSettings, Shards};
use signpost::channel::switch::{self, Who};
use signpost::pace::PERSON;
use signpost::serve::{self, Watched};
use signpost::service::Service;
use signpost::store::memory::MemoryStore;

use crate::bot::{Bot, NOW, check_same_words, drawn, kiosk, wrote};
use crate::common;
use crate::fake::{Call, Fake, TOKEN};

fn is_slow(call: &Call) -> bool {
    call.body.to_string().contains(&common::library().phrases().discord.slow)
}

#[tokio::test]
async fn one_noisy_person_is_told_once_and_nobody_else_is_slowed() {
    let bot = Bot::start().await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, false));
    let goes = usize::try_from(PERSON.goes).unwrap();
    for _ in 0..goes + 30 {
        ana.writes("menu");
    }
    // What Ana sent stands before it in the same connection.
    ben.writes("what is sen support");
    bot.answer(goes + 2).await;
    let is_bens = |call: &Call| call.is_answer() && call.path.contains(&ben.at_home().to_string());
    let answer = bot.fake.wait_for(1, is_bens).await.swap_remove(0);
    check_same_words(&answer, &kiosk(&[wrote("what is sen support")]));

    // However much has been asked, danger is answered.
    ana.writes("I want to kill myself");
    let urgent = bot.fake.wait_for(1, |call| call.is_answer() && call.words().contains("999, or")).await;
    assert!(!urgent.is_empty());
    bot.fake.wait_for(goes + 3, Call::is_answer).await;
    let (fake, service) = bot.stop().await;
    assert_eq!(fake.journal().iter().filter(|call| is_slow(call)).count(), 1, "one sentence, then quiet");
    let seen = service.watch().seen();
    let silent = seen.done.iter().filter(|((_, fate), _)| fate.as_str() == "silent").map(|(_, n)| n).sum::<u64>();
    assert_eq!(silent, 29);
}
