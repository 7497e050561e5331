//! Delivers notices: takes those that are due, hands each to a channel, and says how it ended.
//!
//! Any number of workers may run at once, in one process or in many: a store gives each notice to one of them at a
//! time. A worker that dies leaves its notices to be taken again when their lease has run out. They then say that they
//! may have arrived, and so do those of which a channel could not say how they ended: the channel looks before it sends
//! again.

use std::pin::Pin;

use chrono::TimeDelta;

use crate::enquiry::ServiceId;
use crate::enquiry::notice::Notice;
use crate::moment::Moment;
use crate::store::{Lease, NoticeEnd, Store, StoreError};

/// How one delivery ended, as the channel knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    Sent,
    /// It can never arrive, such as at closed direct messages: it waits where the family looks by itself.
    Refused,
    /// It did not arrive and may do so later; not before `after`, where the other side said so.
    TryAgain {
        after: Option<TimeDelta>,
    },
    /// It is too early for this one, such as outside working hours. This is no try.
    NotYet {
        at: Moment,
    },
    /// Nobody heard how it ended: it may have arrived.
    Unknown,
    /// It may have arrived long ago, and would arrive twice if it were sent again: somebody has to look.
    Undecided,
}

/// What a delivery will come to.
pub type Delivering<'a> = Pin<Box<dyn Future<Output = Delivered> + Send + 'a>>;
/// What follows a delivery.
pub type Following<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// A channel that brings notices.
///
/// What it shows it loads from the store then and there. A notice that [may have arrived](Notice::may_have_arrived) is
/// looked for before it is sent again, or sent under the same [id](Notice::id), by which the other side knows it. How
/// long ago it may have [begun](Notice::begun_at) says whether the other side still does.
pub trait Deliver: Send + Sync {
    fn deliver<'a>(&'a self, notice: &'a Notice) -> Delivering<'a>;

    /// A notice is dead, and the store says so by now: the place to show that somebody has to look.
    fn died<'a>(&'a self, _: &'a Notice) -> Following<'a> {
        Box::pin(std::future::ready(()))
    }
}

/// How a worker goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// So many notices are taken at once.
    pub at_once: u32,
    /// So long a worker may take over those.
    pub lease: TimeDelta,
    /// After so many tries a notice is dead.
    pub most_tries: u32,
    /// Before the second try; each later one waits four times as long.
    pub first_wait: TimeDelta,
    /// No wait is longer.
    pub longest_wait: TimeDelta,
}

impl Default for Pace {
    /// Tries for about two days: a channel may be down for a weekend. One at a time, so that when one was taken is when
    /// it began, and a worker that dies leaves one alone in doubt; the lease is short enough that the next worker has
    /// it while the other side still knows its id.
    fn default() -> Pace {
        Pace {
            at_once: 1,
            lease: TimeDelta::seconds(90),
            most_tries: 12,
            first_wait: TimeDelta::seconds(15),
            longest_wait: TimeDelta::hours(6),
        }
    }
}

impl Pace {
    /// How long to wait after so many tries. `jitter` spreads those that failed together over half as much again, so
    /// that they do not all come back together.
    pub fn wait(&self, attempts: u32, jitter: u8) -> TimeDelta {
        let times = 4_i32.saturating_pow(attempts.saturating_sub(1).min(15));
        let wait =
            self.first_wait.checked_mul(times).map_or(self.longest_wait, |wait| wait.min(self.longest_wait));
        wait + wait / 2 * i32::from(jitter) / 255
    }
}

/// What one round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    pub taken: u32,
    pub sent: u32,
    pub waiting: u32,
    pub again: u32,
    pub dead: u32,
    /// Settled by somebody else meanwhile, because this worker was too slow.
    pub lost: u32,
}

/// One worker of one service.
pub struct Worker<'a> {
    pub store: &'a dyn Store,
    pub service: &'a ServiceId,
    pub channel: &'a dyn Deliver,
    pub pace: Pace,
    pub clock: &'a (dyn Fn() -> Moment + Send + Sync),
    /// Bytes nobody can guess.
    pub random: fn() -> [u8; 8],
}

