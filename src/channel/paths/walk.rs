//! The shortest choices that lead to each outcome, walked breadth first as the engine walks.
//!
//! A place is a node and what was told of the facts that some condition asks about; other facts never change where a
//! choice leads, so they do not make another place.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::dialog::{Action, AskKind, FactId, Node, NodeRef, Target};
use crate::library::Library;

/// Where a conversation begins of itself, and what brings a family there.
const ROOTS: [(&str, &str); 4] = [
    ("start", "(the beginning)"),
    ("crisis", "(words of danger)"),
    ("handoff", "(Talk to an adviser)"),
    ("my-questions", "(a reference typed in)"),
];

/// What stands for a value that the family types itself.
const TYPED: &str = "(as typed)";

/// The loader refuses a ring of conditions; this bounds what a wrong loader could do.
const MOST_GUARDS: usize = 20;

/// How a family comes to an outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// The words picked, in order.
    pub steps: Vec<String>,
    /// Facts told on the way, in order.
    pub told: Vec<(FactId, String)>,
}

type Facts = BTreeMap<FactId, String>;

/// The shortest way to each outcome that can be reached. Entries that no choice leads to are begun from as well,
/// because a family finds them by asking.
pub fn shortest(library: &Library) -> BTreeMap<Target, Way> {
    let mut walk = Walk::new(library);
    for (dialog, step) in ROOTS {
        let way = Way { steps: vec![step.to_owned()], told: Vec::new() };
        walk.arrive(Target::Node(NodeRef::new(dialog, "start")), way, Facts::new());
    }
    walk.go_on();
    for entry in library.entries() {
        let asked = entry.phrasings.first().map_or("(asked)".to_owned(), |words| format!("(asked: {words})"));
        if !walk.found.contains_key(&Target::Entry(entry.id.clone())) {
            let way = Way { steps: vec![asked], told: Vec::new() };
            walk.arrive(Target::Entry(entry.id.clone()), way, Facts::new());
        }
    }
    walk.go_on();
    walk.found
}

/// Every fact that a condition asks about.
fn asked_about(library: &Library) -> BTreeSet<FactId> {
    let nodes = library.dialogs().flat_map(|dialog| dialog.nodes());
    nodes.filter_map(|node| Some(node.guard.as_ref()?.fact.clone())).collect()
}

struct Walk<'a> {
    library: &'a Library,
    asked_about: BTreeSet<FactId>,
    found: BTreeMap<Target, Way>,
    seen: BTreeSet<(Target, Facts)>,
    waiting: VecDeque<(Target, Way, Facts)>,
}

impl<'a> Walk<'a> {
    fn new(library: &'a Library) -> Walk<'a> {
        Walk {
            library,
            asked_about: asked_about(library),
            found: BTreeMap::new(),
            seen: BTreeSet::new(),
            waiting: VecDeque::new(),
        }
    }

    fn arrive(&mut self, target: Target, way: Way, facts: Facts) {
        let target = match target {
            Target::Node(at) => Target::Node(self.past_guards(at, &facts)),
            entry @ Target::Entry(_) => entry,
        };
        if let Target::Node(at) = &target
            && self.library.node(at).is_none()
        {
            return;
        }
        if self.seen.insert((target.clone(), facts.clone())) {
            self.found.entry(target.clone()).or_insert_with(|| way.clone());
            self.waiting.push_back((target, way, facts));
        }
    }

    fn past_guards(&self, mut at: NodeRef, facts: &Facts) -> NodeRef {
        for _ in 0..MOST_GUARDS {
            let Some(guard) = self.library.node(&at).and_then(|node| node.guard.as_ref()) else { break };
            let told = facts.get(&guard.fact).map(|value| value.to_lowercase());
            if told == Some(guard.value.to_lowercase()) {
                break;
            }
            at = guard.otherwise.clone();
        }
        at
    }

    fn go_on(&mut self) {
        while let Some((target, way, facts)) = self.waiting.pop_front() {
            match &target {
                Target::Entry(id) => {
                    let next = self.library.entry(id).map(|entry| entry.next.clone()).unwrap_or_default();
                    for to in next {
                        let label = self.title_of(&to);
                        self.step(&way, &facts, label, None, to);
                    }
                }
                Target::Node(at) => {
                    if let Some(node) = self.library.node(at) {
                        self.node(node, &way, &facts);
                    }
                }
            }
        }
    }

    fn node(&mut self, node: &'a Node, way: &Way, facts: &Facts) {
        let chosen = match &node.action {
            Some(Action::Ask { fact, kind: AskKind::Choice, .. }) => Some(fact),
            _ => None,
        };
        for choice in &node.choices {
            let told = chosen.map(|fact| (fact.clone(), choice.label.clone()));
            self.step(way, facts, choice.label.clone(), told, choice.to.clone());
        }
        let on = |to: &NodeRef| Target::Node(to.clone());
        match &node.action {
            Some(Action::Ask { fact, then: Some(then), optional, .. }) => {
                let told = Some((fact.clone(), TYPED.to_owned()));
                self.step(way, facts, format!("({fact} told)"), told, on(then));
                if *optional {
                    self.step(way, facts, format!("({fact} left out)"), None, on(then));
                }
            }
            Some(
                Action::OpenEnquiry { then, otherwise }
                | Action::AddMessage { then, otherwise, .. }
                | Action::WithdrawEnquiry { then, otherwise },
            ) => {
                self.step(way, facts, "(done)".to_owned(), None, on(then));
                self.step(way, facts, "(could not be done)".to_owned(), None, on(otherwise));
            }
            Some(Action::PointOut { then, .. }) => {
                self.step(way, facts, "(left out or kept)".to_owned(), None, on(then));
            }
            Some(Action::ShowEnquiry { otherwise }) => {
                self.step(way, facts, "(none found)".to_owned(), None, on(otherwise));
            }
            _ => {}
        }
    }

    fn step(&mut self, way: &Way, facts: &Facts, label: String, told: Option<(FactId, String)>, to: Target) {
        let (mut way, mut facts) = (way.clone(), facts.clone());
        way.steps.push(label);
        if let Some((fact, value)) = told {
            if self.asked_about.contains(&fact) {
                facts.insert(fact.clone(), value.clone());
            }
            way.told.retain(|(known, _)| *known != fact);
            way.told.push((fact, value));
        }
        self.arrive(to, way, facts);
    }

    fn title_of(&self, target: &Target) -> String {
        let title = match target {
            Target::Entry(id) => self.library.entry(id).map(|entry| entry.title.clone()),
            Target::Node(at) => self.library.dialog(&at.dialog).map(|dialog| dialog.title().to_owned()),
        };
        title.unwrap_or_default()
    }
}
