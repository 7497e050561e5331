//! What is typed at a terminal, key by key: the message in the making, and what the screen shows of it.
//!
//! The kiosk reads the keys itself, because a terminal that hands over whole lines makes many messages of one pasted
//! story, and drops what goes past 4,095 bytes of a line, where danger may stand. Enter sends. It does not send while
//! more arrives in the same burst, faster than anybody types: that is a paste from a terminal which does not mark
//! pastes. Keys are only ever added to the screen and rubbed out; where that is not possible, the message is written
//! anew below, so that it can be read in any terminal and by any screen reader.

use std::time::{Duration, Instant};

use unicode_segmentation::UnicodeSegmentation;

use crate::terminal;

/// Stands before what a family types.
pub const PROMPT: &str = "You: ";
/// The longest message that is read, in bytes; what follows is dropped. Danger may stand at the end of a long story, so
/// it is far longer than any story.
pub const LONGEST: usize = 256 * 1024;
/// Keys closer together than this are no typing: a held Enter repeats every 33 milliseconds, and the quickest typists
/// let some 60 go by.
pub const BURST: Duration = Duration::from_millis(50);
/// A paste that pauses so long has lost its end: Enter sends again.
const LOST: Duration = Duration::from_secs(2);

const PASTE_BEGINS: &[u8] = b"200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// No key sends more than this between `ESC [` and its last letter.
const LONGEST_SEQUENCE: usize = 32;

/// One message in the making.
#[derive(Debug)]
pub struct Keyboard {
    text: String,
    /// Bytes that are not a whole character yet, or, in a paste, not the whole paste.
    undecoded: Vec<u8>,
    reading: Reading,
    /// Enter was pressed, and nothing has come after it so far.
    entered: Option<Instant>,
    last_key: Instant,
    /// Until then Enter only begins a new line.
    held_until: Option<Instant>,
    was_cut: bool,
    /// Ctrl-D with nothing typed.
    has_ended: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Reading {
    Keys,
    Escape,
    /// After `ESC [`, up to a letter: arrows, and the marks of a paste.
    Sequence(Vec<u8>),
    /// One more, as for the keys F1 to F4.
    OneMore,
    Paste,
}

/// A whole message.
#[derive(Debug, PartialEq, Eq)]
pub struct Sent {
    pub text: String,
    pub was_cut: bool,
}

impl Keyboard {
    pub fn new(now: Instant) -> Keyboard {
        Keyboard {
            text: String::new(),
            undecoded: Vec::new(),
            reading: Reading::Keys,
            entered: None,
            last_key: now,
            held_until: None,
            was_cut: false,
            has_ended: false,
        }
    }

    /// What has been typed and not sent.
    pub fn unsent(&self) -> &str {
        &self.text
    }

    pub fn is_blank(&self) -> bool {
        self.text.is_empty() && self.undecoded.is_empty() && self.entered.is_none()
    }

    pub fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Forgets what was typed and not sent.
    pub fn clear(&mut self, now: Instant) {
        *self = Keyboard::new(now);
    }

    /// Until then Enter sends nothing: what stands on the screen has to be read first.
    pub fn hold_until(&mut self, until: Instant) {
        self.held_until = Some(until);
    }

    /// No line that was begun and has nothing on it stands at the end.
    pub fn hold_back(&mut self) {
        self.text.truncate(self.text.trim_end_matches('\n').len());
    }

    /// When the message is sent, if nothing more comes before.
    pub fn due(&self) -> Option<Instant> {
        self.entered.map(|entered| entered + BURST)
    }

    /// The message, once Enter was pressed and nothing came right after. To be asked before [`Keyboard::press`].
    pub fn sent(&mut self, now: Instant) -> Option<Sent> {
        self.due().filter(|due| *due <= now)?;
        self.entered = None;
        let text = std::mem::take(&mut self.text);
        Some(Sent { text: text.trim().to_owned(), was_cut: std::mem::take(&mut self.was_cut) })
    }

    /// Takes keys, and gives what the screen shows of them. `width` is that of the screen, in columns.
    pub fn press(&mut self, bytes: &[u8], now: Instant, width: usize) -> String {
        let mut screen = Screen { shown: String::new(), width };
        let pause = now.saturating_duration_since(self.last_key);
        self.last_key = now;
        match self.reading {
            Reading::Paste if pause > LOST => self.end_paste(&mut screen),
            // Nobody types a sequence by hand: that was the Escape key.
            Reading::Escape | Reading::Sequence(_) | Reading::OneMore if pause > BURST => {
                self.reading = Reading::Keys;
            }
            _ => {}
        }
        for byte in bytes {
            self.byte(*byte, now, &mut screen);
        }
        screen.shown
    }

