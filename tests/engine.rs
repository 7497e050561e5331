//! Promises of the engine over the real content: whatever is typed, wherever the family is.

mod common;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use signpost::conversation::{Effect, Message, Settled, Turn, respond, settle};
use signpost::dialog::{Action, AskKind, FactId, NodeRef};
use signpost::enquiry::{Channel, FamilyView, Reference, Status};
use signpost::library::Library;
use signpost::plain;
use signpost::reply::{Outcome, Reply};
use signpost::session::{Here, Place, Session, SessionId};

use common::{library, moment};

fn now() -> signpost::moment::Moment {
    moment("2026-11-24T10:00:00Z")
}

fn fresh() -> Session {
    Session::new(SessionId::new("test"), Channel::Kiosk)
}

/// A session that stands at the node, as if the family had walked there from the start page.
fn standing_at(library: &Library, at: &NodeRef) -> Session {
    let begun = respond(library, &fresh(), &Message::Begin, now());
    let mut session = begun.session;
    session.go(Place::Node(at.clone()));
    respond(library, &session, &Message::Begin, now()).session
}

fn every_node(library: &Library) -> Vec<NodeRef> {
    let nodes = library.dialogs().flat_map(|dialog| {
        dialog.nodes().iter().map(|node| NodeRef { dialog: dialog.id().clone(), node: node.id.clone() })
    });
    nodes.collect()
}

/// Carries out effects as a store that keeps everything would, or as one that is broken.
fn settled(library: &Library, mut turn: Turn, store_works: bool) -> Turn {
    for _ in 0..8 {
        let Some(effect) = turn.effects.first().cloned() else { return turn };
        let came_out = match &effect {
            Effect::ForgetSession => return turn,
            _ if !store_works => Settled::Failed,
            Effect::OpenEnquiry(_) => Settled::Opened { reference: kept(), promise: None, backlog: false },
            Effect::ShowEnquiry(reference) => shown(reference),
            Effect::AddMessage { .. } | Effect::WithdrawEnquiry(_) => Settled::Done,
        };
        turn = settle(library, &turn.session, &effect, came_out, now());
    }
    panic!("effects never end: {:?}", turn.effects);
}

/// What the store has: one enquiry, and nothing else.
fn shown(reference: &Reference) -> Settled {
    if *reference != kept() {
        return Settled::NotFound;
    }
    let question = "Who can help?".to_owned();
    Settled::Shown(Box::new(FamilyView {
        reference: kept(),
        status: Status::Claimed,
        question,
        messages: vec![],
        reply_due: None,
    }))
}

fn kept() -> Reference {
    Reference::from_random([5; 8])
}

/// Every reply says something, offers a way on and a way to a person, and can be shown.
fn is_kept_promise(reply: &Reply, session: &Session) -> Result<(), String> {
    if reply.is_silent() {
        return Err("a silent reply".to_owned());
    }
    if !reply.adviser_offered {
        let with_a_person = matches!(&session.here.place, Place::Node(at) if ["handoff", "my-questions"].contains(&at.dialog.as_str()));
        if !with_a_person {
            return Err(format!("no way to a person: {reply:?}"));
        }
    }
    if reply.choices.len() != session.here.offered.len() {
        return Err("the numbers shown are not the numbers kept".to_owned());
    }
    let shown = plain::text(reply, 40);
    if shown.trim().is_empty() || shown.chars().any(|c| c.is_control() && c != '\n') {
        return Err(format!("cannot be shown plainly: {shown:?}"));
    }
    Ok(())
}

fn typed() -> impl Strategy<Value = String> {
    let steering = proptest::sample::select(vec![
        "menu",
        "back",
        "start again",
        "help",
        "adviser",
        "stop",
        "yes",
        "no",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "99",
        "law",
        "easy",
        "danger",
        "my questions",
        "",
        "   ",
        "what is sen support",
        "refused",
        "parent@example.org",
        "3 march 2027",
        "31 february",
        "SP-1111-1111-1",
        "my son will not go to school",
        "thanks",
        "hello",
        "fff",
        "no date",
        "use what i wrote",
    ]);
    prop_oneof![
        6 => steering.prop_map(str::to_owned),
        1 => "\\PC{0,60}",
        1 => any::<String>(),
        1 => "[a-z ]{0,200}",
        1 => Just("a".repeat(4_000)),
        1 => Just("🙂🎂\u{202e}עברית\u{200f}".to_owned()),
    ]
}

