//! What people do at a Discord client, and what they see there.
//!
//! A button is found by its label in what the bot sent, so one that is broken cannot be pressed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::{Value, json};

use super::Fake;
use super::world::{
    APPLICATION, Call, Interaction, LOUNGE, OTHER_LOUNGE, OTHER_SERVER, Posted, Room, SERVER, World,
    direct_channel,
};

/// One person, at one place.
#[derive(Clone)]
pub struct Person {
    pub fake: Fake,
    pub id: u64,
    pub name: String,
    pub channel: u64,
    /// How much of the journal this person has looked at.
    seen: Arc<AtomicUsize>,
}

/// What a person sees after something was done: one reply, in one or more messages, or a window.
#[derive(Debug, Clone)]
pub struct Shown {
    pub calls: Vec<Call>,
}

impl Shown {
    pub fn words(&self) -> String {
        self.calls.iter().map(Call::words).collect::<Vec<_>>().join("\n")
    }

    pub fn labels(&self) -> Vec<String> {
        self.calls.iter().flat_map(Call::buttons).map(|(label, _, _)| label).collect()
    }

    /// The message that has the buttons, or the window.
    pub fn last(&self) -> &Call {
        self.calls.last().expect("something is shown")
    }
}

impl Person {
    /// Somebody in direct messages.
    pub(super) fn new(fake: Fake, id: u64, name: &str) -> Person {
        fake.world(|world| {
            world.names.insert(id, name.to_owned());
            for server in [SERVER, OTHER_SERVER] {
                world.roles.entry((server, id)).or_default();
            }
        });
        let seen = fake.world(|world| world.journal.len());
        let channel = direct_channel(id);
        Person { fake, id, name: name.to_owned(), channel, seen: Arc::new(AtomicUsize::new(seen)) }
    }

    /// The same person in a channel.
    pub fn at(&self, channel: u64) -> Person {
        Person { channel, ..self.clone() }
    }

    pub fn in_server(&self) -> Person {
        self.at(LOUNGE)
    }

    pub fn in_other_server(&self) -> Person {
        self.at(OTHER_LOUNGE)
    }

    pub fn has_role(&self, server: u64, role: u64) -> &Person {
        self.fake.world(|world| world.roles.entry((server, self.id)).or_default().push(role));
        self
    }

    pub fn loses_roles(&self, server: u64) {
        self.fake.world(|world| world.roles.insert((server, self.id), Vec::new()));
    }

    pub fn closes_direct_messages(&self) {
        self.fake.world(|world| world.closed.insert(self.id));
    }

    pub fn opens_direct_messages(&self) {
        self.fake.world(|world| world.closed.remove(&self.id));
    }

    fn does(&self, what: &str) {
        self.fake.world(|world| {
            let place = world.place(self.channel);
            world.transcript.push(format!("{}{place} {what}", self.name));
        });
    }

    // --- messages ---

    pub fn writes(&self, words: &str) -> u64 {
        let id = self.fake.fresh_id();
        self.does(&format!("writes: {words}"));
        self.sends(self.message(id, words));
        id
    }

    pub fn message(&self, id: u64, words: &str) -> Value {
        self.fake.world(|world| world.message(id, self.channel, self.id, words))
    }

    /// Any message, however strange.
    pub fn sends(&self, message: Value) {
        let id = message["id"].as_str().and_then(|id| id.parse().ok()).expect("a message has an id");
        let posted =
            Posted { channel: self.channel, to: None, object: message.clone(), is_interaction: false };
        self.fake.world(|world| world.messages.insert(id, posted));
        self.fake.send("MESSAGE_CREATE", message);
    }

    /// Replies, with Discord's own reply, to what the bot said. To a bot's ordinary message this mentions it; to an
    /// answer to an interaction it does not.
    pub fn replies(&self, to: &Call, words: &str) -> u64 {
        let id = self.fake.fresh_id();
        self.does(&format!("replies: {words}"));
        let mut message = self.message(id, words);
        let replied = to.message.expect("it made a message");
        message["type"] = json!(19);
        message["message_reference"] =
            json!({ "type": 0, "message_id": replied.to_string(), "channel_id": self.channel.to_string() });
        let (object, mentions) = self.fake.world(|world| {
            let posted = &world.messages[&replied];
            (posted.object.clone(), (!posted.is_interaction).then(|| world.user(super::BOT)))
        });
        message["referenced_message"] = object;
        message["mentions"] = mentions.into_iter().collect();
        self.sends(message);
        id
    }

    pub fn edits(&self, id: u64, words: &str) {
        self.does(&format!("edits a message: {words}"));
        let mut message = self.message(id, words);
        message["edited_timestamp"] = json!("2026-11-24T10:01:00.000000+00:00");
        self.fake.send("MESSAGE_UPDATE", message);
    }