    fn byte(&mut self, byte: u8, now: Instant, screen: &mut Screen) {
        match &mut self.reading {
            Reading::Paste => {
                self.undecoded.push(byte);
                if self.undecoded.ends_with(PASTE_ENDS) {
                    self.undecoded.truncate(self.undecoded.len() - PASTE_ENDS.len());
                    self.end_paste(screen);
                } else if self.undecoded.len() > LONGEST {
                    // The mark of the end has to be seen, however much is dropped before it.
                    let keep = LONGEST - PASTE_ENDS.len();
                    self.undecoded.remove(keep);
                    self.was_cut = true;
                }
            }
            Reading::Keys => self.key(byte, now, screen),
            Reading::Escape => match byte {
                b'[' => self.reading = Reading::Sequence(Vec::new()),
                b'O' => self.reading = Reading::OneMore,
                0x1b => {}
                _ => {
                    self.reading = Reading::Keys;
                    self.key(byte, now, screen);
                }
            },
            Reading::Sequence(marks) => match byte {
                // The console's own F1 to F5: `ESC [ [ A`.
                b'[' if marks.is_empty() => self.reading = Reading::OneMore,
                b' '..=b'?' if marks.len() < LONGEST_SEQUENCE => marks.push(byte),
                b'@'..=b'~' => {
                    marks.push(byte);
                    let is_paste = marks.as_slice() == PASTE_BEGINS;
                    self.reading = if is_paste { Reading::Paste } else { Reading::Keys };
                    if is_paste {
                        self.take_up_enter();
                        self.flush(screen);
                    }
                }
                _ => {
                    self.reading = Reading::Keys;
                    self.key(byte, now, screen);
                }
            },
            Reading::OneMore => self.reading = Reading::Keys,
        }
    }

    fn key(&mut self, byte: u8, now: Instant, screen: &mut Screen) {
        const BACKSPACE: [u8; 2] = [0x08, 0x7f];
        const CTRL_D: u8 = 0x04;
        const CTRL_U: u8 = 0x15;
        const CTRL_W: u8 = 0x17;
        if byte == 0x1b {
            self.reading = Reading::Escape;
            return;
        }
        self.take_up_enter();
        match byte {
            b'\r' | b'\n' => {
                self.flush(screen);
                screen.shown.push('\n');
                if self.held_until.is_some_and(|until| now < until) {
                    self.take("\n");
                } else {
                    self.entered = Some(now);
                }
            }
            CTRL_D => self.has_ended |= self.is_blank(),
            erases if BACKSPACE.contains(&erases) => {
                self.flush(screen);
                let last = self.text.graphemes(true).next_back().map_or(0, str::len);
                self.erase(last, screen);
            }
            CTRL_W => {
                self.flush(screen);
                let kept = self.text.trim_end().rfind(char::is_whitespace).map_or(0, |space| space + 1);
                self.erase(self.text.len() - kept, screen);
            }
            CTRL_U => {
                self.flush(screen);
                self.erase(self.text.len(), screen);
            }
            b'\t' => self.character(" ", screen),
            0..0x20 => {}
            byte => {
                self.undecoded.push(byte);
                self.decode(screen);
            }
        }
    }

    /// What comes right after Enter is the same message.
    fn take_up_enter(&mut self) {
        if self.entered.take().is_some() {
            self.take("\n");
        }
    }

    /// Whole characters go into the message; the beginning of one waits for its end.
    fn decode(&mut self, screen: &mut Screen) {
        match std::str::from_utf8(&self.undecoded) {
            Err(unfinished) if unfinished.error_len().is_none() => {}
            _ => self.flush(screen),
        }
    }

    /// Takes what there is, with a mark for bytes that are no text.
    fn flush(&mut self, screen: &mut Screen) {
        if !self.undecoded.is_empty() {
            let bytes = std::mem::take(&mut self.undecoded);
            self.character(&terminal::one_line(&String::from_utf8_lossy(&bytes)), screen);
        }
    }

    fn character(&mut self, typed: &str, screen: &mut Screen) {
        if self.take(typed) {
            screen.shown.push_str(typed);
        }
    }

