//! PostgreSQL behind the backend, without libpq.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::{Connection, LoadConnection, SimpleConnection};
use diesel::deserialize::FromSql;
use diesel::pg::{Pg, PgValue};
use diesel::result::{Error, QueryResult};
use diesel::row::{Field, Row};
use diesel::sql_types::{BigInt, Bool, Date, Double, Integer, Timestamp};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::{AsyncConnectionWrapper, BlockOn};
use tokio::runtime::{Handle, Runtime};
use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::row::SqlRow;
use super::statement::Statement;
use super::tls::{self, TlsError};
use super::value::Value;

/// The time that a connection may take to come up, at each of several hosts.
const CONNECT: Duration = Duration::from_secs(3);
/// A host that says nothing for so long is gone, though nobody ended the connection: when it was
/// asked something, and when it has nothing to say for so long.
const SILENT: Duration = Duration::from_secs(10);
/// How often a host that has nothing to say is asked whether it is there.
const PROBE: Duration = Duration::from_secs(3);

/// Numbers that PostgreSQL gives its types (pg_type.dat).
mod oid {
    pub(super) const BOOL: u32 = 16;
    pub(super) const BYTEA: u32 = 17;
    pub(super) const INT8: u32 = 20;
    pub(super) const INT2: u32 = 21;
    pub(super) const INT4: u32 = 23;
    pub(super) const FLOAT4: u32 = 700;
    pub(super) const FLOAT8: u32 = 701;
    pub(super) const DATE: u32 = 1082;
    pub(super) const TIMESTAMP: u32 = 1114;
}

/// Where PostgreSQL is, and how long it may take.
#[derive(Clone, Debug)]
pub struct PostgresSettings {
    /// `postgres://user:password@host:port/database?sslmode=…`
    pub url: String,
    /// A file with certificates to trust beside the public ones, in PEM; empty for none.
    pub authorities: std::path::PathBuf,
    /// The longest that one statement may run.
    pub statement: Duration,
    /// The longest that a transaction waits for its node.
    pub pause: Duration,
}

impl PostgresSettings {
    /// Host and port, without what nobody may see.
    pub fn name(&self) -> String {
        let Ok(config) = self.url.parse::<Config>() else {
            return "an address that makes no sense".into();
        };
        let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        let port = config.get_ports().first().copied().unwrap_or(5_432);
        format!("{host}:{port}")
    }
}

/// Waits for the network on the thread of the database that asks.
pub struct OnHandle(Handle);

impl BlockOn for OnHandle {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.0.block_on(future)
    }

    fn get_runtime() -> Self {
        Self(Handle::current())
    }
}

/// A connection as Diesel's own traits want it.
pub(super) type PgLink = AsyncConnectionWrapper<AsyncPgConnection, OnHandle>;

/// Whether a connection has ended, which is known before anything is asked on it.
#[derive(Clone, Debug, Default)]
pub(in crate::db) struct Ended(Arc<AtomicBool>);

impl Ended {
    /// Whether another connection has to be opened.
    pub(super) fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Connects; called inside of `runtime`, which serves the connection's network.
pub(in crate::db) fn connect(
    settings: &PostgresSettings,
    runtime: &Arc<Runtime>,
) -> Result<(PgLink, Ended), ConnectError> {
    let mut config: Config = settings.url.parse().map_err(ConnectError::Url)?;
    config.connect_timeout(CONNECT).application_name("renexus");
    config.tcp_user_timeout(SILENT).keepalives_idle(SILENT).keepalives_interval(PROBE);
    config.keepalives_retries(2);
    let tls = MakeRustlsConnect::new(tls::client(&settings.authorities)?);
    let _inside = runtime.enter();
    let ended = Ended::default();
    let ends = ended.clone();
    let link = runtime.block_on(async move {
        let (client, connection) = config.connect(tls).await.map_err(ConnectError::Refused)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                log::warn!("a connection of the database ended: {error}");
            }
            ends.0.store(true, Ordering::Release);
        });
        AsyncPgConnection::try_from(client)
            .await
            .map_err(|error| ConnectError::Setup(error.to_string()))
    })?;
    let mut link = PgLink::from(link);
    // Writers take turns, and rows are locked: nothing has to begin anew, whatever the database has for its default.
    link.batch_execute(&format!(
        "SET TIME ZONE 'UTC'; SET default_transaction_isolation = 'read committed'; \
         SET statement_timeout = {}; SET lock_timeout = {}; \
         SET idle_in_transaction_session_timeout = {}; SET synchronous_commit = on",
        settings.statement.as_millis(),
        settings.statement.as_millis(),
        settings.pause.as_millis(),
    ))
    .map_err(|error| ConnectError::Setup(error.to_string()))?;
    Ok((link, ended))
}

