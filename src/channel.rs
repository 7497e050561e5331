//! Channels: each takes what a family or an adviser does, hands it to the service, and dresses what is said.
//! A channel translates and does nothing else.

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(all(feature = "cli", feature = "sqlite"))]
pub mod database;
#[cfg(feature = "cli")]
pub mod dates;
#[cfg(feature = "discord")]
pub mod discord;
#[cfg(all(feature = "cli", feature = "sqlite"))]
pub mod doctor;
#[cfg(feature = "cli")]
pub mod eval;
#[cfg(feature = "kiosk")]
pub mod kiosk;
#[cfg(feature = "cli")]
pub mod letters;
#[cfg(feature = "cli")]
pub mod paths;
#[cfg(feature = "cli")]
pub mod queue;
#[cfg(feature = "cli")]
pub mod sign_off;
#[cfg(feature = "cli")]
pub mod switch;
