//! How things become entries.

use chrono::NaiveDateTime;
use renexus_tables::rows::comments::CommentRow;
use renexus_tables::rows::files::FileRow;
use renexus_tables::rows::pages::PageRow;
use renexus_tables::rows::planning::ProjectRow;
use renexus_tables::rows::search::NewSearchEntryRow;
use renexus_tables::rows::tasks::TaskRow;

use super::DocumentText;
use super::said::Home;
use crate::access::level::ResourceKind;

/// The word for a task.
pub const TASK: &str = "task";
/// The word for a project.
pub const PROJECT: &str = "project";
/// The word for a document that describes nothing else.
pub const DOCUMENT: &str = "document";
/// The word for a file.
pub const FILE: &str = "file";
/// The word for a comment.
pub const COMMENT: &str = "comment";

/// A task: its project decides who reads it; its text is that of its document.
pub fn task(row: &TaskRow) -> NewSearchEntryRow {
    NewSearchEntryRow {
        workspace: row.workspace.clone(),
        kind: TASK,
        subject: row.id.clone(),
        resource_kind: ResourceKind::Project.word(),
        resource: row.project.clone(),
        document: Some(row.document.clone()),
        title: row.title.clone(),
        body: String::new(),
        position: 0,
        updated_at: row.updated_at,
    }
}

/// A project.
pub fn project(row: &ProjectRow, now: NaiveDateTime) -> NewSearchEntryRow {
    NewSearchEntryRow {
        workspace: row.workspace.clone(),
        kind: PROJECT,
        subject: row.id.clone(),
        resource_kind: ResourceKind::Project.word(),
        resource: row.id.clone(),
        document: None,
        title: format!("{} {}", row.key, row.name),
        body: row.about.clone(),
        position: 0,
        updated_at: now,
    }
}

/// A document of its own.
pub fn document(read: &DocumentText, title: String, now: NaiveDateTime) -> NewSearchEntryRow {
    NewSearchEntryRow {
        workspace: read.workspace.clone(),
        kind: DOCUMENT,
        subject: read.document.clone(),
        resource_kind: ResourceKind::Document.word(),
        resource: read.document.clone(),
        document: Some(read.document.clone()),
        title,
        body: read.text.clone(),
        position: read.position,
        updated_at: now,
    }
}

/// A document by its name in the tree; its text is read on its own.
pub fn page(row: &PageRow) -> NewSearchEntryRow {
    NewSearchEntryRow {
        workspace: row.workspace.clone(),
        kind: DOCUMENT,
        subject: row.id.clone(),
        resource_kind: ResourceKind::Document.word(),
        resource: row.id.clone(),
        document: Some(row.id.clone()),
        title: row.title.clone(),
        body: String::new(),
        position: 0,
        updated_at: row.updated_at,
    }
}

/// A file, by its name and what people say about it.
pub fn file(row: &FileRow, now: NaiveDateTime) -> NewSearchEntryRow {
    NewSearchEntryRow {
        workspace: row.workspace.clone(),
        kind: FILE,
        subject: row.id.clone(),
        resource_kind: ResourceKind::File.word(),
        resource: row.id.clone(),
        document: None,
        title: row.name.clone(),
        body: row.description.clone(),
        position: 0,
        updated_at: now,
    }
}

/// A comment: whoever may read its place finds it. Its title is that of its place, which has an entry of its own.
pub fn comment(row: &CommentRow, home: &Home) -> NewSearchEntryRow {
    let (kind, resource) = home.resource();
    NewSearchEntryRow {
        workspace: home.workspace.clone(),
        kind: COMMENT,
        subject: row.id.clone(),
        resource_kind: kind.word(),
        resource: resource.to_owned(),
        document: None,
        title: String::new(),
        body: row.body.clone(),
        position: 0,
        updated_at: row.edited_at.unwrap_or(row.created_at),
    }
}
