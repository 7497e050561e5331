//! Advisers: the queue on Discord. Who presses is looked at each time, and whoever may not is told always the same.
//!
//! - [`room`]: where they work, and who is one; [`case_button`]: what their buttons carry
//! - [`card`]: one enquiry in the channel; [`story`]: the whole of it, for one adviser's eyes
//! - [`draft`]: a reply being written; [`guidance`]: reviewed words for it
//! - [`queue_command`]: `/queue`; [`refusal`]: why something was not done
//!
//! Nothing here changes a card: every change of an enquiry leaves a notice, and whoever brings that draws the card anew.

use serenity::all::{
    CommandInteraction, ComponentInteraction, ComponentInteractionDataKind, CreateAutocompleteResponse,
    CreateInteractionResponse, GuildId, Member, ModalInteraction, UserId,
};

use super::dress::{Embed, Post, Row};
use super::family::field_of;
use super::send::{FIELD, Interaction, fault};
use super::unanswered::{self, Who};
use super::wire::{Failed, Wire};
use crate::enquiry::life::Change;
use crate::enquiry::{Adviser, AdviserName, QueueLine, Reference, Standing, Status};
use crate::library::EntryId;
use crate::moment::Moment;
use crate::service::Service;
use crate::store::{QueueFilter, StoreError};

pub mod card;
pub mod case_button;
pub mod draft;
pub mod guidance;
pub mod queue_command;
pub mod refusal;
pub mod room;
pub mod story;

use case_button::{CasePress, CheckPress, DraftPress, DraftRef, Pressed};
use draft::{Draft, Sending};
use room::Room;

/// How an enquiry may have ended, in words that are counted.
const OUTCOMES: [&str; 5] = ["advised", "signposted", "referred", "family did not answer", "other"];

pub struct Advisers {
    service: Service,
    /// None where no place is set: then nobody is an adviser here.
    room: Option<Room>,
    sending: Sending,
}

/// Who acts, once it is known that they may.
struct Acting<'a> {
    interaction: Interaction<'a>,
    user: u64,
    name: AdviserName,
    standing: Standing,
    now: Moment,
}

impl Advisers {
    pub fn new(service: Service, room: Option<Room>) -> Advisers {
        Advisers { service, room, sending: Sending::default() }
    }

    fn admits(&self, server: Option<GuildId>, member: Option<&Member>) -> bool {
        self.room.is_some_and(|room| room.admits(server, member))
    }

