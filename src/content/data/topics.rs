//! `knowledge/topics.toml`: what has to have an answer.

use crate::content::fields::{self, Fields};
use crate::content::page::{Findings, Page};
use crate::content::register::Register;

pub const FILE: &str = "knowledge/topics.toml";

/// One topic of the list.
#[derive(Debug)]
pub struct Topic {
    /// Where the list names it.
    pub at: usize,
    /// The folder its entry belongs in.
    pub area: String,
    /// What its entry has to answer.
    pub about: String,
}

pub fn read(page: &Page, findings: &Findings) -> Register<Topic> {
    let toml = fields::read(page, 0, page.text.len(), findings);
    let mut register = Register::whole(toml.is_whole);
    for (id, tables) in Fields::new(page, findings, toml, "this file").named_tables("this topic") {
        for fields in tables {
            let mut fields = fields.at(id.at);
            let (area, about) = (fields.text("area"), fields.text("about"));
            fields.finish();
            let topic = area.zip(about);
            let topic = topic.map(|(area, about)| Topic { at: id.at, area: area.value, about: about.value });
            register.enter(id.value.clone(), topic);
        }
    }
    register
}
