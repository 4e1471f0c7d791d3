//! The templates, ready to run, and what happens when one of them is wrong.
//!
//! A site's own template that cannot be read is left out, and the built-in one of the same name stands in. One
//! that fails on a page leaves that page in a plain shape. Either way the problem is told with its line, and no
//! page is lost.

use tera::{Context, ErrorKind, ReportError, Tera};

use crate::base::{Diagnostic, Hash, Location, OutPath, RelPath, Span, Warned};
use crate::code;
use crate::page::html::escape_into;
use crate::page::theme::Theme;

/// The templates of a site.
#[derive(Debug)]
pub struct Templates {
    /// The engine with every usable template.
    tera: Tera,
    /// The theme that the templates came from.
    theme: Theme,
    /// The hash of all templates.
    key: Hash,
}

/// Where and why a template failed.
struct Failure {
    /// Name of the template, where the engine knows it.
    template: Option<String>,
    /// Line from 1 and column from 0, where the engine knows them.
    place: Option<(usize, usize)>,
    /// What is wrong.
    message: String,
}

impl Templates {
    /// Reads the templates of `theme`; those of the site that cannot be read are told and left out.
    pub fn new(mut theme: Theme) -> Warned<Templates> {
        let mut diagnostics = Vec::new();
        loop {
            let mut tera = Tera::default();
            let Err(error) = tera.add_raw_templates(&theme.templates) else {
                return Warned { value: Templates { tera, key: key(&theme), theme }, diagnostics };
            };
            let failure = Failure::of(&error);
            diagnostics.push(failure.diagnostic(&theme, None));
            let culprit = failure.template.filter(|name| theme.own.contains(name));
            if !theme.leave_out(culprit.as_deref()) {
                let key = key(&theme);
                return Warned { value: Templates { tera: Tera::default(), theme, key }, diagnostics };
            }
        }
    }

    /// The hash of all templates: with another one, every page has to be rendered again.
    pub(super) fn key(&self) -> Hash {
        self.key
    }

    /// Whether the site brought templates of its own, of which nobody knows how much of the navigation they show.
    pub(super) fn has_own(&self) -> bool {
        !self.theme.own.is_empty()
    }

    /// Whether the site brought a `site.css`, which is read after the theme's.
    pub(super) fn has_own_stylesheet(&self) -> bool {
        OutPath::new("site.css").is_ok_and(|path| self.theme.statics.contains_key(&path))
    }

    /// Whether the site carries the engine, and so the texts of its pages, to be edited on them.
    pub(super) fn has_editor(&self) -> bool {
        self.theme.has_editor()
    }

    /// Runs the template `name`, or, where it fails, writes a plain page of `title` and `body` (HTML).
    ///
    /// `content` names the file being rendered, for the diagnostic.
    pub fn render(
        &self,
        name: &str,
        context: &Context,
        content: Option<&Location>,
        plain: impl FnOnce() -> String,
    ) -> Warned<String> {
        match self.tera.render(name, context) {
            Ok(html) => Warned::clean(html),
            Err(error) => Warned {
                value: plain(),
                diagnostics: vec![Failure::of(&error).diagnostic(&self.theme, content)],
            },
        }
    }
}

/// What is wrong with a template of `theme`, with which something else than a page was made.
pub fn problem(theme: &Theme, error: &tera::Error) -> Diagnostic {
    Failure::of(error).diagnostic(theme, None)
}

/// The hash of the templates of `theme`.
fn key(theme: &Theme) -> Hash {
    Hash::of_value(&(&theme.templates, &theme.own))
}

impl Theme {
    /// Takes the site's own template `name` out again, or all of them; whether there was any to take.
    fn leave_out(&mut self, name: Option<&str>) -> bool {
        let gone: Vec<String> = match name {
            Some(name) => vec![name.to_owned()],
            None => self.own.iter().cloned().collect(),
        };
        for name in &gone {
            self.own.remove(name);
            self.templates.remove(name);
            if let Some(built_in) = Theme::built_in(name) {
                self.templates.insert(name.clone(), built_in.to_owned());
            }
        }
        !gone.is_empty()
    }
}