    /// The name under which this member acts, and with what trust; none for somebody whom the roster does not know.
    async fn name_of(&self, user: u64) -> Option<(AdviserName, Standing)> {
        let roster = match self.service.store().advisers(&self.service.id()).await {
            Ok(roster) => roster,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the roster could not be read");
                return None;
            }
        };
        if roster.is_empty() {
            return Some((card::by_discord(user), Standing::NoRoster));
        }
        let known = roster.into_iter().find(|adviser| adviser.discord.as_deref() == Some(&user.to_string()));
        let standing = known.as_ref().map_or(Standing::Stranger, Adviser::standing);
        known.filter(|_| standing.may_read()).map(|adviser| (adviser.name, standing))
    }

    /// Says always the same, at once: nothing has been looked up.
    async fn refuse(&self, interaction: &Interaction<'_>) {
        let words = &self.service.library().phrases().discord.refused;
        say_if_failed(interaction.say_privately(words).await);
    }

    // --- what happens ---

    pub async fn pressed(&self, wire: &Wire, press: &ComponentInteraction, now: Moment) {
        let interaction = Interaction { wire, id: press.id, token: &press.token, is_private: true };
        if !self.admits(press.guild_id, press.member.as_ref()) {
            return self.refuse(&interaction).await;
        }
        let picked = picked(press);
        let pressed = match (Pressed::read(&press.data.custom_id), &picked) {
            (Pressed::Picked, Some(picked)) => match Reference::read(picked) {
                Ok(reference) => Pressed::Case(reference, CasePress::Open),
                Err(_) => Pressed::Unknown,
            },
            (pressed, _) => pressed,
        };
        let user = press.user.id.get();
        // A window has to be the first response, so nothing is looked up before it.
        match &pressed {
            Pressed::Case(reference, what @ (CasePress::Reply | CasePress::Ask | CasePress::Note)) => {
                let (title, label) = match what {
                    CasePress::Reply => ("Reply to the family", "The family reads this"),
                    CasePress::Ask => ("Ask the family", "The family reads this, and can answer"),
                    _ => ("Note", "Only advisers see this"),
                };
                let id = case_button::of_case(reference, *what);
                return say_if_failed(interaction.open_field(&id, title, label, None).await);
            }
            Pressed::Check(reference, CheckPress::SendBack, written) => {
                let id = case_button::of_check(reference, CheckPress::SendBack, *written);
                let opened = interaction.open_field(
                    &id,
                    "Send the reply back",
                    "What to change: only advisers see this",
                    None,
                );
                return say_if_failed(opened.await);
            }
            Pressed::Draft(name, DraftPress::Change) => {
                let text = match Draft::load(&self.service, name, user).await {
                    Ok(Some(draft)) => draft.text,
                    _ => String::new(),
                };
                let id = name.press(DraftPress::Change);
                let opened =
                    interaction.open_field(&id, "Change the reply", "The family reads this", Some(&text));
                return say_if_failed(opened.await);
            }
            _ => {}
        }
        let changes_its_message = matches!(pressed, Pressed::Draft(..) | Pressed::Case(_, CasePress::Ended));
        let Some(acting) = self.acting(interaction, changes_its_message, user, now).await else { return };
        let posts = match pressed {
            Pressed::Case(reference, what) => self.case(&acting, &reference, what, picked.as_deref()).await,
            Pressed::Draft(name, what) => match self.draft(&acting, &name, what, picked.as_deref()).await {
                Ok(posts) => posts,
                Err(reason) => return self.say_beside(&acting, &reason).await,
            },
            Pressed::Check(reference, _, written) => {
                let approve = Change::Approve { by: acting.name.clone(), read: Some(written) };
                self.checked(&acting, &reference, approve, "The reply is on its way to the family.").await
            }
            Pressed::Picked | Pressed::Unknown => said(refusal::OLD_BUTTON),
        };
        self.show(&acting, &posts).await;
    }

    pub async fn wrote_in_window(&self, wire: &Wire, window: &ModalInteraction, now: Moment) {
        let interaction = Interaction { wire, id: window.id, token: &window.token, is_private: true };
        if !self.admits(window.guild_id, window.member.as_ref()) {
            return self.refuse(&interaction).await;
        }
        let pressed = Pressed::read(&window.data.custom_id);
        let user = window.user.id.get();
        let Some(acting) = self.acting(interaction, false, user, now).await else { return };
        let words = field_of(window, FIELD).trim().to_owned();
        let posts = match pressed {
            _ if words.is_empty() => said("There is nothing to send, so nothing was done."),
            Pressed::Case(reference, CasePress::Note) => {
                let (store, id) = (self.service.store(), self.service.id());
                let noted = store.note(&id, &reference, &acting.name, &words, now).await;
                self.done(&reference, noted, "The note is kept. Only advisers see it.", now)
            }
            Pressed::Case(reference, what @ (CasePress::Reply | CasePress::Ask)) => {
                self.written(&acting, &reference, what == CasePress::Ask, words).await
            }
            Pressed::Draft(name, DraftPress::Change) => self.changed(&acting, &name, words).await,
            Pressed::Check(reference, CheckPress::SendBack, written) => {
                let (by, read) = (acting.name.clone(), Some(written));
                let back = Change::SendBack { by, text: words, read };
                self.checked(
                    &acting,
                    &reference,
                    back,
                    "Nothing is sent. The reply and your words are notes.",
                )
                .await
            }
            _ => said(refusal::OLD_BUTTON),
        };
        self.show(&acting, &posts).await;
    }

    pub async fn command(&self, wire: &Wire, command: &CommandInteraction, now: Moment) {
        let interaction = Interaction { wire, id: command.id, token: &command.token, is_private: true };
        if !self.admits(command.guild_id, command.member.as_deref()) {
            return self.refuse(&interaction).await;
        }
        let user = command.user.id.get();
        let Some(acting) = self.acting(interaction, false, user, now).await else { return };
        let posts = match queue_command::asked(command) {
            queue_command::Asked::List => self.list().await,
            queue_command::Asked::Stats => self.stats(now).await,
            queue_command::Asked::Show(typed) => match Reference::read(&typed) {
                Ok(reference) => self.case(&acting, &reference, CasePress::Open, None).await,
                Err(problem) => said(&format!("That is no reference: {problem}.")),
            },
            queue_command::Asked::Unknown => said(refusal::OLD_BUTTON),
        };
        self.show(&acting, &posts).await;
    }

    /// References, while one is typed. Whoever may not see any is offered none.
    pub async fn complete(&self, wire: &Wire, command: &CommandInteraction) {
        let mut offered = Vec::new();
        let user = command.user.id.get();
        if self.admits(command.guild_id, command.member.as_deref()) && self.name_of(user).await.is_some() {
            let typed = command.data.autocomplete().map(|option| option.value).unwrap_or_default();
            let filter = QueueFilter::open().first(queue_command::MOST_SEARCHED);
            let lines = self.service.store().queue(&self.service.id(), &filter).await.unwrap_or_default();
            offered = queue_command::references(&lines, typed);
        }
        let response = CreateAutocompleteResponse::new().set_choices(offered);
        let response = CreateInteractionResponse::Autocomplete(response);
        say_if_failed(wire.respond((command.id, &command.token), &response).await);
    }

    /// Acknowledges, and goes on for somebody whom the service knows.
    async fn acting<'a>(
        &self,
        interaction: Interaction<'a>,
        changes_its_message: bool,
        user: u64,
        now: Moment,
    ) -> Option<Acting<'a>> {
        let acknowledging = async {
            match changes_its_message {
                true => interaction.acknowledge_press().await,
                false => interaction.acknowledge().await,
            }
        };
        let from = (UserId::new(user), Who::Adviser);
        if let Err(error) =
            unanswered::acknowledged(&self.service, &interaction, from, acknowledging, now).await
        {
            tracing::warn!(fault = fault(&error), "an adviser's click could not be acknowledged");
            return None;
        }
        let Some((name, standing)) = self.name_of(user).await else {
            say_if_failed(interaction.show(&self.refused()).await);
            unanswered::answered(&self.service, UserId::new(user), now).await;
            return None;
        };
        Some(Acting { interaction, user, name, standing, now })
    }

    /// The same words as [`Advisers::refuse`], where something was looked up first.
    fn refused(&self) -> Vec<Post> {
        said(&self.service.library().phrases().discord.refused)
    }

    async fn show(&self, acting: &Acting<'_>, posts: &[Post]) {
        let shown = acting.interaction.show(posts).await;
        if shown.is_ok() {
            unanswered::answered(&self.service, UserId::new(acting.user), acting.now).await;
        }
        // Otherwise what became of it is owed still, and whoever pressed is told where to look.
        say_if_failed(shown);
    }

    /// Says it in a message of its own: the one that was pressed stays as it is.
    async fn say_beside(&self, acting: &Acting<'_>, words: &str) {
        for post in said(words) {
            say_if_failed(acting.interaction.follow(&post).await);
        }
        unanswered::answered(&self.service, UserId::new(acting.user), acting.now).await;
    }

    // --- enquiries ---

    async fn case(
        &self,
        acting: &Acting<'_>,
        reference: &Reference,
        what: CasePress,
        picked: Option<&str>,
    ) -> Vec<Post> {
        let (store, id, by, now) = (self.service.store(), self.service.id(), &acting.name, acting.now);
        match what {
            CasePress::Claim => {
                let claimed = store.claim(&id, reference, by, now).await;
                let mut posts = self.done(reference, claimed, "You have it now.", now);
                if let (Ok(line), Some(last)) = (self.line(reference).await, posts.last_mut()) {
                    last.rows = card::buttons(reference, line.status);
                }
                posts
            }
            CasePress::Release => {
                let released = store.release(&id, reference, by, now).await;
                self.done(reference, released, "It is back in the queue, in its old place.", now)
            }
            CasePress::Open => match store.show(&id, reference, by, now).await {
                Ok(enquiry) => {
                    let is_own = enquiry.proposed.as_ref().is_some_and(|proposed| proposed.by == *by);
                    story::posts(&enquiry, acting.standing.may_check() && !is_own)
                }
                Err(error) => said(&refusal::words(reference, &error, now)),
            },
            CasePress::Close => {
                let options = OUTCOMES.iter().map(|outcome| ((*outcome).to_owned(), (*outcome).to_owned()));
                let menu = Row::Select {
                    custom_id: case_button::of_case(reference, CasePress::Ended),
                    placeholder: "How did it end?".to_owned(),
                    options: options.collect(),
                };
                let mut posts = said(&format!("How did {reference} end?"));
                posts[0].rows = vec![menu];
                posts
            }
            CasePress::Ended => {
                let Some(outcome) = picked.filter(|picked| OUTCOMES.contains(picked)) else {
                    return said(refusal::OLD_BUTTON);
                };
                let keep = self.service.library().service().periods.keep();
                let closed = store.close(&id, reference, by, outcome, keep, now).await;
                self.done(
                    reference,
                    closed,
                    "It is closed. The family can write again, and it opens again.",
                    now,
                )
            }
            CasePress::Reply | CasePress::Ask | CasePress::Note => said(refusal::OLD_BUTTON),
        }
    }

    /// A trainee's reply was read. Whoever may not do this is told so before anything of the enquiry is looked up.
    async fn checked(
        &self,
        acting: &Acting<'_>,
        reference: &Reference,
        change: Change,
        words: &str,
    ) -> Vec<Post> {
        if !acting.standing.may_check() {
            return self.refused();
        }
        match self.service.store().change(&self.service.id(), reference, change, acting.now).await {
            Ok(_) => said(&format!("{reference}: {words}")),
            Err(StoreError::NeedsAnother { .. } | StoreError::NotAllowed { .. }) => self.refused(),
            Err(error) => said(&refusal::of_check(reference, &error, acting.now)),
        }
    }

    fn done(
        &self,
        reference: &Reference,
        done: Result<Status, StoreError>,
        words: &str,
        now: Moment,
    ) -> Vec<Post> {
        match done {
            Ok(_) => said(&format!("{reference}: {words}")),
            Err(error) => said(&refusal::words(reference, &error, now)),
        }
    }

    /// Its line in the queue.
    async fn line(&self, reference: &Reference) -> Result<QueueLine, StoreError> {
        let lines = self.service.store().queue(&self.service.id(), &QueueFilter::one(reference)).await?;
        lines.into_iter().next().ok_or(StoreError::NotFound)
    }

    async fn list(&self) -> Vec<Post> {
        let filter = QueueFilter::open().first(queue_command::MOST_LISTED + 1);
        match self.service.store().queue(&self.service.id(), &filter).await {
            Ok(lines) => queue_command::list(&lines),
            Err(error) => said(&refusal::failed(&error)),
        }
    }

    async fn stats(&self, now: Moment) -> Vec<Post> {
        match self.service.store().stats(&self.service.id(), now).await {
            Ok(stats) => queue_command::stats(&stats),
            Err(error) => said(&refusal::failed(&error)),
        }
    }

    // --- replies ---

    /// A reply was written: it is shown first, and nothing is sent.
    async fn written(
        &self,
        acting: &Acting<'_>,
        reference: &Reference,
        asks_family: bool,
        text: String,
    ) -> Vec<Post> {
        let line = match self.line(reference).await {
            Ok(line) => line,
            Err(error) => {
                return draft::given_back(&refusal::words(reference, &error, acting.now), &text);
            }
        };
        if let Some(words) = refusal::not_to_reply(&line, &acting.name, acting.now) {
            return draft::given_back(&words, &text);
        }
        let guidance = guidance::fitting(&line, self.service.library(), acting.now);
        let draft = Draft {
            user: acting.user,
            reference: reference.clone(),
            asks_family,
            text,
            guidance,
            sent_at: None,
        };
        match self.previewed(&DraftRef::fresh(), &draft, acting.now).await {
            Ok(posts) => posts,
            Err(error) => draft::given_back(&refusal::failed(&error), &draft.text),
        }
    }

    async fn changed(&self, acting: &Acting<'_>, name: &DraftRef, text: String) -> Vec<Post> {
        let previewed = match Draft::load(&self.service, name, acting.user).await {
            Ok(Some(draft)) => {
                let changed = Draft { text: text.clone(), sent_at: None, ..draft };
                self.previewed(name, &changed, acting.now).await
            }
            Ok(None) => return draft::given_back(refusal::NO_DRAFT, &text),
            Err(error) => Err(error),
        };
        previewed.unwrap_or_else(|error| draft::given_back(&refusal::failed(&error), &text))
    }

    /// Keeps the draft, and shows it.
    async fn previewed(&self, name: &DraftRef, draft: &Draft, now: Moment) -> Result<Vec<Post>, StoreError> {
        draft.keep(&self.service, name, now).await?;
        Ok(self.preview(name, draft))
    }

    fn preview(&self, name: &DraftRef, draft: &Draft) -> Vec<Post> {
        let library = self.service.library();
        let title = |id: &EntryId| Some((id.clone(), library.entry(id)?.title.clone()));
        let titles: Vec<(EntryId, String)> = draft.guidance.iter().filter_map(title).collect();
        draft.preview(name, &titles)
    }

    /// What takes the place of the preview; or why nothing does, so that the preview stands with all its buttons.
    async fn draft(
        &self,
        acting: &Acting<'_>,
        name: &DraftRef,
        what: DraftPress,
        picked: Option<&str>,
    ) -> Result<Vec<Post>, String> {
        // Looked at before the draft is loaded: whoever comes after this press finds no draft.
        let _only_one = self.sending.begin(name).ok_or("It is being sent already.")?;
        let draft = match Draft::load(&self.service, name, acting.user).await {
            Ok(Some(draft)) => draft,
            Ok(None) => return Err(refusal::NO_DRAFT.to_owned()),
            Err(error) => return Err(refusal::failed(&error)),
        };
        match what {
            DraftPress::Guidance => {
                let id = EntryId::new(picked.unwrap_or_default());
                let Some(words) = guidance::words(&id, self.service.library(), acting.now) else {
                    return Err(refusal::OLD_BUTTON.to_owned());
                };
                let text = format!("{}\n\n{words}", draft.text.trim_end());
                let is_too_long = super::dress::units(&text) > draft::LONGEST;
                let kept = if is_too_long { draft } else { Draft { text, sent_at: None, ..draft } };
                let previewed = self.previewed(name, &kept, acting.now).await;
                let mut posts = previewed.map_err(|error| refusal::failed(&error))?;
                if is_too_long && let Some(first) = posts.first_mut() {
                    first.content = "That would be too long for one reply, so it was not added.".to_owned();
                }
                Ok(posts)
            }
            DraftPress::Drop => {
                Draft::forget(&self.service, name).await.map_err(|error| refusal::failed(&error))?;
                Ok(said("It was not sent, and the draft is gone."))
            }
            DraftPress::Send => Ok(self.sent(acting, name, &draft).await),
            DraftPress::Change => Err(refusal::OLD_BUTTON.to_owned()),
        }
    }

    async fn sent(&self, acting: &Acting<'_>, name: &DraftRef, draft: &Draft) -> Vec<Post> {
        let (store, id, by, now) = (self.service.store(), self.service.id(), &acting.name, acting.now);
        if draft.sent_at.is_some() {
            match store.show(&id, &draft.reference, by, now).await {
                Ok(enquiry) if draft.is_in(&enquiry, by) => {
                    say_if_kept(Draft::forget(&self.service, name).await);
                    return said(&format!("{}: {SENT_ALREADY}", draft.reference));
                }
                Ok(_) => {}
                Err(error) => return self.not_sent(name, draft, &error, now),
            }
        } else if let Err(error) =
            (Draft { sent_at: Some(now), ..draft.clone() }).keep(&self.service, name, now).await
        {
            // Sent all the same it could be sent twice, and nobody would know.
            return self.not_sent(name, draft, &error, now);
        }
        let written = match draft.asks_family {
            true => store.ask_family(&id, &draft.reference, by, &draft.text, now).await,
            false => store.reply(&id, &draft.reference, by, &draft.text, now).await,
        };
        match written {
            Ok(status) => {
                say_if_kept(Draft::forget(&self.service, name).await);
                said(&format!("{}: {}", draft.reference, sent_in_words(status)))
            }
            Err(error) => self.not_sent(name, draft, &error, now),
        }
    }

    /// The words are not lost: they stand as before, to be sent by the same button once the reason is gone.
    fn not_sent(&self, name: &DraftRef, draft: &Draft, error: &StoreError, now: Moment) -> Vec<Post> {
        let mut posts = self.preview(name, draft);
        if let Some(first) = posts.first_mut() {
            first.content = refusal::words(&draft.reference, error, now);
        }
        posts
    }
}

/// The process ended between sending and saying so.
const SENT_ALREADY: &str =
    "It went the first time, and nothing was sent again. Open the enquiry to see where it is.";

fn sent_in_words(status: Status) -> &'static str {
    match status {
        Status::Answered => "Your reply is on its way. It is answered; close it when it is done.",
        Status::WaitingForFamily => "Your question is on its way. It waits for the family now.",
        // Somebody else reads a trainee's reply first.
        _ => "Your reply waits for another adviser to read it.",
    }
}

/// One short message to the adviser.
fn said(words: &str) -> Vec<Post> {
    vec![Post {
        embeds: vec![Embed { title: String::new(), description: words.to_owned() }],
        ..Post::default()
    }]
}

fn picked(press: &ComponentInteraction) -> Option<String> {
    match &press.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().cloned(),
        _ => None,
    }
}

fn say_if_failed(done: Result<(), Failed>) {
    if let Err(error) = done {
        tracing::warn!(fault = fault(&error), "an adviser could not be answered");
    }
}

fn say_if_kept(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::warn!(error = &error as &dyn std::error::Error, "a draft could not be forgotten");
    }
}
