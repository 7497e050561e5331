//! Turns what was read and joined without a problem into what a library is made of.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::drafts::Drafts;
use super::joined::{Joined, JoinedEntry, JoinedNode};
use super::links::Led;
use super::script::{ActionDraft, DialogDraft, Does};
use crate::deadline::RuleId;
use crate::dialog::{Action, Choice, Dialog, DialogId, FactId, Guard, LetterTemplate, Node, NodeId, Target};
use crate::library::{ContactId, Entry, EntryId, FigureId, Parts, SourceId, TopicId};
use crate::text::hex;

/// The parts of a library; `None` when something is missing, which is then already reported.
pub fn parts(joined: &Joined<'_>, drafts: &Drafts<'_>) -> Option<Parts> {
    let entries: Option<BTreeMap<EntryId, Entry>> = joined
        .entries
        .iter()
        .map(|entry| Some((EntryId::new(&entry.draft.id), self::entry(entry)?)))
        .collect();
    let of_dialog = |dialog: &DialogDraft<'_>| {
        let nodes = joined.nodes.iter().filter(|node| std::ptr::eq(node.dialog.page, dialog.page));
        Some((DialogId::new(&dialog.id), self::dialog(dialog, nodes)?))
    };
    let dialogs: Option<BTreeMap<DialogId, Dialog>> = drafts.dialogs.iter().map(of_dialog).collect();
    let registers = &drafts.registers;
    Some(Parts {
        entries: entries?,
        dialogs: dialogs?,
        sources: registers.sources.sound().map(|(id, row)| (SourceId::new(id), row.source.clone())).collect(),
        figures: registers.figures.sound().map(|(id, rows)| (FigureId::new(id), rows.clone())).collect(),
        contacts: registers.contacts.sound().map(|(id, row)| (ContactId::new(id), row.clone())).collect(),
        glossary: drafts.glossary.clone(),
        asides: drafts.asides.clone(),
        holidays: drafts.holidays.clone()?,
        service: registers.service.clone()?,
        phrases: drafts.phrases.clone()?,
        rules: drafts.rules.clone()?,
        sign_offs: drafts.sign_offs.clone(),
    })
}

/// SHA-256 of a file's text, in hexadecimal: what a sign-off refers to.
pub fn content_hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn entry(joined: &JoinedEntry<'_>) -> Option<Entry> {
    let draft = joined.draft;
    let review = draft.review.as_ref()?;
    let next: Option<Vec<Target>> = joined.next.iter().map(target).collect();
    Some(Entry {
        id: EntryId::new(&draft.id),
        area: draft.area.clone(),
        topic: TopicId::new(&draft.topic.value),
        title: draft.title.as_ref()?.value.clone(),
        owner: review.owner.clone(),
        reviewed: review.reviewed,
        review_by: review.review_by.value,
        related: joined.related.clone(),
        next: next?,
        to_confirm: draft.to_confirm.clone(),
        short_answer: draft.short_answer.to_text(),
        law: draft.law.to_text(),
        steps: draft.steps.to_text(),
        in_short_words: draft.in_short_words.to_text(),
        phrasings: draft.phrasings.iter().map(|phrasing| phrasing.value.to_owned()).collect(),
        content_hash: content_hash(&draft.page.text),
    })
}

/// A dialog with the nodes given, in their order.
pub fn dialog<'a>(
    draft: &DialogDraft<'_>,
    nodes: impl Iterator<Item = &'a JoinedNode<'a>>,
) -> Option<Dialog> {
    let review = draft.review.as_ref()?;
    let nodes: Option<Vec<Node>> = nodes.map(node).collect();
    Some(Dialog {
        id: DialogId::new(&draft.id),
        title: draft.title.as_ref()?.value.clone(),
        owner: review.owner.clone(),
        reviewed: review.reviewed,
        review_by: review.review_by.value,
        nodes: nodes.filter(|nodes| !nodes.is_empty())?,
        content_hash: content_hash(&draft.page.text),
    })
}

fn node(joined: &JoinedNode<'_>) -> Option<Node> {
    let draft = joined.draft;
    let choices = draft.choices.iter().zip(&joined.choices);
    let choices: Option<Vec<Choice>> = choices
        .map(|(choice, led)| Some(Choice { label: choice.label.value.clone(), to: target(led)? }))
        .collect();
    let action = match &draft.action {
        Some(action) => Some(self::action(action, joined)?),
        None => None,
    };
    let guard = match &draft.guard {
        Some(guard) => Some(Guard {
            fact: FactId::new(&guard.fact.value),
            value: guard.value.clone(),
            otherwise: joined.guarded_to.clone()?.node()?,
        }),
        None => None,
    };
    Some(Node {
        id: NodeId::new(&draft.id.value),
        says: draft.says.to_text(),
        choices: choices?,
        action,
        guard,
    })
}

fn action(draft: &ActionDraft, joined: &JoinedNode<'_>) -> Option<Action> {
    let fact = || draft.fact.as_ref().map(|fact| FactId::new(&fact.value));
    let then = || joined.then.clone().and_then(Led::node);
    let otherwise = || joined.otherwise.clone().and_then(Led::node);
    Some(match draft.does {
        Does::Ask(kind) => Action::Ask { fact: fact()?, kind, then: then(), optional: draft.optional },
        Does::Letter => {
            let (name, letter) = (draft.name.as_ref()?, joined.draft.letter.as_ref()?);
            Action::Letter(Box::new(LetterTemplate { name: name.value.clone(), body: letter.to_text() }))
        }
        Does::Date => Action::Date {
            rule: RuleId::new(&draft.rule.as_ref()?.value),
            on: FactId::new(&draft.on.as_ref()?.value),
            also: draft.also.as_ref().map(|fact| FactId::new(&fact.value)),
        },
        Does::PointOut => Action::PointOut { fact: fact()?, then: then()? },
        Does::PreviewEnquiry => Action::PreviewEnquiry,
        Does::OpenEnquiry => Action::OpenEnquiry { then: then()?, otherwise: otherwise()? },
        Does::ShowEnquiry => Action::ShowEnquiry { otherwise: otherwise()? },
        Does::AddMessage => Action::AddMessage { fact: fact()?, then: then()?, otherwise: otherwise()? },
        Does::WithdrawEnquiry => Action::WithdrawEnquiry { then: then()?, otherwise: otherwise()? },
        Does::Forget => Action::Forget,
    })
}

fn target(led: &Led) -> Option<Target> {
    match led {
        Led::To(target) => Some(target.clone()),
        Led::Broken(_) | Led::Unsure => None,
    }
}
