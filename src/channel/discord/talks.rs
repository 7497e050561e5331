//! One conversation for each family on Discord: loaded, one turn at a time, saved.
//!
//! A family on two devices has one conversation, and its turns stand in line. While the store cannot keep
//! conversations they are kept in memory, so that guidance goes on. One that could not be loaded is stood in for by a new
//! one, which is never saved over it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde::{Deserialize, Serialize};

use super::button::{Press, TurnRef, random};
use crate::conversation::{self, Message, form::Form};
use crate::dialog::NodeRef;
use crate::enquiry::{Channel, Contact, Reference};
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::reply::{Block, Outcome, Reply};
use crate::service::Service;
use crate::session::{Place, Session, SessionId};
use crate::store::{InteractionId, SessionKey};

/// Conversations kept in memory while the store is away; enough for an hour of a busy service.
const MOST_SPARE: usize = 1_000;
/// Locks of families who have gone quiet are swept when there are this many.
const SWEEP_AT: usize = 1_000;

/// A Discord user's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FamilyId(pub u64);

/// What a family did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    /// Typed words, in a message, a command or a window.
    Wrote(String),
    /// The same, with files that nobody opens.
    WroteWithFiles(String),
    /// Changed a message after it was sent; this is what it says now.
    Edited(String),
    /// Asked for a place by a command.
    WentTo(NodeRef),
    /// Filled in the form of the hand-off.
    FilledForm(Box<Form>),
    /// Sent something without words: a picture, a sticker, sound.
    SentNoWords,
    Pressed {
        turn: TurnRef,
        press: Press,
    },
    /// Pressed the button under a public mention.
    Opened(TurnRef),
    /// Pressed a button that this build cannot read.
    PressedUnknown,
}

/// What is to be shown.
#[derive(Debug, Clone)]
pub struct Said {
    pub reply: Reply,
    pub turn: TurnRef,
    /// Words were typed, as against a button pressed.
    pub is_typed: bool,
    /// The hand-off has begun, and may be filled in as one form.
    pub begins_handoff: bool,
}

/// Something to be said in private at the next chance, because it could not be said when it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// An adviser has written.
    SomethingWaits,
    /// Personal details stand in a channel.
    PublicDetails,
    /// The last answer was not shown.
    NotShown,
}

pub struct Talks {
    service: Service,
    lines: Mutex<HashMap<FamilyId, Weak<tokio::sync::Mutex<()>>>>,
    spare: Mutex<HashMap<FamilyId, Spare>>,
}

/// A conversation in memory.
#[derive(Clone)]
struct Spare {
    state: Vec<u8>,
    stands_in: bool,
}

/// A conversation as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The turn whose buttons work.
    turn: TurnRef,
    /// A [`Session`] in its own saved form.
    session: String,
    /// What was asked in a channel and waits for its button.
    asked_in_public: Option<(TurnRef, String)>,
    #[serde(default)]
    notices: Vec<Notice>,
    /// Enquiries of which something waits, the first to come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<Reference>,
}

/// A conversation in hand.
struct Talk {
    turn: TurnRef,
    session: Session,
    asked_in_public: Option<(TurnRef, String)>,
    notices: Vec<Notice>,
    waiting: Vec<Reference>,
    /// It was kept, and could not be read.
    is_lost: bool,
    /// Nobody knows what is kept: this goes on in memory until the store can be asked.
    stands_in: bool,
}

impl Talks {
    pub fn new(service: Service) -> Talks {
        Talks { service, lines: Mutex::default(), spare: Mutex::default() }
    }

    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Whether this was not done before. When the store cannot tell, it counts as new: an answer given twice is
    /// better than none.
    pub async fn is_first(&self, id: u64, now: Moment) -> bool {
        self.is_first_of(&id.to_string(), now).await
    }

