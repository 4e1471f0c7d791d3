//! Which targets may become links.
//!
//! An allow-list of schemes, because what a browser runs grows and what people link to hardly does. The check
//! is made on the decoded target, as a browser would see it.

/// Schemes that lead to a place and never run code.
pub(crate) const SCHEMES: &[&str] = &[
    "http", "https", "mailto", "ftp", "ftps", "sftp", "ssh", "git", "tel", "sms", "irc", "ircs", "xmpp",
    "matrix", "news", "nntp", "geo", "urn", "magnet", "webcal", "sip", "sips",
];

/// Whether `target` may be the target of a link or the source of a picture.
///
/// A target without a scheme is safe: it leads to a place on some web site. Control characters and blanks do
/// not hide a scheme, because browsers take them out before they read it (WHATWG URL, section 4.4).
pub fn is_safe(target: &str) -> bool {
    match scheme(target) {
        None => true,
        Some(scheme) => SCHEMES.contains(&scheme.as_str()),
    }
}

/// The scheme of `target` in lower case, without what browsers take out of it.
pub(crate) fn scheme(target: &str) -> Option<String> {
    let end = target.find([':', '/', '?', '#'])?;
    if target.as_bytes()[end] != b':' {
        return None;
    }
    let scheme: String = target[..end]
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !is_invisible(*c))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named.then_some(scheme)
}

/// Signs that take no room, which only a person with something to hide puts into a scheme.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(target: &str, safe: bool) {
        assert_eq!(is_safe(target), safe, "{target:?}");
    }

    #[test]
    fn places_are_safe() {
        for target in [
            "",
            "#top",
            "../iaas/20230920.md",
            "https://example.org/a:b",
            "HTTPS://EXAMPLE.ORG",
            "mailto:board@example.org",
            "//example.org/",
            "notes/10:30.md",
            "20230920:draft.md",
            "?javascript:alert(1)",
        ] {
            check(target, true);
        }
    }

    #[test]
    fn what_could_run_code_is_not() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\u{200b}script:alert(1)",
            "java\u{fffd}script:alert(1)",
            "javascript\u{0}:alert(1)",
            "vbscript:x",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "blob:https://example.org/x",
            "httpt://example.org",
        ] {
            check(target, false);
        }
    }
}
