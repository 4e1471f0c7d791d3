//! Names and words of commits as text: in the encoding that a commit names, and people as `.mailmap` has them.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use git2::{Commit, Oid, Repository};

use crate::release::Person;

/// `bytes` of `commit` as text. A commit names its encoding unless it is UTF-8 (git-commit(1), `i18n.commitEncoding`);
/// what names none that is known is read as UTF-8.
pub(super) fn text(commit: &Commit<'_>, bytes: &[u8]) -> String {
    let label = commit.message_encoding().ok().flatten();
    let encoding = label.and_then(encoding).unwrap_or(UTF_8);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding called `label`. Git knows one name more than the web.
fn encoding(label: &str) -> Option<&'static Encoding> {
    let is_latin = || label.trim().eq_ignore_ascii_case("latin-1").then_some(WINDOWS_1252);
    Encoding::for_label(label.as_bytes()).or_else(is_latin)
}

/// The author of `commit`, as `mailmap` has them.
pub(super) fn author(commit: &Commit<'_>, mailmap: Option<&Mailmap>) -> Person {
    let author = commit.author();
    let person =
        Person { name: text(commit, author.name_bytes()), email: text(commit, author.email_bytes()) };
    match mailmap {
        Some(mailmap) => mailmap.person(person),
        None => person,
    }
}

/// What a `.mailmap` says (gitmailmap(5)). Addresses and names are compared as git does, without letter case, which
/// libgit2 does not.
#[derive(Debug, Default)]
pub(super) struct Mailmap {
    /// By addresses in lower case.
    addresses: BTreeMap<String, Entry>,
}

/// What is said of an address.
#[derive(Debug, Default)]
struct Entry {
    /// Of whoever has it.
    all: Proper,
    /// Of those of some name, in lower case.
    named: BTreeMap<String, Proper>,
}

/// What somebody is properly called, as far as it is said.
#[derive(Debug, Default)]
struct Proper {
    /// The name.
    name: Option<String>,
    /// The address.
    email: Option<String>,
}

impl Mailmap {
    /// That of the commit `head`, never that of the work tree or of the user: the same commit gives the same names.
    pub(super) fn of(repository: &Repository, head: Oid) -> Option<Mailmap> {
        let tree = repository.find_commit(head).ok()?.tree().ok()?;
        let blob = repository.find_blob(tree.get_name(".mailmap")?.id()).ok()?;
        Some(Mailmap::parse(&String::from_utf8_lossy(blob.content())))
    }

    /// Reads it; of several lines about one person the last counts.
    fn parse(text: &str) -> Mailmap {
        let mut mailmap = Mailmap::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, email, rest)) = name_and_address(line).filter(|(_, email, _)| !email.is_empty())
            else {
                continue;
            };
            let (proper, old_name, old_email) = match name_and_address(rest) {
                Some((old_name, old_email, _)) => (Proper { name, email: Some(email) }, old_name, old_email),
                None => (Proper { name, email: None }, None, email),
            };
            let entry = mailmap.addresses.entry(old_email.to_lowercase()).or_default();
            match old_name {
                Some(old_name) => drop(entry.named.insert(old_name.to_lowercase(), proper)),
                None => {
                    entry.all.name = proper.name.or(entry.all.name.take());
                    entry.all.email = proper.email.or(entry.all.email.take());
                }
            }
        }
        mailmap
    }

    /// `person` by their proper name and address.
    pub(super) fn person(&self, person: Person) -> Person {
        let Some(entry) = self.addresses.get(&person.email.to_lowercase()) else { return person };
        let proper = entry.named.get(&person.name.to_lowercase()).unwrap_or(&entry.all);
        Person {
            name: proper.name.clone().unwrap_or(person.name),
            email: proper.email.clone().unwrap_or(person.email),
        }
    }
}

/// The name, if there is one, and the address that `line` begins with, and what follows them.
fn name_and_address(line: &str) -> Option<(Option<String>, String, &str)> {
    let (name, rest) = line.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    Some((name, email.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::test::Repo;

    /// A `.mailmap` with each form of a line.
    const MAILMAP: &str = "# people\n\
                           Proper Name <commit@x.org>\n\
                           <new@x.org> <OLD@x.org> # moved\n\
                           Both <both@x.org> <before@x.org>\n\
                           One <one@x.org> Shared One <shared@x.org>\n\
                           Two <two@x.org> Shared Two <shared@x.org>\n\
                           Any <shared@x.org>\n\
                           jo <Jo@x.org>\n\
                           Late <late@x.org>\nLater <late@x.org>\n\
                           no address\n";

    /// People as they are written, each looked up as git does.
    #[test]
    fn people_are_found_as_git_finds_them() {
        let folder = tempfile::tempdir().unwrap();
        let repo = Repo::new(folder.path());
        repo.write(".mailmap", MAILMAP);
        let mailmap = Mailmap::parse(MAILMAP);
        for written in [
            "x <commit@x.org>",
            "x <COMMIT@x.org>",
            "x <Old@X.org>",
            "x <before@x.org>",
            "Shared One <shared@x.org>",
            "shared two <SHARED@x.org>",
            "Shared Three <shared@x.org>",
            "Jo <jo@x.org>",
            "x <late@x.org>",
            "x <nobody@x.org>",
        ] {
            let found = mailmap.person(Person::parse(written).unwrap());
            let told = format!("{} <{}>", found.name, found.email);
            assert_eq!(told, repo.git(&["check-mailmap", written]), "{written}");
        }
    }

    /// What is read of `message` in the encoding called `label`.
    #[track_caller]
    fn check(label: &str, bytes: &[u8], expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let repo = Repo::new(folder.path());
        let name = String::from_utf8_lossy(bytes).into_owned();
        repo.write("message", bytes);
        repo.git(&["config", "user.name", "x"]);
        repo.git(&["config", "user.email", "x@example.org"]);
        repo.git(&[
            "-c",
            &format!("i18n.commitEncoding={label}"),
            "commit",
            "-q",
            "--allow-empty",
            "-F",
            "message",
        ]);
        let repository = Repository::open(folder.path()).unwrap();
        let commit = repository.head().unwrap().peel_to_commit().unwrap();
        assert_eq!(text(&commit, commit.message_bytes()).trim(), expected, "{label} {name}");
    }

    #[test]
    fn a_commit_is_read_in_the_encoding_that_it_names() {
        check("ISO-8859-1", b"Stra\xdfe", "Straße");
        check("latin-1", b"Stra\xdfe", "Straße");
        check("Shift_JIS", b"\x82\xa0", "あ");
        check("UTF-8", "Straße".as_bytes(), "Straße");
        check("nobody's", b"Stra\xdfe", "Stra\u{fffd}e");
    }
}
