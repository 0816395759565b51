//! A growth as one picture that needs no page: its plots as one SVG file.

use super::growth::plots;
use super::html::{COLOURS, escape};
use super::plot::{HEIGHT, WIDTH};
use crate::growth::Growth;

/// Plots in one row.
const COLUMNS: usize = 3;
/// Room above the plots for the title and the legend.
const HEAD: f64 = 62.0;
/// Room above each plot for its caption.
const CAPTION: f64 = 24.0;

/// The page's style in its light form: a file of its own has no page to take it from.
const STYLE: &str = "\
text { font: 12px system-ui, sans-serif; fill: #5a6572; }\
.title { font-size: 16px; fill: #1a1f26; } .caption { font-size: 14px; fill: #1a1f26; }\
.grid { stroke: #dde2e8; } .line { fill: none; stroke: var(--k); stroke-width: 2; }\
.dashed { stroke-width: 1.4; stroke-dasharray: 5 5; opacity: .7; } .dot, circle { fill: var(--k); }\
.k0 { --k: #1f66d1; } .k1 { --k: #cc5a00; } .k2 { --k: #0a8458; } .k3 { --k: #b8377f; }\
.k4 { --k: #6c4bd0; } .k5 { --k: #0b7f96; } .k6 { --k: #857000; } .k7 { --k: #6b7480; }";

/// The picture of a growth.
pub fn drawing(growth: &Growth) -> String {
    let plots = plots(growth);
    let rows = plots.len().div_ceil(COLUMNS);
    let width = WIDTH * float(plots.len().clamp(1, COLUMNS));
    let height = HEAD + (CAPTION + HEIGHT) * float(rows);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">\n<style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text class=\"title\" x=\"16\" y=\"24\">{} over {}</text>\n",
        escape(&growth.scenario),
        escape(&growth.key)
    );
    for (index, target) in growth.targets.iter().enumerate() {
        let (x, colour) = (16.0 + 110.0 * float(index), index % COLOURS);
        svg += &format!(
            "<g class=\"k{colour}\"><rect class=\"dot\" x=\"{x}\" y=\"37\" width=\"11\" height=\"11\" rx=\"3\"/>\
             <text x=\"{}\" y=\"47\">{}</text></g>\n",
            x + 17.0,
            escape(target)
        );
    }
    for (index, plot) in plots.iter().enumerate() {
        let (x, y) = (float(index % COLUMNS) * WIDTH, float(index / COLUMNS) * (CAPTION + HEIGHT));
        svg += &format!(
            "<g transform=\"translate({x} {})\"><text class=\"caption\" x=\"16\" y=\"16\">{}</text>\
             <g transform=\"translate(0 {CAPTION})\">{}</g></g>\n",
            HEAD + y,
            escape(&plot.title),
            plot.drawing()
        );
    }
    svg + "</svg>\n"
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::Point;
    use crate::result::{Distribution, PhaseResult, RunResult};

    #[test]
    fn a_growth_is_one_picture_with_a_line_for_each_target() {
        let targets = vec!["renexus".to_owned(), "a<b".to_owned()];
        let mut growth = Growth { targets, key: "clients".into(), ..Growth::default() };
        for (value, micros) in [(10.0, 5_000), (100.0, 60_000)] {
            for target in growth.targets.clone() {
                let latency = Distribution { count: 1, p99: micros, ..Distribution::default() };
                let phases = vec![PhaseResult { latency, seconds: 1.0, ..PhaseResult::default() }];
                let result = RunResult { phases, ..RunResult::default() };
                growth.points.push(Point { value, target, result });
            }
        }
        let svg = drawing(&growth);
        assert!(svg.starts_with("<svg xmlns") && svg.ends_with("</svg>\n"), "{svg}");
        assert!(svg.contains("a&lt;b") && !svg.contains("a<b"), "{svg}");
        assert_eq!(svg.matches("<svg").count(), 1, "{svg}");
    }
}
