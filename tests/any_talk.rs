//! Whole conversations of arbitrary steps: what `fuzz/` runs for hours, run here for seconds.

#[path = "common/any_talk.rs"]
mod any_talk;
mod common;

use proptest::prelude::*;

use any_talk::steps::EVENTS;
use common::{library, moment};

fn lead(bytes: &[u8]) {
    any_talk::lead(&library(), bytes, moment("2026-11-25T10:00:00Z"));
}

/// What the fuzzer begins with: every way a conversation can go, a file each.
#[test]
fn what_the_fuzzer_begins_with_keeps_every_promise() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/respond");
    let seeds: Vec<_> = std::fs::read_dir(seeds).unwrap().map(|seed| seed.unwrap().path()).collect();
    assert!(seeds.len() > 10, "{seeds:?}");
    for seed in seeds {
        println!("{}", seed.display());
        lead(&std::fs::read(seed).unwrap());
    }
}

#[test]
fn bytes_that_are_no_text_keep_every_promise() {
    lead(b"\x01\xff\n\xff\xfe\n\0\n\n\n");
    lead("🙂\nمرحبا\n\u{202e}abc\n#\u{202e}\n%\n{{{?}\n}{".as_bytes());
}

/// The screen asked whom nothing was for, after the words had been sent, and after they could not be.
#[test]
fn what_was_sent_to_the_adviser_is_not_asked_about_again() {
    let begun = "%what is sen support|0||\nyes\n~claims\n{?77}\n";
    lead(format!("{begun}#0\nback\n#0\n~opens").as_bytes());
    lead(format!("{begun}~fails\n#0\nback\n~works\n#0\nback").as_bytes());
}

/// The sentence for possible danger was lost with the reply that a message to the adviser, or a look at an enquiry, takes
/// the place of.
#[test]
fn possible_danger_is_told_whatever_the_words_bring_about() {
    let begun = "%what is sen support|0||\nyes\n~claims\n{?77}\n#0\n";
    lead(format!("{begun}{{-0}}\n{{-1}}\n~fails\n{{-2}}").as_bytes());
    lead(format!("{begun}menu\n~answers\n{{-0}} {{&}}\n{{-1}} SP-1111-1111-1").as_bytes());
}

/// In a field of the form behind the question it was lost, and where the form went on by itself after the question; in a
/// question with personal details it was said twice.
#[test]
fn possible_danger_is_told_once_on_a_form() {
    lead(b"~discord\n%what is sen support|1|{-0}|\n%what is sen support|1||{-1} 07700 900123");
    lead(b"~discord\n%{-0} {*1}|1||\n%{-0}|1|{-1}|{-2}");
    lead(b"%\n{-0}");
}

/// The form stopped at a field before it, and what came after was not even read.
#[test]
fn danger_in_any_field_of_the_form_comes_first() {
    lead(b"~discord\n%|1|{!3}|\n%|1||{!4}\n%who decides|9|soon|{!5}");
}

/// They were sent to the adviser, as a message without a word.
#[test]
fn control_characters_alone_are_no_words() {
    lead("%who decides|0||\nyes\n~claims\n\u{e}\u{e}\n\u{200b}\n#0\n#0".as_bytes());
    lead("adviser\n\u{e}\n\u{200b}\n%\u{e}|0|\u{e}|\u{200b}".as_bytes());
}

/// One step, as `any_talk::steps` reads it.
fn step() -> impl Strategy<Value = String> {
    let event = proptest::sample::select(EVENTS.map(|(name, _)| name).to_vec());
    prop_oneof![
        8 => (0u8..7).prop_map(|number| format!("#{number}")),
        2 => (0u8..7).prop_map(|number| format!("={number}")),
        1 => (0u8..60).prop_map(|number| format!("&{number}")),
        1 => (0u8..8).prop_map(|number| format!(">{number}")),
        3 => event.prop_map(|event| format!("~{event}")),
        6 => typed(),
        1 => (typed(), typed()).prop_map(|(one, other)| format!("{one}. {other}")),
        1 => (typed(), 0u8..6, typed(), typed())
            .prop_map(|(question, stage, act_by, contact)| format!("%{question}|{stage}|{act_by}|{contact}")),
    ]
}

fn typed() -> impl Strategy<Value = String> {
    let steering = ["adviser", "back", "menu", "yes", "no", "my questions", "take it back", "start again"];
    prop_oneof![
        2 => proptest::sample::select(steering.to_vec()).prop_map(str::to_owned),
        2 => (0u16..9_999).prop_map(|number| format!("{{?{number}}}")),
        1 => (0u8..60).prop_map(|number| format!("{{!{number}}}")),
        1 => (0u8..20).prop_map(|number| format!("{{-{number}}}")),
        1 => any::<u8>().prop_map(|number| format!("{{/{number}}}")),
        3 => (0u8..44).prop_map(|number| format!("{{@{number}}}")),
        3 => (0u8..8).prop_map(|number| format!("{{*{number}}}")),
        1 => Just("{&}".to_owned()),
        1 => "[a-z ?.]{0,80}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_bytes_keep_every_promise(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        lead(&bytes);
    }

    #[test]
    fn any_steps_keep_every_promise(steps in proptest::collection::vec(step(), 1..24)) {
        lead(steps.join("\n").as_bytes());
    }
}
