//! Where a repository is fetched from, and its page on the forge.
//!
//! The address is text from `annals.yaml`, and in a pull request that text is a stranger's. So it is taken apart
//! here, before any program sees it: four ways of reaching a repository are known (`https`, `ssh`, `file` and
//! paths), and everything else is refused, above all what git would run as a command (`ext::…`, `--upload-pack=…`).

use std::fmt;

/// A repository's address, of one of the kinds that are fetched from.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Remote {
    /// `https://host/owner/name`, `ssh://host/…` or `user@host:…`.
    Network(String),
    /// `file:///…`: fetched like a network address, so that the folder itself is not read while building.
    File(String),
    /// A path, absolute or relative to the site's folder: a repository, bare or not, or a bundle.
    Path(String),
}

/// Why a text is no address to fetch from.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum RemoteError {
    /// Nothing is written.
    Empty,
    /// It begins with `-`, or its host or user does: a program would take it for an option.
    Option,
    /// It holds a control character or a line break.
    Character(char),
    /// `ext::…`: git would start a helper program.
    Helper(String),
    /// A scheme that is not fetched from.
    Scheme(String),
    /// `https://user:password@…`: the lock file and the site's links would publish it.
    Password,
    /// There is no host in it.
    NoHost,
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RemoteError::Empty => write!(f, "address is empty"),
            RemoteError::Option => write!(f, "a program would take the address for an option"),
            RemoteError::Character(c) => write!(f, "address holds the character {c:?}"),
            RemoteError::Helper(name) => write!(f, "`{name}::` would start a program"),
            RemoteError::Scheme(name) => {
                write!(f, "`{name}` is not one of `https`, `ssh`, `file` and a path")
            }
            RemoteError::Password => write!(f, "address holds a password, which the site would publish"),
            RemoteError::NoHost => write!(f, "address has no host"),
        }
    }
}

impl std::error::Error for RemoteError {}

impl Remote {
    /// Understands `text`, an address of the configuration or of a clone's `origin`.
    pub fn parse(text: &str) -> Result<Remote, RemoteError> {
        if text.is_empty() {
            return Err(RemoteError::Empty);
        }
        if text.starts_with('-') {
            return Err(RemoteError::Option);
        }
        if let Some(bad) = text.chars().find(|c| c.is_control()) {
            return Err(RemoteError::Character(bad));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return Remote::url(text, scheme, rest);
        }
        if let Some((helper, _)) = text.split_once("::")
            && !helper.contains('/')
        {
            return Err(RemoteError::Helper(helper.to_owned()));
        }
        if is_drive(text) {
            return Ok(Remote::Path(text.to_owned()));
        }
        // `user@host:path`, as ssh and git write it: a colon before the first slash (git-fetch(1), "Git URLs").
        if let Some((host, path)) = text.split_once(':')
            && !host.contains('/')
        {
            check_host(host)?;
            return match path {
                "" => Err(RemoteError::Empty),
                _ if path.starts_with('-') => Err(RemoteError::Option),
                _ => Ok(Remote::Network(text.to_owned())),
            };
        }
        Ok(Remote::Path(text.to_owned()))
    }

    /// Understands `scheme://rest`.
    fn url(text: &str, scheme: &str, rest: &str) -> Result<Remote, RemoteError> {
        match scheme {
            "file" => Ok(Remote::File(text.to_owned())),
            "https" | "ssh" => {
                let authority = rest.split('/').next().unwrap_or_default();
                check_host(authority)?;
                if scheme == "https" && authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
                {
                    return Err(RemoteError::Password);
                }
                Ok(Remote::Network(text.to_owned()))
            }
            _ => Err(RemoteError::Scheme(scheme.to_owned())),
        }
    }

    /// The address as git takes it; a relative path is relative to the site's folder.
    pub fn address(&self) -> &str {
        match self {
            Remote::Network(text) | Remote::File(text) | Remote::Path(text) => text,
        }
    }

