//! Advisers on Discord: the card, the claim, the reply that reaches the family, and everybody who may do nothing of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use signpost::channel::discord::advisers::case_button::{
    CasePress, CheckPress, DraftPress, DraftRef, of_case, of_check,
};
use signpost::conversation::form::stages;
use signpost::enquiry::life::Keep;
use signpost::enquiry::notice::{NoticeState, Recipient};
use signpost::enquiry::{AdviserName, Author, Reference, Status};
use signpost::store::{NoticeFilter, QueueFilter, SessionKey};

use crate::bare::discord_words;
use crate::bot::{Bot, NOW, desk_places, until};
use crate::common;
use crate::fake::faults::Fate;
use crate::fake::{
    ADVISER_ROLE, Call, DESK, DUTY_ROLE, OTHER_ADVISER_ROLE, OTHER_SERVER, Person, SERVER, Shown,
};

pub const STORY: &str = "Who can change the targets that nobody keeps?";

pub fn says(shown: &Shown) -> String {
    discord_words(&shown.words()).join(" ")
}

/// Robin, who has the role, in the advisers' channel.
pub fn robin(bot: &Bot) -> Person {
    let robin = bot.fake.person(500, "Robin").at(DESK);
    robin.has_role(SERVER, ADVISER_ROLE);
    robin
}

/// Ana passes a question on, in the server or by direct message.
pub async fn asks(bot: &Bot, ana: &Person, question: &str) -> Reference {
    let library = common::library();
    let before = every_reference(bot).await;
    ana.command("adviser", json!([]));
    let begun = ana.hears().await;
    ana.presses(begun.last(), &stages(&library)[1]);
    let window = ana.hears().await;
    ana.fills_all(window.last(), &[question, "", ""]);
    let shown = ana.hears().await;
    ana.presses(shown.last(), "Yes, pass it on");
    ana.hears().await;
    // Of those that were left at the same moment the order says nothing.
    let new = every_reference(bot).await.into_iter().find(|reference| !before.contains(reference));
    new.expect("it is in the queue")
}

async fn every_reference(bot: &Bot) -> Vec<Reference> {
    let queue = bot.service.store().queue(&bot.service.id(), &QueueFilter::every_status()).await.unwrap();
    queue.into_iter().map(|line| line.reference).collect()
}

/// The card of an enquiry, once it says this.
pub async fn card(bot: &Bot, reference: &Reference, part: &str) -> Call {
    let title = reference.to_string();
    let is_card = |call: &&Call| {
        let embed = &call.body["embeds"][0];
        call.is_done()
            && call.channel == Some(DESK)
            && call.to.is_none()
            && embed["title"] == title.as_str()
            && embed["description"].as_str().is_some_and(|text| text.contains(part))
    };
    bot.fake.wait(|world| world.journal.iter().rev().find(is_card).cloned()).await
}

/// What a person is told privately, once it says this.
pub async fn told(bot: &Bot, person: u64, part: &str) -> Call {
    let is_told = |call: &&Call| call.to == Some(person) && call.is_answer() && call.words().contains(part);
    bot.fake.wait(|world| world.journal.iter().rev().find(is_told).cloned()).await
}

pub async fn status(bot: &Bot, reference: &Reference) -> Status {
    bot.service.store().family_view(&bot.service.id(), reference).await.unwrap().status
}

