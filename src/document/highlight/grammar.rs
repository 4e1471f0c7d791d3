//! Grammars that stand in for syntect's own.
//!
//! Compiling the expressions of a grammar costs more than highlighting a page, and syntect's grammar of the shell has
//! hundreds. What is here for it marks what the theme colours, and costs a sixth. YAML's is syntect's but for two
//! expressions; see [`yaml`]. Of a few other languages the words are told apart in one way; see [`small`].
//!
//! Each file is a definition as syntect writes it to a dump, one line for each expression.

mod small;
mod yaml;

use syntect::parsing::syntax_definition::SyntaxDefinition;
use syntect::parsing::{SyntaxSet, SyntaxSetBuilder};

/// The definitions.
const DEFINITIONS: [&str; 2] = [yaml::DEFINITION, include_str!("grammar/shell.json")];

/// The grammars, linked.
pub(super) fn set() -> SyntaxSet {
    let mut builder = SyntaxSetBuilder::new();
    DEFINITIONS.into_iter().map(definition).chain(small::definitions()).for_each(|one| builder.add(one));
    builder.build()
}

/// A grammar as it is kept.
fn definition(text: &str) -> SyntaxDefinition {
    serde_json::from_str(text).expect("the definition is a part of the program")
}

#[cfg(test)]
mod tests {
    use crate::document::highlight::{Info, Memory};

    /// The words of `code` that are marked, each with the last two scopes that hold it: `a keyword.control`.
    fn marked(language: &str, code: &str) -> Vec<String> {
        let html = Memory::default().block(code, &Info::new(language));
        let plain = |words: &str| {
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
                .iter()
                .fold(words.trim().to_owned(), |words, (entity, sign)| words.replace(entity, sign))
        };
        let mut open: Vec<&str> = Vec::new();
        let mut found = Vec::new();
        for part in html.split('<').skip(1) {
            let (tag, words) = part.split_once('>').unwrap();
            match tag.strip_prefix("span class=\"") {
                Some(classes) => open.push(classes.trim_end_matches('"')),
                None if tag == "/span" => _ = open.pop(),
                None => {}
            }
            let classes = open
                .get(1..)
                .and_then(<[_]>::last)
                .filter(|scope| !words.trim().is_empty() && !scope.starts_with("z-source"));
            if let Some(classes) = classes {
                let scope: Vec<&str> =
                    classes.split(' ').map(|class| class.trim_start_matches("z-")).take(2).collect();
                found.push(format!("{} {}", plain(words), scope.join(".")));
            }
        }
        found
    }

    #[track_caller]
    fn check(language: &str, code: &str, expected: &[&str]) {
        assert_eq!(marked(language, code), expected, "{code}");
    }

    #[test]
    fn shell_marks_what_is_done_and_with_what() {
        check(
            "bash",
            "export A=\"x $B\" # why\nif [[ -f c.txt ]]; then ./run if 2>&1 | tee log; fi\n",
            &[
                "export support.function",
                "\"x string.quoted",
                "$B variable.other",
                "\" string.quoted",
                "# why comment.line",
                "if keyword.control",
                "[[ support.function",
                "; keyword.operator",
                "then keyword.control",
                "./run variable.function",
                "2>&1 keyword.operator",
                "| keyword.operator",
                "tee variable.function",
                "; keyword.operator",
                "fi keyword.control",
            ],
        );
        check(
            "console",
            "$ ls\nif-up x\n",
            &["$ comment.line", "ls variable.function", "if-up variable.function"],
        );
        check(
            "sh",
            "a=1 b=$(c d) make\n",
            &[
                "a variable.other",
                "= keyword.operator",
                "b variable.other",
                "= keyword.operator",
                "c variable.function",
                "make variable.function",
            ],
        );
    }

    #[test]
    fn the_words_of_small_languages_are_told_apart() {
        check(
            "python",
            "@app.get\ndef größe(a=1):  # why\n    return f\"x {a}\\n\" if a is None else print(inform)\n",
            &[
                "@app.get variable.function",
                "def storage.type",
                "größe entity.name",
                "1 constant.numeric",
                "# why comment.line",
                "return keyword.control",
                "f\"x {a} string.quoted",
                "\\n constant.character",
                "\" string.quoted",
                "if keyword.control",
                "is keyword.control",
                "None constant.language",
                "else keyword.control",
                "print support.function",
            ],
        );
        check("py", "\"\"\"a\nif\"\"\"\n", &["\"\"\"a\nif\"\"\" string.quoted"]);
        check(
            "typescript",
            "const a = /b[/]\\/c/g; /* if */ f(`x ${ {b: 'c'} } y`)\n",
            &[
                "const storage.modifier",
                "/b[/]\\/c/g string.regexp",
                "/* if */ comment.block",
                "f variable.function",
                "`x string.quoted",
                "${ constant.character",
                "'c' string.quoted",
                "} constant.character",
                "y` string.quoted",
            ],
        );
        check("js", "a = b / c / d // e\n", &["// e comment.line"]);
        check(
            "ruby",
            "class A::B\n  def c?(d) = :e if \"#{@f}\"\nend\n",
            &[
                "class storage.type",
                "A::B entity.name",
                "def storage.type",
                "c? entity.name",
                ":e constant.other",
                "if keyword.control",
                "\" string.quoted",
                "#{ constant.character",
                "@f variable.other",
                "} constant.character",
                "\" string.quoted",
                "end keyword.control",
            ],
        );
    }

    #[test]
    fn a_document_within_a_script_ends_where_it_says() {
        let expected = [
            "cat variable.function",
            "<<EOF keyword.operator",
            "| keyword.operator",
            "a string.unquoted",
            "$B variable.other",
            "EOF keyword.operator",
            "ls variable.function",
        ];
        check("bash", "cat <<EOF | sh\na $B\nEOF\nls\n", &expected);
        let expected =
            ["cat variable.function", "<<'E' keyword.operator", "$B string.unquoted", "E keyword.operator"];
        check("bash", "cat <<'E'\n$B\nE\n", &expected);
    }
}
