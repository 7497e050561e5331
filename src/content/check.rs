//! Every rule over the whole of the content, in one run.
//!
//! Reading a file reports what is wrong within it; the rules here need more than one file, or the day.
//! [`Depth::ForUse`] is what has to hold before a family is answered; [`Depth::Whole`] adds how the words read,
//! which takes longer and only ever warns.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::CheckOptions;
use super::beside::at_once;
use super::build::content_hash;
use super::claims;
use super::data::Registers;
use super::data::sources;
use super::drafts::{Drafts, Pages};
use super::entry::EntryDraft;
use super::facts;
use super::joined::Joined;
use super::limits;
use super::markdown::{Written, WrittenBlock, WrittenLine};
use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::{Code, Problem, Severity};
use super::prose::{self, Explained, Prose};
use super::script::{self, DialogDraft, Does, NodeDraft};
use super::tree;
use crate::deadline::RuleId;
use crate::library::Signed;
use crate::text::Span;

/// Fewer phrasings do not tell an entry from its neighbours.
const FEWEST_PHRASINGS: usize = 12;

/// Discord shows five buttons in a row, and nobody weighs more than five things at once.
const MOST_CHOICES: usize = 5;

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What has to hold before a family is answered.
    ForUse,
    /// That, and how the words read.
    Whole,
}

/// Everything a run of rules looks at.
pub struct Checked<'a> {
    pub pages: &'a Pages,
    pub drafts: &'a Drafts<'a>,
    pub joined: &'a Joined<'a>,
    pub findings: &'a Findings,
    pub options: CheckOptions,
}

