//! An installation as it is read: one snapshot of its tables, what its log holds beyond them, then its blobs.
//!
//! A server may be running. Its edits stand in the log first: the snapshot is taken, then the log
//! is read, so that whatever was acknowledged before the copy began stands in one of the two. Blobs
//! never change, and none is removed while the copy holds them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{SubsecRound, TimeDelta, Utc};
use futures_util::StreamExt;
use renexus_tables::rows::JournalRow;
use renexus_wire::id;
use tokio::runtime::Handle;

use super::error::CopyError;
use super::shape::{self, Column, Table};
use super::{About, Contents, Row, Sink, Source, Step, Watch, cell, count};
use crate::db::engine::{Engine, Value};
use crate::db::queries::{blob_holds, documents, kept_blobs, settled};
use crate::db::{Conn, DatabaseError, DatabaseSettings, Visitor};
use crate::files::blobs::{BlobError, Blobs};
use crate::files::key::BlobKey;
use crate::filing::portrait_key;
use crate::wal::{Stretch, Wal, WalError, WalSettings};

/// Rows that are read together: of heavy tables few, for each may have megabytes.
const ROWS_AT_ONCE: usize = 500;
const HEAVY_ROWS_AT_ONCE: usize = 16;
/// How often a snapshot is taken anew because the log moved on meanwhile.
const ATTEMPTS: usize = 50;
/// How long blobs are held when whoever copies dies, and how often that is renewed.
const HOLD: TimeDelta = TimeDelta::minutes(60);
const RENEWED: Duration = Duration::from_secs(600);

/// Where the parts of an installation are.
#[derive(Clone)]
pub struct Parts {
    /// Its rows.
    pub database: DatabaseSettings,
    /// What stands in front of them.
    pub log: WalSettings,
    /// Its signing keys, if they go along.
    pub keys: Option<PathBuf>,
    /// Its blobs, if they go along.
    pub blobs: Option<Arc<dyn Blobs>>,
    /// Waits for blobs.
    pub runtime: Handle,
}

/// An installation that is read.
pub struct Installation {
    visitor: Visitor,
    parts: Parts,
}

impl Installation {
    /// Reads these parts.
    pub fn new(parts: Parts) -> Result<Self, CopyError> {
        Ok(Self { visitor: Visitor::new(&parts.database)?, parts })
    }

    fn rows(
        &self,
        sink: &mut dyn Sink,
        watch: &Watch,
        contents: &mut Contents,
    ) -> Result<Vec<BlobKey>, CopyError> {
        let mut connection = self.visitor.reader()?;
        let mut before = None;
        for _ in 0..ATTEMPTS {
            let told = connection.snapshot(|connection| {
                let frame = settled::read(connection)?;
                let log = match self.log(connection, frame) {
                    // A running server moved a segment between the two looks.
                    Err(_) if before.replace(frame) != Some(frame) => return Ok(None),
                    log => log?,
                };
                tell(connection, log.as_ref(), (sink, watch), contents)?;
                Ok::<_, CopyError>(Some(keys(connection)?))
            })?;
            if let Some(keys) = told {
                return Ok(keys);
            }
        }
        Err(CopyError::Database(DatabaseError::Unfinished))
    }

    /// The log beside this snapshot of the tables. Its files are open from now on: a server that
    /// moves on takes nothing away.
    fn log(&self, connection: &mut Conn, frame: i64) -> Result<Option<Wal>, CopyError> {
        match connection.engine() {
            Engine::Sqlite => Ok(Some(Wal::view(&self.parts.log, frame)?)),
            Engine::Postgres => Ok(None),
        }
    }

    fn keys(&self, sink: &mut dyn Sink) -> Result<(), CopyError> {
        let Some(folder) = self.parts.keys.as_ref().filter(|folder| folder.is_dir()) else {
            return Ok(());
        };
        for entry in fs::read_dir(folder).map_err(CopyError::file(folder))? {
            let path = entry.map_err(CopyError::file(folder))?.path();
            if let Some(name) = path.file_name().and_then(|name| name.to_str())
                && path.is_file()
            {
                sink.key(name, fs::read(&path).map_err(CopyError::file(&path))?)?;
            }
        }
        Ok(())
    }

