//! A store in front of another one: what families and advisers write is sealed before it gets there, and opened on its
//! way back. Whoever copies the database, its log or a dump of it has references, times and counts, and no words.
//!
//! | sealed | bound to service and reference, and to |
//! | --- | --- |
//! | the question | its field |
//! | the contact's address | its kind |
//! | what the family adds, notes | who wrote it and when |
//! | an adviser's reply | who wrote it; not when, for a trainee's reply gets the time at which it was approved |
//! | a reminder's address that has no enquiry | the notice |
//! | a saved conversation | its key |
//! | where something unanswered could still be answered | its interaction |
//!
//! Open stays what the queue is sorted and counted by: times, status, urgency and its date, topics, stage, the titles of
//! what was shown, outcome, and who did what. What was written before there was a key is still read, and is sealed by
//! `signpost db reseal`.
//!
//! A conversation is kept under a keyed hash of its key, so that no copy tells who talks to Signpost.

use std::sync::Arc;

use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use super::{
    InteractionId, Lease, Look, NoticeEnd, NoticeFilter, Opened, Pending, SessionKey, Store, StoreError,
    Unanswered, pass_on,
};
use crate::enquiry::life::Change;
use crate::enquiry::notice::{Notice, Recipient, Reminder};
use crate::enquiry::{
    AdviserName, Author, Contact, Draft, Enquiry, FamilyView, Message, Note, Reference, ServiceId, Status,
};
use crate::moment::Moment;
use crate::text::hex;

mod kept_back;
mod keyring;
mod keys;
mod reseal;
mod seal;

pub use keyring::{KeySource, Keyring};
pub use keys::{Key, KeyId, KeyProblem, Keys};
pub use reseal::Resealed;
pub use seal::{Place, SealProblem, is_sealed, key_of};

/// The store in front.
#[derive(Clone)]
pub struct SealedStore {
    inner: Arc<dyn Store>,
    keyring: Arc<Keyring>,
    kept_back: Arc<kept_back::KeptBack>,
}

impl SealedStore {
    pub fn new(inner: Arc<dyn Store>, keyring: Arc<Keyring>) -> SealedStore {
        SealedStore { inner, keyring, kept_back: Arc::default() }
    }

    /// What was erased stays empty.
    fn seal(&self, place: Place<'_>, words: &str) -> Result<String, StoreError> {
        if words.is_empty() {
            return Ok(String::new());
        }
        let keys = self.keyring.keys()?;
        Ok(seal::seal(&keys, place, words.as_bytes())?)
    }