    /// The repository's page on its forge without a final slash, as far as the address tells: `git@host:a/b.git`
    /// and `https://host/a/b` both are `https://host/a/b`.
    ///
    /// An ssh port is left out, being none of the web server's, and so is a host without a dot, which is an alias
    /// of somebody's own `~/.ssh/config`.
    pub fn page(&self) -> Option<String> {
        let Remote::Network(text) = self else { return None };
        let (authority, path) = match text.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?,
            None => text.split_once(':')?,
        };
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host = match text.starts_with("https://") {
            true => host,
            false => host.split(':').next().unwrap_or(host),
        };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        (host.contains('.') && !path.is_empty()).then(|| format!("https://{host}/{path}"))
    }
}

/// Refuses a `user@host:port` in which either begins with `-` (ssh would take it for an option) or no host stands.
fn check_host(authority: &str) -> Result<(), RemoteError> {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.is_empty() {
        Err(RemoteError::NoHost)
    } else if host.starts_with('-') || authority.starts_with('-') {
        Err(RemoteError::Option)
    } else {
        Ok(())
    }
}

/// Whether `text` begins like `C:\` or `C:/`.
fn is_drive(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && matches!(bytes[2], b'\\' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<Remote, RemoteError>) {
        assert_eq!(Remote::parse(text), expected, "{text}");
    }

    #[track_caller]
    fn check_page(text: &str, expected: Option<&str>) {
        let remote = Remote::parse(text).unwrap();
        assert_eq!(remote.page().as_deref(), expected, "{text}");
    }

    #[test]
    fn four_ways_lead_to_a_repository() {
        check("https://example.org/a/b", Ok(Remote::Network("https://example.org/a/b".into())));
        check("ssh://git@example.org:22/a/b", Ok(Remote::Network("ssh://git@example.org:22/a/b".into())));
        check("git@example.org:a/b.git", Ok(Remote::Network("git@example.org:a/b.git".into())));
        check("file:///srv/a", Ok(Remote::File("file:///srv/a".into())));
        check("../minutes", Ok(Remote::Path("../minutes".into())));
        check("/srv/a:b", Ok(Remote::Path("/srv/a:b".into())));
        check("C:\\a", Ok(Remote::Path("C:\\a".into())));
        check("minutes.bundle", Ok(Remote::Path("minutes.bundle".into())));
    }

    #[test]
    fn whatever_could_run_or_leak_is_refused() {
        check("", Err(RemoteError::Empty));
        check("ext::sh -c x", Err(RemoteError::Helper("ext".into())));
        check("--upload-pack=x", Err(RemoteError::Option));
        check("ssh://-oProxyCommand=x/a", Err(RemoteError::Option));
        check("git@-oProxyCommand=x:a", Err(RemoteError::Option));
        check("-x@example.org:a", Err(RemoteError::Option));
        check("git@example.org:-x", Err(RemoteError::Option));
        check("http://example.org/a", Err(RemoteError::Scheme("http".into())));
        check("git://example.org/a", Err(RemoteError::Scheme("git".into())));
        check("ext://x", Err(RemoteError::Scheme("ext".into())));
        check("https://me:secret@example.org/a", Err(RemoteError::Password));
        check("https:///a", Err(RemoteError::NoHost));
        check("a\nb", Err(RemoteError::Character('\n')));
    }

    #[test]
    fn every_spelling_has_one_page() {
        check_page("https://me@example.org/a/b.git", Some("https://example.org/a/b"));
        check_page("https://example.org:8443/a/b/", Some("https://example.org:8443/a/b"));
        check_page("ssh://git@example.org:2222/a/b.git", Some("https://example.org/a/b"));
        check_page("git@example.org:a/b.git", Some("https://example.org/a/b"));
        check_page("work:a/b.git", None);
        check_page("file:///srv/a", None);
        check_page("../minutes", None);
    }
}
