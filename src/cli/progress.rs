//! How far a copy is, on a terminal; and what it held, as a table.

use std::sync::Arc;

use anyhow::Result;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use crate::copying::proving::Proof;
use crate::copying::{Contents, Step, Watch};

/// A bar, and what moves it.
pub(super) fn bar() -> Result<(ProgressBar, Watch)> {
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("  {bar:40} {pos}/{len} {msg}")?);
    let moved = bar.clone();
    let watch: Watch = Arc::new(move |step| match step {
        Step::Rows(rows) => moved.set_length(rows),
        Step::Table(name) => moved.set_message(format!("rows of {name}")),
        Step::Moved(rows) => moved.inc(rows),
        Step::Blobs(blobs) => {
            moved.set_length(blobs);
            moved.set_position(0);
            moved.set_message("files");
        }
        Step::Blob => moved.inc(1),
    });
    Ok((bar, watch))
}

/// What was copied: a line for each table that holds something.
pub(super) fn print(contents: &Contents) {
    let Contents { tables, edits, blobs, blob_bytes, missing } = contents;
    for (name, rows) in tables.iter().filter(|(_, rows)| **rows > 0) {
        println!("  {name:<24} {rows:>12}");
    }
    if *edits > 0 {
        println!("  {:<24} {edits:>12}", "journal, from the log");
    }
    println!("  {:<24} {blobs:>12}   {}", "files", HumanBytes(*blob_bytes));
    for key in missing {
        println!("WRONG  blob `{key}` is missing; the row that names it was copied");
    }
}

/// What a proof found.
pub(super) fn print_proof(proof: &Proof) {
    let Proof { documents, updates, blobs, faults } = proof;
    println!(
        "  opened {documents} documents with {updates} updates in journals, read {blobs} files"
    );
    for fault in faults {
        println!("WRONG  {fault}");
    }
}
