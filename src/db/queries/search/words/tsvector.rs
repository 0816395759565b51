//! Words in PostgreSQL's vectors.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::super::readable::Bound;
use super::{AnyOf, Hit, RANKED, Readable, Sought, Within, titles_first};
use crate::db::engine::{Engine, Sql};
use crate::db::{Conn, DatabaseError};
use crate::search::vector;

/// What a word tells in a text (D) and in a title (A), and by how much long texts tell less:
/// 1 divides by the logarithm of their length.
const WEIGHTS: &str = "'{0.1, 0.1, 0.1, 0.8}'";
const LENGTH: &str = "1";
/// How much more a whole word tells than the beginning of one.
const WHOLE: &str = "4";

/// Of this many entries, the newest of a workspace, so many have to have the words for all entries to be looked at from
/// the newest on. Otherwise the index of words tells which do: it brings all at once.
const SAMPLE: usize = 500;
const OFTEN: usize = 125;

/// Writes the words of an entry. The database adds that of its workspace, [`vector::home`].
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
    most: usize,
) -> Result<Vec<Hit>, DatabaseError> {
    let rank = |within| ranked(connection, (sought, within), readable);
    let mut found = titles_first(rank, |hit| hit.key)?;
    found.truncate(most);
    Ok(found)
}

/// The newest entries that may be shown, the best first.
fn ranked(
    connection: &mut Conn,
    (sought, within): (&Sought, Within),
    readable: &Readable,
) -> Result<Vec<Hit>, DatabaseError> {
    let Some(asked) = Asked::new(sought, &readable.workspace) else { return Ok(Vec::new()) };
    let condition = Readable::condition(Engine::Postgres, 1 + Asked::PARAMETERS);
    let newest = format!("{condition} ORDER BY e.key DESC LIMIT {RANKED}");
    let found = match within {
        Within::Title => {
            format!("SELECT e.key FROM search_titles($2::tsquery, $3::tsquery) e WHERE {newest}")
        }
        // Only one of the two halves is run.
        Within::Anywhere => format!(
            "WITH sample AS ( \
               SELECT count(*) FILTER (WHERE e.words @@ $3::tsquery AND {condition}) >= {OFTEN} AS often \
               FROM (SELECT words, workspace, resource_kind, resource FROM search_entries \
                 WHERE workspace = $5 ORDER BY key DESC LIMIT {SAMPLE}) e) \
             (SELECT e.key FROM search_entries e \
               WHERE (SELECT often FROM sample) AND e.words @@ $3::tsquery AND {newest}) \
             UNION ALL \
             (SELECT e.key FROM search_anywhere($3::tsquery) e \
               WHERE NOT (SELECT often FROM sample) AND {newest})"
        ),
    };
    let query = format!(
        "SELECT f.key AS key, w.kind AS kind, w.subject AS subject FROM ({found}) f, LATERAL \
           (SELECT kind, subject, words FROM search_entries WHERE key = f.key OFFSET 0) w \
         ORDER BY ts_rank({WEIGHTS}, w.words, $1::tsquery, {LENGTH}) \
           + {WHOLE} * ts_rank({WEIGHTS}, w.words, $4::tsquery, {LENGTH}) DESC, f.key DESC"
    );
    let query = diesel::sql_query(query).into_boxed::<Sql>();
    Ok(readable.bind(asked.bind(query)).load(connection)?)
}

/// A question in the words of PostgreSQL.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    /// All that is wanted.
    wanted: String,
    /// The same in the workspace that is searched.
    here: String,
    /// The same without what is not wanted.
    all: String,
    /// Every word that was asked for, as a whole: what has them comes first.
    whole: String,
}

impl Asked {
    const PARAMETERS: usize = 4;

    /// Nothing when nothing is asked for.
    fn new(sought: &Sought, workspace: &str) -> Option<Self> {
        let wanted: Vec<_> = sought.wanted.iter().filter_map(one_of).collect();
        let wanted = wanted.join(" & ");
        if wanted.is_empty() {
            return None;
        }
        let here = format!("{} & {wanted}", vector::home(workspace));
        let mut all = here.clone();
        for text in sought.unwanted.iter().filter_map(|text| vector::phrase(text, false)) {
            all = format!("({all}) & !{text}");
        }
        let whole = sought.wanted.iter().flatten();
        let whole: Vec<_> = whole.filter_map(|text| vector::phrase(text, false)).collect();
        Some(Self { wanted, here, all, whole: whole.join(" | ") })
    }

    fn bind(self, query: Bound) -> Bound {
        query
            .bind::<Text, _>(self.wanted)
            .bind::<Text, _>(self.here)
            .bind::<Text, _>(self.all)
            .bind::<Text, _>(self.whole)
    }
}

fn one_of(any: &AnyOf) -> Option<String> {
    let ways: Vec<_> = any.iter().filter_map(|text| vector::phrase(text, true)).collect();
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
        let asked = Asked::new(&sought, "it's").unwrap();
        let here = "'=it''s' & (('a' <-> 'b':*))";
        assert_eq!((asked.wanted.as_str(), asked.here.as_str()), ("(('a' <-> 'b':*))", here));
        assert_eq!(asked.all, format!("({here}) & !('x')"));
        assert_eq!(asked.whole, "('a' <-> 'b')");
        assert_eq!(Asked::new(&Sought::default(), "studio"), None);
    }
}
