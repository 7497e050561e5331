//! What happens on Discord, and the answer to it: acknowledged first, handled once, never left in silence.

use std::sync::Arc;

use serenity::all::{
    ActionRowComponent, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, Context,
    CreateAutocompleteResponse, CreateInteractionResponse, Event, EventHandler, Interaction as Happened,
    Message, MessageType, ModalInteraction, RawEventHandler, Ready, ShardStageUpdateEvent,
};
use serenity::async_trait;
use serenity::builder::Builder as _;
use serenity::gateway::ConnectionStage;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

use super::button::{Press, Pressed};
use super::commands;
use super::dress::{self, Room};
use super::send::{self, FIELD, Interaction, fault};
use super::talks::{Did, FamilyId, Talks};
use crate::moment::Moment;
use crate::phrases::Phrases;
use crate::service::Service;
use crate::watch::Watch;

type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Hears families.
pub struct Listener {
    talks: Talks,
    clock: Clock,
    /// Read while an answer is under way; whoever can write knows that none is.
    at_work: Arc<RwLock<()>>,
}

impl Listener {
    pub fn new(
        service: Service,
        clock: impl Fn() -> Moment + Send + Sync + 'static,
        at_work: Arc<RwLock<()>>,
    ) -> Listener {
        Listener { talks: Talks::new(service), clock: Box::new(clock), at_work }
    }

    async fn begin_work(&self) -> OwnedRwLockReadGuard<()> {
        self.at_work.clone().read_owned().await
    }

    fn phrases(&self) -> &Phrases {
        self.talks.service().library().phrases()
    }

    // --- interactions ---

    async fn command(&self, ctx: &Context, command: &CommandInteraction) {
        let did = match commands::WORDS.iter().find(|(name, _)| *name == command.data.name) {
            Some((_, word)) => self.word(word),
            None => Did::Wrote(question_of(command)),
        };
        let interaction = Interaction {
            http: &ctx.http,
            id: command.id,
            token: &command.token,
            is_private: command.guild_id.is_some(),
        };
        self.answer(&interaction, FamilyId(command.user.id.get()), did).await;
    }

    /// What a family would type to get there.
    fn word(&self, name: &str) -> Did {
        let ways = self.phrases().words.get(name);
        Did::Wrote(ways.and_then(|ways| ways.first()).cloned().unwrap_or_else(|| name.to_owned()))
    }

    async fn pressed(&self, ctx: &Context, press: &ComponentInteraction) {
        let interaction = Interaction {
            http: &ctx.http,
            id: press.id,
            token: &press.token,
            is_private: press.guild_id.is_some(),
        };
        let did = match Pressed::read(&press.data.custom_id) {
            Pressed::Talk { turn, press: Press::Write } => {
                if let Err(error) = interaction.open_window(&turn, self.phrases()).await {
                    tracing::warn!(fault = fault(&error), "a window could not be opened");
                }
                return;
            }
            Pressed::Talk { turn, press: Press::Select(_) } => match picked(press) {
                Some(number) => Did::Pressed { turn, press: Press::Choice(number) },
                None => Did::PressedUnknown,
            },
            Pressed::Talk { turn, press } => Did::Pressed { turn, press },
            Pressed::Open(turn) => Did::Opened(turn),
            Pressed::Unknown => Did::PressedUnknown,
        };
        self.answer(&interaction, FamilyId(press.user.id.get()), did).await;
    }

    async fn wrote_in_window(&self, ctx: &Context, window: &ModalInteraction) {
        let fields = window.data.components.iter().flat_map(|row| &row.components);
        let words = fields.filter_map(|field| match field {
            ActionRowComponent::InputText(text) if text.custom_id == FIELD => text.value.clone(),
            _ => None,
        });
        let words: String = words.collect();
        let interaction = Interaction {
            http: &ctx.http,
            id: window.id,
            token: &window.token,
            is_private: window.guild_id.is_some(),
        };
        self.answer(&interaction, FamilyId(window.user.id.get()), Did::Wrote(words)).await;
    }

    async fn answer(&self, interaction: &Interaction<'_>, family: FamilyId, did: Did) {
        if let Err(error) = interaction.acknowledge().await {
            // Acknowledged before, or too late: either way Discord would show no answer.
            tracing::warn!(fault = fault(&error), "an interaction could not be acknowledged");
            return;
        }
        let now = (self.clock)();
        if !self.talks.is_first(interaction.id.get(), now).await {
            tracing::info!("an interaction came twice");
            return;
        }
        let said = self.talks.turn(family, did, now).await;
        let room = if interaction.is_private { Room::Server } else { Room::Direct };
        let posts = dress::posts(&said.reply, &said.turn, self.phrases(), room);
        if let Err(error) = interaction.show(&posts).await {
            tracing::error!(fault = fault(&error), "an answer could not be shown");
        }
    }

