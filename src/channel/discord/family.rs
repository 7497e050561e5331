//! Families: what one of them does is acknowledged first, handled once, and never left in silence.

use serenity::all::{
    ActionRowComponent, ChannelId, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
    CreateAutocompleteResponse, CreateInteractionResponse, GuildId, InteractionContext, Message, MessageType,
    MessageUpdateEvent, ModalInteraction, UserId,
};

use super::button::{Press, Pressed, TurnRef, random};
use super::commands;
use super::dress::{self, Post, Room};
use super::gate::{Gate, became, timed};
use super::send::{self, FIELD, Fate, FormFields, Interaction, fault};
use super::talks::{Did, FamilyId, Notice, Said, Talks};
use super::unanswered::{self, Who};
use super::wire::{Failed, Wire};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;

use crate::conversation::{
    self,
    form::{self, Form},
};
use crate::enquiry::notice::{NoticeId, Recipient, Reminder};
use crate::library::Library;
use crate::moment::Moment;
use crate::personal;
use crate::phrases::Phrases;
use crate::reply::Outcome;
use crate::service::Service;
use crate::takeaway;
use crate::watch::Became;

pub struct Families {
    talks: Arc<Talks>,
    gate: Gate,
    /// The service's own policy: whoever is on duty hears of danger even where nothing was passed on.
    tells_of_danger: bool,
}

impl Families {
    pub fn new(talks: Arc<Talks>) -> Families {
        let details = &talks.service().library().service().details;
        let tells_of_danger = details.get("danger_notice").is_some_and(|policy| policy == "always");
        Families { gate: Gate::new(talks.service().clone()), talks, tells_of_danger }
    }

    pub fn service(&self) -> &Service {
        self.talks.service()
    }

    fn library(&self) -> &Library {
        self.service().library()
    }

    fn phrases(&self) -> &Phrases {
        self.library().phrases()
    }

    // --- interactions ---

    pub async fn command(&self, wire: &Wire, command: &CommandInteraction, now: Moment) -> Became {
        let name = command.data.name.as_str();
        let word = commands::WORDS.iter().find(|(known, _)| *known == name);
        let place = commands::PLACES.iter().find(|(known, _)| *known == name);
        let did = match (word, place) {
            (Some((_, word)), _) => self.word(word),
            (_, Some((_, dialog))) => {
                let about = option_of(command, commands::ABOUT);
                commands::place(self.library(), dialog, &about).map_or_else(|| self.word("menu"), Did::WentTo)
            }
            _ => Did::Wrote(option_of(command, commands::QUESTION)),
        };
        let interaction = Interaction {
            wire,
            id: command.id,
            token: &command.token,
            is_private: is_seen_by_others(command.guild_id, command.context),
        };
        if let Some(became) = became(self.gate.command(&interaction, command, now).await) {
            return became;
        }
        self.answer(&interaction, command.user.id, did, now).await
    }

    /// What a family would type to get there.
    fn word(&self, name: &str) -> Did {
        let ways = self.phrases().words.get(name);
        Did::Wrote(ways.and_then(|ways| ways.first()).cloned().unwrap_or_else(|| name.to_owned()))
    }

    pub async fn pressed(&self, wire: &Wire, press: &ComponentInteraction, now: Moment) -> Became {
        let is_private = is_seen_by_others(press.guild_id, press.context);
        let interaction = Interaction { wire, id: press.id, token: &press.token, is_private };
        if let Some(became) = became(self.gate.press(&interaction, press, now).await) {
            return became;
        }
        let did = match Pressed::read(&press.data.custom_id) {
            Pressed::Talk { turn, press: Press::Write } => {
                let opening = interaction.open_window(&turn, self.phrases());
                let opened = timed(self.service().watch(), opening).await;
                return shown_if_done(opened, "a window could not be opened");
            }
            Pressed::Talk { turn, press: Press::Stage } => {
                let stage = picked(press).unwrap_or_default();
                let asked = self.talks.asked_last(family(press.user.id)).await;
                let opening = interaction.open_form(&turn, stage, asked.as_deref(), self.phrases());
                let opened = timed(self.service().watch(), opening).await;
                return shown_if_done(opened, "the form could not be opened");
            }
            Pressed::Talk { turn, press: Press::Select(_) } => match picked(press) {
                Some(number) => Did::Pressed { turn, press: Press::Choice(number) },
                None => Did::PressedUnknown,
            },
            Pressed::Talk { turn, press } => Did::Pressed { turn, press },
            Pressed::Open(turn) => Did::Opened(turn),
            Pressed::Unknown => Did::PressedUnknown,
        };
        self.answer(&interaction, press.user.id, did, now).await
    }

