//! Runs one turn, carries out its effects, and says what came of them.
//!
//! An enquiry is acknowledged only after the store has it on disk; when the store fails, the family is told
//! plainly that nothing was kept.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use crate::conversation::off::respond_while_off;
use crate::conversation::{self, Effect, Message, Settled, Turn};
use crate::enquiry::life::Change;
use crate::enquiry::{Channel, Draft, FamilyView, QueueLine, Reference, ServiceId, Status};
use crate::library::Library;
use crate::moment::{Moment, moment_in_words};
use crate::pace::{GUESSES, Goes};
use crate::session::Session;
use crate::store::{Flag, FlagName, QueueFilter, Store, StoreError};
use crate::watch::Watch;

/// A turn may cause an effect whose settling causes another; more than this many is a fault in the content.
const MOST_EFFECTS: usize = 8;
/// A clash of two random references is as good as impossible; three in a row mean that randomness is broken.
const MOST_DRAWS: usize = 3;
/// So many waiting families are a backlog, however short each has waited.
const MOST_WAITING: u32 = 1_000;

/// One IAS service's Signpost: its guidance, its store, its randomness.
#[derive(Clone)]
pub struct Service {
    library: Arc<Library>,
    store: Arc<dyn Store>,
    random: fn() -> [u8; 8],
    watch: Watch,
    /// References that led nowhere, by who named them.
    guesses: Arc<Mutex<Goes>>,
}

/// What a channel shows after a message.
#[derive(Debug, Clone)]
pub struct Served {
    pub turn: Turn,
    /// The conversation is over and nothing of it may be kept.
    pub is_forgotten: bool,
    /// An enquiry was kept in this turn.
    pub opened: Option<Reference>,
}

impl Service {
    /// `random` gives bytes nobody can guess.
    pub fn new(library: Arc<Library>, store: Arc<dyn Store>, random: fn() -> [u8; 8]) -> Service {
        let guesses = Arc::new(Mutex::new(Goes::new(GUESSES)));
        Service { library, store, random, watch: Watch::default(), guesses }
    }

