//! Names that a person, or a file system, takes for one another.
//!
//! `Überblick.md` can be written in several ways that look alike: some file systems pass over letter case, and a
//! letter with a mark is one character (NFC) or two (NFD, as older macOS writes names; Unicode Standard Annex 15).

use icu_normalizer::ComposingNormalizerBorrowed;

/// `name` in the form that it shares with every name that only differs in letter case or in how its letters are
/// composed.
pub fn fold(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { composed(&name.to_lowercase()) }
}

/// `text` in Normalization Form C.
pub fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_have_one_form() {
        for (a, b) in
            [("README.md", "readme.md"), ("U\u{308}ber.md", "\u{fc}ber.md"), ("\u{dc}BER", "u\u{308}ber")]
        {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("uber"), fold("\u{fc}ber"));
    }
}
