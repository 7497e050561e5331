//! Which sentences of a message carry its question, and which are chat or story around it.

use super::lesson::AsideKind;
use super::score::{Heard, Scorers};

/// A sentence asks something when asides are no likelier than this.
pub const ASKS_BELOW: f32 = 0.3;
/// A sentence that is chat at least this surely is left out when another asks something.
const CHAT_FROM: f32 = 0.6;
/// Of a message with more sentences than this, at most this many are kept: those that say most plainly what they are
/// about. Forum stories have fewer, so only pastes lose any.
const MOST_KEPT: usize = 10;
/// And of such a message, only sentences at least this plain beside its plainest: sixty that say little drown two that
/// say it all.
const LEAST_OF_PLAINEST: f32 = 0.25;

/// The message without greetings, abuse, orders to the machine and talk of other things, where another sentence asks
/// something; and what was left out, as typed.
///
/// Other countries stay: "We live in Wales. How do I get a plan?" is about Wales.
pub fn carrying(scorers: &Scorers, heard: Heard) -> (Heard, Vec<String>) {
    if heard.query.sentences.len() < 2 {
        return (heard, Vec::new());
    }
    let sentences: Vec<Told> = scorers.of_each_sentence(&heard).into_iter().map(Told::of).collect();
    if !sentences.iter().any(|told| told.aside <= ASKS_BELOW) {
        return (heard, Vec::new());
    }
    let mut kept: Vec<usize> =
        (0..sentences.len()).filter(|place| sentences[*place].chat < CHAT_FROM).collect();
    kept.sort_by(|a, b| sentences[*b].plainness.total_cmp(&sentences[*a].plainness).then(b.cmp(a)));
    if sentences.len() > MOST_KEPT
        && let Some(plainest) = kept.first().map(|place| sentences[*place].plainness)
    {
        kept.retain(|place| sentences[*place].plainness >= LEAST_OF_PLAINEST * plainest);
        kept.truncate(MOST_KEPT);
    }
    if kept.is_empty() || kept.len() == sentences.len() {
        return (heard, Vec::new());
    }
    let left_out = heard.query.sentences.iter().enumerate().filter(|(place, _)| !kept.contains(place));
    let left_out = left_out.map(|(_, sentence)| sentence.in_words()).collect();
    (scorers.keeping(&heard, |place| kept.contains(&place)), left_out)
}

/// What one sentence tells alone.
struct Told {
    /// The chance of the likeliest entry.
    plainness: f32,
    /// The chance that it asks for no entry.
    aside: f32,
    /// The chance that it changes nothing of what is asked.
    chat: f32,
}

impl Told {
    fn of((entries, asides): (Vec<f32>, Vec<f32>)) -> Told {
        let chat = AsideKind::LEARNT.iter().zip(&asides).filter(|(kind, _)| kind.is_chat());
        Told {
            plainness: entries.into_iter().fold(0.0, f32::max),
            aside: asides.iter().sum(),
            chat: chat.map(|(_, chance)| chance).sum(),
        }
    }
}
