//! The routes, and what each does to the world. What is not here is written down and fails the test.

use std::time::Instant;

use serde_json::{Value, json};

use super::http::{Answer, Request};
use super::world::{
    APPLICATION, Answered, BOT, EPHEMERAL, FRESH, OPEN, Posted, REMEMBERED, Room, World, channel,
    direct_channel,
};

/// What a request did, for the journal.
#[derive(Default)]
pub struct Effect {
    pub to: Option<u64>,
    pub channel: Option<u64>,
    pub message: Option<u64>,
    pub is_repeat: bool,
}

type Outcome = Result<(Value, Effect), Answer>;

/// The route's template, as Discord's description calls it.
pub fn template(method: &str, path: &str) -> Option<&'static str> {
    Some(match (method, parts(path).as_slice()) {
        ("GET", ["gateway"]) => "GET /gateway",
        ("GET", ["gateway", "bot"]) => "GET /gateway/bot",
        ("PUT", ["applications", _, "commands"]) => "PUT /applications/{application_id}/commands",
        ("PUT", ["applications", _, "guilds", _, "commands"]) => {
            "PUT /applications/{application_id}/guilds/{guild_id}/commands"
        }
        ("POST", ["interactions", _, _, "callback"]) => {
            "POST /interactions/{interaction_id}/{interaction_token}/callback"
        }
        ("PATCH", ["webhooks", _, _, "messages", "@original"]) => {
            "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
        }
        ("DELETE", ["webhooks", _, _, "messages", "@original"]) => {
            "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original"
        }
        ("POST", ["webhooks", _, _]) => "POST /webhooks/{webhook_id}/{webhook_token}",
        ("PATCH", ["webhooks", _, _, "messages", _]) => {
            "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
        }
        ("POST", ["users", "@me", "channels"]) => "POST /users/@me/channels",
        ("GET", ["channels", _]) => "GET /channels/{channel_id}",
        ("PATCH", ["channels", _]) => "PATCH /channels/{channel_id}",
        ("POST", ["channels", _, "messages"]) => "POST /channels/{channel_id}/messages",
        ("GET", ["channels", _, "messages", _]) => "GET /channels/{channel_id}/messages/{message_id}",
        ("PATCH", ["channels", _, "messages", _]) => "PATCH /channels/{channel_id}/messages/{message_id}",
        ("DELETE", ["channels", _, "messages", _]) => "DELETE /channels/{channel_id}/messages/{message_id}",
        ("POST", ["channels", _, "threads"]) => "POST /channels/{channel_id}/threads",
        ("PUT", ["channels", _, "thread-members", _]) => {
            "PUT /channels/{channel_id}/thread-members/{user_id}"
        }
        ("POST", ["channels", _, "typing"]) => "POST /channels/{channel_id}/typing",
        _ => return None,
    })
}

fn parts(path: &str) -> Vec<&str> {
    path.trim_start_matches('/').split('/').collect()
}

fn number(part: &str) -> u64 {
    part.parse().unwrap_or(0)
}

/// Does what is asked. `gateway` is where the gateway is.
pub fn answer(world: &mut World, request: &Request, gateway: &str) -> (Answer, Effect) {
    let outcome = done(world, request, gateway);
    match outcome {
        Ok((Value::Null, effect)) => (Answer::nothing(), effect),
        Ok((body, effect)) => (Answer::ok(body), effect),
        Err(refusal) => (refusal, Effect::default()),
    }
}

