//! The kinds of slips, each drawn at random from every place where it can be made.

use std::collections::BTreeMap;

use regex::{Captures, Regex};

use crate::Files;

/// One file as it was, and as it is after the slip; nothing where it was deleted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slip {
    file: String,
    text: Option<String>,
    what: String,
}

impl Slip {
    pub fn made_in(&self, files: &Files) -> Files {
        let mut changed = files.clone();
        match &self.text {
            Some(text) => changed.insert(self.file.clone(), text.clone().into_bytes()),
            None => changed.remove(&self.file),
        };
        changed
    }

    pub fn in_words(&self) -> String {
        format!("{}: {}", self.file, self.what)
    }
}

/// Numbers that are the same in every run (splitmix64).
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Draw {
        Draw(seed)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most as u64) as usize
    }
}

type Make = fn(&Files, &mut Draw) -> Option<Slip>;

pub const SLIPS: [(&str, Make); 20] = [
    ("drop a citation", |files, draw| replace(files, draw, is_text, r"\[\^[^\]]+\]", |_| String::new())),
    ("cite another place", |files, draw| {
        replace(files, draw, is_text, r"\[\^((?:cfa|cop|regs)-[0-9.]*)[0-9]\]", |found| {
            format!("[^{}77]", &found[1])
        })
    }),
    ("drop a choice", |files, draw| {
        replace(files, draw, is_dialog, r"(?m)^- \[[^\]]*\]\([^)]*\)\n", |_| String::new())
    }),
    ("swap two targets", swap_targets),
    ("drop a review date", |files, draw| {
        replace(files, draw, is_text, r"(?m)^review_by = .*\n", |_| String::new())
    }),
    ("rename a node", |files, draw| {
        replace(files, draw, is_dialog, r"(?m)^## ([a-z0-9-]+)$", |found| format!("## {}-too", &found[1]))
    }),
    ("break a placeholder", |files, draw| {
        replace(files, draw, is_text, r"\{\{([a-z0-9.-]+)\}\}", |found| format!("{{{{{}x}}}}", &found[1]))
    }),
    ("leave a placeholder open", |files, draw| {
        replace(files, draw, is_text, r"\{\{([a-z0-9.-]+)\}\}", |found| format!("{{{{{}", &found[1]))
    }),
    ("write a period out", write_out),
    ("should becomes must", |files, draw| {
        replace(files, draw, is_text, r"\bshould\b", |_| "must".to_owned())
    }),
    ("must becomes may", |files, draw| replace(files, draw, is_text, r"\bmust\b", |_| "may".to_owned())),
    ("lose a not", |files, draw| {
        replace(files, draw, is_shown, r"\b(?:do|does|need|must|is|are|will) not\b", |found| {
            found[0].trim_end_matches(" not").to_owned()
        })
    }),
    ("drop a heading", |files, draw| replace(files, draw, is_entry, r"(?m)^## .*\n", |_| String::new())),
    ("drop a step", |files, draw| replace(files, draw, is_entry, r"(?m)^[0-9]+\. .*\n", |_| String::new())),
    ("delete a file", delete),
    ("give a phrasing to two topics", duplicate_phrasing),
    ("change a figure", |files, draw| {
        replace(files, draw, is_figures, r"(?m)^value = ([0-9]+)$", |found| format!("value = {}9", &found[1]))
    }),
    ("unset a source", |files, draw| {
        replace(files, draw, is_sources, r"(?m)^\[([a-z0-9-]+)\]$", |found| format!("[{}-old]", &found[1]))
    }),
    ("let a source lapse", |files, draw| {
        replace(files, draw, is_sources, r"(?m)^checked = ", |_| "until = 2026-08-31\nchecked = ".to_owned())
    }),
    ("count the other way", |files, draw| {
        replace(files, draw, is_rules, r#"(?m)^count = "after"$"#, |_| {
            "count = \"counting-the-day\"".to_owned()
        })
    }),
];

fn is_entry(name: &str) -> bool {
    name.starts_with("knowledge/") && name.ends_with(".md")
}

fn is_dialog(name: &str) -> bool {
    name.starts_with("dialogs/") && name.ends_with(".md")
}

fn is_text(name: &str) -> bool {
    is_entry(name) || is_dialog(name)
}

/// Texts without the phrasings, which a slip of words does no harm to.
fn is_shown(name: &str) -> bool {
    is_text(name)
}

fn is_figures(name: &str) -> bool {
    name == "knowledge/figures.toml"
}

fn is_sources(name: &str) -> bool {
    name == "knowledge/sources.toml"
}

