//! Signpost on the fake Discord under load, beside a bare serenity bot that answers "ok".
//!
//! `cargo bench --bench discord` prints times from dispatch to callback for so many families at once, the ratio to the
//! bare bot, and the memory of `signpost discord` as a process while thousands of families pass through.

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/discord/fake/mod.rs"]
mod fake;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use serenity::all::{
    Client, Context, CreateAllowedMentions, CreateInteractionResponse, CreateInteractionResponseMessage,
    EventHandler, GatewayIntents, HttpBuilder, Interaction,
};
use serenity::async_trait;
use tokio::sync::oneshot;

use fake::{Fake, Latencies, TOKEN};
use signpost::channel::discord::{self, DiscordSettings};
use signpost::service::Service;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};

const AT_ONCE: u64 = 1_000;
const ROUNDS: usize = 5;
const NOW: &str = "2026-11-24T10:00:00Z";
const QUESTIONS: [&str; 5] = [
    "what is sen support",
    "they will not assess my son",
    "who pays for a teaching assistant",
    "can they exclude her for her autism",
    "how do i complain about the council",
];

#[tokio::main(worker_threads = 2)]
async fn main() {
    let chosen = std::env::args().nth(1).unwrap_or_default();
    if chosen != "memory" {
        at_once().await;
    }
    if chosen != "load" {
        memory().await;
    }
}

// --- at once ---

async fn at_once() {
    println!("{AT_ONCE} interactions at once, {ROUNDS} rounds each, in turn");
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let signpost = signpost_round().await;
        println!("  round {round}, signpost: {signpost}");
        let ok = bare_round().await;
        println!("  round {round}, bare bot: {ok}");
        assert_eq!((signpost.unanswered, ok.unanswered), (0, 0), "an interaction was lost");
        ours.push(signpost);
        bare.push(ok);
    }
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
        let (own, other) = (median(&ours, share), median(&bare, share));
        let ratio = own.as_secs_f64() / other.as_secs_f64();
        println!("{name}, median of the rounds: signpost {own:.1?}, bare bot {other:.1?}, ratio {ratio:.2}");
    }
    let p99 = median(&ours, 0.99);
    assert!(p99 < Duration::from_millis(500), "p99 is {p99:?}");
}

