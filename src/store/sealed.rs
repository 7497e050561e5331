//! Words sealed at rest: whoever copies the database has nothing that a family or an adviser wrote.

mod keys;
mod seal;

pub use keys::{Key, KeyId, KeyProblem, Keys};
pub use seal::{Place, SealProblem, is_sealed, key_of, open, seal};
