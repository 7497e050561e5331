//! `signpost adviser …`: who answers enquiries, under which name and in which role.
//!
//! While nobody is on the roster, whoever can start the program is trusted. Once somebody who leads is on it, only
//! those who lead change it; each change goes into the trail under the name of whoever made it.

use clap::{Args, Subcommand};
use serde_json::json;

use crate::channel::queue::Desk;
use crate::enquiry::{Adviser, AdviserName, Role};
use crate::store::{Store, StoreError};

/// What is typed after `signpost adviser`.
#[derive(Debug, Args)]
pub struct RosterArgs {
    #[command(subcommand)]
    pub command: RosterCommand,
    /// Who you are, once somebody leads
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER", global = true)]
    pub adviser: Option<String>,
    /// Print JSON for machines
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum RosterCommand {
    /// Puts somebody on the roster, or changes the role of somebody who is
    Add {
        /// The name this one acts under
        name: String,
        /// adviser; lead: keeps the roster and reads the trail too; operator: the same, and reads no enquiry; trainee: an
        /// adviser whose replies another one reads first
        #[arg(long, value_enum, default_value_t = RoleName::Adviser)]
        role: RoleName,
        /// The Discord user id by which the bot knows this one
        #[arg(long, value_name = "ID")]
        discord_id: Option<String>,
    },
    /// Who is on the roster, those who have left included
    List,
    /// Takes somebody off; the name stays, so that the trail still says who it was
    Retire { name: String },
}

/// A role as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RoleName {
    Adviser,
    Lead,
    Operator,
    Trainee,
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            RoleName::Adviser => Role::Adviser,
            RoleName::Lead => Role::Lead,
            RoleName::Operator => Role::Operator,
            RoleName::Trainee => Role::Trainee,
        }
    }
}

/// Why the roster stays as it is: one sentence, with the mend.
#[derive(Debug, thiserror::Error)]
pub enum RosterProblem {
    #[error(transparent)]
    WhoAsks(#[from] crate::channel::queue::QueueProblem),
    #[error(
        "`{}` is not on the roster; `signpost adviser list` shows who is",
        crate::terminal::one_line(name)
    )]
    NotThere { name: String },
    #[error(
        "a Discord user id is a number of 17 to 20 digits; in Discord, switch on developer mode and copy it from the person"
    )]
    BadDiscordId,
    #[error("that Discord user id belongs to {name} already; retire {name}, or give another")]
    DiscordIdTaken { name: AdviserName },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RosterProblem {
    pub fn is_bad_usage(&self) -> bool {
        match self {
            RosterProblem::WhoAsks(problem) => problem.is_bad_usage(),
            RosterProblem::Store(_) => false,
            _ => true,
        }
    }
}

/// Runs one command and gives what is to be printed, with its last line end.
///
/// # Errors
///
/// [`RosterProblem`]; the roster is as it was.
pub async fn run(
    store: &dyn Store,
    desk: Desk<'_>,
    command: &RosterCommand,
) -> Result<String, RosterProblem> {
    let roster = store.advisers(desk.service).await?;
    match command {
        RosterCommand::List => Ok(listed(&roster, desk.json)),
        RosterCommand::Add { name, role, discord_id } => {
            let by = leader(&roster, desk)?;
            let name = crate::channel::queue::adviser_name(name)?;
            let before = roster.iter().find(|adviser| adviser.name == name);
            let discord = match discord_id {
                Some(id) => Some(discord_id_of(id, &name, &roster)?),
                None => before.and_then(|adviser| adviser.discord.clone()),
            };
            let adviser = Adviser { name, role: role.role(), discord, is_active: true };
            store.set_adviser(desk.service, &adviser, &by, desk.now).await?;
            Ok(said(&adviser, desk.json))
        }
        RosterCommand::Retire { name } => {
            let by = leader(&roster, desk)?;
            let found = roster.into_iter().find(|adviser| adviser.name.as_str() == name.trim());
            let adviser = found.ok_or_else(|| RosterProblem::NotThere { name: name.clone() })?;
            let adviser = Adviser { is_active: false, ..adviser };
            store.set_adviser(desk.service, &adviser, &by, desk.now).await?;
            Ok(said(&adviser, desk.json))
        }
    }
}

/// Who changes the roster or moves a switch: anybody until somebody leads, then only who does.
pub(crate) fn leader(roster: &[Adviser], desk: Desk<'_>) -> Result<String, RosterProblem> {
    let leads = |adviser: &Adviser| adviser.is_active && adviser.role.leads();
    if !roster.iter().any(leads) {
        return Ok(desk.adviser.map_or(UNNAMED.to_owned(), str::to_owned));
    }
    let name = desk.adviser()?;
    match roster.iter().any(|adviser| adviser.name == name && leads(adviser)) {
        true => Ok(name.as_str().to_owned()),
        false => Err(StoreError::NotAllowed { by: name.as_str().to_owned() }.into()),
    }
}

