//! Words in SQLite's FTS5.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{AnyOf, Hit, Readable, Sought};
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

/// How many times as many entries as are wanted are ranked before it is asked which of them may be shown.
const RANKED: i64 = 4;

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
    most: i64,
) -> Result<Vec<Hit>, DatabaseError> {
    let Some(expression) = expression(sought) else { return Ok(Vec::new()) };
    let (bound, wanted) = (most.saturating_mul(RANKED), usize::try_from(most).unwrap_or_default());
    let ranked = ranked(connection, &expression, bound)?;
    let mut found = Vec::new();
    for keys in ranked.chunks(wanted.max(1)) {
        found.extend(shown(connection, keys, readable)?);
        if found.len() >= wanted {
            found.truncate(wanted);
            return Ok(found);
        }
    }
    if i64::try_from(ranked.len()).is_ok_and(|ranked| ranked < bound) {
        return Ok(found);
    }
    // Most of it is closed to them, or of other workspaces.
    all(connection, expression, readable, most)
}

/// The keys of up to `most` entries, whoever may see them, the best first.
fn ranked(connection: &mut Conn, expression: &str, most: i64) -> Result<Vec<i64>, DatabaseError> {
    let query = format!(
        "SELECT rowid AS key FROM search_words WHERE search_words MATCH $1 \
         ORDER BY bm25(search_words, {TITLE_WEIGHT}, 1.0), rowid DESC LIMIT $2"
    );
    let query = diesel::sql_query(query).bind::<Text, _>(expression).bind::<BigInt, _>(most);
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

/// Up to `most` entries that may be shown, of all that have the words.
fn all(
    connection: &mut Conn,
    expression: String,
    readable: &Readable,
    most: i64,
) -> Result<Vec<Hit>, DatabaseError> {
    let (condition, limit) = (Readable::condition(Engine::Sqlite, 2), Readable::PARAMETERS + 2);
    let query = format!(
        "SELECT e.key AS key, e.kind AS kind, e.subject AS subject \
         FROM search_words CROSS JOIN search_entries e ON e.key = search_words.rowid \
         WHERE search_words MATCH $1 AND {condition} \
         ORDER BY bm25(search_words, {TITLE_WEIGHT}, 1.0), e.key DESC LIMIT ${limit}"
    );
    let query = diesel::sql_query(query).into_boxed::<Sql>().bind::<Text, _>(expression);
    Ok(readable.bind(query).bind::<BigInt, _>(most).load(connection)?)
}

/// The question in the words of FTS5. Whole words count twice, so that they come before beginnings.
fn expression(sought: &Sought) -> Option<String> {
    let wanted: Vec<_> = sought.wanted.iter().filter_map(one_of).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut all = wanted.join(" AND ");
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
        assert_eq!(expression(&sought).unwrap(), expected);
        assert_eq!(expression(&Sought::default()), None);
    }
}
