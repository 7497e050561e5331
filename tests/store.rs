//! Every promise of a store, on every store.

use std::sync::Arc;

use signpost::store::memory::MemoryStore;
use signpost::store::sqlite::{SqliteSettings, SqliteStore};
use tempfile::TempDir;

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
    };
}

every_store_keeps! {
    what_was_agreed_is_what_is_kept
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
    a_conversation_is_kept_until_forgotten
    an_interaction_is_first_once
    two_advisers_claim_and_one_wins
    many_enquiries_at_once_are_all_kept
}
