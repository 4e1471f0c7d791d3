//! Formulas in TeX to MathML, which browsers draw without a script.
//!
//! The library escapes every word and defines no macros of its own accord. What is left to us is that it calls itself
//! for each group and argument, so formulas are bounded before ([`depth`]), and that it writes `style` attributes,
//! which a strict Content-Security-Policy forbids, so these become classes after ([`styles_to_classes`]).

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathDisplay};

/// Longest formula, in bytes. The longest that people write by hand have a tenth of it.
const LONGEST: usize = 10_000;
/// How many calls deep the library may go. A test sees that this fits in half the stack that browsers give.
const DEEPEST: usize = 120;
/// Commands that change all that follows in their group, so that they nest without a brace.
const DECLARATIONS: [&str; 5] = ["color", "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle"];
/// Commands that make links or their targets: where a page's links lead is decided elsewhere.
const LINKS: [&str; 5] = ["label", "ref", "eqref", "href", "url"];
/// The declarations of a `style` that matter for reading, and their classes in our style sheet.
const CLASSES: [(&str, &str); 6] = [
    ("text-align: left", "math-left"),
    ("text-align: right", "math-right"),
    ("border-top: 0.05em", "math-above"),
    ("border-bottom: 0.05em", "math-below"),
    ("border-left: 0.05em", "math-before"),
    ("border-right: 0.05em", "math-after"),
];

/// The library, with nothing configured, that is, without macros.
static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(LatexToMathML::default);

/// The MathML of `formula`, or what is wrong with it.
pub(crate) fn mathml(formula: &str, display: bool) -> Result<String, String> {
    if formula.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    if let Some(command) = commands(formula).find(|command| LINKS.contains(command)) {
        return Err(format!("`\\{command}` is not supported"));
    }
    if depth(formula) > DEEPEST {
        return Err("it is nested too deep".to_owned());
    }
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    match CONVERTER.convert_with_local_state(formula, display) {
        Ok(converted) => Ok(styles_to_classes(&converted.mathml)),
        Err(error) => Err(as_message(&error.error_message())),
    }
}

