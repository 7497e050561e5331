//! The key facts of the content as a text that can be compared: what is cited, claimed and counted, and where it leads.

use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

use crate::Files;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\[\^([^\]]+)\]|\{\{([^}]+)\}\}|\b(must not|must|should not|should)\b").unwrap()
});
static NOT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(not|no|never|cannot|nobody|without)\b").unwrap());
static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^- \[[^\]]*\]\(([^)]*)\)").unwrap());
static ITEM: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^([0-9]+\.|-) ").unwrap());

/// One line for each section of an entry, node of a dialog and table of the data files.
pub fn of(files: &Files) -> String {
    let mut out = String::new();
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        match name.as_str() {
            _ if name.ends_with(".md") => sections(name, &text, &mut out),
            "knowledge/figures.toml" | "knowledge/sources.toml" | "knowledge/contacts.toml" => {
                tables(
                    name,
                    &text,
                    &[
                        "value",
                        "unit",
                        "said",
                        "source",
                        "from",
                        "until",
                        "standing",
                        "in_force_from",
                        "number",
                    ],
                    &mut out,
                );
            }
            "knowledge/rules.toml" => {
                let keys = [
                    "whose",
                    "count",
                    "figure",
                    "and-figure",
                    "from",
                    "or-later",
                    "or-sooner",
                    "moves",
                    "year-before",
                ];
                tables(name, &text, &keys, &mut out);
            }
            _ => {}
        }
    }
    out
}

/// Sections of an entry, nodes of a dialog.
fn sections(name: &str, text: &str, out: &mut String) {
    // What families ask is never shown.
    let text = text.split("\n## How families ask").next().unwrap_or_default();
    for (number, section) in text.split("\n## ").enumerate() {
        let (heading, body) =
            if number == 0 { ("", section) } else { section.split_once('\n').unwrap_or((section, "")) };
        let marks = MARK.captures_iter(body).map(|mark| match (mark.get(1), mark.get(2)) {
            (Some(cited), _) => format!("[{}]", cited.as_str()),
            (_, Some(named)) => format!("{{{}}}", named.as_str()),
            _ => mark[0].to_lowercase(),
        });
        let marks = marks.collect::<Vec<_>>().join(" ");
        let leads =
            body.lines().filter_map(|line| Some(LINK.captures(line)?[1].to_owned())).collect::<Vec<_>>();
        let does = body.lines().filter(|line| {
            [
                "then ",
                "otherwise ",
                "only_if ",
                "do ",
                "ask ",
                "kind ",
                "rule ",
                "on ",
                "also ",
                "optional ",
                "next ",
                "related ",
            ]
            .iter()
            .any(|key| line.starts_with(key))
        });
        let does = does.collect::<Vec<_>>().join("; ");
        let items = body.lines().filter(|line| ITEM.is_match(line)).count();
        let nots = NOT.find_iter(body).count();
        let place = if heading.is_empty() { name.to_owned() } else { format!("{name}#{heading}") };
        let leads = leads.join(", ");
        writeln!(out, "{place}: {marks} | leads: {leads} | does: {does} | {items} items, {nots} nots")
            .unwrap();
    }
}

/// The named keys of each table, in the order of the file.
fn tables(name: &str, text: &str, keys: &[&str], out: &mut String) {
    for line in text.lines() {
        if line.starts_with('[') {
            write!(out, "\n{name} {line}").unwrap();
        }
        let key = line.split_once('=').map(|(key, _)| key.trim());
        if key.is_some_and(|key| keys.contains(&key)) {
            write!(out, " {}", line.trim()).unwrap();
        }
    }
    out.push('\n');
}
