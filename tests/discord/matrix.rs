//! Who may do what, and to what: role × command × object. All is denied but what is allowed, and every refusal is alike.
//!
//! The server's own settings may show a command to anybody; here each use arrives as Discord would deliver it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use signpost::conversation::form::stages;
use signpost::enquiry::{Adviser, AdviserName, Reference, Role, Status};
use signpost::store::QueueFilter;

use crate::bot::{Bot, NOW};
use crate::common::{self, moment};
use crate::fake::{
    ADVISER_ROLE, Call, DESK, DUTY_ROLE, Fake, OTHER_ADVISER_ROLE, OTHER_SERVER, Person, SERVER,
};

/// What somebody was shown in the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    /// Of the first answer: 4 a message, 5 an acknowledgement, 8 what could complete, 9 a window.
    pub kind: u64,
    pub is_private: bool,
    pub words: String,
}

/// Sends it off and waits until something is shown for it.
pub async fn outcome(person: &Person, event: Value) -> Outcome {
    let (id, token) = (event["id"].as_str().unwrap().to_owned(), event["token"].as_str().unwrap().to_owned());
    person.dispatch(event);
    let first = |call: &Call| call.path.starts_with(&format!("/interactions/{id}/"));
    let first = person.fake.wait_for(1, first).await.swap_remove(0);
    let kind = first.body["type"].as_u64().unwrap();
    let is_private = first.body["data"]["flags"].as_u64().is_some_and(|flags| flags & 64 != 0);
    let words = match kind {
        5 | 6 => {
            // In place of what was pressed or of "thinking", or beside it.
            let ways =
                [format!("/webhooks/900/{token}/messages/@original"), format!("/webhooks/900/{token}")];
            person.fake.wait_for(1, |call| ways.contains(&call.path)).await.swap_remove(0).words()
        }
        8 => first.body["data"]["choices"].to_string(),
        _ => first.words(),
    };
    Outcome { kind, is_private, words }
}

/// Everything that an adviser can do about an enquiry, as events of this person.
pub fn everything(person: &Person, reference: &str) -> Vec<(String, Value)> {
    let fresh = || person.fake.fresh_id();
    let mut all = Vec::new();
    let shown = json!([{ "name": "reference", "type": 3, "value": reference }]);
    for (name, options) in [("list", json!([])), ("stats", json!([])), ("show", shown)] {
        let options = json!([{ "name": name, "type": 1, "options": options }]);
        let data = json!({ "id": "60", "name": "queue", "type": 1, "options": options });
        all.push((format!("/queue {name}"), person.interaction(fresh(), 2, data)));
    }
    for what in ["claim", "open", "reply", "ask", "note", "release", "close"] {
        all.push((what.to_owned(), person.pressing(&format!("case:v1:{reference}:{what}"), None, None)));
    }
    for what in ["approve", "send-back"] {
        let check = format!("case:v1:{reference}:{what}@1764000000000000");
        all.push((what.to_owned(), person.pressing(&check, None, None)));
        all.push((format!("window {what}"), window(person, &check)));
    }
    let ended = person.pressing(&format!("case:v1:{reference}:ended"), Some("advised"), None);
    all.push(("ended".to_owned(), ended));
    all.push(("pick".to_owned(), person.pressing("case:v1:list:pick", Some(reference), None)));
    for what in ["send", "change", "drop"] {
        all.push((
            format!("draft {what}"),
            person.pressing(&format!("case:v1:0011223344556677:{what}"), None, None),
        ));
    }
    let guidance = person.pressing("case:v1:0011223344556677:guidance", Some("sen-support"), None);
    all.push(("draft guidance".to_owned(), guidance));
    all.push(("of another build".to_owned(), person.pressing("case:v9:whatever", None, None)));
    for what in ["reply", "ask", "note"] {
        all.push((format!("window {what}"), window(person, &format!("case:v1:{reference}:{what}"))));
    }
    all.push(("window of a draft".to_owned(), window(person, "case:v1:0011223344556677:change")));
    all
}

pub fn window(person: &Person, custom_id: &str) -> Value {
    let input = json!({ "type": 4, "custom_id": "words", "value": "Words that must go nowhere" });
    let rows = json!([{ "type": 1, "components": [input] }]);
    person.interaction(person.fake.fresh_id(), 5, json!({ "custom_id": custom_id, "components": rows }))
}

