//! What is wrong in a content file, where, and the words that mend it.
//!
//! Every problem has a stable code, for machines and for `tests/faulty/<code>`, where each code has a small broken
//! file beside the text an author sees. Errors keep the content from being used; warnings never do.
//!
//! | code | severity | meaning |
//! | --- | --- | --- |
//! | `folder-missing` | error | `knowledge/` or `dialogs/` is not there or holds no file |
//! | `file-missing` | error | a file that Signpost needs is not there: `sources.toml`, `dialogs/start.md` |
//! | `file-unreadable` | error | a file could not be opened, or is far too large |
//! | `not-utf8` | error | a file is not UTF-8 text |
//! | `file-unexpected` | warning | a file that nothing reads |
//! | `bad-name` | error | a file or node is named in other than small letters, digits and hyphens |
//! | `duplicate-id` | error | two things have the same name |
//! | `toml-syntax` | error | a line of TOML cannot be read |
//! | `unknown-key` | error | a key that has no meaning here |
//! | `missing-key` | error | a key that has to be there is not |
//! | `bad-value` | error | the value of a key is of the wrong kind, or makes no sense |
//! | `front-matter-missing` | error | a file does not begin with `+++` lines around its details |
//! | `section-missing` | error | an entry lacks a section, or has nothing in it |
//! | `section-unknown` | error | an entry has a heading that is none of the four |
//! | `section-order` | error | the headings of an entry are out of order, or one comes twice |
//! | `markdown-not-allowed` | error | Markdown that no channel can show |
//! | `mark-broken` | error | a citation mark or placeholder that was never closed, or is empty |
//! | `source-unknown` | error | a citation of a source that `sources.toml` does not have |
//! | `source-not-in-force` | error | a citation of a source that was in force until an earlier day |
//! | `source-ahead` | warning | a citation of a source that comes into force later: its line is hidden until then |
//! | `pinpoint-unexpected` | error | a pinpoint for a source that takes none |
//! | `pinpoint-missing` | warning | no pinpoint for a source that takes one |
//! | `figure-unknown` | error | a placeholder that `figures.toml` does not have |
//! | `figure-not-in-force` | error | no row of the figure holds on the day |
//! | `figure-overlap` | error | two rows of a figure hold on the same day |
//! | `contact-unknown` | error | a placeholder for a contact that `contacts.toml` does not have |
//! | `contact-unset` | error | a contact without which nobody may be sent away has no number |
//! | `service-unknown` | error | a placeholder for a service detail that does not exist |
//! | `hours-broken` | error | a service's working hours, closures or time to reply cannot be reckoned with |
//! | `service-count` | error | there is no service profile, or more than one |
//! | `detail-unknown` | error | a placeholder of the conversation that does not exist, or not here |
//! | `claim-without-citation` | error | "must" or "should" in a paragraph that cites nothing |
//! | `figure-without-citation` | error | a figure in a paragraph that cites nothing |
//! | `bare-period` | error | a period of time written out |
//! | `bare-sum` | error | a sum of money written out |
//! | `bare-phone` | error | a phone number written out |
//! | `short-answer-long` | error | a short answer of more than 60 words |
//! | `text-too-long` | error | text that does not fit a channel |
//! | `review-overdue` | warning; error for a release | the review of a file no longer holds |
//! | `not-signed-off` | warning, for a release alone | nobody has signed off a file as it stands |
//! | `topic-unknown` | error | an entry is about a topic that `topics.toml` does not have |
//! | `topic-without-entry` | error | no entry is about a topic |
//! | `phrases-few` | error | an entry has fewer than 12 phrasings |
//! | `phrase-twice` | error | the same phrasing stands under two topics |
//! | `form-never-found` | warning | a way of writing a term that is never found in what families type |
//! | `link-broken` | error | something leads where nothing is |
//! | `dialog-empty` | error | a dialog without a node |
//! | `node-silent` | error | a node that says nothing |
//! | `action-unclear` | error | the `toml` block of a node cannot be carried out as written |
//! | `fact-unknown` | error | a node uses a fact, or a value of one, that no node asks for |
//! | `choices-many` | error | a node with more than five choices |
//! | `choice-twice` | error | two choices of a node have the same words |
//! | `dead-end` | error | a node from which nothing leads on |
//! | `loop-without-exit` | error | nodes that lead only to each other |
//! | `node-unreachable` | error | a node that no choice leads to |
//! | `dialog-unreachable` | error | a dialog that nothing leads to |
//! | `adviser-far` | error | a node more than two choices away from an adviser |
//! | `entry-unlinked` | warning | an entry that can only be found by asking |
//! | `rule-unknown` | error | a node reckons with a limit that `rules.toml` does not have |
//! | `rule-broken` | error | a legal time limit that could not be reckoned, or not said |
//! | `source-check-overdue` | warning | a source that had to be read again by now |
//! | `paragraph-left-out` | warning | a paragraph that vanishes because a service detail is not set |
//! | `reading-age` | warning | text that is hard to read: a reading age over 11 |
//! | `sentence-long` | warning | a sentence of more than 25 words |
//! | `jargon` | warning | an abbreviation that is explained nowhere |
//! | `wording` | warning | words that promise, blame or brush off |

use std::fmt;

use serde::Serialize;

