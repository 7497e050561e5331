//! Where a family's messages come from: the keys of a terminal, or the lines of a pipe.

use std::io::{BufRead, Read};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::keyboard::{Keyboard, LONGEST, PROMPT};
#[cfg(unix)]
use super::tty::Terminal;
use crate::terminal;

/// So long after a reply to danger nothing more is sent: nobody has read it sooner.
const READING: Duration = Duration::from_secs(2);
/// A screen that does not say how wide it is.
const USUAL_WIDTH: usize = 80;

/// What came.
#[derive(Debug)]
pub enum Heard {
    Message {
        text: String,
        was_cut: bool,
    },
    /// Nothing for so long; `was_typing`: though somebody had begun.
    Quiet {
        was_typing: bool,
    },
    /// The end of input, or a signal that asks for the end.
    End,
}

pub struct Input {
    source: Source,
    signals: Signals,
}

enum Source {
    Lines(mpsc::Receiver<std::io::Result<(Vec<u8>, bool)>>),
    #[cfg(unix)]
    Keys(Box<Keys>),
}

/// Keys as they were pressed, with the moment: what is typed while a turn is under way is told from what comes later.
#[cfg(unix)]
struct Keys {
    terminal: Terminal,
    keyboard: Keyboard,
    suspend: tokio::signal::unix::Signal,
    resumed: tokio::signal::unix::Signal,
    pressed: mpsc::Receiver<(Vec<u8>, Instant)>,
    /// Taken out of the channel, but what came before it has to be sent first.
    waiting: Option<(Vec<u8>, Instant)>,
}

impl Input {
    /// Reads keys where a terminal is behind standard input, and lines elsewhere.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be set, or signals cannot be heard.
    pub fn open(is_dumb: bool) -> std::io::Result<Input> {
        let signals = Signals::listen()?;
        #[cfg(unix)]
        if let Some(mut terminal) = Terminal::behind_standard_input(is_dumb) {
            terminal.take()?;
            let keys = Keys {
                terminal,
                keyboard: Keyboard::new(Instant::now()),
                suspend: of(rustix::process::Signal::TSTP)?,
                resumed: of(rustix::process::Signal::CONT)?,
                pressed: listen_to_keys(),
                waiting: None,
            };
            return Ok(Input { source: Source::Keys(Box::new(keys)), signals });
        }
        #[cfg(not(unix))]
        let _ = is_dumb;
        Ok(Input { source: Source::Lines(listen_to_lines()), signals })
    }

    /// What has been typed and not sent: it stands behind the prompt.
    pub fn unsent(&self) -> &str {
        match &self.source {
            Source::Lines(_) => "",
            #[cfg(unix)]
            Source::Keys(keys) => keys.keyboard.unsent(),
        }
    }

    pub fn is_blank(&self) -> bool {
        match &self.source {
            Source::Lines(_) => true,
            #[cfg(unix)]
            Source::Keys(keys) => keys.keyboard.is_blank(),
        }
    }

    /// Forgets what was typed and not sent.
    pub fn clear(&mut self) {
        match &mut self.source {
            Source::Lines(_) => {}
            #[cfg(unix)]
            Source::Keys(keys) => keys.keyboard.clear(Instant::now()),
        }
    }

    /// What was typed ahead of a reply that has to be read, and what follows at once, waits behind the prompt until Enter
    /// is pressed once more.
    pub fn hold(&mut self) {
        match &mut self.source {
            Source::Lines(_) => {}
            #[cfg(unix)]
            Source::Keys(keys) => keys.hold(),
        }
    }

    /// Waits for a message, the end, or `wait` without any key.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written.
    pub async fn next(&mut self, wait: Option<Duration>) -> std::io::Result<Heard> {
        match &mut self.source {
            Source::Lines(lines) => Ok(next_line(lines, &mut self.signals, wait).await),
            #[cfg(unix)]
            Source::Keys(keys) => keys.next(&mut self.signals, wait).await,
        }
    }
}

