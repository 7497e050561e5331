//! What SQLite reports, as what happened to the caller.

use std::path::Path;

use sqlx::error::DatabaseError;

use crate::store::{Obstacle, StoreError};

/// The result codes of SQLite that mean something to a caller: <https://www.sqlite.org/rescode.html>.
mod code {
    pub const PERM: u32 = 3;
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const READONLY: u32 = 8;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANTOPEN: u32 = 14;
    pub const NOTADB: u32 = 26;
    /// The primary code is the low byte of an extended one.
    pub const PRIMARY: u32 = 0xff;
    pub const IOERR_SHORT_READ: u32 = 522;
    pub const READONLY_DBMOVED: u32 = 1032;
}

/// What went wrong with the file at `place`.
pub fn store_error(place: &str, error: sqlx::Error) -> StoreError {
    let found = code_of(&error);
    if is_damage(&error, found) {
        return StoreError::Damaged { place: place.to_owned(), source: Box::new(error) };
    }
    let obstacle = obstacle(&error, found);
    StoreError::Unavailable { place: place.to_owned(), obstacle, source: Box::new(error) }
}

fn code_of(error: &sqlx::Error) -> Option<u32> {
    error.as_database_error().and_then(DatabaseError::code)?.parse().ok()
}

fn is_damage(error: &sqlx::Error, found: Option<u32>) -> bool {
    match found {
        Some(code::IOERR_SHORT_READ) => true,
        Some(found) => matches!(found & code::PRIMARY, code::CORRUPT | code::NOTADB),
        None => matches!(
            error,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_)
        ),
    }
}

fn obstacle(error: &sqlx::Error, found: Option<u32>) -> Obstacle {
    if matches!(error, sqlx::Error::PoolTimedOut) {
        return Obstacle::Locked;
    }
    if found == Some(code::READONLY_DBMOVED) {
        return Obstacle::Gone;
    }
    match found.map(|found| found & code::PRIMARY) {
        Some(code::BUSY | code::LOCKED) => Obstacle::Locked,
        Some(code::FULL) => Obstacle::Full,
        Some(code::READONLY | code::PERM) => Obstacle::ReadOnly,
        Some(code::CANTOPEN) => Obstacle::CannotOpen,
        _ => Obstacle::Failing,
    }
}

/// What went wrong with a file or folder before SQLite saw it.
pub fn file_error(path: &Path, error: std::io::Error) -> StoreError {
    use std::io::ErrorKind;
    let obstacle = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Obstacle::Full,
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Obstacle::ReadOnly,
        _ => Obstacle::CannotOpen,
    };
    StoreError::Unavailable { place: path.display().to_string(), obstacle, source: Box::new(error) }
}
