//! What holds after every message, whoever wrote it, wherever the family stood.

use std::collections::BTreeSet;

use signpost::conversation::{Effect, Message, Settled, Turn, commands, facts};
use signpost::dialog::{Action, NodeRef, Target};
use signpost::enquiry::{Draft, Urgency};
use signpost::library::Library;
use signpost::moment::{Moment, in_words};
use signpost::personal;
use signpost::plain;
use signpost::reply::{Block, Outcome, Reply};
use signpost::safeguarding::{self, Danger};
use signpost::session::{Place, Session, Step};

use super::desk::{ADVICE, Desk};
use super::steps::SECRETS;
use super::{Told, record};

/// A saved conversation is no larger, in bytes.
const LARGEST_SESSION: usize = 2_000_000;
/// Nobody reads more in one reply, in characters.
const LONGEST_REPLY: usize = 40_000;

/// The work that a shorter message costs is not worth counting.
const WORTH_COUNTING: usize = 1_000;

// --- one turn ---

pub fn the_same_again(turn: &Turn, again: &Turn) {
    assert_eq!(turn.reply, again.reply, "the same message, another reply");
    assert_eq!(turn.session.to_json(), again.session.to_json(), "the same message, another session");
    assert_eq!((&turn.effects, &turn.missed), (&again.effects, &again.missed));
}

pub fn of_a_turn(library: &Library, told: &Told<'_>, now: Moment) {
    for text in told.message_texts() {
        danger_comes_first(told, text);
        if text.len() > WORTH_COUNTING {
            let steps = safeguarding::explain(text).steps;
            assert!(steps <= safeguarding::MOST_STEPS, "{steps} steps for {} bytes", text.len());
        }
    }
    if let Message::Text(text) = told.message {
        steering_words_steer(library, told, text);
    }
    for effect in &told.turn.effects {
        match effect {
            Effect::OpenEnquiry(draft) => is_agreed(library, told, draft, now),
            Effect::AddMessage { reference, text } => {
                assert!(is_for_the_adviser(told), "`{text}` goes to the adviser unasked: {told:?}");
                if told.before.here.place == Place::ForAdviser && told.before.sends_on.is_none() {
                    let shown = told.shown.and_then(record).map(|rows| &rows[0].1);
                    assert_eq!(shown, Some(text), "the adviser gets what was not shown");
                }
                assert_eq!(told.turn.session.reference.as_ref(), Some(reference));
            }
            Effect::WithdrawEnquiry(_) => {
                let erase = NodeRef::new("my-questions", "erase");
                assert!(stands_at(told.before, "my-questions", "take-back"), "erased unasked: {told:?}");
                assert!(says_yes(library, told, &erase), "erased without a yes: {told:?}");
            }
            Effect::ShowEnquiry(_) | Effect::ForgetSession => {}
        }
    }
    leaves_out_what_was_pointed_out(told);
}

/// Nothing goes before danger, and nothing else is done about it.
fn danger_comes_first(told: &Told<'_>, text: &str) {
    let is_now = safeguarding::look(text).is_now();
    if super::steps::DANGER.contains(&text) {
        assert!(is_now, "a given line of danger is missed: {text}");
    }
    if !is_now || is_a_choice_of_the_crisis_dialog(told.before, text) {
        return;
    }
    assert_eq!(told.turn.reply.outcome, Outcome::Urgent, "{told:?}");
    assert!(stands_at(&told.turn.session, "crisis", "start"), "{told:?}");
    assert!(says(&told.turn.reply, "999"), "{told:?}");
    assert!(told.turn.session.danger && told.turn.effects.is_empty(), "{told:?}");
    assert!(told.turn.session.filled.is_empty(), "a form would go on after danger: {told:?}");
}

/// Each page there begins with 999, and its choices are named by what is the matter: typed in full, one is chosen.
fn is_a_choice_of_the_crisis_dialog(before: &Session, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let is_there = matches!(&before.here.place, Place::Node(at) if at.dialog.as_str() == "crisis");
    is_there && before.here.offered.iter().any(|offer| words(&offer.label) == words(text))
}

