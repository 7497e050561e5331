//! The adviser's queue on the command line: `signpost queue …`.
//!
//! Each command is a function from the store, the service, the adviser and the moment to what is printed; nothing here
//! prints. Every change says what was done and where the enquiry is now; every refusal says why, and what to type.

use std::io::Read;

use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Europe::London;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::enquiry::life::{Change, FAMILY, Keep, PROPOSED, Piece, SIGNPOST};
use crate::enquiry::notice::NoticeState;
use crate::enquiry::{AdviserName, Author, Reference, ReferenceProblem, Role, ServiceId, Status};
use crate::moment::{Moment, in_words, moment_in_words};
use crate::store::{Look, NoticeFilter, QueueFilter, Store, StoreError};
use crate::upkeep::Periods;

mod card;
pub(crate) mod counts;
mod list;
mod undelivered;

pub use counts::FEWEST_SHOWN;

/// The adviser's queue.
#[derive(Debug, Args)]
pub struct QueueArgs {
    #[command(subcommand)]
    pub command: QueueCommand,
    /// The adviser you are
    #[arg(long = "as", value_name = "NAME", env = "SIGNPOST_ADVISER", global = true)]
    pub adviser: Option<String>,
    /// Print JSON for machines
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum QueueCommand {
    /// What waits, in the order to deal with it, and why
    List {
        /// Only what is free to be claimed
        #[arg(long, conflicts_with_all = ["mine", "all"])]
        free: bool,
        /// Only what you have
        #[arg(long)]
        mine: bool,
        /// What is answered, closed or withdrawn too
        #[arg(long)]
        all: bool,
        /// So many at most
        #[arg(long, value_name = "N", default_value_t = 100)]
        first: u32,
    },
    /// The whole story of one enquiry; that you saw it is recorded
    Show { reference: String },
    /// Take an enquiry
    Claim { reference: String },
    /// Put an enquiry back for somebody else
    Release { reference: String },
    /// Write to the family
    Reply {
        reference: String,
        /// What the family will read; standard input without it, or when it is `-`
        text: Option<String>,
        /// The family has to answer first: the enquiry then waits for it
        #[arg(long)]
        ask_family: bool,
    },
    /// Add a note that only advisers see
    Note {
        reference: String,
        /// The note; standard input without it, or when it is `-`
        text: Option<String>,
    },
    /// Close an answered enquiry, and set the day on which it is deleted
    Close {
        reference: String,
        /// How it ended, in a word or two: `advised`, `referred`
        #[arg(long, value_name = "WORDS", default_value = "advised")]
        outcome: String,
        /// Days until it is deleted; as the service has set it without
        #[arg(long, value_name = "DAYS")]
        keep_days: Option<u32>,
    },
    /// Open an answered or closed enquiry again
    Reopen { reference: String },
    /// Look at an enquiry again from that day on; nobody counts it as neglected before
    Snooze {
        reference: String,
        /// The day, and the clock time if it matters: 2026-12-01, 2026-12-01T14:00
        #[arg(long, value_name = "DAY")]
        until: String,
    },
    /// Look at an enquiry again now, before the day it sleeps until
    Wake { reference: String },
    /// Replies of trainees that wait to be read; with a reference, the whole card
    Check { reference: Option<String> },
    /// Send a trainee's reply, which you have read
    Approve { reference: String },
    /// Give a trainee's reply back, and say what to change
    SendBack {
        reference: String,
        /// What to change; standard input without it, or when it is `-`
        text: Option<String>,
    },
    /// Erase the words of one message, by its number on the card; that something was written stays
    Wipe {
        reference: String,
        number: u32,
        /// The number is that of a note
        #[arg(long)]
        note: bool,
    },
    /// Messages that could not be delivered, and nobody has looked at yet
    Undelivered {
        /// Try those again that have certainly not arrived
        #[arg(long)]
        retry: bool,
        /// Those as well that may have arrived: whoever gets one twice is told so
        #[arg(long, requires = "retry")]
        even_twice: bool,
    },
    /// Erase an enquiry's words, as its family asked; its number and its times stay
    Withdraw { reference: String },
    /// One enquiry as JSON; that you took it out is recorded
    Export { reference: String },
    /// How many enquiries, by status, topic, outcome and stage; small counts are hidden
    Stats {
        /// A table for a spreadsheet
        #[arg(long, conflicts_with = "json")]
        csv: bool,
    },
}

/// The most an adviser may write at once: several pages.
const MOST_CHARACTERS: usize = 10_000;

/// Who asks, of which service, when, and in which form.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub service: &'a ServiceId,
    /// As given by `--as` or `SIGNPOST_ADVISER`.
    pub adviser: Option<&'a str>,
    pub now: Moment,
    /// JSON in place of text.
    pub json: bool,
    /// How long the service keeps things.
    pub periods: Periods,
    /// By when a reply is promised to a family whose enquiry is opened again now; none where nothing is promised.
    pub promised: Option<Moment>,
}