/// Who made the first entries, where nobody said so.
const UNNAMED: &str = "command line";

fn discord_id_of(id: &str, name: &AdviserName, roster: &[Adviser]) -> Result<String, RosterProblem> {
    if !(17..=20).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RosterProblem::BadDiscordId);
    }
    let same =
        |other: &&Adviser| other.is_active && other.name != *name && other.discord.as_deref() == Some(id);
    match roster.iter().find(same) {
        Some(other) => Err(RosterProblem::DiscordIdTaken { name: other.name.clone() }),
        None => Ok(id.to_owned()),
    }
}

fn listed(roster: &[Adviser], in_json: bool) -> String {
    if in_json {
        return crate::terminal::escaped_json(&format!("{:#}", json!({ "advisers": roster }))) + "\n";
    }
    if roster.is_empty() {
        return "Nobody is on the roster: anybody who can start this program acts under any name. Add the first with \
                `signpost adviser add NAME --role lead`.\n"
            .to_owned();
    }
    roster.iter().map(line).collect()
}

fn line(adviser: &Adviser) -> String {
    let role = if adviser.is_active { adviser.role.as_str() } else { "retired" };
    let discord = adviser.discord.as_ref().map_or(String::new(), |id| format!(", Discord {id}"));
    format!("{}: {role}{discord}\n", crate::terminal::one_line(adviser.name.as_str()))
}

fn said(adviser: &Adviser, in_json: bool) -> String {
    if in_json {
        return crate::terminal::escaped_json(&format!("{:#}", json!(adviser))) + "\n";
    }
    line(adviser)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::channel::queue::at_once;
    use crate::enquiry::ServiceId;
    use crate::moment::Moment;
    use crate::store::memory::MemoryStore;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        roster: RosterArgs,
    }

    /// What a line typed after `signpost adviser` prints, or why it does nothing.
    fn runs(store: &MemoryStore, typed: &str) -> String {
        let typed = Typed::try_parse_from(std::iter::once("adviser").chain(typed.split(' '))).unwrap();
        let service = ServiceId::new("rbwm");
        let now = Moment::new("2026-11-24T09:00:00Z".parse().unwrap());
        let adviser = typed.roster.adviser.as_deref();
        let desk = Desk { json: typed.roster.json, adviser, ..Desk::new(&service, now) };
        at_once(run(store, desk, &typed.roster.command)).unwrap_or_else(|problem| problem.to_string())
    }

    #[test]
    fn anybody_adds_the_first_and_then_only_who_leads() {
        let store = MemoryStore::new();
        assert!(runs(&store, "list").starts_with("Nobody is on the roster"));
        assert_eq!(runs(&store, "add alex"), "alex: adviser\n");
        assert_eq!(runs(&store, "add lee --role lead"), "lee: lead\n");
        let refused = "beth may not do this: see `signpost adviser list`";
        assert_eq!(runs(&store, "add beth --as beth"), refused);
        assert_eq!(runs(&store, "retire lee --as alex"), refused.replace("beth", "alex"));
        assert!(runs(&store, "add beth").starts_with("nobody can tell who you are"));
        assert_eq!(runs(&store, "add beth --role trainee --as lee"), "beth: trainee\n");
        assert_eq!(runs(&store, "retire alex --as lee"), "alex: retired\n");
        assert_eq!(runs(&store, "list"), "alex: retired\nbeth: trainee\nlee: lead\n");
        let trail = at_once(store.trail(&ServiceId::new("rbwm"), 0, 10)).unwrap();
        let said: Vec<String> =
            trail.iter().map(|line| format!("{} by {}", line.event.what, line.event.by)).collect();
        assert_eq!(said[0], "roster: alex is adviser by command line");
        assert_eq!(said[3], "roster: alex is retired by lee");
    }

    #[test]
    fn a_discord_id_is_one_persons() {
        let store = MemoryStore::new();
        assert_eq!(
            runs(&store, "add alex --discord-id 80351110224678912"),
            "alex: adviser, Discord 80351110224678912\n"
        );
        assert!(
            runs(&store, "add beth --discord-id 80351110224678912")
                .starts_with("that Discord user id belongs to alex")
        );
        assert!(runs(&store, "add beth --discord-id alex#1").starts_with("a Discord user id is a number"));
        // A new role leaves the id as it is.
        assert_eq!(runs(&store, "add alex --role trainee"), "alex: trainee, Discord 80351110224678912\n");
    }

    #[test]
    fn names_that_the_trail_uses_for_another_are_nobodys() {
        let store = MemoryStore::new();
        for name in ["family", "Signpost"] {
            assert!(!runs(&store, &format!("add {name}")).contains(": adviser\n"), "{name}");
        }
        assert_eq!(
            runs(&store, "retire nobody"),
            "`nobody` is not on the roster; `signpost adviser list` shows who is"
        );
    }
}
