//! Files, without their bytes.

use chrono::NaiveDateTime;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use renexus_tables::rows::files::FileRow;
use renexus_tables::schema::files::{file_references, files, uploads};
use renexus_tables::schema::{access_entries, workspaces};
use renexus_wire::access::Level;

use super::entries;
use crate::access::level::ResourceKind;
use crate::db::{Conn, DatabaseError};

/// Files that one person can be named for and still find in lists; beyond it they are found by their ids.
const MAX_NAMED: i64 = 10_000;

/// Which files a list shows; what is missing does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFilter {
    /// Words in the name or the description.
    pub words: Option<String>,
    /// How the media type begins.
    pub media_type: Option<String>,
    /// What uses them: a kind and an id.
    pub used_by: Option<(String, String)>,
}

/// How far somebody sees, beside what they brought themselves and what they were named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileReach {
    /// Every file.
    All,
    /// Those that are not restricted.
    Open,
    /// None.
    Nothing,
}

/// Who reads a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReader {
    /// The person.
    pub person: String,
    /// SHA-256 of the secret of a link that they came with.
    pub link: Option<String>,
    /// The roles whose entries are meant for them.
    pub roles: Vec<&'static str>,
    /// How far they see by their role.
    pub reach: FileReach,
}

/// Which part of a list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    /// At this instant.
    pub now: NaiveDateTime,
    /// Behind this id.
    pub after: Option<String>,
    /// At most so many.
    pub most: i64,
}

/// A file of a workspace.
pub fn find(
    connection: &mut Conn,
    workspace: &str,
    id: &str,
) -> Result<Option<FileRow>, DatabaseError> {
    let found = files::table.find(id).filter(files::workspace.eq(workspace));
    Ok(found.select(FileRow::as_select()).first(connection).optional()?)
}

/// Files of a workspace that somebody may read, in the order in which they came, the newest last.
pub fn list(
    connection: &mut Conn,
    (workspace, reader): (&str, FileReader),
    filter: FileFilter,
    part: FilePart,
) -> Result<Vec<FileRow>, DatabaseError> {
    let named = match reader.reach {
        FileReach::All => Vec::new(),
        FileReach::Open | FileReach::Nothing => named(connection, workspace, &reader, part.now)?,
    };
    // A file of nobody is nobody's own.
    let own = files::created_by.is_not_null().and(files::created_by.eq(reader.person));
    let mut query = files::table
        .filter(files::workspace.eq(workspace))
        .order(files::id)
        .limit(part.most)
        .select(FileRow::as_select())
        .into_boxed();
    match reader.reach {
        FileReach::All => {}
        FileReach::Open => {
            query = query.filter(files::restricted.eq(false).or(own).or(files::id.eq_any(named)));
        }
        FileReach::Nothing => query = query.filter(own.or(files::id.eq_any(named))),
    }
    if let Some(after) = part.after {
        query = query.filter(files::id.gt(after));
    }
    if let Some(words) = filter.words {
        let pattern = format!("%{}%", literal(&words));
        let named = files::name.like(pattern.clone()).escape('\\');
        query = query.filter(named.or(files::description.like(pattern).escape('\\')));
    }
    if let Some(begin) = filter.media_type {
        query = query.filter(files::media_type.like(format!("{}%", literal(&begin))).escape('\\'));
    }
    if let Some((kind, target)) = filter.used_by {
        let users = file_references::table
            .filter(file_references::kind.eq(kind).and(file_references::target.eq(target)))
            .select(file_references::file);
        query = query.filter(files::id.eq_any(users));
    }
    Ok(query.load(connection)?)
}

/// The files that somebody may hear of, whichever are fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// All but these.
    Except(Vec<String>),
    /// These alone.
    Only(Vec<String>),
}

/// The files of a workspace that somebody may hear of.
pub fn heard(
    connection: &mut Conn,
    (workspace, reader): (&str, FileReader),
    now: NaiveDateTime,
) -> Result<Heard, DatabaseError> {
    if reader.reach == FileReach::All {
        return Ok(Heard::Except(Vec::new()));
    }
    let named = named(connection, workspace, &reader, now)?;
    let own = files::created_by.is_not_null().and(files::created_by.eq(&reader.person));
    let here = files::table.filter(files::workspace.eq(workspace)).select(files::id);
    if reader.reach == FileReach::Nothing {
        let known = here.filter(own.or(files::id.eq_any(named)));
        return Ok(Heard::Only(known.load(connection)?));
    }
    let others = files::created_by.is_null().or(files::created_by.ne(&reader.person));
    let closed = here.filter(files::restricted.eq(true)).filter(others.assume_not_null());
    Ok(Heard::Except(closed.filter(files::id.ne_all(named)).load(connection)?))
}

