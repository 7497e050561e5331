//! Follows every link of the dialogs and entries to the node or entry it names.

use std::collections::{BTreeMap, BTreeSet};

use super::drafts::Drafts;
use super::nearest;
use super::page::{Findings, Page, Placed};
use super::problem::Code;
use super::script::DialogDraft;
use crate::dialog::{NodeRef, Target};
use crate::library::EntryId;

/// Everything a link can lead to.
pub struct Places<'a> {
    dialogs: BTreeMap<&'a str, Nodes<'a>>,
    entries: BTreeSet<&'a str>,
    /// Topics still without an entry: reported once, where the topics are, and not at every link.
    to_come: BTreeSet<&'a str>,
}

/// The nodes of one dialog with their places; none where its file could not be read.
type Nodes<'a> = Option<&'a DialogDraft<'a>>;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Led {
    To(Target),
    /// Nowhere, and that is reported; this is what was most likely meant.
    Broken(Option<Target>),
    /// Into a file that could not be read, or is still to come: nothing can be said.
    Unsure,
}

impl Led {
    /// Where the link leads, or was most likely meant to lead.
    pub fn likely(&self) -> Option<&Target> {
        match self {
            Led::To(target) => Some(target),
            Led::Broken(meant) => meant.as_ref(),
            Led::Unsure => None,
        }
    }

    pub fn node(self) -> Option<NodeRef> {
        match self {
            Led::To(Target::Node(node)) => Some(node),
            _ => None,
        }
    }
}

impl<'a> Places<'a> {
    pub fn of(drafts: &'a Drafts<'_>) -> Places<'a> {
        let read = drafts.dialogs.iter().map(|dialog| (dialog.id.as_str(), Some(dialog)));
        let unread = drafts.unread_dialogs.iter().map(|id| (id.as_str(), None));
        let entries = drafts.entries.iter().map(|entry| entry.id.as_str());
        let unread_entries = drafts.unread_entries.iter().map(String::as_str);
        let dialogs = read.chain(unread).collect();
        let entries: BTreeSet<&str> = entries.chain(unread_entries).collect();
        let to_come = drafts.topics.names().filter(|topic| !entries.contains(topic)).collect();
        Places { dialogs, entries, to_come }
    }

    pub fn entry_names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().copied()
    }

    pub fn has_entry(&self, id: &str) -> bool {
        self.entries.contains(id)
    }

    /// Whether a topic of this name waits for its entry.
    pub fn awaits(&self, id: &str) -> bool {
        self.to_come.contains(id)
    }

    /// Follows `#node`, `dialog:name`, `dialog:name#node` or an entry id, written in `page`. `own` is the dialog it is
    /// written in; an entry has none. A link that leads nowhere is reported.
    pub fn follow(&self, page: &Page, findings: &Findings, own: Option<&str>, link: &Placed<String>) -> Led {
        let written = link.value.as_str();
        let broken = |message: String, mend: String| {
            findings.add(page.problem(Code::LinkBroken, link.at, message, mend));
        };
        if let Some(node) = written.strip_prefix('#') {
            let Some(own) = own else {
                let mend = "write `dialog:name#node`, or the id of an entry".to_owned();
                broken(format!("`{written}` names a node, and an entry has none"), mend);
                return Led::Broken(None);
            };
            return self.follow_node(own, node, true, &broken);
        }
        if let Some(place) = written.strip_prefix("dialog:") {
            let (dialog, node) =
                place.split_once('#').map_or((place, None), |(name, node)| (name, Some(node)));
            return self.follow_dialog(dialog, node, &broken);
        }
        if self.entries.contains(written) {
            return Led::To(Target::Entry(EntryId::new(written)));
        }
        if self.awaits(written) {
            return Led::Unsure;
        }
        if written.contains("://") || written.starts_with("www.") || written.contains('@') {
            let mend = "name the website in words, through knowledge/contacts.toml".to_owned();
            broken(
                "this leads out of Signpost, and choices lead to entries and dialogs alone".to_owned(),
                mend,
            );
            return Led::Broken(None);
        }
        self.report_no_entry(written, own, &broken)
    }

    fn follow_dialog(&self, dialog: &str, node: Option<&str>, broken: &dyn Fn(String, String)) -> Led {
        let Some(nodes) = self.dialogs.get(dialog) else {
            let near = nearest::nearest(dialog, self.dialogs.keys().copied());
            let mend = match near {
                Some(near) => format!("write `dialog:{near}`, or add the file dialogs/{dialog}.md"),
                None => format!("add the file dialogs/{dialog}.md"),
            };
            broken(format!("this leads to the dialog `{dialog}`, and there is none of that name"), mend);
            return Led::Broken(near.and_then(|near| self.first_of(near)));
        };
        match (nodes, node) {
            (None, _) => Led::Unsure,
            (Some(_), Some(node)) => self.follow_node(dialog, node, false, broken),
            // A dialog without nodes is reported where it is.
            (Some(_), None) => self.first_of(dialog).map_or(Led::Unsure, Led::To),
        }
    }

    fn follow_node(&self, dialog: &str, node: &str, is_own: bool, broken: &dyn Fn(String, String)) -> Led {
        let Some(Some(draft)) = self.dialogs.get(dialog) else { return Led::Unsure };
        let target = |node: &str| Target::Node(NodeRef::new(dialog, node));
        if draft.nodes.iter().any(|known| known.id.value == node) {
            return Led::To(target(node));
        }
        let near = nearest::nearest(node, draft.nodes.iter().map(|known| known.id.value.as_str()));
        let prefix = if is_own { String::new() } else { format!("dialog:{dialog}") };
        let mend = match near.and_then(|near| draft.nodes.iter().find(|known| known.id.value == near)) {
            Some(known) => {
                let place = draft.page.place_in_words(known.id.at);
                format!("write `{prefix}#{}` ({place}), or add the node", known.id.value)
            }
            None => format!("add a node `## {node}`, or lead to one that is there"),
        };
        let whose = if is_own { "here".to_owned() } else { format!("in `{dialog}`") };
        broken(format!("this leads to `#{node}`, and no node {whose} has that name"), mend);
        Led::Broken(near.map(target))
    }

    fn report_no_entry(&self, written: &str, own: Option<&str>, broken: &dyn Fn(String, String)) -> Led {
        let own_nodes = own.and_then(|own| self.dialogs.get(own).copied().flatten());
        let mut own_nodes = own_nodes.into_iter().flat_map(|draft| &draft.nodes);
        let is_own_node = own_nodes.any(|node| node.id.value == written);
        let near = nearest::nearest(written, self.entry_names());
        let mend = match near {
            _ if is_own_node => format!("write `#{written}` for the node"),
            _ if self.dialogs.contains_key(written) => format!("write `dialog:{written}` for the dialog"),
            Some(near) => format!("write `{near}`, or add the entry knowledge/<area>/{written}.md"),
            None => format!("add the entry knowledge/<area>/{written}.md, or lead to one that is there"),
        };
        broken(format!("this leads to the entry `{written}`, and there is none of that name"), mend);
        let meant = match own {
            Some(own) if is_own_node => Some(Target::Node(NodeRef::new(own, written))),
            _ if self.dialogs.contains_key(written) => self.first_of(written),
            _ => near.map(|near| Target::Entry(EntryId::new(near))),
        };
        Led::Broken(meant)
    }

    fn first_of(&self, dialog: &str) -> Option<Target> {
        let first = self.dialogs.get(dialog)?.as_ref()?.nodes.first()?;
        Some(Target::Node(NodeRef::new(dialog, &first.id.value)))
    }
}
