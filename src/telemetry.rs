//! What is logged, and what never is.
//!
//! Log lines go to standard error and carry ids, outcomes and causes. Words that a family or an adviser typed are
//! never logged, at any level: nothing in this crate passes them to `tracing`, and nobody else's lines are shown.
//! A panic says where it was, and not what it was about.
//! serenity writes a payload it cannot read into a warning, and everything it hears and sends into its spans.

use std::panic::PanicHookInfo;

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
    std::panic::set_hook(Box::new(|panic| eprintln!("signpost: {}", told(panic))));
}

/// What is said of a panic: its own words only where they are fixed ones. Text that was put together may hold what was
/// being read at that moment, as when a string is cut in the middle of a character.
fn told(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    match panic.payload().downcast_ref::<&'static str>() {
        Some(fixed) => format!("a fault at {place}: {fixed}"),
        None => format!(
            "a fault at {place}; what it was about is not shown, because it may hold what somebody typed"
        ),
    }
}
