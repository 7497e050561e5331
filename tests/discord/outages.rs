//! Discord is away for a while, or the program is: whoever is on duty hears of it in the end, and an adviser's words
//! arrive once or wait where everybody can see them.

use std::time::Duration;

use serde_json::json;

use signpost::enquiry::notice::{NoticeState, Recipient};
use signpost::enquiry::{AdviserName, Reference};
use signpost::store::NoticeFilter;

use crate::advisers::{asks, card, says};
use crate::bot::{Bot, NOW, desk_places, until};
use crate::common::{self, moment};
use crate::fake::faults::{Fate, Gate};
use crate::fake::{Call, DESK, DUTY_ROLE, Fake};
use crate::process::{Program, comes_to_the_preview, is_connected};

const REPLY: &str = "Ask for a review.";
const TO_ANA: &str = "/channels/1000100/messages";
const DANGER: &str = "my stepdad hits me and I am scared to go home";

/// Stops, lets time pass, and starts again: the clock of a bot under test stands still.
async fn later(bot: Bot, seconds: u64) -> Bot {
    let (fake, service) = bot.stop().await;
    fake.time_passes(Duration::from_secs(seconds));
    let since_ten = fake.world(|world| i64::try_from(world.now.as_secs()).unwrap());
    let now = moment(NOW).instant() + chrono::TimeDelta::seconds(since_ten);
    Bot::start_at(fake, service, desk_places(), &now.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

async fn is_answered_by_store(bot: &Bot, reference: &Reference) {
    let (store, id, by) = (bot.service.store(), bot.service.id(), AdviserName::new("robin"));
    store.claim(&id, reference, &by, moment(NOW)).await.unwrap();
    store.reply(&id, reference, &by, REPLY, moment(NOW)).await.unwrap();
}

async fn to_family(bot: &Bot, reference: &Reference) -> (u32, NoticeState) {
    let filter = NoticeFilter { state: None, reference: Some(reference.clone()) };
    let notices = bot.service.store().notices(&bot.service.id(), &filter).await.unwrap();
    let notice = notices.iter().find(|notice| matches!(notice.to, Recipient::Family(_))).unwrap();
    (notice.attempts, notice.state)
}

fn is_ping(call: &&Call) -> bool {
    call.body["allowed_mentions"]["roles"] == json!([DUTY_ROLE.to_string()])
}

fn brings_the_reply(call: &&Call) -> bool {
    call.path == TO_ANA && call.is_done() && !call.is_repeat && call.words().contains(REPLY)
}

#[tokio::test]
async fn after_an_outage_of_ten_minutes_duty_is_pinged_and_the_reply_waits_where_all_can_see_it() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    ana.writes(DANGER);
    ana.hears().await;
    bot.fake.goes_down("POST", "/channels/");
    let reference = asks(&bot, &ana, "Can you help us?").await;
    is_answered_by_store(&bot, &reference).await;
    let mut bot = bot;
    for (tries, seconds) in [(1, 40), (2, 110), (3, 400)] {
        // Each of these is refused in a way that does not say that nothing was sent.
        bot.fake.wait_for(tries, |call| is_ping(&call) && call.status == 503).await;
        until(async || to_family(&bot, &reference).await.0 == tries as u32).await;
        bot = later(bot, seconds).await;
    }
    bot.fake.wait_for(4, |call| is_ping(&call)).await;
    until(async || to_family(&bot, &reference).await.1 == NoticeState::Dead).await;
    bot.fake.comes_back();
    let bot = later(bot, 30 * 60).await;
    bot.fake.wait_for(1, |call| is_ping(&call) && call.is_done()).await;
    card(&bot, &reference, "could not be delivered").await;
    ana.looks_away();
    ana.command("menu", json!([]));
    let waits = common::library().phrases().discord.something_waits.clone();
    assert!(says(&ana.hears().await).starts_with(&waits));
    ana.command("my-questions", json!([]));
    assert!(says(&ana.hears().await).contains(REPLY));
    let (fake, _) = bot.stop().await;
    let journal = fake.journal();
    assert_eq!(journal.iter().filter(|call| is_ping(call) && call.is_done()).count(), 1);
    assert_eq!(journal.iter().filter(brings_the_reply).count(), 0, "it may have arrived");
}

#[tokio::test]
async fn while_there_is_no_way_to_a_family_nothing_was_sent_and_it_is_brought_once_there_is() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let reference = asks(&bot, &ana, "Can you help us?").await;
    bot.fake.goes_down("POST", "/users/@me/channels");
    is_answered_by_store(&bot, &reference).await;
    let mut bot = bot;
    for (tries, seconds) in [(1, 40), (2, 110), (3, 400), (4, 1_500)] {
        until(async || to_family(&bot, &reference).await == (tries, NoticeState::Due)).await;
        bot.fake.wait_for(tries as usize, |call| call.path == "/users/@me/channels").await;
        bot = later(bot, seconds).await;
    }
    bot.fake.comes_back();
    let bot = later(bot, 2 * 60 * 60).await;
    bot.fake.wait_for(1, |call| brings_the_reply(&call)).await;
    let (fake, _) = bot.stop().await;
    assert_eq!(fake.journal().iter().filter(brings_the_reply).count(), 1);
}