    pub fn deletes(&self, id: u64) {
        self.does("deletes a message");
        let mut event = json!({ "id": id.to_string(), "channel_id": self.channel.to_string() });
        if let Some(server) = self.server() {
            event["guild_id"] = json!(server.to_string());
        }
        self.fake.send("MESSAGE_DELETE", event);
    }

    // --- interactions ---

    pub fn command(&self, name: &str, options: Value) -> u64 {
        self.does(&format!("uses /{name} {}", told(&options)));
        let data = json!({ "id": "51", "name": name, "type": 1, "options": options });
        self.interacts(2, data, None)
    }

    /// Types into the option of a command, which may be offered ways to complete it.
    pub fn types_into(&self, command: &str, options: Value) -> u64 {
        let data = json!({ "id": "51", "name": command, "type": 1, "options": options });
        self.interacts(4, data, None)
    }

    pub fn completes(&self, typed: &str) -> u64 {
        self.types_into("ask", json!([{ "name": "question", "type": 3, "value": typed, "focused": true }]))
    }

    /// Presses what has this label in a message the bot sent.
    pub fn presses(&self, shown: &Call, label: &str) -> u64 {
        let event = self.press(shown, label);
        self.does(&format!("presses [{label}]"));
        self.dispatch(event)
    }

    /// The same, not yet sent.
    pub fn press(&self, shown: &Call, label: &str) -> Value {
        let buttons = shown.buttons();
        let Some((_, custom_id, value)) = buttons.iter().find(|(found, _, _)| found == label) else {
            panic!("there is no `{label}` to press among {buttons:?}");
        };
        self.pressing(custom_id, value.as_deref(), shown.message)
    }

    /// A press that names its own `custom_id`, as only a forger sends.
    pub fn pressing(&self, custom_id: &str, value: Option<&str>, message: Option<u64>) -> Value {
        let data = match value {
            Some(value) => json!({ "custom_id": custom_id, "component_type": 3, "values": [value] }),
            None => json!({ "custom_id": custom_id, "component_type": 2 }),
        };
        let mut event = self.interaction(self.fake.fresh_id(), 3, data);
        self.fake.world(|world| {
            let found = message.and_then(|id| world.messages.get(&id));
            event["message"] = match found {
                Some(posted) => posted.object.clone(),
                None => world.message(message.unwrap_or(1), self.channel, super::BOT, ""),
            };
        });
        event
    }

    /// Types into the window that a callback opened: its fields in order.
    pub fn fills(&self, window: &Call, words: &str) -> u64 {
        self.fills_all(window, &[words])
    }

    pub fn fills_all(&self, window: &Call, words: &[&str]) -> u64 {
        assert!(window.is_window(), "this opens no window: {window:?}");
        let fields = window.body["data"]["components"].as_array().cloned().unwrap_or_default();
        let rows: Vec<Value> = fields
            .iter()
            .zip(words)
            .map(|(row, words)| {
                let field = &row["components"][0]["custom_id"];
                json!({ "type": 1, "components": [{ "type": 4, "custom_id": field, "value": words }] })
            })
            .collect();
        self.does(&format!("writes in the window: {}", words.join(" / ")));
        let data = json!({ "custom_id": window.body["data"]["custom_id"], "components": rows });
        self.interacts(5, data, None)
    }

    fn interacts(&self, kind: u8, data: Value, message: Option<Value>) -> u64 {
        let mut event = self.interaction(self.fake.fresh_id(), kind, data);
        if let Some(message) = message {
            event["message"] = message;
        }
        self.dispatch(event)
    }

    /// Sends an interaction off, now.
    pub fn dispatch(&self, event: Value) -> u64 {
        self.dispatch_aged(event, std::time::Duration::ZERO)
    }

    /// Sends an interaction that Discord began so long ago.
    pub fn dispatch_aged(&self, event: Value, age: std::time::Duration) -> u64 {
        let number = |value: &Value| value.as_str().and_then(|id| id.parse().ok());
        let id = number(&event["id"]).expect("an interaction has an id");
        let token = event["token"].as_str().expect("an interaction has a token").to_owned();
        self.fake.world(|world| {
            world.now += age;
            let born = world.now - age;
            world.interactions.entry(token).or_insert(Interaction {
                id,
                person: self.id,
                kind: event["type"].as_u64().and_then(|kind| u8::try_from(kind).ok()).unwrap_or(0),
                channel: self.channel,
                pressed: number(&event["message"]["id"]),
                dispatched: Instant::now(),
                born,
                answered: None,
            });
        });
        self.fake.send("INTERACTION_CREATE", event);
        id
    }

