//! Signpost, connected to a Discord of its own, and what the kiosk would say in its place.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use signpost::channel::discord::{self, DiscordSettings};
use signpost::conversation::{self, Message};
use signpost::enquiry::Channel;
use signpost::plain;
use signpost::reply::Reply;
use signpost::service::Service;
use signpost::session::{Session, SessionId};
use signpost::store::memory::MemoryStore;

use crate::bare::{discord_words, kiosk_words};
use crate::common;
use crate::fake::{Call, Fake, Person, TOKEN};

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
        let settings = DiscordSettings::new(TOKEN, None, Some(common::moment(NOW))).unwrap();
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
