//! How fast somebody may ask: one noisy person is slowed, and nobody else waits for it.
//!
//! A person and a server each have a store of goes that fills again with time. A person who has used all is told so
//! once and then meets silence until some are back; a full server is told the same. Words of danger are never held
//! up: whoever asks here has looked for them first.
//!
//! Counting is by id and in memory alone, and what has filled up again is forgotten. When there are more people than
//! may be remembered, whoever has the most goes left is forgotten first: that gives a person more, never less.

use std::collections::HashMap;

use chrono::TimeDelta;

use crate::moment::Moment;

/// How many goes at once, and how long until one is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub goes: u32,
    pub one_back_after: TimeDelta,
}

/// Somebody who reads and presses quickly makes one turn every three or four seconds; twenty at once is a child
/// playing with the buttons, or a machine.
pub const PERSON: Limit = Limit { goes: 20, one_back_after: TimeDelta::seconds(2) };
/// A busy community: 50 families asking at once, each as fast as it can read. More is a raid.
pub const SERVER: Limit = Limit { goes: 400, one_back_after: TimeDelta::milliseconds(50) };
/// People or servers remembered at once: a few megabytes.
const MOST_REMEMBERED: usize = 20_000;

/// What to do with what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Answer,
    /// Too fast: say so, this once.
    SaySo,
    /// Too fast, and told so.
    BeQuiet,
}

/// The paces of one process.
#[derive(Debug)]
pub struct Paces {
    people: Goes,
    servers: Goes,
}

impl Default for Paces {
    fn default() -> Paces {
        Paces::new(PERSON, SERVER)
    }
}

impl Paces {
    pub fn new(person: Limit, server: Limit) -> Paces {
        Paces { people: Goes::new(person), servers: Goes::new(server) }
    }

    /// Takes one go of this person, and of the server it asks in. A full server is nobody's own doing, and is told to
    /// each person once all the same.
    pub fn ask(&mut self, person: u64, server: Option<u64>, now: Moment) -> Pace {
        let may = self.people.take(person, now) && server.is_none_or(|server| self.servers.take(server, now));
        let Some(left) = self.people.left.get_mut(&person) else { return Pace::Answer };
        match (may, std::mem::replace(&mut left.is_told, !may)) {
            (true, _) => Pace::Answer,
            (false, false) => Pace::SaySo,
            (false, true) => Pace::BeQuiet,
        }
    }

    /// How many people and servers are remembered.
    pub fn remembered(&self) -> usize {
        self.people.left.len() + self.servers.left.len()
    }
}

#[derive(Debug)]
struct Goes {
    limit: Limit,
    left: HashMap<u64, Left>,
}

#[derive(Debug, Clone, Copy)]
struct Left {
    /// When all goes are back.
    full_at: Moment,
    /// Told that it was too fast, and has had no answer since.
    is_told: bool,
}

impl Goes {
    fn new(limit: Limit) -> Goes {
        Goes { limit, left: HashMap::new() }
    }

    /// All goes, as the time that they take to come back.
    fn whole(&self) -> TimeDelta {
        self.limit.one_back_after * i32::try_from(self.limit.goes).unwrap_or(i32::MAX)
    }

    /// Takes one go, if there is one.
    fn take(&mut self, who: u64, now: Moment) -> bool {
        if !self.left.contains_key(&who) {
            self.make_room(now);
        }
        let (whole, one) = (self.whole(), self.limit.one_back_after);
        let left = self.left.entry(who).or_insert(Left { full_at: now, is_told: false });
        // A clock that was set back never owes anybody more than all goes.
        let owed = (left.full_at.instant() - now.instant()).clamp(TimeDelta::zero(), whole);
        let is_left = owed + one <= whole;
        left.full_at = Moment::new(now.instant() + if is_left { owed + one } else { owed });
        is_left
    }

    fn make_room(&mut self, now: Moment) {
        if self.left.len() < MOST_REMEMBERED {
            return;
        }
        self.left.retain(|_, left| left.full_at > now);
        if self.left.len() < MOST_REMEMBERED {
            return;
        }
        // A tenth at a time, so that a flood of new people does not sort at every step.
        let mut by_goes: Vec<(Moment, u64)> =
            self.left.iter().map(|(who, left)| (left.full_at, *who)).collect();
        by_goes.sort_unstable();
        for (_, who) in by_goes.into_iter().take(MOST_REMEMBERED / 10) {
            self.left.remove(&who);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Moment {
        let start = "2026-11-24T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        Moment::new(start + TimeDelta::milliseconds(millis))
    }

    #[test]
    fn a_noisy_person_is_told_once_then_met_with_silence_and_served_again_later() {
        let mut paces = Paces::default();
        let mut asked = |millis| paces.ask(1, None, at(millis));
        for _ in 0..PERSON.goes {
            assert_eq!(asked(0), Pace::Answer);
        }
        assert_eq!(asked(1), Pace::SaySo);
        for millis in 2..1_000 {
            assert_eq!(asked(millis), Pace::BeQuiet);
        }
        assert_eq!(asked(2_000), Pace::Answer);
        assert_eq!(asked(2_001), Pace::SaySo);
    }

    #[test]
    fn nobody_else_is_slowed() {
        let mut paces = Paces::default();
        for millis in 0..5_000 {
            paces.ask(1, Some(7), at(millis));
        }
        assert_eq!(paces.ask(1, Some(7), at(5_000)), Pace::BeQuiet);
        assert_eq!(paces.ask(2, Some(7), at(5_000)), Pace::Answer);
    }

    #[test]
    fn a_raid_on_one_server_slows_that_server_alone() {
        let mut paces = Paces::default();
        let answered = (0..1_000).filter(|person| paces.ask(*person, Some(7), at(0)) == Pace::Answer).count();
        assert_eq!(answered, SERVER.goes as usize);
        assert_eq!(paces.ask(5_000, Some(7), at(1)), Pace::SaySo);
        assert_eq!(paces.ask(5_000, Some(7), at(2)), Pace::BeQuiet);
        assert_eq!(paces.ask(5_001, Some(8), at(1)), Pace::Answer);
        assert_eq!(paces.ask(5_002, None, at(1)), Pace::Answer);
        assert_eq!(paces.ask(5_000, Some(7), at(1_000)), Pace::Answer);
    }

    #[test]
    fn somebody_who_reads_is_never_slowed() {
        let mut paces = Paces::default();
        for turn in 0..1_000 {
            assert_eq!(paces.ask(1, Some(7), at(turn * 2_000)), Pace::Answer);
        }
    }

    #[test]
    fn memory_is_bounded_and_the_noisy_are_remembered_longest() {
        let mut paces = Paces::default();
        for _ in 0..30 {
            paces.ask(0, None, at(0));
        }
        for person in 1..200_000 {
            paces.ask(person, None, at(1));
        }
        assert!(paces.remembered() <= MOST_REMEMBERED, "{}", paces.remembered());
        assert_eq!(paces.ask(0, None, at(1)), Pace::BeQuiet);
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let mut paces = Paces::default();
        paces.ask(1, None, at(3_600_000));
        assert_eq!(paces.ask(1, None, at(0)), Pace::SaySo);
        assert_eq!(paces.ask(1, None, at(2_000)), Pace::Answer, "all that is owed is a whole store");
    }
}
