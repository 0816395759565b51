//! Results as one page of HTML that needs nothing else: tables, and plots as inline SVG.

mod distributions;
mod drawing;
mod figures;
mod growth;
mod head;
mod html;
mod phases;
mod plot;
mod scale;
mod section;
mod source;
mod timeline;

pub use drawing::drawing;
pub use source::{Source, sorted};

/// The page of these sources; plain runs of one scenario stand side by side.
pub fn page(sources: Vec<Source>) -> String {
    let (comparisons, growths) = sorted(sources);
    let mut body = String::new();
    for comparison in &comparisons {
        body += &section::section(comparison);
    }
    for growth in &growths {
        body += &growth::section(growth);
    }
    let names = comparisons.iter().map(|comparison| comparison.scenario.as_str());
    let names = names.chain(growths.iter().map(|growth| growth.scenario.as_str()));
    html::document(&names.collect::<Vec<_>>().join(", "), &body)
}

#[cfg(test)]
mod tests;
