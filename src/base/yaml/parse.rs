//! From text to a value with places.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};
use serde_yaml::{Mapping, Value};

use super::mark::Marks;
use super::{Node, Problem, ProblemKind, Step, Yaml};
use crate::base::Span;

/// Largest text that is read, in bytes. Configuration written by people stays far below.
const MAX_TEXT: usize = 4 << 20;
/// How deep mappings and sequences may nest, aliases resolved.
const MAX_DEPTH: usize = 64;
/// How large a document may become with its aliases resolved, in bytes and [`NODE_WEIGHT`] per value.
const MAX_WEIGHT: usize = 16 << 20;
/// What a value weighs beside its text: about the memory it takes.
const NODE_WEIGHT: usize = 64;
/// How many mistakes are told before the reading ends.
const MAX_PROBLEMS: usize = 100;
/// Longest text that is tried as a number; more digits are no number that a configuration needs.
const MAX_NUMBER: usize = 40;

/// Reads the first document of `text`, which stands `offset` bytes into its file.
///
/// Never fails: what cannot be read is told, and the value is what was read up to there. An empty text is null.
pub fn parse(text: &str, offset: usize) -> (Yaml, Vec<Problem>) {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let offset = offset + (text.len() - body.len());
    if body.len() > MAX_TEXT {
        let message = format!("YAML of {} MiB; at most {} are read", body.len() >> 20, MAX_TEXT >> 20);
        let problem = Problem::new(ProblemKind::Syntax, Span::at(offset), message);
        return (Yaml { value: Value::Null, node: Node::leaf(Span::at(offset)) }, vec![problem]);
    }
    let mut builder = Builder::new(body, offset);
    if let Err(problem) = builder.read(body) {
        builder.problems.push(problem);
    }
    let (value, node) = builder.finish();
    (Yaml { value, node }, builder.problems)
}

/// A mapping or sequence that is being read.
struct Open {
    /// What it becomes.
    value: Value,
    /// Its place; ends where its last entry ends.
    node: Node,
    /// In a mapping, the key whose value comes next; nothing when a key comes next.
    key: Option<Key>,
    /// Its anchor, 0 for none.
    anchor: usize,
    /// What it holds so far.
    weight: usize,
    /// Levels below it so far.
    height: usize,
}

/// The key of the entry that is being read.
struct Key {
    /// Its text, or nothing where it cannot be a key and the entry is dropped.
    text: Option<String>,
    /// Where it stands.
    span: Span,
}

/// A finished value.
#[derive(Clone)]
struct Finished {
    /// What it says.
    value: Value,
    /// Where it stands.
    node: Node,
    /// What it weighs, itself included.
    weight: usize,
    /// Levels it has, 0 for a scalar.
    height: usize,
}

/// Builds the value and the nodes from events, with a stack of its own: no depth of the text is a depth of calls.
struct Builder<'a> {
    /// Offsets of markers.
    marks: Marks<'a>,
    /// Offset of the text in its file.
    offset: usize,
    /// What is open, outermost first.
    stack: Vec<Open>,
    /// Values with an anchor.
    anchors: BTreeMap<usize, Finished>,
    /// The document, when it is complete.
    root: Option<Finished>,
    /// Weight of everything read, aliases resolved.
    weight: usize,
    /// What was wrong.
    problems: Vec<Problem>,
}

