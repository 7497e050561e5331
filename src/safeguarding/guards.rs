//! What holds a sign of danger back: figures of speech, what is past and handled, policy, games, accidents.

use serde::{Deserialize, Serialize};

use super::weigh::Means;
use super::{Danger, Why};

/// Why a sign was not, or not wholly, taken for danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldBack {
    /// "This form is killing me."
    FigureOfSpeech,
    /// "What does the law say about restraint?"
    Policy,
    /// "Two years ago."
    Past,
    /// "We are safe now", "she's been discharged".
    Handled,
    /// "He isn't self-harming."
    Negated,
    /// "lol".
    Joke,
    /// A game, a story, a film.
    Fiction,
    /// "He came off his bike."
    Accident,
}

impl HeldBack {
    /// For the explanation: what these words are.
    pub fn about(self) -> &'static str {
        match self {
            HeldBack::FigureOfSpeech => "a figure of speech",
            HeldBack::Policy => "a question about rules, nobody in particular",
            HeldBack::Past => "long past",
            HeldBack::Handled => "in hand or over",
            HeldBack::Negated => "said not to be so",
            HeldBack::Joke => "said as a joke",
            HeldBack::Fiction => "a game or a story",
            HeldBack::Accident => "an accident, explained",
        }
    }
}

/// What a sign comes to, with all that holds it back.
pub(super) fn verdict(why: Why, is_plain: bool, held: &[HeldBack]) -> Danger {
    let has = |kind| held.contains(&kind);
    if !is_plain {
        return if held.is_empty() { Danger::Possible(why) } else { Danger::None };
    }
    if held.is_empty() {
        return Danger::Now(why);
    }
    let is_over = has(HeldBack::Handled) && (has(HeldBack::Past) || has(HeldBack::Negated));
    if has(HeldBack::FigureOfSpeech) || has(HeldBack::Policy) || has(HeldBack::Accident) || is_over {
        return Danger::None;
    }
    if has(HeldBack::Fiction) && why != Why::SuicideOrSelfHarm {
        return Danger::None;
    }
    Danger::Possible(why)
}

/// Whether an accident can explain the sign: a bruise, yes; a wish to die, no.
pub(super) fn may_be_accident(why: Why) -> bool {
    matches!(
        why,
        Why::HarmToChild
            | Why::HarmByAdultAtSchool
            | Why::HarmByPeers
            | Why::Medical
            | Why::ViolenceFromChild
    )
}

/// Patterns that speak against signs near them.
pub(super) struct GuardTable {
    pub(super) means: Means,
    pub(super) about: &'static str,
    pub(super) patterns: &'static str,
}

pub(super) const GUARDS: &[GuardTable] = &[];
