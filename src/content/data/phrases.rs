//! `dialogs/phrases.toml`: what Signpost says between the guidance.

use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use crate::content::fields::{self, Fields};
use crate::content::front::{self, Review};
use crate::content::names;
use crate::content::nearest;
use crate::content::page::{Findings, Page, Placed};
use crate::content::problem::Code;
use crate::conversation::commands;
use crate::enquiry::Status;
use crate::personal::Kind;
use crate::phrases::Phrases;

pub const FILE: &str = "dialogs/phrases.toml";
/// What needs its words in `[say.discord.commands]`.
const DISCORD_COMMANDS: [&str; 10] =
    ["ask", "question", "menu", "dates", "letter", "about", "adviser", "my-questions", "help", "forget-me"];

pub fn read(page: &Page, findings: &Findings) -> (Option<Phrases>, Option<Review>) {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let is_whole = toml.is_whole;
    let mut file = Fields::new(page, findings, toml, "this file");
    let review = front::review(page, findings, &mut file);
    let say = if is_whole || file.has("say") { file.table("say") } else { None };
    file.finish();
    let phrases = say.and_then(|say| phrases(page, findings, say, is_whole));
    (phrases, review)
}

fn phrases(page: &Page, findings: &Findings, say: Placed<DeTable<'_>>, is_whole: bool) -> Option<Phrases> {
    let before = findings.count();
    let wanted = names::of::<Phrases>();
    for key in say.value.keys().filter(|key| !wanted.contains(&key.get_ref().as_ref())) {
        let name = key.get_ref();
        let mend = nearest::mend(name, wanted.iter().copied(), "take the line out");
        let message = format!("Signpost never says `{name}`");
        findings.add(page.problem(Code::UnknownKey, key.span().start, message, mend));
    }
    for key in wanted.iter().filter(|key| is_whole && !say.value.contains_key(**key)) {
        let message = format!("there are no words for `{key}`");
        findings.add(page.problem(Code::MissingKey, say.at, message, format!("add a line `{key} = \"…\"`")));
    }
    for (key, value) in &say.value {
        if let DeValue::String(text) = value.get_ref()
            && text.trim().is_empty()
        {
            let message = format!("`{}` has no words", key.get_ref());
            findings.add(page.problem(
                Code::BadValue,
                value.span().start,
                message,
                "write what is to be said",
            ));
        }
    }
    if findings.count() > before || !is_whole {
        return None;
    }
    let table = toml::Spanned::new(0..0, say.value);
    match Phrases::deserialize(toml::de::Deserializer::from(table)) {
        Ok(mut phrases) => {
            let ways = phrases.words.values_mut().flatten();
            ways.for_each(|way| *way = commands::plain(way));
            Some(phrases).filter(|phrases| has_all_keys(page, findings, say.at, phrases))
        }
        Err(error) => {
            let at = error.span().map_or(say.at, |span| span.start);
            let message = format!("these words are not in the right form: {}", error.message());
            findings.add(page.problem(
                Code::BadValue,
                at,
                message,
                "write words in double quotes, or a list of them",
            ));
            None
        }
    }
}

/// Statuses and commands each need their words, and no others.
fn has_all_keys(page: &Page, findings: &Findings, at: usize, phrases: &Phrases) -> bool {
    let before = findings.count();
    let statuses = Status::ALL.map(Status::as_str);
    let mut commands = commands::NAMES.map(|(name, _)| name).to_vec();
    commands.extend(["change", "no", "no-to-a-choice", "print", "save", "skip", "still-here", "yes"]);
    report_keys(page, findings, at, "status", &statuses, phrases.status.keys());
    let kinds = Kind::ALL.map(Kind::as_str);
    report_keys(page, findings, at, "personal", &kinds, phrases.personal.keys());
    report_keys(page, findings, at, "personal-left-out", &kinds, phrases.personal_left_out.keys());
    report_keys(page, findings, at, "words", &commands, phrases.words.keys());
    report_keys(page, findings, at, "discord.commands", &DISCORD_COMMANDS, phrases.discord.commands.keys());
    findings.count() == before
}

fn report_keys<'k>(
    page: &Page,
    findings: &Findings,
    at: usize,
    table: &str,
    wanted: &[&str],
    given: impl Iterator<Item = &'k String> + Clone,
) {
    for key in given.clone().filter(|key| !wanted.contains(&key.as_str())) {
        let mend = nearest::mend(key, wanted.iter().copied(), "take the line out");
        let message = format!("`{key}` means nothing in `[say.{table}]`");
        findings.add(page.problem(Code::UnknownKey, at, message, mend));
    }
    for key in wanted.iter().filter(|key| given.clone().all(|name| name != *key)) {
        let message = format!("`[say.{table}]` has no `{key}`");
        findings.add(page.problem(Code::MissingKey, at, message, format!("add a line `{key} = …`")));
    }
}
