//! A dialog: a tree of nodes that cannot be built broken.
//!
//! Routes live here, facts in entries, arithmetic in named functions. There are no expressions; the
//! one condition is [`Guard`].

pub mod engine;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::deadline::RuleId;
use crate::library::{EntryId, id_type};
use crate::text::Text;

id_type!(
    /// The name of a dialog: its file without the ending, `sen-support` or `letters/ask-for-reasons`.
    DialogId
);
id_type!(
    /// The name of a node: its heading, unique within its dialog.
    NodeId
);
id_type!(
    /// The name of something a family has told us in this conversation: `stage`, `letter_dated`.
    FactId
);

/// A node, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeRef {
    pub dialog: DialogId,
    pub node: NodeId,
}

impl NodeRef {
    pub fn new(dialog: &str, node: &str) -> NodeRef {
        NodeRef { dialog: DialogId::new(dialog), node: NodeId::new(node) }
    }
}

impl std::fmt::Display for NodeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", self.dialog, self.node)
    }
}

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    Node(NodeRef),
    Entry(EntryId),
}

/// A dialog file.
#[derive(Debug, Clone)]
pub struct Dialog {
    pub(crate) id: DialogId,
    pub(crate) title: String,
    pub(crate) owner: String,
    pub(crate) reviewed: NaiveDate,
    pub(crate) review_by: NaiveDate,
    /// In the order of the file; the first is where the dialog begins.
    pub(crate) nodes: Vec<Node>,
    pub(crate) content_hash: String,
}

impl Dialog {
    pub fn id(&self) -> &DialogId {
        &self.id
    }

    /// Its file, from the content folder: `dialogs/refused.md`.
    pub fn file(&self) -> String {
        format!("dialogs/{}.md", self.id)
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn owner(&self) -> &str {
        &self.owner
    }

    pub fn reviewed(&self) -> NaiveDate {
        self.reviewed
    }

    pub fn review_by(&self) -> NaiveDate {
        self.review_by
    }

    pub fn content_hash(&self) -> &str {
        &self.content_hash
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == *id)
    }

    /// Where the dialog begins.
    pub fn first(&self) -> NodeRef {
        let first = self.nodes.first().expect("the loader refuses a dialog without nodes");
        NodeRef { dialog: self.id.clone(), node: first.id.clone() }
    }
}

/// One thing said, with the choices that follow.
#[derive(Debug, Clone)]
pub struct Node {
    pub id: NodeId,
    pub says: Text,
    pub choices: Vec<Choice>,
    pub action: Option<Action>,
    pub guard: Option<Guard>,
}

/// One answer a family can pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub to: Target,
}

/// What a node does besides speaking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `ask = "fact"`: waits for a value and remembers it under that name. `then` is where it goes on; with
    /// `kind = "choice"` there is none, because each choice leads where it says. `optional = true` lets the family
    /// go on without.
    Ask { fact: FactId, kind: AskKind, then: Option<NodeRef>, optional: bool },
    /// `do = "date"`: reckons a legal limit from the day told as `on`, and from `also` where that was told.
    Date { rule: RuleId, on: FactId, also: Option<FactId> },
    /// `do = "letter"`: shows, after the words, a letter drafted from what was told.
    Letter(Box<LetterTemplate>),
    /// `do = "point-out"`: points out the personal details in what was told as `fact`, to be left out or kept; goes on
    /// to `then` at once where there are none.
    PointOut { fact: FactId, then: NodeRef },
    /// `do = "preview-enquiry"`: shows, after the words, exactly what would be passed on.
    PreviewEnquiry,
    /// `do = "open-enquiry"`: keeps the enquiry; `then` if it is on disk, `otherwise` if not.
    OpenEnquiry { then: NodeRef, otherwise: NodeRef },
    /// `do = "show-enquiry"`: shows the enquiry whose reference was given, with what the adviser wrote.
    ShowEnquiry { otherwise: NodeRef },
    /// `do = "add-message"`: adds the family's answer to the enquiry that is shown.
    AddMessage { fact: FactId, then: NodeRef, otherwise: NodeRef },
    /// `do = "withdraw-enquiry"`: takes the enquiry back.
    WithdrawEnquiry { then: NodeRef, otherwise: NodeRef },
    /// `do = "forget"`: ends the conversation and keeps nothing of it.
    Forget,
}

/// What kind of value a node asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskKind {
    /// The label of the choice that is picked.
    Choice,
    /// Free text, as typed.
    Text,
    /// A day that has passed, such as the date on a letter: read the British way and read back.
    Date,
    /// The same, for a day that is to come.
    DateToCome,
    /// How to reach the family: an email address, a phone number, or only the reference.
    Contact,
    /// The reference of an enquiry.
    Reference,
}

/// `only_if = "fact is value"`: the node stands only then; otherwise the conversation goes on there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    pub fact: FactId,
    pub value: String,
    pub otherwise: NodeRef,
}

/// A letter as an author wrote it: the fenced `letter` block of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterTemplate {
    /// Names the file to take away: `ask-for-assessment`.
    pub name: String,
    pub body: Text,
}