    fn blobs(
        &self,
        keys: &[BlobKey],
        (sink, watch): (&mut dyn Sink, &Watch),
        (hold, contents): (&mut Hold, &mut Contents),
    ) -> Result<(), CopyError> {
        let Some(blobs) = &self.parts.blobs else { return Ok(()) };
        watch(Step::Blobs(count(keys.len())));
        let runtime = &self.parts.runtime;
        for key in keys {
            hold.renew()?;
            let failed = |source| CopyError::Blob { key: key.to_string(), source };
            match runtime.block_on(blobs.read(key, None)) {
                Ok(mut stream) => {
                    let mut bytes = 0;
                    let mut pieces = std::iter::from_fn(|| {
                        let piece = runtime.block_on(stream.next())?;
                        Some(piece.map_err(failed).inspect(|piece| bytes += count(piece.len())))
                    });
                    sink.blob(key, &mut pieces)?;
                    contents.blobs += 1;
                    contents.blob_bytes += bytes;
                }
                Err(BlobError::Missing(_)) => contents.missing.push(key.to_string()),
                Err(error) => return Err(failed(error)),
            }
            watch(Step::Blob);
        }
        Ok(())
    }
}

impl Source for Installation {
    fn pour(&mut self, sink: &mut dyn Sink, watch: &Watch) -> Result<Contents, CopyError> {
        let mut contents = Contents::default();
        let mut hold = Hold::set(self.visitor.guest()?).map_err(other_version)?;
        let keys = self.rows(sink, watch, &mut contents)?;
        self.keys(sink)?;
        self.blobs(&keys, (sink, watch), (&mut hold, &mut contents))?;
        Ok(contents)
    }
}

/// Tells everything that stands in tables and log.
fn tell(
    connection: &mut Conn,
    log: Option<&Wal>,
    (sink, watch): (&mut dyn Sink, &Watch),
    contents: &mut Contents,
) -> Result<(), CopyError> {
    let engine = match connection.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let migrations = shape::migrations(connection)?;
    let program = env!("CARGO_PKG_VERSION").to_owned();
    sink.begin(&About { program, engine: engine.to_owned(), migrations })?;
    let tables = shape::tables(connection)?;
    let mut all = 0;
    for table in &tables {
        all += shape::rows(connection, table)?;
    }
    watch(Step::Rows(all));
    for table in &tables {
        watch(Step::Table(&table.name));
        sink.table(&table.name, &table.names())?;
        let rows = tell_table(connection, table, (sink, watch))?;
        contents.tables.insert(table.name.clone(), rows);
    }
    if let Some(log) = log {
        contents.edits = tell_edits(connection, log, sink)?;
    }
    Ok(())
}

/// Tells what the log holds beyond this snapshot of the tables, a document at a time.
fn tell_edits(connection: &mut Conn, log: &Wal, sink: &mut dyn Sink) -> Result<u64, CopyError> {
    let mut told = 0;
    for (document, in_tables) in documents::heads(connection, &log.documents())? {
        let mut head = in_tables;
        let mut edits = Vec::new();
        for stretch in log.tail(document)?.into_iter().filter(|stretch| stretch.seq > in_tables) {
            if stretch.from() != head {
                let hole = format!("journal of the document {document} has a hole after {head}");
                return Err(WalError::Damaged(hole).into());
            }
            head = stretch.seq;
            let Stretch { seq, count, body, .. } = stretch;
            edits.push(JournalRow { document, seq, count, body, sum: 0 });
        }
        if !edits.is_empty() {
            told += count(edits.len());
            sink.edits(edits)?;
        }
    }
    Ok(told)
}

