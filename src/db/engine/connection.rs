//! A connection to one of the engines.

use diesel::SqliteConnection;
use diesel::connection::{
    AnsiTransactionManager, CacheSize, Connection, ConnectionSealed, Instrumentation,
    LoadConnection, SimpleConnection, TransactionManager,
};
use diesel::expression::QueryMetadata;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::result::{ConnectionError, ConnectionResult, DatabaseErrorKind, Error, QueryResult};

use super::backend::Sql;
use super::postgres::{self, Ended, PgLink};
use super::row::SqlRow;
use super::sqlite;
use super::statement::Statement;

/// What keeps the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A server.
    Postgres,
}

/// The connection that queries are written for.
pub struct Conn {
    pub(super) link: Link,
    transactions: AnsiTransactionManager,
    is_broken: bool,
    /// On a server: whether the connection is known to have ended.
    ended: Option<Ended>,
}

pub(super) enum Link {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgLink>),
}

impl Conn {
    fn around(link: Link) -> Self {
        Self {
            link,
            transactions: AnsiTransactionManager::default(),
            is_broken: false,
            ended: None,
        }
    }

    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether the server is gone, or the connection to it; another has to be opened.
    pub fn is_broken(&self) -> bool {
        self.is_broken || self.ended.as_ref().is_some_and(Ended::is_so)
    }

    /// Remembers that the connection broke.
    pub(super) fn noted<R>(&mut self, result: QueryResult<R>) -> QueryResult<R> {
        use DatabaseErrorKind::{ClosedConnection, ReadOnlyTransaction, UnableToSendCommand};
        let result = result.map_err(told_apart);
        if let Err(Error::DatabaseError(kind, _)) = &result {
            // A server that was the primary takes no writes any more: another host is asked.
            self.is_broken |=
                matches!(kind, ClosedConnection | UnableToSendCommand | ReadOnlyTransaction);
        }
        result
    }

    /// Runs `job` on one snapshot: whatever others write meanwhile, it sees none of it.
    pub fn snapshot<R, E: From<Error>>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<R, E>,
    ) -> Result<R, E> {
        // Inside of a transaction there is one already.
        let state = AnsiTransactionManager::transaction_manager_status_mut(self);
        if state.transaction_depth().is_ok_and(|depth| depth.is_some()) {
            return job(self);
        }
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.within(begin, job)
    }

    /// Runs `job` in a transaction that may write. SQLite takes its lock at once, so that
    /// what was read is still true when it writes.
    pub fn write<R, E: From<Error>>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<R, E>,
    ) -> Result<R, E> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        self.within(begin, job)
    }

    /// The same on a server, with what is to happen first behind its BEGIN.
    pub fn write_after<R, E: From<Error>>(
        &mut self,
        begin: &str,
        job: impl FnOnce(&mut Self) -> Result<R, E>,
    ) -> Result<R, E> {
        self.within(begin, job)
    }

    fn within<R, E: From<Error>>(
        &mut self,
        begin: &str,
        job: impl FnOnce(&mut Self) -> Result<R, E>,
    ) -> Result<R, E> {
        if let Err(error) = AnsiTransactionManager::begin_transaction_sql(self, begin) {
            self.is_broken |= matches!(error, Error::BrokenTransactionManager);
            // What stands behind BEGIN may have failed, and the transaction is there.
            if self.engine() == Engine::Postgres && self.batch_execute("ROLLBACK").is_err() {
                self.is_broken = true;
            }
            return Err(error.into());
        }
        match job(self) {
            Ok(value) => match AnsiTransactionManager::commit_transaction(self) {
                Ok(()) => Ok(value),
                Err(Error::RollbackErrorOnCommit { commit_error, .. }) => {
                    self.is_broken = true;
                    Err((*commit_error).into())
                }
                Err(error) => Err(error.into()),
            },
            Err(error) => {
                // SQLite ends a transaction by itself when the disk is full, and a server with its
                // connection: Diesel would call the connection broken for good.
                if AnsiTransactionManager::rollback_transaction(self).is_err() {
                    self.is_broken = true;
                }
                Err(error)
            }
        }
    }
}

impl From<SqliteConnection> for Conn {
    fn from(connection: SqliteConnection) -> Self {
        Self::around(Link::Sqlite(Box::new(connection)))
    }
}

impl From<(PgLink, Ended)> for Conn {
    fn from((link, ended): (PgLink, Ended)) -> Self {
        Self { ended: Some(ended), ..Self::around(Link::Postgres(Box::new(link))) }
    }
}

/// A server says with its last words why it ends a connection; Diesel hears nothing special in it.
fn told_apart(error: Error) -> Error {
    match error {
        Error::DatabaseError(DatabaseErrorKind::Unknown, told)
            if told.message().starts_with("terminating connection") =>
        {
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, told)
        }
        other => other,
    }
}

impl SimpleConnection for Conn {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        let result = match &mut self.link {
            Link::Sqlite(connection) => connection.batch_execute(query),
            Link::Postgres(link) => link.batch_execute(query),
        };
        self.noted(result)
    }
}

impl ConnectionSealed for Conn {}

impl Connection for Conn {
    type Backend = Sql;
    type TransactionManager = AnsiTransactionManager;

    /// Opens a file of SQLite; a server needs settings, see `Database::open`.
    fn establish(path: &str) -> ConnectionResult<Self> {
        if path.starts_with("postgres") {
            return Err(ConnectionError::BadConnection(
                "a server is opened by its settings".into(),
            ));
        }
        SqliteConnection::establish(path).map(Self::from)
    }

    fn execute_returning_count<T: QueryFragment<Sql> + QueryId>(
        &mut self,
        source: &T,
    ) -> QueryResult<usize> {
        let statement = Statement::of(source, self.engine())?;
        let result = match &mut self.link {
            Link::Sqlite(connection) => sqlite::execute(connection, &statement),
            Link::Postgres(link) => postgres::execute(link, &statement),
        };
        self.noted(result)
    }

    fn transaction_state(&mut self) -> &mut AnsiTransactionManager {
        &mut self.transactions
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        match &mut self.link {
            Link::Sqlite(connection) => connection.instrumentation(),
            Link::Postgres(link) => link.instrumentation(),
        }
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        match &mut self.link {
            Link::Sqlite(connection) => connection.set_instrumentation(instrumentation),
            Link::Postgres(link) => link.set_instrumentation(instrumentation),
        }
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        match &mut self.link {
            Link::Sqlite(connection) => connection.set_prepared_statement_cache_size(size),
            Link::Postgres(link) => link.set_prepared_statement_cache_size(size),
        }
    }
}

impl LoadConnection for Conn {
    type Cursor<'conn, 'query> = Answer;
    type Row<'conn, 'query> = SqlRow;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Answer>
    where
        T: Query + QueryFragment<Sql> + QueryId + 'query,
        Sql: QueryMetadata<T::SqlType>,
    {
        let statement = Statement::of(&source, self.engine())?;
        let rows = match &mut self.link {
            Link::Sqlite(connection) => sqlite::load(connection, statement),
            Link::Postgres(link) => postgres::load(link, statement),
        };
        Ok(Answer(self.noted(rows)?.into_iter()))
    }
}

/// The rows of an answer.
pub struct Answer(std::vec::IntoIter<SqlRow>);

impl Iterator for Answer {
    type Item = QueryResult<SqlRow>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(Ok)
    }
}
