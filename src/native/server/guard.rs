//! Who is answered.
//!
//! A preview is not a public server. On loopback it answers to names of this machine only, so that a page of another
//! site cannot read it through a name of its own (DNS rebinding). On another address, where any machine may ask, it
//! asks for a token, which the address that is printed holds and a cookie keeps.

use tiny_http::{Method, Request};

use super::answer::Answer;
use super::text;
use crate::native::secret::same;

/// The most bytes that the head of a request may have.
const HEAD: usize = 16 * 1024;

/// The name of the cookie that keeps the token.
const COOKIE: &str = "annals-token";

/// The parts of a request that decide about the answer.
pub(super) struct Asked<'a> {
    pub(super) reading: bool,
    /// Whether something is to be replaced.
    pub(super) writing: bool,
    pub(super) target: &'a str,
    pub(super) host: Option<&'a str>,
    pub(super) origin: Option<&'a str>,
    pub(super) cookie: Option<&'a str>,
    /// Whether a page of another site asks for a part of itself, as browsers tell (Fetch Metadata).
    pub(super) embedded: bool,
    /// The keys that the browser has the page under.
    pub(super) known: Option<&'a str>,
    /// Bytes of the head.
    pub(super) size: usize,
}

impl Asked<'_> {
    /// The parts of `request`.
    pub(super) fn of(request: &Request) -> Asked<'_> {
        let header = |name: &'static str| {
            let found = request.headers().iter().find(|header| header.field.equiv(name));
            found.map(|header| header.value.as_str())
        };
        let sizes = request.headers().iter();
        let sizes =
            sizes.map(|header| header.field.as_str().as_str().len() + header.value.as_str().len() + 4);
        Asked {
            reading: matches!(request.method(), Method::Get | Method::Head),
            writing: *request.method() == Method::Put,
            target: request.url(),
            host: header("Host"),
            origin: header("Origin"),
            cookie: header("Cookie"),
            embedded: header("Sec-Fetch-Site") == Some("cross-site")
                && header("Sec-Fetch-Mode") != Some("navigate"),
            known: header("If-None-Match"),
            size: request.url().len() + sizes.sum::<usize>(),
        }
    }
}

/// Who may ask.
#[derive(Debug, Clone)]
pub(super) enum Access {
    /// Programs of this machine, at this port.
    Local(u16),
    /// Whoever has this token.
    Token(String),
}

impl Access {
    /// The answer to a request that gets no other.
    pub(super) fn refuse(&self, asked: &Asked<'_>) -> Option<Answer> {
        if asked.size > HEAD {
            return Some(Answer::text(431, "the head of the request is too long\n"));
        }
        let is_ours = |host: &str| match self {
            Access::Local(port) => is_local(host, *port),
            Access::Token(_) => asked.host == Some(host),
        };
        if !asked.host.is_some_and(is_ours) {
            return Some(Answer::text(421, "this preview answers to 127.0.0.1 and localhost only\n"));
        }
        let is_own = |origin: &str| origin.strip_prefix("http://").is_some_and(is_ours);
        if asked.embedded || !asked.origin.is_none_or(is_own) {
            return Some(Answer::text(403, "this preview does not answer to other sites\n"));
        }
        // Texts are written from pages, of which browsers tell whose they are, and for this machine alone.
        let may_write = asked.writing && text::is_here(asked.target) && matches!(self, Access::Local(_));
        if !asked.reading && !may_write {
            return Some(Answer::text(405, "this preview can be read only\n"));
        }
        if may_write && asked.origin.is_none() {
            return Some(Answer::text(403, "this preview writes for its own pages only\n"));
        }
        if !asked.target.starts_with('/') {
            return Some(Answer::text(400, "the address is not a path of UTF-8 text\n"));
        }
        match self {
            Access::Local(_) => None,
            Access::Token(token) => ask_token(asked, token),
        }
    }
}