/// `menu`, `adviser`, `stop` work everywhere, whatever is asked.
fn steering_words_steer(library: &Library, told: &Told<'_>, text: &str) {
    if told.was_off || is_lost(library, told.before) || safeguarding::look(text).is_some() {
        return;
    }
    let after = &told.turn.session;
    let steers = match commands::read(library.phrases(), text) {
        Some(commands::Command::Menu) => stands_at(after, "start", "start"),
        Some(commands::Command::StartAgain) => {
            stands_at(after, "start", "start") && secret_in(after).is_none()
        }
        Some(commands::Command::Adviser) => stands_at(after, "handoff", "start"),
        Some(commands::Command::Danger) => told.turn.reply.outcome == Outcome::Urgent,
        Some(commands::Command::Stop) => told.turn.effects == [Effect::ForgetSession],
        Some(commands::Command::Help) => says(&told.turn.reply, &library.phrases().help),
        _ => true,
    };
    assert!(steers, "`{text}` does not steer: {told:?}");
}

/// An enquiry leaves only after its family has seen exactly what is passed on, and has said yes.
fn is_agreed(library: &Library, told: &Told<'_>, draft: &Draft, now: Moment) {
    assert!(stands_at(told.before, "handoff", "preview"), "passed on unasked: {told:?}");
    assert!(
        says_yes(library, told, &NodeRef::new("handoff", "pass-on")),
        "passed on without a yes: {told:?}"
    );
    let rows = told.shown.and_then(record).expect("the record is on the screen");
    let phrases = library.phrases();
    let or_none = |value: &str| if value.is_empty() { phrases.record_none.clone() } else { value.to_owned() };
    let act_by = match &draft.urgency {
        Urgency::LegalDate { act_by } => Some(in_words(*act_by)),
        Urgency::Safeguarding => None,
        Urgency::Routine => Some(String::new()),
    };
    let contact = match draft.contact.in_words() {
        "" => phrases.record_reference_only.clone(),
        contact => contact.to_owned(),
    };
    let expected = [
        (&phrases.record_question, Some(draft.question.clone())),
        (&phrases.record_stage, Some(or_none(&draft.stage))),
        (&phrases.record_act_by, act_by.map(|act_by| or_none(&act_by))),
        (&phrases.record_contact, Some(contact)),
        (&phrases.record_path, Some(or_none(&draft.path.join("; ")))),
    ];
    for (label, expected) in expected {
        let row = rows.iter().find(|(shown, _)| shown == label).map(|(_, value)| value);
        assert!(row.is_some(), "{label} is not shown: {rows:?}");
        if let Some(expected) = expected {
            assert_eq!(row, Some(&expected), "{label} is passed on as it was not shown");
        }
    }
    let is_first = rows.iter().any(|(label, _)| *label == phrases.record_first);
    assert_eq!(is_first, draft.urgency == Urgency::Safeguarding, "{rows:?} {draft:?}");
    assert_eq!(draft.consent.at, now);
}

/// Where a family writes to its adviser, or has agreed that what it writes goes there.
fn is_for_the_adviser(told: &Told<'_>) -> bool {
    let before = told.before;
    let has_agreed =
        before.is_with_adviser && before.sends_on.is_some() && before.sends_on == before.reference;
    has_agreed
        || before.here.place == Place::ForAdviser
        || stands_at(before, "my-questions", "write")
        || stands_at(before, "my-questions", "details")
}

/// Whether the message is a yes to the offer that leads there: "yes", its number, its words.
fn says_yes(library: &Library, told: &Told<'_>, to: &NodeRef) -> bool {
    let offered = &told.before.here.offered;
    let leads_there = Step::Go(Target::Node(to.clone()));
    let Some(place) = offered.iter().position(|offer| offer.step == leads_there) else { return false };
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    match told.message {
        Message::Picked(number) => *number == place,
        Message::Text(text) => {
            let (typed, label) = (words(text), words(&offered[place].label));
            let is_polite = |word: &String| word == "please" || word == "thanks";
            let is_label = typed.iter().all(|word| label.contains(word) || is_polite(word));
            let is_number = typed.last().is_some_and(|word| {
                word.parse() == Ok(place + 1)
                    || *word == "one"
                    || word.chars().all(|c| c.is_numeric() && !c.is_ascii())
            });
            library.phrases().is_yes(text) || (is_label && !typed.is_empty()) || is_number
        }
        Message::Begin | Message::Go(_) | Message::Filled(_) => false,
    }
}

/// What a family was shown as left out is nowhere in what is passed on.
fn leaves_out_what_was_pointed_out(told: &Told<'_>) {
    let Message::Picked(number) = told.message else { return };
    if told.before.here.offered.get(*number).is_none_or(|offer| offer.step != Step::LeaveOut) {
        return;
    }
    for fact in [facts::QUESTION, facts::MESSAGE] {
        let (Some(before), Some(after)) = (told.before.fact(fact), told.turn.session.fact(fact)) else {
            continue;
        };
        if before == after {
            continue;
        }
        for (_, detail) in personal::details(before, &personal::find(before)) {
            assert!(!after.contains(detail), "`{detail}` was to be left out of `{after}`");
        }
    }
}

