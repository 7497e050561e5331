//! Two pieces of work side by side, because a family waits for the content to be read.
//!
//! Nothing that comes out depends on which is done first.

use std::panic::resume_unwind;
use std::thread;

/// Does both: `one` on a thread of its own, or after the other where there can be no more threads.
pub fn at_once<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, &one);
        let other = other();
        let one = match beside.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(one)) => one,
            Ok(Err(panicked)) => resume_unwind(panicked),
            Err(_) => one(),
        };
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done() {
        assert_eq!(at_once(|| 1, || "two"), (1, "two"));
    }

    #[test]
    #[should_panic(expected = "this one")]
    fn whoever_waits_hears_of_a_panic() {
        at_once(|| panic!("this one"), || ());
    }
}
