//! The shape of the dialogs: everything can be reached, nothing is a dead end, nobody walks in a ring.
//!
//! Four dialogs are where a conversation can begin of itself: `start`; `crisis`, which words of danger open;
//! `handoff`, behind "Talk to an adviser"; `my-questions`, behind a reference. Entries are found by asking, so a
//! dialog that an entry leads to is reached as well.
//!
//! **An adviser is never more than two choices away.** The engine offers "Talk to an adviser" at every node by
//! itself, so the way is one choice long as long as `handoff` is there and comes to `do = "open-enquiry"`; the
//! rule below still counts over the written choices, so that it holds should the engine ever offer less.
//!
//! A broken link is taken to lead where it was most likely meant to, so that one slip is one problem.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::drafts::Drafts;
use super::joined::{Joined, JoinedNode};
use super::links::Led;
use super::page::{Findings, Page};
use super::problem::Code;
use super::script::Does;
use crate::conversation::facts;
use crate::dialog::{AskKind, NodeRef, Target};

/// Dialogs that Signpost enters of itself, each at its node `start`, with the fact its doing rests on.
const ROOTS: [(&str, Option<&str>); 4] = [
    ("start", None),
    ("crisis", None),
    ("handoff", Some(facts::QUESTION)),
    ("my-questions", Some(facts::REFERENCE)),
];

/// Whether the engine adds "Talk to an adviser" to the choices of every node.
const ENGINE_OFFERS_ADVISER: bool = true;

/// How many choices may lie between a family and an adviser.
const MOST_CHOICES_TO_ADVISER: usize = 2;

/// Reports everything that is wrong with the shape of the dialogs.
pub fn check(drafts: &Drafts<'_>, joined: &Joined<'_>, findings: &Findings) {
    let tree = Tree::of(drafts, joined, findings);
    tree.check_roots();
    tree.check_dead_ends();
    tree.check_rings();
    tree.check_reached();
    tree.check_adviser(ENGINE_OFFERS_ADVISER);
}