    pub async fn wrote_in_window(&self, wire: &Wire, window: &ModalInteraction, now: Moment) -> Became {
        let did = match Pressed::read(&window.data.custom_id) {
            Pressed::Talk { press: Press::Form(stage), .. } => Did::FilledForm(Box::new(Form {
                question: field_of(window, FormFields::QUESTION),
                stage,
                act_by: field_of(window, FormFields::ACT_BY),
                contact: field_of(window, FormFields::CONTACT),
            })),
            _ => Did::Wrote(field_of(window, FIELD)),
        };
        let is_private = is_seen_by_others(window.guild_id, None);
        let interaction = Interaction { wire, id: window.id, token: &window.token, is_private };
        if let Some(became) = became(self.gate.window(&interaction, window, now).await) {
            return became;
        }
        self.answer(&interaction, window.user.id, did, now).await
    }

    async fn answer(&self, interaction: &Interaction<'_>, user: UserId, did: Did, now: Moment) -> Became {
        if self.is_of_danger(&did) {
            return self.answer_in_danger(interaction, user, did, now).await;
        }
        let acknowledging = timed(self.service().watch(), interaction.acknowledge());
        let from = (user, Who::Family);
        if let Err(error) =
            unanswered::acknowledged(self.service(), interaction, from, acknowledging, now).await
        {
            tracing::warn!(fault = fault(&error), "an interaction could not be acknowledged");
            // Acknowledged before, or too late. Discord says so by itself, and the conversation stays where it was, so
            // that the same press works next time.
            return Became::NotAcknowledged;
        }
        if !self.talks.is_first(interaction.id.get(), now).await {
            tracing::info!("an interaction came twice");
            return Became::Repeated;
        }
        let became = self.say(interaction, user, did, now).await;
        unanswered::answered(self.service(), user, now).await;
        became
    }

    /// Danger waits for no second press and for no store: what could not be acknowledged is answered directly, and what is
    /// to be kept of it is waited for afterwards.
    async fn answer_in_danger(
        &self,
        interaction: &Interaction<'_>,
        user: UserId,
        did: Did,
        now: Moment,
    ) -> Became {
        let keeping = unanswered::owed(self.service(), interaction, (user, Who::Family), now);
        let acknowledged = timed(self.service().watch(), interaction.acknowledge()).await;
        let is_first = self.is_first_in_danger(interaction.id.get(), now).await;
        let became = match acknowledged {
            _ if !is_first => Became::Repeated,
            Ok(()) => self.say(interaction, user, did, now).await,
            Err(error) => {
                tracing::warn!(fault = fault(&error), "an interaction could not be acknowledged");
                self.say_directly(interaction, user, did, now).await
            }
        };
        finished(keeping).await;
        unanswered::answered(self.service(), user, now).await;
        became
    }

    fn is_of_danger(&self, did: &Did) -> bool {
        words_of(did).is_some_and(|words| conversation::may_be_danger(self.library(), words))
    }

    async fn is_first_in_danger(&self, id: u64, now: Moment) -> bool {
        let talks = self.talks.clone();
        in_time(async move { talks.is_first(id, now).await }).await.unwrap_or(true)
    }

    /// One turn. Where the store keeps somebody in danger waiting, what to do is said from the content alone, and the turn
    /// goes on by itself.
    async fn turn(&self, user: UserId, did: Did, now: Moment) -> Said {
        let Some(words) = words_of(&did).filter(|_| self.is_of_danger(&did)).cloned() else {
            return self.talks.turn(family(user), did, now).await;
        };
        let talks = self.talks.clone();
        match in_time(async move { talks.turn(family(user), did, now).await }).await {
            Some(said) => said,
            None => self.talks.at_once(words, now),
        }
    }