/// Lets those through who have the token in a cookie, and gives it to those who have it in the address.
fn ask_token(asked: &Asked<'_>, token: &str) -> Option<Answer> {
    let cookies = asked.cookie.unwrap_or_default().split(';').map(str::trim);
    let mut values = cookies.filter_map(|cookie| cookie.strip_prefix(COOKIE)?.strip_prefix('='));
    if values.any(|value| same(value, token)) {
        return None;
    }
    let (path, query) = asked.target.split_once('?').unwrap_or((asked.target, ""));
    let given = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    if given.is_some_and(|given| same(given, token)) {
        // Two slashes would begin the name of another host.
        let path = format!("/{}", path.trim_start_matches('/'));
        let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
        return Some(Answer { location: Some(path), cookie: Some(cookie), ..Answer::text(303, "") });
    }
    Some(Answer::text(401, "open the address that `annals serve` prints, which holds a token\n"))
}

/// Whether a `Host` names this machine and our port.
fn is_local(host: &str, port: u16) -> bool {
    let (name, given) = host.rsplit_once(':').unwrap_or((host, "80"));
    matches!(name, "127.0.0.1" | "localhost") && given.parse() == Ok(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request that nothing is wrong with.
    fn fine() -> Asked<'static> {
        Asked {
            reading: true,
            writing: false,
            target: "/",
            host: Some("127.0.0.1:4747"),
            origin: None,
            cookie: None,
            embedded: false,
            known: None,
            size: 100,
        }
    }

    #[track_caller]
    fn check(asked: &Asked<'_>, expected: Option<u16>) {
        assert_eq!(Access::Local(4747).refuse(asked).map(|answer| answer.status), expected);
    }

    #[test]
    fn other_names_and_other_sites_are_refused() {
        check(&fine(), None);
        check(&Asked { host: Some("localhost:4747"), ..fine() }, None);
        for host in [None, Some("evil.example:4747"), Some("127.0.0.1:80"), Some("127.0.0.1"), Some("")] {
            check(&Asked { host, ..fine() }, Some(421));
        }
        for origin in ["http://evil.example", "https://127.0.0.1:4747", "null", "http://127.0.0.1:4748"] {
            check(&Asked { origin: Some(origin), ..fine() }, Some(403));
        }
        check(&Asked { origin: Some("http://127.0.0.1:4747"), ..fine() }, None);
        check(&Asked { embedded: true, ..fine() }, Some(403));
    }

    #[test]
    fn texts_are_written_from_own_pages_only() {
        let write = || Asked {
            reading: false,
            writing: true,
            target: "/_annals/text?page=/",
            origin: Some("http://127.0.0.1:4747"),
            ..fine()
        };
        check(&write(), None);
        check(&Asked { origin: None, ..write() }, Some(403));
        check(&Asked { origin: Some("null"), ..write() }, Some(403));
        check(&Asked { origin: Some("http://evil.example"), ..write() }, Some(403));
        check(&Asked { host: Some("evil.example"), ..write() }, Some(421));
        check(&Asked { embedded: true, ..write() }, Some(403));
        check(&Asked { target: "/_annals/textual", ..write() }, Some(405));
        check(&Asked { target: "/", ..write() }, Some(405));
        check(&Asked { writing: false, ..write() }, Some(405));
        let away = Access::Token("secret".to_owned());
        let known = Asked { cookie: Some("annals-token=secret"), ..write() };
        assert_eq!(away.refuse(&known).map(|answer| answer.status), Some(405));
    }

    #[test]
    fn what_is_no_reading_of_a_path_is_refused() {
        check(&Asked { reading: false, ..fine() }, Some(405));
        check(&Asked { target: "http://elsewhere/a/", ..fine() }, Some(400));
        check(&Asked { target: "*", ..fine() }, Some(400));
        check(&Asked { size: HEAD + 1, ..fine() }, Some(431));
    }

    #[test]
    fn away_from_loopback_a_token_is_asked_for() {
        let access = Access::Token("secret".to_owned());
        let check = |target, cookie, expected: Option<(u16, Option<&str>)>| {
            let asked = Asked { target, cookie, host: Some("192.0.2.1:4747"), ..fine() };
            let answer = access.refuse(&asked);
            let told = answer.as_ref().map(|answer| (answer.status, answer.location.as_deref()));
            assert_eq!(told, expected, "{target} {cookie:?}");
        };
        check("/a/", None, Some((401, None)));
        check("/a/?token=guess1", None, Some((401, None)));
        check("/a/", Some("annals-token=guess1"), Some((401, None)));
        check("//evil.example/?token=secret", None, Some((303, Some("/evil.example/"))));
        check("/a/", Some("x=y; annals-token=secret"), None);
    }
}
