//! A reply as Discord messages: what stands in which, within every limit of the platform.
//!
//! Pure: words in, parts out. The words are the reply's own; this file decides only where a message ends and what
//! becomes a button. Whatever was typed by a family is shown as typed: its Markdown, masked links and mentions are
//! taken as letters.

use unicode_segmentation::UnicodeSegmentation;

use super::button::{Press, TurnRef};
use crate::phrases::Phrases;
use crate::reply::{Block, Outcome, Reply};
use crate::takeaway::Takeaway;
use crate::terminal;

/// Discord's own limits, in UTF-16 units, which never count fewer than Discord does.
pub mod limits {
    pub const CONTENT: usize = 2_000;
    pub const TITLE: usize = 256;
    pub const DESCRIPTION: usize = 4_096;
    /// Over all embeds of one message.
    pub const EMBEDS: usize = 6_000;
    pub const EMBEDS_A_MESSAGE: usize = 10;
    pub const ROWS: usize = 5;
    pub const BUTTONS_A_ROW: usize = 5;
    pub const OPTIONS: usize = 25;
    pub const LABEL: usize = 80;
    pub const OPTION_LABEL: usize = 100;
    pub const PLACEHOLDER: usize = 150;
    pub const CUSTOM_ID: usize = 100;
}

/// One Discord message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Post {
    pub content: String,
    pub embeds: Vec<Embed>,
    /// Only the last message of a reply has any.
    pub rows: Vec<Row>,
    /// Letters and dates to take away, with the last message.
    pub files: Vec<Takeaway>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Embed {
    pub title: String,
    pub description: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Buttons(Vec<Button>),
    Select {
        custom_id: String,
        placeholder: String,
        /// Label and value.
        options: Vec<(String, String)>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    pub custom_id: String,
    pub label: String,
    /// One of those that are always there.
    pub is_steady: bool,
}

/// Where a reply is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A direct message: the family types freely.
    Direct,
    /// A server, where only this family sees it and typing needs a button.
    Server,
}

/// Dresses a reply. There is always at least one message, and the last has the buttons.
pub fn posts(reply: &Reply, turn: &TurnRef, phrases: &Phrases, room: Room) -> Vec<Post> {
    let mut pieces = Pieces::of(&reply.blocks);
    if let Some(question) = &reply.question {
        pieces.sentence(Join::Gap, "", question);
    }
    let rows = rows(reply, turn, phrases, room);
    if reply.choices.iter().any(|choice| units(choice) > limits::LABEL) {
        // A button would cut it, so it is also there in full.
        let mut join = Join::Gap;
        for choice in &reply.choices {
            pieces.sentence(std::mem::replace(&mut join, Join::Line), "- ", choice);
        }
    }
    let mut posts = match reply.outcome {
        // Embeds can be switched off by whoever reads; this has to be read.
        Outcome::Urgent => in_content(&pieces.list),
        _ => in_embeds(&pieces.list),
    };
    if posts.is_empty() {
        posts.push(Post { content: phrases.pick_one.clone(), ..Post::default() });
    }
    if let Some(last) = posts.last_mut() {
        last.rows = rows;
    }
    posts
}

/// Adds the menu that opens the hand-off as one form, above the steady buttons.
pub fn with_form(posts: &mut [Post], stages: &[String], turn: &TurnRef, phrases: &Phrases) {
    let Some(last) = posts.last_mut() else { return };
    if stages.is_empty() || stages.len() > limits::OPTIONS || last.rows.len() >= limits::ROWS {
        return;
    }
    let option = |(number, label): (usize, &String)| (cut(label, limits::OPTION_LABEL), number.to_string());
    let menu = Row::Select {
        custom_id: turn.press(Press::Stage),
        placeholder: cut(&phrases.discord.form, limits::PLACEHOLDER),
        options: stages.iter().enumerate().map(option).collect(),
    };
    last.rows.insert(last.rows.len().saturating_sub(1), menu);
}

/// Blocks alone, as messages: at least one, without buttons.
pub(super) fn blocks(blocks: &[Block]) -> Vec<Post> {
    in_posts(&Pieces::of(blocks))
}

