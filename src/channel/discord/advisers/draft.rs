//! A reply being written: kept under a name that nobody can guess until it is sent or dropped, and only for whoever
//! writes it.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::case_button::{DraftPress, DraftRef};
use crate::channel::discord::dress::{self, Button, Post, Row, cut, limits};
use crate::enquiry::{AdviserName, Author, Enquiry, Reference};
use crate::library::EntryId;
use crate::moment::Moment;
use crate::reply::Block;
use crate::service::Service;
use crate::store::{SessionKey, StoreError};

/// The most that one window can show again, so that a reply can always be changed.
pub const LONGEST: usize = 4_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Who writes it, by Discord's own id.
    pub user: u64,
    pub reference: Reference,
    pub asks_family: bool,
    pub text: String,
    /// What can be added, best first.
    pub guidance: Vec<EntryId>,
    /// When it was first sent as it stands, if it was: whoever sends it again looks first whether it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Moment>,
}

impl Draft {
    pub async fn keep(&self, service: &Service, name: &DraftRef, now: Moment) -> Result<(), StoreError> {
        let state = serde_json::to_vec(self).expect("a draft is strings and numbers, which JSON can hold");
        service.store().save_session(&service.id(), &key(name), &state, now).await
    }

    /// The draft of this name, if this is who writes it.
    pub async fn load(service: &Service, name: &DraftRef, user: u64) -> Result<Option<Draft>, StoreError> {
        let state = service.store().load_session(&service.id(), &key(name)).await?;
        let draft: Option<Draft> = state.and_then(|state| serde_json::from_slice(&state).ok());
        Ok(draft.filter(|draft| draft.user == user))
    }

    /// Whether it is in its enquiry already: the process that sent it ended before it could forget the draft. What this
    /// adviser has sent or proposed since then in the same words is the same, also where it was sent back meanwhile.
    pub fn is_in(&self, enquiry: &Enquiry, by: &AdviserName) -> bool {
        let Some(sent_at) = self.sent_at else { return false };
        // A store may keep moments less finely than they came.
        let since = Moment::new(sent_at.instant() - TimeDelta::seconds(1));
        let is_this = |at: Moment, text: &str| at >= since && text == self.text;
        let is_proposed = enquiry.proposed.as_ref().is_some_and(|proposed| {
            proposed.by == *by
                && proposed.asks_family == self.asks_family
                && is_this(proposed.at, &proposed.text)
        });
        let author = Author::Adviser(by.clone());
        is_proposed
            || enquiry.messages.iter().any(|sent| sent.author == author && is_this(sent.at, &sent.text))
            || enquiry.notes.iter().any(|note| note.by == *by && is_this(note.at, &note.text))
    }

    pub async fn forget(service: &Service, name: &DraftRef) -> Result<(), StoreError> {
        service.store().forget_session(&service.id(), &key(name)).await
    }

    /// What the family will read, with what can still be done about it.
    pub fn preview(&self, name: &DraftRef, titles: &[(EntryId, String)]) -> Vec<Post> {
        let said = if self.asks_family { "You ask the family:" } else { "The family will read:" };
        let mut posts = dress::blocks(&[
            Block::Title(self.reference.to_string()),
            Block::Paragraph(vec![said.to_owned()]),
            Block::Paragraph(vec![self.text.clone()]),
        ]);
        if let Some(last) = posts.last_mut() {
            if !titles.is_empty() {
                last.rows.push(Row::Select {
                    custom_id: name.press(DraftPress::Guidance),
                    placeholder: "Add the short answer of an entry, with its sources".to_owned(),
                    options: titles
                        .iter()
                        .take(limits::OPTIONS)
                        .map(|(id, title)| (cut(title, limits::OPTION_LABEL), id.to_string()))
                        .collect(),
                });
            }
            let button = |press, label: &str, is_steady| Button {
                custom_id: name.press(press),
                label: label.to_owned(),
                is_steady,
            };
            last.rows.push(Row::Buttons(vec![
                button(DraftPress::Send, "Send", false),
                button(DraftPress::Change, "Change", true),
                button(DraftPress::Drop, "Do not send", true),
            ]));
        }
        posts
    }
}

/// The words that could not be kept, so that whoever wrote them has them still.
pub fn given_back(reason: &str, text: &str) -> Vec<Post> {
    dress::blocks(&[
        Block::Paragraph(vec![reason.to_owned()]),
        Block::Heading("What you wrote".to_owned()),
        Block::Paragraph(vec![text.to_owned()]),
    ])
}

/// The drafts that are being sent at this moment: of two presses, one sends. What is sent already the store itself
/// refuses; and this is gone with the process, so that a press that was cut off holds nothing up.
#[derive(Default)]
pub struct Sending(Mutex<BTreeSet<String>>);

/// One that is being sent, until this is dropped.
pub struct Sent<'a> {
    sending: &'a Sending,
    name: &'a str,
}

impl Sending {
    /// None where another press is sending it.
    pub fn begin<'a>(&'a self, name: &'a DraftRef) -> Option<Sent<'a>> {
        let name = name.as_str();
        self.held().insert(name.to_owned()).then_some(Sent { sending: self, name })
    }

    fn held(&self) -> MutexGuard<'_, BTreeSet<String>> {
        // A panic while this was held left a whole set behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        self.sending.held().remove(self.name);
    }
}

fn key(name: &DraftRef) -> SessionKey {
    SessionKey::new(format!("discord-draft:{}", name.as_str()))
}
