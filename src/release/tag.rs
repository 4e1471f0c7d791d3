//! Which tag names a release.
//!
//! Names are taken as they are: with slashes, as in `tools/v1.2.0`, and with equals signs, as in `R1=v2.0.0`.

/// The tag among `tags` that names the release `names` (its version first, then its id) of `component`: behind the
/// component's own name, as it stands, with or without a `v`, or behind a `=` or `/`. The surest wins, and of equally
/// sure ones the first by name.
///
/// Where several stand behind something, as the tags of many components in one repository do (`tools/v1.2.0`,
/// `tools=1.2.0`), the one behind the release's name is meant. Where none is, the error names two of them, because
/// nobody can know; and where other tags stand behind the component's own name, those behind others are not its own.
pub fn tag_of<'a, T>(
    tags: &'a [T],
    name_of: impl Fn(&T) -> &str,
    names: &[&str],
    component: &str,
) -> Result<Option<&'a T>, (String, String)> {
    let bare = |name: &str| name.strip_prefix('v').unwrap_or(name).to_lowercase();
    let of_component =
        |name: &str| tags.iter().find(|tag| own(name_of(tag), component).map(bare) == Some(bare(name)));
    let exactly = |name: &str| tags.iter().find(|tag| name_of(tag) == name);
    let loosely = |name: &str| tags.iter().find(|tag| bare(name_of(tag)) == bare(name));
    let first = |find: &dyn Fn(&str) -> Option<&'a T>| names.iter().find_map(|name| find(name));
    if let Some(found) = first(&of_component).or_else(|| first(&exactly)).or_else(|| first(&loosely)) {
        return Ok(Some(found));
    }
    let has_own = tags.iter().any(|tag| own(name_of(tag), component).is_some());
    for name in names {
        let behind: Vec<(&T, &str)> = tags
            .iter()
            .filter_map(|tag| {
                let (before, last) = name_of(tag).rsplit_once(['=', '/'])?;
                (bare(last) == bare(name)).then_some((tag, before))
            })
            .collect();
        let is_own = |before: &str| names.iter().any(|own| bare(own) == bare(before));
        let own = behind.iter().find(|(_, before)| is_own(before));
        match (own, behind.as_slice()) {
            (Some((tag, _)), _) => return Ok(Some(tag)),
            (None, []) => {}
            (None, _) if has_own => {}
            (None, [(tag, _)]) => return Ok(Some(tag)),
            (None, [(one, _), (other, _), ..]) => {
                return Err((name_of(one).to_owned(), name_of(other).to_owned()));
            }
        }
    }
    Ok(None)
}

/// What stands in `tag` behind the name of `component`: the version in `tools/v1.2.0`, `tools=1.2.0`, `tools-v1.2.0`,
/// `tools@1.2.0` and `packages/tools/v1.2.0`.
fn own<'a>(tag: &'a str, component: &str) -> Option<&'a str> {
    let behind = |tag: &'a str| {
        let (name, rest) = (tag.get(..component.len())?, tag.get(component.len()..)?);
        let version = rest.strip_prefix(['/', '=', '-', '@', '_'])?;
        let number = version.strip_prefix('v').unwrap_or(version);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit());
        // Behind a slash or an equals sign may stand any name.
        let is_version = is_number || rest.starts_with(['/', '=']) && !version.contains('/');
        (name.eq_ignore_ascii_case(component) && !component.is_empty() && is_version).then_some(version)
    };
    behind(tag).or_else(|| tag.match_indices('/').find_map(|(at, _)| behind(&tag[at + 1..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &[&str], names: &[&str], component: &str, expected: Option<&str>) {
        let found = tag_of(tags, |tag| tag, names, component).map(|tag| tag.copied());
        assert_eq!(found, Ok(expected), "{names:?}");
    }

    #[test]
    fn a_release_is_found_by_its_version_or_its_id() {
        let tags = ["R1=v2.0.0", "R3", "tools/v4.0.0", "v2.0.0", "v3.0.0"];
        check(&tags, &["v2.0.0", "R1"], "x", Some("v2.0.0"));
        check(&tags, &["3.0.0"], "x", Some("v3.0.0"));
        check(&tags, &["v5.0.0", "R3"], "x", Some("R3"));
        check(&tags, &["v4.0.0"], "x", Some("tools/v4.0.0"));
        check(&tags[..1], &["v2.0.0"], "x", Some("R1=v2.0.0"));
        check(&tags, &["v0.0.0", "R9"], "x", None);
        check(&tags, &["v2.0"], "x", None);
    }

    #[test]
    fn the_tags_of_many_components_are_told_apart() {
        let tags = ["api/1.2.3", "lists=1.2.3", "tools/v1.2.3", "R1=v9.0.0", "R2=v9.0.0"];
        check(&tags, &["v1.2.3"], "tools", Some("tools/v1.2.3"));
        check(&tags, &["1.2.3"], "lists", Some("lists=1.2.3"));
        check(&tags, &["v9.0.0", "R2"], "x", Some("R2=v9.0.0"));
        // What others have is not its own.
        check(&["api/1.2.3", "tools/1.2.2"], &["1.2.3"], "tools", None);
        check(&["api/1.2.3"], &["1.2.3"], "tools", Some("api/1.2.3"));
        for own in
            ["packages/tools/v1.2.3", "tools-v1.2.3", "tools@1.2.3", "Tools_1.2.3", "@acme/tools@1.2.3"]
        {
            check(&["1.2.3", "api/v1.2.3", own, "v1.2.3", "xtools-v1.2.3"], &["v1.2.3"], "tools", Some(own));
        }
        check(&["tools-next-1.2.3", "tools2-1.2.3"], &["1.2.3"], "tools", None);
        let told = tag_of(&tags, |tag| tag, &["1.2.3"], "x");
        assert_eq!(told, Err(("api/1.2.3".to_owned(), "lists=1.2.3".to_owned())));
    }

    #[test]
    fn a_tag_of_the_components_own_is_meant_before_one_of_all() {
        let tags = ["api/v1.2.0", "api/v1.3.0", "v1.2.0", "v1.3.0"];
        check(&tags, &["v1.3.0"], "api", Some("api/v1.3.0"));
        check(&tags, &["1.2.0"], "API", Some("api/v1.2.0"));
        check(&tags, &["1.2.0"], "web", Some("v1.2.0"));
        // Where it has none, that of all is the next to it.
        check(&tags[1..], &["1.2.0"], "api", Some("v1.2.0"));
    }
}
