//! Families once more: commands, forms, files, and everything they may do that is no question.

use serde_json::json;

use signpost::conversation::form::stages;
use signpost::reply::Outcome;

use crate::bare::discord_words;
use crate::bot::{Bot, kiosk, wrote};
use crate::common;
use crate::fake::faults::Fate;
use crate::fake::{ADVISER_ROLE, BOT, DESK, LOUNGE, SERVER, Shown};

fn says(shown: &Shown) -> String {
    discord_words(&shown.words()).join(" ")
}

#[tokio::test]
async fn who_is_answered_waits_for_nothing_and_nothing_is_kept_of_it() {
    let bot = Bot::start_with_desk().await;
    let (ana, robin) = (bot.person(100, true), bot.fake.person(500, "Robin").at(DESK));
    robin.has_role(SERVER, ADVISER_ROLE);
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": "what is sen support" }]));
    let answer = ana.hears().await;
    ana.presses(answer.last(), &common::library().phrases().menu);
    ana.hears().await;
    robin.command("queue", json!([{ "name": "stats", "type": 1, "options": [] }]));
    bot.fake.wait_for(1, |call| call.to == Some(500) && call.is_answer()).await;
    let (_, service) = bot.stop().await;
    let any_time = common::moment("2030-01-01T00:00:00Z");
    assert_eq!(service.store().take_unanswered(&service.id(), any_time).await.unwrap(), []);
}

#[tokio::test]
async fn a_command_leads_to_dates_and_to_letters() {
    let bot = Bot::start().await;
    let ana = bot.person(100, true);
    ana.command("dates", json!([]));
    assert!(says(&ana.hears().await).contains("Some time limits are yours to keep"));
    ana.command("letter", json!([{ "name": "about", "type": 3, "value": "letters/ask-for-assessment" }]));
    assert!(says(&ana.hears().await).contains("It goes to the council where your child lives."));
    ana.command("letter", json!([{ "name": "about", "type": 3, "value": "no such letter" }]));
    assert!(says(&ana.hears().await).contains("What is it about?"));
    bot.stop().await;
}

#[tokio::test]
async fn a_letter_comes_as_a_document_and_as_text() {
    let bot = Bot::start().await;
    let ana = bot.person(100, false);
    ana.command("letter", json!([{ "name": "about", "type": 3, "value": "letters/ask-for-assessment" }]));
    let mut shown = ana.hears().await;
    ana.presses(shown.last(), "Start the letter");
    shown = ana.hears().await;
    for _ in 0..20 {
        if !shown.last().files.is_empty() {
            break;
        }
        assert!(shown.labels().contains(&"Skip this".to_owned()), "{:?}", shown.labels());
        ana.presses(shown.last(), "Skip this");
        shown = ana.hears().await;
    }
    let names: Vec<&str> = shown.last().files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["ask-for-assessment.docx", "ask-for-assessment.txt"]);
    bot.stop().await;
}

#[tokio::test]
async fn a_date_comes_for_the_calendar() {
    let bot = Bot::start().await;
    let ana = bot.person(100, true);
    ana.command("dates", json!([{ "name": "about", "type": 3, "value": "dates/plan-final" }]));
    let asks = ana.hears().await;
    ana.presses(asks.last(), &common::library().phrases().discord.write);
    let window = ana.hears().await;
    ana.fills(window.last(), "20 november 2026");
    let read = ana.hears().await;
    ana.presses(read.last(), &common::library().phrases().date_right);
    let told = ana.hears().await;
    let names: Vec<&str> = told.last().files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["plan-final.ics"]);
    bot.stop().await;
}

#[tokio::test]
async fn where_files_are_refused_the_words_come_without_them() {
    let bot = Bot::start().await;
    let ana = bot.person(100, true);
    ana.command("dates", json!([{ "name": "about", "type": 3, "value": "dates/plan-final" }]));
    let asks = ana.hears().await;
    ana.presses(asks.last(), &common::library().phrases().discord.write);
    let window = ana.hears().await;
    ana.fills(window.last(), "20 november 2026");
    let read = ana.hears().await;
    bot.fake.plan("PATCH", "/@original", 1, Fate::Refused { status: 403, code: 50013 });
    ana.presses(read.last(), &common::library().phrases().date_right);
    let told = ana.hears().await;
    assert!(told.last().files.is_empty());
    assert!(told.words().contains("2027"), "{}", told.words());
    bot.stop().await;
}

#[tokio::test]
async fn the_hand_off_is_one_menu_one_window_and_a_yes() {
    let bot = Bot::start().await;
    let library = common::library();
    let ana = bot.person(100, true);
    ana.command("adviser", json!([]));
    let begun = ana.hears().await;
    ana.presses(begun.last(), &stages(&library)[1]);
    let window = ana.hears().await;
    assert!(window.last().is_window());
    ana.fills_all(window.last(), &["Who can change the targets?", "3 december 2026", ""]);
    let preview = ana.hears().await;
    let shown = says(&preview);
    for expected in ["Who can change the targets?", "3 December 2026", "SEN Support at school", "Discord"] {
        assert!(shown.contains(expected), "{shown}");
    }
    ana.presses(preview.last(), "Yes, pass it on");
    assert!(says(&ana.hears().await).contains("Your reference is SP-"));
    bot.stop().await;
}

