//! Which tag names a release.
//!
//! Names are taken as they are: with slashes, as in `tools/v1.2.0`, and with equals signs, as in `R1=v2.0.0`.

/// The tag among `tags` that names the release `names` (its version first, then its id) of `component`: as it stands,
/// with or without a `v`, or behind a `=` or `/`. The surest wins, and of equally sure ones the first by name.
///
/// Where several stand behind something, as the tags of many components in one repository do (`tools/v1.2.0`,
/// `tools=1.2.0`), the one behind the component's name or the release's is meant. Where none is, the error names two
/// of them, because nobody can know.
pub fn tag_of<'a, T>(
    tags: &'a [T],
    name_of: impl Fn(&T) -> &str,
    names: &[&str],
    component: &str,
) -> Result<Option<&'a T>, (String, String)> {
    let bare = |name: &str| name.strip_prefix('v').unwrap_or(name).to_lowercase();
    let exactly = |name: &str| tags.iter().find(|tag| name_of(tag) == name);
    let loosely = |name: &str| tags.iter().find(|tag| bare(name_of(tag)) == bare(name));
    let first = |find: &dyn Fn(&str) -> Option<&'a T>| names.iter().find_map(|name| find(name));
    if let Some(found) = first(&exactly).or_else(|| first(&loosely)) {
        return Ok(Some(found));
    }
    for name in names {
        let behind: Vec<(&T, &str)> = tags
            .iter()
            .filter_map(|tag| {
                let (before, last) = name_of(tag).rsplit_once(['=', '/'])?;
                (bare(last) == bare(name)).then_some((tag, before))
            })
            .collect();
        let is_own = |before: &str| {
            before.eq_ignore_ascii_case(component) || names.iter().any(|own| bare(own) == bare(before))
        };
        let own = behind.iter().find(|(_, before)| is_own(before));
        match (own, behind.as_slice()) {
            (Some((tag, _)), _) => return Ok(Some(tag)),
            (None, []) => {}
            (None, [(tag, _)]) => return Ok(Some(tag)),
            (None, [(one, _), (other, _), ..]) => {
                return Err((name_of(one).to_owned(), name_of(other).to_owned()));
            }
        }
    }
    Ok(None)
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
        let told = tag_of(&tags, |tag| tag, &["1.2.3"], "x");
        assert_eq!(told, Err(("api/1.2.3".to_owned(), "lists=1.2.3".to_owned())));
    }
}
