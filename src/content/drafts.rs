//! Everything as it was read, before anything is joined to anything else.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::beside::at_once;
use super::data::topics::Topic;
use super::data::{self, Registers, service};
use super::entry::{self, EntryDraft};
use super::front::Review;
use super::nearest;
use super::page::{Findings, Page};
use super::problem::Code;
use super::register::Register;
use super::script::{self, DialogDraft};
use super::source::{FOLDERS, Found, Source};
use crate::answer::Aside;
use crate::deadline::Rules;
use crate::library::{Holidays, ServiceProfile, SignOff, Term};
use crate::phrases::Phrases;

/// Every file that could be decoded, and the names of those that could not.
#[derive(Debug, Default)]
pub struct Pages {
    pub pages: Vec<Page>,
    pub unreadable: Vec<String>,
}

impl Pages {
    /// Reads and decodes every file of a source; what cannot be read is reported.
    pub fn read(source: &Source, findings: &Findings) -> Pages {
        let mut all = Pages::default();
        for found in source.read() {
            let name = found.name.clone();
            match decode(found, findings) {
                Some(page) => all.pages.push(page),
                None => all.unreadable.push(name),
            }
        }
        for folder in FOLDERS.iter().filter(|folder| !all.has_folder(folder)) {
            let message = format!("there is no file in `{folder}/`");
            let mend = "put the content there, or name the folder that has knowledge/ and dialogs/ in it";
            findings.add(Page::problem_with_file(folder, Code::FolderMissing, message, mend));
        }
        all
    }

    pub fn named(&self, name: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.name == name)
    }

    fn has_folder(&self, folder: &str) -> bool {
        self.names().any(|name| name.split('/').next() == Some(folder))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|page| page.name.as_str()).chain(self.unreadable.iter().map(String::as_str))
    }

    /// A file Signpost cannot do without; reported when it is not there at all.
    fn needed(&self, name: &str, holds: &str, findings: &Findings) -> Option<&Page> {
        let folder = name.split('/').next().unwrap_or_default();
        if !self.names().any(|known| known == name) && self.has_folder(folder) {
            let message = format!("`{name}` is not there");
            findings.add(Page::problem_with_file(
                name,
                Code::FileMissing,
                message,
                format!("add it; it holds {holds}"),
            ));
        }
        self.named(name)
    }
}

/// Decodes one file.
pub fn decode(found: Found, findings: &Findings) -> Option<Page> {
    let Found { name, bytes } = found;
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("this file cannot be read: {error}");
            let mend = "check that it is there, may be read and is text";
            findings.add(Page::problem_with_file(&name, Code::FileUnreadable, message, mend));
            return None;
        }
    };
    let text = match &bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed),
        Cow::Owned(bytes) => std::str::from_utf8(bytes).map(|text| Cow::Owned(text.to_owned())),
    };
    match text {
        Ok(text) => Some(Page::new(name, text)),
        Err(error) => {
            let sound = error.valid_up_to();
            let before = String::from_utf8_lossy(&bytes[..sound]).into_owned();
            let message = "from here on this file is not UTF-8 text";
            let page = Page::new(name, before);
            findings.add(page.problem(
                Code::NotUtf8,
                sound,
                message,
                "save it again with the encoding UTF-8",
            ));
            None
        }
    }
}

/// What was read from the pages.
#[derive(Debug, Default)]
pub struct Drafts<'p> {
    pub registers: Registers,
    pub topics: Register<Topic>,
    pub glossary: Vec<Term>,
    pub asides: Vec<Aside>,
    pub holidays: Option<Holidays>,
    pub phrases: Option<Phrases>,
    pub rules: Option<Rules>,
    /// In the order of the file: the newest last.
    pub sign_offs: Vec<SignOff>,
    pub entries: Vec<EntryDraft<'p>>,
    pub dialogs: Vec<DialogDraft<'p>>,
    /// Entries and dialogs whose file could not be decoded: known by name, and nothing more.
    pub unread_entries: Vec<String>,
    pub unread_dialogs: Vec<String>,
    /// Every review date with its page, entries and dialogs included.
    pub reviews: Vec<(&'p Page, Review)>,
}