#[tokio::test]
async fn a_form_with_a_phone_number_is_one_press_from_the_preview() {
    let bot = Bot::start().await;
    let library = common::library();
    let ana = bot.person(100, true);
    ana.command("adviser", json!([]));
    let begun = ana.hears().await;
    ana.presses(begun.last(), &stages(&library)[1]);
    let window = ana.hears().await;
    ana.fills_all(window.last(), &["Please ring 07700 900417, SL6 1AA", "3 december 2026", ""]);
    let asked = ana.hears().await;
    assert!(says(&asked).contains("personal details"), "{}", says(&asked));
    ana.presses(asked.last(), &library.phrases().leave_out);
    let preview = says(&ana.hears().await);
    for expected in ["[phone number]", "3 December 2026", "SEN Support at school", "Discord"] {
        assert!(preview.contains(expected), "{preview}");
    }
    assert!(!preview.contains("900417"), "{preview}");
    bot.stop().await;
}

#[tokio::test]
async fn personal_details_in_a_channel_are_hinted_at_in_private_alone() {
    let bot = Bot::start().await;
    let phrases = common::library().phrases().clone();
    let ben = bot.person(300, true);
    let direct = bot.person(300, false);
    let asked = format!("<@{BOT}> my son Tyler Smith, 07700 900123, what is sen support");
    ben.writes(&asked);
    let is_public = |call: &crate::fake::Call| call.channel == Some(LOUNGE) && call.to.is_none();
    let public = bot.fake.wait_for(1, is_public).await.swap_remove(0);
    assert_eq!(public.words(), phrases.discord.mention);
    let hint = bot.fake.wait(|world| world.journal.iter().find(|call| call.to == Some(300)).cloned()).await;
    assert_eq!(hint.words(), phrases.discord.public_details);
    // Where direct messages are closed, it waits for the private answer.
    direct.closes_direct_messages();
    ben.looks_away();
    ben.writes(&asked);
    let public = bot.fake.wait_for(2, is_public).await.swap_remove(1);
    ben.presses(&public, &phrases.discord.open);
    let opened = ben.hears().await;
    assert!(
        says(&opened).starts_with(&discord_words(&phrases.discord.public_details).join(" ")),
        "{}",
        says(&opened)
    );
    bot.stop().await;
}

#[tokio::test]
async fn a_changed_message_is_not_read_again_unless_it_is_danger() {
    let bot = Bot::start().await;
    let phrases = common::library().phrases().clone();
    let ana = bot.person(100, false);
    let id = ana.writes("what is sen support");
    ana.hears().await;
    ana.edits(id, "what is an ehc plan");
    assert!(says(&ana.hears().await).starts_with(&phrases.discord.edited));
    let other = ana.writes("menu");
    ana.hears().await;
    ana.edits(other, "I want to kill myself");
    let urgent = kiosk(&[wrote("I want to kill myself")]);
    assert_eq!(urgent.outcome, Outcome::Urgent);
    assert!(ana.hears().await.words().contains("call 999"));
    ana.deletes(id);
    ana.writes("menu");
    ana.hears().await;
    bot.stop().await;
}

#[tokio::test]
async fn words_with_a_file_are_answered_and_the_file_is_explained() {
    let bot = Bot::start().await;
    let phrases = common::library().phrases().clone();
    let ana = bot.person(100, false);
    let mut message = ana.message(ana.fake.fresh_id(), "what is sen support");
    message["attachments"] = json!([{ "id": "5", "filename": "letter.pdf", "size": 5, "url": "https://cdn.example/x",
        "proxy_url": "https://cdn.example/x", "content_type": "application/pdf" }]);
    ana.sends(message);
    let shown = says(&ana.hears().await);
    assert!(shown.starts_with(&phrases.discord.no_files), "{shown}");
    assert!(shown.contains("Was this what you needed?"), "{shown}");
    bot.stop().await;
}

#[tokio::test]
async fn a_token_that_has_run_out_is_answered_by_direct_message() {
    let bot = Bot::start().await;
    let phrases = common::library().phrases().clone();
    let (ana, direct) = (bot.person(100, true), bot.person(100, false));
    bot.fake.plan("PATCH", "/@original", 1, Fate::Refused { status: 404, code: 10015 });
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": "what is sen support" }]));
    assert!(says(&direct.hears().await).contains("Was this what you needed?"));
    // And where that is closed too, the next answer says so.
    direct.closes_direct_messages();
    ana.looks_away();
    bot.fake.plan("PATCH", "/@original", 1, Fate::Refused { status: 404, code: 10015 });
    ana.command("ask", json!([{ "name": "question", "type": 3, "value": "what is sen support" }]));
    bot.fake.wait(|world| world.journal.iter().rev().find(|call| call.status == 403).map(drop)).await;
    ana.command("menu", json!([]));
    let shown = says(&ana.hears().await);
    assert!(shown.starts_with(&phrases.discord.not_shown), "{shown}");
    bot.stop().await;
}
