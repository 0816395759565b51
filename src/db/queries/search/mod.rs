//! What can be found: entries here, their words and spellings beside.

pub mod entry;
pub mod filling;
pub mod meanings;
pub mod mirror;
pub mod neighbours;
pub mod readable;
pub mod said;
pub mod spellings;
pub mod words;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use renexus_tables::rows::search::{NewSearchEntryRow, SearchEntryRow};
use renexus_tables::schema::search::{search_entries, search_spellings};

use self::entry::DOCUMENT;
use super::{documents, pages, trash};
use crate::db::{Conn, DatabaseError};

/// Letters of the title of a document: its first line.
const TITLE: usize = 200;

/// A text of a document, and how far the document was.
#[derive(Clone, Debug)]
pub struct DocumentText {
    /// The workspace of the document.
    pub workspace: String,
    /// Its id.
    pub document: String,
    /// How far it was.
    pub position: i64,
    /// Its text.
    pub text: String,
}

/// The entry of something.
pub fn find(
    connection: &mut Conn,
    kind: &str,
    subject: &str,
) -> Result<Option<SearchEntryRow>, DatabaseError> {
    let found = search_entries::table
        .filter(search_entries::kind.eq(kind).and(search_entries::subject.eq(subject)))
        .select(SearchEntryRow::as_select())
        .first(connection);
    Ok(found.optional()?)
}

/// The entries with these keys, in any order.
pub fn with_keys(
    connection: &mut Conn,
    keys: &[i64],
) -> Result<Vec<SearchEntryRow>, DatabaseError> {
    Ok(search_entries::table
        .filter(search_entries::key.eq_any(keys))
        .select(SearchEntryRow::as_select())
        .load(connection)?)
}

/// Writes an entry. The text of one that has a document is left as it is: it is read on its own.
pub fn put(connection: &mut Conn, new: NewSearchEntryRow) -> Result<(), DatabaseError> {
    let Some(old) = find(connection, new.kind, &new.subject)? else {
        let (title, body) = (new.title.clone(), new.body.clone());
        let key: i64 = diesel::insert_into(search_entries::table)
            .values(&new)
            .returning(search_entries::key)
            .get_result(connection)?;
        return written(connection, key, (&title, &body));
    };
    let body = if new.document.is_some() { old.body.clone() } else { new.body };
    diesel::update(search_entries::table.find(old.key))
        .set((
            search_entries::resource_kind.eq(new.resource_kind),
            search_entries::resource.eq(new.resource),
            search_entries::document.eq(new.document),
            search_entries::title.eq(&new.title),
            search_entries::body.eq(&body),
            search_entries::updated_at.eq(new.updated_at),
        ))
        .execute(connection)?;
    if (&old.title, &old.body) == (&new.title, &body) {
        return Ok(());
    }
    written(connection, old.key, (&new.title, &body))
}

/// Writes the text of a document into the entry that has it; one that describes nothing is an entry itself.
pub fn set_text(
    connection: &mut Conn,
    read: &DocumentText,
    now: NaiveDateTime,
) -> Result<(), DatabaseError> {
    let there = documents::find_by_id(connection, &read.document)?;
    if there.is_none_or(|row| row.deleted_at.is_some()) {
        return Ok(());
    }
    if trash::holds_document(connection, &read.document)? {
        return Ok(());
    }
    let described = search_entries::document.eq(&read.document);
    let found: Option<SearchEntryRow> = search_entries::table
        .filter(described.and(search_entries::workspace.eq(&read.workspace)))
        .select(SearchEntryRow::as_select())
        .first(connection)
        .optional()?;
    let Some(old) = found else {
        if read.text.trim().is_empty() {
            return Ok(());
        }
        let page = pages::find(connection, &read.document)?;
        let title = page.map_or_else(|| first_line(&read.text), |page| page.title);
        return put(connection, entry::document(read, title, now));
    };
    // What has a name keeps it.
    let is_named = old.kind != DOCUMENT || pages::find(connection, &read.document)?.is_some();
    let title = if is_named { old.title.clone() } else { first_line(&read.text) };
    diesel::update(search_entries::table.find(old.key))
        .set((
            search_entries::title.eq(&title),
            search_entries::body.eq(&read.text),
            search_entries::position.eq(read.position),
            search_entries::updated_at.eq(now),
        ))
        .execute(connection)?;
    // It may have gone on without another text: nothing has to be asked about again.
    if (&old.title, &old.body) == (&title, &read.text) {
        return Ok(());
    }
    written(connection, old.key, (&title, &read.text))
}

fn written(
    connection: &mut Conn,
    key: i64,
    (title, body): (&str, &str),
) -> Result<(), DatabaseError> {
    words::put(connection, key, (title, body))?;
    meanings::stir(connection, key)?;
    spellings::learn(connection, title)?;
    spellings::learn(connection, body)
}

fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(TITLE).collect()
}

/// Forgets what stood in a document that was deleted, and what was said on it.
pub fn forget_document(connection: &mut Conn, document: &str) -> Result<(), DatabaseError> {
    said::forget_document(connection, document)?;
    let described = search_entries::document.eq(document);
    let found: Vec<SearchEntryRow> = search_entries::table
        .filter(described)
        .select(SearchEntryRow::as_select())
        .load(connection)?;
    for row in found {
        if row.kind == DOCUMENT {
            remove(connection, &row.kind, &row.subject)?;
            continue;
        }
        diesel::update(search_entries::table.find(row.key))
            .set(search_entries::body.eq(""))
            .execute(connection)?;
        words::put(connection, row.key, (&row.title, ""))?;
        meanings::forget(connection, row.key)?;
    }
    Ok(())
}

/// Takes an entry away; its words go with it.
pub fn remove(connection: &mut Conn, kind: &str, subject: &str) -> Result<(), DatabaseError> {
    let gone = search_entries::kind.eq(kind).and(search_entries::subject.eq(subject));
    diesel::delete(search_entries::table.filter(gone)).execute(connection)?;
    Ok(())
}

/// Forgets everything; what there is has to be read again.
pub fn clear(connection: &mut Conn) -> Result<(), DatabaseError> {
    diesel::delete(search_entries::table).execute(connection)?;
    diesel::delete(search_spellings::table).execute(connection)?;
    Ok(())
}
