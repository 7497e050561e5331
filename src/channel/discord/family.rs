//! Families: what one of them does is acknowledged first, handled once, and never left in silence.

use serenity::all::{
    ActionRowComponent, ChannelId, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
    CreateAutocompleteResponse, CreateInteractionResponse, Http, Message, MessageType, MessageUpdateEvent,
    ModalInteraction, UserId,
};
use serenity::builder::Builder as _;

use super::button::{Press, Pressed, TurnRef};
use super::commands;
use super::dress::{self, Post, Room};
use super::gate::{Gate, became, timed};
use super::send::{self, FIELD, Fate, FormFields, Interaction, fault};
use super::talks::{Did, FamilyId, Notice, Said, Talks};
use super::unanswered::{self, Who};
use std::sync::Arc;

use crate::conversation::form::{self, Form};
use crate::enquiry::notice::{NoticeId, Recipient, Reminder};
use crate::library::Library;
use crate::moment::Moment;
use crate::personal;
use crate::phrases::Phrases;
use crate::reply::Outcome;
use crate::safeguarding::{self, Danger};
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

    pub async fn command(&self, http: &Http, command: &CommandInteraction, now: Moment) -> Became {
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
            http,
            id: command.id,
            token: &command.token,
            is_private: command.guild_id.is_some(),
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

    pub async fn pressed(&self, http: &Http, press: &ComponentInteraction, now: Moment) -> Became {
        let interaction =
            Interaction { http, id: press.id, token: &press.token, is_private: press.guild_id.is_some() };
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

    pub async fn wrote_in_window(&self, http: &Http, window: &ModalInteraction, now: Moment) -> Became {
        let did = match Pressed::read(&window.data.custom_id) {
            Pressed::Talk { press: Press::Form(stage), .. } => Did::FilledForm(Box::new(Form {
                question: field_of(window, FormFields::QUESTION),
                stage,
                act_by: field_of(window, FormFields::ACT_BY),
                contact: field_of(window, FormFields::CONTACT),
            })),
            _ => Did::Wrote(field_of(window, FIELD)),
        };
        let interaction =
            Interaction { http, id: window.id, token: &window.token, is_private: window.guild_id.is_some() };
        if let Some(became) = became(self.gate.window(&interaction, window, now).await) {
            return became;
        }
        self.answer(&interaction, window.user.id, did, now).await
    }

    async fn answer(&self, interaction: &Interaction<'_>, user: UserId, did: Did, now: Moment) -> Became {
        let acknowledging = timed(self.service().watch(), interaction.acknowledge());
        let from = (user, Who::Family);
        if let Err(error) =
            unanswered::acknowledged(self.service(), interaction, from, acknowledging, now).await
        {
            // Acknowledged before, or too late. Discord says so by itself, and the conversation stays where it was, so
            // that the same press works next time.
            tracing::warn!(fault = fault(&error), "an interaction could not be acknowledged");
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

    async fn say(&self, interaction: &Interaction<'_>, user: UserId, did: Did, now: Moment) -> Became {
        let opened = match &did {
            Did::Opened(turn) => Some(turn.clone()),
            _ => None,
        };
        let said = self.talks.turn(family(user), did, now).await;
        self.tell_of_danger(&said, opened.as_ref().unwrap_or(&said.turn), now).await;
        let room = if interaction.is_private { Room::Server } else { Room::Direct };
        let posts = self.dressed(&said, room);
        let Err(error) = interaction.show(&posts).await else { return Became::Answered };
        tracing::error!(fault = fault(&error), "an answer could not be shown");
        if send::fate(&error) == Fate::Unknown {
            // It may be there: shown twice would be worse than a word about it next time.
            self.talks.leave(family(user), Notice::NotShown, now).await;
            return Became::NotShown;
        }
        let posts = self.dressed(&said, Room::Direct);
        if let Err(error) = send::direct(interaction.http, user, &posts).await {
            tracing::error!(fault = fault(&error), "an answer could not be brought by direct message");
            self.talks.leave(family(user), Notice::NotShown, now).await;
            return Became::NotShown;
        }
        Became::Answered
    }

    /// Where the policy is so, whoever is on duty hears that words of danger were written: not by whom, and not which. What
    /// was asked in a channel has the same `turn` when its button is pressed, and is told once.
    async fn tell_of_danger(&self, said: &Said, turn: &TurnRef, now: Moment) {
        if !self.tells_of_danger || said.reply.outcome != Outcome::Urgent || !said.is_typed {
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

    pub async fn complete(&self, http: &Http, command: &CommandInteraction) {
        let typed = command.data.autocomplete().map(|option| option.value).unwrap_or_default();
        let name = command.data.name.as_str();
        let titles = match commands::PLACES.iter().find(|(known, _)| *known == name) {
            Some((_, dialog)) => commands::inside(self.library(), dialog, typed),
            None => commands::titles(self.library(), typed),
        };
        let response = CreateAutocompleteResponse::new().set_choices(titles);
        let response = CreateInteractionResponse::Autocomplete(response);
        if let Err(error) = response.execute(http, (command.id, command.token.as_str())).await {
            tracing::debug!(fault = fault(&error), "titles could not be offered");
        }
    }

    // --- messages ---

    pub async fn heard(&self, http: &Http, me: UserId, message: &Message, now: Moment) -> Became {
        let is_person = !message.author.bot && !message.author.system && message.webhook_id.is_none();
        let is_said = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
        if !is_person || !is_said {
            return Became::Ignored;
        }
        let is_mention = message.mentions.iter().any(|user| user.id == me);
        if message.guild_id.is_some() && !is_mention {
            return Became::Ignored;
        }
        let words = message.content.replace(&format!("<@{me}>"), " ").replace(&format!("<@!{me}>"), " ");
        let words = words.trim().to_owned();
        let from = (message.author.id, message.channel_id);
        if let Some(became) = became(self.gate.message(http, from, message.guild_id, &words, now).await) {
            return became;
        }
        if !self.talks.is_first(message.id.get(), now).await {
            tracing::info!("a message came twice");
            return Became::Repeated;
        }
        if message.guild_id.is_some() {
            return self.mentioned(http, message, words, now).await;
        }
        let did = match (words.is_empty(), message.attachments.is_empty() && message.sticker_items.is_empty())
        {
            (true, _) => Did::SentNoWords,
            (false, true) => Did::Wrote(words),
            (false, false) => Did::WroteWithFiles(words),
        };
        unanswered::heard(self.service(), message.id.get(), from.0, from.1, now).await;
        let became = self.say_in_channel(http, from, did, now).await;
        unanswered::answered(self.service(), from.0, now).await;
        became
    }

    async fn say_in_channel(
        &self,
        http: &Http,
        (author, channel): (UserId, ChannelId),
        did: Did,
        now: Moment,
    ) -> Became {
        let said = self.talks.turn(family(author), did, now).await;
        self.tell_of_danger(&said, &said.turn, now).await;
        let posts = self.dressed(&said, Room::Direct);
        if let Err(error) = send::to_channel(http, channel, &posts).await {
            tracing::error!(fault = fault(&error), "an answer could not be sent");
            self.talks.leave(family(author), Notice::NotShown, now).await;
            return Became::NotShown;
        }
        Became::Answered
    }

    /// In a channel: one public sentence without content, and the answer in private. Whoever is in danger does not have
    /// to press a button first: the answer comes by direct message at once.
    async fn mentioned(&self, http: &Http, message: &Message, words: String, now: Moment) -> Became {
        let is_danger = matches!(safeguarding::look(&words), Danger::Now(_));
        let turn = self.talks.ask_in_public(family(message.author.id), words.clone(), now).await;
        if is_danger {
            let said = self.talks.turn(family(message.author.id), Did::Wrote(words.clone()), now).await;
            self.tell_of_danger(&said, &turn, now).await;
            let posts = self.dressed(&said, Room::Direct);
            if let Err(error) = send::direct(http, message.author.id, &posts).await {
                // The button under the public sentence shows it as well.
                tracing::warn!(
                    fault = fault(&error),
                    "words of danger in a channel could not be answered directly"
                );
            }
        }
        if personal::is_in(&words) {
            let hint = self.phrases().discord.public_details.clone();
            let posts = [Post { content: hint, ..Post::default() }];
            if send::direct(http, message.author.id, &posts).await.is_err() {
                // Where direct messages are closed, it is said once the button has opened a private answer.
                self.talks.leave(family(message.author.id), Notice::PublicDetails, now).await;
            }
        }
        let sent = send::public_sentence(http, message, &turn, self.phrases()).await;
        shown_if_done(sent, "a mention could not be answered")
    }

    /// A direct message was changed after it was sent. Discord also says so when it has looked up a link in one that
    /// nobody touched.
    pub async fn edited(&self, http: &Http, message: &MessageUpdateEvent, now: Moment) -> Became {
        let (Some(author), Some(words), Some(at)) =
            (&message.author, &message.content, message.edited_timestamp)
        else {
            return Became::Ignored;
        };
        let is_person = !author.bot && !author.system && message.webhook_id.flatten().is_none();
        if !is_person || message.guild_id.is_some() || words.trim().is_empty() {
            return Became::Ignored;
        }
        let from = (author.id, message.channel_id);
        if let Some(became) = became(self.gate.message(http, from, message.guild_id, words, now).await) {
            return became;
        }
        if !self.talks.is_first_of(&format!("edit:{}:{}", message.id, at.timestamp_millis()), now).await {
            return Became::Repeated;
        }
        // An answer may still be owed to the message as it was first written, under its own id.
        unanswered::heard(self.service(), message.id.get(), from.0, from.1, now).await;
        let did = Did::Edited(words.trim().to_owned());
        let became = self.say_in_channel(http, from, did, now).await;
        unanswered::answered(self.service(), from.0, now).await;
        became
    }
}

fn family(user: UserId) -> FamilyId {
    FamilyId(user.get())
}

fn shown_if_done(done: Result<(), serenity::Error>, otherwise: &str) -> Became {
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
