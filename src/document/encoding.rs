//! Text that was decoded twice on its way: `NÃ¼rnberg` for `Nürnberg`.
//!
//! UTF-8 read as Windows-1252 turns each letter into two to four signs. Reading those back as bytes shows it: they
//! form valid UTF-8 again. Some pairs of signs stand in sound text as well (`»Spaß«` holds `ß«`), so what may be
//! sound counts only where its neighbours rule that out. No false alarm is worth more than the last finding.

use std::ops::Range;

/// What Windows-1252 has at the bytes 0x80 to 0x9F; the five it leaves open stand for themselves.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A letter that was decoded twice.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) struct DoubleEncoded {
    /// The signs that stand for it.
    pub(crate) range: Range<usize>,
    /// What was meant.
    pub(crate) meant: char,
}

/// All letters of `text` that were decoded twice, in order.
pub(crate) fn double_encoded(text: &str) -> Vec<DoubleEncoded> {
    let mut found: Vec<DoubleEncoded> = Vec::new();
    // A doubtful pair waits for its right neighbour: two in a row are no accident.
    let mut doubtful: Option<DoubleEncoded> = None;
    let mut at = 0;
    // UTF-8 writes the signs for a first byte, U+00C2 to U+00F4, with this byte in front.
    while let Some(lead) = text.as_bytes()[at..].iter().position(|&byte| byte == 0xc3).map(|lead| at + lead) {
        let Some(read) = read_back(&text[lead..]) else {
            at = lead + 2;
            continue;
        };
        let range = lead..lead + read.length;
        at = range.end;
        let now = DoubleEncoded { range: range.clone(), meant: read.meant };
        let beside = |other: &DoubleEncoded| other.range.end == lead;
        if is_certain(text, &range, &read) {
            found.extend(doubtful.take().filter(beside));
            found.push(now);
        } else if found.last().is_some_and(beside) || doubtful.as_ref().is_some_and(beside) {
            found.extend(doubtful.take());
            found.push(now);
        } else {
            doubtful = Some(now);
        }
    }
    found
}

/// A letter read back from the signs that stand for its bytes.
struct ReadBack {
    /// Bytes of the text that stand for the letter.
    length: usize,
    /// The letter.
    meant: char,
    /// The letter's first byte.
    lead: u8,
    /// The sign that stands for the letter's second byte.
    second: char,
}

/// The letter whose UTF-8, read as Windows-1252, `text` begins with.
fn read_back(text: &str) -> Option<ReadBack> {
    let mut bytes = [0; 4];
    let mut chars = text.chars();
    let lead = byte(chars.next()?)?;
    let size = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    bytes[0] = lead;
    let mut second = '\0';
    for (place, slot) in bytes[1..size].iter_mut().enumerate() {
        let sign = chars.next()?;
        if place == 0 {
            second = sign;
        }
        *slot = byte(sign).filter(|b| (0x80..0xc0).contains(b))?;
    }
    let meant = std::str::from_utf8(&bytes[..size]).ok()?.chars().next()?;
    let length = text.len() - chars.as_str().len();
    (!meant.is_control()).then_some(ReadBack { length, meant, lead, second })
}

/// The byte that Windows-1252 (or Latin-1) reads as `sign`.
fn byte(sign: char) -> Option<u8> {
    match sign {
        '\u{80}'..='\u{ff}' => Some(sign as u8),
        _ => HIGH.iter().position(|&high| high == sign).map(|place| 0x80 + place as u8),
    }
}

/// Whether no sound text of a European language would hold the signs at `range`.
fn is_certain(text: &str, range: &Range<usize>, read: &ReadBack) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    match read.lead {
        // `Â°` and `Ã¼`: only before a quotation mark or dash may the capital be meant, at the end of a word.
        0xc2 | 0xc3 => {
            !is_quotation(read.second)
                || after.is_some_and(char::is_alphanumeric)
                || !before.is_some_and(char::is_uppercase)
        }
        // `Å‚` and `Ä…` in Polish, but `Ä“` as the last letter before a quotation mark.
        0xc4 | 0xc5 => !is_quotation(read.second) || lower(before) || lower(after),
        // `â€™`, `ï»¿` and every emoji.
        0xe2 | 0xef | 0xf0..=0xf4 => true,
        _ => false,
    }
}

/// Whether `sign` stands behind words in sound text: a quotation mark, a dash, an ellipsis.
fn is_quotation(sign: char) -> bool {
    matches!(sign, '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '–' | '—' | '…' | '•')
        || matches!(sign, '\u{a0}' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut repaired = text.to_owned();
        for letter in double_encoded(text).into_iter().rev() {
            repaired.replace_range(letter.range, letter.meant.encode_utf8(&mut [0; 4]));
        }
        assert_eq!(repaired, expected, "{text:?}");
    }

    /// `text` as it looks after being decoded twice.
    fn twice(text: &str) -> String {
        text.bytes()
            .map(|b| if (0x80..0xa0).contains(&b) { HIGH[b as usize - 0x80] } else { b as char })
            .collect()
    }

    #[test]
    fn what_was_decoded_twice_is_read_back() {
        check("NÃ¼rnberg", "Nürnberg");
        check("Release 3 ðŸŽ‰", "Release 3 🎉");
        for text in [
            "Grüße aus Österreich, GRÖSSE, Maßstäbe",
            "l’été – déjà vu à côté",
            "zażółć gęślą jaźń, świat, łódź, ciąg",
            "20 °C · 5 €…",
            "Привет",
            "会议记录",
            "👩\u{200d}🚀",
        ] {
            check(&twice(text), text);
        }
    }

    #[test]
    fn sound_text_is_left_alone() {
        for text in [
            "»Spaß« und »GROẞ«, „mit Ä“ und „Ö“…",
            "«CAFÉ» — l’Été… À “côté”",
            "Zażółć gęślą jaźń „łódź” – Świat…",
            "PÃO “MAÇÃ” NÃO",
            "É… È— ß«  Ü“ Ñ…",
            "20 °C, 3 €, 5 µm, £5, ½, ©",
            "🎉 Привет 会议",
        ] {
            check(text, text);
        }
    }
}