impl Checked<'_> {
    pub fn run(&self, depth: Depth) {
        self.reviews();
        self.sign_offs();
        self.source_checks();
        self.topics();
        self.names();
        let entries = self.drafts.entries.as_slice();
        let (twice, ()) = at_once(|| given_twice(entries), || self.texts_and_ways());
        twice.into_iter().for_each(|problem| self.findings.add(problem));
        if depth == Depth::Whole {
            self.left_out();
            self.prose();
        }
    }

    fn texts_and_ways(&self) {
        for entry in &self.drafts.entries {
            self.entry(entry);
        }
        for dialog in &self.drafts.dialogs {
            self.dialog(dialog);
        }
        facts::check(self.joined, self.findings);
        tree::check(self.drafts, self.joined, self.findings);
    }

    fn reviews(&self) {
        let today = self.options.today;
        for (page, review) in &self.drafts.reviews {
            if review.review_by.value < today {
                let message = format!("the review of this file held until {}", review.review_by.value);
                let mend = "read it again with its sources, then set `reviewed` and `review_by`";
                let mut problem = page.problem(Code::ReviewOverdue, review.review_by.at, message, mend);
                if self.options.release {
                    problem.severity = Severity::Error;
                }
                self.findings.add(problem);
            }
        }
    }

    /// For a release: what nobody has signed off as it stands. A warning, because a release has to stay possible until
    /// the service has begun to sign; raise it to an error once every file has been signed.
    fn sign_offs(&self) {
        if !self.options.release {
            return;
        }
        let entries = self.drafts.entries.iter().map(|entry| entry.page);
        for page in entries.chain(self.drafts.dialogs.iter().map(|dialog| dialog.page)) {
            let message = match Signed::of(&self.drafts.sign_offs, &page.name, &content_hash(&page.text)) {
                Signed::AsItStands(_) => continue,
                Signed::Before(row) => {
                    format!("this file has changed since {} signed it off on {}", row.by, row.on)
                }
                Signed::Never => "nobody has signed this file off yet".to_owned(),
            };
            let mend =
                format!("read it with its sources, then: signpost sign-off {} --by \"your name\"", page.name);
            self.findings.add(page.problem(Code::NotSignedOff, 0, message, mend));
        }
    }

    fn source_checks(&self) {
        let Some(page) = self.pages.named(sources::FILE) else { return };
        let due = |row: &&sources::SourceRow| row.source.check_again < self.options.today;
        for (id, row) in self.drafts.registers.sources.sound().filter(|(_, row)| due(row)) {
            let message = format!("`{id}` was to be read again by {}", row.source.check_again);
            let mend = "read the source, then set `checked` and `check_again`";
            self.findings.add(page.problem(Code::SourceCheckOverdue, row.check_again_at, message, mend));
        }
    }

    fn topics(&self) {
        let topics = &self.drafts.topics;
        for entry in self.drafts.entries.iter().filter(|entry| topics.lacks(&entry.topic.value)) {
            let message = format!("`{}` is no topic", entry.topic.value);
            let otherwise = "name one of knowledge/topics.toml as `topic = \"…\"`";
            let mend = nearest::mend(&entry.topic.value, topics.names(), otherwise);
            self.findings.add(entry.page.problem(Code::TopicUnknown, entry.topic.at, message, mend));
        }
        let Some(page) = self.pages.named(super::data::topics::FILE) else { return };
        let covered = |id: &str| {
            let entries = self.drafts.entries.iter();
            // An entry whose front matter could not be read may be about its file name or another topic.
            let by_entry = entries.clone().any(|entry| entry.topic.value == id || entry.id == id);
            by_entry || self.drafts.unread_entries.iter().any(|unread| unread == id)
        };
        for (id, topic) in topics.sound().filter(|(id, _)| !covered(id)) {
            let message = format!("no entry is about `{id}`");
            let mend = format!("add knowledge/{}/{id}.md: {}", topic.area, topic.about);
            self.findings.add(page.problem(Code::TopicWithoutEntry, topic.at, message, mend));
        }
    }

    fn names(&self) {
        let mut first_pages: HashMap<&str, &Page> = HashMap::new();
        for entry in &self.drafts.entries {
            self.file_name(entry.page, &entry.id);
            if let Some(first) = first_pages.insert(&entry.id, entry.page) {
                let message = format!("there is already an entry `{}`: {}", entry.id, first.name);
                let mend = "give one of the two files another name, and `topic` in its front matter";
                self.findings.add(entry.page.problem(Code::DuplicateId, 0, message, mend));
            }
        }
        for dialog in &self.drafts.dialogs {
            dialog.id.split('/').for_each(|part| self.file_name(dialog.page, part));
            let mut first_places: HashMap<&str, usize> = HashMap::new();
            for node in &dialog.nodes {
                if let Some(first) = first_places.insert(&node.id.value, node.id.at) {
                    let place = dialog.page.place_in_words(first);
                    let message = format!("there is already a node `{}` ({place})", node.id.value);
                    let mend = "give one of the two another name, and mend what leads to it";
                    self.findings.add(dialog.page.problem(Code::DuplicateId, node.id.at, message, mend));
                }
            }
        }
    }

    fn file_name(&self, page: &Page, name: &str) {
        if !script::is_name(name) {
            let message = format!("`{name}` cannot name a file here");
            let mend = "use small letters, digits and hyphens";
            self.findings.add(page.problem(Code::BadName, 0, message, mend));
        }
    }

    fn entry(&self, entry: &EntryDraft<'_>) {
        let (page, findings) = (entry.page, self.findings);
        if let Some(title) = &entry.title {
            limits::check_choice(page, title, findings);
        }
        limits::check_short_answer(page, &entry.short_answer, findings);
        for written in [&entry.short_answer, &entry.law, &entry.steps] {
            claims::check_citations(page, written, findings);
        }
        for written in shown(entry) {
            claims::check_figures(page, written, findings);
            limits::check_text(page, written, &self.drafts.registers, self.options.today, findings);
        }
        let count = entry.phrasings.len();
        if entry.is_whole && count < FEWEST_PHRASINGS {
            let at = entry.phrasings.first().map_or(page.text.len(), |phrasing| phrasing.at);
            let message = format!("there are {count} phrasings, and {FEWEST_PHRASINGS} is the least");
            let mend = "add what families really type, one on each line that begins with `- `";
            findings.add(page.problem(Code::PhrasesFew, at, message, mend));
        }
    }

    fn dialog(&self, dialog: &DialogDraft<'_>) {
        let (page, findings) = (dialog.page, self.findings);
        for node in &dialog.nodes {
            for written in std::iter::once(&node.says).chain(&node.letter) {
                claims::check_citations(page, written, findings);
                claims::check_figures(page, written, findings);
                limits::check_text(page, written, &self.drafts.registers, self.options.today, findings);
            }
            if node.says.is_empty() && !goes_on_of_itself(node) && node.is_clear {
                let message = format!("`{}` says nothing", node.id.value);
                let mend = "write what is said, one sentence a line";
                findings.add(page.problem(Code::NodeSilent, node.id.at, message, mend));
            }
            self.choices(page, node);
            self.rule(page, node);
        }
    }

    /// The limit that a node reckons with.
    fn rule(&self, page: &Page, node: &NodeDraft) {
        let written = node.action.as_ref().and_then(|action| action.rule.as_ref());
        let (Some(written), Some(rules)) = (written, &self.drafts.rules) else { return };
        if rules.get(&RuleId::new(&written.value)).is_none() {
            let names = rules.rules.keys().map(RuleId::as_str);
            let mend = nearest::mend(&written.value, names, "add it to knowledge/rules.toml");
            let message = format!("there is no limit `{}`", written.value);
            self.findings.add(page.problem(Code::RuleUnknown, written.at, message, mend));
        }
    }

    fn choices(&self, page: &Page, node: &NodeDraft) {
        if let Some(sixth) = node.choices.get(MOST_CHOICES) {
            let message = format!(
                "`{}` has {} choices, and {MOST_CHOICES} is the most",
                node.id.value,
                node.choices.len()
            );
            let mend = "put the rarer ones behind a choice \"Something else\"";
            self.findings.add(page.problem(Code::ChoicesMany, sixth.label.at, message, mend));
        }
        let mut given: Vec<String> = Vec::new();
        for choice in &node.choices {
            limits::check_choice(page, &choice.label, self.findings);
            let label = normalised(&choice.label.value);
            if label.is_empty() {
                let mend = "write what is picked between the square brackets";
                self.findings.add(page.problem(
                    Code::NodeSilent,
                    choice.label.at,
                    "this choice has no words",
                    mend,
                ));
            } else if given.contains(&label) {
                let message = format!("`{}` offers \"{}\" twice", node.id.value, choice.label.value);
                let mend = "families choose by words too: say what tells the two apart";
                self.findings.add(page.problem(Code::ChoiceTwice, choice.label.at, message, mend));
            }
            given.push(label);
        }
    }

    /// Paragraphs that vanish because every line of them uses a detail that is not set.
    fn left_out(&self) {
        for (page, written) in self.texts() {
            for block in &written.blocks {
                let lines: Vec<&WrittenLine> = match block {
                    WrittenBlock::Paragraph(lines) => lines.iter().collect(),
                    WrittenBlock::Steps(items) | WrittenBlock::Bullets(items) => {
                        items.iter().flatten().collect()
                    }
                };
                let unset: Vec<_> = lines.iter().map(|line| unset_in(line, &self.drafts.registers)).collect();
                if let Some(Some(first)) = unset.first()
                    && unset.iter().all(Option::is_some)
                {
                    let message = format!("this paragraph is left out, because `{}` is not set", first.value);
                    let mend = "set it in knowledge/services or knowledge/contacts.toml, or add a line that stands without it";
                    self.findings.add(page.problem(Code::ParagraphLeftOut, first.at, message, mend));
                }
            }
        }
    }

    fn prose(&self) {
        let explained = Explained::of(&self.drafts.glossary, &self.drafts.registers);
        for entry in &self.drafts.entries {
            let parts = shown(entry).to_vec();
            prose::check(&Prose { page: entry.page, parts, at: entry.body }, &explained, self.findings);
        }
        for dialog in &self.drafts.dialogs {
            let parts = dialog.nodes.iter().map(|node| &node.says).collect();
            let at = dialog.nodes.first().map_or(0, |node| node.id.at);
            prose::check(&Prose { page: dialog.page, parts, at }, &explained, self.findings);
        }
    }

    fn texts(&self) -> impl Iterator<Item = (&Page, &Written)> {
        let of_entries =
            self.drafts.entries.iter().flat_map(|entry| shown(entry).map(|written| (entry.page, written)));
        let of_dialogs = self
            .drafts
            .dialogs
            .iter()
            .flat_map(|dialog| dialog.nodes.iter().map(|node| (dialog.page, &node.says)));
        of_entries.chain(of_dialogs)
    }
}

