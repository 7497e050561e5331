//! The stock phrases: what Signpost says between the guidance, in an author's words.
//!
//! They live in `dialogs/phrases.toml`. Each field here is one key of its `[say]` table; a key that is missing or
//! unknown is a problem the loader reports.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::conversation::commands;

/// What is said, by occasion.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Phrases {
    /// Heads "What you can do" under an answer.
    pub what_you_can_do: String,
    pub what_the_law_says: String,
    pub in_short_words: String,
    /// Heads the sources.
    pub where_this_comes_from: String,
    /// Before the date of the review.
    pub reviewed: String,
    /// Under an answer whose review is overdue; `{date}` is the day it was due.
    pub review_overdue: String,
    pub was_this_right: String,
    pub yes: String,
    pub no_something_else: String,
    pub talk_to_adviser: String,
    pub back: String,
    pub menu: String,
    /// After "yes, this was what I needed".
    pub glad: String,
    /// After "no, something else".
    pub ask_again: String,
    pub which_of_these: String,
    pub none_of_these: String,
    /// Several questions were found in one message.
    pub several_questions: String,
    /// First and second time nothing was found.
    pub not_found: String,
    pub not_found_again: String,
    /// The third time in a row: topics and an adviser.
    pub not_found_third: String,
    pub empty_message: String,
    /// A number with nothing behind it; `{n}` is the highest.
    pub no_such_number: String,
    pub out_of_scope: String,
    pub other_country: String,
    pub greeting: String,
    pub thanks: String,
    pub goodbye: String,
    pub abuse: String,
    pub instructions_not_followed: String,
    /// A language other than English was recognised and no better words are at hand.
    pub other_language: String,
    pub help: String,
    pub nothing_to_go_back_to: String,
    pub stopped: String,
    /// The place where the family was is not in this build.
    pub place_gone: String,
    /// A saved conversation could not be read.
    pub session_lost: String,
    /// Put before an answer when danger is possible but not plain.
    pub danger_possible: String,
    /// Where danger was answered, and what is written next is not understood.
    pub danger_again: String,
    /// By when an adviser replies; `{moment}` is that time.
    pub promised_by: String,
    /// A question on its way to an adviser was left for something else.
    pub not_passed_on_yet: String,
    /// In place of a promise, where many families wait.
    pub backlog: String,
    pub use_what_i_wrote: String,
    /// Offers a value told before; `{told}` is its beginning.
    pub keep_told: String,
    /// Before what the family typed, when it is offered again.
    pub you_wrote: String,
    pub read_back: String,
    pub date_right: String,
    pub date_wrong: String,
    /// What was typed may mean more than one day.
    pub date_which: String,
    pub date_not_understood: String,
    pub date_impossible: String,
    pub no_date: String,
    /// A limit was to be reckoned and no day was told.
    pub no_date_given: String,
    pub contact_not_understood: String,
    /// Goes on without answering.
    pub skip: String,
    /// Above the choices where a number is an answer.
    pub by_words: String,
    pub reference_only: String,
    /// Offered where the channel itself can carry the reply.
    pub reach_me_here: String,
    pub reference_not_understood: String,
    /// Above choices that stand alone.
    pub pick_one: String,
    /// Something was typed while an adviser has the enquiry; what was typed follows.
    pub with_adviser: String,
    pub send_to_adviser: String,
    pub answer_here: String,
    /// The store cannot be read just now.
    pub cannot_look_up: String,
    /// Labels of the record shown before it is passed on.
    pub record_question: String,
    pub record_stage: String,
    pub record_act_by: String,
    pub record_contact: String,
    /// In place of an address, where the family comes back with its reference.
    pub record_reference_only: String,
    pub record_path: String,
    /// Words that are neither, where a yes or no is waited for.
    pub yes_or_no: String,
    /// That the enquiry is read before others, and why.
    pub record_first: String,
    pub record_danger: String,
    pub record_none: String,
    pub record_from_you: String,
    pub record_from_adviser: String,
    /// Offered where personal details were pointed out, and before the words as they would be without them.
    pub leave_out: String,
    pub keep_words: String,
    pub without_them: String,
    /// Under a letter or a date, where a kiosk can print it.
    pub print_offer: String,
    pub printed: String,
    pub not_printed: String,
    /// While Signpost is switched off; the operator's reason follows.
    pub off: String,
    /// `{phone}` is the service's own.
    pub off_phone: String,
    /// `{organisation}` is who else gives advice.
    pub off_elsewhere: String,
    pub off_my_questions: String,
    pub off_danger: String,
    /// The same for a file; `{files}` are the names it was saved under.
    pub save_offer: String,
    pub saved: String,
    pub not_saved: String,
    /// What kind of detail it is, and what stands in its place: by the name of its [`crate::personal::Kind`].
    pub personal: BTreeMap<String, String>,
    pub personal_left_out: BTreeMap<String, String>,
    /// Where an enquiry is, by status id: `new`, `claimed` ...
    pub status: BTreeMap<String, String>,
    /// What the Discord channel itself says.
    pub discord: DiscordPhrases,
    /// One sentence for a language's speakers on how to get a person, by language name.
    pub languages: BTreeMap<String, String>,
    /// What families type to steer, in plain words ([`commands::plain`]), by command: `menu`, `back`, `start-again`, `help`, `adviser`, `stop`, `law`, `easy`; and `no`, which
    /// declines what may be left out; `change`, before a question is passed on; and `print` and `save`, where there is something to take away.
    pub words: BTreeMap<String, Vec<String>>,
}

