//! `signpost sign-off`: records who has read which entry or dialog as it stands.
//!
//! A row is added at the end of `knowledge/sign-off.toml`, and nothing that stands there is touched. The row names the
//! file and the hash of its text, so that the sign-off lapses by itself with the next change.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use thiserror::Error;

use crate::content::{self, CheckOptions, SIGN_OFFS, Severity, Source};
use crate::typed_date::slips_between;

const HEAD: &str = "\
# Who has read a file as it stood, with its sources, and found it right.
# Written by `signpost sign-off`. Rows are kept, the newest last; the last row of a file is the one that counts.
";

/// What is typed after `signpost sign-off`.
#[derive(Debug, Clone, Args)]
pub struct SignOffArgs {
    /// The entry or dialog: `mediation`, `dialog:refused`, or its file
    #[arg(value_name = "ENTRY|DIALOG")]
    pub what: String,
    /// Who has read it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// The day it was read; without it, today
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
}

/// Why nothing was recorded.
#[derive(Debug, Error)]
pub enum SignOffProblem {
    #[error("say which content is signed off: signpost sign-off {what} --by NAME --content .")]
    NoFolder { what: String },
    #[error("there is no entry or dialog `{asked}`{}", nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
    Unknown { asked: String, nearest: Option<String> },
    #[error("`{asked}` is both an entry and a dialog; say {} or `dialog:{asked}`", .entry)]
    Both { asked: String, entry: String },
    #[error("give the name of whoever has read it, in one line: --by \"Robin\"")]
    NoName,
    #[error("{on} is still to come, and a sign-off says what was read; leave --on out for today")]
    Ahead { on: NaiveDate },
    /// What is broken cannot have been found right.
    #[error("mend this first, then sign it off\n{problems}")]
    Faulty { problems: String },
    #[error("could not write {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
}

impl SignOffProblem {
    /// Whether something else has to be typed, as against something that has to be mended.
    pub fn is_bad_usage(&self) -> bool {
        !matches!(self, SignOffProblem::Faulty { .. } | SignOffProblem::Write { .. })
    }
}

/// Records one sign-off; returns the sentence to print.
///
/// # Errors
///
/// See [`SignOffProblem`]; then nothing was written.
pub fn run(args: &SignOffArgs, source: &Source, today: NaiveDate) -> Result<String, SignOffProblem> {
    let Source::Folder(folder) = source else {
        return Err(SignOffProblem::NoFolder { what: args.what.clone() });
    };
    let by = args.by.trim();
    if by.is_empty() || by.contains(char::is_control) {
        return Err(SignOffProblem::NoName);
    }
    let on = args.on.unwrap_or(today);
    if on > today {
        return Err(SignOffProblem::Ahead { on });
    }
    let texts = texts(source);
    let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    let file = file_meant(args.what.trim(), &names)?;
    refuse_faulty(source, file, today)?;
    let text = texts.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str());
    let hash = content::content_hash(text.unwrap_or_default());
    let row = row(file, &hash, by, on);
    let path = folder.join(SIGN_OFFS);
    append(&path, &row).map_err(|source| SignOffProblem::Write { path, source })?;
    Ok(format!("{file}: signed off by {by} on {on}, as {}", &hash[..12]))
}

/// Every entry and dialog that is text, with it.
fn texts(source: &Source) -> Vec<(String, String)> {
    let read = source.read().into_iter().filter(|found| found.name.ends_with(".md"));
    read.filter_map(|found| Some((found.name, String::from_utf8(found.bytes.ok()?.into_owned()).ok()?)))
        .collect()
}

/// The file that an id, `dialog:id` or a file name stands for.
fn file_meant<'n>(asked: &str, names: &[&'n str]) -> Result<&'n str, SignOffProblem> {
    let named = |name: &str| names.iter().copied().find(|known| *known == name);
    let dialog_id = asked.strip_prefix("dialog:");
    let dialog = named(&format!("dialogs/{}.md", dialog_id.unwrap_or(asked)));
    let is_entry = |name: &&str| name.starts_with("knowledge/") && id_of(name) == asked;
    let entry = names.iter().copied().find(|name| dialog_id.is_none() && is_entry(name));
    match (named(asked), entry, dialog) {
        (Some(file), _, _) | (None, Some(file), None) | (None, None, Some(file)) => Ok(file),
        (None, Some(entry), Some(_)) => {
            Err(SignOffProblem::Both { asked: asked.to_owned(), entry: entry.to_owned() })
        }
        (None, None, None) => {
            let nearest = names.iter().map(|name| id_of(name)).min_by_key(|id| slips_between(id, asked));
            let nearest = nearest.filter(|id| slips_between(id, asked) <= (id.len() / 3).max(2));
            Err(SignOffProblem::Unknown { asked: asked.to_owned(), nearest: nearest.map(str::to_owned) })
        }
    }
}

