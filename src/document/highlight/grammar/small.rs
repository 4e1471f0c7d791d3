//! Languages of which strings, comments, words and names are told apart, and no more.
//!
//! Syntect's grammars of these know each construct of the language, by hundreds of expressions that are compiled before
//! the first word is marked: as much work as forty pages. A record quotes a few lines of them, and the theme has six
//! colours.

use serde_json::{Value, json};
use syntect::parsing::syntax_definition::SyntaxDefinition;

/// What is looked for, which scopes it has, and what follows.
///
/// One scope is that of all that was found, several are those of the groups in their order. What follows is the name of
/// the context that begins, [`END`] where the context ends, or nothing. Without an expression, the named context is
/// looked at as if it stood here.
type Rule = (&'static str, &'static [&'static str], &'static str);

/// The context ends.
const END: &str = "end";

/// The context of a value within a string, which is no part of the string.
const VALUE: &str = "value";

/// One of the languages.
struct Language {
    /// Its name, and the last part of its scopes.
    name: &'static str,
    /// What fences call it.
    tokens: &'static [&'static str],
    /// Its contexts: the name, the scope of all within it, and what is looked for; `main` first.
    contexts: &'static [(&'static str, &'static str, &'static [Rule])],
}

/// The definitions.
pub(super) fn definitions() -> impl Iterator<Item = SyntaxDefinition> {
    [PYTHON, JAVASCRIPT, RUBY].into_iter().map(|language| {
        serde_json::from_value(language.definition()).expect("the definition is a part of the program")
    })
}

impl Language {
    /// The definition as syntect writes it.
    fn definition(&self) -> Value {
        let push = |regex: &str, context: &str| {
            json!({ "Match": { "has_captures": false, "regex": regex, "scope": [],
                               "operation": { "Push": [{ "Named": context }] } } })
        };
        let context = |scope: &str, content: &str, patterns: Vec<Value>| {
            let scopes = |scope: &str| if scope.is_empty() { json!([]) } else { json!([scope]) };
            json!({ "meta_scope": scopes(scope), "meta_content_scope": scopes(content),
                    "meta_include_prototype": false, "uses_backrefs": false, "patterns": patterns })
        };
        let source = format!("source.{}", self.name);
        let mut contexts = serde_json::Map::new();
        contexts.insert("__start".to_owned(), context("", &source, vec![push("", "__main")]));
        contexts
            .insert("__main".to_owned(), context("", "", vec![json!({ "Include": { "Named": "main" } })]));
        for (name, scope, rules) in self.contexts {
            let scope = if scope.is_empty() { String::new() } else { self.scope(scope) };
            let patterns = rules.iter().map(|rule| self.pattern(rule)).collect();
            let mut definition = context(&scope, "", patterns);
            if *name == VALUE {
                definition["clear_scopes"] = json!({ "TopN": 1 });
            }
            contexts.insert((*name).to_owned(), definition);
        }
        json!({ "name": self.name, "file_extensions": self.tokens, "scope": source, "first_line_match": null,
                "hidden": false, "variables": {}, "contexts": contexts })
    }

    /// One rule as syntect writes it.
    fn pattern(&self, &(regex, scopes, then): &Rule) -> Value {
        if regex.is_empty() {
            return json!({ "Include": { "Named": then } });
        }
        let operation = match then {
            "" => json!("None"),
            END => json!("Pop"),
            context => json!({ "Push": [{ "Named": context }] }),
        };
        let (whole, groups) = match scopes {
            [whole] => (vec![self.scope(whole)], None),
            [] => (Vec::new(), None),
            groups => (Vec::new(), Some(groups)),
        };
        let captures = groups.map(|groups| {
            let numbered = groups.iter().enumerate().filter(|(_, scope)| !scope.is_empty());
            numbered.map(|(n, scope)| json!([n + 1, [self.scope(scope)]])).collect::<Vec<_>>()
        });
        json!({ "Match": { "has_captures": false, "regex": regex, "scope": whole, "captures": captures,
                           "operation": operation } })
    }

