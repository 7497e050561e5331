//! The kiosk in line mode: numbered, append-only, readable by a screen reader, at 40 columns, in a pipe.
//!
//! Nothing is drawn: no boxes, no colours, no cursor movement. Each reply begins with who speaks; one empty line
//! stands between turns. After a quiet time a warning is given, then the conversation is forgotten and the next
//! family starts afresh.

use std::io::{BufRead, IsTerminal, Write};
use std::time::Duration;

use tokio::sync::mpsc;

use crate::conversation::Message;
use crate::enquiry::Channel;
use crate::moment::Moment;
use crate::plain;
use crate::reply::{Block, Reply};
use crate::service::Service;
use crate::session::{Session, SessionId};
use crate::takeaway::{self, Takeaway};
use crate::terminal;

pub mod folder;
pub mod printer;

use folder::Folder;
use printer::Printer;

/// The longest line that is read, in bytes; what follows on the same line is dropped. Danger may stand at the end of a
/// long story, so it is far longer than any story.
const LONGEST_LINE: usize = 256 * 1024;
/// How long a family has after the warning.
const WARNING: Duration = Duration::from_secs(60);
const NARROWEST: usize = 40;
const WIDEST: usize = 80;

/// How a kiosk is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Quiet time before the warning; none means that it waits for ever.
    pub idle: Option<Duration>,
    /// How long after the warning the conversation is forgotten.
    pub warning: Duration,
    pub width: usize,
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
        let is_dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Setup {
            idle,
            warning: WARNING,
            width: columns.unwrap_or(WIDEST).clamp(NARROWEST, WIDEST),
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
    pub const YOU: &str = "You: ";
    pub const STILL_THERE: &str = "Are you still there? Type anything to go on. Otherwise I will soon forget what was typed and start afresh.";
    pub const STARTED_AFRESH: &str = "What was typed has been forgotten.";
    pub const GOODBYE: &str = "Goodbye. What was typed has been forgotten.";
    pub const CUT: &str = "That was very long, so I read only the beginning.";
}

enum Heard {
    Line { text: String, was_cut: bool },
    Nothing,
    End,
}

