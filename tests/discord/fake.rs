//! A small Discord on this machine: REST with a journal, a gateway, and a person who presses what the bot sent.
//!
//! What is unknown to it is written down and fails the test; it never answers an unknown request with an empty 200.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use serenity::futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio_tungstenite::tungstenite::Message as Frame;

pub const TOKEN: &str = "not-a-real-token";
pub const BOT: u64 = 900;
pub const SERVER: u64 = 700;
const APPLICATION: u64 = 900;
/// Long enough for a busy machine; reached only when a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// One request of the bot.
#[derive(Debug, Clone)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub authorization: String,
    pub body: Value,
}

impl Call {
    /// Whether a person sees something new through it.
    pub fn is_answer(&self) -> bool {
        let path = &self.path;
        (self.method == "POST" && path.starts_with("/channels/"))
            || (self.method == "PATCH" && path.ends_with("/@original"))
            || (self.method == "POST" && path.starts_with("/webhooks/"))
    }

    pub fn is_callback(&self) -> bool {
        self.path.ends_with("/callback")
    }

    /// Everything that is read: content, then titles and descriptions of embeds.
    pub fn words(&self) -> String {
        let embeds = self.body["embeds"].as_array().cloned().unwrap_or_default();
        let mut words = vec![self.body["content"].as_str().unwrap_or_default().to_owned()];
        for embed in embeds {
            words.push(embed["title"].as_str().unwrap_or_default().to_owned());
            words.push(embed["description"].as_str().unwrap_or_default().to_owned());
        }
        words.join("\n")
    }

    /// Label, `custom_id` and, for a choice of a menu, its value.
    pub fn buttons(&self) -> Vec<(String, String, Option<String>)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut found = Vec::new();
        for row in self.body["components"].as_array().into_iter().flatten() {
            for part in row["components"].as_array().into_iter().flatten() {
                match part["options"].as_array() {
                    Some(options) => found.extend(options.iter().map(|option| {
                        (text(&option["label"]), text(&part["custom_id"]), Some(text(&option["value"])))
                    })),
                    None => found.push((text(&part["label"]), text(&part["custom_id"]), None)),
                }
            }
        }
        found
    }
}

#[derive(Default)]
struct World {
    journal: Vec<Call>,
    unknown: Vec<String>,
    answered: HashSet<String>,
}

struct Inside {
    address: std::net::SocketAddr,
    world: Mutex<World>,
    changed: Notify,
    events: tokio::sync::Mutex<mpsc::UnboundedReceiver<(String, Value)>>,
    ids: AtomicU64,
}

#[derive(Clone)]
pub struct Fake {
    inside: Arc<Inside>,
    happen: mpsc::UnboundedSender<(String, Value)>,
}

impl Fake {
    pub async fn start() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (happen, events) = mpsc::unbounded_channel();
        let inside = Arc::new(Inside {
            address: listener.local_addr().unwrap(),
            world: Mutex::default(),
            changed: Notify::new(),
            events: tokio::sync::Mutex::new(events),
            ids: AtomicU64::new(10_000),
        });
        let serving = inside.clone();
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                stream.set_nodelay(true).unwrap();
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        Fake { inside, happen }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.inside.address)
    }

    pub fn fresh_id(&self) -> u64 {
        self.inside.ids.fetch_add(1, Ordering::Relaxed)
    }

    pub fn journal(&self) -> Vec<Call> {
        let world = self.inside.world.lock().unwrap();
        assert!(
            world.unknown.is_empty(),
            "the bot asked for what this Discord does not have: {:?}",
            world.unknown
        );
        world.journal.clone()
    }

    /// Waits until the journal holds this many of something.
    pub async fn wait_for(&self, count: usize, what: impl Fn(&Call) -> bool) -> Vec<Call> {
        let enough = async {
            loop {
                let changed = self.inside.changed.notified();
                let found: Vec<Call> = self.journal().into_iter().filter(&what).collect();
                if found.len() >= count {
                    return found;
                }
                changed.await;
            }
        };
        match tokio::time::timeout(PATIENCE, enough).await {
            Ok(found) => found,
            Err(_) => panic!("waited in vain; so far: {:#?}", self.journal()),
        }
    }

    pub fn send(&self, kind: &str, event: Value) {
        self.happen.send((kind.to_owned(), event)).unwrap();
    }
}

