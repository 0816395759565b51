//! Documents in their tree.

use diesel::prelude::*;
use renexus_tables::rows::pages::PageRow;
use renexus_tables::schema::pages::pages;

use crate::db::{Conn, DatabaseError};

/// The page of a document.
pub fn find(connection: &mut Conn, id: &str) -> Result<Option<PageRow>, DatabaseError> {
    let found = pages::table.find(id).select(PageRow::as_select()).first(connection);
    Ok(found.optional()?)
}

/// All pages of a workspace in the order of their ranks, put away or not.
pub fn all(connection: &mut Conn, workspace: &str) -> Result<Vec<PageRow>, DatabaseError> {
    Ok(pages::table
        .filter(pages::workspace.eq(workspace))
        .order((pages::rank, pages::id))
        .select(PageRow::as_select())
        .load(connection)?)
}

/// How many pages a workspace has.
pub fn count(connection: &mut Conn, workspace: &str) -> Result<i64, DatabaseError> {
    Ok(pages::table.filter(pages::workspace.eq(workspace)).count().get_result(connection)?)
}

/// Writes a new page.
pub fn insert(connection: &mut Conn, row: &PageRow) -> QueryResult<()> {
    diesel::insert_into(pages::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes everything of a page.
pub fn update(connection: &mut Conn, row: &PageRow) -> QueryResult<()> {
    diesel::update(pages::table.find(&row.id)).set(row).execute(connection)?;
    Ok(())
}

/// Gives a page another rank; its version stays, for nobody changed it.
pub fn set_rank(connection: &mut Conn, id: &str, rank: &str) -> QueryResult<()> {
    diesel::update(pages::table.find(id)).set(pages::rank.eq(rank)).execute(connection)?;
    Ok(())
}

/// Takes a page away; those below it move up to where it stood.
pub fn remove(connection: &mut Conn, row: &PageRow) -> Result<(), DatabaseError> {
    diesel::update(pages::table.filter(pages::parent.eq(&row.id)))
        .set(pages::parent.eq(&row.parent))
        .execute(connection)?;
    diesel::delete(pages::table.find(&row.id)).execute(connection)?;
    Ok(())
}
