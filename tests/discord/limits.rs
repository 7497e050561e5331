//! Discord asks to wait: whoever it concerns waits as long as it says, nothing is lost, and nobody else waits along.

use std::time::{Duration, Instant};

use serde_json::json;
use serenity::all::{ChannelId, CreateMessage, MessageId};

use signpost::channel::discord::wire::{Failed, Wire};
use signpost::enquiry::notice::{Notice, NoticeState, Recipient};
use signpost::store::NoticeFilter;

use crate::advisers::{asks, card};
use crate::bot::{Bot, NOW, check_same_words, kiosk, until, wrote};
use crate::common::moment;
use crate::fake::faults::{Fate, Gate};
use crate::fake::world::direct_channel;
use crate::fake::{Call, DESK, DUTY_ROLE, Fake, LOUNGE, Person, TOKEN};

const QUESTION: &str = "what is sen support";
const DANGER: &str = "my stepdad hits me and I am scared to go home";

fn asked(person: &Person) {
    person.command("ask", json!([{ "name": "question", "type": 3, "value": QUESTION }]));
}

fn is_right(answer: &Call) {
    check_same_words(answer, &kiosk(&[wrote(QUESTION)]));
}

/// What was asked of this path, with what came of it.
fn tries(bot: &Bot, part: &str) -> Vec<Call> {
    bot.fake.journal().into_iter().filter(|call| call.path.contains(part)).collect()
}

fn is_ping(call: &Call) -> bool {
    call.body["allowed_mentions"]["roles"] == json!([DUTY_ROLE.to_string()])
}

/// Waits until this many were told to wait.
async fn are_told_to_wait(bot: &Bot, count: usize) -> Call {
    bot.fake.wait_for(count, |call| call.status == 429).await.swap_remove(count - 1)
}

#[tokio::test]
async fn one_family_whose_answer_has_to_wait_waits_as_long_as_was_said_and_holds_nobody_up() {
    for (fate, wait) in [
        (Fate::TooMany { retry_after_secs: 0.7 }, 700),
        // By what stands before Discord, in a page that is no JSON.
        (Fate::TurnedAway { retry_after_secs: Some(1) }, 1_000),
    ] {
        let bot = Bot::start().await;
        let (ana, ben) = (bot.person(100, false), bot.person(300, true));
        bot.fake.plan("PATCH", "@original", 1, fate);
        asked(&ana);
        let refused = are_told_to_wait(&bot, 1).await;
        asked(&ben);
        is_right(ben.hears().await.last());
        is_right(ana.hears().await.last());
        let hers = tries(&bot, &refused.path);
        assert_eq!(hers.iter().map(|call| call.status).collect::<Vec<_>>(), [429, 200]);
        assert!(hers[1].at - hers[0].at >= Duration::from_millis(wait), "too early");
        let his = bot.fake.journal().into_iter().find(|call| call.to == Some(300) && call.is_answer());
        assert!(his.unwrap().at < hers[1].at, "Ben has waited along");
        bot.stop().await;
    }
}

#[tokio::test]
async fn a_first_answer_that_would_come_too_late_is_not_tried_again_and_the_next_press_works() {
    for fate in [Fate::TooMany { retry_after_secs: 30.0 }, Fate::TurnedAway { retry_after_secs: None }] {
        let bot = Bot::start().await;
        let ana = bot.person(100, false);
        bot.fake.plan("POST", "/callback", 1, fate);
        asked(&ana);
        are_told_to_wait(&bot, 1).await;
        asked(&ana);
        is_right(ana.hears().await.last());
        assert_eq!(tries(&bot, "/callback").len(), 2, "one for each press");
        bot.stop().await;
    }
}

async fn notice(bot: &Bot, is_it: impl Fn(&Notice) -> bool) -> Option<Notice> {
    let notices = bot.service.store().notices(&bot.service.id(), &NoticeFilter::default()).await.unwrap();
    notices.into_iter().find(is_it)
}