    /// The same for what has no id of its own.
    pub async fn is_first_of(&self, id: &str, now: Moment) -> bool {
        let id = InteractionId::new(format!("discord:{id}"));
        match self.service.store().note_interaction(&self.service.id(), &id, now).await {
            Ok(is_first) => is_first,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "an interaction could not be noted");
                true
            }
        }
    }

    /// One turn.
    pub async fn turn(&self, family: FamilyId, did: Did, now: Moment) -> Said {
        let _in_line = self.stand_in_line(family).await;
        let mut talk = self.load(family).await;
        let phrases = self.service.library().phrases();
        let mut before: Vec<String> = Vec::new();
        if talk.is_lost {
            before.push(phrases.session_lost.clone());
        }
        for notice in std::mem::take(&mut talk.notices) {
            before.push(notice.in_words(phrases).clone());
        }
        let word = |name: &str| phrases.words.get(name).and_then(|ways| ways.first()).cloned();
        let text = |name: &str| word(name).map_or(Message::Begin, Message::Text);
        let is_current = |turn: &TurnRef| *turn == talk.turn;
        let message = match did {
            Did::Wrote(words) => Message::Text(words),
            Did::WroteWithFiles(words) => {
                before.push(phrases.discord.no_files.clone());
                Message::Text(words)
            }
            // What is asked for by now may be something else; but danger is heard, however it comes.
            Did::Edited(words) if conversation::may_be_danger(self.service.library(), &words) => {
                Message::Text(words)
            }
            Did::Edited(_) => {
                before.push(phrases.discord.edited.clone());
                Message::Begin
            }
            Did::WentTo(node) => Message::Go(node),
            Did::FilledForm(form) => Message::Filled(form),
            Did::SentNoWords => {
                before.push(phrases.discord.no_words.clone());
                Message::Begin
            }
            // These lead to the same place from everywhere, so they never grow old.
            Did::Pressed { press: Press::Menu, .. } => text("menu"),
            Did::Pressed { press: Press::Adviser, .. } => text("adviser"),
            Did::Pressed { press: Press::Mine, .. } => text("my-questions"),
            Did::Pressed { turn, press: Press::Back } if is_current(&turn) => text("back"),
            Did::Pressed { turn, press: Press::Choice(number) } if is_current(&turn) => {
                Message::Picked(number)
            }
            Did::Opened(turn) => match talk.asked_in_public.take() {
                Some((asked_at, words)) if asked_at == turn && !words.trim().is_empty() => {
                    Message::Text(words)
                }
                _ => Message::Begin,
            },
            Did::Pressed { .. } | Did::PressedUnknown => {
                before.push(phrases.discord.old_button.clone());
                Message::Begin
            }
        };
        if talk.session.here.place == Place::Door && message != Message::Begin {
            // As at the kiosk, a conversation begins at the start, whatever is asked first.
            talk.session = self.service.turn(&talk.session, &Message::Begin, now).await.turn.session;
        }
        let is_typed = matches!(message, Message::Text(_) | Message::Filled(_));
        if !talk.waiting.is_empty() && asks_what_waits(&message, phrases) {
            talk.session.reference = Some(talk.waiting.remove(0));
            // The next of them is spoken of when this one has been read.
            if !talk.waiting.is_empty() {
                talk.notices.push(Notice::SomethingWaits);
            }
        }
        let served = self.service.turn(&talk.session, &message, now).await;
        let mut reply = served.turn.reply;
        talk.session = served.turn.session;
        talk.turn = fresh_turn();
        if served.is_forgotten {
            // Nothing is kept that these could be picked from; the menu is still below.
            reply.choices.clear();
            if !self.forget(family).await {
                reply.blocks = vec![Block::Paragraph(vec![
                    self.service.library().phrases().discord.not_forgotten.clone(),
                ])];
                reply.question = None;
            }
        } else {
            self.save(family, &talk, now).await;
        }
        let begins_handoff = talk.session.here.place == Place::Node(NodeRef::new("handoff", "start"));
        let reply = match reply.outcome {
            // Nothing stands before what to do in danger.
            Outcome::Urgent if is_typed => followed_by(reply, before),
            _ => reply.preceded_by(before),
        };
        Said { reply, turn: talk.turn, is_typed, begins_handoff }
    }

    /// What is said to these words at the beginning of a conversation, without one that would have to be loaded.
    pub fn at_once(&self, words: String, now: Moment) -> Said {
        let session = fresh_talk(FamilyId(0), false).session;
        let turn = conversation::respond(self.service.library(), &session, &Message::Text(words), now);
        Said { reply: turn.reply, turn: fresh_turn(), is_typed: true, begins_handoff: false }
    }

    /// What a family is to be told about its enquiry, ready to be sent. Nothing has changed until it is kept. `is_again`
    /// is whether the same may have been brought before.
    pub async fn bring(
        &self,
        family: FamilyId,
        reference: &Reference,
        is_again: bool,
        now: Moment,
    ) -> News<'_> {
        let in_line = self.stand_in_line(family).await;
        let mut talk = self.load(family).await;
        let asked = Message::Text(reference.to_string());
        let served = self.service.turn(&talk.session, &asked, now).await;
        let says = &self.service.library().phrases().discord;
        let mut news = vec![says.news.clone()];
        news.extend(is_again.then(|| says.news_again.clone()));
        talk.session = served.turn.session;
        talk.turn = fresh_turn();
        talk.waiting.retain(|waiting| waiting != reference);
        let said = Said {
            reply: served.turn.reply.preceded_by(news),
            turn: talk.turn.clone(),
            is_typed: false,
            begins_handoff: false,
        };
        News { talks: self, family, talk, said, _in_line: in_line }
    }

    /// Something waits for the family, and it will be told so at the next chance; `/my-questions` shows it. False where
    /// the conversation could not be loaded, so that this could not be left there.
    pub async fn leave_waiting(&self, family: FamilyId, reference: &Reference, now: Moment) -> bool {
        let _in_line = self.stand_in_line(family).await;
        let mut talk = self.load(family).await;
        if talk.stands_in {
            return false;
        }
        talk.session.reference = Some(reference.clone());
        if !talk.waiting.contains(reference) {
            talk.waiting.push(reference.clone());
        }
        if !talk.notices.contains(&Notice::SomethingWaits) {
            talk.notices.push(Notice::SomethingWaits);
        }
        self.save(family, &talk, now).await;
        true
    }

    /// Says something at the next chance.
    pub async fn leave(&self, family: FamilyId, notice: Notice, now: Moment) {
        let _in_line = self.stand_in_line(family).await;
        let mut talk = self.load(family).await;
        if !talk.notices.contains(&notice) {
            talk.notices.push(notice);
        }
        self.save(family, &talk, now).await;
    }

    /// What the family asked last, to be offered again in a window.
    pub async fn asked_last(&self, family: FamilyId) -> Option<String> {
        self.load(family).await.session.asked
    }

    /// Keeps what was asked in a channel until its button is pressed.
    pub async fn ask_in_public(&self, family: FamilyId, words: String, now: Moment) -> TurnRef {
        let _in_line = self.stand_in_line(family).await;
        let mut talk = self.load(family).await;
        let turn = fresh_turn();
        talk.asked_in_public = Some((turn.clone(), words));
        self.save(family, &talk, now).await;
        turn
    }

    async fn stand_in_line(&self, family: FamilyId) -> tokio::sync::OwnedMutexGuard<()> {
        let line = {
            let mut lines = held(&self.lines);
            if lines.len() >= SWEEP_AT {
                lines.retain(|_, line| line.strong_count() > 0);
            }
            match lines.get(&family).and_then(Weak::upgrade) {
                Some(line) => line,
                None => {
                    let line = Arc::new(tokio::sync::Mutex::new(()));
                    lines.insert(family, Arc::downgrade(&line));
                    line
                }
            }
        };
        line.lock_owned().await
    }

    async fn load(&self, family: FamilyId) -> Talk {
        let spare = held(&self.spare).get(&family).cloned();
        let (kept, stands_in) = match spare {
            // The store could not keep it, so this is newer than what the store has.
            Some(Spare { state, stands_in: false }) => (Some(state), false),
            stand_in => match self.service.store().load_session(&self.service.id(), &key(family)).await {
                Ok(Some(kept)) => {
                    held(&self.spare).remove(&family);
                    (Some(kept), false)
                }
                Ok(None) => (stand_in.map(|spare| spare.state), false),
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "a conversation could not be loaded"
                    );
                    (stand_in.map(|spare| spare.state), true)
                }
            },
        };
        let talk = kept.map_or_else(|| fresh_talk(family, false), |kept| read(family, &kept));
        Talk { stands_in, ..talk }
    }

    async fn save(&self, family: FamilyId, talk: &Talk, now: Moment) {
        let kept = Kept {
            turn: talk.turn.clone(),
            session: talk.session.to_json(),
            asked_in_public: talk.asked_in_public.clone(),
            notices: talk.notices.clone(),
            waiting: talk.waiting.clone(),
        };
        let state = serde_json::to_vec(&kept).expect("a conversation is strings, which JSON can hold");
        if !talk.stands_in {
            match self.service.store().save_session(&self.service.id(), &key(family), &state, now).await {
                Ok(()) => {
                    held(&self.spare).remove(&family);
                    return;
                }
                Err(error) => tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a conversation could not be saved"
                ),
            }
        }
        let mut spare = held(&self.spare);
        if spare.len() < MOST_SPARE || spare.contains_key(&family) {
            spare.insert(family, Spare { state, stands_in: talk.stands_in });
        }
    }

    /// Whether it is forgotten: what could not be is still kept, and the family must not be told otherwise.
    async fn forget(&self, family: FamilyId) -> bool {
        held(&self.spare).remove(&family);
        match self.service.store().forget_session(&self.service.id(), &key(family)).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a conversation could not be forgotten"
                );
                false
            }
        }
    }
}