/// The same under a title and facts that are dressed already, so that all of it is measured together.
pub(super) fn blocks_under(title: &str, facts: &[String], blocks: &[Block]) -> Vec<Post> {
    let mut pieces = Pieces::of(&[Block::Title(title.to_owned())]);
    for (fact, join) in facts.iter().zip(std::iter::once(Join::Gap).chain(std::iter::repeat(Join::Line))) {
        pieces.list.push(Piece { join, markdown: cut(fact, LONGEST_PIECE) });
    }
    pieces.list.extend(Pieces::of(blocks).list);
    in_posts(&pieces)
}

fn in_posts(pieces: &Pieces) -> Vec<Post> {
    let mut posts = in_embeds(&pieces.list);
    if posts.is_empty() {
        posts.push(Post::default());
    }
    posts
}

// --- choices ---

fn rows(reply: &Reply, turn: &TurnRef, phrases: &Phrases, room: Room) -> Vec<Row> {
    // These lead where the buttons of the last row lead.
    let steady_labels = [&phrases.back, &phrases.menu, &phrases.talk_to_adviser];
    let choices: Vec<(usize, &String)> =
        reply.choices.iter().enumerate().filter(|(_, label)| !steady_labels.contains(label)).collect();
    let mut rows = Vec::new();
    if choices.len() <= limits::BUTTONS_A_ROW {
        let button = |(number, label): &(usize, &String)| Button {
            custom_id: turn.press(Press::Choice(*number)),
            label: cut(label, limits::LABEL),
            is_steady: false,
        };
        if !choices.is_empty() {
            rows.push(Row::Buttons(choices.iter().map(button).collect()));
        }
    } else {
        for (place, options) in choices.chunks(limits::OPTIONS).take(limits::ROWS - 1).enumerate() {
            rows.push(Row::Select {
                custom_id: turn.press(Press::Select(place)),
                placeholder: cut(&phrases.discord.choose, limits::PLACEHOLDER),
                options: options
                    .iter()
                    .map(|(number, label)| (cut(label, limits::OPTION_LABEL), number.to_string()))
                    .collect(),
            });
        }
    }
    rows.push(steady(turn, phrases, room));
    rows
}

/// Back, menu, adviser; and a way to type where the family cannot just type.
fn steady(turn: &TurnRef, phrases: &Phrases, room: Room) -> Row {
    let mut buttons = vec![
        (Press::Back, &phrases.back),
        (Press::Menu, &phrases.menu),
        (Press::Adviser, &phrases.talk_to_adviser),
    ];
    if room == Room::Server {
        buttons.push((Press::Write, &phrases.discord.write));
    }
    let button = |(press, label): (Press, &String)| Button {
        custom_id: turn.press(press),
        label: cut(label, limits::LABEL),
        is_steady: true,
    };
    Row::Buttons(buttons.into_iter().map(button).collect())
}

// --- words ---

/// How a piece follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// In the same sentence, which was too long for one message.
    Space,
    Line,
    Gap,
    /// Begins an embed of its own.
    Title,
}

/// Markdown that is never broken, ready to be shown.
#[derive(Debug, Clone)]
struct Piece {
    join: Join,
    markdown: String,
}

/// The longest piece: a message of text alone has to hold it.
const LONGEST_PIECE: usize = limits::CONTENT - 40;

#[derive(Default)]
struct Pieces {
    list: Vec<Piece>,
    after_heading: bool,
}

impl Pieces {
    fn of(blocks: &[Block]) -> Pieces {
        let mut pieces = Pieces::default();
        blocks.iter().for_each(|block| pieces.block(block));
        pieces
    }

