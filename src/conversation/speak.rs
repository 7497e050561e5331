//! Replies put together from what the library holds.

use chrono::NaiveDate;

use super::Talk;
use crate::answer::Hit;
use crate::deadline::{RuleId, calendar, reckon, telling};
use crate::dialog::{Action, AskKind, FactId, Node, NodeRef, Target, engine};
use crate::enquiry::{Author, FamilyView};
use crate::library::{Entry, EntryId, Library, TopicId};
use crate::moment::{Moment, in_words, moment_in_words};
use crate::reply::{Block, CalendarFile, MessageLine, Outcome, Reply};
use crate::safeguarding::{self, Danger};
use crate::session::{Offer, Part, Step};
use crate::spoken::{Details, Speaker};

/// Asking for a person is answered as a way to a person.
const TOPIC_OF_PERSONS: &str = "talk-to-adviser";
const TOPIC_OF_DANGER: &str = "safeguarding";
/// A reply names at most this many topics.
const MOST_TOPICS: usize = 5;
/// An answer offers at most this many entries to go on with.
const MOST_RELATED: usize = 2;

/// The label that offers an earlier value shows so much of it: a button holds 80 characters.
const LONGEST_KEPT_LABEL: usize = 40;

/// Sets the offers and makes the reply of them.
fn reply(
    talk: &mut Talk,
    outcome: Outcome,
    blocks: Vec<Block>,
    question: Option<String>,
    offers: Vec<Offer>,
) -> Reply {
    let choices = offers.iter().map(|offer| offer.label.clone()).collect();
    let adviser_offered = outcome == Outcome::Adviser || offers.iter().any(leads_to_a_person);
    talk.session.here.offered = offers;
    Reply {
        outcome,
        blocks,
        question,
        choices,
        by_words: None,
        topics: Vec::new(),
        adviser_offered,
        calendar: None,
    }
}

fn leads_to_a_person(offer: &Offer) -> bool {
    match &offer.step {
        Step::Adviser => true,
        Step::Go(Target::Node(to)) => to.dialog.as_str() == "handoff",
        _ => false,
    }
}

fn offer(label: &str, step: Step) -> Offer {
    Offer { label: label.to_owned(), step }
}

fn adviser_offer(library: &Library) -> Offer {
    offer(&library.phrases().talk_to_adviser, Step::Adviser)
}

fn entry_offer(library: &Library, id: &EntryId) -> Option<Offer> {
    let entry = library.entry(id)?;
    Some(offer(&entry.title, Step::Go(Target::Entry(id.clone()))))
}

/// An entry's answer, as design.md orders it: title, short answer, what to do next, sources, date reviewed, then
/// "Was this what you needed?", the other parts, related entries and the adviser.
pub(crate) fn entry(talk: &mut Talk, id: &EntryId, part: Part, several: &[EntryId]) -> Reply {
    let library = talk.library;
    let Some(entry) = library.entry(id) else {
        return topics_and_adviser(talk, vec![library.phrases().place_gone.clone()]);
    };
    let phrases = library.phrases();
    let mut blocks = vec![Block::Title(entry.title.clone())];
    blocks.extend(part_of(talk, entry, part));
    talk.session.note_shown(&entry.title);

    let mut offers =
        vec![offer(&phrases.yes, Step::Satisfied), offer(&phrases.no_something_else, Step::SomethingElse)];
    let mut further: Vec<&EntryId> = several.iter().filter(|other| *other != id).collect();
    if !further.is_empty() {
        blocks.push(Block::Paragraph(vec![phrases.several_questions.clone()]));
    }
    let room = MOST_RELATED.max(further.len());
    further.extend(entry.related.iter().filter(|related| !several.contains(related)));
    further.truncate(room);
    offers.extend(entry.next.iter().filter_map(|target| target_offer(library, target)));
    offers.extend(further.into_iter().filter_map(|other| entry_offer(library, other)));
    let parts = [
        (Part::Answer, &entry.title),
        (Part::Law, &phrases.what_the_law_says),
        (Part::InShortWords, &phrases.in_short_words),
    ];
    offers.extend(
        parts
            .into_iter()
            .filter(|(other, _)| *other != part)
            .map(|(other, label)| offer(label, Step::Show(other))),
    );
    offers.push(adviser_offer(library));

    let outcome = if entry.topic.as_str() == TOPIC_OF_PERSONS { Outcome::Adviser } else { Outcome::Answer };
    let question = Some(phrases.was_this_right.clone());
    let topics = vec![entry.topic.clone()];
    Reply { topics, ..reply(talk, outcome, blocks, question, offers) }
}

