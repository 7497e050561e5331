//! What PostgreSQL reports, as what happened to the caller.

use sqlx::error::DatabaseError;

use crate::store::{Obstacle, StoreError};

/// What went wrong with the database at `place`.
pub fn store_error(place: &str, error: sqlx::Error) -> StoreError {
    let code = error.as_database_error().and_then(DatabaseError::code).map(|code| code.into_owned());
    let code = code.as_deref().unwrap_or("");
    if is_damage(&error, code) {
        return StoreError::Damaged { place: place.to_owned(), source: Box::new(error) };
    }
    let obstacle = obstacle(&error, code);
    StoreError::Unavailable { place: place.to_owned(), obstacle, source: Box::new(error) }
}

/// Codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>. `XX001` and `XX002` are corruption.
fn is_damage(error: &sqlx::Error, code: &str) -> bool {
    matches!(code, "XX001" | "XX002")
        || matches!(
            error,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_)
        )
}

fn obstacle(error: &sqlx::Error, code: &str) -> Obstacle {
    match (error, code) {
        (
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed,
            _,
        ) => Obstacle::Unreachable,
        (sqlx::Error::Configuration(_), _) => Obstacle::Refused,
        // The server is stopping, starting or has too many connections; or the connection broke.
        (_, "57P01" | "57P02" | "57P03" | "53300") => Obstacle::Unreachable,
        (_, code) if code.starts_with("08") => Obstacle::Unreachable,
        (_, "53100") => Obstacle::Full,
        (_, "25006" | "42501") => Obstacle::ReadOnly,
        (_, "55P03" | "40001" | "40P01") => Obstacle::Locked,
        // The name, the password or the database.
        (_, code) if code.starts_with("28") || code.starts_with("3D") => Obstacle::Refused,
        _ => Obstacle::Failing,
    }
}