    fn end_paste(&mut self, screen: &mut Screen) {
        self.reading = Reading::Keys;
        let bytes = std::mem::take(&mut self.undecoded);
        let pasted = terminal::lines(&String::from_utf8_lossy(&bytes));
        let pasted = pasted.trim_end_matches('\n');
        if self.take(pasted) {
            screen.shown.push_str(pasted);
        }
    }

    /// Adds to the message what there is room for; false where that is not all.
    fn take(&mut self, typed: &str) -> bool {
        let room = LONGEST.saturating_sub(self.text.len());
        let fits = typed.floor_char_boundary(room);
        self.text.push_str(&typed[..fits]);
        self.was_cut |= fits < typed.len();
        fits == typed.len()
    }

    /// Rubs out so many bytes at the end: on the screen too where they stand on its last row, otherwise the message is
    /// written anew.
    fn erase(&mut self, bytes: usize, screen: &mut Screen) {
        if bytes == 0 {
            return;
        }
        let column = self.column(screen.width);
        let erased = self.text.split_off(self.text.len() - bytes);
        let gone = columns(&erased);
        if !erased.contains('\n') && gone < column && column < screen.width {
            screen.shown.push_str(&"\u{8} \u{8}".repeat(gone));
        } else {
            screen.shown.push_str(&format!("\n{PROMPT}{}", self.text));
        }
    }