#[tokio::test]
async fn a_ping_that_has_to_wait_is_tried_again_no_earlier_and_what_is_behind_it_does_not_wait() {
    for fate in [Fate::TooMany { retry_after_secs: 600.0 }, Fate::TurnedAway { retry_after_secs: Some(600) }]
    {
        let bot = Bot::start_with_desk().await;
        let ana = bot.person(100, false);
        ana.writes(DANGER);
        ana.hears().await;
        // The card is posted in the same channel first: whichever of both is refused, the other waits as long.
        bot.fake.plan("POST", &format!("/channels/{DESK}/messages"), 1, fate);
        let reference = asks(&bot, &ana, "Can you help us?").await;
        are_told_to_wait(&bot, 1).await;
        let is_ping_notice = |notice: &Notice| notice.to == Recipient::DutyRole;
        let later = moment("2026-11-24T10:09:59Z");
        until(async || notice(&bot, is_ping_notice).await.is_some_and(|ping| ping.due_at > later)).await;
        let waits = notice(&bot, is_ping_notice).await.unwrap();
        assert_eq!((waits.state, waits.may_have_arrived), (NoticeState::Due, false));

        // Meanwhile a family is brought its reply.
        let (store, id, by) =
            (bot.service.store(), bot.service.id(), signpost::enquiry::AdviserName::new("robin"));
        store.claim(&id, &reference, &by, moment(NOW)).await.unwrap();
        store.reply(&id, &reference, &by, "Ask for a review.", moment(NOW)).await.unwrap();
        bot.fake.wait_for(1, |call| call.is_answer() && call.words().contains("Ask for a review.")).await;
        assert_eq!(bot.fake.journal().iter().filter(|call| call.status == 429).count(), 1, "no loop");
        assert!(!bot.fake.journal().iter().any(|call| is_ping(call) && call.is_done()));

        // The bot of a test has a clock that stands still; a new one has forgotten what Discord said, the store has not.
        let bot = bot.starts_again_at("2026-11-24T10:09:00Z").await;
        ana.looks_away();
        ana.command("menu", json!([]));
        ana.hears().await;
        assert!(!bot.fake.journal().iter().any(|call| is_ping(call) && call.is_done()), "too early");
        let bot = bot.starts_again_at("2026-11-24T10:20:00Z").await;
        bot.fake.wait_for(1, |call| is_ping(call) && call.is_done()).await;
        card(&bot, &reference, "answered").await;
        let (fake, _) = bot.stop().await;
        assert_eq!(fake.journal().iter().filter(|call| is_ping(call) && call.is_done()).count(), 1);
    }
}

#[tokio::test]
async fn a_limit_on_everything_holds_every_message_back_and_no_interaction() {
    let bot = Bot::start().await;
    let (ana, ben, cleo) = (bot.person(100, false), bot.person(300, false), bot.person(400, true));
    bot.fake.plan("POST", "/channels/1000100/messages", 1, Fate::TooManyInAll { retry_after_secs: 1.0 });
    ana.writes(QUESTION);
    let refused = are_told_to_wait(&bot, 1).await;
    ben.writes(QUESTION);
    asked(&cleo);
    for person in [&cleo, &ana, &ben] {
        is_right(person.hears().await.last());
    }
    let answer = |person: u64| {
        bot.fake.journal().into_iter().find(|call| call.is_answer() && call.to == Some(person)).unwrap()
    };
    let opens = refused.at + Duration::from_secs(1);
    assert!(answer(400).at < opens, "an interaction has waited along");
    assert!(answer(100).at >= opens && answer(300).at >= opens, "too early");
    let refused = bot.fake.journal().iter().filter(|call| call.status == 429).count();
    assert_eq!(refused, 1, "whoever came later knew");
    bot.stop().await;
}

#[tokio::test]
async fn a_crowd_of_direct_messages_goes_no_faster_than_discord_takes_and_everybody_is_answered() {
    const CROWD: u64 = 120;
    let bot = Bot::start().await;
    bot.fake.world(|world| world.limits.as_long_as_discords());
    let people: Vec<Person> = (0..CROWD).map(|id| bot.person(2_000 + id, false)).collect();
    for person in &people {
        person.writes(QUESTION);
    }
    for person in &people {
        is_right(person.hears().await.last());
    }
    assert_eq!(bot.fake.journal().iter().filter(|call| call.status == 429).count(), 0);
    let most = bot.fake.world(|world| world.limits.most_at_once);
    assert!(most <= 50, "{most} in one second");
    bot.stop().await;
}

async fn says_hello(wire: Wire, channel: u64) -> Result<MessageId, Failed> {
    wire.send(ChannelId::new(channel), &CreateMessage::new().content("hello"), &[]).await
}

/// The bot's own wire, without the bot.
fn wire_to(fake: &Fake) -> Wire {
    fake.world(|world| world.limits.as_long_as_discords());
    Wire::new(fake.client(), TOKEN, None)
}

