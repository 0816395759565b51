//! Histories of finished work: a line an item, the oldest first.
//!
//! `started_at,done_at,person,area,files,bot,title`, times in RFC 3339, `bot` 0 or 1.

use std::collections::HashMap;
use std::io::Read;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most lines that are read: ten times the largest project that is known of.
const MAX_ITEMS: usize = 1_000_000;
/// Items within one minute that are taken for an import or a release.
const BURST: usize = 10;

/// Why a history cannot be read.
#[derive(Debug, Error)]
pub enum HistoryError {
    /// A line is not what it should be.
    #[error(transparent)]
    Line(#[from] csv::Error),
    /// It is too long.
    #[error("more than {MAX_ITEMS} lines")]
    TooLong,
}

/// A finished item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Item {
    /// When work began.
    pub started_at: DateTime<Utc>,
    /// When it was finished.
    pub done_at: DateTime<Utc>,
    /// Who did it.
    pub person: String,
    /// Where.
    pub area: String,
    /// 1 when a program did it.
    pub bot: u8,
    /// What it is called.
    pub title: String,
}

/// What is unusual about a history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Oddities {
    /// Items by programs: left out.
    pub bots: usize,
    /// Items that were finished in the instant in which they began: counted, their cycle time says nothing.
    pub instant: usize,
    /// Items that came in bursts of ten or more within a minute: counted as they are.
    pub in_bursts: usize,
}

/// Reads a history; finished items by people, by the time they were finished.
pub fn read(from: impl Read) -> Result<(Vec<Item>, Oddities), HistoryError> {
    let (mut items, mut oddities) = (Vec::new(), Oddities::default());
    for item in csv::Reader::from_reader(from).into_deserialize::<Item>() {
        let item = item?;
        if item.bot != 0 {
            oddities.bots += 1;
            continue;
        }
        if items.len() >= MAX_ITEMS {
            return Err(HistoryError::TooLong);
        }
        oddities.instant += usize::from(item.started_at >= item.done_at);
        items.push(item);
    }
    items.sort_by_key(|item| item.done_at);
    let mut minutes: HashMap<i64, usize> = HashMap::new();
    for item in &items {
        *minutes.entry(item.done_at.timestamp() / 60).or_default() += 1;
    }
    oddities.in_bursts = minutes.values().filter(|count| **count >= BURST).sum();
    Ok((items, oddities))
}

/// When each item was finished, in seconds, ascending.
pub fn done(items: &[Item]) -> Vec<i64> {
    items.iter().map(|item| item.done_at.timestamp()).collect()
}