fn part_of(talk: &Talk, entry: &Entry, part: Part) -> Vec<Block> {
    let phrases = talk.library.phrases();
    let speaker = Speaker::new(talk.library, talk.now.date());
    let mut blocks = Vec::new();
    match part {
        Part::Answer => {
            blocks.extend(speaker.blocks(&entry.short_answer));
            blocks.push(Block::Heading(phrases.what_you_can_do.clone()));
            blocks.extend(speaker.blocks(&entry.steps));
        }
        Part::Law => {
            blocks.push(Block::Heading(phrases.what_the_law_says.clone()));
            blocks.extend(speaker.blocks(&entry.law));
        }
        Part::InShortWords => {
            blocks.push(Block::Heading(phrases.in_short_words.clone()));
            blocks.extend(speaker.blocks(&entry.in_short_words));
        }
    }
    let sources = speaker.entry_sources(entry);
    if !sources.is_empty() {
        blocks.push(Block::Heading(phrases.where_this_comes_from.clone()));
        blocks.push(Block::Sources(sources));
    }
    let mut reviewed = vec![format!("{} {}.", phrases.reviewed, in_words(entry.reviewed))];
    if entry.review_by < talk.now.date() {
        reviewed.push(phrases.review_overdue.replace("{date}", &in_words(entry.review_by)));
    }
    blocks.push(Block::Paragraph(reviewed));
    blocks
}

fn target_offer(library: &Library, target: &Target) -> Option<Offer> {
    match target {
        Target::Entry(id) => entry_offer(library, id),
        Target::Node(at) => {
            let dialog = library.dialog(&at.dialog)?;
            Some(offer(dialog.title(), Step::Go(target.clone())))
        }
    }
}

/// Two or three entries to pick from.
pub(crate) fn candidates(talk: &mut Talk, ids: &[EntryId]) -> Reply {
    let library = talk.library;
    let phrases = library.phrases();
    let mut offers: Vec<Offer> = ids.iter().filter_map(|id| entry_offer(library, id)).collect();
    let topics = topics_of(library, ids.iter());
    offers.push(offer(&phrases.none_of_these, Step::SomethingElse));
    offers.push(adviser_offer(library));
    let question = Some(phrases.which_of_these.clone());
    Reply { topics, ..reply(talk, Outcome::Choose, Vec::new(), question, offers) }
}

/// After "no, something else": what else it might have been, the topics, and an adviser.
pub(crate) fn asked_again(talk: &mut Talk, runners_up: &[EntryId]) -> Reply {
    let library = talk.library;
    let phrases = library.phrases();
    let mut offers: Vec<Offer> =
        runners_up.iter().take(3).filter_map(|id| entry_offer(library, id)).collect();
    offers.push(offer(&phrases.menu, Step::Menu));
    offers.push(adviser_offer(library));
    reply(talk, Outcome::Choose, vec![Block::Paragraph(vec![phrases.ask_again.clone()])], None, offers)
}

/// Something was typed while an adviser has the enquiry: shows it, and asks whom it is for.
pub(crate) fn for_adviser(talk: &mut Talk) -> Reply {
    let phrases = talk.library.phrases();
    let wrote = talk.session.asked.clone().unwrap_or_default();
    let blocks = vec![
        Block::Paragraph(vec![phrases.with_adviser.clone()]),
        Block::Record(vec![(phrases.you_wrote.clone(), wrote)]),
    ];
    let offers = vec![
        offer(&phrases.send_to_adviser, Step::SendToAdviser),
        offer(&phrases.answer_here, Step::AnswerHere),
        offer(&phrases.menu, Step::Menu),
    ];
    let topics = vec![TopicId::new(TOPIC_OF_PERSONS)];
    Reply { topics, ..reply(talk, Outcome::Adviser, blocks, None, offers) }
}

