//! The wire to Discord: every request goes out here, waits as long as Discord asks for, and never without an end.
//!
//! Serenity's own limiter is left out. It has one bucket for the answers to all interactions, where Discord has one for
//! each: with Discord's headers a thousand families would stand in one line. Whoever is told to wait keeps its bucket
//! locked meanwhile, and a limit on everything holds nobody back but whoever met it. Its errors do not say for how long to
//! wait, either. What goes over the wire is still built by serenity's builders.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, ClientBuilder, Method, Response, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::all::{
    ApplicationId, ChannelId, CreateCommand, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateMessage, CreateThread, EditInteractionResponse, EditMessage, GuildId, InteractionId, MessageId,
    UserId,
};
use tokio::time::Instant;

use super::lanes::{self, Lanes};
use super::waits::{Limited, Waits};
use crate::takeaway::Takeaway;

const DISCORD: &str = "https://discord.com";
const VERSION: &str = "/api/v10";
/// A first answer is no use later: Discord gives it three seconds.
const FIRST_ANSWER: Duration = Duration::from_millis(2_500);
/// A family's answer may come late. After this it is brought in another way, or said to be missing: before anybody takes
/// the family for one whose answer was lost.
const ANSWER: Duration = Duration::from_secs(25);
/// What to do in danger comes however late.
const URGENT: Duration = Duration::from_secs(10 * 60);
/// Whoever brings notices one by one does not stand still for one of them: it is tried again, and not too early.
pub const NOTICE: Duration = Duration::from_secs(5);
/// So long a connection may take to come about. A request that is given up before that was surely not sent.
const CONNECTED: Duration = Duration::from_secs(2);
/// So long one request may take before it counts as lost.
const ONE_REQUEST: Duration = Duration::from_secs(20);
/// Discord, which could not be reached, is tried again after so long, and then after twice as long each time.
const AGAIN: Duration = Duration::from_millis(500);
const AGAIN_AT_MOST: Duration = Duration::from_secs(4);

/// Why something was not done, or may not have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// Discord said no.
    Answered { status: u16, code: i64 },
    /// It was not done, and may be asked for again after so long.
    TooMany { after: Duration },
    /// Discord was not reached.
    NotReached,
    /// The connection was lost, or the answer could not be read.
    NoAnswer,
    /// It could not even be asked: the connection to the gateway has not told yet who we are, or the token is broken.
    NotAsked,
}

/// A client for the wire, still to be built.
pub(super) fn client() -> ClientBuilder {
    Client::builder().use_native_tls().connect_timeout(CONNECTED)
}

/// A handle on the wire; clones share its waits.
#[derive(Clone)]
pub struct Wire {
    inside: Arc<Inside>,
    patience: Duration,
    is_urgent: bool,
}

struct Inside {
    client: Client,
    authorization: HeaderValue,
    base: String,
    /// 0 until the gateway has told it.
    application: AtomicU64,
    waits: Waits,
}

/// One request.
struct Ask<'a> {
    method: Method,
    path: String,
    limited: Limited,
    body: Option<Value>,
    files: &'a [Takeaway],
    lanes: &'static Lanes,
    patience: Duration,
    /// So long each try may take, once it is its turn.
    longest: Duration,
}

/// What is made has at least a number.
#[derive(Deserialize)]
struct Made {
    id: String,
}

impl Wire {
    /// `base` stands in for Discord's address, without a path.
    ///
    /// # Panics
    ///
    /// Never: a token of letters and signs that can be seen is a header.
    pub fn new(client: Client, token: &str, base: Option<&str>) -> Wire {
        let mut authorization = HeaderValue::from_str(&format!("Bot {token}"))
            .expect("the settings have refused a token that is no header");
        authorization.set_sensitive(true);
        let base = base.unwrap_or(DISCORD).trim_end_matches('/').to_owned();
        let (application, waits) = (AtomicU64::new(0), Waits::default());
        let inside = Inside { client, authorization, base, application, waits };
        Wire { inside: Arc::new(inside), patience: ANSWER, is_urgent: false }
    }

    /// The same wire for somebody who waits no longer than this.
    pub fn patient_for(&self, patience: Duration) -> Wire {
        Wire { patience, ..self.clone() }
    }

    /// The same wire for what to do in danger: it comes however late, and before the crowd.
    pub fn in_danger(&self) -> Wire {
        Wire { is_urgent: true, ..self.patient_for(URGENT) }
    }

    /// Who we are, as the gateway tells it.
    pub fn is_application(&self, id: ApplicationId) {
        self.inside.application.store(id.get(), Ordering::Release);
    }

    /// Whether it is known who we are: before that nothing can be said by an interaction's token.
    pub fn knows_application(&self) -> bool {
        self.application().is_ok()
    }

    fn application(&self) -> Result<u64, Failed> {
        match self.inside.application.load(Ordering::Acquire) {
            0 => Err(Failed::NotAsked),
            id => Ok(id),
        }
    }

    // --- by an interaction's token ---