    fn block(&mut self, block: &Block) {
        let after_heading = std::mem::replace(&mut self.after_heading, matches!(block, Block::Heading(_)));
        let first = if after_heading { Join::Line } else { Join::Gap };
        match block {
            Block::Title(words) => {
                let words = cut(&terminal::one_line(words), limits::TITLE / 2);
                self.list.push(Piece { join: Join::Title, markdown: escaped(&words) });
            }
            Block::Heading(words) => {
                self.list.push(Piece { join: Join::Gap, markdown: bold(words) });
            }
            Block::Paragraph(sentences) => self.sentences(first, sentences.iter().map(|words| ("", words))),
            Block::Bullets(items) => self.sentences(first, items.iter().map(|words| ("- ", words))),
            Block::Steps(steps) => {
                let mut join = first;
                for (place, step) in steps.iter().enumerate() {
                    let lead = format!("{}. ", place + 1);
                    self.sentence(std::mem::replace(&mut join, Join::Line), &lead, step);
                }
            }
            Block::Sources(sources) => {
                let mut join = first;
                for source in sources {
                    let join = std::mem::replace(&mut join, Join::Line);
                    match masked(&source.cited, &source.link) {
                        Some(link) => {
                            let markdown = format!("- {link} ({})", escaped(&source.standing));
                            self.list.push(Piece { join, markdown });
                        }
                        None => {
                            self.sentence(join, "- ", &format!("{} ({})", source.cited, source.standing));
                        }
                    }
                }
            }
            Block::Record(rows) => {
                let mut join = first;
                for (label, value) in rows {
                    self.list.push(Piece {
                        join: std::mem::replace(&mut join, Join::Line),
                        markdown: bold(&format!("{label}:")),
                    });
                    self.sentence(Join::Space, "", value);
                }
            }
            Block::Messages(messages) => {
                for message in messages {
                    let head = bold(&format!("{}, {}:", message.from, message.on));
                    self.list.push(Piece { join: Join::Gap, markdown: head });
                    self.sentence(Join::Line, "", &message.text);
                }
            }
            Block::Letter(letter) => {
                self.list.push(Piece { join: Join::Gap, markdown: "----".to_owned() });
                letter.paragraphs.iter().for_each(|paragraph| self.block(paragraph));
                self.list.push(Piece { join: Join::Gap, markdown: "----".to_owned() });
            }
        }
    }

    fn sentences<'a>(&mut self, first: Join, sentences: impl Iterator<Item = (&'a str, &'a String)>) {
        let mut join = first;
        for (lead, sentence) in sentences {
            self.sentence(std::mem::replace(&mut join, Join::Line), lead, sentence);
        }
    }

    /// One sentence, or whatever a family typed: broken only where it is longer than a message.
    fn sentence(&mut self, join: Join, lead: &str, words: &str) {
        let mut join = join;
        let mut lead = lead;
        for line in terminal::lines(words).split('\n').filter(|line| !line.trim().is_empty()) {
            for part in broken(line.trim(), LONGEST_PIECE - 2 * lead.len()) {
                self.list.push(Piece { join, markdown: format!("{lead}{part}") });
                join = Join::Space;
                lead = "";
            }
            join = Join::Line;
        }
    }
}

fn in_embeds(pieces: &[Piece]) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    let mut embeds: Vec<Embed> = Vec::new();
    for piece in pieces {
        if piece.join == Join::Title {
            embeds.push(Embed { title: piece.markdown.clone(), description: String::new() });
            continue;
        }
        if embeds.is_empty() {
            embeds.push(Embed::default());
        }
        let fits = embeds
            .last()
            .is_some_and(|embed| added(&embed.description, piece).is_some_and(|n| n <= limits::DESCRIPTION));
        if !fits {
            embeds.push(Embed::default());
        }
        if let Some(embed) = embeds.last_mut() {
            add(&mut embed.description, piece);
        }
    }
    for embed in embeds {
        let size = |embed: &Embed| units(&embed.title) + units(&embed.description);
        let fits = posts.last().is_some_and(|post| {
            let used: usize = post.embeds.iter().map(size).sum();
            post.embeds.len() < limits::EMBEDS_A_MESSAGE && used + size(&embed) <= limits::EMBEDS
        });
        if !fits {
            posts.push(Post::default());
        }
        if let Some(post) = posts.last_mut() {
            post.embeds.push(embed);
        }
    }
    posts
}