fn done(world: &mut World, request: &Request, gateway: &str) -> Outcome {
    let nothing = || Ok((Value::Null, Effect::default()));
    let method = request.method.as_str();
    match (method, parts(&request.path).as_slice()) {
        ("GET", ["gateway"]) => Ok((json!({ "url": gateway }), Effect::default())),
        ("GET", ["gateway", "bot"]) => {
            let limit =
                json!({ "total": 1_000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1 });
            let told = json!({ "url": gateway, "shards": world.shards, "session_start_limit": limit });
            Ok((told, Effect::default()))
        }
        ("PUT", ["applications", _, "commands"]) => Ok((commands(world, None, request), Effect::default())),
        ("PUT", ["applications", _, "guilds", server, "commands"]) => {
            Ok((commands(world, Some(number(server)), request), Effect::default()))
        }
        ("POST", ["interactions", id, token, "callback"]) => callback(world, number(id), token, request),
        ("PATCH", ["webhooks", _, token, "messages", "@original"]) => original(world, token, request),
        ("DELETE", ["webhooks", _, token, "messages", "@original"]) => {
            let id = open(world, token)?.original;
            id.and_then(|id| world.messages.remove(&id)).ok_or_else(no_message)?;
            nothing()
        }
        ("POST", ["webhooks", _, token]) => {
            let asked_private = is_ephemeral(&request.body);
            let answered = open(world, token)?;
            // The first follow-up to a deferral is as the deferral was.
            let is_private = asked_private || answered.is_ephemeral;
            let (person, channel) = who_and_where(world, token);
            let to = is_private.then_some(person);
            Ok(post(world, channel, to, true, request))
        }
        ("PATCH", ["webhooks", _, token, "messages", id]) => {
            open(world, token)?;
            edit(world, number(id), request)
        }
        ("POST", ["users", "@me", "channels"]) => {
            let person = number(request.body["recipient_id"].as_str().unwrap_or_default());
            let opened = json!({ "id": direct_channel(person).to_string(), "type": 1, "last_message_id": null,
                                 "flags": 0, "recipients": [world.user(person)] });
            Ok((opened, Effect { channel: Some(direct_channel(person)), ..Effect::default() }))
        }
        ("GET", ["channels", id]) => match world.room(number(id)) {
            Some(Room::Public { server }) => Ok((channel(number(id), server, 0), Effect::default())),
            Some(Room::PrivateThread { server }) => Ok((channel(number(id), server, 12), Effect::default())),
            Some(Room::Direct { with }) => {
                let found =
                    json!({ "id": id, "type": 1, "last_message_id": null, "recipients": [world.user(with)] });
                Ok((found, Effect::default()))
            }
            None => Err(no_channel()),
        },
        ("PATCH", ["channels", id]) => match world.room(number(id)) {
            Some(Room::PrivateThread { server }) => Ok((channel(number(id), server, 12), Effect::default())),
            _ => Err(no_channel()),
        },
        ("POST", ["channels", id, "messages"]) => {
            let id = number(id);
            match world.room(id) {
                Some(Room::Direct { with }) if world.closed.contains(&with) => {
                    Err(Answer::error(403, 50007, "Cannot send messages to this user"))
                }
                Some(Room::Direct { with }) => Ok(post(world, id, Some(with), false, request)),
                Some(_) => Ok(post(world, id, None, false, request)),
                None => Err(no_channel()),
            }
        }
        ("GET", ["channels", _, "messages", id]) => {
            let found = world.messages.get(&number(id)).ok_or_else(no_message)?;
            Ok((found.object.clone(), Effect::default()))
        }
        ("PATCH", ["channels", _, "messages", id]) => edit(world, number(id), request),
        ("DELETE", ["channels", _, "messages", id]) => {
            world.messages.remove(&number(id)).ok_or_else(no_message)?;
            nothing()
        }
        ("POST", ["channels", id, "threads"]) => match world.room(number(id)) {
            Some(Room::Public { server }) => {
                let thread = world.fresh_id();
                world.rooms.insert(thread, Room::PrivateThread { server });
                if request.body["type"] != 12 {
                    world.broken.push("a thread that is not private".to_owned());
                }
                Ok((channel(thread, server, 12), Effect { channel: Some(thread), ..Effect::default() }))
            }
            _ => Err(no_channel()),
        },
        ("PUT", ["channels", _, "thread-members", _]) | ("POST", ["channels", _, "typing"]) => nothing(),
        _ => {
            world.unknown.push(format!("{method} {}", request.path));
            Err(Answer::error(404, 0, "404: Not Found"))
        }
    }
}