pub fn typing(person: &Person, typed: &str) -> Value {
    let reference = json!([{ "name": "reference", "type": 3, "value": typed, "focused": true }]);
    let options = json!([{ "name": "show", "type": 1, "options": reference }]);
    let data = json!({ "id": "60", "name": "queue", "type": 1, "options": options });
    person.interaction(person.fake.fresh_id(), 4, data)
}

/// Somebody at the advisers' channel.
fn at_the_desk(fake: &Fake, id: u64, name: &str) -> Person {
    fake.person(id, name).at(DESK)
}

/// Ana leaves a question; gives its reference.
async fn leaves_a_question(bot: &Bot, id: u64) -> Reference {
    let ana = bot.fake.person(id, "Ana");
    ana.command("adviser", json!([]));
    let begun = ana.hears().await;
    ana.presses(begun.last(), &stages(&common::library())[1]);
    let window = ana.hears().await;
    ana.fills_all(window.last(), &["Who can change the targets?", "", ""]);
    let preview = ana.hears().await;
    ana.presses(preview.last(), "Yes, pass it on");
    ana.hears().await;
    let lines = bot.service.store().queue(&bot.service.id(), &QueueFilter::every_status()).await.unwrap();
    lines.iter().max_by_key(|line| line.opened_at).expect("it is in the queue").reference.clone()
}

/// Status, messages, notes and trail, to see that nothing has changed.
async fn standing(bot: &Bot, reference: &Reference) -> String {
    let (store, id) = (bot.service.store(), bot.service.id());
    let line = store.queue(&id, &QueueFilter::one(reference)).await.unwrap();
    let view = store.family_view(&id, reference).await.unwrap();
    format!("{line:?} {view:?}")
}

#[tokio::test]
async fn whoever_may_not_is_told_the_same_whatever_they_try_and_whatever_there_is() {
    let bot = Bot::start_with_desk().await;
    let fake = &bot.fake;
    let reference = leaves_a_question(&bot, 100).await;
    let robin = at_the_desk(fake, 500, "Robin");
    robin.has_role(SERVER, ADVISER_ROLE);
    let claimed = outcome(&robin, robin.pressing(&format!("case:v1:{reference}:claim"), None, None)).await;
    assert_eq!(claimed.kind, 5, "{claimed:?}");
    let before = standing(&bot, &reference).await;

    let nobody = at_the_desk(fake, 501, "A member without a role");
    let duty = at_the_desk(fake, 502, "On duty, and no adviser");
    duty.has_role(SERVER, DUTY_ROLE);
    let elsewhere = fake.person(503, "An adviser of another server").in_other_server();
    elsewhere.has_role(OTHER_SERVER, OTHER_ADVISER_ROLE);
    let copied = fake.person(504, "Another server's role with our number").in_other_server();
    copied.has_role(OTHER_SERVER, ADVISER_ROLE);
    let direct = fake.person(505, "An adviser in direct messages");
    direct.has_role(SERVER, ADVISER_ROLE);
    let lost = at_the_desk(fake, 506, "Lost the role a moment ago");
    lost.has_role(SERVER, ADVISER_ROLE);
    let allowed = outcome(&lost, lost.pressing(&format!("case:v1:{reference}:open"), None, None)).await;
    assert!(allowed.words.contains("Who can change the targets?"), "{allowed:?}");
    lost.loses_roles(SERVER);
    robin.loses_roles(SERVER);
    let family = fake.person(100, "Ana").at(DESK);
    let bot_with_role = at_the_desk(fake, 507, "A bot with the role");
    bot_with_role.has_role(SERVER, ADVISER_ROLE);

    let denied =
        [nobody, duty, elsewhere, copied, direct, lost, robin.clone(), family, bot_with_role.clone()];
    let not_there = "SP-2222-2222-2";
    let mut refusals = BTreeSet::new();
    let mut tried = 0;
    for person in &denied {
        for object in [reference.as_str(), not_there, "../../etc", "", "%00", "x".repeat(60).as_str()] {
            for (what, mut event) in everything(person, object) {
                if person.id == bot_with_role.id {
                    event["member"]["user"]["bot"] = json!(true);
                }
                let shown = outcome(person, event).await;
                assert_eq!(shown.kind, 4, "{} {what} {object}: {shown:?}", person.name);
                refusals.insert(shown);
                tried += 1;
            }
        }
        let mut event = typing(person, "SP");
        if person.id == bot_with_role.id {
            event["member"]["user"]["bot"] = json!(true);
        }
        let offered = outcome(person, event).await;
        assert_eq!((offered.kind, offered.words.as_str()), (8, "[]"), "{}", person.name);
        tried += 1;
    }
    println!("{} roles, {tried} attempts, {} kind of refusal: {refusals:?}", denied.len(), refusals.len());
    assert_eq!(refusals.len(), 1, "{refusals:#?}");
    let refusal = refusals.into_iter().next().unwrap();
    assert!(refusal.is_private);
    assert_eq!(refusal.words, bot.service.library().phrases().discord.refused);
    assert_eq!(standing(&bot, &reference).await, before, "something changed");
    bot.stop().await;
}

