//! The audit trail as a chain: each line carries a hash over the line before it, so that none can be altered, taken out
//! or slipped in without the rest of the chain telling.
//!
//! Each service has a chain of its own. Lines are numbered from 1.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Event, Reference, ServiceId};

/// One line of the trail of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrailLine {
    pub line: u64,
    /// The enquiry it is about; none for the roster and the flags.
    pub reference: Option<Reference>,
    #[serde(flatten)]
    pub event: Event,
}

/// The hash over everything up to one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHash([u8; 32]);

impl ChainHash {
    /// Before the first line.
    pub const START: ChainHash = ChainHash([0; 32]);

    /// The hash of a line that follows this one.
    pub fn followed_by(&self, service: &ServiceId, line: &TrailLine) -> ChainHash {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(line.line.to_be_bytes());
        hash.update(said(service, line.reference.as_ref(), &line.event));
        ChainHash(hash.finalize().into())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The hash that a store has kept; none if it is of another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<ChainHash> {
        bytes.try_into().ok().map(ChainHash)
    }

    pub fn to_hex(&self) -> String {
        crate::text::hex(&self.0)
    }
}

/// What a line says, as its hash is made of it: after the hash before it and its number, in eight bytes. A database that
/// can hash chains a line by itself with this.
pub fn said(service: &ServiceId, reference: Option<&Reference>, event: &Event) -> Vec<u8> {
    let at = event.at.instant().timestamp_micros().to_string();
    let reference = reference.map_or("", Reference::as_str);
    let mut said = Vec::new();
    for field in [service.as_str(), reference, &at, &event.by, &event.what] {
        // With their lengths, so that nothing can move from one field into the next.
        said.extend((field.len() as u64).to_be_bytes());
        said.extend(field.as_bytes());
    }
    said
}

/// Where a trail ends: how many lines, and the hash of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrailHead {
    pub lines: u64,
    pub hash: ChainHash,
}

impl TrailHead {
    pub const START: TrailHead = TrailHead { lines: 0, hash: ChainHash::START };

    /// The next line, and the head once it is written.
    pub fn next(
        &self,
        service: &ServiceId,
        reference: Option<&Reference>,
        event: &Event,
    ) -> (TrailLine, TrailHead) {
        let line = TrailLine { line: self.lines + 1, reference: reference.cloned(), event: event.clone() };
        let hash = self.hash.followed_by(service, &line);
        let head = TrailHead { lines: line.line, hash };
        (line, head)
    }
}

/// What reading a trail from its beginning came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrailCheck {
    pub head: TrailHead,
    /// The first line that does not follow from those before it. Past the last line: lines are missing at the end, or others
    /// are kept that stand in no line.
    pub broken_at: Option<u64>,
}

/// Reads a trail from its beginning.
#[derive(Debug)]
pub struct TrailReader<'a> {
    service: &'a ServiceId,
    head: TrailHead,
    broken_at: Option<u64>,
}

impl TrailReader<'_> {
    pub fn new(service: &ServiceId) -> TrailReader<'_> {
        TrailReader { service, head: TrailHead::START, broken_at: None }
    }

    /// The next line as it is kept, with the hash kept beside it.
    pub fn read(&mut self, line: &TrailLine, kept: Option<ChainHash>) {
        let expected = self.head.lines + 1;
        let hash = self.head.hash.followed_by(self.service, line);
        if self.broken_at.is_none() && (line.line != expected || kept != Some(hash)) {
            self.broken_at = Some(expected);
        }
        self.head = TrailHead { lines: expected, hash };
    }

    /// The end, compared with the head that is kept apart. `events`: how many the service has in all, for whoever looks at an
    /// enquiry sees each, whether or not it stands in line.
    pub fn finish(self, kept: TrailHead, events: u64) -> TrailCheck {
        let is_whole = self.head == kept && self.head.lines == events;
        let broken_at = self.broken_at.or((!is_whole).then_some(self.head.lines + 1));
        TrailCheck { head: self.head, broken_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Moment;

    /// A trail of `lines` lines, each with the hash kept beside it.
    fn trail(lines: usize) -> (Vec<(TrailLine, ChainHash)>, TrailHead) {
        let service = ServiceId::new("rbwm");
        let mut head = TrailHead::START;
        let mut kept = Vec::new();
        for number in 0..lines {
            let at = Moment::new("2026-11-24T09:00:00Z".parse().unwrap());
            let event = Event { at, by: format!("adviser {number}"), what: "viewed".to_owned() };
            let (line, next) = head.next(&service, None, &event);
            kept.push((line, next.hash));
            head = next;
        }
        (kept, head)
    }

    #[track_caller]
    fn check(kept: &[(TrailLine, ChainHash)], head: TrailHead, broken_at: Option<u64>) {
        let service = ServiceId::new("rbwm");
        let mut reader = TrailReader::new(&service);
        for (line, hash) in kept {
            reader.read(line, Some(*hash));
        }
        assert_eq!(reader.finish(head, kept.len() as u64).broken_at, broken_at);
    }

    #[test]
    fn a_trail_as_it_was_written_holds() {
        let (kept, head) = trail(5);
        check(&kept, head, None);
        check(&[], TrailHead::START, None);
    }

    #[test]
    fn what_is_kept_beside_the_line_is_found() {
        let (kept, head) = trail(5);
        let service = ServiceId::new("rbwm");
        let mut reader = TrailReader::new(&service);
        kept.iter().for_each(|(line, hash)| reader.read(line, Some(*hash)));
        assert_eq!(reader.finish(head, 6).broken_at, Some(6));
    }

    #[test]
    fn an_altered_line_is_named() {
        let (mut kept, head) = trail(5);
        kept[2].0.event.by = "somebody else".to_owned();
        check(&kept, head, Some(3));
    }

    #[test]
    fn a_line_taken_out_is_missed_wherever_it_stood() {
        for place in 0..5 {
            let (mut kept, head) = trail(5);
            kept.remove(place);
            check(&kept, head, Some(place as u64 + 1));
        }
    }

    #[test]
    fn a_line_slipped_in_with_a_hash_of_its_own_is_found_by_the_next() {
        let (mut kept, head) = trail(5);
        let mut forged = kept[1].clone();
        forged.0.event.what = "exported".to_owned();
        forged.1 = kept[0].1.followed_by(&ServiceId::new("rbwm"), &forged.0);
        kept[1] = forged;
        check(&kept, head, Some(3));
    }
}
