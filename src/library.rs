//! What the loader has proven: entries, sources, dated figures, contacts, the service.
//!
//! A [`Library`] has private fields and only the loader makes one, so whoever holds it need not
//! ask whether a citation resolves, a figure exists or a choice leads somewhere.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::answer::{Aside, Lesson, Understanding, lessons_hash};
use crate::deadline::{Books, Rules, TermDates};
use crate::dialog::{Dialog, DialogId, Node, NodeRef, Target};
use crate::enquiry::promise::{Clock, Hours, Within};
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::text::{Citation, Text};
use crate::upkeep::Periods;

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(id: impl Into<String>) -> $name {
                $name(id.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use id_type;

id_type!(
    /// The name of an entry: its file name, `ehcna-refused`.
    EntryId
);
id_type!(
    /// The name of a topic: what an entry is about. Most entries are the one entry of their topic.
    TopicId
);
id_type!(
    /// The name of a source in `sources.toml`, such as `cop`.
    SourceId
);
id_type!(
    /// The name of a figure in `figures.toml`, such as `appeal-window`.
    FigureId
);
id_type!(
    /// The name of a contact in `contacts.toml`, such as `childline`.
    ContactId
);

/// One piece of reviewed guidance.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: EntryId,
    /// The folder it is in: `sen-support`, `ehc`.
    pub area: String,
    pub topic: TopicId,
    pub title: String,
    pub owner: String,
    pub reviewed: NaiveDate,
    /// The last day on which the review still holds.
    pub review_by: NaiveDate,
    pub related: Vec<EntryId>,
    /// Where to go on: a calculator, a letter.
    pub next: Vec<Target>,
    /// What nobody has been able to confirm yet, in the author's words.
    pub to_confirm: Vec<String>,
    /// At most 60 words; answers the question asked.
    pub short_answer: Text,
    pub law: Text,
    pub steps: Text,
    /// Easy Read.
    pub in_short_words: Text,
    /// How families ask. Never shown.
    pub phrasings: Vec<String>,
    /// SHA-256 of the file, in hexadecimal: what a sign-off refers to.
    pub content_hash: String,
}

impl Entry {
    /// Its file, from the content folder: `knowledge/ehc/mediation.md`.
    pub fn file(&self) -> String {
        format!("knowledge/{}/{}.md", self.area, self.id)
    }
}

/// How much weight a source carries, as families are told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// An Act or Regulations: "must".
    #[serde(rename = "law")]
    Law,
    #[serde(rename = "court decision")]
    CourtDecision,
    /// "Should": to be followed unless there is good reason not to.
    #[serde(rename = "statutory guidance")]
    StatutoryGuidance,
    #[serde(rename = "guidance")]
    Guidance,
    #[serde(rename = "local information")]
    LocalInformation,
    /// What an advice charity or service says.
    #[serde(rename = "advice")]
    Advice,
    /// Proposed, not in force.
    #[serde(rename = "proposal")]
    Proposal,
}

impl Standing {
    pub fn in_words(self) -> &'static str {
        match self {
            Standing::Law => "law",
            Standing::CourtDecision => "court decision",
            Standing::StatutoryGuidance => "statutory guidance",
            Standing::Guidance => "guidance",
            Standing::LocalInformation => "local information",
            Standing::Advice => "advice",
            Standing::Proposal => "proposal only",
        }
    }
}

/// A law, a code, a page: something a citation can point at.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: SourceId,
    pub title: String,
    /// The title families see, where the full one is long.
    pub short: Option<String>,
    pub standing: Standing,
    /// What a pinpoint is called: `section`, `paragraph`. A source without takes no pinpoint.
    pub pinpoint: Option<String>,
    pub link: String,
    pub in_force_from: Option<NaiveDate>,
    /// The last day in force.
    pub until: Option<NaiveDate>,
    pub checked: NaiveDate,
    pub check_again: NaiveDate,
    pub note: Option<String>,
}

