//! A reply being written: kept under a name that nobody can guess until it is sent or dropped, and only for whoever
//! writes it.

use serde::{Deserialize, Serialize};

use super::case_button::{DraftPress, DraftRef};
use crate::channel::discord::dress::{self, Button, Post, Row, cut, limits};
use crate::enquiry::Reference;
use crate::library::EntryId;
use crate::moment::Moment;
use crate::reply::Block;
use crate::service::Service;
use crate::store::{InteractionId, SessionKey, StoreError};

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

    pub async fn forget(service: &Service, name: &DraftRef) -> Result<(), StoreError> {
        service.store().forget_session(&service.id(), &key(name)).await
    }

    /// Whether this is the only one to send it: of two presses, one.
    pub async fn is_mine_to_send(
        service: &Service,
        name: &DraftRef,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let id = InteractionId::new(format!("discord-draft:{}", name.as_str()));
        service.store().note_interaction(&service.id(), &id, now).await
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

fn key(name: &DraftRef) -> SessionKey {
    SessionKey::new(format!("discord-draft:{}", name.as_str()))
}