fn id_of(name: &str) -> &str {
    let inner = name.trim_end_matches(".md");
    match inner.strip_prefix("dialogs/") {
        Some(dialog) => dialog,
        None => inner.rsplit('/').next().unwrap_or(inner),
    }
}

/// An error in the file itself, or in the list of sign-offs, stands in the way; one elsewhere does not.
fn refuse_faulty(source: &Source, file: &str, today: NaiveDate) -> Result<(), SignOffProblem> {
    let report = content::check(source, CheckOptions { today, release: false });
    let here = report.problems().iter().filter(|problem| {
        problem.severity == Severity::Error && (problem.file == file || problem.file == SIGN_OFFS)
    });
    let problems = here.map(ToString::to_string).collect::<Vec<_>>().join("\n");
    if problems.is_empty() { Ok(()) } else { Err(SignOffProblem::Faulty { problems }) }
}

fn row(file: &str, hash: &str, by: &str, on: NaiveDate) -> String {
    let quoted = |words: &str| toml::Value::String(words.to_owned()).to_string();
    format!("\n[[signed]]\nfile = {}\nhash = \"{hash}\"\nby = {}\non = {on}\n", quoted(file), quoted(by))
}

/// Adds the row, unless it is the last one already. The whole file is written beside the old one and put in its place,
/// so that a full disk leaves the old one as it was.
fn append(path: &Path, row: &str) -> std::io::Result<()> {
    let mut whole = match std::fs::read_to_string(path) {
        Ok(whole) => whole,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => HEAD.to_owned(),
        Err(error) => return Err(error),
    };
    if whole.ends_with(row) {
        return Ok(());
    }
    if !whole.ends_with('\n') {
        whole.push('\n');
    }
    whole.push_str(row);
    // A name with a dot in front is no content, should it be left behind.
    let beside = path.with_file_name(".sign-off.toml.new");
    std::fs::write(&beside, whole)?;
    std::fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = [
        "dialogs/ehc.md",
        "dialogs/letters/overdue.md",
        "dialogs/mediation.md",
        "knowledge/ehc/ehcna-refused.md",
        "knowledge/ehc/mediation.md",
    ];

    #[track_caller]
    fn check(asked: &str, file: &str) {
        assert_eq!(file_meant(asked, &NAMES).unwrap(), file);
    }

    #[track_caller]
    fn check_refused(asked: &str, words: &str) {
        assert_eq!(file_meant(asked, &NAMES).unwrap_err().to_string(), words);
    }

    #[test]
    fn an_entry_or_a_dialog_is_named_by_its_id_or_its_file() {
        check("ehcna-refused", "knowledge/ehc/ehcna-refused.md");
        check("ehc", "dialogs/ehc.md");
        check("letters/overdue", "dialogs/letters/overdue.md");
        check("dialog:mediation", "dialogs/mediation.md");
        check("knowledge/ehc/mediation.md", "knowledge/ehc/mediation.md");
    }

    #[test]
    fn a_name_that_is_two_or_none_is_refused_with_the_mend() {
        check_refused(
            "mediation",
            "`mediation` is both an entry and a dialog; say knowledge/ehc/mediation.md or `dialog:mediation`",
        );
        check_refused(
            "ehcna-refusd",
            "there is no entry or dialog `ehcna-refusd`; did you mean `ehcna-refused`?",
        );
        check_refused("knowledge/sources.toml", "there is no entry or dialog `knowledge/sources.toml`");
    }

    #[test]
    fn rows_are_kept_and_the_newest_is_last() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sign-off.toml");
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let first = row("dialogs/ehc.md", "aa", "Robin \"Bob\" Hood", day);
        let second = row("dialogs/ehc.md", "bb", "Marian", day);
        for row in [&first, &second, &second] {
            append(&path, row).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written, format!("{HEAD}{first}{second}"));
        let read: toml::Table = written.parse().unwrap();
        assert_eq!(read["signed"][0]["by"].as_str(), Some("Robin \"Bob\" Hood"));
    }
}