    /// How many columns are taken on the row where the message ends.
    fn column(&self, width: usize) -> usize {
        let (before, last_line) = match self.text.rsplit_once('\n') {
            Some((_, last_line)) => (0, last_line),
            None => (PROMPT.len(), self.text.as_str()),
        };
        match before + columns(last_line) {
            0 => 0,
            taken => (taken - 1) % width.max(1) + 1,
        }
    }
}

/// What is to be written on the screen.
struct Screen {
    shown: String,
    width: usize,
}

/// Columns a text takes, near enough: two for a wide character, one for any other.
fn columns(text: &str) -> usize {
    let is_wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{3fffd}')
    };
    text.graphemes(true).map(|whole| if whole.contains(is_wide) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WIDE: usize = 80;

    /// Chunks of keys, each so many milliseconds after the one before; all that is sent, and what is left.
    fn typed(chunks: &[(u64, &[u8])]) -> (Vec<String>, String) {
        let mut now = Instant::now();
        let mut keyboard = Keyboard::new(now);
        let mut sent = Vec::new();
        for (after, keys) in chunks {
            now += Duration::from_millis(*after);
            sent.extend(keyboard.sent(now).map(|sent| sent.text));
            keyboard.press(keys, now, WIDE);
        }
        sent.extend(keyboard.sent(now + Duration::from_secs(1)).map(|sent| sent.text));
        (sent, keyboard.unsent().to_owned())
    }

    #[track_caller]
    fn check(chunks: &[(u64, &[u8])], sent: &[&str]) {
        assert_eq!(typed(chunks), (sent.iter().map(|text| (*text).to_owned()).collect(), String::new()));
    }

    /// One row of the screen as it looks after these keys.
    #[track_caller]
    fn check_shown(keys: &[u8], width: usize, shown: &str) {
        let now = Instant::now();
        assert_eq!(Keyboard::new(now).press(keys, now, width), shown);
    }

    #[test]
    fn enter_sends() {
        check(&[(0, b"m"), (90, b"enu"), (90, b"\r"), (400, b"2\n")], &["menu", "2"]);
        check(&[(0, b"\r")], &[""]);
    }

    #[test]
    fn a_paste_is_one_message_and_waits_for_enter() {
        let paste = b"\x1b[200~He is 8.\r\nHe says he\rwants to die.\n\x1b[201~";
        check(&[(0, paste), (900, b"\r")], &["He is 8.\nHe says he\nwants to die."]);
        assert_eq!(typed(&[(0, paste)]).0, Vec::<String>::new());
        check(
            &[(0, b"Hi, "), (90, b"\x1b[20"), (9, b"0~a\nb\x1b[2"), (9, b"01~"), (90, b"!\r")],
            &["Hi, a\nb!"],
        );
    }

    #[test]
    fn a_paste_that_is_not_marked_is_one_message_too() {
        check(
            &[(0, b"He is 8.\nHe says he wants to die.\n"), (3, b"What can I do?\n")],
            &["He is 8.\nHe says he wants to die.\nWhat can I do?"],
        );
    }

    #[test]
    fn a_held_enter_is_one() {
        check(&[(0, b"1"), (90, b"\r"), (33, b"\r"), (33, b"\r")], &["1"]);
    }

    #[test]
    fn a_paste_without_its_end_does_not_hold_the_family_for_ever() {
        check(&[(0, b"\x1b[200~we need\nhelp"), (5_000, b"\r")], &["we need\nhelp"]);
    }

    #[test]
    fn while_it_is_held_enter_begins_a_line() {
        let now = Instant::now();
        let mut keyboard = Keyboard::new(now);
        keyboard.hold_until(now + Duration::from_secs(2));
        keyboard.press(b"and he\r", now + Duration::from_secs(1), WIDE);
        let later = now + Duration::from_secs(9);
        assert_eq!(keyboard.sent(later), None);
        keyboard.press(b"is 8\r", later, WIDE);
        assert_eq!(keyboard.sent(later + BURST), Some(Sent { text: "and he\nis 8".into(), was_cut: false }));
    }

    #[test]
    fn keys_that_steer_leave_no_letters() {
        check(&[(0, b"sen\x1b[A\x1b[1;5D\x1bOP\x1b[3~\x1b[[A\x07\x0c\r")], &["sen"]);
        check(&[(0, b"\x1b"), (200, b"[x]\r")], &["[x]"]);
    }

    #[test]
    fn what_is_rubbed_out_is_gone() {
        check(&[(0, "caf\u{e9}s\u{7f}\u{7f} e\u{301}\u{8}\r".as_bytes())], &["caf"]);
        check(&[(0, b"one two  \x17three\x17\x15four\r")], &["four"]);
        check_shown(b"ab\x7f", WIDE, "ab\u{8} \u{8}");
        check_shown("好\u{7f}".as_bytes(), WIDE, "好\u{8} \u{8}\u{8} \u{8}");
        check_shown(b"\x7f", WIDE, "");
    }

    #[test]
    fn what_stands_on_another_row_is_written_anew() {
        check_shown(b"12345\x7f", 10, "12345\nYou: 1234");
        check_shown(b"123456\x7f", 10, "123456\nYou: 12345");
        check_shown(b"1234567\x7f", 10, "1234567\u{8} \u{8}");
    }

    #[test]
    fn letters_come_in_pieces_and_bytes_that_are_none_become_marks() {
        check(&[(0, b"\xc3"), (30, b"\xa9t\xe9\r")], &["\u{e9}t\u{fffd}"]);
        check(&[(0, b"t\xc3\r")], &["t\u{fffd}"]);
    }

    #[test]
    fn ctrl_d_ends_only_where_nothing_is_typed() {
        let now = Instant::now();
        let mut keyboard = Keyboard::new(now);
        keyboard.press(b"a\x04", now, WIDE);
        assert!(!keyboard.has_ended());
        keyboard.press(b"\x7f\x04", now, WIDE);
        assert!(keyboard.has_ended());
    }

    #[test]
    fn a_message_without_end_is_cut_and_the_next_is_whole() {
        let now = Instant::now();
        let mut keyboard = Keyboard::new(now);
        for paste in [&b"\x1b[200~"[..], &vec![b'a'; LONGEST + 9], b"\x1b[201~b\r"] {
            keyboard.press(paste, now, WIDE);
        }
        let sent = keyboard.sent(now + BURST).unwrap();
        assert!(sent.was_cut && sent.text.len() <= LONGEST, "{} bytes", sent.text.len());
        keyboard.press(b"menu\r", now + Duration::from_secs(1), WIDE);
        assert_eq!(
            keyboard.sent(now + Duration::from_secs(2)).unwrap(),
            Sent { text: "menu".into(), was_cut: false }
        );
    }

    proptest! {
        #[test]
        fn no_keys_make_the_screen_do_anything_else(keys in proptest::collection::vec(any::<u8>(), 0..80), width in 0usize..90) {
            let now = Instant::now();
            let mut keyboard = Keyboard::new(now);
            let shown = keyboard.press(&keys, now, width);
            prop_assert!(!shown.chars().any(|c| c.is_control() && !"\n\u{8}".contains(c)), "{shown:?}");
        }

        #[test]
        fn what_is_typed_is_what_is_sent(text in "[a-zA-Z0-9é好🙂 .?]{1,60}") {
            let (sent, _) = typed(&[(0, format!("{text}\r").as_bytes())]);
            prop_assert_eq!(sent, vec![text.trim().to_owned()]);
        }
    }
}