    /// Answers by direct message what could not be acknowledged where it was typed.
    async fn say_directly(
        &self,
        interaction: &Interaction<'_>,
        user: UserId,
        did: Did,
        now: Moment,
    ) -> Became {
        let said = self.turn(user, did, now).await;
        let posts = self.dressed(&said, Room::Direct);
        let bringing = self.bring(interaction.wire, user, &said, &posts);
        let (brought, ()) = tokio::join!(bringing, self.tell_of_danger(&said, &said.turn, now));
        let Err(error) = brought else { return Became::Answered };
        tracing::error!(fault = fault(&error), "words of danger could not be answered directly");
        self.talks.leave(family(user), Notice::NotShown, now).await;
        Became::NotShown
    }

    /// By direct message.
    async fn bring(&self, wire: &Wire, user: UserId, said: &Said, posts: &[Post]) -> Result<(), Failed> {
        let wire = wire_for(wire, said);
        // To open it twice gives the same channel.
        let longest = if is_urgent(said) { UNTIL_CERTAIN } else { ONCE_MORE };
        let channel = until_known(longest, || wire.direct_channel(user)).await?;
        send_for_certain(&wire, channel, said, posts).await
    }

    async fn say(&self, interaction: &Interaction<'_>, user: UserId, did: Did, now: Moment) -> Became {
        let opened = match &did {
            Did::Opened(turn) => Some(turn.clone()),
            _ => None,
        };
        let said = self.turn(user, did, now).await;
        let room = if interaction.is_private { Room::Server } else { Room::Direct };
        let posts = self.dressed(&said, room);
        let telling = self.tell_of_danger(&said, opened.as_ref().unwrap_or(&said.turn), now);
        let (shown, ()) = tokio::join!(interaction.show(&posts), telling);
        let Err(error) = shown else { return Became::Answered };
        tracing::error!(fault = fault(&error), "an answer could not be shown");
        if send::fate(&error) == Fate::Unknown && !is_urgent(&said) {
            // It may be there: shown twice would be worse than a word about it next time. In danger it would not.
            self.talks.leave(family(user), Notice::NotShown, now).await;
            return Became::NotShown;
        }
        let posts = self.dressed(&said, Room::Direct);
        if let Err(error) = self.bring(interaction.wire, user, &said, &posts).await {
            tracing::error!(fault = fault(&error), "an answer could not be brought by direct message");
            self.talks.leave(family(user), Notice::NotShown, now).await;
            return Became::NotShown;
        }
        Became::Answered
    }