fn no_message() -> Answer {
    Answer::error(404, 10008, "Unknown Message")
}

fn no_channel() -> Answer {
    Answer::error(404, 10003, "Unknown Channel")
}

fn is_ephemeral(message: &Value) -> bool {
    message["flags"].as_u64().is_some_and(|flags| flags & EPHEMERAL != 0)
}

fn who_and_where(world: &World, token: &str) -> (u64, u64) {
    let interaction = &world.interactions[token];
    (interaction.person, interaction.channel)
}

/// An interaction is answered once, while it is fresh.
fn callback(world: &mut World, id: u64, token: &str, request: &Request) -> Outcome {
    let now = world.now;
    let found = world.interactions.get(token).filter(|found| found.id == id);
    let Some(found) = found.filter(|found| found.answered.is_some() || now - found.born <= FRESH) else {
        return Err(Answer::error(404, 10062, "Unknown interaction"));
    };
    if found.answered.is_some() {
        return Err(Answer::error(400, 40060, "Interaction has already been acknowledged."));
    }
    let kind = request.body["type"].as_u64().and_then(|kind| u8::try_from(kind).ok()).unwrap_or(0);
    let is_apt = match kind {
        4 | 5 => found.kind != 4,
        6 | 7 => found.kind == 3 || (found.kind == 5 && found.pressed.is_some()),
        8 => found.kind == 4,
        9 => matches!(found.kind, 2 | 3),
        _ => false,
    };
    let (person, at, pressed) = (found.person, found.channel, found.pressed);
    if !is_apt {
        world.broken.push(format!("type {kind} does not answer an interaction of kind {}", found.kind));
    }
    let data = &request.body["data"];
    let is_direct = matches!(world.room(at), Some(Room::Direct { .. }));
    let is_private = is_ephemeral(data) || is_direct;
    if kind == 5 && data["flags"].as_u64().is_some_and(|flags| flags & !EPHEMERAL != 0) {
        world.broken.push("a deferral has a flag besides EPHEMERAL".to_owned());
    }
    let mut effect = Effect { to: Some(person), channel: Some(at), ..Effect::default() };
    match kind {
        4 => {
            let to = is_private.then_some(person);
            let (_, made) = post_data(world, at, to, true, data, request);
            effect = made;
        }
        7 => {
            if let Some(pressed) = pressed {
                change(world, pressed, data, request);
            }
            effect.message = pressed;
            effect.to = pressed.and_then(|id| world.messages.get(&id)).and_then(|posted| posted.to);
        }
        6 => effect.message = pressed,
        _ => {}
    }
    let original = effect.message;
    let answered = Answered { kind, at: Instant::now(), is_ephemeral: is_ephemeral(data), original };
    world.interactions.get_mut(token).expect("found above").answered = Some(answered);
    Ok((Value::Null, effect))
}

/// The interaction, while it can be added to.
fn open<'a>(world: &'a World, token: &str) -> Result<&'a Answered, Answer> {
    let unknown = || Answer::error(404, 10015, "Unknown Webhook");
    let interaction = world.interactions.get(token).ok_or_else(unknown)?;
    if world.now - interaction.born > OPEN {
        return Err(Answer::error(401, 50027, "Invalid Webhook Token"));
    }
    interaction.answered.as_ref().ok_or_else(unknown)
}

fn original(world: &mut World, token: &str, request: &Request) -> Outcome {
    let answered = open(world, token)?;
    let (kind, is_private, original) = (answered.kind, answered.is_ephemeral, answered.original);
    match (kind, original) {
        (_, Some(message)) => edit(world, message, request),
        (5, None) => {
            let (person, at) = who_and_where(world, token);
            let is_direct = matches!(world.room(at), Some(Room::Direct { .. }));
            let to = (is_private || is_direct).then_some(person);
            let (body, effect) = post(world, at, to, true, request);
            let found = world.interactions.get_mut(token).expect("found above");
            found.answered.as_mut().expect("it is answered").original = effect.message;
            Ok((body, effect))
        }
        _ => Err(no_message()),
    }
}

