//! The index of meanings that a PostgreSQL with the extension pgvector keeps: graphs (HNSW) over numbers of 16 bits, one for
//! each length of meanings. It is made from the pieces, and may be thrown away at any time; see docs/decisions/0018.
//!
//! While it is filled for the first time it has another name, so that nobody searches in a part of it.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool, Integer, Text};
use serde_json::Value;

use crate::db::{Conn, DatabaseError};
use crate::search::nearness;

/// The table, and its name until it is complete.
const COMPLETE: &str = "search_near";
const FILLING: &str = "search_near_filling";
/// The longest meaning that such a graph takes (pgvector, "HNSW").
const LONGEST: i32 = 4_000;
/// The oldest version that goes on searching until there are enough that may be shown ("Iterative Index Scans").
const OLDEST: [u32; 2] = [0, 8];

/// How a search walks the graph: over so many neighbours at once, and on until there are enough.
pub(super) const WALK: &str = "SET hnsw.ef_search = 200; SET hnsw.iterative_scan = relaxed_order";

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

/// A piece that is not in the index.
#[derive(QueryableByName)]
struct Missing {
    #[diesel(sql_type = BigInt)]
    key: i64,
    #[diesel(sql_type = Integer)]
    dimensions: i32,
    #[diesel(sql_type = Binary)]
    vector: Vec<u8>,
}

/// Whether meanings of this length are in an index that is complete. The database is PostgreSQL.
pub fn hold(connection: &mut Conn, dimensions: usize) -> Result<bool, DatabaseError> {
    let fits = i32::try_from(dimensions).is_ok_and(|dimensions| dimensions <= LONGEST);
    Ok(fits && is_there(connection, COMPLETE)?)
}

/// Whether a version of pgvector, such as `0.8.1`, can do what is asked of it.
pub fn is_enough(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    parts.as_slice() >= OLDEST.as_slice()
}

/// Makes the table where the extension is, and takes it away where it is not; whether there is one.
pub fn prepare(connection: &mut Conn) -> Result<bool, DatabaseError> {
    let version = "SELECT extversion AS version FROM pg_extension WHERE extname = 'vector'";
    let version = diesel::sql_query(version).get_result::<Version>(connection).optional()?;
    let drop = format!("DROP TABLE IF EXISTS {COMPLETE}, {FILLING}");
    if !version.is_some_and(|it| is_enough(&it.version)) {
        connection.batch_execute(&drop)?;
        return Ok(false);
    }
    if !is_there(connection, COMPLETE)? && !is_there(connection, FILLING)? {
        connection.batch_execute(&format!(
            "{drop}; CREATE TABLE {FILLING} ( \
               chunk bigint PRIMARY KEY REFERENCES search_chunks ON DELETE CASCADE, \
               dimensions integer NOT NULL, embedding halfvec NOT NULL)"
        ))?;
    }
    Ok(true)
}

/// Puts up to `most` pieces behind a key into the index, in order; the last key, none when all are in it.
pub fn follow(
    connection: &mut Conn,
    (after, most): (i64, i64),
) -> Result<Option<i64>, DatabaseError> {
    let is_complete = is_there(connection, COMPLETE)?;
    let table = if is_complete { COMPLETE } else { FILLING };
    let query = format!(
        "SELECT c.key AS key, c.dimensions AS dimensions, c.vector AS vector FROM search_chunks c \
         WHERE c.key > $1 AND c.dimensions <= {LONGEST} \
         AND NOT EXISTS (SELECT 1 FROM {table} n WHERE n.chunk = c.key) ORDER BY c.key LIMIT $2"
    );
    let query = diesel::sql_query(query).bind::<BigInt, _>(after).bind::<BigInt, _>(most);
    let missing: Vec<Missing> = query.load(connection)?;
    let Some(last) = missing.last() else {
        if !is_complete {
            connection.batch_execute(&format!("ALTER TABLE {FILLING} RENAME TO {COMPLETE}"))?;
        }
        return Ok(None);
    };
    // Before anything of a length is there, its graph is made in a moment.
    for dimensions in missing.iter().map(|one| one.dimensions).collect::<BTreeSet<_>>() {
        connection.batch_execute(&format!(
            "CREATE INDEX IF NOT EXISTS search_near_{dimensions} ON {table} \
             USING hnsw ((embedding::halfvec({dimensions})) halfvec_ip_ops) \
             WHERE dimensions = {dimensions}"
        ))?;
    }
    let rows = missing.iter().map(|one| {
        let numbers = text(&nearness::from_bytes(&one.vector));
        Value::Array(vec![one.key.into(), one.dimensions.into(), numbers.into()])
    });
    // What went meanwhile stays away.
    let query = format!(
        "INSERT INTO {table} (chunk, dimensions, embedding) \
         SELECT c.key, (p ->> 1)::integer, (p ->> 2)::halfvec \
         FROM jsonb_array_elements($1::jsonb) p JOIN search_chunks c ON c.key = (p ->> 0)::bigint \
         FOR KEY SHARE OF c ON CONFLICT DO NOTHING"
    );
    let rows = Value::Array(rows.collect()).to_string();
    diesel::sql_query(query).bind::<Text, _>(rows).execute(connection)?;
    Ok(Some(last.key))
}

/// A meaning as pgvector reads it.
pub(super) fn text(vector: &[f32]) -> String {
    let numbers: Vec<_> = vector.iter().map(f32::to_string).collect();
    format!("[{}]", numbers.join(","))
}

/// Whether a table is there, with its meanings: they go with the extension.
fn is_there(connection: &mut Conn, table: &str) -> Result<bool, DatabaseError> {
    let query = diesel::sql_query(format!(
        "SELECT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('{table}') \
           AND attname = 'embedding' AND NOT attisdropped) AS found"
    ));
    Ok(query.get_result::<Found>(connection)?.found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        for (version, enough) in
            [("0.8.0", true), ("0.10", true), ("1.0.0", true), ("0.7.4", false), ("", false)]
        {
            assert_eq!(is_enough(version), enough, "{version}");
        }
    }
}
