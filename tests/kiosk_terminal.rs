//! The kiosk at a real terminal: what is pasted, typed ahead, rubbed out or left half typed, and the terminal given back
//! on every way out.
#![cfg(target_os = "linux")]

mod common;

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

const DANGER: &str = "call 999";
const PASTES_ARE_MARKED: &str = "\u{1b}[?2004h";
const PASTES_ARE_NO_LONGER_MARKED: &str = "\u{1b}[?2004l";
const CTRL_C: &[u8] = b"\x03";
const CTRL_D: &[u8] = b"\x04";
const CTRL_S: &[u8] = b"\x13";
const CTRL_U: &[u8] = b"\x15";
const CTRL_Z: &[u8] = b"\x1a";

/// A kiosk at its first prompt, and whoever sits at it.
struct Seat {
    kiosk: Child,
    keys: File,
    screen: Receiver<Vec<u8>>,
    shown: String,
    /// Everything up to the first prompt.
    begun: String,
    reading: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Seat {
    fn taken(arguments: &[&str], columns: u16, environment: &[(&str, &str)]) -> Seat {
        let folder = tempfile::tempdir().unwrap();
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        tcsetwinsize(&keys, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap().into_string().unwrap();
        let terminal = || Stdio::from(File::options().read(true).write(true).open(&name).unwrap());
        let kiosk = Command::new("setsid")
            .args(["--ctty", "--wait", env!("CARGO_BIN_EXE_signpost"), "kiosk"])
            .args(arguments)
            .current_dir(folder.path())
            .env("SIGNPOST_DATABASE", database(folder.path()))
            .env("SIGNPOST_NOW", "2026-11-24T10:00:00Z")
            .env("TERM", "xterm")
            .env_remove("SIGNPOST_CONTENT")
            .env_remove("COLUMNS")
            .envs(environment.iter().copied())
            .stdin(terminal())
            .stdout(terminal())
            .stderr(terminal())
            .spawn()
            .unwrap();
        let keys = File::from(keys);
        let (send, screen) = channel();
        let mut output = keys.try_clone().unwrap();
        let reading = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // A terminal that nobody has open any more answers with an error: that is the end.
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                if send.send(bytes[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let mut seat = Seat {
            kiosk,
            keys,
            screen,
            shown: String::new(),
            begun: String::new(),
            reading,
            _folder: folder,
        };
        seat.begun = seat.sees("You: ");
        seat
    }

    fn plain() -> Seat {
        Seat::taken(&["--plain"], 80, &[])
    }

    fn types(&mut self, keys: impl AsRef<[u8]>) {
        self.keys.write_all(keys.as_ref()).unwrap();
    }

    /// Waits until the words are shown, after all that was waited for before; gives everything up to them.
    #[track_caller]
    fn sees(&mut self, words: &str) -> String {
        loop {
            if let Some(at) = self.shown.find(words) {
                let rest = self.shown.split_off(at + words.len());
                return std::mem::replace(&mut self.shown, rest);
            }
            match self.screen.recv_timeout(Duration::from_secs(30)) {
                Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("`{words}` is not shown, but: {}", self.shown),
            }
        }
    }

    /// Waits for the end, and gives what was still shown.
    fn ends(mut self) -> (String, std::process::ExitStatus) {
        let ended = self.kiosk.wait().unwrap();
        while let Ok(bytes) = self.screen.recv_timeout(Duration::from_millis(200)) {
            self.shown.push_str(&String::from_utf8_lossy(&bytes));
        }
        (std::mem::take(&mut self.shown), ended)
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.kiosk.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn is_stopped(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.kiosk.id())).unwrap();
        stat.rsplit_once(") ").is_some_and(|(_, after)| after.starts_with('T'))
    }

    /// Whether the terminal is as a shell needs it.
    fn is_given_back(&self) -> bool {
        let needed = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN;
        tcgetattr(&self.keys).unwrap().local_modes.contains(needed)
    }
}

fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("enquiries.db").display())
}

/// How many replies there are in what was shown.
fn replies(shown: &str) -> usize {
    shown.matches("Signpost:").count()
}

#[test]
fn a_paste_is_one_message_and_its_danger_stays_on_the_screen() {
    for arguments in [&["--plain"][..], &[]] {
        let mut seat = Seat::taken(arguments, 80, &[]);
        assert!(seat.begun.contains(PASTES_ARE_MARKED), "{:?}", seat.begun);
        seat.types("\u{1b}[200~He is 8.\rHe says he wants to kill himself.\rWhat is SEN Support?\u{1b}[201~");
        seat.sees("What is SEN Support?");
        seat.types("\r");
        let first = seat.sees(DANGER);
        assert_eq!(replies(&first), 1, "{first}");
        seat.sees("You: ");
        seat.types(CTRL_D);
        let (rest, ended) = seat.ends();
        assert!(ended.success() && replies(&rest) == 1 && rest.contains("Goodbye."), "{rest}");
    }
}

#[test]
fn a_paste_that_the_terminal_does_not_mark_is_one_message_too() {
    let mut seat = Seat::taken(&["--plain"], 80, &[("TERM", "dumb")]);
    seat.types("He is 8.\rHe says he wants to kill himself.\rWhat is SEN Support?\r");
    let before = seat.begun.clone() + &seat.sees(DANGER);
    seat.sees("You: ");
    seat.types(CTRL_D);
    let (rest, _) = seat.ends();
    assert!(replies(&rest) == 1 && rest.contains("Goodbye."), "{rest}");
    assert!(
        !before.contains('\u{1b}') && !rest.contains('\u{1b}'),
        "a dumb terminal would show it: {before:?}"
    );
}

#[test]
fn what_is_typed_ahead_does_not_push_danger_out_of_sight() {
    let mut seat = Seat::plain();
    seat.types("he wants to kill himself\r");
    seat.sees(DANGER);
    seat.sees("You: ");
    seat.types("menu\r");
    seat.sees("menu");
    seat.types([CTRL_U, CTRL_D].concat());
    let (rest, _) = seat.ends();
    assert!(replies(&rest) == 1 && rest.contains("Goodbye."), "{rest}");
}

#[test]
fn danger_past_what_a_terminal_keeps_of_a_line_is_answered() {
    let mut seat = Seat::plain();
    let story = "We have asked the school again and again. ".repeat(150);
    seat.types(format!("{story}She wants to kill herself tonight\r"));
    seat.sees(DANGER);
}

#[test]
fn the_terminal_is_given_back_on_every_way_out() {
    type WayOut = fn(&mut Seat);
    let ways: [(&str, WayOut); 5] = [
        ("Ctrl-C", |seat| seat.types(CTRL_C)),
        ("Ctrl-D", |seat| seat.types(CTRL_D)),
        ("terminated", |seat| seat.signal("-TERM")),
        ("hung up", |seat| seat.signal("-HUP")),
        ("quit", |seat| seat.types(b"\x1c")),
    ];
    for (name, go) in ways {
        let mut seat = Seat::plain();
        assert!(!seat.is_given_back(), "{name}: not taken");
        go(&mut seat);
        seat.sees(PASTES_ARE_NO_LONGER_MARKED);
        let keys = seat.keys.try_clone().unwrap();
        let (_, ended) = seat.ends();
        assert!(ended.success(), "{name}: {ended}");
        assert!(
            tcgetattr(&keys).unwrap().local_modes.contains(LocalModes::ICANON | LocalModes::ECHO),
            "{name}"
        );
    }
}

#[test]
fn a_terminal_that_is_gone_ends_the_kiosk_well() {
    let seat = Seat::plain();
    let Seat { mut kiosk, mut keys, screen, reading, .. } = seat;
    drop(screen);
    // What is shown of it ends the reading, which has the terminal open too.
    keys.write_all(b"x").unwrap();
    reading.join().unwrap();
    drop(keys);
    let ended = kiosk.wait().unwrap();
    assert_eq!((ended.code(), ended.signal()), (Some(0), None));
}

#[test]
fn while_it_is_suspended_the_terminal_is_given_back_and_the_half_typed_message_stays() {
    let mut seat = Seat::plain();
    seat.types("what is sen");
    seat.sees("what is sen");
    seat.types(CTRL_Z);
    seat.sees(PASTES_ARE_NO_LONGER_MARKED);
    while !seat.is_stopped() {
        std::thread::yield_now();
    }
    assert!(seat.is_given_back());
    seat.signal("-CONT");
    seat.sees("You: what is sen");
    assert!(!seat.is_given_back());
    seat.types(" support\r");
    seat.sees("SEN Support is");
}

#[test]
fn ctrl_s_does_not_stop_the_screen() {
    let mut seat = Seat::plain();
    seat.types([CTRL_S, b"menu\r"].concat());
    seat.sees("Hello. I am Signpost");
}

#[test]
fn what_was_half_typed_is_forgotten_with_the_rest() {
    let mut seat = Seat::taken(&["--idle-secs", "1", "--warning-secs", "1"], 80, &[]);
    seat.types("my secret ");
    seat.sees("Are you still there?");
    seat.sees("You: my secret ");
    let before = seat.sees("What was typed has been forgotten.");
    assert!(before.contains("\u{1b}[2J"), "{before:?}");
    seat.sees("You: ");
    seat.types("menu\r");
    let after = seat.sees("6. Talk to an adviser");
    assert!(!after.contains("secret"), "{after}");
}

#[test]
fn through_a_quiet_night_the_start_page_stays_on_the_screen() {
    let seat = Seat::taken(&["--idle-secs", "1", "--warning-secs", "1"], 80, &[]);
    let more = seat.screen.recv_timeout(Duration::from_millis(3_500));
    assert_eq!(more.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).ok(), None);
}

#[test]
fn what_is_forgotten_does_not_stay_on_the_screen() {
    let mut seat = Seat::taken(&[], 80, &[]);
    seat.types("stop\r");
    let before = seat.sees("We have stopped.");
    assert!(before.contains("\u{1b}[2J\u{1b}[3J"), "{before:?}");
}

#[test]
fn it_is_as_wide_as_the_terminal_is_now() {
    let mut seat = Seat::taken(&["--plain"], 40, &[]);
    let widest = |shown: &str| shown.lines().map(|line| line.chars().count()).max().unwrap_or_default();
    seat.types("menu\r");
    let narrow = seat.sees("You: ");
    assert!(widest(&narrow) <= 40, "{narrow}");
    tcsetwinsize(&seat.keys, Winsize { ws_row: 24, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    seat.types("menu\r");
    let wide = seat.sees("You: ");
    assert!((41..=80).contains(&widest(&wide)), "{wide}");
}