/// Why PostgreSQL cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address makes no sense.
    #[error("the address is not one of PostgreSQL: {0}")]
    Url(tokio_postgres::Error),
    /// Nobody answers, or the login is refused.
    #[error("{}", told(.0))]
    Refused(tokio_postgres::Error),
    /// The certificates cannot be read.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The connection broke while it was prepared.
    #[error("{0}")]
    Setup(String),
}

/// The driver says "db error" and keeps the words of the server to itself.
fn told(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
        |error| error.message().to_owned(),
    )
}

/// Runs a statement; gives how many rows it changed.
pub(super) fn execute(link: &mut PgLink, statement: &Statement<'_>) -> QueryResult<usize> {
    link.execute_returning_count(statement)
}

/// Reads all rows of a statement.
pub(super) fn load(link: &mut PgLink, statement: Statement<'_>) -> QueryResult<Vec<SqlRow>> {
    let mut names: Option<Arc<[String]>> = None;
    let mut rows = Vec::new();
    for row in LoadConnection::load(link, statement)? {
        let row = row?;
        let names = names.get_or_insert_with(|| named(&row));
        let mut values = Vec::with_capacity(row.field_count());
        for index in 0..row.field_count() {
            let field = row.get(index);
            let value = field.as_ref().and_then(|field| field.value());
            values.push(value.map(read).transpose()?);
        }
        rows.push(SqlRow { names: Arc::clone(names), values });
    }
    Ok(rows)
}

fn named<'a>(row: &impl Row<'a, Pg>) -> Arc<[String]> {
    let name = |index| {
        row.get(index).and_then(|field| field.field_name().map(str::to_owned)).unwrap_or_default()
    };
    (0..row.field_count()).map(name).collect()
}

fn read(value: PgValue<'_>) -> QueryResult<Value> {
    let read = match value.get_oid().get() {
        oid::BOOL => <bool as FromSql<Bool, Pg>>::from_sql(value).map(Value::Bool),
        oid::BYTEA => Ok(Value::Binary(value.as_bytes().to_vec())),
        oid::INT8 => <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Value::Long),
        oid::INT4 => {
            <i32 as FromSql<Integer, Pg>>::from_sql(value).map(|it| Value::Long(i64::from(it)))
        }
        oid::INT2 => <i16 as FromSql<diesel::sql_types::SmallInt, Pg>>::from_sql(value)
            .map(|it| Value::Long(i64::from(it))),
        oid::FLOAT8 => <f64 as FromSql<Double, Pg>>::from_sql(value).map(Value::Double),
        oid::FLOAT4 => <f32 as FromSql<diesel::sql_types::Float, Pg>>::from_sql(value)
            .map(|it| Value::Double(f64::from(it))),
        oid::DATE => <NaiveDate as FromSql<Date, Pg>>::from_sql(value).map(Value::Date),
        oid::TIMESTAMP => {
            <NaiveDateTime as FromSql<Timestamp, Pg>>::from_sql(value).map(Value::Timestamp)
        }
        _ => std::str::from_utf8(value.as_bytes())
            .map(|text| Value::Text(text.to_owned()))
            .map_err(Into::into),
    };
    read.map_err(Error::DeserializationError)
}
