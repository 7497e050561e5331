//! The work on the tables, in one text for every SQL database.
//!
//! Each database compiles these files for itself, and gives them what differs in the module above this one: its `Kind`, the
//! types `Connection` and `Row`, how a row is held for whoever changes it (`FOR_UPDATE`, `SKIP_LOCKED`), how it keeps words
//! (`as_kept`), what it wants done after rows came with their numbers (`AFTER_CARRYING`), what an error of it means to a
//! caller (`store_error`), and how it opens an enquiry (`TheStore::opened`): a family waits for that, and each database
//! has its own way to do it in few steps. The alternative, generic code over both, needs a bound for each type that
//! is ever bound to a query, in front of every function.

pub mod calls;
pub mod cards;
mod carry;
pub mod chain;
pub mod conversations;
pub mod counts;
pub mod enquiries;
pub mod outbox;
pub mod reword;
pub mod roster;
pub mod rows;
pub mod steps;
pub mod trouble;
pub mod unanswered;

use super::{AFTER_CARRYING, Connection, FOR_UPDATE, Kind, Row, SKIP_LOCKED, TheStore, as_kept, store_error};

/// A statement with the values that it binds.
pub type Query<'q> = sqlx::query::Query<'q, Kind, <Kind as sqlx::Database>::Arguments<'q>>;
