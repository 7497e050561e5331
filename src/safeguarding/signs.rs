//! The signs of danger.

use super::Why;

/// Signs that mean the same danger.
pub(super) struct Group {
    pub(super) why: Why,
    /// What these signs are and why they are here, for advisers.
    pub(super) about: &'static str,
    /// Danger by themselves, one pattern a line.
    pub(super) plain: &'static str,
    /// Danger together with another hint; alone, a possible danger.
    pub(super) hints: &'static str,
}

pub(super) const GROUPS: &[&[Group]] = &[&[Group {
    why: Why::SuicideOrSelfHarm,
    about: "says they want to die",
    plain: "
        want|wants|wanted|wanting|wish|wishes|rather to die
        @self_harming @self
    ",
    hints: "",
}]];
