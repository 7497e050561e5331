//! The conversations of `tests/journeys`, held once more on Discord: the words are the kiosk's.
//!
//! What is typed at the kiosk is written in a direct message; a number typed there is the button of that label here.
//! Where the words may differ is listed below, with the reason.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use signpost::conversation::Message;
use signpost::enquiry::{AdviserName, Channel, Reference};
use signpost::plain;
use signpost::reply::Reply;
use signpost::service::Service;
use signpost::session::{Session, SessionId};

use crate::bare::{discord_words, kiosk_words};
use crate::bot::{Bot, NOW, service};
use crate::common::moment;
use crate::fake::{Person, Shown};

/// Turns whose words are not the kiosk's: the journey, what was typed, why.
const DIFFERENT: [(&str, &str, &str); 3] = [
    ("14-impossible-date", "2", "Discord itself is one more way to be reached, so the choices go to 2"),
    ("14-impossible-date", "yes", "yes to being reached on Discord, which the kiosk cannot offer"),
    ("15-does-not-agree", "2", "Discord itself is one more way to be reached, so the choices go to 2"),
];

/// The same script at the kiosk.
struct Kiosk {
    service: Service,
    session: Session,
}

impl Kiosk {
    async fn starts(service: &Service) -> (Kiosk, Reply) {
        let mut kiosk = Kiosk {
            service: service.clone(),
            session: Session::new(SessionId::new("journey"), Channel::Kiosk),
        };
        let (reply, _) = kiosk.hears(&Message::Begin).await;
        (kiosk, reply)
    }

    /// What is shown, and the reference of an enquiry made in this turn.
    async fn hears(&mut self, message: &Message) -> (Reply, Option<Reference>) {
        let mut served = self.service.turn(&self.session, message, moment(NOW)).await;
        if served.is_forgotten {
            // On Discord nothing is left that these could be picked from.
            served.turn.reply.choices.clear();
        }
        self.session = match served.is_forgotten {
            true => Session::new(SessionId::new("the next family"), Channel::Kiosk),
            false => served.turn.session,
        };
        (served.turn.reply, served.opened)
    }
}

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new("SP(-[0-9A-Z]+){3}").unwrap());

fn without_references(words: Vec<String>) -> Vec<String> {
    words.into_iter().map(|word| REFERENCE.replace_all(&word, "REFERENCE").into_owned()).collect()
}

fn words_of(reply: &Reply) -> Vec<String> {
    let unnumbered = Reply { choices: Vec::new(), ..reply.clone() };
    without_references(kiosk_words(&plain::text(&unnumbered, 80)))
}

fn words_shown(shown: &Shown) -> Vec<String> {
    without_references(shown.calls.iter().flat_map(|call| discord_words(&call.words())).collect())
}

/// `claim` and `reply TEXT`, at the desk of a service.
async fn adviser(service: &Service, reference: &Reference, done: &str) {
    let (name, now) = (AdviserName::new("robin"), moment(NOW));
    let (store, id) = (service.store(), service.id());
    match done.split_once(' ').unwrap_or((done, "")) {
        ("claim", _) => store.claim(&id, reference, &name, now).await.map(drop).unwrap(),
        ("reply", text) => store.reply(&id, reference, &name, text, now).await.map(drop).unwrap(),
        (other, _) => panic!("no adviser does `{other}`"),
    }
}

/// Does on Discord what was typed at the kiosk after this reply, and gives what is shown.
async fn does(person: &Person, typed: &str, offered: &Reply, before: Option<&Shown>) -> Shown {
    let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    // There it is no choice, but the answer.
    let number = number.filter(|_| offered.by_words.is_none());
    let label = number.and_then(|number| offered.choices.get(number));
    match (label, before) {
        // A long label is cut on a button; the number is then written, as at the kiosk.
        (Some(label), Some(shown)) if shown.labels().contains(label) => {
            person.presses(shown.last(), label);
        }
        // A number that is no choice there is written as one that is none here.
        (None, _) if number.is_some() => {
            person.writes("99");
        }
        _ => {
            person.writes(typed);
        }
    }
    person.hears().await
}

#[tokio::test]
async fn every_journey_has_the_words_of_the_kiosk() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 25, "only {} journeys", files.len());
    let bot = Bot::start().await;
    let at_kiosk = service();
    let mut different = Vec::new();
    let mut met = BTreeSet::new();
    for (number, path) in files.iter().enumerate() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let script = std::fs::read_to_string(path).unwrap();
        let person = bot.fake.person(2_000 + number as u64, &name);
        let (mut kiosk, mut offered) = Kiosk::starts(&at_kiosk).await;
        let mut before: Option<Shown> = None;
        let mut references: Option<(Reference, Reference)> = None;
        for line in script.lines().skip(1) {
            if let Some(done) = line.strip_prefix('@') {
                let (there, here) = references.as_ref().expect("an enquiry was opened");
                adviser(&at_kiosk, there, done.trim()).await;
                adviser(&bot.service, here, done.trim()).await;
            }
            let Some(typed) = line.strip_prefix('>').map(str::trim) else { continue };
            if typed.is_empty() {
                // Discord sends no empty message; what comes without words is told so, elsewhere.
                (offered, _) = kiosk.hears(&Message::Text(String::new())).await;
                continue;
            }
            let for_side = |reference: Option<&Reference>| {
                reference.map_or(typed.to_owned(), |found| typed.replace("REFERENCE", found.as_str()))
            };
            let there = for_side(references.as_ref().map(|(there, _)| there));
            let here = for_side(references.as_ref().map(|(_, here)| here));
            let (reply, opened) = kiosk.hears(&Message::Text(there)).await;
            let shown = does(&person, &here, &offered, before.as_ref()).await;
            if let Some(there) = opened {
                let words = shown.words().replace('\\', "");
                let here = REFERENCE.find(&words).expect("a reference is shown").as_str();
                references = Some((there, Reference::read(here).unwrap()));
            }
            let (wanted, found) = (words_of(&reply), words_shown(&shown));
            let is_listed = DIFFERENT.iter().any(|(journey, said, _)| *journey == name && *said == typed);
            let labels = shown.labels();
            let missing =
                reply.choices.iter().find(|choice| choice.chars().count() <= 80 && !labels.contains(choice));
            let is_different = wanted != found || missing.is_some();
            if is_different && is_listed {
                met.insert((name.clone(), typed.to_owned()));
            } else if is_different {
                different.push(format!(
                    "{name} > {typed}\n  kiosk:   {}\n  Discord: {}\n  missing: {missing:?}",
                    wanted.join(" "),
                    found.join(" ")
                ));
            }
            (offered, before) = (reply, Some(shown));
        }
    }
    assert!(different.is_empty(), "{} turns differ\n\n{}", different.len(), different.join("\n\n"));
    assert_eq!(met.len(), DIFFERENT.len(), "the list names turns that do not differ: {met:?}");
    bot.stop().await;
}