#[tokio::test]
async fn where_there_is_a_roster_the_role_on_discord_is_not_enough() {
    let bot = Bot::start_with_desk().await;
    let fake = &bot.fake;
    let reference = leaves_a_question(&bot, 100).await;
    let has_role = |id: u64, name: &str| {
        let person = at_the_desk(fake, id, name);
        person.has_role(SERVER, ADVISER_ROLE);
        person
    };
    let on_roster = async |id: u64, name: &str, role: Role, is_active: bool| {
        let discord = Some(id.to_string());
        let adviser = Adviser { name: AdviserName::new(name), role, discord, is_active };
        bot.service.store().set_adviser(&bot.service.id(), &adviser, "lee", moment(NOW)).await.unwrap();
    };
    on_roster(500, "robin", Role::Adviser, true).await;
    on_roster(501, "gone", Role::Adviser, false).await;
    on_roster(502, "olga", Role::Operator, true).await;
    let robin = has_role(500, "Robin");
    let denied = [has_role(503, "Not on it"), has_role(501, "Suspended"), has_role(502, "An operator")];
    let claimed = outcome(&robin, robin.pressing(&format!("case:v1:{reference}:claim"), None, None)).await;
    assert!(claimed.words.contains("You have it now"), "{claimed:?}");
    let before = standing(&bot, &reference).await;

    let refused = bot.service.library().phrases().discord.refused.clone();
    let (mut tried, mut windows) = (0, 0);
    for person in &denied {
        for object in [reference.as_str(), "SP-2222-2222-2", "not-one"] {
            for (what, event) in everything(person, object) {
                let shown = outcome(person, event).await;
                // A window has to come before anything is looked up; what is written in it is refused.
                if shown.kind == 9 {
                    windows += 1;
                } else {
                    assert_eq!(shown.words, refused, "{} {what} {object}", person.name);
                }
                tried += 1;
            }
        }
        assert_eq!(outcome(person, typing(person, "SP")).await.words, "[]", "{}", person.name);
    }
    assert_eq!(standing(&bot, &reference).await, before, "something changed");
    println!("{} people, {tried} attempts, {windows} windows that lead nowhere", denied.len());

    // Somebody who is taken off in the middle of the work is refused at the next press, and let in again once back.
    let open = |person: &Person| person.pressing(&format!("case:v1:{reference}:open"), None, None);
    assert!(outcome(&robin, open(&robin)).await.words.contains("Who can change the targets?"));
    on_roster(500, "robin", Role::Adviser, false).await;
    assert_eq!(outcome(&robin, open(&robin)).await.words, refused);
    on_roster(500, "robin", Role::Adviser, true).await;
    assert!(outcome(&robin, open(&robin)).await.words.contains("Who can change the targets?"));
    bot.stop().await;
}