/// News of an enquiry, on its way to its family.
pub struct News<'a> {
    talks: &'a Talks,
    family: FamilyId,
    talk: Talk,
    pub said: Said,
    _in_line: tokio::sync::OwnedMutexGuard<()>,
}

impl News<'_> {
    /// It has arrived: the conversation goes on from there.
    pub async fn keep(self, now: Moment) {
        self.talks.save(self.family, &self.talk, now).await;
    }
}

impl Notice {
    fn in_words(self, phrases: &Phrases) -> &String {
        match self {
            Notice::SomethingWaits => &phrases.discord.something_waits,
            Notice::PublicDetails => &phrases.discord.public_details,
            Notice::NotShown => &phrases.discord.not_shown,
        }
    }
}

fn followed_by(mut reply: Reply, sentences: Vec<String>) -> Reply {
    if !sentences.is_empty() {
        reply.blocks.push(Block::Paragraph(sentences));
    }
    reply
}

/// Whether this leads to what waits for a family.
fn asks_what_waits(message: &Message, phrases: &Phrases) -> bool {
    let Message::Text(words) = message else { return false };
    let ways = phrases.words.get("my-questions");
    ways.is_some_and(|ways| ways.iter().any(|way| way.eq_ignore_ascii_case(words.trim())))
}

