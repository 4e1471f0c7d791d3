//! Links to old homes of documents, as `moved` has them.

use super::*;
use crate::base::Severity;

#[test]
fn old_homes_are_followed() {
    let policies = "standards:Drafts/release-policies.md";
    let old = "https://github.com/Owner/standards/blob/main/Design-Docs";
    let dead = |address: &str, home: &str| {
        format!(
            "moved-target: `{address}` leads nowhere by itself; `moved` says where it went | link to `{home}`"
        )
    };
    let home = "https://github.com/Owner/standards/blob/main/Drafts/release-policies.md";
    let url = format!("{old}/release-policies.md#deprecation");
    let told = dead(&format!("{old}/release-policies.md"), &format!("{home}#deprecation"));
    check(GUIDE, &url, &format!("{policies}#deprecation"), &[&told]);
    let url = format!("{old}/release-policies");
    check(GUIDE, &url, policies, &[&dead(&url, home)]);
    let home = "https://github.com/Owner/standards/blob/main/Drafts/README.md";
    let url = format!("{old}/");
    check(GUIDE, &url, "standards:Drafts/README.md", &[&dead(&url, home)]);
    check(GUIDE, "/docs/notes/ops/20230919/", "minutes:ops/20230919.md", &[]);
    let home = "https://github.com/Owner/minutes/blob/main/ops/20230919.md";
    let url = "https://docs.example.org/docs/notes/ops/20230919";
    check(GUIDE, url, "minutes:ops/20230919.md", &[&dead(url, home)]);
    for url in ["https://old.example.org/ops/20230919", "https://docs.example.org/docs/notes/gone/20230919"] {
        check(GUIDE, url, "minutes:ops/20230919.md", &[&dead(url, home)]);
    }
    check(
        GUIDE,
        &format!("{old}/tools/flavor-check.py"),
        "broken",
        &["broken-link: `Design-Docs/tools/flavor-check.py` does not exist in `standards` | \
           name an existing file, or take the link out"],
    );
}

#[test]
fn only_what_is_told_or_known_to_be_dead_is_warned_of() {
    let severity = |from: &str, target: &str| {
        let (_, diagnostics) = record(from, &[reference(ReferenceKind::Link, target)]);
        diagnostics.iter().map(|problem| problem.severity).collect::<Vec<_>>()
    };
    let (other, own) = ("https://old.example.org/ops/20230919", "https://docs.example.org/docs/notes");
    assert_eq!(severity(GUIDE, other), [Severity::Warning]);
    assert_eq!(severity(GUIDE, &format!("{own}/gone/20230919")), [Severity::Warning]);
    assert_eq!(severity(GUIDE, &format!("{own}/ops/20230919")), [Severity::Advice]);
    assert_eq!(severity("minutes:iaas/20230920.md", other), [Severity::Advice]);
}
