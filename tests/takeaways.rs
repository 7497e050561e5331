//! What families take away: every letter there is, as text and as a document, and dates for a calendar.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

use icalendar::{Calendar, CalendarComponent, Component};
use signpost::conversation::{Message, respond};
use signpost::dialog::{Action, AskKind, NodeRef, Target};
use signpost::enquiry::Channel;
use signpost::library::Library;
use signpost::moment::{Moment, in_words};
use signpost::reply::{Block, Letter, Reply};
use signpost::session::{Offer, Place, Session, SessionId, Step};
use signpost::takeaway::{self, Takeaway};
use signpost::text::{Span, Text};

use common::{library, moment};

/// A page of A4 at 12 points holds about so many.
const MOST_WORDS: usize = 330;

fn now() -> Moment {
    moment("2026-11-24T10:00:00Z")
}

/// A letter as a family came to it.
struct Drafted {
    at: NodeRef,
    letter: Letter,
    told: BTreeMap<String, String>,
    body: Text,
}

/// Walks every letter dialog to each of its letters, telling all that is asked, or nothing.
fn drafted(library: &Library, tells: bool) -> Vec<Drafted> {
    let dialogs = library.dialogs().filter(|dialog| dialog.id().as_str().starts_with("letters/"));
    let mut all = Vec::new();
    for dialog in dialogs {
        let mut session = Session::new(SessionId::new("letters"), Channel::Kiosk);
        session.here.place = Place::Node(dialog.first());
        let begun = respond(library, &session, &Message::Begin, now());
        let mut ways = vec![(begun.session, begun.reply)];
        let mut seen = BTreeSet::new();
        while let Some((session, reply)) = ways.pop() {
            let Place::Node(at) = &session.here.place else { continue };
            if at.dialog != *dialog.id() || !seen.insert(at.clone()) {
                continue;
            }
            let node = library.node(at).unwrap();
            match &node.action {
                Some(Action::Ask { kind, fact, .. }) if *kind != AskKind::Choice => {
                    let said = match kind {
                        _ if !tells => Message::Picked(place_of(&session, |step| *step == Step::Without)),
                        AskKind::Date => Message::Text("3 march 2026".into()),
                        AskKind::DateToCome => Message::Text("9 december 2026".into()),
                        _ => Message::Text(format!("words told for {}", fact.as_str().replace('_', " "))),
                    };
                    let mut turn = respond(library, &session, &said, now());
                    if turn.session.here.pending.is_some() {
                        let yes = place_of(&turn.session, |step| *step == Step::Confirm);
                        turn = respond(library, &turn.session, &Message::Picked(yes), now());
                    }
                    ways.push((turn.session, turn.reply));
                }
                action => {
                    if let Some(Action::Letter(template)) = action {
                        all.push(Drafted {
                            at: at.clone(),
                            letter: letter_of(&reply),
                            told: session
                                .here
                                .facts
                                .iter()
                                .map(|(fact, value)| (fact.to_string(), value.clone()))
                                .collect(),
                            body: template.body.clone(),
                        });
                    }
                    for place in 0..session.here.offered.len() {
                        if matches!(session.here.offered[place].step, Step::Go(Target::Node(_))) {
                            let turn = respond(library, &session, &Message::Picked(place), now());
                            ways.push((turn.session, turn.reply));
                        }
                    }
                }
            }
        }
    }
    all
}

fn place_of(session: &Session, wanted: impl Fn(&Step) -> bool) -> usize {
    let is_it = |offer: &Offer| wanted(&offer.step);
    session.here.offered.iter().position(is_it).unwrap_or_else(|| panic!("not offered: {:?}", session.here))
}

fn letter_of(reply: &Reply) -> Letter {
    let letter = reply.blocks.iter().find_map(|block| match block {
        Block::Letter(letter) => Some(letter.clone()),
        _ => None,
    });
    letter.expect("a node that drafts a letter shows it")
}