impl<'a> Builder<'a> {
    /// A builder for `text`, which stands `offset` bytes into its file.
    fn new(text: &'a str, offset: usize) -> Builder<'a> {
        Builder {
            marks: Marks::new(text),
            offset,
            stack: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            weight: 0,
            problems: Vec::new(),
        }
    }

    /// Reads events up to the end of the first document; an error is one that ends the reading.
    fn read(&mut self, input: &str) -> Result<(), Problem> {
        for event in Parser::new_from_str(input) {
            let (event, place) = event.map_err(|error| self.scan_error(&error))?;
            let mut span = self.span(&place);
            if self.problems.len() >= MAX_PROBLEMS {
                return Err(Problem::new(
                    ProblemKind::Syntax,
                    span,
                    "too many mistakes; the rest is not read",
                ));
            }
            match event {
                Event::Scalar(text, style, anchor, tag) => {
                    let start = span.start as usize - self.offset;
                    let end = span.end as usize - self.offset;
                    span = Span::new(start, start + scalar_length(&input[start..end], &text, style));
                    span = span.shifted(self.offset);
                    let value = match self.expects_key() {
                        true => Value::String(text.to_string()),
                        false => scalar(&text, style, tag.as_deref()),
                    };
                    let weight = NODE_WEIGHT + text.len();
                    self.add(
                        Finished { value, node: Node::leaf(span), weight, height: 0 },
                        anchor,
                        span,
                        weight,
                    )?;
                }
                Event::SequenceStart(anchor, _) => self.open(Value::Sequence(Vec::new()), anchor, span)?,
                Event::MappingStart(anchor, _) => self.open(Value::Mapping(Mapping::new()), anchor, span)?,
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                Event::Alias(anchor) => {
                    let Some(mut known) = self.anchors.get(&anchor).cloned() else {
                        let problem =
                            Problem::new(ProblemKind::Syntax, span, "alias to a value that holds it");
                        return Err(problem.hint("write the value out"));
                    };
                    known.node = Node::leaf(span);
                    let weight = known.weight;
                    self.add(known, 0, span, weight)?;
                }
                Event::DocumentStart(_) if self.root.is_some() => {
                    let problem = Problem::new(ProblemKind::Syntax, span, "second YAML document in one text");
                    return Err(problem.hint("keep everything before `---` and `...` in one document"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the next value is a key of the open mapping.
    fn expects_key(&self) -> bool {
        self.stack.last().is_some_and(|open| open.value.is_mapping() && open.key.is_none())
    }

    /// Begins a mapping or sequence.
    fn open(&mut self, value: Value, anchor: usize, span: Span) -> Result<(), Problem> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.weigh(NODE_WEIGHT, span)?;
        let node = Node::leaf(span);
        self.stack.push(Open { value, node, key: None, anchor, weight: NODE_WEIGHT, height: 0 });
        Ok(())
    }

    /// Ends the innermost mapping or sequence.
    fn close(&mut self, span: Span) -> Result<(), Problem> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let Open { value, mut node, anchor, weight, height, .. } = open;
        // Only `]` and `}` cover a byte; the end of a block lies somewhere behind the block.
        let last = node.children.last().map_or(node.span.end, |(_, child)| child.span.end);
        node.span.end = if span.is_empty() { last.max(node.span.end) } else { span.end };
        self.add(Finished { value, node, weight, height: height + 1 }, anchor, span, 0)
    }

    /// Puts a finished value where it belongs; `weight` is what was not weighed yet.
    fn add(&mut self, done: Finished, anchor: usize, span: Span, weight: usize) -> Result<(), Problem> {
        self.weigh(weight, span)?;
        if self.stack.len() + done.height > MAX_DEPTH {
            return Err(too_deep(span));
        }
        if anchor != 0 {
            self.weigh(done.weight, span)?;
            self.anchors.insert(anchor, done.clone());
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(done);
            return Ok(());
        };
        open.weight += done.weight;
        open.height = open.height.max(done.height);
        match &mut open.value {
            Value::Mapping(mapping) => match open.key.take() {
                None => {
                    let text = done.value.as_str().map(str::to_owned);
                    if text.is_none() {
                        let problem =
                            Problem::new(ProblemKind::WrongValue, done.node.span, "key is no plain text");
                        self.problems.push(problem.hint("use a word or a quoted text before the `:`"));
                    }
                    open.key = Some(Key { text, span: done.node.span });
                }
                Some(Key { text: None, .. }) => {}
                Some(Key { text: Some(text), span }) => {
                    if mapping.contains_key(text.as_str()) {
                        let message = format!("key `{text}` stands here for the second time");
                        let problem = Problem::new(ProblemKind::DuplicateKey, span, message);
                        self.problems.push(problem.hint("remove one of the two; the first counts"));
                    } else {
                        mapping.insert(Value::String(text.clone()), done.value);
                        open.node.children.push((Step::Key(text), Node { key: Some(span), ..done.node }));
                    }
                }
            },
            Value::Sequence(sequence) => {
                open.node.children.push((Step::Index(sequence.len()), done.node));
                sequence.push(done.value);
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds to the weight of the document, up to its limit.
    fn weigh(&mut self, weight: usize, span: Span) -> Result<(), Problem> {
        self.weight = self.weight.saturating_add(weight);
        if self.weight <= MAX_WEIGHT {
            return Ok(());
        }
        let problem = Problem::new(ProblemKind::Syntax, span, "YAML that grows too large");
        Err(problem.hint("use fewer entries or fewer aliases"))
    }

    /// The document, with whatever an error left open closed.
    fn finish(&mut self) -> (Value, Node) {
        while let Some(open) = self.stack.last() {
            let end = Span::at(open.node.span.end as usize);
            // Closing adds no weight and no depth, so that it cannot fail in a way that matters here.
            if self.close(end).is_err() {
                break;
            }
        }
        self.root
            .take()
            .map_or((Value::Null, Node::leaf(Span::at(self.offset))), |done| (done.value, done.node))
    }

    /// A place of the parser as a span of the file.
    fn span(&mut self, place: &saphyr_parser::Span) -> Span {
        let start = self.marks.offset(&place.start);
        let end = self.marks.offset(&place.end);
        Span::new(start, end).shifted(self.offset)
    }

    /// What the parser could not read.
    fn scan_error(&mut self, error: &ScanError) -> Problem {
        let at = self.marks.offset(error.marker());
        let info = error.info();
        if info == "recursion limit exceeded" {
            return too_deep(Span::at(self.offset + at));
        }
        Problem::new(ProblemKind::Syntax, Span::at(self.offset + at), format!("not valid YAML: {info}"))
    }
}

/// The problem of a value that nests deeper than [`MAX_DEPTH`].
fn too_deep(span: Span) -> Problem {
    Problem::new(ProblemKind::Syntax, span, format!("YAML nested deeper than {MAX_DEPTH} levels"))
}

/// How much of `source` the scalar `text` takes: the parser counts what follows it in the line as well.
fn scalar_length(source: &str, text: &str, style: ScalarStyle) -> usize {
    let quote = match style {
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        ScalarStyle::Plain if source.starts_with(text) => return text.len(),
        _ => return source.trim_end().len(),
    };
    let mut escaped = false;
    let mut ends = source.char_indices().skip(1).filter(|&(_, c)| {
        let closes = c == quote && !escaped;
        escaped = !escaped && c == '\\' && quote == '"';
        closes
    });
    // `''` inside single quotes is one quote of the text; the end is a quote that no other follows.
    let end = ends.find(|&(at, _)| quote == '"' || !source[at + 1..].starts_with('\''));
    end.map_or(source.len(), |(at, _)| at + 1)
}

/// What a scalar says: a plain one may be a number, a boolean or null; `!!str` makes any a text.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
    if style != ScalarStyle::Plain || is_text || text.len() > MAX_NUMBER {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).unwrap_or_else(|| Value::String(text.to_owned())),
    }
}

/// The number that `text` is; which texts are numbers is for the YAML library to say.
fn number(text: &str) -> Option<Value> {
    let digits = text.trim_start_matches(['+', '-', '.']);
    let may_be_number = digits.starts_with(|c: char| c.is_ascii_digit())
        || matches!(digits, "inf" | "Inf" | "INF" | "nan" | "NaN" | "NAN");
    let may_be_number = may_be_number && !text.contains([':', '#', ' ', ',', '[', ']', '{', '}']);
    may_be_number.then(|| text.parse().ok().map(Value::Number)).flatten()
}
