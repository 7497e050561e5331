//! One outcome as Markdown, or as a row of CSV that a spreadsheet cannot take for a formula.

use crate::moment::in_words;
use crate::plain;
use crate::reply::{Block, SourceLine};

use super::Outcome;

pub const COLUMNS: [&str; 14] = [
    "outcome",
    "title",
    "file",
    "choices that lead there",
    "or by asking",
    "told on the way",
    "text",
    "choices shown",
    "not shown today",
    "sources",
    "to be confirmed",
    "sample",
    "owner and review",
    "signed off",
];

/// Wide enough that a sentence stays on one line.
const UNBROKEN: usize = 100_000;

const NOWHERE: &str = "no choice leads there";

pub fn cells(outcome: &Outcome) -> [String; 14] {
    let way = outcome.way.as_ref();
    let by_asking = outcome.by_asking.clone().unwrap_or_default();
    [
        outcome.name.clone(),
        outcome.title.clone(),
        outcome.file.clone(),
        way.map_or_else(|| NOWHERE.to_owned(), |way| way.steps.join(" > ")),
        by_asking,
        told(outcome).join("; "),
        plain::of_blocks(&outcome.shown, UNBROKEN),
        outcome.choices.join("\n"),
        outcome.hidden.join("\n"),
        outcome.sources.iter().map(source).collect::<Vec<_>>().join("\n"),
        outcome.to_confirm.join("\n"),
        plain::of_blocks(&outcome.sample, UNBROKEN),
        review(outcome),
        outcome.signed.clone(),
    ]
}

/// One line of CSV. A cell that a spreadsheet would reckon begins with an apostrophe, which makes it words.
pub fn csv_line(cells: &[String]) -> String {
    let cell = |cell: &String| {
        let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r'])
            || cell.starts_with(['\t', '\r', '\n']);
        let guard = if is_formula { "'" } else { "" };
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    };
    format!("{}\r\n", cells.iter().map(cell).collect::<Vec<_>>().join(","))
}

pub fn markdown_of(outcome: &Outcome) -> String {
    let mut out = vec![format!("## {}: {}", outcome.name, escaped(&outcome.title)), String::new()];
    let mut item = |label: &str, text: String| out.push(format!("- {label}: {text}"));
    item("File", format!("`{}`", outcome.file));
    match (&outcome.way, &outcome.by_asking) {
        (Some(way), _) => item("Way", escaped(&way.steps.join(" > "))),
        (None, _) => item("Way", NOWHERE.to_owned()),
    }
    if let Some(asked) = &outcome.by_asking {
        item("Or by asking", escaped(asked));
    }
    let told = told(outcome);
    if !told.is_empty() {
        item("Told on the way", escaped(&told.join("; ")));
    }
    item("Review", escaped(&review(outcome)));
    item("Signed off", escaped(&outcome.signed));
    out.push(String::new());
    out.extend(outcome.shown.iter().map(block));
    list(&mut out, "Choices", outcome.choices.iter().map(|label| escaped(label)));
    list(&mut out, "Not shown today", outcome.hidden.iter().map(|line| escaped(line)));
    list(&mut out, "Sources", outcome.sources.iter().map(|line| escaped(&source(line))));
    list(&mut out, "To be confirmed", outcome.to_confirm.iter().map(|said| escaped(said)));
    if !outcome.sample.is_empty() {
        out.push("### Sample, as if it had happened today\n".to_owned());
        out.extend(outcome.sample.iter().map(block));
    }
    out.join("\n")
}

/// Words that Markdown shall show as they are.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '*' | '_' | '<' | '`' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn told(outcome: &Outcome) -> Vec<String> {
    let told = outcome.way.iter().flat_map(|way| &way.told);
    told.map(|(fact, value)| format!("{fact} is {value}")).collect()
}

fn review(outcome: &Outcome) -> String {
    let (reviewed, review_by) = (in_words(outcome.reviewed), in_words(outcome.review_by));
    format!("{}, reviewed {reviewed}, again by {review_by}", outcome.owner)
}

fn source(line: &SourceLine) -> String {
    format!("{} ({}), {}", line.cited, line.standing, line.link)
}

fn list(out: &mut Vec<String>, heading: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    if !items.is_empty() {
        out.push(format!("### {heading}\n\n{}\n", items.join("\n")));
    }
}

fn block(block: &Block) -> String {
    let lines = |items: &[String], mark: &dyn Fn(usize) -> String| {
        let items = items.iter().enumerate();
        items.map(|(at, item)| format!("{}{}\n", mark(at), escaped(item))).collect::<String>()
    };
    match block {
        Block::Title(words) | Block::Heading(words) => format!("### {}\n", escaped(words)),
        Block::Paragraph(sentences) => lines(sentences, &|_| String::new()),
        Block::Steps(items) => lines(items, &|at| format!("{}. ", at + 1)),
        Block::Bullets(items) => lines(items, &|_| "- ".to_owned()),
        Block::Sources(sources) => {
            lines(&sources.iter().map(source).collect::<Vec<_>>(), &|_| "- ".to_owned())
        }
        Block::Letter(letter) => {
            let paragraphs = letter.paragraphs.iter().map(self::block).collect::<Vec<_>>().join("\n");
            let quoted = paragraphs.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n");
            quoted.collect()
        }
        other @ (Block::Record(_) | Block::Messages(_)) => {
            escaped(&plain::of_blocks(std::slice::from_ref(other), UNBROKEN))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, line: &str) {
        assert_eq!(csv_line(&[cell.to_owned()]), format!("{line}\r\n"));
    }

    #[test]
    fn no_cell_is_a_formula() {
        check("=1+1", "\"'=1+1\"");
        check("+44", "\"'+44\"");
        check("-1", "\"'-1\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("\t=1", "\"'\t=1\"");
        check("  =1", "\"'  =1\"");
        check("plain", "\"plain\"");
    }

    #[test]
    fn quotes_and_line_ends_stay_in_their_cell() {
        check("say \"yes\", now\nplease", "\"say \"\"yes\"\", now\nplease\"");
    }

    #[test]
    fn markdown_shows_words_as_they_are() {
        assert_eq!(escaped("[your name] *now* <b>"), "\\[your name\\] \\*now\\* \\<b>");
    }
}