    /// Where the policy is so, whoever is on duty hears that words of danger were written: not by whom, and not which. What
    /// was asked in a channel has the same `turn` when its button is pressed, and is told once.
    async fn tell_of_danger(&self, said: &Said, turn: &TurnRef, now: Moment) {
        if !self.tells_of_danger || !is_urgent(said) || !said.is_typed {
            return;
        }
        let reminder = Reminder {
            id: NoticeId::of(&["danger", &turn.to_string()]),
            service: self.service().id(),
            reference: None,
            to: Recipient::DutyRole,
            day: None,
            due_at: now,
        };
        if let Err(error) = self.service().store().remind(&reminder, now).await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "whoever is on duty could not be told of danger"
            );
        }
    }

    fn dressed(&self, said: &Said, room: Room) -> Vec<Post> {
        let mut posts = dress::posts(&said.reply, &said.turn, self.phrases(), room);
        if said.begins_handoff {
            dress::with_form(&mut posts, &form::stages(self.library()), &said.turn, self.phrases());
        }
        if let Some(last) = posts.last_mut() {
            last.files = takeaway::of(&said.reply).unwrap_or_else(|problem| {
                tracing::error!(
                    error = &problem as &dyn std::error::Error,
                    "a letter could not be made a file"
                );
                Vec::new()
            });
        }
        posts
    }

    pub async fn complete(&self, wire: &Wire, command: &CommandInteraction) {
        let typed = command.data.autocomplete().map(|option| option.value).unwrap_or_default();
        let name = command.data.name.as_str();
        let titles = match commands::PLACES.iter().find(|(known, _)| *known == name) {
            Some((_, dialog)) => commands::inside(self.library(), dialog, typed),
            None => commands::titles(self.library(), typed),
        };
        let response = CreateAutocompleteResponse::new().set_choices(titles);
        let response = CreateInteractionResponse::Autocomplete(response);
        if let Err(error) = wire.respond((command.id, &command.token), &response).await {
            tracing::debug!(fault = fault(&error), "titles could not be offered");
        }
    }

    // --- messages ---

    pub async fn heard(&self, wire: &Wire, me: UserId, message: &Message, now: Moment) -> Became {
        if !is_from_a_person(message) {
            return Became::Ignored;
        }
        let is_mention = message.mentions.iter().any(|user| user.id == me);
        if message.guild_id.is_some() && !is_mention {
            return Became::Ignored;
        }
        let words = without_mention(&message.content, me);
        let from = (message.author.id, message.channel_id);
        if let Some(became) = became(self.gate.message(wire, from, message.guild_id, &words, now).await) {
            return became;
        }
        let is_danger = conversation::may_be_danger(self.library(), &words);
        let is_first = match is_danger {
            true => self.is_first_in_danger(message.id.get(), now).await,
            false => self.talks.is_first(message.id.get(), now).await,
        };
        if !is_first {
            tracing::info!("a message came twice");
            return Became::Repeated;
        }
        if message.guild_id.is_some() {
            return self.mentioned(wire, message, words, now).await;
        }
        let did = match (words.is_empty(), message.attachments.is_empty() && message.sticker_items.is_empty())
        {
            (true, _) => Did::SentNoWords,
            (false, true) => Did::Wrote(words),
            (false, false) => Did::WroteWithFiles(words),
        };
        let keeping = unanswered::heard(self.service(), message.id.get(), from.0, from.1, now);
        self.say_in_channel_kept(wire, from, (did, is_danger), keeping, now).await
    }

    /// What is owed is kept before the turn; in danger it is waited for after the answer.
    async fn say_in_channel_kept(
        &self,
        wire: &Wire,
        from: (UserId, ChannelId),
        (did, is_danger): (Did, bool),
        mut keeping: JoinHandle<()>,
        now: Moment,
    ) -> Became {
        if !is_danger {
            finished(&mut keeping).await;
        }
        let became = self.say_in_channel(wire, from, did, now).await;
        if is_danger {
            finished(&mut keeping).await;
        }
        unanswered::answered(self.service(), from.0, now).await;
        became
    }

    async fn say_in_channel(
        &self,
        wire: &Wire,
        (author, channel): (UserId, ChannelId),
        did: Did,
        now: Moment,
    ) -> Became {
        let said = self.turn(author, did, now).await;
        let posts = self.dressed(&said, Room::Direct);
        let wire = wire_for(wire, &said);
        let sending = send_for_certain(&wire, channel, &said, &posts);
        let (sent, ()) = tokio::join!(sending, self.tell_of_danger(&said, &said.turn, now));
        if let Err(error) = sent {
            tracing::error!(fault = fault(&error), "an answer could not be sent");
            self.talks.leave(family(author), Notice::NotShown, now).await;
            return Became::NotShown;
        }
        Became::Answered
    }

    /// In a channel: one public sentence without content, and the answer in private. Whoever is in danger does not have
    /// to press a button first: the answer comes by direct message at once.
    async fn mentioned(&self, wire: &Wire, message: &Message, words: String, now: Moment) -> Became {
        let is_danger = conversation::may_be_danger(self.library(), &words);
        let turn = self.talks.ask_in_public(family(message.author.id), words.clone(), now).await;
        let privately = async {
            if is_danger {
                self.answer_danger(wire, message.author.id, words.clone(), Some(&turn), now).await;
            }
            if personal::is_in(&words) {
                let hint = self.phrases().discord.public_details.clone();
                let posts = [Post { content: hint, ..Post::default() }];
                if send::direct(wire, message.author.id, &posts, &TurnRef::new(random())).await.is_err() {
                    // Where direct messages are closed, it is said once the button has opened a private answer.
                    self.talks.leave(family(message.author.id), Notice::PublicDetails, now).await;
                }
            }
        };
        let publicly = send::public_sentence(wire, message, &turn, self.phrases());
        let sent = if is_danger {
            // The button under the public sentence shows the same, where the direct message takes long or never arrives.
            tokio::join!(publicly, privately).0
        } else {
            privately.await;
            publicly.await
        };
        shown_if_done(sent, "a mention could not be answered")
    }

    /// What may be danger in a channel, answered by direct message: nobody in danger has to press a button first. `turn`
    /// is the public sentence's, under which it may be shown again.
    async fn answer_danger(
        &self,
        wire: &Wire,
        author: UserId,
        words: String,
        turn: Option<&TurnRef>,
        now: Moment,
    ) -> Became {
        let said = self.turn(author, Did::Wrote(words), now).await;
        let posts = self.dressed(&said, Room::Direct);
        let telling = self.tell_of_danger(&said, turn.unwrap_or(&said.turn), now);
        let (brought, ()) = tokio::join!(self.bring(wire, author, &said, &posts), telling);
        shown_if_done(brought, "words of danger in a channel could not be answered directly")
    }

    /// Words in a private thread that we opened, where Discord does not show them to us: the way on is said again.
    pub async fn heard_in_thread(&self, wire: &Wire, message: &Message, now: Moment) -> Became {
        if !is_from_a_person(message) {
            return Became::Ignored;
        }
        let from = (message.author.id, message.channel_id);
        if let Some(became) = became(self.gate.message(wire, from, message.guild_id, "", now).await) {
            return became;
        }
        if !self.talks.is_first(message.id.get(), now).await {
            return Became::Repeated;
        }
        let turn = self.talks.ask_in_public(family(message.author.id), String::new(), now).await;
        let sent = send::public_sentence(wire, message, &turn, self.phrases()).await;
        shown_if_done(sent, "words in a private thread could not be answered")
    }

    /// A direct message was changed after it was sent; or a mention in a channel, of which only danger is heard, because
    /// its button is there already. Discord also says so when it has looked up a link in one that nobody touched.
    pub async fn edited(&self, wire: &Wire, me: UserId, message: &MessageUpdateEvent, now: Moment) -> Became {
        let (Some(author), Some(words), Some(at)) =
            (&message.author, &message.content, message.edited_timestamp)
        else {
            return Became::Ignored;
        };
        let is_person = !author.bot && !author.system && message.webhook_id.flatten().is_none();
        if !is_person || words.trim().is_empty() {
            return Became::Ignored;
        }
        let is_mention = message.mentions.as_ref().is_some_and(|all| all.iter().any(|user| user.id == me));
        let is_heard = match message.guild_id {
            None => true,
            Some(_) => is_mention && conversation::may_be_danger(self.library(), words),
        };
        if !is_heard {
            return Became::Ignored;
        }
        let from = (author.id, message.channel_id);
        if let Some(became) = became(self.gate.message(wire, from, message.guild_id, words, now).await) {
            return became;
        }
        if !self.talks.is_first_of(&format!("edit:{}:{}", message.id, at.timestamp_millis()), now).await {
            return Became::Repeated;
        }
        if message.guild_id.is_some() {
            return self.answer_danger(wire, author.id, without_mention(words, me), None, now).await;
        }
        // An answer may still be owed to the message as it was first written, under its own id.
        let keeping = unanswered::heard(self.service(), message.id.get(), from.0, from.1, now);
        let did = Did::Edited(words.trim().to_owned());
        let is_danger = self.is_of_danger(&did);
        self.say_in_channel_kept(wire, from, (did, is_danger), keeping, now).await
    }
}