    /// `scope` of this language.
    fn scope(&self, scope: &str) -> String {
        format!("{scope}.{}", self.name)
    }
}

/// What is behind a backslash in a string.
const ESCAPE: Rule = (r"\\(?:.|\n)", &["constant.character.escape"], "");

/// A number, in the ways that most languages write it.
const NUMBER: Rule = (
    r"\b(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?)[jnuUlLfF]?",
    &["constant.numeric"],
    "",
);

/// The name of what is called.
const CALL: Rule = (r"([A-Za-z_][0-9A-Za-z_\x{80}-\x{10ffff}]*)(\()", &["variable.function", ""], "");

/// Any other name, so that no part of it is taken for a word of the language.
const NAME: Rule = (r"[A-Za-z_$\x{80}-\x{10ffff}][0-9A-Za-z_$\x{80}-\x{10ffff}]*", &[], "");

const PYTHON: Language = Language {
    name: "python",
    tokens: &["py", "python", "py3", "python3", "pyi", "pyw"],
    contexts: &[
        (
            "main",
            "",
            &[
                ("#.*", &["comment.line.number-sign"], ""),
                (r#"[rRbBuUfF]{0,2}""""#, &[], "long-double"),
                (r"[rRbBuUfF]{0,2}'''", &[], "long-single"),
                (r#"[rRbBuUfF]{0,2}""#, &[], "double"),
                (r"[rRbBuUfF]{0,2}'", &[], "single"),
                (r"^\s*(@[0-9A-Za-z_.]+)", &["variable.function.decorator", ""], ""),
                (
                    r"\b(def)\s+([0-9A-Za-z_\x{80}-\x{10ffff}]+)",
                    &["storage.type.function", "entity.name.function"],
                    "",
                ),
                (
                    r"\b(class)\s+([0-9A-Za-z_\x{80}-\x{10ffff}]+)",
                    &["storage.type.class", "entity.name.class"],
                    "",
                ),
                (
                    r"\b(?:and|as|assert|async|await|break|continue|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b",
                    &["keyword.control"],
                    "",
                ),
                (r"\b(?:True|False|None|Ellipsis|NotImplemented)\b", &["constant.language"], ""),
                (r"\b(?:self|cls)\b", &["variable.language"], ""),
                (
                    r"\b(?:bool|bytearray|bytes|complex|dict|float|frozenset|int|list|object|set|str|tuple|type)\b",
                    &["support.type"],
                    "",
                ),
                (
                    r"\b(abs|all|any|dir|enumerate|filter|format|getattr|hasattr|input|isinstance|iter|len|map|max|min|next|open|print|range|repr|reversed|round|setattr|sorted|sum|super|vars|zip)(\()",
                    &["support.function.builtin", ""],
                    "",
                ),
                NUMBER,
                CALL,
                NAME,
            ],
        ),
        ("long-double", "string.quoted.double.block", &[(r#"""""#, &[], END), ESCAPE]),
        ("long-single", "string.quoted.single.block", &[("'''", &[], END), ESCAPE]),
        ("double", "string.quoted.double", &[(r#""|\n"#, &[], END), ESCAPE]),
        ("single", "string.quoted.single", &[(r"'|\n", &[], END), ESCAPE]),
    ],
};

const JAVASCRIPT: Language = Language {
    name: "js",
    tokens: &["js", "javascript", "jsx", "mjs", "cjs", "ts", "typescript", "tsx"],
    contexts: &[
        (
            "main",
            "",
            &[
                ("//.*", &["comment.line.double-slash"], ""),
                (r"/\*", &[], "comment"),
                ("\"", &[], "double"),
                ("'", &[], "single"),
                ("`", &[], "template"),
                (
                    r"([=(,:!&|?\[]\s*)(/(?:[^/\\\n\[*]|\\.|\[(?:[^\]\\\n]|\\.)*\])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])*/[a-z]*)",
                    &["", "string.regexp"],
                    "",
                ),
                (
                    r"\b(function)\b\s*\*?\s*([0-9A-Za-z_$\x{80}-\x{10ffff}]*)",
                    &["storage.type.function", "entity.name.function"],
                    "",
                ),
                (
                    r"\b(class|interface|enum)\s+([0-9A-Za-z_$\x{80}-\x{10ffff}]+)",
                    &["storage.type.class", "entity.name.class"],
                    "",
                ),
                (
                    r"\b(?:abstract|async|const|declare|let|namespace|private|protected|public|readonly|static|type|var)\b",
                    &["storage.modifier"],
                    "",
                ),
                (
                    r"\b(?:as|await|break|case|catch|continue|debugger|default|delete|do|else|export|extends|finally|for|from|if|implements|import|in|instanceof|new|of|return|switch|throw|try|typeof|void|while|with|yield)\b",
                    &["keyword.control"],
                    "",
                ),
                (r"\b(?:true|false|null|undefined|NaN|Infinity)\b", &["constant.language"], ""),
                (r"\b(?:this|super|arguments)\b", &["variable.language"], ""),
                (r"\{", &[], "block"),
                NUMBER,
                CALL,
                NAME,
            ],
        ),
        ("block", "", &[(r"\}", &[], END), ("", &[], "main")]),
        ("comment", "comment.block", &[(r"\*/", &[], END)]),
        ("double", "string.quoted.double", &[("\"|\\n", &[], END), ESCAPE]),
        ("single", "string.quoted.single", &[(r"'|\n", &[], END), ESCAPE]),
        (
            "template",
            "string.quoted.other",
            &[("`", &[], END), ESCAPE, (r"\$\{", &["constant.character.escape"], VALUE)],
        ),
        (VALUE, "", &[(r"\}", &["constant.character.escape"], END), ("", &[], "main")]),
    ],
};

const RUBY: Language = Language {
    name: "ruby",
    tokens: &["rb", "ruby", "gemfile", "rakefile"],
    contexts: &[
        (
            "main",
            "",
            &[
                ("#.*", &["comment.line.number-sign"], ""),
                ("\"", &[], "double"),
                ("'", &[], "single"),
                (
                    r"\b(def)\s+((?:self\.)?[0-9A-Za-z_\x{80}-\x{10ffff}]+[?!=]?)",
                    &["storage.type.function", "entity.name.function"],
                    "",
                ),
                (r"\b(class|module)\s+([0-9A-Za-z_:]+)", &["storage.type.class", "entity.name.class"], ""),
                (
                    r"\b(?:alias|and|begin|break|case|do|else|elsif|end|ensure|for|if|in|loop|next|not|or|redo|require|require_relative|rescue|retry|return|super|then|undef|unless|until|when|while|yield)\b",
                    &["keyword.control"],
                    "",
                ),
                (r"\b(?:true|false|nil)\b", &["constant.language"], ""),
                (r"\bself\b", &["variable.language"], ""),
                (r"@{1,2}[0-9A-Za-z_]+|\$[0-9A-Za-z_]+", &["variable.other"], ""),
                (r"::", &[], ""),
                (
                    r":[A-Za-z_][0-9A-Za-z_]*[?!]?|\b[A-Za-z_][0-9A-Za-z_]*:(?:\s)",
                    &["constant.other.symbol"],
                    "",
                ),
                (r"\b[A-Z][0-9A-Za-z_]*\b", &["support.class"], ""),
                (r"\{", &[], "block"),
                NUMBER,
                CALL,
                NAME,
            ],
        ),
        ("block", "", &[(r"\}", &[], END), ("", &[], "main")]),
        (
            "double",
            "string.quoted.double",
            &[("\"", &[], END), ESCAPE, (r"#\{", &["constant.character.escape"], VALUE)],
        ),
        ("single", "string.quoted.single", &[("'", &[], END), ESCAPE]),
        (VALUE, "", &[(r"\}", &["constant.character.escape"], END), ("", &[], "main")]),
    ],
};
