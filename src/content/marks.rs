//! Citation marks and placeholders: `[^cop-6.65]`, `{{appeal-window}}`, `{{service.phone}}`, `{{contact.childline}}`.
//!
//! | written | becomes |
//! | --- | --- |
//! | `[^cop-6.65]` | a citation: the longest source id that is the whole mark or stands before a hyphen, then the pinpoint |
//! | `{{appeal-window}}` | a figure |
//! | `{{service.phone}}` | a detail of the service; the line is left out where it is not set |
//! | `{{contact.childline}}`, `{{contact.childline.number}}` | a contact, or its `name`, `number`, `web` or `email` |
//! | `{{told.letter_child\|your child's name}}` | what the family told, or the gap for it; in dialogs alone |
//! | `{{today}}` | the day, written out; in dialogs alone |
//! | `{{enquiry.reference}}`, `.status`, `.promise`, `.back_at`, `.backlog` | known only in a conversation; in dialogs alone |

use chrono::NaiveDate;

use super::data::Registers;
use super::data::service;
use super::data::sources::SourceRow;
use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;
use super::register::Register;
use crate::dialog::FactId;
use crate::library::{ContactId, FigureId, Source, SourceId};
use crate::text::{Citation, ContactPart, MomentDetail, Span};

const CONTACT_PARTS: [(&str, ContactPart); 4] = [
    ("name", ContactPart::Name),
    ("number", ContactPart::Number),
    ("web", ContactPart::Web),
    ("email", ContactPart::Email),
];

const MOMENT_DETAILS: [(&str, MomentDetail); 6] = [
    ("today", MomentDetail::Today),
    ("enquiry.reference", MomentDetail::EnquiryReference),
    ("enquiry.promise", MomentDetail::ReplyPromise),
    ("enquiry.back_at", MomentDetail::BackAt),
    ("enquiry.backlog", MomentDetail::Backlog),
    ("enquiry.status", MomentDetail::EnquiryStatus),
];

/// Reads the marks of one page.
pub struct Marks<'a> {
    pub page: &'a Page,
    pub findings: &'a Findings,
    pub registers: &'a Registers,
    pub today: NaiveDate,
    /// Whether `{{enquiry.…}}` may stand here.
    pub in_dialog: bool,
}

