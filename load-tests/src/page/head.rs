//! The head of a section: what ran where, when and how.

use super::html::escape;
use crate::figure::{Unit, float};
use crate::result::RunResult;

/// Names and values, values being HTML; empty values are left out.
pub(super) fn list(title: &str, entries: &[(&str, String)]) -> String {
    let entries = entries.iter().filter(|(_, value)| !value.is_empty());
    let entries: String =
        entries.map(|(name, value)| format!("<dt>{name}</dt><dd>{value}</dd>")).collect();
    format!("<h1>{}</h1>\n<dl>{entries}</dl>\n", escape(title))
}

/// The machine in words.
pub(super) fn machine(run: &RunResult) -> String {
    let machine = &run.machine;
    let processor = escape(&machine.processor);
    let system = escape(&machine.system);
    let memory = Unit::Bytes.show(float(machine.memory));
    format!("{processor}, {} logical processors, {memory} memory, {system}", machine.cores)
}

/// `2026-03-01 12:30:05 UTC` of an RFC 3339 time; other text as it is.
pub(super) fn date(rfc3339: &str) -> String {
    let Some((day, time)) = rfc3339.split_once('T') else { return escape(rfc3339) };
    let clock = time.get(..8).unwrap_or(time);
    let utc = time.ends_with('Z') || time.ends_with("+00:00");
    escape(&format!("{day} {clock}{}", if utc { " UTC" } else { "" }))
}

/// A command, or nothing.
pub(super) fn command(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", escape(text)) }
}