/// `back` undoes a choice, except one that was made, or led, where this build has nothing.
pub fn back_undoes_it(library: &Library, told: &Told<'_>, back: &Turn) {
    let (before, after) = (told.before, &told.turn.session);
    let Message::Picked(number) = told.message else { return };
    let is_a_move = before.here.offered.get(*number).is_some_and(|offer| offer.step != Step::Back)
        && before.here.place != Place::Door
        && before.here.place != after.here.place;
    let is_lost = after.past.is_empty() || is_lost(library, before);
    if !is_a_move || is_lost || !told.turn.effects.is_empty() || !before.filled.is_empty() || told.was_off {
        return;
    }
    assert_eq!(back.session.here.place, before.here.place, "back does not undo {told:?}");
    assert_eq!(back.session.here.facts, before.here.facts, "back does not undo {told:?}");
}

// --- what is shown in the end ---

pub fn of_what_is_shown(library: &Library, told: &Told<'_>, last: &Turn, is_off: bool, has_brackets: bool) {
    let reply = &last.reply;
    let shown = plain::text(reply, 60);
    assert!(!reply.is_silent() && !shown.trim().is_empty(), "a silent reply: {told:?}");
    assert!(shown.chars().all(|c| !c.is_control() || c == '\n'), "cannot be shown plainly: {shown:?}");
    assert!(shown.chars().count() <= LONGEST_REPLY, "{} characters: {told:?}", shown.chars().count());
    if !has_brackets {
        assert!(!shown.contains(['{', '}']), "what an author fills in is left open: {shown}");
    }
    possible_danger_is_told(library, told, reply);
    if is_off && says(reply, &library.phrases().off) {
        assert_eq!(last.session, *told.before, "met with the message, yet somewhere else");
        assert!(says(reply, "999"));
        return;
    }
    let labels: Vec<&String> = last.session.here.offered.iter().map(|offer| &offer.label).collect();
    assert_eq!(reply.choices.iter().collect::<Vec<_>>(), labels, "the numbers shown are not those kept");
    assert!(reply.choices.iter().all(|choice| !choice.trim().is_empty()), "{reply:?}");
    assert!(!reply.choices.is_empty() || asks_for_words(library, &last.session), "no way on: {reply:?}");
    assert!(reply.adviser_offered || is_with_a_person(&last.session), "no way to a person: {reply:?}");
    for block in &reply.blocks {
        match block {
            Block::Record(rows) => {
                assert!(rows.iter().all(|(label, value)| !label.is_empty() && !value.is_empty()), "{rows:?}");
            }
            Block::Paragraph(sentences) | Block::Steps(sentences) | Block::Bullets(sentences) => {
                assert!(sentences.iter().all(|sentence| !sentence.trim().is_empty()), "{reply:?}");
            }
            _ => {}
        }
    }
}

/// Possible danger costs one sentence before whatever else is said, and no more.
fn possible_danger_is_told(library: &Library, told: &Told<'_>, reply: &Reply) {
    let sentence = &library.phrases().danger_possible;
    assert!(one_line(&all_words(reply)).matches(&one_line(sentence)).count() <= 1, "twice: {reply:?}");
    if told.message_texts().into_iter().any(|text| matches!(safeguarding::look(text), Danger::Possible(_))) {
        let is_told = says(reply, sentence);
        let is_told = is_told || says(reply, &library.phrases().off_danger);
        assert!(
            is_told || reply.outcome == Outcome::Urgent,
            "possible danger, and not a word of it: {told:?} {reply:?}"
        );
    }
}

fn asks_for_words(library: &Library, session: &Session) -> bool {
    let Place::Node(at) = &session.here.place else { return false };
    let action = library.node(at).and_then(|node| node.action.as_ref());
    matches!(action, Some(Action::Ask { then: Some(_), .. }))
}

pub fn is_with_a_person(session: &Session) -> bool {
    matches!(&session.here.place, Place::Node(at) if ["handoff", "my-questions"].contains(&at.dialog.as_str()))
}

