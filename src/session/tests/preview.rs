//! A page that is rendered from a payload is that of a build, byte for byte.

use super::super::preview::{Preview, Previewed, Want};
use super::super::*;
use super::community::Community;
use super::edit::{Dice, edit};
use crate::base::{RelPath, SourceName};
use crate::document::highlight::language;
use crate::pipeline::payload;
use crate::plugin::Runner;
use crate::site::Content;
use crate::site::file_of;

/// The payload of `inputs`.
fn payload_of(inputs: Inputs) -> Vec<u8> {
    let inputs = prepared(inputs);
    let input = inputs.input();
    payload::write(&input, &pipeline::read(&input))
}

/// The page with this text, after plugins have answered all that they are asked and code is marked, as in
/// `static/engine.js`.
fn rendered(preview: &mut Preview, path: &SourcePath, text: &str, url: Option<&str>) -> Previewed {
    let mut runner = Runner::default();
    loop {
        let previewed = preview.render(path, text.to_owned(), url);
        match previewed.wants {
            None => return previewed,
            Some(Want::Answers) => {
                while let Some(errand) = preview.errand() {
                    assert!(preview.answer(&runner.run(&errand).unwrap()));
                }
            }
            Some(Want::Marks) => assert!(preview.mark(&language::answer(&preview.code()).unwrap())),
        }
    }
}

/// Compares all pages that show a part of the text at `path` with those of a clean build of `inputs`; how many.
#[track_caller]
fn compare(preview: &mut Preview, inputs: &Inputs, path: &SourcePath, story: &str) -> usize {
    let clean = pipeline::build(&inputs.input(), &|_| ());
    let prepared = prepared(inputs.clone());
    let Some(File::Text(text)) = prepared.sources.file(path) else { return 0 };
    let mut compared = 0;
    for entry in &clean.value.record.documents {
        let source = &prepared.sources.sources[&entry.path.source];
        if entry.path.source != path.source || source.file_of(&entry.path.path) != &path.path {
            continue;
        }
        let previewed = rendered(preview, path, &text.text, Some(&entry.url));
        let Some(Content::Bytes(bytes)) = clean.value.site.files.get(&file_of(&entry.url).unwrap()) else {
            continue;
        };
        let page = previewed.page.unwrap_or_default();
        assert!(page.as_bytes() == &**bytes, "{} differs after {story}:\n{page}", entry.url);
        let is_here = |diagnostic: &&Diagnostic| {
            let location = diagnostic.location.as_ref();
            location.is_some_and(|at| at.source.as_ref() == Some(&path.source) && at.path == path.path)
        };
        let expected: Vec<&str> =
            clean.diagnostics.iter().filter(is_here).map(|told| told.message.as_str()).collect();
        let told: Vec<&str> = previewed.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(told, expected, "{} after {story}", entry.url);
        compared += 1;
    }
    compared
}

/// All texts of `inputs`.
fn texts(inputs: &Inputs) -> Vec<SourcePath> {
    pipeline::texts(&inputs.sources).map(|text| text.path).collect()
}

#[test]
fn every_page_is_that_of_the_build() {
    let inputs = Community::usual().inputs();
    let payload = payload_of(inputs.clone());
    let mut preview = Preview::open(&payload).unwrap();
    let compared: usize =
        texts(&inputs).iter().map(|path| compare(&mut preview, &inputs, path, "nothing")).sum();
    assert!(compared > 12, "{compared} pages");
    assert_eq!(preview.session.work().linked, 1, "what is as it was links nothing");
}

#[test]
fn every_page_is_that_of_the_build_after_edits() {
    let mut compared = 0;
    for seed in 1..4 {
        let mut dice = Dice::new(seed);
        let mut community = Community::usual();
        for _ in 0..30 {
            let before = prepared(community.inputs());
            let story = edit(&mut community, &mut dice).to_string();
            let Change::Texts(texts) = community.change(&before) else { continue };
            let mut preview = Preview::open(&payload_of(before)).unwrap();
            if let Some(path) = texts.keys().next().filter(|_| texts.len() == 1) {
                compared += compare(&mut preview, &community.inputs(), path, &story);
            }
        }
    }
    assert!(compared > 20, "{compared} pages");
}

#[test]
fn prose_links_nothing() {
    let mut community = Community::usual();
    let mut preview = Preview::open(&payload_of(community.inputs())).unwrap();
    let path = SourcePath::new(&SourceName::new("minutes"), &RelPath::new("iaas/20240110.md").unwrap());
    let mut render = |community: &Community| {
        let text = community.text("minutes/iaas/20240110.md").to_owned();
        preview.render(&path, text, None).linked
    };
    assert!(!render(&community));
    community.replace("minutes/iaas/20240110.md", "went well", "did not");
    assert!(!render(&community));
    community.replace("minutes/iaas/20240110.md", "everywhere", "nowhere");
    assert!(render(&community));
}

#[test]
fn what_is_damaged_or_of_another_program_is_not_opened() {
    let payload = payload_of(Community::usual().inputs());
    let whole = payload::unpacked(&payload);
    for at in (0..payload.len()).step_by(37) {
        let mut damaged = payload.clone();
        damaged[at] ^= 0x11;
        // The checksum is that of zlib, which is read to its end. Behind the last block are bits that mean nothing.
        let means_the_same = payload::unpacked(&damaged) == whole;
        assert!(means_the_same || Preview::open(&damaged).is_none(), "byte {at}");
        assert!(Preview::open(&payload[..at]).is_none(), "cut at {at}");
    }
}

#[test]
fn addresses_that_are_masked_are_not_in_it() {
    let mut community = Community::usual();
    let masked = community.configuration.replace("{ pages: true }", "{ pages: true, mask_emails: true }");
    community.configuration = masked + "mentions: { people: { aliases: { jo@mail.example.org: jo } } }\n";
    community.replace("minutes/iaas/20240110.md", "- @max", "- Max <max@mail.example.org>");
    community.replace("proposals/README.md", "see @jo", "jo@mail.example.org");
    let payload = payload_of(community.inputs());
    let plain = payload::unpacked(&payload).unwrap();
    let holds = |words: &str| plain.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(holds("abc-0001") && !holds("mail.example.org"));
    community.configuration = community.configuration.replace("mask_emails: true", "mask_emails: false");
    let payload = payload_of(community.inputs());
    let plain = payload::unpacked(&payload).unwrap();
    assert!(plain.windows(16).any(|window| window == b"mail.example.org"));
}