/// In a server, and in a conversation of several people, what is answered is for whoever asked alone.
fn is_seen_by_others(server: Option<GuildId>, context: Option<InteractionContext>) -> bool {
    server.is_some() || context == Some(InteractionContext::PrivateChannel)
}

/// Words or files of a person, and not what Discord says by itself.
fn is_from_a_person(message: &Message) -> bool {
    let is_person = !message.author.bot && !message.author.system && message.webhook_id.is_none();
    is_person && matches!(message.kind, MessageType::Regular | MessageType::InlineReply)
}

fn without_mention(words: &str, me: UserId) -> String {
    words.replace(&format!("<@{me}>"), " ").replace(&format!("<@!{me}>"), " ").trim().to_owned()
}

/// What was typed.
fn words_of(did: &Did) -> Option<&String> {
    match did {
        Did::Wrote(words) | Did::WroteWithFiles(words) | Did::Edited(words) => Some(words),
        Did::FilledForm(form) => Some(&form.question),
        _ => None,
    }
}

/// So long the store may keep somebody in danger waiting, at each step.
const IN_DANGER: Duration = Duration::from_secs(2);

/// What comes of it in that time; after that it goes on by itself.
async fn in_time<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::time::timeout(IN_DANGER, tokio::spawn(work)).await.ok()?.ok()
}

