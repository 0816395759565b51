//! Words in SQLite's FTS5.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{AnyOf, Hit, RANKED, Readable, Sought, Within, titles_first};
use crate::db::engine::{Engine, Sql};
use crate::db::{Conn, DatabaseError};
use crate::search::terms;

/// How much more a word in a title tells than one in a text.
const TITLE_WEIGHT: &str = "8.0";

/// Writes the words of an entry.
pub(super) fn put(
    connection: &mut Conn,
    key: i64,
    (title, body): (&str, &str),
) -> Result<(), DatabaseError> {
    diesel::sql_query("DELETE FROM search_words WHERE rowid = ?")
        .bind::<BigInt, _>(key)
        .execute(connection)?;
    diesel::sql_query("INSERT INTO search_words (rowid, title, body) VALUES (?, ?, ?)")
        .bind::<BigInt, _>(key)
        .bind::<Text, _>(terms::indexed(title))
        .bind::<Text, _>(terms::indexed(body))
        .execute(connection)?;
    Ok(())
}

/// Just a key.
#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = BigInt)]
    key: i64,
}

/// Up to `most` entries that may be shown, the best first. Rights are asked about from the best on, until there are
/// enough: a common word stands in many thousand entries.
pub(super) fn best(
    connection: &mut Conn,
    sought: &Sought,
    readable: &Readable,
    most: usize,
) -> Result<Vec<Hit>, DatabaseError> {
    let expression = |within| expression(sought, within);
    let ranked = titles_first(|within| ranked(connection, expression(within)), |key| *key)?;
    let mut found = Vec::new();
    for keys in ranked.chunks(most.max(1)) {
        found.extend(shown(connection, keys, readable)?);
        if found.len() >= most {
            found.truncate(most);
            return Ok(found);
        }
    }
    if ranked.len() < RANKED {
        return Ok(found);
    }
    // Most of it is closed to them, or of other workspaces.
    let open = |within| open(connection, expression(within), readable);
    let mut found = titles_first(open, |hit| hit.key)?;
    found.truncate(most);
    Ok(found)
}

/// The keys of the newest entries, whoever may see them, the best first.
fn ranked(connection: &mut Conn, expression: Option<String>) -> Result<Vec<i64>, DatabaseError> {
    let Some(expression) = expression else { return Ok(Vec::new()) };
    let query = format!(
        "SELECT key FROM (SELECT rowid AS key, bm25(search_words, {TITLE_WEIGHT}, 1.0) AS score \
           FROM search_words WHERE search_words MATCH $1 ORDER BY rowid DESC LIMIT {RANKED}) \
         ORDER BY score, key DESC"
    );
    let query = diesel::sql_query(query).bind::<Text, _>(expression);
    let keys: Vec<Key> = query.load(connection)?;
    Ok(keys.into_iter().map(|key| key.key).collect())
}

/// Those of some entries that may be shown, in their order.
fn shown(
    connection: &mut Conn,
    keys: &[i64],
    readable: &Readable,
) -> Result<Vec<Hit>, DatabaseError> {
    let condition = Readable::condition(Engine::Sqlite, 2);
    let query = format!(
        "SELECT e.key AS key, e.kind AS kind, e.subject AS subject \
         FROM json_each($1) wanted CROSS JOIN search_entries e ON e.key = wanted.value \
         WHERE {condition} ORDER BY wanted.key"
    );
    let keys = serde_json::Value::from(keys).to_string();
    let query = diesel::sql_query(query).into_boxed::<Sql>().bind::<Text, _>(keys);
    Ok(readable.bind(query).load(connection)?)
}

/// The newest entries that may be shown, the best first.
fn open(
    connection: &mut Conn,
    expression: Option<String>,
    readable: &Readable,
) -> Result<Vec<Hit>, DatabaseError> {
    let Some(expression) = expression else { return Ok(Vec::new()) };
    let condition = Readable::condition(Engine::Sqlite, 2);
    let query = format!(
        "SELECT key, kind, subject FROM (SELECT e.key AS key, e.kind AS kind, e.subject AS subject, \
           bm25(search_words, {TITLE_WEIGHT}, 1.0) AS score \
           FROM search_words CROSS JOIN search_entries e ON e.key = search_words.rowid \
           WHERE search_words MATCH $1 AND {condition} ORDER BY search_words.rowid DESC LIMIT {RANKED}) \
         ORDER BY score, key DESC"
    );
    let query = diesel::sql_query(query).into_boxed::<Sql>().bind::<Text, _>(expression);
    Ok(readable.bind(query).load(connection)?)
}

/// The question in the words of FTS5. Whole words count twice, so that they come before beginnings.
fn expression(sought: &Sought, within: Within) -> Option<String> {
    let wanted: Vec<_> = sought.wanted.iter().filter_map(one_of).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut all = wanted.join(" AND ");
    if within == Within::Title {
        all = format!("title : ({all})");
    }
    for text in sought.unwanted.iter().filter_map(|text| terms::sought(text)) {
        all = format!("({all}) NOT {}", quoted(&text));
    }
    Some(all)
}

fn one_of(any: &AnyOf) -> Option<String> {
    let ways = any.iter().filter_map(|text| terms::sought(text));
    let ways = ways.map(|text| format!("{0} OR {0} *", quoted(&text)));
    let ways: Vec<_> = ways.collect();
    (!ways.is_empty()).then(|| format!("({})", ways.join(" OR ")))
}

/// A phrase; inside of quotes nothing means anything else.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace(['"', '\0'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_type_is_syntax() {
        let sought = Sought {
            wanted: vec![vec!["a\" OR b".into()], vec!["--".into()], vec!["日本語".into()]],
            unwanted: vec!["NEAR(x)".into()],
        };
        let expected = "((\"a  OR b\" OR \"a  OR b\" *) AND \
                        (\"日本 本語\" OR \"日本 本語\" *)) NOT \"NEAR(x)\"";
        assert_eq!(expression(&sought, Within::Anywhere).unwrap(), expected);
        let expected = "(title : ((\"a  OR b\" OR \"a  OR b\" *) AND \
                        (\"日本 本語\" OR \"日本 本語\" *))) NOT \"NEAR(x)\"";
        assert_eq!(expression(&sought, Within::Title).unwrap(), expected);
        assert_eq!(expression(&Sought::default(), Within::Anywhere), None);
    }
}
