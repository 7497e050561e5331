//! The way out: dressed messages as serenity's builders, and what is told of a failure.

use serenity::all::{
    ButtonStyle, ChannelId, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed,
    CreateInputText, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, CreateMessage, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption, EditInteractionResponse, Http, InputTextStyle, InteractionId, MessageId,
};
use serenity::builder::Builder as _;
use serenity::http::HttpError;

use super::button::{Press, TurnRef};
use super::dress::{Post, Row};
use crate::phrases::Phrases;

/// The longest text that a window takes; Discord allows no more.
const LONGEST_WRITTEN: u16 = 4_000;
/// The name of a window's one field.
pub const FIELD: &str = "words";

/// One interaction to be answered.
pub struct Interaction<'a> {
    pub http: &'a Http,
    pub id: InteractionId,
    pub token: &'a str,
    /// Shown to the family alone.
    pub is_private: bool,
}

impl Interaction<'_> {
    /// Says within Discord's three seconds that an answer comes. Whether it is private is decided here.
    pub async fn acknowledge(&self) -> Result<(), serenity::Error> {
        let message = CreateInteractionResponseMessage::new();
        let message = if self.is_private { message.ephemeral(true) } else { message };
        CreateInteractionResponse::Defer(message).execute(self.http, (self.id, self.token)).await
    }

    /// Opens a window to type in. This has to be the first response.
    pub async fn open_window(&self, turn: &TurnRef, phrases: &Phrases) -> Result<(), serenity::Error> {
        let says = &phrases.discord;
        let field = CreateInputText::new(InputTextStyle::Paragraph, &says.field, FIELD)
            .required(true)
            .min_length(1)
            .max_length(LONGEST_WRITTEN);
        let window = CreateModal::new(turn.press(Press::Write), &says.window)
            .components(vec![CreateActionRow::InputText(field)]);
        CreateInteractionResponse::Modal(window).execute(self.http, (self.id, self.token)).await
    }

    /// Shows the answer: the first message in place of "thinking", the rest after it. A message whose fate is unknown
    /// is not sent again.
    pub async fn show(&self, posts: &[Post]) -> Result<(), serenity::Error> {
        for (place, post) in posts.iter().enumerate() {
            if place == 0 {
                let mut edit = EditInteractionResponse::new()
                    .allowed_mentions(CreateAllowedMentions::new())
                    .embeds(embeds(post))
                    .components(rows(&post.rows));
                if !post.content.is_empty() {
                    edit = edit.content(&post.content);
                }
                edit.execute(self.http, self.token).await?;
            } else {
                let mut more = CreateInteractionResponseFollowup::new()
                    .allowed_mentions(CreateAllowedMentions::new())
                    .ephemeral(self.is_private)
                    .embeds(embeds(post))
                    .components(rows(&post.rows));
                if !post.content.is_empty() {
                    more = more.content(&post.content);
                }
                more.execute(self.http, (None, self.token)).await?;
            }
        }
        Ok(())
    }
}

/// Sends to a channel, one after the other.
pub async fn to_channel(http: &Http, channel: ChannelId, posts: &[Post]) -> Result<(), serenity::Error> {
    for post in posts {
        let mut message = CreateMessage::new()
            .allowed_mentions(CreateAllowedMentions::new())
            .embeds(embeds(post))
            .components(rows(&post.rows));
        if !post.content.is_empty() {
            message = message.content(&post.content);
        }
        channel.send_message(http, message).await?;
    }
    Ok(())
}

/// The one public sentence after a mention, with the button that opens the answer in private.
pub async fn public_sentence(
    http: &Http,
    channel: ChannelId,
    mention: MessageId,
    turn: &TurnRef,
    phrases: &Phrases,
) -> Result<(), serenity::Error> {
    let button = CreateButton::new(turn.open()).label(&phrases.discord.open).style(ButtonStyle::Primary);
    let message = CreateMessage::new()
        .allowed_mentions(CreateAllowedMentions::new())
        .reference_message((channel, mention))
        .content(&phrases.discord.mention)
        .components(vec![CreateActionRow::Buttons(vec![button])]);
    channel.send_message(http, message).await?;
    Ok(())
}

/// What went wrong, by status and code: an error's own words hold addresses with tokens in them.
pub fn fault(error: &serenity::Error) -> String {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            format!("status {}, code {}", response.status_code.as_u16(), response.error.code)
        }
        serenity::Error::Http(_) => "no answer".to_owned(),
        serenity::Error::Json(_) => "an answer that could not be read; it may have been done".to_owned(),
        _ => "an error inside the client".to_owned(),
    }
}

fn embeds(post: &Post) -> Vec<CreateEmbed> {
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

fn rows(rows: &[Row]) -> Vec<CreateActionRow> {
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