/// Lines broken for print, joined again.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check_clean(drafted: &Drafted) {
    let text = takeaway::letter_text(&drafted.letter);
    for mark in ["{{", "}}", "[^", "](", "**", "told.", "```", "  [", "..", " ,", "()"] {
        let inside = text.lines().find(|line| line.trim_start().contains(mark));
        assert_eq!(inside, None, "{}: `{mark}` is left over", drafted.at);
    }
    assert_eq!(text.matches('[').count(), text.matches(']').count(), "{}\n{text}", drafted.at);
    let words = text.split_whitespace().count();
    assert!(words <= MOST_WORDS, "{}: {words} words, and a page holds {MOST_WORDS}", drafted.at);
    assert!(text.lines().all(|line| line.chars().count() <= takeaway::PRINTED_COLUMNS), "{text}");
}

/// What the letter has in place of each fact: what was told, or the gap.
fn check_told(drafted: &Drafted, tells: bool) {
    let text = flat(&takeaway::letter_text(&drafted.letter));
    let spans = drafted.body.lines().flat_map(|line| &line.spans);
    for span in spans {
        let Span::Told(fact, gap) = span else { continue };
        let wanted = match drafted.told.get(fact.as_str()) {
            Some(value) => value.parse().map(in_words).unwrap_or_else(|_| value.clone()),
            None => format!("[{gap}]"),
        };
        assert!(text.contains(&flat(&wanted)), "{}: no `{wanted}` in\n{text}", drafted.at);
    }
    if !tells {
        assert!(drafted.told.is_empty(), "{}: {:?}", drafted.at, drafted.told);
        assert!(text.contains('['), "{}: no gap", drafted.at);
    }
}

#[test]
fn every_letter_is_reached_and_whole_with_all_and_with_no_answers() {
    let library = library();
    let letters: BTreeSet<NodeRef> = library
        .dialogs()
        .flat_map(|dialog| {
            let drafts = dialog.nodes().iter().filter(|node| matches!(node.action, Some(Action::Letter(_))));
            drafts.map(|node| NodeRef { dialog: dialog.id().clone(), node: node.id.clone() })
        })
        .collect();
    for tells in [true, false] {
        let drafts = drafted(&library, tells);
        let reached: BTreeSet<NodeRef> = drafts.iter().map(|drafted| drafted.at.clone()).collect();
        assert_eq!(reached, letters, "tells: {tells}");
        for drafted in &drafts {
            check_clean(drafted);
            check_told(drafted, tells);
        }
        let told = drafts.iter().filter(|drafted| !drafted.told.is_empty()).count();
        println!("{} letters, {told} with something told", drafts.len());
        assert!(!tells || told * 10 >= drafts.len() * 9, "only {told} had anything to tell");
    }
}

/// The words of a document, as an independent reader finds them: paragraphs and breaks are white space.
fn words_of(document: &Takeaway) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(&document.bytes)).unwrap();
    for part in
        ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml"]
    {
        assert!(archive.by_name(part).is_ok(), "{}: no {part}", document.file_name);
    }
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let spaced = xml.replace("</w:p>", " </w:p>").replace("<w:br", " <w:br");
    let mut words = String::new();
    let mut rest = spaced.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        rest = tag.split_once('>').expect("every tag ends").1;
    }
    let mut plain =
        words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    plain = plain.replace("&amp;", "&");
    flat(&plain)
}

/// The plain text without the numbers and dashes of its lists, which a document reckons itself.
fn without_list_marks(letter: &Letter) -> String {
    let mut words = Vec::new();
    for block in &letter.paragraphs {
        match block {
            Block::Paragraph(said) | Block::Steps(said) | Block::Bullets(said) => words.extend(said.iter()),
            other => panic!("{other:?} in a letter"),
        }
    }
    flat(&words.into_iter().cloned().collect::<Vec<_>>().join(" "))
}