fn post(
    world: &mut World,
    at: u64,
    to: Option<u64>,
    is_interaction: bool,
    request: &Request,
) -> (Value, Effect) {
    post_data(world, at, to, is_interaction, &request.body, request)
}

fn post_data(
    world: &mut World,
    at: u64,
    to: Option<u64>,
    is_interaction: bool,
    data: &Value,
    request: &Request,
) -> (Value, Effect) {
    let nonce = data["nonce"].as_str().filter(|_| data["enforce_nonce"] == true);
    if let Some(nonce) = nonce {
        // As Discord does for some minutes: the same number gives back the first message.
        let known = world.nonces.get(&(at, nonce.to_owned()));
        if let Some((sent, _)) = known.filter(|(_, sent_at)| world.now - *sent_at < REMEMBERED) {
            let object = world.messages.get(sent).map(|posted| posted.object.clone()).unwrap_or_default();
            return (object, Effect { to, channel: Some(at), message: Some(*sent), is_repeat: true });
        }
    }
    let id = world.fresh_id();
    if let Some(nonce) = nonce {
        world.nonces.insert((at, nonce.to_owned()), (id, world.now));
    }
    let object = world.message(id, at, BOT, "");
    world.messages.insert(id, Posted { channel: at, to, object, is_interaction });
    let object = change(world, id, data, request);
    (object, Effect { to, channel: Some(at), message: Some(id), is_repeat: false })
}

fn edit(world: &mut World, id: u64, request: &Request) -> Outcome {
    let Some(posted) = world.messages.get(&id) else { return Err(no_message()) };
    if posted.object["author"]["id"] != json!(BOT.to_string()) {
        return Err(Answer::error(403, 50005, "Cannot edit a message authored by another user"));
    }
    let (to, channel) = (posted.to, posted.channel);
    let object = change(world, id, &request.body, request);
    Ok((object, Effect { to, channel: Some(channel), message: Some(id), is_repeat: false }))
}

/// Writes what was sent into a message, and gives the whole.
fn change(world: &mut World, id: u64, data: &Value, request: &Request) -> Value {
    let Some(posted) = world.messages.get_mut(&id) else { return Value::Null };
    let object = &mut posted.object;
    for key in ["content", "components", "flags"] {
        if let Some(value) = data.get(key).filter(|value| !value.is_null()) {
            object[key] = value.clone();
        }
    }
    if let Some(embeds) = data["embeds"].as_array() {
        let rich = embeds.iter().map(|embed| {
            let mut embed = embed.clone();
            embed["type"] = json!("rich");
            embed
        });
        object["embeds"] = rich.collect();
    }
    if !request.files.is_empty() {
        let files = request.files.iter().enumerate().map(|(place, file)| {
            let url = format!("https://cdn.discordapp.com/attachments/1/{id}/{}", file.name);
            json!({ "id": (id * 100 + place as u64).to_string(), "filename": file.name,
                    "size": file.content.len(), "url": url, "proxy_url": url })
        });
        object["attachments"] = files.collect();
    }
    object.clone()
}

fn commands(world: &mut World, server: Option<u64>, request: &Request) -> Value {
    let commands = request.body.as_array().cloned().unwrap_or_default();
    let mut full = Vec::new();
    for (place, command) in commands.into_iter().enumerate() {
        let mut command = command;
        command["id"] = json!((50 + place).to_string());
        command["application_id"] = json!(APPLICATION.to_string());
        command["version"] = json!("1");
        if command.get("type").is_none() {
            command["type"] = json!(1);
        }
        if command.get("description").is_none() {
            command["description"] = json!("");
        }
        if command.get("default_member_permissions").is_none() {
            command["default_member_permissions"] = Value::Null;
        }
        if let Some(server) = server {
            command["guild_id"] = json!(server.to_string());
        }
        full.push(command);
    }
    let full = Value::Array(full);
    world.commands.insert(server, full.clone());
    full
}
