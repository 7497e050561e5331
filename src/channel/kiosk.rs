//! The kiosk in line mode: numbered, append-only, readable by a screen reader, at 40 columns, in a pipe.
//!
//! Nothing is drawn: no boxes, no colours, no cursor movement. Each reply begins with who speaks; one empty line
//! stands between turns. After a quiet time a warning is given, then the conversation is forgotten and the next
//! family starts afresh.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use crate::conversation::{self, Message};
use crate::enquiry::Channel;
use crate::moment::Moment;
use crate::plain;
use crate::reply::{Block, Outcome, Reply};
use crate::safeguarding;
use crate::service::Service;
use crate::session::{Session, SessionId};
use crate::takeaway::{self, Takeaway};

pub mod folder;
mod input;
mod keyboard;
pub mod printer;
#[cfg(unix)]
mod tty;

use folder::Folder;
use input::{Heard, Input};
use keyboard::PROMPT;
use printer::Printer;

/// How long a family has after the warning.
const WARNING: Duration = Duration::from_secs(60);
/// Told by `COLUMNS`, nothing is narrower; a terminal may be.
const NARROWEST: usize = 40;
const NARROWEST_TERMINAL: usize = 20;
const WIDEST: usize = 80;

/// How a kiosk is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Quiet time before the warning; none means that it waits for ever.
    pub idle: Option<Duration>,
    /// How long after the warning the conversation is forgotten.
    pub warning: Duration,
    /// Where standard output does not say how wide it is, in columns.
    pub width: usize,
    /// `TERM=dumb`, or none: nothing is written that it would have to obey.
    pub is_dumb: bool,
    /// Wipe the screen between families. Only on a terminal, never in plain mode.
    pub clears_screen: bool,
    /// Show what was typed, as a pipe does not echo.
    pub echoes: bool,
    /// Prints letters and dates; none means that nothing is offered.
    pub printer: Option<Printer>,
    /// Saves letters and dates as files; none means that nothing is offered.
    pub folder: Option<Folder>,
}

impl Setup {
    /// Plain when asked, when stdout is no terminal, or when `TERM=dumb`.
    pub fn detect(plain: bool, idle: Option<Duration>) -> Setup {
        let is_terminal = std::io::stdout().is_terminal();
        let is_dumb = match std::env::var("TERM") {
            Ok(term) => term.is_empty() || term == "dumb",
            // Only on Unix does a terminal name itself.
            Err(_) => cfg!(unix),
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Setup {
            idle,
            warning: WARNING,
            width: columns.unwrap_or(WIDEST).clamp(NARROWEST, WIDEST),
            is_dumb,
            clears_screen: is_terminal && !plain && !is_dumb,
            echoes: !std::io::stdin().is_terminal(),
            printer: None,
            folder: None,
        }
    }
}

/// What the kiosk itself says; all else is a reply.
mod says {
    pub const SIGNPOST: &str = "Signpost:";
    pub const STILL_THERE: &str = "Are you still there? Type anything to go on. Otherwise I will soon forget what was typed and start afresh.";
    pub const STARTED_AFRESH: &str = "What was typed has been forgotten.";
    pub const GOODBYE: &str = "Goodbye. What was typed has been forgotten.";
    pub const CUT: &str = "That was very long, so I read only the beginning.";
}

/// Runs until the end of input or a signal that asks for it.
///
/// # Errors
///
/// When the terminal cannot be set or written; one that is gone is a normal end, as a closed pipe is.
pub async fn run(
    service: &Service,
    setup: &Setup,
    clock: impl Fn() -> Moment,
    fresh_id: impl Fn() -> SessionId,
) -> std::io::Result<()> {
    let mut kiosk = Kiosk {
        service,
        setup,
        input: Input::open(setup.is_dumb)?,
        session: Session::new(fresh_id(), Channel::Kiosk),
        page: None,
        files: Vec::new(),
        has_spoken: false,
    };
    match kiosk.serve(&clock, &fresh_id).await {
        Err(error) if is_gone(&error) => Ok(()),
        other => other,
    }
}

/// Nobody can read any more: a pipe that was closed, a terminal that was.
fn is_gone(error: &std::io::Error) -> bool {
    /// The number of "input/output error" on every Unix: what a terminal that hung up answers.
    const HUNG_UP: i32 = 5;
    error.kind() == std::io::ErrorKind::BrokenPipe || (cfg!(unix) && error.raw_os_error() == Some(HUNG_UP))
}

struct Kiosk<'a> {
    service: &'a Service,
    setup: &'a Setup,
    input: Input,
    session: Session,
    /// What the last reply gave to print.
    page: Option<String>,
    /// What the last reply gave to save.
    files: Vec<Takeaway>,
    /// Something stands above: an empty line goes before the next turn.
    has_spoken: bool,
}

