//! Whether words of danger are recognised: every line of danger, every ordinary line, and what must hold for any
//! text.
//!
//! The lines are in this folder, one a line: text, what is expected, a note. A line that was ever missed belongs
//! in `danger.tsv`, one that raised a false alarm in `ordinary.tsv`; after either,
//! `UPDATE_ORDINARY=1 cargo test --lib ordinary_words` and then `UPDATE_LEANINGS=1 cargo test --lib leanings` learn
//! anew. Nothing is learnt from the files whose names end in `kept-aside`, but signs have been mended by what they
//! showed: only lines nobody has read yet say how many are missed.

use proptest::prelude::*;
use signpost::safeguarding::{Danger, MOST_STEPS, Why, explain, look};

const DANGER: &str = include_str!("danger.tsv");
const DANGER_MORE: &str = include_str!("danger-more.tsv");
const DANGER_WIDE: &str = include_str!("danger-wide.tsv");
const DANGER_BROAD: &str = include_str!("danger-broad.tsv");
const DANGER_GIVEN: &str = include_str!("given-danger.tsv");
const DANGER_KEPT_ASIDE: &str = include_str!("danger-kept-aside.tsv");
const ORDINARY: &str = include_str!("ordinary.tsv");
const ORDINARY_MORE: &str = include_str!("ordinary-more.tsv");
const ORDINARY_WIDE: &str = include_str!("ordinary-wide.tsv");
const ORDINARY_BROAD: &str = include_str!("ordinary-broad.tsv");
const ORDINARY_GIVEN: &str = include_str!("given-ordinary.tsv");
const ORDINARY_KEPT_ASIDE: &str = include_str!("ordinary-kept-aside.tsv");
const ASKED: &str = include_str!("asked.tsv");
const ASKED_MORE: &str = include_str!("asked-more.tsv");
const ASKED_BROAD: &str = include_str!("asked-broad.tsv");
const OFF_TOPIC: &str = include_str!("off-topic.tsv");

const DANGER_FILES: [&str; 5] = [DANGER, DANGER_MORE, DANGER_WIDE, DANGER_BROAD, DANGER_GIVEN];

