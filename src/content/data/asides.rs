//! `knowledge/off-topic.toml`: lines that ask for no entry, by kind.

use crate::answer::{Aside, AsideKind};
use crate::content::fields::{self, Fields};
use crate::content::names;
use crate::content::page::{Findings, Page};
use crate::content::problem::Code;

pub const FILE: &str = "knowledge/off-topic.toml";

pub fn read(page: &Page, findings: &Findings) -> Vec<Aside> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut asides = Vec::new();
    for (key, lines) in Fields::new(page, findings, toml, "this file").named_lists() {
        let kind: Option<AsideKind> = names::read(
            page,
            findings,
            &key,
            Code::UnknownKey,
            "is no kind of message that asks for no entry",
        );
        let Some(kind) = kind else { continue };
        asides.extend(lines.into_iter().map(|line| Aside { kind: kind.clone(), text: line.value }));
    }
    asides
}