/// What was asked before is the question to pass on. Words of danger were answered with whom to ring: elsewhere too they
/// may be just what the family has to say.
fn may_use_what_was_written(talk: &Talk, at: &NodeRef) -> bool {
    let is_danger = |wrote: &str| matches!(safeguarding::look(wrote), Danger::Now(_));
    talk.session.asked.as_deref().is_some_and(|wrote| at.dialog.as_str() == "handoff" || is_danger(wrote))
}

/// A node: its words, what its action shows, its choices, and always a way to a person.
pub(crate) fn node(talk: &mut Talk, at: &NodeRef, node: &Node, view: Option<&FamilyView>) -> Reply {
    let library = talk.library;
    let phrases = library.phrases();
    let speaker = Speaker::new(library, talk.now.date()).with_details(details(talk, view));
    let mut blocks = speaker.blocks(&node.says);
    let mut offers = Vec::new();
    offers.extend(keep_told(talk, node));
    let mut calendar = None;
    match &node.action {
        Some(Action::Ask { kind: AskKind::Text, .. }) if may_use_what_was_written(talk, at) => {
            let wrote = talk.session.asked.clone().unwrap_or_default();
            blocks.push(Block::Record(vec![(phrases.you_wrote.clone(), wrote)]));
            offers.push(offer(&phrases.use_what_i_wrote, Step::UseWhatIWrote));
        }
        Some(Action::Ask { kind: AskKind::Date | AskKind::DateToCome, .. }) => {
            offers.push(offer(&phrases.no_date, Step::Without))
        }
        Some(Action::Ask { kind: AskKind::Contact, .. }) => {
            if talk.session.reachable.is_some() {
                offers.push(offer(&phrases.reach_me_here, Step::ReachMeHere));
            }
            offers.push(offer(&phrases.reference_only, Step::Without));
        }
        Some(Action::Ask { kind: AskKind::Text, optional: true, .. }) => {
            offers.push(offer(&phrases.skip, Step::Without))
        }
        Some(Action::Date { rule, on, also }) => {
            let reckoned = deadline(talk, rule, on, also.as_ref());
            blocks.extend(reckoned.blocks);
            calendar = reckoned.calendar;
            if reckoned.needs_a_person {
                // It may not be too late, and only a person can tell.
                offers.push(adviser_offer(library));
            }
        }
        Some(Action::Letter(template)) => blocks.push(Block::Letter(speaker.letter(template))),
        Some(Action::PointOut { fact, .. }) => {
            if let Some(told) = talk.session.fact(fact.as_str()) {
                blocks.push(Block::Record(super::handoff::pointed_out(phrases, told)));
            }
            offers.push(offer(&phrases.leave_out, Step::LeaveOut));
            offers.push(offer(&phrases.keep_words, Step::KeepWords));
        }
        Some(Action::PreviewEnquiry) => blocks.push(Block::Record(super::handoff::record(talk))),
        Some(Action::ShowEnquiry { .. }) => {
            blocks.extend(view.map(|view| family_view(library, view)).unwrap_or_default())
        }
        _ => {}
    }
    let sources = speaker.sources(node.says.citations());
    if !sources.is_empty() {
        blocks.push(Block::Heading(phrases.where_this_comes_from.clone()));
        blocks.push(Block::Sources(sources));
    }
    let is_led_already = offers.iter().any(leads_to_a_person);
    let listed = node.choices.iter().map(|choice| offer(&choice.label, Step::Go(choice.to.clone())));
    offers.extend(listed.filter(|choice| !(is_led_already && leads_to_a_person(choice))));
    let is_crisis = at.dialog.as_str() == "crisis";
    if is_crisis && !talk.session.past.is_empty() {
        offers.push(offer(&phrases.back, Step::Back));
    }
    let with_a_person = at.dialog.as_str() == "handoff" || at.dialog.as_str() == "my-questions";
    if !with_a_person && !offers.iter().any(leads_to_a_person) {
        offers.push(adviser_offer(library));
    }
    let outcome = match (&node.action, with_a_person, is_crisis) {
        (_, _, true) => Outcome::Urgent,
        (_, true, _) => Outcome::Adviser,
        (Some(Action::Ask { .. }), _, _) => Outcome::Asked,
        _ => Outcome::Menu,
    };
    let topics = match outcome {
        Outcome::Urgent => vec![TopicId::new(TOPIC_OF_DANGER)],
        Outcome::Adviser => vec![TopicId::new(TOPIC_OF_PERSONS)],
        _ => Vec::new(),
    };
    let by_words = engine::takes_numbers(at, node).then(|| phrases.by_words.clone());
    Reply { topics, calendar, by_words, ..reply(talk, outcome, blocks, None, offers) }
}

