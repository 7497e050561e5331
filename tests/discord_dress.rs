//! Every reply of the real content as Discord messages: within the platform's limits, with the kiosk's words.

#[path = "discord/bare.rs"]
mod bare;
mod common;

use std::collections::BTreeSet;

use proptest::prelude::*;

use signpost::channel::discord::advisers::{card, story};
use signpost::channel::discord::button::TurnRef;
use signpost::channel::discord::dress::{self, Button, Post, Room, Row, limits, units};
use signpost::conversation::{self, Message};
use signpost::dialog::{NodeRef, Target};
use signpost::enquiry::{
    self, AdviserName, Author, Channel, Consent, Contact, Enquiry, Note, Proposed, Reference, ServiceId,
    Status, Urgency,
};
use signpost::plain;
use signpost::reply::{Block, MessageLine, Outcome, Reply};
use signpost::session::{Part, Place, Session, SessionId, Step};

use bare::{discord_words, kiosk_words};

const TURN: [u8; 8] = [255; 8];

/// The words of one message, as a reader sees them.
fn post_words(post: &Post) -> Vec<String> {
    let embeds = post.embeds.iter().flat_map(|embed| [embed.title.as_str(), embed.description.as_str()]);
    embeds.chain([post.content.as_str()]).flat_map(discord_words).collect()
}

/// Every place of the content, with the session that stands there.
fn places() -> Vec<(Place, Session, Reply)> {
    let library = common::library();
    let nodes = library.dialogs().flat_map(|dialog| {
        dialog
            .nodes()
            .iter()
            .map(|node| Place::Node(NodeRef { dialog: dialog.id().clone(), node: node.id.clone() }))
    });
    let entries = library.entries().flat_map(|entry| {
        [Part::Answer, Part::Law, Part::InShortWords].map(|part| Place::Entry { id: entry.id.clone(), part })
    });
    let now = common::moment("2026-11-24T10:00:00Z");
    nodes
        .chain(entries)
        .map(|place| {
            let mut session = Session::new(SessionId::new("s"), Channel::Discord);
            session.here.place = place.clone();
            let turn = conversation::respond(&library, &session, &Message::Begin, now);
            (place, turn.session, turn.reply)
        })
        .collect()
}

#[track_caller]
fn within_limits(posts: &[Post]) {
    assert!(!posts.is_empty());
    for (place, post) in posts.iter().enumerate() {
        assert!(units(&post.content) <= limits::CONTENT);
        assert!(!post.content.trim().is_empty() || !post.embeds.is_empty(), "an empty message");
        assert!(post.embeds.len() <= limits::EMBEDS_A_MESSAGE);
        let mut all = 0;
        for embed in &post.embeds {
            assert!(units(&embed.title) <= limits::TITLE);
            assert!(units(&embed.description) <= limits::DESCRIPTION);
            assert!(!embed.title.is_empty() || !embed.description.trim().is_empty(), "an empty embed");
            all += units(&embed.title) + units(&embed.description);
        }
        assert!(all <= limits::EMBEDS, "{all}");
        assert_eq!(
            post.rows.is_empty(),
            place + 1 < posts.len(),
            "buttons stand under the last message alone"
        );
        assert!(post.rows.len() <= limits::ROWS);
        let mut ids = BTreeSet::new();
        for row in &post.rows {
            match row {
                Row::Buttons(buttons) => {
                    assert!((1..=limits::BUTTONS_A_ROW).contains(&buttons.len()));
                    for button in buttons {
                        assert!((1..=limits::LABEL).contains(&units(&button.label)), "{}", button.label);
                        assert!(units(&button.custom_id) <= limits::CUSTOM_ID);
                        assert!(ids.insert(button.custom_id.clone()), "twice: {}", button.custom_id);
                    }
                }
                Row::Select { custom_id, placeholder, options } => {
                    assert!(units(custom_id) <= limits::CUSTOM_ID && ids.insert(custom_id.clone()));
                    assert!(units(placeholder) <= limits::PLACEHOLDER);
                    assert!((1..=limits::OPTIONS).contains(&options.len()));
                    let values: BTreeSet<&String> = options.iter().map(|(_, value)| value).collect();
                    assert_eq!(values.len(), options.len());
                    for (label, value) in options {
                        assert!((1..=limits::OPTION_LABEL).contains(&units(label)));
                        assert!((1..=100).contains(&units(value)));
                    }
                }
            }
        }
    }
}

