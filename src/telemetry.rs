//! What is logged, and what never is.
//!
//! Log lines go to standard error and carry ids, outcomes and causes. Words that a family or an adviser typed are
//! never logged, at any level: nothing in this crate passes them to `tracing`.

use tracing_subscriber::EnvFilter;

/// Sets up logging: warnings and errors, or what `SIGNPOST_LOG` asks for.
pub fn start() {
    let filter =
        EnvFilter::try_from_env("SIGNPOST_LOG").unwrap_or_else(|_| EnvFilter::new("warn,signpost=warn"));
    // A second set-up in one process, as in tests, keeps the first.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .try_init();
}
