//! What was acknowledged or heard and not answered, because the process ended in between: whoever did it is told so, once.
//!
//! From Discord's "thinking" until the answer, the store holds who waits and where something can still be said: no words. It
//! is written beside the acknowledgement and never before it, so that a slow store holds no acknowledgement up. Of a direct
//! message, which nobody acknowledges, it is written before the turn. Any process on the store tells of what another one
//! left, a moment later than an answer could still come.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use serenity::all::{ChannelId, InteractionId as DiscordId, UserId};

use super::button::{Press, TurnRef, random};
use super::dress::{Button, Post, Row};
use super::send::{self, Fate, Interaction, fate, fault};
use super::talks::{FamilyId, Notice, Talks, key};
use super::wire::{Failed, Wire};
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::service::Service;
use crate::store::{InteractionId, Unanswered};

/// Whoever still works on an answer is done by then: the store's own patience is five seconds.
const STILL_ANSWERED: TimeDelta = TimeDelta::seconds(30);
/// Discord takes words by an interaction's token for 15 minutes; one less, for what lies between its clock and ours.
const TOKEN_LIVES: TimeDelta = TimeDelta::minutes(14);
/// After a day nobody waits any more, and a word about it would only puzzle.
const STILL_WAITED_FOR: TimeDelta = TimeDelta::hours(24);
/// Between two looks.
pub const EVERY: Duration = Duration::from_secs(15);

/// Between two looks whether there is a connection yet.
pub const UNTIL_CONNECTED: Duration = Duration::from_millis(500);

/// Who waits: they go on in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    Family,
    Adviser,
}

/// Where something can still be said.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place {
    who: Who,
    user: u64,
    /// Of the interaction; none for a message.
    #[serde(default)]
    token: String,
    is_private: bool,
    /// Where the message was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<u64>,
}

/// Acknowledges, and keeps that an answer is owed.
///
/// # Errors
///
/// Those of the acknowledgement alone: then no answer is owed, unless nobody knows whether Discord has it. That a store
/// cannot keep it stops nothing.
pub async fn acknowledged(
    service: &Service,
    interaction: &Interaction<'_>,
    (user, who): (UserId, Who),
    acknowledging: impl Future<Output = Result<(), Failed>>,
    now: Moment,
) -> Result<(), Failed> {
    let keeping = owed(service, interaction, (user, who), now);
    let (done, _) = tokio::join!(acknowledging, keeping);
    if let Err(error) = &done
        && fate(error) != Fate::Unknown
    {
        answered(service, user, now).await;
    }
    done
}

/// Keeps that an interaction is owed an answer. It is kept also where nobody waits for that.
pub fn owed(
    service: &Service,
    interaction: &Interaction<'_>,
    (user, who): (UserId, Who),
    now: Moment,
) -> JoinHandle<()> {
    let place = Place {
        who,
        user: user.get(),
        token: interaction.token.to_owned(),
        is_private: interaction.is_private,
        channel: None,
    };
    let (service, id) = (service.clone(), interaction.id.get());
    tokio::spawn(async move { keep(&service, id, &place, now).await })
}

/// Keeps that a direct message is owed an answer.
pub fn heard(
    service: &Service,
    message: u64,
    user: UserId,
    channel: ChannelId,
    now: Moment,
) -> JoinHandle<()> {
    let place = Place {
        who: Who::Family,
        user: user.get(),
        token: String::new(),
        is_private: false,
        channel: Some(channel.get()),
    };
    let service = service.clone();
    tokio::spawn(async move { keep(&service, message, &place, now).await })
}

async fn keep(service: &Service, id: u64, place: &Place, now: Moment) {
    let unanswered = Unanswered {
        interaction: InteractionId::new(id.to_string()),
        place: serde_json::to_string(place).expect("a place is strings and numbers, which JSON can hold"),
        at: now,
    };
    let session = key(FamilyId(place.user));
    if let Err(error) = service.store().acknowledged(&service.id(), &session, &unanswered).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "that an answer is owed could not be kept");
    }
}

/// This person has an answer, or was told that there is none.
pub async fn answered(service: &Service, user: UserId, until: Moment) {
    if let Err(error) = service.store().answered(&service.id(), &key(FamilyId(user.get())), until).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "that an answer was given could not be kept"
        );
    }
}

/// Tells everybody who waits in vain, once each.
pub async fn speak(wire: &Wire, talks: &Talks, now: Moment) {
    let service = talks.service();
    let before = Moment::new(now.instant() - STILL_ANSWERED);
    let mut waiting = match service.store().take_unanswered(&service.id(), before).await {
        Ok(waiting) => waiting,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "who waits in vain could not be read");
            return;
        }
    };
    // Who waits for several is told by the last.
    waiting.sort_by_key(|unanswered| std::cmp::Reverse(unanswered.at));
    let mut told = BTreeSet::new();
    for unanswered in waiting {
        let Ok(place) = serde_json::from_str::<Place>(&unanswered.place) else {
            tracing::warn!("somebody waits in a place that this build cannot read");
            continue;
        };
        let waited = now.instant() - unanswered.at.instant();
        if waited < STILL_WAITED_FOR && told.insert(place.user) {
            tell(wire, talks, &unanswered.interaction, &place, waited < TOKEN_LIVES, now).await;
        }
    }
}

async fn tell(
    wire: &Wire,
    talks: &Talks,
    interaction: &InteractionId,
    place: &Place,
    token_lives: bool,
    now: Moment,
) {
    let post = post(place.who, talks.service().library().phrases());
    let id = interaction.as_str().parse().ok().filter(|id| *id > 0).map(DiscordId::new);
    if let Some(id) = id.filter(|_| token_lives && place.channel.is_none()) {
        let interaction = Interaction { wire, id, token: &place.token, is_private: place.is_private };
        // One more message, which Discord puts in the place of "thinking" as long as that stands there. To change the
        // first answer would wipe it out where the process ended just after it was shown.
        match interaction.follow(&post).await {
            Ok(()) => return,
            Err(error) if fate(&error) == Fate::Unknown => {
                tracing::warn!(
                    fault = fault(&error),
                    "nobody knows whether somebody was told that they wait"
                );
                return;
            }
            Err(error) => tracing::info!(fault = fault(&error), "somebody who waits is told directly"),
        }
    }
    let (posts, name) = ([post], TurnRef::new(random()));
    let sent = match place.channel.filter(|channel| *channel > 0) {
        Some(channel) => send::to_channel(wire, ChannelId::new(channel), &posts, &name).await,
        None => send::direct(wire, UserId::new(place.user), &posts, &name).await,
    };
    if let Err(error) = sent {
        tracing::warn!(fault = fault(&error), "somebody who waits could not be told");
        if place.who == Who::Family {
            talks.leave(FamilyId(place.user), Notice::NotShown, now).await;
        }
    }
}

fn post(who: Who, phrases: &Phrases) -> Post {
    let turn = TurnRef::new(random());
    let button = |press, label: &str, is_steady| Button {
        custom_id: turn.press(press),
        label: label.to_owned(),
        is_steady,
    };
    match who {
        Who::Family => Post {
            content: phrases.discord.interrupted.clone(),
            rows: vec![Row::Buttons(vec![
                button(Press::Menu, &phrases.menu, false),
                button(Press::Adviser, &phrases.talk_to_adviser, true),
            ])],
            ..Post::default()
        },
        Who::Adviser => Post { content: TO_AN_ADVISER.to_owned(), ..Post::default() },
    }
}

const TO_AN_ADVISER: &str = "Something was interrupted before I could tell you what became of your last press. Look at the \
                             card, or type /queue list: it shows what was done.";
