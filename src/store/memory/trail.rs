//! The audit trail in memory, chained as the databases chain it.

use std::collections::BTreeMap;

use crate::enquiry::trail::{ChainHash, TrailCheck, TrailHead, TrailLine, TrailReader};
use crate::enquiry::{Event, Reference, ServiceId};
use crate::moment::Moment;

#[derive(Debug, Default)]
pub struct Trail {
    of: BTreeMap<ServiceId, (TrailHead, Vec<(TrailLine, ChainHash)>)>,
}

impl Trail {
    pub fn add(
        &mut self,
        service: &ServiceId,
        reference: Option<&Reference>,
        by: &str,
        what: &str,
        now: Moment,
    ) {
        let event = Event { at: now, by: by.to_owned(), what: what.to_owned() };
        self.add_events(service, reference, &[event]);
    }

    pub fn add_events(&mut self, service: &ServiceId, reference: Option<&Reference>, events: &[Event]) {
        let (head, lines) = self.of.entry(service.clone()).or_insert((TrailHead::START, Vec::new()));
        for event in events {
            let (line, next) = head.next(service, reference, event);
            lines.push((line, next.hash));
            *head = next;
        }
    }

    /// How many lines there are.
    pub fn len(&self, service: &ServiceId) -> u64 {
        self.of.get(service).map_or(0, |(head, _)| head.lines)
    }

    pub fn read(&self, service: &ServiceId, after_line: u64, at_most: u32) -> Vec<TrailLine> {
        let Some((_, lines)) = self.of.get(service) else { return Vec::new() };
        lines
            .iter()
            .map(|(line, _)| line.clone())
            .filter(|line| line.line > after_line)
            .take(at_most as usize)
            .collect()
    }

    pub fn verify(&self, service: &ServiceId) -> TrailCheck {
        let mut reader = TrailReader::new(service);
        let Some((head, lines)) = self.of.get(service) else { return reader.finish(TrailHead::START, 0) };
        for (line, hash) in lines {
            reader.read(line, Some(*hash));
        }
        reader.finish(*head, lines.len() as u64)
    }
}
