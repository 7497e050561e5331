//! The gateway: hello, identify, events in order, resume with what was missed, and every way in which it breaks.

use std::sync::Arc;

use serde_json::{Value, json};
use serenity::futures::{SinkExt as _, StreamExt as _};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::Inside;
use super::world::{APPLICATION, BOT, OTHER_SERVER, SERVER, TOKEN};

const GUILDS: u64 = 1;
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;
const MESSAGE_CONTENT: u64 = 1 << 15;
/// Members, presences, message content: Discord closes the connection unless they were allowed in the portal.
const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | MESSAGE_CONTENT;
const KNOWN: u64 = ((1 << 17) - 1) | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// What the bot may send in one frame.
const LONGEST_FRAME: usize = 4_096;

/// What goes down the wire of one connection.
enum Wire {
    Frame(Value),
    Close(u16),
    /// Half a frame, and then nothing more.
    CutMidFrame,
}

/// One session, which may outlive its connection.
struct Link {
    session: String,
    shard: (u64, u64),
    intents: u64,
    sequence: u64,
    /// Everything dispatched, for a resume.
    history: Vec<(u64, Value)>,
    wire: Option<UnboundedSender<Wire>>,
    is_over: bool,
}

/// How the gateway stands.
pub struct Gateway {
    links: Vec<Link>,
    /// What happened while nobody was there to be told.
    waiting: Vec<(String, Value)>,
    pub heartbeat_millis: u64,
    pub is_acknowledging: bool,
    pub is_compressing: bool,
    pub is_refusing_resumes: bool,
    pub allows_content: bool,
    pub identified: usize,
    pub resumed: usize,
    pub closed_with: Vec<u16>,
    pub heartbeats: usize,
    pub last_identify: Value,
    pub wrong: Vec<String>,
}

impl Default for Gateway {
    fn default() -> Gateway {
        Gateway {
            links: Vec::new(),
            waiting: Vec::new(),
            heartbeat_millis: 41_250,
            is_acknowledging: true,
            is_compressing: false,
            is_refusing_resumes: false,
            allows_content: false,
            identified: 0,
            resumed: 0,
            closed_with: Vec::new(),
            heartbeats: 0,
            last_identify: Value::Null,
            wrong: Vec::new(),
        }
    }
}

impl Gateway {
    /// Tells every session that has the shard and the intents, or waits for the first.
    pub fn happens(&mut self, kind: &str, event: Value) {
        if self.links.iter().all(|link| link.is_over) {
            self.waiting.push((kind.to_owned(), event));
            return;
        }
        for link in self.links.iter_mut().filter(|link| !link.is_over) {
            link.tell(kind, &event);
        }
    }

    /// A frame as it is, whatever the order.
    pub fn raw(&mut self, frame: Value) {
        for link in &self.links {
            link.send(Wire::Frame(frame.clone()));
        }
    }

    pub fn in_short(&self) -> String {
        let links: Vec<String> = self
            .links
            .iter()
            .map(|link| {
                let is_connected = link.wire.is_some();
                format!(
                    "{} up to {}, connected {is_connected}, over {}",
                    link.session, link.sequence, link.is_over
                )
            })
            .collect();
        format!(
            "identified {}, resumed {}, heartbeats {}, closed with {:?}; {}",
            self.identified,
            self.resumed,
            self.heartbeats,
            self.closed_with,
            links.join("; ")
        )
    }

    pub fn sequence(&self) -> u64 {
        self.links.iter().rev().find(|link| !link.is_over).map_or(0, |link| link.sequence)
    }

    /// "Reconnect": op 7.
    pub fn asks_to_reconnect(&self) {
        self.links.iter().for_each(|link| link.send(Wire::Frame(json!({ "op": 7, "d": null }))));
    }

    /// "Invalid session": op 9.
    pub fn invalidates(&mut self, is_resumable: bool) {
        for link in &mut self.links {
            link.is_over |= !is_resumable;
            link.send(Wire::Frame(json!({ "op": 9, "d": is_resumable })));
        }
    }

    pub fn closes(&mut self, code: u16) {
        for link in &mut self.links {
            // An invalid number and a session that timed out cannot be resumed.
            link.is_over |= matches!(code, 4007 | 4009);
            link.send(Wire::Close(code));
        }
    }

