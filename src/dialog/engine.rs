//! Walking the tree: begin, choose, answer what is asked, back, start again.
//!
//! Every function here ends in a reply. A name that a saved session holds and this build does not know is
//! explained, never followed.

use crate::conversation::{Effect, Settled, Talk, facts, handoff, is_blank, kept_question, speak};
use crate::dialog::{Action, AskKind, Choice, Dialog, FactId, Node, NodeRef, Target};
use crate::enquiry::{Channel, Contact, FamilyView, Reference};
use crate::library::{EntryId, Library};
use crate::moment::in_words;
use crate::personal;
use crate::phrases::Phrases;
use crate::reply::{Outcome, Reply};
use crate::session::{Here, Offer, Part, Place, Session, Step};
use crate::typed_date::{self, DateProblem, Lean};

/// A guard may send on to a node with a guard; the loader refuses a ring of them, and this bounds what a
/// wrong loader could do.
const MOST_GUARDS: usize = 20;

/// Where every conversation starts: the start dialog, or the crisis dialog when nothing else could be loaded.
pub(crate) fn start(library: &Library) -> Target {
    let first = NodeRef::new("start", "start");
    let known = if library.node(&first).is_some() { first } else { NodeRef::new("crisis", "start") };
    Target::Node(known)
}

pub(crate) fn begin(talk: &mut Talk) -> Reply {
    match talk.session.here.place {
        Place::Door => enter(talk, start(talk.library)),
        _ => mend_lost_place(talk).unwrap_or_else(|| show(talk)),
    }
}

pub(crate) fn start_again(talk: &mut Talk) -> Reply {
    let mut fresh = talk.session.afresh();
    // At a kiosk the next to start again may be another family.
    if fresh.channel != Channel::Kiosk {
        fresh.reference = talk.session.reference.clone();
    }
    talk.session = fresh;
    enter(talk, start(talk.library))
}

/// Ends the conversation and keeps nothing of it.
pub(crate) fn stop(talk: &mut Talk) -> Reply {
    let said = talk.library.phrases().stopped.clone();
    forget(talk);
    speak::farewell(talk, said)
}

fn forget(talk: &mut Talk) {
    talk.session = talk.session.afresh();
    talk.effects.push(Effect::ForgetSession);
}

pub(crate) fn back(talk: &mut Talk) -> Reply {
    talk.session.misses = 0;
    while talk.session.go_back() {
        if has_nothing_to_send(&talk.session) {
            continue;
        }
        return mend_lost_place(talk).unwrap_or_else(|| show(talk));
    }
    say_again(talk, vec![talk.library.phrases().nothing_to_go_back_to.clone()])
}

/// Goes to a node or an entry and shows it.
pub(crate) fn enter(talk: &mut Talk, target: Target) -> Reply {
    match target {
        Target::Entry(id) => {
            talk.session.go(Place::Entry { id, part: Part::Answer });
            show(talk)
        }
        Target::Node(at) => enter_node(talk, at),
    }
}

fn enter_node(talk: &mut Talk, at: NodeRef) -> Reply {
    let at = past_guards(talk, at);
    let Some(node) = talk.library.node(&at) else {
        return place_gone(talk);
    };
    match &node.action {
        Some(Action::Forget) => {
            forget(talk);
            let reply = speak::node(talk, &at, node, None);
            return Reply { outcome: Outcome::Done, ..reply };
        }
        Some(Action::PreviewEnquiry) if talk.session.fact(facts::QUESTION).is_none() => {
            return enter_node(talk, NodeRef::new("handoff", "start"));
        }
        _ => {}
    }
    talk.session.go(Place::Node(at));
    show(talk)
}

/// Follows to where they send on: guards that do not hold, and nodes that would point out what is not there.
fn past_guards(talk: &Talk, mut at: NodeRef) -> NodeRef {
    for _ in 0..MOST_GUARDS {
        let Some(node) = talk.library.node(&at) else { break };
        if let Some(Action::PointOut { fact, then }) = &node.action
            && !talk.session.fact(fact.as_str()).is_some_and(personal::is_in)
        {
            at = then.clone();
            continue;
        }
        let Some(guard) = &node.guard else { break };
        let told = talk.session.here.facts.get(&guard.fact).map(|value| value.to_lowercase());
        if told.as_deref() == Some(guard.value.to_lowercase().as_str()) {
            break;
        }
        at = guard.otherwise.clone();
    }
    at
}

