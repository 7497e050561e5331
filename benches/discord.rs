//! Signpost on the fake Discord under load, beside a bare serenity bot that answers "ok".
//!
//! `cargo bench --bench discord` prints times from dispatch to callback for so many families at once, the ratio to the
//! bare bot, and the memory of `signpost discord` as a process while thousands of families pass through. `load` and
//! `memory` choose one; after `memory` may follow the program to look at, where that is not the one just built. Under
//! load the fake has Discord's own limits, and what serenity's limiter makes of them is shown beside.

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
    EditInteractionResponse, EventHandler, GatewayIntents, HttpBuilder, Interaction, ShardManager,
};
use serenity::async_trait;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use fake::{Fake, Latencies, TOKEN};
use signpost::channel::discord::{self, DiscordSettings};
use signpost::service::Service;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};

const AT_ONCE: u64 = 1_000;
const ROUNDS: usize = 3;
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
    let chosen = chosen().next().unwrap_or_default();
    if chosen != "memory" {
        at_once().await;
    }
    if chosen != "load" {
        memory().await;
    }
}

/// What was asked for, without what cargo adds.
fn chosen() -> impl Iterator<Item = String> {
    std::env::args().skip(1).filter(|argument| !argument.starts_with("--"))
}

// --- at once ---

async fn at_once() {
    println!("{AT_ONCE} interactions at once, {ROUNDS} rounds each, in turn");
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let begun = processor_time();
        let signpost = signpost_round().await;
        println!("  round {round}, signpost: {signpost}; processor {:.1?}", processor_time() - begun);
        let begun = processor_time();
        let ok = bare_round().await;
        println!("  round {round}, bare bot: {ok}; processor {:.1?}", processor_time() - begun);
        assert_eq!((signpost.unanswered, ok.unanswered), (0, 0), "an interaction was lost");
        ours.push(signpost);
        bare.push(ok);
    }
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
        let (own, other) = (median(&ours, share), median(&bare, share));
        let ratio = own.as_secs_f64() / other.as_secs_f64();
        println!("{name}, median of the rounds: signpost {own:.1?}, bare bot {other:.1?}, ratio {ratio:.2}");
    }
    let limited = deferring_round().await;
    println!("serenity's own limiter, {IN_LINE} interactions deferred and then answered: {limited:.1?}");
    let is_met = median(&ours, 0.99) < Duration::from_millis(500);
    println!("p99 under 500 ms: {}", if is_met { "yes" } else { "no" });
}

/// Processor time that this process has had, the fake's share included: it does not grow when others are busy.
fn processor_time() -> Duration {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = status.rsplit_once(')').unwrap();
    let ticks = |place: usize| fields.split_whitespace().nth(place).unwrap().parse::<u64>().unwrap();
    // In hundredths of a second, as Linux tells them to programs.
    Duration::from_millis((ticks(11) + ticks(12)) * 10)
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

/// How many requests Discord carried out.
fn done(fake: &Fake) -> usize {
    fake.world(|world| done_in(world))
}

fn done_in(world: &fake::world::World) -> usize {
    world.journal.iter().filter(|call| call.is_done()).count()
}

async fn signpost_round() -> Latencies {
    let fake = Fake::start().await;
    fake.world(|world| world.limits.as_long_as_discords());
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
    all_ask(&fake, 0, AT_ONCE, |world| done_in(world) >= calls).await;
    let connections = fake.world(|world| world.connections);
    println!("  all answered in full after {:.0?}, over {connections} connections", started.elapsed());
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

/// A bot that is serenity alone, connected.
async fn bare(
    handler: impl EventHandler + 'static,
) -> (Fake, JoinHandle<serenity::Result<()>>, Arc<ShardManager>) {
    let fake = Fake::start().await;
    fake.world(|world| world.limits.as_long_as_discords());
    let http = HttpBuilder::new(TOKEN)
        .client(fake.client())
        .default_allowed_mentions(CreateAllowedMentions::new())
        .build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES | GatewayIntents::GUILD_MESSAGES;
    let client = serenity::client::ClientBuilder::new_with_http(http, intents).event_handler(handler);
    let mut client = client.await.unwrap();
    let gateway = client.ws_url.lock().await.clone();
    assert!(gateway.starts_with("ws://127.0.0.1:"), "{gateway}");
    let shards = client.shard_manager.clone();
    let running = tokio::spawn(async move { Client::start(&mut client).await });
    fake.wait_gateway(|gateway| gateway.identified == 1).await;
    (fake, running, shards)
}

async fn bare_round() -> Latencies {
    let (fake, running, shards) = bare(Ok).await;
    let calls = done(&fake) + AT_ONCE as usize;
    all_ask(&fake, 0, AT_ONCE, |world| done_in(world) >= calls).await;
    let latencies = fake.latencies();
    shards.shutdown_all().await;
    running.await.unwrap().unwrap();
    latencies
}

/// Few, because they stand in one line.
const IN_LINE: u64 = 50;

/// Defers, and then answers "ok", as a bot does that has something to look up.
struct Deferred;

#[async_trait]
impl EventHandler for Deferred {
    async fn interaction_create(&self, ctx: Context, happened: Interaction) {
        if let Interaction::Command(command) = happened {
            command.defer(&ctx.http).await.unwrap();
            let answer = EditInteractionResponse::new().content("ok");
            command.edit_response(&ctx.http, answer).await.unwrap();
        }
    }
}

/// How long it takes until all have their answers through serenity's own limiter.
async fn deferring_round() -> Duration {
    let (fake, running, shards) = bare(Deferred).await;
    let started = Instant::now();
    let calls = done(&fake) + 2 * IN_LINE as usize;
    all_ask(&fake, 0, IN_LINE, |world| done_in(world) >= calls).await;
    let took = started.elapsed();
    shards.shutdown_all().await;
    running.await.unwrap().unwrap();
    took
}

fn drawn() -> [u8; 8] {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

// --- memory ---

const BATCH: u64 = 200;
const SESSIONS: u64 = 10_000;
/// Where the soak is half over, and over; with a family every fifth of a second this is more than an hour.
const HALF: u64 = 15_000;
const ALL: u64 = 20_000;

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
    println!("memory of `signpost discord`: {} after {BATCH} families", resident(program.id()));
    let started = Instant::now();
    pass(SESSIONS).await;
    let after = resident(program.id());
    println!(
        "  {after} after {SESSIONS} families, each with a conversation kept ({:.0?})",
        started.elapsed()
    );
    pass(HALF).await;
    let half = mib_of(program.id(), "VmRSS:");
    pass(ALL).await;
    let end = mib_of(program.id(), "VmRSS:");
    println!(
        "  {half:.1} MiB after {HALF}, {end:.1} MiB after {ALL}: {:+.1} MiB for the last {}",
        end - half,
        ALL - HALF
    );
    program.kill().unwrap();
    program.wait().unwrap();
}

fn start(fake: &Fake, folder: &Path) -> Child {
    let program = chosen().nth(1).unwrap_or_else(|| env!("CARGO_BIN_EXE_signpost").to_owned());
    Command::new(program)
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

/// Of the memory in place, what is the program's own and what is files that can be read again at any time.
fn resident(process: u32) -> String {
    let part = |name| mib_of(process, name);
    let (all, own, files) = (part("VmRSS:"), part("RssAnon:"), part("RssFile:"));
    format!("{all:.1} MiB ({own:.1} its own, {files:.1} of files)")
}

fn mib_of(process: u32, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
}
