//! `ask`, `ask --jsonl`, `explain`: one question at a time, from the command line.

use std::io::{BufRead, Write};
use std::time::Instant;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::answer::Context;
use crate::conversation::{Message, Turn, respond};
use crate::enquiry::Channel;
use crate::library::{Library, Signed};
use crate::moment::Moment;
use crate::plain;
use crate::safeguarding;
use crate::session::{Session, SessionId};

const WIDTH: usize = 80;
/// Longer lines of `--jsonl` are refused, so that one bad file does not fill the memory.
const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// A fresh conversation's answer to one question.
pub fn answer(library: &Library, question: &str, now: Moment) -> Turn {
    let session = Session::new(SessionId::new("ask"), Channel::CommandLine);
    respond(library, &session, &Message::Text(question.to_owned()), now)
}

/// `signpost ask "question"`: the words a family would see.
pub fn ask(library: &Library, question: &str, now: Moment) -> String {
    plain::text(&answer(library, question, now).reply, WIDTH)
}

/// `signpost ask "question" --json`: the reply as data.
pub fn ask_json(library: &Library, question: &str, now: Moment) -> serde_json::Result<String> {
    serde_json::to_string_pretty(&answer(library, question, now).reply)
}

/// A line of `--jsonl` input.
#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    text: String,
}

/// A line of `--jsonl` output.
#[derive(Serialize)]
struct Answered<'a> {
    id: &'a serde_json::Value,
    outcome: &'static str,
    topics: Vec<&'a str>,
    adviser_offered: bool,
    /// Time to answer, in microseconds: reading and writing the line are not in it.
    micros: u64,
}

/// `signpost ask --jsonl`: a line in, a line out, same order, a fresh conversation each. A bad line gives
/// `{"error"}` and the next is read.
///
/// # Errors
///
/// When input cannot be read or output cannot be written.
pub fn ask_lines(
    library: &Library,
    input: &mut impl BufRead,
    output: &mut impl Write,
    now: Moment,
) -> std::io::Result<()> {
    // What the first answer makes ready is not part of its time.
    drop(answer(library, "hello", now));
    let mut line = Vec::new();
    loop {
        line.clear();
        if read_line(input, &mut line)? == 0 {
            return output.flush();
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match answer_line(library, &line, now) {
            Ok(answered) => writeln!(output, "{answered}")?,
            Err(problem) => writeln!(output, "{}", serde_json::json!({ "error": problem }))?,
        }
    }
}

/// Reads one line, keeping at most a byte more than [`LONGEST_LINE`] of it; returns the bytes read.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut read = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(read);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        let room = (LONGEST_LINE + 1).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..used.min(room)]);
        input.consume(used);
        read += used;
        if end.is_some() {
            return Ok(read);
        }
    }
}

fn answer_line(library: &Library, line: &[u8], now: Moment) -> Result<String, String> {
    if line.len() > LONGEST_LINE {
        return Err(format!("the line is longer than {LONGEST_LINE} bytes: split it"));
    }
    let asked: Asked = serde_json::from_slice(line)
        .map_err(|error| format!("not a line like {{\"id\":1,\"text\":\"…\"}}: {error}"))?;
    let start = Instant::now();
    let turn = answer(library, &asked.text, now);
    let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let answered = Answered {
        id: &asked.id,
        outcome: turn.reply.outcome.as_str(),
        topics: turn.reply.topics.iter().map(|topic| topic.as_str()).collect(),
        adviser_offered: turn.reply.adviser_offered,
        micros,
    };
    serde_json::to_string(&answered).map_err(|error| error.to_string())
}

/// `signpost explain "question"`: why that answer.
pub fn explain(library: &Library, question: &str) -> String {
    let danger = safeguarding::explain(question);
    let understanding = library.understanding().explain(question, &Context::default());
    format!("{danger}\n{understanding}")
}

/// `signpost review-due`: what has to be read again by that day, and what nobody could confirm yet.
pub fn review_due(library: &Library, today: NaiveDate) -> String {
    let mut out = String::new();
    let mut due: Vec<(NaiveDate, String)> = Vec::new();
    due.extend(library.entries().map(|entry| (entry.review_by, entry.file())));
    due.extend(library.dialogs().map(|dialog| (dialog.review_by(), dialog.file())));
    due.extend(
        library
            .sources()
            .map(|source| (source.check_again, format!("knowledge/sources.toml: {}", source.id))),
    );
    due.sort();
    let (overdue, coming): (Vec<_>, Vec<_>) = due.into_iter().partition(|(by, _)| *by < today);
    heading(&mut out, "Overdue", &overdue);
    let soon = today + chrono::TimeDelta::days(90);
    let soon: Vec<_> = coming.into_iter().filter(|(by, _)| *by <= soon).collect();
    heading(&mut out, "Due within 90 days", &soon);

    out.push_str("Not signed off as it stands\n");
    let entries = library.entries().map(|entry| (entry.file(), entry.content_hash.as_str()));
    let dialogs = library.dialogs().map(|dialog| (dialog.file(), dialog.content_hash()));
    for (file, hash) in entries.chain(dialogs) {
        match library.signed(&file, hash) {
            Signed::AsItStands(_) => {}
            Signed::Before(row) => {
                out.push_str(&format!("  {file}: changed since {} signed it on {}\n", row.by, row.on));
            }
            Signed::Never => out.push_str(&format!("  {file}: never\n")),
        }
    }
    out.push('\n');

    out.push_str("To be confirmed\n");
    for said in &library.service().to_confirm {
        out.push_str(&format!("  knowledge/services/{}.toml: {said}\n", library.service().id));
    }
    for entry in library.entries() {
        for said in &entry.to_confirm {
            out.push_str(&format!("  {}: {said}\n", entry.file()));
        }
    }
    for contact in library.contacts().filter(|contact| contact.ring_before_launch) {
        out.push_str(&format!("  knowledge/contacts.toml: ring {} before launch\n", contact.name));
    }
    out
}

fn heading(out: &mut String, title: &str, due: &[(NaiveDate, String)]) {
    out.push_str(title);
    out.push('\n');
    if due.is_empty() {
        out.push_str("  nothing\n");
    }
    for (by, what) in due {
        out.push_str(&format!("  {by}  {what}\n"));
    }
    out.push('\n');
}