    /// Opens what is sealed; words from before there was a key stand as they are.
    fn open_words(&self, places: &[Place<'_>], kept: &str) -> Result<String, StoreError> {
        if !is_sealed(kept) {
            return Ok(kept.to_owned());
        }
        let opened = self.unsealed(places, kept)?;
        Ok(String::from_utf8(opened).map_err(|_| SealProblem::Broken)?)
    }

    /// Keys may have been changed since ours were read: another process seals with one that we have yet to meet.
    fn unsealed(&self, places: &[Place<'_>], sealed: &str) -> Result<Vec<u8>, StoreError> {
        let keys = self.keyring.keys()?;
        let opened = match seal::open(&keys, places, sealed) {
            Err(missing @ SealProblem::KeyMissing { .. }) => match self.keyring.other_than(&keys) {
                Some(keys) => seal::open(&keys, places, sealed),
                None => Err(missing),
            },
            opened => opened,
        };
        Ok(opened?)
    }

    fn sealed_contact(&self, of: Of<'_>, contact: &Contact) -> Result<Contact, StoreError> {
        let seal = |kind: &str, at: &str| self.seal(Place::of([of.service, of.what, "contact", kind]), at);
        Ok(match contact {
            Contact::ReferenceOnly => Contact::ReferenceOnly,
            Contact::Email(at) => Contact::Email(seal("email", at)?),
            Contact::Phone(at) => Contact::Phone(seal("phone", at)?),
            Contact::Discord(at) => Contact::Discord(seal("discord", at)?),
        })
    }

    fn opened_contact(&self, of: Of<'_>, contact: Contact) -> Result<Contact, StoreError> {
        let open =
            |kind: &str, at: &str| self.open_words(&[Place::of([of.service, of.what, "contact", kind])], at);
        Ok(match contact {
            Contact::ReferenceOnly => Contact::ReferenceOnly,
            Contact::Email(at) => Contact::Email(open("email", &at)?),
            Contact::Phone(at) => Contact::Phone(open("phone", &at)?),
            Contact::Discord(at) => Contact::Discord(open("discord", &at)?),
        })
    }

    /// Words of an enquiry, by whoever wrote them; with the moment where that is known at both ends.
    fn sealed_words(
        &self,
        of: Of<'_>,
        by: &str,
        at: Option<Moment>,
        text: &str,
    ) -> Result<String, StoreError> {
        match at.map(written) {
            Some(at) => self.seal(Place::of([of.service, of.what, "words", by, &at]), text),
            None => self.seal(Place::of([of.service, of.what, "words", by]), text),
        }
    }

    fn opened_words(&self, of: Of<'_>, by: &str, at: Moment, kept: &str) -> Result<String, StoreError> {
        let at = written(at);
        let then = Place::of([of.service, of.what, "words", by, &at]);
        let any_time = Place::of([of.service, of.what, "words", by]);
        self.open_words(&[then, any_time], kept)
    }

    fn sealed_change(&self, of: Of<'_>, change: Change, now: Moment) -> Result<Change, StoreError> {
        Ok(match change {
            Change::FamilyWrites { text, reply_due } => {
                Change::FamilyWrites { text: self.sealed_words(of, BY_FAMILY, Some(now), &text)?, reply_due }
            }
            Change::Reply { by, text, asks_family } => {
                let text = self.sealed_words(of, &by_adviser(&by), None, &text)?;
                Change::Reply { by, text, asks_family }
            }
            Change::Propose { by, text, asks_family } => {
                let text = self.sealed_words(of, &by_adviser(&by), None, &text)?;
                Change::Propose { by, text, asks_family }
            }
            Change::SendBack { by, text, read } => {
                let text = self.sealed_words(of, &by_adviser(&by), Some(now), &text)?;
                Change::SendBack { by, text, read }
            }
            Change::Note { by, text } => {
                let text = self.sealed_words(of, &by_adviser(&by), Some(now), &text)?;
                Change::Note { by, text }
            }
            Change::Claim { .. }
            | Change::Release { .. }
            | Change::Approve { .. }
            | Change::Close { .. }
            | Change::Snooze { .. }
            | Change::Wake
            | Change::WakeEarly { .. }
            | Change::WarnClosing { .. }
            | Change::CloseQuiet { .. }
            | Change::Reopen { .. }
            | Change::Withdraw { .. }
            | Change::Forget
            | Change::Wipe { .. }
            | Change::ReturnNeglected { .. } => change,
        })
    }

    fn opened_message(&self, of: Of<'_>, message: Message) -> Result<Message, StoreError> {
        let by = match &message.author {
            Author::Family => BY_FAMILY.to_owned(),
            Author::Adviser(name) => by_adviser(name),
        };
        let text = self.opened_words(of, &by, message.at, &message.text)?;
        Ok(Message { text, ..message })
    }

    fn opened_note(&self, of: Of<'_>, note: Note) -> Result<Note, StoreError> {
        let text = self.opened_words(of, &by_adviser(&note.by), note.at, &note.text)?;
        Ok(Note { text, ..note })
    }

    fn opened_enquiry(&self, enquiry: Enquiry) -> Result<Enquiry, StoreError> {
        let (service, reference) = (enquiry.service.clone(), enquiry.reference.clone());
        let of = Of { service: service.as_str(), what: reference.as_str() };
        let proposed = enquiry.proposed.map(|proposed| {
            let text = self.opened_words(of, &by_adviser(&proposed.by), proposed.at, &proposed.text)?;
            Ok::<_, StoreError>(crate::enquiry::Proposed { text, ..proposed })
        });
        Ok(Enquiry {
            question: self.open_words(&[of.question()], &enquiry.question)?,
            contact: self.opened_contact(of, enquiry.contact)?,
            messages: enquiry
                .messages
                .into_iter()
                .map(|one| self.opened_message(of, one))
                .collect::<Result<_, _>>()?,
            notes: enquiry
                .notes
                .into_iter()
                .map(|one| self.opened_note(of, one))
                .collect::<Result<_, _>>()?,
            proposed: proposed.transpose()?,
            ..enquiry
        })
    }

    fn opened_notice(&self, notice: Notice) -> Result<Notice, StoreError> {
        let Recipient::Family(contact) = &notice.to else { return Ok(notice) };
        let what = notice.reference.as_ref().map_or(notice.id.as_str(), Reference::as_str);
        let of = Of { service: notice.service.as_str(), what };
        let to = Recipient::Family(self.opened_contact(of, contact.clone())?);
        Ok(Notice { to, ..notice })
    }

    /// A notice whose address does not open cannot be brought: the family finds its reply with its reference.
    fn notice_without_address(&self, notice: Notice, error: &StoreError) -> Notice {
        tracing::error!(
            error = error as &dyn std::error::Error,
            id = notice.id.as_str(),
            "a family's address could not be opened"
        );
        Notice { to: Recipient::Family(Contact::ReferenceOnly), ..notice }
    }

    /// The names under which a conversation may be kept: the first is where it is saved, the last is from before there
    /// was a key. None of them can be made without the channel's own id, which is why [`SealedStore::reseal`] leaves
    /// conversations alone.
    fn names(&self, service: &ServiceId, session: &SessionKey) -> Result<Vec<SessionKey>, StoreError> {
        let hashed = |key: &Key| {
            let mut hash = Sha256::new();
            hash.update(b"signpost conversation v1\0");
            hash.update(key.secret.expose_secret());
            hash.update((service.as_str().len() as u64).to_be_bytes());
            hash.update(service.as_str());
            hash.update(session.as_str());
            SessionKey::new(format!("hashed:v1:{}:{}", key.id, hex(&hash.finalize())))
        };
        Ok(self.keyring.keys()?.iter().map(hashed).chain([session.clone()]).collect())
    }
}

/// Whether it is for a family at an address, sealed as it is kept, of which this is so.
fn is_sealed_address(notice: &Notice, is_so: impl Fn(&str) -> bool) -> bool {
    match &notice.to {
        Recipient::Family(Contact::Email(at) | Contact::Phone(at) | Contact::Discord(at)) => is_so(at),
        _ => false,
    }
}

impl Store for SealedStore {
    fn open<'a>(&'a self, draft: &'a Draft, reference: &'a Reference, now: Moment) -> Pending<'a, Opened> {
        Box::pin(async move {
            let of = Of::enquiry(&draft.service, reference);
            let sealed = Draft {
                question: self.seal(of.question(), &draft.question)?,
                contact: self.sealed_contact(of, &draft.contact)?,
                ..draft.clone()
            };
            self.inner.open(&sealed, reference, now).await
        })
    }

