//! A sentence of a rule as an author writes it, with the marks of every text: `[^regs-13.2]` cites, `{{plan-final}}`
//! names a figure. In the stock sentences, `{date}` and its like stand for what has been reckoned.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::library::{FigureId, FigureRow, Source, SourceId};
use crate::text::Citation;

/// Plain words with their sources, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub words: String,
    pub sources: Vec<Citation>,
}

/// Why a sentence cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsayable {
    /// `{{name}}` is no figure, or has no row on the day.
    NoFigure(String),
    /// `[^mark]` names no source.
    NoSource(String),
    /// A mark is opened and never closed.
    NeverClosed,
}

/// Puts the figures of that day into a sentence and takes its citations out.
pub(super) fn say(
    written: &str,
    on: NaiveDate,
    figures: &BTreeMap<FigureId, Vec<FigureRow>>,
    sources: &BTreeMap<SourceId, Source>,
) -> Result<Said, Unsayable> {
    let mut said = Said { words: String::new(), sources: Vec::new() };
    let mut rest = written;
    loop {
        let (opens, closes) = match (rest.find("[^"), rest.find("{{")) {
            (Some(cite), Some(figure)) if cite < figure => (cite, "]"),
            (_, Some(figure)) => (figure, "}}"),
            (Some(cite), None) => (cite, "]"),
            (None, None) => break,
        };
        said.words.push_str(&rest[..opens]);
        let inside = &rest[opens + 2..];
        let length = inside.find(closes).ok_or(Unsayable::NeverClosed)?;
        let name = inside[..length].trim();
        if closes == "]" {
            said.sources.push(cite(name, sources).ok_or_else(|| Unsayable::NoSource(name.to_owned()))?);
        } else {
            let row = figure(name, on, figures).ok_or_else(|| Unsayable::NoFigure(name.to_owned()))?;
            said.words.push_str(&row.in_words());
        }
        rest = &inside[length + closes.len()..];
    }
    said.words.push_str(rest);
    Ok(said)
}

fn figure<'a>(
    name: &str,
    on: NaiveDate,
    figures: &'a BTreeMap<FigureId, Vec<FigureRow>>,
) -> Option<&'a FigureRow> {
    figures.get(&FigureId::new(name))?.iter().find(|row| row.holds_on(on))
}

/// The longest source id that is the whole mark or stands before a hyphen, then the pinpoint.
pub(super) fn cite(mark: &str, sources: &BTreeMap<SourceId, Source>) -> Option<Citation> {
    let whole = SourceId::new(mark);
    if sources.contains_key(&whole) {
        return Some(Citation { source: whole, pinpoint: String::new() });
    }
    mark.rmatch_indices('-').find_map(|(at, _)| {
        let source = SourceId::new(&mark[..at]);
        sources.contains_key(&source).then(|| Citation { source, pinpoint: mark[at + 1..].to_owned() })
    })
}

/// Puts what has been reckoned into a stock sentence: `{date}` becomes the value beside `date`.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut words = String::new();
    let mut rest = template;
    while let Some((name, from, to)) = first_blank(rest) {
        words.push_str(&rest[..from]);
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => words.push_str(value),
            None => words.push_str(&rest[from..to]),
        }
        rest = &rest[to..];
    }
    words + rest
}

/// The names of the blanks in a stock sentence.
pub(super) fn blanks(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((name, _, to)) = first_blank(rest) {
        names.push(name);
        rest = &rest[to..];
    }
    names
}

/// `{name}` in single braces: its name and where it stands. Double braces are a figure's.
fn first_blank(text: &str) -> Option<(&str, usize, usize)> {
    let mut search = 0;
    loop {
        let from = search + text[search..].find('{')?;
        if text[from..].starts_with("{{") {
            search = from + text[from..].find("}}")? + 2;
            continue;
        }
        let to = from + text[from..].find('}')? + 1;
        return Some((&text[from + 1..to - 1], from, to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_and_figures_left() {
        let filled = fill("By {date}, {{plan-final}} after {on}.", &[("date", "Monday"), ("on", "the day")]);
        assert_eq!(filled, "By Monday, {{plan-final}} after the day.");
    }

    #[test]
    fn a_blank_without_a_value_stays_to_be_seen() {
        assert_eq!(fill("By {dat}.", &[("date", "Monday")]), "By {dat}.");
        assert_eq!(blanks("{a} and {{b}} and {c}"), ["a", "c"]);
    }

    #[test]
    fn a_mark_never_closed_is_refused() {
        let (figures, sources) = (BTreeMap::new(), BTreeMap::new());
        let on = NaiveDate::default();
        assert_eq!(say("six [^regs", on, &figures, &sources), Err(Unsayable::NeverClosed));
        assert_eq!(say("{{six}}", on, &figures, &sources), Err(Unsayable::NoFigure("six".to_owned())));
        assert_eq!(say("[^x-1]", on, &figures, &sources), Err(Unsayable::NoSource("x-1".to_owned())));
    }
}
