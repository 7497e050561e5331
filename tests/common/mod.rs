//! What several test files need: the real content, an in-memory service, a way to wait without a runtime.
#![allow(dead_code, reason = "each test file uses a part of this")]

use std::cell::Cell;
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Waker};

use signpost::content::{self, CheckOptions};
use signpost::library::Library;
use signpost::moment::Moment;
use signpost::service::Service;
use signpost::store::memory::MemoryStore;

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let options = CheckOptions { today: moment("2026-11-24T10:00:00Z").date(), release: false };
    match content::load(&content::Source::Embedded, options) {
        Ok(loaded) => Arc::new(loaded.library),
        Err(report) => panic!("the content cannot be used\n{report}"),
    }
});

/// The real content, loaded once.
pub fn library() -> Arc<Library> {
    LIBRARY.clone()
}

/// A service over the real content that keeps nothing.
pub fn service(random: fn() -> [u8; 8]) -> Service {
    Service::new(library(), Arc::new(MemoryStore::new()), random)
}

pub fn moment(instant: &str) -> Moment {
    Moment::new(instant.parse().unwrap())
}

thread_local! { static DRAWN: Cell<u8> = const { Cell::new(0) }; }

/// Bytes that are the same in every run: one more each time.
pub fn counted_bytes() -> [u8; 8] {
    DRAWN.with(|drawn| {
        drawn.set(drawn.get() % 200 + 1);
        [drawn.get(), 7, 19, 3, 23, 11, 5, 29]
    })
}

pub fn reset_counted_bytes() {
    DRAWN.with(|drawn| drawn.set(0));
}

/// The program that a part of the tests needs, under the first of these names that is installed; `None` when
/// `tests/run` was told to leave that part out.
#[track_caller]
pub fn part(name: &str, programs: &[&'static str]) -> Option<&'static str> {
    if std::env::var("SIGNPOST_WITHOUT").is_ok_and(|parts| parts.split_whitespace().any(|part| part == name))
    {
        eprintln!("LEFT OUT: {name}");
        return None;
    }
    let is_there = |program: &&&str| {
        let asked = std::process::Command::new(program).arg("--version").output();
        asked.is_ok_and(|answer| answer.status.success())
    };
    match programs.iter().find(is_there) {
        Some(program) => Some(program),
        None => panic!(
            "{name} is not installed: `tests/run` installs it, `tests/run --without {name}` leaves it out"
        ),
    }
}

/// Waits for a future that never really waits, as those of the memory store.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
}