macro_rules! codes {
    ($($variant:ident = $name:literal $severity:ident,)*) => {
        /// What kind of problem; the table stands at the head of this module.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The stable name: `link-broken`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How much the problem weighs, unless the occasion changes it.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    FolderMissing = "folder-missing" Error,
    FileMissing = "file-missing" Error,
    FileUnreadable = "file-unreadable" Error,
    NotUtf8 = "not-utf8" Error,
    FileUnexpected = "file-unexpected" Warning,
    BadName = "bad-name" Error,
    DuplicateId = "duplicate-id" Error,
    TomlSyntax = "toml-syntax" Error,
    UnknownKey = "unknown-key" Error,
    MissingKey = "missing-key" Error,
    BadValue = "bad-value" Error,
    FrontMatterMissing = "front-matter-missing" Error,
    SectionMissing = "section-missing" Error,
    SectionUnknown = "section-unknown" Error,
    SectionOrder = "section-order" Error,
    MarkdownNotAllowed = "markdown-not-allowed" Error,
    MarkBroken = "mark-broken" Error,
    SourceUnknown = "source-unknown" Error,
    SourceNotInForce = "source-not-in-force" Error,
    SourceAhead = "source-ahead" Warning,
    PinpointUnexpected = "pinpoint-unexpected" Error,
    PinpointMissing = "pinpoint-missing" Warning,
    FigureUnknown = "figure-unknown" Error,
    FigureNotInForce = "figure-not-in-force" Error,
    FigureOverlap = "figure-overlap" Error,
    ContactUnknown = "contact-unknown" Error,
    ContactUnset = "contact-unset" Error,
    ServiceUnknown = "service-unknown" Error,
    HoursBroken = "hours-broken" Error,
    ServiceCount = "service-count" Error,
    DetailUnknown = "detail-unknown" Error,
    ClaimWithoutCitation = "claim-without-citation" Error,
    FigureWithoutCitation = "figure-without-citation" Error,
    BarePeriod = "bare-period" Error,
    BareSum = "bare-sum" Error,
    BarePhone = "bare-phone" Error,
    ShortAnswerLong = "short-answer-long" Error,
    TextTooLong = "text-too-long" Error,
    ReviewOverdue = "review-overdue" Warning,
    NotSignedOff = "not-signed-off" Warning,
    TopicUnknown = "topic-unknown" Error,
    TopicWithoutEntry = "topic-without-entry" Error,
    PhrasesFew = "phrases-few" Error,
    PhraseTwice = "phrase-twice" Error,
    FormNeverFound = "form-never-found" Warning,
    LinkBroken = "link-broken" Error,
    DialogEmpty = "dialog-empty" Error,
    NodeSilent = "node-silent" Error,
    ActionUnclear = "action-unclear" Error,
    FactUnknown = "fact-unknown" Error,
    ChoicesMany = "choices-many" Error,
    ChoiceTwice = "choice-twice" Error,
    DeadEnd = "dead-end" Error,
    LoopWithoutExit = "loop-without-exit" Error,
    NodeUnreachable = "node-unreachable" Error,
    DialogUnreachable = "dialog-unreachable" Error,
    AdviserFar = "adviser-far" Error,
    EntryUnlinked = "entry-unlinked" Warning,
    RuleUnknown = "rule-unknown" Error,
    RuleBroken = "rule-broken" Error,
    SourceCheckOverdue = "source-check-overdue" Warning,
    ParagraphLeftOut = "paragraph-left-out" Warning,
    ReadingAge = "reading-age" Warning,
    SentenceLong = "sentence-long" Warning,
    Jargon = "jargon" Warning,
    Wording = "wording" Warning,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Whether the content may be used all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The content is not used.
    Error,
    /// The content is used; somebody looks at it.
    Warning,
}

/// One thing wrong in one place.
///
/// Ordered by file, line and column, as an author walks through them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// From the content folder: `dialogs/refused.md`.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    pub severity: Severity,
    pub code: Code,
    /// One plain sentence.
    pub message: String,
    /// What to type, or what to do.
    pub mend: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { file, line, column, code, message, mend, .. } = self;
        let weight = match self.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
        };
        write!(f, "{file}:{line}:{column}: {weight}{message} [{code}]\n  mend: {mend}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_at_the_head_has_every_code_with_its_severity() {
        let head = include_str!("problem.rs");
        for code in Code::ALL {
            let severity = match code.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let row = format!("//! | `{code}` | {severity}");
            assert!(head.contains(&row), "no row begins {row}");
        }
    }

    #[test]
    fn the_first_line_stands_alone_with_the_place_in_front() {
        let problem = Problem {
            file: "dialogs/refused.md".to_owned(),
            line: 14,
            column: 20,
            severity: Severity::Error,
            code: Code::LinkBroken,
            message: "this choice leads to `#mediaton`, and no node here has that name".to_owned(),
            mend: "write `#mediation` (dialogs/refused.md:31:1), or add the node".to_owned(),
        };
        let shown = problem.to_string();
        assert!(shown.starts_with(
            "dialogs/refused.md:14:20: this choice leads to `#mediaton`, and no node here has that name"
        ));
        assert!(shown.ends_with("\n  mend: write `#mediation` (dialogs/refused.md:31:1), or add the node"));
    }
}
