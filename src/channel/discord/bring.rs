//! Brings notices on Discord: an adviser's words to a family, the cards of the queue, a word to one adviser, and to
//! whoever is on duty.
//!
//! A message whose fate is unknown goes out again only under its own number, by which Discord gives back the first, and
//! only while Discord remembers such numbers. After that an adviser's words wait where the family can look them up, and
//! advisers see that somebody has to look; what pings is sent again all the same, because twice is better than never.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serenity::all::{
    ChannelId, ChannelType, CreateAllowedMentions, CreateMessage, CreateThread, EditMessage, MessageId,
    Nonce, RoleId, UserId,
};

use super::advisers::card;
use super::advisers::room::Room;
use super::button::{Press, TurnRef, random};
use super::dress::{self, Button, Post, Room as Where, Row};
use super::hours;
use super::send::{self, Fate, fate, fault};
use super::talks::{FamilyId, Talks};
use super::wire::{Failed, Wire};
use crate::enquiry::notice::{Notice, NoticeKind, Recipient};
use crate::enquiry::{AdviserName, Contact, QueueLine, Reference, Status, Urgency};
use crate::moment::{Moment, in_words};
use crate::outbox::{Deliver, Delivered, Delivering, Following};
use crate::service::Service;
use crate::store::{QueueFilter, SessionKey, StoreError};

/// So long Discord knows a message again by its number; its own word for it is "the past few minutes". Reckoned from
/// before the first try, so that it is over here before it is over there.
const REMEMBERED: TimeDelta = TimeDelta::minutes(3);

pub struct Bringer {
    /// For somebody who waits no longer than [`super::wire::NOTICE`].
    pub wire: Wire,
    pub talks: Arc<Talks>,
    pub room: Option<Room>,
    pub family_channel: Option<ChannelId>,
    pub clock: Box<dyn Fn() -> Moment + Send + Sync>,
}

/// Which message is the card of an enquiry.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Card {
    channel: u64,
    message: u64,
    /// It says that the enquiry is closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_closed: bool,
}

impl Card {
    fn place(self) -> String {
        serde_json::to_string(&self).expect("a card is two numbers, which JSON can hold")
    }
}

/// Why something was not brought.
enum Obstacle {
    Store(StoreError),
    Discord(Failed),
    /// There was no way to somebody yet, so nothing was sent.
    NoWay(Failed),
    /// The first part of it is there.
    Half(Failed),
}

impl From<StoreError> for Obstacle {
    fn from(error: StoreError) -> Obstacle {
        Obstacle::Store(error)
    }
}

impl From<Failed> for Obstacle {
    fn from(error: Failed) -> Obstacle {
        Obstacle::Discord(error)
    }
}

impl Deliver for Bringer {
    fn deliver<'a>(&'a self, notice: &'a Notice) -> Delivering<'a> {
        Box::pin(async move {
            let brought = self.bring(notice).await;
            if brought.is_err() {
                self.talks.service().watch().notice_failed();
            }
            match brought {
                Ok(delivered) => delivered,
                Err(Obstacle::Store(error)) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "a notice could not be looked up"
                    );
                    Delivered::TryAgain { after: None }
                }
                Err(Obstacle::Discord(error)) => {
                    tracing::warn!(
                        fault = fault(&error),
                        kind = notice.kind.as_str(),
                        "a notice could not be brought"
                    );
                    match fate(&error) {
                        Fate::Unknown => Delivered::Unknown,
                        // Whoever set the room up may have to mend it: until then it is tried again.
                        Fate::Refused | Fate::Gone | Fate::NotSent => again(&error),
                        Fate::Closed => Delivered::Refused,
                    }
                }
                Err(Obstacle::Half(error)) => {
                    tracing::warn!(fault = fault(&error), "a notice was brought in part");
                    Delivered::Unknown
                }
                Err(Obstacle::NoWay(error)) => {
                    tracing::warn!(fault = fault(&error), "there was no way to somebody yet");
                    match fate(&error) {
                        Fate::Closed => Delivered::Refused,
                        _ => again(&error),
                    }
                }
            }
        })
    }

    /// The card says that somebody has to look.
    fn died<'a>(&'a self, notice: &'a Notice) -> Following<'a> {
        Box::pin(async move {
            let (Some(reference), Some(room)) = (&notice.reference, self.room) else { return };
            let drawn = async {
                let line = self.line(reference).await?;
                self.show_card(notice, reference, line.as_ref(), room.channel).await
            };
            if drawn.await.is_err() {
                tracing::warn!("a card does not say yet that something could not be delivered");
            }
        })
    }
}

impl Bringer {
    fn service(&self) -> &Service {
        self.talks.service()
    }

