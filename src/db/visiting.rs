//! Connections for whoever looks at a database that a server may be using.

use diesel::connection::SimpleConnection;

use super::database::DatabaseSettings;
use super::engine::Conn;
use super::error::DatabaseError;
use super::opening::Opener;

/// Opens connections beside those of a server, for a thread that may wait.
pub struct Visitor(Opener);

impl Visitor {
    /// Nothing is opened yet, and nothing is brought to this version.
    pub fn new(settings: &DatabaseSettings) -> Result<Self, DatabaseError> {
        Opener::new(settings).map(Self)
    }

    /// A connection that reads, as long as it likes.
    pub fn reader(&self) -> Result<Conn, DatabaseError> {
        self.patient(self.0.reader()?)
    }

    /// A connection that writes beside the server's own.
    pub fn guest(&self) -> Result<Conn, DatabaseError> {
        self.patient(self.0.guest()?)
    }

    fn patient(&self, mut connection: Conn) -> Result<Conn, DatabaseError> {
        if matches!(self.0, Opener::Server { .. }) {
            connection.batch_execute(
                "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0",
            )?;
        }
        Ok(connection)
    }
}
