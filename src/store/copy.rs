//! Moves a store: every row of one database into another one, which must be empty, compared by counts and hashes.
//!
//! The rows are read as they are at one moment and written in one transaction, so that a copy that fails leaves nothing.
//! What is sealed stays sealed under the same key. Stop Signpost before: what is written during a copy is not in it.

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::late::Place;
use super::{Pending, StoreError};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Bytes,
}

/// A table that is moved, with the columns by which its rows are put in order.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub key: &'static str,
    pub columns: &'static [(&'static str, Kind)],
}

use Kind::{Bytes as B, Number as N, Text as T};

/// Every table, in an order in which no row refers to one that is still to come. `tests/store_copy.rs` compares this
/// with what the steps make, so that a new column cannot be forgotten.
pub const TABLES: &[Table] = &[
    Table {
        name: "enquiries",
        key: "service, reference",
        columns: &[
            ("service", T),
            ("reference", T),
            ("draft_key", T),
            ("opened_at", T),
            ("channel", T),
            ("question", T),
            ("path", T),
            ("topics", T),
            ("main_topic", T),
            ("stage", T),
            ("urgency_rank", N),
            ("act_by", T),
            ("contact_kind", T),
            ("contact", T),
            ("consent_at", T),
            ("consent_wording", T),
            ("status", T),
            ("claimed_by", T),
            ("claimed_at", T),
            ("worked_at", T),
            ("waiting_since", T),
            ("reply_due", T),
            ("first_answered_at", T),
            ("snoozed_until", T),
            ("warned_at", T),
            ("proposed_by", T),
            ("proposed_at", T),
            ("proposed_words", T),
            ("proposed_asks", N),
            ("outcome", T),
            ("purge_on", T),
        ],
    },
    Table {
        name: "messages",
        key: "id",
        columns: &[("id", N), ("service", T), ("reference", T), ("at", T), ("adviser", T), ("words", T)],
    },
    Table {
        name: "notes",
        key: "id",
        columns: &[("id", N), ("service", T), ("reference", T), ("at", T), ("adviser", T), ("words", T)],
    },
    Table {
        name: "events",
        key: "id",
        columns: &[
            ("id", N),
            ("service", T),
            ("reference", T),
            ("at", T),
            ("by", T),
            ("what", T),
            ("line", N),
            ("hash", B),
        ],
    },
    Table { name: "trail_heads", key: "service", columns: &[("service", T), ("lines", N), ("hash", B)] },
    Table {
        name: "sessions",
        key: "service, session",
        columns: &[("service", T), ("session", T), ("state", B), ("saved_at", T)],
    },
    Table {
        name: "interactions",
        key: "service, interaction",
        columns: &[("service", T), ("interaction", T), ("noted_at", T)],
    },
    Table {
        name: "cards",
        key: "service, reference",
        columns: &[("service", T), ("reference", T), ("place", T)],
    },
    Table {
        name: "unanswered",
        key: "service, interaction",
        columns: &[("service", T), ("interaction", T), ("session", T), ("place", T), ("at", T)],
    },
    Table {
        name: "missed_words",
        key: "service, word",
        columns: &[("service", T), ("word", T), ("times", N)],
    },
    Table {
        name: "notices",
        key: "service, id",
        columns: &[
            ("service", T),
            ("id", T),
            ("reference", T),
            ("to_kind", T),
            ("to_name", T),
            ("address", T),
            ("kind", T),
            ("day", T),
            ("made_at", T),
            ("due_at", T),
            ("state", T),
            ("attempts", N),
            ("lease", T),
            ("may_have_arrived", N),
            ("begun_at", T),
        ],
    },
    Table {
        name: "advisers",
        key: "service, name",
        columns: &[("service", T), ("name", T), ("role", T), ("discord", T), ("is_active", N)],
    },
    Table {
        name: "flags",
        key: "service, name",
        columns: &[("service", T), ("name", T), ("value", T), ("by", T), ("at", T)],
    },
];

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