/// Why a command of the queue did nothing: one sentence, with the mend.
#[derive(Debug, thiserror::Error)]
pub enum QueueProblem {
    #[error("nobody can tell who you are; add `--as NAME`, or set SIGNPOST_ADVISER")]
    NoAdviser,
    #[error("an adviser's name is one line of at most {MOST_NAME} characters; give another with `--as NAME`")]
    BadName,
    #[error(
        "`{name}` is not an adviser's name, because the trail uses it for another; give yours with `--as NAME`"
    )]
    ReservedName { name: String },
    #[error("`{}` is no reference: {source}; copy it from `signpost queue list`", printable(typed))]
    NotAReference { typed: String, source: ReferenceProblem },
    #[error(
        "an outcome is a word or two, of at most {MOST_NAME} characters and never a family's words; shorten it"
    )]
    BadOutcome,
    #[error("there is nothing to write, so nothing was recorded; give the words after the reference")]
    NoWords,
    #[error("that is longer than {MOST_CHARACTERS} characters, so nothing was recorded; shorten it")]
    TooLong,
    #[error("the words are not UTF-8 text, so nothing was recorded; save them as UTF-8")]
    NotText(#[source] std::str::Utf8Error),
    #[error("standard input could not be read, so nothing was recorded; give the words after the reference")]
    NoInput(#[source] std::io::Error),
    #[error("{}", refusal(reference, source, *now))]
    Refused { reference: Reference, now: Moment, source: StoreError },
    #[error("`{}` is no day to come; write it like 2026-12-01, or 2026-12-01T14:00", printable(typed))]
    NotADay { typed: String },
    #[error("{reference} does not sleep, so nothing was changed; see `signpost queue list`")]
    Awake { reference: Reference },
    #[error("there is no {what} {number} on this enquiry; the card shows the numbers")]
    NoSuchPiece { what: &'static str, number: u32 },
    #[error(transparent)]
    Store(StoreError),
}

impl QueueProblem {
    /// Whether the command was typed wrongly, so that the process ends with code 2.
    pub fn is_bad_usage(&self) -> bool {
        matches!(
            self,
            QueueProblem::NoAdviser
                | QueueProblem::BadName
                | QueueProblem::ReservedName { .. }
                | QueueProblem::NotAReference { .. }
                | QueueProblem::BadOutcome
                | QueueProblem::NoWords
                | QueueProblem::TooLong
                | QueueProblem::NotADay { .. }
                | QueueProblem::NoSuchPiece { .. }
        )
    }
}

/// Runs one command and gives what is to be printed, with its last line end.
///
/// `input` is read only by a command that needs words and was given none.
///
/// # Errors
///
/// [`QueueProblem`]; nothing was changed.
pub async fn run(
    store: &dyn Store,
    desk: Desk<'_>,
    command: &QueueCommand,
    input: &mut (dyn Read + Send),
) -> Result<String, QueueProblem> {
    match command {
        QueueCommand::List { .. } | QueueCommand::Check { reference: None } => {
            must_be(store, desk, Role::answers_families).await?;
        }
        QueueCommand::Stats { .. } | QueueCommand::Undelivered { .. } => {
            must_be(store, desk, |_| true).await?
        }
        // Whoever may not see or change an enquiry is refused by the store itself.
        _ => {}
    }
    match command {
        QueueCommand::List { free, mine, all, first } => {
            let filter = match (*free, *all) {
                (true, _) => QueueFilter::free(),
                (_, true) => QueueFilter::every_status(),
                _ => QueueFilter::open(),
            };
            let filter = if *mine { filter.of(&desk.adviser()?) } else { filter };
            // One more than asked for shows whether there are more.
            let filter = filter.first(first.saturating_add(1));
            let lines = store.queue(desk.service, &filter).await.map_err(QueueProblem::Store)?;
            Ok(list::printed(lines, *first, desk))
        }
        QueueCommand::Stats { csv } => {
            let stats = store.stats(desk.service, desk.now).await.map_err(QueueProblem::Store)?;
            Ok(if *csv { counts::as_csv(&stats) } else { counts::printed(&stats, desk.json) })
        }
        QueueCommand::Show { reference } | QueueCommand::Check { reference: Some(reference) } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let shown = store.show(desk.service, &reference, &by, desk.now).await;
            let enquiry = shown.map_err(desk.refused(&reference))?;
            Ok(if desk.json { as_json(&json!(enquiry)) } else { card::printed(&enquiry, desk) })
        }
        QueueCommand::Export { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let exported = store.export(desk.service, &reference, &by, desk.now).await;
            Ok(as_json(&json!(exported.map_err(desk.refused(&reference))?)))
        }
        QueueCommand::Claim { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let done = store.claim(desk.service, &reference, &by, desk.now).await;
            desk.done(&reference, done, format!("{by} has {reference} now."))
        }
        QueueCommand::Release { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let done = store.release(desk.service, &reference, &by, desk.now).await;
            desk.done(&reference, done, format!("{reference} is back in the queue, in its old place."))
        }
        QueueCommand::Reply { reference, text, ask_family } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let text = words(text.as_deref(), input)?;
            let (done, now_is) = match ask_family {
                true => {
                    let done = store.ask_family(desk.service, &reference, &by, &text, desk.now).await;
                    (done, "waits for the family")
                }
                false => {
                    let done = store.reply(desk.service, &reference, &by, &text, desk.now).await;
                    (done, "is answered")
                }
            };
            let preview = card::indented(&text);
            if let (Ok(Status::Claimed), false) = (&done, desk.json) {
                return Ok(format!(
                    "Somebody else reads this before the family does:\n\n{preview}\n{reference} waits for that: \
                     `signpost queue check`.\n"
                ));
            }
            desk.done(&reference, done, format!("The family reads:\n\n{preview}\n{reference} {now_is}."))
        }
        QueueCommand::Note { reference, text } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let text = words(text.as_deref(), input)?;
            let done = store.note(desk.service, &reference, &by, &text, desk.now).await;
            desk.done(&reference, done, format!("The note is on {reference}; only advisers see it."))
        }
        QueueCommand::Close { reference, outcome, keep_days } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let outcome = outcome_in_words(outcome)?;
            let given = keep_days.map(|days| Keep::all(Days::new(u64::from(days))));
            let keep = given.unwrap_or(desk.periods.keep());
            let done = store.close(desk.service, &reference, &by, &outcome, keep, desk.now).await;
            let deleted = |is_safeguarding| in_words(keep.purge_on(is_safeguarding, desk.now));
            let mut said = format!("{reference} is closed, and is deleted on {}", deleted(false));
            if keep.ordinary != keep.safeguarding {
                said.push_str(&format!(", or on {} if danger was written", deleted(true)));
            }
            desk.done(&reference, done, said + ".")
        }
        QueueCommand::Reopen { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let reopen = Change::Reopen { by, reply_due: desk.promised };
            let done = store.change(desk.service, &reference, reopen, desk.now).await;
            let told = desk.promised.map(moment_in_words);
            let told =
                told.map(|due| format!(" The family is promised a reply by {due}.")).unwrap_or_default();
            desk.done(
                &reference,
                done,
                format!("{reference} is in the queue again, for anyone to claim.{told}"),
            )
        }
        QueueCommand::Snooze { reference, until } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let until = moment_of(until, desk.now)?;
            let done = store.change(desk.service, &reference, Change::Snooze { by, until }, desk.now).await;
            desk.done(&reference, done, format!("{reference} sleeps until {}.", clock(until, desk.now)))
        }
        QueueCommand::Wake { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            match store.change(desk.service, &reference, Change::WakeEarly { by }, desk.now).await {
                Err(StoreError::NotDue) => Err(QueueProblem::Awake { reference }),
                done => desk.done(&reference, done, format!("{reference} is awake again.")),
            }
        }
        QueueCommand::Check { reference: None } => {
            let lines = store.queue(desk.service, &QueueFilter::open()).await.map_err(QueueProblem::Store)?;
            let lines: Vec<_> = lines.into_iter().filter(|line| line.to_check.is_some()).collect();
            let first = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            Ok(list::printed(lines, first, desk))
        }
        QueueCommand::Approve { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let said = format!("The reply on {reference} is sent.");
            let approve = |by, read| Change::Approve { by, read };
            once_read(store, desk, &reference, by, approve, said).await
        }
        QueueCommand::SendBack { reference, text } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let text = words(text.as_deref(), input)?;
            let said = format!("Nothing is sent: the reply and your words are notes on {reference}.");
            let back = |by, read| Change::SendBack { by, text, read };
            once_read(store, desk, &reference, by, back, said).await
        }
        QueueCommand::Wipe { reference, number, note } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let (piece, what) = match note {
                true => (Piece::Note(*number), "note"),
                false => (Piece::Message(*number), "message"),
            };
            let wipe = Change::Wipe { by: Author::Adviser(by), piece };
            match store.change(desk.service, &reference, wipe, desk.now).await {
                // The enquiry is there, as its family sees it: it is the piece that is not.
                Err(StoreError::NotFound) if store.family_view(desk.service, &reference).await.is_ok() => {
                    Err(QueueProblem::NoSuchPiece { what, number: *number })
                }
                done => desk.done(
                    &reference,
                    done,
                    format!("The words of {what} {number} on {reference} are erased here, and in backups once those expire."),
                ),
            }
        }
        QueueCommand::Undelivered { retry, even_twice } => {
            let retried = match retry {
                true => Some(
                    store
                        .retry_dead(desk.service, *even_twice, desk.now)
                        .await
                        .map_err(QueueProblem::Store)?,
                ),
                false => None,
            };
            let dead = NoticeFilter { state: Some(NoticeState::Dead), reference: None };
            let dead = store.notices(desk.service, &dead).await.map_err(QueueProblem::Store)?;
            Ok(undelivered::printed(&dead, retried, desk))
        }
        QueueCommand::Withdraw { reference } => {
            let (reference, by) = (read(reference)?, desk.adviser()?);
            let done = store.withdraw(desk.service, &reference, Author::Adviser(by), desk.now).await;
            let said = format!("The words of {reference} are erased; its number and its times stay.");
            desk.done(&reference, done, said)
        }
    }
}

