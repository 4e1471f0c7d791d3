//! The first sentence of a text, for overviews and descriptions.

/// Longest summary, in characters.
const LONGEST: usize = 200;

/// The first sentence of `paragraph`, which is plain text; nothing where it holds no words.
pub(crate) fn first_sentence(paragraph: &str) -> Option<String> {
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    if words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count() < 2 {
        return None;
    }
    let mut sentence = String::new();
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            sentence.push(' ');
        }
        sentence.push_str(word);
        let next = words.get(place + 1).and_then(|next| next.chars().next());
        if sentence.len() > LONGEST * 4 || ends_sentence(word) && next.is_none_or(|c| !c.is_lowercase()) {
            break;
        }
    }
    Some(shorten(&sentence, LONGEST))
}

/// Whether a sentence may end with `word`; `z.B.`, `e.g.` and `1.` end none.
fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'', ')', '”', '“', '’', '»']);
    match bare.strip_suffix('.') {
        None => bare.ends_with(['!', '?', '…']),
        Some(stem) => {
            !stem.contains('.') && stem.chars().count() > 2 && !stem.bytes().all(|b| b.is_ascii_digit())
                || stem.contains('/')
        }
    }
}

/// `text`, cut between words to at most `longest` characters.
pub(crate) fn shorten(text: &str, longest: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(longest) else { return text.to_owned() };
    let Some((cut, _)) = text.char_indices().nth(longest.saturating_sub(1)) else {
        return text[..end].to_owned();
    };
    let words = text[..cut].rfind(char::is_whitespace).filter(|&blank| blank > cut / 2).unwrap_or(cut);
    format!("{}…", text[..words].trim_end_matches([' ', ',', ';', ':', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, expected: Option<&str>) {
        assert_eq!(first_sentence(paragraph).as_deref(), expected, "{paragraph:?}");
    }

    #[test]
    fn a_sentence_ends_with_its_sign() {
        check("We met. Then we left.", Some("We met."));
        check("See e.g. the docs. More", Some("See e.g. the docs."));
        check("Was it v1.2.3 of 20. September? Yes", Some("Was it v1.2.3 of 20. September?"));
        check("no sign\nat all", Some("no sign at all"));
    }

    #[test]
    fn what_holds_no_words_is_no_summary() {
        check("", None);
        check("2023-09-20", None);
        check("skipped", None);
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let summary = first_sentence(&"word ".repeat(100)).unwrap();
        assert!(summary.chars().count() <= LONGEST && summary.ends_with("word…"), "{summary}");
        assert_eq!(shorten(&"ä".repeat(300), 10), "äääääääää…");
    }
}
