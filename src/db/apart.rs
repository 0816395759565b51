//! Nodes that cannot be heard say so in the database, by a lock that they share.

use diesel::RunQueryDsl;
use diesel::sql_types::Bool;

use super::engine::Conn;
use super::error::DatabaseError;
use super::opening::APART_LOCK;

/// Who holds a lock, among everybody who uses this database.
const HOLDERS: &str = "SELECT pid = pg_backend_pid() AS own FROM pg_locks \
    JOIN pg_database ON pg_database.oid = pg_locks.database \
    WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND datname = current_database()";

#[derive(diesel::QueryableByName)]
struct Holder {
    #[diesel(sql_type = Bool)]
    own: bool,
}

/// Says whether this node is apart from the others, and tells whether one of them says so. What a
/// node said ends with its connection, so a node that dies leaves nothing behind.
pub(super) fn say(connection: &mut Conn, is_apart: bool) -> Result<bool, DatabaseError> {
    let (high, low) = (APART_LOCK >> 32, APART_LOCK & 0xffff_ffff);
    let query = format!("{HOLDERS} AND classid = {high} AND objid = {low}");
    let holders: Vec<Holder> = diesel::sql_query(query).load(connection)?;
    let said = holders.iter().any(|holder| holder.own);
    if said != is_apart {
        // Everybody shares it: nobody waits.
        let verb = if is_apart { "lock" } else { "unlock" };
        let change = format!("SELECT pg_advisory_{verb}_shared({APART_LOCK}) IS NULL AS own");
        diesel::sql_query(change).load::<Holder>(connection)?;
    }
    Ok(holders.iter().any(|holder| !holder.own))
}