impl Inside {
    async fn serve(self: Arc<Inside>, mut stream: TcpStream) {
        let mut head = [0; 12];
        while stream.peek(&mut head).await.is_ok_and(|read| read > 0 && read < head.len()) {
            tokio::task::yield_now().await;
        }
        if head.starts_with(b"GET /socket") {
            return self.gateway(stream).await;
        }
        let mut read: Vec<u8> = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                    break at + 4;
                }
                let mut more = [0; 8_192];
                match stream.read(&mut more).await {
                    Ok(count) if count > 0 => read.extend_from_slice(&more[..count]),
                    _ => return,
                }
            };
            let head = String::from_utf8(read[..end].to_vec()).unwrap();
            let header = |name: &str| {
                let lines = head.lines().filter_map(|line| line.split_once(": "));
                lines
                    .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                    .map(|(_, value)| value.to_owned())
                    .next()
                    .unwrap_or_default()
            };
            let length: usize = header("content-length").parse().unwrap_or(0);
            while read.len() < end + length {
                let mut more = [0; 8_192];
                match stream.read(&mut more).await {
                    Ok(count) if count > 0 => read.extend_from_slice(&more[..count]),
                    _ => return,
                }
            }
            let body = serde_json::from_slice(&read[end..end + length]).unwrap_or(Value::Null);
            let mut first = head.split(' ');
            let method = first.next().unwrap().to_owned();
            let target = first.next().unwrap().split('?').next().unwrap();
            let path = target.strip_prefix("/api/v10").unwrap_or(target).to_owned();
            let call = Call { method, path, authorization: header("authorization"), body };
            read.drain(..end + length);
            let (status, reply) = self.answer(&call);
            self.world.lock().unwrap().journal.push(call);
            self.changed.notify_waiters();
            let reply = if reply.is_null() { String::new() } else { reply.to_string() };
            let response = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{reply}",
                reply.len()
            );
            if stream.write_all(response.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn answer(&self, call: &Call) -> (&'static str, Value) {
        let parts: Vec<&str> = call.path.trim_start_matches('/').split('/').collect();
        match (call.method.as_str(), parts.as_slice()) {
            ("GET", ["gateway"]) => ("200 OK", json!({ "url": format!("ws://{}/socket", self.address) })),
            ("PUT", ["applications", _, "commands"]) => ("200 OK", registered(&call.body)),
            ("POST", ["interactions", id, _, "callback"]) => {
                // As Discord does: an interaction is answered once.
                match self.world.lock().unwrap().answered.insert((*id).to_owned()) {
                    true => ("204 No Content", Value::Null),
                    false => (
                        "400 Bad Request",
                        json!({ "code": 40060, "message": "Interaction has already been acknowledged." }),
                    ),
                }
            }
            ("PATCH", ["webhooks", _, _, "messages", "@original"])
            | ("POST", ["webhooks", _, _])
            | ("POST", ["channels", _, "messages"]) => {
                let id = self.ids.fetch_add(1, Ordering::Relaxed);
                ("200 OK", message(id, 1, user(BOT, true), ""))
            }
            _ => {
                self.world.lock().unwrap().unknown.push(format!("{} {}", call.method, call.path));
                ("404 Not Found", json!({ "code": 0, "message": "404: Not Found" }))
            }
        }
    }

    async fn gateway(&self, stream: TcpStream) {
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let mut events = self.events.lock().await;
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 } });
        if socket.send(Frame::Text(hello.to_string())).await.is_err() {
            return;
        }
        let mut sequence = 0;
        let mut is_ready = false;
        loop {
            let frame = tokio::select! {
                frame = socket.next() => match frame {
                    Some(Ok(Frame::Text(text))) => match serde_json::from_str::<Value>(&text).unwrap()["op"].as_u64() {
                        Some(1) => json!({ "op": 11 }),
                        Some(2) => {
                            is_ready = true;
                            sequence += 1;
                            json!({ "op": 0, "t": "READY", "s": sequence, "d": ready(self.address) })
                        }
                        _ => continue,
                    },
                    Some(Ok(Frame::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => continue,
                },
                Some((kind, event)) = events.recv(), if is_ready => {
                    sequence += 1;
                    json!({ "op": 0, "t": kind, "s": sequence, "d": event })
                }
            };
            if socket.send(Frame::Text(frame.to_string())).await.is_err() {
                return;
            }
        }
    }
}

fn ready(address: std::net::SocketAddr) -> Value {
    json!({
        "v": 10,
        "user": { "id": BOT.to_string(), "username": "signpost", "discriminator": "0000", "avatar": null,
                  "bot": true, "mfa_enabled": false, "verified": true, "email": null, "flags": 0 },
        "guilds": [],
        "session_id": "session",
        "resume_gateway_url": format!("ws://{address}/socket"),
        "shard": [0, 1],
        "application": { "id": APPLICATION.to_string(), "flags": 0 },
    })
}

