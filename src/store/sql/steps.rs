//! Which steps the tables have taken, compared with those that this Signpost knows.

use sqlx::Row as _;
use sqlx::migrate::Migrator;

use super::Connection;
use super::trouble::Failed;
use crate::store::StoreError;

/// The version of the tables of the database at `place`.
///
/// # Errors
///
/// [`StoreError::NewerVersion`] or [`StoreError::TrialBuild`].
pub async fn version(tables: &mut Connection, place: &str, known: &Migrator) -> Result<i64, Failed> {
    let steps = sqlx::query("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
        .fetch_all(tables)
        .await?;
    let newest = newest(known);
    let place = || place.to_owned();
    let mut version = 0;
    for step in &steps {
        version = step.try_get("version")?;
        let checksum: Vec<u8> = step.try_get("checksum")?;
        match known.iter().find(|known| known.version == version) {
            Some(known) if *known.checksum == *checksum => {}
            None if version > newest => {
                return Err(StoreError::NewerVersion { place: place(), found: version, known: newest }.into());
            }
            _ => return Err(StoreError::TrialBuild { place: place(), step: version }.into()),
        }
    }
    Ok(version)
}

/// The version the tables have after all steps.
pub fn newest(steps: &Migrator) -> i64 {
    steps.iter().map(|step| step.version).max().unwrap_or(0)
}