/// Ids of files that somebody was named for.
fn named(
    connection: &mut Conn,
    workspace: &str,
    reader: &FileReader,
    now: NaiveDateTime,
) -> Result<Vec<String>, DatabaseError> {
    let of = |kind| access_entries::subject_kind.eq(kind);
    let meant = of(entries::PERSON)
        .and(access_entries::subject.eq(&reader.person))
        .or(of(entries::ROLE).and(access_entries::subject.eq_any(&reader.roles)))
        .or(of(entries::LINK)
            .and(access_entries::subject.eq(reader.link.as_deref().unwrap_or_default())));
    let running = access_entries::expires_at.is_null().or(access_entries::expires_at.gt(now));
    Ok(access_entries::table
        .filter(access_entries::workspace.eq(workspace))
        .filter(access_entries::resource_kind.eq(ResourceKind::File.word()))
        .filter(access_entries::level.ne(Level::None.name()))
        .filter(running)
        .filter(meant)
        .order(access_entries::resource)
        .limit(MAX_NAMED)
        .select(access_entries::resource)
        .load(connection)?)
}

/// Text that stands for itself in a pattern.
fn literal(text: &str) -> String {
    let special = |c: char| matches!(c, '%' | '_' | '\\');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Writes a new file.
pub fn insert(connection: &mut Conn, row: &FileRow) -> Result<(), DatabaseError> {
    diesel::insert_into(files::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes everything that is said of a file, and counts its version up; returns it as it is then.
pub fn update(connection: &mut Conn, row: &FileRow) -> Result<FileRow, DatabaseError> {
    let row = FileRow { version: row.version + 1, ..row.clone() };
    diesel::update(files::table.find(&row.id)).set(&row).execute(connection)?;
    Ok(row)
}

/// Notes whether small pictures can be made of a file.
pub fn set_picture(connection: &mut Conn, id: &str, picture: &str) -> Result<(), DatabaseError> {
    diesel::update(files::table.find(id)).set(files::picture.eq(picture)).execute(connection)?;
    Ok(())
}

/// Takes a file out, with what refers to it and whom it was given to.
pub fn remove(connection: &mut Conn, id: &str) -> Result<(), DatabaseError> {
    let given = access_entries::resource_kind.eq(ResourceKind::File.word());
    diesel::delete(access_entries::table.filter(given.and(access_entries::resource.eq(id))))
        .execute(connection)?;
    diesel::delete(file_references::table.filter(file_references::file.eq(id)))
        .execute(connection)?;
    diesel::delete(files::table.find(id)).execute(connection)?;
    Ok(())
}

/// Bytes of all files of a workspace, and of those that are announced.
pub fn bytes(connection: &mut Conn, workspace: &str) -> Result<i64, DatabaseError> {
    // Both engines sum whole numbers into a wider type that the mapping does not have.
    let sum = || sql::<BigInt>("CAST(COALESCE(SUM(size), 0) AS BIGINT)");
    let here: i64 =
        files::table.filter(files::workspace.eq(workspace)).select(sum()).first(connection)?;
    let coming: i64 = uploads::table
        .filter(uploads::workspace.eq(workspace).and(uploads::done.eq(false)))
        .select(sum())
        .first(connection)?;
    Ok(here.saturating_add(coming))
}

/// Up to `most` files that nothing has referred to since before `limit`, in workspaces that are worked in.
pub fn unused(
    connection: &mut Conn,
    limit: NaiveDateTime,
    most: i64,
) -> Result<Vec<FileRow>, DatabaseError> {
    let open = workspaces::table
        .filter(workspaces::archived_at.is_null().and(workspaces::delete_after.is_null()))
        .select(workspaces::id);
    Ok(files::table
        .filter(files::unused_since.lt(limit))
        .filter(files::workspace.eq_any(open))
        .order((files::unused_since, files::id))
        .limit(most)
        .select(FileRow::as_select())
        .load(connection)?)
}

/// Up to `most` files of workspaces that are gone.
pub fn without_workspace(connection: &mut Conn, most: i64) -> Result<Vec<FileRow>, DatabaseError> {
    Ok(files::table
        .filter(files::workspace.ne_all(workspaces::table.select(workspaces::id)))
        .limit(most)
        .select(FileRow::as_select())
        .load(connection)?)
}