/// The texts of a file: the column named `text` or `ask`.
fn texts(file: &'static str) -> Vec<&'static str> {
    let head = file.lines().next().unwrap_or_default();
    let column =
        head.split('\t').position(|name| name == "text" || name == "ask").expect("a column of texts");
    let texts: Vec<&str> = file.lines().skip(1).filter_map(|line| line.split('\t').nth(column)).collect();
    assert!(!texts.is_empty(), "a file without lines tests nothing");
    texts
}

/// How many lines came to nothing, to possible danger, to danger now.
struct Tally {
    none: Vec<&'static str>,
    possible: Vec<&'static str>,
    now: Vec<&'static str>,
}

impl Tally {
    fn of(file: &'static str) -> Tally {
        let mut tally = Tally { none: Vec::new(), possible: Vec::new(), now: Vec::new() };
        for text in texts(file) {
            match look(text) {
                Danger::None => tally.none.push(text),
                Danger::Possible(_) => tally.possible.push(text),
                Danger::Now(_) => tally.now.push(text),
            }
        }
        tally
    }

    fn share_of(&self, lines: &[&str]) -> f64 {
        lines.len() as f64 / (self.none.len() + self.possible.len() + self.now.len()) as f64
    }
}

/// No line is missed, and at least `now` of them are danger now.
#[track_caller]
fn check_danger(file: &'static str, now: f64) {
    let tally = Tally::of(file);
    let share = tally.share_of(&tally.now);
    println!("danger now {share:.4}, possible {:?}, missed {:?}", tally.possible, tally.none);
    assert!(tally.none.is_empty(), "missed: {:#?}", tally.none);
    assert!(share >= now, "danger now: {share:.4}; only possible: {:#?}", tally.possible);
}

/// At most `now` of the lines raise the alarm, at most `possible` put a sentence before the answer.
#[track_caller]
fn check_ordinary(file: &'static str, now: f64, possible: f64) {
    let tally = Tally::of(file);
    let (alarms, sentences) = (tally.share_of(&tally.now), tally.share_of(&tally.possible));
    println!("false alarms {alarms:.4}, possible {sentences:.4}");
    assert!(alarms <= now, "false alarms: {alarms:.4} {:#?}", tally.now);
    assert!(sentences <= possible, "possible: {sentences:.4} {:#?}", tally.possible);
}

#[test]
fn the_given_lines_of_danger_are_all_danger_now() {
    check_danger(DANGER_GIVEN, 1.0);
}

#[test]
fn our_lines_of_danger_are_all_recognised() {
    check_danger(DANGER, 0.99);
    check_danger(DANGER_MORE, 0.985);
    check_danger(DANGER_WIDE, 0.985);
}

#[test]
fn lines_of_danger_kept_aside_are_recognised() {
    check_danger(DANGER_KEPT_ASIDE, 0.98);
}

#[test]
fn the_given_look_alikes_raise_no_alarm() {
    check_ordinary(ORDINARY_GIVEN, 0.0, 0.06);
}

#[test]
fn our_look_alikes_raise_no_alarm() {
    check_ordinary(ORDINARY, 0.0, 0.02);
    check_ordinary(ORDINARY_MORE, 0.0, 0.035);
}

/// Written to look like danger, or asked by families of another team's making; a figure of speech no guard knows
/// yet is let through rather than a danger missed.
#[test]
fn wide_look_alikes_raise_few_alarms() {
    check_ordinary(ORDINARY_WIDE, 0.03, 0.08);
}

/// Written by people who had seen no other line, all kinds and ways to write: what is learnt from is all but found.
#[test]
fn broad_lines_of_danger_are_recognised() {
    let tally = Tally::of(DANGER_BROAD);
    let (now, missed) = (tally.share_of(&tally.now), tally.share_of(&tally.none));
    println!("danger now {now:.4}, missed {missed:.4}");
    assert!(now >= 0.95 && missed <= 0.02, "danger now {now:.4}, missed {missed:.4}: {:#?}", tally.none);
}

/// As broad, each written to look like danger, often the twin of a line that is.
#[test]
fn broad_look_alikes_raise_few_alarms() {
    check_ordinary(ORDINARY_BROAD, 0.03, 0.08);
}

/// More than half of these lines were written to look like danger. One in eleven gets the sentence before its answer:
/// that is what it costs to recognise 9 in 10 dangers nobody foresaw instead of 8 (by cross-validation, `lean/learn.rs`).
#[test]
fn look_alikes_kept_aside_raise_few_alarms() {
    check_ordinary(ORDINARY_KEPT_ASIDE, 0.04, 0.09);
}

#[test]
fn ordinary_questions_raise_no_alarm() {
    check_ordinary(ASKED, 0.001, 0.005);
    check_ordinary(ASKED_MORE, 0.002, 0.006);
    check_ordinary(ASKED_BROAD, 0.01, 0.02);
    check_ordinary(OFF_TOPIC, 0.0, 0.01);
}

/// Lines that together stand for all kinds.
const ONE_OF_EACH: [(&str, Why); 12] = [
    ("my son says he wants to die", Why::SuicideOrSelfHarm),
    ("she is cutting herself again", Why::SuicideOrSelfHarm),
    ("he swallowed a button battery", Why::Medical),
    ("my daughter has gone missing", Why::Missing),
    ("her uncle touches her private parts", Why::SexualHarm),
    ("older boys are making him carry drugs", Why::Exploitation),
    ("my dad hits me with a belt", Why::HarmToChild),
    ("they locked him in a cupboard at school", Why::HarmByAdultAtSchool),
    ("my husband strangled me", Why::DomesticAbuse),
    ("i am scared i will hurt him", Why::ParentAtBreakingPoint),
    ("they are taking my daughter abroad to be cut", Why::ForcedMarriageOrFgm),
    ("voices tell her to kill the baby", Why::LosingTouch),
];

#[test]
fn each_kind_of_danger_is_told_by_its_name() {
    for (text, why) in ONE_OF_EACH {
        let found = explain(text);
        assert!(found.danger.is_now(), "{text}: {found}");
        assert!(found.signs.iter().any(|sign| sign.why == why), "{text} is not {why:?}: {found}");
    }
}

#[test]
fn misspelt_and_shortened_words_are_read() {
    for text in [
        "my dauhgter is cuting herslef",
        "he wnats to die",
        "shes sucidal",
        "i wanna kms",
        "he tryed to strangel himself",
        "ive took loads of parasetamol",
        "i want to d i e",
        "i want to k*ll myself",
        "my son is going to killhimself",
        "hes unconcious",
        "she want 2 die",
    ] {
        assert!(look(text).is_now(), "{}", explain(text));
    }
}

#[test]
fn a_figure_of_speech_holds_back_its_own_words_only() {
    assert_eq!(look("this form is killing me"), Danger::None);
    assert!(look("this form is killing me and my son wants to kill himself").is_now());
    assert!(look("swallowed my blood pressure tablets, the whole strip").is_now());
}

#[test]
fn what_is_long_past_and_in_hand_is_no_danger_and_what_goes_on_is() {
    let past = "he used to cut himself four years ago but he is fine now and was discharged";
    assert!(!look(past).is_now(), "{}", explain(past));
    assert!(look("he used to cut himself four years ago and now he has started cutting again").is_now());
}

#[test]
fn an_accident_somebody_only_claims_explains_no_bruise() {
    let fell = "he came home with bruises, he fell off his bike";
    assert!(!look(fell).is_now(), "{}", explain(fell));
    assert!(look("he came home with bruises, school say he fell off the climbing frame").is_now());
}

/// Neither half says it, together they do; and each half alone may be a school trip.
#[test]
fn whoever_leaves_letters_and_thinks_the_family_easier_without_them_is_heard() {
    let both = "I've done a letter for each of the kids. They would all be calmer without me";
    assert_eq!(look(both), Danger::Now(Why::SuicideOrSelfHarm));
    assert!(!look("School has written letters for the kids to take home about the trip").is_now());
    assert!(!look("They say the meeting will be quicker without me, can they do that?").is_now());
}

#[test]
fn a_question_about_rules_is_no_danger_and_the_same_about_my_child_is() {
    assert!(!look("what does the law say about hitting pupils").is_now());
    assert!(look("what does the law say about a teacher hitting my son").is_now());
}

#[test]
fn the_explanation_shows_what_was_found_and_what_held_it_back() {
    let found = explain("maths makes her want to die lol").to_string();
    assert!(found.contains("want to die"), "{found}");
    assert!(found.contains("held back: said as a joke \"lol\""), "{found}");
    let mended = explain("hes suicdal").to_string();
    assert!(mended.contains("read \"suicdal\" as \"suicidal\""), "{mended}");
}

#[test]
fn nothing_said_is_no_danger() {
    for text in ["", " ", "\n\n", "?", "🙂", "\u{0}\u{1b}[2J", "……", "1234567890"] {
        assert_eq!(look(text), Danger::None, "{text:?}");
    }
}

/// A megabyte costs no more steps than the longest message read in full.
#[test]
fn a_megabyte_is_bounded_and_never_called_free_of_danger() {
    let megabyte = |words: &str| words.repeat(1_000_000 / words.len() + 1);
    let prose = "How do I ask the school for help with reading? ";
    for text in [megabyte(prose), megabyte("this form is killing me "), megabyte("a"), megabyte("k*ll ")] {
        let found = explain(&text);
        assert!(found.steps <= MOST_STEPS, "{} steps", found.steps);
        assert_ne!(found.danger, Danger::None);
    }
    let in_front = format!("my son wants to die. {}", megabyte(prose));
    let at_the_end = format!("{}my son wants to die", megabyte(prose));
    assert!(look(&in_front).is_now());
    assert!(look(&at_the_end).is_now());
}

#[test]
fn five_thousand_characters_are_read_in_full() {
    let prose = "We applied in May and heard in June that the panel wants more from the school. ".repeat(60);
    assert_eq!(look(&prose), Danger::None, "{}", explain(&prose));
    for line in texts(DANGER_GIVEN) {
        assert!(look(&format!("{prose}{line}. {prose}")).is_now(), "{line}");
    }
}

/// Sentences that say nothing of danger.
const HARMLESS: [&str; 8] = [
    "How do I ask for an EHC needs assessment?",
    "We live in Maidenhead.",
    "He is in Year 5 and has a reading age of six.",
    "The SENCO is very kind.",
    "When is the next review?",
    "What does the law say about restraint?",
    "Thank you for your help.",
    "I moved here two years ago.",
];

/// Every line that is danger now, between two sentences that say nothing of it.
#[test]
fn a_harmless_sentence_before_and_after_hides_little() {
    let lines: Vec<&str> =
        DANGER_FILES.into_iter().flat_map(texts).filter(|text| look(text).is_now()).collect();
    let (mut now, mut hidden) = (0, Vec::new());
    for (nth, line) in lines.iter().enumerate() {
        let (before, after) =
            (HARMLESS[nth % HARMLESS.len()], HARMLESS[nth / HARMLESS.len() % HARMLESS.len()]);
        match look(&format!("{before} {line}. {after}")) {
            Danger::Now(_) => now += 1,
            Danger::Possible(_) => {}
            Danger::None => hidden.push(*line),
        }
    }
    let share = |count: usize| count as f64 / lines.len() as f64;
    println!("of {} now {:.4}, hidden {:.4}", lines.len(), share(now), share(hidden.len()));
    assert!(share(now) >= 0.75 && share(hidden.len()) <= 0.065, "now {:.4}, hidden: {hidden:#?}", share(now));
    for line in texts(DANGER_GIVEN) {
        assert!(
            look(&format!("How do I ask for an EHC needs assessment? {line}. Thank you.")).is_now(),
            "{line}"
        );
    }
}

fn a_danger_line() -> impl Strategy<Value = &'static str> {
    let lines: Vec<&str> =
        DANGER_FILES.into_iter().flat_map(texts).filter(|text| look(text).is_now()).collect();
    prop::sample::select(lines)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,400}") {
        let found = explain(&text);
        prop_assert_eq!(found.danger, look(&text));
        prop_assert!(found.steps <= MOST_STEPS);
    }

    #[test]
    fn any_string_has_an_answer(text in any::<String>()) {
        let _ = look(&text);
    }

    #[test]
    fn words_of_danger_in_any_order_have_an_answer(
        words in prop::collection::vec(prop::sample::select(vec![
            "kill", "my", "son", "not", "never", "he", "die", ".", "?", "lol", "years", "ago", "hit", "k", "m", "s",
            "su*cide", "i'll", "'s", "''", "don't", "5days", "blood", "school", "in", "cupboard", "the", "to",
        ]), 0..60),
    ) {
        let text = words.join(" ");
        prop_assert_eq!(explain(&text).danger, look(&text));
    }

    #[test]
    fn capitals_and_small_letters_hide_nothing(line in a_danger_line()) {
        prop_assert!(look(&line.to_uppercase()).is_now());
        prop_assert!(look(&line.to_lowercase()).is_now());
    }

    #[test]
    fn emoji_and_marks_between_words_hide_nothing(
        line in a_danger_line(), mark in prop::sample::select(vec![" 😭 ", ", ", " - ", "  ", " ... ", " \u{200b}", " * ", "\t"]),
    ) {
        let text = line.replace(' ', mark);
        // Dots part the sentences the lean reads as one; the signs read across them.
        let by_signs = explain(line).signs.iter().any(|sign| sign.danger.is_now());
        if by_signs && !line.contains(['.', '?', '!', '\n']) {
            prop_assert!(look(&text).is_some(), "{}", explain(&text));
        }
    }

    #[test]
    fn letters_held_down_hide_nothing(which in 0..6usize, at in 0..40usize) {
        let line = [
            "i want to die", "he is suicidal", "she wants to kill herself",
            "my dad hits me with a belt", "he raped me", "she has gone missing",
        ][which];
        let place = line.char_indices().filter(|(_, letter)| letter.is_alphabetic()).map(|(at, _)| at).cycle().nth(at);
        let place = place.unwrap_or(0);
        let letter = &line[place..=place];
        let text = format!("{}{}{}", &line[..place], letter.repeat(4), &line[place..]);
        prop_assert!(look(&text).is_some(), "{text}: {}", explain(&text));
    }

    #[test]
    fn the_same_text_has_the_same_answer(line in a_danger_line()) {
        prop_assert_eq!(explain(line), explain(line));
    }
}
