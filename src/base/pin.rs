//! The digest by which a file of somebody else's is pinned.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 digest of some bytes, written `sha256:` and 64 hexadecimal digits, as forges and registries print it.
///
/// Not our own [`Hash`](super::Hash): a person who pins a file has `sha256sum` at hand, and the page of a release
/// shows this digest beside the file.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Pin([u8; 32]);

/// What every pin begins with.
const PREFIX: &str = "sha256:";

impl Pin {
    /// The pin of `bytes`.
    pub fn of(bytes: &[u8]) -> Pin {
        Pin(Sha256::digest(bytes).into())
    }

    /// Reads a pin; upper case is read too.
    pub fn new(text: &str) -> Option<Pin> {
        let digits = text.strip_prefix(PREFIX)?;
        if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[place * 2..place * 2 + 2], 16).ok()?;
        }
        Some(Pin(bytes))
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digest of nothing (FIPS 180-4, example values of NIST).
    const NOTHING: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_pin_survives_a_round_trip() {
        assert_eq!(Pin::of(b"").to_string(), NOTHING);
        assert_eq!(Pin::new(NOTHING), Some(Pin::of(b"")));
        assert_eq!(Pin::new(&NOTHING.replace("e3b0", "E3B0")), Some(Pin::of(b"")));
    }

    #[test]
    fn anything_else_is_no_pin() {
        for text in
            ["", "sha256:", &NOTHING[7..], &NOTHING[..70], "sha256:+0", "md5:00", &format!("{NOTHING}0")]
        {
            assert_eq!(Pin::new(text), None, "{text}");
        }
        let signs = format!("sha256:{}", "+1".repeat(32));
        assert_eq!(Pin::new(&signs), None);
    }
}