impl Marks<'_> {
    /// Cuts a run of text into plain words and marks. `place` turns an offset in the run into one in the page.
    pub fn read(
        &self,
        run: &str,
        is_strong: bool,
        place: impl Fn(usize) -> usize,
        into: &mut Vec<Placed<Span>>,
    ) {
        let mut at = 0;
        while at < run.len() {
            let rest = &run[at..];
            let (opens, closes) = match (rest.find("[^"), rest.find("{{")) {
                (Some(cite), Some(brace)) if cite < brace => (cite, "]"),
                (_, Some(brace)) => (brace, "}}"),
                (Some(cite), None) => (cite, "]"),
                (None, None) => (rest.len(), ""),
            };
            push_words(&rest[..opens], is_strong, place(at), into);
            if opens == rest.len() {
                return;
            }
            let start = at + opens;
            let inside = start + 2;
            let Some(length) = run[inside..].find(closes) else {
                let mend = format!("close it with `{closes}`");
                self.problem(Code::MarkBroken, place(start), "this mark is never closed".to_owned(), mend);
                return;
            };
            let name = run[inside..inside + length].trim();
            if let Some(span) = self.mark(closes, Placed::new(name.to_owned(), place(start))) {
                into.push(Placed::new(span, place(start)));
            }
            at = inside + length + closes.len();
        }
    }

    fn mark(&self, closes: &str, name: Placed<String>) -> Option<Span> {
        if closes == "}}"
            && let Some(told) = name.value.strip_prefix("told.")
        {
            return self.told(told, name.at);
        }
        if name.value.is_empty() || name.value.contains(char::is_whitespace) {
            let mend = "write `[^cop-6.65]` for a source, `{{appeal-window}}` for a figure".to_owned();
            self.problem(Code::MarkBroken, name.at, "this mark names nothing".to_owned(), mend);
            return None;
        }
        if closes == "]" {
            return self.cite(&name);
        }
        match name.value.split_once('.') {
            Some(("service", key)) => self.service_detail(key, name.at),
            Some(("contact", rest)) => self.contact(rest, name.at),
            Some(("enquiry", _)) => self.moment_detail(&name),
            None if name.value == "today" => self.moment_detail(&name),
            _ => Some(self.figure(&name)),
        }
    }

    fn cite(&self, mark: &Placed<String>) -> Option<Span> {
        let sources = &self.registers.sources;
        let citation = citation(self.page, self.findings, sources, mark)?;
        if let Some(row) = sources.get(citation.source.as_str()) {
            self.force(&row.source, mark.at);
        }
        Some(Span::Cite(citation))
    }

    /// A law that lies ahead may be cited: its line waits, hidden. One that has passed may not.
    fn force(&self, source: &Source, at: usize) {
        let (id, today) = (&source.id, self.today);
        if let Some(until) = source.until.filter(|until| *until < today) {
            let message = format!("`{id}` was in force until {until}, and the day is {today}");
            let mend = "cite what is in force, or correct the dates in knowledge/sources.toml".to_owned();
            self.problem(Code::SourceNotInForce, at, message, mend);
        } else if let Some(from) = source.in_force_from.filter(|from| today < *from) {
            let message = format!("`{id}` is in force only from {from}: this line is hidden until then");
            let mend =
                "leave it if the law is to change on that day; until then another line has to say what holds"
                    .to_owned();
            self.problem(Code::SourceAhead, at, message, mend);
        }
    }

    fn figure(&self, name: &Placed<String>) -> Span {
        let figures = &self.registers.figures;
        if figures.lacks(&name.value) {
            let mend = nearest::mend(&name.value, figures.names(), "add it to knowledge/figures.toml");
            self.problem(Code::FigureUnknown, name.at, format!("there is no figure `{}`", name.value), mend);
        } else if let Some(rows) = figures.get(&name.value)
            && !rows.iter().any(|row| row.holds_on(self.today))
        {
            let message = format!("no row of the figure `{}` holds on {}", name.value, self.today);
            let mend = "add the row for that day to knowledge/figures.toml".to_owned();
            self.problem(Code::FigureNotInForce, name.at, message, mend);
        }
        Span::Figure(FigureId::new(&name.value))
    }

    fn service_detail(&self, key: &str, at: usize) -> Option<Span> {
        if service::details().any(|known| known == key) {
            return Some(Span::Service(key.to_owned()));
        }
        let otherwise = "use one of the details that knowledge/services may set";
        let mend = nearest::mend(key, service::details(), otherwise);
        self.problem(Code::ServiceUnknown, at, format!("a service has no detail `{key}`"), mend);
        None
    }

    fn contact(&self, rest: &str, at: usize) -> Option<Span> {
        let (id, part) = rest.split_once('.').unwrap_or((rest, ""));
        let contacts = &self.registers.contacts;
        if contacts.lacks(id) {
            let mend = nearest::mend(id, contacts.names(), "add it to knowledge/contacts.toml");
            self.problem(Code::ContactUnknown, at, format!("there is no contact `{id}`"), mend);
            return None;
        }
        let part = match part {
            "" => Some(ContactPart::Whole),
            part => CONTACT_PARTS.iter().find(|(name, _)| *name == part).map(|(_, part)| *part),
        };
        if part.is_none() {
            let message = format!("`{rest}` names no part of a contact");
            let mend = format!("write `contact.{id}`, or add `.name`, `.number`, `.web` or `.email` to it");
            self.problem(Code::ContactUnknown, at, message, mend);
        }
        Some(Span::Contact(ContactId::new(id), part?))
    }

    /// `fact|the gap that is left for it`.
    fn told(&self, told: &str, at: usize) -> Option<Span> {
        let problem = match told.split_once('|').map(|(fact, gap)| (fact.trim(), gap.trim())) {
            _ if !self.in_dialog => {
                "what a family tells is known only in a conversation, and this is an entry"
            }
            Some((fact, gap)) if !fact.is_empty() && !gap.is_empty() => {
                return Some(Span::Told(FactId::new(fact), gap.to_owned()));
            }
            _ => "this mark does not say which fact, and what stands there when it was not told",
        };
        let mend = "write `{{told.letter_child|your child's name}}`".to_owned();
        self.problem(Code::MarkBroken, at, problem.to_owned(), mend);
        None
    }

    fn moment_detail(&self, name: &Placed<String>) -> Option<Span> {
        let found = MOMENT_DETAILS.iter().find(|(known, _)| *known == name.value);
        let problem = match found {
            None => {
                let names = MOMENT_DETAILS.map(|(known, _)| known);
                let otherwise = format!("use one of: {}", names.join(", "));
                let mend = nearest::mend(&name.value, names, &otherwise);
                Some((format!("a conversation has no detail `{}`", name.value), mend))
            }
            Some(_) if !self.in_dialog => {
                let message =
                    format!("`{}` is known only in a conversation, and this is an entry", name.value);
                Some((message, "say it in a dialog, or leave it out".to_owned()))
            }
            Some(_) => None,
        };
        if let Some((message, mend)) = problem {
            self.problem(Code::DetailUnknown, name.at, message, mend);
            return None;
        }
        found.map(|(_, detail)| Span::Moment(*detail))
    }

    fn problem(&self, code: Code, at: usize, message: String, mend: String) {
        self.findings.add(self.page.problem(code, at, message, mend));
    }
}