fn median(rounds: &[Latencies], share: f64) -> Duration {
    let mut times: Vec<Duration> = rounds.iter().map(|round| round.at(share)).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Every family asks at the same moment; ends when each has its answer.
async fn all_ask(fake: &Fake, first: u64, count: u64, has_answer: impl Fn(&fake::world::World) -> bool) {
    let people: Vec<_> = (first..first + count).map(|id| fake.person(10_000 + id, "Family")).collect();
    let asked: Vec<_> = people
        .iter()
        .zip(QUESTIONS.iter().cycle())
        .map(|(person, question)| {
            let options = json!([{ "name": "question", "type": 3, "value": question }]);
            let data = json!({ "id": "51", "name": "ask", "type": 1, "options": options });
            (person, person.interaction(fake.fresh_id(), 2, data))
        })
        .collect();
    for (person, event) in asked {
        person.dispatch(event);
    }
    fake.wait(|world| has_answer(world).then_some(())).await;
}

async fn signpost_round() -> Latencies {
    let fake = Fake::start().await;
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(SqliteSettings::new(folder.path().join("signpost.db"))).await.unwrap();
    let service = Service::new(common::library(), Arc::new(store), drawn);
    let settings = DiscordSettings::new(TOKEN, None, Some(common::moment(NOW))).unwrap();
    let (end, ended) = oneshot::channel::<()>();
    let running = tokio::spawn(discord::run_until(service, settings.through(fake.client()), async {
        let _ = ended.await;
    }));
    fake.wait_gateway(|gateway| gateway.identified == 1).await;
    let before = fake.wait(|world| world.commands.get(&None).map(|_| world.journal.len())).await;
    let started = Instant::now();
    let calls = before + 2 * AT_ONCE as usize;
    all_ask(&fake, 0, AT_ONCE, |world| world.journal.len() >= calls).await;
    println!("  all answered in full after {:.0?}", started.elapsed());
    let latencies = fake.latencies();
    end.send(()).unwrap();
    running.await.unwrap().unwrap();
    let refused = fake.journal().iter().filter(|call| !call.is_done()).count();
    assert_eq!(refused, 0, "requests were refused");
    let complaints = fake.complaints();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    latencies
}

/// Answers "ok", and nothing else.
struct Ok;

#[async_trait]
impl EventHandler for Ok {
    async fn interaction_create(&self, ctx: Context, happened: Interaction) {
        if let Interaction::Command(command) = happened {
            let message = CreateInteractionResponseMessage::new().content("ok");
            let answer = CreateInteractionResponse::Message(message);
            command.create_response(&ctx.http, answer).await.unwrap();
        }
    }
}

async fn bare_round() -> Latencies {
    let fake = Fake::start().await;
    let http = HttpBuilder::new(TOKEN)
        .client(fake.client())
        .default_allowed_mentions(CreateAllowedMentions::new())
        .build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES | GatewayIntents::GUILD_MESSAGES;
    let mut client =
        serenity::client::ClientBuilder::new_with_http(http, intents).event_handler(Ok).await.unwrap();
    let gateway = client.ws_url.lock().await.clone();
    assert!(gateway.starts_with("ws://127.0.0.1:"), "{gateway}");
    let shards = client.shard_manager.clone();
    let running = tokio::spawn(async move { Client::start(&mut client).await });
    fake.wait_gateway(|gateway| gateway.identified == 1).await;
    let before = fake.world(|world| world.journal.len());
    let calls = before + AT_ONCE as usize;
    all_ask(&fake, 0, AT_ONCE, |world| world.journal.len() >= calls).await;
    let latencies = fake.latencies();
    shards.shutdown_all().await;
    running.await.unwrap().unwrap();
    latencies
}

fn drawn() -> [u8; 8] {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

// --- memory ---

const BATCH: u64 = 200;
const SESSIONS: u64 = 10_000;
/// Ten interactions a second for an hour.
const HOUR: u64 = 36_000;

/// The program as a process: its memory is its own, without the fake's journal.
async fn memory() {
    let fake = Fake::start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut program = start(&fake, folder.path());
    fake.wait(|world| world.commands.get(&None).map(drop)).await;
    let mut families = 0;
    let mut pass = async |until: u64| {
        while families < until {
            fake.world(|world| {
                world.journal.clear();
                world.transcript.clear();
                world.interactions.clear();
                world.messages.clear();
            });
            all_ask(&fake, families, BATCH, |world| world.journal.len() >= 2 * BATCH as usize).await;
            families += BATCH;
        }
    };
    pass(BATCH).await;
    let first = resident_mib(program.id());
    println!("memory of `signpost discord`: {first:.1} MiB after {BATCH} families");
    let started = Instant::now();
    pass(SESSIONS).await;
    let after = resident_mib(program.id());
    println!(
        "  {after:.1} MiB after {SESSIONS} families, each with a conversation kept ({:.0?})",
        started.elapsed()
    );
    pass(HOUR / 2).await;
    let half = resident_mib(program.id());
    pass(HOUR).await;
    let end = resident_mib(program.id());
    println!("  {half:.1} MiB after {}, {end:.1} MiB after {HOUR}: an hour of ten a second", HOUR / 2);
    println!("  growth over the second half of the hour: {:+.1} MiB", end - half);
    program.kill().unwrap();
    program.wait().unwrap();
}

fn start(fake: &Fake, folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_signpost"))
        .arg("discord")
        .current_dir(folder)
        .env("SIGNPOST_DATABASE", format!("sqlite:{}", folder.join("signpost.db").display()))
        .env("SIGNPOST_DISCORD_API", fake.base())
        .env("SIGNPOST_DISCORD_TOKEN", TOKEN)
        .env("SIGNPOST_NOW", NOW)
        .stdin(Stdio::null())
        .spawn()
        .unwrap()
}

fn resident_mib(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
}