/// A message of the library as we write ours: lower case, backticks, no full stop.
fn as_message(message: &str) -> String {
    let message = message.trim_end_matches('.').replace('"', "`");
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The names of the commands of `formula`, without the backslash.
fn commands(formula: &str) -> impl Iterator<Item = &str> {
    pieces(formula).filter_map(|piece| piece.strip_prefix('\\'))
}

/// `formula` in commands (`\frac`, `\\`) and single characters.
fn pieces(formula: &str) -> impl Iterator<Item = &str> {
    let mut rest = formula;
    std::iter::from_fn(move || {
        let mut chars = rest.chars();
        let mut length = chars.next()?.len_utf8();
        if let Some(name) = rest.strip_prefix('\\') {
            let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
            length += if letters > 0 { letters } else { chars.next().map_or(0, char::len_utf8) };
        }
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

/// An upper bound of how deep the library calls itself for `formula`.
///
/// Every command and script may take the next one as its argument, `\sqrt\frac1\sqrt…`, until a group, a cell or a
/// line ends. Declarations and square brackets reach over cells and lines, to the end of their group.
fn depth(formula: &str) -> usize {
    // What was open before each group, and where the present group begins.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let (mut base, mut level, mut deepest) = (0, 0, 0);
    for piece in pieces(formula) {
        match piece {
            "{" | r"\left" | r"\begin" => {
                groups.push((base, level));
                level += 1;
                base = level;
            }
            "}" | r"\right" | r"\end" => (base, level) = groups.pop().unwrap_or((base, level)),
            "[" => (base, level) = (base + 1, level + 1),
            "&" | r"\\" | r"\cr" => level = base,
            "^" | "_" | "'" => level += 1,
            _ => match piece.strip_prefix('\\') {
                Some(name) if DECLARATIONS.contains(&name) => (base, level) = (base + 1, level + 1),
                Some(_) => level += 1,
                None => {}
            },
        }
        deepest = deepest.max(level);
    }
    deepest
}

/// `mathml` without `style` attributes: those that matter for reading are classes, the others go.
fn styles_to_classes(mathml: &str) -> String {
    const START: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    // In words every quotation mark is escaped, so this can only be an attribute.
    while let Some((before, after)) = rest.split_once(START) {
        let (style, after) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        let is_on =
            |declaration: &str| style.split(';').any(|part| part.trim_start().starts_with(declaration));
        let classes: Vec<&str> =
            CLASSES.iter().filter(|(declaration, _)| is_on(declaration)).map(|(_, class)| *class).collect();
        if !classes.is_empty() {
            out.push_str(" class=\"");
            out.push_str(&classes.join(" "));
            out.push('"');
        }
        rest = after;
    }
    out + rest
}

/// Whether `before$formula$after` is a formula and not prose with two prices or variables.
///
/// A dollar sign within a word, as in `US$5` or `$HOME/$USER`, belongs to the word.
pub(crate) fn is_formula(before: Option<char>, formula: &str, after: Option<char>) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '\\'));
    if in_word(before) || in_word(after) || matches!(after, Some('{' | '(')) || formula.contains('$') {
        return false;
    }
    // `${NAME}` and `$(command)` are a shell's; `${n}^2$` is not.
    let name = formula.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let is_variable = name.is_some_and(|(name, rest)| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !rest.starts_with(['^', '_'])
    });
    !is_variable && !formula.starts_with('(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(formula: &str, parts: &[&str]) {
        let mathml = mathml(formula, false).unwrap();
        for part in parts {
            assert!(mathml.contains(part), "{formula}: {mathml}");
        }
    }

    #[test]
    fn formulas_become_mathml() {
        check("x^2", &["<math", "<msup>", "</math>"]);
        check(r"\frac{1}{\sqrt{2}}", &["<mfrac>", "<msqrt>"]);
        check("a<b", &["&lt;"]);
    }

    #[test]
    fn what_is_no_formula_is_told() {
        for (formula, problem) in [
            (r"\nosuchcommand", r"unknown command `\nosuchcommand`"),
            (r"x\label{a}", r"`\label` is not supported"),
        ] {
            assert_eq!(mathml(formula, false), Err(problem.to_owned()));
        }
        assert!(mathml(r"\frac{1", false).is_err());
        assert!(mathml(&"x".repeat(LONGEST + 1), false).is_err());
    }

    /// Formulas that have stopped a reader of formulas: each is one or is told, whatever it holds.
    #[test]
    fn no_formula_stops_the_reader() {
        for formula in [
            "\\\0\0frac{1}{2}",
            r"\é",
            "\\",
            "!\natexé\\\0",
            r"\def\a{\a\a}\a",
            r"\newcommand{\a}[1]{#1#1}\a\a",
            r"\char é",
            r"\char99999999999999999999",
            r"\kern 1é",
            r"\hspace{9999999999999999999999em}",
            r"\color{#éééé}x",
            r"\begin{equation}a\\b\end{equation}",
            r"\begin{alignat}{99999}a&b\end{alignat}",
            r"\begin{array}{|||}a\end{array}",
            r"\begin{drcases}0&\text{if }x\tt{e&o}\end{drcases}",
            r"x^é_é'é",
        ] {
            for display in [false, true] {
                let _ = mathml(formula, display);
            }
        }
    }

    #[test]
    fn deep_formulas_are_told_and_the_deepest_fit_the_stack() {
        // Half of the mebibyte that browsers give to WebAssembly.
        let stack = std::thread::Builder::new().stack_size(512 * 1024);
        let run = stack.spawn(|| {
            for nested in [
                r"\sqrt",
                r"\frac1",
                r"\bm",
                r"\not",
                r"\color{red}",
                r"\displaystyle 1",
                r"\begin{matrix}",
                r"\left(",
                r"\sqrt[",
                r"a&\sqrt[",
                r"\text{\textbf",
                r"\mathrm{",
                r"\overset a",
                r"\underbrace",
                r"\substack{",
                "x^{",
                "{",
                "x_",
            ] {
                for times in 1..=DEEPEST {
                    let _ = mathml(&nested.repeat(times), true);
                    let _ = mathml(&format!("{}x{}", nested.repeat(times), "}".repeat(times)), true);
                    let _ = mathml(&format!("{}x{}", nested.repeat(times), "]".repeat(times)), true);
                    let _ = mathml(&format!("{}x{}", nested.repeat(times), r"\right)".repeat(times)), true);
                    let _ =
                        mathml(&format!("{}x{}", nested.repeat(times), r"\end{matrix}".repeat(times)), true);
                }
                assert!(mathml(&nested.repeat(LONGEST / nested.len()), true).is_err(), "{nested}");
            }
        });
        run.unwrap().join().unwrap();
    }

    #[test]
    fn large_flat_formulas_are_not_deep() {
        let row = [r"\frac{a_{11}^2}{\sqrt{b}}"; 12].join("&");
        let matrix = format!(r"\begin{{pmatrix}}{}\end{{pmatrix}}", [row.as_str(); 12].join(r"\\"));
        check(&matrix, &["<mtable", "</mtable>"]);
    }

    #[test]
    fn no_style_is_written() {
        let formula =
            r"\begin{array}{|l|r|}\hline a & \color{red} b\end{array}\!x\text{ style=&quot;x&quot;}";
        let formula = formula.replace("&quot;", "\"");
        check(&formula, &["math-left", "math-right", "math-above", "math-before", "math-after"]);
        assert!(!mathml(&formula, true).unwrap().contains(" style=\""));
    }

    #[test]
    fn markup_in_a_formula_is_text() {
        for formula in
            [r"\text{<script>alert(1)</script>}", "<img src=x onerror=alert(1)>", r"\href{javascript:x}{y}"]
        {
            if let Ok(mathml) = mathml(formula, false) {
                assert!(
                    !mathml.contains("<script") && !mathml.contains("<img") && !mathml.contains("href"),
                    "{mathml}"
                );
            }
        }
    }

    #[test]
    fn prose_with_dollars_is_no_formula() {
        for (before, formula, after) in [
            (Some('S'), "5 and 6", None),
            (None, "HOME/", Some('U')),
            (None, "{ALIAS}-", Some('{')),
            (None, "PATH:", Some('(')),
            (None, "5-", Some('6')),
        ] {
            assert!(!is_formula(before, formula, after), "{formula}");
        }
        assert!(is_formula(Some(' '), "x^2", Some(',')));
        assert!(!is_formula(None, "{A}-1", None));
        assert!(is_formula(None, "5", None));
        assert!(is_formula(None, "{n}^2", None));
    }
}
