//! Reads arguments and settings, builds the parts, runs one command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Parser, Subcommand};

use signpost::channel::audit::{self, AuditArgs};
use signpost::channel::database::{self, DatabaseArgs, DatabaseProblem};
use signpost::channel::dates::{self, DateArgs, DateCommandProblem};
use signpost::channel::doctor::{self, DoctorArgs, Patient};
use signpost::channel::gaps::{self, GapsArgs};
use signpost::channel::kiosk::folder::Folder;
use signpost::channel::kiosk::printer::Printer;
use signpost::channel::letters::{self, LetterArgs, LetterProblem};
use signpost::channel::own_copy::{self, OwnCopyArgs};
use signpost::channel::paths::{self, PathsArgs};
use signpost::channel::queue::{self, Desk, QueueArgs, QueueCommand, QueueProblem};
use signpost::channel::roster::{self, RosterArgs, RosterProblem};
use signpost::channel::sign_off::{self, SignOffArgs, SignOffProblem};
use signpost::channel::switch::{self, BacklogArgs, BacklogCommand};
use signpost::channel::{cli, eval, kiosk};
use signpost::content::{self, CheckOptions};
use signpost::enquiry::ServiceId;
use signpost::library::Library;
use signpost::moment::Moment;
use signpost::service::Service;
use signpost::session::SessionId;
use signpost::settings::{self, Database, SettingsError, SettingsFile};
use signpost::store::late::{LateStore, Place};
use signpost::store::sealed::{KeyProblem, Keyring, Keys, SealedStore};
use signpost::store::sqlite::salvage;
use signpost::store::{Store, StoreError};
use signpost::{telemetry, upkeep};