impl Source {
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.in_force_from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    /// The source and the places in it, as families read them:
    /// `Children and Families Act 2014, sections 36(8) and 42`.
    pub fn cited_at(&self, pinpoints: &[&str]) -> String {
        let title = self.short.as_deref().unwrap_or(&self.title);
        let Some(kind) = &self.pinpoint else { return title.to_owned() };
        let mut places: Vec<&str> = pinpoints.iter().copied().filter(|place| !place.is_empty()).collect();
        places.sort_by_cached_key(|place| in_reading_order(place));
        places.dedup();
        let (named, plain): (Vec<&str>, Vec<&str>) =
            places.into_iter().partition(|place| place.starts_with("ch") || place.starts_with("sch"));
        let plain: Vec<String> = plain.into_iter().map(|place| place_in_words(kind, place)).collect();
        let mut said = Vec::new();
        match plain.as_slice() {
            [] => {}
            [one] if !one.contains(" to ") => said.push(format!("{kind} {one}")),
            places => said.push(format!("{kind}s {}", listed(places))),
        }
        said.extend(named.into_iter().map(named_in_words));
        if said.is_empty() { title.to_owned() } else { format!("{title}, {}", said.join(", ")) }
    }
}

/// `36.8` of a section is `36(8)`; `6.44` of a paragraph stays; a range is `6.44 to 6.56`.
fn place_in_words(kind: &str, place: &str) -> String {
    let one = |place: &str| -> String {
        if kind == "paragraph" {
            return place.to_owned();
        }
        let mut parts = place.split('.');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |whole, part| format!("{whole}({part})"))
    };
    match place.split_once('-') {
        Some((from, to)) => format!("{} to {}", one(from), one(to)),
        None => one(place),
    }
}

/// `ch6` is `chapter 6`, `sch17.4` is `Schedule 17, paragraph 4`.
fn named_in_words(place: &str) -> String {
    if let Some(chapter) = place.strip_prefix("ch") {
        return format!("chapter {chapter}");
    }
    let schedule = place.trim_start_matches("sch");
    match schedule.split_once('.') {
        Some((number, paragraph)) => format!("Schedule {number}, paragraph {paragraph}"),
        None => format!("Schedule {schedule}"),
    }
}

/// Numbers by their size, letters after them: 6.9 stands before 6.44, 17 before 17ZD.
fn in_reading_order(place: &str) -> Vec<(u32, String)> {
    let parts = place.split(['.', '-']);
    let key = |part: &str| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        (part[..digits].parse().unwrap_or(u32::MAX), part[digits..].to_owned())
    };
    parts.map(key).collect()
}

/// `6.44, 6.48 and 6.65`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What a figure counts. School days are not days: they are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Days,
    SchoolDays,
    WorkingDays,
    Weeks,
    SchoolWeeks,
    Months,
    Years,
    Pounds,
    Times,
    Sessions,
    Minutes,
}

impl Unit {
    /// `2 months`, `£6,000`, `15 school days`.
    pub fn in_words(self, value: u32) -> String {
        let noun = match self {
            Unit::Days => "day",
            Unit::SchoolDays => "school day",
            Unit::WorkingDays => "working day",
            Unit::Weeks => "week",
            Unit::SchoolWeeks => "school week",
            Unit::Months => "month",
            Unit::Years => "year",
            Unit::Times => "time",
            Unit::Sessions => "session",
            Unit::Minutes => "minute",
            Unit::Pounds => return format!("£{}", with_thousands(value)),
        };
        if value == 1 { format!("1 {noun}") } else { format!("{value} {noun}s") }
    }
}

fn with_thousands(value: u32) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// One period of a figure that law or a council may change.
#[derive(Debug, Clone)]
pub struct FigureRow {
    pub value: Option<u32>,
    pub unit: Option<Unit>,
    /// How it is said, where the plain form would read badly.
    pub said: Option<String>,
    pub source: Citation,
    pub from: NaiveDate,
    /// The last day of the row.
    pub until: Option<NaiveDate>,
}