/// Tells a table from key to key, so that little of it is in memory.
fn tell_table(
    connection: &mut Conn,
    table: &Table,
    (sink, watch): (&mut dyn Sink, &Watch),
) -> Result<u64, CopyError> {
    let most = if table.is_heavy() { HEAVY_ROWS_AT_ONCE } else { ROWS_AT_ONCE };
    let (mut told, mut last): (u64, Option<Row>) = (0, None);
    loop {
        let rows = page(connection, table, (last.as_ref(), most))?;
        let length = rows.len();
        last = rows
            .last()
            .map(|row| table.key.iter().filter_map(|index| row.get(*index).cloned()).collect());
        if length > 0 {
            sink.rows(rows)?;
            told += count(length);
            watch(Step::Moved(count(length)));
        }
        if length < most {
            return Ok(told);
        }
    }
}

/// The rows behind a key.
fn page(
    connection: &mut Conn,
    table: &Table,
    (behind, most): (Option<&Row>, usize),
) -> Result<Vec<Row>, CopyError> {
    let (name, list, keys) = (table.quoted(), table.list(), table.key_list());
    let mut values = Vec::new();
    let condition = match behind {
        None => String::new(),
        Some(row) => {
            let columns = table.key.iter().filter_map(|index| table.columns.get(*index));
            for (column, json) in columns.zip(row) {
                values.extend(cell::bound(column.kind, json));
            }
            let marks: Vec<_> = (1..=values.len()).map(|place| connection.mark(place)).collect();
            format!("WHERE ({keys}) > ({}) ", marks.join(", "))
        }
    };
    let sql = format!("SELECT {list} FROM {name} {condition}ORDER BY {keys} LIMIT {most}");
    let found = connection.select(&sql, values)?;
    found.into_iter().map(|row| written(table, row)).collect()
}

fn written(table: &Table, row: Vec<Option<Value>>) -> Result<Row, CopyError> {
    let cells = table.columns.iter().zip(row).map(|(column, value)| {
        cell::written(column.kind, value).ok_or_else(|| {
            let Table { name, .. } = table;
            let Column { name: column, kind } = column;
            CopyError::Broken(format!("`{name}.{column}` holds what is no {kind:?}"))
        })
    });
    cells.collect()
}

/// The keys of all blobs that rows of this snapshot name. Small pictures are made anew when somebody asks.
fn keys(connection: &mut Conn) -> Result<Vec<BlobKey>, CopyError> {
    let mut keys = Vec::new();
    for (workspace, id, ..) in kept_blobs::files(connection)? {
        keys.push(BlobKey::content(&workspace, &id));
    }
    for (workspace, upload, piece) in kept_blobs::pieces(connection)? {
        keys.push(BlobKey::piece(&workspace, &upload, &piece));
    }
    for address in kept_blobs::avatars(connection)? {
        // Others have their picture on a server of their own.
        keys.extend(portrait_key(&address).map(Ok));
    }
    let failed = |source| CopyError::Blob { key: String::new(), source };
    keys.into_iter().collect::<Result<_, _>>().map_err(failed)
}

/// A database without a table for holds is older than this program.
fn other_version(error: CopyError) -> CopyError {
    match error.to_string().contains("blob_holds") {
        true => CopyError::Broken(
            "the database is of an older version: use that version, or start this one on it first"
                .into(),
        ),
        false => error,
    }
}

/// Keeps blobs from being removed until it is dropped, or an hour after whoever holds them died.
struct Hold {
    connection: Conn,
    id: String,
    renewed: Instant,
}

impl Hold {
    fn set(connection: Conn) -> Result<Self, CopyError> {
        let mut hold = Self { connection, id: id::fresh(), renewed: Instant::now() };
        hold.write()?;
        Ok(hold)
    }

    fn renew(&mut self) -> Result<(), CopyError> {
        if self.renewed.elapsed() < RENEWED {
            return Ok(());
        }
        self.renewed = Instant::now();
        self.write()
    }

    fn write(&mut self) -> Result<(), CopyError> {
        let (id, until) = (self.id.clone(), Utc::now().naive_utc().trunc_subsecs(6) + HOLD);
        self.connection.write(|connection| Ok(blob_holds::set(connection, &id, until)?))
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let (id, now) = (self.id.clone(), Utc::now().naive_utc());
        let ended = self.connection.write(|connection| blob_holds::end(connection, &id, now));
        if let Err(error) = ended {
            log::warn!("blobs are held for an hour: {error}");
        }
    }
}