    pub async fn respond(
        &self,
        (id, token): (InteractionId, &str),
        response: &CreateInteractionResponse,
    ) -> Result<(), Failed> {
        let path = format!("/interactions/{id}/{token}/callback");
        let limited = Limited::by_token("callback", token);
        let ask = Ask { lanes: &lanes::FIRST, ..self.ask(Method::POST, path, limited) };
        let patience = self.patience.min(FIRST_ANSWER);
        let ask = Ask { patience, longest: FIRST_ANSWER, ..ask };
        self.done(Ask { body: Some(json(response)), ..ask }).await.map(drop)
    }

    pub async fn edit_original(
        &self,
        token: &str,
        edit: &EditInteractionResponse,
        files: &[Takeaway],
    ) -> Result<(), Failed> {
        let path = format!("/webhooks/{}/{token}/messages/@original", self.application()?);
        let ask = self.ask(Method::PATCH, path, Limited::by_token("original", token));
        self.done(Ask { body: Some(message(edit, files)), files, ..ask }).await.map(drop)
    }

    pub async fn follow(
        &self,
        token: &str,
        more: &CreateInteractionResponseFollowup,
        files: &[Takeaway],
    ) -> Result<(), Failed> {
        let path = format!("/webhooks/{}/{token}", self.application()?);
        let ask = self.ask(Method::POST, path, Limited::by_token("follow", token));
        self.done(Ask { body: Some(message(more, files)), files, ..ask }).await.map(drop)
    }

    // --- by the bot's own token ---

    pub async fn send(
        &self,
        channel: ChannelId,
        said: &CreateMessage,
        files: &[Takeaway],
    ) -> Result<MessageId, Failed> {
        let path = format!("/channels/{channel}/messages");
        let ask = self.ask(Method::POST, path, Limited::of("say", channel.get()));
        let response = self.done(Ask { body: Some(message(said, files)), files, ..ask }).await?;
        made(response).await.map(MessageId::new)
    }

    pub async fn edit(
        &self,
        channel: ChannelId,
        changed: MessageId,
        edit: &EditMessage,
    ) -> Result<(), Failed> {
        let path = format!("/channels/{channel}/messages/{changed}");
        let ask = self.ask(Method::PATCH, path, Limited::of("change", channel.get()));
        self.done(Ask { body: Some(message(edit, &[])), ..ask }).await.map(drop)
    }

    pub async fn delete(&self, channel: ChannelId, message: MessageId) -> Result<(), Failed> {
        let path = format!("/channels/{channel}/messages/{message}");
        self.done(self.ask(Method::DELETE, path, Limited::of("remove", channel.get()))).await.map(drop)
    }

    /// The channel of direct messages with somebody, opened where it was not.
    pub async fn direct_channel(&self, with: UserId) -> Result<ChannelId, Failed> {
        let ask = self.ask(Method::POST, "/users/@me/channels".to_owned(), Limited::of("open", 0));
        let response = self.done(Ask { body: Some(json!({ "recipient_id": with })), ..ask }).await?;
        made(response).await.map(ChannelId::new)
    }

    pub async fn open_thread(
        &self,
        channel: ChannelId,
        thread: &CreateThread<'_>,
    ) -> Result<ChannelId, Failed> {
        let path = format!("/channels/{channel}/threads");
        let ask = self.ask(Method::POST, path, Limited::of("thread", channel.get()));
        made(self.done(Ask { body: Some(json(thread)), ..ask }).await?).await.map(ChannelId::new)
    }

    pub async fn add_to_thread(&self, thread: ChannelId, who: UserId) -> Result<(), Failed> {
        let path = format!("/channels/{thread}/thread-members/{who}");
        self.done(self.ask(Method::PUT, path, Limited::of("join", thread.get()))).await.map(drop)
    }

    /// Replaces all commands: of one server, or those that are everywhere.
    pub async fn set_commands(
        &self,
        server: Option<GuildId>,
        commands: &[CreateCommand],
    ) -> Result<(), Failed> {
        let application = self.application()?;
        let path = match server {
            Some(server) => format!("/applications/{application}/guilds/{server}/commands"),
            None => format!("/applications/{application}/commands"),
        };
        let limited = Limited::of("commands", server.map_or(0, GuildId::get));
        let ask = self.ask(Method::PUT, path, limited);
        self.done(Ask { body: Some(json(commands)), ..ask }).await.map(drop)
    }

    fn ask<'a>(&self, method: Method, path: String, limited: Limited) -> Ask<'a> {
        let (patience, longest) = (self.patience, ONE_REQUEST);
        Ask { method, path, limited, body: None, files: &[], lanes: &lanes::LATER, patience, longest }
    }

    // --- the wire itself ---

