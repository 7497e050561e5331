//! `/queue list`, `/queue show` and `/queue stats`: what was asked, and what is shown of it.

use serenity::all::{
    AutocompleteChoice, CommandInteraction, CommandOptionType, CreateCommand, CreateCommandOption,
    InstallationContext, InteractionContext, Permissions,
};

use super::{card, case_button, said};
use crate::channel::discord::dress::{Embed, Post, Row, limits, units};
use crate::channel::queue::counts;
use crate::enquiry::QueueLine;
use crate::store::QueueStats;

pub const QUEUE: &str = "queue";
const LIST: &str = "list";
const SHOW: &str = "show";
const STATS: &str = "stats";
const REFERENCE: &str = "reference";
/// So many are listed; a menu holds no more.
pub const MOST_LISTED: u32 = 20;
/// So far down the queue a reference is looked for while it is typed.
pub const MOST_SEARCHED: u32 = 500;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    List,
    Show(String),
    Stats,
    Unknown,
}

/// The command, for the advisers' server alone. Discord hides it from everybody until the server's own settings show it
/// to the advisers' role; whoever it is shown to, each use is looked at.
pub fn definition() -> CreateCommand {
    let part = |name: &str, says: &str| CreateCommandOption::new(CommandOptionType::SubCommand, name, says);
    let reference = CreateCommandOption::new(CommandOptionType::String, REFERENCE, "Such as SP-7K3Q-M2X4-D")
        .required(true)
        .max_length(40)
        .set_autocomplete(true);
    CreateCommand::new(QUEUE)
        .description("The advisers' queue")
        .default_member_permissions(Permissions::empty())
        .contexts(vec![InteractionContext::Guild])
        .integration_types(vec![InstallationContext::Guild])
        .add_option(part(LIST, "What waits, in the order to deal with it"))
        .add_option(part(SHOW, "One enquiry, whole; that you saw it is recorded").add_sub_option(reference))
        .add_option(part(STATS, "How many there are; small counts are hidden"))
}

pub fn asked(command: &CommandInteraction) -> Asked {
    use serenity::all::ResolvedValue::{String, SubCommand};
    let options = command.data.options();
    match options.first().map(|option| (option.name, &option.value)) {
        Some((LIST, SubCommand(_))) => Asked::List,
        Some((STATS, SubCommand(_))) => Asked::Stats,
        Some((SHOW, SubCommand(parts))) => match parts.first().map(|part| &part.value) {
            Some(String(typed)) => Asked::Show((*typed).to_owned()),
            _ => Asked::Unknown,
        },
        _ => Asked::Unknown,
    }
}

pub fn references(lines: &[QueueLine], typed: &str) -> Vec<AutocompleteChoice> {
    let letters =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let typed = letters(typed);
    lines
        .iter()
        .map(|line| line.reference.to_string())
        .filter(|reference| letters(reference).contains(&typed))
        .take(limits::OPTIONS)
        .map(|reference| AutocompleteChoice::new(reference.clone(), reference))
        .collect()
}

/// The first of the queue, and a menu to open one.
pub fn list(lines: &[QueueLine]) -> Vec<Post> {
    if lines.is_empty() {
        return said("The queue is empty.");
    }
    let most = usize::try_from(MOST_LISTED).unwrap_or(usize::MAX);
    let mut text = String::new();
    let mut options = Vec::new();
    for (line, place) in lines.iter().take(most).zip(1..) {
        let standing = card::standing(line.status, line.claimed_by.as_ref());
        let urgency = card::urgency(&line.urgency);
        let waiting = line.waiting_since.instant().timestamp();
        let entry =
            format!("{place}. **{}**, {standing}\n{urgency}, since <t:{waiting}:R>\n", line.reference);
        if units(&text) + units(&entry) > limits::DESCRIPTION - 60 {
            break;
        }
        text.push_str(&entry);
        options.push((line.reference.to_string(), line.reference.to_string()));
    }
    if lines.len() > options.len() {
        text.push_str("There are more behind these.");
    }
    let menu =
        Row::Select { custom_id: case_button::PICK.to_owned(), placeholder: "Open one".to_owned(), options };
    vec![Post {
        embeds: vec![Embed { title: "The queue".to_owned(), description: text }],
        rows: vec![menu],
        ..Post::default()
    }]
}

pub fn stats(stats: &QueueStats) -> Vec<Post> {
    let text = counts::printed(stats, false);
    // In a block of its own, so that the columns stay.
    vec![Post { content: format!("```\n{}```", cut_for_content(&text)), ..Post::default() }]
}

fn cut_for_content(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        if units(&kept) + units(line) > limits::CONTENT - 20 {
            break;
        }
        kept.push_str(&line.replace('`', "'"));
        kept.push('\n');
    }
    kept
}