impl Worker<'_> {
    /// Delivers what is due now, once each.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store fails. What was taken and not settled comes back when its lease has run out.
    pub async fn round(&self) -> Result<Round, StoreError> {
        let lease = Lease::new(crate::text::hex(&(self.random)()));
        let now = (self.clock)();
        let until = Moment::new(now.instant() + self.pace.lease);
        let taken = self.store.take_notices(self.service, &lease, self.pace.at_once, until, now).await?;
        let mut round = Round { taken: taken.len().try_into().unwrap_or(u32::MAX), ..Round::default() };
        for notice in taken {
            if (self.clock)() >= until {
                // Somebody else may have it by now. What is left comes back by itself.
                break;
            }
            let delivered = self.channel.deliver(&notice).await;
            let now = (self.clock)();
            let end = self.end(&notice, delivered, now);
            if self.store.settle_notice(self.service, &lease, &notice.id, end, now).await? {
                round.count(end);
            } else {
                round.lost += 1;
            }
            if end == NoticeEnd::Dead {
                tracing::warn!(notice = %notice.id, kind = notice.kind.as_str(), "a notice could not be delivered");
                self.channel.died(&notice).await;
            }
        }
        Ok(round)
    }

    fn end(&self, notice: &Notice, delivered: Delivered, now: Moment) -> NoticeEnd {
        let is_last = notice.attempts >= self.pace.most_tries;
        let again = |after: Option<TimeDelta>| {
            let own = self.pace.wait(notice.attempts, (self.random)()[0]);
            Moment::new(now.instant() + after.map_or(own, |after| after.max(own)))
        };
        match delivered {
            // That it may have arrived is kept first: nobody is to send it once more without knowing so.
            Delivered::Unknown if is_last && !notice.may_have_arrived => {
                NoticeEnd::Unknown { at: again(None) }
            }
            Delivered::Sent => NoticeEnd::Sent,
            Delivered::Refused => NoticeEnd::Waits,
            Delivered::NotYet { at } => NoticeEnd::NotYet { at },
            Delivered::Undecided => NoticeEnd::Dead,
            Delivered::TryAgain { .. } | Delivered::Unknown if is_last => NoticeEnd::Dead,
            Delivered::TryAgain { after } => NoticeEnd::TryAgain { at: again(after) },
            Delivered::Unknown => NoticeEnd::Unknown { at: again(None) },
        }
    }

    /// Goes on delivering until `pause` says that it is to end. `pause` waits for about as long as it is told; in a test
    /// it moves the clock. While the store fails, the worker waits as patiently as for a channel.
    pub async fn run<P: Future<Output = bool>>(&self, mut pause: impl FnMut(TimeDelta) -> P) {
        let mut failed = 0;
        loop {
            let wait = match self.round().await {
                Ok(round) if round.taken == self.pace.at_once => {
                    failed = 0;
                    TimeDelta::zero()
                }
                Ok(_) => {
                    failed = 0;
                    BETWEEN_ROUNDS
                }
                Err(error) => {
                    failed += 1;
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "notices cannot be delivered now"
                    );
                    self.pace.wait(failed, (self.random)()[0]).min(LONGEST_WHILE_DOWN)
                }
            };
            if !pause(wait).await {
                return;
            }
        }
    }
}

/// A family that waits for an answer does not notice two seconds; a database does not notice the question.
const BETWEEN_ROUNDS: TimeDelta = TimeDelta::seconds(2);
/// A store that is back is noticed within a minute.
const LONGEST_WHILE_DOWN: TimeDelta = TimeDelta::seconds(60);

