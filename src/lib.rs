//! Signpost: reviewed answers for families in England about special educational needs, and a person where
//! an answer is not enough.
//!
//! # The map
//!
//! Knowledge of each other points one way: channels know the service; service, stores and content know the
//! core; the core knows nobody.
//!
//! Core: values in, values out; no files, network, clock, randomness or async.
//!
//! - [`conversation`]: one turn, and the order of its checks
//! - [`safeguarding`]: recognises words of danger; asked before anything else
//! - [`session`]: where one family is, and what it has chosen so far
//! - [`library`]: what the loader has proven; [`text`]: words that know their citations
//! - [`dialog`]: the tree; [`dialog::engine`]: begin, choose, back, start again
//! - [`answer`]: free text to an entry, a "which of these?", or no answer
//! - [`typed_date`]: days as families type them; [`deadline`]: legal time limits with their working
//! - [`enquiry`]: the life of a question passed to an adviser
//! - [`personal`]: names and numbers that a question need not hold
//! - [`reply`]: what is said; [`plain`]: the same as lines of text; [`phrases`]: stock phrases
//! - [`upkeep`]: what time brings: what is due to be deleted, returned, announced or closed
//! - [`takeaway`]: letters and dates as files, and as a page to print
//! - [`moment`]: time, handed in
//! - [`pace`]: how fast somebody may ask; [`watch`]: what the operator watches, as counts and times
//!
//! Content: text files become checked values.
//!
//! - [`content`]: loads everything; returns the [`library::Library`], or every problem found
//!
//! Shell: everything that touches the world.
//!
//! - [`service`]: runs one turn and carries out its effects
//! - [`store`]: the `Store` trait, its memory and its databases
//! - [`outbox`]: delivers the notices that changes leave behind
//! - [`channel`]: kiosk, command line, Discord
//! - `serve`: health and metrics, on this machine
//! - `settings`, `telemetry`: flags and environment; what is logged, and what never is
//!
//! # Deliberately absent
//!
//! No language model writes an answer: every sentence shown is in `knowledge/` or `dialogs/`. No expression
//! language in dialogs. No store of conversations: one that passes on no enquiry leaves counts alone.

pub mod answer;
pub mod channel;
pub mod content;
pub mod conversation;
pub mod deadline;
pub mod dialog;
pub mod enquiry;
pub mod library;
pub mod moment;
pub mod outbox;
pub mod pace;
pub mod personal;
pub mod phrases;
pub mod plain;
pub mod reply;
pub mod safeguarding;
#[cfg(feature = "serve")]
pub mod serve;
pub mod service;
pub mod session;
#[cfg(feature = "cli")]
pub mod settings;
pub mod spoken;
pub mod store;
pub mod takeaway;
#[cfg(feature = "cli")]
pub mod telemetry;
pub mod terminal;
pub mod text;
pub mod typed_date;
pub mod upkeep;
pub mod watch;
