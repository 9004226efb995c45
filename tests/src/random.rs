//! Random numbers without a crate for them: the standard library seeds its hash maps from the
//! operating system.

use std::hash::{BuildHasher as _, RandomState};

/// A random number.
#[must_use]
pub fn number() -> u64 {
    RandomState::new().hash_one(0)
}

/// A random number below `limit`.
#[must_use]
pub fn below(limit: u64) -> u64 {
    number() % limit
}

/// 32 random hexadecimal digits: an idempotency key, or an unguessable word.
#[must_use]
pub fn token() -> String {
    format!("{:016x}{:016x}", number(), number())
}
