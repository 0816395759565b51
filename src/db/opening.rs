//! Opening connections to the engine that the settings name.

use std::path::PathBuf;
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::sql_types::Bool;
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use diesel_migrations::MigrationHarness;
use renexus_tables::migrations;
use tokio::runtime::Runtime;

use super::database::DatabaseSettings;
use super::engine::{self, Conn, PostgresSettings};
use super::error::DatabaseError;

/// File name of the database in the data folder.
const DATABASE_FILE: &str = "renexus.db";
/// The lock that keeps a second server away from a database, and migrations one after the other ("renexus").
const NODE_LOCK: i64 = 0x72_656e_6578_7573;
const MIGRATION_LOCK: i64 = NODE_LOCK + 1;
/// The lock of the node whose turn it is to write.
pub(super) const TURN_LOCK: i64 = NODE_LOCK + 2;
/// The lock that nodes share which cannot be heard.
pub(super) const APART_LOCK: i64 = NODE_LOCK + 3;

/// Opens connections, also again after one broke.
#[derive(Clone)]
pub(super) enum Opener {
    File(PathBuf),
    Server { settings: PostgresSettings, shared: bool, runtime: Arc<Runtime> },
}

impl Opener {
    /// Prepares for what the settings name.
    pub(super) fn new(settings: &DatabaseSettings) -> Result<Self, DatabaseError> {
        match &settings.postgres {
            None => Ok(Self::File(settings.folder.join(DATABASE_FILE))),
            Some(postgres) => Self::server(postgres.clone(), settings.shared),
        }
    }

    /// Prepares for a server.
    pub(super) fn server(settings: PostgresSettings, shared: bool) -> Result<Self, DatabaseError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("db-network")
            .enable_all()
            .build()?;
        Ok(Self::Server { settings, shared, runtime: Arc::new(runtime) })
    }

    /// Brings the database to this version.
    pub(super) fn migrate(&self) -> Result<(), DatabaseError> {
        let migrated = match self {
            Self::File(_) => {
                let mut file = self.file()?;
                file.run_pending_migrations(migrations::SQLITE).map(|_| ())
            }
            Self::Server { settings, runtime, .. } => {
                let (mut link, _) =
                    engine::connect(settings, runtime).map_err(|error| self.closed(error))?;
                // Released with the connection.
                link.batch_execute(&format!(
                    "SET statement_timeout = 0; SET lock_timeout = 0; \
                     SELECT pg_advisory_lock({MIGRATION_LOCK})"
                ))?;
                link.run_pending_migrations(migrations::POSTGRES).map(|_| ())
            }
        };
        migrated.map_err(|error| self.closed(error))
    }

    /// The connection that writes. A server has one such node, or several that know of each other.
    pub(super) fn writer(&self) -> Result<Conn, DatabaseError> {
        let Self::Server { settings, runtime, shared } = self else {
            return Ok(self.file()?.into());
        };
        let link = engine::connect(settings, runtime).map_err(|error| self.closed(error))?;
        let mut connection = Conn::from(link);
        let how = if *shared { "_shared" } else { "" };
        let taken: Taken =
            diesel::sql_query(format!("SELECT pg_try_advisory_lock{how}({NODE_LOCK}) AS taken"))
                .get_result(&mut connection)?;
        match taken.taken {
            true => Ok(connection),
            false => Err(self.closed(match shared {
                true => "a server that knows of no others uses this database",
                false => "another server uses this database",
            })),
        }
    }

    /// A connection that writes beside that of the node.
    pub(super) fn guest(&self) -> Result<Conn, DatabaseError> {
        match self {
            Self::File(_) => Ok(self.file()?.into()),
            Self::Server { settings, runtime, .. } => {
                let link =
                    engine::connect(settings, runtime).map_err(|error| self.closed(error))?;
                Ok(link.into())
            }
        }
    }

    /// A connection that reads.
    pub(super) fn reader(&self) -> Result<Conn, DatabaseError> {
        match self {
            Self::File(_) => {
                let mut file = self.file()?;
                file.batch_execute("PRAGMA query_only = ON")?;
                Ok(file.into())
            }
            Self::Server { settings, runtime, .. } => {
                let (mut link, ended) =
                    engine::connect(settings, runtime).map_err(|error| self.closed(error))?;
                link.batch_execute("SET default_transaction_read_only = on")?;
                Ok((link, ended).into())
            }
        }
    }

    /// Every commit is synced to the disk: `synchronous = FULL` in the write-ahead log.
    fn file(&self) -> Result<SqliteConnection, DatabaseError> {
        let Self::File(path) = self else { return Err(self.closed("not a file")) };
        let name = path.to_str().ok_or_else(|| self.closed("the path is not UTF-8"))?;
        let mut connection =
            SqliteConnection::establish(name).map_err(|error| self.closed(error))?;
        connection
            .batch_execute(
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864;",
            )
            .map_err(|error| self.closed(error))?;
        Ok(connection)
    }

    fn closed(&self, reason: impl ToString) -> DatabaseError {
        let path = match self {
            Self::File(path) => path.display().to_string(),
            // The address holds a password.
            Self::Server { .. } => "database.url".to_owned(),
        };
        DatabaseError::Open { path, reason: reason.to_string() }
    }
}

#[derive(diesel::QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}
