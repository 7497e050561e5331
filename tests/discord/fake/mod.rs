//! A Discord on this machine: REST over TLS, a gateway, a small world, and people who press what the bot sent.
//!
//! - `rest`, `gateway`: the two ways to it; `tls`: the certificate and the client that lead here
//! - `world`: who and what there is, and the clock by which interactions die
//! - `faults`: what goes wrong, told beforehand; `limits`: how often each route may be used
//! - `judge`: Discord's description of its request bodies; `rules`: what it does not say
//! - `person`: what people do and see, and the transcript of it
//!
//! Nothing unknown is ever answered with an empty 200: it is written down and fails the test, as does every body that
//! a judge finds wrong. The same fake serves plain HTTP, for the whole program started as a process.
#![allow(dead_code, unused_imports, reason = "tests and benches each use a part of this")]

pub mod faults;
mod gateway;
mod http;
pub mod judge;
mod limits;
mod person;
mod rest;
pub mod rules;
mod tls;
pub mod world;

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use faults::Fate;
use gateway::Gateway;
use http::Answer;
pub use person::{Person, Shown};
use world::World;
pub use world::{
    ADVISER_ROLE, BOT, Call, DESK, DUTY_ROLE, LOUNGE, OTHER_ADVISER_ROLE, OTHER_LOUNGE, OTHER_SERVER, SERVER,
    TOKEN,
};

/// Long enough for a busy machine; reached only when a test fails.
pub const PATIENCE: Duration = Duration::from_secs(40);
/// The first byte of TLS.
const HANDSHAKE: u8 = 0x16;

#[derive(Default)]
struct State {
    world: World,
    gateway: Gateway,
    judged: usize,
    complaints: Vec<String>,
    /// So many connections are still turned away.
    out_of_reach: usize,
}

struct Inside {
    address: SocketAddr,
    tls: tokio_native_tls::TlsAcceptor,
    state: Mutex<State>,
    changed: Notify,
    /// Connections on which nothing is under way end.
    cut: Notify,
}

/// A handle on it; clones lead to the same one.
#[derive(Clone)]
pub struct Fake {
    inside: Arc<Inside>,
}

