//! What Signpost runs on: settings, secrets, clock, disk, backups.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Finding, Patient};
use crate::channel::database;
use crate::moment::{Moment, in_words};
use crate::store::sealed::{KeySource, Keyring};

/// Less is worth a look; a tenth of it has to be mended.
const ENOUGH_MEGABYTES: u64 = 1_000;

pub fn settings(file: Option<&Path>) -> Finding {
    match file {
        Some(path) => {
            Finding::ok("settings", format!("{} is read, and every line of it is known", path.display()))
        }
        None => Finding::ok("settings", "flags and environment alone; there is no signpost.toml here"),
    }
}

/// A file that holds a secret.
pub fn secret(about: &'static str, path: &Path, database: Option<&Path>) -> Finding {
    let shown = path.display();
    if let Err(error) = std::fs::File::open(path) {
        let mend = "put the file back, or set the path that leads to it";
        return Finding::mend(about, format!("{shown} cannot be read: {error}"), mend);
    }
    if !is_for_its_owner(path) {
        return Finding::mend(
            about,
            format!("others on this machine may read {shown}"),
            format!("chmod 600 {shown}"),
        );
    }
    match database.is_some_and(|database| folder_of(path) == folder_of(database)) {
        true => Finding::look(
            about,
            format!("{shown} lies beside the database"),
            "keep it in another folder, so that whoever copies one does not have both",
        ),
        false => Finding::ok(about, format!("{shown} is for its owner alone")),
    }
}

/// The key that words are sealed with: whether it is there, and where it lies.
pub fn keys(keys: Result<&Keyring, &str>, database: Option<&Path>) -> Finding {
    const ABOUT: &str = "key";
    const COPY: &str =
        "without it nobody can read what families wrote: keep a copy of it away from the database";
    let keyring = match keys {
        Ok(keyring) => keyring,
        Err(problem) => return Finding::mend(ABOUT, problem, COPY),
    };
    match (keyring.examine(), keyring.source()) {
        (Err(problem), _) => Finding::mend(ABOUT, problem.to_string(), COPY),
        (Ok(false), _) => Finding::ok(ABOUT, "none yet; it is made when the first question is kept"),
        (Ok(true), KeySource::File(path)) => secret(ABOUT, path, database),
        (Ok(true), KeySource::Beside { database: beside }) => {
            secret(ABOUT, &KeySource::path_beside(beside), database)
        }
        (Ok(true), _) => Finding::ok(ABOUT, "it is given in the environment"),
    }
}

fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().unwrap_or(folder.to_owned())
}

