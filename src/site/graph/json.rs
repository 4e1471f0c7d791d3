//! The bytes of a record: one entry a line, so that two of them can be compared and searched line by line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::wire::Graph;

/// The record as JSON, with a line for each entry.
pub(super) fn write(graph: &Graph) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Lines::default());
    graph
        .serialize(&mut serializer)
        .expect("a record has text keys only, and memory does not fail to be written");
    bytes.push(b'\n');
    bytes
}

/// Breaks the line before each field of the record and before each entry of its lists, and nowhere else.
#[derive(Debug, Default)]
struct Lines {
    /// How many objects and arrays are open.
    depth: usize,
}

/// The depth of the record's fields.
const FIELDS: usize = 1;

/// The depth of the entries of its lists.
const ENTRIES: usize = 2;

impl Lines {
    /// Writes what stands before a value or key at the depth `at`.
    fn separate<W: ?Sized + Write>(&self, writer: &mut W, is_first: bool, at: usize) -> io::Result<()> {
        if !is_first {
            writer.write_all(b",")?;
        }
        if self.depth == at { writer.write_all(b"\n") } else { Ok(()) }
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first, ENTRIES)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.depth == FIELDS {
            writer.write_all(b"\n")?;
        }
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.separate(writer, first, FIELDS)
    }
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Series, VERSION};
    use super::*;

    #[test]
    fn each_entry_is_a_line() {
        let series = |id: &str| Series { id: id.to_owned(), title: "Größe".to_owned(), url: String::new() };
        let series = vec![series("a"), series("b")];
        let graph = Graph { version: VERSION, series, ..Graph::default() };
        let text = String::from_utf8(write(&graph)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "{");
        assert_eq!(lines[1], "\"version\":1,");
        let at = lines.iter().position(|line| *line == "\"series\":[").unwrap();
        assert_eq!(lines[at + 1], r#"{"id":"a","title":"Größe","url":""},"#);
        assert_eq!(lines[at + 2], r#"{"id":"b","title":"Größe","url":""}],"#);
        assert_eq!(lines.last(), Some(&"}"));
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
