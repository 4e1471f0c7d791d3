//! What the drawing is made of.

use std::fmt::Write;

use annals_plugin::escape;
use layout::core::color::Color;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;

/// A drawing that grows.
#[derive(Default)]
pub struct Svg {
    /// What is drawn so far.
    body: String,
    /// How far it reaches: left, top, right, bottom.
    reach: Option<[f64; 4]>,
    /// Clip paths, by their number.
    clips: String,
    /// How many there are.
    clip_count: usize,
}

/// Around everything, so that lines are not cut in half.
const MARGIN: f64 = 6.0;

/// Width of most lines: as fine as the letters of the text.
const LINE: f64 = 1.4;

/// What an arrow ends with, in the colour of the text.
const TIP: &str = "<marker id=\"tip\" viewBox=\"0 0 10 8\" refX=\"9\" refY=\"4\" markerWidth=\"9\" markerHeight=\"7\" \
    markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path d=\"M0 0L10 4L0 8Z\" fill=\"currentColor\"></path></marker>";

/// What paints lines and letters of `color`: black is the colour of the text.
fn paint(color: Color) -> String {
    let web = color.to_web_color();
    // The last two digits are how much it covers.
    match web.get(..7) {
        Some("#000000" | "#ffffff") | None => "currentColor".to_owned(),
        Some(color) => color.to_owned(),
    }
}

/// What fills a shape: hardly anything, so that letters can be read on it in the light and in the dark.
fn fill(color: Option<Color>) -> String {
    match color.map(|color| color.to_web_color()) {
        Some(web) if !web.starts_with("#ffffff") && !web.ends_with("00") => {
            format!("fill=\"{}\" fill-opacity=\"0.25\"", &web[..7])
        }
        _ => "fill=\"currentColor\" fill-opacity=\"0.04\"".to_owned(),
    }
}

