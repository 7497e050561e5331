//! Every promise of a store, on every store.

use std::sync::Arc;

use signpost::store::Store;
use signpost::store::memory::MemoryStore;
#[cfg(feature = "postgres")]
use signpost::store::sealed::Keys;
use signpost::store::sealed::{KeySource, Keyring, SealedStore};
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use tempfile::TempDir;

#[cfg(feature = "postgres")]
#[path = "common/cluster.rs"]
mod cluster;
#[path = "../src/store/contract.rs"]
mod contract;

use contract::Desks;

fn in_memory() -> Desks {
    let store = Arc::new(MemoryStore::new());
    Desks { one: store.clone(), other: store }
}

/// Two stores on one file, as two processes would open it. The folder goes when it is dropped.
async fn in_sqlite() -> (TempDir, Desks) {
    let folder = tempfile::tempdir().unwrap();
    let settings = SqliteSettings::new(folder.path().join("signpost.db"));
    let one = SqliteStore::open(settings.clone()).await.unwrap();
    let other = SqliteStore::open(settings).await.unwrap();
    (folder, Desks { one: Arc::new(one), other: Arc::new(other) })
}

/// Two stores on one database, as two processes would open it; none where PostgreSQL is left out.
#[cfg(feature = "postgres")]
async fn in_postgres() -> Option<Desks> {
    use signpost::store::postgres::{PostgresSettings, PostgresStore};
    if cluster::is_left_out() {
        return None;
    }
    let url = cluster::shared().new_database().await;
    // Many tests share one server on a busy machine.
    let patience = std::time::Duration::from_secs(60);
    let settings = PostgresSettings { patience, ..PostgresSettings::new(url) };
    let one = PostgresStore::open(settings.clone()).await.unwrap();
    let other = PostgresStore::open(settings).await.unwrap();
    Some(Desks { one: Arc::new(one), other: Arc::new(other) })
}

/// The same, each behind seals of its own with one key, as two processes would have it.
async fn in_sealed_sqlite() -> (TempDir, Desks) {
    let (folder, desks) = in_sqlite().await;
    let desks = behind_seals(desks, || KeySource::Beside { database: folder.path().join("signpost.db") });
    (folder, desks)
}

#[cfg(feature = "postgres")]
async fn in_sealed_postgres() -> Option<Desks> {
    let desks = in_postgres().await?;
    let keys = Keys::generate().unwrap().written().to_string();
    Some(behind_seals(desks, || KeySource::Given(Keys::read(&keys).unwrap().into())))
}

fn behind_seals(desks: Desks, keys: impl Fn() -> KeySource) -> Desks {
    let sealed = |inner: Arc<dyn Store>| -> Arc<dyn Store> {
        Arc::new(SealedStore::new(inner, Arc::new(Keyring::new(keys()))))
    };
    Desks { one: sealed(desks.one), other: sealed(desks.other) }
}

macro_rules! every_store_keeps {
    ($($promise:ident)*) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                super::contract::$promise(super::in_memory()).await;
            })*
        }

        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let (_folder, desks) = super::in_sqlite().await;
                super::contract::$promise(desks).await;
            })*
        }

        mod sealed_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                let (_folder, desks) = super::in_sealed_sqlite().await;
                super::contract::$promise(desks).await;
            })*
        }

        #[cfg(feature = "postgres")]
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                if let Some(desks) = super::in_postgres().await {
                    super::contract::$promise(desks).await;
                }
            })*
        }

        #[cfg(feature = "postgres")]
        mod sealed_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                if let Some(desks) = super::in_sealed_postgres().await {
                    super::contract::$promise(desks).await;
                }
            })*
        }
    };
}

every_store_keeps! {
    what_was_agreed_is_what_is_kept
    a_nul_is_kept_or_marked
    a_draft_sent_twice_is_one_enquiry
    a_draft_sent_again_after_withdrawal_stays_withdrawn
    a_draft_sent_from_two_places_at_once_is_one_enquiry
    a_taken_reference_is_reported_and_nothing_is_kept
    an_enquiry_goes_its_whole_way
    the_family_sees_its_words_and_no_note
    what_is_not_in_the_diagram_is_refused_and_changes_nothing
    a_refused_claim_names_who_has_it_and_since_when
    the_queue_is_in_its_order
    who_comes_back_waits_from_then_on
    a_list_holds_what_it_is_asked_for
    withdrawal_leaves_no_words
    withdrawal_through_an_adviser_says_who
    services_never_see_each_other
    a_neglected_claim_goes_back_once_with_a_note
    what_has_served_its_time_is_deleted_and_nothing_else
    counts_are_by_what_enquiries_are
    missed_words_are_counted_by_service
    a_conversation_is_kept_until_forgotten
    what_was_acknowledged_and_not_answered_is_taken_once
    a_card_is_kept_until_it_can_be_cleared
    an_interaction_is_first_once
    two_advisers_claim_and_one_wins
    many_enquiries_at_once_are_all_kept
    every_change_of_status_is_told_with_it
    what_is_refused_tells_nobody
    a_notice_is_with_one_worker_at_a_time
    a_notice_nobody_settled_comes_back_and_says_so
    a_notice_ends_as_was_said
    a_dead_notice_shows_on_the_queue_until_it_is_tried_again
    what_may_have_arrived_is_sent_again_by_whoever_knows_so_and_says_that_it_may_come_twice
    what_was_erased_is_never_brought
    a_reminder_is_kept_once_until_its_time
    many_workers_deliver_each_notice_once
    the_trail_is_one_chain_for_each_service
    the_trail_stays_whole_when_many_write_at_once
    whoever_is_not_on_the_roster_is_refused
    a_reply_written_after_the_one_that_was_read_is_not_sent
    a_trainees_reply_waits_until_another_has_read_it
    a_reply_sent_back_is_seen_by_advisers_alone
    the_clock_is_kept
    what_sleeps_wakes_on_time
    what_sleeps_is_woken_early_by_whoever_has_it
    what_sleeps_is_neither_warned_nor_closed
    silence_is_warned_before_it_closes
    words_of_danger_are_kept_for_their_own_time
    the_family_forgets_what_is_its_own
    one_message_is_wiped_and_no_other
    a_flag_is_set_and_taken_away
    a_list_about_one_topic
}
