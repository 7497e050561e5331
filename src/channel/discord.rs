//! Discord: direct messages, slash commands and buttons, each taken to the conversation and its reply dressed.
//!
//! - [`dress`]: a reply as messages within the platform's limits; [`button`]: what a button carries
//! - [`commands`]: the slash commands, registered only when they have changed
//! - [`gate`]: who is let in, at what pace
//! - [`talks`]: one conversation for each family, one turn at a time
//! - [`advisers`]: the queue, for whoever has the role
//! - [`unanswered`]: who waits in vain, because a process ended before it could answer
//! - [`bring`]: notices, from the outbox; [`rounds`], [`hours`]: what time brings, and when anybody may be reminded
//! - [`listen`]: what happens on Discord; [`family`]: the answer to a family
//! - [`send`]: the way out, over the [`wire`], which [`waits`] as Discord asks and goes in [`lanes`]
//! - [`settings`]: token and where Discord is; [`shards`]: which part of the gateway is ours
//!
//! In a server everything is shown to the family alone; a mention gets one public sentence without content. No
//! privileged intent is asked for. Nobody is ever pinged. Log lines carry kinds and codes, never words or tokens.

pub mod advisers;
pub mod bring;
pub mod button;
pub mod commands;
pub mod dress;
pub mod family;
pub mod gate;
pub mod hours;
pub mod lanes;
pub mod listen;
pub mod rounds;
pub mod send;
pub mod settings;
pub mod shards;
pub mod talks;
pub mod unanswered;
mod waits;
pub mod wire;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serenity::all::{Client, CreateAllowedMentions, GatewayIntents, Http, HttpBuilder};
use serenity::client::ClientBuilder;
use tokio::sync::RwLock;
use tokio_util::sync::CancellationToken;

use crate::outbox::{Pace, Worker};
use crate::safeguarding;
use crate::service::Service;
use crate::watch::Watch;
use bring::Bringer;
pub use settings::{DiscordSettings, DiscordSettingsError};
pub use shards::Shards;
use talks::Talks;
use wire::Wire;

/// 4609. None of these is privileged; direct messages and mentions come with their words all the same.
const INTENTS: GatewayIntents =
    GatewayIntents::GUILDS.union(GatewayIntents::DIRECT_MESSAGES).union(GatewayIntents::GUILD_MESSAGES);
/// How long an answer under way may take once the end has been asked for.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
const SHARDS_END: Duration = Duration::from_secs(5);

/// Serves families on Discord until Ctrl-C, or until the operating system asks for the end.
///
/// # Errors
///
/// When Discord refuses the token or the intents, or cannot be reached at the start.
pub async fn run(service: Service, settings: DiscordSettings) -> anyhow::Result<()> {
    run_until(service, settings, asked_to_end()).await
}

/// The same, until `end` comes. Answers under way are given before it returns.
///
/// # Errors
///
/// As for [`run`].
pub async fn run_until(
    service: Service,
    settings: DiscordSettings,
    end: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    safeguarding::prepare();
    let at_work = Arc::new(RwLock::new(()));
    let watch = service.watch().clone();
    let talks = Arc::new(Talks::new(service.clone()));
    let over = reach(&settings)?;
    let wire = Wire::new(over.clone(), settings.token(), settings.api());
    let listener =
        listen::Listener::new(wire.clone(), talks.clone(), &settings, settings.clock(), at_work.clone());
    let mut client = connect(&settings, over, listener, watch.clone()).await?;
    let shards = client.shard_manager.clone();
    let bringer = Bringer {
        wire: wire.patient_for(wire::NOTICE),
        talks,
        room: settings.room(),
        family_channel: settings.family_channel(),
        clock: Box::new(settings.clock()),
    };
    let ending = CancellationToken::new();
    let mut bringing = std::pin::pin!(bring_notices(&service, &bringer, &ending));
    let outcome = {
        let mut speaking = std::pin::pin!(settings.shards().start(&mut client, &watch));
        tokio::select! {
            ended = &mut speaking => ended.context("speaking with Discord's gateway"),
            () = &mut bringing => Ok(()),
            () = end => {
                ending.cancel();
                let closing = async { tokio::join!(shards.shutdown_all(), speaking, bringing) };
                if tokio::time::timeout(SHARDS_END, closing).await.is_err() {
                    tracing::warn!("the connection to Discord did not close in time");
                }
                Ok(())
            }
        }
    };
    if tokio::time::timeout(LAST_ANSWERS, at_work.write()).await.is_err() {
        tracing::warn!("an answer was still under way at the end");
    }
    outcome
}