/// Shows the place where the family is.
fn show(talk: &mut Talk) -> Reply {
    match talk.session.here.place.clone() {
        Place::Door => enter(talk, start(talk.library)),
        Place::Entry { id, part } => speak::entry(talk, &id, part, &[]),
        Place::Candidates(ids) => speak::candidates(talk, &ids),
        Place::AskedAgain(ids) => speak::asked_again(talk, &ids),
        Place::ForAdviser if has_nothing_to_send(&talk.session) => my_questions(talk),
        Place::ForAdviser => speak::for_adviser(talk),
        Place::Node(at) => show_node(talk, &at),
    }
}

fn show_node(talk: &mut Talk, at: &NodeRef) -> Reply {
    let Some(node) = talk.library.node(at) else {
        return place_gone(talk);
    };
    if let Some(read) = talk.session.here.pending.clone() {
        return speak::read_back(talk, &pending_in_words(&read));
    }
    match &node.action {
        Some(Action::OpenEnquiry { otherwise, .. }) => match handoff::draft(talk) {
            Some(draft) => talk.effects.push(Effect::OpenEnquiry(Box::new(draft))),
            None => return go_to(talk, Some(otherwise.clone())),
        },
        Some(Action::ShowEnquiry { otherwise }) => match talk.session.reference.clone() {
            Some(reference) => talk.effects.push(Effect::ShowEnquiry(reference)),
            None => return go_to(talk, Some(otherwise.clone())),
        },
        Some(Action::AddMessage { fact, otherwise, .. }) => {
            let text = talk.session.fact(fact.as_str()).map(str::to_owned);
            match (talk.session.reference.clone(), text) {
                (Some(reference), Some(text)) => talk.effects.push(Effect::AddMessage { reference, text }),
                _ => return go_to(talk, Some(otherwise.clone())),
            }
        }
        Some(Action::WithdrawEnquiry { otherwise, .. }) => match talk.session.reference.clone() {
            Some(reference) => talk.effects.push(Effect::WithdrawEnquiry(reference)),
            None => return go_to(talk, Some(otherwise.clone())),
        },
        _ => {}
    }
    speak::node(talk, at, node, None)
}

fn pending_in_words(read: &str) -> String {
    read.parse().map(in_words).unwrap_or_else(|_| read.to_owned())
}

/// Says something, then shows the place again: for `help`, empty messages and slips.
pub(crate) fn say_again(talk: &mut Talk, said: Vec<String>) -> Reply {
    let shown = talk.session.shown.clone();
    let reply = show(talk).preceded_by(said);
    talk.session.shown = shown;
    reply
}

/// The family stands on something this build does not have: says so, and starts afresh from there.
pub(crate) fn mend_lost_place(talk: &mut Talk) -> Option<Reply> {
    let is_known = match &talk.session.here.place {
        Place::Door | Place::ForAdviser => true,
        Place::Node(at) => talk.library.node(at).is_some(),
        Place::Entry { id, .. } => talk.library.entry(id).is_some(),
        Place::Candidates(ids) | Place::AskedAgain(ids) => {
            ids.iter().all(|id| talk.library.entry(id).is_some())
        }
    };
    (!is_known).then(|| place_gone(talk))
}

fn place_gone(talk: &mut Talk) -> Reply {
    let said = talk.library.phrases().place_gone.clone();
    talk.session.past.clear();
    talk.session.here.pending = None;
    match start(talk.library) {
        Target::Node(at) if talk.library.node(&at).is_some() => {
            talk.session.go(Place::Node(at));
            talk.session.past.clear();
            show(talk).preceded_by(vec![said])
        }
        _ => speak::farewell(talk, said),
    }
}

/// Looks an enquiry up by its reference, from wherever the family is.
pub(crate) fn look_up(talk: &mut Talk, reference: Reference) -> Reply {
    talk.session.reference = Some(reference);
    enter(talk, Target::Node(NodeRef::new("my-questions", "show")))
}

/// The enquiry of this conversation, or the way to look one up.
pub(crate) fn my_questions(talk: &mut Talk) -> Reply {
    let node = if talk.session.reference.is_some() { "show" } else { "start" };
    enter(talk, Target::Node(NodeRef::new("my-questions", node)))
}

// --- while an adviser has the enquiry ---

/// Whether what was typed is for the adviser: an adviser has the enquiry, and no choice was picked by its number or
/// its whole label.
pub(crate) fn is_for_adviser(phrases: &Phrases, session: &Session, text: &str) -> bool {
    session.is_with_adviser
        && !is_blank(text)
        && !is_label_or_number(session, text)
        && !picks_what_is_asked(phrases, session, text)
}