/// Reads every page; `service` chooses one of several service profiles by its id.
pub fn read<'p>(
    pages: &'p Pages,
    findings: &'p Findings,
    today: NaiveDate,
    service: Option<&str>,
) -> Drafts<'p> {
    let needed = |name: &str, holds: &str| pages.needed(name, holds, findings);
    let sources = needed(data::sources::FILE, "the law and guidance that texts cite")
        .map(|page| data::sources::read(page, findings))
        .unwrap_or_default();
    let figures = needed(data::figures::FILE, "time limits, sums and counts")
        .map(|page| data::figures::read(page, findings, &sources))
        .unwrap_or_default();
    let contacts = needed(data::contacts::FILE, "helplines and organisations")
        .map(|page| data::contacts::read(page, findings))
        .unwrap_or_default();
    let topics = needed(data::topics::FILE, "what has to have an answer")
        .map(|page| data::topics::read(page, findings))
        .unwrap_or_default();
    let glossary = needed(data::glossary::FILE, "terms and how families write them")
        .map(|page| data::glossary::read(page, findings))
        .unwrap_or_default();
    let asides = needed(data::asides::FILE, "what asks for no entry")
        .map(|page| data::asides::read(page, findings))
        .unwrap_or_default();
    let mut reviews = Vec::new();
    let holidays = needed(data::holidays::FILE, "England's bank holidays").and_then(|page| {
        let (holidays, review) = data::holidays::read(page, findings);
        reviews.extend(review.map(|review| (page, review)));
        holidays
    });
    let phrases = needed(data::phrases::FILE, "what is said between the guidance").and_then(|page| {
        let (phrases, review) = data::phrases::read(page, findings);
        reviews.extend(review.map(|review| (page, review)));
        phrases
    });
    let service = chosen_service(pages, findings, service);
    let registers = Registers { sources, figures, contacts, service };
    let rules = needed(data::rules::FILE, "legal time limits").and_then(|page| {
        let (rules, review) = data::rules::read(page, findings, &registers, today);
        reviews.extend(review.map(|review| (page, review)));
        rules
    });

    // It may be missing: then nobody has signed anything yet.
    let sign_offs = pages.named(data::sign_off::FILE).map(|page| data::sign_off::read(page, findings));

    let mut drafts = Drafts {
        registers,
        topics,
        glossary,
        asides,
        holidays,
        phrases,
        rules,
        sign_offs: sign_offs.unwrap_or_default(),
        entries: Vec::new(),
        dialogs: Vec::new(),
        unread_entries: Vec::new(),
        unread_dialogs: Vec::new(),
        reviews,
    };
    let pages_of = |kind: Kind| pages.pages.iter().filter(move |page| kind_of(&page.name) == kind);
    let registers = &drafts.registers;
    let dialogs = || {
        let findings = Findings::default();
        let dialogs: Vec<DialogDraft<'p>> =
            pages_of(Kind::Dialog).map(|page| script::read(page, &findings, registers, today)).collect();
        (dialogs, findings.take())
    };
    let entries =
        || pages_of(Kind::Entry).map(|page| entry::read(page, findings, registers, today)).collect();
    let ((dialogs, of_dialogs), entries) = at_once(dialogs, entries);
    of_dialogs.into_iter().for_each(|problem| findings.add(problem));
    (drafts.dialogs, drafts.entries) = (dialogs, entries);
    for page in pages_of(Kind::Unexpected) {
        findings.add(page.problem(
            Code::FileUnexpected,
            0,
            "nothing reads this file",
            "move it to knowledge/<area>/<topic-id>.md or dialogs/<name>.md, or take it away",
        ));
    }
    for name in &pages.unreadable {
        match kind_of(name) {
            Kind::Entry => drafts.unread_entries.push(entry::area_and_id(name).1.to_owned()),
            Kind::Dialog => drafts.unread_dialogs.push(script::id_of(name).to_owned()),
            Kind::Data | Kind::Unexpected => {}
        }
    }
    let of_entries = drafts.entries.iter().map(|entry| (entry.page, entry.review.clone()));
    let of_dialogs = drafts.dialogs.iter().map(|dialog| (dialog.page, dialog.review.clone()));
    let given = of_entries.chain(of_dialogs).filter_map(|(page, review)| Some((page, review?)));
    drafts.reviews.extend(given);
    drafts
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Entry,
    Dialog,
    Data,
    Unexpected,
}

fn kind_of(name: &str) -> Kind {
    use data::{asides, contacts, figures, glossary, holidays, phrases, rules, sign_off, sources, topics};

    let known = [
        sources::FILE,
        figures::FILE,
        contacts::FILE,
        topics::FILE,
        glossary::FILE,
        asides::FILE,
        holidays::FILE,
        phrases::FILE,
        rules::FILE,
        sign_off::FILE,
    ];
    let depth = name.split('/').count();
    match name.split('/').next() {
        _ if known.contains(&name) => Kind::Data,
        _ if name.starts_with(service::FOLDER) && name.ends_with(".toml") => Kind::Data,
        Some("knowledge") if name.ends_with(".md") && depth == 3 => Kind::Entry,
        Some("dialogs") if name.ends_with(".md") => Kind::Dialog,
        _ => Kind::Unexpected,
    }
}

/// Reads every service profile, and takes the one asked for, or the only one.
fn chosen_service(pages: &Pages, findings: &Findings, wanted: Option<&str>) -> Option<ServiceProfile> {
    let is_profile = |name: &&str| name.starts_with(service::FOLDER) && name.ends_with(".toml");
    let files = pages.names().filter(is_profile).count();
    let of_service: Vec<&Page> = pages.pages.iter().filter(|page| is_profile(&page.name.as_str())).collect();
    let mut profiles: Vec<ServiceProfile> =
        of_service.iter().filter_map(|page| service::read(page, findings)).collect();
    let problem = |message: String, mend: String| {
        findings.add(Page::problem_with_file(service::FOLDER, Code::ServiceCount, message, mend));
    };
    if files == 0 {
        if pages.has_folder("knowledge") {
            let mend = "add knowledge/services/<id>.toml with id, name and details of the service";
            problem("there is no service profile".to_owned(), mend.to_owned());
        }
        return None;
    }
    let ids: Vec<String> = profiles.iter().map(|profile| profile.id.clone()).collect();
    match wanted {
        Some(id) => {
            let found = profiles.iter().position(|profile| profile.id == id);
            if found.is_none() && profiles.len() == files {
                let otherwise = format!("choose one of: {}", ids.join(", "));
                let mend = nearest::mend(id, ids.iter().map(String::as_str), &otherwise);
                problem(format!("there is no service `{id}`"), mend);
            }
            found.map(|found| profiles.swap_remove(found))
        }
        None if files == 1 => profiles.pop(),
        None => {
            let message = format!("there are {files} services, and nothing says which one this is");
            problem(message, format!("name one of them in the settings: {}", ids.join(", ")));
            profiles.into_iter().next()
        }
    }
}
