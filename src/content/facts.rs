//! Facts that nodes ask for, and conditions that rest on them.

use super::joined::{Joined, JoinedNode};
use super::nearest;
use super::page::{Findings, Placed};
use super::problem::Code;
use super::script::Does;
use crate::dialog::AskKind;
use crate::text::Span;

/// Reports a condition or action over a fact, or a value of one, that no node asks for.
pub fn check(joined: &Joined<'_>, findings: &Findings) {
    let asked = asked_facts(joined);
    // A node that could not be read may ask for anything.
    if joined.nodes.iter().any(|node| !node.draft.is_clear) {
        return;
    }
    for node in &joined.nodes {
        for fact in used_by_action(node).into_iter().chain(told_in_words(node)) {
            report_unasked(node, &fact, &asked, findings);
        }
        if let Some(guard) = &node.draft.guard
            && !report_unasked(node, &guard.fact, &asked, findings)
        {
            report_unknown_value(node, &guard.fact, &guard.value, &asked, findings);
        }
    }
}

/// What the action of a node rests on.
fn used_by_action(node: &JoinedNode<'_>) -> Vec<Placed<String>> {
    let Some(action) = &node.draft.action else { return Vec::new() };
    let used = match action.does {
        Does::AddMessage | Does::PointOut => [&action.fact, &None],
        Does::Date => [&action.on, &action.also],
        _ => return Vec::new(),
    };
    used.into_iter().flatten().cloned().collect()
}

/// What the words of a node fill in: `{{told.letter_child|…}}`.
fn told_in_words(node: &JoinedNode<'_>) -> Vec<Placed<String>> {
    let written = std::iter::once(&node.draft.says).chain(&node.draft.letter);
    let spans = written.flat_map(|written| written.lines()).flat_map(|line| &line.spans);
    let told = spans.filter_map(|span| match &span.value {
        Span::Told(fact, _) => Some(Placed::new(fact.as_str().to_owned(), span.at)),
        _ => None,
    });
    told.collect()
}

struct Asked<'a> {
    fact: &'a str,
    /// The labels it can take, where it is a choice.
    labels: Option<Vec<&'a str>>,
}

fn asked_facts<'a>(joined: &'a Joined<'_>) -> Vec<Asked<'a>> {
    let asked = |node: &'a JoinedNode<'_>| {
        let action = node.draft.action.as_ref()?;
        let Does::Ask(kind) = action.does else { return None };
        let labels = || node.draft.choices.iter().map(|choice| choice.label.value.as_str()).collect();
        let fact = action.fact.as_ref()?.value.as_str();
        Some(Asked { fact, labels: (kind == AskKind::Choice).then(labels) })
    };
    joined.nodes.iter().filter_map(asked).collect()
}

fn report_unasked(
    node: &JoinedNode<'_>,
    fact: &Placed<String>,
    asked: &[Asked<'_>],
    findings: &Findings,
) -> bool {
    let is_unasked = asked.iter().all(|known| known.fact != fact.value);
    if is_unasked {
        let names = asked.iter().map(|known| known.fact);
        let mend = nearest::mend(&fact.value, names, &format!("add a node with `ask = \"{}\"`", fact.value));
        let message = format!("no node asks for `{}`", fact.value);
        findings.add(node.page().problem(Code::FactUnknown, fact.at, message, mend));
    }
    is_unasked
}

fn report_unknown_value(
    node: &JoinedNode<'_>,
    fact: &Placed<String>,
    value: &str,
    asked: &[Asked<'_>],
    findings: &Findings,
) {
    let mut labels: Vec<&str> = Vec::new();
    for known in asked.iter().filter(|known| known.fact == fact.value) {
        match &known.labels {
            Some(choices) => labels.extend(choices),
            None => return,
        }
    }
    if labels.iter().all(|label| label.to_lowercase() != value.to_lowercase()) {
        let otherwise = format!("use one of: {}", labels.join("; "));
        let mend = nearest::mend(value, labels.iter().copied(), &otherwise);
        let message = format!("`{}` is never `{value}`: no choice has that label", fact.value);
        findings.add(node.page().problem(Code::FactUnknown, fact.at, message, mend));
    }
}