/// Where Signpost itself has just asked something about the question that was left, "yes" is an answer to that.
fn picks_what_is_asked(phrases: &Phrases, session: &Session, text: &str) -> bool {
    let is_asked = match &session.here.place {
        Place::ForAdviser => true,
        Place::Node(at) => ["handoff", "my-questions"].contains(&at.dialog.as_str()),
        _ => false,
    };
    is_asked && matches!(choice_meant(phrases, session, text), Meant::Offer(_))
}

/// Whether it was asked here for whom something is, and that has been sent since.
fn has_nothing_to_send(session: &Session) -> bool {
    session.here.place == Place::ForAdviser && session.asked.is_none()
}

/// Passes it on, or asks first, the first time.
pub(crate) fn to_adviser(talk: &mut Talk, text: &str) -> Reply {
    let wrote = kept_question(text);
    talk.session.misses = 0;
    if talk.session.sends_on.is_some() && talk.session.sends_on == talk.session.reference {
        return send_on(talk, &wrote);
    }
    talk.session.asked = Some(wrote);
    talk.session.go(Place::ForAdviser);
    show(talk)
}

fn send_on(talk: &mut Talk, wrote: &str) -> Reply {
    talk.session.sends_on = talk.session.reference.clone();
    let send = Target::Node(NodeRef::new("my-questions", "send"));
    enter_with(talk, send, &FactId::new(facts::MESSAGE), wrote)
}

// --- choices ---

/// What a message picks among the choices on offer.
pub(crate) enum Meant {
    /// Counted from 0.
    Offer(usize),
    NoSuchNumber,
    Nothing,
}

/// Reads a message as a choice: its number, its words, the first words of one choice alone, or a few words that
/// stand in one choice alone ("lost" for "I have lost my reference").
pub(crate) fn choice_meant(phrases: &Phrases, session: &Session, text: &str) -> Meant {
    let offered = &session.here.offered;
    let yes_or_no = match (phrases.is_yes(text), phrases.is_no_to_a_choice(text)) {
        (true, _) => the_only(offered, "yes"),
        (_, true) => the_only(offered, "no"),
        _ => None,
    };
    if let Some(place) = yes_or_no {
        return Meant::Offer(place);
    }
    if let Some(number) = number_meant(text) {
        return match number.checked_sub(1) {
            Some(place) if place < offered.len() => Meant::Offer(place),
            _ => Meant::NoSuchNumber,
        };
    }
    let mut typed = plain_words(text);
    while typed.len() > 1 && typed.last().is_some_and(|word| ["please", "thanks"].contains(&word.as_str())) {
        typed.pop();
    }
    if typed.is_empty() || typed.len() > 12 {
        return Meant::Nothing;
    }
    let labels: Vec<Vec<String>> = offered.iter().map(|offer| plain_words(&offer.label)).collect();
    if let Some(place) = labels.iter().position(|label| *label == typed) {
        return Meant::Offer(place);
    }
    let mut holds =
        labels.iter().enumerate().filter(|(_, label)| typed.iter().all(|word| label.contains(word)));
    let mut begins = labels.iter().enumerate().filter(|(_, label)| label.starts_with(&typed));
    match (begins.next(), begins.next()) {
        (Some((place, _)), None) => return Meant::Offer(place),
        _ if typed.len() > 3 || typed.iter().all(|word| word.len() < 4) => return Meant::Nothing,
        _ => {}
    }
    match (holds.next(), holds.next()) {
        (Some((place, _)), None) => Meant::Offer(place),
        _ => Meant::Nothing,
    }
}

/// The choice whose words these are, all of them and no other.
pub(crate) fn choice_in_full(session: &Session, text: &str) -> Option<usize> {
    let typed = plain_words(text);
    session.here.offered.iter().position(|offer| !typed.is_empty() && plain_words(&offer.label) == typed)
}

/// The one choice that begins with this word.
fn the_only(offered: &[Offer], word: &str) -> Option<usize> {
    let begins = |offer: &Offer| plain_words(&offer.label).first().is_some_and(|first| first == word);
    let mut found = offered.iter().enumerate().filter(|(_, offer)| begins(offer));
    let (place, _) = found.next()?;
    found.next().is_none().then_some(place)
}

/// Whether a yes or no is waited for, on which something is done.
pub(crate) fn asks_yes_or_no(session: &Session) -> bool {
    let offered = &session.here.offered;
    matches!(session.here.place, Place::Node(_))
        && the_only(offered, "yes").is_some()
        && the_only(offered, "no").is_some()
}