fn labels(posts: &[Post]) -> Vec<String> {
    let rows = posts.iter().flat_map(|post| &post.rows);
    rows.flat_map(|row| match row {
        Row::Buttons(buttons) => buttons.iter().map(|button| button.label.clone()).collect::<Vec<_>>(),
        Row::Select { options, .. } => options.iter().map(|(label, _)| label.clone()).collect(),
    })
    .collect()
}

#[test]
fn every_place_is_within_every_limit() {
    let library = common::library();
    for (_, _, reply) in places() {
        for room in [Room::Direct, Room::Server] {
            within_limits(&dress::posts(&reply, &TurnRef::new(TURN), library.phrases(), room));
        }
    }
}

#[test]
fn every_place_says_what_the_kiosk_says() {
    let library = common::library();
    for (place, _, reply) in places() {
        let posts = dress::posts(&reply, &TurnRef::new(TURN), library.phrases(), Room::Direct);
        let without_choices = Reply { choices: Vec::new(), ..reply.clone() };
        let kiosk = kiosk_words(&plain::text(&without_choices, 80));
        let discord: Vec<String> = posts.iter().flat_map(post_words).collect();
        let long = reply.choices.iter().any(|choice| units(choice) > limits::LABEL);
        if !long {
            assert_eq!(discord, kiosk, "{place:?}");
        }
        let labels = labels(&posts);
        for choice in &reply.choices {
            let is_there =
                labels.contains(choice) || discord.join(" ").contains(&kiosk_words(choice).join(" "));
            assert!(is_there, "{place:?} does not offer {choice}");
        }
    }
}

#[test]
fn the_channels_own_words_fit_where_they_stand() {
    let library = common::library();
    let says = &library.phrases().discord;
    for (words, most) in [
        (&says.window, 45),
        (&says.field, 45),
        (&says.open, limits::LABEL),
        (&says.write, limits::LABEL),
        (&says.choose, limits::PLACEHOLDER),
        (&says.mention, limits::CONTENT),
    ] {
        assert!((1..=most).contains(&units(words)), "{words}");
    }
    for (name, words) in &says.commands {
        assert!((1..=100).contains(&units(words)), "{name}: {words}");
    }
}

#[test]
fn back_menu_and_adviser_are_always_there() {
    let library = common::library();
    let phrases = library.phrases();
    for (place, _, reply) in places() {
        let posts = dress::posts(&reply, &TurnRef::new(TURN), phrases, Room::Direct);
        let Some(Row::Buttons(last)) = posts.last().and_then(|post| post.rows.last()) else {
            panic!("{place:?} has no buttons");
        };
        let labels: Vec<&str> = last.iter().map(|button| button.label.as_str()).collect();
        assert_eq!(labels, [&phrases.back, &phrases.menu, &phrases.talk_to_adviser], "{place:?}");
    }
}

/// The dress leaves a choice out whose label a steady button has; this holds only while both lead to the same place.
#[test]
fn a_choice_named_like_a_steady_button_leads_where_that_leads() {
    let library = common::library();
    let phrases = library.phrases();
    for (place, session, _) in places() {
        for offer in &session.here.offered {
            let leads_there = match &offer.label {
                label if *label == phrases.back => offer.step == Step::Back,
                label if *label == phrases.menu => offer.step == Step::Menu,
                label if *label == phrases.talk_to_adviser => {
                    let handoff = Target::Node(NodeRef::new("handoff", "start"));
                    [Step::Adviser, Step::Go(handoff)].contains(&offer.step)
                }
                _ => true,
            };
            assert!(leads_there, "{place:?}: {offer:?}");
        }
    }
}

