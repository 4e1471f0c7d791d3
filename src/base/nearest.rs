//! The nearest name to a misspelt one.

/// The candidate that `name` most likely meant, or nothing where none is near.
///
/// Letter case and the signs between words do not count. A candidate is near when at most a third of its
/// letters differ (Damerau-Levenshtein distance). Of equally near ones the first wins, so that the answer
/// depends on the order of `candidates` alone.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = fold(name);
    let letters = name.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let limit = |length: usize| {
            let limit = letters.max(length) / 3;
            best.map_or(limit, |(distance, _)| distance.saturating_sub(1).min(limit))
        };
        // The length alone rules most candidates out, and costs nothing beside the distance; that of a name in ASCII
        // is known without folding it.
        let is_other = |length: usize| letters.abs_diff(length) > limit(length);
        if candidate.is_ascii() && is_other(candidate.len()) {
            continue;
        }
        let folded = fold(candidate);
        let length = folded.chars().count();
        if is_other(length) {
            continue;
        }
        let limit = limit(length);
        let distance = strsim::osa_distance(&name, &folded);
        if distance <= limit && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Lower case, with `-`, `_` and blanks alike.
fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase().replace(['_', ' '], "-");
    }
    name.chars().map(|c| if matches!(c, '_' | ' ') { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(name, candidates.iter().copied()), expected, "{name}");
    }

    #[test]
    fn a_slip_of_the_finger_is_found() {
        check("soruces", &["title", "sources", "moved"], Some("sources"));
        check("Include", &["exclude", "include"], Some("include"));
        check("base-url", &["base_url"], Some("base_url"));
    }

    #[test]
    fn what_is_far_is_not_suggested() {
        check("colour", &["title", "sources"], None);
        check("x", &["y"], None);
    }

    #[test]
    fn the_first_of_equals_wins() {
        check("20220927", &["20220928", "20220926"], Some("20220928"));
    }
}