    pub fn cuts_mid_frame(&self) {
        self.links.iter().for_each(|link| link.send(Wire::CutMidFrame));
    }
}

impl Link {
    fn send(&self, wire: Wire) {
        if let Some(open) = &self.wire {
            // The other end may have gone meanwhile: the history is kept for a resume.
            let _ = open.send(wire);
        }
    }

    fn tell(&mut self, kind: &str, event: &Value) {
        if !self.hears(kind, event) {
            return;
        }
        let mut event = event.clone();
        if kind.starts_with("MESSAGE_") {
            self.filter_content(&mut event);
        }
        self.sequence += 1;
        let frame = json!({ "op": 0, "t": kind, "s": self.sequence, "d": event });
        self.history.push((self.sequence, frame.clone()));
        self.send(Wire::Frame(frame));
    }

    fn hears(&self, kind: &str, event: &Value) -> bool {
        let server = event["guild_id"].as_str().and_then(|id| id.parse::<u64>().ok());
        let shard = server.map_or(0, |server| (server >> 22) % self.shard.1);
        let needed = match (kind, server) {
            (kind, Some(_)) if kind.starts_with("MESSAGE_") => GUILD_MESSAGES,
            (kind, None) if kind.starts_with("MESSAGE_") => DIRECT_MESSAGES,
            (kind, _) if kind.starts_with("GUILD_") => GUILDS,
            _ => 0,
        };
        // What is about the session itself comes to whichever shard it is.
        let is_own = matches!(kind, "READY" | "RESUMED");
        (is_own || shard == self.shard.0) && self.intents & needed == needed
    }

    /// As Discord does without the intent: words come in direct messages, in mentions, in what the bot wrote itself.
    fn filter_content(&self, event: &mut Value) {
        let is_direct = event.get("guild_id").is_none();
        let mentions = event["mentions"]
            .as_array()
            .is_some_and(|mentioned| mentioned.iter().any(|user| user["id"] == json!(BOT.to_string())));
        let is_own = event["author"]["id"] == json!(BOT.to_string());
        if self.intents & MESSAGE_CONTENT != 0 || is_direct || mentions || is_own {
            return;
        }
        event["content"] = json!("");
        for list in ["embeds", "attachments", "components"] {
            event[list] = json!([]);
        }
        event.as_object_mut().expect("an event is an object").remove("poll");
    }
}

impl Inside {
    pub(super) async fn gateway(self: Arc<Inside>, stream: TcpStream) {
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let (wire, mut to_send) = mpsc::unbounded_channel();
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": self.state().gateway.heartbeat_millis } });
        let _ = wire.send(Wire::Frame(hello));
        let mut session = None;
        loop {
            tokio::select! {
                said = socket.next() => match said {
                    Some(Ok(Frame::Text(text))) => self.hear(&text, &wire, &mut session),
                    Some(Ok(Frame::Close(why))) => {
                        let code = why.map_or(1005, |why| u16::from(why.code));
                        return self.leave(session, Some(code));
                    }
                    Some(Err(_)) | None => return self.leave(session, None),
                    Some(Ok(_)) => {}
                },
                Some(next) = to_send.recv() => {
                    let sent = match next {
                        Wire::Frame(frame) if self.state().gateway.is_compressing => {
                            socket.send(Frame::Binary(zlib(frame.to_string().as_bytes()))).await
                        }
                        Wire::Frame(frame) => socket.send(Frame::Text(frame.to_string())).await,
                        Wire::Close(code) => {
                            let why = CloseFrame { code: code.into(), reason: "as the test wishes".into() };
                            let _ = socket.close(Some(why)).await;
                            return self.leave(session, None);
                        }
                        Wire::CutMidFrame => {
                            // A text frame that promises 100 bytes and has 9.
                            let _ = socket.get_mut().write_all(b"\x81\x64{\"op\":0,\"").await;
                            let _ = socket.get_mut().shutdown().await;
                            return self.leave(session, None);
                        }
                    };
                    if sent.is_err() {
                        return self.leave(session, None);
                    }
                }
            }
        }
    }

    fn leave(&self, session: Option<String>, code: Option<u16>) {
        let mut state = self.state();
        state.gateway.closed_with.extend(code);
        let link = state.gateway.links.iter_mut().find(|link| Some(&link.session) == session.as_ref());
        if let Some(link) = link {
            link.wire = None;
            // These codes end a session; after any other it can be resumed.
            link.is_over |= matches!(code, Some(1000 | 1001));
        }
        drop(state);
        self.changed.notify_waiters();
    }

