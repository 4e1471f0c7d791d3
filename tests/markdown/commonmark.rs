//! CommonMark 0.31.2, all 652 examples.

use annals::document::Syntax;

use crate::{check, examples, normal, specification};

#[test]
fn every_example_of_commonmark() {
    let examples = examples(&specification("commonmark", "0.31.2"));
    assert_eq!(examples.len(), 652);
    check(
        &examples,
        Syntax::CommonMark,
        normal,
        &[
            (
                "elements that HTML does not have are placeholders and show as text, as does a tag that is not complete",
                &[150, 156, 157, 158, 163, 171, 173, 201, 491, 524, 536, 613, 614, 615, 617, 623],
            ),
            (
                "an element ends with its line or block at the latest, and a closing tag needs an open element",
                &[151, 155, 165, 167, 174, 175, 184, 187, 476, 477, 494],
            ),
            (
                "comments, declarations, instructions, scripts and styles go",
                &[170, 172, 176, 177, 178, 179, 180, 181, 182, 183, 308, 309, 625, 626, 627, 628, 629],
            ),
            ("attributes and classes that are not on the allow-list go", &[152, 153, 154, 164, 169, 616]),
            (
                "the allow-list writes tables and preformatted text as a browser reads them",
                &[148, 149, 160, 190, 191],
            ),
            (
                "links and pictures in HTML are references, whose tags are written anew",
                &[21, 31, 344, 475, 630, 631, 642, 643],
            ),
        ],
    );
}
