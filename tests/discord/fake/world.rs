//! Who and what there is on this Discord: people, two servers, channels, messages, commands, interactions.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::faults::Faults;
use super::http::File;
use super::limits::Limits;

pub const TOKEN: &str = "not-a-real-token";
pub const BOT: u64 = 900;
pub const APPLICATION: u64 = 900;
/// The families' server, and one that has nothing to do with it.
pub const SERVER: u64 = 700;
pub const OTHER_SERVER: u64 = 701;
/// Where families talk.
pub const LOUNGE: u64 = 710;
/// Where advisers work.
pub const DESK: u64 = 720;
pub const OTHER_LOUNGE: u64 = 711;
pub const ADVISER_ROLE: u64 = 730;
pub const DUTY_ROLE: u64 = 731;
/// Also called "Adviser", in the other server.
pub const OTHER_ADVISER_ROLE: u64 = 732;

/// Direct messages with a person are in the channel of this number and theirs.
const DIRECT: u64 = 1_000_000;
/// After it was dispatched, an interaction has to be answered within this time.
pub const FRESH: Duration = Duration::from_secs(3);
/// An answered interaction can be added to for so long.
pub const OPEN: Duration = Duration::from_secs(15 * 60);
/// A message is known again by its number for so long.
pub const REMEMBERED: Duration = Duration::from_secs(3 * 60);
pub const EPHEMERAL: u64 = 1 << 6;

/// One request of the bot, and what came of it.
#[derive(Debug, Clone)]
pub struct Call {
    pub at: Instant,
    pub method: String,
    pub path: String,
    pub query: String,
    pub authorization: String,
    pub host: String,
    pub body: Value,
    pub files: Vec<File>,
    /// 0 when the connection was lost before anything was done.
    pub status: u16,
    /// Who alone sees it; nobody in particular when it is public, or nothing to see.
    pub to: Option<u64>,
    pub channel: Option<u64>,
    /// The message it made or changed.
    pub message: Option<u64>,
    /// It gave back a message that was there already.
    pub is_repeat: bool,
}

impl Call {
    /// Whether a person sees something new through it.
    pub fn is_answer(&self) -> bool {
        let path = &self.path;
        let is_sent =
            (self.method == "POST" && path.starts_with("/channels/") && path.ends_with("/messages"))
                || (self.method == "PATCH" && path.ends_with("/@original"))
                || (self.method == "POST" && path.starts_with("/webhooks/"))
                || (self.is_callback() && matches!(self.body["type"].as_u64(), Some(4 | 7)));
        is_sent && self.is_done() && !self.is_repeat
    }

    pub fn in_short(&self) -> String {
        format!("{} {} {}", self.status, self.method, self.path)
    }

    pub fn is_callback(&self) -> bool {
        self.path.ends_with("/callback")
    }

    pub fn is_window(&self) -> bool {
        self.is_callback() && self.is_done() && self.body["type"] == 9
    }

    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// What is shown: the message itself, or the one inside a callback.
    pub fn shown(&self) -> &Value {
        if self.is_callback() { &self.body["data"] } else { &self.body }
    }

    /// Everything that is read: content, then titles, descriptions and fields of embeds.
    pub fn words(&self) -> String {
        let shown = self.shown();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut words = vec![text(&shown["content"])];
        for embed in shown["embeds"].as_array().into_iter().flatten() {
            words.extend([text(&embed["title"]), text(&embed["description"])]);
            for field in embed["fields"].as_array().into_iter().flatten() {
                words.extend([text(&field["name"]), text(&field["value"])]);
            }
            words.push(text(&embed["footer"]["text"]));
        }
        words.retain(|words| !words.is_empty());
        words.join("\n")
    }

    /// Label, `custom_id` and, for a choice of a menu, its value.
    pub fn buttons(&self) -> Vec<(String, String, Option<String>)> {
        buttons(self.shown())
    }
}

