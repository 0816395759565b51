//! Pages of lists, as Relay calls them: the cursors are those of REST.

use async_graphql::connection::{Connection, Edge};
use async_graphql::{OutputType, Result};

use crate::http::page::{MAX_PAGE, PAGE, Paging};

/// A page of a list.
pub(super) type Page<N> = Connection<String, N>;

/// What reading the database for one thing by itself counts.
pub(super) const LOOK: usize = 25;

/// What computing something from the past of a project counts.
pub(super) const HISTORY: usize = 10 * LOOK;

/// Which page is asked for.
pub(super) fn paging(first: Option<u16>, after: Option<String>) -> Result<Paging> {
    Ok(Paging::new(after, first)?)
}

/// The page of the rows that were read, one more than asked for if there is another page.
pub(super) fn page<R, N: OutputType>(
    paging: &Paging,
    rows: Vec<R>,
    key: impl Fn(&R) -> String,
    node: impl Fn(R) -> N,
) -> Page<N> {
    let (rows, more) = paging.cut(rows);
    let mut page = Connection::new(paging.after().is_some(), more);
    page.edges = rows.into_iter().map(|row| Edge::new(key(&row), node(row))).collect();
    page
}

/// What a page counts: its fields as often as it may have items.
pub(super) fn weigh(first: Option<u16>, each: usize) -> usize {
    let items = first.unwrap_or(PAGE).min(MAX_PAGE);
    usize::from(items).saturating_mul(each).saturating_add(LOOK)
}
