//! Tables from comma-separated values.
//!
//! ````markdown
//! ```csv sort=-Seats title="Parliaments"
//! Country,Seats
//! Malta,79
//! Estonia,101
//! ```
//! ````
//!
//! The first line names the columns. `sort=` takes a column's name or number, with `-` in front for the largest first;
//! `title=` is the caption, and `delimiter=;` another sign between cells. Columns of numbers stand to the right. The
//! table is sorted as it is written; where the theme's script runs, its headers sort it anew.

use std::cmp::Ordering;

use annals_plugin::{Answer, Question, Refusal, escape, plugin};

plugin! { fence: table }

/// The table of a block.
pub fn table(question: &Question) -> Answer {
    let mut wanted = Wanted::default();
    for (name, value) in question.words() {
        match name.as_str() {
            "sort" => wanted.sort = Some(value),
            "title" => wanted.title = Some(value),
            "delimiter" => wanted.delimiter = delimiter(&value)?,
            other => return Err(Refusal::new(format!("unknown word `{other}` (there are `sort`, `title` and `delimiter`)"))),
        }
    }
    let (head, mut rows) = read(question.text, wanted.delimiter)?;
    let numeric: Vec<bool> = (0..head.len()).map(|column| is_numeric(&rows, column)).collect();
    let sorted = wanted.sort.map(|sort| by(&head, &sort)).transpose()?;
    if let Some((column, descending)) = sorted {
        rows.sort_by(|one, other| {
            let order = compare(&one[column], &other[column]);
            if descending { order.reverse() } else { order }
        });
    }
    Ok(html(&head, &rows, &numeric, sorted, wanted.title.as_deref()))
}

/// What the words behind the fence want.
struct Wanted {
    sort: Option<String>,
    title: Option<String>,
    delimiter: u8,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted { sort: None, title: None, delimiter: b',' }
    }
}

/// The sign between cells that `value` means.
fn delimiter(value: &str) -> Result<u8, Refusal> {
    match value.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        &[sign] if sign.is_ascii_punctuation() && sign != b'"' => Ok(sign),
        _ => Err(Refusal::new(format!("`{value}` is no delimiter (write one sign, or `tab`)"))),
    }
}

/// The columns and the rows of `text`.
#[expect(clippy::type_complexity, reason = "a head and rows of cells, named where they are taken apart")]
fn read(text: &str, delimiter: u8) -> Result<(Vec<String>, Vec<Vec<String>>), Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Refusal::new(error.to_string()))?;
        let line = record.position().map_or(0, |place| usize::try_from(place.line()).unwrap_or(usize::MAX));
        let expected = rows.first().map_or(record.len(), Vec::len);
        if record.len() != expected {
            let cells = if record.len() == 1 { "cell" } else { "cells" };
            return Err(Refusal::at(line, format!("{} {cells}, and the first line has {expected}", record.len())));
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    match rows.is_empty() {
        true => Err(Refusal::new("no line that names the columns")),
        false => Ok((rows.remove(0), rows)),
    }
}

/// The column that `sort` names, and whether the largest comes first.
fn by(head: &[String], sort: &str) -> Result<(usize, bool), Refusal> {
    let (name, descending) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
    let named = head.iter().position(|column| column.eq_ignore_ascii_case(name));
    let numbered = || name.parse::<usize>().ok()?.checked_sub(1).filter(|column| *column < head.len());
    match named.or_else(numbered) {
        Some(column) => Ok((column, descending)),
        None => Err(Refusal::at(1, format!("no column `{name}` to sort by"))),
    }
}

/// Whether a column holds numbers and nothing else, empty cells aside.
fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let mut cells = rows.iter().map(|row| row[column].as_str()).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| number(cell).is_some())
}

/// The number that a cell is, as people write them: with a sign, thousands apart, a percent sign behind.
fn number(cell: &str) -> Option<f64> {
    let bare = cell.strip_suffix('%').unwrap_or(cell).trim_end();
    let digits: String = bare.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let digits = digits.replace('\u{2212}', "-");
    let is_number = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    digits.parse().ok().filter(|_| is_number)
}

/// Numbers by their size and before words, words by their letters, empty cells last.
fn compare(one: &str, other: &str) -> Ordering {
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => {
            one.is_empty().cmp(&other.is_empty()).then_with(|| one.to_lowercase().cmp(&other.to_lowercase()))
        }
    }
}

