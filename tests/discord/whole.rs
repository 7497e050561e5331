//! One family's whole way, from a mention in a channel to being forgotten, with what it saw.
//!
//! `cargo test --test discord whole -- --nocapture` prints it.

use serde_json::json;

use signpost::conversation::form::stages;
use signpost::enquiry::AdviserName;
use signpost::store::QueueFilter;

use crate::bot::{Bot, NOW};
use crate::common;
use crate::fake::{BOT, Call};

#[tokio::test]
async fn a_family_comes_by_a_mention_leaves_a_question_reads_the_reply_and_is_forgotten() {
    let bot = Bot::start_with_desk().await;
    let (library, fake) = (common::library(), bot.fake.clone());
    let phrases = library.phrases();
    let (ana, direct) = (bot.person(100, true), bot.person(100, false));

    // In the server: one public sentence without content, and the answer for Ana alone.
    ana.writes(&format!("<@{BOT}> school says he is fine but he falls apart at home"));
    let public = fake.wait_for(1, Call::is_answer).await.swap_remove(0);
    assert_eq!((public.to, public.words().contains("home")), (None, false));
    ana.presses(&public, &phrases.discord.open);
    let answer = ana.hears().await;
    assert!(answer.words().contains("School"), "{}", answer.words());

    // Danger comes first, from everywhere.
    ana.presses(answer.last(), &phrases.discord.write);
    let window = ana.hears().await;
    ana.fills(window.last(), "he says he wants to die");
    let urgent = ana.hears().await;
    assert!(urgent.last().words().contains("999"), "{}", urgent.words());

    // A question for a person.
    ana.command("adviser", json!([]));
    let begun = ana.hears().await;
    ana.presses(begun.last(), &stages(&library)[1]);
    let form = ana.hears().await;
    ana.fills_all(form.last(), &["Who checks what school writes down about him?", "", ""]);
    let preview = ana.hears().await;
    ana.presses(preview.last(), "Yes, pass it on");
    let kept = ana.hears().await;
    assert!(kept.words().contains("Your reference is"), "{}", kept.words());

    // An adviser answers at the desk; the reply comes by direct message.
    let (store, id, now) = (bot.service.store(), bot.service.id(), common::moment(NOW));
    let line = store.queue(&id, &QueueFilter::every_status()).await.unwrap().swap_remove(0);
    let robin = AdviserName::new("robin");
    store.claim(&id, &line.reference, &robin, now).await.unwrap();
    direct.looks_away();
    store
        .reply(&id, &line.reference, &robin, "Ask to see his record; we can go through it together.", now)
        .await
        .unwrap();
    assert!(direct.hears().await.words().contains("Ask to see his record"));

    ana.looks_away();
    ana.command("forget-me", json!([]));
    ana.hears().await;
    let key = signpost::store::SessionKey::new("discord:100");
    assert_eq!(store.load_session(&id, &key).await.unwrap(), None);

    // Nobody else saw a word of it: neither the channel nor the card that advisers share.
    for call in fake.journal().iter().filter(|call| call.is_answer() && call.to.is_none()) {
        let words = call.words();
        for private in ["writes down about him", "wants to die", "falls apart", "go through it", "Ana"] {
            assert!(!words.contains(private), "`{private}` was shown to everybody: {words}");
        }
    }
    println!("{}", fake.transcript());
    bot.stop().await;
}