    fn hear(&self, text: &str, wire: &UnboundedSender<Wire>, session: &mut Option<String>) {
        let said: Value = serde_json::from_str(text).unwrap();
        let mut state = self.state();
        let state = &mut *state;
        let gateway = &mut state.gateway;
        if text.len() > LONGEST_FRAME {
            gateway.wrong.push(format!("a frame of {} bytes was sent to the gateway", text.len()));
        }
        let say = |frame: Value| {
            let _ = wire.send(Wire::Frame(frame));
        };
        let close = |code| {
            let _ = wire.send(Wire::Close(code));
        };
        match said["op"].as_u64() {
            Some(1) => {
                gateway.heartbeats += 1;
                if gateway.is_acknowledging {
                    say(json!({ "op": 11 }));
                }
            }
            Some(2) => {
                gateway.identified += 1;
                gateway.last_identify = said["d"].clone();
                let intents = said["d"]["intents"].as_u64().unwrap_or(0);
                let token = said["d"]["token"].as_str().unwrap_or_default();
                let is_allowed = intents & PRIVILEGED == 0
                    || (gateway.allows_content && intents & PRIVILEGED == MESSAGE_CONTENT);
                if token.trim_start_matches("Bot ") != TOKEN {
                    return close(4004);
                } else if intents & !KNOWN != 0 {
                    return close(4013);
                } else if !is_allowed {
                    return close(4014);
                }
                let shard = &said["d"]["shard"];
                let shard = (shard[0].as_u64().unwrap_or(0), shard[1].as_u64().unwrap_or(1));
                let name = format!("session{}", gateway.identified);
                *session = Some(name.clone());
                let mut link = Link {
                    session: name.clone(),
                    shard,
                    intents,
                    sequence: 0,
                    history: Vec::new(),
                    wire: Some(wire.clone()),
                    is_over: false,
                };
                let servers = [SERVER, OTHER_SERVER];
                link.tell(
                    "READY",
                    &ready(&state.world.user(BOT), &name, shard, &self.gateway_url(), &servers),
                );
                servers.iter().for_each(|server| link.tell("GUILD_CREATE", &state.world.server(*server)));
                for (kind, event) in std::mem::take(&mut gateway.waiting) {
                    link.tell(&kind, &event);
                }
                gateway.links.push(link);
            }
            Some(6) => {
                let named = said["d"]["session_id"].as_str().unwrap_or_default();
                let from = said["d"]["seq"].as_u64().unwrap_or(0);
                let is_refused = gateway.is_refusing_resumes;
                let found = gateway.links.iter_mut().find(|link| link.session == named && !link.is_over);
                match found {
                    Some(link) if !is_refused => {
                        link.wire = Some(wire.clone());
                        *session = Some(named.to_owned());
                        gateway.resumed += 1;
                        let missed = link.history.iter().filter(|(sequence, _)| *sequence > from);
                        missed.for_each(|(_, frame)| link.send(Wire::Frame(frame.clone())));
                        link.tell("RESUMED", &json!({}));
                    }
                    found => {
                        if let Some(link) = found {
                            link.is_over = true;
                        }
                        say(json!({ "op": 9, "d": false }));
                    }
                }
            }
            Some(3) => {}
            _ => gateway.wrong.push(format!("the gateway was sent {said}")),
        }
        self.changed.notify_waiters();
    }
}

fn ready(user: &Value, session: &str, shard: (u64, u64), url: &str, servers: &[u64]) -> Value {
    let mut user = user.clone();
    for (key, value) in [("mfa_enabled", json!(false)), ("verified", json!(true)), ("email", Value::Null)] {
        user[key] = value;
    }
    let servers: Vec<Value> =
        servers.iter().map(|id| json!({ "id": id.to_string(), "unavailable": true })).collect();
    json!({
        "v": 10, "user": user, "guilds": servers, "session_id": session, "resume_gateway_url": url,
        "shard": [shard.0, shard.1], "application": { "id": APPLICATION.to_string(), "flags": 0 },
    })
}

/// zlib without compression: a valid stream, made of stored blocks.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(0xFFFF).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).expect("a block is shorter than 64 KiB");
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend(((b << 16) | a).to_be_bytes());
    stream
}