/// Runs until the end of input or Ctrl-C.
///
/// # Errors
///
/// When standard output cannot be written; a closed pipe is a normal end.
pub async fn run(
    service: &Service,
    setup: &Setup,
    clock: impl Fn() -> Moment,
    fresh_id: impl Fn() -> SessionId,
) -> std::io::Result<()> {
    let mut lines = listen();
    let mut kiosk = Kiosk {
        service,
        setup,
        session: Session::new(fresh_id(), Channel::Kiosk),
        page: None,
        files: Vec::new(),
        has_spoken: false,
    };
    let ended = kiosk.serve(&mut lines, &clock, &fresh_id).await;
    match ended {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

struct Kiosk<'a> {
    service: &'a Service,
    setup: &'a Setup,
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
        lines: &mut mpsc::Receiver<std::io::Result<(Vec<u8>, bool)>>,
        clock: &impl Fn() -> Moment,
        fresh_id: &impl Fn() -> SessionId,
    ) -> std::io::Result<()> {
        self.wipe()?;
        self.hear(Message::Begin, clock()).await?;
        let mut is_warned = false;
        loop {
            self.prompt()?;
            let wait = if is_warned { Some(self.setup.warning) } else { self.setup.idle };
            match next(lines, wait).await {
                Heard::Line { text, was_cut } => {
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
                Heard::Nothing if is_warned => {
                    is_warned = false;
                    self.start_afresh(fresh_id());
                    self.end_prompt()?;
                    self.wipe()?;
                    self.say_own(says::STARTED_AFRESH)?;
                    self.hear(Message::Begin, clock()).await?;
                }
                // Nobody has typed since the start page: there is nothing to forget and nobody to warn.
                Heard::Nothing if self.session.is_blank() => {}
                Heard::Nothing => {
                    is_warned = true;
                    self.end_prompt()?;
                    self.say_own(says::STILL_THERE)?;
                }
                Heard::End => {
                    self.end_prompt()?;
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
        let mut words = plain::text(&reply, self.setup.width);
        let offers = self.take_up(&reply);
        if !offers.is_empty() {
            words = format!("{words}\n\n{}", plain::of_blocks(&[Block::Paragraph(offers)], self.setup.width));
        }
        self.say(&words)?;
        Ok(served.is_forgotten)
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
        self.say(&plain::of_blocks(&[block], self.setup.width))
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
        write!(out, "\n{}", says::YOU)?;
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

async fn next(lines: &mut mpsc::Receiver<std::io::Result<(Vec<u8>, bool)>>, wait: Option<Duration>) -> Heard {
    let quiet = async {
        match wait {
            Some(wait) => tokio::time::sleep(wait).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        line = lines.recv() => match line {
            Some(Ok((bytes, was_cut))) => Heard::Line { text: heard_text(&bytes), was_cut },
            Some(Err(_)) | None => Heard::End,
        },
        _ = tokio::signal::ctrl_c() => Heard::End,
        () = quiet => Heard::Nothing,
    }
}

/// What was typed, as text: bytes that are no text become marks, control characters and escape sequences go.
fn heard_text(bytes: &[u8]) -> String {
    terminal::one_line(&String::from_utf8_lossy(bytes))
}

/// Reads lines on a thread of its own, each cut at [`LONGEST_LINE`].
fn listen() -> mpsc::Receiver<std::io::Result<(Vec<u8>, bool)>> {
    let (send, receive) = mpsc::channel(1);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        loop {
            match read_line(&mut input) {
                Ok(Some(line)) => {
                    if send.blocking_send(Ok(line)).is_err() {
                        return;
                    }
                }
                Ok(None) => return,
                Err(error) => {
                    // Nobody may be listening any more; either way this is the end.
                    let _ = send.blocking_send(Err(error));
                    return;
                }
            }
        }
    });
    receive
}

/// One line without its end, and whether it was cut; `None` at the end of input.
fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<(Vec<u8>, bool)>> {
    let mut line = Vec::new();
    let mut was_cut = false;
    let mut has_read = false;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(has_read.then_some((line, was_cut)));
        }
        has_read = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        let room = LONGEST_LINE - line.len();
        was_cut |= piece.len() > room;
        line.extend_from_slice(&piece[..piece.len().min(room)]);
        let used = end.map_or(buffer.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(Some((line, was_cut)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &[u8], heard: &str) {
        assert_eq!(heard_text(typed), heard);
    }

    #[test]
    fn an_escape_sequence_is_not_heard() {
        check(b"what \x1b[31mis\x1b[0m sen", "what is sen");
        check(b"\x1b]0;title\x07menu", "menu");
        check(b"be\x08ll\x07", "bell");
    }

    #[test]
    fn bytes_that_are_no_text_do_not_stop_it() {
        check(b"help \xff\xfe me", "help \u{fffd}\u{fffd} me");
    }

    #[test]
    fn a_line_of_a_megabyte_is_cut_and_the_next_is_whole() {
        let mut input = vec![b'a'; 1 << 20];
        input.extend_from_slice(b"\r\nmenu\r\n");
        let mut input = std::io::BufReader::new(input.as_slice());
        let (long, was_cut) = read_line(&mut input).unwrap().unwrap();
        assert_eq!((long.len(), was_cut), (LONGEST_LINE, true));
        assert_eq!(read_line(&mut input).unwrap(), Some((b"menu".to_vec(), false)));
        assert_eq!(read_line(&mut input).unwrap(), None);
    }

    #[test]
    fn a_last_line_without_its_end_is_heard() {
        let mut input = std::io::BufReader::new(b"adviser".as_slice());
        assert_eq!(read_line(&mut input).unwrap(), Some((b"adviser".to_vec(), false)));
    }
}
