//! An incremental build equals a clean build, byte for byte, after any edits.

use super::super::*;
use super::community::Community;
use super::edit::{Dice, edit};
use crate::page::Page;

/// How many edits are made: few where all tests run, as many as wanted with
/// `ANNALS_EDITS=2000 cargo test --lib session::tests::random`.
const EDITS: Option<&str> = option_env!("ANNALS_EDITS");

/// Where the edits begin; a failure tells with which seed it is seen again.
const SEED: Option<&str> = option_env!("ANNALS_SEED");

/// Edits in one community before the next begins anew, so that files neither run out nor grow without end.
const ROUND: usize = 50;

/// The number that `text` is.
fn number(text: Option<&str>, usual: usize) -> usize {
    text.map_or(usual, |text| text.parse().unwrap())
}

#[test]
fn an_incremental_build_equals_a_clean_one() {
    let (edits, seed) = (number(EDITS, 200), number(SEED, 1));
    let mut relinked = 0;
    for (round, first) in (0..edits).step_by(ROUND).enumerate() {
        let seed = seed + round;
        let mut dice = Dice::new(seed as u64);
        let mut community = Community::usual();
        let mut session = Session::new(community.inputs());
        let mut story = Vec::new();
        for _ in first..edits.min(first + ROUND) {
            story.push(edit(&mut community, &mut dice));
            let again = |what: &str| {
                format!("{what} after {story:#?}\nseen again with ANNALS_SEED={seed} ANNALS_EDITS={ROUND}")
            };
            let before = keys_of_pages(&session);
            let update = session.apply(community.change(session.inputs()));
            relinked += usize::from(update.linked);
            compare(&session, &community.inputs(), &mut dice, again);
            if !update.linked && !update.templates {
                // By this a build knows which pages it need not look at.
                let mut now = keys_of_pages(&session);
                now.retain(|url, (_, path)| {
                    let is_read = path.as_ref().is_some_and(|path| update.read.contains(path));
                    !is_read && before.contains_key(url)
                });
                let differs = now.iter().find(|(url, page)| before.get(*url) != Some(page));
                assert!(differs.is_none(), "{}", again(&format!("{differs:?} shows something else")));
            }
        }
    }
    assert!(edits < ROUND || relinked < edits * 9 / 10, "almost every edit was linked anew");
}

/// The key of each page, and the text that it shows.
fn keys_of_pages(session: &Session) -> BTreeMap<String, (Hash, Option<SourcePath>)> {
    let pages = session.pages();
    let path = |page: &Page| page.document.map(|id| session.record().document(id).path.clone());
    let key = |page: &Page| (page.url.clone(), (session.page(&pages, page).key, path(page)));
    pages.pages.iter().filter(|page| !page.kind.quotes_all()).map(key).collect()
}

/// Compares a session with a clean build of `inputs`.
#[track_caller]
fn compare(session: &Session, inputs: &Inputs, dice: &mut Dice, again: impl Fn(&str) -> String) {
    let clean = pipeline::build(&inputs.input(), &|_| ());
    let files: Vec<&OutPath> = clean.value.site.files.keys().collect();
    for _ in 0..3 {
        let path = *dice.of(&files);
        let alone = session.file(path);
        assert!(
            alone.as_ref() == clean.value.site.files.get(path),
            "{}",
            again(&format!("{path} alone differs"))
        );
    }
    let kept = session.site();
    for (path, content) in &clean.value.site.files {
        assert!(kept.value.files.get(path) == Some(content), "{}", again(&format!("{path} differs")));
    }
    assert!(kept.value.files.len() == clean.value.site.files.len(), "{}", again("there are more files"));
    assert!(kept.diagnostics == clean.diagnostics, "{}", again("diagnostics differ"));
    let record = |record: &Record| format!("{record:?}");
    assert!(record(session.record()) == record(&clean.value.record), "{}", again("the record differs"));
}