#[cfg(unix)]
pub fn is_for_its_owner(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
pub fn is_for_its_owner(_path: &Path) -> bool {
    true
}

/// The clock is sane when it is not before what is known to have happened.
pub fn clock(patient: Patient<'_>) -> Finding {
    let now = patient.now;
    let said = format!("{} in England, {}", now.local().format("%H:%M %Z"), in_words(now.date()));
    if patient.is_clock_fixed {
        return Finding::look(
            "clock",
            format!("{said}, fixed by SIGNPOST_NOW"),
            "unset SIGNPOST_NOW outside of tests",
        );
    }
    let path = patient.database.file();
    let mend = "set the machine's clock, and let it be set by the network: every legal date depends on it";
    if let Some(reviewed) = patient.library.ok().and_then(last_reviewed).filter(|day| *day > now.date()) {
        let said = format!("{said}, which is before the guidance was reviewed ({})", in_words(reviewed));
        return Finding::mend("clock", said, mend);
    }
    match path.and_then(written_at).filter(|written| *written > now.instant() + TimeDelta::days(1)) {
        Some(written) => {
            let said = format!("{said}, but the store was last written on {}", written.format("%Y-%m-%d"));
            Finding::mend("clock", said, mend)
        }
        None => Finding::ok("clock", said),
    }
}

fn last_reviewed(library: &crate::library::Library) -> Option<NaiveDate> {
    library.entries().map(|entry| entry.reviewed).max()
}

fn written_at(path: &Path) -> Option<DateTime<Utc>> {
    std::fs::metadata(path).and_then(|file| file.modified()).ok().map(DateTime::from)
}

/// Free space where the store is, as the system's own `df` says it.
pub fn disk(database: &Path) -> Finding {
    let folder = nearest_folder(database);
    let shown = folder.display();
    if std::fs::metadata(&folder).map_or(true, |folder| folder.permissions().readonly()) {
        let mend = "let Signpost write to the folder: without it no question can be kept";
        return Finding::mend("disk", format!("{shown} may only be read"), mend);
    }
    match free_megabytes(&folder) {
        Some(free) => space(&shown.to_string(), free),
        None => {
            Finding::look("disk", format!("free space in {shown} is unknown"), "see that `df` can be run")
        }
    }
}

fn space(shown: &str, free: u64) -> Finding {
    let said = format!("{free} MB are free in {shown}");
    let mend = "free some space: when the disk is full, no question can be kept";
    match free {
        ..100 => Finding::mend("disk", said, mend),
        _ if free < ENOUGH_MEGABYTES => Finding::look("disk", said, mend),
        _ => Finding::ok("disk", said),
    }
}

fn nearest_folder(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or(path.to_owned());
    let folder = whole.ancestors().skip(1).find(|folder| folder.is_dir());
    folder.unwrap_or(Path::new("/")).to_owned()
}

fn free_megabytes(folder: &Path) -> Option<u64> {
    let out = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    kilobytes_of(&String::from_utf8_lossy(&out.stdout)).map(|kilobytes| kilobytes / 1_024)
}

/// The fourth column of the second line, as POSIX has it.
fn kilobytes_of(told: &str) -> Option<u64> {
    told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// Whether there is a backup young enough, and none that is too old.
pub fn backups(patient: Patient<'_>) -> Vec<Finding> {
    const ABOUT: &str = "backups";
    let Some(folder) = patient.backups else {
        let mend = "set SIGNPOST_BACKUPS to a folder, on another disk, and run `signpost db backup` daily";
        return vec![Finding::look(ABOUT, "no backup folder is set", mend)];
    };
    let shown = folder.display();
    let backups = match database::in_folder(folder) {
        Ok(backups) => backups,
        Err(error) => {
            let mend = "make the folder, or set another";
            return vec![Finding::mend(ABOUT, format!("{shown} cannot be read: {error}"), mend)];
        }
    };
    let mut findings = vec![newest(ABOUT, &shown.to_string(), &backups, patient.now)];
    if patient.database.file().is_some_and(|store| is_one_disk(folder, store)) {
        let mend = "let backups go to another disk: one that fails takes both";
        findings.push(Finding::look(ABOUT, format!("{shown} is on the disk of the store"), mend));
    }
    let open = backups.iter().filter(|(path, _)| !is_for_its_owner(path)).count();
    if open > 0 {
        let said = format!("others on this machine may read {open} of the backups in {shown}");
        findings.push(Finding::mend(ABOUT, said, format!("chmod 600 {shown}/signpost-*.db")));
    }
    if let Ok(library) = patient.library {
        let keep_days = library.service().periods.keep_backups_days;
        let expired = database::expired(folder, keep_days, patient.now).map_or(0, |expired| expired.len());
        if expired > 0 {
            let said =
                format!("{expired} backups are older than {keep_days} days, and hold what had to be deleted");
            findings.push(Finding::mend(ABOUT, said, "run `signpost db backup`, which deletes them"));
        }
    }
    findings
}

fn newest(about: &'static str, shown: &str, backups: &[(PathBuf, Moment)], now: Moment) -> Finding {
    let mend = "run `signpost db backup` daily, and look why it did not";
    let Some((_, at)) = backups.last() else {
        return Finding::mend(about, format!("there is none in {shown}"), mend);
    };
    let hours = (now.instant() - at.instant()).num_hours();
    let said = format!("{} in {shown}, the last {hours} hours old", backups.len());
    match hours {
        ..=36 => Finding::ok(about, said),
        37..=168 => Finding::look(about, said, mend),
        _ => Finding::mend(about, said, mend),
    }
}

#[cfg(unix)]
fn is_one_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| std::fs::metadata(path).map(|file| file.dev()).ok();
    disk(one).is_some() && disk(one) == disk(other)
}

#[cfg(not(unix))]
fn is_one_disk(_one: &Path, _other: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::doctor::Verdict;

    #[test]
    fn free_space_is_read_as_posix_writes_it() {
        let told = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/vda1 100 40 60 40% /\n";
        assert_eq!(kilobytes_of(told), Some(60));
        assert_eq!(kilobytes_of("df: no such file\n"), None);
    }

    #[test]
    fn a_nearly_full_disk_has_to_be_mended() {
        let verdicts = [99, 100, 999, 1_000].map(|free| space("/data", free).verdict);
        assert_eq!(verdicts, [Verdict::Mend, Verdict::Look, Verdict::Look, Verdict::Ok]);
    }

    #[test]
    fn a_backup_grows_old() {
        let now = Moment::new("2026-11-24T09:00:00Z".parse().unwrap());
        let of = |at: &str| {
            let at = Moment::new(at.parse().unwrap());
            newest("backups", "/b", &[(PathBuf::from("/b/one"), at)], now).verdict
        };
        assert_eq!(of("2026-11-23T09:00:00Z"), Verdict::Ok);
        assert_eq!(of("2026-11-20T09:00:00Z"), Verdict::Look);
        assert_eq!(of("2026-11-01T09:00:00Z"), Verdict::Mend);
        assert_eq!(newest("backups", "/b", &[], now).verdict, Verdict::Mend);
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner_and_not_beside_the_database() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let apart = tempfile::tempdir().unwrap();
        let (key, database) = (folder.path().join("key"), folder.path().join("signpost.db"));
        let of = |database: &Path| secret("key", &key, Some(database)).verdict;
        assert_eq!(of(&database), Verdict::Mend);
        std::fs::write(&key, "secret").unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(of(&database), Verdict::Mend);
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(of(&database), Verdict::Look);
        assert_eq!(of(&apart.path().join("signpost.db")), Verdict::Ok);
    }
}
