//! What one module of this program hands to another, as bytes.
//!
//! Modules of one build have no versions between them: in front stands the hash of the program's sources, and what
//! has another one is not read.

use serde::{Deserialize, Serialize};

/// Names the sources of the program, as modules built from the same ones have it too; see `build.rs`.
pub const PROGRAM: &str = env!("ANNALS_ENGINE");

/// `value` as bytes, for another module of this program.
pub fn pack(value: &impl Serialize) -> Vec<u8> {
    let bytes = PROGRAM.as_bytes().to_vec();
    postcard::to_extend(value, bytes).expect("no value of ours has a list of unknown length")
}

/// What [`pack`] packed; nothing where it is damaged or another program's.
pub fn open<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes.strip_prefix(PROGRAM.as_bytes())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_or_of_another_program_is_not_opened() {
        let parcel = pack(&("words", 3));
        assert_eq!(open(&parcel), Some(("words", 3)));
        for length in 0..parcel.len() {
            assert_eq!(open::<(&str, i32)>(&parcel[..length]), None, "{length}");
        }
        assert_eq!(open::<(&str, i32)>(&parcel[1..]), None);
    }
}