/// Reviewed answers for families in England about special educational needs, and a person where an answer is not
/// enough.
#[derive(Parser)]
#[command(name = "signpost", version, about, propagate_version = true)]
struct Arguments {
    /// A folder with knowledge/ and dialogs/, used in place of what is embedded.
    #[arg(long, global = true, env = "SIGNPOST_CONTENT", value_name = "DIR")]
    content: Option<PathBuf>,
    /// Where enquiries are kept: sqlite:PATH.
    #[arg(long, global = true, env = "SIGNPOST_DATABASE", value_name = "URL")]
    database: Option<String>,
    /// The settings file; `signpost.toml` here is read without being named.
    #[arg(long, global = true, env = "SIGNPOST_SETTINGS", value_name = "FILE")]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// The kiosk: a family types, Signpost answers. This is also what `signpost` alone does.
    Kiosk {
        /// Line mode without any screen control.
        #[arg(long)]
        plain: bool,
        /// Quiet time before the kiosk warns and then forgets; 0 means never.
        #[arg(long, value_name = "N", env = "SIGNPOST_IDLE_SECS")]
        idle_secs: Option<u64>,
        /// Time between the warning and forgetting.
        #[arg(long, value_name = "N", default_value_t = 60)]
        warning_secs: u64,
        /// Offers to print letters and dates with this command, which reads them on standard input.
        #[arg(long, value_name = "COMMAND", env = "SIGNPOST_PRINT")]
        print: Option<String>,
        /// Offers to save letters and dates in this folder: where a family's memory stick appears.
        #[arg(long, value_name = "DIR", env = "SIGNPOST_SAVE")]
        save: Option<PathBuf>,
    },
    /// One answer.
    Ask {
        #[arg(required_unless_present = "jsonl")]
        question: Option<String>,
        /// The reply as data.
        #[arg(long, conflicts_with = "jsonl")]
        json: bool,
        /// Reads {"id","text"} a line from standard input and writes one line for each.
        #[arg(long, conflicts_with = "question")]
        jsonl: bool,
    },
    /// Why that answer: terms, scores, threshold, runner-up.
    Explain { question: String },
    /// Scores a labelled file of questions, or the phrasings against each other.
    Eval(eval::EvalArgs),
    /// What families passed on that was not understood, in groups, with draft entries.
    Gaps(GapsArgs),
    /// Learns from the phrasings in a content folder, and writes what was learnt into it.
    Train,
    /// Reads all content and reports every problem, with its place and its mend.
    Check {
        /// Checks as of this day.
        #[arg(long, value_name = "DATE")]
        today: Option<NaiveDate>,
        /// Holds content to what a release needs: an overdue review is an error, and what nobody has signed off is named.
        #[arg(long)]
        release: bool,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// A dialog as a Mermaid flow chart; without a name, all of them.
    Graph { dialog: Option<String> },
    /// What has to be read again, and what nobody could confirm yet.
    ReviewDue {
        #[arg(long, value_name = "DATE")]
        today: Option<NaiveDate>,
    },
    /// Every outcome with what leads to it, its text and its sources: one document for an expert to review.
    Paths(PathsArgs),
    /// Words, citations and reading age of every area.
    Measures {
        #[arg(long, value_name = "DATE")]
        today: Option<NaiveDate>,
    },
    /// Records who has read an entry or a dialog as it stands.
    SignOff(SignOffArgs),
    /// The bot on Discord, until Ctrl-C.
    #[cfg(feature = "discord")]
    Discord(DiscordArgs),
    /// Makes a key to seal with what families and advisers write.
    Keygen {
        /// Writes it into this file, which only you may then read; without it, to standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The bot on Discord, with health and metrics for whoever watches it.
    #[cfg(all(feature = "discord", feature = "serve"))]
    Serve {
        #[command(flatten)]
        discord: DiscordArgs,
        /// Where /healthz and /metrics are, on this machine.
        #[arg(long, value_name = "ADDRESS", env = "SIGNPOST_LISTEN", default_value = "127.0.0.1:9464")]
        listen: std::net::SocketAddr,
        /// Lets that be an address which other machines reach. Nothing there asks who reads it.
        #[arg(long)]
        listen_anywhere: bool,
    },
    /// Switches Signpost off: new questions get one message with this reason. Danger and what has begun go on.
    Off {
        /// One sentence for families to read.
        reason: String,
        #[command(flatten)]
        who: switch::Who,
    },
    /// Switches Signpost on again.
    On {
        #[command(flatten)]
        who: switch::Who,
    },
    /// While more families wait than usual: they are told so, with who else gives advice, in place of a promise.
    Backlog(BacklogArgs),
    /// The adviser's queue.
    Queue(QueueArgs),
    /// Who answers enquiries, and in which role.
    Adviser(RosterArgs),
    /// The audit trail: whether it is whole, and what happened to one enquiry.
    Audit(AuditArgs),
    /// What is held about one family, as its own copy.
    ExportPerson(OwnCopyArgs),
    /// The database: make it, copy it, put a copy back, delete what has served its time.
    Db(DatabaseArgs),
    /// Looks at everything a service stands on, and says what to mend.
    Doctor(DoctorArgs),
    /// A legal time limit with its working; without a rule, all of them.
    Date(DateArgs),
    /// A letter with its gaps; without a name, all of them.
    Letter(LetterArgs),
}

#[cfg(feature = "discord")]
#[derive(clap::Args)]
struct DiscordArgs {
    /// Which shards of the gateway to take: one, auto, or the first, the last and how many there are, such as 0..1/4.
    #[arg(long, value_name = "A..B/N", env = "SIGNPOST_DISCORD_SHARDS", default_value = "one")]
    shards: signpost::channel::discord::Shards,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The command ran, and this is its verdict.
struct Done(ExitCode);

const OK: Done = Done(ExitCode::SUCCESS);

fn main() -> ExitCode {
    let parsed = Arguments::try_parse().and_then(|arguments| match arguments.command {
        Some(_) => Ok(arguments),
        // The kiosk is what is meant, with the settings it has in the environment.
        None => Arguments::try_parse_from(std::env::args_os().chain(["kiosk".into()])),
    });
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap prints help on standard output and mistakes on standard error, and knows which code each has.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    telemetry::start();
    match run(arguments) {
        Ok(Done(code)) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("signpost: {error:#}");
            ExitCode::from(if is_bad_usage(&error) { 2 } else { 1 })
        }
    }
}

#[cfg(feature = "discord")]
impl DiscordArgs {
    fn settings(
        &self,
        file: &settings::DiscordTable,
    ) -> Result<signpost::channel::discord::DiscordSettings, signpost::channel::discord::DiscordSettingsError>
    {
        Ok(signpost::channel::discord::DiscordSettings::from_env(file)?.with_shards(self.shards))
    }
}

#[cfg(feature = "serve")]
fn is_bad_listening(error: &anyhow::Error) -> bool {
    error.downcast_ref::<signpost::serve::ServeError>().is_some_and(signpost::serve::ServeError::is_bad_usage)
}

#[cfg(not(feature = "serve"))]
fn is_bad_listening(_: &anyhow::Error) -> bool {
    false
}

#[cfg(feature = "discord")]
fn is_bad_discord_setting(error: &anyhow::Error) -> bool {
    error.downcast_ref::<signpost::channel::discord::DiscordSettingsError>().is_some()
}

#[cfg(not(feature = "discord"))]
fn is_bad_discord_setting(_: &anyhow::Error) -> bool {
    false
}

/// Whether something else has to be typed or set, as against something that failed.
fn is_bad_usage(error: &anyhow::Error) -> bool {
    error.downcast_ref::<SettingsError>().is_some()
        || error.downcast_ref::<BadUse>().is_some()
        || error.downcast_ref::<KeyProblem>().is_some()
        || error.downcast_ref::<switch::NoReason>().is_some()
        || is_bad_discord_setting(error)
        || is_bad_listening(error)
        || error.downcast_ref::<DatabaseProblem>().is_some_and(DatabaseProblem::is_bad_usage)
        || error.downcast_ref::<RosterProblem>().is_some_and(RosterProblem::is_bad_usage)
        || error.downcast_ref::<QueueProblem>().is_some_and(QueueProblem::is_bad_usage)
        || error.downcast_ref::<LetterProblem>().is_some_and(LetterProblem::is_bad_usage)
        || error.downcast_ref::<SignOffProblem>().is_some_and(SignOffProblem::is_bad_usage)
        || error.downcast_ref::<DateCommandProblem>().is_some_and(|problem| problem.exit_code() == 2)
}

/// What was asked for cannot be done as it was asked. The message says the mend.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct BadUse(String);

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

fn run(arguments: Arguments) -> anyhow::Result<Done> {
    let arguments_settings = arguments.settings;
    let file = SettingsFile::read(arguments_settings.as_deref())?;
    let fixed_now = settings::fixed_now()?;
    let clock = move || fixed_now.unwrap_or_else(|| Moment::new(chrono::Utc::now()));
    let content = arguments.content.or(file.content);
    let content = match content {
        Some(folder) => content::Source::Folder(folder),
        None => content::Source::Embedded,
    };
    let service_id = file.service;
    let database = arguments.database.or(file.database);
    let Some(command) = arguments.command else {
        return Err(BadUse("say what to do, such as `signpost kiosk`".to_owned()).into());
    };

    match command {
        Command::Check { today, release, format } => {
            let options = CheckOptions { today: today.unwrap_or_else(|| clock().date()), release };
            check(&content, options, format)
        }
        Command::Ask { question, json, jsonl } => {
            let library = match load(&content, service_id.as_deref(), clock()) {
                Ok(library) => library,
                Err(error) => return ask_in_an_emergency(question.as_deref(), clock(), error),
            };
            let mut out = std::io::stdout().lock();
            match question {
                _ if jsonl => cli::ask_lines(
                    &library,
                    &mut std::io::stdin().lock(),
                    &mut std::io::BufWriter::new(out),
                    clock(),
                )
                .context("answering the lines")?,
                Some(question) if json => writeln!(out, "{}", cli::ask_json(&library, &question, clock())?)?,
                Some(question) => writeln!(out, "{}", cli::ask(&library, &question, clock()))?,
                None => return Err(BadUse("give a question, or --jsonl".to_owned()).into()),
            }
            Ok(OK)
        }
        Command::Explain { question } => {
            let library = load(&content, service_id.as_deref(), clock())?;
            writeln!(std::io::stdout(), "{}", cli::explain(&library, &question))?;
            Ok(OK)
        }
        Command::Eval(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            eval::run(&library, &arguments, clock(), &mut std::io::stdout().lock())?;
            Ok(OK)
        }
        Command::Train => train(&content, service_id.as_deref(), clock()),
        Command::Graph { dialog } => {
            let library = load(&content, service_id.as_deref(), clock())?;
            graph(&library, dialog.as_deref())
        }
        Command::ReviewDue { today } => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let today = today.unwrap_or_else(|| clock().date());
            write!(std::io::stdout(), "{}", cli::review_due(&library, today))?;
            Ok(OK)
        }
        Command::Paths(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let today = arguments.today.unwrap_or_else(|| clock().date());
            write!(std::io::stdout(), "{}", paths::document(&library, today, arguments.format))?;
            Ok(OK)
        }
        Command::Measures { today } => {
            let today = today.unwrap_or_else(|| clock().date());
            write!(std::io::stdout(), "{}", content::measures(&content, today))?;
            Ok(OK)
        }
        Command::SignOff(arguments) => {
            let recorded = sign_off::run(&arguments, &content, clock().date())?;
            writeln!(std::io::stdout(), "{recorded}")?;
            Ok(OK)
        }
        Command::Date(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            dates::run(&arguments, &library.books(), clock(), &mut std::io::stdout().lock())?;
            Ok(OK)
        }
        Command::Letter(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            letters::run(&arguments, &library, clock(), &mut std::io::stdout().lock())?;
            Ok(OK)
        }
        #[cfg(feature = "discord")]
        Command::Discord(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let database = Database::read(database.as_deref())?;
            let settings = arguments.settings(&file.discord)?;
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                set_aside_if_damaged(&database, clock()).await;
                let store = open_store(&database, &keyring).await?;
                keyring.keys()?;
                let service = Service::new(Arc::new(library), store, random);
                keep_up(&service, clock);
                signpost::channel::discord::run(service, settings).await
            })?;
            Ok(OK)
        }
        Command::Gaps(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            with_service(library, database.as_deref(), file.key_file, async |service| {
                gaps::run(service.library(), service.store(), &arguments, clock()).await
            })
        }
        Command::Keygen { out } => keygen(out.as_deref()),
        #[cfg(all(feature = "discord", feature = "serve"))]
        Command::Serve { discord, listen, listen_anywhere } => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let database = Database::read(database.as_deref())?;
            let settings = discord.settings(&file.discord)?;
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                let listener = signpost::serve::listen(listen, listen_anywhere).await?;
                set_aside_if_damaged(&database, clock()).await;
                let store = open_store(&database, &keyring).await?;
                keyring.keys()?;
                let service = Service::new(Arc::new(library), store, random);
                keep_up(&service, clock);
                let watched = signpost::serve::Watched {
                    service: service.clone(),
                    has_gateway: true,
                    clock: Box::new(clock),
                };
                let bot = signpost::channel::discord::run(service, settings);
                signpost::serve::beside(listener, watched, bot).await
            })?;
            Ok(OK)
        }
        Command::Off { reason, who } => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let reason = switch::reason(&reason)?;
            with_service(library, database.as_deref(), file.key_file, async |service| {
                Ok(switch::off(service, &reason, &who, clock()).await? + "\n")
            })
        }
        Command::On { who } => {
            let library = load(&content, service_id.as_deref(), clock())?;
            with_service(library, database.as_deref(), file.key_file, async |service| {
                Ok(switch::on(service, &who, clock()).await? + "\n")
            })
        }
        Command::Backlog(BacklogArgs { command: BacklogCommand::On { reason, who } }) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let reason = switch::reason(&reason)?;
            with_service(library, database.as_deref(), file.key_file, async |service| {
                Ok(switch::backlog_on(service, &reason, &who, clock()).await? + "\n")
            })
        }
        Command::Backlog(BacklogArgs { command: BacklogCommand::Off { who } }) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            with_service(library, database.as_deref(), file.key_file, async |service| {
                Ok(switch::backlog_off(service, &who, clock()).await? + "\n")
            })
        }
        Command::Queue(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            with_service(library, database.as_deref(), file.key_file, async |service| {
                let (id, store) = (service.id(), service.store());
                let promised = match arguments.command {
                    QueueCommand::Reopen { .. } => service.reply_due(clock()).await,
                    _ => None,
                };
                let desk = Desk {
                    adviser: arguments.adviser.as_deref(),
                    json: arguments.json,
                    periods: service.library().service().periods,
                    promised,
                    ..Desk::new(&id, clock())
                };
                if let Some(said) = queue::without_roster(store, &id).await? {
                    eprintln!("signpost: {said}");
                }
                Ok(queue::run(store, desk, &arguments.command, &mut std::io::stdin()).await?)
            })
        }
        Command::Adviser(RosterArgs { command, adviser, json }) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let database = Database::read(database.as_deref())?;
            let service = ServiceId::new(library.service().id.clone());
            let desk = Desk { adviser: adviser.as_deref(), json, ..Desk::new(&service, clock()) };
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                let store = open_store(&database, &keyring).await?;
                write!(std::io::stdout(), "{}", roster::run(store.as_ref(), desk, &command).await?)?;
                Ok(OK)
            })
        }
        Command::Audit(AuditArgs { command, adviser, json }) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let database = Database::read(database.as_deref())?;
            let service = ServiceId::new(library.service().id.clone());
            let desk = Desk { adviser: adviser.as_deref(), json, ..Desk::new(&service, clock()) };
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                let store = open_store(&database, &keyring).await?;
                let audited = audit::run(store.as_ref(), desk, &command).await?;
                write!(std::io::stdout(), "{}", audited.printed)?;
                Ok(Done(if audited.is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
            })
        }
        Command::ExportPerson(OwnCopyArgs { reference, adviser, json }) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let database = Database::read(database.as_deref())?;
            let service = ServiceId::new(library.service().id.clone());
            let desk = Desk { adviser: adviser.as_deref(), json, ..Desk::new(&service, clock()) };
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                let store = open_store(&database, &keyring).await?;
                write!(std::io::stdout(), "{}", own_copy::run(store.as_ref(), desk, &reference).await?)?;
                Ok(OK)
            })
        }
        Command::Db(arguments) => {
            let library = load(&content, service_id.as_deref(), clock())?;
            let database = Database::read(database.as_deref())?;
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                let (service, backups) = (library.service(), file.backups.as_deref());
                let printed =
                    database::run(&arguments.command, &database, &keyring, service, backups, clock()).await?;
                write!(std::io::stdout(), "{printed}")?;
                Ok(OK)
            })
        }
        Command::Doctor(arguments) => {
            let library = load(&content, service_id.as_deref(), clock()).map_err(|error| error.to_string());
            let database = Database::read(database.as_deref())?;
            let here = PathBuf::from("signpost.toml");
            let settings = arguments_settings.or(here.exists().then_some(here));
            let backups = arguments.backups.or(file.backups);
            let keys = keyring(file.key_file, &database).map_err(|problem| problem.to_string());
            let patient = Patient {
                settings: settings.as_deref(),
                library: library.as_ref().map_err(String::as_str),
                database: &database,
                backups: backups.as_deref(),
                secrets: &secret_files(),
                keys: keys.as_deref().map_err(String::as_str),
                is_clock_fixed: fixed_now.is_some(),
                now: clock(),
            };
            let findings = block_on(async { Ok(doctor::examine(patient).await) })?;
            write!(std::io::stdout(), "{}", doctor::printed(&findings, arguments.json))?;
            Ok(Done(if doctor::is_well(&findings) { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
        }
        Command::Kiosk { plain, idle_secs, warning_secs, print, save } => {
            let print = print.or(file.print).filter(|command| !command.is_empty());
            let printer =
                print.as_deref().map(Printer::read).transpose().map_err(|e| BadUse(e.to_string()))?;
            let library = load(&content, service_id.as_deref(), clock())?;
            let idle = idle_secs.or(file.idle_secs).unwrap_or(180);
            let mut setup = kiosk::Setup::detect(plain, (idle > 0).then(|| Duration::from_secs(idle)));
            setup.printer = printer;
            setup.folder = save.or(file.save).filter(|path| !path.as_os_str().is_empty()).map(Folder::new);
            if setup.folder.as_ref().is_some_and(Folder::stays_with_the_machine) {
                eprintln!(
                    "signpost: what families save stays in that folder for the next one to find; name the folder that a \
                     memory stick appears as"
                );
            }
            setup.warning = Duration::from_secs(warning_secs);
            let database = Database::read(database.as_deref())?;
            let keyring = keyring(file.key_file, &database)?;
            block_on(async {
                set_aside_if_damaged(&database, clock()).await;
                let store = late_store(&database, &keyring).await?;
                let service = Service::new(Arc::new(library), store, random);
                keep_up(&service, clock);
                kiosk::run(&service, &setup, clock, fresh_session_id).await.context("speaking at the kiosk")
            })?;
            Ok(OK)
        }
    }
}

/// The content, checked for use. Every error goes to standard error; so does progress, when something has to be learnt
/// anew because the phrasings have changed.
fn load(source: &content::Source, service: Option<&str>, now: Moment) -> anyhow::Result<Library> {
    let options = CheckOptions { today: now.date(), release: false };
    content::load_showing(source, options, service, &mut show_pass)
        .map(|loaded| loaded.library)
        .map_err(|report| BadUse(format!("the content cannot be used\n{}", report.errors_alone())).into())
}

fn show_pass(done: usize, all: usize) {
    eprint!("\rlearning from the phrasings: {done} of {all}");
    if done == all {
        eprintln!();
    }
}

fn train(source: &content::Source, service: Option<&str>, now: Moment) -> anyhow::Result<Done> {
    let content::Source::Folder(folder) = source else {
        return Err(BadUse("say which content to learn from: signpost train --content .".to_owned()).into());
    };
    is_content_folder(folder)?;
    let library = load(source, service, now)?;
    let learnt = library.understanding().save();
    let path = folder.join(content::source::LEARNT);
    std::fs::write(&path, &learnt).with_context(|| format!("writing {}", path.display()))?;
    writeln!(std::io::stdout(), "{}: {} bytes", path.display(), learnt.len())?;
    Ok(OK)
}

/// The content is broken, but someone may be in danger: that is answered before the problems are told.
fn ask_in_an_emergency(question: Option<&str>, now: Moment, error: anyhow::Error) -> anyhow::Result<Done> {
    if let (Some(question), Ok(library)) = (question, content::emergency()) {
        let turn = cli::answer(&library, question, now);
        if turn.reply.outcome == signpost::reply::Outcome::Urgent {
            writeln!(std::io::stdout(), "{}", signpost::plain::text(&turn.reply, 80))?;
        }
    }
    Err(error)
}

fn check(source: &content::Source, options: CheckOptions, format: Format) -> anyhow::Result<Done> {
    if let content::Source::Folder(folder) = source {
        is_content_folder(folder)?;
    }
    let report = content::check(source, options);
    let mut out = std::io::stdout().lock();
    match format {
        Format::Text => writeln!(out, "{report}")?,
        Format::Json => writeln!(out, "{}", report.to_json())?,
    }
    Ok(Done(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
}

fn is_content_folder(folder: &Path) -> anyhow::Result<()> {
    if folder.join("knowledge").is_dir() && folder.join("dialogs").is_dir() {
        return Ok(());
    }
    let folder = folder.display();
    Err(BadUse(format!("{folder} is no content folder: it needs knowledge/ and dialogs/ in it")).into())
}

fn graph(library: &Library, name: Option<&str>) -> anyhow::Result<Done> {
    let mut out = std::io::stdout().lock();
    let wanted: Vec<_> =
        library.dialogs().filter(|dialog| name.is_none_or(|name| dialog.id().as_str() == name)).collect();
    if wanted.is_empty() {
        let known: Vec<&str> = library.dialogs().map(|dialog| dialog.id().as_str()).collect();
        let message =
            format!("there is no dialog `{}`; there are: {}", name.unwrap_or_default(), known.join(", "));
        return Err(BadUse(message).into());
    }
    for dialog in wanted {
        writeln!(out, "%% {}", dialog.title())?;
        write!(out, "{}", signpost::dialog::engine::mermaid(library, dialog))?;
    }
    Ok(OK)
}

/// Runs the part that waits: the database, the clock, what is typed.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("starting the runtime")?;
    let outcome = runtime.block_on(work);
    // A thread may still wait for a line that never comes.
    runtime.shutdown_background();
    outcome
}

/// Does what time brings, beside whatever else this process does, until it ends.
fn keep_up(service: &Service, clock: impl Fn() -> Moment + Send + Sync + 'static) {
    let service = service.clone();
    tokio::spawn(async move {
        let pause = async |wait: chrono::TimeDelta| {
            tokio::time::sleep(wait.to_std().unwrap_or_default()).await;
            true
        };
        upkeep::go_on(service.store(), service.library(), clock, pause).await;
    });
}

/// The store for somebody who cannot work without it.
/// Does one thing with the service and its store, for a command that ends with it, and prints what comes of it.
fn with_service(
    library: Library,
    database: Option<&str>,
    key_file: Option<PathBuf>,
    work: impl AsyncFnOnce(&Service) -> anyhow::Result<String>,
) -> anyhow::Result<Done> {
    let database = Database::read(database)?;
    let keyring = keyring(key_file, &database)?;
    block_on(async {
        let store = open_store(&database, &keyring).await?;
        let service = Service::new(Arc::new(library), store, random);
        write!(std::io::stdout(), "{}", work(&service).await?)?;
        Ok(OK)
    })
}

async fn open_store(database: &Database, keyring: &Arc<Keyring>) -> anyhow::Result<Arc<dyn Store>> {
    let store = place(database)?.open().await?;
    Ok(Arc::new(SealedStore::new(store, keyring.clone())))
}

fn place(database: &Database) -> anyhow::Result<Place> {
    database.place().map_err(|error| BadUse(error.to_string()).into())
}

/// At the start of what serves families: a damaged store makes way for what could be read of it, and the operator is told.
/// What cannot be handled so is left as it is, and said by whatever opens the store next.
async fn set_aside_if_damaged(database: &Database, now: Moment) {
    let Database::Sqlite(path) = database else { return };
    match salvage::set_aside_if_damaged(path, now).await {
        Ok(None) | Err(StoreError::Damaged { .. }) => {}
        Ok(Some(set_aside)) => eprintln!("signpost: {set_aside}."),
        Err(error) => eprintln!("signpost: a damaged store could not be set aside: {error}"),
    }
}

/// The store for families: guidance is given even while nothing can be kept. A file that is not for this Signpost is a
/// mistake in the settings, and ends it.
async fn late_store(database: &Database, keyring: &Arc<Keyring>) -> anyhow::Result<Arc<dyn Store>> {
    let store = LateStore::new(place(database)?);
    let opened = store.store().await.map(drop);
    if let Err(error) = opened.and_then(|()| Ok(keyring.keys().map(drop)?)) {
        let is_setting = match &error {
            StoreError::NewerVersion { .. } | StoreError::NotOurs { .. } | StoreError::TrialBuild { .. } => {
                true
            }
            StoreError::NoKeys(problem) => problem.is_setting(),
            _ => false,
        };
        if is_setting {
            return Err(BadUse(error.to_string()).into());
        }
        eprintln!("signpost: {error}. Guidance is given, but no question can be kept until this is mended.");
    }
    Ok(Arc::new(SealedStore::new(Arc::new(store), keyring.clone())))
}

/// The keys, or where they will be once they can be had.
fn keyring(key_file: Option<PathBuf>, database: &Database) -> Result<Arc<Keyring>, SettingsError> {
    Ok(Arc::new(Keyring::new(settings::key_source(key_file, database)?)))
}

fn keygen(out: Option<&Path>) -> anyhow::Result<Done> {
    let keys = Keys::generate()?;
    match out {
        Some(path) => {
            keys.write_file(path)?;
            writeln!(
                std::io::stdout(),
                "{} holds a new key; keep a copy of it in a safe place",
                path.display()
            )?;
        }
        None => write!(std::io::stdout(), "{}", keys.written().as_str())?,
    }
    Ok(OK)
}

/// The files with secrets that the environment names.
fn secret_files() -> Vec<(&'static str, PathBuf)> {
    let named = [("Discord token", "SIGNPOST_DISCORD_TOKEN_FILE")];
    let set = |(about, variable)| Some((about, PathBuf::from(std::env::var_os(variable)?)));
    named.into_iter().filter_map(set).filter(|(_, path)| !path.as_os_str().is_empty()).collect()
}

/// Bytes nobody can guess.
fn random() -> [u8; 8] {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes once it runs");
    bytes
}

fn fresh_session_id() -> SessionId {
    let halves = [random(), random()];
    SessionId::new(halves.concat().iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
