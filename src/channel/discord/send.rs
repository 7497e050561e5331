//! The way out: dressed messages as serenity's builders, and what is told of a failure.

use serenity::all::{
    ButtonStyle, ChannelId, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed,
    CreateInputText, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption, EditInteractionResponse, InputTextStyle, InteractionId, Message, MessageId,
    Nonce, UserId,
};

use super::button::{Press, TurnRef};
use super::dress::{Button, Post, Row, units};
use super::wire::{Failed, Wire};
use crate::phrases::Phrases;

/// The longest text that a window takes; Discord allows no more.
const LONGEST_WRITTEN: u16 = 4_000;
/// The longest text of a short field.
const LONGEST_SHORT: u16 = 200;
/// The longest number of a message that Discord knows again.
const LONGEST_NONCE: usize = 25;
/// The name of a window's one field.
pub const FIELD: &str = "words";

/// The names of the form's fields.
pub struct FormFields;

impl FormFields {
    pub const QUESTION: &str = "question";
    pub const ACT_BY: &str = "act-by";
    pub const CONTACT: &str = "contact";
}

/// One interaction to be answered.
pub struct Interaction<'a> {
    pub wire: &'a Wire,
    pub id: InteractionId,
    pub token: &'a str,
    /// Shown to the family alone.
    pub is_private: bool,
}

impl Interaction<'_> {
    async fn first(&self, response: CreateInteractionResponse) -> Result<(), Failed> {
        self.wire.respond((self.id, self.token), &response).await
    }

    /// Says within Discord's three seconds that an answer comes. Whether it is private is decided here.
    pub async fn acknowledge(&self) -> Result<(), Failed> {
        let message = CreateInteractionResponseMessage::new();
        let message = if self.is_private { message.ephemeral(true) } else { message };
        self.first(CreateInteractionResponse::Defer(message)).await
    }

    /// The same for a press, whose own message is then changed.
    pub async fn acknowledge_press(&self) -> Result<(), Failed> {
        self.first(CreateInteractionResponse::Acknowledge).await
    }

    /// Answers at once, to whoever acts alone.
    pub async fn say_privately(&self, words: &str) -> Result<(), Failed> {
        let message = CreateInteractionResponseMessage::new()
            .ephemeral(true)
            .allowed_mentions(CreateAllowedMentions::new())
            .content(words);
        self.first(CreateInteractionResponse::Message(message)).await
    }

    /// Opens a window with one long field, filled with `value`. This has to be the first response.
    pub async fn open_field(
        &self,
        custom_id: &str,
        title: &str,
        label: &str,
        value: Option<&str>,
    ) -> Result<(), Failed> {
        let mut field = CreateInputText::new(InputTextStyle::Paragraph, label, FIELD)
            .required(true)
            .min_length(1)
            .max_length(LONGEST_WRITTEN);
        if let Some(value) = value {
            field = field.value(value);
        }
        let window = CreateModal::new(custom_id, title).components(vec![CreateActionRow::InputText(field)]);
        self.first(CreateInteractionResponse::Modal(window)).await
    }

    /// Opens a window to type in. This has to be the first response.
    pub async fn open_window(&self, turn: &TurnRef, phrases: &Phrases) -> Result<(), Failed> {
        let says = &phrases.discord;
        self.open_field(&turn.press(Press::Write), &says.window, &says.field, None).await
    }

    /// Opens the hand-off as one form. This has to be the first response.
    pub async fn open_form(
        &self,
        turn: &TurnRef,
        stage: usize,
        question: Option<&str>,
        phrases: &Phrases,
    ) -> Result<(), Failed> {
        let says = &phrases.discord;
        let mut asked =
            CreateInputText::new(InputTextStyle::Paragraph, &says.form_question, FormFields::QUESTION)
                .required(true)
                .min_length(1)
                .max_length(LONGEST_WRITTEN);
        if let Some(question) = question.filter(|question| units(question) <= usize::from(LONGEST_WRITTEN)) {
            asked = asked.value(question);
        }
        let short = |label: &str, name: &str| {
            CreateInputText::new(InputTextStyle::Short, label, name).required(false).max_length(LONGEST_SHORT)
        };
        let fields = [
            asked,
            short(&says.form_act_by, FormFields::ACT_BY),
            short(&says.form_contact, FormFields::CONTACT),
        ];
        let window = CreateModal::new(turn.press(Press::Form(stage)), &says.form_window)
            .components(fields.into_iter().map(CreateActionRow::InputText).collect());
        self.first(CreateInteractionResponse::Modal(window)).await
    }

    /// Shows the answer: the first message in place of "thinking", the rest after it. A message whose fate is unknown
    /// is not sent again.
    pub async fn show(&self, posts: &[Post]) -> Result<(), Failed> {
        for (place, post) in posts.iter().enumerate() {
            let way = if place == 0 { Way::Edit(self) } else { Way::Follow(self) };
            way.carry(post).await?;
        }
        Ok(())
    }

    async fn edit(&self, post: &Post) -> Result<(), Failed> {
        let mut edit = EditInteractionResponse::new()
            .allowed_mentions(CreateAllowedMentions::new())
            .embeds(embeds(post))
            .components(rows(&post.rows));
        if !post.content.is_empty() {
            edit = edit.content(&post.content);
        }
        self.wire.edit_original(self.token, &edit, &post.files).await
    }

    /// One more message; the first after an acknowledgement takes the place of "thinking".
    pub async fn follow(&self, post: &Post) -> Result<(), Failed> {
        let mut more = CreateInteractionResponseFollowup::new()
            .allowed_mentions(CreateAllowedMentions::new())
            .ephemeral(self.is_private)
            .embeds(embeds(post))
            .components(rows(&post.rows));
        if !post.content.is_empty() {
            more = more.content(&post.content);
        }
        self.wire.follow(self.token, &more, &post.files).await
    }
}

