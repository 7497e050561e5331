//! Whole conversations of arbitrary steps over the embedded content. `tests/any_talk.rs` runs the same function; how
//! bytes become steps, and what is promised of each, is told beside it.
#![no_main]

#[path = "../../tests/common/any_talk.rs"]
mod any_talk;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use signpost::content::{self, CheckOptions, Source};
use signpost::library::Library;
use signpost::moment::Moment;

static NOW: LazyLock<Moment> =
    LazyLock::new(|| Moment::new("2026-11-25T10:00:00Z".parse().expect("a moment")));
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let options = CheckOptions { today: NOW.date(), release: false };
    content::load(&Source::Embedded, options).unwrap_or_else(|report| panic!("{report}")).library
});

fuzz_target!(|bytes: &[u8]| {
    any_talk::lead(&LIBRARY, bytes, *NOW);
});
