//! What goes for good once its grace is over: workspaces, projects, tasks in the trash.
//!
//! Documents go first, one by one, through the registry: whoever is in one is sent away. Then the
//! rows. A crash in between leaves the rest for the next sweep.

use std::sync::Arc;

use actix_web::web;
use renexus_actors::registry::{Delete, OpenError};
use renexus_actors::session::{Concerned, RightsChanged};
use renexus_tables::rows::tasks::TrashedTaskRow;
use renexus_wire::id::DocumentId;
use serde_json::{Value, json};
use thiserror::Error;

use crate::db::queries::{documents, files, places, projects, trash, workspaces};
use crate::db::{Conn, DatabaseError};
use crate::domain::{DomainError, Happened};
use crate::state::AppState;

/// Things of one kind that end in one sweep.
const AT_ONCE: i64 = 10;
/// Tasks in the trash that end in one sweep.
const TASKS: i64 = 100;
/// Documents, or tasks of a project, that are deleted together.
const TOGETHER: i64 = 100;

/// Why something was left for the next sweep.
#[derive(Debug, Error)]
pub(crate) enum EndingError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Domain(#[from] DomainError),
    #[error("the registry is gone")]
    Stopping(#[from] actix::MailboxError),
    #[error("a document cannot be deleted: {0}")]
    Document(String),
}

/// Ends what is over.
pub(crate) async fn sweep(state: &web::Data<AppState>) -> Result<(), EndingError> {
    let now = state.domain.now();
    let over = state.database.read(move |connection| workspaces::over(connection, now, AT_ONCE));
    for workspace in over.await? {
        end_workspace(state, workspace).await?;
    }
    let over = state.database.read(move |connection| projects::over(connection, now, AT_ONCE));
    for (project, workspace) in over.await? {
        end_project(state, project, workspace).await?;
    }
    let over = state.database.read(move |connection| trash::over(connection, now, TASKS));
    for row in over.await? {
        end_task(state, row).await?;
    }
    Ok(())
}

async fn delete_document(state: &AppState, id: &str) -> Result<(), EndingError> {
    let wrong = |error: String| EndingError::Document(error);
    let document = DocumentId::parse(id).map_err(|error| wrong(error.to_string()))?;
    match state.registry.send(Delete { document }).await? {
        Ok(()) | Err(OpenError::NotFound) => Ok(()),
        Err(error) => Err(wrong(error.to_string())),
    }
}

async fn end_workspace(state: &AppState, workspace: String) -> Result<(), EndingError> {
    loop {
        let of = workspace.clone();
        let found = state
            .database
            .read(move |connection| documents::of_workspace(connection, &of, TOGETHER));
        let found: Vec<String> = found.await?;
        if found.is_empty() {
            break;
        }
        for id in found {
            delete_document(state, &id).await?;
        }
    }
    log::info!("workspace.id" = workspace.as_str(); "the grace of a workspace is over: it is deleted");
    let whose = Arc::new(Concerned::Workspace(workspace.clone()));
    let gone = state.database.commit(move |connection| workspaces::delete(connection, &workspace));
    gone.await?;
    // Whoever is still in its channel is asked out.
    state.sessions.send(RightsChanged { whose }).await?;
    Ok(())
}

async fn end_project(
    state: &AppState,
    project: String,
    workspace: String,
) -> Result<(), EndingError> {
    loop {
        let of = project.clone();
        let found =
            state.database.read(move |connection| trash::of_project(connection, &of, TOGETHER));
        let found: Vec<(String, String)> = found.await?;
        if found.is_empty() {
            break;
        }
        for (_, document) in &found {
            delete_document(state, document).await?;
        }
        let (here, of) = (workspace.clone(), project.clone());
        let gone = state.domain.tend(&workspace, move |connection, now| {
            let mut happened = Happened::new();
            for (task, document) in &found {
                let ends = (task.as_str(), document.as_str());
                let used = places::forget_task(connection, ends, now)?;
                trash::remove(connection, task)?;
                let gone = json!({ "id": task, "document": document });
                happened.push(("task.removed", json!({ "project": of, "task": gone })));
                happened.extend(unused(connection, &here, used)?);
            }
            Ok(((), happened))
        });
        gone.await?;
    }
    log::info!("project.id" = project.as_str(); "the grace of a project is over: it is deleted");
    let gone = state.domain.tend(&workspace, move |connection, now| {
        places::forget(connection, (renexus_wire::notice::PlaceKind::Project, &project), now)?;
        projects::delete(connection, &project)?;
        // By this name it is heard by everybody: there is nothing left to guard.
        Ok(((), vec![("project.removed", json!({ "removed": project }))]))
    });
    Ok(gone.await?)
}

async fn end_task(state: &AppState, row: TrashedTaskRow) -> Result<(), EndingError> {
    delete_document(state, &row.document).await?;
    let workspace = row.workspace.clone();
    let gone = state.domain.tend(&workspace, move |connection, now| {
        let used = places::forget_task(connection, (&row.id, &row.document), now)?;
        trash::take(connection, &row.id)?;
        let gone = json!({ "id": row.id, "document": row.document });
        let mut happened = vec![("task.removed", json!({ "project": row.project, "task": gone }))];
        happened.extend(unused(connection, &row.workspace, used)?);
        Ok(((), happened))
    });
    Ok(gone.await?)
}

/// Files that something stopped to use: new versions of them, told without what they hold.
fn unused(
    connection: &mut Conn,
    workspace: &str,
    used: Vec<String>,
) -> Result<Vec<(&'static str, Value)>, DomainError> {
    let mut told = Vec::new();
    for id in used {
        if let Some(row) = files::find(connection, workspace, &id)? {
            let row = files::update(connection, &row)?;
            told.push(("file.updated", json!({ "id": row.id, "version": row.version })));
        }
    }
    Ok(told)
}