/// One way for a message to go.
enum Way<'a> {
    Edit(&'a Interaction<'a>),
    Follow(&'a Interaction<'a>),
    Channel { wire: &'a Wire, channel: ChannelId, nonce: &'a str },
}

impl Way<'_> {
    /// Sends it; where files are not allowed, the words go without them.
    async fn carry(&self, post: &Post) -> Result<(), Failed> {
        match self.try_once(post).await {
            Err(error) if fate(&error) == Fate::Refused && !post.files.is_empty() => {
                tracing::warn!(
                    fault = fault(&error),
                    "a message with files was refused; it goes without them"
                );
                self.try_once(&Post { files: Vec::new(), ..post.clone() }).await
            }
            sent => sent,
        }
    }

    async fn try_once(&self, post: &Post) -> Result<(), Failed> {
        match self {
            Way::Edit(interaction) => interaction.edit(post).await,
            Way::Follow(interaction) => interaction.follow(post).await,
            Way::Channel { wire, channel, nonce } => post_once(wire, *channel, post, nonce).await.map(drop),
        }
    }
}

/// Sends to a channel, one after the other. A message whose fate is unknown is not sent again, unless by its `name`: of
/// two with the same within some minutes Discord keeps the first.
pub async fn to_channel(
    wire: &Wire,
    channel: ChannelId,
    posts: &[Post],
    name: &TurnRef,
) -> Result<(), Failed> {
    for (place, post) in posts.iter().enumerate() {
        let nonce: String = format!("{name}.{place}").chars().take(LONGEST_NONCE).collect();
        Way::Channel { wire, channel, nonce: &nonce }.carry(post).await?;
    }
    Ok(())
}

/// Sends one message to a channel. With the same `nonce` within some minutes, Discord gives back the first.
pub async fn post_once(
    wire: &Wire,
    channel: ChannelId,
    post: &Post,
    nonce: &str,
) -> Result<MessageId, Failed> {
    let mut message = CreateMessage::new()
        .allowed_mentions(CreateAllowedMentions::new())
        .nonce(Nonce::String(nonce.to_owned()))
        .enforce_nonce(true)
        .embeds(embeds(post))
        .components(rows(&post.rows));
    if !post.content.is_empty() {
        message = message.content(&post.content);
    }
    wire.send(channel, &message, &post.files).await
}

/// Sends to one person by direct message.
pub async fn direct(wire: &Wire, user: UserId, posts: &[Post], name: &TurnRef) -> Result<(), Failed> {
    let channel = wire.direct_channel(user).await?;
    to_channel(wire, channel, posts, name).await
}