    /// What happened in this service so far, for whoever watches it.
    pub fn watch(&self) -> &Watch {
        &self.watch
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    pub fn id(&self) -> ServiceId {
        ServiceId::new(self.library.service().id.clone())
    }

    /// Answers one message and carries out what it causes.
    pub async fn turn(&self, session: &Session, message: &Message, now: Moment) -> Served {
        let session = self.as_it_stands(session).await;
        let mut turn = self.respond(&session, message, now).await;
        if let Some(question) = &turn.missed {
            self.count_missed(question).await;
        }
        let mut served = Served { turn: turn.clone(), is_forgotten: false, opened: None };
        for _ in 0..MOST_EFFECTS {
            let Some(effect) = turn.effects.first().cloned() else { break };
            if effect == Effect::ForgetSession {
                served.is_forgotten = true;
                break;
            }
            let settled = self.carry_out_unless_guessed(&effect, &session, now).await;
            if let Settled::Opened { reference, .. } = &settled {
                served.opened = Some(reference.clone());
            }
            turn = conversation::settle(&self.library, &turn.session, &effect, settled, now);
        }
        self.watch.replied(session.channel, turn.reply.outcome);
        served.turn = turn;
        served
    }

    /// The session, with what the store knows of its enquiry: whether an adviser has it.
    async fn as_it_stands(&self, session: &Session) -> Session {
        let mut session = session.clone();
        session.is_with_adviser = match &session.reference {
            // A store that cannot tell is told of when the family's words are to be kept.
            Some(reference) => {
                let view = self.store.family_view(&self.id(), reference).await;
                view.is_ok_and(|view| view.status.is_with_an_adviser())
            }
            None => false,
        };
        if !session.is_with_adviser {
            session.sends_on = None;
        }
        session
    }

    /// Counts the words of a question that nothing was found for: those that authors use too, and nothing else of it.
    async fn count_missed(&self, question: &str) {
        let words = self.library.understanding().words_of_ours(question);
        if let Err(error) = self.store.count_missed(&self.id(), &words).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "a count of what was not understood is one short"
            );
        }
    }

    async fn respond(&self, session: &Session, message: &Message, now: Moment) -> Turn {
        match self.off().await {
            Some(off) => respond_while_off(&self.library, session, message, &off.value, now),
            None => conversation::respond(&self.library, session, message, now),
        }
    }

    /// Whether Signpost is switched off, why and by whom. A store that cannot tell switches nothing off.
    pub async fn off(&self) -> Option<Flag> {
        self.switched(&off_flag()).await
    }

    async fn switched(&self, flag: &FlagName) -> Option<Flag> {
        let switched = self.store.flag(&self.id(), flag).await;
        switched.unwrap_or_else(|error| {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                flag = flag.as_str(),
                "whether a switch is set could not be read"
            );
            None
        })
    }

    /// By when a reply to what is asked now is promised; nothing is while many families wait.
    pub async fn reply_due(&self, now: Moment) -> Option<Moment> {
        if self.is_backlog(now).await { None } else { self.library.reply_due(now) }
    }

    /// Whoever names enquiries that are not there, again and again, is told for a while that nothing can be looked up: the
    /// same for one that is there. A kiosk is one guesser, whoever stands at it.
    async fn carry_out_unless_guessed(&self, effect: &Effect, session: &Session, now: Moment) -> Settled {
        let names_one =
            matches!(effect, Effect::ShowEnquiry(_) | Effect::AddMessage { .. } | Effect::WithdrawEnquiry(_));
        let who = match session.channel {
            Channel::Kiosk => 0,
            _ => {
                let mut hash = DefaultHasher::new();
                session.id.as_str().hash(&mut hash);
                hash.finish()
            }
        };
        if names_one && !self.guesses().has_one(who, now) {
            tracing::warn!(channel = session.channel.as_str(), "too many references that lead nowhere");
            return Settled::Failed;
        }
        let settled = self.carry_out(effect, now).await;
        if names_one && settled == Settled::NotFound {
            self.guesses().take(who, now);
        }
        settled
    }

    fn guesses(&self) -> MutexGuard<'_, Goes> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn carry_out(&self, effect: &Effect, now: Moment) -> Settled {
        let outcome = match effect {
            Effect::OpenEnquiry(draft) => self.open(draft, now).await,
            Effect::ShowEnquiry(reference) => self.store.family_view(&self.id(), reference).await.map(shown),
            Effect::AddMessage { reference, text } => {
                let reply_due = self.reply_due(now).await;
                let wrote = Change::FamilyWrites { text: text.clone(), reply_due };
                self.store.change(&self.id(), reference, wrote, now).await.map(|_| Settled::Done)
            }
            Effect::WithdrawEnquiry(reference) => {
                // With what ties it to this conversation: the same question may be asked anew.
                self.store.change(&self.id(), reference, Change::Forget, now).await.map(|_| Settled::Done)
            }
            Effect::ForgetSession => Ok(Settled::Done),
        };
        match outcome {
            Ok(settled) => settled,
            Err(StoreError::NotFound) => Settled::NotFound,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the store could not carry out a family's wish"
                );
                Settled::Failed
            }
        }
    }

    async fn open(&self, draft: &Draft, now: Moment) -> Result<Settled, StoreError> {
        let backlog = self.is_backlog(now).await;
        let mut draft = draft.clone();
        if backlog {
            draft.reply_due = None;
        }
        let mut draws = 0;
        loop {
            let reference = self.draw_reference();
            match self.store.open(&draft, &reference, now).await {
                Ok(opened) => {
                    let promise = self.promise(&draft, backlog || opened.already);
                    return Ok(Settled::Opened { reference: opened.reference, promise, backlog });
                }
                Err(StoreError::ReferenceTaken) if draws < MOST_DRAWS => draws += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// By when a reply is promised, in words: the moment that was kept with the enquiry, and no other. What was kept before
    /// has the promise that was made then, so nothing more is said.
    fn promise(&self, draft: &Draft, is_silent: bool) -> Option<String> {
        let service = self.library.service();
        match draft.reply_due {
            _ if is_silent => None,
            Some(due) => Some(self.library.phrases().promised_by.replace("{moment}", &moment_in_words(due))),
            None if service.reply_within.is_some() => None,
            None => service.details.get("reply_promise").cloned(),
        }
    }

    /// Whether so many families wait that nothing is promised: the service's profile says so, somebody who leads has said
    /// so, or somebody has waited for too long.
    async fn is_backlog(&self, now: Moment) -> bool {
        let backlog = self.library.service().backlog;
        if backlog.is_on || self.switched(&backlog_flag()).await.is_some() {
            return true;
        }
        let Some(limit) = backlog.after_days else { return false };
        let waiting = self.store.queue(&self.id(), &QueueFilter::free().first(MOST_WAITING)).await;
        // Where the queue cannot be read the enquiry will not be kept either, and that is what the family is told.
        let waiting = waiting.unwrap_or_default();
        let too_long = |line: &QueueLine| {
            now.instant() - line.waiting_since.instant() > TimeDelta::days(i64::from(limit))
        };
        waiting.len() >= MOST_WAITING as usize || waiting.iter().any(too_long)
    }

    fn draw_reference(&self) -> Reference {
        let mut bytes = (self.random)();
        while !Reference::is_fair(bytes) {
            bytes = (self.random)();
        }
        Reference::from_random(bytes)
    }
}

/// The flag that switches Signpost off; its value is the reason, as families read it.
pub fn off_flag() -> FlagName {
    FlagName::new("off")
}

/// The flag by which many families wait, whatever the profile says; its value is the reason, for colleagues.
pub fn backlog_flag() -> FlagName {
    FlagName::new("backlog")
}

/// What was taken back is as good as gone: nothing of it is left to show.
fn shown(view: FamilyView) -> Settled {
    match view.status {
        Status::Withdrawn => Settled::NotFound,
        _ => Settled::Shown(Box::new(view)),
    }
}
