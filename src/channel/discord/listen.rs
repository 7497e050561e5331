//! What happens on Discord, handed to whom it concerns; the end waits for answers under way.

use std::sync::Arc;

use serenity::all::{
    ChannelType, Context, Event, EventHandler, Interaction as Happened, Message, MessageUpdateEvent,
    RawEventHandler, Ready, ShardStageUpdateEvent, UserId,
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
use super::wire::Wire;
use crate::moment::Moment;
use crate::watch::{Became, Did, Watch};

type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Hears what happens.
pub struct Listener {
    wire: Wire,
    families: Families,
    advisers: Advisers,
    scopes: Scopes,
    clock: Clock,
    /// Read while an answer is under way; whoever can write knows that none is.
    at_work: Arc<RwLock<()>>,
}

impl Listener {
    pub fn new(
        wire: Wire,
        talks: Arc<Talks>,
        settings: &DiscordSettings,
        clock: impl Fn() -> Moment + Send + Sync + 'static,
        at_work: Arc<RwLock<()>>,
    ) -> Listener {
        Listener {
            wire,
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

    fn count(&self, did: Did, became: Became) {
        self.families.service().watch().done(did, became);
    }

    async fn begin_work(&self) -> OwnedRwLockReadGuard<()> {
        self.at_work.clone().read_owned().await
    }
}

#[async_trait]
impl EventHandler for Listener {
    async fn ready(&self, _: Context, ready: Ready) {
        let _work = self.begin_work().await;
        tracing::info!("connected to Discord");
        let now = (self.clock)();
        let application = ready.application.id;
        self.wire.is_application(application);
        commands::register(&self.wire, application, self.scopes, self.families.service(), now).await;
    }

    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        let watch = self.families.service().watch();
        watch.shard(event.shard_id.0, event.new == ConnectionStage::Connected);
    }

    async fn message(&self, ctx: Context, message: Message) {
        let _work = self.begin_work().await;
        let me = ctx.cache.current_user().id;
        let now = (self.clock)();
        let became = match is_own_thread(&ctx, &message, me) {
            true => self.families.heard_in_thread(&self.wire, &message, now).await,
            false => self.families.heard(&self.wire, me, &message, now).await,
        };
        self.count(Did::Message, became);
    }

    async fn message_update(
        &self,
        ctx: Context,
        _: Option<Message>,
        _: Option<Message>,
        edited: MessageUpdateEvent,
    ) {
        let _work = self.begin_work().await;
        let me = ctx.cache.current_user().id;
        let became = self.families.edited(&self.wire, me, &edited, (self.clock)()).await;
        self.count(Did::Edit, became);
    }

    async fn interaction_create(&self, _: Context, happened: Happened) {
        let _work = self.begin_work().await;
        let now = (self.clock)();
        let (families, advisers) = (&self.families, &self.advisers);
        let (did, became) = match happened {
            Happened::Command(command) if command.data.name == QUEUE => {
                advisers.command(&self.wire, &command, now).await;
                (Did::AdviserCommand, Became::Answered)
            }
            Happened::Command(command) => (Did::Command, families.command(&self.wire, &command, now).await),
            Happened::Component(press) if is_for_advisers(&press.data.custom_id) => {
                advisers.pressed(&self.wire, &press, now).await;
                (Did::AdviserPress, Became::Answered)
            }
            Happened::Component(press) => (Did::Press, families.pressed(&self.wire, &press, now).await),
            Happened::Modal(window) if is_for_advisers(&window.data.custom_id) => {
                advisers.wrote_in_window(&self.wire, &window, now).await;
                (Did::AdviserWindow, Became::Answered)
            }
            Happened::Modal(window) => {
                (Did::Window, families.wrote_in_window(&self.wire, &window, now).await)
            }
            Happened::Autocomplete(command) if command.data.name == QUEUE => {
                advisers.complete(&self.wire, &command).await;
                (Did::Titles, Became::Answered)
            }
            Happened::Autocomplete(command) => {
                families.complete(&self.wire, &command).await;
                (Did::Titles, Became::Answered)
            }
            _ => return,
        };
        self.count(did, became);
    }
}

/// Whether this was written, without a mention, in a private thread that we have opened.
fn is_own_thread(ctx: &Context, message: &Message, me: UserId) -> bool {
    let Some(server) = message.guild_id else { return false };
    if message.mentions.iter().any(|user| user.id == me) {
        return false;
    }
    let Some(server) = ctx.cache.guild(server) else { return false };
    server.threads.iter().any(|thread| {
        thread.id == message.channel_id
            && thread.kind == ChannelType::PrivateThread
            && thread.owner_id == Some(me)
    })
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
