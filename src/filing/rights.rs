//! Who may do what with a file: the access table, asked with what a file is.

use renexus_tables::rows::files::FileRow;
use renexus_wire::access::Level;
use renexus_wire::rest::files::ReferenceKind;
use renexus_wire::role::Role;

use crate::access::level::ResourceKind;
use crate::db::queries::files::{FileReach, FileReader};
use crate::db::queries::{file_references, files};
use crate::domain::{DomainError, View};

/// A file, and how far the person reaches in it. Whoever may not read it is told that there is none.
pub(super) fn find(look: &mut View<'_>, id: &str) -> Result<(FileRow, Level), DomainError> {
    let found = files::find(look.connection, &look.workspace.id, id)?;
    let row = found.ok_or(DomainError::NotFound("file"))?;
    let level = level_in(look, &row)?;
    if level >= Level::Read { Ok((row, level)) } else { Err(DomainError::NotFound("file")) }
}

/// How far the person reaches in a file; not at all in one that is not here.
pub(crate) fn level(look: &mut View<'_>, id: &str) -> Result<Level, DomainError> {
    match find(look, id) {
        Ok((_, level)) => Ok(level),
        Err(DomainError::NotFound(_)) => Ok(Level::None),
        Err(error) => Err(error),
    }
}

/// Admins manage every file, members those that they brought; a restricted one is closed to other
/// members. Entries add to that, and whoever reads a document reads the files that it uses.
fn level_in(look: &mut View<'_>, row: &FileRow) -> Result<Level, DomainError> {
    let own = row.created_by.as_ref() == Some(&look.person.id);
    let by_role = |role| match () {
        () if own => Level::Manage,
        () if row.restricted && role < Role::Admin => Level::None,
        () => ResourceKind::File.of_role(role),
    };
    let by_default = look.standing.role.map_or(Level::None, by_role);
    let level = look.level_above(by_default, ResourceKind::File, &row.id)?;
    if level >= Level::Read || row.restricted {
        return Ok(level);
    }
    for user in file_references::of_files(look.connection, std::slice::from_ref(&row.id))? {
        if user.kind == ReferenceKind::Document.word() && reads_document(look, &user.target)? {
            return Ok(Level::Read);
        }
    }
    Ok(level)
}

fn reads_document(look: &mut View<'_>, id: &str) -> Result<bool, DomainError> {
    Ok(look.level_in_closed(ResourceKind::Document, id)? >= Level::Read)
}

/// The one who asks, as a list of files wants to know them.
pub(crate) fn reader(
    look: &mut View<'_>,
    used_by: Option<&(String, String)>,
) -> Result<FileReader, DomainError> {
    let through = match used_by {
        Some((kind, id)) if kind == ReferenceKind::Document.word() => reads_document(look, id)?,
        _ => false,
    };
    let reach = match look.standing.role {
        Some(Role::Admin | Role::Owner) => FileReach::All,
        Some(Role::Member) => FileReach::Open,
        _ if through => FileReach::Open,
        _ => FileReach::Nothing,
    };
    let meant = |role: &Role| look.standing.role.is_some_and(|own| own >= *role);
    Ok(FileReader {
        person: look.person.id.clone(),
        link: look.person.link.clone(),
        roles: Role::ALL.into_iter().filter(meant).map(Role::name).collect(),
        reach,
    })
}
