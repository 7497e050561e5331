//! What Discord refuses, loses or garbles: nothing is sent twice, and the family can go on.

use std::time::Duration;

use serde_json::json;

use signpost::conversation::Message;
use signpost::plain;

use crate::bare::{discord_words, kiosk_words};
use crate::bot::{Bot, check_same_words, kiosk, wrote};
use crate::fake::faults::{Fate, Gate};
use crate::fake::{Call, Person};

const QUESTION: &str = "what is sen support";

fn asks(person: &Person) {
    person.command("ask", json!([{ "name": "question", "type": 3, "value": QUESTION }]));
}

fn count(bot: &Bot, what: impl Fn(&Call) -> bool) -> usize {
    bot.fake.journal().iter().filter(|call| what(call)).count()
}

/// The family writes on, and is answered from where the conversation is.
async fn goes_on(bot: &Bot, ana: &Person) {
    ana.looks_away();
    ana.writes("menu");
    let words = discord_words(&ana.hears().await.words());
    // What may not have been shown is said, once.
    let not_shown = discord_words(&bot.service.library().phrases().discord.not_shown);
    let words = words.strip_prefix(not_shown.as_slice()).unwrap_or(&words);
    let menu = plain::text(&kiosk(&[wrote("menu")]), 80);
    assert_eq!(words.first(), kiosk_words(&menu).first(), "{words:?}");
    assert!(bot.fake.complaints().is_empty(), "{:?}", bot.fake.complaints());
}

#[tokio::test]
async fn told_to_come_back_later_it_comes_back_once_and_the_answer_arrives() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    bot.fake.plan("POST", "/callback", 1, Fate::TooMany { retry_after_secs: 0.05 });
    bot.fake.plan("PATCH", "@original", 1, Fate::TooMany { retry_after_secs: 0.05 });
    asks(&ana);
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION)]));
    let statuses = |part: &str| -> Vec<u16> {
        let journal = bot.fake.journal();
        journal.iter().filter(|call| call.path.ends_with(part)).map(|call| call.status).collect()
    };
    assert_eq!(statuses("/callback"), [429, 204]);
    assert_eq!(statuses("@original"), [429, 200]);
    bot.stop().await;
}

#[tokio::test]
async fn an_acknowledgement_that_fails_leaves_the_conversation_where_it_was() {
    for fate in
        [Fate::Refused { status: 500, code: 0 }, Fate::Refused { status: 404, code: 10062 }, Fate::LostBefore]
    {
        let bot = Bot::start().await;
        let ana = bot.person(100, false);
        asks(&ana);
        let answer = ana.hears().await;
        let reply = kiosk(&[wrote(QUESTION)]);
        bot.fake.plan("POST", "/callback", 1, fate);
        ana.presses(answer.last(), &reply.choices[1]);
        bot.fake.wait_for(2, Call::is_callback).await;
        // Discord says "This interaction failed"; the same button is pressed again and works.
        ana.presses(answer.last(), &reply.choices[1]);
        check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION), Message::Picked(1)]));
        bot.stop().await;
    }
}

#[tokio::test]
async fn an_interaction_that_comes_too_late_is_let_go_and_the_next_works() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    let options = json!([{ "name": "question", "type": 3, "value": QUESTION }]);
    let data = json!({ "id": "51", "name": "ask", "type": 1, "options": options });
    let event = ana.interaction(bot.fake.fresh_id(), 2, data);
    ana.dispatch_aged(event, Duration::from_secs(4));
    let late = bot.fake.wait_for(1, Call::is_callback).await.swap_remove(0);
    assert_eq!(late.status, 404);
    asks(&ana);
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION)]));
    assert_eq!(count(&bot, Call::is_answer), 1);
    bot.stop().await;
}

#[tokio::test]
async fn an_answer_that_discord_refuses_is_not_forced_and_the_family_can_go_on() {
    for fate in [
        Fate::Refused { status: 500, code: 0 },
        Fate::Refused { status: 403, code: 50007 },
        Fate::Refused { status: 401, code: 50027 },
    ] {
        let bot = Bot::start().await;
        let ana = bot.person(100, false);
        bot.fake.plan("POST", "/messages", 1, fate.clone());
        ana.writes(QUESTION);
        bot.fake.wait_for(1, |call| call.path.ends_with("/messages")).await;
        goes_on(&bot, &ana).await;
        let is_certain = !matches!(fate, Fate::Refused { status: 500, .. });
        bot.fake.plan("PATCH", "@original", 1, fate);
        asks(&ana);
        bot.fake.wait_for(1, |call| call.path.ends_with("@original")).await;
        if is_certain {
            // What was surely not shown there is brought by direct message.
            check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION)]));
        }
        goes_on(&bot, &ana).await;
        bot.stop().await;
    }
}

#[tokio::test]
async fn a_closed_door_is_knocked_at_once() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    ana.closes_direct_messages();
    ana.writes(QUESTION);
    let knocked = bot.fake.wait_for(1, |call| call.path.ends_with("/messages")).await;
    assert_eq!(knocked[0].status, 403);
    ana.opens_direct_messages();
    goes_on(&bot, &ana).await;
    // One refusal and one answer: ten thousand refusals in ten minutes would shut everybody out.
    assert_eq!(count(&bot, |call| call.path.ends_with("/messages")), 2);
    bot.stop().await;
}

