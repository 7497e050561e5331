//! What reaches advisers unasked: danger, by consent or by the service's own policy; and reminders, while somebody is at work.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use signpost::content::{self, CheckOptions, Source};
use signpost::conversation::form::stages;
use signpost::enquiry::notice::{NoticeKind, NoticeState};
use signpost::enquiry::{Reference, Status};
use signpost::library::Library;
use signpost::service::Service;
use signpost::store::memory::MemoryStore;
use signpost::store::{NoticeFilter, QueueFilter};
use signpost::upkeep;

use crate::advisers::{asks, card, robin, status};
use crate::bot::{Bot, NOW, desk_places, drawn, until};
use crate::common::{self, moment};
use crate::fake::faults::Fate;
use crate::fake::{BOT, Call, DESK, DUTY_ROLE, Fake, LOUNGE, Person};

const DANGER: &str = "my stepdad hits me and I am scared to go home";

/// The real content of a service whose profile has this line as well.
pub fn library_with(line: &str) -> Arc<Library> {
    let profile = "knowledge/services/rbwm.toml";
    let mut files: BTreeMap<String, Vec<u8>> = Source::Embedded
        .read()
        .into_iter()
        .map(|found| (found.name, found.bytes.expect("what is embedded can be read").into_owned()))
        .collect();
    let own = String::from_utf8(files.remove(profile).expect("the service has a profile")).unwrap();
    files.insert(profile.to_owned(), format!("{line}\n{own}").into_bytes());
    let options = CheckOptions { today: moment(NOW).date(), release: false };
    match content::load(&Source::Files(files), options) {
        Ok(loaded) => Arc::new(loaded.library),
        Err(report) => panic!("the content cannot be used\n{report}"),
    }
}

async fn bot_with(library: Arc<Library>) -> Bot {
    let service = Service::new(library, Arc::new(MemoryStore::new()), drawn);
    Bot::start_among(Fake::start().await, service, desk_places())
}

fn pings_nobody() -> Value {
    json!({ "parse": [], "users": [], "roles": [] })
}

/// What was posted in the advisers' channel.
fn at_the_desk(fake: &Fake) -> Vec<Call> {
    let is_there = |call: &Call| {
        call.method == "POST" && call.channel == Some(DESK) && call.to.is_none() && call.is_done()
    };
    fake.journal().into_iter().filter(is_there).collect()
}

/// Waits for a message in the advisers' channel that says this.
async fn said_at_the_desk(bot: &Bot, part: &str) -> Call {
    let says_it =
        |call: &Call| call.channel == Some(DESK) && call.to.is_none() && call.words().contains(part);
    bot.fake.wait_for(1, says_it).await.swap_remove(0)
}

#[tokio::test]
async fn danger_that_is_not_passed_on_is_told_to_nobody() {
    let bot = bot_with(common::library()).await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, true));
    ana.writes(DANGER);
    assert!(ana.hears().await.words().contains("call 999"));
    ben.command("ask", json!([{ "name": "question", "type": 3, "value": DANGER }]));
    assert!(ben.hears().await.words().contains("call 999"));
    let (fake, service) = bot.stop().await;
    let notices = service.store().notices(&service.id(), &NoticeFilter::default()).await.unwrap();
    assert_eq!(notices, [], "nobody agreed, and the service has no such policy");
    assert!(at_the_desk(&fake).is_empty());
}

#[tokio::test]
async fn by_policy_the_duty_role_alone_hears_of_danger_and_nothing_of_whose() {
    let bot = bot_with(library_with("danger_notice = \"always\"")).await;
    let ana = bot.person(100, false);
    ana.writes("what is sen support");
    ana.hears().await;
    ana.writes(DANGER);
    let urgent = ana.hears().await;
    assert!(urgent.words().contains("call 999"), "the family is answered first, and as always");
    let ping = said_at_the_desk(&bot, "Words of danger were written").await;
    assert_eq!(
        ping.body["allowed_mentions"],
        json!({ "parse": [], "users": [], "roles": [DUTY_ROLE.to_string()] })
    );
    for kept_back in ["stepdad", "scared", "Ana", "100", "SP-"] {
        assert!(!ping.words().contains(kept_back), "`{kept_back}` is in: {}", ping.words());
    }
    // Pressing a button under it is no second time.
    ana.presses(urgent.last(), &bot.service.library().phrases().menu);
    ana.hears().await;
    let (fake, service) = bot.stop().await;
    assert_eq!(at_the_desk(&fake).len(), 1, "one ping, and no card: nothing was passed on");
    let notices = service.store().notices(&service.id(), &NoticeFilter::default()).await.unwrap();
    assert_eq!(notices.len(), 1);
}

