//! The script that keeps an open page up to date, put into pages as they are sent.
//!
//! Nothing of it is in a built site, and a page is what is published in all else.

use std::sync::{Arc, OnceLock};

use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};

/// The script.
pub(crate) const SCRIPT: &str = include_str!("live.js");

/// What the script shares with the editor of pages, by name.
pub(crate) const SHARED: &[(&str, &str)] = &[
    ("make.js", include_str!("../../../static/editor/make.js")),
    ("morph.js", include_str!("../../../static/editor/morph.js")),
];

/// What the script adds to a page is styled by this.
pub(crate) const STYLE: &str = include_str!("live.css");

/// `html` with the script at the end of its head, or of all of it where a template writes no head.
///
/// Who knows the secret `saving` may write files; pages of other sites cannot read it here.
pub(super) fn inject(html: &Arc<str>, key: &str, version: u64, saving: Option<&str>) -> Arc<str> {
    let saving =
        saving.map_or(String::new(), |token| format!("<meta name=\"annals-save\" content=\"{token}\">"));
    let tags = format!(
        "{saving}<link rel=\"stylesheet\" href=\"/_annals/live.css\">\
         <script type=\"module\" src=\"/_annals/live.js\" data-key=\"{key}\" data-version=\"{version}\"></script>"
    );
    let done = OnceLock::new();
    let head = element!("head", |head| {
        if done.set(()).is_ok() {
            head.append(&tags, ContentType::Html);
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new().append_element_content_handler(head);
    let rewritten = rewrite_str(html, settings);
    match rewritten {
        Ok(rewritten) if done.get().is_some() => rewritten.into(),
        _ => format!("{html}{tags}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, before: &str, behind: &str) {
        let injected = inject(&html.into(), "k", 7, None);
        let (start, end) = (injected.find("<link").unwrap(), injected.find("</script>").unwrap());
        assert_eq!((&injected[..start], &injected[end + 9..]), (before, behind));
    }

    #[test]
    fn the_script_stands_in_the_head_or_at_the_end() {
        check("<head><title>x</title></head><p>", "<head><title>x</title>", "</head><p>");
        check("<p>no head", "<p>no head", "");
    }
}