    async fn bring(&self, notice: &Notice) -> Result<Delivered, Obstacle> {
        let now = (self.clock)();
        match (&notice.to, &notice.reference, self.room) {
            (Recipient::Family(Contact::Discord(user)), Some(reference), _) => match user.parse() {
                Ok(user) if user > 0 => self.to_family(notice, UserId::new(user), reference, now).await,
                _ => Ok(Delivered::Refused),
            },
            (Recipient::Advisers, Some(reference), Some(room)) => {
                self.to_advisers(notice, reference, room, now).await
            }
            (Recipient::DutyRole, reference, Some(Room { channel, duty_role: Some(role), .. })) => {
                self.to_duty(notice, reference.as_ref(), channel, role).await
            }
            (Recipient::Adviser(name), Some(reference), Some(_)) => {
                self.to_adviser(notice, name, reference, now).await
            }
            // There is no place for it on this Discord: it stands in the queue.
            _ => Ok(Delivered::Refused),
        }
    }

    // --- a family ---

    async fn to_family(
        &self,
        notice: &Notice,
        user: UserId,
        reference: &Reference,
        now: Moment,
    ) -> Result<Delivered, Obstacle> {
        let family = FamilyId(user.get());
        let view = self.service().store().family_view(&self.service().id(), reference).await;
        match view {
            Ok(view) if view.status != Status::Withdrawn => {}
            // Taken back or erased meanwhile: there is nothing left to bring.
            Ok(_) | Err(StoreError::NotFound) => return Ok(Delivered::Sent),
            Err(error) => return Err(error.into()),
        }
        if notice.may_have_arrived && !is_remembered(notice, now) {
            return Ok(match self.let_wait(user, reference, now).await {
                true => Delivered::Undecided,
                false => Delivered::TryAgain { after: None },
            });
        }
        let news = self.talks.bring(family, reference, notice.may_come_twice, now).await;
        let phrases = self.service().library().phrases();
        let posts = dress::posts(&news.said.reply, &news.said.turn, phrases, Where::Direct);
        match self.send_direct(user, &posts, notice).await {
            Ok(()) => {
                news.keep(now).await;
                Ok(Delivered::Sent)
            }
            Err(Obstacle::Discord(error) | Obstacle::NoWay(error)) if fate(&error) == Fate::Closed => {
                drop(news);
                Ok(match self.let_wait(user, reference, now).await {
                    true => Delivered::Refused,
                    false => Delivered::TryAgain { after: None },
                })
            }
            Err(obstacle) => Err(obstacle),
        }
    }

    /// It waits where the family can look it up; the family is told so in a thread, and at its next word to us. False
    /// where the store could not tell what to add that to.
    async fn let_wait(&self, user: UserId, reference: &Reference, now: Moment) -> bool {
        let is_left = self.talks.leave_waiting(FamilyId(user.get()), reference, now).await;
        if is_left {
            self.call_into_thread(user).await;
        }
        is_left
    }

    async fn channel_with(&self, user: UserId) -> Result<ChannelId, Obstacle> {
        self.wire.direct_channel(user).await.map_err(Obstacle::NoWay)
    }

    async fn send_direct(&self, user: UserId, posts: &[Post], notice: &Notice) -> Result<(), Obstacle> {
        let channel = self.channel_with(user).await?;
        for (place, post) in posts.iter().enumerate() {
            // The number of the notice and the place make 25 characters, as many as Discord takes.
            let nonce: String = format!("{}{place}", notice.id).chars().take(25).collect();
            let sent = send::post_once(&self.wire, channel, post, &nonce).await;
            sent.map_err(|error| if place == 0 { Obstacle::Discord(error) } else { Obstacle::Half(error) })?;
        }
        Ok(())
    }

    /// Where direct messages are closed: a private thread says that something waits, and nothing about what.
    async fn call_into_thread(&self, user: UserId) {
        let Some(channel) = self.family_channel else { return };
        let called = async {
            let says = &self.service().library().phrases().discord;
            let thread = CreateThread::new(&says.thread).kind(ChannelType::PrivateThread).invitable(false);
            let thread = self.wire.open_thread(channel, &thread).await?;
            self.wire.add_to_thread(thread, user).await?;
            let turn = TurnRef::new(random());
            let button =
                Button { custom_id: turn.press(Press::Mine), label: says.open.clone(), is_steady: false };
            let post = Post {
                content: says.something_waits.clone(),
                rows: vec![Row::Buttons(vec![button])],
                ..Post::default()
            };
            send::post_once(&self.wire, thread, &post, &turn.to_string()).await
        };
        if let Err(error) = called.await {
            // It also waits for the family's next word to us.
            tracing::warn!(fault = fault(&error), "a private thread could not be opened");
        }
    }