async fn quiet(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

async fn next_line(
    lines: &mut mpsc::Receiver<std::io::Result<(Vec<u8>, bool)>>,
    signals: &mut Signals,
    wait: Option<Duration>,
) -> Heard {
    tokio::select! {
        line = lines.recv() => match line {
            Some(Ok((bytes, was_cut))) => Heard::Message { text: heard_text(&bytes), was_cut },
            Some(Err(_)) | None => Heard::End,
        },
        () = signals.end() => Heard::End,
        () = quiet(wait) => Heard::Quiet { was_typing: false },
    }
}

#[cfg(unix)]
impl Keys {
    async fn next(&mut self, signals: &mut Signals, wait: Option<Duration>) -> std::io::Result<Heard> {
        let mut was_typing = false;
        loop {
            // As of the next key where there is one already: it may belong to the same burst.
            if self.waiting.is_none() {
                self.waiting = self.pressed.try_recv().ok();
            }
            let now = self.waiting.as_ref().map_or_else(Instant::now, |(_, at)| *at);
            if let Some(sent) = self.keyboard.sent(now) {
                return Ok(Heard::Message { text: sent.text, was_cut: sent.was_cut });
            }
            if let Some((bytes, at)) = self.waiting.take() {
                was_typing = true;
                let shown = self.keyboard.press(&bytes, at, self.terminal.width().unwrap_or(USUAL_WIDTH));
                self.terminal.show(&shown)?;
                if self.keyboard.has_ended() {
                    return Ok(Heard::End);
                }
                continue;
            }
            let due = self.keyboard.due().map(|due| due.saturating_duration_since(Instant::now()));
            tokio::select! {
                pressed = self.pressed.recv() => match pressed {
                    Some(pressed) => self.waiting = Some(pressed),
                    None => return Ok(Heard::End),
                },
                () = quiet(due), if due.is_some() => {}
                () = signals.end() => return Ok(Heard::End),
                _ = self.suspend.recv() => {
                    self.terminal.show("\n")?;
                    self.terminal.give_back();
                    suspend_this_process();
                }
                _ = self.resumed.recv() => {
                    self.terminal.take()?;
                    self.terminal.show(&format!("\n{PROMPT}{}", self.keyboard.unsent()))?;
                }
                () = quiet(wait), if due.is_none() => return Ok(Heard::Quiet { was_typing }),
            }
        }
    }

    fn hold(&mut self) {
        let now = Instant::now();
        let until = now + READING;
        self.keyboard.hold_until(until);
        while let Some((bytes, at)) = self.waiting.take().or_else(|| self.pressed.try_recv().ok()) {
            // Shown behind the prompt, which is still to come.
            let _ = self.keyboard.press(&bytes, at, USUAL_WIDTH);
        }
        self.keyboard.hold_back();
    }
}

/// Stops until somebody lets it go on. The signal that asked for it has been caught, and this one cannot be.
#[cfg(unix)]
fn suspend_this_process() {
    let this = rustix::process::getpid();
    if let Err(error) = rustix::process::kill_process(this, rustix::process::Signal::STOP) {
        tracing::warn!(%error, "the kiosk could not be suspended");
    }
}

/// The signals that ask a kiosk to end.
#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 4]);

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Signals> {
        use rustix::process::Signal;
        Ok(Signals([of(Signal::INT)?, of(Signal::TERM)?, of(Signal::HUP)?, of(Signal::QUIT)?]))
    }

    async fn end(&mut self) {
        let [interrupt, terminate, hang_up, quit] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
            _ = quit.recv() => {}
        }
    }
}

#[cfg(unix)]
fn of(signal: rustix::process::Signal) -> std::io::Result<tokio::signal::unix::Signal> {
    use tokio::signal::unix;
    unix::signal(unix::SignalKind::from_raw(signal.as_raw()))
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Signals> {
        Ok(Signals)
    }

    async fn end(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

/// Reads keys on a thread of its own.
#[cfg(unix)]
fn listen_to_keys() -> mpsc::Receiver<(Vec<u8>, Instant)> {
    const MOST_WAITING: usize = 1_000;
    let (send, receive) = mpsc::channel(MOST_WAITING);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        let mut keys = [0; 16 * 1024];
        loop {
            match input.read(&mut keys) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                // Nothing, or an error, is a terminal that is gone.
                Ok(0) | Err(_) => return,
                Ok(read) => {
                    if send.blocking_send((keys[..read].to_vec(), Instant::now())).is_err() {
                        return;
                    }
                }
            }
        }
    });
    receive
}

/// What was typed, as text: bytes that are no text become marks, control characters and escape sequences go.
fn heard_text(bytes: &[u8]) -> String {
    terminal::one_line(&String::from_utf8_lossy(bytes))
}

/// Reads lines on a thread of its own, each cut at [`LONGEST`].
fn listen_to_lines() -> mpsc::Receiver<std::io::Result<(Vec<u8>, bool)>> {
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
        let room = LONGEST - line.len();
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
        assert_eq!((long.len(), was_cut), (LONGEST, true));
        assert_eq!(read_line(&mut input).unwrap(), Some((b"menu".to_vec(), false)));
        assert_eq!(read_line(&mut input).unwrap(), None);
    }

    #[test]
    fn a_last_line_without_its_end_is_heard() {
        let mut input = std::io::BufReader::new(b"adviser".as_slice());
        assert_eq!(read_line(&mut input).unwrap(), Some((b"adviser".to_vec(), false)));
    }
}
