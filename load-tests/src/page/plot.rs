//! A plot as inline SVG; its colours come from the page's style sheet.

use std::fmt::Write;

use super::html::escape;
use super::scale::Scale;

/// Width of a plot, in units of the picture.
pub(super) const WIDTH: f64 = 480.0;
/// Height of a plot.
pub(super) const HEIGHT: f64 = 280.0;
const LEFT: f64 = 66.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 46.0;

/// More points than this cannot be told apart on a screen.
const MOST_POINTS: usize = 400;

/// One axis.
pub(super) struct Axis {
    /// What is counted, with its unit.
    pub(super) label: String,
    /// How it is divided.
    pub(super) scale: Scale,
    /// Values that get a mark, instead of the scale's own.
    pub(super) marks: Option<Vec<f64>>,
    /// A mark's text.
    pub(super) show: fn(f64) -> String,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pen {
    /// The line that counts.
    Firm,
    /// The same line of other rounds.
    Faint,
    /// What would be, not what was.
    Dashed,
    /// Firm, with a dot at each point.
    Dotted,
}

/// One line.
pub(super) struct Line {
    /// Whose it is; shown when pointed at.
    pub(super) name: String,
    /// Number of its colour.
    pub(super) colour: usize,
    /// How it is drawn.
    pub(super) pen: Pen,
    /// From left to right.
    pub(super) points: Vec<(f64, f64)>,
}

/// A plot with its axes and lines.
pub(super) struct Plot {
    /// What it shows.
    pub(super) title: String,
    /// The axis at the bottom.
    pub(super) x: Axis,
    /// The axis on the left.
    pub(super) y: Axis,
    /// The lines, the first on top.
    pub(super) lines: Vec<Line>,
}

impl Plot {
    /// The plot as a figure of the page.
    pub(super) fn figure(&self) -> String {
        let (title, drawing) = (escape(&self.title), self.drawing());
        format!(
            "<figure><figcaption>{title}</figcaption>\
             <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">\
             {drawing}</svg></figure>"
        )
    }

    /// Axes and lines, without the frame around them.
    pub(super) fn drawing(&self) -> String {
        let mut svg = String::new();
        self.draw_x(&mut svg);
        self.draw_y(&mut svg);
        for pen in [Pen::Dashed, Pen::Faint, Pen::Firm, Pen::Dotted] {
            for line in self.lines.iter().rev().filter(|line| line.pen == pen) {
                self.draw_line(&mut svg, line);
            }
        }
        svg
    }

    fn draw_x(&self, svg: &mut String) {
        let (top, bottom) = (TOP, HEIGHT - BOTTOM);
        let mut free = f64::MIN;
        for mark in marks(&self.x) {
            let x = self.across(mark);
            let text = escape(&(self.x.show)(mark));
            add(
                svg,
                format_args!(
                    "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top}\" y2=\"{bottom}\"/>"
                ),
            );
            // Texts that would run into each other are left out; letters are 8 wide on a phone.
            let half = text.chars().fold(3.0, |half, _| half + 4.0);
            if x - half >= free {
                let y = bottom + 17.0;
                add(
                    svg,
                    format_args!(
                        "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>"
                    ),
                );
                free = x + half;
            }
        }
        let (x, y) = (f64::midpoint(LEFT, WIDTH - RIGHT), HEIGHT - 8.0);
        let label = escape(&self.x.label);
        add(
            svg,
            format_args!(
                "<text class=\"axis\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{label}</text>"
            ),
        );
    }

    fn draw_y(&self, svg: &mut String) {
        let (left, right) = (LEFT, WIDTH - RIGHT);
        for mark in marks(&self.y) {
            let y = self.down(mark);
            let text = escape(&(self.y.show)(mark));
            add(
                svg,
                format_args!(
                    "<line class=\"grid\" x1=\"{left}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"
                ),
            );
            let (x, y) = (left - 7.0, y + 4.0);
            add(
                svg,
                format_args!("<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{text}</text>"),
            );
        }
        let label = escape(&self.y.label);
        add(svg, format_args!("<text class=\"axis\" x=\"4\" y=\"13\">{label}</text>"));
    }

    fn draw_line(&self, svg: &mut String, line: &Line) {
        let class = match line.pen {
            Pen::Firm | Pen::Dotted => "line",
            Pen::Faint => "line faint",
            Pen::Dashed => "line dashed",
        };
        let colour = line.colour % super::html::COLOURS;
        let name = escape(&line.name);
        let mut points = String::new();
        for (x, y) in thinned(&line.points) {
            add(&mut points, format_args!("{:.1},{:.1} ", self.across(x), self.down(y)));
        }
        add(svg, format_args!("<g class=\"k{colour}\"><title>{name}</title>"));
        add(svg, format_args!("<polyline class=\"{class}\" points=\"{}\"/>", points.trim_end()));
        if line.pen == Pen::Dotted || line.points.len() == 1 {
            for &(x, y) in &line.points {
                let at = (self.across(x), self.down(y));
                let (said_x, said_y) = (escape(&(self.x.show)(x)), escape(&(self.y.show)(y)));
                add(
                    svg,
                    format_args!(
                        "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"><title>{name}: {said_y} at {said_x}</title></circle>",
                        at.0, at.1
                    ),
                );
            }
        }
        svg.push_str("</g>");
    }

    fn across(&self, value: f64) -> f64 {
        LEFT + self.x.scale.place(value) * (WIDTH - LEFT - RIGHT)
    }

    fn down(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - self.y.scale.place(value) * (HEIGHT - TOP - BOTTOM)
    }
}

fn marks(axis: &Axis) -> Vec<f64> {
    axis.marks.clone().unwrap_or_else(|| axis.scale.marks())
}

/// Every n-th point and the last, so that a long run stays a small page.
fn thinned(points: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> {
    let every = points.len().div_ceil(MOST_POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let kept = move |(index, _): &(usize, &(f64, f64))| index % every == 0 || *index == last;
    points.iter().enumerate().filter(kept).map(|(_, point)| *point)
}

/// Writing to a string does not fail.
fn add(to: &mut String, text: std::fmt::Arguments<'_>) {
    let written = to.write_fmt(text);
    debug_assert!(written.is_ok());
}