    // --- advisers ---

    async fn to_advisers(
        &self,
        notice: &Notice,
        reference: &Reference,
        room: Room,
        now: Moment,
    ) -> Result<Delivered, Obstacle> {
        let reminds = matches!(notice.kind, NoticeKind::DateNear | NoticeKind::Returned | NoticeKind::Woke);
        let line = self.line(reference).await?;
        self.show_card(notice, reference, line.as_ref(), room.channel).await?;
        let Some(line) = line.filter(|line| reminds && QueueFilter::OPEN.contains(&line.status)) else {
            return Ok(Delivered::Sent);
        };
        match hours::next_open(self.service().library(), now) {
            Some(at) if at > now => return Ok(Delivered::NotYet { at }),
            _ => {}
        }
        let said = reminder(notice.kind, &line, now);
        self.say(notice, room.channel, &said, None).await
    }

    async fn line(&self, reference: &Reference) -> Result<Option<QueueLine>, StoreError> {
        let lines = self.service().store().queue(&self.service().id(), &QueueFilter::one(reference)).await?;
        Ok(lines.into_iter().next())
    }

    /// Draws the card anew where it is, or posts it. Of a closed enquiry it keeps the place, so that it can still be
    /// cleared; one that opens again comes as new, at the end of the channel, where it is seen.
    async fn show_card(
        &self,
        notice: &Notice,
        reference: &Reference,
        line: Option<&QueueLine>,
        channel: ChannelId,
    ) -> Result<(), Obstacle> {
        let status = line.map(|line| line.status);
        let is_closed = status == Some(Status::Closed);
        let is_over = matches!(status, None | Some(Status::Withdrawn));
        let post = match line {
            Some(_) if is_closed => card::closed(reference),
            Some(line) if !is_over => card::card(line, self.service().library()),
            _ => card::gone(reference, status),
        };
        let (store, service) = (self.service().store(), self.service().id());
        let mut kept = self.kept_card(reference).await?;
        if let Some(old) = kept.filter(|card| card.is_closed && !is_closed && !is_over) {
            match self.wire.delete(ChannelId::new(old.channel), MessageId::new(old.message)).await {
                Ok(()) => {}
                Err(error) if fate(&error) == Fate::Gone => {}
                Err(error) => return Err(error.into()),
            }
            kept = None;
        }
        if let Some(card) = kept {
            let edit = EditMessage::new()
                .allowed_mentions(CreateAllowedMentions::new())
                .content("")
                .embeds(send::embeds(&post))
                .components(send::rows(&post.rows));
            let edited =
                self.wire.edit(ChannelId::new(card.channel), MessageId::new(card.message), &edit).await;
            match edited {
                Ok(_) if is_over => return Ok(store.forget_card(&service, reference).await?),
                Ok(_) if card.is_closed != is_closed => {
                    let card = Card { is_closed, ..card };
                    return Ok(store.keep_card(&service, reference, &card.place()).await?);
                }
                Ok(_) => return Ok(()),
                // There is nothing left to clear.
                Err(error) if fate(&error) == Fate::Gone && is_over => {
                    return Ok(store.forget_card(&service, reference).await?);
                }
                // Somebody deleted it: a new one takes its place.
                Err(error) if fate(&error) == Fate::Gone => {}
                Err(error) => return Err(error.into()),
            }
        }
        if is_over || is_closed {
            return Ok(());
        }
        let nonce = notice.id.to_string();
        let message = send::post_once(&self.wire, channel, &post, &nonce).await?;
        let card = Card { channel: channel.get(), message: message.get(), is_closed: false };
        Ok(store.keep_card(&service, reference, &card.place()).await?)
    }

    /// Which message is the card. One of an earlier build is kept among the conversations, and goes where it stays.
    async fn kept_card(&self, reference: &Reference) -> Result<Option<Card>, StoreError> {
        let (store, service) = (self.service().store(), self.service().id());
        if let Some(place) = store.card(&service, reference).await? {
            return Ok(serde_json::from_str(&place).ok());
        }
        let key = SessionKey::new(format!("discord-card:{reference}"));
        let Some(kept) = store.load_session(&service, &key).await? else { return Ok(None) };
        let Ok(card) = serde_json::from_slice::<Card>(&kept) else { return Ok(None) };
        store.keep_card(&service, reference, &card.place()).await?;
        store.forget_session(&service, &key).await?;
        Ok(Some(card))
    }

