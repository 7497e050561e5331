//! Changing keys: everything an enquiry holds is sealed anew with the first key.
//!
//! It may be stopped at any moment and run again: each enquiry is done whole or not at all, and what is done already is
//! passed over.
//!
//! Conversations cannot be sealed anew by whoever does not take part in them. Both the name under which one is kept and
//! what binds its seal to its place are made of the channel's own id for it, such as a Discord account, and that id is
//! kept nowhere: a copy of the database must not tell who talks to Signpost. The alternative, the id inside the seal, would
//! let whoever has the key list everybody who does, which nobody needs. So a conversation is sealed anew when it next goes
//! on, and one that does not goes once it was silent for its time. A reminder that belongs to no enquiry stays as it is
//! until it is sent. The old key is needed for as long as that.

use super::{BY_FAMILY, Of, SealedStore, by_adviser, key_of};
use crate::enquiry::{Author, Enquiry, Message, Note, Proposed, Reference, ServiceId};
use crate::store::StoreError;

/// So many enquiries are read at once.
const AT_ONCE: u32 = 100;

/// What it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resealed {
    pub sealed: u64,
    /// These were sealed with the first key already, or have no words.
    pub already: u64,
    /// These changed just then: the next run finds them.
    pub left: u64,
}

impl SealedStore {
    /// Seals anew with the first key every enquiry of a service that is not.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sealed`] at the first words that no key at hand opens: those before are done, and nothing else is
    /// changed.
    pub async fn reseal(&self, service: &ServiceId) -> Result<Resealed, StoreError> {
        let mut resealed = Resealed::default();
        let mut after: Option<Reference> = None;
        loop {
            let page = self.inner.enquiries_after(service, after.as_ref(), AT_ONCE).await?;
            let Some(last) = page.last() else { return Ok(resealed) };
            after = Some(last.reference.clone());
            for kept in page {
                self.reseal_one(kept, &mut resealed).await?;
            }
        }
    }

    async fn reseal_one(&self, kept: Enquiry, resealed: &mut Resealed) -> Result<(), StoreError> {
        let first = self.keyring.keys()?.first().map(|key| key.id.clone());
        if kept.words().iter().all(|words| words.is_empty() || key_of(words) == first) {
            resealed.already += 1;
            return Ok(());
        }
        let anew = self.sealed_enquiry(self.opened_enquiry(kept.clone())?)?;
        match self.inner.reword(&kept, &anew).await? {
            true => resealed.sealed += 1,
            false => resealed.left += 1,
        }
        Ok(())
    }

    fn sealed_enquiry(&self, enquiry: Enquiry) -> Result<Enquiry, StoreError> {
        let (service, reference) = (enquiry.service.clone(), enquiry.reference.clone());
        let of = Of::enquiry(&service, &reference);
        let message = |message: Message| {
            let text = match &message.author {
                Author::Family => self.sealed_words(of, BY_FAMILY, Some(message.at), &message.text),
                Author::Adviser(name) => self.sealed_words(of, &by_adviser(name), None, &message.text),
            };
            text.map(|text| Message { text, ..message })
        };
        let note = |note: Note| {
            let text = self.sealed_words(of, &by_adviser(&note.by), Some(note.at), &note.text);
            text.map(|text| Note { text, ..note })
        };
        let proposed = enquiry.proposed.map(|proposed| {
            let text = self.sealed_words(of, &by_adviser(&proposed.by), None, &proposed.text);
            text.map(|text| Proposed { text, ..proposed })
        });
        Ok(Enquiry {
            question: self.seal(of.question(), &enquiry.question)?,
            contact: self.sealed_contact(of, &enquiry.contact)?,
            messages: enquiry.messages.into_iter().map(message).collect::<Result<_, _>>()?,
            notes: enquiry.notes.into_iter().map(note).collect::<Result<_, _>>()?,
            proposed: proposed.transpose()?,
            ..enquiry
        })
    }
}