#[tokio::test]
async fn a_question_becomes_a_card_a_claim_and_a_reply_that_arrives() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let robin = robin(&bot);
    let reference = asks(&bot, &ana, STORY).await;
    let posted = card(&bot, &reference, "new").await;
    let shown = posted.words();
    for kept_back in ["nobody keeps", "targets", "Ana", "100"] {
        assert!(!shown.contains(kept_back), "the card says `{kept_back}`: {shown}");
    }
    assert!(shown.contains("SEN Support at school"), "{shown}");

    robin.presses(&posted, "Claim");
    assert!(says(&robin.hears().await).contains("You have it now."));
    let claimed = card(&bot, &reference, "with <@500>").await;
    assert_eq!(claimed.method, "PATCH", "the card is changed, not posted again");

    robin.presses(&claimed, "Open");
    let story = robin.hears().await;
    assert!(says(&story).contains(STORY), "{}", says(&story));
    assert_eq!(story.last().to, Some(500), "the story is for one adviser's eyes");

    robin.presses(&claimed, "Reply");
    let window = robin.hears().await;
    robin.fills(window.last(), "Ask for a review.");
    let preview = robin.hears().await;
    assert!(says(&preview).contains("Ask for a review."));
    assert_eq!(status(&bot, &reference).await, Status::Claimed, "a preview sends nothing");

    // An entry's short answer, with its sources, goes into the reply.
    let added = preview.last().buttons().into_iter().find(|(_, _, value)| value.is_some()).unwrap();
    robin.presses(preview.last(), &added.0);
    let preview = robin.hears().await;
    assert!(says(&preview).contains("Where this comes from: "), "{}", says(&preview));
    robin.presses(preview.last(), "Change");
    let window = robin.hears().await;
    robin.fills(window.last(), "Ask for an early review of the plan.");
    let preview = robin.hears().await;
    ana.looks_away();
    robin.presses(preview.last(), "Send");
    told(&bot, 500, "on its way").await;
    let brought = ana.hears().await;
    let phrases = common::library().phrases().clone();
    assert!(says(&brought).contains("Ask for an early review of the plan."), "{}", says(&brought));
    assert!(says(&brought).starts_with(&phrases.discord.news));

    let answered = card(&bot, &reference, "answered by").await;
    robin.looks_away();
    robin.presses(&answered, "Close");
    let ends = robin.hears().await;
    robin.presses(ends.last(), "advised");
    told(&bot, 500, "It is closed.").await;
    card(&bot, &reference, "Closed").await;
    assert_eq!(status(&bot, &reference).await, Status::Closed);
    let posts = |call: &&Call| call.method == "POST" && call.channel == Some(DESK) && call.to.is_none();
    assert_eq!(bot.fake.journal().iter().filter(posts).count(), 1, "one card, whatever happened");
    println!("{}", bot.fake.transcript());
    bot.stop().await;
}

#[tokio::test]
async fn the_family_writes_to_the_adviser_while_the_adviser_has_it() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let robin = robin(&bot);
    let reference = asks(&bot, &ana, STORY).await;
    robin.presses(&card(&bot, &reference, "new").await, "Claim");
    robin.hears().await;
    let phrases = common::library().phrases().clone();
    ana.writes("what is sen support");
    let asked = ana.hears().await;
    assert!(says(&asked).contains(&phrases.with_adviser));
    ana.presses(asked.last(), &phrases.send_to_adviser);
    ana.hears().await;
    // The adviser hears that something was written, and nothing of what.
    let hint = bot
        .fake
        .wait(|world| {
            let is_hint =
                |call: &&Call| call.to == Some(500) && call.words().contains("the family has written");
            world.journal.iter().find(is_hint).cloned()
        })
        .await;
    assert!(!hint.words().contains("sen support"));
    bot.stop().await;
}

#[tokio::test]
async fn where_direct_messages_are_closed_the_reply_waits() {
    let bot = Bot::start_with_desk().await;
    let (ana, direct) = (bot.person(100, true), bot.person(100, false));
    let reference = asks(&bot, &ana, STORY).await;
    direct.closes_direct_messages();
    let (store, id, by, now) =
        (bot.service.store(), bot.service.id(), AdviserName::new("robin"), common::moment(NOW));
    store.claim(&id, &reference, &by, now).await.unwrap();
    store.reply(&id, &reference, &by, "Ask for a review.", now).await.unwrap();
    let phrases = common::library().phrases().clone();
    // A private thread says that something waits, and nothing about what.
    let called = bot
        .fake
        .wait(|world| {
            let is_call = |call: &&Call| call.is_done() && call.words() == phrases.discord.something_waits;
            world.journal.iter().find(is_call).cloned()
        })
        .await;
    assert!(called.path.starts_with("/channels/"));
    ana.looks_away();
    ana.command("menu", json!([]));
    let shown = says(&ana.hears().await);
    assert!(shown.starts_with(&discord_words(&phrases.discord.something_waits).join(" ")), "{shown}");
    ana.command("my-questions", json!([]));
    assert!(says(&ana.hears().await).contains("Ask for a review."));
    bot.stop().await;
}