    /// Takes up the cards that an earlier build has kept among the conversations, before those are forgotten as idle.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; each is also taken up when it is next drawn.
    pub async fn adopt_cards(&self) -> Result<(), StoreError> {
        let statuses = [Status::Answered].into_iter().chain(QueueFilter::OPEN).collect();
        let filter = QueueFilter { statuses, ..QueueFilter::every_status() };
        for line in self.service().store().queue(&self.service().id(), &filter).await? {
            self.kept_card(&line.reference).await?;
        }
        Ok(())
    }

    async fn to_duty(
        &self,
        notice: &Notice,
        reference: Option<&Reference>,
        channel: ChannelId,
        role: RoleId,
    ) -> Result<Delivered, Obstacle> {
        let said = match reference {
            Some(reference) => {
                format!("<@&{role}> An enquiry with words of danger was passed on: {reference}.")
            }
            None => format!(
                "<@&{role}> Words of danger were written to Signpost. Whoever wrote them was shown at once who to \
                 ring. Nothing was passed on, so nobody can be reached from here."
            ),
        };
        self.say(notice, channel, &said, Some(role)).await
    }

    async fn to_adviser(
        &self,
        notice: &Notice,
        name: &AdviserName,
        reference: &Reference,
        now: Moment,
    ) -> Result<Delivered, Obstacle> {
        let Some(user) = self.account_of(name).await? else { return Ok(Delivered::Refused) };
        match hours::next_open(self.service().library(), now) {
            Some(at) if at > now => return Ok(Delivered::NotYet { at }),
            _ => {}
        }
        let channel = self.channel_with(user).await?;
        let said = format!("{reference}: {}", told(notice.kind));
        self.say(notice, channel, &said, None).await
    }

    async fn account_of(&self, name: &AdviserName) -> Result<Option<UserId>, StoreError> {
        let id = match name.as_str().strip_prefix(card::BY_DISCORD) {
            Some(id) => Some(id.to_owned()),
            None => {
                let roster = self.service().store().advisers(&self.service().id()).await?;
                roster.into_iter().find(|adviser| adviser.name == *name).and_then(|adviser| adviser.discord)
            }
        };
        Ok(id.and_then(|id| id.parse::<u64>().ok()).filter(|id| *id > 0).map(UserId::new))
    }

    /// Says words alone, pinging this role and nobody else. Where nobody knows whether they arrived they are said again,
    /// whether or not Discord still knows them: whoever is on duty had better hear of it twice than never.
    async fn say(
        &self,
        notice: &Notice,
        channel: ChannelId,
        said: &str,
        pinged: Option<RoleId>,
    ) -> Result<Delivered, Obstacle> {
        // A card may go out under the number of the same notice.
        let nonce = format!("{}w", notice.id);
        let message = CreateMessage::new()
            .allowed_mentions(CreateAllowedMentions::new().roles(pinged))
            .nonce(Nonce::String(nonce))
            .enforce_nonce(true)
            .content(said);
        self.wire.send(channel, &message, &[]).await?;
        Ok(Delivered::Sent)
    }
}

/// Tried again, and not before Discord said.
fn again(failed: &Failed) -> Delivered {
    let after = match failed {
        Failed::TooMany { after } => TimeDelta::from_std(*after).ok(),
        _ => None,
    };
    Delivered::TryAgain { after }
}

/// Whether Discord still knows a message of this notice again, whichever try it was.
fn is_remembered(notice: &Notice, now: Moment) -> bool {
    notice.begun_at.is_some_and(|begun_at| now.instant() - begun_at.instant() < REMEMBERED)
}

fn reminder(kind: NoticeKind, line: &QueueLine, now: Moment) -> String {
    let reference = &line.reference;
    match (kind, &line.urgency) {
        (NoticeKind::DateNear, Urgency::LegalDate { act_by }) => {
            let left = (*act_by - now.date()).num_days();
            let when = match left {
                ..=-1 => "the day is over".to_owned(),
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                left => format!("in {left} days"),
            };
            format!(
                "{reference}: the family has to act by {} ({when}), and is not answered yet.",
                in_words(*act_by)
            )
        }
        (NoticeKind::Returned, _) => format!("{reference} is back in the queue: nobody worked on it."),
        _ => format!("{reference} is to be looked at again."),
    }
}

/// What one adviser is told: never the words.
fn told(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::FamilyWrote => "the family has written.",
        NoticeKind::ClaimNeglected => "nobody worked on it for a while, so it went back to the queue.",
        NoticeKind::Woke => "it is time to look at it again.",
        NoticeKind::Approved => "your reply was read by another adviser and has gone to the family.",
        NoticeKind::SentBack => "your reply was sent back by another adviser. The reason is in the notes.",
        NoticeKind::Withdrawn => "the family has taken it back.",
        _ => "something has changed.",
    }
}
