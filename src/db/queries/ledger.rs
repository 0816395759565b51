//! How much was ever committed, and whether all of it is still there.

use diesel::prelude::*;
use diesel::sql_types::Text;
use renexus_tables::rows::{DocumentRow, LedgerRow};
use renexus_tables::schema::{documents, ledger};

use crate::db::engine::Engine;
use crate::db::{Conn, DatabaseError};

const ONLY_ROW: i32 = 1;

/// What to do when acknowledged commits are missing.
const WAY_OUT: &str =
    "Restore a backup, or run `renexus doctor --accept-loss` to go on without them";

/// Counts a commit; returns how many there are.
pub fn count_commit(connection: &mut Conn) -> Result<i64, DatabaseError> {
    change(connection, |row| row.commits += 1).map(|row| row.commits)
}

/// Counts new documents.
pub fn count_documents(connection: &mut Conn, new: i64) -> Result<(), DatabaseError> {
    change(connection, |row| row.documents += new).map(|_| ())
}

/// Counts the documents anew, after rows came from elsewhere.
pub fn recount(connection: &mut Conn) -> Result<(), DatabaseError> {
    let present: i64 = documents::table.count().get_result(connection)?;
    change(connection, |row| row.documents = present).map(|_| ())
}

fn change(
    connection: &mut Conn,
    change: impl FnOnce(&mut LedgerRow),
) -> Result<LedgerRow, DatabaseError> {
    let mut row =
        read(connection)?.ok_or_else(|| DatabaseError::Damaged("ledger is missing".into()))?;
    change(&mut row);
    let row = row.sealed();
    diesel::update(ledger::table.find(ONLY_ROW))
        .set((
            ledger::commits.eq(row.commits),
            ledger::documents.eq(row.documents),
            ledger::sum.eq(row.sum),
        ))
        .execute(connection)?;
    Ok(row)
}

fn read(connection: &mut Conn) -> Result<Option<LedgerRow>, DatabaseError> {
    let row = ledger::table
        .find(ONLY_ROW)
        .select(LedgerRow::as_select())
        .get_result(connection)
        .optional()?;
    match row {
        Some(row) if !row.is_intact() => {
            Err(DatabaseError::Damaged("ledger does not match its checksum".into()))
        }
        row => Ok(row),
    }
}

/// Checks a database that was just opened: the table of documents is whole, and
/// no commit that was acknowledged is missing. Returns the number of commits.
pub fn check(connection: &mut Conn, acknowledged: Option<i64>) -> Result<i64, DatabaseError> {
    let present: i64 = documents::table.count().get_result(connection)?;
    let Some(row) = read(connection)? else {
        return begin(connection, present, acknowledged);
    };
    if let Some(acknowledged) = acknowledged.filter(|acknowledged| *acknowledged > row.commits) {
        return Err(DatabaseError::Damaged(format!(
            "the database holds {} commits but {acknowledged} were acknowledged: its end was lost. {WAY_OUT}",
            row.commits
        )));
    }
    if present != row.documents {
        return Err(DatabaseError::Damaged(format!(
            "the table of documents holds {present} rows, the ledger counts {}",
            row.documents
        )));
    }
    // A server looks after its own pages.
    if connection.engine() == Engine::Sqlite {
        check_documents(connection)?;
    }
    Ok(row.commits)
}

/// A ledger begins with an empty database; anything else has lost its ledger.
fn begin(
    connection: &mut Conn,
    present: i64,
    acknowledged: Option<i64>,
) -> Result<i64, DatabaseError> {
    if present > 0 || acknowledged.is_some_and(|acknowledged| acknowledged > 0) {
        return Err(DatabaseError::Damaged(format!(
            "ledger is missing: the database holds {present} documents, and {} commits were acknowledged. {WAY_OUT}",
            acknowledged.unwrap_or_default()
        )));
    }
    let row = LedgerRow { key: ONLY_ROW, commits: 0, documents: 0, sum: 0 }.sealed();
    diesel::insert_into(ledger::table).values(&row).execute(connection)?;
    Ok(0)
}

#[derive(QueryableByName)]
struct Finding {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// A document that cannot be found would be made anew, so the table and its index must agree before anything is served.
fn check_documents(connection: &mut Conn) -> Result<(), DatabaseError> {
    let findings: Vec<Finding> =
        diesel::sql_query("PRAGMA integrity_check(documents)").load(connection)?;
    if let Some(finding) = findings.iter().find(|finding| finding.integrity_check != "ok") {
        return Err(DatabaseError::Damaged(format!(
            "table of documents: {}",
            finding.integrity_check
        )));
    }
    let rows = documents::table.select(DocumentRow::as_select()).load_iter(connection)?;
    for row in rows {
        let row = row?;
        if !row.is_intact() {
            return Err(DatabaseError::Damaged(format!(
                "document `{}` does not match its checksum",
                row.id
            )));
        }
    }
    Ok(())
}

/// How many commits the database holds.
pub fn commits(connection: &mut Conn) -> Result<i64, DatabaseError> {
    Ok(read(connection)?.map_or(0, |row| row.commits))
}