impl Round {
    fn count(&mut self, end: NoticeEnd) {
        match end {
            NoticeEnd::Sent => self.sent += 1,
            NoticeEnd::Waits => self.waiting += 1,
            NoticeEnd::Dead => self.dead += 1,
            NoticeEnd::TryAgain { .. } | NoticeEnd::NotYet { .. } | NoticeEnd::Unknown { .. } => {
                self.again += 1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::enquiry::notice::NoticeId;
    use crate::enquiry::notice::{NoticeState, Recipient, Reminder};
    use crate::store::NoticeFilter;
    use crate::store::memory::MemoryStore;

    fn at(seconds: i64) -> Moment {
        let nine = "2026-11-24T09:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        Moment::new(nine + TimeDelta::seconds(seconds))
    }

    /// Ends each delivery as it was told to, the last way again and again, and remembers what it was handed.
    struct Scripted {
        ends: Vec<Delivered>,
        handed: Mutex<Vec<Notice>>,
    }

    impl Deliver for Scripted {
        fn deliver<'a>(&'a self, notice: &'a Notice) -> Delivering<'a> {
            let mut handed = self.handed.lock().unwrap();
            let end = self.ends[handed.len().min(self.ends.len() - 1)];
            handed.push(notice.clone());
            Box::pin(async move { end })
        }
    }

    /// The store in memory never waits.
    fn at_once<T>(future: impl Future<Output = T>) -> T {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => panic!("the store in memory waits for nothing"),
        }
    }

    /// One notice, delivered as scripted by a worker whose clock moves as it waits. Gives the notices handed out, and
    /// the one that is left.
    fn run(ends: &[Delivered]) -> (Vec<Notice>, Notice) {
        let (store, service) = (MemoryStore::new(), ServiceId::new("rbwm"));
        let channel = Scripted { ends: ends.to_vec(), handed: Mutex::new(Vec::new()) };
        let seconds = AtomicI64::new(0);
        let clock = || at(seconds.load(Ordering::Relaxed));
        let worker = Worker {
            store: &store,
            service: &service,
            channel: &channel,
            pace: Pace::default(),
            clock: &clock,
            random: || [255; 8],
        };
        let reminder = Reminder {
            id: NoticeId::of(&["one"]),
            service: service.clone(),
            reference: None,
            to: Recipient::Advisers,
            day: None,
            due_at: at(0),
        };
        let work = async {
            store.remind(&reminder, at(0)).await.unwrap();
            worker
                .run(|wait| {
                    let passed = wait.num_seconds().max(1) * 60;
                    let now = seconds.fetch_add(passed, Ordering::Relaxed);
                    async move { now < 60 * 60 * 24 * 7 }
                })
                .await;
            store.notices(&service, &NoticeFilter::default()).await.unwrap().remove(0)
        };
        let left = at_once(work);
        (channel.handed.into_inner().unwrap(), left)
    }

    const TRY_AGAIN: Delivered = Delivered::TryAgain { after: None };

    #[track_caller]
    fn check(ends: &[Delivered], tries: usize, state: NoticeState) {
        let (handed, left) = run(ends);
        assert_eq!((handed.len(), left.state), (tries, state));
    }

    #[test]
    fn what_arrived_is_not_sent_again() {
        check(&[Delivered::Sent], 1, NoticeState::Sent);
        check(&[TRY_AGAIN, TRY_AGAIN, Delivered::Sent], 3, NoticeState::Sent);
    }

    #[test]
    fn what_can_never_arrive_waits_where_the_family_looks() {
        check(&[Delivered::Refused], 1, NoticeState::Waits);
    }

    #[test]
    fn after_the_last_try_it_is_dead() {
        check(&[TRY_AGAIN], 12, NoticeState::Dead);
        check(&[Delivered::Unknown], 12, NoticeState::Dead);
    }

    #[test]
    fn that_the_last_try_may_have_arrived_is_not_forgotten() {
        let mut ends = vec![TRY_AGAIN; 11];
        ends.push(Delivered::Unknown);
        let (handed, left) = run(&ends);
        assert_eq!((handed.len(), left.state, left.may_have_arrived), (13, NoticeState::Dead, true));
    }

    #[test]
    fn what_may_have_arrived_long_ago_is_for_somebody_to_look_at() {
        check(&[Delivered::Unknown, Delivered::Undecided], 2, NoticeState::Dead);
    }

    #[test]
    fn it_is_told_since_when_it_may_have_arrived() {
        let began = |ends: &[Delivered]| {
            let (handed, _) = run(ends);
            handed.iter().map(|notice| notice.begun_at.unwrap()).collect::<Vec<_>>()
        };
        let at_each = began(&[TRY_AGAIN, TRY_AGAIN, Delivered::Sent]);
        assert!(at_each[0] < at_each[1] && at_each[1] < at_each[2], "nothing was sent before");
        let at_first = began(&[Delivered::Unknown, TRY_AGAIN, Delivered::Sent]);
        assert_eq!(at_first, [at_first[0]; 3]);
    }

    #[test]
    fn an_unknown_end_is_said_at_the_next_try() {
        let (handed, _) = run(&[Delivered::Unknown, Delivered::Sent]);
        assert_eq!(handed.iter().map(|notice| notice.may_have_arrived).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn waiting_for_working_hours_is_no_try() {
        let (handed, left) = run(&[Delivered::NotYet { at: at(60 * 60 * 12) }, Delivered::Sent]);
        assert_eq!((handed[1].attempts, left.state), (1, NoticeState::Sent));
        assert!(left.due_at >= at(60 * 60 * 12));
    }

    #[test]
    fn waits_grow_and_stay_within_bounds() {
        let pace = Pace::default();
        let waits: Vec<i64> = (1..=8).map(|attempts| pace.wait(attempts, 0).num_seconds()).collect();
        assert_eq!(waits, [15, 60, 240, 960, 3_840, 15_360, 21_600, 21_600]);
        assert_eq!(pace.wait(2, 255).num_seconds(), 90);
        assert_eq!(pace.wait(u32::MAX, 255).num_seconds(), 32_400);
        let all: i64 = (1..12).map(|attempts| pace.wait(attempts, 0).num_hours()).sum();
        assert!((24..72).contains(&all), "{all} hours");
    }

    #[test]
    fn the_other_side_may_ask_for_more_time() {
        let after = TimeDelta::hours(20);
        let (_, left) = run(&[Delivered::TryAgain { after: Some(after) }, Delivered::Sent]);
        assert!(left.due_at >= at(after.num_seconds()));
    }
}
