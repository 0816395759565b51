//! An installation as it is written: all of it in one transaction, or nothing.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use diesel::connection::SimpleConnection;
use renexus_tables::rows::JournalRow;

use super::error::CopyError;
use super::installation::Parts;
use super::shape::{self, Table, quoted};
use super::{About, Contents, Pieces, Row, Sink, Source, Watch, cell};
use crate::db::engine::{Engine, Value};
use crate::db::queries::{journal, ledger};
use crate::db::{Conn, Database};
use crate::files::key::BlobKey;

/// Values of one INSERT: below SQLite's 32,766.
const VALUES_AT_ONCE: usize = 30_000;
/// The table that edits of the log go into.
const JOURNAL: &str = "journal";

/// Foreign keys of PostgreSQL, with the tables that have them.
const FOREIGN_KEYS: &str = "SELECT conrelid::regclass::text, conname::text FROM pg_constraint \
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
/// Columns that PostgreSQL counts by itself, and which do not know of rows that bring their own number.
const COUNTED: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
     WHERE table_schema = current_schema() AND is_identity = 'YES'";

/// Writes everything that a source tells into a database that is open and empty.
pub fn receive(
    database: &Database,
    parts: Parts,
    mut source: Box<dyn Source>,
    watch: Watch,
) -> impl Future<Output = Result<Contents, CopyError>> + Send + 'static {
    database.commit(move |connection| {
        let mut receiver = Receiver::begin(connection, parts)?;
        let received = source.pour(&mut receiver, &watch);
        let received = received.and_then(|contents| receiver.finish(&contents).map(|()| contents));
        // The rows go with the transaction.
        received.inspect_err(|_| receiver.forget_blobs())
    })
}

struct Receiver<'a> {
    connection: &'a mut Conn,
    parts: Parts,
    tables: BTreeMap<String, Table>,
    /// The table that rows go into now.
    current: Option<Table>,
    /// Signing keys, which are written last.
    keys: Vec<(String, Vec<u8>)>,
    /// Blobs that were written.
    written: Vec<BlobKey>,
}

impl<'a> Receiver<'a> {
    fn begin(connection: &'a mut Conn, parts: Parts) -> Result<Self, CopyError> {
        match connection.engine() {
            Engine::Sqlite => connection.batch_execute("PRAGMA defer_foreign_keys = ON")?,
            Engine::Postgres => {
                connection.batch_execute(
                    "SET LOCAL statement_timeout = 0; \
                     SET LOCAL idle_in_transaction_session_timeout = 0",
                )?;
                alter_keys(connection, "DEFERRABLE INITIALLY DEFERRED")?;
            }
        }
        let tables = shape::tables(connection)?;
        for table in &tables {
            if shape::rows(connection, table)? > 0 {
                return Err(CopyError::NotEmpty(format!("table `{}`", table.name)));
            }
        }
        if let Some(folder) = &parts.keys
            && fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
        {
            return Err(CopyError::NotEmpty(folder.display().to_string()));
        }
        let tables = tables.into_iter().map(|table| (table.name.clone(), table)).collect();
        Ok(Self { connection, parts, tables, current: None, keys: Vec::new(), written: Vec::new() })
    }

    /// Checks what came, and writes what may only be there when all is well.
    fn finish(&mut self, contents: &Contents) -> Result<(), CopyError> {
        match self.connection.engine() {
            Engine::Sqlite => check_keys(self.connection)?,
            Engine::Postgres => {
                self.connection.batch_execute("SET CONSTRAINTS ALL IMMEDIATE")?;
                alter_keys(self.connection, "NOT DEFERRABLE")?;
                count_on(self.connection)?;
            }
        }
        ledger::recount(self.connection)?;
        for (name, table) in &self.tables {
            let told = contents.tables.get(name).copied().unwrap_or_default();
            let told = if name == JOURNAL { told + contents.edits } else { told };
            let here = shape::rows(self.connection, table)?;
            if here != told {
                let what = format!("`{name}` has {here} rows, and {told} were told");
                return Err(CopyError::Broken(what));
            }
        }
        match &self.parts.keys {
            Some(folder) => write_keys(folder, &self.keys),
            None => Ok(()),
        }
    }

    /// Removes the blobs that came, of a copy that did not.
    fn forget_blobs(&mut self) {
        let Some(blobs) = &self.parts.blobs else { return };
        for key in self.written.drain(..) {
            if let Err(error) = self.parts.runtime.block_on(blobs.remove(&key)) {
                log::warn!("blob `{key}` is left over: {error}");
            }
        }
    }

