//! What time brings: what is due to be deleted, returned, announced or closed.
//!
//! Which of it is due is a pure question of the service's periods and the moment. Whoever runs for long, kiosk, bot or
//! server, does what is due at its start and every few minutes.

use chrono::{Datelike, Days, TimeDelta, Timelike, Weekday};

use crate::enquiry::ServiceId;
use crate::enquiry::life::Keep;
use crate::library::Library;
use crate::moment::Moment;
use crate::store::{Store, StoreError, Sweep};

/// How long a service keeps things, and how patient it is. Each is a number of days, and each can be set in the
/// service's profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    /// A closed enquiry is deleted after these.
    pub keep_days: u32,
    /// The same for one that held words of danger; as [`Periods::keep_days`] where the service has not set it.
    pub keep_days_safeguarding: Option<u32>,
    /// A backup is deleted after these: what was purged from the store is in it until then.
    pub keep_backups_days: u32,
    /// A claim on which nobody worked goes back to the queue.
    pub return_claims_days: u32,
    /// A family that does not write after a reply is told that its enquiry will be closed.
    pub warn_quiet_days: u32,
    /// A family that was told so, and still does not write: its enquiry is closed.
    pub close_warned_days: u32,
    /// A conversation in which nobody wrote is forgotten.
    pub forget_conversations_days: u32,
}

impl Periods {
    /// Until the service says otherwise.
    pub const DEFAULT: Periods = Periods {
        keep_days: 180,
        keep_days_safeguarding: None,
        keep_backups_days: 30,
        return_claims_days: 3,
        warn_quiet_days: 14,
        close_warned_days: 7,
        forget_conversations_days: 30,
    };
    /// Ten years: longer is a slip of the pen.
    pub const LONGEST: u32 = 3_650;

    pub fn safeguarding_days(&self) -> u32 {
        self.keep_days_safeguarding.unwrap_or(self.keep_days)
    }
}

impl Periods {
    /// How long what is closed is kept.
    pub fn keep(&self) -> Keep {
        let days = |days: u32| Days::new(u64::from(days));
        Keep { ordinary: days(self.keep_days), safeguarding: days(self.safeguarding_days()) }
    }
}

/// Why an enquiry was closed that nobody closed.
pub const CLOSED_QUIETLY: &str = "no word from the family";

/// What is due at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub sweeps: Vec<Sweep>,
    /// Conversations last saved before this are forgotten.
    pub forget_before: Moment,
}

impl Due {
    /// What is due now. What tells somebody something waits until somebody is at work: `is_open`.
    pub fn at(periods: &Periods, is_open: bool, now: Moment) -> Due {
        let before = |days: u32| Moment::new(now.instant() - TimeDelta::days(i64::from(days)));
        let mut sweeps = Vec::new();
        if is_open {
            sweeps.push(Sweep::Asleep);
            sweeps.push(Sweep::Neglected { since: before(periods.return_claims_days) });
            sweeps.push(Sweep::Warned {
                by: before(periods.close_warned_days),
                outcome: CLOSED_QUIETLY.to_owned(),
                keep: periods.keep(),
            });
            sweeps.push(Sweep::Quiet { since: before(periods.warn_quiet_days) });
        }
        Due { sweeps, forget_before: before(periods.forget_conversations_days) }
    }
}

/// Whether somebody is at work: what would tell somebody something waits until then. A service that has not said when it
/// works is taken to do so on weekdays from nine to five.
fn is_open(library: &Library, now: Moment) -> bool {
    if let Some(is_open) = library.clock().and_then(|clock| clock.is_open(now)) {
        return is_open;
    }
    let local = now.local();
    let is_weekday = !matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
    is_weekday && !library.holidays().days.contains_key(&now.date()) && (9..17).contains(&local.hour())
}

/// What one round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    pub purged: usize,
    pub woken: usize,
    pub returned: usize,
    pub warned: usize,
    pub closed: usize,
    pub forgotten: u64,
}

/// Does what is due now. Doing it twice, or in two processes at once, does nothing more.
///
/// # Errors
///
/// [`StoreError`] when the store fails; what was not done is due at the next round.
pub async fn round(store: &dyn Store, library: &Library, now: Moment) -> Result<Round, StoreError> {
    let service = ServiceId::new(library.service().id.clone());
    let due = Due::at(&library.service().periods, is_open(library, now), now);
    let mut round = Round { purged: store.purge(&service, now).await?.len(), ..Round::default() };
    for sweep in &due.sweeps {
        let done = store.sweep(&service, sweep, now).await?.len();
        match sweep {
            Sweep::Asleep => round.woken += done,
            Sweep::Neglected { .. } => round.returned += done,
            Sweep::Quiet { .. } => round.warned += done,
            Sweep::Warned { .. } => round.closed += done,
        }
    }
    round.forgotten = store.forget_idle(&service, due.forget_before).await?;
    Ok(round)
}

/// What wakes wakes on time, to this much.
const BETWEEN_ROUNDS: TimeDelta = TimeDelta::minutes(5);

/// Does what is due again and again, until `pause` says that it is to end. `pause` waits for about as long as it is told;
/// in a test it moves the clock.
pub async fn go_on<P: Future<Output = bool>>(
    store: &dyn Store,
    library: &Library,
    clock: impl Fn() -> Moment,
    mut pause: impl FnMut(TimeDelta) -> P,
) {
    loop {
        match round(store, library, clock()).await {
            Ok(Round { purged: 0, woken: 0, returned: 0, warned: 0, closed: 0, .. }) => {}
            Ok(done) => tracing::info!(?done, "what was due is done"),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what is due, such as deleting what has served its time, could not be done; it is tried again"
            ),
        }
        if !pause(BETWEEN_ROUNDS).await {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> Moment {
        Moment::new(moment.parse().unwrap())
    }

    #[test]
    fn nobody_is_told_anything_while_nobody_is_at_work() {
        let night = Due::at(&Periods::DEFAULT, false, at("2026-11-24T02:00:00Z"));
        assert_eq!(night.sweeps, []);
        assert_eq!(night.forget_before, at("2026-10-25T02:00:00Z"));
    }

    #[test]
    fn each_period_counts_back_from_now() {
        let due = Due::at(&Periods::DEFAULT, true, at("2026-11-24T10:00:00Z"));
        let keep = Periods::DEFAULT.keep();
        assert_eq!(
            due.sweeps,
            [
                Sweep::Asleep,
                Sweep::Neglected { since: at("2026-11-21T10:00:00Z") },
                // Whoever is warned now is never closed in the same breath: closing goes first.
                Sweep::Warned { by: at("2026-11-17T10:00:00Z"), outcome: CLOSED_QUIETLY.to_owned(), keep },
                Sweep::Quiet { since: at("2026-11-10T10:00:00Z") },
            ]
        );
    }
}
