//! Where people meet Signpost: each channel translates, and does nothing else.

#[cfg(feature = "cli")]
pub mod queue;
pub mod terminal;