/// The same words under two topics teach nothing but doubt.
fn given_twice(entries: &[EntryDraft<'_>]) -> Vec<Problem> {
    let count = entries.iter().map(|entry| entry.phrasings.len()).sum();
    let mut first: HashMap<BareWords<'_>, (&EntryDraft<'_>, usize)> = HashMap::with_capacity(count);
    let mut problems = Vec::new();
    for entry in entries {
        for phrasing in &entry.phrasings {
            let (other, at) = *first.entry(BareWords::of(phrasing.value)).or_insert((entry, phrasing.at));
            if other.topic.value != entry.topic.value {
                let place = other.page.place_in_words(at);
                let message = format!("these words are also given to `{}` ({place})", other.topic.value);
                let mend = "keep them under the topic they really ask for, or say what tells the two apart";
                problems.push(entry.page.problem(Code::PhraseTwice, phrasing.at, message, mend));
            }
        }
    }
    problems
}

pub fn shown<'e>(entry: &'e EntryDraft<'_>) -> [&'e Written; 4] {
    [&entry.short_answer, &entry.law, &entry.steps, &entry.in_short_words]
}

/// A node that does something and goes on with how it came out need not speak.
fn goes_on_of_itself(node: &NodeDraft) -> bool {
    let does = node.action.as_ref().map(|action| action.does);
    matches!(does, Some(Does::OpenEnquiry | Does::AddMessage | Does::WithdrawEnquiry))
}