#[tokio::test]
async fn of_two_replies_that_wait_both_are_found() {
    let bot = Bot::start_with_desk().await;
    let (ana, direct) = (bot.person(100, true), bot.person(100, false));
    let first = asks(&bot, &ana, STORY).await;
    asks(&bot, &ana, "Who pays for the bus?").await;
    direct.closes_direct_messages();
    let (store, id, by, now) =
        (bot.service.store(), bot.service.id(), AdviserName::new("robin"), common::moment(NOW));
    let all = store.queue(&id, &QueueFilter::every_status()).await.unwrap();
    assert_eq!(all.len(), 2);
    for line in &all {
        let reply = if line.reference == first { "Ask for a review." } else { "Ask the council." };
        store.claim(&id, &line.reference, &by, now).await.unwrap();
        store.reply(&id, &line.reference, &by, reply, now).await.unwrap();
    }
    for line in &all {
        until(async || notice_to_family(&bot, &line.reference).await == NoticeState::Waits).await;
    }
    let waits = discord_words(&common::library().phrases().discord.something_waits).join(" ");
    let mut read = String::new();
    for _ in 0..2 {
        ana.looks_away();
        ana.command("my-questions", json!([]));
        let shown = says(&ana.hears().await);
        assert!(shown.starts_with(&waits), "{shown}");
        read.push_str(&shown);
    }
    assert!(read.contains("Ask for a review.") && read.contains("Ask the council."), "{read}");
    ana.looks_away();
    ana.command("my-questions", json!([]));
    assert!(!says(&ana.hears().await).starts_with(&waits), "nothing waits any more");
    bot.stop().await;
}

#[tokio::test]
async fn a_reply_of_unknown_fate_is_sent_again_under_its_own_number_alone() {
    let bot = Bot::start_with_desk().await;
    let (ana, direct) = (bot.person(100, true), bot.person(100, false));
    let reference = asks(&bot, &ana, STORY).await;
    direct.looks_away();
    bot.fake.plan("POST", "/channels/1000100/messages", 1, Fate::Unreadable);
    let (store, id, by, now) =
        (bot.service.store(), bot.service.id(), AdviserName::new("robin"), common::moment(NOW));
    store.claim(&id, &reference, &by, now).await.unwrap();
    store.reply(&id, &reference, &by, "Ask for a review.", now).await.unwrap();
    assert!(says(&direct.hears().await).contains("Ask for a review."));
    let sent: Vec<Call> =
        bot.fake.journal().into_iter().filter(|call| call.path == "/channels/1000100/messages").collect();
    assert_eq!(sent.len(), 1, "the clock has not moved, so it was not tried again yet");
    assert_eq!(sent[0].body["enforce_nonce"], json!(true));
    assert_eq!(sent[0].body["nonce"].as_str().unwrap().len(), 25);
    bot.stop().await;
}

/// What was sent to Ana directly.
fn sent_to_ana(bot: &Bot) -> Vec<Call> {
    bot.fake.journal().into_iter().filter(|call| call.path == "/channels/1000100/messages").collect()
}

/// How the notice to the family stands.
async fn notice_to_family(bot: &Bot, reference: &Reference) -> NoticeState {
    let filter = NoticeFilter { state: None, reference: Some(reference.clone()) };
    let notices = bot.service.store().notices(&bot.service.id(), &filter).await.unwrap();
    notices.iter().find(|notice| matches!(notice.to, Recipient::Family(_))).unwrap().state
}

