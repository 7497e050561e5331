//! Dialogs and entries with their links followed: what the checks walk over and the library is built from.

use super::drafts::Drafts;
use super::entry::EntryDraft;
use super::links::{Led, Places};
use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;
use super::script::{DialogDraft, NodeDraft};
use crate::dialog::{NodeRef, Target};
use crate::library::EntryId;

/// A node and where its links lead.
#[derive(Debug)]
pub struct JoinedNode<'a> {
    pub dialog: &'a DialogDraft<'a>,
    pub draft: &'a NodeDraft,
    pub at: NodeRef,
    /// In the order of the draft's choices.
    pub choices: Vec<Led>,
    pub then: Option<Led>,
    pub otherwise: Option<Led>,
    /// Where its guard sends on.
    pub guarded_to: Option<Led>,
}

impl JoinedNode<'_> {
    /// Every link of the node.
    pub fn links(&self) -> impl Iterator<Item = &Led> {
        self.choices.iter().chain(&self.then).chain(&self.otherwise).chain(&self.guarded_to)
    }

    /// Where the node stands in its file.
    pub fn place(&self) -> usize {
        self.draft.id.at
    }

    pub fn page(&self) -> &Page {
        self.dialog.page
    }
}

/// An entry and where its links lead.
#[derive(Debug)]
pub struct JoinedEntry<'a> {
    pub draft: &'a EntryDraft<'a>,
    pub related: Vec<EntryId>,
    pub next: Vec<Led>,
}

/// Everything joined.
#[derive(Debug)]
pub struct Joined<'a> {
    pub nodes: Vec<JoinedNode<'a>>,
    pub entries: Vec<JoinedEntry<'a>>,
}

/// Follows every link; one that leads nowhere is reported.
pub fn join<'a>(drafts: &'a Drafts<'a>, findings: &Findings) -> Joined<'a> {
    let joiner = Joiner { findings, places: Places::of(drafts) };
    let of_dialog = |dialog: &'a DialogDraft<'a>| dialog.nodes.iter().map(move |node| (dialog, node));
    let nodes = drafts.dialogs.iter().flat_map(of_dialog);
    Joined {
        nodes: nodes.map(|(dialog, node)| joiner.node(dialog, node)).collect(),
        entries: drafts.entries.iter().map(|entry| joiner.entry(entry)).collect(),
    }
}

struct Joiner<'a, 'f> {
    findings: &'f Findings,
    places: Places<'a>,
}

impl<'a> Joiner<'a, '_> {
    fn node(&self, dialog: &'a DialogDraft<'a>, draft: &'a NodeDraft) -> JoinedNode<'a> {
        let follow =
            |link: &Placed<String>| self.places.follow(dialog.page, self.findings, Some(&dialog.id), link);
        let to_node =
            |link: Option<&Placed<String>>| link.map(|link| self.only_node(dialog, link, follow(link)));
        let action = draft.action.as_ref();
        JoinedNode {
            dialog,
            draft,
            at: NodeRef::new(&dialog.id, &draft.id.value),
            choices: draft.choices.iter().map(|choice| follow(&choice.to)).collect(),
            then: to_node(action.and_then(|action| action.then.as_ref())),
            otherwise: to_node(action.and_then(|action| action.otherwise.as_ref())),
            guarded_to: to_node(draft.guard.as_ref().map(|guard| &guard.otherwise)),
        }
    }

    /// What follows without being chosen has to be a node.
    fn only_node(&self, dialog: &DialogDraft<'_>, link: &Placed<String>, led: Led) -> Led {
        if !matches!(led, Led::To(Target::Entry(_))) {
            return led;
        }
        let message = format!("`{}` is an entry, and only a node can follow here", link.value);
        let mend = "lead to `#node` or `dialog:name`, and let a choice of that node show the entry";
        self.findings.add(dialog.page.problem(Code::LinkBroken, link.at, message, mend));
        Led::Broken(None)
    }

    fn entry(&self, draft: &'a EntryDraft<'a>) -> JoinedEntry<'a> {
        let related = draft.related.iter().filter_map(|name| self.related(draft, name));
        let follow = |link| self.places.follow(draft.page, self.findings, None, link);
        JoinedEntry { draft, related: related.collect(), next: draft.next.iter().map(follow).collect() }
    }

    fn related(&self, draft: &EntryDraft<'_>, name: &Placed<String>) -> Option<EntryId> {
        if self.places.has_entry(&name.value) {
            return Some(EntryId::new(&name.value));
        }
        if !self.places.awaits(&name.value) {
            let near = nearest::mend(&name.value, self.places.entry_names(), "take it out");
            let message = format!("`{}` is related here, and there is no entry of that name", name.value);
            self.findings.add(draft.page.problem(Code::LinkBroken, name.at, message, near));
        }
        None
    }
}
