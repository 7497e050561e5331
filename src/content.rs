//! Loads everything; returns the Library, or every problem found.
//!
//! The loader is a compiler for authors. It reads every file before it complains, and reports all problems in one run,
//! each with its place and its mend. A broken file hides no problem in another, and one slip is one problem.
//!
//! # The way of a file
//!
//! - [`source`]: embedded, or a folder while somebody writes
//! - `page`: text that knows where each character stands; `front`, `fields`: its front matter and TOML
//! - `markdown`, `marks`: its words, citations and placeholders
//! - `entry`, `script`: entries and dialogs; `data`: the TOML files beside them
//! - `drafts`: everything read; `links`, `joined`: every link followed
//! - `check`, with `claims`, `facts`, `limits`, `prose`, `tree`: the rules over the whole
//! - `measures`: words, citations, reading age, area by area
//! - `build`: the library, made only when no error was found
//! - `beside`: what does not wait for each other, at once
//!
//! What is checked at every start is everything that can be an error; how the words read (`prose`) only warns, takes
//! longer, and is left to `signpost check`.

mod beside;
mod build;
mod check;
mod claims;
mod data;
mod drafts;
mod emergency;
mod entry;
mod facts;
mod fields;
mod front;
mod joined;
mod limits;
mod links;
mod markdown;
mod marks;
mod measures;
mod names;
pub(crate) mod nearest;
mod page;
pub mod problem;
mod prose;
mod register;
pub mod report;
mod script;
pub mod source;
mod tree;

use chrono::NaiveDate;

pub use build::content_hash;
pub use data::service::details as service_details;
pub use data::sign_off::FILE as SIGN_OFFS;
pub use measures::{AreaMeasures, Measures};
pub use problem::{Code, Problem, Severity};
pub use report::Report;
pub use source::Source;

use crate::answer::Understanding;
use crate::library::{Library, Parts};
use beside::at_once;
use check::{Checked, Depth};
use drafts::Pages;
use page::Findings;

/// What the content is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckOptions {
    /// The day on which it is to be used: figures and sources have to be in force.
    pub today: NaiveDate,
    /// Held to what a release needs: an overdue review is an error, and whatever nobody has signed off is named.
    pub release: bool,
}

/// Content that may be used.
#[derive(Debug)]
pub struct Loaded {
    pub library: Library,
    /// What somebody ought to look at; never how the words read, which only [`check`] asks.
    pub warnings: Vec<Problem>,
}

/// Loads the content of the one service there is.
///
/// # Errors
///
/// Every problem found, when at least one is an error. Show it to whoever wrote the content, and answer families with
/// [`emergency`] meanwhile.
pub fn load(source: &Source, options: CheckOptions) -> Result<Loaded, Report> {
    load_for(source, options, None)
}

/// Loads the content for the service with this id; `None` stands for the one service there is.
///
/// # Errors
///
/// As [`load`]; also when there is no such service, or several and none is named.
pub fn load_for(source: &Source, options: CheckOptions, service: Option<&str>) -> Result<Loaded, Report> {
    load_showing(source, options, service, &mut |_, _| {})
}

/// The same; when what was learnt earlier does not fit the content, it is learnt anew, and `pass` is told each step, of
/// how many.
///
/// # Errors
///
/// As [`load_for`].
pub fn load_showing(
    source: &Source,
    options: CheckOptions,
    service: Option<&str>,
    pass: &mut dyn FnMut(usize, usize),
) -> Result<Loaded, Report> {
    let (report, library) = run(source, options, service, Depth::ForUse, true, pass);
    match library {
        Some(library) if report.is_sound() => Ok(Loaded { library, warnings: report.problems().to_vec() }),
        _ => Err(report),
    }
}

/// Checks everything: what [`load`] does, and how the words read.
pub fn check(source: &Source, options: CheckOptions) -> Report {
    run(source, options, None, Depth::Whole, false, &mut |_, _| {}).0
}

/// Words, citations and reading age of every area. Whatever is wrong with the content is left to [`check`].
pub fn measures(source: &Source, today: NaiveDate) -> Measures {
    let findings = Findings::default();
    let pages = Pages::read(source, &findings);
    measures::of(&drafts::read(&pages, &findings, today, None))
}

/// What is left when the content cannot be loaded: a library with the embedded crisis dialog alone.
///
/// # Errors
///
/// Every problem, when even that cannot be read.
pub fn emergency() -> Result<Library, Report> {
    emergency::library(&Source::Embedded)
}

fn run(
    source: &Source,
    options: CheckOptions,
    service: Option<&str>,
    depth: Depth,
    is_for_use: bool,
    pass: &mut dyn FnMut(usize, usize),
) -> (Report, Option<Library>) {
    let opened = || {
        claims::make_ready();
        if is_for_use {
            source.learnt().and_then(|learnt| Understanding::open_any(learnt).ok())
        } else {
            None
        }
    };
    let (learnt, (report, parts)) = at_once(opened, || parts(source, options, service, depth, is_for_use));
    (report, parts.map(|parts| Library::new(parts, learnt, pass)))
}

fn parts(
    source: &Source,
    options: CheckOptions,
    service: Option<&str>,
    depth: Depth,
    is_for_use: bool,
) -> (Report, Option<Parts>) {
    let findings = Findings::default();
    let pages = Pages::read(source, &findings);
    let drafts = drafts::read(&pages, &findings, options.today, service);
    let joined = joined::join(&drafts, &findings);
    Checked { pages: &pages, drafts: &drafts, joined: &joined, findings: &findings, options }.run(depth);
    let parts = if is_for_use && !findings.has_error() { build::parts(&joined, &drafts) } else { None };
    (Report::new(findings.take(), drafts.entries.len(), drafts.dialogs.len()), parts)
}