#[tokio::test]
async fn an_adviser_may_and_what_is_not_there_looks_the_same_for_every_way_to_it() {
    let bot = Bot::start_with_desk().await;
    let reference = leaves_a_question(&bot, 100).await;
    let robin = at_the_desk(&bot.fake, 500, "Robin");
    robin.has_role(SERVER, ADVISER_ROLE);
    let offered = outcome(&robin, typing(&robin, "SP")).await;
    assert!(offered.words.contains(reference.as_str()), "{offered:?}");
    for (what, event) in everything(&robin, reference.as_str()) {
        let shown = outcome(&robin, event).await;
        let wanted: &[u64] = match what.as_str() {
            "reply" | "ask" | "note" | "send-back" | "draft change" => &[9],
            _ => &[4, 5, 6],
        };
        assert!(wanted.contains(&shown.kind), "{what}: {shown:?}");
        assert_ne!(shown.words, bot.service.library().phrases().discord.refused, "{what}");
    }
    // Guessed references, well made and not: nothing is told of what is there, and nothing crashes.
    let mut said = BTreeSet::new();
    for guess in ["SP-2222-2222-2", "SP-3333-3333-3", "not-one"] {
        for what in ["claim", "open", "release"] {
            let event = robin.pressing(&format!("case:v1:{guess}:{what}"), None, None);
            said.insert(outcome(&robin, event).await.words.replace(guess, "GUESS"));
        }
    }
    assert!(said.len() <= 2, "{said:#?}");
    bot.stop().await;
}

#[tokio::test]
async fn two_advisers_at_once_and_one_of_them_twice() {
    let bot = Bot::start_with_desk().await;
    let reference = leaves_a_question(&bot, 100).await;
    let advisers: Vec<Person> = (0..2)
        .map(|number| {
            let adviser = at_the_desk(&bot.fake, 500 + number, if number == 0 { "Robin" } else { "Sam" });
            adviser.has_role(SERVER, ADVISER_ROLE);
            adviser
        })
        .collect();
    let claim = |person: &Person| person.pressing(&format!("case:v1:{reference}:claim"), None, None);
    let twice = claim(&advisers[0]);
    let (first, second, _) = tokio::join!(
        outcome(&advisers[0], twice.clone()),
        outcome(&advisers[1], claim(&advisers[1])),
        async { advisers[0].dispatch(twice.clone()) },
    );
    let won = [&first, &second].iter().filter(|shown| shown.words.contains("You have it now")).count();
    assert_eq!(won, 1, "{first:?} {second:?}");
    let lines = bot.service.store().queue(&bot.service.id(), &QueueFilter::one(&reference)).await.unwrap();
    assert_eq!(lines[0].status, Status::Claimed);
    bot.stop().await;
}

#[tokio::test]
async fn one_family_never_sees_anothers() {
    let bot = Bot::start_with_desk().await;
    let reference = leaves_a_question(&bot, 100).await;
    let ana = bot.fake.person(100, "Ana");
    ana.command("my-questions", json!([]));
    let own = ana.hears().await;
    assert!(own.words().contains("Who can change the targets?") || own.words().contains(reference.as_str()));
    // Eve presses every button that Ana was ever shown, in her own messages and in a server. She comes under another id
    // for each message, or she would soon be pressing too fast to be answered at all.
    let shown: Vec<Call> = bot.fake.journal().into_iter().filter(|call| call.to == Some(100)).collect();
    let mut pressed = 0;
    let mut eves = (600..).map(|id| bot.fake.person(id, "Eve"));
    for in_server in [false, true] {
        for call in &shown {
            let eve = eves.next().expect("ids go on");
            let place = if in_server { eve.in_server() } else { eve };
            for (_, custom_id, value) in call.buttons() {
                let seen = outcome(&place, place.pressing(&custom_id, value.as_deref(), None)).await;
                assert!(!seen.words.contains("targets"), "{custom_id}: {seen:?}");
                assert!(!seen.words.contains(reference.as_str()), "{custom_id}: {seen:?}");
                pressed += 1;
            }
        }
    }
    let eve = eves.next().expect("ids go on");
    eve.command("my-questions", json!([]));
    let hers = eve.hears().await.words();
    assert!(!hers.contains("targets") && !hers.contains(reference.as_str()), "{hers}");
    // What is not there and what cannot be are answered alike.
    let mut answers = BTreeSet::new();
    for guess in ["SP-2222-2222-2", "SP-3333-3333-3", "SP-4444-4444-4"] {
        eve.writes(guess);
        answers.insert(eve.hears().await.words());
    }
    assert_eq!(answers.len(), 1, "{answers:#?}");
    println!("Eve pressed {pressed} of Ana's buttons and saw nothing of hers");
    let name = AdviserName::new("test");
    let kept = bot.service.store().show(&bot.service.id(), &reference, &name, moment(NOW)).await.unwrap();
    assert_eq!(kept.status, Status::New);
    bot.stop().await;
}
