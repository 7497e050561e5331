//! Who is let in at what pace: looked at before anything is loaded, so that one noisy person costs next to nothing.
//!
//! Words of danger are let in whatever the pace. Who is told that it was too fast reads one sentence, which says how to
//! reach help; after that a message meets silence and a press does nothing. A command or a window cannot be met with
//! silence, because Discord would show it as broken: it gets the same sentence again. Advisers pass by another door,
//! where their role is looked at; titles are offered at each letter that is typed, and are no turn.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serenity::all::{
    ActionRowComponent, ChannelId, CommandInteraction, ComponentInteraction, CreateAllowedMentions,
    CreateMessage, GuildId, ModalInteraction, UserId,
};

use super::send::{Interaction, fault};
use super::wire::{Failed, Wire};
use crate::conversation;
use crate::moment::Moment;
use crate::pace::{Pace, Paces};
use crate::service::Service;
use crate::watch::{Became, Watch};

pub struct Gate {
    service: Service,
    paces: Mutex<Paces>,
}

/// Somebody at the gate.
struct Comer<'a> {
    person: u64,
    server: Option<u64>,
    words: Vec<&'a str>,
}

impl Gate {
    pub fn new(service: Service) -> Gate {
        Gate { service, paces: Mutex::default() }
    }

    /// How a message is met. It has to be one that asks something.
    pub async fn message(
        &self,
        wire: &Wire,
        (author, channel): (UserId, ChannelId),
        server: Option<GuildId>,
        words: &str,
        now: Moment,
    ) -> Pace {
        let pace = self.pace(&comer(author, server, vec![words]), now);
        if pace == Pace::SaySo
            && let Err(error) = self.say_in_channel(wire, channel).await
        {
            tracing::warn!(fault = fault(&error), "that it was too fast could not be said");
        }
        pace
    }

    /// How a command is met. One that is not let in is acknowledged here.
    pub async fn command(
        &self,
        interaction: &Interaction<'_>,
        command: &CommandInteraction,
        now: Moment,
    ) -> Pace {
        let words = command.data.options.iter().filter_map(|option| option.value.as_str()).collect();
        let pace = self.pace(&comer(command.user.id, command.guild_id, words), now);
        if pace != Pace::Answer {
            self.say(interaction).await;
        }
        pace
    }

    /// The same for a press, which may be met with silence.
    pub async fn press(
        &self,
        interaction: &Interaction<'_>,
        press: &ComponentInteraction,
        now: Moment,
    ) -> Pace {
        let pace = self.pace(&comer(press.user.id, press.guild_id, Vec::new()), now);
        match pace {
            Pace::Answer => {}
            Pace::SaySo => self.say(interaction).await,
            Pace::BeQuiet => say_if_failed(interaction.acknowledge_press().await),
        }
        pace
    }

    /// The same for what was typed into a window.
    pub async fn window(
        &self,
        interaction: &Interaction<'_>,
        window: &ModalInteraction,
        now: Moment,
    ) -> Pace {
        let fields = window.data.components.iter().flat_map(|row| &row.components);
        let words = fields.filter_map(|field| match field {
            ActionRowComponent::InputText(text) => text.value.as_deref(),
            _ => None,
        });
        let pace = self.pace(&comer(window.user.id, window.guild_id, words.collect()), now);
        if pace != Pace::Answer {
            self.say(interaction).await;
        }
        pace
    }

    async fn say(&self, interaction: &Interaction<'_>) {
        say_if_failed(interaction.say_privately(&self.service.library().phrases().discord.slow).await);
    }

    fn pace(&self, comer: &Comer<'_>, now: Moment) -> Pace {
        // A panic while this was held left whole counts behind.
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = paces.ask(comer.person, comer.server, now);
        drop(paces);
        let library = self.service.library();
        let is_danger = || comer.words.iter().any(|words| conversation::may_be_danger(library, words));
        if pace != Pace::Answer && is_danger() { Pace::Answer } else { pace }
    }

    async fn say_in_channel(&self, wire: &Wire, channel: ChannelId) -> Result<(), Failed> {
        let message = CreateMessage::new()
            .allowed_mentions(CreateAllowedMentions::new())
            .content(&self.service.library().phrases().discord.slow);
        wire.send(channel, &message, &[]).await.map(drop)
    }
}

fn comer(person: UserId, server: Option<GuildId>, words: Vec<&str>) -> Comer<'_> {
    Comer { person: person.get(), server: server.map(|server| server.get()), words }
}

fn say_if_failed(done: Result<(), Failed>) {
    if let Err(error) = done {
        tracing::warn!(fault = fault(&error), "that it was too fast could not be said");
    }
}

/// How it is counted that somebody was not let in.
pub fn became(pace: Pace) -> Option<Became> {
    match pace {
        Pace::Answer => None,
        Pace::SaySo => Some(Became::Slowed),
        Pace::BeQuiet => Some(Became::Silent),
    }
}

/// Counts how long an acknowledgement took.
pub async fn timed<E>(watch: &Watch, acknowledging: impl Future<Output = Result<(), E>>) -> Result<(), E> {
    let begun = Instant::now();
    let outcome = acknowledging.await;
    if outcome.is_ok() {
        watch.acknowledged(begun.elapsed());
    }
    outcome
}
