//! The one way to change a workspace, and the one way to look into it.
//!
//! [`Domain::change`] runs queries in one transaction, appends the workspace's next
//! events in it, and hands them to every [`EventSink`] after the commit.
//! [`Domain::read`] looks. Both find out first who the person is in the workspace, in
//! the same transaction; what is allowed is asked with [`View::require`].

mod change;
mod error;
mod event;
mod expected;
mod news;
mod tending;
mod view;

use std::sync::Arc;

use chrono::NaiveDateTime;
use renexus_actors::ports::Clock;
use renexus_tables::rows::workspaces::AccessEntryRow;

pub use change::Change;
pub use error::DomainError;
pub use event::EventSink;
pub use expected::Expected;
pub use news::{News, PersonSink, Place};
pub use tending::Happened;
pub use view::View;

use self::change::Outcome;

use crate::access::Person;
use crate::adapters::clock::database_now;
use crate::db::queries::documents;
use crate::db::{Conn, Database, DatabaseError};

/// Everything that changes goes through here; clones share it.
#[derive(Clone)]
pub struct Domain {
    database: Database,
    clock: Arc<dyn Clock>,
    sinks: Arc<Vec<Arc<dyn EventSink>>>,
    people: Arc<Vec<Arc<dyn PersonSink>>>,
}

impl Domain {
    /// A domain over a database; the sinks hear of every commit, in this order.
    pub fn new(database: Database, clock: Arc<dyn Clock>, sinks: Vec<Arc<dyn EventSink>>) -> Self {
        Self { database, clock, sinks: Arc::new(sinks), people: Arc::default() }
    }

    /// The same, where these hear of what single people are told.
    pub fn telling(mut self, people: Vec<Arc<dyn PersonSink>>) -> Self {
        self.people = Arc::new(people);
        self
    }

    /// The instant as the database keeps it.
    pub fn now(&self) -> NaiveDateTime {
        database_now(&*self.clock)
    }

    /// The database, for what belongs to no workspace.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Changes a workspace (by id or slug) in one transaction with its events.
    ///
    /// Strangers are told that there is no such workspace.
    pub fn change<R: Send + 'static>(
        &self,
        person: &Person,
        workspace: &str,
        job: impl FnOnce(&mut Change<'_>) -> Result<R, DomainError> + Send + 'static,
    ) -> impl Future<Output = Result<R, DomainError>> + Send + 'static {
        let (person, key) = (person.clone(), workspace.to_owned());
        self.commit(move |connection, now| {
            let mut change = Change::open(View::open(connection, person, &key, now)?);
            let result = job(&mut change)?;
            Ok((result, change.finish()?))
        })
    }

    /// The same where the person is in the workspace only by what `prepare` does before: it makes
    /// the workspace, or lets the person in, and returns the workspace's id.
    pub fn begin<R: Send + 'static, E>(
        &self,
        person: &Person,
        prepare: impl FnOnce(&mut Conn, NaiveDateTime) -> Result<String, E> + Send + 'static,
        job: impl FnOnce(&mut Change<'_>) -> Result<R, E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DomainError> + From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        let person = person.clone();
        self.commit(move |connection, now| {
            let workspace = prepare(connection, now)?;
            let mut change = Change::open(View::open(connection, person, &workspace, now)?);
            let result = job(&mut change)?;
            Ok((result, change.finish()?))
        })
    }

    /// Looks into a workspace (by id or slug).
    pub fn read<R: Send + 'static>(
        &self,
        person: &Person,
        workspace: &str,
        job: impl FnOnce(&mut View<'_>) -> Result<R, DomainError> + Send + 'static,
    ) -> impl Future<Output = Result<R, DomainError>> + Send + 'static {
        let (person, key, now) = (person.clone(), workspace.to_owned(), self.now());
        self.database.read(move |connection| job(&mut View::open(connection, person, &key, now)?))
    }

    /// Looks at what a link opens, by the SHA-256 of its secret, as whoever has nothing but the link.
    ///
    /// The job is not asked where the link does not work: `NotFound`.
    pub fn visit<R: Send + 'static>(
        &self,
        link: &str,
        job: impl FnOnce(&mut View<'_>, AccessEntryRow) -> Result<R, DomainError> + Send + 'static,
    ) -> impl Future<Output = Result<R, DomainError>> + Send + 'static {
        let (link, now) = (link.to_owned(), self.now());
        self.database.read(move |connection| {
            let (mut view, entry) = View::by_link(connection, &link, now)?;
            job(&mut view, entry)
        })
    }

    /// Looks into a workspace for what reads much: a standby may do it that has everything that was committed until now.
    pub fn survey<R: Send + 'static>(
        &self,
        person: &Person,
        workspace: &str,
        job: impl FnOnce(&mut View<'_>) -> Result<R, DomainError> + Clone + Send + 'static,
    ) -> impl Future<Output = Result<R, DomainError>> + Send + 'static {
        let (person, key, now) = (person.clone(), workspace.to_owned(), self.now());
        self.database.survey(move |connection| job(&mut View::open(connection, person, &key, now)?))
    }

    /// The workspace of a document; strangers to it are refused by the look that follows.
    pub async fn workspace_of(&self, document: &str) -> Result<String, DomainError> {
        let id = document.to_owned();
        let found = self.database.read(move |connection| {
            documents::find_by_id(connection, &id).map_err(DomainError::from)
        });
        let found = found.await?.filter(|row| row.deleted_at.is_none());
        found.and_then(|row| row.workspace).ok_or(DomainError::NotFound("document"))
    }

    /// One transaction; its events are handed on by the thread that committed, in order.
    fn commit<R: Send + 'static, E>(
        &self,
        job: impl FnOnce(&mut Conn, NaiveDateTime) -> Result<(R, Outcome), E> + Send + 'static,
    ) -> impl Future<Output = Result<R, E>> + Send + 'static
    where
        E: From<DatabaseError> + From<diesel::result::Error> + Send + 'static,
    {
        let (now, sinks) = (self.now(), Arc::clone(&self.sinks));
        let people = Arc::clone(&self.people);
        let committed = self.database.commit_then(
            move |connection| job(connection, now),
            move |(_, outcome): &(R, Outcome)| {
                if !outcome.events.is_empty() {
                    sinks.iter().for_each(|sink| sink.committed(&outcome.events));
                }
                if !outcome.told.is_empty() {
                    people.iter().for_each(|sink| sink.told(&outcome.told));
                }
            },
        );
        async move { committed.await.map(|(result, _)| result) }
    }
}