impl FigureRow {
    /// As families read it: `2 months`.
    pub fn in_words(&self) -> String {
        match (&self.said, self.value, self.unit) {
            (Some(said), _, _) => said.clone(),
            (None, Some(value), Some(unit)) => unit.in_words(value),
            _ => unreachable!("the loader refuses a figure with neither words nor value and unit"),
        }
    }

    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A helpline or organisation.
#[derive(Debug, Clone)]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
    pub number: Option<String>,
    /// How to use the number: `text SHOUT`, `choose option 2`.
    pub how: Option<String>,
    pub hours: Option<String>,
    pub for_whom: Option<String>,
    pub web: Option<String>,
    pub web_note: Option<String>,
    pub email: Option<String>,
    pub checked: Option<NaiveDate>,
    pub ring_before_launch: bool,
    /// Serves this area alone.
    pub local: bool,
}

impl Contact {
    /// Name, number and hours in one run of words: `Childline, 0800 1111 (any time, free)`.
    pub fn in_words(&self) -> String {
        let mut said = self.name.clone();
        let is_in_name = self.number.as_ref().is_some_and(|number| self.name.ends_with(number.as_str()));
        match (&self.how, &self.number) {
            (Some(how), Some(_)) if is_in_name => said.push_str(&format!(", {how}")),
            (None, Some(_)) if is_in_name => {}
            (Some(how), Some(number)) if how.starts_with("text") => {
                said.push_str(&format!(", {how} to {number}"))
            }
            (Some(how), Some(number)) => said.push_str(&format!(", {number}, {how}")),
            (None, Some(number)) => said.push_str(&format!(", {number}")),
            (_, None) => {}
        }
        let aside = match (&self.hours, &self.number, &self.web, &self.email) {
            (Some(hours), Some(_), _, _) => Some(hours),
            (_, None, Some(web), _) => Some(web),
            (_, None, None, Some(email)) => Some(email),
            _ => None,
        };
        if let Some(aside) = aside {
            said.push_str(&format!(" ({aside})"));
        }
        said
    }
}

/// A term of the field, its plain meaning and how families write it. Ways of writing are in lower case, as typed.
#[derive(Debug, Clone, Default)]
pub struct Term {
    /// As an author writes it: `TA / LSA`, `School Action (Plus)`.
    pub term: String,
    /// Words of other fields have none.
    pub meaning: Option<String>,
    /// Single words that are the headword written another way, and read as if it stood there.
    pub same: Vec<String>,
    pub also: Vec<String>,
    /// Ways of writing it that have another sense too: "ta" is thanks. Some stand in `same` or are the headword.
    pub everyday: Vec<String>,
}

impl Term {
    /// Each way the headword is put: parts between ` / ` or commas stand alone, and a part in brackets may be left out.
    pub fn headwords(&self) -> Vec<String> {
        let parts = self.term.split(" / ").flat_map(|part| part.split(", "));
        parts
            .flat_map(|part| match part.split_once(" (") {
                Some((before, rest)) => {
                    let (within, after) = rest.split_once(')').unwrap_or((rest, ""));
                    vec![format!("{before}{after}"), format!("{before} {within}{after}")]
                }
                None => vec![part.to_owned()],
            })
            .collect()
    }

    /// Every way it is written.
    pub fn forms(&self) -> impl Iterator<Item = String> {
        let given = [&self.same, &self.also, &self.everyday].into_iter().flatten().cloned();
        self.headwords().into_iter().chain(given)
    }
}

/// One IAS service: its name and details. A detail that is not set stays unset.
#[derive(Debug, Clone)]
pub struct ServiceProfile {
    pub id: String,
    pub name: String,
    pub details: BTreeMap<String, String>,
    /// When its advisers work, where somebody has said so.
    pub hours: Option<Hours>,
    /// How soon it means to reply; only where it has said when it works.
    pub reply_within: Option<Within>,
    pub backlog: Backlog,
    /// Its schools' term dates, where somebody has set them.
    pub terms: Option<TermDates>,
    /// How long it keeps things, and how patient it is.
    pub periods: Periods,
    pub to_confirm: Vec<String>,
}

/// When a service tells families that many are waiting, in place of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// The service says so.
    pub is_on: bool,
    /// It says so by itself once somebody has waited for more than so many days.
    pub after_days: Option<u32>,
}

