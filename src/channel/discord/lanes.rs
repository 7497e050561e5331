//! How many answers are on their way to Discord at once.
//!
//! A thousand presses at the same moment would otherwise open a thousand connections, and setting up TLS for them costs
//! more than all the answers. Measured with `benches/discord.rs` on two busy cores: 48 lanes answered the slowest of a
//! thousand presses after 1.2 s over some 90 connections, without lanes after 4.4 s over a thousand.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

/// A connection that hangs holds nobody up for longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// First answers, for which Discord waits three seconds.
pub static FIRST: Lanes = Lanes::new(48, LONGEST_WAIT);
/// What follows has lanes of its own, so that a long answer never stands before somebody's first.
pub static LATER: Lanes = Lanes::new(32, LONGEST_WAIT);

pub struct Lanes {
    free: Semaphore,
    longest_wait: Duration,
}

impl Lanes {
    const fn new(count: usize, longest_wait: Duration) -> Lanes {
        Lanes { free: Semaphore::const_new(count), longest_wait }
    }

    /// A lane, free again once this is dropped. Whoever has waited long enough goes without one.
    pub async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        tokio::time::timeout(self.longest_wait, self.free.acquire()).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_waits_too_long_goes_without_and_a_free_lane_is_taken() {
        let lanes = Lanes::new(1, Duration::ZERO);
        let first = lanes.enter().await;
        assert!(first.is_some());
        assert!(lanes.enter().await.is_none());
        drop(first);
        assert!(lanes.enter().await.is_some());
    }
}