    /// Asks until Discord has done it, refused it, or let us wait for too long. Where Discord was not reached, nothing was
    /// sent, so that it is asked again.
    async fn done(&self, ask: Ask<'_>) -> Result<Response, Failed> {
        let waits = &self.inside.waits;
        let until = Instant::now() + ask.patience;
        let too_many = |after| Failed::TooMany { after };
        let _in_line = waits.stand_in_line(&ask.limited, self.is_urgent, until).await.map_err(too_many)?;
        let (mut refused, mut pause) = (0, AGAIN);
        loop {
            waits.turn(&ask.limited, self.is_urgent, until).await.map_err(too_many)?;
            let ends = Instant::now() + ask.longest;
            let asked = {
                let _lane = ask.lanes.enter().await;
                if !waits.is_open(&ask.limited) {
                    continue;
                }
                self.once(&ask, ends).await
            };
            let response = match asked {
                Err(Failed::NotReached) if Instant::now() + pause < until => {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(AGAIN_AT_MOST);
                    continue;
                }
                asked => asked?,
            };
            if response.status() != StatusCode::TOO_MANY_REQUESTS {
                waits.told(&ask.limited, response.headers(), Instant::now());
                return answered(response).await;
            }
            refused += 1;
            let (headers, body) = (response.headers().clone(), response.bytes().await.unwrap_or_default());
            waits.turned_away(&ask.limited, (&headers, &body), refused, Instant::now());
        }
    }

    async fn once(&self, ask: &Ask<'_>, ends: Instant) -> Result<Response, Failed> {
        let Inside { client, authorization, base, .. } = &*self.inside;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_static(serenity::constants::USER_AGENT));
        headers.insert(AUTHORIZATION, authorization.clone());
        let request = client
            .request(ask.method.clone(), format!("{base}{VERSION}{}", ask.path))
            .headers(headers)
            .timeout(ends - Instant::now());
        let request = match &ask.body {
            None => request.body(Vec::new()),
            Some(body) if ask.files.is_empty() => {
                request.header(CONTENT_TYPE, "application/json").body(body.to_string())
            }
            Some(body) => request.multipart(form(body, ask.files)?),
        };
        // An error's own words hold the address, and the address a token: only its kind goes on.
        request.send().await.map_err(|error| match error {
            error if error.is_builder() => Failed::NotAsked,
            error if error.is_connect() => Failed::NotReached,
            _ => Failed::NoAnswer,
        })
    }
}

/// What Discord did, or its own code for why not.
async fn answered(response: Response) -> Result<Response, Failed> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    #[derive(Deserialize)]
    struct Refusal {
        code: i64,
    }
    let body = response.bytes().await.unwrap_or_default();
    let code = serde_json::from_slice::<Refusal>(&body).map_or(-1, |refusal| refusal.code);
    Err(Failed::Answered { status: status.as_u16(), code })
}

/// The number of what was made. It was made all the same where that cannot be read.
async fn made(response: Response) -> Result<u64, Failed> {
    let body = response.bytes().await.map_err(|_| Failed::NoAnswer)?;
    let made = serde_json::from_slice::<Made>(&body).map_err(|_| Failed::NoAnswer)?;
    made.id.parse().ok().filter(|id| *id > 0).ok_or(Failed::NoAnswer)
}

fn json(value: &(impl Serialize + ?Sized)) -> Value {
    serde_json::to_value(value).expect("what serenity builds is strings and numbers, which JSON can hold")
}

/// A message with its files named; it pings nobody unless it says whom.
fn message(built: &impl Serialize, files: &[Takeaway]) -> Value {
    let mut message = json(built);
    if message.get("allowed_mentions").is_none_or(Value::is_null) {
        message["allowed_mentions"] = json!({ "parse": [] });
    }
    if !files.is_empty() {
        let named =
            files.iter().enumerate().map(|(id, file)| json!({ "id": id, "filename": file.file_name }));
        message["attachments"] = named.collect();
    }
    message
}

fn form(body: &Value, files: &[Takeaway]) -> Result<Form, Failed> {
    let mut form = Form::new();
    for (id, file) in files.iter().enumerate() {
        let part = Part::bytes(file.bytes.clone()).file_name(file.file_name.clone());
        let part = part.mime_str(file.media_type).map_err(|_| Failed::NotAsked)?;
        form = form.part(format!("files[{id}]"), part);
    }
    Ok(form.text("payload_json", body.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn says_hello(base: &str) -> Result<MessageId, Failed> {
        let wire = Wire::new(client().no_proxy().build().unwrap(), "t", Some(base));
        let said = CreateMessage::new().content("hello");
        wire.patient_for(Duration::from_secs(1)).send(ChannelId::new(1), &said, &[]).await
    }

    #[tokio::test]
    async fn where_nobody_listens_nothing_was_sent() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert_eq!(says_hello(&format!("http://{free}")).await, Err(Failed::NotReached));
    }

    #[tokio::test]
    async fn where_no_connection_comes_about_in_time_nothing_was_sent() {
        // It takes every connection, and never says a word of TLS.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let begun = Instant::now();
        let said = says_hello(&format!("https://{}", silent.local_addr().unwrap())).await;
        assert_eq!(said, Err(Failed::NotReached));
        assert!(begun.elapsed() < ONE_REQUEST, "{:?}", begun.elapsed());
    }

    #[test]
    fn a_message_pings_nobody_unless_it_says_whom() {
        let said = CreateMessage::new().content("@everyone");
        assert_eq!(message(&said, &[])["allowed_mentions"], json!({ "parse": [] }));
    }
}