/// Somebody has read a file as it stood and found it right: a row of `knowledge/sign-off.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// From the content folder: `knowledge/ehc/mediation.md`.
    pub file: String,
    /// SHA-256 of what was read, in hexadecimal.
    pub hash: String,
    pub by: String,
    pub on: NaiveDate,
}

/// Whether a file is signed off as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed<'a> {
    AsItStands(&'a SignOff),
    /// It has changed since.
    Before(&'a SignOff),
    Never,
}

impl<'a> Signed<'a> {
    /// What the last row of a file says about its text with this hash.
    pub fn of(rows: &'a [SignOff], file: &str, hash: &str) -> Signed<'a> {
        match rows.iter().rev().find(|row| row.file == file) {
            Some(row) if row.hash.eq_ignore_ascii_case(hash) => Signed::AsItStands(row),
            Some(row) => Signed::Before(row),
            None => Signed::Never,
        }
    }
}

/// England's bank holidays, and how far the list reaches.
#[derive(Debug, Clone)]
pub struct Holidays {
    pub days: BTreeMap<NaiveDate, String>,
    /// The first and the last date the list covers.
    pub covers: (NaiveDate, NaiveDate),
}

/// Everything a conversation may say, proven by the loader.
#[derive(Debug)]
pub struct Library {
    pub(crate) parts: Parts,
    pub(crate) understanding: Understanding,
}

/// What the loader hands over when it has found no problem.
#[derive(Debug)]
pub(crate) struct Parts {
    pub entries: BTreeMap<EntryId, Entry>,
    pub dialogs: BTreeMap<DialogId, Dialog>,
    pub sources: BTreeMap<SourceId, Source>,
    pub figures: BTreeMap<FigureId, Vec<FigureRow>>,
    pub contacts: BTreeMap<ContactId, Contact>,
    pub glossary: Vec<Term>,
    /// The lines of `off-topic.toml`.
    pub asides: Vec<Aside>,
    pub holidays: Holidays,
    pub service: ServiceProfile,
    pub phrases: Phrases,
    pub rules: Rules,
    /// The newest last.
    pub sign_offs: Vec<SignOff>,
}

impl Library {
    /// Only the loader calls this, and only when it has found no problem.
    ///
    /// `learnt` is what was learnt earlier, perhaps from the same lessons. Where there is none, or it does not fit, it is
    /// learnt anew, which takes seconds; `pass` is told each step, of how many.
    pub(crate) fn new(
        parts: Parts,
        learnt: Option<Understanding>,
        pass: &mut dyn FnMut(usize, usize),
    ) -> Library {
        let lessons: Vec<Lesson> = parts.entries.values().map(Lesson::of).collect();
        let (glossary, asides) = (&parts.glossary, &parts.asides);
        let hash = lessons_hash(&lessons, glossary, asides);
        let understanding = learnt
            .filter(|learnt| learnt.is_of(&hash))
            .unwrap_or_else(|| Understanding::learn_showing(&lessons, glossary, asides, pass));
        Library { parts, understanding }
    }

    /// What reckoning a legal time limit needs to have at hand.
    pub fn books(&self) -> Books<'_> {
        Books {
            rules: &self.parts.rules,
            figures: &self.parts.figures,
            sources: &self.parts.sources,
            holidays: &self.parts.holidays,
            terms: self.parts.service.terms.as_ref(),
        }
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.parts.entries.values()
    }

    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.parts.entries.get(id)
    }

    pub fn dialogs(&self) -> impl Iterator<Item = &Dialog> {
        self.parts.dialogs.values()
    }

    pub fn dialog(&self, id: &DialogId) -> Option<&Dialog> {
        self.parts.dialogs.get(id)
    }

    /// The node at this place; `None` only for a place saved by another build.
    pub fn node(&self, at: &NodeRef) -> Option<&Node> {
        self.parts.dialogs.get(&at.dialog)?.node(&at.node)
    }

    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.parts.sources.get(id)
    }

    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.parts.sources.values()
    }

    pub fn contact(&self, id: &ContactId) -> Option<&Contact> {
        self.parts.contacts.get(id)
    }

    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.parts.contacts.values()
    }

    /// The figure as it stands on that day; `None` outside every row.
    pub fn figure(&self, id: &FigureId, on: NaiveDate) -> Option<&FigureRow> {
        self.parts.figures.get(id)?.iter().find(|row| row.holds_on(on))
    }

    pub fn glossary(&self) -> &[Term] {
        &self.parts.glossary
    }

    pub fn asides(&self) -> &[Aside] {
        &self.parts.asides
    }

    /// Whether the file is signed off with this hash.
    pub fn signed(&self, file: &str, hash: &str) -> Signed<'_> {
        Signed::of(&self.parts.sign_offs, file, hash)
    }

    pub fn holidays(&self) -> &Holidays {
        &self.parts.holidays
    }

    /// The service's clock, where it has said when it works.
    pub fn clock(&self) -> Option<Clock<'_>> {
        let hours = self.parts.service.hours.as_ref()?;
        Some(Clock { hours, holidays: &self.parts.holidays })
    }

    /// By when a reply to what is asked now is promised; `None` where nothing is.
    pub fn reply_due(&self, asked: Moment) -> Option<Moment> {
        self.clock()?.reply_due(asked, self.parts.service.reply_within?)
    }

    pub fn service(&self) -> &ServiceProfile {
        &self.parts.service
    }

    pub fn phrases(&self) -> &Phrases {
        &self.parts.phrases
    }

    pub fn understanding(&self) -> &Understanding {
        &self.understanding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_sign_off_of_a_file_counts() {
        let row = |hash: &str| SignOff {
            file: "knowledge/ehc/mediation.md".to_owned(),
            hash: hash.to_owned(),
            by: "Robin".to_owned(),
            on: NaiveDate::MIN,
        };
        let rows = [row("aa"), row("bb")];
        let of = |hash| Signed::of(&rows, "knowledge/ehc/mediation.md", hash);
        assert_eq!(of("bb"), Signed::AsItStands(&rows[1]));
        assert_eq!(of("aa"), Signed::Before(&rows[1]));
        assert_eq!(Signed::of(&rows, "dialogs/ehc.md", "bb"), Signed::Never);
    }

    #[track_caller]
    fn check(kind: &str, pinpoints: &[&str], words: &str) {
        let day = NaiveDate::MIN;
        let source = Source {
            id: SourceId::new("s"),
            title: "Act".to_owned(),
            short: None,
            standing: Standing::Law,
            pinpoint: Some(kind.to_owned()),
            link: String::new(),
            in_force_from: None,
            until: None,
            checked: day,
            check_again: day,
            note: None,
        };
        assert_eq!(source.cited_at(pinpoints), words);
    }

    #[test]
    fn a_subsection_stands_in_brackets() {
        check("section", &["36.8"], "Act, section 36(8)");
        check("regulation", &["44.2.b"], "Act, regulation 44(2)(b)");
        check("section", &["17ZD"], "Act, section 17ZD");
    }

    #[test]
    fn places_are_put_in_order_and_said_once() {
        check("section", &["66", "36.8", "66"], "Act, sections 36(8) and 66");
        check("paragraph", &["6.65", "6.9", "6.44-6.56"], "Act, paragraphs 6.9, 6.44 to 6.56 and 6.65");
    }

    #[test]
    fn a_paragraph_of_the_code_keeps_its_dot() {
        check("paragraph", &["6.65"], "Act, paragraph 6.65");
        check("paragraph", &["6.44-6.56"], "Act, paragraphs 6.44 to 6.56");
    }

    #[test]
    fn chapters_and_schedules_are_named() {
        check("paragraph", &["ch6", "6.44"], "Act, paragraph 6.44, chapter 6");
        check("section", &["sch17.4"], "Act, Schedule 17, paragraph 4");
    }

    #[test]
    fn a_source_without_a_place_is_named_alone() {
        check("section", &[""], "Act");
    }

    #[test]
    fn sums_and_single_units_read_well() {
        assert_eq!(Unit::Pounds.in_words(6000), "£6,000");
        assert_eq!(Unit::Months.in_words(1), "1 month");
        assert_eq!(Unit::SchoolDays.in_words(15), "15 school days");
    }
}
