//! Words in PostgreSQL's vectors.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::{AnyOf, Hit, Readable, Sought};
use crate::db::engine::{Engine, Sql};
use crate::db::{Conn, DatabaseError};
use crate::search::vector;

/// What a word tells in a text (D) and in a title (A), and by how much long texts tell less:
/// 1 divides by the logarithm of their length.
const WEIGHTS: &str = "'{0.1, 0.1, 0.1, 0.8}'";
const LENGTH: &str = "1";
/// How much more a whole word tells than the beginning of one.
const WHOLE: &str = "4";

/// Writes the words of an entry.
pub(super) fn put(
    connection: &mut Conn,
    key: i64,
    (title, body): (&str, &str),
) -> Result<(), DatabaseError> {
    diesel::sql_query("UPDATE search_entries SET words = $1::tsvector WHERE key = $2")
        .bind::<Text, _>(vector::vector(title, body))
        .bind::<BigInt, _>(key)
        .execute(connection)?;
    Ok(())
}

/// Up to `most` entries that may be shown, the best first.
pub(super) fn best(
    connection: &mut Conn,
    sought: &Sought,
    readable: &Readable,
    most: i64,
) -> Result<Vec<Hit>, DatabaseError> {
    let Some(expression) = expression(sought) else { return Ok(Vec::new()) };
    let whole = whole(sought);
    let (condition, limit) = (Readable::condition(Engine::Postgres, 3), Readable::PARAMETERS + 3);
    let query = format!(
        "SELECT e.key AS key, e.kind AS kind, e.subject AS subject \
         FROM search_entries e, (SELECT $1::tsquery AS words, $2::tsquery AS whole) q \
         WHERE e.words @@ q.words AND {condition} \
         ORDER BY ts_rank({WEIGHTS}, e.words, q.words, {LENGTH}) \
           + {WHOLE} * ts_rank({WEIGHTS}, e.words, q.whole, {LENGTH}) DESC, \
           e.key DESC LIMIT ${limit}"
    );
    let query = diesel::sql_query(query).into_boxed::<Sql>();
    let query = query.bind::<Text, _>(expression).bind::<Text, _>(whole);
    Ok(readable.bind(query).bind::<BigInt, _>(most).load(connection)?)
}

/// Every word that was asked for, as a whole: what has them comes first.
fn whole(sought: &Sought) -> String {
    let words = sought.wanted.iter().flatten().filter_map(|text| vector::phrase(text, false));
    words.collect::<Vec<_>>().join(" | ")
}

/// The question in the words of PostgreSQL.
fn expression(sought: &Sought) -> Option<String> {
    let wanted: Vec<_> = sought.wanted.iter().filter_map(one_of).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut all = wanted.join(" & ");
    for text in sought.unwanted.iter().filter_map(|text| vector::phrase(text, false)) {
        all = format!("({all}) & !{text}");
    }
    Some(all)
}

fn one_of(any: &AnyOf) -> Option<String> {
    let ways = any.iter().filter_map(|text| vector::phrase(text, true));
    let ways: Vec<_> = ways.collect();
    (!ways.is_empty()).then(|| format!("({})", ways.join(" | ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_type_is_syntax() {
        let sought = Sought {
            wanted: vec![vec!["a' | b".into()], vec!["--".into()]],
            unwanted: vec!["!(x)".into()],
        };
        let expected = "((('a' <-> 'b':*))) & !('x')";
        assert_eq!(expression(&sought).unwrap(), expected);
        assert_eq!(expression(&Sought::default()), None);
    }
}
