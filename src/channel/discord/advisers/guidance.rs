//! Reviewed words for an adviser's reply: an entry's short answer, with its sources. Only what is in force and reviewed
//! on the day is offered.

use crate::enquiry::QueueLine;
use crate::library::{Entry, EntryId, Library};
use crate::moment::Moment;
use crate::reply::Block;
use crate::spoken::Speaker;

/// So many are offered: as many as a menu holds.
const MOST: usize = 25;

/// The entries that fit an enquiry best: those of its topics, then what stands near them.
pub fn fitting(line: &QueueLine, library: &Library, now: Moment) -> Vec<EntryId> {
    let mut fitting: Vec<&Entry> = line
        .topics
        .iter()
        .flat_map(|topic| library.entries().filter(move |entry| entry.topic == *topic))
        .collect();
    let near: Vec<&Entry> =
        fitting.iter().flat_map(|entry| &entry.related).filter_map(|id| library.entry(id)).collect();
    fitting.extend(near);
    let areas: Vec<&str> = fitting.iter().map(|entry| entry.area.as_str()).collect();
    fitting.extend(library.entries().filter(|entry| areas.contains(&entry.area.as_str())));
    fitting.extend(library.entries());
    let mut ids: Vec<EntryId> = Vec::new();
    for entry in fitting.into_iter().filter(|entry| is_usable(entry, now)) {
        if !ids.contains(&entry.id) {
            ids.push(entry.id.clone());
        }
        if ids.len() == MOST {
            break;
        }
    }
    ids
}

fn is_usable(entry: &Entry, now: Moment) -> bool {
    entry.review_by >= now.date()
}

/// The entry's short answer and where it comes from, as text; `None` where it is overdue for review, or not there.
pub fn words(id: &EntryId, library: &Library, now: Moment) -> Option<String> {
    let entry = library.entry(id).filter(|entry| is_usable(entry, now))?;
    let speaker = Speaker::new(library, now.date());
    let mut lines = vec![entry.title.clone()];
    for block in speaker.blocks(&entry.short_answer) {
        match block {
            Block::Paragraph(sentences) => lines.push(sentences.join(" ")),
            Block::Bullets(items) | Block::Steps(items) => {
                lines.extend(items.into_iter().map(|item| format!("- {item}")));
            }
            _ => {}
        }
    }
    let mut sources = speaker.sources(entry.short_answer.citations());
    if sources.is_empty() {
        sources = speaker.entry_sources(entry);
        sources.truncate(2);
    }
    for source in sources {
        lines.push(format!(
            "{}: {} ({})",
            library.phrases().where_this_comes_from,
            source.cited,
            source.link
        ));
    }
    Some(lines.join("\n"))
}
