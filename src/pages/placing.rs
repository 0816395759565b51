//! Where a page stands among those below the same parent.

use renexus_tables::rows::pages::PageRow;

use crate::db::queries::pages;
use crate::domain::{Change, DomainError};
use crate::tasks::rank::Rank;

/// Pages on either side that are spread anew when a place is crowded, at first.
const NEIGHBOURS: usize = 32;

/// Where a page goes among those below the same parent.
pub(super) enum Where {
    First,
    Last,
    Behind(String),
}

/// A rank for the place; a crowded place is spread first.
pub(super) fn place(
    tx: &mut Change<'_>,
    (parent, moved): (Option<&str>, &str),
    wanted: Where,
) -> Result<String, DomainError> {
    let workspace = tx.workspace.id.clone();
    let mut beside = pages::all(tx.connection, &workspace)?;
    beside.retain(|row| row.parent.as_deref() == parent && row.id != moved);
    let at = match wanted {
        Where::First => 0,
        Where::Last => beside.len(),
        Where::Behind(other) => {
            let found = beside.iter().position(|row| row.id == other);
            1 + found.ok_or(DomainError::Conflict("`behind` does not stand below that parent"))?
        }
    };
    let lower = at.checked_sub(1).and_then(|before| rank_at(&beside, before));
    let rank = match Rank::between(lower.as_ref(), rank_at(&beside, at).as_ref()) {
        Ok(rank) if !rank.is_long() => rank,
        // Too long, or between two that are equal.
        _ => spread(tx, &beside, at)?,
    };
    Ok(rank.to_string())
}

/// Gives the pages around a place new ranks, evenly, and returns the one of the place. Their readers hear of the
/// page that comes to stand between them, and read the tree anew.
fn spread(tx: &mut Change<'_>, beside: &[PageRow], at: usize) -> Result<Rank, DomainError> {
    let mut reach = NEIGHBOURS;
    loop {
        let (from, to) = (at.saturating_sub(reach), at.saturating_add(reach).min(beside.len()));
        let lower = from.checked_sub(1).and_then(|before| rank_at(beside, before));
        let upper = rank_at(beside, to);
        let around = beside.get(from..to).unwrap_or_default();
        let ranks = Rank::spread(lower.as_ref(), upper.as_ref(), around.len() + 1);
        let fits = |ranks: &Vec<Rank>| ranks.iter().all(|rank| !rank.is_long());
        let whole = around.len() == beside.len();
        match ranks {
            Ok(mut ranks) if fits(&ranks) || whole => {
                let own = ranks.remove(at - from);
                for (row, rank) in around.iter().zip(&ranks) {
                    pages::set_rank(tx.connection, &row.id, &rank.to_string())?;
                }
                return Ok(own);
            }
            _ if whole => return Err(DomainError::Conflict("there is no room at that place")),
            _ => reach = reach.saturating_mul(2),
        }
    }
}

fn rank_at(beside: &[PageRow], place: usize) -> Option<Rank> {
    beside.get(place).and_then(|row| Rank::parse(&row.rank).ok())
}