fn details(talk: &Talk, view: Option<&FamilyView>) -> Details {
    let phrases = talk.library.phrases();
    Details {
        enquiry_reference: talk.session.reference.as_ref().map(ToString::to_string),
        reply_promise: match view {
            Some(view) => promise_to_come(talk, view),
            None => talk.session.fact("reply_promise").map(str::to_owned),
        },
        told: talk.session.here.facts.clone(),
        back_at: back_at(talk).map(moment_in_words),
        backlog: talk.session.fact("backlog").map(str::to_owned),
        enquiry_status: view.and_then(|view| phrases.status.get(view.status.as_str()).cloned()),
    }
}

/// What is promised of an enquiry that is looked up; a promise whose time is over is not said again.
fn promise_to_come(talk: &Talk, view: &FamilyView) -> Option<String> {
    let due = view.reply_due.filter(|due| *due > talk.now)?;
    Some(talk.library.phrases().promised_by.replace("{moment}", &moment_in_words(due)))
}

/// When somebody is next at work, while nobody is.
fn back_at(talk: &Talk) -> Option<Moment> {
    let clock = talk.library.clock()?;
    if clock.is_open(talk.now)? { None } else { clock.next_opening(talk.now) }
}

/// Offers a value that was told before, so that it need not be typed again.
fn keep_told(talk: &Talk, node: &Node) -> Option<Offer> {
    let Some(Action::Ask { fact, kind, .. }) = &node.action else { return None };
    let told = talk.session.here.facts.get(fact)?;
    let said = match kind {
        AskKind::Text => told.clone(),
        AskKind::Date | AskKind::DateToCome => in_words(told.parse().ok()?),
        AskKind::Choice | AskKind::Contact | AskKind::Reference => return None,
    };
    let short: String = said.chars().take(LONGEST_KEPT_LABEL).collect();
    let label = talk.library.phrases().keep_told.replace("{told}", short.trim());
    Some(offer(&label, Step::Tell(told.clone())))
}

/// What a node that reckons a limit shows.
struct Reckoned {
    blocks: Vec<Block>,
    /// Its last day is over, or it could not be reckoned: only a person can tell.
    needs_a_person: bool,
    calendar: Option<CalendarFile>,
}

/// A legal limit with its working, or why there is none. Only a day that is still to come goes into a calendar.
fn deadline(talk: &Talk, rule: &RuleId, on: &FactId, also: Option<&FactId>) -> Reckoned {
    let books = talk.library.books();
    let today = talk.now.date();
    let day = |fact: &FactId| talk.session.here.facts.get(fact).and_then(|day| day.parse().ok());
    let also = also.and_then(day);
    let said = |words: String, needs_a_person| Reckoned {
        blocks: vec![Block::Paragraph(vec![words])],
        needs_a_person,
        calendar: None,
    };
    let Some(on) = day(on) else {
        return said(talk.library.phrases().no_date_given.clone(), false);
    };
    match reckon(&books, rule, on, also, today) {
        Ok(working) => Reckoned {
            blocks: telling::blocks(&working, &books),
            needs_a_person: working.may_have_passed(),
            calendar: (!working.may_have_passed()).then(|| CalendarFile {
                name: working.rule.to_string(),
                text: calendar::file(&working, &books.rules.say, talk.now.instant()),
            }),
        },
        Err(problem) => said(telling::refusal(&problem, &books), true),
    }
}

