//! Standbys: whether they can be read, and how far they are behind.

use std::time::{Duration, Instant};

use super::report::Report;
use crate::db::engine::Value;
use crate::db::{Conn, DatabaseError, DatabaseSettings, PostgresSettings, Visitor};

/// What the findings are about.
const WHAT: &str = "replica";
/// How long a standby may take to replay what the primary had written when it was asked.
const PATIENCE: Duration = Duration::from_secs(2);
/// Pause between two looks.
const LOOK: Duration = Duration::from_millis(5);

/// Looks at every standby.
pub(super) fn check(settings: &DatabaseSettings, report: &mut Report) {
    let Some(replicas) = &settings.replicas else { return };
    for server in &replicas.servers {
        let name = server.name();
        match ask(settings, server) {
            Ok(Found::Primary) => {
                let remedy =
                    "name standbys in database.replicas, which follow the server of database.url";
                report.advise(WHAT, format!("{name} is no standby"), remedy);
            }
            Ok(Found::Behind(bytes)) => {
                let words =
                    format!("{name} is {bytes} bytes behind after {} s", PATIENCE.as_secs());
                let remedy = "does it follow the server of database.url, and is its machine or the way to it too slow? \
                     Reads go to the primary meanwhile";
                report.advise(WHAT, words, remedy);
            }
            Ok(Found::CaughtUp(bytes, took)) => {
                let took = took.as_millis();
                report.good(WHAT, format!("{name}, lag {bytes} bytes, caught up within {took} ms"));
            }
            Err(error) => {
                let remedy = "is the standby running, and are host, port, name and password in database.replicas right? \
                     Reads go to the primary meanwhile";
                report.advise(WHAT, format!("{name}: {error}"), remedy);
            }
        }
    }
}

enum Found {
    /// It follows nobody.
    Primary,
    /// So many bytes are missing in the end.
    Behind(i64),
    /// So many bytes were missing at first, and how long they took.
    CaughtUp(i64, Duration),
}

fn ask(settings: &DatabaseSettings, server: &PostgresSettings) -> Result<Found, DatabaseError> {
    let position = one(
        &mut Visitor::new(settings)?.reader()?,
        "SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint",
    )?;
    let alone = DatabaseSettings { postgres: Some(server.clone()), ..DatabaseSettings::default() };
    // The connection lives as long as the visitor.
    let visitor = Visitor::new(&alone)?;
    let mut standby = visitor.reader()?;
    if one(&mut standby, "SELECT pg_is_in_recovery()::integer::bigint")? == 0 {
        return Ok(Found::Primary);
    }
    let (started, mut first) = (Instant::now(), None);
    loop {
        let reached = one(
            &mut standby,
            "SELECT (COALESCE(pg_last_wal_replay_lsn(), '0/0') - '0/0')::bigint",
        )?;
        let missing = position.saturating_sub(reached).max(0);
        let lag = *first.get_or_insert(missing);
        match started.elapsed() {
            took if missing == 0 => return Ok(Found::CaughtUp(lag, took)),
            took if took >= PATIENCE => return Ok(Found::Behind(missing)),
            _ => std::thread::sleep(LOOK),
        }
    }
}

/// The one number that is asked for.
fn one(connection: &mut Conn, question: &str) -> Result<i64, DatabaseError> {
    let row = connection.select(question, Vec::new())?.pop().unwrap_or_default();
    match row.into_iter().next().flatten() {
        Some(Value::Long(number)) => Ok(number),
        _ => Err(DatabaseError::Damaged("the server answers in an unknown way".into())),
    }
}