    fn insert(&mut self, table: &Table, rows: &[Row]) -> Result<(), CopyError> {
        let mut values = Vec::with_capacity(rows.len() * table.columns.len());
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            if row.len() != table.columns.len() {
                return Err(CopyError::Broken(format!("a row of `{}` has a hole", table.name)));
            }
            let mut marks = Vec::with_capacity(row.len());
            for (column, json) in table.columns.iter().zip(row) {
                values.push(cell::bound(column.kind, json).ok_or_else(|| {
                    CopyError::Broken(format!("`{}.{}` does not fit", table.name, column.name))
                })?);
                marks.push(self.connection.mark(values.len()));
            }
            lines.push(format!("({})", marks.join(", ")));
        }
        let (name, list, lines) = (table.quoted(), table.list(), lines.join(", "));
        let sql = format!("INSERT INTO {name} ({list}) VALUES {lines}");
        self.connection.change(&sql, values)?;
        Ok(())
    }
}

impl Sink for Receiver<'_> {
    fn begin(&mut self, about: &About) -> Result<(), CopyError> {
        if shape::migrations(self.connection)? == about.migrations {
            return Ok(());
        }
        let (made, here) = (about.program.clone(), env!("CARGO_PKG_VERSION").to_owned());
        Err(CopyError::Version { made, here })
    }

    fn table(&mut self, name: &str, columns: &[String]) -> Result<(), CopyError> {
        let table = self.tables.get(name).filter(|table| {
            let mut ours = table.names();
            let mut theirs = columns.to_vec();
            ours.sort_unstable();
            theirs.sort_unstable();
            ours == theirs
        });
        let Some(table) = table else {
            return Err(CopyError::Broken(format!(
                "there is no table `{name}` with these columns"
            )));
        };
        let mut table = table.clone();
        // The same columns may stand in another order.
        table.columns.sort_by_key(|column| columns.iter().position(|name| *name == column.name));
        self.current = Some(table);
        Ok(())
    }

    fn rows(&mut self, rows: Vec<Row>) -> Result<(), CopyError> {
        let Some(table) = self.current.take() else {
            return Err(CopyError::Broken("rows of no table".into()));
        };
        for rows in rows.chunks((VALUES_AT_ONCE / table.columns.len().max(1)).max(1)) {
            self.insert(&table, rows)?;
        }
        self.current = Some(table);
        Ok(())
    }

    fn edits(&mut self, edits: Vec<JournalRow>) -> Result<(), CopyError> {
        match journal::settle(self.connection, edits)?.first() {
            Some(key) => Err(CopyError::Broken(format!("edits of the document {key} do not fit"))),
            None => Ok(()),
        }
    }

    fn key(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), CopyError> {
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.starts_with('.') || name.is_empty() || !name.chars().all(letter) {
            return Err(CopyError::Broken(format!("`{name}` is not the name of a key")));
        }
        self.keys.push((name.to_owned(), bytes));
        Ok(())
    }

    fn blob(&mut self, key: &BlobKey, bytes: Pieces<'_>) -> Result<(), CopyError> {
        let Some(blobs) = &self.parts.blobs else { return Ok(()) };
        let failed = |source| CopyError::Blob { key: key.to_string(), source };
        let runtime = &self.parts.runtime;
        // A writer that is dropped tells the store to forget it.
        let _inside = runtime.enter();
        let mut writer = runtime.block_on(blobs.begin(key)).map_err(failed)?;
        for piece in bytes {
            runtime.block_on(writer.write(piece?)).map_err(failed)?;
        }
        runtime.block_on(writer.finish()).map_err(failed)?;
        self.written.push(key.clone());
        Ok(())
    }
}

/// Rows refer to each other in any order while they come; PostgreSQL is told so for each foreign key.
fn alter_keys(connection: &mut Conn, how: &str) -> Result<(), CopyError> {
    for row in connection.select(FOREIGN_KEYS, Vec::new())? {
        if let [Some(Value::Text(table)), Some(Value::Text(name))] = row.as_slice() {
            let name = quoted(name);
            connection
                .batch_execute(&format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {how}"))?;
        }
    }
    Ok(())
}

fn check_keys(connection: &mut Conn) -> Result<(), CopyError> {
    let sql = "SELECT \"table\", \"parent\" FROM pragma_foreign_key_check";
    match connection.select(sql, Vec::new())?.first().map(Vec::as_slice) {
        Some([Some(Value::Text(table)), Some(Value::Text(parent)), ..]) => {
            Err(CopyError::Broken(format!("a row of `{table}` refers to none of `{parent}`")))
        }
        _ => Ok(()),
    }
}

/// Lets PostgreSQL go on counting behind the numbers that came.
fn count_on(connection: &mut Conn) -> Result<(), CopyError> {
    for row in connection.select(COUNTED, Vec::new())? {
        if let [Some(Value::Text(table)), Some(Value::Text(column))] = row.as_slice() {
            let (from, key) = (quoted(table), quoted(column));
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence('{from}', '{column}'), \
                 (SELECT COALESCE(MAX({key}), 0) + 1 FROM {from}), false)"
            );
            connection.select(&sql, Vec::new())?;
        }
    }
    Ok(())
}

fn write_keys(folder: &Path, keys: &[(String, Vec<u8>)]) -> Result<(), CopyError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(CopyError::file(folder))?;
    for (name, bytes) in keys {
        let path = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let written = file.and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(CopyError::file(&path))?;
    }
    Ok(())
}