    pub fn interaction(&self, id: u64, kind: u8, data: Value) -> Value {
        let mut event = json!({
            "id": id.to_string(), "application_id": APPLICATION.to_string(), "type": kind, "data": data,
            "channel_id": self.channel.to_string(), "token": format!("token{id}"), "version": 1,
            "locale": "en-GB", "entitlements": [], "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": { "0": self.server().unwrap_or(0).to_string() },
            "context": u8::from(self.server().is_none()), "app_permissions": "274877926400",
        });
        let server = self.server();
        self.fake.world(|world| match server {
            Some(server) => {
                event["guild_id"] = json!(server.to_string());
                event["guild_locale"] = json!("en-GB");
                event["member"] = world.member(server, self.id);
            }
            None => event["user"] = world.user(self.id),
        });
        event
    }

    fn server(&self) -> Option<u64> {
        self.fake.world(|world| world.server_of(self.channel))
    }

    // --- what is seen ---

    /// The next reply to this person: everything up to the message with the buttons, or a window.
    pub async fn hears(&self) -> Shown {
        let from = self.seen.load(Ordering::SeqCst);
        let (until, calls) = self
            .fake
            .wait(|world| {
                let mut calls: Vec<Call> = Vec::new();
                for (place, call) in world.journal.iter().enumerate().skip(from) {
                    if !(call.is_answer() || call.is_window()) || call.to != Some(self.id) {
                        continue;
                    }
                    calls.push(call.clone());
                    if call.is_window() || !call.buttons().is_empty() {
                        return Some((place + 1, calls));
                    }
                }
                None
            })
            .await;
        self.seen.store(until, Ordering::SeqCst);
        Shown { calls }
    }

    /// The next message to this person, whether or not it has buttons.
    pub async fn hears_words(&self) -> Shown {
        let from = self.seen.load(Ordering::SeqCst);
        let is_it = |call: &Call| call.is_answer() && call.to == Some(self.id);
        let (until, call) = self
            .fake
            .wait(|world| {
                let mut later = world.journal.iter().enumerate().skip(from);
                later.find(|(_, call)| is_it(call)).map(|(place, call)| (place + 1, call.clone()))
            })
            .await;
        self.seen.store(until, Ordering::SeqCst);
        Shown { calls: vec![call] }
    }

    /// What was in the journal before is not waited for.
    pub fn looks_away(&self) {
        self.seen.store(self.fake.world(|world| world.journal.len()), Ordering::SeqCst);
    }
}

fn told(options: &Value) -> String {
    let mut told = Vec::new();
    for option in options.as_array().into_iter().flatten() {
        let name = option["name"].as_str().unwrap_or_default();
        match &option["value"] {
            Value::Null => {
                told.push(format!("{name} {}", self::told(&option["options"])).trim_end().to_owned())
            }
            value => told.push(format!("{name}: {}", value.as_str().unwrap_or_default())),
        }
    }
    told.join(" ")
}

impl World {
    fn server_of(&self, channel: u64) -> Option<u64> {
        match self.room(channel) {
            Some(Room::Public { server } | Room::PrivateThread { server }) => Some(server),
            _ => None,
        }
    }

    fn place(&self, channel: u64) -> String {
        match self.room(channel) {
            Some(Room::Direct { .. }) => String::new(),
            Some(Room::PrivateThread { .. }) => " (in a private thread)".to_owned(),
            _ if channel == super::DESK => " (in the advisers' channel)".to_owned(),
            _ => " (in the server)".to_owned(),
        }
    }

    /// Writes what a request showed into the transcript.
    pub(super) fn note(&mut self, call: &Call) {
        if !(call.is_answer() || call.is_window() || (call.method == "PATCH" && call.message.is_some())) {
            return;
        }
        let place = match (call.to, call.channel) {
            (Some(person), _) => format!("to {} alone", self.name(person)),
            (None, Some(channel)) => self.place(channel).trim().trim_matches(['(', ')']).to_owned(),
            (None, None) => String::new(),
        };
        let mut text = format!("Signpost, {place}:");
        if call.is_window() {
            let data = &call.body["data"];
            let title = data["title"].as_str().unwrap_or_default();
            let fields = data["components"].as_array().cloned().unwrap_or_default();
            let labels = fields.iter().filter_map(|row| row["components"][0]["label"].as_str());
            text.push_str(&format!(
                " opens a window \"{title}\": {}",
                labels.collect::<Vec<_>>().join(" / ")
            ));
        } else {
            for line in call.words().lines() {
                text.push_str(&format!("\n    {line}"));
            }
            let labels: Vec<String> =
                call.buttons().iter().map(|(label, _, _)| format!("[{label}]")).collect();
            for file in &call.files {
                text.push_str(&format!("\n    (file: {})", file.name));
            }
            if !labels.is_empty() {
                text.push_str(&format!("\n    {}", labels.join(" ")));
            }
        }
        self.transcript.push(text);
    }
}
