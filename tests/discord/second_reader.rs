//! A trainee's reply on Discord: another adviser reads it, and it is sent under the trainee's name or goes back with a note.

use std::collections::BTreeSet;

use signpost::channel::discord::advisers::case_button::{CheckPress, of_check};
use signpost::enquiry::{Adviser, AdviserName, Author, Enquiry, Reference, Role, Status};

use crate::advisers::{STORY, asks, card, says, status, told};
use crate::bot::{Bot, NOW};
use crate::common::moment;
use crate::fake::{ADVISER_ROLE, Call, DESK, Person, SERVER, Shown};
use crate::matrix::{outcome, window};

const REPLY: &str = "You have rights in law.";

/// Somebody with the role on Discord, on the roster with that trust.
async fn on_roster(bot: &Bot, id: u64, name: &str, role: Role, is_active: bool) -> Person {
    let discord = Some(id.to_string());
    let adviser = Adviser { name: AdviserName::new(name), role, discord, is_active };
    let (store, service) = (bot.service.store(), bot.service.id());
    store.set_adviser(&service, &adviser, "lee", moment(NOW)).await.unwrap();
    with_role(bot, id, name)
}

fn with_role(bot: &Bot, id: u64, name: &str) -> Person {
    let person = bot.fake.person(id, name).at(DESK);
    person.has_role(SERVER, ADVISER_ROLE);
    person
}

async fn tess(bot: &Bot) -> Person {
    on_roster(bot, 510, "tess", Role::Trainee, true).await
}

async fn robin(bot: &Bot) -> Person {
    on_roster(bot, 500, "robin", Role::Adviser, true).await
}

/// Ana asks; Tess, a trainee, claims it and writes a reply.
async fn tess_replies(bot: &Bot, ana: &Person, tess: &Person) -> Reference {
    let reference = asks(bot, ana, STORY).await;
    tess.looks_away();
    tess.presses(&card(bot, &reference, "new").await, "Claim");
    tess.hears().await;
    tess.presses(&card(bot, &reference, "with tess").await, "Reply");
    let window = tess.hears().await;
    tess.fills(window.last(), REPLY);
    let preview = tess.hears().await;
    tess.presses(preview.last(), "Send");
    told(bot, 510, "waits for another adviser to read it").await;
    reference
}

/// The enquiry as this adviser opens it from its card.
async fn opens(bot: &Bot, adviser: &Person, reference: &Reference) -> Shown {
    let card = card(bot, reference, "To check").await;
    assert!(!card.words().contains(REPLY), "the card says what is to be read: {}", card.words());
    adviser.looks_away();
    adviser.presses(&card, "Open");
    adviser.hears().await
}

async fn whole(bot: &Bot, reference: &Reference) -> Enquiry {
    let (store, service) = (bot.service.store(), bot.service.id());
    store.show(&service, reference, &AdviserName::new("robin"), moment(NOW)).await.unwrap()
}

fn labels(shown: &Shown) -> BTreeSet<String> {
    shown.labels().into_iter().collect()
}

fn sees_a_check(shown: &Shown) -> bool {
    ["Approve and send", "Send back"].iter().all(|label| labels(shown).contains(*label))
}

#[tokio::test]
async fn a_trainees_reply_reaches_the_family_once_another_has_read_it() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let (tess, robin) = (tess(&bot).await, robin(&bot).await);
    let reference = tess_replies(&bot, &ana, &tess).await;
    let view = bot.service.store().family_view(&bot.service.id(), &reference).await.unwrap();
    assert!(view.messages.is_empty(), "nothing is sent that nobody else has read");

    let own = opens(&bot, &tess, &reference).await;
    assert!(says(&own).contains(REPLY) && !sees_a_check(&own), "{:?}", own.labels());
    let story = opens(&bot, &robin, &reference).await;
    assert!(says(&story).contains(REPLY) && says(&story).contains(STORY), "{}", says(&story));
    assert!(sees_a_check(&story), "{:?}", story.labels());
    assert!(story.calls.iter().all(|call| call.to == Some(500)), "for the second reader's eyes alone");

    ana.looks_away();
    robin.presses(story.last(), "Approve and send");
    told(&bot, 500, "on its way to the family").await;
    let brought = says(&ana.hears().await);
    assert!(brought.contains(REPLY), "{brought}");
    told(&bot, 510, "was read by another adviser and has gone to the family").await;
    let answered = card(&bot, &reference, "answered by tess").await;
    assert!(!answered.words().contains("To check"), "{}", answered.words());

    let kept = whole(&bot, &reference).await;
    assert_eq!((kept.status, kept.proposed), (Status::Answered, None));
    assert_eq!(kept.messages[0].author, Author::Adviser(AdviserName::new("tess")));
    assert_eq!(kept.messages[0].text, REPLY);
    let trail: Vec<String> = kept.events.iter().map(|event| format!("{} {}", event.by, event.what)).collect();
    let changed: Vec<&String> = trail.iter().filter(|line| !line.ends_with("viewed")).collect();
    assert_eq!(changed, ["family opened", "tess claimed", "tess proposed", "robin approved"]);

    // Pressed once more, it does nothing twice.
    robin.presses(story.last(), "Approve and send");
    told(&bot, 500, "no reply waits to be read any more").await;
    assert_eq!(whole(&bot, &reference).await.messages.len(), 1);
    let public = |call: &&Call| call.channel == Some(DESK) && call.to.is_none();
    for call in bot.fake.journal().iter().filter(public) {
        assert!(!call.words().contains(REPLY) && !call.words().contains(STORY), "{}", call.words());
    }
    bot.stop().await;
}

