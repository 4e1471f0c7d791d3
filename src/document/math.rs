//! Formulas in TeX to MathML, which browsers draw without a script.

use pulldown_latex::event::Content;
use pulldown_latex::{Event, Parser, RenderConfig, Storage, config::DisplayMode, push_mathml};

/// Longest formula, in bytes. The longest that people write by hand have a tenth of it.
const LONGEST: usize = 10_000;
/// Deepest nesting of braces and brackets in a formula; the parser calls itself for each.
const DEEPEST: usize = 50;

/// The MathML of `formula`, or what is wrong with it.
pub(crate) fn mathml(formula: &str, display: bool) -> Result<String, String> {
    if formula.len() > LONGEST {
        return Err("the formula is too long".to_owned());
    }
    if depth(formula) > DEEPEST {
        return Err("the formula is nested too deep".to_owned());
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(formula, &storage) {
        // The first line says what is wrong; the rest draws a caret, which the diagnostic has already.
        events.push(event.map_err(|error| first_line(&error.to_string()))?);
    }
    // The writer does not escape what it writes, so the words of the formula are escaped before.
    let words: Vec<String> = events.iter().filter_map(words_of).map(escape).collect();
    let mut escaped = words.iter();
    for event in &mut events {
        if let Event::Content(Content::Text(text) | Content::Number(text) | Content::Function(text)) = event {
            *text = escaped.next().map_or("", String::as_str);
        }
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, annotation: None, ..RenderConfig::default() };
    let mut out = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut out, events, config).map_err(|error| error.to_string())?;
    Ok(escape_relations(&out))
}

/// The words of an event that are taken from the formula as they stand.
fn words_of<'a>(event: &Event<'a>) -> Option<&'a str> {
    match event {
        Event::Content(Content::Text(text) | Content::Number(text) | Content::Function(text)) => Some(text),
        _ => None,
    }
}

/// `text` with the signs of HTML escaped.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `mathml` with the sign `<` escaped where it stands for itself: as the only sign of an element, in front of the
/// closing tag.
fn escape_relations(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len() + 16);
    let mut rest = mathml;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let tag = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        out.push_str(if tag { "<" } else { "&lt;" });
    }
    out + rest
}

/// The first line of `text`.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches([':', '.']).to_owned()
}

/// An upper bound of how deep `formula` is nested: scripts and commands may take a group without braces.
fn depth(formula: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut run = 0_usize;
    for byte in formula.bytes() {
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // `\sqrt\sqrt…x` and `x^^…` nest without a bracket, as long as no plain sign comes between.
        run = match byte {
            b'\\' | b'^' | b'_' => run + 1,
            b' ' | b'{' => run,
            _ if byte.is_ascii_alphabetic() => run,
            _ => 0,
        };
        deepest = deepest.max(depth + run / 8);
    }
    deepest
}

/// Whether `before$formula$after` is a formula and not prose with two prices or variables.
///
/// A dollar sign within a word, as in `US$5` or `$HOME/$USER`, belongs to the word.
pub(crate) fn is_formula(before: Option<char>, formula: &str, after: Option<char>) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '\\'));
    if in_word(before) || in_word(after) || matches!(after, Some('{' | '(')) || formula.contains('$') {
        return false;
    }
    // `${NAME}` and `$(command)` are a shell's; `${n}^2$` is not.
    let name = formula.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let is_variable = name.is_some_and(|(name, rest)| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !rest.starts_with(['^', '_'])
    });
    !is_variable && !formula.starts_with('(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(formula: &str, parts: &[&str]) {
        let mathml = mathml(formula, false).unwrap();
        for part in parts {
            assert!(mathml.contains(part), "{formula}: {mathml}");
        }
    }

    #[test]
    fn formulas_become_mathml() {
        check("x^2", &["<math", "<msup>", "</math>"]);
        check(r"\frac{1}{\sqrt{2}}", &["<mfrac>", "<msqrt>"]);
        check("a<b", &["&lt;"]);
    }

    #[test]
    fn what_is_no_formula_is_told() {
        assert!(mathml(r"\nosuchcommand", false).is_err());
        assert!(mathml(r"\frac{1", false).is_err());
        assert!(mathml(&"{".repeat(5_000), false).is_err());
        assert!(mathml(&r"\sqrt".repeat(1_000), false).is_err());
        assert!(mathml(&"x".repeat(LONGEST + 1), false).is_err());
    }

    #[test]
    fn markup_in_a_formula_is_text() {
        for formula in
            [r"\text{<script>alert(1)</script>}", "<img src=x onerror=alert(1)>", r"\href{javascript:x}{y}"]
        {
            if let Ok(mathml) = mathml(formula, false) {
                assert!(
                    !mathml.contains("<script") && !mathml.contains("<img") && !mathml.contains("href"),
                    "{mathml}"
                );
            }
        }
    }

    #[test]
    fn prose_with_dollars_is_no_formula() {
        for (before, formula, after) in [
            (Some('S'), "5 and 6", None),
            (None, "HOME/", Some('U')),
            (None, "{ALIAS}-", Some('{')),
            (None, "PATH:", Some('(')),
            (None, "5-", Some('6')),
        ] {
            assert!(!is_formula(before, formula, after), "{formula}");
        }
        assert!(is_formula(Some(' '), "x^2", Some(',')));
        assert!(!is_formula(None, "{A}-1", None));
        assert!(is_formula(None, "5", None));
        assert!(is_formula(None, "{n}^2", None));
    }
}
