//! Ways in: each translates between people and the core, and does nothing else.

#[cfg(feature = "cli")]
pub mod dates;
