//! Which tables there are, as the engine itself tells it: a table that is added is copied without a word here.

use crate::db::Conn;
use crate::db::engine::{Engine, Kind, Value};

use super::error::CopyError;

/// What an engine keeps for itself, and what is made anew from the rest: the ledger and the number of the last settled
/// frame belong to one file, search is filled at the next start, holds end with whoever set them.
const LEFT_OUT: [&str; 8] = [
    "__diesel_schema_migrations",
    "blob_holds",
    "ledger",
    "settled",
    "search_chunks",
    "search_entries",
    "search_spellings",
    "search_stale",
];

/// Beginnings of names of tables that are left out as well.
const LEFT_OUT_FAMILIES: [&str; 3] = ["sqlite_", "search_near", "search_words"];

/// Tables, their columns in order, the type of each, and its place in the primary key.
const SQLITE: &str = "SELECT t.name, c.name, c.type, c.pk - 1 FROM sqlite_master t, pragma_table_info(t.name) c \
     WHERE t.type = 'table' ORDER BY t.name, c.cid";
const POSTGRES: &str = "SELECT t.relname::text, c.attname::text, format_type(c.atttypid, NULL), \
     COALESCE(array_position(k.indkey::int2[], c.attnum), -1)::bigint \
     FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped \
     LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary \
     WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace \
     ORDER BY t.relname::text COLLATE \"C\", c.attnum";

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Which columns are the primary key, in its order.
    pub(super) key: Vec<usize>,
}

impl Table {
    /// The names of its columns.
    pub(super) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// The names of its columns as SQL has them.
    pub(super) fn list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// Its name as SQL has it.
    pub(super) fn quoted(&self) -> String {
        quoted(&self.name)
    }

    /// The names of its primary key as SQL has them.
    pub(super) fn key_list(&self) -> String {
        let names = self.key.iter().filter_map(|index| self.columns.get(*index));
        names.map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// Whether rows may be large.
    pub(super) fn is_heavy(&self) -> bool {
        self.columns.iter().any(|column| column.kind == Kind::Binary)
    }
}

/// A name as SQL has it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table that is copied, by name.
pub(super) fn tables(connection: &mut Conn) -> Result<Vec<Table>, CopyError> {
    let sql = match connection.engine() {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut keys: Vec<(i64, usize)> = Vec::new();
    for row in connection.select(sql, Vec::new())? {
        let [Some(Value::Text(table)), Some(Value::Text(name)), Some(Value::Text(kind)), place] =
            row.as_slice()
        else {
            return Err(CopyError::Broken("the engine does not name its tables".into()));
        };
        if is_left_out(table) {
            continue;
        }
        if tables.last().is_none_or(|last| last.name != *table) {
            keys.clear();
            tables.push(Table { name: table.clone(), columns: Vec::new(), key: Vec::new() });
        }
        let Some(last) = tables.last_mut() else { continue };
        if let Some(Value::Long(place)) = place
            && *place >= 0
        {
            keys.push((*place, last.columns.len()));
            keys.sort_unstable();
            last.key = keys.iter().map(|(_, index)| *index).collect();
        }
        let kind = kind_of(kind)
            .ok_or_else(|| CopyError::Broken(format!("`{table}.{name}` is of type {kind}")))?;
        last.columns.push(Column { name: name.clone(), kind });
    }
    match tables.iter().find(|table| table.key.is_empty()) {
        Some(table) => Err(CopyError::Broken(format!("`{}` has no primary key", table.name))),
        None => Ok(tables),
    }
}

fn is_left_out(table: &str) -> bool {
    LEFT_OUT.contains(&table) || LEFT_OUT_FAMILIES.iter().any(|start| table.starts_with(start))
}

fn kind_of(declared: &str) -> Option<Kind> {
    Some(match declared.to_ascii_lowercase().as_str() {
        "boolean" => Kind::Bool,
        // SQLite's word for the key of a row, which has 64 bits; whoever has 32 finds room in them.
        "integer" | "bigint" | "smallint" => Kind::Long,
        "double" | "double precision" | "real" => Kind::Double,
        "text" => Kind::Text,
        "blob" | "bytea" => Kind::Binary,
        "date" => Kind::Date,
        "timestamp" | "timestamp without time zone" => Kind::Timestamp,
        _ => return None,
    })
}

/// The migrations that made the tables.
pub(super) fn migrations(connection: &mut Conn) -> Result<Vec<String>, CopyError> {
    let sql = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    let rows = connection.select(sql, Vec::new())?;
    let versions = rows.into_iter().filter_map(|mut row| match row.pop() {
        Some(Some(Value::Text(version))) => Some(version),
        _ => None,
    });
    Ok(versions.collect())
}

/// How many rows a table has.
pub(super) fn rows(connection: &mut Conn, table: &Table) -> Result<u64, CopyError> {
    let sql = format!("SELECT count(*) FROM {}", table.quoted());
    let row = connection.select(&sql, Vec::new())?.pop().and_then(|mut row| row.pop());
    match row {
        Some(Some(Value::Long(rows))) => Ok(u64::try_from(rows).unwrap_or_default()),
        _ => Err(CopyError::Broken(format!("`{}` cannot be counted", table.name))),
    }
}
