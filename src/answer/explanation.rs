//! Why a message was understood as it was, in words an author understands.

use std::fmt;

use super::decision::{ANSWER_FROM, DECLINE_FROM, Decided, Verdict, decide};
use super::query::Word;
use super::{Context, Understanding};

/// How many entries are explained, and how many words for each.
const ENTRIES: usize = 3;
const WORDS: usize = 5;

/// What was read, what each scorer says of the best entries, and what was decided.
#[derive(Debug, Clone)]
pub struct Explanation {
    lines: Vec<String>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

impl Explanation {
    pub(super) fn of(understanding: &Understanding, text: &str, context: &Context) -> Explanation {
        let decided = decide(understanding, text, context);
        let mut lines = vec![verdict_in_words(understanding, &decided)];
        lines.extend(what_was_read(&decided));
        lines.extend(signs_in_words(&decided));
        for place in decided.ranking.best.iter().copied().take(ENTRIES) {
            lines.push(String::new());
            lines.extend(one_entry(understanding, &decided, place));
        }
        Explanation { lines }
    }
}

fn verdict_in_words(understanding: &Understanding, decided: &Decided) -> String {
    let name = |place: &usize| format!("`{}`", understanding.entries[*place]);
    let best = &decided.ranking.best;
    let chance = |place: Option<&usize>| place.map_or(0.0, |place| 100.0 * decided.ranking.entries[*place]);
    match &decided.verdict {
        Verdict::Answer(first) => format!(
            "Answers with {}: {:.0} % likely, and {:.0} % is enough. Runner-up: {}, {:.0} %.",
            name(first),
            chance(Some(first)),
            100.0 * ANSWER_FROM,
            best.get(1).map_or("none".to_owned(), name),
            chance(best.get(1)),
        ),
        Verdict::Choose(places) => format!(
            "Offers {}: the first is {:.0} % likely, and an answer needs {:.0} %. Runner-up not offered: {}.",
            places.iter().map(name).collect::<Vec<_>>().join(", "),
            chance(best.first()),
            100.0 * ANSWER_FROM,
            best.get(places.len()).map_or("none".to_owned(), name),
        ),
        Verdict::Aside(kind) => format!(
            "Declines as {}: {:.0} % likely to ask for no entry, and {:.0} % is enough. Best entry: {}.",
            kind.in_words(),
            100.0 * decided.ranking.signs.chance(),
            100.0 * DECLINE_FROM,
            best.first().map_or("none".to_owned(), name),
        ),
        Verdict::NotFound => "Finds nothing: there are no words, or no entries.".to_owned(),
    }
}

fn what_was_read(decided: &Decided) -> Vec<String> {
    let mut lines = Vec::new();
    let words: Vec<&str> = decided.heard.query.words().map(|word| word.typed.as_str()).collect();
    lines.push(format!("Words: {}", words.join(" ")));
    let mended: Vec<String> = decided
        .heard
        .query
        .words()
        .filter(|word| word.known != word.typed)
        .map(|word| format!("{} as {}", word.typed, word.known))
        .collect();
    let mut terms: Vec<&str> = decided.heard.query.terms().collect();
    terms.dedup();
    for (what, parts) in [
        ("Spelling mended", mended),
        ("Terms", terms.into_iter().map(str::to_owned).collect()),
        ("Left out", decided.left_out.clone()),
    ] {
        if !parts.is_empty() {
            lines.push(format!("{what}: {}", parts.join("; ")));
        }
    }
    lines
}

/// Why it may or may not ask for an entry at all.
fn signs_in_words(decided: &Decided) -> Vec<String> {
    let signs = &decided.ranking.signs;
    let mut lines = vec![format!("Asks for no entry: {:.0} % likely, by", 100.0 * signs.chance())];
    lines.extend(signs.weighed().into_iter().map(|(sign, weight)| format!("  {weight:+.2} from {sign}")));
    lines
}

/// The chance of one entry, what each scorer gives it, and the words that spoke for it most.
fn one_entry(understanding: &Understanding, decided: &Decided, place: usize) -> Vec<String> {
    let chance = 100.0 * decided.ranking.entries[place];
    let mut lines = vec![format!("{}: {chance:.0} % likely", understanding.entries[place])];
    for (weight, scorer) in understanding.scorers.each() {
        let scores = scorer.scores(&decided.heard);
        let mut line = format!("  {:+.2} from {}", weight * scores[place], scorer.looks_at());
        let mut shares: Vec<(f32, &Word)> = Vec::new();
        for word in decided.heard.query.words() {
            if shares.iter().any(|(_, seen)| seen.typed == word.typed) {
                continue;
            }
            if let Some(share) = scorer.shares(word, &decided.heard).get(place) {
                shares.push((weight * share, word));
            }
        }
        shares.retain(|(share, _)| *share > 0.0);
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.typed.cmp(&b.1.typed)));
        if !shares.is_empty() {
            let words = shares.iter().take(WORDS).map(|(share, word)| format!("{} {share:+.2}", word.known));
            line.push_str(&format!(", most for: {}", words.collect::<Vec<_>>().join(", ")));
        }
        lines.push(line);
    }
    lines
}