/// Sends a trainee's reply or gives it back, once the trail shows that this adviser has seen it. Otherwise the adviser is
/// shown it instead, and nothing is changed.
async fn once_read(
    store: &dyn Store,
    desk: Desk<'_>,
    reference: &Reference,
    by: AdviserName,
    change: impl FnOnce(AdviserName, Option<Moment>) -> Change,
    said: String,
) -> Result<String, QueueProblem> {
    let shown = store.show(desk.service, reference, &by, desk.now).await;
    let enquiry = shown.map_err(desk.refused(reference))?;
    // Where none waits, and where it is this adviser's own, the change itself says so.
    let to_read = enquiry.proposed.as_ref().filter(|proposed| proposed.by != by).map(|proposed| proposed.at);
    if to_read.is_some() {
        let since = enquiry.events.iter().rev().take_while(|event| event.what != PROPOSED);
        let looks = since.filter(|event| event.by == by.as_str() && event.what == Look::Viewed.as_str());
        // The newest is the look just taken.
        if looks.count() < 2 {
            return Ok(match desk.json {
                true => as_json(&json!(enquiry)),
                false => {
                    card::printed(&enquiry, desk)
                        + "\nNothing is changed yet: the reply above is new to you. Read it, then do the same again.\n"
                }
            });
        }
    }
    let done = store.change(desk.service, reference, change(by, to_read), desk.now).await;
    desk.done(reference, done, said)
}

const MOST_NAME: usize = 60;

/// A name that somebody may act under.
pub(crate) fn adviser_name(name: &str) -> Result<AdviserName, QueueProblem> {
    let name = name.trim();
    if name.is_empty() || !is_short_line(name) {
        return Err(QueueProblem::BadName);
    }
    if [FAMILY, SIGNPOST].contains(&name.to_lowercase().as_str()) {
        return Err(QueueProblem::ReservedName { name: name.to_owned() });
    }
    Ok(AdviserName::new(name))
}

/// Refuses whoever has no such role, once anybody is on the roster. Not there and not allowed sound the same.
pub(crate) async fn must_be(
    store: &dyn Store,
    desk: Desk<'_>,
    may: impl Fn(Role) -> bool,
) -> Result<(), QueueProblem> {
    let roster = store.advisers(desk.service).await.map_err(QueueProblem::Store)?;
    if roster.is_empty() {
        return Ok(());
    }
    let name = desk.adviser()?;
    match roster.iter().any(|adviser| adviser.name == name && adviser.is_active && may(adviser.role)) {
        true => Ok(()),
        false => Err(QueueProblem::Store(StoreError::NotAllowed { by: name.as_str().to_owned() })),
    }
}

/// What is said, apart from what was asked for, while nobody is on the roster.
///
/// # Errors
///
/// [`QueueProblem::Store`].
pub async fn without_roster(
    store: &dyn Store,
    service: &ServiceId,
) -> Result<Option<&'static str>, QueueProblem> {
    let roster = store.advisers(service).await.map_err(QueueProblem::Store)?;
    Ok(roster.is_empty().then_some(
        "nobody has been added as an adviser, so any name is taken; add the first with `signpost adviser add NAME --role lead`",
    ))
}

