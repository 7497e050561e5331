//! Saved sessions in memory, what a channel has already delivered, and the words of what was not understood.

use std::collections::{BTreeMap, BTreeSet};

use crate::enquiry::ServiceId;
use crate::moment::Moment;
use crate::store::{InteractionId, SessionKey, Unanswered};

#[derive(Debug, Default)]
pub struct Conversations {
    sessions: BTreeMap<(ServiceId, SessionKey), (Moment, Vec<u8>)>,
    interactions: BTreeMap<(ServiceId, InteractionId), Moment>,
    unanswered: BTreeMap<(ServiceId, InteractionId), (SessionKey, Unanswered)>,
    missed: BTreeMap<ServiceId, BTreeMap<String, u64>>,
}

impl Conversations {
    pub fn save(&mut self, service: &ServiceId, session: &SessionKey, state: &[u8], now: Moment) {
        self.sessions.insert((service.clone(), session.clone()), (now, state.to_vec()));
    }

    pub fn load(&self, service: &ServiceId, session: &SessionKey) -> Option<Vec<u8>> {
        self.sessions.get(&(service.clone(), session.clone())).map(|(_, state)| state.clone())
    }

    pub fn forget(&mut self, service: &ServiceId, session: &SessionKey) {
        self.sessions.remove(&(service.clone(), session.clone()));
    }

    pub fn note_interaction(
        &mut self,
        service: &ServiceId,
        interaction: &InteractionId,
        now: Moment,
    ) -> bool {
        let key = (service.clone(), interaction.clone());
        let is_first = !self.interactions.contains_key(&key);
        self.interactions.entry(key).or_insert(now);
        is_first
    }

    pub fn acknowledged(&mut self, service: &ServiceId, session: &SessionKey, unanswered: &Unanswered) {
        let key = (service.clone(), unanswered.interaction.clone());
        self.unanswered.entry(key).or_insert_with(|| (session.clone(), unanswered.clone()));
    }

    pub fn answered(&mut self, service: &ServiceId, session: &SessionKey, until: Moment) {
        self.unanswered.retain(|(owner, _), (whose, unanswered)| {
            owner != service || whose != session || unanswered.at > until
        });
    }

    pub fn take_unanswered(&mut self, service: &ServiceId, before: Moment) -> Vec<Unanswered> {
        let is_taken =
            |owner: &ServiceId, unanswered: &Unanswered| owner == service && unanswered.at < before;
        let all = std::mem::take(&mut self.unanswered);
        let (taken, left) = all
            .into_iter()
            .partition::<BTreeMap<_, _>, _>(|((owner, _), (_, unanswered))| is_taken(owner, unanswered));
        self.unanswered = left;
        taken.into_values().map(|(_, unanswered)| unanswered).collect()
    }

    pub fn count_missed(&mut self, service: &ServiceId, words: &BTreeSet<String>) {
        let missed = self.missed.entry(service.clone()).or_default();
        words.iter().for_each(|word| *missed.entry(word.clone()).or_default() += 1);
    }

    pub fn missed(&self, service: &ServiceId) -> BTreeMap<String, u64> {
        self.missed.get(service).cloned().unwrap_or_default()
    }

    pub fn forget_idle(&mut self, service: &ServiceId, since: Moment) -> u64 {
        let before = self.sessions.len();
        self.sessions.retain(|(owner, _), (saved_at, _)| owner != service || *saved_at >= since);
        self.interactions.retain(|(owner, _), noted_at| owner != service || *noted_at >= since);
        self.unanswered.retain(|(owner, _), (_, unanswered)| owner != service || unanswered.at >= since);
        (before - self.sessions.len()) as u64
    }
}