#[tokio::test]
async fn tried_again_later_it_goes_out_under_the_same_number_and_is_there_once() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, true);
    let reference = asks(&bot, &ana, STORY).await;
    let part = "/channels/1000100/messages";
    bot.fake.plan("POST", part, 1, Fate::Unreadable);
    let (store, id, by, now) =
        (bot.service.store(), bot.service.id(), AdviserName::new("robin"), common::moment(NOW));
    store.claim(&id, &reference, &by, now).await.unwrap();
    store.reply(&id, &reference, &by, "Ask for a review.", now).await.unwrap();
    let to_ana = |call: &Call| call.path == "/channels/1000100/messages";
    bot.fake.wait_for(1, to_ana).await;
    let (fake, service) = bot.stop().await;
    fake.plan("POST", part, 1, Fate::Unreadable);
    let bot = Bot::start_at(fake, service, desk_places(), "2026-11-24T10:00:30Z");
    bot.fake.wait_for(2, to_ana).await;
    let bot = bot.starts_again_at("2026-11-24T10:02:30Z").await;
    bot.fake.wait_for(3, to_ana).await;
    let bot = bot.starts_again_at("2026-11-24T10:30:00Z").await;
    let sent = sent_to_ana(&bot);
    assert_eq!(sent.len(), 3, "the third try was heard of, and so the last");
    assert!(sent.iter().all(|call| call.body["nonce"] == sent[0].body["nonce"]), "{sent:?}");
    assert_eq!(sent.iter().map(|call| call.is_repeat).collect::<Vec<_>>(), [false, true, true]);
    assert!(sent.iter().all(|call| call.message == sent[0].message), "one message, given back each time");
    assert_eq!(notice_to_family(&bot, &reference).await, NoticeState::Sent);
    bot.stop().await;
}

#[tokio::test]
async fn of_a_long_reply_the_part_that_was_lost_follows_and_no_part_comes_twice() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, true);
    let reference = asks(&bot, &ana, STORY).await;
    // The first part arrives; whether the second did nobody heard.
    let part = "/channels/1000100/messages";
    bot.fake.plan("POST", part, 1, Fate::TimePasses(std::time::Duration::ZERO));
    bot.fake.plan("POST", part, 1, Fate::Unreadable);
    let long = "You can ask for a review of the plan at any time. ".repeat(160);
    let (store, id, by, now) =
        (bot.service.store(), bot.service.id(), AdviserName::new("robin"), common::moment(NOW));
    store.claim(&id, &reference, &by, now).await.unwrap();
    store.reply(&id, &reference, &by, &long, now).await.unwrap();
    bot.fake.wait_for(2, |call| call.path == part).await;
    let bot = bot.starts_again_at("2026-11-24T10:00:30Z").await;
    let fresh = |call: &Call| call.path == part && !call.is_repeat && !call.buttons().is_empty();
    bot.fake.wait_for(1, fresh).await;
    let (fake, service) = bot.stop().await;
    let sent: Vec<Call> = fake.journal().into_iter().filter(|call| call.path == part).collect();
    let shown: Vec<&Call> = sent.iter().filter(|call| !call.is_repeat).collect();
    let numbers: BTreeSet<String> = shown.iter().map(|call| call.body["nonce"].to_string()).collect();
    assert_eq!(numbers.len(), shown.len(), "each part under a number of its own, once");
    assert_eq!(sent.iter().filter(|call| call.is_repeat).count(), 2, "both that were tried were given back");
    // It is cut between words.
    let words: Vec<String> = shown.iter().map(|call| call.words()).collect();
    assert_eq!(words.join(" ").matches("You can ask for a review").count(), 160, "the whole reply, once");
    drop(service);
}

#[tokio::test]
async fn safeguarding_pings_whoever_is_on_duty_and_nobody_else() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    ana.writes("my stepdad hits me and I am scared to go home");
    assert!(ana.hears().await.words().contains("call 999"));
    let reference = asks(&bot, &ana, "Can you help us?").await;
    let ping = bot
        .fake
        .wait(|world| {
            let is_ping =
                |call: &&Call| call.body["allowed_mentions"]["roles"] == json!([DUTY_ROLE.to_string()]);
            world.journal.iter().find(is_ping).cloned()
        })
        .await;
    assert_eq!(ping.channel, Some(DESK));
    assert!(ping.words().contains(reference.as_str()) && !ping.words().contains("stepdad"));
    let (fake, _) = bot.stop().await;
    let pings = fake
        .journal()
        .iter()
        .filter(|call| {
            call.body.to_string().contains("\"allowed_mentions\"")
                && call.body["allowed_mentions"]["roles"].as_array().is_some_and(|roles| !roles.is_empty())
        })
        .count();
    assert_eq!(pings, 1);
}

#[tokio::test]
async fn two_claims_have_one_winner_and_the_other_is_told_who() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let robin = robin(&bot);
    let kim = bot.fake.person(501, "Kim").at(DESK);
    kim.has_role(SERVER, ADVISER_ROLE);
    let reference = asks(&bot, &ana, STORY).await;
    let posted = card(&bot, &reference, "new").await;
    robin.presses(&posted, "Claim");
    robin.hears().await;
    kim.looks_away();
    kim.dispatch(kim.press(&posted, "Claim"));
    told(&bot, 501, "is with <@500>").await;
    bot.stop().await;
}