    fn change<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        change: Change,
        now: Moment,
    ) -> Pending<'a, Status> {
        Box::pin(async move {
            let change = self.sealed_change(Of::enquiry(service, reference), change, now)?;
            self.inner.change(service, reference, change, now).await
        })
    }

    fn family_view<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
    ) -> Pending<'a, FamilyView> {
        Box::pin(async move {
            let of = Of::enquiry(service, reference);
            let view = self.inner.family_view(service, reference).await?;
            let messages = view.messages.into_iter().map(|one| self.opened_message(of, one));
            Ok(FamilyView {
                question: self.open_words(&[of.question()], &view.question)?,
                messages: messages.collect::<Result<_, _>>()?,
                ..view
            })
        })
    }

    fn look<'a>(
        &'a self,
        service: &'a ServiceId,
        reference: &'a Reference,
        by: &'a AdviserName,
        why: Look,
        now: Moment,
    ) -> Pending<'a, Enquiry> {
        Box::pin(async move { self.opened_enquiry(self.inner.look(service, reference, by, why, now).await?) })
    }

    fn save_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        state: &'a [u8],
        now: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            let names = self.names(service, session)?;
            let place = Place::of([service.as_str(), session.as_str(), "conversation"]);
            let keys = self.keyring.keys()?;
            let sealed = seal::seal(&keys, place, state)?;
            self.inner.save_session(service, &names[0], sealed.as_bytes(), now).await
        })
    }

    fn load_session<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
    ) -> Pending<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            for name in self.names(service, session)? {
                let Some(kept) = self.inner.load_session(service, &name).await? else { continue };
                let place = Place::of([service.as_str(), session.as_str(), "conversation"]);
                return match str::from_utf8(&kept) {
                    Ok(sealed) if is_sealed(sealed) => Ok(Some(self.unsealed(&[place], sealed)?)),
                    _ => Ok(Some(kept)),
                };
            }
            Ok(None)
        })
    }

    fn forget_session<'a>(&'a self, service: &'a ServiceId, session: &'a SessionKey) -> Pending<'a, ()> {
        Box::pin(async move {
            for name in self.names(service, session)? {
                self.inner.forget_session(service, &name).await?;
            }
            Ok(())
        })
    }

    fn acknowledged<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        unanswered: &'a Unanswered,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            let names = self.names(service, session)?;
            let place = self.seal(of_unanswered(service, &unanswered.interaction), &unanswered.place)?;
            let sealed = Unanswered { place, ..unanswered.clone() };
            self.inner.acknowledged(service, &names[0], &sealed).await
        })
    }

    fn answered<'a>(
        &'a self,
        service: &'a ServiceId,
        session: &'a SessionKey,
        until: Moment,
    ) -> Pending<'a, ()> {
        Box::pin(async move {
            for name in self.names(service, session)? {
                self.inner.answered(service, &name, until).await?;
            }
            Ok(())
        })
    }

    /// What does not open is gone all the same: nobody could be told by it.
    fn take_unanswered<'a>(&'a self, service: &'a ServiceId, before: Moment) -> Pending<'a, Vec<Unanswered>> {
        Box::pin(async move {
            let mut opened = Vec::new();
            for sealed in self.inner.take_unanswered(service, before).await? {
                match self.open_words(&[of_unanswered(service, &sealed.interaction)], &sealed.place) {
                    Ok(place) => opened.push(Unanswered { place, ..sealed }),
                    Err(error) => tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "where something could be answered could not be opened"
                    ),
                }
            }
            Ok(opened)
        })
    }

    /// What is addressed under a key that is not at hand is nobody's to bring or to end: it is due again later, as if it had
    /// not been taken, and by then somebody may have put the key back.
    fn take_notices<'a>(
        &'a self,
        service: &'a ServiceId,
        lease: &'a Lease,
        at_most: u32,
        until: Moment,
        now: Moment,
    ) -> Pending<'a, Vec<Notice>> {
        Box::pin(async move {
            let mut opened = Vec::new();
            // What is kept back holds up no other, however few are taken at once.
            while opened.is_empty() {
                let taken = self.inner.take_notices(service, lease, at_most, until, now).await?;
                if taken.is_empty() {
                    break;
                }
                for notice in taken {
                    match self.opened_notice(notice.clone()) {
                        Ok(whole) => {
                            if is_sealed_address(&notice, |at| self.kept_back.has_again(at)) {
                                tracing::info!(
                                    "the key to families' addresses is there again: they are told"
                                );
                            }
                            opened.push(whole);
                        }
                        Err(error) if error.wants_a_key() => {
                            let later = NoticeEnd::NotYet { at: until };
                            self.inner.settle_notice(service, lease, &notice.id, later, now).await?;
                            if is_sealed_address(&notice, |at| self.kept_back.misses(at)) {
                                tracing::error!(
                                    error = &error as &dyn std::error::Error,
                                    "families are not told now, because the key to their addresses is not at hand"
                                );
                            }
                        }
                        Err(error) => opened.push(self.notice_without_address(notice, &error)),
                    }
                }
            }
            Ok(opened)
        })
    }

    fn notices<'a>(&'a self, service: &'a ServiceId, wanted: &'a NoticeFilter) -> Pending<'a, Vec<Notice>> {
        Box::pin(async move {
            let notices = self.inner.notices(service, wanted).await?;
            let shown = |notice: Notice| {
                let opened = self.opened_notice(notice.clone());
                opened.unwrap_or_else(|error| self.notice_without_address(notice, &error))
            };
            Ok(notices.into_iter().map(shown).collect())
        })
    }

    fn remind<'a>(&'a self, reminder: &'a Reminder, now: Moment) -> Pending<'a, bool> {
        Box::pin(async move {
            let Recipient::Family(contact) = &reminder.to else {
                return self.inner.remind(reminder, now).await;
            };
            let what = reminder.reference.as_ref().map_or(reminder.id.as_str(), Reference::as_str);
            let contact = self.sealed_contact(Of { service: reminder.service.as_str(), what }, contact)?;
            let sealed = Reminder { to: Recipient::Family(contact), ..reminder.clone() };
            self.inner.remind(&sealed, now).await
        })
    }

    pass_on! { self to self.inner;
        queue, sweep, stats, purge, note_interaction, keep_card, card, forget_card, count_missed, missed, forget_idle,
        settle_notice, retry_dead, take_back, advisers,
        set_adviser, flag, set_flag, trail, verify_trail, enquiries_after, reword
    }
}

fn of_unanswered<'a>(service: &'a ServiceId, interaction: &'a InteractionId) -> Place<'a> {
    Place::of([service.as_str(), interaction.as_str(), "unanswered"])
}

/// Which enquiry, or which notice.
#[derive(Debug, Clone, Copy)]
struct Of<'a> {
    service: &'a str,
    what: &'a str,
}

impl<'a> Of<'a> {
    fn enquiry(service: &'a ServiceId, reference: &'a Reference) -> Of<'a> {
        Of { service: service.as_str(), what: reference.as_str() }
    }

    fn question(self) -> Place<'a> {
        Place::of([self.service, self.what, "question"])
    }
}

const BY_FAMILY: &str = "family";

/// No adviser's name is taken for the family, whatever it is.
fn by_adviser(name: &AdviserName) -> String {
    format!("adviser {name}")
}

/// To the microsecond, which is what every store keeps.
fn written(moment: Moment) -> String {
    moment.instant().timestamp_micros().to_string()
}