/// A number beyond the choices is what was asked for: "6", where the question is which school year.
fn is_label_or_number(session: &Session, text: &str) -> bool {
    number_meant(text).is_some_and(|number| number <= session.here.offered.len()) || is_label(session, text)
}

fn is_label(session: &Session, text: &str) -> bool {
    let typed = plain_words(text);
    session.here.offered.iter().any(|offer| plain_words(&offer.label) == typed)
}

/// "Keep", where the choice is "Keep: Year 4".
fn keeps_what_was_told(phrases: &Phrases, session: &Session, text: &str) -> bool {
    let keep = plain_words(&phrases.keep_told.replace("{told}", ""));
    plain_words(text) == keep && session.here.offered.iter().any(|offer| matches!(offer.step, Step::Tell(_)))
}

/// Whether a plain number is the answer here, and picks no choice: a letter asks for a school year, or for how many days.
/// Nobody asks an adviser anything by a number, so there it picks.
pub(crate) fn takes_numbers(at: &NodeRef, node: &Node) -> bool {
    let is_to_an_adviser = ["handoff", "my-questions"].contains(&at.dialog.as_str());
    matches!(node.action, Some(Action::Ask { kind: AskKind::Text, .. })) && !is_to_an_adviser
}

/// `2`, `2.`, `(2)`, `number 2`, `two`, `٢`.
fn number_meant(text: &str) -> Option<usize> {
    const WORDS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let words = first_words(&typed_date::in_ascii(text), 3);
    let word = match words.as_slice() {
        [word] => word,
        [before, word] if ["number", "option", "choice", "no", "press"].contains(&before.as_str()) => word,
        _ => return None,
    };
    if let Some(number) = WORDS.iter().position(|known| known == word) {
        return Some(number);
    }
    if word.len() > 3 || !word.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    word.parse().ok()
}

fn plain_words(text: &str) -> Vec<String> {
    first_words(text, 40)
}