#[tokio::test]
async fn what_may_have_been_sent_is_never_sent_again() {
    for fate in [Fate::LostAfter, Fate::Unreadable, Fate::LostBefore] {
        let bot = Bot::start().await;
        let ana = bot.person(100, false);
        bot.fake.plan("POST", "/messages", 1, fate.clone());
        ana.writes(QUESTION);
        bot.fake.wait_for(1, |call| call.path.ends_with("/messages")).await;
        bot.fake.plan("PATCH", "@original", 1, fate.clone());
        asks(&ana);
        bot.fake.wait_for(1, |call| call.path.ends_with("@original")).await;
        goes_on(&bot, &ana).await;
        assert_eq!(count(&bot, |call| call.path.ends_with("/messages")), 2, "{fate:?}");
        assert_eq!(count(&bot, |call| call.path.ends_with("@original")), 1, "{fate:?}");
        bot.stop().await;
    }
}

#[tokio::test]
async fn an_enquiry_whose_answer_was_lost_is_kept_once_and_found_again() {
    let bot = Bot::start().await;
    let phrases = bot.service.library().phrases().clone();
    let ana = bot.person(100, false);
    ana.command("adviser", json!([]));
    ana.hears().await;
    for (words, label) in
        [("Who can change the targets?", Some("I am not sure")), ("no", Some(phrases.reach_me_here.as_str()))]
    {
        ana.writes(words);
        let asked = ana.hears().await;
        if let Some(label) = label {
            ana.presses(asked.last(), label);
            ana.hears().await;
        }
    }
    ana.writes("menu");
    ana.hears().await;
    ana.writes("back");
    let preview = ana.hears().await;
    bot.fake.plan("PATCH", "@original", 1, Fate::LostAfter);
    ana.presses(preview.last(), "Yes, pass it on");
    let lost = bot.fake.wait_for(1, |call| call.words().contains("Your reference is")).await;
    let words = discord_words(&lost[0].words()).join(" ");
    let reference = words.split("Your reference is ").nth(1).and_then(|rest| rest.split(' ').next());
    let reference = reference.expect("a reference").trim_end_matches('.').to_owned();
    // The family presses again what seems not to have worked, and is shown where the conversation is.
    ana.looks_away();
    ana.presses(preview.last(), "Yes, pass it on");
    let found = ana.hears().await;
    let shown = discord_words(&found.words()).join(" ");
    assert!(shown.contains(&reference), "{shown}");
    let filter = signpost::store::QueueFilter::every_status();
    assert_eq!(bot.service.store().queue(&bot.service.id(), &filter).await.unwrap().len(), 1);
    bot.stop().await;
}

#[tokio::test]
async fn fifteen_minutes_after_a_press_the_answer_goes_nowhere_and_the_family_can_go_on() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    bot.fake.plan("POST", "/callback", 1, Fate::TimePasses(Duration::from_secs(16 * 60)));
    asks(&ana);
    let refused = bot.fake.wait_for(1, |call| call.path.ends_with("@original")).await;
    assert_eq!(refused[0].status, 401);
    goes_on(&bot, &ana).await;
    bot.stop().await;
}

#[tokio::test]
async fn one_family_whose_answer_hangs_holds_nobody_up() {
    let bot = Bot::start().await;
    let (ana, ben) = (bot.person(100, false), bot.person(300, false));
    let gate = Gate::default();
    bot.fake.plan("POST", "/messages", 1, Fate::Held(gate.clone()));
    ana.writes(QUESTION);
    gate.is_reached().await;
    ben.writes(QUESTION);
    check_same_words(ben.hears().await.last(), &kiosk(&[wrote(QUESTION)]));
    gate.open();
    check_same_words(ana.hears().await.last(), &kiosk(&[wrote(QUESTION)]));
    bot.stop().await;
}

#[tokio::test]
async fn the_end_waits_for_an_answer_under_way() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    let gate = Gate::default();
    bot.fake.plan("PATCH", "@original", 1, Fate::Held(gate.clone()));
    asks(&ana);
    gate.is_reached().await;
    let fake = bot.fake.clone();
    let (stopped, ()) = tokio::join!(bot.stop(), async {
        fake.wait_gateway(|gateway| !gateway.closed_with.is_empty()).await;
        gate.open();
    });
    let (fake, _) = stopped;
    let shown = fake.journal().into_iter().find(|call| call.path.ends_with("@original")).expect("an answer");
    check_same_words(&shown, &kiosk(&[wrote(QUESTION)]));
}

#[tokio::test]
async fn where_nobody_knows_whether_it_was_acknowledged_the_family_is_told_all_the_same() {
    // Discord shows "thinking" after the first, and that it failed after the second.
    for (fate, is_thinking) in [(Fate::LostAfter, true), (Fate::LostBefore, false)] {
        let bot = Bot::start().await;
        let ana = bot.person(100, true);
        bot.fake.plan("POST", "/callback", 1, fate);
        asks(&ana);
        bot.fake.wait_for(1, Call::is_callback).await;
        let bot = bot.starts_again_at("2026-11-24T10:01:00Z").await;
        let told = ana.hears().await;
        assert_eq!(told.words(), bot.service.library().phrases().discord.interrupted);
        assert_eq!(told.last().path.starts_with("/webhooks/"), is_thinking, "{}", told.last().path);
        goes_on(&bot, &bot.person(100, false)).await;
        bot.stop().await;
    }
}