/// One card in the channel, however it is drawn anew.
fn cards_posted(bot: &Bot) -> usize {
    let posts = |call: &&Call| call.method == "POST" && call.channel == Some(DESK) && call.to.is_none();
    bot.fake.journal().iter().filter(posts).count()
}

#[tokio::test]
async fn a_card_is_found_again_however_long_nothing_happened() {
    let bot = Bot::start_with_desk().await;
    let (ana, robin) = (bot.person(100, false), robin(&bot));
    let reference = asks(&bot, &ana, STORY).await;
    let posted = card(&bot, &reference, "new").await;
    // Every conversation is forgotten as idle, as after a month without a word.
    let (store, service) = (bot.service.store(), bot.service.id());
    store.forget_idle(&service, common::moment("2030-01-01T00:00:00Z")).await.unwrap();
    robin.presses(&posted, "Claim");
    let claimed = card(&bot, &reference, "with <@500>").await;
    assert_eq!((claimed.method.as_str(), claimed.message), ("PATCH", posted.message));
    assert_eq!(cards_posted(&bot), 1);
    bot.stop().await;
}

#[tokio::test]
async fn a_card_of_an_earlier_build_is_taken_up_before_it_can_be_forgotten() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let reference = asks(&bot, &ana, STORY).await;
    let posted = card(&bot, &reference, "new").await;
    let (fake, service) = bot.stop().await;
    // As that build kept it.
    let (store, id) = (service.store(), service.id());
    let place = store.card(&id, &reference).await.unwrap().expect("the card is kept");
    assert_eq!(place, format!("{{\"channel\":{DESK},\"message\":{}}}", posted.message.unwrap()));
    let key = SessionKey::new(format!("discord-card:{reference}"));
    store.save_session(&id, &key, place.as_bytes(), common::moment(NOW)).await.unwrap();
    store.forget_card(&id, &reference).await.unwrap();
    let bot = Bot::start_among(fake, service.clone(), desk_places());
    until(async || store.card(&id, &reference).await.unwrap().is_some()).await;
    store.forget_idle(&id, common::moment("2030-01-01T00:00:00Z")).await.unwrap();
    let robin = robin(&bot);
    robin.presses(&posted, "Claim");
    let claimed = card(&bot, &reference, "with <@500>").await;
    assert_eq!((claimed.method.as_str(), claimed.message), ("PATCH", posted.message));
    assert_eq!(cards_posted(&bot), 1);
    bot.stop().await;
}

/// Robin has the case of Ana answered and closed.
async fn is_closed(bot: &Bot, reference: &Reference) -> Call {
    let (store, id, by, now) =
        (bot.service.store(), bot.service.id(), AdviserName::new("robin"), common::moment(NOW));
    store.claim(&id, reference, &by, now).await.unwrap();
    store.reply(&id, reference, &by, "Ask for a review.", now).await.unwrap();
    let keep = Keep::all(chrono::Days::new(1));
    store.close(&id, reference, &by, "advised", keep, now).await.unwrap();
    card(bot, reference, "Closed").await
}

#[tokio::test]
async fn the_card_of_a_closed_case_says_no_more_and_is_cleared_when_the_case_is_deleted() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let reference = asks(&bot, &ana, STORY).await;
    let posted = card(&bot, &reference, "new").await;
    let closed = is_closed(&bot, &reference).await;
    assert_eq!(closed.message, posted.message);
    let labels: Vec<String> = closed.buttons().into_iter().map(|(label, _, _)| label).collect();
    assert_eq!(labels, ["Open"]);
    for kept_back in ["Urgency", "Support", "About", "SEN", "Asked"] {
        assert!(!closed.words().contains(kept_back), "`{kept_back}` is in: {}", closed.words());
    }
    let (store, id) = (bot.service.store(), bot.service.id());
    let purged = store.purge(&id, common::moment("2026-11-26T10:00:00Z")).await.unwrap();
    assert_eq!(purged, std::slice::from_ref(&reference));
    let bot = bot.starts_again_at("2026-11-26T10:00:00Z").await;
    let cleared = card(&bot, &reference, "Nothing is kept of this enquiry any more").await;
    assert_eq!((cleared.message, cleared.buttons().len()), (posted.message, 0));
    until(async || bot.service.store().card(&bot.service.id(), &reference).await.unwrap().is_none()).await;
    bot.stop().await;
}