/// Saved and read again, it is the same, so it answers the same.
pub fn is_saved_whole(session: &Session) -> Session {
    let saved = session.to_json();
    assert!(saved.len() <= LARGEST_SESSION, "a session of {} bytes", saved.len());
    let read = Session::from_json(&saved).expect("just saved");
    let kept = Session { is_with_adviser: false, ..session.clone() };
    assert_eq!(read, kept, "something is lost when it is saved");
    read
}

// --- effects ---

pub fn of_an_effect(effect: &Effect, settled: &Settled, after: &Turn) {
    match (effect, settled) {
        (Effect::OpenEnquiry(_), Settled::Opened { reference, .. }) => {
            assert!(says(&after.reply, reference.as_str()), "kept, and no reference: {:?}", after.reply);
            let left = [facts::QUESTION, facts::ACT_BY, facts::CONTACT].map(|fact| after.session.fact(fact));
            assert_eq!(
                (left, &after.session.asked),
                ([None; 3], &None),
                "what was kept stays in the session"
            );
            assert!(after.session.past.is_empty(), "back leads into what was kept");
        }
        (Effect::OpenEnquiry(_), _) => {
            assert!(stands_at(&after.session, "handoff", "not-kept"), "{after:?}");
            assert!(after.session.fact(facts::QUESTION).is_some(), "not kept, and lost as well: {after:?}");
        }
        (Effect::ShowEnquiry(_), Settled::Shown(view)) => {
            assert!(says(&after.reply, &view.question), "{after:?}");
            let is_answered = view.messages.iter().any(|message| message.text == ADVICE);
            assert_eq!(
                is_answered,
                says(&after.reply, ADVICE),
                "the adviser's answer is not shown: {after:?}"
            );
        }
        (Effect::WithdrawEnquiry(_), Settled::Done) => {
            assert_eq!(after.session.reference, None);
            assert_eq!(secret_in(&after.session), None, "erased words stay in the session");
        }
        _ => {}
    }
}

/// Whether everything the family wrote is gone with it.
pub fn has_erased(effect: &Effect, settled: &Settled) -> bool {
    matches!((effect, settled), (Effect::WithdrawEnquiry(_), Settled::Done))
}

/// No reply says what its family erased, or had forgotten; what an enquiry still holds may be shown.
pub fn forgotten_words_stay_forgotten(typed: &BTreeSet<&'static str>, last: &Turn, desk: &Desk) {
    let shown = all_words(&last.reply).to_lowercase();
    let saved = last.session.to_json().to_lowercase();
    for (word, _) in SECRETS.iter().filter(|(word, _)| !typed.contains(word)) {
        assert!(!saved.contains(word), "`{word}` was forgotten and is in the session: {saved}");
        assert!(!shown.contains(word) || desk.holds(word), "`{word}` was forgotten and is said: {shown}");
    }
}

// --- reading ---

fn is_lost(library: &Library, session: &Session) -> bool {
    matches!(&session.here.place, Place::Node(at) if library.node(at).is_none())
}

fn secret_in(session: &Session) -> Option<&'static str> {
    let saved = session.to_json().to_lowercase();
    SECRETS.iter().map(|(word, _)| *word).find(|word| saved.contains(word))
}

fn stands_at(session: &Session, dialog: &str, node: &str) -> bool {
    session.here.place == Place::Node(NodeRef::new(dialog, node))
}

/// Whether these words are in the reply, whatever lines they are broken into.
fn says(reply: &Reply, words: &str) -> bool {
    one_line(&all_words(reply)).contains(&one_line(words))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All that is read in a reply, piece by piece.
fn all_words(reply: &Reply) -> String {
    let mut words: Vec<&str> = Vec::new();
    gather(&reply.blocks, &mut words);
    words.extend(reply.question.as_deref());
    words.extend(reply.choices.iter().map(String::as_str));
    words.join("\n")
}

fn gather<'r>(blocks: &'r [Block], words: &mut Vec<&'r str>) {
    for block in blocks {
        match block {
            Block::Title(line) | Block::Heading(line) => words.push(line),
            Block::Paragraph(lines) | Block::Steps(lines) | Block::Bullets(lines) => {
                words.extend(lines.iter().map(String::as_str));
            }
            Block::Sources(sources) => words.extend(sources.iter().map(|source| source.cited.as_str())),
            Block::Record(rows) => {
                words.extend(rows.iter().flat_map(|(label, value)| [label.as_str(), value]))
            }
            Block::Messages(messages) => {
                words.extend(messages.iter().flat_map(|message| [message.from.as_str(), &message.text]));
            }
            Block::Letter(letter) => gather(&letter.paragraphs, words),
        }
    }
}
