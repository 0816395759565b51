//! PostgreSQL: whether it answers, which one it is, and whether it keeps what it acknowledges.

use chrono::Utc;

use super::report::Report;
use crate::db::engine::Value;
use crate::db::queries::search::neighbours;
use crate::db::{Conn, DatabaseError, DatabaseSettings, Visitor};

/// What the findings are about.
const WHAT: &str = "postgres";
/// The oldest version that is tried: 15.
const OLDEST: i64 = 150_000;
/// Milliseconds by which clocks may differ before people see it.
const SKEW: i64 = 2_000;

/// Everything that is asked, in one row.
const QUESTIONS: &str = "SELECT current_setting('server_version_num')::bigint, current_setting('server_version'), \
     current_setting('server_encoding'), current_setting('fsync'), current_setting('full_page_writes'), \
     COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false), \
     (extract(epoch FROM clock_timestamp()) * 1000)::bigint, \
     to_regclass('documents') IS NOT NULL, current_setting('max_connections')::bigint, current_user::text, \
     COALESCE((SELECT COALESCE(installed_version, default_version) FROM pg_available_extensions WHERE name = 'vector'), ''), \
     EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'vector')";

/// Looks at the server; whether there are tables to look at.
pub(super) fn check(settings: &DatabaseSettings, report: &mut Report) -> bool {
    let asked = Visitor::new(settings).and_then(|visitor| {
        let mut connection = visitor.reader()?;
        ask(&mut connection)
    });
    match asked {
        Ok(answers) => answers.tell(settings, report),
        Err(error) => {
            let remedy = "is the server running, and are host, port, name and password of database.url right?";
            report.advise(WHAT, error, remedy);
            false
        }
    }
}

struct Answers {
    number: i64,
    version: String,
    encoding: String,
    fsync: String,
    full_pages: String,
    may_create: bool,
    /// How far its clock is ahead, in milliseconds.
    ahead: i64,
    has_tables: bool,
    connections: i64,
    user: String,
    /// The version of pgvector that is there; empty where none is.
    vectors: String,
    /// Whether this database has it.
    has_vectors: bool,
}

fn ask(connection: &mut Conn) -> Result<Answers, DatabaseError> {
    let before = Utc::now().timestamp_millis();
    let row = connection.select(QUESTIONS, Vec::new())?.pop().unwrap_or_default();
    let after = Utc::now().timestamp_millis();
    let row: Option<Vec<Value>> = row.into_iter().collect();
    let row = row.and_then(|row| <[Value; 12]>::try_from(row).ok());
    let Some(
        [
            Value::Long(number),
            Value::Text(version),
            Value::Text(encoding),
            Value::Text(fsync),
            Value::Text(full_pages),
            Value::Bool(may_create),
            Value::Long(now),
            Value::Bool(has_tables),
            Value::Long(connections),
            Value::Text(user),
            Value::Text(vectors),
            Value::Bool(has_vectors),
        ],
    ) = row
    else {
        return Err(DatabaseError::Damaged("the server answers in an unknown way".into()));
    };
    let ahead = now - i64::midpoint(before, after);
    Ok(Answers {
        number,
        version,
        encoding,
        fsync,
        full_pages,
        may_create,
        ahead,
        has_tables,
        connections,
        user,
        vectors,
        has_vectors,
    })
}

impl Answers {
    fn tell(self, settings: &DatabaseSettings, report: &mut Report) -> bool {
        let wrong = report.wrong;
        if self.number < OLDEST {
            let words = format!("version {}, 15 or newer is needed", self.version);
            report.advise(WHAT, words, "upgrade the server, or use another");
        }
        if self.encoding != "UTF8" {
            let words = format!("texts are kept in {}", self.encoding);
            report.advise(WHAT, words, "make the database anew with ENCODING 'UTF8'");
        }
        for (name, value) in [("fsync", &self.fsync), ("full_page_writes", &self.full_pages)] {
            if value != "on" {
                let words =
                    format!("{name} is {value}: a crash of its machine loses what was saved");
                report.advise(WHAT, words, format!("set {name} = on in postgresql.conf"));
            }
        }
        if !self.may_create {
            let words = format!("`{}` may not make tables", self.user);
            let remedy = format!("GRANT CREATE ON SCHEMA public TO \"{}\"", self.user);
            report.advise(WHAT, words, remedy);
        }
        if self.ahead.abs() > SKEW {
            let words = format!("its clock is {} ms ahead of this machine's", self.ahead);
            report.advise(WHAT, words, "set both by NTP");
        }
        let needed = i64::try_from(settings.readers).unwrap_or(i64::MAX).saturating_add(1);
        if self.connections < needed {
            let words = format!("it takes {} connections, {needed} are used", self.connections);
            report.advise(WHAT, words, "raise max_connections, or lower data.readers");
        }
        if report.wrong == wrong {
            let Self { version, user, ahead, .. } = &self;
            let words = format!("version {version}, as `{user}`, clock {ahead:+} ms");
            report.good(WHAT, words);
        }
        match (self.vectors.as_str(), self.has_vectors) {
            ("", _) => {}
            (version, true) if neighbours::is_enough(version) => {
                report.good("pgvector", format!("version {version}, for search by meaning"));
            }
            (version, true) => {
                report.good("pgvector", format!("version {version} is not used: it is too old"));
            }
            (version, false) => {
                let words = "CREATE EXTENSION vector makes it the index of search by meaning";
                report
                    .good("pgvector", format!("version {version}, not in this database; {words}"));
            }
        }
        if !self.has_tables {
            report.good("database", "no tables yet");
        }
        self.has_tables
    }
}