/// The conversation of whoever this is, as the store knows it.
pub fn key(family: FamilyId) -> SessionKey {
    SessionKey::new(format!("discord:{}", family.0))
}

fn read(family: FamilyId, kept: &[u8]) -> Talk {
    let read = serde_json::from_slice::<Kept>(kept).ok().and_then(|kept| {
        let session = Session::from_json(&kept.session).ok()?;
        Some(Talk {
            turn: kept.turn,
            session,
            asked_in_public: kept.asked_in_public,
            notices: kept.notices,
            waiting: kept.waiting,
            is_lost: false,
            stands_in: false,
        })
    });
    read.unwrap_or_else(|| {
        tracing::warn!("a conversation was kept in a form that this build cannot read");
        fresh_talk(family, true)
    })
}

fn fresh_talk(family: FamilyId, is_lost: bool) -> Talk {
    let halves = [random(), random()].concat();
    let id: String = halves.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut session = Session::new(SessionId::new(id), Channel::Discord);
    session.reachable = Some(Contact::Discord(family.0.to_string()));
    Talk {
        turn: fresh_turn(),
        session,
        asked_in_public: None,
        notices: Vec::new(),
        waiting: Vec::new(),
        is_lost,
        stands_in: false,
    }
}

fn fresh_turn() -> TurnRef {
    TurnRef::new(random())
}

/// A panic while this was held left whole maps behind: there is nothing half done to fear.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
