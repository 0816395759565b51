//! What is said of files, and what uses them.

use renexus_tables::rows::files::{FileReferenceRow, FileRow};
use renexus_wire::rest::files::{FileChange, FileView, MAX_REFERENCES, ReferenceKind};
use serde_json::json;

use super::receiving::key;
use super::rights::{find, reader};
use super::targets::check;
use super::view::{one, told, views};
use super::{Filing, FilingError, PictureSize};
use crate::access::{Action, Person};
use crate::db::queries::files::{FileFilter, FilePart};
use crate::db::queries::{blob_removals, events, file_references, files};
use crate::domain::{Change, DomainError, Expected};
use crate::files::key::BlobKey;
use crate::files::name::FileName;

/// Something that uses a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The file.
    pub(crate) file: String,
    /// What uses it.
    pub(crate) kind: ReferenceKind,
    /// The id of what uses it.
    pub(crate) target: String,
}

impl Filing {
    /// Lists what the person may read; one row more than a page has tells whether there is another.
    pub(crate) async fn list(
        &self,
        (person, workspace): (&Person, &str),
        filter: FileFilter,
        (after, most): (Option<String>, i64),
    ) -> Result<Vec<FileView>, FilingError> {
        let listed = self.domain.survey(person, workspace, move |look| {
            look.require(Action::WorkspaceRead)?;
            let reader = reader(look, filter.used_by.as_ref())?;
            let part = FilePart { now: look.now, after, most };
            let here = (look.workspace.id.as_str(), reader);
            let rows = files::list(look.connection, here, filter, part)?;
            Ok(views(look.connection, rows)?)
        });
        Ok(listed.await?)
    }

    /// Looks a file up.
    pub(crate) async fn show(
        &self,
        (person, workspace): (&Person, &str),
        id: String,
    ) -> Result<FileView, FilingError> {
        let found = self.domain.read(person, workspace, move |look| {
            let (row, level) = find(look, &id)?;
            look.require_at(Action::ResourceRead, level)?;
            Ok(one(look.connection, row)?)
        });
        Ok(found.await?)
    }

    /// Changes what is said of a file. Closing and opening it needs manage.
    pub(crate) async fn change(
        &self,
        (person, workspace): (&Person, &str),
        id: String,
        (expected, change): (Expected, FileChange),
    ) -> Result<FileView, FilingError> {
        let name = change.name.as_deref().map(FileName::parse).transpose()?;
        let changed = self.domain.change(person, workspace, move |tx| {
            let (row, level) = find(tx, &id)?;
            let manages = change.restricted.is_some_and(|restricted| restricted != row.restricted);
            let action = if manages { Action::ResourceManage } else { Action::ResourceWrite };
            tx.require_at(action, level)?;
            let before = one(tx.connection, row.clone())?;
            expected.check(row.version, &before)?;
            let changed = FileRow {
                name: name.map_or(row.name.clone(), |name| name.as_str().to_owned()),
                description: change.description.unwrap_or(row.description.clone()),
                restricted: change.restricted.unwrap_or(row.restricted),
                ..row.clone()
            };
            if changed == row {
                return Ok(before);
            }
            let row = files::update(tx.connection, &changed)?;
            updated(tx, row)
        });
        Ok(changed.await?)
    }

    /// Removes a file; its bytes go with the next sweep, which comes at once.
    pub(crate) async fn remove(
        &self,
        (person, workspace): (&Person, &str),
        id: String,
        expected: Expected,
    ) -> Result<(), FilingError> {
        let removed = self.domain.change(person, workspace, move |tx| {
            let (row, level) = find(tx, &id)?;
            tx.require_at(Action::ResourceManage, level)?;
            expected.check(row.version, &one(tx.connection, row.clone())?)?;
            let now = tx.now;
            blob_removals::plan(tx.connection, &blob_keys(&row)?, now)?;
            files::remove(tx.connection, &row.id)?;
            if row.restricted {
                // Nobody can tell any more who might have read it.
                events::forget_file(tx.connection, &row.workspace, &row.id)?;
            }
            tx.event("file.removed", &json!({ "id": row.id }))
        });
        removed.await?;
        self.due.notify_one();
        Ok(())
    }

    /// Writes down that something uses a file.
    pub(crate) async fn attach(
        &self,
        (person, workspace): (&Person, &str),
        reference: Reference,
    ) -> Result<FileView, FilingError> {
        let attached = self.domain.change(person, workspace, move |tx| {
            let (row, level) = find(tx, &reference.file)?;
            tx.require_at(Action::ResourceWrite, level)?;
            check(tx, &reference)?;
            let used = FileReferenceRow {
                file: row.id.clone(),
                kind: reference.kind.word().to_owned(),
                target: reference.target,
                created_by: Some(tx.person.id.clone()),
                created_at: tx.now,
            };
            if !file_references::attach(tx.connection, &used)? {
                return Ok(one(tx.connection, row)?);
            }
            let row = touched(tx, &row.id)?;
            let view = updated(tx, row)?;
            if view.references.len() > MAX_REFERENCES {
                return Err(DomainError::Conflict("a file is used by 100 things at most"));
            }
            Ok(view)
        });
        Ok(attached.await?)
    }

    /// Strikes out that something uses a file.
    pub(crate) async fn detach(
        &self,
        (person, workspace): (&Person, &str),
        reference: Reference,
    ) -> Result<(), FilingError> {
        let detached = self.domain.change(person, workspace, move |tx| {
            let (row, level) = find(tx, &reference.file)?;
            tx.require_at(Action::ResourceWrite, level)?;
            let by = (reference.kind.word(), reference.target.as_str());
            let now = tx.now;
            if !file_references::detach(tx.connection, &row.id, by, now)? {
                return Err(DomainError::NotFound("reference"));
            }
            let row = touched(tx, &row.id)?;
            updated(tx, row).map(|_| ())
        });
        Ok(detached.await?)
    }
}

/// The keys of everything that is kept of a file.
pub(super) fn blob_keys(row: &FileRow) -> Result<Vec<String>, DomainError> {
    let thumbnail =
        |size: PictureSize| key(BlobKey::thumbnail(&row.workspace, &row.id, size.word()));
    let mut keys = vec![key(BlobKey::content(&row.workspace, &row.id))?.to_string()];
    for size in PictureSize::ALL {
        keys.push(thumbnail(size)?.to_string());
    }
    Ok(keys)
}

/// A file after something began or ended to use it: a new version.
fn touched(tx: &mut Change<'_>, id: &str) -> Result<FileRow, DomainError> {
    let workspace = tx.workspace.id.clone();
    let row = files::find(tx.connection, &workspace, id)?.ok_or(DomainError::NotFound("file"))?;
    Ok(files::update(tx.connection, &row)?)
}

fn updated(tx: &mut Change<'_>, row: FileRow) -> Result<FileView, DomainError> {
    let view = one(tx.connection, row)?;
    tx.event("file.updated", &told(&view))?;
    Ok(view)
}
