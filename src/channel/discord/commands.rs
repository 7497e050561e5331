//! The slash commands: what they are called, what they mean, and when Discord has to be told.

use serenity::all::{
    ApplicationId, AutocompleteChoice, CommandOptionType, CreateCommand, CreateCommandOption, GuildId,
    InstallationContext, InteractionContext,
};
use sha2::{Digest as _, Sha256};

use super::advisers::queue_command;
use super::dress::{limits, units};
use super::send::fault;
use super::wire::Wire;
use crate::dialog::{DialogId, NodeRef};
use crate::library::Library;
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::service::Service;
use crate::store::SessionKey;

pub const ASK: &str = "ask";
pub const QUESTION: &str = "question";
/// Commands without an option, with the word of `[say.words]` that each stands for.
pub const WORDS: [(&str, &str); 5] = [
    ("menu", "menu"),
    ("adviser", "adviser"),
    ("my-questions", "my-questions"),
    ("help", "help"),
    ("forget-me", "stop"),
];
/// Commands that lead to a dialog, with its name; those inside it can be asked for by title.
pub const PLACES: [(&str, &str); 2] = [("dates", "dates"), ("letter", "letters")];
pub const ABOUT: &str = "about";
const LONGEST_QUESTION: u16 = 4_000;
const LONGEST_ABOUT: u16 = 100;

/// Where the commands are told: families' everywhere, or in one server while somebody tries things out; the advisers' in
/// their own server alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    pub families: Option<GuildId>,
    pub advisers: Option<GuildId>,
}

/// Tells Discord the commands, where they are not those it was told last.
///
/// What it was told last is kept beside the conversations: losing it costs one request.
pub async fn register(
    wire: &Wire,
    application: ApplicationId,
    scopes: Scopes,
    service: &Service,
    now: Moment,
) {
    let families = definitions(service.library().phrases());
    let advisers = scopes.advisers.map(|server| (server, vec![queue_command::definition()]));
    let mut by_place: Vec<(Option<GuildId>, Vec<CreateCommand>)> = vec![(scopes.families, families)];
    match advisers {
        Some((server, commands)) if scopes.families == Some(server) => by_place[0].1.extend(commands),
        Some((server, commands)) => by_place.push((Some(server), commands)),
        None => {}
    }
    for (server, commands) in by_place {
        tell(wire, application, server, commands, service, now).await;
    }
}

async fn tell(
    wire: &Wire,
    application: ApplicationId,
    server: Option<GuildId>,
    commands: Vec<CreateCommand>,
    service: &Service,
    now: Moment,
) {
    let told = hash(&commands);
    let key = match server {
        Some(server) => SessionKey::new(format!("discord-commands:{application}:{server}")),
        None => SessionKey::new(format!("discord-commands:{application}")),
    };
    let store = service.store();
    if let Ok(Some(last)) = store.load_session(&service.id(), &key).await
        && last == told
    {
        return;
    }
    if let Err(error) = wire.set_commands(server, &commands).await {
        tracing::error!(fault = fault(&error), "the commands could not be registered");
        return;
    }
    if let Err(error) = store.save_session(&service.id(), &key, &told, now).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "that the commands are registered was not kept"
        );
    }
}

fn definitions(phrases: &Phrases) -> Vec<CreateCommand> {
    let says = |name: &str| phrases.discord.commands.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let command = |name: &str| {
        CreateCommand::new(name)
            .description(says(name))
            .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
            .integration_types(vec![InstallationContext::Guild])
    };
    let question = CreateCommandOption::new(CommandOptionType::String, QUESTION, says(QUESTION))
        .required(true)
        .max_length(LONGEST_QUESTION)
        .set_autocomplete(true);
    let mut commands = vec![command(ASK).add_option(question)];
    commands.extend(WORDS.iter().map(|(name, _)| command(name)));
    let about = CreateCommandOption::new(CommandOptionType::String, ABOUT, says(ABOUT))
        .required(false)
        .max_length(LONGEST_ABOUT)
        .set_autocomplete(true);
    commands.extend(PLACES.iter().map(|(name, _)| command(name).add_option(about.clone())));
    commands
}

/// Where a command leads: the dialog named by its option, or else its own.
pub fn place(library: &Library, dialog: &str, about: &str) -> Option<NodeRef> {
    let inside = library
        .dialogs()
        .filter(|inside| is_inside(inside.id().as_str(), dialog))
        .find(|inside| inside.id().as_str() == about || inside.title() == about);
    let dialog = inside.or_else(|| library.dialog(&DialogId::new(dialog)))?;
    Some(dialog.first())
}

/// Titles of the dialogs inside one, that have all the words typed so far.
pub fn inside(library: &Library, dialog: &str, typed: &str) -> Vec<AutocompleteChoice> {
    let typed = typed.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    library
        .dialogs()
        .filter(|inside| is_inside(inside.id().as_str(), dialog))
        .filter(|inside| (1..=limits::OPTION_LABEL).contains(&units(inside.title())))
        .filter(|inside| words.iter().all(|word| inside.title().to_lowercase().contains(word)))
        .map(|inside| AutocompleteChoice::new(inside.title(), inside.id().as_str()))
        .take(limits::OPTIONS)
        .collect()
}

fn is_inside(id: &str, dialog: &str) -> bool {
    id.strip_prefix(dialog).is_some_and(|rest| rest.starts_with('/'))
}

fn hash(definitions: &[CreateCommand]) -> Vec<u8> {
    let json =
        serde_json::to_vec(definitions).expect("commands are strings and numbers, which JSON can hold");
    Sha256::digest(json).to_vec()
}

/// Titles of entries that have all the words typed so far, those that begin with them first.
pub fn titles(library: &Library, typed: &str) -> Vec<AutocompleteChoice> {
    let typed = typed.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut titles: Vec<(bool, &str)> = library
        .entries()
        .map(|entry| entry.title.as_str())
        .filter(|title| (1..=limits::OPTION_LABEL).contains(&units(title)))
        .map(|title| (title.to_lowercase(), title))
        .filter(|(lower, _)| words.iter().all(|word| lower.contains(word)))
        .map(|(lower, title)| (!lower.starts_with(&typed), title))
        .collect();
    titles.sort_unstable();
    titles.dedup();
    titles.into_iter().take(limits::OPTIONS).map(|(_, title)| AutocompleteChoice::new(title, title)).collect()
}