impl Failure {
    /// Reads the engine's error.
    fn of(error: &tera::Error) -> Failure {
        let plain = |template: Option<&str>, message: String| Failure {
            template: template.map(str::to_owned),
            place: None,
            message,
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Failure::report(report),
            ErrorKind::MissingParent { current, parent } => {
                plain(Some(current), format!("extends `{parent}`, which does not exist"))
            }
            ErrorKind::CircularExtend { tpl, .. } => plain(Some(tpl), "extends itself".to_owned()),
            ErrorKind::CircularInclude { tpl, .. } => plain(Some(tpl), "includes itself".to_owned()),
            ErrorKind::TemplateNotFound(name) => plain(Some(name), "does not exist".to_owned()),
            other => Failure::printed(&other.to_string()),
        }
    }

    /// Reads an error that comes as text only, as those about unknown filters and components do: what is wrong,
    /// and below it the place as `--> page.html:3:17`, its column counted from 1. Of several the first is read.
    fn printed(text: &str) -> Failure {
        let place = text.lines().find_map(|line| {
            let (rest, column) = line.trim_start().strip_prefix("--> ")?.rsplit_once(':')?;
            let (template, line) = rest.rsplit_once(':')?;
            Some((template.to_owned(), line.parse().ok()?, column.parse::<usize>().ok()?.saturating_sub(1)))
        });
        let first = text.lines().next().unwrap_or_default();
        let (template, place) = match place {
            Some((template, line, column)) => (Some(template), Some((line, column))),
            None => (None, None),
        };
        Failure { template, place, message: lower(first.strip_prefix("error: ").unwrap_or(first)) }
    }

    /// Reads an error that knows its place.
    fn report(report: &ReportError) -> Failure {
        Failure {
            template: Some(report.filename().to_owned()),
            place: Some((report.span().start_line, report.span().start_col)),
            message: lower(report.message()),
        }
    }

    /// The problem as it is reported: at the template where that is the site's own, else at the content.
    fn diagnostic(&self, theme: &Theme, content: Option<&Location>) -> Diagnostic {
        let mut message = match (&self.template, self.place) {
            (Some(name), Some((line, _))) => format!("template `{name}`, line {line}: {}", self.message),
            (Some(name), None) => format!("template `{name}`: {}", self.message),
            (None, _) => format!("templates: {}", self.message),
        };
        if let Some(content) = content {
            let source = content.source.as_ref().map_or(String::new(), |source| format!("{source}:"));
            message.push_str(&format!(", while rendering `{source}{}`", content.path));
        }
        let diagnostic = Diagnostic::error(code::TEMPLATE, message);
        let own = self.template.as_deref().filter(|name| theme.own.contains(*name));
        let path = own.and_then(|name| RelPath::new(&format!("templates/{name}")).ok());
        match (path, content) {
            (Some(path), _) => diagnostic
                .at(Location::project(&path, self.span(theme)))
                .hint("correct the template, or remove it to use the built-in one"),
            (None, Some(content)) => diagnostic.at(content.clone()),
            (None, None) => diagnostic,
        }
    }

    /// The place of the failure in the template's text.
    fn span(&self, theme: &Theme) -> Option<Span> {
        let text = theme.templates.get(self.template.as_deref()?)?;
        let (line, column) = self.place?;
        let start = match line.checked_sub(2) {
            None => 0,
            Some(nth) => text.match_indices('\n').nth(nth).map_or(text.len(), |(at, _)| at + 1),
        };
        let rest = text.get(start..)?.lines().next().unwrap_or_default();
        let column = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
        Some(Span::new(start + column, start + rest.len()))
    }
}

/// A message of the engine in the form of ours: the first letter small, no full stop.
fn lower(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// A page without any template: its title, the way home, and its text.
pub(super) fn plain_page(language: &str, title: &str, root: &str, body: &str) -> String {
    let mut out = String::with_capacity(body.len() + 512);
    out.push_str("<!doctype html>\n<html lang=\"");
    escape_into(&mut out, language);
    out.push_str(
        "\">\n<head>\n<meta charset=\"utf-8\">\n\
                  <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    escape_into(&mut out, title);
    out.push_str("</title>\n<link rel=\"stylesheet\" href=\"");
    escape_into(&mut out, root);
    out.push_str("annals.css\">\n</head>\n<body>\n<main class=\"plain prose\">\n<p><a href=\"");
    escape_into(&mut out, root);
    out.push_str("\">Home</a></p>\n<h1>");
    escape_into(&mut out, title);
    out.push_str("</h1>\n");
    out.push_str(body);
    out.push_str("\n</main>\n</body>\n</html>\n");
    out
}