/// Resolves a citation mark; reports a source that is not there, and a pinpoint too many or too few.
pub fn citation(
    page: &Page,
    findings: &Findings,
    sources: &Register<SourceRow>,
    mark: &Placed<String>,
) -> Option<Citation> {
    let Some((id, pinpoint)) = parts(&mark.value, sources) else {
        if sources.is_whole {
            report_unknown(page, findings, sources, mark);
            return None;
        }
        // The file of sources could not be read: the mark may be right.
        return Some(Citation { source: SourceId::new(&mark.value), pinpoint: String::new() });
    };
    if let Some(row) = sources.get(id) {
        match (&row.source.pinpoint, pinpoint) {
            (None, pinpoint) if !pinpoint.is_empty() => {
                let message = format!("`{id}` takes no pinpoint, and `{pinpoint}` is one");
                let mend = format!("write `[^{id}]`, or give the source `pinpoint = \"paragraph\"`");
                findings.add(page.problem(Code::PinpointUnexpected, mark.at, message, mend));
            }
            (Some(kind), "") => {
                let message = format!("this does not say which {kind} of `{id}`");
                let mend = format!("write `[^{id}-…]` with the {kind}, where it is known");
                findings.add(page.problem(Code::PinpointMissing, mark.at, message, mend));
            }
            _ => {}
        }
    }
    Some(Citation { source: SourceId::new(id), pinpoint: pinpoint.to_owned() })
}

/// Source id and pinpoint: the longest known id that is the whole mark, or stands before a hyphen of it.
fn parts<'m, T>(mark: &'m str, sources: &Register<T>) -> Option<(&'m str, &'m str)> {
    if sources.knows(mark) {
        return Some((mark, ""));
    }
    let cuts = mark.match_indices('-').map(|(at, _)| at).rev();
    let cut = cuts.into_iter().find(|at| sources.knows(&mark[..*at]))?;
    Some((&mark[..cut], &mark[cut + 1..]))
}

fn report_unknown(page: &Page, findings: &Findings, sources: &Register<SourceRow>, mark: &Placed<String>) {
    let whole = mark.value.as_str();
    let cut = whole.match_indices('-').map(|(at, _)| at).rev().find_map(|at| {
        let near = nearest::nearest(&whole[..at], sources.names())?;
        Some(format!("{near}{}", &whole[at..]))
    });
    let near = nearest::nearest(whole, sources.names()).map(str::to_owned).or(cut);
    let mend = match near {
        Some(near) => format!("write `[^{near}]`, or add the source to knowledge/sources.toml"),
        None => "add the source to knowledge/sources.toml".to_owned(),
    };
    let message = format!("`{whole}` is no source, nor a source and a place in it");
    findings.add(page.problem(Code::SourceUnknown, mark.at, message, mend));
}

fn push_words(words: &str, is_strong: bool, at: usize, into: &mut Vec<Placed<Span>>) {
    if words.is_empty() {
        return;
    }
    let span = if is_strong { Span::Strong(words.to_owned()) } else { Span::Plain(words.to_owned()) };
    into.push(Placed::new(span, at));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(mark: &str, expected: Option<(&str, &str)>) {
        let mut sources: Register<()> = Register::whole(true);
        for id in ["cop", "cfa", "uk-gdpr", "ipsea", "ipsea-refusal"] {
            sources.enter(id, Some(()));
        }
        assert_eq!(parts(mark, &sources), expected);
    }

    #[test]
    fn a_mark_is_a_source_and_a_pinpoint() {
        check("cop-6.65", Some(("cop", "6.65")));
        check("cop-6.44-6.56", Some(("cop", "6.44-6.56")));
        check("uk-gdpr-12", Some(("uk-gdpr", "12")));
    }

    #[test]
    fn the_longest_source_wins() {
        check("ipsea-refusal", Some(("ipsea-refusal", "")));
        check("ipsea-other", Some(("ipsea", "other")));
    }

    #[test]
    fn a_source_must_end_where_the_hyphen_is() {
        check("copy-6.65", None);
        check("cop6.65", None);
    }
}