/// The one public sentence after a mention, with the button that opens the answer in private. Discord refuses a reply to
/// what was deleted meanwhile, or where the bot may not read the channel's history: then it stands by itself, and where
/// nothing may be written there at all it comes by direct message.
pub async fn public_sentence(
    wire: &Wire,
    mention: &Message,
    turn: &TurnRef,
    phrases: &Phrases,
) -> Result<(), Failed> {
    let open = Button { custom_id: turn.open(), label: phrases.discord.open.clone(), is_steady: false };
    let post = Post {
        content: phrases.discord.mention.clone(),
        rows: vec![Row::Buttons(vec![open])],
        ..Post::default()
    };
    let message = CreateMessage::new()
        .allowed_mentions(CreateAllowedMentions::new())
        .content(&post.content)
        .components(rows(&post.rows));
    let is_refused = |error: &Failed| matches!(fate(error), Fate::Refused | Fate::Gone);
    let reply = message.clone().reference_message((mention.channel_id, mention.id));
    for message in [reply, message] {
        match wire.send(mention.channel_id, &message, &[]).await {
            Err(error) if is_refused(&error) => {
                tracing::info!(fault = fault(&error), "a mention could not be answered in its place");
            }
            sent => return sent.map(drop),
        }
    }
    direct(wire, mention.author.id, &[post], turn).await
}

/// What became of something that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// This person takes no direct messages from us.
    Closed,
    /// What it was for is no longer there: a token that has run out, a message or a channel that is gone.
    Gone,
    /// It was not done, and would not be done next time.
    Refused,
    /// Discord was not reached, or asked to wait for too long, so it was not done.
    NotSent,
    /// It may have been done.
    Unknown,
}

/// What became of it. Whatever is not a plain no may have been done.
pub fn fate(failed: &Failed) -> Fate {
    let (status, code) = match failed {
        Failed::Answered { status, code } => (*status, *code),
        Failed::TooMany { .. } | Failed::NotReached | Failed::NotAsked => return Fate::NotSent,
        Failed::NoAnswer => return Fate::Unknown,
    };
    match (status, code) {
        (_, CANNOT_MESSAGE_THIS_USER | NO_SERVER_IN_COMMON) => Fate::Closed,
        (404, _) | (_, INVALID_WEBHOOK_TOKEN) => Fate::Gone,
        (400..500, _) => Fate::Refused,
        _ => Fate::Unknown,
    }
}

// Discord's own codes for what went wrong.
const CANNOT_MESSAGE_THIS_USER: i64 = 50_007;
/// Whoever has left every server that we share takes nothing from us either.
const NO_SERVER_IN_COMMON: i64 = 50_278;
const INVALID_WEBHOOK_TOKEN: i64 = 50_027;

/// What went wrong, for the log.
pub fn fault(failed: &Failed) -> String {
    match failed {
        Failed::Answered { status, code } => format!("status {status}, code {code}"),
        Failed::TooMany { after } => format!("told to wait for {} ms", after.as_millis()),
        Failed::NotReached => "not reached".to_owned(),
        Failed::NoAnswer => "no answer that could be read; it may have been done".to_owned(),
        Failed::NotAsked => "not connected yet".to_owned(),
    }
}

pub fn embeds(post: &Post) -> Vec<CreateEmbed> {
    let embed = |embed: &super::dress::Embed| {
        let mut built = CreateEmbed::new();
        if !embed.title.is_empty() {
            built = built.title(&embed.title);
        }
        if !embed.description.is_empty() {
            built = built.description(&embed.description);
        }
        built
    };
    post.embeds.iter().map(embed).collect()
}

pub fn rows(rows: &[Row]) -> Vec<CreateActionRow> {
    rows.iter().map(row).collect()
}

fn row(row: &Row) -> CreateActionRow {
    match row {
        Row::Buttons(buttons) => CreateActionRow::Buttons(
            buttons
                .iter()
                .map(|button| {
                    let style = if button.is_steady { ButtonStyle::Secondary } else { ButtonStyle::Primary };
                    CreateButton::new(&button.custom_id).label(&button.label).style(style)
                })
                .collect(),
        ),
        Row::Select { custom_id, placeholder, options } => {
            let options =
                options.iter().map(|(label, value)| CreateSelectMenuOption::new(label, value)).collect();
            let menu = CreateSelectMenu::new(custom_id, CreateSelectMenuKind::String { options });
            CreateActionRow::SelectMenu(menu.placeholder(placeholder).min_values(1).max_values(1))
        }
    }
}
