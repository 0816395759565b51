//! What pieces of entries mean: rows of numbers, and which entries have to be asked about.

use std::collections::HashMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};
use renexus_tables::rows::search::{NewChunkRow, SearchEntryRow, StaleRow};
use renexus_tables::schema::search::{search_chunks, search_entries, search_stale};

use super::neighbours;
use super::readable::{Bound, Readable};
use crate::db::engine::{Engine, Sql};
use crate::db::{Conn, DatabaseError};

/// Rows of one statement.
const AT_ONCE: usize = 500;

/// A piece of an entry that somebody may read.
#[derive(Clone, Debug, PartialEq, QueryableByName)]
pub struct Chunk {
    /// Its key.
    #[diesel(sql_type = BigInt)]
    pub key: i64,
    /// The key of its entry.
    #[diesel(sql_type = BigInt)]
    pub entry: i64,
    /// What the entry is.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// The id of that.
    #[diesel(sql_type = Text)]
    pub subject: String,
    /// The text.
    #[diesel(sql_type = Text)]
    pub text: String,
    /// What it means.
    #[diesel(sql_type = Binary)]
    pub vector: Vec<u8>,
}

/// Just a key.
#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = BigInt)]
    key: i64,
}

/// Notes that the text of an entry has to be asked about.
pub fn stir(connection: &mut Conn, entry: i64) -> Result<(), DatabaseError> {
    diesel::sql_query(
        "INSERT INTO search_stale (entry, workspace) SELECT key, workspace FROM search_entries \
         WHERE key = $1 ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(entry)
    .execute(connection)?;
    Ok(())
}

/// Forgets what an entry meant.
pub fn forget(connection: &mut Conn, entry: i64) -> Result<(), DatabaseError> {
    let theirs = search_chunks::table.filter(search_chunks::entry.eq(entry));
    diesel::delete(theirs).execute(connection)?;
    stir(connection, entry)
}

/// Notes all entries whose pieces another model was asked about; how many there are.
pub fn stir_others(connection: &mut Conn, model: &str) -> Result<usize, DatabaseError> {
    let others = search_chunks::table
        .filter(search_chunks::model.ne(model))
        .select((search_chunks::entry, search_chunks::workspace))
        .distinct()
        .load::<(i64, String)>(connection)?;
    let rows: Vec<_> =
        others.into_iter().map(|(entry, workspace)| StaleRow { entry, workspace }).collect();
    for some in rows.chunks(AT_ONCE) {
        diesel::insert_into(search_stale::table)
            .values(some)
            .on_conflict_do_nothing()
            .execute(connection)?;
    }
    Ok(rows.len())
}

/// The workspaces with something to be asked about.
pub fn stirred(connection: &mut Conn) -> Result<Vec<String>, DatabaseError> {
    Ok(search_stale::table.select(search_stale::workspace).distinct().load(connection)?)
}

/// Up to `most` entries of a workspace to be asked about that were not changed since `quiet`.
pub fn due(
    connection: &mut Conn,
    (workspace, quiet): (&str, chrono::NaiveDateTime),
    most: i64,
) -> Result<Vec<SearchEntryRow>, DatabaseError> {
    Ok(search_stale::table
        .inner_join(search_entries::table.on(search_entries::key.eq(search_stale::entry)))
        .filter(search_stale::workspace.eq(workspace).and(search_entries::updated_at.le(quiet)))
        .order(search_stale::entry)
        .limit(most)
        .select(SearchEntryRow::as_select())
        .load(connection)?)
}

/// The pieces of an entry that a model was asked about, by their texts.
pub fn known(
    connection: &mut Conn,
    (entry, model): (i64, &str),
) -> Result<HashMap<String, i64>, DatabaseError> {
    let rows: Vec<(String, i64)> = search_chunks::table
        .filter(search_chunks::entry.eq(entry).and(search_chunks::model.eq(model)))
        .select((search_chunks::text, search_chunks::key))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// Writes what an entry means, unless its text is another one by now: `kept` stay, all other pieces go.
pub fn settle(
    connection: &mut Conn,
    asked: &SearchEntryRow,
    (kept, new): (&[i64], &[NewChunkRow]),
) -> Result<(), DatabaseError> {
    let now = super::with_keys(connection, &[asked.key])?;
    let same = |row: &SearchEntryRow| (&row.title, &row.body) == (&asked.title, &asked.body);
    if !now.first().is_some_and(same) {
        return Ok(());
    }
    let gone = search_chunks::entry.eq(asked.key).and(search_chunks::key.ne_all(kept));
    diesel::delete(search_chunks::table.filter(gone)).execute(connection)?;
    for some in new.chunks(AT_ONCE) {
        diesel::insert_into(search_chunks::table).values(some).execute(connection)?;
    }
    diesel::delete(search_stale::table.find(asked.key)).execute(connection)?;
    Ok(())
}

/// How many pieces of a workspace there are. It looks at each.
pub fn count(
    connection: &mut Conn,
    (workspace, model): (&str, &str),
) -> Result<i64, DatabaseError> {
    let theirs = search_chunks::workspace.eq(workspace).and(search_chunks::model.eq(model));
    Ok(search_chunks::table.filter(theirs).count().get_result(connection)?)
}

/// The largest key of the pieces of a workspace; 0 when there are none.
pub fn newest(
    connection: &mut Conn,
    (workspace, model): (&str, &str),
) -> Result<i64, DatabaseError> {
    let theirs = search_chunks::workspace.eq(workspace).and(search_chunks::model.eq(model));
    let found = search_chunks::table
        .filter(theirs)
        .select(diesel::dsl::max(search_chunks::key))
        .first::<Option<i64>>(connection)?;
    Ok(found.unwrap_or_default())
}

/// Those of some keys whose pieces are there.
pub fn there(connection: &mut Conn, keys: &[i64]) -> Result<Vec<i64>, DatabaseError> {
    let found = search_chunks::table.filter(search_chunks::key.eq_any(keys));
    Ok(found.select(search_chunks::key).load(connection)?)
}

/// The key of the piece of a workspace that so many newer ones follow; 0 when there are fewer.
pub fn before_newest(
    connection: &mut Conn,
    (workspace, model): (&str, &str),
    newer: i64,
) -> Result<i64, DatabaseError> {
    let theirs = search_chunks::workspace.eq(workspace).and(search_chunks::model.eq(model));
    let found = search_chunks::table
        .filter(theirs)
        .order(search_chunks::key.desc())
        .offset(newer)
        .select(search_chunks::key)
        .first(connection)
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Up to `most` meanings of a workspace behind a key, in order.
pub fn behind(
    connection: &mut Conn,
    (workspace, model): (&str, &str),
    (after, most): (i64, i64),
) -> Result<Vec<(i64, Vec<u8>)>, DatabaseError> {
    let theirs = search_chunks::workspace.eq(workspace).and(search_chunks::model.eq(model));
    Ok(search_chunks::table
        .filter(theirs.and(search_chunks::key.gt(after)))
        .order(search_chunks::key)
        .limit(most)
        .select((search_chunks::key, search_chunks::vector))
        .load(connection)?)
}

/// Which pieces.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// These, as far as they are there.
    These(&'a [i64]),
    /// The newest, so many.
    Newest(i64),
    /// So many that are nearest to a meaning, by the index of the database: more or less, in any order.
    Nearest(&'a [f32], i64),
}

/// Pieces that may be shown, as they are now; the newest first where they are not sought by what is near.
pub fn readable(
    connection: &mut Conn,
    (readable, model): (&Readable, &str),
    which: Which<'_>,
) -> Result<Vec<Chunk>, DatabaseError> {
    let columns = "c.key AS key, c.entry AS entry, e.kind AS kind, e.subject AS subject, \
        c.text AS text, c.vector AS vector";
    let query = question(connection.engine(), columns, which);
    let bound = bound(query, (readable, model), which);
    if matches!(which, Which::Nearest(..)) {
        connection.batch_execute(neighbours::WALK)?;
    }
    Ok(bound.load(connection)?)
}

/// The keys of up to `most` pieces that may be shown, the newest first.
pub fn readable_keys(
    connection: &mut Conn,
    (readable, model): (&Readable, &str),
    most: i64,
) -> Result<Vec<i64>, DatabaseError> {
    let query = question(connection.engine(), "c.key AS key", Which::Newest(most));
    let bound = bound(query, (readable, model), Which::Newest(most));
    let keys: Vec<Key> = bound.load(connection)?;
    Ok(keys.into_iter().map(|key| key.key).collect())
}

/// Pieces that may be shown.
fn question(engine: Engine, columns: &str, which: Which<'_>) -> String {
    let (condition, last) = (Readable::condition(engine, 3), Readable::PARAMETERS + 3);
    let near = match which {
        Which::Nearest(vector, _) => {
            format!("JOIN search_near n ON n.chunk = c.key AND n.dimensions = {}", vector.len())
        }
        _ => String::new(),
    };
    let which = match (which, engine) {
        (Which::Newest(_), _) => format!("ORDER BY c.key DESC LIMIT ${last}"),
        (Which::Nearest(vector, most), _) => format!(
            "ORDER BY n.embedding::halfvec({0}) <#> ${last}::halfvec({0}) LIMIT {most}",
            vector.len()
        ),
        (Which::These(_), Engine::Sqlite) => {
            format!("AND c.key IN (SELECT value FROM json_each(${last})) ORDER BY c.key DESC")
        }
        (Which::These(_), Engine::Postgres) => format!(
            "AND c.key IN (SELECT jsonb_array_elements_text(${last}::jsonb)::bigint) \
             ORDER BY c.key DESC"
        ),
    };
    format!(
        "SELECT {columns} FROM search_chunks c JOIN search_entries e ON e.key = c.entry {near} \
         WHERE c.workspace = $1 AND c.model = $2 \
         AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.entry = c.entry) \
         AND {condition} {which}"
    )
}

/// A question with what it is about.
fn bound(query: String, (readable, model): (&Readable, &str), which: Which<'_>) -> Bound {
    let query = diesel::sql_query(query).into_boxed::<Sql>();
    let query = query.bind::<Text, _>(readable.workspace.clone()).bind::<Text, _>(model.to_owned());
    let query = readable.bind(query);
    match which {
        Which::These(keys) => query.bind::<Text, _>(serde_json::Value::from(keys).to_string()),
        Which::Newest(most) => query.bind::<BigInt, _>(most),
        Which::Nearest(vector, _) => query.bind::<Text, _>(neighbours::text(vector)),
    }
}
