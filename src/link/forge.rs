//! Addresses on forges: what a URL of one means, and the URL of a file there.
//!
//! GitHub, GitLab and Forgejo write the same things differently; nothing here depends on which repositories are
//! configured, and nothing asks the forge.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

use crate::base::url::encode_path;

/// An absolute URL, taken apart.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct Address<'a> {
    /// Host in lower case, without `www.` and the login part.
    pub host: Cow<'a, str>,
    /// Path without its first slash, as written.
    pub path: &'a str,
    /// What follows `?`.
    pub query: Option<&'a str>,
    /// What follows `#`.
    pub fragment: Option<&'a str>,
}

impl<'a> Address<'a> {
    /// Takes an `http` or `https` URL apart.
    pub(super) fn parse(url: &'a str) -> Option<Address<'a>> {
        let scheme = |scheme: &str| {
            let (own, rest) = url.split_at_checked(scheme.len())?;
            own.eq_ignore_ascii_case(scheme).then_some(rest)
        };
        let (rest, query, fragment) = split(scheme("https://").or_else(|| scheme("http://"))?);
        let (host, path) = cut(rest, b'/').unwrap_or((rest, ""));
        let host = memrchr(b'@', host.as_bytes()).map_or(host, |at| &host[at + 1..]);
        let is_lower = host.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let host = match is_lower {
            true => Cow::Borrowed(host.strip_prefix("www.").unwrap_or(host)),
            false => {
                let host = host.to_lowercase();
                Cow::Owned(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
            }
        };
        (!host.is_empty()).then_some(Address { host, path, query, fragment })
    }
}

/// A reference without its query and fragment, the query, and the fragment (RFC 3986 appendix B).
pub(super) fn split(reference: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, fragment) = match cut(reference, b'#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (reference, None),
    };
    match cut(rest, b'?') {
        Some((rest, query)) => (rest, Some(query), fragment),
        None => (rest, None, fragment),
    }
}

/// What stands before and behind the first `sign`, one of ASCII.
fn cut(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = memchr(sign, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

/// The name of a repository for comparing: `github.com/owner/name`, in lower case.
pub(super) fn repository_key(url: &str) -> Option<String> {
    let address = Address::parse(url)?;
    let path = address.path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).to_lowercase();
    Some(format!("{}/{path}", address.host))
}

/// A file or folder of a repository at some revision, as a URL names it.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct FileAddress {
    /// The repository, as [`repository_key`] writes it.
    pub repository: String,
    /// Revision and path together, decoded: a revision may hold slashes, so only the repository's owner can
    /// tell where it ends.
    pub revision_and_path: Vec<String>,
}

/// Whether `word`, between the repository and the revision, shows a file or folder.
fn is_view(word: &[u8]) -> bool {
    matches!(word, b"blob" | b"tree" | b"raw" | b"edit" | b"blame" | b"src")
}

/// What `address` shows, when it shows a file or folder of a repository.
pub(super) fn file_address(address: &Address) -> Option<FileAddress> {
    let is_raw = address.host == "raw.githubusercontent.com";
    // Most addresses show no file, which is told before anything is taken out of them.
    let may_be_view = |segment: &[u8]| is_view(segment) || segment.contains(&b'%');
    let mut behind =
        address.path.as_bytes().split(|byte| *byte == b'/').filter(|segment| !segment.is_empty()).skip(2);
    if !is_raw && !behind.any(may_be_view) {
        return None;
    }
    let mut segments: Vec<String> =
        address.path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect();
    let (host, owner_and_view) = if is_raw {
        ("github.com", 2)
    } else {
        let view = (2..segments.len()).find(|&at| is_view(segments[at].as_bytes()))?;
        (&*address.host, view)
    };
    if segments.len() <= owner_and_view {
        return None;
    }
    let mut owner: Vec<String> = segments.drain(..owner_and_view).map(|part| part.to_lowercase()).collect();
    // GitLab puts a `-` between the repository and what it shows of it.
    owner.pop_if(|last| last == "-");
    let view = if is_raw { String::new() } else { segments.remove(0) };
    // Forgejo says of what sort the revision is; raw files at GitHub may spell a branch out.
    if ["src", "raw"].contains(&view.as_str())
        && segments.first().is_some_and(|sort| ["branch", "commit", "tag"].contains(&sort.as_str()))
    {
        segments.remove(0);
    }
    if segments.len() > 2 && segments[0] == "refs" && ["heads", "tags"].contains(&segments[1].as_str()) {
        segments.drain(..2);
    }
    (!segments.is_empty()).then(|| FileAddress {
        repository: format!("{host}/{}", owner.join("/")),
        revision_and_path: segments,
    })
}

/// Percent-decoded text; what is not UTF-8 after decoding stays as it was.
pub(super) fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

/// What is to be seen of a path.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum View {
    /// The page of a file.
    File,
    /// The page of a folder.
    Folder,
    /// The bytes of a file.
    Raw,
    /// The editor.
    Edit,
}

/// How a forge builds its addresses.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum Dialect {
    /// `…/blob/REF/path`; also what unknown hosts are taken for.
    GitHub,
    /// `…/-/blob/REF/path`.
    GitLab,
    /// `…/src/branch/REF/path`: Forgejo, Gitea, Codeberg.
    Forgejo,
}