#[tokio::test]
async fn what_comes_at_once_goes_evenly() {
    const CROWD: u64 = 40;
    let fake = Fake::start().await;
    let wire = wire_to(&fake);
    let begun = Instant::now();
    let says = |id| tokio::spawn(says_hello(wire.clone(), direct_channel(2_000 + id)));
    for sent in (0..CROWD).map(says).collect::<Vec<_>>() {
        sent.await.unwrap().unwrap();
    }
    // Forty in the same moment, and forty more a second later, Discord might count as eighty in one.
    assert!(begun.elapsed() > Duration::from_millis(25) * 39, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_busy_channel_waits_for_itself_and_takes_nobody_elses_place() {
    const CROWD: usize = 200;
    let fake = Fake::start().await;
    let wire = wire_to(&fake);
    fake.plan("POST", "/channels/710/messages", 1, Fate::TooMany { retry_after_secs: 600.0 });
    let patient = wire.patient_for(Duration::from_secs(30));
    let crowd: Vec<_> = (0..CROWD).map(|_| tokio::spawn(says_hello(patient.clone(), LOUNGE))).collect();
    fake.wait_for(1, |call| call.status == 429).await;
    let begun = Instant::now();
    says_hello(wire.clone(), direct_channel(100)).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    for said in crowd {
        let said = said.await.unwrap();
        assert!(matches!(said, Err(Failed::TooMany { after }) if after.as_secs() > 500), "{said:?}");
    }
    assert_eq!(fake.journal().len(), 2, "whoever stood behind the first knew");
}

#[tokio::test]
async fn danger_stands_behind_nobody_in_its_channel_and_what_hangs_there_holds_up_no_longer_than_it_may() {
    let fake = Fake::start().await;
    let wire = wire_to(&fake);
    let gate = Gate::default();
    fake.plan("POST", "/messages", 1, Fate::Held(gate.clone()));
    let ana = direct_channel(100);
    let hangs = tokio::spawn(says_hello(wire.clone(), ana));
    gate.is_reached().await;
    let waits = says_hello(wire.patient_for(Duration::from_millis(200)), ana).await;
    assert!(matches!(waits, Err(Failed::TooMany { .. })), "{waits:?}");
    says_hello(wire.in_danger(), ana).await.unwrap();
    // Whoever gives up leaves the line.
    hangs.abort();
    says_hello(wire, ana).await.unwrap();
    assert_eq!(fake.journal().len(), 2);
}

#[tokio::test]
async fn danger_does_not_wait_behind_a_crowd() {
    const CROWD: u64 = 200;
    let bot = Bot::start().await;
    bot.fake.world(|world| world.limits.as_long_as_discords());
    let ana = bot.person(100, false);
    let people: Vec<Person> = (0..CROWD).map(|id| bot.person(2_000 + id, false)).collect();
    for person in &people {
        person.writes("menu");
    }
    // By now the others stand in line.
    bot.fake.wait_for(40, Call::is_answer).await;
    ana.writes(DANGER);
    ana.hears().await;
    let answers: Vec<Call> = bot.fake.journal().into_iter().filter(Call::is_answer).collect();
    let before = answers.iter().position(|call| call.to == Some(100)).unwrap();
    assert!(before < 120, "{before} were answered first");
    for person in &people {
        person.hears().await;
    }
    bot.stop().await;
}

#[tokio::test]
async fn a_hundred_families_at_once_do_not_stand_in_one_line_for_their_answers() {
    const CROWD: u64 = 100;
    let bot = Bot::start().await;
    bot.fake.world(|world| world.limits.as_long_as_discords());
    let people: Vec<Person> = (0..CROWD).map(|id| bot.person(2_000 + id, false)).collect();
    for person in &people {
        asked(person);
    }
    for person in &people {
        is_right(person.hears().await.last());
    }
    let journal = bot.fake.journal();
    assert_eq!(journal.iter().filter(|call| call.status == 429).count(), 0);
    // In one line for all, five in two seconds, the last would come after forty.
    let answers: Vec<&Call> = journal.iter().filter(|call| call.path.ends_with("@original")).collect();
    let took = answers.last().unwrap().at - answers[0].at;
    assert!(took < Duration::from_secs(20), "{took:?}");
    bot.stop().await;
}

#[tokio::test]
async fn more_messages_than_one_channel_takes_at_once_are_all_there_in_the_end() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    // A channel takes five messages in its time; the others wait, and are there in the end.
    for _ in 0..12 {
        ana.writes("menu");
    }
    let answers = bot.fake.wait_for(12, Call::is_answer).await;
    check_same_words(&answers[11], &kiosk(&[wrote("menu"), wrote("menu")]));
    bot.stop().await;
}
