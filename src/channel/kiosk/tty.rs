//! The terminal behind standard input: it hands over each key, and marks what is pasted, until it is given back.
//!
//! It is given back on every way out: at the end, on a signal, while the kiosk is suspended, when a turn panics. Only a
//! kill that no program can see leaves it as it was; `reset` mends that.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;

use rustix::termios::{
    self, InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// A pasted text is put between marks (and: no longer is).
const MARK_PASTES: &[u8] = b"\x1b[?2004h";
const MARK_PASTES_NO_MORE: &[u8] = b"\x1b[?2004l";

pub struct Terminal {
    /// As it was found, and as it is given back.
    before: Termios,
    screen: File,
    is_dumb: bool,
    is_taken: bool,
}

impl Terminal {
    /// None where standard input is no terminal, or where nothing could show what is typed.
    pub fn behind_standard_input(is_dumb: bool) -> Option<Terminal> {
        let input = io::stdin();
        if !input.is_terminal() {
            return None;
        }
        let before = tcgetattr(&input).ok()?;
        let output = io::stdout();
        let screen = if output.is_terminal() {
            File::from(output.as_fd().try_clone_to_owned().ok()?)
        } else {
            File::options().write(true).open("/dev/tty").ok()?
        };
        Some(Terminal { before, screen, is_dumb, is_taken: false })
    }

    /// From now on each key comes as it is pressed, and nothing is shown that is not written.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn take(&mut self) -> io::Result<()> {
        let mut keys = self.before.clone();
        keys.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN;
        // Ctrl-S would stop the screen, and a family would not know why.
        keys.input_modes -= InputModes::IXON;
        keys.special_codes[SpecialCodeIndex::VMIN] = 1;
        keys.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &keys)?;
        self.is_taken = true;
        if !self.is_dumb {
            self.screen.write_all(MARK_PASTES)?;
        }
        Ok(())
    }

    /// Gives it back as it was found. What was typed and not read is dropped: a shell would obey it.
    pub fn give_back(&mut self) {
        if !std::mem::take(&mut self.is_taken) {
            return;
        }
        // A terminal that is gone needs nothing.
        if !self.is_dumb {
            let _ = self.screen.write_all(MARK_PASTES_NO_MORE);
        }
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
    }

    /// Shows what was typed, where the terminal itself showed it.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn show(&mut self, typed: &str) -> io::Result<()> {
        if self.before.local_modes.contains(LocalModes::ECHO) {
            self.screen.write_all(typed.as_bytes())?;
        }
        Ok(())
    }

    /// How wide it is now, in columns.
    pub fn width(&self) -> Option<usize> {
        width_of(&self.screen)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// How wide the terminal is that standard output goes to; none where it goes elsewhere, or does not say.
pub fn width_of_standard_output() -> Option<usize> {
    width_of(io::stdout())
}

fn width_of(screen: impl AsFd) -> Option<usize> {
    let size = termios::tcgetwinsize(screen).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}