/// A panic in it has been told by whatever panicked.
async fn finished(keeping: impl Future<Output = Result<(), JoinError>>) {
    let _ = keeping.await;
}

/// Whoever is in danger is answered however long Discord lets us wait, and before the crowd.
fn wire_for(wire: &Wire, said: &Said) -> Wire {
    if is_urgent(said) { wire.in_danger() } else { wire.clone() }
}

fn is_urgent(said: &Said) -> bool {
    said.reply.outcome == Outcome::Urgent
}

/// What to do in danger is sent again and again where nobody knows whether it arrived: by the same name, so that Discord,
/// which knows it again, shows it once.
async fn send_for_certain(
    wire: &Wire,
    channel: ChannelId,
    said: &Said,
    posts: &[Post],
) -> Result<(), Failed> {
    let sending = || send::to_channel(wire, channel, posts, &said.turn);
    if is_urgent(said) { until_known(UNTIL_CERTAIN, sending).await } else { sending().await }
}

/// So long it is tried again what nobody knows the fate of: within this, Discord knows a message again.
const UNTIL_CERTAIN: Duration = Duration::from_secs(2 * 60);
/// Time for one more try.
const ONCE_MORE: Duration = Duration::from_secs(2);
/// The pause before the next try; it doubles.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_AT_MOST: Duration = Duration::from_secs(4);

/// Tries until it is known what became of it, or until so much time is over.
async fn until_known<T, F: Future<Output = Result<T, Failed>>>(
    longest: Duration,
    work: impl Fn() -> F,
) -> Result<T, Failed> {
    let (until, mut pause) = (Instant::now() + longest, PAUSE);
    loop {
        let done = work().await;
        let is_unknown = done.as_ref().is_err_and(|error| send::fate(error) == Fate::Unknown);
        if !is_unknown || Instant::now() + pause > until {
            return done;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSE_AT_MOST);
    }
}

fn family(user: UserId) -> FamilyId {
    FamilyId(user.get())
}

fn shown_if_done(done: Result<(), Failed>, otherwise: &str) -> Became {
    match done {
        Ok(()) => Became::Answered,
        Err(error) => {
            tracing::warn!(fault = fault(&error), "{otherwise}");
            Became::NotShown
        }
    }
}

fn option_of(command: &CommandInteraction, name: &str) -> String {
    let option = command.data.options.iter().find(|option| option.name == name);
    option.and_then(|option| option.value.as_str()).unwrap_or_default().to_owned()
}

fn picked(press: &ComponentInteraction) -> Option<usize> {
    match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first()?.parse().ok(),
        _ => None,
    }
}

pub(super) fn field_of(window: &ModalInteraction, name: &str) -> String {
    let fields = window.data.components.iter().flat_map(|row| &row.components);
    let mut words = fields.filter_map(|field| match field {
        ActionRowComponent::InputText(text) if text.custom_id == name => text.value.clone(),
        _ => None,
    });
    words.next().unwrap_or_default()
}