#[tokio::test]
async fn taken_back_after_it_was_closed_its_card_is_cleared_and_one_that_opens_again_comes_as_new() {
    let bot = Bot::start_with_desk().await;
    let (ana, ben) = (bot.person(100, false), bot.person(101, false));
    let (store, id, now) = (bot.service.store(), bot.service.id(), common::moment(NOW));
    let taken_back = asks(&bot, &ana, STORY).await;
    let first = card(&bot, &taken_back, "new").await;
    is_closed(&bot, &taken_back).await;
    store.withdraw(&id, &taken_back, Author::Family, now).await.unwrap();
    let cleared = card(&bot, &taken_back, "Taken back by the family").await;
    assert_eq!(cleared.message, first.message);

    let reopened = asks(&bot, &ben, STORY).await;
    let first = card(&bot, &reopened, "new").await;
    is_closed(&bot, &reopened).await;
    store.add_family_message(&id, &reopened, "Once more.", now).await.unwrap();
    let again = card(&bot, &reopened, "opened again").await;
    assert_eq!(again.method, "POST", "at the end of the channel, where it is seen");
    let old = first.message.unwrap();
    assert!(bot.fake.world(|world| !world.messages.contains_key(&old)), "one card of one enquiry");
    bot.stop().await;
}

/// Everything an adviser can do, as somebody who forges it sends it.
fn everything(who: &Person, reference: &Reference) -> Vec<Value> {
    let presses = [
        CasePress::Claim,
        CasePress::Open,
        CasePress::Reply,
        CasePress::Ask,
        CasePress::Note,
        CasePress::Release,
        CasePress::Close,
    ];
    let mut all: Vec<Value> =
        presses.iter().map(|press| who.pressing(&of_case(reference, *press), None, None)).collect();
    all.push(who.pressing(&of_case(reference, CasePress::Ended), Some("advised"), None));
    all.push(who.pressing("case:v1:list:pick", Some(reference.as_str()), None));
    all.push(who.pressing("case:v0:old", None, None));
    let draft = DraftRef::fresh();
    for press in [DraftPress::Send, DraftPress::Change, DraftPress::Drop] {
        all.push(who.pressing(&draft.press(press), None, None));
    }
    all.push(who.pressing(&draft.press(DraftPress::Guidance), Some("what-is-sen-support"), None));
    let checks = [CheckPress::Approve, CheckPress::SendBack]
        .map(|press| of_check(reference, press, common::moment(NOW)));
    all.extend(checks.iter().map(|check| who.pressing(check, None, None)));
    let windows = [CasePress::Reply, CasePress::Ask, CasePress::Note].map(|press| of_case(reference, press));
    for window in windows.into_iter().chain(checks) {
        let field = json!({ "type": 4, "custom_id": "words", "value": "forged" });
        let data = json!({ "custom_id": window,
                           "components": [{ "type": 1, "components": [field] }] });
        all.push(who.interaction(who.fake.fresh_id(), 5, data));
    }
    let show = json!([{ "name": "reference", "type": 3, "value": reference.as_str() }]);
    for (name, options) in [("list", json!([])), ("stats", json!([])), ("show", show)] {
        let data = json!({ "id": "51", "name": "queue", "type": 1,
                           "options": [{ "name": name, "type": 1, "options": options }] });
        all.push(who.interaction(who.fake.fresh_id(), 2, data));
    }
    all
}

