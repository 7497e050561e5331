//! What is logged, and what never is.
//!
//! Log lines go to standard error and carry ids, outcomes and causes. Words that a family or an adviser typed are
//! never logged, at any level: nothing in this crate passes them to `tracing`, and nobody else's lines are shown.
//! serenity writes a payload it cannot read into a warning, and everything it hears and sends into its spans.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::prelude::*;

/// Sets up logging: warnings and errors, or what `SIGNPOST_LOG` asks for.
pub fn start() {
    let filter = EnvFilter::try_from_env("SIGNPOST_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let is_ours = filter_fn(|metadata| metadata.target().split("::").next() == Some(env!("CARGO_PKG_NAME")));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    // A second set-up in one process, as in tests, keeps the first.
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter.and(is_ours))).try_init();
}