    async fn complete(&self, ctx: &Context, command: &CommandInteraction) {
        let typed = command.data.autocomplete().map(|option| option.value).unwrap_or_default();
        let titles = commands::titles(self.talks.service().library(), typed);
        let response = CreateAutocompleteResponse::new().set_choices(titles);
        let response = CreateInteractionResponse::Autocomplete(response);
        if let Err(error) = response.execute(&ctx.http, (command.id, command.token.as_str())).await {
            tracing::debug!(fault = fault(&error), "titles could not be offered");
        }
    }

    // --- messages ---

    async fn heard(&self, ctx: &Context, message: &Message) {
        let is_person = !message.author.bot && !message.author.system && message.webhook_id.is_none();
        let is_said = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
        if !is_person || !is_said {
            return;
        }
        let me = ctx.cache.current_user().id;
        let is_mention = message.mentions.iter().any(|user| user.id == me);
        if message.guild_id.is_some() && !is_mention {
            return;
        }
        let now = (self.clock)();
        if !self.talks.is_first(message.id.get(), now).await {
            tracing::info!("a message came twice");
            return;
        }
        let family = FamilyId(message.author.id.get());
        let words = message.content.replace(&format!("<@{me}>"), " ").replace(&format!("<@!{me}>"), " ");
        let words = words.trim().to_owned();
        let sent = if message.guild_id.is_some() {
            let turn = self.talks.ask_in_public(family, words, now).await;
            send::public_sentence(&ctx.http, message.channel_id, message.id, &turn, self.phrases()).await
        } else {
            let did = if words.is_empty() { Did::SentNoWords } else { Did::Wrote(words) };
            let said = self.talks.turn(family, did, now).await;
            let posts = dress::posts(&said.reply, &said.turn, self.phrases(), Room::Direct);
            send::to_channel(&ctx.http, message.channel_id, &posts).await
        };
        if let Err(error) = sent {
            tracing::error!(fault = fault(&error), "an answer could not be sent");
        }
    }
}

fn question_of(command: &CommandInteraction) -> String {
    let option = command.data.options.iter().find(|option| option.name == commands::QUESTION);
    option.and_then(|option| option.value.as_str()).unwrap_or_default().to_owned()
}

fn picked(press: &ComponentInteraction) -> Option<usize> {
    match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first()?.parse().ok(),
        _ => None,
    }
}

#[async_trait]
impl EventHandler for Listener {
    async fn ready(&self, ctx: Context, ready: Ready) {
        let _work = self.begin_work().await;
        tracing::info!("connected to Discord");
        let now = (self.clock)();
        commands::register(&ctx.http, ready.application.id.get(), self.talks.service(), now).await;
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        let watch = self.talks.service().watch();
        watch.shard(event.shard_id.0, event.new == ConnectionStage::Connected);
    }

    async fn message(&self, ctx: Context, message: Message) {
        let _work = self.begin_work().await;
        self.heard(&ctx, &message).await;
    }

    async fn interaction_create(&self, ctx: Context, happened: Happened) {
        let _work = self.begin_work().await;
        match happened {
            Happened::Command(command) => self.command(&ctx, &command).await,
            Happened::Component(press) => self.pressed(&ctx, &press).await,
            Happened::Modal(window) => self.wrote_in_window(&ctx, &window).await,
            Happened::Autocomplete(command) => self.complete(&ctx, &command).await,
            _ => {}
        }
    }
}

/// Counts what serenity could not read: it drops such events without a word.
pub struct Unknowns {
    watch: Watch,
}

impl Unknowns {
    pub fn new(watch: Watch) -> Unknowns {
        Unknowns { watch }
    }
}

#[async_trait]
impl RawEventHandler for Unknowns {
    async fn raw_event(&self, _: Context, event: Event) {
        let Event::Unknown(unknown) = event else { return };
        let (kind, count) = self.watch.unknown_event(&unknown.kind);
        // Powers of two: the first is told at once, and a flood does not fill the log.
        if count.is_power_of_two() {
            tracing::warn!(kind, count, "an event from Discord could not be read");
        }
    }
}
