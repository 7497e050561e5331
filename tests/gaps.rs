//! `signpost gaps`: from what families passed on, and from counts, to draft entries.

mod common;

use clap::Parser;
use signpost::channel::gaps::{self, GapsArgs};
use signpost::conversation::Message;
use signpost::enquiry::{Channel, Consent, Contact, Draft, DraftKey, Reference, Urgency};
use signpost::service::Service;
use signpost::session::{Session, SessionId};

use common::{counted_bytes, moment, service, wait};

#[derive(Parser)]
struct Typed {
    #[command(flatten)]
    gaps: GapsArgs,
}

fn run(service: &Service, typed: &[&str]) -> String {
    let arguments = Typed::parse_from([&["gaps", "--as", "Robin"], typed].concat()).gaps;
    let now = moment("2026-11-25T10:00:00Z");
    wait(gaps::run(service.library(), service.store(), &arguments, now)).unwrap()
}

fn pass_on(service: &Service, number: u8, question: &str) {
    let now = moment("2026-11-25T09:00:00Z");
    let draft = Draft {
        service: service.id(),
        channel: Channel::Kiosk,
        question: question.to_owned(),
        path: Vec::new(),
        topics: Vec::new(),
        stage: String::new(),
        urgency: Urgency::Routine,
        contact: Contact::ReferenceOnly,
        consent: Consent { at: now, wording: "1".to_owned() },
        key: DraftKey::of(&number.to_string(), question),
        reply_due: None,
    };
    wait(service.store().open(&draft, &Reference::from_random([number; 8]), now)).unwrap();
}

fn ask(service: &Service, typed: &str) {
    let session = Session::new(SessionId::new("test"), Channel::Kiosk);
    wait(service.turn(&session, &Message::Text(typed.to_owned()), moment("2026-11-25T09:00:00Z")));
}

#[test]
fn questions_passed_on_become_a_draft_in_words_of_ours() {
    let service = service(counted_bytes);
    pass_on(&service, 1, "How do I stand in the election for parent governor, asks Quentin Featherstone");
    pass_on(&service, 2, "When is the parent governor election held");
    pass_on(&service, 3, "The council has refused to assess my son, how do I appeal?");
    let folder = tempfile::tempdir().unwrap();
    let said = run(&service, &["--draft", folder.path().to_str().unwrap()]);
    assert!(said.starts_with("2 of 3 questions that were passed on found no likely answer."), "{said}");
    let drafts: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(drafts.len(), 1, "{said}");
    assert!(drafts[0].contains("## How families ask") && !drafts[0].to_lowercase().contains("quentin"));
}

#[test]
fn words_are_shown_from_five_times_on_and_no_name_is_counted() {
    let service = service(counted_bytes);
    for _ in 0..4 {
        ask(&service, "Quentin wants a recipe for a birthday cake for the council");
    }
    assert!(!run(&service, &[]).contains("council"));
    ask(&service, "a recipe for a birthday cake for the council");
    let said = run(&service, &[]);
    assert!(said.contains("    5  council"), "{said}");
    assert!(!said.to_lowercase().contains("quentin"));
}