#[test]
fn every_document_says_what_the_plain_text_says() {
    for drafted in drafted(&library(), true) {
        let document = takeaway::document::of(&drafted.letter).unwrap();
        assert_eq!(words_of(&document), without_list_marks(&drafted.letter), "{}", drafted.at);
        let mut numbers_gone = Vec::new();
        for line in takeaway::letter_text(&drafted.letter).lines() {
            let line = line.trim_start();
            let after = line.split_once(". ").filter(|(number, _)| number.parse::<u8>().is_ok());
            numbers_gone.push(after.map_or(line.trim_start_matches("- "), |(_, words)| words).to_owned());
        }
        assert_eq!(flat(&numbers_gone.join(" ")), words_of(&document), "{}", drafted.at);
    }
}

#[test]
fn every_date_that_is_to_come_has_a_calendar_that_names_no_child() {
    let library = library();
    let mut dates = 0;
    for dialog in library.dialogs() {
        for node in dialog.nodes() {
            let Some(Action::Date { rule, on, also }) = &node.action else { continue };
            let mut session = Session::new(SessionId::new("dates"), Channel::Kiosk);
            session.here.place = Place::Node(NodeRef { dialog: dialog.id().clone(), node: node.id.clone() });
            for fact in [Some(on), also.as_ref()].into_iter().flatten() {
                session.remember(fact, "2026-11-20");
            }
            session.remember(&signpost::dialog::FactId::new("letter_child"), "Zebedee");
            let reply = respond(&library, &session, &Message::Begin, now()).reply;
            let Some(calendar) = &reply.calendar else { continue };
            dates += 1;
            assert_eq!(calendar.name, rule.as_str());
            let read: Calendar = calendar.text.parse().unwrap_or_else(|error| panic!("{rule}: {error}"));
            let events: Vec<_> =
                read.components.iter().filter(|part| matches!(part, CalendarComponent::Event(_))).collect();
            assert_eq!(events.len(), 1, "{rule}");
            let CalendarComponent::Event(event) = events[0] else { unreachable!() };
            assert!(event.get_summary().is_some_and(|summary| !summary.contains('{')), "{rule}");
            assert!(!calendar.text.contains("Zebedee"), "{rule}");
            assert!(takeaway::page(&reply).is_some(), "{rule}");
        }
    }
    println!("{dates} dates");
    assert!(dates >= 10, "only {dates} dates");
}

// --- the command ---

fn signpost(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_signpost"))
        .current_dir(folder)
        .args(arguments)
        .env("SIGNPOST_NOW", "2026-11-24T10:00:00Z")
        .env_remove("SIGNPOST_CONTENT")
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn letters_are_listed_drafted_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| signpost(folder.path(), arguments);
    let list = out(&run(&["letter"]));
    assert!(list.contains("ask-for-assessment") && list.contains("overdue/"), "{list}");
    let draft = out(&run(&["letter", "ask-for-assessment"]));
    assert!(draft.contains("[your child's first name]") && draft.contains("24 November 2026"), "{draft}");
    let set =
        ["letter", "ask-for-assessment", "--set", "letter_child=Sam", "--docx", "a.docx", "--text", "a.txt"];
    let written = run(&set);
    assert!(written.status.success(), "{written:?}");
    assert_eq!(out(&written), "");
    let text = std::fs::read_to_string(folder.path().join("a.txt")).unwrap();
    assert!(text.contains("Sam") && !text.contains("[your child's first name]"), "{text}");
    let bytes = std::fs::read(folder.path().join("a.docx")).unwrap();
    assert!(bytes.starts_with(b"PK"));
}

#[track_caller]
fn check_refused(arguments: &[&str], says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let output = signpost(folder.path(), arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains(says), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_mistyped_is_refused_with_the_nearest_name() {
    check_refused(&["letter", "ask-for-assesment"], "write `ask-for-assessment`");
    check_refused(&["letter", "overdue"], "write `overdue/");
    check_refused(&["letter", "xyzzy", "--docx", "a.docx"], "`signpost letter` lists them");
    check_refused(&["letter", "ask-for-assessment", "--set", "letter_chid=Sam"], "write `letter_child`");
    check_refused(&["letter", "ask-for-assessment", "--set", "letter_child"], "has no `=`");
    check_refused(&["letter", "--text", "a.txt"], "give a letter before");
    check_refused(&["kiosk", "--print", "lp \"front"], "quote without its end");
}