#[test]
fn whatever_is_typed_there_is_a_reply_and_a_person_and_the_session_survives() {
    let library = library();
    let mut runner = TestRunner::new(Config { cases: 2_000, ..Config::default() });
    let strategy = (proptest::collection::vec(typed(), 1..12), any::<bool>());
    runner
        .run(&strategy, |(messages, store_works)| {
            let mut session = respond(&library, &fresh(), &Message::Begin, now()).session;
            for message in messages {
                let turn = respond(&library, &session, &Message::Text(message.clone()), now());
                let turn = settled(&library, turn, store_works);
                is_kept_promise(&turn.reply, &turn.session).map_err(TestCaseError::fail)?;
                let saved = turn.session.to_json();
                let opened = Session::from_json(&saved).map_err(|e| TestCaseError::fail(e.to_string()))?;
                prop_assert_eq!(&opened, &turn.session);
                session = opened;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_message_gives_the_same_turn() {
    let library = library();
    for question in
        ["what is sen support", "they refused to assess him", "1", "my son is six and cannot read, what now"]
    {
        let turns = [(); 2].map(|()| respond(&library, &fresh(), &Message::Text(question.to_owned()), now()));
        assert_eq!(turns[0].reply, turns[1].reply);
        assert_eq!(turns[0].session, turns[1].session);
    }
}

#[test]
fn every_node_keeps_the_promises_for_five_thousand_messages() {
    let library = library();
    let nodes = every_node(&library);
    let per_node = 5_000_usize.div_ceil(nodes.len()).max(60);
    let mut runner = TestRunner::new(Config { cases: u32::try_from(per_node).unwrap(), ..Config::default() });
    for at in nodes {
        let session = standing_at(&library, &at);
        runner
            .run(&typed(), |message| {
                let turn =
                    settled(&library, respond(&library, &session, &Message::Text(message), now()), true);
                is_kept_promise(&turn.reply, &turn.session)
                    .map_err(|why| TestCaseError::fail(format!("at {at}: {why}")))
            })
            .unwrap();
    }
}

#[test]
fn danger_comes_first_from_every_node() {
    let library = library();
    for at in every_node(&library) {
        let session = standing_at(&library, &at);
        let turn = respond(
            &library,
            &session,
            &Message::Text("he says he wants to kill himself tonight".to_owned()),
            now(),
        );
        assert_eq!(turn.reply.outcome, Outcome::Urgent, "at {at}");
        assert!(plain::text(&turn.reply, 80).contains("999"), "at {at}");
    }
}

/// A choice's words are Signpost's own. Typed out, they are a way on, and never taken for the family's danger: from
/// the crisis dialog they lead to its pages, elsewhere none may sound like danger.
#[test]
fn the_words_of_a_choice_are_no_danger_of_the_family() {
    let library = library();
    let at_crisis = |turn: &Turn| turn.session.here.place == Place::Node(NodeRef::new("crisis", "start"));
    let nodes = every_node(&library).into_iter().map(Place::Node);
    let entries = library
        .entries()
        .map(|entry| Place::Entry { id: entry.id.clone(), part: signpost::session::Part::Answer });
    for place in nodes.chain(entries) {
        let mut session = respond(&library, &fresh(), &Message::Begin, now()).session;
        session.go(place);
        let session = respond(&library, &session, &Message::Begin, now()).session;
        for (number, offer) in session.here.offered.iter().enumerate() {
            let picked = respond(&library, &session, &Message::Picked(number), now());
            let typed = respond(&library, &session, &Message::Text(offer.label.clone()), now());
            let (label, place) = (&offer.label, &session.here.place);
            assert!(at_crisis(&picked) || !at_crisis(&typed), "`{label}` at {place:?} is read as danger");
        }
    }
}

#[test]
fn global_words_work_from_every_node() {
    let library = library();
    for at in every_node(&library) {
        for (word, place) in [("menu", "start"), ("adviser", "handoff"), ("start again", "start")] {
            let session = standing_at(&library, &at);
            let turn = respond(&library, &session, &Message::Text(word.to_owned()), now());
            match &turn.session.here.place {
                Place::Node(there) => assert_eq!(there.dialog.as_str(), place, "`{word}` at {at}"),
                other => panic!("`{word}` at {at} leads to {other:?}"),
            }
        }
        let session = standing_at(&library, &at);
        let turn = respond(&library, &session, &Message::Text("stop".to_owned()), now());
        assert!(turn.effects.contains(&Effect::ForgetSession), "stop at {at}");
    }
}

/// Choosing then going back stands where one stood, with what was told and what was offered.
#[test]
fn back_undoes_every_choice() {
    let library = library();
    for at in every_node(&library) {
        let session = standing_at(&library, &at);
        let Place::Node(stands) = &session.here.place else { continue };
        if *stands != at {
            continue;
        }
        for number in 0..session.here.offered.len() {
            let chosen = respond(&library, &session, &Message::Picked(number), now());
            if chosen.session.here.place == session.here.place || !chosen.effects.is_empty() {
                continue;
            }
            if matches!(session.here.offered[number].step, signpost::session::Step::Back) {
                continue;
            }
            let back = respond(&library, &chosen.session, &Message::Text("back".to_owned()), now());
            assert_eq!(
                without_offers(&back.session.here),
                without_offers(&session.here),
                "choice {} at {at}",
                number + 1
            );
            assert_eq!(back.session.here.offered, session.here.offered, "choice {} at {at}", number + 1);
        }
    }
}

fn without_offers(here: &Here) -> Here {
    Here { offered: Vec::new(), ..here.clone() }
}

#[test]
fn a_place_that_has_gone_explains_itself() {
    let library = library();
    let mut session = standing_at(&library, &NodeRef::new("start", "start"));
    session.here.place = Place::Node(NodeRef::new("an-old-dialog", "gone"));
    let turn = respond(&library, &session, &Message::Text("1".to_owned()), now());
    let shown = plain::text(&turn.reply, 80);
    assert!(shown.contains("has changed since we last spoke"), "{shown}");
    assert!(matches!(&turn.session.here.place, Place::Node(at) if at.dialog.as_str() == "start"));
}

#[test]
fn a_choice_that_leads_to_something_gone_explains_itself() {
    let library = library();
    let mut session = standing_at(&library, &NodeRef::new("start", "start"));
    session.here.offered[0].step =
        signpost::session::Step::Go(signpost::dialog::Target::Node(NodeRef::new("an-old-dialog", "gone")));
    let turn = respond(&library, &session, &Message::Picked(0), now());
    assert!(plain::text(&turn.reply, 80).contains("has changed since we last spoke"));
}

#[test]
fn two_misses_then_topics_and_an_adviser_first() {
    let library = library();
    let mut session = respond(&library, &fresh(), &Message::Begin, now()).session;
    let mut last = None;
    for nonsense in ["qwrt zxcv", "blorp snarf", "vrrm vrrm"] {
        let turn = respond(&library, &session, &Message::Text(nonsense.to_owned()), now());
        session = turn.session;
        last = Some(turn.reply);
    }
    let last = last.unwrap();
    assert_eq!(last.choices.first().map(String::as_str), Some("Talk to an adviser"));
}

/// Every node and every entry can be reached from the start by choosing and answering, and keeps the promises there.
#[test]
fn every_node_and_entry_is_reached_by_choosing() {
    let library = library();
    let begun = respond(&library, &fresh(), &Message::Begin, now()).session;
    let roots = ["menu", "adviser", "danger", "my questions"].map(|word| Message::Text(word.to_owned()));
    let mut waiting: Vec<Session> =
        roots.iter().map(|root| respond(&library, &begun, root, now()).session).collect();
    let (reference, absent) = (kept().to_string(), Reference::from_random([6; 8]).to_string());
    let told =
        ["parent@example.org", "1 march 2026", "1 march 2027", &reference, &absent, "a few words of my own"];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(session) = waiting.pop() {
        let picks = (0..session.here.offered.len()).map(Message::Picked);
        let messages = picks.chain(told.map(|words| Message::Text(words.to_owned())));
        for (message, store_works) in messages.flat_map(|message| [(message.clone(), true), (message, false)])
        {
            let turn = settled(&library, respond(&library, &session, &message, now()), store_works);
            is_kept_promise(&turn.reply, &turn.session).unwrap_or_else(|why| panic!("{message:?}: {why}"));
            if seen.insert(format!("{:?}", turn.session.here.place)) {
                waiting.push(turn.session);
            }
        }
    }
    let acts_only = ["handoff#pass-on", "my-questions#send", "my-questions#erase"];
    let unseen_nodes = every_node(&library).into_iter().filter(|at| {
        !acts_only.contains(&at.to_string().as_str())
            && !seen.contains(&format!("{:?}", Place::Node(at.clone())))
    });
    let unseen_entries = library.entries().filter(|entry| {
        let place = Place::Entry { id: entry.id.clone(), part: signpost::session::Part::Answer };
        !seen.contains(&format!("{place:?}"))
    });
    let unseen: Vec<String> = unseen_nodes
        .map(|at| at.to_string())
        .chain(unseen_entries.map(|entry| entry.id.to_string()))
        .collect();
    assert!(unseen.is_empty(), "never reached: {unseen:?}");
}

/// A seeded walk of many steps, over a store that sometimes fails.
#[test]
fn a_long_random_walk_never_ends() {
    let library = library();
    let mut seed = 20_261_124_u64;
    let mut next = move |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % most
    };
    let mut session = respond(&library, &fresh(), &Message::Begin, now()).session;
    for step in 0..20_000 {
        let offered = session.here.offered.len();
        let message = match next(12) {
            0 => Message::Text("parent@example.org".to_owned()),
            1 => Message::Text("1 march 2027".to_owned()),
            2 => Message::Text("back".to_owned()),
            3 => Message::Text("my questions".to_owned()),
            4 => Message::Text(kept().to_string()),
            5 => Message::Text("adviser".to_owned()),
            _ if offered > 0 => Message::Picked(next(offered)),
            _ => Message::Text("menu".to_owned()),
        };
        let turn = settled(&library, respond(&library, &session, &message, now()), step % 7 != 0);
        is_kept_promise(&turn.reply, &turn.session).unwrap_or_else(|why| panic!("step {step}: {why}"));
        session = turn.session;
    }
}

// --- references ---

#[track_caller]
fn typed_at_the_start(text: &str) -> Turn {
    let library = library();
    let begun = respond(&library, &fresh(), &Message::Begin, now());
    respond(&library, &begun.session, &Message::Text(text.to_owned()), now())
}

#[test]
fn a_reference_within_a_message_is_looked_up() {
    for words in ["{}", "my reference is {}", "ref: {} any news?"] {
        let turn = typed_at_the_start(&words.replace("{}", kept().as_str()));
        assert_eq!(turn.effects, [Effect::ShowEnquiry(kept())], "{words}");
    }
}

/// One reference in ten thousand spells a word of danger, and an adviser's reply waits behind it.
#[test]
fn what_a_reference_happens_to_spell_is_no_danger() {
    for reference in ["SP-J96W-RAPE-J", "SP-9KMS-BQWH-4", "sp-kmss-5w5j-t"] {
        assert!(signpost::safeguarding::look(reference).is_now(), "{reference} spells danger");
        let turn = typed_at_the_start(reference);
        assert_eq!(turn.effects, [Effect::ShowEnquiry(Reference::read(reference).unwrap())], "{reference}");
    }
}

#[test]
fn a_mistyped_reference_is_told_to_be_one() {
    let mistyped = format!("{}Z", &kept().as_str()[..kept().as_str().len() - 1]);
    for words in ["{}", "my reference is {}"] {
        let turn = typed_at_the_start(&words.replace("{}", &mistyped));
        let shown = plain::text(&turn.reply, 2_000);
        assert!(shown.contains(&library().phrases().reference_not_understood), "{words}: {shown}");
        assert_eq!(turn.effects, []);
    }
}

#[test]
fn a_reference_in_what_an_adviser_is_asked_stays_there() {
    let library = library();
    let at = NodeRef::new("handoff", "start");
    assert!(library.node(&at).is_some());
    let question = format!("I wrote before, reference {}, and nobody has replied to me", kept());
    let turn = respond(&library, &standing_at(&library, &at), &Message::Text(question.clone()), now());
    assert_eq!(turn.effects, []);
    assert!(turn.session.here.facts.values().any(|told| *told == question), "{:?}", turn.session.here);
}

#[test]
fn where_danger_was_answered_words_that_are_not_understood_bring_no_other_topics() {
    let library = library();
    let danger = typed_at_the_start("my son says he wants to kill himself");
    let asked = plain::text(&danger.reply, 80);
    for words in ["hmm", "yes", "hello?", "ok", "what do i do", "i cant", "zzz", "help him", "are you there"]
    {
        let again = respond(&library, &danger.session, &Message::Text(words.into()), now());
        let shown = plain::text(&again.reply, 80);
        let is_by_a_command = again.session.here.place != danger.session.here.place;
        assert!(is_by_a_command || shown.ends_with(&asked), "{words}: {shown}");
        assert_eq!(again.reply.outcome, Outcome::Urgent, "{words}");
    }
    let mut session = danger.session.clone();
    for _ in 0..4 {
        let again = respond(&library, &session, &Message::Text("77".into()), now());
        assert!(plain::text(&again.reply, 80).ends_with(&asked));
        session = again.session;
    }
    let other = respond(&library, &danger.session, &Message::Text("what is sen support".into()), now());
    assert_eq!(other.reply.outcome, Outcome::Answer);
}

/// Every node that asks for words, and the fact they are told as.
fn every_question_for_words(library: &Library) -> Vec<(NodeRef, FactId)> {
    let asked = every_node(library).into_iter().filter_map(|at| match library.node(&at)?.action.clone()? {
        Action::Ask { fact, kind: AskKind::Text, .. } => Some((at, fact)),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_plain_number_answers_what_a_letter_asks() {
    let library = library();
    let questions = every_question_for_words(&library);
    let in_letters: Vec<_> =
        questions.iter().filter(|(at, _)| at.dialog.as_str().starts_with("letters/")).collect();
    assert!(in_letters.len() > 60, "only {} questions in letters", in_letters.len());
    for (at, fact) in in_letters {
        let session = standing_at(&library, at);
        for answer in ["1", "2", "two", "٢", "Year 2", "1."] {
            let told = respond(&library, &session, &Message::Text(answer.into()), now()).session;
            assert_eq!(told.fact(fact.as_str()), Some(answer), "{at}");
        }
    }
}

#[test]
fn where_a_number_is_an_answer_the_choices_are_picked_by_their_words() {
    let library = library();
    for (at, fact) in every_question_for_words(&library) {
        let shown = respond(&library, &standing_at(&library, &at), &Message::Begin, now());
        let Some(by_words) = shown.reply.by_words.clone() else {
            assert!(["handoff", "my-questions"].contains(&at.dialog.as_str()), "{at} says nothing of it");
            continue;
        };
        let words = plain::text(&shown.reply, 80);
        assert!(words.contains(&by_words) && !words.contains(" 1. "), "{at}: {words}");
        // Answered once, so that the earlier answer is offered too.
        let told = respond(&library, &shown.session, &Message::Text("Year 4".into()), now()).session;
        let again = respond(&library, &told, &Message::Text("back".into()), now());
        let mut session = again.session;
        session.here.facts.insert(fact.clone(), "Year 4".into());
        let offered = respond(&library, &session, &Message::Begin, now());
        for (number, label) in offered.reply.choices.iter().enumerate() {
            let typed = respond(&library, &offered.session, &Message::Text(label.clone()), now());
            let picked = respond(&library, &offered.session, &Message::Picked(number), now());
            assert_eq!(typed.session, picked.session, "{at}: {label}");
        }
        let kept = respond(&library, &offered.session, &Message::Text("keep".into()), now()).session;
        assert_eq!(kept.fact(fact.as_str()), Some("Year 4"), "{at}");
        assert_ne!(kept.here.place, offered.session.here.place, "{at}");
    }
}

#[test]
fn what_an_adviser_is_asked_is_no_plain_number() {
    let library = library();
    let asked = respond(&library, &fresh(), &Message::Text("what is sen support".into()), now()).session;
    let at = respond(&library, &asked, &Message::Text("adviser".into()), now());
    assert!(at.reply.by_words.is_none() && !at.reply.choices.is_empty(), "{:?}", at.reply);
    let picked = respond(&library, &at.session, &Message::Text("1".into()), now()).session;
    assert_eq!(picked.fact("question"), Some("what is sen support"));
}