impl Kiosk<'_> {
    async fn serve(
        &mut self,
        clock: &impl Fn() -> Moment,
        fresh_id: &impl Fn() -> SessionId,
    ) -> std::io::Result<()> {
        self.wipe()?;
        self.hear(Message::Begin, clock()).await?;
        // While the family reads the start page. Where there is no thread to be had, its first message waits for it.
        drop(std::thread::Builder::new().spawn(safeguarding::prepare));
        let mut is_warned = false;
        let mut is_prompted = false;
        loop {
            if !std::mem::replace(&mut is_prompted, true) {
                self.prompt()?;
            }
            let wait = if is_warned { Some(self.setup.warning) } else { self.setup.idle };
            let heard = self.input.next(wait).await?;
            // Nobody has typed since the start page: there is nothing to forget and nobody to warn, and the page stays.
            if matches!(heard, Heard::Quiet { .. }) && self.session.is_blank() && self.input.is_blank() {
                is_warned = false;
                continue;
            }
            is_prompted = false;
            match heard {
                Heard::Message { text, was_cut } => {
                    let was_warned = std::mem::take(&mut is_warned);
                    self.echo(&text)?;
                    if was_cut {
                        self.say_own(says::CUT)?;
                    }
                    if self.asks_to_print(&text) {
                        self.print().await?;
                    } else if self.asks_to_save(&text) {
                        self.save()?;
                    } else if was_warned && self.service.library().phrases().is_still_here(&text) {
                        // "Yes" to the warning agrees to nothing else that stands on the screen.
                        self.hear(Message::Begin, clock()).await?;
                    } else if self.hear(Message::Text(text), clock()).await? {
                        self.start_afresh(fresh_id());
                    }
                }
                // Whoever has begun to type since the warning is there.
                Heard::Quiet { was_typing: false } if is_warned => {
                    is_warned = false;
                    self.start_afresh(fresh_id());
                    self.input.clear();
                    self.end_prompt()?;
                    self.wipe()?;
                    self.say_own(says::STARTED_AFRESH)?;
                    self.hear(Message::Begin, clock()).await?;
                }
                Heard::Quiet { .. } => {
                    is_warned = true;
                    self.end_prompt()?;
                    self.say_own(says::STILL_THERE)?;
                }
                Heard::End => {
                    self.end_prompt()?;
                    self.wipe()?;
                    self.say_own(says::GOODBYE)?;
                    return Ok(());
                }
            }
        }
    }

    /// One turn. True when the conversation is over and forgotten.
    async fn hear(&mut self, message: Message, now: Moment) -> std::io::Result<bool> {
        let served = self.service.turn(&self.session, &message, now).await;
        self.session = served.turn.session;
        let reply = served.turn.reply;
        let mut words = plain::text(&reply, self.width());
        let offers = self.take_up(&reply);
        if !offers.is_empty() {
            words = format!("{words}\n\n{}", plain::of_blocks(&[Block::Paragraph(offers)], self.width()));
        }
        if served.is_forgotten {
            // What is forgotten does not stay on the screen for the next to read.
            self.wipe()?;
        }
        self.say(&words)?;
        if reply.outcome == Outcome::Urgent || self.may_be_danger(&message) {
            self.input.hold();
        }
        Ok(served.is_forgotten)
    }

    fn may_be_danger(&self, message: &Message) -> bool {
        match message {
            Message::Text(text) => conversation::may_be_danger(self.service.library(), text),
            _ => false,
        }
    }

    /// As wide as the terminal is now, up to what is easily read.
    fn width(&self) -> usize {
        #[cfg(unix)]
        if let Some(width) = tty::width_of_standard_output() {
            return width.clamp(NARROWEST_TERMINAL, WIDEST);
        }
        self.setup.width
    }

    /// Keeps at hand what the reply gives to print and to save, and says so.
    fn take_up(&mut self, reply: &Reply) -> Vec<String> {
        let phrases = self.service.library().phrases();
        self.page = self.setup.printer.as_ref().and_then(|_| takeaway::page(reply));
        self.files = match self.setup.folder.as_ref().map(|_| takeaway::of(reply)) {
            Some(Ok(files)) => files,
            Some(Err(problem)) => {
                tracing::error!(%problem, "a letter could not be made into a document");
                Vec::new()
            }
            None => Vec::new(),
        };
        let to_print = self.page.is_some().then(|| phrases.print_offer.clone());
        let to_save = (!self.files.is_empty()).then(|| phrases.save_offer.clone());
        to_print.into_iter().chain(to_save).collect()
    }

    /// The word works only while there is something to print.
    fn asks_to_print(&self, text: &str) -> bool {
        self.page.is_some() && self.service.library().phrases().is_print(text)
    }

    async fn print(&mut self) -> std::io::Result<()> {
        let (Some(printer), Some(page)) = (&self.setup.printer, &self.page) else { return Ok(()) };
        let phrases = self.service.library().phrases();
        let said = match printer.print(page).await {
            Ok(()) => &phrases.printed,
            Err(problem) => {
                let cause = std::error::Error::source(&problem).map(ToString::to_string);
                tracing::warn!(%problem, cause, "a page was not printed");
                &phrases.not_printed
            }
        };
        self.say_own(said)
    }

    /// The word works only while there is something to save.
    fn asks_to_save(&self, text: &str) -> bool {
        !self.files.is_empty() && self.service.library().phrases().is_save(text)
    }

    fn save(&mut self) -> std::io::Result<()> {
        let Some(folder) = &self.setup.folder else { return Ok(()) };
        let phrases = self.service.library().phrases();
        let said = match folder.save(&self.files) {
            Ok(names) => phrases.saved.replace("{files}", &names.join(", ")),
            Err(problem) => {
                let cause = std::error::Error::source(&problem).map(ToString::to_string);
                tracing::warn!(%problem, cause, "a file was not saved");
                phrases.not_saved.clone()
            }
        };
        self.say_own(&said)
    }

    fn start_afresh(&mut self, id: SessionId) {
        self.session = Session::new(id, Channel::Kiosk);
        self.page = None;
        self.files.clear();
    }

    /// A sentence of the kiosk itself, as wide as everything else.
    fn say_own(&mut self, sentence: &str) -> std::io::Result<()> {
        let block = Block::Paragraph(vec![sentence.to_owned()]);
        self.say(&plain::of_blocks(&[block], self.width()))
    }

    fn say(&mut self, words: &str) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        if self.has_spoken {
            writeln!(out)?;
        }
        self.has_spoken = true;
        writeln!(out, "{}", says::SIGNPOST)?;
        writeln!(out, "{words}")?;
        out.flush()
    }

    fn prompt(&self) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        write!(out, "\n{PROMPT}{}", self.input.unsent())?;
        out.flush()
    }

    fn end_prompt(&self) -> std::io::Result<()> {
        writeln!(std::io::stdout().lock())
    }

    /// A pipe shows no typing, so the transcript does.
    fn echo(&self, text: &str) -> std::io::Result<()> {
        if self.setup.echoes {
            let shown: String = text.chars().take(200).collect();
            writeln!(std::io::stdout().lock(), "{}", shown.trim())?;
        }
        Ok(())
    }

    /// Clears screen and scrollback before the next family, where that is allowed.
    fn wipe(&self) -> std::io::Result<()> {
        if self.setup.clears_screen {
            let mut out = std::io::stdout().lock();
            write!(out, "\x1b[2J\x1b[3J\x1b[H")?;
            out.flush()?;
        }
        Ok(())
    }
}