/// The table.
fn html(
    head: &[String],
    rows: &[Vec<String>],
    numeric: &[bool],
    sorted: Option<(usize, bool)>,
    title: Option<&str>,
) -> String {
    let align = |column: usize| if numeric[column] { " class=\"align-right\"" } else { "" };
    let mut html = String::from("<table class=\"sortable\">");
    if let Some(title) = title {
        html.push_str(&format!("<caption>{}</caption>", escape(title)));
    }
    html.push_str("<thead><tr>");
    for (column, name) in head.iter().enumerate() {
        let order = match sorted {
            Some((by, true)) if by == column => " aria-sort=\"descending\"",
            Some((by, false)) if by == column => " aria-sort=\"ascending\"",
            _ => "",
        };
        html.push_str(&format!("<th scope=\"col\"{}{order}>{}</th>", align(column), escape(name)));
    }
    html.push_str("</tr></thead><tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            html.push_str(&format!("<td{}>{}</td>", align(column), linked(cell)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table>");
    html
}

/// A cell: the words of `[words](target)` as a link, an address as one too.
fn linked(cell: &str) -> String {
    let link = |target: &str, words: &str| format!("<a href=\"{}\">{}</a>", escape(target), escape(words));
    if cell.starts_with("https://") || cell.starts_with("http://") {
        return link(cell, cell);
    }
    let parts = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once("]("));
    match parts {
        Some((words, target)) if !words.contains(['[', ']']) && !target.contains(['(', ')']) => link(target, words),
        _ => escape(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the table, a line per row, a `|` between cells.
    fn shown(about: &str, text: &str) -> String {
        match table(&Question { about, ..Question::of(text) }) {
            Ok(html) => {
                let rows = html.split("</tr>").map(|row| {
                    let cells = row.split("</t").map(|cell| cell.rsplit_once('>').map_or("", |(_, words)| words));
                    cells.collect::<Vec<_>>().join("|")
                });
                let rows: Vec<String> = rows.map(|row| row.trim_matches(['|', '\n']).to_owned()).collect();
                rows.join("\n").trim_end().to_owned()
            }
            Err(Refusal { line, message }) => format!("{line:?} {message}"),
        }
    }

    #[track_caller]
    fn check(about: &str, text: &str, expected: &str) {
        assert_eq!(shown(about, text), expected);
    }

    const SEATS: &str = "Country,Seats\nMalta,79\nestonia,101\nIceland,\n\"Trinidad, Tobago\",\"1,200\"\n";

    #[test]
    fn rows_keep_their_order_unless_they_are_sorted() {
        check("csv", SEATS, "Country|Seats\nMalta|79\nestonia|101\nIceland\nTrinidad, Tobago|1,200");
        check("csv sort=seats", SEATS, "Country|Seats\nMalta|79\nestonia|101\nTrinidad, Tobago|1,200\nIceland");
        check("csv sort=-2", SEATS, "Country|Seats\nIceland\nTrinidad, Tobago|1,200\nestonia|101\nMalta|79");
        check("csv sort=Country", SEATS, "Country|Seats\nestonia|101\nIceland\nMalta|79\nTrinidad, Tobago|1,200");
    }

    #[test]
    fn numbers_stand_to_the_right_and_the_head_says_what_is_sorted() {
        let html = table(&Question { about: "csv sort=-Seats title=\"A<b\"", ..Question::of(SEATS) }).unwrap();
        assert!(html.contains("<caption>A&lt;b</caption>"), "{html}");
        assert!(html.contains("<th scope=\"col\" class=\"align-right\" aria-sort=\"descending\">Seats</th>"), "{html}");
        assert!(html.contains("<td class=\"align-right\">79</td>") && html.contains("<td>Malta</td>"), "{html}");
    }

    #[test]
    fn cells_may_be_links_and_nothing_else() {
        let cell = |cell: &str| linked(cell);
        assert_eq!(cell("[a & b](../a.md)"), "<a href=\"../a.md\">a &amp; b</a>");
        assert_eq!(cell("https://example.org/"), "<a href=\"https://example.org/\">https://example.org/</a>");
        assert_eq!(cell("<b>x</b>"), "&lt;b&gt;x&lt;/b&gt;");
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        check("csv", "a,b\n1,2\n3\n", "Some(3) 1 cell, and the first line has 2");
        check("csv", "", "None no line that names the columns");
        check("csv sort=c", "a,b\n", "Some(1) no column `c` to sort by");
        check("csv order=a", "a\n", "None unknown word `order` (there are `sort`, `title` and `delimiter`)");
        check("csv delimiter=ab", "a\n", "None `ab` is no delimiter (write one sign, or `tab`)");
        check("csv delimiter=;", "a;b\n1;2\n", "a|b\n1|2");
    }
}