/// The first detail in the line that is not set.
fn unset_in(line: &WrittenLine, registers: &Registers) -> Option<Placed<String>> {
    let unset = |span: &Placed<Span>| match &span.value {
        Span::Service(key) => {
            let is_set = registers.service.as_ref().is_some_and(|service| service.details.contains_key(key));
            (!is_set).then(|| Placed::new(format!("service.{key}"), span.at))
        }
        Span::Contact(id, part) => {
            use crate::text::ContactPart::{Email, Name, Number, Web, Whole};
            let contact = registers.contacts.get(id.as_str())?;
            let (part, is_set) = match part {
                Whole | Name => return None,
                Number => ("number", contact.number.is_some()),
                Web => ("web", contact.web.is_some()),
                Email => ("email", contact.email.is_some()),
            };
            (!is_set).then(|| Placed::new(format!("contact.{id}.{part}"), span.at))
        }
        _ => None,
    };
    line.spans.iter().find_map(unset)
}

/// Words alone: small letters, and one space for whatever is no letter or digit.
fn normalised(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    bare_letters(text, |letter| normal.push(letter));
    normal
}

fn bare_letters(text: &str, take: impl FnMut(char)) {
    // Nearly every phrasing is plain, and then a byte is a letter.
    if text.is_ascii() {
        letters_of(text.bytes().map(char::from), take);
    } else {
        letters_of(text.chars(), take);
    }
}

fn letters_of(letters: impl Iterator<Item = char>, mut take: impl FnMut(char)) {
    let (mut is_begun, mut is_apart) = (false, false);
    for c in letters {
        if !c.is_alphanumeric() {
            is_apart = true;
            continue;
        }
        if is_apart && is_begun {
            take(' ');
        }
        (is_begun, is_apart) = (true, false);
        // Lower case of letters that are not plain is slow.
        if c.is_ascii() {
            take(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut take);
        }
    }
}

/// A text compared by its words alone, without writing them out: there are many thousand phrasings to compare at every
/// start.
struct BareWords<'a> {
    text: &'a str,
    digest: u64,
}

impl BareWords<'_> {
    fn of(text: &str) -> BareWords<'_> {
        let mut digest = 0u64;
        bare_letters(text, |letter| {
            digest = (digest.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        });
        BareWords { text, digest }
    }
}

impl PartialEq for BareWords<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && normalised(self.text) == normalised(other.text)
    }
}

impl Eq for BareWords<'_> {}

impl Hash for BareWords<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, normal: &str) {
        assert_eq!(normalised(text), normal);
        assert!(BareWords::of(text) == BareWords::of(normal));
        assert!(BareWords::of(text) != BareWords::of("can they"));
    }

    #[test]
    fn case_and_punctuation_do_not_tell_phrasings_apart() {
        check("Can they DO that?!", "can they do that");
        check("  can they -- do that", "can they do that");
        check("???", "");
        check("\u{c9}t\u{e9}?", "\u{e9}t\u{e9}");
    }
}