#[tokio::test]
async fn role_by_command_by_object_all_is_refused_alike_but_the_allowed() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let robin = robin(&bot);
    let reference = asks(&bot, &ana, STORY).await;
    let posted = card(&bot, &reference, "new").await;
    let nowhere = Reference::from_random([9; 8]);

    let family = bot.fake.person(100, "Ana").at(DESK);
    let by_message = bot.fake.person(100, "Ana");
    let duty = bot.fake.person(600, "On duty").at(DESK);
    duty.has_role(SERVER, DUTY_ROLE);
    let elsewhere = bot.fake.person(601, "Adviser elsewhere").in_other_server();
    elsewhere.has_role(OTHER_SERVER, OTHER_ADVISER_ROLE).has_role(OTHER_SERVER, ADVISER_ROLE);
    let former = bot.fake.person(602, "Former").at(DESK);
    former.has_role(SERVER, ADVISER_ROLE);
    former.loses_roles(SERVER);
    let refused = common::library().phrases().discord.refused.clone();
    let people = [
        ("family", family),
        ("message", by_message),
        ("duty", duty),
        ("elsewhere", elsewhere),
        ("former", former),
    ];
    let mut denied = 0;
    for (who, person) in &people {
        for reference in [&reference, &nowhere] {
            for event in everything(person, reference) {
                let before = bot.fake.journal().len();
                person.dispatch(event);
                let answer = bot
                    .fake
                    .wait(|world| world.journal[before..].iter().find(|call| call.is_callback()).cloned())
                    .await;
                let shown =
                    (&answer.body["type"], &answer.body["data"]["content"], &answer.body["data"]["flags"]);
                assert_eq!(shown, (&json!(4), &json!(refused), &json!(64)), "{who}: {answer:?}");
                denied += 1;
            }
        }
        // While a reference is typed, nothing is offered.
        let before = bot.fake.journal().len();
        let typed = json!([{ "name": "show", "type": 1,
                             "options": [{ "name": "reference", "type": 3, "value": "SP", "focused": true }] }]);
        person.types_into("queue", typed);
        let offered = bot
            .fake
            .wait(|world| world.journal[before..].iter().find(|call| call.is_callback()).cloned())
            .await;
        assert_eq!(offered.body["data"]["choices"], json!([]), "{who}");
        denied += 1;
    }
    assert_eq!(status(&bot, &reference).await, Status::New, "nothing of it had any effect");
    robin.looks_away();
    robin.presses(&posted, "Claim");
    assert!(says(&robin.hears().await).contains("You have it now."));
    println!("{denied} denied, all in the same words; 1 allowed");
    bot.stop().await;
}

#[tokio::test]
async fn a_draft_is_only_for_whoever_writes_it_and_is_sent_once() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let robin = robin(&bot);
    let kim = bot.fake.person(501, "Kim").at(DESK);
    kim.has_role(SERVER, ADVISER_ROLE);
    let reference = asks(&bot, &ana, STORY).await;
    robin.presses(&card(&bot, &reference, "new").await, "Claim");
    robin.hears().await;
    robin.presses(&card(&bot, &reference, "with <@500>").await, "Ask family");
    let window = robin.hears().await;
    robin.fills(window.last(), "How old is the plan?");
    let preview = robin.hears().await;
    let send = preview.last().buttons().into_iter().find(|(label, _, _)| label == "Send").unwrap().1;
    kim.dispatch(kim.pressing(&send, None, preview.last().message));
    told(&bot, 501, "no longer here").await;
    robin.presses(preview.last(), "Send");
    robin.presses(preview.last(), "Send");
    told(&bot, 500, "on its way").await;
    assert_eq!(status(&bot, &reference).await, Status::WaitingForFamily);
    let view = bot.service.store().family_view(&bot.service.id(), &reference).await.unwrap();
    assert_eq!(view.messages.len(), 1);
    bot.stop().await;
}

#[tokio::test]
async fn the_queue_is_listed_shown_and_counted() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let robin = robin(&bot);
    let reference = asks(&bot, &ana, STORY).await;
    let queue = |name: &str| json!([{ "name": name, "type": 1, "options": [] }]);
    robin.looks_away();
    robin.command("queue", queue("list"));
    let listed = robin.hears().await;
    assert!(says(&listed).contains(reference.as_str()) && !says(&listed).contains("nobody keeps"));
    robin.presses(listed.last(), reference.as_str());
    assert!(says(&robin.hears().await).contains(STORY));
    let before = bot.fake.journal().len();
    robin.command("queue", queue("stats"));
    let counted =
        bot.fake.wait(|world| world.journal[before..].iter().find(|call| call.is_answer()).cloned()).await;
    assert!(counted.words().contains("fewer than 5"), "{}", counted.words());
    assert_eq!(counted.to, Some(500));
    bot.stop().await;
}