/// The family's own enquiry: its question, then the messages both ways.
fn family_view(library: &Library, view: &FamilyView) -> Vec<Block> {
    let phrases = library.phrases();
    let mut blocks = vec![Block::Record(vec![(phrases.record_question.clone(), view.question.clone())])];
    let messages: Vec<MessageLine> = view
        .messages
        .iter()
        .map(|message| MessageLine {
            from: match message.author {
                Author::Family => phrases.record_from_you.clone(),
                Author::Adviser(_) => phrases.record_from_adviser.clone(),
            },
            on: in_words(message.at.date()),
            text: message.text.clone(),
        })
        .collect();
    if !messages.is_empty() {
        blocks.push(Block::Messages(messages));
    }
    blocks
}

/// "I read that as 3 March 2027. Is that right?"
pub(crate) fn read_back(talk: &mut Talk, read: &str) -> Reply {
    let phrases = talk.library.phrases();
    let said = phrases.read_back.replace("{date}", read);
    let offers = vec![offer(&phrases.date_right, Step::Confirm), offer(&phrases.date_wrong, Step::TypeAgain)];
    let mut offers = offers;
    offers.push(adviser_offer(talk.library));
    reply(talk, Outcome::Asked, vec![Block::Paragraph(vec![said])], None, offers)
}

/// "That could be more than one day. Which do you mean?"
pub(crate) fn which_day(talk: &mut Talk, days: &[NaiveDate]) -> Reply {
    let phrases = talk.library.phrases();
    let mut offers: Vec<Offer> =
        days.iter().take(4).map(|day| offer(&in_words(*day), Step::Tell(day.to_string()))).collect();
    offers.push(offer(&phrases.date_wrong, Step::TypeAgain));
    offers.push(adviser_offer(talk.library));
    reply(talk, Outcome::Asked, vec![Block::Paragraph(vec![phrases.date_which.clone()])], None, offers)
}

/// A calm sentence that answers nothing, with the topics below it. The place stays where it was.
pub(crate) fn aside(talk: &mut Talk, outcome: Outcome, said: Vec<String>) -> Reply {
    let offers = first_steps(talk.library);
    reply(talk, outcome, vec![Block::Paragraph(said)], None, offers)
}

/// Topics and an adviser, the adviser first.
pub(crate) fn topics_and_adviser(talk: &mut Talk, said: Vec<String>) -> Reply {
    let mut offers = first_steps(talk.library);
    offers.rotate_right(1);
    reply(talk, Outcome::Menu, vec![Block::Paragraph(said)], None, offers)
}

/// The choices of the start dialog, and an adviser last.
fn first_steps(library: &Library) -> Vec<Offer> {
    let start = library.node(&NodeRef::new("start", "start"));
    let choices = start.map(|node| node.choices.as_slice()).unwrap_or_default();
    let mut offers: Vec<Offer> = choices
        .iter()
        .map(|choice| offer(&choice.label, Step::Go(choice.to.clone())))
        .filter(|o| !leads_to_a_person(o))
        .collect();
    offers.push(adviser_offer(library));
    offers
}

/// Names the topics found, behind those the reply already names.
pub(crate) fn with_topics(library: &Library, mut reply: Reply, ranked: &[Hit]) -> Reply {
    if matches!(reply.outcome, Outcome::Answer | Outcome::Choose | Outcome::Adviser) {
        for topic in topics_of(library, ranked.iter().map(|hit| &hit.entry)) {
            if !reply.topics.contains(&topic) {
                reply.topics.push(topic);
            }
        }
        reply.topics.truncate(MOST_TOPICS);
    }
    reply
}

fn topics_of<'i>(library: &Library, ids: impl Iterator<Item = &'i EntryId>) -> Vec<TopicId> {
    let mut topics: Vec<TopicId> = Vec::new();
    for entry in ids.filter_map(|id| library.entry(id)) {
        if !topics.contains(&entry.topic) {
            topics.push(entry.topic.clone());
        }
    }
    topics
}

/// The last words of a conversation.
pub(crate) fn farewell(talk: &mut Talk, said: String) -> Reply {
    let offers = first_steps(talk.library);
    reply(talk, Outcome::Done, vec![Block::Paragraph(vec![said])], None, offers)
}
