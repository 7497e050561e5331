//! What a button carries: which turn it belongs to and what pressing it means, and nothing else.
//!
//! `talk:v1:<turn>:<what>`, where `<what>` is a choice counted from 0 or the name of a steady button, and
//! `open:v1:<turn>` for the button under a public mention. `v1` is raised when an old button can no longer be
//! understood; such a button then explains itself.

const TALK: &str = "talk:v1:";
const OPEN: &str = "open:v1:";
/// Turns are named by this many random bytes.
const BYTES: usize = 8;

/// Names one turn of one family; says nothing about either.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TurnRef(String);

/// What pressing means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// Counted from 0.
    Choice(usize),
    /// A menu of choices; what was picked comes with the press.
    Select(usize),
    Back,
    Menu,
    Adviser,
    /// Shows the family its own question.
    Mine,
    /// Opens a window to type in.
    Write,
    /// A menu whose pick opens the window of the hand-off; what was picked comes with the press.
    Stage,
    /// That window, for the child's support that was picked, counted from 0.
    Form(usize),
}

/// A pressed button, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    Talk {
        turn: TurnRef,
        press: Press,
    },
    /// The button under a mention in a channel.
    Open(TurnRef),
    /// Of another build, or not ours.
    Unknown,
}

impl TurnRef {
    pub fn new(random: [u8; BYTES]) -> TurnRef {
        TurnRef(random.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The id of a button of this turn.
    pub fn press(&self, press: Press) -> String {
        let what = match press {
            Press::Choice(number) => number.to_string(),
            Press::Select(place) => format!("select{place}"),
            Press::Back => "back".to_owned(),
            Press::Menu => "menu".to_owned(),
            Press::Adviser => "adviser".to_owned(),
            Press::Mine => "mine".to_owned(),
            Press::Write => "write".to_owned(),
            Press::Stage => "stage".to_owned(),
            Press::Form(stage) => format!("form{stage}"),
        };
        format!("{TALK}{}:{what}", self.0)
    }

    /// The id of the button under a public mention.
    pub fn open(&self) -> String {
        format!("{OPEN}{}", self.0)
    }
}

impl std::fmt::Display for TurnRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Pressed {
    pub fn read(custom_id: &str) -> Pressed {
        if let Some(turn) = custom_id.strip_prefix(OPEN) {
            return Pressed::Open(TurnRef(turn.to_owned()));
        }
        let read = custom_id.strip_prefix(TALK).and_then(|rest| rest.split_once(':'));
        let Some((turn, what)) = read else { return Pressed::Unknown };
        let press = match what {
            "back" => Press::Back,
            "menu" => Press::Menu,
            "adviser" => Press::Adviser,
            "mine" => Press::Mine,
            "write" => Press::Write,
            "stage" => Press::Stage,
            _ => match numbered(what) {
                Some(("", number)) => Press::Choice(number),
                Some(("select", place)) => Press::Select(place),
                Some(("form", stage)) => Press::Form(stage),
                _ => return Pressed::Unknown,
            },
        };
        Pressed::Talk { turn: TurnRef(turn.to_owned()), press }
    }
}

/// Bytes that nobody can guess.
pub fn random() -> [u8; 8] {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes once it runs");
    bytes
}

/// A name with a number after it.
fn numbered(what: &str) -> Option<(&str, usize)> {
    let digits = what.find(|c: char| c.is_ascii_digit())?;
    let (name, number) = what.split_at(digits);
    Some((name, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_is_read_as_it_was_written() {
        let turn = TurnRef::new([7; 8]);
        for press in [
            Press::Choice(0),
            Press::Choice(24),
            Press::Select(1),
            Press::Back,
            Press::Menu,
            Press::Adviser,
            Press::Write,
            Press::Mine,
            Press::Stage,
            Press::Form(4),
        ] {
            let id = turn.press(press);
            assert!(id.len() <= super::super::dress::limits::CUSTOM_ID);
            assert_eq!(Pressed::read(&id), Pressed::Talk { turn: turn.clone(), press });
        }
        assert_eq!(Pressed::read(&turn.open()), Pressed::Open(turn));
    }

    #[test]
    fn a_button_of_another_build_is_known_as_such() {
        for id in
            ["", "talk:v2:x:1", "talk:v1:x", "talk:v1:x:dance", "talk:v1:x:selectx", "talk:v1:x:1x", "vote:1"]
        {
            assert_eq!(Pressed::read(id), Pressed::Unknown, "{id}");
        }
    }
}
