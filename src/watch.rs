//! What the operator watches: how often something happened and how long it took. Never words, names, references or
//! anybody's id.
//!
//! Channels and the service write it; `serve` reads it out. It is handed around, never reached from everywhere, so that
//! two services in one process stay apart.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::enquiry::Channel;
use crate::reply::Outcome;

/// Event types are named by the other side: so many are told apart, and the rest are counted together.
const MOST_EVENT_TYPES: usize = 100;
const LONGEST_EVENT_TYPE: usize = 60;
const OTHER: &str = "OTHER";

/// One process's counts. A clone counts into the same.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
}

/// What has been counted so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// What families and advisers did, by what became of it.
    pub done: BTreeMap<(Did, Fate), u64>,
    /// From hearing of something to the platform's knowing that an answer comes.
    pub acknowledged: Times,
    /// Replies by channel and outcome.
    pub replies: BTreeMap<(&'static str, &'static str), u64>,
    /// Whether each shard of the gateway is connected.
    pub shards: BTreeMap<u32, bool>,
    /// Events that could not be read, by type.
    pub unknown_events: BTreeMap<String, u64>,
    /// Notifications that could not be delivered at an attempt.
    pub notices_failed: u64,
}

/// What somebody did on a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Did {
    Command,
    Press,
    /// Sent what was typed into a window.
    Window,
    /// Typed, and was offered titles.
    Titles,
    Message,
    /// Changed a message sent before.
    Edit,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    Answered,
    /// It had come before.
    Repeated,
    /// The platform would not have the acknowledgement.
    NotAcknowledged,
    /// The answer could not be shown.
    NotShown,
    /// Too much at once: told so.
    Slowed,
    /// Too much at once, and told so before.
    Silent,
    /// Nothing was asked: a bot's words, a channel's chatter.
    Ignored,
}

/// How long something took: how many within each bound, their number and their sum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Times {
    within: [u64; BOUNDS.len()],
    pub count: u64,
    pub sum: Duration,
}

/// Upper bounds, in seconds. Discord allows three.
pub const BOUNDS: [f64; 9] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0];

impl Did {
    pub fn as_str(self) -> &'static str {
        match self {
            Did::Command => "command",
            Did::Press => "press",
            Did::Window => "window",
            Did::Titles => "titles",
            Did::Message => "message",
            Did::Edit => "edit",
        }
    }
}

impl Fate {
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Answered => "answered",
            Fate::Repeated => "repeated",
            Fate::NotAcknowledged => "not-acknowledged",
            Fate::NotShown => "not-shown",
            Fate::Slowed => "slowed",
            Fate::Silent => "silent",
            Fate::Ignored => "ignored",
        }
    }
}

impl Times {
    fn add(&mut self, took: Duration) {
        let seconds = took.as_secs_f64();
        // Beyond the last bound it is in the number and the sum alone.
        if let Some(place) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            self.within[place] += 1;
        }
        self.count += 1;
        self.sum += took;
    }

    /// Each bound in seconds, with how many took longer than the bound before and no longer than this one; the last
    /// is without bound.
    pub fn by_bound(&self) -> impl Iterator<Item = (f64, u64)> {
        let bounded: u64 = self.within.iter().sum();
        let beyond = (f64::MAX, self.count.saturating_sub(bounded));
        BOUNDS.into_iter().zip(self.within).chain([beyond])
    }
}

impl Watch {
    /// As it stands now.
    pub fn seen(&self) -> Seen {
        self.held().clone()
    }

    pub fn done(&self, did: Did, fate: Fate) {
        *self.held().done.entry((did, fate)).or_default() += 1;
    }

    pub fn acknowledged(&self, took: Duration) {
        self.held().acknowledged.add(took);
    }

    pub fn replied(&self, channel: Channel, outcome: Outcome) {
        *self.held().replies.entry((channel.as_str(), outcome.as_str())).or_default() += 1;
    }

    pub fn shard(&self, shard: u32, is_connected: bool) {
        self.held().shards.insert(shard, is_connected);
    }

    /// Counts an event that could not be read, and says under which type, and how many of it there have been.
    pub fn unknown_event(&self, kind: &str) -> (String, u64) {
        let mut seen = self.held();
        let is_known = seen.unknown_events.contains_key(kind);
        let kind = if is_known || (is_type(kind) && seen.unknown_events.len() < MOST_EVENT_TYPES) {
            kind
        } else {
            OTHER
        };
        let count = seen.unknown_events.entry(kind.to_owned()).or_default();
        *count += 1;
        (kind.to_owned(), *count)
    }

    pub fn notice_failed(&self) {
        self.held().notices_failed += 1;
    }

    /// A panic while this was held left counts behind, each of them whole.
    fn held(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `MESSAGE_POLL_VOTE_ADD`: anything else may hold what somebody wrote.
fn is_type(kind: &str) -> bool {
    let is_plain = kind.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    is_plain && (1..=LONGEST_EVENT_TYPE).contains(&kind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_counted_under_the_first_bound_that_holds_it() {
        let mut times = Times::default();
        for millis in [5, 10, 11, 2_999, 3_000, 9_000] {
            times.add(Duration::from_millis(millis));
        }
        let counts: Vec<u64> = times.by_bound().map(|(_, count)| count).collect();
        assert_eq!(counts, [2, 1, 0, 0, 0, 0, 0, 0, 2, 1]);
        assert_eq!((times.count, times.sum.as_millis()), (6, 15_025));
    }

    #[test]
    fn the_types_of_unknown_events_are_bounded_and_hold_no_words() {
        let watch = Watch::default();
        assert_eq!(watch.unknown_event("NEW_THING"), ("NEW_THING".to_owned(), 1));
        assert_eq!(watch.unknown_event("NEW_THING"), ("NEW_THING".to_owned(), 2));
        assert_eq!(watch.unknown_event("my son Sam").0, OTHER);
        for number in 0..1_000 {
            watch.unknown_event(&format!("THING_{number}"));
        }
        let seen = watch.seen().unknown_events;
        assert!(seen.len() <= MOST_EVENT_TYPES + 1, "{}", seen.len());
        assert_eq!(seen["NEW_THING"], 2);
        assert!(seen[OTHER] > 900);
        assert!(!seen.keys().any(|kind| kind.contains("Sam")));
    }
}
