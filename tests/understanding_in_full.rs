//! What takes a minute of learning: whether what is embedded is what the lessons teach, and how each topic fares on
//! phrasings it has not seen.
//!
//! Learning without optimisation takes many minutes, so this file is empty in a build without it; `tests/run` builds it
//! optimised and runs it.
#![cfg(optimised)]

use std::sync::LazyLock;

use signpost::answer::evaluation::cross_validate;
use signpost::answer::{Lesson, Understanding};
use signpost::content::{self, CheckOptions, Source};
use signpost::library::Library;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let options = CheckOptions { today: "2026-11-24".parse().unwrap(), release: false };
    content::load(&Source::Embedded, options).unwrap_or_else(|report| panic!("{report}")).library
});

fn lessons() -> Vec<Lesson<'static>> {
    LIBRARY.entries().map(Lesson::of).collect()
}

/// Byte for byte, on whatever machine this runs.
#[test]
fn what_is_embedded_is_what_these_lessons_teach() {
    let kept = Source::Embedded.learnt().expect("knowledge/understanding.bin; make it with `signpost train`");
    let learnt = Understanding::learn(&lessons(), LIBRARY.glossary(), LIBRARY.asides()).save();
    assert!(learnt == *kept, "what is embedded was learnt otherwise: run `signpost train --content .`");
}

/// All five parts. Real questions fare better than these: authors make each phrasing unlike the others.
#[test]
fn no_topic_is_lost_in_cross_validation() {
    let report = cross_validate(&lessons(), LIBRARY.glossary(), LIBRARY.asides(), 5, 5, &mut |_, _| {});
    println!("{report}");
    assert!(report.right_in_three.share() >= 0.78);
    for (topic, tally) in &report.topics {
        assert!(tally.share() >= 0.6, "{topic}: {} of {}", tally.right, tally.all);
    }
}