fn is_rules(name: &str) -> bool {
    name == "knowledge/rules.toml"
}

fn text<'f>(files: &'f Files, name: &str) -> &'f str {
    std::str::from_utf8(&files[name]).unwrap()
}

/// The part of a file that is shown: all before the phrasings.
fn shown(text: &str) -> &str {
    text.split("\n## How families ask").next().unwrap_or(text)
}

/// Draws one of the places that match, over all files, and replaces it.
fn replace(
    files: &Files,
    draw: &mut Draw,
    takes: fn(&str) -> bool,
    pattern: &str,
    with: impl Fn(&Captures<'_>) -> String,
) -> Option<Slip> {
    let pattern = Regex::new(pattern).unwrap();
    let places: Vec<(&String, Captures<'_>)> = files
        .keys()
        .filter(|name| takes(name))
        .flat_map(|name| pattern.captures_iter(shown(text(files, name))).map(move |found| (name, found)))
        .collect();
    if places.is_empty() {
        return None;
    }
    let (name, found) = &places[draw.below(places.len())];
    let (at, new) = (found.get(0).unwrap().range(), with(found));
    slip(name, text(files, name), at, &new)
}

fn slip(name: &str, old: &str, at: std::ops::Range<usize>, new: &str) -> Option<Slip> {
    let whole = format!("{}{new}{}", &old[..at.start], &old[at.end..]);
    let line = old[..at.start].lines().count().max(1);
    let what = format!("line {line}: {:?} becomes {new:?}", &old[at]);
    (whole != old).then(|| Slip { file: name.to_owned(), text: Some(whole), what })
}

/// Two choices of one dialog lead where the other should.
fn swap_targets(files: &Files, draw: &mut Draw) -> Option<Slip> {
    let target = Regex::new(r"(?m)^- \[[^\]]*\]\(([^)]*)\)$").unwrap();
    let dialogs: Vec<&String> = files.keys().filter(|name| is_dialog(name)).collect();
    let name = dialogs[draw.below(dialogs.len())];
    let old = text(files, name);
    let places: Vec<_> = target.captures_iter(old).map(|found| found.get(1).unwrap()).collect();
    if places.len() < 2 {
        return None;
    }
    let first = draw.below(places.len() - 1);
    let (one, other) = (places[first], places[first + 1]);
    if one.as_str() == other.as_str() {
        return None;
    }
    let between = &old[one.end()..other.start()];
    let swapped = format!("{}{between}{}", other.as_str(), one.as_str());
    slip(name, old, one.start()..other.end(), &swapped)
}

/// A figure is written into the text in place of its name.
fn write_out(files: &Files, draw: &mut Draw) -> Option<Slip> {
    let figures: toml::Table = text(files, "knowledge/figures.toml").parse().unwrap();
    let period = |rows: &toml::Value| {
        let row = rows.get(0)?;
        let (value, unit) = (row.get("value")?.as_integer()?, row.get("unit")?.as_str()?);
        match unit {
            "pounds" => Some(format!("£{value}")),
            "times" | "sessions" | "minutes" => None,
            unit => Some(format!("{value} {}", unit.replace('-', " "))),
        }
    };
    let words: BTreeMap<&String, String> =
        figures.iter().filter_map(|(id, rows)| Some((id, period(rows)?))).collect();
    replace(files, draw, is_text, r"\{\{([a-z0-9-]+)\}\}", |found| {
        words.get(&found[1].to_owned()).cloned().unwrap_or_else(|| found[0].to_owned())
    })
}

fn delete(files: &Files, draw: &mut Draw) -> Option<Slip> {
    let name = files.keys().nth(draw.below(files.len()))?.clone();
    let what = "deleted".to_owned();
    // Who signed what is not needed to answer anybody.
    (name != signpost::content::SIGN_OFFS).then_some(Slip { file: name, text: None, what })
}

fn duplicate_phrasing(files: &Files, draw: &mut Draw) -> Option<Slip> {
    let entries: Vec<&String> = files.keys().filter(|name| is_entry(name)).collect();
    let (from, to) = (entries[draw.below(entries.len())], entries[draw.below(entries.len())]);
    let asked = text(files, from).split("\n## How families ask").nth(1)?;
    let phrasings: Vec<&str> = asked.lines().filter(|line| line.starts_with("- ")).collect();
    let phrasing = phrasings[draw.below(phrasings.len())];
    let old = text(files, to);
    (from != to).then(|| Slip {
        file: to.clone(),
        text: Some(format!("{}\n{phrasing}\n", old.trim_end())),
        what: format!("{phrasing:?} from {from}"),
    })
}