impl Dialect {
    /// Tells the dialect by the host's name.
    pub fn of(url: &str) -> Dialect {
        let host = Address::parse(url).map(|address| address.host).unwrap_or_default();
        match &*host {
            host if host.contains("gitlab") => Dialect::GitLab,
            host if ["codeberg", "forgejo", "gitea"].iter().any(|name| host.contains(name)) => {
                Dialect::Forgejo
            }
            _ => Dialect::GitHub,
        }
    }
}

/// What of a repository's history is looked at. Forgejo wants to know which of the two it is.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum Revision<'a> {
    /// The newest commit of a branch.
    Branch(&'a str),
    /// One commit.
    Commit(&'a str),
}

/// The URL that shows `path` of the repository at `forge` (its page there, without a final slash).
pub fn view_url(forge: &str, view: View, revision: Revision<'_>, path: &str) -> String {
    let (sort, name) = match revision {
        Revision::Branch(name) => ("branch", name),
        Revision::Commit(name) => ("commit", name),
    };
    let verb = match (Dialect::of(forge), view) {
        (Dialect::Forgejo, View::File | View::Folder) => format!("src/{sort}"),
        (Dialect::Forgejo, View::Raw) => format!("raw/{sort}"),
        (Dialect::Forgejo, View::Edit) => "_edit".to_owned(),
        (dialect, view) => {
            let word = match view {
                View::File => "blob",
                View::Folder => "tree",
                View::Raw => "raw",
                View::Edit => "edit",
            };
            format!("{}{word}", if dialect == Dialect::GitLab { "-/" } else { "" })
        }
    };
    let path = if path.is_empty() { String::new() } else { format!("/{}", encode_path(path)) };
    format!("{forge}/{verb}/{}{path}", encode_path(name))
}

/// The URL of the commit `id` of the repository at `forge`.
pub fn commit_url(forge: &str, id: &str) -> String {
    let host = Address::parse(forge).map(|address| address.host).unwrap_or_default();
    let dash = if host.contains("gitlab") { "-/" } else { "" };
    format!("{forge}/{dash}commit/{id}")
}

/// The URL of the pull request `number` of the repository at `forge`.
pub fn pull_url(forge: &str, number: u64) -> String {
    let host = Address::parse(forge).map(|address| address.host).unwrap_or_default();
    let word = match host {
        _ if host.contains("gitlab") => "-/merge_requests",
        _ if ["codeberg", "forgejo", "gitea"].iter().any(|name| host.contains(name)) => "pulls",
        _ => "pull",
    };
    format!("{forge}/{word}/{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forges_have_their_own_words_for_pull_requests() {
        for (forge, pull, commit) in [
            ("https://github.com/a/b", "/pull/7", "/commit/1f"),
            ("https://gitlab.com/a/b", "/-/merge_requests/7", "/-/commit/1f"),
            ("https://codeberg.org/a/b", "/pulls/7", "/commit/1f"),
        ] {
            assert_eq!(pull_url(forge, 7), format!("{forge}{pull}"));
            assert_eq!(commit_url(forge, "1f"), format!("{forge}{commit}"));
        }
    }

    #[track_caller]
    fn check(url: &str, expected: Option<(&str, &str)>) {
        let found = Address::parse(url).and_then(|address| file_address(&address));
        let found = found.map(|found| (found.repository, found.revision_and_path.join("|")));
        let expected = expected.map(|(repository, rest)| (repository.to_owned(), rest.to_owned()));
        assert_eq!(found, expected, "{url}");
    }

    #[test]
    fn forges_show_files_in_many_ways() {
        for url in [
            "https://github.com/Owner/Repo/blob/main/a/b%20c.md?plain=1#L3",
            "http://www.github.com/owner/repo/tree/main/a/b c.md",
            "https://github.com/owner/repo/raw/refs/heads/main/a/b%20c.md",
            "https://raw.githubusercontent.com/owner/repo/main/a/b%20c.md",
            "https://raw.githubusercontent.com/owner/repo/refs/heads/main/a/b%20c.md",
        ] {
            check(url, Some(("github.com/owner/repo", "main|a|b c.md")));
        }
        check("https://gitlab.com/g/sub/repo/-/blob/main/a.md", Some(("gitlab.com/g/sub/repo", "main|a.md")));
        check("https://codeberg.org/o/r/src/branch/main/a.md", Some(("codeberg.org/o/r", "main|a.md")));
    }

    #[test]
    fn other_pages_of_a_repository_are_no_files() {
        check("https://github.com/owner/repo", None);
        check("https://github.com/owner/repo/pull/5", None);
        check("https://github.com/owner/repo/blob", None);
        check("mailto:a@b.c", None);
        check("https://", None);
    }

    #[test]
    fn urls_are_made_in_the_way_of_the_forge() {
        let made = |forge, view| view_url(forge, view, Revision::Branch("main"), "a b.md");
        assert_eq!(made("https://github.com/o/r", View::Edit), "https://github.com/o/r/edit/main/a%20b.md");
        assert_eq!(made("https://gitlab.com/o/r", View::File), "https://gitlab.com/o/r/-/blob/main/a%20b.md");
        assert_eq!(
            made("https://codeberg.org/o/r", View::Raw),
            "https://codeberg.org/o/r/raw/branch/main/a%20b.md"
        );
    }
}