fn first_words(text: &str, most: usize) -> Vec<String> {
    text.to_lowercase()
        .replace(['’', '\''], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(most)
        .map(str::to_owned)
        .collect()
}

/// Does what an offer says.
pub(crate) fn take(talk: &mut Talk, offer: Offer) -> Reply {
    match offer.step {
        Step::Go(target) => {
            if let Some(fact) = chosen_fact(talk) {
                return enter_with(talk, target, &fact, &offer.label);
            }
            enter(talk, target)
        }
        Step::Show(part) => show_part(talk, part),
        Step::Satisfied => {
            let said = talk.library.phrases().glad.clone();
            speak::aside(talk, Outcome::Done, vec![said])
        }
        Step::SomethingElse => something_else(talk),
        Step::Back => back(talk),
        Step::Menu => enter(talk, start(talk.library)),
        Step::Adviser => enter(talk, Target::Node(NodeRef::new("handoff", "start"))),
        Step::Tell(value) => told(talk, &value),
        Step::UseWhatIWrote => match talk.session.asked.clone() {
            Some(wrote) => told(talk, &wrote),
            None => show(talk),
        },
        Step::Confirm => match talk.session.here.pending.take() {
            Some(read) => told(talk, &read),
            None => show(talk),
        },
        Step::TypeAgain => {
            talk.session.here.pending = None;
            show(talk)
        }
        Step::Without => without(talk),
        // Should it not arrive, it is still there to be sent again.
        Step::SendToAdviser => match talk.session.asked.clone() {
            Some(wrote) => send_on(talk, &wrote),
            None => my_questions(talk),
        },
        Step::AnswerHere => match talk.session.asked.clone() {
            Some(wrote) => talk.free_text(&wrote),
            None => enter(talk, start(talk.library)),
        },
        Step::LeaveOut => left_out(talk),
        Step::KeepWords => match point_out(talk) {
            Some((_, then)) => enter(talk, Target::Node(then)),
            None => show(talk),
        },
        Step::ReachMeHere => told(talk, &handoff::kept_contact(&Contact::Discord(String::new()))),
    }
}

/// What the node here points out, and where it goes on.
fn point_out(talk: &Talk) -> Option<(FactId, NodeRef)> {
    let Place::Node(at) = &talk.session.here.place else { return None };
    match &talk.library.node(at)?.action {
        Some(Action::PointOut { fact, then }) => Some((fact.clone(), then.clone())),
        _ => None,
    }
}

/// Takes the personal details out of what was told, and goes on.
fn left_out(talk: &mut Talk) -> Reply {
    let Some((fact, then)) = point_out(talk) else { return show(talk) };
    match talk.session.fact(fact.as_str()).map(str::to_owned) {
        Some(told) => {
            let left = handoff::left_out(talk.library.phrases(), &told);
            enter_with(talk, Target::Node(then), &fact, &left)
        }
        None => enter(talk, Target::Node(then)),
    }
}

/// The fact that picking a choice here tells, if the node asks for one.
fn chosen_fact(talk: &Talk) -> Option<FactId> {
    let Place::Node(at) = &talk.session.here.place else { return None };
    match &talk.library.node(at)?.action {
        Some(Action::Ask { fact, kind: AskKind::Choice, .. }) => Some(fact.clone()),
        _ => None,
    }
}

/// Goes on with a value just told. The value belongs to the new place: `back` takes it away again.
fn enter_with(talk: &mut Talk, target: Target, fact: &FactId, value: &str) -> Reply {
    let before = talk.session.here.clone();
    talk.session.remember(fact, value);
    let reply = enter(talk, target);
    leave_as_it_was(talk, before);
    reply
}

fn something_else(talk: &mut Talk) -> Reply {
    talk.missed = talk.session.asked.clone();
    let runners_up = match &talk.session.here.place {
        Place::Entry { id, .. } => {
            talk.session.runners_up.iter().filter(|other| *other != id).cloned().collect()
        }
        _ => Vec::new(),
    };
    talk.session.go(Place::AskedAgain(runners_up));
    show(talk)
}

// --- entries ---

pub(crate) fn answer(talk: &mut Talk, id: EntryId, runners_up: Vec<EntryId>, several: Vec<EntryId>) -> Reply {
    talk.session.runners_up = runners_up;
    talk.session.go(Place::Entry { id: id.clone(), part: Part::Answer });
    speak::entry(talk, &id, Part::Answer, &several)
}

pub(crate) fn which_of_these(talk: &mut Talk, entries: Vec<EntryId>) -> Reply {
    talk.session.go(Place::Candidates(entries));
    show(talk)
}

pub(crate) fn show_part(talk: &mut Talk, part: Part) -> Reply {
    if let Place::Entry { id, .. } = talk.session.here.place.clone() {
        talk.session.go(Place::Entry { id, part });
    }
    show(talk)
}

// --- what a node asks for ---

/// Reads a message as the value the current node asks for; `None` when it asks for none, or when the message is
/// plainly something else.
pub(crate) fn answer_asked(talk: &mut Talk, text: &str) -> Option<Reply> {
    let Place::Node(at) = talk.session.here.place.clone() else { return None };
    let Some(Action::Ask { kind, .. }) = talk.library.node(&at)?.action.clone() else { return None };
    if kind == AskKind::Choice {
        return None;
    }
    let phrases = talk.library.phrases();
    let is_a_choice = match kind {
        // A family's own words may hold those of a choice: only the whole label picks it.
        AskKind::Text if talk.library.node(&at).is_some_and(|node| takes_numbers(&at, node)) => {
            is_label(&talk.session, text) || keeps_what_was_told(phrases, &talk.session, text)
        }
        AskKind::Text => is_label_or_number(&talk.session, text),
        _ => !matches!(choice_meant(phrases, &talk.session, text), Meant::Nothing),
    };
    if is_a_choice {
        return None;
    }
    if talk.session.here.pending.is_some() {
        return another_date(talk, kind, text);
    }
    if is_blank(text) {
        return Some(say_again(talk, vec![phrases.empty_message.clone()]));
    }
    let may_go_without = talk.session.here.offered.iter().any(|offer| offer.step == Step::Without);
    let goes_without = if kind == AskKind::Text { phrases.is_skip(text) } else { phrases.is_no(text) };
    if may_go_without && goes_without {
        return Some(without(talk));
    }
    let wrote_before = talk.session.here.offered.iter().position(|offer| offer.step == Step::UseWhatIWrote);
    if let Some(number) = wrote_before.filter(|_| kind == AskKind::Text && phrases.is_yes(text)) {
        return Some(take(talk, talk.session.here.offered[number].clone()));
    }
    match kind {
        AskKind::Choice => None,
        AskKind::Text => Some(told(talk, &kept_question(text))),
        AskKind::Date => date_told(talk, text, Lean::Past),
        AskKind::DateToCome => date_told(talk, text, Lean::Future),
        AskKind::Contact => match handoff::read_contact(text) {
            Some(contact) => Some(told(talk, &handoff::kept_contact(&contact))),
            None if reads_as_a_question(text) => None,
            None => Some(say_again(talk, vec![phrases.contact_not_understood.clone()])),
        },
        AskKind::Reference => match Reference::read(text) {
            Ok(reference) => {
                talk.session.reference = Some(reference.clone());
                Some(told(talk, reference.as_str()))
            }
            Err(_) if reads_as_a_question(text) => None,
            Err(_) => Some(say_again(talk, vec![phrases.reference_not_understood.clone()])),
        },
    }
}

/// A day is read back before it is used; one that may be two is asked back.
fn date_told(talk: &mut Talk, text: &str, lean: Lean) -> Option<Reply> {
    let phrases = talk.library.phrases();
    match typed_date::read_leaning(text, talk.now.date(), lean) {
        Ok(date) => {
            talk.session.here.pending = Some(date.to_string());
            Some(speak::read_back(talk, &in_words(date)))
        }
        Err(DateProblem::Ambiguous(days)) => Some(speak::which_day(talk, &days)),
        Err(DateProblem::Impossible) => Some(say_again(talk, vec![phrases.date_impossible.clone()])),
        Err(DateProblem::NotUnderstood) if reads_as_a_question(text) => None,
        Err(DateProblem::NotUnderstood) => Some(say_again(talk, vec![phrases.date_not_understood.clone()])),
    }
}

/// A day typed in place of a yes or no to the one that was read back.
fn another_date(talk: &mut Talk, kind: AskKind, text: &str) -> Option<Reply> {
    let lean = match kind {
        AskKind::Date => Lean::Past,
        AskKind::DateToCome => Lean::Future,
        _ => return None,
    };
    match typed_date::read_leaning(text, talk.now.date(), lean) {
        Err(DateProblem::NotUnderstood) => None,
        _ => date_told(talk, text, lean),
    }
}

/// Long enough, and worded enough, to be a question rather than a mistyped value.
fn reads_as_a_question(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words >= 5 || (words >= 3 && text.trim_end().ends_with('?'))
}

/// A value was told: remembers it and goes on.
fn told(talk: &mut Talk, value: &str) -> Reply {
    let Place::Node(at) = talk.session.here.place.clone() else { return show(talk) };
    let Some(Action::Ask { fact, then: Some(then), .. }) =
        talk.library.node(&at).and_then(|node| node.action.clone())
    else {
        return show(talk);
    };
    talk.session.misses = 0;
    enter_with(talk, Target::Node(then), &fact, value)
}

/// Goes on without the value; one told before is taken back.
fn without(talk: &mut Talk) -> Reply {
    let Place::Node(at) = talk.session.here.place.clone() else { return show(talk) };
    let Some(Action::Ask { fact, then: Some(then), .. }) =
        talk.library.node(&at).and_then(|node| node.action.clone())
    else {
        return show(talk);
    };
    let before = talk.session.here.clone();
    talk.session.here.facts.remove(&fact);
    let reply = enter(talk, Target::Node(then));
    leave_as_it_was(talk, before);
    reply
}

/// Remembers the place just left as it stood before a value was told there, so that `back` undoes that too.
fn leave_as_it_was(talk: &mut Talk, before: Here) {
    if let Some(left) = talk.session.past.last_mut()
        && left.place == before.place
    {
        *left = before;
    }
}

// --- on the way to an adviser ---

/// A question on its way to an adviser is not left behind for a few words that answer nothing: what is asked here is asked
/// again. A question of its own leads away, and so do the words that steer.
pub(crate) fn stay_on_the_way(talk: &mut Talk, text: &str) -> Option<Reply> {
    let Place::Node(at) = talk.session.here.place.clone() else { return None };
    let confirms = at.dialog.as_str() == "my-questions" && asks_yes_or_no(&talk.session);
    if !confirms && !is_on_the_way(talk.library, &talk.session) {
        return None;
    }
    let phrases = talk.library.phrases();
    let offered = &talk.session.here.offered;
    let meant = match (phrases.is_change(text), phrases.is_skip(text)) {
        (true, _) => the_only(offered, "change"),
        (_, true) => the_unsure(offered),
        _ => None,
    };
    if let Some(place) = meant {
        return Some(talk.picked(place));
    }
    let asked = match &talk.library.node(&at)?.action {
        Some(Action::Ask { kind, .. }) => Some(*kind),
        _ => None,
    };
    // "Can you ring me" says how, where that is asked.
    let is_wish =
        asked == Some(AskKind::Contact) && plain_words(text).get(1).is_some_and(|word| word == "you");
    if asks_something(text) && !is_wish {
        return None;
    }
    let said = match asked {
        Some(AskKind::Contact) => &phrases.contact_not_understood,
        _ if asks_yes_or_no(&talk.session) => &phrases.yes_or_no,
        Some(AskKind::Date | AskKind::DateToCome) => &phrases.date_not_understood,
        _ => &phrases.pick_one,
    };
    Some(say_again(talk, vec![said.clone()]))
}

/// Whether a question has been told for an adviser and is still to be passed on: every choice here leads on with it.
pub(crate) fn is_on_the_way(library: &Library, session: &Session) -> bool {
    let Place::Node(at) = &session.here.place else { return false };
    let leads_on = |choice: &Choice| matches!(&choice.to, Target::Node(to) if to.dialog == at.dialog);
    at.dialog.as_str() == "handoff"
        && session.fact(facts::QUESTION).is_some()
        && library.node(at).is_some_and(|node| node.choices.iter().all(leads_on))
}

/// Whether the numbers to ring are on the screen because somebody may be in danger.
pub(crate) fn is_in_crisis(session: &Session) -> bool {
    matches!(&session.here.place, Place::Node(at) if at.dialog.as_str() == "crisis")
}

/// The one choice that says "I am not sure".
fn the_unsure(offered: &[Offer]) -> Option<usize> {
    let says_so = |offer: &Offer| plain_words(&offer.label).windows(2).any(|words| words == ["not", "sure"]);
    let mut found = offered.iter().enumerate().filter(|(_, offer)| says_so(offer));
    let (place, _) = found.next()?;
    found.next().is_none().then_some(place)
}

/// A question in so many words, and no answer to the one that was asked.
fn asks_something(text: &str) -> bool {
    const BEGIN: [&str; 23] = [
        "what", "whats", "how", "who", "where", "why", "when", "which", "can", "could", "do", "does", "is",
        "are", "will", "would", "should", "did", "am", "may", "has", "have", "isnt",
    ];
    let words = plain_words(text);
    let begins = words.first().is_some_and(|first| BEGIN.contains(&first.as_str()));
    words.len() >= 3 && (begins || text.trim_end().ends_with('?'))
}

// --- effects that have come out ---

pub(crate) fn settle(talk: &mut Talk, effect: &Effect, settled: Settled) -> Reply {
    let (then, otherwise) = ways_on(talk);
    match (effect, settled) {
        (Effect::OpenEnquiry(_), Settled::Opened { reference, promise, backlog }) => {
            let backlog = backlog.then(|| talk.library.phrases().backlog.clone());
            opened(
                talk,
                reference,
                &[(handoff::promise_fact(), promise), (handoff::backlog_fact(), backlog)],
            );
            go_to(talk, then)
        }
        (Effect::ShowEnquiry(_), Settled::Shown(view)) => shown(talk, &view),
        (Effect::AddMessage { .. }, Settled::Done) => {
            let message = FactId::new(facts::MESSAGE);
            let places = talk.session.past.iter_mut().chain([&mut talk.session.here]);
            places.for_each(|place| {
                place.facts.remove(&message);
            });
            talk.session.asked = None;
            go_to(talk, then)
        }
        // Its words are erased everywhere, in what `back` leads to as well.
        (Effect::WithdrawEnquiry(_), Settled::Done) => {
            let here = talk.session.here.place.clone();
            talk.session = talk.session.afresh();
            talk.session.here.place = here;
            go_to(talk, then)
        }
        (Effect::ShowEnquiry(_), Settled::Failed) => {
            let said = talk.library.phrases().cannot_look_up.clone();
            speak::aside(talk, Outcome::Adviser, vec![said])
        }
        (_, Settled::NotFound) => {
            talk.session.reference = None;
            go_to(talk, otherwise)
        }
        _ => go_to(talk, otherwise),
    }
}

/// The question has been kept: nothing of it stays in the session, and `back` does not lead into it again.
fn opened(talk: &mut Talk, reference: Reference, now_is: &[(FactId, Option<String>)]) {
    for fact in [facts::QUESTION, facts::ACT_BY, facts::CONTACT] {
        talk.session.here.facts.remove(&FactId::new(fact));
    }
    for (fact, words) in now_is {
        match words {
            Some(words) => talk.session.here.facts.insert(fact.clone(), words.clone()),
            None => talk.session.here.facts.remove(fact),
        };
    }
    talk.session.asked = None;
    talk.session.danger = false;
    talk.session.past.clear();
    talk.session.passed_on = talk.session.passed_on.saturating_add(1);
    talk.session.reference = Some(reference);
}

fn shown(talk: &mut Talk, view: &FamilyView) -> Reply {
    let Place::Node(at) = talk.session.here.place.clone() else { return show(talk) };
    match talk.library.node(&at) {
        Some(node) => speak::node(talk, &at, node, Some(view)),
        None => place_gone(talk),
    }
}

/// Where the node that caused the effect goes on: (then, otherwise).
fn ways_on(talk: &Talk) -> (Option<NodeRef>, Option<NodeRef>) {
    let Place::Node(at) = &talk.session.here.place else { return (None, None) };
    match talk.library.node(at).and_then(|node| node.action.as_ref()) {
        Some(
            Action::OpenEnquiry { then, otherwise }
            | Action::AddMessage { then, otherwise, .. }
            | Action::WithdrawEnquiry { then, otherwise },
        ) => (Some(then.clone()), Some(otherwise.clone())),
        Some(Action::ShowEnquiry { otherwise }) => (None, Some(otherwise.clone())),
        _ => (None, None),
    }
}

/// Goes on from a node that only acts: it is not a place to come back to.
fn go_to(talk: &mut Talk, at: Option<NodeRef>) -> Reply {
    let Some(at) = at else { return show(talk) };
    let acting = talk.session.here.place.clone();
    let reply = enter_node(talk, at);
    if talk.session.past.last().is_some_and(|left| left.place == acting) {
        talk.session.past.pop();
    }
    reply
}

/// Every node a family can be sent to from a node: for the loader and for `signpost graph`.
pub fn ways_from(node: &Node) -> Vec<Target> {
    let mut ways: Vec<Target> = node.choices.iter().map(|choice| choice.to.clone()).collect();
    let on = |at: &NodeRef| Target::Node(at.clone());
    match &node.action {
        Some(Action::Ask { then: Some(then), .. } | Action::PointOut { then, .. }) => ways.push(on(then)),
        Some(
            Action::OpenEnquiry { then, otherwise }
            | Action::AddMessage { then, otherwise, .. }
            | Action::WithdrawEnquiry { then, otherwise },
        ) => ways.extend([on(then), on(otherwise)]),
        Some(Action::ShowEnquiry { otherwise }) => ways.push(on(otherwise)),
        Some(
            Action::Ask { then: None, .. }
            | Action::PreviewEnquiry
            | Action::Forget
            | Action::Letter(_)
            | Action::Date { .. },
        )
        | None => {}
    }
    if let Some(guard) = &node.guard {
        ways.push(on(&guard.otherwise));
    }
    ways
}

/// The dialog as a Mermaid flow chart, for authors.
pub fn mermaid(library: &Library, dialog: &Dialog) -> String {
    let name = |at: &NodeRef| at.to_string().replace(['#', '/', '-'], "_");
    let clean = |words: &str| words.replace(['"', '[', ']', '{', '}', '(', ')', '|'], " ");
    let mut chart = String::from("flowchart TD\n");
    for node in dialog.nodes() {
        let at = NodeRef { dialog: dialog.id().clone(), node: node.id.clone() };
        let first = node.says.bare_words().lines().next().unwrap_or_default().to_owned();
        let words = if first.trim().is_empty() { node.id.to_string() } else { first };
        chart.push_str(&format!("  {}[\"{}\"]\n", name(&at), clean(words.trim())));
        let mut arrows: Vec<(String, Target)> =
            node.choices.iter().map(|choice| (choice.label.clone(), choice.to.clone())).collect();
        let labelled: Vec<&Target> = node.choices.iter().map(|choice| &choice.to).collect();
        for way in ways_from(node) {
            if !labelled.contains(&&way) {
                arrows.push((String::new(), way));
            }
        }
        for (label, target) in arrows {
            let to = match &target {
                Target::Node(to) if to.dialog == *dialog.id() => name(to),
                Target::Node(to) => format!("{}([\"dialog: {}\"])", name(to), clean(to.dialog.as_str())),
                Target::Entry(id) => {
                    let title = library.entry(id).map_or(id.as_str(), |entry| entry.title.as_str());
                    format!("entry_{}([\"{}\"])", id.as_str().replace('-', "_"), clean(title))
                }
            };
            match label.is_empty() {
                true => chart.push_str(&format!("  {} --> {to}\n", name(&at))),
                false => chart.push_str(&format!("  {} -->|{}| {to}\n", name(&at), clean(&label))),
            }
        }
    }
    chart
}