/// A number as short as it can be seen: two decimals.
fn n(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Svg {
    /// The drawing as a whole.
    pub fn finish(self, title: Option<&str>) -> String {
        let [left, top, right, bottom] = self.reach.unwrap_or([0.0, 0.0, 1.0, 1.0]);
        let (x, y) = (left - MARGIN, top - MARGIN);
        let (width, height) = (right - left + 2.0 * MARGIN, bottom - top + 2.0 * MARGIN);
        let (label, title) = match title.map(escape) {
            Some(title) => (format!(" aria-label=\"{title}\""), format!("<title>{title}</title>")),
            None => (" aria-label=\"diagram\"".to_owned(), String::new()),
        };
        format!(
            "<svg role=\"img\"{label} width=\"{0}\" height=\"{1}\" viewBox=\"{2} {3} {0} {1}\">{title}<defs>{TIP}{4}</defs>{5}</svg>",
            n(width), n(height), n(x), n(y), self.clips, self.body
        )
    }

    /// Makes room for `point`.
    fn reach(&mut self, point: Point) {
        let [left, top, right, bottom] = self.reach.unwrap_or([point.x, point.y, point.x, point.y]);
        self.reach = Some([left.min(point.x), top.min(point.y), right.max(point.x), bottom.max(point.y)]);
    }

    /// Adds what `arguments` write.
    fn add(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(arguments);
    }
}

impl RenderBackend for Svg {
    fn draw_rect(
        &mut self,
        xy: Point,
        size: Point,
        look: &StyleAttr,
        _: Option<String>,
        clip: Option<ClipHandle>,
    ) {
        self.reach(xy);
        self.reach(xy.add(size));
        let clip = clip.map(|clip| format!(" clip-path=\"url(#clip{clip})\"")).unwrap_or_default();
        self.add(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" {} stroke=\"{}\" stroke-width=\"{LINE}\"{clip}></rect>",
            n(xy.x), n(xy.y), n(size.x), n(size.y), look.rounded.max(4), fill(look.fill_color), paint(look.line_color)
        ));
    }

    fn draw_line(&mut self, start: Point, stop: Point, look: &StyleAttr, _: Option<String>) {
        self.reach(start);
        self.reach(stop);
        self.add(format_args!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{LINE}\"></line>",
            n(start.x), n(start.y), n(stop.x), n(stop.y), paint(look.line_color)
        ));
    }

    fn draw_circle(&mut self, xy: Point, size: Point, look: &StyleAttr, _: Option<String>) {
        let half = Point::new(size.x / 2.0, size.y / 2.0);
        self.reach(xy.sub(half));
        self.reach(xy.add(half));
        self.add(format_args!(
            "<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\" {} stroke=\"{}\" stroke-width=\"{LINE}\"></ellipse>",
            n(xy.x), n(xy.y), n(half.x), n(half.y), fill(look.fill_color), paint(look.line_color)
        ));
    }

    fn draw_text(&mut self, xy: Point, text: &str, look: &StyleAttr) {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        let size = look.font_size as f64;
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default() as f64;
        let half = Point::new(longest * size * 0.3, lines.len() as f64 * size * 0.6);
        self.reach(xy.sub(half));
        self.reach(xy.add(half));
        // The middle of the lines is where the text is to stand; letters stand a third of their size above a line's foot.
        let first = xy.y - (lines.len() as f64 - 1.0) * size * 0.6 + size * 0.34;
        self.add(format_args!("<text text-anchor=\"middle\" font-size=\"{size}\" fill=\"currentColor\">"));
        for (place, line) in lines.iter().enumerate() {
            let y = first + place as f64 * size * 1.2;
            self.add(format_args!("<tspan x=\"{}\" y=\"{}\">{}</tspan>", n(xy.x), n(y), escape(line)));
        }
        self.add(format_args!("</text>"));
    }

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        dashed: bool,
        head: (bool, bool),
        look: &StyleAttr,
        _: Option<String>,
        text: &str,
    ) {
        let [first, second, rest @ ..] = path else { return };
        for (one, other) in path {
            self.reach(*one);
            self.reach(*other);
        }
        let mut d = format!(
            "M{} {}C{} {} {} {} {} {}",
            n(first.0.x), n(first.0.y), n(first.1.x), n(first.1.y),
            n(second.0.x), n(second.0.y), n(second.1.x), n(second.1.y)
        );
        for (control, end) in rest {
            d.push_str(&format!("S{} {} {} {}", n(control.x), n(control.y), n(end.x), n(end.y)));
        }
        let dash = if dashed { " stroke-dasharray=\"5 4\"" } else { "" };
        let start = if head.0 { " marker-start=\"url(#tip)\"" } else { "" };
        let end = if head.1 { " marker-end=\"url(#tip)\"" } else { "" };
        let color = paint(look.line_color);
        self.add(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{LINE}\"{dash}{start}{end}></path>"
        ));
        if !text.is_empty() {
            let middle = middle(path);
            // To the right of the line, where it does not cross the letters.
            let width = text.chars().count() as f64 * 13.0 * 0.3;
            self.draw_text(Point::new(middle.x + width + 6.0, middle.y), text, &StyleAttr { font_size: 13, ..look.clone() });
        }
    }

    fn create_clip(&mut self, xy: Point, size: Point, rounded: usize) -> ClipHandle {
        let number = self.clip_count;
        self.clip_count += 1;
        self.clips.push_str(&format!(
            "<clipPath id=\"clip{number}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{rounded}\"></rect></clipPath>",
            n(xy.x), n(xy.y), n(size.x), n(size.y)
        ));
        number
    }
}

/// The middle of a path: the point where its middle curve is half way.
fn middle(path: &[(Point, Point)]) -> Point {
    // The ends of the curves: the first point, and the second of every pair behind it.
    let ends: Vec<Point> = path.iter().enumerate().map(|(at, pair)| if at == 0 { pair.0 } else { pair.1 }).collect();
    let half = ends.len() / 2;
    match ends.len() % 2 {
        1 => ends[half],
        _ => Point::new((ends[half - 1].x + ends[half].x) / 2.0, (ends[half - 1].y + ends[half].y) / 2.0),
    }
}