fn registered(commands: &Value) -> Value {
    let commands = commands.as_array().unwrap().iter().enumerate();
    commands
        .map(|(place, command)| {
            let mut command = command.clone();
            command["id"] = json!((50 + place).to_string());
            command["application_id"] = json!(APPLICATION.to_string());
            command["version"] = json!("1");
            command["type"] = json!(1);
            command["default_member_permissions"] = Value::Null;
            command
        })
        .collect()
}

pub fn user(id: u64, is_bot: bool) -> Value {
    json!({ "id": id.to_string(), "username": format!("user{id}"), "discriminator": "0", "avatar": null,
            "global_name": null, "bot": is_bot })
}

pub fn message(id: u64, channel: u64, author: Value, content: &str) -> Value {
    json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": author, "content": content,
        "timestamp": "2026-11-24T10:00:00.000000+00:00", "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "pinned": false, "type": 0, "components": [],
    })
}

/// One person at a Discord client.
pub struct Person {
    pub fake: Fake,
    pub id: u64,
    /// In a server, or in direct messages.
    pub in_server: bool,
}

impl Person {
    pub fn writes(&self, words: &str) -> u64 {
        let id = self.fake.fresh_id();
        self.fake.send("MESSAGE_CREATE", self.message(id, words));
        id
    }

    pub fn message(&self, id: u64, words: &str) -> Value {
        let mut sent = message(id, self.id + 1, user(self.id, false), words);
        if self.in_server {
            sent["guild_id"] = json!(SERVER.to_string());
        }
        if words.contains(&format!("<@{BOT}>")) {
            sent["mentions"] = json!([user(BOT, true)]);
        }
        sent
    }

    pub fn command(&self, name: &str, options: Value) {
        let data = json!({ "id": "51", "name": name, "type": 1, "options": options });
        let id = self.fake.fresh_id();
        self.fake.send("INTERACTION_CREATE", self.interaction(id, 2, data));
    }

    pub fn completes(&self, typed: &str) {
        let options = json!([{ "name": "question", "type": 3, "value": typed, "focused": true }]);
        let data = json!({ "id": "51", "name": "ask", "type": 1, "options": options });
        let id = self.fake.fresh_id();
        self.fake.send("INTERACTION_CREATE", self.interaction(id, 4, data));
    }

    /// Presses what has this label in a message the bot sent.
    pub fn presses(&self, shown: &Call, label: &str) {
        let event = self.press(shown, label);
        self.fake.send("INTERACTION_CREATE", event);
    }

    pub fn press(&self, shown: &Call, label: &str) -> Value {
        let buttons = shown.buttons();
        let Some((_, custom_id, value)) = buttons.iter().find(|(found, _, _)| found == label) else {
            panic!("there is no `{label}` to press among {buttons:?}");
        };
        let data = match value {
            Some(value) => json!({ "custom_id": custom_id, "component_type": 3, "values": [value] }),
            None => json!({ "custom_id": custom_id, "component_type": 2 }),
        };
        let id = self.fake.fresh_id();
        self.interaction(id, 3, data)
    }

    /// Types into the window that a callback opened.
    pub fn fills(&self, window: &Call, words: &str) {
        assert_eq!(window.body["type"], 9, "this opens no window: {window:?}");
        let field = &window.body["data"]["components"][0]["components"][0]["custom_id"];
        let input = json!({ "type": 4, "custom_id": field, "value": words });
        let data = json!({ "custom_id": window.body["data"]["custom_id"],
                           "components": [{ "type": 1, "components": [input] }] });
        let id = self.fake.fresh_id();
        self.fake.send("INTERACTION_CREATE", self.interaction(id, 5, data));
    }

    fn interaction(&self, id: u64, kind: u8, data: Value) -> Value {
        let mut event = json!({
            "id": id.to_string(), "application_id": APPLICATION.to_string(), "type": kind, "data": data,
            "channel_id": (self.id + 1).to_string(), "token": format!("token{id}"), "version": 1,
            "locale": "en-GB", "entitlements": [], "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {}, "context": u8::from(!self.in_server),
        });
        if kind == 3 {
            event["message"] = message(id + 1, self.id + 1, user(BOT, true), "");
        }
        if self.in_server {
            event["guild_id"] = json!(SERVER.to_string());
            event["member"] = json!({
                "user": user(self.id, false), "roles": [], "joined_at": "2026-01-01T00:00:00.000000+00:00",
                "deaf": false, "mute": false, "flags": 0, "permissions": "0",
            });
        } else {
            event["user"] = user(self.id, false);
        }
        event
    }
}