/// Killed once Discord has the reply, and before anybody here heard so.
async fn is_killed_after_discord_took_it(fake: &Fake) -> (Program, String) {
    let mut program = Program::start_as(fake, &["discord"]);
    let ana = fake.person(100, "Ana");
    is_connected(fake, 1).await;
    let preview = comes_to_the_preview(&ana).await;
    ana.presses(preview.last(), "Yes, pass it on");
    let kept = says(&ana.hears().await);
    let reference = kept.split("Your reference is ").nth(1).and_then(|rest| rest.split(' ').next());
    let reference = reference.expect("a reference").trim_end_matches('.').to_owned();
    let gate = Gate::default();
    fake.plan("POST", TO_ANA, 1, Fate::DoneAndHeld(gate.clone()));
    for arguments in [vec!["queue", "claim", &reference], vec!["queue", "reply", &reference, REPLY]] {
        let output = program.beside(&arguments);
        assert!(output.status.success(), "{output:?}");
    }
    gate.is_reached().await;
    program.is_killed();
    (program, reference)
}

#[tokio::test]
async fn killed_after_discord_took_the_reply_and_started_an_hour_later_it_is_not_doubled() {
    let fake = Fake::start().await;
    let (mut program, reference) = is_killed_after_discord_took_it(&fake).await;
    fake.time_passes(Duration::from_secs(60 * 60));
    program.starts_again_at(&fake, "2026-11-24T11:00:00Z");
    let says_so = |call: &Call| call.channel == Some(DESK) && call.words().contains("could not be delivered");
    fake.wait_for(1, says_so).await;
    assert_eq!(
        fake.journal().iter().filter(brings_the_reply).count(),
        1,
        "nobody can tell it from a second one"
    );
    let undelivered = program.beside(&["queue", "undelivered"]);
    let undelivered = String::from_utf8(undelivered.stdout).unwrap();
    assert!(undelivered.starts_with(&format!("{reference}: answered to the family")), "{undelivered}");
    assert!(undelivered.contains("it may have arrived"), "{undelivered}");
    // Trying again does not send what may be there, and says so to whoever tries.
    let retried = program.beside(&["queue", "undelivered", "--retry"]);
    let retried = String::from_utf8(retried.stdout).unwrap();
    assert!(retried.starts_with("0 messages are tried again"), "{retried}");
    assert!(retried.contains(&reference) && retried.contains("--even-twice"), "{retried}");
    // Whoever knows it may decide that it is sent again, and the family reads that it may be the second.
    let decided = program.beside(&["queue", "undelivered", "--retry", "--even-twice"]);
    assert_eq!(String::from_utf8(decided.stdout).unwrap(), "1 messages are tried again now.\n");
    program.is_killed();
    program.starts_again_at(&fake, "2026-11-24T11:01:00Z");
    let brought = fake.wait_for(2, |call| brings_the_reply(&call)).await;
    let again = common::library().phrases().discord.news_again.clone();
    assert_eq!([0, 1].map(|which| brought[which].words().contains(&again)), [false, true]);
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}

#[tokio::test]
async fn started_again_while_discord_still_knows_it_the_reply_is_there_once_and_counts_as_sent() {
    let fake = Fake::start().await;
    let (mut program, _) = is_killed_after_discord_took_it(&fake).await;
    fake.time_passes(Duration::from_secs(100));
    program.starts_again_at(&fake, "2026-11-24T10:01:40Z");
    fake.wait_for(2, |call| call.path == TO_ANA && call.words().contains(REPLY)).await;
    assert_eq!(fake.journal().iter().filter(brings_the_reply).count(), 1);
    let undelivered = program.beside(&["queue", "undelivered"]);
    assert!(String::from_utf8(undelivered.stdout).unwrap().starts_with("Every message was delivered"));
    assert_eq!(fake.complaints(), [] as [&str; 0]);
}