fn in_content(pieces: &[Piece]) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for piece in pieces {
        let piece = match piece.join {
            Join::Title => Piece { join: Join::Gap, markdown: format!("**{}**", piece.markdown) },
            _ => piece.clone(),
        };
        let fits = posts
            .last()
            .is_some_and(|post| added(&post.content, &piece).is_some_and(|n| n <= limits::CONTENT));
        if !fits {
            posts.push(Post::default());
        }
        if let Some(post) = posts.last_mut() {
            add(&mut post.content, &piece);
        }
    }
    posts
}

fn joint(before: &str, join: Join) -> &'static str {
    match join {
        _ if before.is_empty() => "",
        Join::Space => " ",
        Join::Line => "\n",
        Join::Gap | Join::Title => "\n\n",
    }
}

/// How long the text would be with the piece; `None` when the piece has to begin anew.
fn added(before: &str, piece: &Piece) -> Option<usize> {
    Some(units(before) + joint(before, piece.join).len() + units(&piece.markdown))
        .filter(|_| piece.join != Join::Title)
}

fn add(text: &mut String, piece: &Piece) {
    text.push_str(joint(text, piece.join));
    text.push_str(&piece.markdown);
}

/// Escaped parts of a line, each at most `most` long: broken at spaces, and a word too long for a message between
/// whole characters.
fn broken(line: &str, most: usize) -> Vec<String> {
    let whole = escaped(line);
    if units(&whole) <= most {
        return vec![whole];
    }
    let mut parts: Vec<String> = vec![String::new()];
    let mut take = |word: &str, space: &str| {
        let last = parts.last_mut().expect("it begins with one part, and none is taken away");
        if last.is_empty() {
            last.push_str(word);
        } else if units(last) + space.len() + units(word) <= most {
            last.push_str(space);
            last.push_str(word);
        } else {
            parts.push(word.to_owned());
        }
    };
    for word in line.split_whitespace() {
        let shown = escaped(word);
        if units(&shown) <= most {
            take(&shown, " ");
            continue;
        }
        let mut space = " ";
        for whole in word.graphemes(true) {
            let shown = as_letters(whole);
            if units(&shown) <= most {
                take(&shown, std::mem::take(&mut space));
            } else {
                // A heap of accents on one letter: no reader has ever seen it whole.
                whole.chars().for_each(|c| take(&as_letters(c.encode_utf8(&mut [0; 4])), ""));
            }
        }
    }
    parts
}

/// Length as Discord's own client counts it.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The beginning that fits, with a mark where more was.
pub(super) fn cut(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for whole in text.graphemes(true) {
        if units(&kept) + units(whole) + 1 > most {
            break;
        }
        kept.push_str(whole);
    }
    format!("{}…", kept.trim_end())
}

fn bold(words: &str) -> String {
    format!("**{}**", escaped(&cut(&terminal::one_line(words), LONGEST_PIECE / 2)))
}

/// A citation that opens its source; `None` when the link could not be shown whole or is no web address.
fn masked(cited: &str, link: &str) -> Option<String> {
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    if !is_web || link.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let link = link.replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E");
    let markdown = format!("[{}]({link})", escaped(&terminal::one_line(cited)));
    (units(&markdown) <= LONGEST_PIECE / 2).then_some(markdown)
}

/// Text that Discord shows as it was written: no bold, no masked link, no mention. Web addresses stay whole.
pub(super) fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let at = word.find("https://").or_else(|| word.find("http://"));
        let Some(at) = at else {
            shown.push_str(&as_letters(word));
            continue;
        };
        let address = &word[at..];
        let end = address.find(|c: char| c.is_whitespace() || "<>[]()*|~`\\\"".contains(c));
        let (address, rest) = address.split_at(end.unwrap_or(address.len()));
        shown.push_str(&as_letters(&word[..at]));
        shown.push_str(&address.replace("@everyone", "%40everyone").replace("@here", "%40here"));
        shown.push_str(&as_letters(rest));
    }
    let is_list = ["- ", "+ ", "-# "].iter().any(|mark| shown.starts_with(mark)) || shown.starts_with("-\\#");
    if is_list { format!("\\{shown}") } else { shown }
}

