//! Who is let in at what pace: looked at before anything is loaded, so that one noisy person costs next to nothing.
//!
//! Words of danger are let in whatever the pace. Who is told that it was too fast reads one sentence, which says how to
//! reach help; after that a message meets silence and a press does nothing. A command or a window cannot be met with
//! silence, because Discord would show it as broken: it gets the same sentence again.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serenity::all::{
    ActionRowComponent, ChannelId, CreateAllowedMentions, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateMessage, Http, Interaction as Happened, Message,
};
use serenity::builder::Builder as _;

use super::send::fault;
use crate::conversation;
use crate::moment::Moment;
use crate::pace::{Pace, Paces};
use crate::service::Service;
use crate::watch::{Did, Fate, Watch};

pub struct Gate {
    service: Service,
    paces: Mutex<Paces>,
}

/// Somebody at the gate.
struct Comer<'a> {
    did: Did,
    person: u64,
    /// The server whose families share their goes; an adviser's work is not held up by a busy server.
    server: Option<u64>,
    words: Vec<&'a str>,
}

impl Gate {
    pub fn new(service: Service) -> Gate {
        Gate { service, paces: Mutex::default() }
    }

    /// Whether this message is to be answered now. It has to be one that asks something.
    pub async fn lets_message_in(&self, http: &Http, message: &Message, now: Moment) -> bool {
        let comer = Comer {
            did: Did::Message,
            person: message.author.id.get(),
            server: message.guild_id.map(|server| server.get()),
            words: vec![message.content.as_str()],
        };
        match self.pace(&comer, now) {
            Pace::Answer => true,
            Pace::SaySo => {
                if let Err(error) = self.say_in_channel(http, message.channel_id).await {
                    tracing::warn!(fault = fault(&error), "that it was too fast could not be said");
                }
                false
            }
            Pace::BeQuiet => false,
        }
    }

    /// Whether this is to be answered now. What is not is acknowledged here.
    pub async fn lets_in(&self, http: &Http, happened: &Happened, now: Moment) -> bool {
        let Some(comer) = comer(happened) else { return true };
        let pace = self.pace(&comer, now);
        let response = match (pace, happened) {
            (Pace::Answer, _) => return true,
            (Pace::BeQuiet, Happened::Component(_)) => CreateInteractionResponse::Acknowledge,
            _ => CreateInteractionResponse::Message(
                CreateInteractionResponseMessage::new()
                    .ephemeral(true)
                    .allowed_mentions(CreateAllowedMentions::new())
                    .content(&self.service.library().phrases().discord.slow),
            ),
        };
        let (id, token) = match happened {
            Happened::Command(command) => (command.id, &command.token),
            Happened::Component(press) => (press.id, &press.token),
            Happened::Modal(window) => (window.id, &window.token),
            _ => return true,
        };
        if let Err(error) = response.execute(http, (id, token)).await {
            tracing::warn!(fault = fault(&error), "that it was too fast could not be said");
        }
        false
    }

    fn pace(&self, comer: &Comer<'_>, now: Moment) -> Pace {
        // A panic while this was held left whole counts behind.
        let pace =
            self.paces.lock().unwrap_or_else(PoisonError::into_inner).ask(comer.person, comer.server, now);
        let library = self.service.library();
        if pace != Pace::Answer && comer.words.iter().any(|words| conversation::may_be_danger(library, words))
        {
            return Pace::Answer;
        }
        match pace {
            Pace::Answer => {}
            Pace::SaySo => self.service.watch().done(comer.did, Fate::Slowed),
            Pace::BeQuiet => self.service.watch().done(comer.did, Fate::Silent),
        }
        pace
    }

    async fn say_in_channel(&self, http: &Http, channel: ChannelId) -> Result<(), serenity::Error> {
        let message = CreateMessage::new()
            .allowed_mentions(CreateAllowedMentions::new())
            .content(&self.service.library().phrases().discord.slow);
        channel.send_message(http, message).await.map(|_| ())
    }
}

/// Titles are offered at each letter that is typed, and are no turn.
fn comer(happened: &Happened) -> Option<Comer<'_>> {
    let (did, user, server, words) = match happened {
        Happened::Command(command) => {
            let words = command.data.options.iter().filter_map(|option| option.value.as_str()).collect();
            (Did::Command, &command.user, command.guild_id, words)
        }
        Happened::Component(press) => (Did::Press, &press.user, press.guild_id, Vec::new()),
        Happened::Modal(window) => {
            let fields = window.data.components.iter().flat_map(|row| &row.components);
            let words = fields.filter_map(|field| match field {
                ActionRowComponent::InputText(text) => text.value.as_deref(),
                _ => None,
            });
            (Did::Window, &window.user, window.guild_id, words.collect())
        }
        _ => return None,
    };
    Some(Comer { did, person: user.id.get(), server: server.map(|server| server.get()), words })
}

/// Counts how long an acknowledgement took, and whether it was had.
pub async fn acknowledged<E>(
    watch: &Watch,
    did: Did,
    acknowledging: impl Future<Output = Result<(), E>>,
) -> Result<(), E> {
    let begun = Instant::now();
    let outcome = acknowledging.await;
    match &outcome {
        Ok(()) => watch.acknowledged(begun.elapsed()),
        Err(_) => watch.done(did, Fate::NotAcknowledged),
    }
    outcome
}
