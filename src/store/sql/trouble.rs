//! Why a piece of work on the tables ended early.

use crate::enquiry::life::Refusal;
use crate::store::StoreError;

/// Why a piece of work on the tables ended early, before it is known to whom it is told.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error(transparent)]
    Row(#[from] RowProblem),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Told(#[from] StoreError),
}

impl Failed {
    /// What happened to the caller of the store at `place`.
    pub fn told(self, place: &str) -> StoreError {
        match self {
            Failed::Sql(error) => super::store_error(place, error),
            Failed::Row(problem) => {
                StoreError::Damaged { place: place.to_owned(), source: Box::new(problem) }
            }
            Failed::Refused(refusal) => refusal.into(),
            Failed::Told(error) => error,
        }
    }
}

/// A value in a row that no Signpost writes.
#[derive(Debug, thiserror::Error)]
pub enum RowProblem {
    #[error("column {column} of {row} holds something unknown")]
    Unknown { column: &'static str, row: String },
    #[error("column {column} holds neither a moment nor a day")]
    Moment {
        column: &'static str,
        #[source]
        source: chrono::ParseError,
    },
    #[error("column {column} holds no list")]
    List {
        column: &'static str,
        #[source]
        source: serde_json::Error,
    },
    #[error("no reference stands in column reference")]
    Reference(#[source] crate::enquiry::ReferenceProblem),
}

/// Whether a row of that key is already there.
pub fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}