fn as_letters(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\*_~`|><#[]".contains(c) {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown.replace("@everyone", "@\u{200b}everyone").replace("@here", "@\u{200b}here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::{MessageLine, SourceLine};

    fn reply(blocks: Vec<Block>, choices: &[&str]) -> Reply {
        Reply {
            calendar: None,
            outcome: Outcome::Menu,
            blocks,
            question: None,
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            topics: vec![],
            by_words: None,
            adviser_offered: true,
        }
    }

    #[track_caller]
    fn check(typed: &str, shown: &str) {
        assert_eq!(escaped(typed), shown);
    }

    #[test]
    fn what_a_family_typed_is_shown_as_typed() {
        check("**not** bold", "\\*\\*not\\*\\* bold");
        check("a_b@example.org", "a\\_b@example.org");
        check("- no list", "\\- no list");
        check("# no heading", "\\# no heading");
        check("back\\slash", "back\\\\slash");
    }

    #[test]
    fn a_masked_link_shows_where_it_leads() {
        check("[gov](https://evil.example/x_y)", "\\[gov\\](https://evil.example/x_y)");
    }

    #[test]
    fn a_mention_mentions_nobody() {
        check("<@123> <#4> <@&5>", "\\<@123\\> \\<\\#4\\> \\<@&5\\>");
        check("@everyone @here", "@\u{200b}everyone @\u{200b}here");
    }

    #[test]
    fn a_web_address_stays_whole() {
        check("see https://www.gov.uk/a_b*c now", "see https://www.gov.uk/a_b\\*c now");
    }

    #[test]
    fn a_long_text_breaks_between_words_and_never_inside_a_character() {
        let text = "wörter 👩‍👩‍👧‍👦 ".repeat(400);
        let parts = broken(text.trim(), 100);
        assert!(parts.iter().all(|part| units(part) <= 100));
        assert_eq!(parts.join(" "), text.trim());
        let word = "👩‍👩‍👧‍👦".repeat(60);
        let parts = broken(&word, 100);
        assert!(parts.iter().all(|part| units(part) <= 100 && part.graphemes(true).all(|g| g == "👩‍👩‍👧‍👦")));
        assert_eq!(parts.concat(), word);
    }

    #[test]
    fn an_escape_is_never_parted_from_its_letter() {
        let parts = broken(&"*".repeat(500), 101);
        assert!(parts.iter().all(|part| part.replace("\\*", "").is_empty()), "{parts:?}");
    }

    #[test]
    fn a_source_is_a_link() {
        let source = SourceLine {
            cited: "Children and Families Act 2014, section 36".into(),
            standing: "law".into(),
            link: "https://www.legislation.gov.uk/x_(y)".into(),
        };
        let mut pieces = Pieces::default();
        pieces.block(&Block::Sources(vec![source]));
        assert_eq!(
            pieces.list[0].markdown,
            "- [Children and Families Act 2014, section 36](https://www.legislation.gov.uk/x_%28y%29) (law)"
        );
    }

    #[test]
    fn long_messages_of_an_enquiry_take_several_posts() {
        let message =
            MessageLine { from: "You".into(), on: "24 November 2026".into(), text: "_word_ ".repeat(1_400) };
        let reply = reply(vec![Block::Messages(vec![message])], &[]);
        let mut pieces = Pieces::default();
        reply.blocks.iter().for_each(|block| pieces.block(block));
        let posts = in_embeds(&pieces.list);
        assert!(posts.len() > 1);
        for post in &posts {
            let used: usize = post.embeds.iter().map(|embed| units(&embed.description)).sum();
            assert!(used <= limits::EMBEDS, "{used}");
        }
    }

    #[test]
    fn words_before_a_title_stay_before_it() {
        let blocks = [
            Block::Paragraph(vec!["If anyone is in danger now, call 999.".into()]),
            Block::Title("SEN Support".into()),
            Block::Paragraph(vec!["It is help.".into()]),
        ];
        let mut pieces = Pieces::default();
        blocks.iter().for_each(|block| pieces.block(block));
        let posts = in_embeds(&pieces.list);
        let shown: Vec<(&str, &str)> =
            posts[0].embeds.iter().map(|e| (e.title.as_str(), e.description.as_str())).collect();
        assert_eq!(shown, [("", "If anyone is in danger now, call 999."), ("SEN Support", "It is help.")]);
    }
}
