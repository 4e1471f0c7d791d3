//! Texts and words in the form in which they are compared: without regard to case, letters told from signs.
//!
//! The engine for browsers has no tables of Unicode for its expressions, so that these know no letters but those of
//! ASCII: to them `é` would be a sign like a dash, an edge of words and nothing to skip. So a letter outside ASCII is
//! written in ASCII before an expression sees it: as a capital, which a folded text has nowhere else, and behind it
//! digits and small letters. It takes as many bytes as before, so every place in a folded text is one in the text.

use std::borrow::Cow;

/// What may stand behind the capital of a letter.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// How many capitals there are.
const CAPITALS: u32 = 26;

/// `text`, in lower case, with letters outside ASCII in ASCII, white space as blanks, and the wide colon as a colon.
/// Every byte stays in its place.
///
/// Two letters can have one form where they stand far apart in Unicode, which is in different scripts, so that no two
/// words have.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        };
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            '：' => folded.push_str(":  "),
            _ if c.is_whitespace() => folded.extend(std::iter::repeat_n(' ', c.len_utf8())),
            _ if is_letter(c) => push_letter(&mut folded, small(c)),
            _ => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

/// Puts the form of a letter outside ASCII behind `folded`.
fn push_letter(folded: &mut String, letter: char) {
    let mut rest = letter as u32;
    let mut form = ['0'; 3];
    let digits = &mut form[..letter.len_utf8() - 1];
    for digit in digits.iter_mut().rev() {
        *digit = char::from(DIGITS[rest as usize % DIGITS.len()]);
        rest /= DIGITS.len() as u32;
    }
    folded.push(char::from(b'A' + (rest % CAPITALS) as u8));
    folded.extend(digits.iter());
}

/// The lower case of a letter, where it has as many bytes. Sigma has two, one of them for the ends of words.
pub(super) fn small(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some('ς'), None) => 'σ',
        (Some(lower), None) if lower.len_utf8() == letter.len_utf8() => lower,
        _ => letter,
    }
}

/// Whether `c`, outside ASCII, is part of a word: a letter, a digit, or an accent that is written behind its letter.
/// Unicode counts some icons among the letters.
fn is_letter(c: char) -> bool {
    let is_accent = matches!(c, '\u{300}'..='\u{36f}');
    let is_icon = matches!(c, '\u{2100}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    is_accent || c.is_alphanumeric() && !is_icon
}

/// Whether `c` is of a script that has no blanks between words, so that a word can end, and begin, behind any letter:
/// those of China and Japan, Thai, Lao, Burmese, Khmer.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, same: &str, is_same: bool) {
        assert_eq!(fold(text) == fold(same), is_same, "{text:?} and {same:?}");
    }

    #[test]
    fn case_does_not_matter_in_any_script() {
        for (text, same) in [
            ("DECISION", "decision"),
            ("DÉCISION", "décision"),
            ("ПОДОЖДАТЬ ЁЖ", "подождать ёж"),
            ("ΛΌΓΟΣ ΣΟΦΌΣ", "λόγος σοφός"),
            ("ԱԲԳ", "աբգ"),
            ("Straße", "straße"),
        ] {
            check(text, same, true);
        }
        check("é", "è", false);
        check("未決", "決未", false);
    }

    #[test]
    fn blanks_and_colons_are_those_of_ascii() {
        check("a\u{a0}b：c", "a  b:  c", true);
        check("a\u{202f}:", "a   :", true);
    }

    #[test]
    fn letters_stand_where_they_stood_and_signs_as_they_were() {
        for c in (0..=char::MAX as u32).filter_map(char::from_u32) {
            let text = c.to_string();
            let folded = fold(&text);
            assert_eq!(folded.len(), text.len(), "{text:?}");
            let is_word = folded.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let is_sign = *folded == *text || folded.trim() == "" || &*folded == ":  ";
            assert!(if is_letter(c) { is_word } else { is_sign || c.is_ascii() }, "{text:?} {folded:?}");
        }
        assert_eq!(fold("ℹ️ – „→ ✅"), "ℹ️ – „→ ✅");
    }

    #[test]
    fn letters_of_one_script_differ() {
        for script in ['\u{80}'..='\u{24f}', 'Ͱ'..='Ͽ', 'Ѐ'..='ԯ', '\u{600}'..='ۿ', 'ぁ'..='鿿', '가'..='힣']
        {
            let letters = script.clone().filter(|&c| is_letter(c) && small(c) == c);
            let forms: std::collections::BTreeSet<String> =
                letters.clone().map(|c| fold(&c.to_string()).into_owned()).collect();
            assert_eq!(forms.len(), letters.count(), "{script:?}");
        }
    }
}
