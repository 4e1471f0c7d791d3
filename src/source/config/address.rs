//! Addresses: URLs of sites and forges, and what names a repository.

/// Why a text is no address that is used.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct AddressError {
    /// What is wrong, to stand behind the text in backticks.
    pub(super) message: String,
    /// What to do about it.
    pub(super) hint: &'static str,
}

/// An error of this module.
fn error<T>(message: impl Into<String>, hint: &'static str) -> Result<T, AddressError> {
    Err(AddressError { message: message.into(), hint })
}

/// Checks that `text` is a URL of the web: `http` or `https`, a host, no blanks.
pub(super) fn check_web(text: &str) -> Result<(), AddressError> {
    const HINT: &str = "write it as `https://host/path`";
    let Some((scheme, rest)) = text.split_once("://") else { return error("is no URL", HINT) };
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\')) {
        return error("holds a character that no URL has", HINT);
    }
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return error(format!("has the scheme `{scheme}`"), "use `https`");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return error("holds a user name or a password", "leave out everything up to the `@`");
    }
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "443"));
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    if host.is_empty() || !host.chars().all(is_host) || port.parse::<u16>().is_err() {
        return error("has no valid host", HINT);
    }
    Ok(())
}

/// What a source's `repo` names: a URL or path that git can read.
///
/// A bare name is a repository of the owner at `forge`, `owner/name` one of another owner at the same forge.
/// Only `https`, `ssh` and `file` are read, the scp-like `git@host:path` and paths: git's other transports run
/// programs (`ext::`) or are neither encrypted nor checked (`git://`, `http://`).
pub(super) fn repository(text: &str, forge: Option<&str>) -> Result<String, AddressError> {
    const HINT: &str = "use `https://…`, `ssh://…`, `git@host:path`, a path, or a name on the `forge`";
    if text.is_empty() {
        return error("names no repository", HINT);
    }
    // Git takes what begins with a hyphen for an option.
    if text.starts_with('-') || text.contains(char::is_control) {
        return error("is no repository", HINT);
    }
    if text.contains("::") {
        return error("runs a program to fetch", HINT);
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        return match scheme {
            "https" => check_web(text).map(|()| text.to_owned()),
            "ssh" if !rest.is_empty() && !rest.starts_with(['-', '/']) => Ok(text.to_owned()),
            "file" if rest.starts_with('/') => Ok(text.to_owned()),
            "ssh" | "file" => error("has no valid host or path", HINT),
            _ => error(format!("has the scheme `{scheme}`, which is not read"), HINT),
        };
    }
    if text.starts_with(['.', '/', '~']) {
        return Ok(text.to_owned());
    }
    if let Some((host, path)) = text.split_once(':') {
        let host = host.rsplit('@').next().unwrap_or_default();
        let is_valid =
            !host.is_empty() && !host.starts_with('-') && !path.is_empty() && !path.starts_with('-');
        return if is_valid { Ok(text.to_owned()) } else { error("has no valid host or path", HINT) };
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    match (forge, text.split('/').count()) {
        _ if !text.chars().all(is_name) => error("is no name of a repository", HINT),
        (None, 1) => error("is a bare name, and `forge` is not set", "set `forge`, or write the whole URL"),
        (Some(forge), 1) => Ok(format!("{forge}/{text}")),
        (Some(forge), 2) if forge.matches('/').count() >= 3 => {
            let host = forge.rsplit_once('/').map_or(forge, |(host, _)| host);
            Ok(format!("{host}/{text}"))
        }
        _ => error("is neither a name on the forge nor a URL", "write a path as `./path`, or the whole URL"),
    }
}

/// The name in a repository's address: the last part, without `.git`.
pub(super) fn repository_name(address: &str) -> &str {
    let name = address.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
    name.strip_suffix(".git").unwrap_or(name)
}
