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

    /// Hashes `value`; values of different types may have the same hash.
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
    /// Adds `value` in a form that tells where each part of it ends.
    pub fn add(&mut self, value: &(impl Serialize + ?Sized)) {
        let bytes = postcard::to_stdvec(value).expect("no value of ours has a list of unknown length");
        self.0.update(&bytes);
    }

    /// The hash of all that was added.
    pub fn finish(self) -> Hash {
        Hash(*self.0.finalize().as_bytes())
    }
}