impl Fake {
    pub async fn start() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inside = Arc::new(Inside {
            address: listener.local_addr().unwrap(),
            tls: tls::acceptor(),
            state: Mutex::default(),
            changed: Notify::new(),
            cut: Notify::new(),
        });
        let serving = inside.clone();
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                // Without this an answer waits for an acknowledgement that is itself delayed: 40 ms of nothing.
                stream.set_nodelay(true).unwrap();
                tokio::spawn(serving.clone().welcome(stream));
            }
        });
        Fake { inside }
    }

    /// The client that believes this to be `discord.com`.
    pub fn client(&self) -> reqwest::Client {
        tls::client(self.inside.address)
    }

    /// Plain HTTP, for `SIGNPOST_DISCORD_API`.
    pub fn base(&self) -> String {
        format!("http://{}", self.inside.address)
    }

    pub fn person(&self, id: u64, name: &str) -> Person {
        Person::new(self.clone(), id, name)
    }

    pub fn fresh_id(&self) -> u64 {
        self.inside.state().world.fresh_id()
    }

    /// Reads or changes the world.
    pub fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        look(&mut self.inside.state().world)
    }

    /// Reads the gateway, or makes it do something.
    pub fn gateway<T>(&self, look: impl FnOnce(&mut Gateway) -> T) -> T {
        look(&mut self.inside.state().gateway)
    }

    /// Plans a fault for the next so many requests of this method whose path has this part.
    pub fn plan(&self, method: &'static str, part: &str, times: usize, fate: Fate) {
        self.world(|world| world.faults.plan(method, part, times, fate));
    }

    /// From now on every such request is refused as by a server that is down.
    pub fn goes_down(&self, method: &'static str, part: &str) {
        self.world(|world| world.faults.goes_down(method, part));
    }

    pub fn comes_back(&self) {
        self.world(|world| world.faults.comes_back());
    }

    /// Cuts the connections there are, but for the gateway's, and turns the next so many away before they come about.
    pub fn is_out_of_reach(&self, times: usize) {
        self.inside.state().out_of_reach = times;
        self.inside.cut.notify_waiters();
    }

    /// Lets time pass for interactions and for the numbers of messages.
    pub fn time_passes(&self, time: Duration) {
        self.world(|world| world.now += time);
    }

    /// An event, told as Discord tells it.
    pub fn send(&self, kind: &str, event: Value) {
        self.inside.state().gateway.happens(kind, event);
    }

    pub fn journal(&self) -> Vec<Call> {
        let state = self.inside.state();
        let unknown = &state.world.unknown;
        assert!(unknown.is_empty(), "the bot asked for what this Discord does not have: {unknown:?}");
        state.world.journal.clone()
    }

    /// Waits until the journal holds this many of something.
    pub async fn wait_for(&self, count: usize, what: impl Fn(&Call) -> bool) -> Vec<Call> {
        self.wait(|world| {
            let found: Vec<&Call> = world.journal.iter().filter(|call| what(call)).collect();
            (found.len() >= count).then(|| found.into_iter().cloned().collect())
        })
        .await
    }

    /// Waits until the world shows something.
    pub async fn wait<T>(&self, what: impl Fn(&World) -> Option<T>) -> T {
        self.wait_on(|state| what(&state.world)).await
    }

    /// Waits until the gateway is in some way.
    pub async fn wait_gateway(&self, what: impl Fn(&Gateway) -> bool) {
        self.wait_on(|state| what(&state.gateway).then_some(())).await;
    }

    async fn wait_on<T>(&self, what: impl Fn(&State) -> Option<T>) -> T {
        let enough = async {
            loop {
                let changed = self.inside.changed.notified();
                if let Some(found) = what(&self.inside.state()) {
                    return found;
                }
                changed.await;
            }
        };
        match tokio::time::timeout(PATIENCE, enough).await {
            Ok(found) => found,
            Err(_) => {
                let state = self.inside.state();
                let calls: Vec<String> = state.world.journal.iter().map(Call::in_short).collect();
                panic!(
                    "waited in vain\n{}\n\n{}\n\n{}",
                    calls.join("\n"),
                    state.gateway.in_short(),
                    state.world.transcript.join("\n\n")
                );
            }
        }
    }

    /// What was wrong with anything that the bot asked for, up to now.
    pub fn complaints(&self) -> Vec<String> {
        let mut state = self.inside.state();
        let state = &mut *state;
        for call in &state.world.journal[state.judged..] {
            let Some(template) = rest::template(&call.method, &call.path) else { continue };
            let is_by_token = call.path.starts_with("/interactions/") || call.path.starts_with("/webhooks/");
            if !is_by_token && call.authorization != format!("Bot {TOKEN}") {
                state.complaints.push(format!("{template}: without the bot's token"));
            }
            let found = judge::complaints(template, &call.body);
            state
                .complaints
                .extend(found.into_iter().map(|wrong| format!("{template}: {wrong}\n  {}", call.body)));
        }
        state.judged = state.world.journal.len();
        let unknown = state.world.unknown.iter().map(|route| format!("unknown route: {route}"));
        let unmet =
            state.world.faults.unmet().into_iter().map(|fault| format!("a fault never came: {fault}"));
        let others = state.world.broken.iter().chain(&state.gateway.wrong).cloned();
        unknown.chain(unmet).chain(others).chain(state.complaints.iter().cloned()).collect()
    }

    /// How long each interaction waited for its first answer.
    pub fn latencies(&self) -> Latencies {
        self.world(|world| {
            let mut times: Vec<Duration> = Vec::new();
            let mut unanswered = 0;
            for interaction in world.interactions.values() {
                match &interaction.answered {
                    Some(answered) => times.push(answered.at - interaction.dispatched),
                    None => unanswered += 1,
                }
            }
            times.sort_unstable();
            Latencies { times, unanswered }
        })
    }

    /// What everybody did and saw, in order.
    pub fn transcript(&self) -> String {
        self.world(|world| world.transcript.join("\n\n"))
    }
}

/// From dispatch to callback, shortest first.
#[derive(Debug)]
pub struct Latencies {
    pub times: Vec<Duration>,
    pub unanswered: usize,
}