impl Phrases {
    /// Whether a message says no, and nothing else.
    pub fn is_no(&self, text: &str) -> bool {
        self.says("no", text)
    }

    /// Whether a message goes on without an answer in words. "None" is an answer.
    pub fn is_skip(&self, text: &str) -> bool {
        self.says("skip", text)
    }

    /// Whether a message says yes to whatever was asked, and nothing else.
    pub fn is_yes(&self, text: &str) -> bool {
        self.says("yes", text)
    }

    /// Whether a message turns down whatever was offered, and nothing else.
    pub fn is_no_to_a_choice(&self, text: &str) -> bool {
        self.says("no-to-a-choice", text)
    }

    /// Whether a message says that what is shown is to be changed, and nothing else.
    pub fn is_change(&self, text: &str) -> bool {
        self.says("change", text)
    }

    /// Whether a message says that somebody is there, and perhaps no more.
    pub fn is_still_here(&self, text: &str) -> bool {
        self.says("still-here", text)
    }

    /// Whether a message asks to print, and nothing else.
    pub fn is_print(&self, text: &str) -> bool {
        self.says("print", text)
    }

    /// Whether a message asks for a file, and nothing else.
    pub fn is_save(&self, text: &str) -> bool {
        self.says("save", text)
    }

    fn says(&self, name: &str, text: &str) -> bool {
        let typed = commands::plain(text);
        self.words.get(name).is_some_and(|ways| ways.contains(&typed))
    }
}

/// What the Discord channel says around the replies. Names and labels there have limits of their own, which
/// `channel/discord` keeps.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DiscordPhrases {
    /// Stands in a menu of choices until one is picked.
    pub choose: String,
    /// Opens a window to type in.
    pub write: String,
    /// The title of that window, and the label of its one field; at most 45 characters each.
    pub window: String,
    pub field: String,
    /// A button of an earlier message was pressed; where the family is now follows.
    pub old_button: String,
    /// Somebody asks faster than anybody reads.
    pub slow: String,
    /// A message of files, stickers or sound alone.
    pub no_words: String,
    /// Words came with files; the answer to the words follows.
    pub no_files: String,
    /// A message was changed after it was sent; where the family is now follows.
    pub edited: String,
    /// The last answer could not be shown; where the family is now follows.
    pub not_shown: String,
    /// Signpost was stopped before it could answer, and says so by itself; the menu and the adviser follow as buttons.
    pub interrupted: String,
    /// What was to be forgotten is still kept.
    pub not_forgotten: String,
    /// Before an enquiry that is brought to its family, because an adviser has done something.
    pub news: String,
    /// After that, where the same may have been brought before.
    pub news_again: String,
    /// The name of a private thread in which a family is told that something waits.
    pub thread: String,
    /// An adviser has written, and no direct message could be sent. Says nothing of what about.
    pub something_waits: String,
    /// Somebody tried what is not for them; always the same, whatever it was.
    pub refused: String,
    /// A message in a channel held personal details. Said in private alone.
    pub public_details: String,
    /// Stands in the menu that opens the hand-off as a form; and the labels of the form's fields, at most 45
    /// characters each.
    pub form: String,
    pub form_window: String,
    pub form_question: String,
    pub form_act_by: String,
    pub form_contact: String,
    /// The one public sentence after a mention in a channel, and the label of its button.
    pub mention: String,
    pub open: String,
    /// What each command does, at most 100 characters, by its name; `question` is the field of `ask`.
    pub commands: BTreeMap<String, String>,
}
