//! What people are told of a change, in the transaction of the change.

use std::collections::BTreeMap;

use renexus_tables::rows::notices::{NotificationRow, WatchRow};
use renexus_wire::access::Level;
use renexus_wire::id::fresh;
use renexus_wire::notice::{NoticeKind, PlaceKind};

use super::change::Change;
use super::error::DomainError;
use crate::access::level::ResourceKind;
use crate::db::queries::{notices, watches};
use crate::notify::deciding::{Listener, Reasons, told};

/// Most people who are told of one thing; of more, those with the first ids.
const MAX_TOLD: usize = 500;
/// Characters of what was said that go into a notification.
const EXCERPT: usize = 280;

/// Where something happened, and where one must be able to read to be told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub kind: PlaceKind,
    /// Its id.
    pub id: String,
    /// The resource whose level counts; none for what is addressed to people who are not here yet.
    pub resource: Option<(ResourceKind, String)>,
    /// What it is called.
    pub title: String,
}

/// Something that people are told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Whom, and why.
    pub reasons: Reasons,
    /// Where it happened.
    pub place: Place,
    /// The conversation.
    pub thread: Option<String>,
    /// The comment.
    pub comment: Option<String>,
    /// What was said; its beginning is told.
    pub said: String,
}

/// Hears of what people are told, after the commit.
pub trait PersonSink: Send + Sync {
    /// Notifications of one transaction; each is for its person alone. It is called on the thread
    /// that writes the database: it must not wait, and only hand on.
    fn told(&self, notifications: &[NotificationRow]);
}

impl Change<'_> {
    /// Tells people of something: who may read it and wants to be told, and never the one whose
    /// doing it was.
    pub fn notify(&mut self, news: News) -> Result<(), DomainError> {
        let people = news.reasons.everybody().into_iter().take(MAX_TOLD).collect();
        let mut choices = notices::choices(self.connection, &people)?;
        let mut listeners = BTreeMap::new();
        for person in people {
            let may_read = self.may_read(&person, &news.place)?;
            let choices = choices.remove(&person).unwrap_or_default();
            listeners.insert(person, Listener { may_read, choices });
        }
        let excerpt = excerpt(&news.said);
        let rows = told(&news.reasons, &listeners).into_iter().map(|told| NotificationRow {
            id: fresh(),
            person: told.person,
            workspace: self.workspace.id.clone(),
            kind: told.kind.word().to_owned(),
            actor: news.reasons.actor.clone(),
            place_kind: news.place.kind.word().to_owned(),
            place: news.place.id.clone(),
            thread: news.thread.clone(),
            comment: news.comment.clone(),
            title: news.place.title.clone(),
            excerpt: excerpt.clone(),
            by_mail: told.by_mail,
            created_at: self.now,
            read_at: None,
            mailed_at: None,
        });
        let rows: Vec<_> = rows.collect();
        notices::insert(self.connection, &rows)?;
        self.tell(rows);
        Ok(())
    }

    /// Lets a person hear of what happens at a place, unless they decided about it before.
    pub fn follow(&mut self, person: &str, place: &Place) -> Result<(), DomainError> {
        let row = WatchRow {
            person: person.to_owned(),
            place_kind: place.kind.word().to_owned(),
            place: place.id.clone(),
            workspace: self.workspace.id.clone(),
            is_muted: false,
            created_at: self.now,
        };
        Ok(watches::follow(self.connection, &row)?)
    }

    /// Tells people that a task is theirs now, and lets them follow it.
    pub fn assigned(
        &mut self,
        people: impl IntoIterator<Item = String>,
        place: Place,
    ) -> Result<(), DomainError> {
        let people: Vec<_> = people.into_iter().collect();
        for person in &people {
            self.follow(person, &place)?;
        }
        let reasons = Reasons { actor: Some(self.person.id.clone()), ..Reasons::default() };
        let reasons = reasons.because(NoticeKind::Assignment, people);
        self.notify(News { reasons, place, thread: None, comment: None, said: String::new() })
    }

    fn may_read(&mut self, person: &str, place: &Place) -> Result<bool, DomainError> {
        let Some((kind, id)) = &place.resource else { return Ok(true) };
        match self.as_seen_by(person)? {
            Some(mut view) => Ok(view.level(*kind, id)? >= Level::Read),
            None => Ok(false),
        }
    }
}

/// The beginning of a text.
fn excerpt(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