fn buttons(shown: &Value) -> Vec<(String, String, Option<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for row in shown["components"].as_array().into_iter().flatten() {
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

/// Something that a person did and the bot has to answer.
#[derive(Debug)]
pub struct Interaction {
    pub id: u64,
    pub person: u64,
    /// 2 a command, 3 a press, 4 words being typed, 5 a window filled in.
    pub kind: u8,
    pub channel: u64,
    /// The message whose button was pressed.
    pub pressed: Option<u64>,
    pub dispatched: Instant,
    /// By the clock of this world.
    pub born: Duration,
    pub answered: Option<Answered>,
}

#[derive(Debug)]
pub struct Answered {
    pub kind: u8,
    pub at: Instant,
    pub is_ephemeral: bool,
    /// What `@original` is.
    pub original: Option<u64>,
}

/// A message as it stands.
#[derive(Debug, Clone)]
pub struct Posted {
    pub channel: u64,
    /// Who alone sees it.
    pub to: Option<u64>,
    pub object: Value,
    /// In answer to an interaction: Discord does not deliver replies to such a message to the bot.
    pub is_interaction: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Direct { with: u64 },
    Public { server: u64 },
    PrivateThread { server: u64 },
}

pub struct World {
    pub journal: Vec<Call>,
    /// What was asked for and is not here.
    pub unknown: Vec<String>,
    /// Rules broken that a body alone does not show.
    pub broken: Vec<String>,
    pub faults: Faults,
    pub limits: Limits,
    pub names: HashMap<u64, String>,
    pub roles: HashMap<(u64, u64), Vec<u64>>,
    /// People whose direct messages are closed.
    pub closed: HashSet<u64>,
    pub rooms: HashMap<u64, Room>,
    pub messages: BTreeMap<u64, Posted>,
    pub interactions: HashMap<String, Interaction>,
    pub commands: BTreeMap<Option<u64>, Value>,
    /// Messages by the number that the bot gave them, and when it did.
    pub nonces: HashMap<(u64, String), (u64, Duration)>,
    /// The clock that interactions and the numbers of messages live by; only a test moves it.
    pub now: Duration,
    pub transcript: Vec<String>,
    /// So many shards are advised.
    pub shards: u32,
    /// How many times TLS was set up.
    pub connections: usize,
    next_id: u64,
}

impl Default for World {
    fn default() -> World {
        let public = |channel, server| (channel, Room::Public { server });
        World {
            journal: Vec::new(),
            unknown: Vec::new(),
            broken: Vec::new(),
            faults: Faults::default(),
            limits: Limits::default(),
            names: HashMap::from([(BOT, "Signpost".to_owned())]),
            roles: HashMap::new(),
            closed: HashSet::new(),
            rooms: HashMap::from([
                public(LOUNGE, SERVER),
                public(DESK, SERVER),
                public(OTHER_LOUNGE, OTHER_SERVER),
            ]),
            messages: BTreeMap::new(),
            interactions: HashMap::new(),
            commands: BTreeMap::new(),
            nonces: HashMap::new(),
            now: Duration::ZERO,
            transcript: Vec::new(),
            shards: 1,
            connections: 0,
            next_id: 10_000,
        }
    }
}

pub fn direct_channel(person: u64) -> u64 {
    DIRECT + person
}

impl World {
    pub fn fresh_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    pub fn name(&self, person: u64) -> String {
        self.names.get(&person).cloned().unwrap_or_else(|| format!("user{person}"))
    }

    pub fn room(&self, channel: u64) -> Option<Room> {
        match self.rooms.get(&channel) {
            Some(room) => Some(*room),
            None if channel > DIRECT => Some(Room::Direct { with: channel - DIRECT }),
            None => None,
        }
    }

    pub fn user(&self, id: u64) -> Value {
        json!({ "id": id.to_string(), "username": self.name(id).to_lowercase().replace(' ', "."),
                "discriminator": "0", "avatar": null, "global_name": self.name(id), "bot": id == BOT })
    }

    pub fn member(&self, server: u64, person: u64) -> Value {
        let roles = self.roles.get(&(server, person)).cloned().unwrap_or_default();
        let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
        json!({ "user": self.user(person), "roles": roles, "joined_at": "2026-01-01T00:00:00.000000+00:00",
                "deaf": false, "mute": false, "flags": 0, "permissions": "0", "nick": null, "avatar": null,
                "premium_since": null, "pending": false, "communication_disabled_until": null })
    }

    /// A whole message.
    pub fn message(&self, id: u64, channel: u64, author: u64, content: &str) -> Value {
        let mut message = json!({
            "id": id.to_string(), "channel_id": channel.to_string(), "author": self.user(author),
            "content": content, "timestamp": "2026-11-24T10:00:00.000000+00:00", "edited_timestamp": null,
            "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": false, "type": 0, "components": [], "flags": 0,
        });
        if let Some(Room::Public { server } | Room::PrivateThread { server }) = self.room(channel)
            && author != BOT
        {
            message["guild_id"] = json!(server.to_string());
            let mut member = self.member(server, author);
            member.as_object_mut().unwrap().remove("user");
            message["member"] = member;
        }
        if content.contains(&format!("<@{BOT}>")) {
            message["mentions"] = json!([self.user(BOT)]);
        }
        message
    }

    /// A server as it is told when the bot connects.
    pub fn server(&self, server: u64) -> Value {
        let role = |id: u64, name: &str, position: u8| {
            json!({ "id": id.to_string(), "name": name, "color": 0, "hoist": false, "icon": null,
                    "unicode_emoji": null, "position": position, "permissions": "274877910016",
                    "managed": false, "mentionable": false, "flags": 0,
                    "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null } })
        };
        let roles = match server {
            SERVER => vec![
                role(server, "@everyone", 0),
                role(ADVISER_ROLE, "Adviser", 1),
                role(DUTY_ROLE, "On duty", 2),
            ],
            _ => vec![role(server, "@everyone", 0), role(OTHER_ADVISER_ROLE, "Adviser", 1)],
        };
        let channels = self.rooms.iter().filter(|(_, room)| **room == Room::Public { server });
        let channels: Vec<Value> = channels.map(|(id, _)| channel(*id, server, 0)).collect();
        let mut whole: Value = serde_json::from_str(include_str!("server.json")).unwrap();
        whole["id"] = json!(server.to_string());
        whole["roles"] = json!(roles);
        whole["channels"] = json!(channels);
        whole["members"] = json!([self.member(server, BOT)]);
        whole
    }
}

/// A channel or a thread of a server: 0 for text, 12 for a private thread.
pub fn channel(id: u64, server: u64, kind: u8) -> Value {
    let mut channel = json!({
        "id": id.to_string(), "type": kind, "guild_id": server.to_string(), "position": 0,
        "permission_overwrites": [], "name": format!("channel-{id}"), "topic": null, "nsfw": false,
        "last_message_id": null, "rate_limit_per_user": 0, "parent_id": null, "flags": 0,
    });
    if kind == 12 {
        channel["thread_metadata"] = json!({ "archived": false, "auto_archive_duration": 1_440,
            "archive_timestamp": "2026-11-24T10:00:00.000000+00:00", "locked": false, "invitable": false });
        channel["owner_id"] = json!(BOT.to_string());
        channel["message_count"] = json!(0);
        channel["member_count"] = json!(1);
    }
    channel
}
