//! What goes wrong, told beforehand: which request, and how it fares.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

/// How a request fares.
#[derive(Debug, Clone)]
pub enum Fate {
    /// Refused; nothing was done.
    Refused { status: u16, code: u32 },
    /// Told to come back after so many seconds; nothing was done.
    TooMany { retry_after_secs: f64 },
    /// The same for everything that is asked with the bot's own token.
    TooManyInAll { retry_after_secs: f64 },
    /// Turned away by what stands before Discord, in a page that is no JSON, and which may not say for how long.
    TurnedAway { retry_after_secs: Option<u32> },
    /// The connection is lost before anything was done.
    LostBefore,
    /// It was done, and the connection is lost before the answer.
    LostAfter,
    /// It was done, and the answer cannot be read.
    Unreadable,
    /// It waits until it is let go, and then is done. That it waits is told.
    Held(Gate),
    /// It is done, and the answer waits until it is let go.
    DoneAndHeld(Gate),
    /// It is done, and then so much time passes for interactions.
    TimePasses(Duration),
}

/// Where a request waits.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    arrived: Arc<Notify>,
    open: Arc<Notify>,
}

impl Gate {
    /// Waits until a request waits here.
    pub async fn is_reached(&self) {
        self.arrived.notified().await;
    }

    pub fn open(&self) {
        self.open.notify_one();
    }

    pub(super) async fn pass(&self) {
        self.arrived.notify_one();
        self.open.notified().await;
    }
}

struct Planned {
    method: &'static str,
    /// In the path.
    part: String,
    left: usize,
    fate: Fate,
}

/// The script, in the order in which it was written.
#[derive(Default)]
pub struct Faults {
    planned: Vec<Planned>,
    /// What has these in method and path is not available, however often it is asked for.
    down: Vec<(&'static str, String)>,
}

impl Faults {
    /// An outage, until it is over.
    pub fn goes_down(&mut self, method: &'static str, part: &str) {
        self.down.push((method, part.to_owned()));
    }

    pub fn comes_back(&mut self) {
        self.down.clear();
    }

    pub fn plan(&mut self, method: &'static str, part: &str, times: usize, fate: Fate) {
        self.planned.push(Planned { method, part: part.to_owned(), left: times, fate });
    }

    pub(super) fn fate(&mut self, method: &str, path: &str) -> Option<Fate> {
        if self.down.iter().any(|(down, part)| *down == method && path.contains(part)) {
            return Some(Fate::Refused { status: 503, code: 0 });
        }
        let planned = self
            .planned
            .iter_mut()
            .find(|planned| planned.left > 0 && planned.method == method && path.contains(&planned.part))?;
        planned.left -= 1;
        Some(planned.fate.clone())
    }

    /// What was planned and never came.
    pub(super) fn unmet(&self) -> Vec<String> {
        let left = self.planned.iter().filter(|planned| planned.left > 0);
        left.map(|planned| format!("{} {}: {:?}", planned.method, planned.part, planned.fate)).collect()
    }
}
