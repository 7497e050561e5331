//! Words that steer, from anywhere: `menu`, `back`, `start again`, `help`, `adviser`, `stop`.
//!
//! They are recognised only when they are the whole message: "my son will not stop" steers nothing. Which words
//! families use for each is in `dialogs/phrases.toml`, under `[say.words]`.

use crate::phrases::Phrases;
use crate::session::Part;

/// Somewhere to steer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Menu,
    Back,
    StartAgain,
    Help,
    Adviser,
    Stop,
    Danger,
    MyQuestions,
    TakeBack,
    Show(Part),
}

/// The commands by the names an author uses for them; the loader refuses others.
pub const NAMES: [(&str, Command); 11] = [
    ("menu", Command::Menu),
    ("back", Command::Back),
    ("start-again", Command::StartAgain),
    ("help", Command::Help),
    ("adviser", Command::Adviser),
    ("stop", Command::Stop),
    ("danger", Command::Danger),
    ("my-questions", Command::MyQuestions),
    ("take-back", Command::TakeBack),
    ("law", Command::Show(Part::Law)),
    ("easy", Command::Show(Part::InShortWords)),
];

/// The command that the message is, if it is one and nothing else.
pub fn read(phrases: &Phrases, text: &str) -> Option<Command> {
    let typed = plain(text);
    let (_, command) =
        NAMES.iter().find(|(name, _)| phrases.words.get(*name).is_some_and(|ways| ways.contains(&typed)))?;
    Some(*command)
}

/// Lower case, single spaces, no punctuation or slash around it.
pub fn plain(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| c.is_ascii_punctuation() && c != '?');
    let bare = if bare.len() > 1 { bare.trim_end_matches('?') } else { bare };
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_and_full_stops_do_not_matter() {
        assert_eq!(plain("  Start   Again. "), "start again");
        assert_eq!(plain("/menu"), "menu");
        assert_eq!(plain("?"), "?");
    }
}