struct Tree<'a> {
    drafts: &'a Drafts<'a>,
    joined: &'a Joined<'a>,
    findings: &'a Findings,
    numbers: BTreeMap<&'a NodeRef, usize>,
    /// For each node, the nodes it leads to.
    edges: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    fn of(drafts: &'a Drafts<'a>, joined: &'a Joined<'a>, findings: &'a Findings) -> Tree<'a> {
        let mut numbers = BTreeMap::new();
        for (number, node) in joined.nodes.iter().enumerate() {
            // Of two nodes with one name the first is meant; the second is reported where names are checked.
            numbers.entry(&node.at).or_insert(number);
        }
        let edges = joined.nodes.iter().map(|node| {
            let mut to: Vec<usize> = node.links().filter_map(|led| number_of(&numbers, led)).collect();
            if !node.draft.is_clear {
                // What could not be read may lead anywhere in its dialog.
                let siblings =
                    joined.nodes.iter().enumerate().filter(|(_, other)| other.at.dialog == node.at.dialog);
                to.extend(siblings.map(|(number, _)| number));
            }
            to
        });
        Tree { edges: edges.collect(), drafts, joined, findings, numbers }
    }

    fn nodes(&self) -> impl Iterator<Item = (usize, &'a JoinedNode<'a>)> + use<'a> {
        self.joined.nodes.iter().enumerate()
    }

    fn check_roots(&self) {
        for (name, fact) in ROOTS {
            if self.drafts.unread_dialogs.iter().any(|unread| unread == name) {
                continue;
            }
            let file = format!("dialogs/{name}.md");
            let Some(dialog) = self.drafts.dialogs.iter().find(|dialog| dialog.id == name) else {
                if !self.drafts.dialogs.is_empty() {
                    let message = format!("there is no dialog `{name}`, and Signpost itself leads there");
                    let mend = format!("add {file}, with a node `## start`");
                    self.findings.add(Page::problem_with_file(&file, Code::FileMissing, message, mend));
                }
                continue;
            };
            let has_start = dialog.nodes.iter().any(|node| node.id.value == "start");
            if let Some(first) = dialog.nodes.first().filter(|_| !has_start) {
                let message =
                    format!("Signpost itself leads to `{name}#start`, and no node here has that name");
                let mend = format!("write `## start` for `## {}`, or add the node", first.id.value);
                self.findings.add(dialog.page.problem(Code::LinkBroken, first.id.at, message, mend));
            }
            let asked = |fact: &str| self.asks(fact).any(|node| node.at.dialog.as_str() == name);
            let all_clear = dialog.nodes.iter().all(|node| node.is_clear);
            if let Some(fact) = fact
                && let Some(first) = dialog.nodes.first()
                && all_clear
                && !asked(fact)
            {
                let message = format!("no node here asks for `{fact}`, and this dialog rests on it");
                let mend = format!("add a node whose `toml` block has `ask = \"{fact}\"`");
                self.findings.add(dialog.page.problem(Code::FactUnknown, first.id.at, message, mend));
            }
        }
    }

    fn asks(&self, fact: &str) -> impl Iterator<Item = &'a JoinedNode<'a>> {
        self.nodes().map(|(_, node)| node).filter(move |node| asked_fact(node) == Some(fact))
    }

    fn check_dead_ends(&self) {
        for (_, node) in self.nodes().filter(|(_, node)| is_dead_end(node)) {
            let page = node.page();
            if let Some(action) = &node.draft.action
                && action.does == Does::Ask(AskKind::Choice)
            {
                let message = format!("`{}` asks for a choice and offers none", node.at.node);
                let mend = "add a list of links: `- [what is picked](#where-it-leads)`";
                self.findings.add(page.problem(Code::ActionUnclear, node.place(), message, mend));
            } else {
                let message = format!("from `{}` nothing leads on", node.at.node);
                let mend =
                    "add a choice: `- [Back to the start](dialog:start)`, or `do = \"forget\"` to end there";
                self.findings.add(page.problem(Code::DeadEnd, node.place(), message, mend));
            }
        }
    }

    /// Rings without a way out, and rings of guards, which would send a family round without a word.
    fn check_rings(&self) {
        let exits = self.nodes().filter(|(_, node)| is_exit(node)).map(|(number, _)| number);
        let free = self.leading_to(exits);
        let caught = |number: &usize| !free.contains(number);
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for (number, node) in self.nodes().filter(|(number, _)| caught(number)) {
            let ring = self.reached_from(self.edges[number].iter().copied());
            if ring.contains(&number) && !told.contains(&number) {
                let message = format!("from `{}` every way leads round to it again", node.at.node);
                let mend = "give one of these nodes a choice that shows an entry or leads elsewhere";
                self.findings.add(node.page().problem(Code::LoopWithoutExit, node.place(), message, mend));
                told.extend(ring);
            }
        }
        self.check_guards(&mut told);
    }

    fn check_guards(&self, told: &mut BTreeSet<usize>) {
        let sent_on = |number: usize| {
            let guarded_to = self.joined.nodes[number].guarded_to.as_ref()?;
            number_of(&self.numbers, guarded_to)
        };
        for (number, node) in self.nodes() {
            let mut walk = vec![number];
            while let Some(next) = walk.last().and_then(|last| sent_on(*last)) {
                if next == number && !told.contains(&number) {
                    told.extend(&walk);
                    let message = format!("the conditions from `{}` on send round to it again", node.at.node);
                    let mend = "let one `otherwise` lead to a node without a condition";
                    self.findings.add(node.page().problem(
                        Code::LoopWithoutExit,
                        node.place(),
                        message,
                        mend,
                    ));
                }
                if walk.contains(&next) {
                    break;
                }
                walk.push(next);
            }
        }
    }

    fn check_reached(&self) {
        let root = |name: &str| self.first_of(name);
        let by_entries = self.joined.entries.iter().flat_map(|entry| &entry.next);
        let by_entries = by_entries.filter_map(|led| number_of(&self.numbers, led));
        let roots: Vec<usize> = ROOTS.iter().filter_map(|(name, _)| root(name)).chain(by_entries).collect();
        let mut reached = self.reached_from(roots);
        // A file that could not be read may lead to any dialog.
        let all_read = self.drafts.unread_dialogs.is_empty();
        let firsts: Vec<usize> =
            self.drafts.dialogs.iter().filter_map(|dialog| self.first_of(&dialog.id)).collect();
        if !all_read {
            reached.extend(self.reached_from(firsts.iter().copied()));
        }
        while let Some(number) = self.first_cause(&firsts, &reached) {
            let node = &self.joined.nodes[number];
            let message = format!("nothing leads to the dialog `{}`", node.at.dialog);
            let mend = format!("add a choice: `- [{}](dialog:{})`", title_of(node), node.at.dialog);
            self.findings.add(node.page().problem(Code::DialogUnreachable, 0, message, mend));
            reached.extend(self.reached_from([number]));
        }
        let all: Vec<usize> = self.numbers.values().copied().collect();
        while let Some(number) = self.first_cause(&all, &reached) {
            let node = &self.joined.nodes[number];
            let message = format!("nothing leads to the node `{}`", node.at.node);
            let mend =
                format!("lead a choice to it: `- [what is picked](#{})`, or take it out", node.at.node);
            self.findings.add(node.page().problem(Code::NodeUnreachable, node.place(), message, mend));
            reached.extend(self.reached_from([number]));
        }
        if all_read && !self.joined.nodes.is_empty() {
            self.report_unlinked_entries();
        }
    }

    /// The unreached node to report next: one that no other unreached node leads to, so that mending it mends
    /// what lies behind it too.
    fn first_cause(&self, candidates: &[usize], reached: &BTreeSet<usize>) -> Option<usize> {
        let unreached: Vec<usize> =
            candidates.iter().copied().filter(|number| !reached.contains(number)).collect();
        let led_to = |number: usize| {
            let own_dialog = &self.joined.nodes[number].at.dialog;
            let is_first = self.first_of(own_dialog.as_str()) == Some(number);
            self.nodes().any(|(from, node)| {
                let elsewhere = from != number && !(is_first && node.at.dialog == *own_dialog);
                elsewhere && !reached.contains(&from) && self.edges[from].contains(&number)
            })
        };
        let cause = unreached.iter().copied().find(|number| !led_to(*number));
        cause.or(unreached.first().copied())
    }

    fn report_unlinked_entries(&self) {
        let mut linked: BTreeSet<&str> = BTreeSet::new();
        for led in self.joined.nodes.iter().flat_map(JoinedNode::links) {
            if let Some(Target::Entry(id)) = led.likely() {
                linked.insert(id.as_str());
            }
        }
        for entry in self.joined.entries.iter().filter(|entry| !linked.contains(entry.draft.id.as_str())) {
            let message = format!("no dialog leads to `{}`: it can only be found by asking", entry.draft.id);
            let mend = format!("add a choice where it belongs: `- […]({})`", entry.draft.id);
            self.findings.add(entry.draft.page.problem(Code::EntryUnlinked, 0, message, mend));
        }
    }

    fn check_adviser(&self, is_offered_everywhere: bool) {
        let Some(handoff) = self.first_of("handoff") else { return };
        let opens = self.nodes().filter(|(_, node)| {
            !node.draft.is_clear
                || node.draft.action.as_ref().is_some_and(|action| action.does == Does::OpenEnquiry)
        });
        let getting_through = self.leading_to(opens.map(|(number, _)| number));
        if !getting_through.contains(&handoff) {
            let node = &self.joined.nodes[handoff];
            let message =
                "the hand-off never comes to `do = \"open-enquiry\"`, so nobody gets through to an adviser";
            let mend = "lead its last yes to a node whose `toml` block has `do = \"open-enquiry\"`";
            self.findings.add(node.page().problem(Code::AdviserFar, node.place(), message, mend));
            return;
        }
        for (number, node) in self.nodes() {
            let ends = node.draft.action.as_ref().is_some_and(|action| action.does == Does::Forget);
            if !ends && !is_offered_everywhere && !self.is_near(number) {
                let message = format!("from `{}` an adviser is more than two choices away", node.at.node);
                let mend = "add a choice: `- [Talk to an adviser](dialog:handoff)`";
                self.findings.add(node.page().problem(Code::AdviserFar, node.place(), message, mend));
            }
        }
    }

    /// Whether the written choices come to the hand-off soon enough.
    fn is_near(&self, from: usize) -> bool {
        let mut within = BTreeSet::from([from]);
        for _ in 0..MOST_CHOICES_TO_ADVISER {
            let next: Vec<usize> =
                within.iter().flat_map(|number| self.edges[*number].iter().copied()).collect();
            within.extend(next);
        }
        within.iter().any(|number| self.joined.nodes[*number].at.dialog.as_str() == "handoff")
    }

    fn first_of(&self, dialog: &str) -> Option<usize> {
        self.joined.nodes.iter().position(|node| node.at.dialog.as_str() == dialog)
    }

    /// These nodes and every node they lead to.
    fn reached_from(&self, roots: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        spread(roots, |number| self.edges[number].as_slice())
    }

    /// These nodes and every node that leads to them.
    fn leading_to(&self, ends: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut back = vec![Vec::new(); self.edges.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            edges.iter().for_each(|to| back[*to].push(from));
        }
        spread(ends, |number| back[number].as_slice())
    }
}