impl Latencies {
    pub fn at(&self, share: f64) -> Duration {
        let place = (self.times.len() as f64 * share).ceil() as usize;
        self.times.get(place.saturating_sub(1)).copied().unwrap_or_default()
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, left) = (self.times.len(), self.unanswered);
        write!(f, "{count} answered, {left} not; from dispatch to callback ")?;
        let (p50, p95, p99) = (self.at(0.5), self.at(0.95), self.at(0.99));
        write!(f, "p50 {p50:.1?}, p95 {p95:.1?}, p99 {p99:.1?}, max {:.1?}", self.at(1.0))
    }
}

impl Inside {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn gateway_url(&self) -> String {
        format!("ws://{}/socket", self.address)
    }

    async fn welcome(self: Arc<Inside>, mut stream: TcpStream) {
        let mut head = [0; 12];
        while stream.peek(&mut head).await.is_ok_and(|read| read > 0 && read < head.len()) {
            tokio::task::yield_now().await;
        }
        if head.starts_with(b"GET /socket") {
            return self.gateway(stream).await;
        }
        if head[0] == HANDSHAKE {
            if self.is_turned_away() {
                return;
            }
            let Ok(mut stream) = self.tls.accept(stream).await else { return };
            self.state().world.connections += 1;
            return self.serve(&mut stream).await;
        }
        self.serve(&mut stream).await;
    }

    fn is_turned_away(&self) -> bool {
        let mut state = self.state();
        let is_turned_away = state.out_of_reach > 0;
        state.out_of_reach = state.out_of_reach.saturating_sub(1);
        is_turned_away
    }

    async fn serve(&self, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
        let mut left = Vec::new();
        loop {
            let request = tokio::select! {
                request = http::read(stream, &mut left) => request,
                () = self.cut.notified() => None,
            };
            let Some(request) = request else { return };
            let fate = self.state().world.faults.fate(&request.method, &request.path);
            if let Some(Fate::Held(gate)) = &fate {
                gate.pass().await;
            }
            let mut headers = Vec::new();
            let (mut answer, effect) = match &fate {
                Some(Fate::Refused { status, code }) => {
                    (Answer::error(*status, *code, "as the test wishes"), rest::Effect::default())
                }
                Some(Fate::TooMany { retry_after_secs }) => {
                    let after = Duration::from_secs_f64(*retry_after_secs);
                    (limits::too_many(after, "shared", Vec::new()), rest::Effect::default())
                }
                Some(Fate::TooManyInAll { retry_after_secs }) => {
                    let after = Duration::from_secs_f64(*retry_after_secs);
                    (limits::too_many(after, "global", Vec::new()), rest::Effect::default())
                }
                Some(Fate::TurnedAway { retry_after_secs }) => {
                    let headers = retry_after_secs.map(|secs| ("retry-after", secs.to_string()));
                    let body = Value::String("error code: 1015".to_owned());
                    let answer = Answer { status: 429, headers: headers.into_iter().collect(), body };
                    (answer, rest::Effect::default())
                }
                Some(Fate::LostBefore) => {
                    (Answer { status: 0, headers: Vec::new(), body: Value::Null }, rest::Effect::default())
                }
                _ => {
                    let mut state = self.state();
                    let taken = rest::template(&request.method, &request.path)
                        .map_or(Ok(Vec::new()), |route| state.world.limits.take(route, &request.path));
                    match taken {
                        Ok(told) => {
                            headers = told;
                            rest::answer(&mut state.world, &request, &self.gateway_url())
                        }
                        Err(refusal) => (refusal, rest::Effect::default()),
                    }
                }
            };
            answer.headers.extend(headers);
            let call = Call {
                at: Instant::now(),
                method: request.method,
                path: request.path,
                query: request.query,
                authorization: request.authorization,
                host: request.host,
                body: request.body,
                files: request.files,
                status: answer.status,
                to: effect.to,
                channel: effect.channel,
                message: effect.message,
                is_repeat: effect.is_repeat,
            };
            {
                let mut state = self.state();
                state.world.note(&call);
                state.world.journal.push(call);
                if let Some(Fate::TimePasses(time)) = &fate {
                    state.world.now += *time;
                }
            }
            self.changed.notify_waiters();
            match fate {
                Some(Fate::LostBefore | Fate::LostAfter) => return,
                Some(Fate::DoneAndHeld(gate)) => gate.pass().await,
                Some(Fate::Unreadable) => answer.body = serde_json::json!({ "id": null }),
                _ => {}
            }
            if answer.write(stream).await.is_err() {
                return;
            }
        }
    }
}