/// Any case, as long and as strange as what people write.
fn any_case() -> impl Strategy<Value = Enquiry> {
    let words = || prop_oneof!["\\PC{0,40}", "[a-z*_ \\n]{0,5000}", "(\\PC{1,30}\\n){0,60}"];
    let name = || "\\PC{1,300}".prop_map(AdviserName::new);
    let said = || {
        (prop::option::of(name()), words()).prop_map(|(name, text)| {
            let author = name.map_or(Author::Family, Author::Adviser);
            enquiry::Message { author, at: common::moment("2026-11-24T10:00:00Z"), text }
        })
    };
    let urgency = prop_oneof![
        Just(Urgency::Routine),
        Just(Urgency::Safeguarding),
        Just(Urgency::LegalDate { act_by: common::moment("2026-12-02T10:00:00Z").date() }),
    ];
    let told = (words(), prop::collection::vec(words(), 0..6), words(), urgency);
    let by = (prop::sample::select(&Status::ALL), prop::option::of(name()), prop::option::of(said()));
    let written = (prop::collection::vec(said(), 0..12), prop::collection::vec(said(), 0..6));
    (told, by, written, any::<[u8; 8]>()).prop_map(
        |(told, (status, claimed_by, proposed), written, drawn)| {
            let now = common::moment("2026-11-24T10:00:00Z");
            let by = |message: &enquiry::Message| match &message.author {
                Author::Adviser(name) => name.clone(),
                Author::Family => AdviserName::new("tess"),
            };
            Enquiry {
                reference: Reference::from_random(drawn),
                service: ServiceId::new("rbwm"),
                opened_at: now,
                channel: Channel::Discord,
                question: told.0,
                path: told.1,
                topics: vec![],
                stage: told.2,
                urgency: told.3,
                contact: Contact::Discord("100".to_owned()),
                consent: Consent { at: now, wording: String::new() },
                status,
                claimed_by,
                claimed_at: Some(now),
                worked_at: Some(now),
                waiting_since: now,
                reply_due: None,
                first_answered_at: None,
                snoozed_until: None,
                warned_at: None,
                proposed: proposed.map(|message| Proposed {
                    by: by(&message),
                    at: now,
                    text: message.text,
                    asks_family: true,
                }),
                outcome: None,
                messages: written.0,
                notes: written.1.iter().map(|m| Note { by: by(m), at: now, text: m.text.clone() }).collect(),
                events: vec![],
                purge_on: None,
            }
        },
    )
}

fn words(outcome: Outcome, blocks: Vec<Block>, choices: Vec<String>) -> Reply {
    let question = None;
    Reply {
        outcome,
        blocks,
        question,
        choices,
        by_words: None,
        topics: vec![],
        adviser_offered: true,
        calendar: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_family_types_stays_within_the_limits(
        text in "\\PC{0,6000}", choices in prop::collection::vec("\\PC{1,200}", 0..60), urgent: bool
    ) {
        let library = common::library();
        let message = MessageLine { from: "You".into(), on: "24 November 2026".into(), text: text.clone() };
        let blocks = vec![Block::Record(vec![("Your question".into(), text)]), Block::Messages(vec![message])];
        let choices: Vec<String> = choices.into_iter().filter(|choice| !choice.trim().is_empty()).collect();
        let outcome = if urgent { Outcome::Urgent } else { Outcome::Menu };
        let reply = words(outcome, blocks, choices);
        for room in [Room::Direct, Room::Server] {
            within_limits(&dress::posts(&reply, &TurnRef::new(TURN), library.phrases(), room));
        }
    }

    #[test]
    fn however_long_a_case_is_it_can_be_opened(case in any_case(), may_check: bool) {
        let posts = story::posts(&case, may_check);
        // What was withdrawn has no buttons at all.
        let mut shown = posts.clone();
        if case.status == Status::Withdrawn && shown.last().is_some_and(|last| last.rows.is_empty()) {
            let button = Button { custom_id: "any".into(), label: "Any".into(), is_steady: true };
            shown.last_mut().unwrap().rows = vec![Row::Buttons(vec![button])];
        }
        within_limits(&shown);
        let first = &posts[0].embeds[0];
        prop_assert_eq!(first.title.as_str(), case.reference.as_str());
        prop_assert!(first.description.starts_with("**Now:** "), "{}", first.description);
        let card = card::card(&case.queue_line(), &common::library());
        prop_assert!(card.embeds.iter().all(|embed| units(&embed.description) <= limits::DESCRIPTION));
    }

    #[test]
    fn no_typed_text_makes_a_mention_or_a_masked_link(
        text in "(<@1> |@everyone |@here |\\[a\\]\\(https://b\\.example/c\\) |https://x\\.example/a_b |<#9>|[a-z*_`~|\\\\\\[\\]()<>#@ ]{0,6}){0,40}"
    ) {
        let library = common::library();
        let reply = words(Outcome::Menu, vec![Block::Paragraph(vec![text])], vec![]);
        for post in dress::posts(&reply, &TurnRef::new(TURN), library.phrases(), Room::Direct) {
            for embed in &post.embeds {
                let shown = &embed.description;
                prop_assert!(!shown.contains("@everyone") && !shown.contains("@here"));
                for (at, mark) in shown.match_indices(['<', '[', ']', '*', '`', '|', '~']) {
                    let before = shown[..at].chars().rev().take_while(|c| *c == '\\').count();
                    prop_assert!(before % 2 == 1, "{mark} at {at} in {shown}");
                }
            }
        }
    }
}
