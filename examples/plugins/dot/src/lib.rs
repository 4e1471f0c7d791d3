//! Diagrams from text, in the language DOT of Graphviz.
//!
//! ````markdown
//! ```dot title="How a standard comes to be"
//! digraph { draft -> proposed -> stable; proposed -> draft [label="sent back"] }
//! ```
//! ````
//!
//! The crate `layout-rs` reads the words and finds a place for everything; this one draws, in the colour of the text,
//! so that one drawing serves the light and the dark.

mod svg;

use annals_plugin::{Answer, Question, Refusal, plugin};
use layout::gv::{DotParser, GraphBuilder};
use svg::Svg;

plugin! { fence: draw }

/// Longest text that is drawn: finding places takes the square of what there is.
const LONGEST: usize = 20_000;

/// The drawing of a block.
pub fn draw(question: &Question) -> Answer {
    let mut title = None;
    for (name, value) in question.words() {
        match name.as_str() {
            "title" => title = Some(value),
            other => return Err(Refusal::new(format!("unknown word `{other}` (there is `title`)"))),
        }
    }
    if question.text.len() > LONGEST {
        return Err(Refusal::new(format!("more than {LONGEST} bytes")));
    }
    let lines = question.text.lines().count();
    let graph = DotParser::new(question.text).process().map_err(|message| {
        let message = message.trim_end_matches('.').to_lowercase();
        // The parser does not say where; of one line it can only be that one.
        Refusal { line: (lines == 1).then_some(1), message: format!("this is no graph: {message}") }
    })?;
    let mut builder = GraphBuilder::new();
    builder.visit_graph(&graph);
    let mut graph = builder.get();
    if graph.num_nodes() == 0 {
        return Err(Refusal::new("a graph without any node"));
    }
    let mut svg = Svg::default();
    graph.do_it(false, false, false, &mut svg);
    Ok(svg.finish(title.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The drawing, or why there is none.
    fn drawn(about: &str, text: &str) -> String {
        match draw(&Question { about, ..Question::of(text) }) {
            Ok(svg) => svg,
            Err(Refusal { line, message }) => format!("{line:?} {message}"),
        }
    }

    #[test]
    fn words_and_arrows_are_drawn() {
        let svg = drawn("dot title=\"A & b\"", "digraph { a -> b [label=\"1 < 2\"]; b [shape=circle, label=\"B\\nb\"] }");
        for part in [
            "<svg role=\"img\" aria-label=\"A &amp; b\"",
            "<title>A &amp; b</title>",
            ">a</tspan>",
            ">1 &lt; 2</tspan>",
            "<ellipse",
            "marker-end=\"url(#tip)\"",
            "stroke=\"currentColor\"",
        ] {
            assert!(svg.contains(part), "{part} is missing in {svg}");
        }
        assert!(!svg.contains("style") && !svg.contains("#000") && !svg.contains("NaN"), "{svg}");
    }

    #[test]
    fn the_same_words_are_the_same_drawing() {
        let text = "digraph { a -> b; a -> c; b -> d; c -> d; d -> a; e }";
        assert_eq!(drawn("dot", text), drawn("dot", text));
    }

    #[test]
    fn what_is_no_graph_is_told() {
        assert!(drawn("dot", "digraph { a -> ").contains("this is no graph"));
        assert_eq!(drawn("dot", "digraph { }"), "None a graph without any node");
        assert_eq!(drawn("dot size=2", "digraph { a }"), "None unknown word `size` (there is `title`)");
    }
}
