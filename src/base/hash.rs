//! Content hashes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The BLAKE3 hash of some bytes: the name under which results are cached and compared.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Hashes `bytes`.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(*blake3::hash(bytes).as_bytes())
    }

    /// Hashes `value` as JSON; values of different types may have the same hash.
    pub fn of_value(value: &(impl Serialize + ?Sized)) -> Hash {
        let mut hasher = Hasher::default();
        hasher.add(value);
        hasher.finish()
    }

    /// The first `digits` hexadecimal digits, at most 64.
    pub fn short(&self, digits: usize) -> String {
        let mut hex = self.to_string();
        hex.truncate(digits);
        hex
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({})", self.short(12))
    }
}

/// Hashes values one after the other.
#[derive(Default)]
pub struct Hasher(blake3::Hasher);

impl Hasher {
    /// Adds `value` as JSON, which tells where each part of it ends.
    pub fn add(&mut self, value: &(impl Serialize + ?Sized)) {
        let json = serde_json::to_vec(value).expect("no value of ours has keys that are no text");
        self.0.update(&json).update(b"\n");
    }

    /// The hash of all that was added.
    pub fn finish(self) -> Hash {
        Hash(*self.0.finalize().as_bytes())
    }
}