/// The moment somebody typed as a day, in England; without a clock time, when the working day begins.
fn moment_of(typed: &str, now: Moment) -> Result<Moment, QueueProblem> {
    let problem = || QueueProblem::NotADay { typed: typed.to_owned() };
    let (day, time) = typed.split_once('T').unwrap_or((typed, "09:00"));
    let day: NaiveDate = day.parse().map_err(|_| problem())?;
    let time = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| problem())?;
    let instant = London.from_local_datetime(&day.and_time(time)).earliest().ok_or_else(problem)?;
    let moment = Moment::new(instant.to_utc());
    if moment > now { Ok(moment) } else { Err(problem()) }
}

impl<'a> Desk<'a> {
    /// Nobody yet, in text, with the periods nobody has set and nothing promised.
    pub fn new(service: &'a ServiceId, now: Moment) -> Desk<'a> {
        Desk { service, adviser: None, now, json: false, periods: Periods::DEFAULT, promised: None }
    }

    pub(crate) fn adviser(&self) -> Result<AdviserName, QueueProblem> {
        let name = self.adviser.map(str::trim).filter(|name| !name.is_empty());
        adviser_name(name.ok_or(QueueProblem::NoAdviser)?)
    }

    pub(crate) fn refused<'r>(
        &self,
        reference: &'r Reference,
    ) -> impl FnOnce(StoreError) -> QueueProblem + use<'r> {
        let now = self.now;
        move |source| QueueProblem::Refused { reference: reference.clone(), now, source }
    }

    fn done(
        &self,
        reference: &Reference,
        done: Result<Status, StoreError>,
        said: String,
    ) -> Result<String, QueueProblem> {
        let status = done.map_err(self.refused(reference))?;
        Ok(match self.json {
            true => as_json(&json!({ "reference": reference, "status": status })),
            false => format!("{said}\n"),
        })
    }
}

fn is_short_line(words: &str) -> bool {
    words.chars().count() <= MOST_NAME && printable(words) == words
}

/// Outcomes are counted, so they are few, short and plain.
fn outcome_in_words(outcome: &str) -> Result<String, QueueProblem> {
    let outcome = outcome.trim();
    if outcome.is_empty() || !is_short_line(outcome) {
        return Err(QueueProblem::BadOutcome);
    }
    Ok(outcome.to_owned())
}

pub(crate) fn read(typed: &str) -> Result<Reference, QueueProblem> {
    Reference::read(typed).map_err(|source| QueueProblem::NotAReference { typed: typed.to_owned(), source })
}

/// The words given, or else what stands on standard input.
fn words(given: Option<&str>, input: &mut (dyn Read + Send)) -> Result<String, QueueProblem> {
    let words = match given {
        Some(given) if given != "-" => given.to_owned(),
        _ => from_input(input)?,
    };
    let words = words.trim();
    if words.is_empty() {
        return Err(QueueProblem::NoWords);
    }
    if words.chars().count() > MOST_CHARACTERS {
        return Err(QueueProblem::TooLong);
    }
    Ok(words.to_owned())
}

/// Reads no more than what shows that it is too much.
fn from_input(input: &mut (dyn Read + Send)) -> Result<String, QueueProblem> {
    const MOST_BYTES: u64 = 4 * (MOST_CHARACTERS as u64 + 1);
    let mut bytes = Vec::new();
    input.take(MOST_BYTES).read_to_end(&mut bytes).map_err(QueueProblem::NoInput)?;
    match str::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        // Cut in the middle of a character.
        Err(_) if bytes.len() as u64 == MOST_BYTES => Err(QueueProblem::TooLong),
        Err(error) => Err(QueueProblem::NotText(error)),
    }
}

/// Why the store refused, and what to do about it.
fn refusal(reference: &Reference, error: &StoreError, now: Moment) -> String {
    match error {
        StoreError::NotFound => {
            format!("there is no enquiry {reference} in this service; see `signpost queue list --all`")
        }
        StoreError::AlreadyClaimed { by, since } => {
            let (by, since) = (printable(by.as_str()), clock(*since, now));
            format!("{reference} is with {by} since {since}; ask {by} to release it, or take another")
        }
        StoreError::NotYours { by, since } => {
            let (by, since) = (printable(by.as_str()), clock(*since, now));
            format!(
                "{reference} is with {by} since {since}, so this is for {by} to do, or for you once it is released"
            )
        }
        StoreError::WrongStatus { status } => format!("{reference} {}", wrong_status(*status, reference)),
        StoreError::NeedsAnother { by } => {
            let by = printable(by.as_str());
            format!("the reply on {reference} is by {by}: somebody else has to read it before it is sent")
        }
        StoreError::NotDue => format!("this is not due for {reference}; nothing was changed"),
        other => other.to_string(),
    }
}

/// Where the enquiry is instead, and the way on from there.
fn wrong_status(status: Status, reference: &Reference) -> String {
    match status {
        Status::New | Status::Reopened => {
            format!("is with nobody; take it first with `signpost queue claim {reference}`")
        }
        Status::Claimed => {
            format!("is not answered yet; write to the family first with `signpost queue reply {reference}`")
        }
        Status::WaitingForFamily => format!(
            "waits for the family's answer; to go on without it, take it up with `signpost queue claim {reference}`"
        ),
        Status::Answered => format!(
            "is answered; finish with `signpost queue close {reference}`, or go on with `signpost queue reopen \
             {reference}`"
        ),
        Status::Closed => format!("is closed; open it again with `signpost queue reopen {reference}`"),
        Status::Withdrawn => "was withdrawn by its family, so nothing more can be done to it".to_owned(),
    }
}

/// A clock time today, a day and a clock time otherwise; both as in England.
fn clock(moment: Moment, now: Moment) -> String {
    let clock = moment.local().format("%H:%M");
    if moment.date() == now.date() {
        clock.to_string()
    } else {
        format!("{clock} on {}", in_words(moment.date()))
    }
}

fn printable(text: &str) -> String {
    crate::terminal::one_line(text)
}

/// JSON that a terminal can show: what it could obey is written as an escape.
fn as_json(value: &Value) -> String {
    let mut shown = crate::terminal::escaped_json(&format!("{value:#}"));
    shown.push('\n');
    shown
}

