//! The rules as an author writes them: `knowledge/rules.toml`.
//!
//! ```toml
//! [rule.plan-final]
//! title = "Final EHC plan after a request"
//! whose = "theirs"                 # who has to keep it: "yours" (the family) or "theirs"
//! who = "the council"
//! what = "send the final EHC plan"
//! asks = "On which day did the council receive the request?"
//! from = "the day the council received the request"
//! sources = ["regs-13.2"]          # citation marks, as in a text
//! exceptions = ["…[^regs-10.4]"]   # told, never reckoned
//! changes = ["…"]                  # what else would change the date
//!
//! [[rule.plan-final.limit]]
//! says = "The council must send you the final EHC plan by {due}."
//! count = "after"
//! figure = "plan-final"            # how much and of what is in figures.toml
//! ```
//!
//! The first limit is the answer; more of them are told with it (`from = "previous"` counts from the one before). A
//! rule without limits is told, not reckoned, and says `why`. Sentences may name figures (`{{plan-final}}`), cite
//! (`[^regs-13.2]`) and use `{due}`; the stock sentences are in `[say]`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::wording::Wording;
use crate::library::{FigureId, id_type};

id_type!(
    /// The name of a rule, as in `signpost date plan-final`.
    RuleId
);

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub owner: String,
    #[serde(deserialize_with = "super::toml_date::read")]
    pub reviewed: NaiveDate,
    /// The last day on which the review still holds.
    #[serde(deserialize_with = "super::toml_date::read")]
    pub review_by: NaiveDate,
    pub say: Wording,
    #[serde(rename = "rule")]
    pub rules: BTreeMap<RuleId, Rule>,
}

/// One legal time limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    pub title: String,
    pub whose: Whose,
    /// Who must act: `the council`.
    pub who: String,
    /// What must happen, to follow "must": `send the final EHC plan`.
    pub what: String,
    /// Asks for the day it starts from.
    pub asks: String,
    /// Asks for the second day, where there is one.
    pub also_asks: Option<String>,
    /// Without the second day nothing can be reckoned.
    #[serde(default)]
    pub also_needed: bool,
    /// The day it starts from, in words.
    pub from: String,
    /// The second day, in words.
    pub also_from: Option<String>,
    /// Citation marks: `regs-13.2`.
    pub sources: Vec<String>,
    #[serde(default)]
    pub exceptions: Vec<String>,
    #[serde(default)]
    pub changes: Vec<String>,
    /// Said where the second day is not given and another limit may apply with it.
    pub without_also: Option<String>,
    /// Why there is nothing to reckon.
    pub why: Option<String>,
    #[serde(default)]
    pub limit: Vec<Limit>,
}

/// Who has to keep a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// The family's: missing it may lose a right.
    Yours,
    /// A council's, a school's: missing it is a reason to complain.
    Theirs,
}

/// One date that follows from a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limit {
    /// The whole sentence, with `{due}`.
    pub says: String,
    pub count: Count,
    /// How much, of what, or the day the law names.
    pub figure: FigureId,
    /// Added to the first: a month, and two more.
    pub and_figure: Option<FigureId>,
    #[serde(default)]
    pub from: Start,
    /// A second count; the later of the two holds.
    pub or_later: Option<Alternative>,
    /// A second count; the sooner of the two holds.
    pub or_sooner: Option<Alternative>,
    #[serde(default)]
    pub moves: Moves,
    /// For a day the law names: the year before the one it starts from.
    #[serde(default)]
    pub year_before: bool,
}

/// The second count of a limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alternative {
    #[serde(default)]
    pub from: Start,
    pub count: Count,
    pub figure: FigureId,
}

/// How a limit is counted. The unit is the figure's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Count {
    /// The day it starts from is day 0.
    After,
    /// The day it starts from is day 1.
    CountingTheDay,
    /// Months that begin with the day itself.
    LessADay,
    /// Back from the day.
    Before,
    /// A day the law names, the last one: `by 31 October`.
    ByDay,
    /// A day the law names, too late already: `before 15 February`.
    BeforeDay,
    /// As `counting-the-day`, unless the second day is further off than that: then the second day itself.
    CountingTheDayUnlessWarned,
}

/// What a limit is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The day asked for.
    #[default]
    On,
    /// The second day asked for.
    Also,
    /// The date of the limit before.
    Previous,
}

/// Whether a limit moves when it falls on certain days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moves {
    #[default]
    Never,
    /// SEN appeals to the Tribunal.
    ChristmasAndAugust,
}

impl Rules {
    /// No rule at all: for a library that only answers words of danger.
    pub fn none() -> Rules {
        Rules {
            owner: String::new(),
            reviewed: NaiveDate::MIN,
            review_by: NaiveDate::MIN,
            say: Wording::default(),
            rules: BTreeMap::new(),
        }
    }

    pub fn get(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.get(id)
    }
}
