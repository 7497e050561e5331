//! The signs of danger, gathered from the tables beside this file.

use super::Why;

mod body;
mod home;
mod missing;
mod own_life;
mod preyed_upon;
mod school;

/// Signs that mean the same danger.
pub(super) struct Group {
    pub(super) why: Why,
    /// What these signs are, in an adviser's words; shown by `signpost explain`.
    pub(super) about: &'static str,
    /// Whether they tell of a hurt seen, which an accident explains as well as a blow does.
    pub(super) is_injury: bool,
    /// Danger by themselves, one pattern a line.
    pub(super) plain: &'static str,
    /// A possible danger; two different ones in a message are danger.
    pub(super) hints: &'static str,
}

pub(super) const GROUPS: &[&[Group]] =
    &[body::GROUPS, own_life::GROUPS, missing::GROUPS, preyed_upon::GROUPS, home::GROUPS, school::GROUPS];