fn spread<'e>(
    from: impl IntoIterator<Item = usize>,
    edges: impl Fn(usize) -> &'e [usize],
) -> BTreeSet<usize> {
    let mut waiting: VecDeque<usize> = from.into_iter().collect();
    let mut reached: BTreeSet<usize> = waiting.iter().copied().collect();
    while let Some(number) = waiting.pop_front() {
        for next in edges(number) {
            if reached.insert(*next) {
                waiting.push_back(*next);
            }
        }
    }
    reached
}

fn number_of(numbers: &BTreeMap<&NodeRef, usize>, led: &Led) -> Option<usize> {
    match led.likely()? {
        Target::Node(at) => numbers.get(at).copied(),
        Target::Entry(_) => None,
    }
}

fn asked_fact<'a>(node: &JoinedNode<'a>) -> Option<&'a str> {
    let action = node.draft.action.as_ref().filter(|action| matches!(action.does, Does::Ask(_)))?;
    action.fact.as_ref().map(|fact| fact.value.as_str())
}

fn ends_there(node: &JoinedNode<'_>) -> bool {
    node.draft.action.as_ref().is_some_and(|action| action.does == Does::Forget)
}

/// Nothing can be chosen, and nothing follows of itself. `otherwise` is no way on: it is for when a thing fails.
fn is_dead_end(node: &JoinedNode<'_>) -> bool {
    node.draft.is_clear && node.choices.is_empty() && node.then.is_none() && !ends_there(node)
}

/// A way out of the tree: an entry, the end, or something about which nothing can be said.
fn is_exit(node: &JoinedNode<'_>) -> bool {
    let leads_out = |led: &Led| !matches!(led.likely(), Some(Target::Node(_)));
    !node.draft.is_clear || ends_there(node) || is_dead_end(node) || node.links().any(leads_out)
}

fn title_of(node: &JoinedNode<'_>) -> String {
    node.dialog.title.as_ref().map_or_else(|| "…".to_owned(), |title| title.value.clone())
}
