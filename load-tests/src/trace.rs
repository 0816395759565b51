//! Recorded keystrokes, in the layout of `josephg/editing-traces`.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use serde::Deserialize;

/// One keystroke: where (in Unicode characters), how much goes, what comes.
#[derive(Clone, Debug, Deserialize)]
pub struct Patch(pub u32, pub u32, pub String);

#[derive(Deserialize)]
struct Txn {
    patches: Vec<Patch>,
}

/// A document's recorded history.
#[derive(Deserialize)]
pub struct Trace {
    #[serde(rename = "startContent")]
    start: String,
    /// The text that the keystrokes lead to.
    #[serde(rename = "endContent")]
    pub end: String,
    txns: Vec<Txn>,
}

impl Trace {
    /// Reads a trace from JSON, gzipped when the name says so.
    pub fn read(path: &Path) -> Result<Self> {
        let file = BufReader::new(
            File::open(path).with_context(|| format!("cannot open {}", path.display()))?,
        );
        let mut json = String::new();
        if path.extension().is_some_and(|extension| extension == "gz") {
            GzDecoder::new(file).read_to_string(&mut json)
        } else {
            { file }.read_to_string(&mut json)
        }
        .with_context(|| format!("cannot read {}", path.display()))?;
        let trace: Self = serde_json::from_str(&json)
            .with_context(|| format!("{} is not an editing trace", path.display()))?;
        ensure!(trace.start.is_empty(), "only traces that start empty are supported");
        Ok(trace)
    }

    /// The keystrokes in order.
    pub fn patches(&self) -> impl Iterator<Item = &Patch> {
        self.txns.iter().flat_map(|txn| &txn.patches)
    }

    /// How many keystrokes there are.
    pub fn len(&self) -> usize {
        self.txns.iter().map(|txn| txn.patches.len()).sum()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
