//! A disk that is really full, and one that may only be read: a small memory disk, which only root can make.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

use signpost::enquiry::Draft;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use signpost::store::{Obstacle, QueueFilter, Store, StoreError};
use tempfile::TempDir;

#[path = "../src/store/contract/drafts.rs"]
#[expect(dead_code, reason = "no adviser works on a full disk")]
mod drafts;

use drafts::{draft, minute, opened, reference, service};

/// A disk of one megabyte, gone when dropped.
struct Disk {
    folder: TempDir,
}

impl Disk {
    fn make() -> Option<Disk> {
        let folder = tempfile::tempdir().unwrap();
        if mount(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"], folder.path()) {
            return Some(Disk { folder });
        }
        eprintln!("LEFT OUT: a disk of our own, which only root can make");
        None
    }

    fn settings(&self) -> SqliteSettings {
        SqliteSettings::new(self.folder.path().join("signpost.db"))
    }

    fn allow_writing(&self, is_allowed: bool) {
        let option = if is_allowed { "remount,rw" } else { "remount,ro" };
        assert!(mount(&["-o", option], self.folder.path()));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let done = Command::new("mount").args(arguments).arg(at).output();
    done.is_ok_and(|done| done.status.success())
}

#[track_caller]
fn check_unavailable<T: std::fmt::Debug>(result: Result<T, StoreError>, expected: Obstacle) {
    match result {
        Err(StoreError::Unavailable { obstacle, .. }) => assert_eq!(obstacle, expected),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn on_a_full_disk_nothing_is_acknowledged_and_it_works_again_once_there_is_space() {
    let Some(disk) = Disk::make() else { return };
    let store = SqliteStore::open(disk.settings()).await.unwrap();
    let mut acknowledged = 0;
    let long = |number| Draft { question: "x".repeat(5_000), ..draft(number) };
    let refused = loop {
        match store.open(&long(acknowledged), &reference(acknowledged), minute(0)).await {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
        assert!(acknowledged < 1_000, "the disk never fills");
    };
    check_unavailable::<()>(Err(refused), Obstacle::Full);
    for number in 2_000..2_003 {
        check_unavailable(store.open(&long(number), &reference(number), minute(0)).await, Obstacle::Full);
    }
    let queue = store.queue(&service(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.len() as u32, acknowledged);

    assert!(mount(&["-o", "remount,size=8m"], disk.folder.path()));
    opened(&store, 3_000).await;
    let queue = store.queue(&service(), &QueueFilter::open()).await.unwrap();
    assert_eq!(queue.len() as u32, acknowledged + 1);
    assert_eq!(store.verify_trail(&service()).await.unwrap().broken_at, None);
}

#[tokio::test]
async fn on_a_disk_that_may_only_be_read_it_is_said_plainly() {
    let Some(disk) = Disk::make() else { return };
    disk.allow_writing(false);
    check_unavailable(SqliteStore::open(disk.settings()).await, Obstacle::ReadOnly);
    disk.allow_writing(true);
    let store = SqliteStore::open(disk.settings()).await.unwrap();
    opened(&store, 1).await;
    store.shut().await;
    disk.allow_writing(false);
    let read_only = SqliteStore::open(disk.settings()).await;
    assert!(matches!(read_only, Err(StoreError::Unavailable { .. })), "{read_only:?}");
    disk.allow_writing(true);
    opened(&SqliteStore::open(disk.settings()).await.unwrap(), 2).await;
}