#[cfg(test)]
/// The memory answers at once, so that no runtime is needed.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("the memory did not answer at once"),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::enquiry::{Channel, Consent, Contact, Draft, DraftKey, Urgency};
    use crate::library::TopicId;
    use crate::store::memory::MemoryStore;

    #[derive(Parser)]
    struct Typed {
        #[command(flatten)]
        queue: QueueArgs,
    }

    struct Trial {
        store: MemoryStore,
        service: ServiceId,
    }

    fn at(clock: &str) -> Moment {
        Moment::new(format!("2026-11-24T{clock}:00Z").parse().unwrap())
    }

    impl Trial {
        /// One enquiry, opened at nine.
        fn new() -> Trial {
            let trial = Trial { store: MemoryStore::new(), service: ServiceId::new("rbwm") };
            trial.opened(1, Urgency::Routine, "My son gets no help.\nWhat can I do?");
            trial
        }

        fn opened(&self, number: u8, urgency: Urgency, question: &str) -> Reference {
            let draft = Draft {
                service: self.service.clone(),
                channel: Channel::Kiosk,
                question: question.to_owned(),
                path: vec!["What SEN Support is".to_owned()],
                topics: vec![TopicId::new("sen-support"), TopicId::new("funding-overview")],
                stage: "Gets SEN Support".to_owned(),
                urgency,
                contact: Contact::ReferenceOnly,
                consent: Consent { at: at("08:59"), wording: "3fa2".to_owned() },
                key: DraftKey::of("session", &number.to_string()),
                reply_due: None,
            };
            let reference = Reference::from_random([number; 8]);
            at_once(self.store.open(&draft, &reference, at("09:00"))).unwrap().reference
        }

        /// What a line typed after `signpost queue` at that time prints, with `REF` for the first enquiry.
        fn runs(&self, clock: &str, typed: &str, input: &[u8]) -> Result<String, QueueProblem> {
            let reference = Reference::from_random([1; 8]);
            let words =
                typed.split(' ').map(|word| word.replace("REF", reference.as_str()).replace('_', " "));
            let typed = Typed::try_parse_from(std::iter::once("queue".to_owned()).chain(words)).unwrap();
            let adviser = typed.queue.adviser.as_deref();
            let desk = Desk { adviser, json: typed.queue.json, ..Desk::new(&self.service, at(clock)) };
            let mut input = input;
            let printed = at_once(run(&self.store, desk, &typed.queue.command, &mut input));
            printed.map(|text| text.replace(reference.as_str(), "REF"))
        }

        #[track_caller]
        fn check(&self, clock: &str, typed: &str, printed: &str) {
            assert_eq!(self.runs(clock, typed, b"").unwrap(), printed);
        }

        #[track_caller]
        fn check_refused(&self, clock: &str, typed: &str, input: &[u8], sentence: &str) {
            let said = self.runs(clock, typed, input).unwrap_err().to_string();
            assert_eq!(said.replace(Reference::from_random([1; 8]).as_str(), "REF"), sentence);
        }
    }

    #[test]
    fn the_list_says_place_reason_topics_stage_and_who_has_it() {
        let trial = Trial::new();
        let second =
            trial.opened(2, Urgency::LegalDate { act_by: "2026-12-01".parse().unwrap() }, "Refused.");
        trial.runs("10:04", "claim REF --as alex", b"").unwrap();
        trial.check(
            "12:30",
            "list",
            &format!(
                "1. {second}  new\n   \
                    family has to act by 1 December 2026 (in 7 days); waiting 3 hours\n   \
                    about sen-support, funding-overview\n   \
                    support now: Gets SEN Support\n\
                 2. REF  claimed, with alex since 10:04\n   \
                    by waiting time: 3 hours\n   \
                    about sen-support, funding-overview\n   \
                    support now: Gets SEN Support\n"
            ),
        );
        assert!(!trial.runs("12:30", "list --free", b"").unwrap().contains("REF"));
        assert!(trial.runs("12:30", "list --mine --as alex", b"").unwrap().starts_with("1. REF"));
        trial.check("12:30", "list --mine --as beth", "There is no enquiry here.\n");
    }

    #[test]
    fn a_long_list_says_how_to_see_the_rest() {
        let trial = Trial::new();
        trial.opened(2, Urgency::Routine, "Another.");
        let listed = trial.runs("12:30", "list --first 1", b"").unwrap();
        assert!(listed.ends_with("There are more; add `--first 100`.\n"), "{listed}");
        assert!(!listed.contains("2. "));
        assert!(!trial.runs("12:30", "list --first 2", b"").unwrap().contains("more"));
    }

    #[test]
    fn the_list_is_json_for_machines() {
        let trial = Trial::new();
        let json: Value = serde_json::from_str(&trial.runs("12:30", "list --json", b"").unwrap()).unwrap();
        let line = &json["queue"][0];
        assert_eq!((&line["place"], &line["status"]), (&json!(1), &json!("new")));
        assert_eq!(line["reason"], "by waiting time: 3 hours");
        assert_eq!(line["waiting"], "3 hours");
        assert_eq!(json["more"], false);
    }

    #[test]
    fn the_card_tells_the_whole_story() {
        let trial = Trial::new();
        trial.runs("10:04", "claim REF --as alex", b"").unwrap();
        trial.runs("10:05", "note REF Rang_the_school. --as alex", b"").unwrap();
        trial.runs("10:06", "reply REF Which_year? --ask-family --as alex", b"").unwrap();
        trial.check(
            "12:30",
            "show REF --as beth",
            "REF  waiting for the family, with alex since 10:04\n\
             Place: the adviser waits for the family\n\
             Opened: 24 November 2026, 09:00, kiosk\n\
             About: sen-support, funding-overview\n\
             Support now: Gets SEN Support\n\
             Answer to: nobody: the family comes back with the reference\n\
             Agreed: 24 November 2026, 08:59\n\
             \n\
             Question\n  My son gets no help.\n  What can I do?\n\
             \n\
             Shown before\n  What SEN Support is\n\
             \n\
             Messages\n  1. alex, 24 November 2026, 10:06:\n    Which year?\n\
             \n\
             Notes, for advisers only\n  1. alex, 24 November 2026, 10:05:\n    Rang the school.\n\
             \n\
             What happened\n  \
               24 November 2026, 09:00: opened by family\n  \
               24 November 2026, 10:04: claimed by alex\n  \
               24 November 2026, 10:05: noted by alex\n  \
               24 November 2026, 10:06: asked-family by alex\n  \
               24 November 2026, 12:30: viewed by beth\n",
        );
    }

    #[test]
    fn escape_sequences_of_a_family_are_neither_shown_nor_obeyed() {
        let trial = Trial::new();
        let nasty =
            "\u{1b}[2J\u{1b}]0;x\u{7}help\u{202e} me\u{9b}31m\n\nNotes, for advisers only\n  alex: all well";
        let reference = trial.opened(2, Urgency::Routine, nasty);
        let card = trial.runs("12:30", &format!("show {reference} --as alex"), b"").unwrap();
        assert!(!card.chars().any(|c| c.is_control() && c != '\n'), "{card:?}");
        assert!(card.contains("\n  help me\n\n  Notes, for advisers only\n    alex: all well\n"), "{card}");
        for typed in ["show", "export"] {
            let json = trial.runs("12:31", &format!("{typed} {reference} --as alex --json"), b"").unwrap();
            assert!(!json.chars().any(|c| c.is_control() && c != '\n'), "{json:?}");
            let read: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(read["question"], nasty);
        }
    }

    #[test]
    fn each_change_says_what_was_done() {
        let trial = Trial::new();
        trial.check("10:04", "claim REF --as alex", "alex has REF now.\n");
        trial.check("10:05", "release REF --as alex", "REF is back in the queue, in its old place.\n");
        trial.runs("10:06", "claim REF --as beth", b"").unwrap();
        trial.check("10:07", "note REF Rang. --as alex", "The note is on REF; only advisers see it.\n");
        trial.check(
            "10:08",
            "reply REF Ask_for_a_meeting.\n\nIt_helps. --as beth",
            "The family reads:\n\n  Ask for a meeting.\n\n  It helps.\n\nREF is answered.\n",
        );
        trial.check("10:09", "close REF --as alex", "REF is closed, and is deleted on 23 May 2027.\n");
        trial.check("10:10", "reopen REF --as alex", "REF is in the queue again, for anyone to claim.\n");
        trial.check(
            "10:11",
            "withdraw REF --as alex",
            "The words of REF are erased; its number and its times stay.\n",
        );
        let again = trial.runs("10:12", "list --all --json", b"").unwrap();
        let again: Value = serde_json::from_str(&again).unwrap();
        assert_eq!(again["queue"][0]["status"], "withdrawn");
        assert_eq!(again["queue"][0]["waiting"], Value::Null);
    }

    #[test]
    fn a_reply_may_come_from_standard_input() {
        let trial = Trial::new();
        trial.runs("10:04", "claim REF --as alex", b"").unwrap();
        let printed = trial.runs("10:05", "reply REF --ask-family --as alex", b"Which year?\n").unwrap();
        assert_eq!(printed, "The family reads:\n\n  Which year?\n\nREF waits for the family.\n");
        let noted =
            trial.runs("10:05", "note REF - --as alex --json", "Rang them: \u{e4}".as_bytes()).unwrap();
        let noted: Value = serde_json::from_str(&noted).unwrap();
        assert_eq!(noted, json!({ "reference": "REF", "status": "waiting-for-family" }));
    }

    #[test]
    fn a_second_claim_is_refused_by_name() {
        let trial = Trial::new();
        trial.runs("10:04", "claim REF --as alex", b"").unwrap();
        let refused = "REF is with alex since 10:04; ask alex to release it, or take another";
        trial.check_refused("11:00", "claim REF --as beth", b"", refused);
        trial.check_refused("11:00", "claim REF --as alex", b"", refused);
        trial.check_refused(
            "11:00",
            "reply REF Hello --as beth",
            b"",
            "REF is with alex since 10:04, so this is for alex to do, or for you once it is released",
        );
    }

    #[test]
    fn a_claim_of_another_day_says_which() {
        let trial = Trial::new();
        trial.runs("10:04", "claim REF --as alex", b"").unwrap();
        let reference = Reference::from_random([1; 8]);
        let tomorrow = Moment::new("2026-11-25T09:00:00Z".parse().unwrap());
        let desk = Desk { adviser: Some("beth"), ..Desk::new(&trial.service, tomorrow) };
        let claim = QueueCommand::Claim { reference: reference.to_string() };
        let refused = at_once(run(&trial.store, desk, &claim, &mut std::io::empty())).unwrap_err();
        let expected = format!(
            "{reference} is with alex since 10:04 on 24 November 2026; ask alex to release it, or take another"
        );
        assert_eq!(refused.to_string(), expected);
    }

    #[test]
    fn what_cannot_be_done_now_says_what_can() {
        let trial = Trial::new();
        let free = "REF is with nobody; take it first with `signpost queue claim REF`";
        for typed in ["release REF", "reply REF Hello", "close REF", "reopen REF"] {
            trial.check_refused("10:00", &format!("{typed} --as alex"), b"", free);
        }
        trial.runs("10:04", "claim REF --as alex", b"").unwrap();
        let unanswered = "REF is not answered yet; write to the family first with `signpost queue reply REF`";
        trial.check_refused("10:05", "close REF --as alex", b"", unanswered);
        trial.runs("10:06", "reply REF Done. --as alex", b"").unwrap();
        trial.check_refused(
            "10:07",
            "claim REF --as beth",
            b"",
            "REF is answered; finish with `signpost queue close REF`, or go on with `signpost queue reopen REF`",
        );
        trial.runs("10:08", "withdraw REF --as alex", b"").unwrap();
        trial.check_refused(
            "10:09",
            "note REF Hello --as alex",
            b"",
            "REF was withdrawn by its family, so nothing more can be done to it",
        );
    }

    #[test]
    fn a_missing_enquiry_and_another_services_look_the_same() {
        let trial = Trial::new();
        let elsewhere = Trial { store: MemoryStore::new(), service: ServiceId::new("elsewhere") };
        let refused = "there is no enquiry REF in this service; see `signpost queue list --all`";
        elsewhere.check_refused("10:00", "show REF --as alex", b"", refused);
        let there = Trial { service: ServiceId::new("elsewhere"), ..trial };
        there.check_refused("10:00", "show REF --as alex", b"", refused);
    }

    #[test]
    fn what_is_typed_wrongly_says_the_mend() {
        let trial = Trial::new();
        let who = "nobody can tell who you are; add `--as NAME`, or set SIGNPOST_ADVISER";
        let desk = Desk { adviser: Some("  "), ..Desk::new(&trial.service, at("10:00")) };
        let claim = QueueCommand::Claim { reference: Reference::from_random([1; 8]).to_string() };
        let refused = at_once(run(&trial.store, desk, &claim, &mut std::io::empty())).unwrap_err();
        assert_eq!(refused.to_string(), who);
        assert!(refused.is_bad_usage());
        trial.check_refused(
            "10:00",
            "claim REF --as Signpost",
            b"",
            "`Signpost` is not an adviser's name, because the trail uses it for another; give yours with `--as NAME`",
        );
        trial.check_refused(
            "10:00",
            "claim REF --as al\u{1b}[2Jex",
            b"",
            "an adviser's name is one line of at most 60 characters; give another with `--as NAME`",
        );
        trial.check_refused(
            "10:00",
            "claim SP-1234 --as alex",
            b"",
            "`SP-1234` is no reference: a reference has 8 letters and numbers and one more to check them; copy it from \
             `signpost queue list`",
        );
        let nothing =
            "there is nothing to write, so nothing was recorded; give the words after the reference";
        trial.check_refused("10:00", "reply REF --as alex", b" \n", nothing);
        let long = "that is longer than 10000 characters, so nothing was recorded; shorten it";
        trial.check_refused("10:00", "reply REF --as alex", &b"x".repeat(1_000_000), long);
        trial.check_refused("10:00", "reply REF --as alex", "xä".repeat(500_000).as_bytes(), long);
        let not_text = "the words are not UTF-8 text, so nothing was recorded; save them as UTF-8";
        trial.check_refused("10:00", "reply REF --as alex", b"\xff\xfe", not_text);
        let outcome =
            "an outcome is a word or two, of at most 60 characters and never a family's words; shorten it";
        trial.check_refused(
            "10:00",
            &format!("close REF --outcome {} --as alex", "x".repeat(61)),
            b"",
            outcome,
        );
    }

    #[test]
    fn an_export_is_one_enquiry_as_json_and_is_recorded() {
        let trial = Trial::new();
        let json: Value =
            serde_json::from_str(&trial.runs("10:00", "export REF --as alex", b"").unwrap()).unwrap();
        assert_eq!((&json["reference"], &json["service"]), (&json!("REF"), &json!("rbwm")));
        assert_eq!(json["opened_at"], "2026-11-24T09:00:00Z");
        assert_eq!(
            json["events"][1],
            json!({ "at": "2026-11-24T10:00:00Z", "by": "alex", "what": "exported" })
        );
    }

    #[test]
    fn small_counts_are_hidden_and_cannot_be_worked_out() {
        let trial = Trial::new();
        for number in 2..=11 {
            trial.opened(number, Urgency::Routine, "Another.");
        }
        trial.runs("10:00", "withdraw REF --as alex", b"").unwrap();
        trial.check(
            "10:01",
            "stats",
            "By status\n  \
               answered: fewer than 5\n  claimed: fewer than 5\n  closed: fewer than 5\n  new: not shown\n  \
               reopened: fewer than 5\n  waiting-for-family: fewer than 5\n  withdrawn: fewer than 5\n\
             By topic\n  sen-support: 10\n\
             By outcome\n  none yet\n\
             By stage\n  Gets SEN Support: 10\n\
             By waiting\n  1: under a day: 10\n\
             By promise\n  none, or still to come: 10\n  past: fewer than 5\n",
        );
        let json: Value = serde_json::from_str(&trial.runs("10:01", "stats --json", b"").unwrap()).unwrap();
        assert_eq!(
            (&json["by_topic"]["sen-support"], &json["by_status"]["closed"]),
            (&json!(10), &json!("fewer than 5"))
        );
        let csv = trial.runs("10:01", "stats --csv", b"").unwrap();
        assert!(csv.starts_with("by,value,enquiries\nstatus,answered,fewer than 5\n"), "{csv}");
    }

    /// Puts one of each role on the roster, each under the name of the role, and `gone`, who has left.
    fn with_roster() -> Trial {
        let trial = Trial::new();
        let on_roster = |name: &str, role, is_active| {
            let adviser =
                crate::enquiry::Adviser { name: AdviserName::new(name), role, discord: None, is_active };
            at_once(trial.store.set_adviser(&trial.service, &adviser, "lead", at("09:00"))).unwrap();
        };
        for role in Role::ALL {
            on_roster(role.as_str(), role, true);
        }
        on_roster("gone", Role::Lead, false);
        trial
    }

    /// What each command comes to, by role: `y` done, `n` not allowed, `-` refused for another reason.
    #[test]
    fn every_role_may_do_what_is_its_task_and_nothing_else() {
        let table = [
            ("list", "yyynnn"),
            ("list --all", "yyynnn"),
            ("check", "yyynnn"),
            ("stats", "yyyynn"),
            ("undelivered", "yyyynn"),
            ("show REF", "yyynnn"),
            ("export REF", "yyynnn"),
            ("claim REF", "yyynnn"),
            ("note REF Rang.", "yyynnn"),
            ("withdraw REF", "yyynnn"),
            ("wipe REF 1", "---nnn"),
            ("release REF", "---nnn"),
            ("reply REF Hello", "---nnn"),
            ("snooze REF --until 2026-12-01", "---nnn"),
            ("wake REF", "---nnn"),
            ("close REF", "---nnn"),
            ("reopen REF", "---nnn"),
            ("approve REF", "--nnnn"),
            ("send-back REF Again.", "--nnnn"),
        ];
        for (command, expected) in table {
            let mut found = String::new();
            for name in ["adviser", "lead", "trainee", "operator", "gone", "stranger"] {
                let trial = with_roster();
                let done = trial.runs("10:00", &format!("{command} --as {name}"), b"");
                let refused = done.map_err(|problem| problem.to_string());
                found.push(match &refused {
                    Ok(_) => 'y',
                    Err(said) if *said == format!("{name} may not do this: see `signpost adviser list`") => {
                        'n'
                    }
                    Err(_) => '-',
                });
            }
            assert_eq!(found, expected, "{command}");
        }
    }

    #[test]
    fn a_trainees_reply_is_read_by_another_before_it_is_sent() {
        let trial = with_roster();
        trial.runs("10:00", "claim REF --as trainee", b"").unwrap();
        trial.check(
            "10:01",
            "reply REF You_have_rights. --as trainee",
            "Somebody else reads this before the family does:\n\n  You have rights.\n\nREF waits for that: \
             `signpost queue check`.\n",
        );
        let waiting = trial.runs("10:02", "check --as adviser", b"").unwrap();
        assert!(waiting.contains("a reply by trainee waits for somebody else to read it"), "{waiting}");
        let card = trial.runs("10:02", "check REF --as adviser", b"").unwrap();
        assert!(card.contains("Not sent yet: somebody else has to read it first\n  1. trainee"), "{card}");
        trial.check(
            "10:03",
            "send-back REF Name_the_law. --as adviser",
            "Nothing is sent: the reply and your words are notes on REF.\n",
        );
        trial.runs("10:04", "reply REF You_have_rights_in_law. --as trainee", b"").unwrap();
        let unseen = trial.runs("10:05", "approve REF --as lead", b"").unwrap();
        assert!(
            unseen.ends_with("the reply above is new to you. Read it, then do the same again.\n"),
            "{unseen}"
        );
        trial.check("10:05", "approve REF --as lead", "The reply on REF is sent.\n");
        let card = trial.runs("10:06", "show REF --as lead", b"").unwrap();
        assert!(
            card.contains("Messages\n  1. trainee, 24 November 2026, 10:05:\n    You have rights in law."),
            "{card}"
        );
    }

    #[test]
    fn one_message_is_wiped_by_its_number() {
        let trial = Trial::new();
        trial.runs("10:00", "claim REF --as alex", b"").unwrap();
        trial.runs("10:01", "note REF Rang_Mrs_Smith. --as alex", b"").unwrap();
        trial.runs("10:02", "reply REF Dear_Mrs_Smith --ask-family --as alex", b"").unwrap();
        trial.check_refused(
            "10:03",
            "wipe REF 2 --as alex",
            b"",
            "there is no message 2 on this enquiry; the card shows the numbers",
        );
        trial.check(
            "10:03",
            "wipe REF 1 --as alex",
            "The words of message 1 on REF are erased here, and in backups once those expire.\n",
        );
        trial.runs("10:04", "wipe REF 1 --note --as alex", b"").unwrap();
        let card = trial.runs("10:05", "show REF --as alex", b"").unwrap();
        assert!(!card.contains("Smith"), "{card}");
        assert_eq!(card.matches("(these words were erased)").count(), 2, "{card}");
    }

    #[test]
    fn whoever_opens_an_enquiry_again_reads_what_the_family_is_promised() {
        let trial = Trial::new();
        trial.runs("10:00", "claim REF --as alex", b"").unwrap();
        trial.runs("10:01", "reply REF Hello. --as alex", b"").unwrap();
        let reference = Reference::from_random([1; 8]);
        let promised = Some(at("16:00"));
        let desk = Desk { adviser: Some("alex"), promised, ..Desk::new(&trial.service, at("10:02")) };
        let reopen = QueueCommand::Reopen { reference: reference.to_string() };
        let printed = at_once(run(&trial.store, desk, &reopen, &mut std::io::empty())).unwrap();
        assert_eq!(
            printed,
            format!(
                "{reference} is in the queue again, for anyone to claim. The family is promised a reply by 4pm on Tuesday \
                 24 November 2026.\n"
            )
        );
        let view = at_once(trial.store.family_view(&trial.service, &reference)).unwrap();
        assert_eq!(view.reply_due, promised);
    }

    #[test]
    fn what_sleeps_says_until_when() {
        let trial = Trial::new();
        trial.runs("10:00", "claim REF --as alex", b"").unwrap();
        trial.check(
            "10:01",
            "snooze REF --until 2026-12-01 --as alex",
            "REF sleeps until 09:00 on 1 December 2026.\n",
        );
        assert!(
            trial
                .runs("10:02", "list", b"")
                .unwrap()
                .contains("\n   sleeps until 09:00 on 1 December 2026\n")
        );
        for day in ["2026-11-24", "tomorrow", "2026-02-30", "2026-12-01T25:00"] {
            let sentence =
                format!("`{day}` is no day to come; write it like 2026-12-01, or 2026-12-01T14:00");
            trial.check_refused("10:02", &format!("snooze REF --until {day} --as alex"), b"", &sentence);
        }
        trial.check_refused(
            "10:03",
            "wake REF --as beth",
            b"",
            "REF is with alex since 10:00, so this is for alex to do, or for you once it is released",
        );
        trial.check("10:03", "wake REF --as alex", "REF is awake again.\n");
        assert!(!trial.runs("10:04", "list", b"").unwrap().contains("sleeps"));
        let awake = "REF does not sleep, so nothing was changed; see `signpost queue list`";
        trial.check_refused("10:04", "wake REF --as alex", b"", awake);
    }

    #[test]
    fn without_a_roster_any_name_is_taken_and_that_is_said() {
        let trial = Trial::new();
        let said = at_once(without_roster(&trial.store, &trial.service)).unwrap();
        assert!(said.unwrap().starts_with("nobody has been added as an adviser"));
        let trial = with_roster();
        assert_eq!(at_once(without_roster(&trial.store, &trial.service)).unwrap(), None);
    }

    #[test]
    fn the_help_says_what_each_command_does() {
        use clap::CommandFactory;
        let help = Typed::command().render_long_help().to_string();
        for expected in ["Take an enquiry", "Write to the family", "SIGNPOST_ADVISER"] {
            assert!(help.contains(expected), "{help}");
        }
        Typed::command().debug_assert();
    }
}