/// Ana asks, with a day by which she has to act.
async fn asks_with_a_date(bot: &Bot, ana: &Person, act_by: &str) -> Reference {
    ana.command("adviser", json!([]));
    let begun = ana.hears().await;
    ana.presses(begun.last(), &stages(&common::library())[1]);
    let window = ana.hears().await;
    ana.fills_all(window.last(), &["Can we appeal?", act_by, ""]);
    let preview = ana.hears().await;
    ana.presses(preview.last(), "Yes, pass it on");
    ana.hears().await;
    let queue = bot.service.store().queue(&bot.service.id(), &QueueFilter::every_status()).await.unwrap();
    queue.iter().max_by_key(|line| line.opened_at).unwrap().reference.clone()
}

/// Whether the reminder of this kind about this enquiry was brought.
async fn is_brought(service: &Service, reference: &Reference, kind: NoticeKind) -> Vec<NoticeState> {
    let filter = NoticeFilter { state: None, reference: Some(reference.clone()) };
    let notices = service.store().notices(&service.id(), &filter).await.unwrap();
    notices.iter().filter(|notice| notice.kind == kind).map(|notice| notice.state).collect()
}

#[tokio::test]
async fn a_legal_date_within_seven_days_is_reminded_of_once_while_somebody_is_at_work() {
    let bot = Bot::start_with_desk().await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, false));
    let near = asks_with_a_date(&bot, &ana, "2 december 2026").await;
    let far = asks_with_a_date(&bot, &ben, "20 january 2027").await;
    card(&bot, &near, "2 December 2026").await;
    card(&bot, &far, "20 January 2027").await;
    // Eight days before, nobody is reminded.
    let bot = bot.starts_again_at("2026-11-24T11:00:00Z").await;
    ana.command("menu", json!([]));
    ana.hears().await;
    assert_eq!(is_brought(&bot.service, &near, NoticeKind::DateNear).await, []);

    // Seven days before, but at night: it waits for the morning.
    let bot = bot.starts_again_at("2026-11-25T03:00:00Z").await;
    let waits = async |service: &Service| {
        let filter = NoticeFilter { state: None, reference: Some(near.clone()) };
        let notices = service.store().notices(&service.id(), &filter).await.unwrap();
        notices.iter().find(|notice| notice.kind == NoticeKind::DateNear).map(|notice| notice.due_at)
    };
    until(async || waits(&bot.service).await == Some(moment("2026-11-25T09:00:00Z"))).await;
    let is_reminder = |call: &Call| call.words().contains("the family has to act by 2 December 2026 (in");
    assert!(!at_the_desk(&bot.fake).iter().any(is_reminder), "nobody is reminded at three in the morning");

    let bot = bot.starts_again_at("2026-11-25T09:00:00Z").await;
    let reminder =
        said_at_the_desk(&bot, "act by 2 December 2026 (in 7 days), and is not answered yet").await;
    assert_eq!(reminder.body["allowed_mentions"], pings_nobody(), "a reminder pings nobody");
    assert!(reminder.words().starts_with(near.as_str()));
    // However many rounds are gone, it is said once; and of the far one nothing.
    let bot = bot.starts_again_at("2026-11-26T10:00:00Z").await;
    ana.command("menu", json!([]));
    ana.hears().await;
    let (fake, service) = bot.stop().await;
    assert_eq!(at_the_desk(&fake).into_iter().filter(is_reminder).count(), 1);
    assert_eq!(is_brought(&service, &near, NoticeKind::DateNear).await, [NoticeState::Sent]);
    assert_eq!(is_brought(&service, &far, NoticeKind::DateNear).await, []);
}

#[tokio::test]
async fn a_claim_that_nobody_worked_on_is_told_to_all_and_to_its_adviser_on_the_next_working_day() {
    let bot = Bot::start_with_desk().await;
    let (ana, robin) = (bot.person(100, false), robin(&bot));
    let reference = asks(&bot, &ana, "Who can change the targets?").await;
    robin.presses(&card(&bot, &reference, "new").await, "Claim");
    card(&bot, &reference, "with <@500>").await;
    let round = async |bot: &Bot, now: &str| {
        let (store, library) = (bot.service.store(), bot.service.library());
        upkeep::round(store, library, moment(now)).await.unwrap().returned
    };
    // Three days later it is Friday; a weekend later somebody is at work again.
    assert_eq!(round(&bot, "2026-11-27T09:30:00Z").await, 0, "not yet three days");
    assert_eq!(round(&bot, "2026-11-27T17:30:00Z").await, 0, "after hours");
    assert_eq!(round(&bot, "2026-11-28T11:00:00Z").await, 0, "on a Saturday");
    assert_eq!(status(&bot, &reference).await, Status::Claimed);
    assert_eq!(round(&bot, "2026-11-30T09:05:00Z").await, 1);
    assert_eq!(round(&bot, "2026-11-30T09:10:00Z").await, 0, "once");

    let bot = bot.starts_again_at("2026-11-30T09:10:00Z").await;
    let told = said_at_the_desk(&bot, "is back in the queue: nobody worked on it").await;
    assert_eq!(told.body["allowed_mentions"], pings_nobody());
    let own = |call: &Call| call.to == Some(500) && call.words().contains("nobody worked on it for a while");
    bot.fake.wait_for(1, own).await;
    card(&bot, &reference, "new, for anyone to claim").await;
    assert_eq!(status(&bot, &reference).await, Status::New);
    let (fake, _) = bot.stop().await;
    let said = |part: &str| at_the_desk(&fake).iter().filter(|call| call.words().contains(part)).count();
    assert_eq!(said("is back in the queue"), 1);
}

