//! The grammar of YAML: syntect's own, with two expressions put in another way.
//!
//! YAML tells the key of a pair by looking ahead to its colon. In syntect's grammar that look has another one,
//! `(?![#\s])` behind white space, inside a loop, which leaves it to an engine that goes back and forth: its steps grow
//! with the cube of the line's length. Said as "white space and then a sign that is neither" it is one pass. YAML is
//! most of the code on many sites: on the four repositories of the acceptance run this was a fifth of the whole build.
//!
//! `yaml.json` is the definition as syntect reads it from its own dump, one line for each expression. The tests hold it
//! against that dump, so that the two cannot drift apart.

/// The definition.
pub(super) const DEFINITION: &str = include_str!("yaml.json");

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use syntect::parsing::SyntaxSet;

    use super::super::{definition, set};
    use super::*;

    /// The look behind white space, and what stands for it where a pair is in brackets, and where it is not.
    const SLOW: &str = r"\s+ (?![#\s])";
    const IN_BRACKETS: &str = r"\s+ [^\s:#[\[\]{},]] | \s+ : [^\s[\[\]{},]]";
    const ELSEWHERE: &str = r"\s+ [^\s:#] | \s+ : \S";

    /// The contexts of the only, or the named, grammar of a linked set, without its place in that set.
    fn contexts(set: SyntaxSet) -> Value {
        let builder = set.into_builder();
        let grammar = builder.syntaxes().iter().find(|syntax| syntax.name == "YAML").unwrap();
        let mut contexts = serde_json::to_value(&grammar.contexts).unwrap();
        forget_place(&mut contexts);
        contexts
    }

    /// Takes the number of the grammar out of all links within it.
    fn forget_place(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.shift_remove("syntax_index");
                fields.values_mut().for_each(forget_place);
            }
            Value::Array(items) => items.iter_mut().for_each(forget_place),
            _ => {}
        }
    }

    #[test]
    fn the_grammar_is_syntects_but_for_two_expressions() {
        let mut expected = contexts(SyntaxSet::load_defaults_newlines());
        for (context, fast) in [("flow-pair", IN_BRACKETS), ("block-pair", ELSEWHERE)] {
            let patterns = expected[context]["patterns"].as_array_mut().unwrap();
            let mut replaced = 0;
            for pattern in patterns {
                let Some(Value::String(regex)) = pattern.pointer_mut("/Match/regex") else { continue };
                replaced += regex.matches(SLOW).count();
                *regex = regex.replace(SLOW, fast);
            }
            assert_eq!(replaced, 1, "{context}");
        }
        assert!(!expected.to_string().contains(r"\\s+ (?!"), "there is another such expression");
        assert_eq!(contexts(set()), expected);
    }

    #[test]
    fn both_ways_of_saying_it_find_the_same_keys() {
        use syntect::parsing::syntax_definition::Pattern;
        for (context, fast) in [("flow-pair", IN_BRACKETS), ("block-pair", ELSEWHERE)] {
            let definition = definition(DEFINITION);
            let ours = definition.contexts[context].patterns.iter().find_map(|pattern| match pattern {
                Pattern::Match(found) if found.regex.regex_str().contains(fast) => Some(&found.regex),
                _ => None,
            });
            let ours = ours.unwrap();
            let theirs = syntect::parsing::Regex::new(ours.regex_str().replace(fast, SLOW));
            // All lines of up to five of the signs that matter.
            let signs = [' ', ':', '#', '[', ',', 'a', '-'];
            for number in 0..7_usize.pow(5) {
                let line: String = (0..5).map(|place| signs[number / 7_usize.pow(place) % 7]).collect();
                let line = line + "\n";
                assert_eq!(place(ours, &line), place(&theirs, &line), "{context}: {line:?}");
            }
        }
    }

    /// Where in `line` the expression finds a key.
    fn place(regex: &syntect::parsing::Regex, line: &str) -> Option<(usize, usize)> {
        let mut region = syntect::parsing::Region::new();
        regex.search(line, 0, line.len(), Some(&mut region)).then(|| region.pos(0))?
    }
}
