//! Signpost, connected to a Discord of its own, and what the kiosk would say in its place.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use signpost::channel::discord::settings::Places;
use signpost::channel::discord::{self, DiscordSettings};
use signpost::conversation::{self, Message};
use signpost::enquiry::Channel;
use signpost::plain;
use signpost::reply::Reply;
use signpost::service::Service;
use signpost::session::{Session, SessionId};
use signpost::settings::DiscordTable;
use signpost::store::memory::MemoryStore;

use crate::bare::{discord_words, kiosk_words};
use crate::common;
use crate::fake::{ADVISER_ROLE, Call, DESK, DUTY_ROLE, Fake, LOUNGE, PATIENCE, Person, SERVER, TOKEN};

pub const NOW: &str = "2026-11-24T10:00:00Z";
static DRAWN: AtomicU64 = AtomicU64::new(1);

pub fn drawn() -> [u8; 8] {
    let [low, high, ..] = DRAWN.fetch_add(1, Ordering::Relaxed).to_le_bytes();
    [low % 200 + 1, high, 19, 3, 23, 11, 5, 29]
}

/// Signpost, connected to a Discord of its own.
pub struct Bot {
    pub fake: Fake,
    pub service: Service,
    end: oneshot::Sender<()>,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Bot {
    pub async fn start() -> Bot {
        Bot::start_with(Fake::start().await, service())
    }

    /// The way to Discord is the production one, rate limiter and TLS included; only its address is this machine's.
    pub fn start_with(fake: Fake, service: Service) -> Bot {
        Bot::start_among(fake, service, Places::default())
    }

    /// The same, with the advisers' place set up.
    pub async fn start_with_desk() -> Bot {
        let service = Service::new(common::library(), Arc::new(MemoryStore::new()), drawn);
        Bot::start_among(Fake::start().await, service, desk_places())
    }

    pub fn start_among(fake: Fake, service: Service, places: Places) -> Bot {
        Bot::start_at(fake, service, places, NOW)
    }

    /// The same, at another time.
    pub fn start_at(fake: Fake, service: Service, places: Places, now: &str) -> Bot {
        let settings = DiscordSettings::new(TOKEN, None, Some(common::moment(now))).unwrap();
        Bot::start_as(fake, service, settings.at(places))
    }

    pub fn start_as(fake: Fake, service: Service, settings: DiscordSettings) -> Bot {
        let settings = settings.through(fake.client());
        let (end, ended) = oneshot::channel();
        let serving = service.clone();
        let running = tokio::spawn(async move {
            discord::run_until(serving, settings, async {
                let _ = ended.await;
            })
            .await
        });
        Bot { fake, service, end, running }
    }

    /// Stops, and starts again at that time with all that is kept.
    pub async fn starts_again_at(self, now: &str) -> Bot {
        let (fake, service) = self.stop().await;
        Bot::start_at(fake, service, desk_places(), now)
    }

    /// Ana in direct messages, or in the families' server.
    pub fn person(&self, id: u64, in_server: bool) -> Person {
        let person = self.fake.person(id, if id == 100 { "Ana" } else { "Ben" });
        if in_server { person.in_server() } else { person }
    }

    /// The answer that makes this many in all.
    pub async fn answer(&self, number: usize) -> Call {
        self.fake.wait_for(number, Call::is_answer).await.swap_remove(number - 1)
    }

    /// Ends it, and looks at everything it ever sent.
    pub async fn stop(self) -> (Fake, Service) {
        self.end.send(()).unwrap();
        self.running.await.unwrap().unwrap();
        for call in self.fake.journal() {
            assert_eq!(call.host, "discord.com", "the tested path is the production path");
            assert!(!call.body.to_string().contains(TOKEN), "the token left in a body");
        }
        let complaints = self.fake.complaints();
        assert!(complaints.is_empty(), "the judges found:\n{}", complaints.join("\n"));
        (self.fake, self.service)
    }
}

/// A service that remembers for as long as it lives.
pub fn service() -> Service {
    Service::new(common::library(), Arc::new(MemoryStore::new()), drawn)
}

/// The advisers' place of the fake's server.
pub fn desk_places() -> Places {
    let table = DiscordTable {
        server: Some(SERVER),
        adviser_channel: Some(DESK),
        adviser_role: Some(ADVISER_ROLE),
        duty_role: Some(DUTY_ROLE),
        family_channel: Some(LOUNGE),
        dev_server: None,
    };
    Places::read(&table, |_| None).unwrap()
}

/// What the kiosk says after these, beginning at the start.
pub fn kiosk(messages: &[Message]) -> Reply {
    let library = common::library();
    let now = common::moment(NOW);
    let session = Session::new(SessionId::new("s"), Channel::Discord);
    let mut turn = conversation::respond(&library, &session, &Message::Begin, now);
    for message in messages {
        turn = conversation::respond(&library, &turn.session, message, now);
    }
    turn.reply
}

/// Waits until something is so that no request shows; as patient as the fake.
pub async fn until(is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it is so in the end");
}

#[track_caller]
pub fn check_same_words(shown: &Call, reply: &Reply) {
    let unnumbered = Reply { choices: Vec::new(), ..reply.clone() };
    assert_eq!(discord_words(&shown.words()), kiosk_words(&plain::text(&unnumbered, 80)));
    let labels: Vec<String> = shown.buttons().into_iter().map(|(label, _, _)| label).collect();
    for choice in &reply.choices {
        assert!(labels.contains(choice), "`{choice}` is not among {labels:?}");
    }
}

pub fn wrote(words: &str) -> Message {
    Message::Text(words.to_owned())
}