#[tokio::test]
async fn what_concerns_one_adviser_waits_until_somebody_is_at_work() {
    let bot = Bot::start_with_desk().await;
    let (ana, robin) = (bot.person(100, false), robin(&bot));
    let reference = asks(&bot, &ana, "Who can change the targets?").await;
    robin.presses(&card(&bot, &reference, "new").await, "Claim");
    card(&bot, &reference, "with <@500>").await;
    let bot = bot.starts_again_at("2026-11-24T22:00:00Z").await;
    let now = moment("2026-11-24T22:00:00Z");
    let (store, id) = (bot.service.store(), bot.service.id());
    store.add_family_message(&id, &reference, "One more thing.", now).await.unwrap();
    let due = async |service: &Service| {
        let filter = NoticeFilter { state: Some(NoticeState::Due), reference: Some(reference.clone()) };
        let notices = service.store().notices(&service.id(), &filter).await.unwrap();
        notices.iter().map(|notice| notice.due_at).collect::<Vec<_>>()
    };
    // The card is drawn at once; the word to Robin is for the morning.
    until(async || due(&bot.service).await == [moment("2026-11-25T09:00:00Z")]).await;
    let hint = |call: &Call| call.to == Some(500) && call.words().contains("the family has written");
    assert!(!bot.fake.journal().iter().any(hint), "nobody is written to at night");
    let bot = bot.starts_again_at("2026-11-25T09:00:00Z").await;
    bot.fake.wait_for(1, hint).await;
    bot.stop().await;
}

#[tokio::test]
async fn who_mentions_the_bot_in_danger_is_answered_directly_at_once_and_duty_is_told_once() {
    let bot = bot_with(library_with("danger_notice = \"always\"")).await;
    let phrases = bot.service.library().phrases().clone();
    let ben = bot.person(300, true);
    ben.writes(&format!("<@{BOT}> {DANGER}"));
    let urgent = ben.hears().await;
    assert_eq!(urgent.last().path, "/channels/1000300/messages");
    assert!(urgent.words().contains("call 999"), "{}", urgent.words());
    let is_public = |call: &Call| call.words() == phrases.discord.mention && call.to.is_none();
    let public = bot.fake.wait_for(1, is_public).await.swap_remove(0);
    said_at_the_desk(&bot, "Words of danger were written").await;
    // Pressed all the same, the button shows it again, and nobody is pinged a second time.
    ben.presses(&public, &phrases.discord.open);
    assert!(ben.hears().await.words().contains("call 999"));
    let (fake, service) = bot.stop().await;
    assert_eq!(at_the_desk(&fake).len(), 1);
    let notices = service.store().notices(&service.id(), &NoticeFilter::default()).await.unwrap();
    assert_eq!(notices.len(), 1);
}

#[tokio::test]
async fn where_a_mention_cannot_be_replied_to_the_sentence_stands_by_itself_or_comes_directly() {
    let bot = Bot::start().await;
    let phrases = bot.service.library().phrases().clone();
    let ben = bot.person(300, true);
    for (refused, path) in
        [(1, format!("/channels/{LOUNGE}/messages")), (2, "/channels/1000300/messages".to_owned())]
    {
        // Without the right to read the channel's history Discord answers so; a deleted message looks alike.
        bot.fake.plan(
            "POST",
            &format!("/channels/{LOUNGE}/messages"),
            refused,
            Fate::Refused { status: 403, code: 160_002 },
        );
        let before = bot.fake.journal().len();
        ben.looks_away();
        ben.writes(&format!("<@{BOT}> what is sen support"));
        let sentence = bot
            .fake
            .wait(|world| world.journal[before..].iter().find(|call| call.is_answer()).cloned())
            .await;
        assert_eq!(
            (sentence.path.as_str(), sentence.words()),
            (path.as_str(), phrases.discord.mention.clone())
        );
        assert!(sentence.body.get("message_reference").is_none_or(Value::is_null));
        // In a direct message the answer is not hidden from anybody else: there is nobody else.
        let at = if refused == 1 { ben.clone() } else { bot.person(300, false) };
        at.looks_away();
        at.presses(&sentence, &phrases.discord.open);
        assert!(at.hears().await.words().contains("Was this what you needed?"));
    }
    bot.stop().await;
}