/// Brings what is due, goes the rounds, and tells who waits in vain, until the end. What is on its way then is brought first.
async fn bring_notices(service: &Service, bringer: &Bringer, ending: &CancellationToken) {
    let id = service.id();
    let worker = Worker {
        store: service.store(),
        service: &id,
        channel: bringer,
        pace: Pace::default(),
        clock: &*bringer.clock,
        random: button::random,
    };
    let every = rounds::EVERY.to_std().unwrap_or_default();
    let going = async {
        loop {
            if let Err(error) = rounds::go(service, (bringer.clock)()).await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the queue's rounds could not be gone"
                );
            }
            tokio::select! {
                () = tokio::time::sleep(every) => {}
                () = ending.cancelled() => return,
            }
        }
    };
    let telling = async {
        loop {
            // What is said by a token goes under the application's id, which comes with the first connection.
            let is_connected = bringer.wire.knows_application();
            if is_connected {
                unanswered::speak(&bringer.wire, &bringer.talks, (bringer.clock)()).await;
            }
            let pause = if is_connected { unanswered::EVERY } else { unanswered::UNTIL_CONNECTED };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = ending.cancelled() => return,
            }
        }
    };
    let working = worker.run(|wait| async move {
        tokio::select! {
            () = tokio::time::sleep(wait.to_std().unwrap_or_default()) => !ending.is_cancelled(),
            () = ending.cancelled() => false,
        }
    });
    let adopting = async {
        if let Err(error) = bringer.adopt_cards().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "cards of an earlier build stay where they were"
            );
        }
    };
    tokio::join!(adopting, going, telling, working);
}

/// The one client over which everything goes: its connections are shared.
fn reach(settings: &DiscordSettings) -> anyhow::Result<reqwest::Client> {
    match settings.client() {
        Some(client) => Ok(client.clone()),
        None => wire::client().build().context("preparing TLS"),
    }
}

async fn connect(
    settings: &DiscordSettings,
    over: reqwest::Client,
    listener: listen::Listener,
    watch: Watch,
) -> anyhow::Result<Client> {
    let client = ClientBuilder::new_with_http(http(settings, over), INTENTS)
        .event_handler(listener)
        .raw_event_handler(listen::Unknowns::new(watch))
        .await
        .context("preparing the connection to Discord")?;
    if settings.is_on_this_machine() {
        // When asking for the gateway fails, serenity falls back on the real Discord and says so in a log line only.
        let gateway = client.ws_url.lock().await.clone();
        if !settings::is_loopback(&gateway, "ws://") {
            bail!("this Discord names no gateway on this machine, so nothing was connected");
        }
    }
    Ok(client)
}

/// Serenity's own way, by which it asks for the gateway and for nothing else. Another base and the rate limiter's end go
/// together: with the limiter on, serenity ignores the base and sends the token to the real Discord.
fn http(settings: &DiscordSettings, over: reqwest::Client) -> Http {
    let http = HttpBuilder::new(settings.token()).client(over);
    let http = http.default_allowed_mentions(CreateAllowedMentions::new());
    match settings.api() {
        Some(base) => http.proxy(base).ratelimiter_disabled(true).build(),
        None => http.build(),
    }
}

async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without signals there is nothing else to wait for.
    let _ = tokio::signal::ctrl_c().await;
}