impl Value {
    /// Its bytes, with what tells it from every other value.
    fn add_to(&self, hash: &mut Sha256) {
        let mut add = |kind: u8, bytes: Option<&[u8]>| {
            hash.update([kind, u8::from(bytes.is_some())]);
            let bytes = bytes.unwrap_or_default();
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        match self {
            Value::Text(text) => add(0, text.as_ref().map(String::as_bytes)),
            Value::Number(number) => add(1, number.map(i64::to_be_bytes).as_ref().map(|bytes| &bytes[..])),
            Value::Bytes(bytes) => add(2, bytes.as_deref()),
        }
    }
}

/// What goes from one database to the other.
pub(super) enum Load {
    Rows {
        table: &'static Table,
        rows: Vec<Vec<Value>>,
    },
    /// Nothing follows: what came is whole.
    End,
}

/// How many rows a table holds, and a hash over them all in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub table: &'static str,
    pub rows: u64,
    pub hash: String,
}

/// Adds up the rows of a table.
pub(super) struct Adding {
    table: &'static str,
    rows: u64,
    hash: Sha256,
}

impl Adding {
    pub fn new(table: &'static Table) -> Adding {
        Adding { table: table.name, rows: 0, hash: Sha256::new() }
    }

    pub fn add(&mut self, row: &[Value]) {
        self.rows += 1;
        for value in row {
            value.add_to(&mut self.hash);
        }
    }

    pub fn tally(self) -> Tally {
        Tally { table: self.table, rows: self.rows, hash: crate::text::hex(&self.hash.finalize()) }
    }
}

/// A database that can give all its rows and take those of another.
pub(super) trait Carries: Send + Sync {
    /// Reads every row as of one moment, and hands them on if somebody listens.
    fn give<'a>(&'a self, to: Option<mpsc::Sender<Load>>) -> Pending<'a, Vec<Tally>>;

    /// Writes all that comes, in one transaction; false if there is something already, or if what came is not whole.
    fn take<'a>(&'a self, from: mpsc::Receiver<Load>) -> Pending<'a, Taken>;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    All,
    NotEmpty,
    NotWhole,
}

/// Why nothing was moved.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("there is no enquiry store {}; look at the path given with --from", path.display())]
    NothingThere { path: PathBuf },
    #[error("there is something in the store to copy to already; name an empty one")]
    NotEmpty,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "table {table} differs after the copy ({given} rows given, {taken} taken): do not use the new store; stop \
         Signpost everywhere, empty it, and copy again"
    )]
    Differs { table: &'static str, given: u64, taken: u64 },
    #[error("the store to copy from could not be read to its end; nothing was written")]
    NotWhole,
}

/// Moves every row, and compares.
///
/// # Errors
///
/// [`CopyError`].
pub async fn copy(from: &Place, to: &Place) -> Result<Vec<Tally>, CopyError> {
    // Opening it would make it, and an empty store is soon copied.
    if let Some(path) = from.missing_file() {
        return Err(CopyError::NothingThere { path: path.to_owned() });
    }
    let (from, to) = (from.open_to_carry().await?, to.open_to_carry().await?);
    // A few thousand rows wait at most, however big the store.
    let (give, take) = mpsc::channel(4);
    let (given, taken) = tokio::join!(from.give(Some(give)), to.take(take));
    match (given?, taken?) {
        (_, Taken::NotEmpty) => Err(CopyError::NotEmpty),
        (_, Taken::NotWhole) => Err(CopyError::NotWhole),
        (given, Taken::All) => {
            let read_back = to.give(None).await?;
            match given.iter().zip(&read_back).find(|(given, taken)| given != taken) {
                Some((given, taken)) => {
                    Err(CopyError::Differs { table: given.table, given: given.rows, taken: taken.rows })
                }
                None => Ok(given),
            }
        }
    }
}
