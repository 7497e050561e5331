//! Keys that are missed while families wait to be told: said once when one is missed, and once when it is there again.
//!
//! A notice that is kept back comes up anew with every lease; the log of a weekend would hold nothing else.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{KeyId, key_of};

#[derive(Default)]
pub struct KeptBack {
    missed: Mutex<BTreeSet<Option<KeyId>>>,
}

impl KeptBack {
    /// The key to this address is not at hand. True where that is news.
    pub fn misses(&self, address: &str) -> bool {
        self.held().insert(key_of(address))
    }

    /// This address was opened. True where its key was missed until now.
    pub fn has_again(&self, address: &str) -> bool {
        self.held().remove(&key_of(address))
    }

    /// A panic while this was held left a whole set behind.
    fn held(&self) -> MutexGuard<'_, BTreeSet<Option<KeyId>>> {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