#[tokio::test]
async fn a_reply_sent_back_stays_with_the_trainee_with_a_note_of_what_to_change() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let (tess, robin) = (tess(&bot).await, robin(&bot).await);
    let reference = tess_replies(&bot, &ana, &tess).await;
    let story = opens(&bot, &robin, &reference).await;
    robin.presses(story.last(), "Send back");
    let window = robin.hears().await;
    robin.fills(window.last(), "Name the law.");
    told(&bot, 500, "Nothing is sent").await;
    told(&bot, 510, "was sent back by another adviser").await;

    let drawn = |call: &&Call| call.method == "PATCH" && call.channel == Some(DESK) && call.is_done();
    let is_over = |call: &&Call| drawn(call) && !call.words().contains("To check");
    bot.fake
        .wait(|world| world.journal.iter().rev().find(drawn).filter(is_over).map(|call| call.words()))
        .await;
    let kept = whole(&bot, &reference).await;
    assert_eq!((kept.status, &kept.proposed), (Status::Claimed, &None));
    let notes: Vec<_> = kept.notes.iter().map(|note| (note.by.as_str(), note.text.as_str())).collect();
    assert_eq!(notes, [("tess", REPLY), ("robin", "Name the law.")]);
    assert!(kept.messages.is_empty());
    bot.stop().await;
}

#[tokio::test]
async fn what_was_written_after_it_was_read_is_not_sent() {
    let bot = Bot::start_with_desk().await;
    let ana = bot.person(100, false);
    let (tess, robin) = (tess(&bot).await, robin(&bot).await);
    let reference = tess_replies(&bot, &ana, &tess).await;
    let story = opens(&bot, &robin, &reference).await;
    let (store, service, by) = (bot.service.store(), bot.service.id(), AdviserName::new("tess"));
    let later = moment("2026-11-24T10:01:00Z");
    store.reply(&service, &reference, &by, "You have no rights.", later).await.unwrap();
    robin.presses(story.last(), "Approve and send");
    told(&bot, 500, "another reply stands there by now").await;
    assert_eq!(status(&bot, &reference).await, Status::Claimed);
    assert!(whole(&bot, &reference).await.messages.is_empty());
    let story = opens(&bot, &robin, &reference).await;
    assert!(says(&story).contains("You have no rights."), "{}", says(&story));
    robin.presses(story.last(), "Approve and send");
    told(&bot, 500, "on its way to the family").await;
    assert_eq!(whole(&bot, &reference).await.messages[0].text, "You have no rights.");
    bot.stop().await;
}

#[tokio::test]
async fn whoever_may_not_check_is_refused_alike_whatever_there_is() {
    let bot = Bot::start_with_desk().await;
    let (ana, ben) = (bot.person(100, false), bot.person(101, false));
    let tess = tess(&bot).await;
    let robin = robin(&bot).await;
    let reference = tess_replies(&bot, &ana, &tess).await;
    let nothing_to_check = asks(&bot, &ben, "Who pays for the bus?").await;
    let nowhere = Reference::from_random([9; 8]);
    let before = whole(&bot, &reference).await.case();
    let denied = [
        tess.clone(),
        on_roster(&bot, 511, "toby", Role::Trainee, true).await,
        on_roster(&bot, 512, "olga", Role::Operator, true).await,
        on_roster(&bot, 513, "gone", Role::Lead, false).await,
        with_role(&bot, 514, "Not on the roster"),
        bot.fake.person(515, "On the roster, without the role").at(DESK),
        bot.fake.person(100, "Ana").at(DESK),
        bot.fake.person(100, "Ana"),
    ];
    // On the roster is not enough: the role on Discord is looked at as well.
    on_roster(&bot, 515, "una", Role::Adviser, true).await.loses_roles(SERVER);
    let refused = bot.service.library().phrases().discord.refused.clone();
    let mut tried = 0;
    for person in &denied {
        for about in [&reference, &nothing_to_check, &nowhere] {
            let id = |press| of_check(about, press, before.proposed.as_ref().unwrap().at);
            let approve = person.pressing(&id(CheckPress::Approve), None, None);
            for event in [approve, window(person, &id(CheckPress::SendBack))] {
                let shown = outcome(person, event).await;
                assert_eq!(shown.words, refused, "{} {about}: {shown:?}", person.name);
                tried += 1;
            }
        }
    }
    // Not even whoever may check others by now reads their own.
    on_roster(&bot, 510, "tess", Role::Adviser, true).await;
    let id = of_check(&reference, CheckPress::Approve, before.proposed.as_ref().unwrap().at);
    assert_eq!(outcome(&tess, tess.pressing(&id, None, None)).await.words, refused);
    assert_eq!(whole(&bot, &reference).await.case(), before, "something changed");

    // One who may is told what there is, and what is not there looks as for every button.
    let said = async |about: &Reference| {
        let id = of_check(about, CheckPress::Approve, before.proposed.as_ref().unwrap().at);
        outcome(&robin, robin.pressing(&id, None, None)).await.words
    };
    assert!(said(&nothing_to_check).await.contains("no reply waits"));
    assert!(said(&nowhere).await.contains("There is no enquiry"));
    assert!(said(&reference).await.contains("on its way"));
    println!("{} people, {tried} attempts, all refused in the same words", denied.len());
    bot.stop().await;
}
