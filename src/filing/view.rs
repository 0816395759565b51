//! Files as people see them.

use renexus_tables::rows::files::{FileReferenceRow, FileRow};
use renexus_wire::rest::files::{FileReferenceView, FileView};
use serde_json::{Value, json};

use crate::db::queries::file_references;
use crate::db::{Conn, DatabaseError};

/// The word of a file of which small pictures can be made.
pub(super) const POSSIBLE: &str = "possible";
/// The word of a file that is no picture.
pub(super) const NONE: &str = "none";
/// The word of a file that says it is a picture and cannot be decoded.
pub(super) const BROKEN: &str = "broken";

/// Files with what refers to them, by one more query.
pub(super) fn views(
    connection: &mut Conn,
    rows: Vec<FileRow>,
) -> Result<Vec<FileView>, DatabaseError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let users = file_references::of_files(connection, &ids)?;
    rows.into_iter().map(|row| view(row, &users)).collect()
}

/// One file with what refers to it.
pub(super) fn one(connection: &mut Conn, row: FileRow) -> Result<FileView, DatabaseError> {
    let users = file_references::of_files(connection, std::slice::from_ref(&row.id))?;
    view(row, &users)
}

fn view(row: FileRow, users: &[FileReferenceRow]) -> Result<FileView, DatabaseError> {
    let reference = |user: &FileReferenceRow| {
        let kind = user.kind.parse();
        let kind = kind.map_err(|error| DatabaseError::Damaged(format!("{}: {error}", row.id)))?;
        Ok::<_, DatabaseError>(FileReferenceView { kind, id: user.target.clone() })
    };
    let own = users.iter().filter(|user| user.file == row.id);
    let references = own.map(reference).collect::<Result<_, _>>()?;
    Ok(FileView {
        references,
        id: row.id,
        workspace: row.workspace,
        name: row.name,
        description: row.description,
        media_type: row.media_type,
        size: row.size,
        sha256: row.sha256,
        width: row.width,
        height: row.height,
        thumbnails: row.picture == POSSIBLE,
        restricted: row.restricted,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at.and_utc(),
    })
}

/// What an event tells of a file. Everybody in the workspace hears it, so it says nothing of a restricted one.
pub(super) fn told(file: &FileView) -> Value {
    if file.restricted {
        json!({ "id": file.id, "restricted": true, "version": file.version })
    } else {
        json!(file)
    }
}
