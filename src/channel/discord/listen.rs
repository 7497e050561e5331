//! What happens on Discord, handed to whom it concerns; the end waits for answers under way.

use std::sync::Arc;

use serenity::all::{
    Context, Event, EventHandler, Interaction as Happened, Message, MessageUpdateEvent, RawEventHandler,
    Ready, ShardStageUpdateEvent,
};
use serenity::async_trait;
use serenity::gateway::ConnectionStage;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};

use super::DiscordSettings;
use super::advisers::Advisers;
use super::advisers::case_button::is_for_advisers;
use super::advisers::queue_command::QUEUE;
use super::commands::{self, Scopes};
use super::family::Families;
use super::talks::Talks;
use crate::moment::Moment;
use crate::watch::Watch;

type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Hears what happens.
pub struct Listener {
    families: Families,
    advisers: Advisers,
    scopes: Scopes,
    clock: Clock,
    /// Read while an answer is under way; whoever can write knows that none is.
    at_work: Arc<RwLock<()>>,
}

impl Listener {
    pub fn new(
        talks: Arc<Talks>,
        settings: &DiscordSettings,
        clock: impl Fn() -> Moment + Send + Sync + 'static,
        at_work: Arc<RwLock<()>>,
    ) -> Listener {
        Listener {
            advisers: Advisers::new(talks.service().clone(), settings.room()),
            families: Families::new(talks),
            scopes: Scopes {
                families: settings.dev_server(),
                advisers: settings.room().map(|room| room.server),
            },
            clock: Box::new(clock),
            at_work,
        }
    }

    async fn begin_work(&self) -> OwnedRwLockReadGuard<()> {
        self.at_work.clone().read_owned().await
    }
}

#[async_trait]
impl EventHandler for Listener {
    async fn ready(&self, ctx: Context, ready: Ready) {
        let _work = self.begin_work().await;
        tracing::info!("connected to Discord");
        let now = (self.clock)();
        let application = ready.application.id.get();
        commands::register(&ctx.http, application, self.scopes, self.families.service(), now).await;
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        let watch = self.families.service().watch();
        watch.shard(event.shard_id.0, event.new == ConnectionStage::Connected);
    }

    async fn message(&self, ctx: Context, message: Message) {
        let _work = self.begin_work().await;
        let me = ctx.cache.current_user().id;
        self.families.heard(&ctx.http, me, &message, (self.clock)()).await;
    }

    async fn message_update(
        &self,
        ctx: Context,
        _: Option<Message>,
        _: Option<Message>,
        edited: MessageUpdateEvent,
    ) {
        let _work = self.begin_work().await;
        self.families.edited(&ctx.http, &edited, (self.clock)()).await;
    }

    async fn interaction_create(&self, ctx: Context, happened: Happened) {
        let _work = self.begin_work().await;
        let now = (self.clock)();
        match happened {
            Happened::Command(command) if command.data.name == QUEUE => {
                self.advisers.command(&ctx.http, &command, now).await;
            }
            Happened::Command(command) => self.families.command(&ctx.http, &command, now).await,
            Happened::Component(press) if is_for_advisers(&press.data.custom_id) => {
                self.advisers.pressed(&ctx.http, &press, now).await;
            }
            Happened::Component(press) => self.families.pressed(&ctx.http, &press, now).await,
            Happened::Modal(window) if is_for_advisers(&window.data.custom_id) => {
                self.advisers.wrote_in_window(&ctx.http, &window, now).await;
            }
            Happened::Modal(window) => self.families.wrote_in_window(&ctx.http, &window, now).await,
            Happened::Autocomplete(command) if command.data.name == QUEUE => {
                self.advisers.complete(&ctx.http, &command).await;
            }
            Happened::Autocomplete(command) => self.families.complete(&ctx.http, &command).await,
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
