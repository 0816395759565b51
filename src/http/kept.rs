//! Answers from the cache, and what it knows of a person in a workspace.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::ContentType;
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};
use renexus_wire::role::Role;
use serde::{Deserialize, Serialize};

use crate::access::{Action, Person, Standing};
use crate::cache::{Kept, PEOPLE, WORKSPACES};
use crate::domain::DomainError;
use crate::error::ApiError;
use crate::state::AppState;

/// The header that tells whether an answer was kept.
const X_CACHE: &str = "x-cache";

/// Answers with JSON that was kept, or read just now.
pub(crate) fn kept(found: Kept) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((X_CACHE, found.word()))
        .insert_header(ContentType::json())
        .body(found.json)
}

/// A change is answered once other nodes know which reads it voids, or cannot be told now.
pub(crate) async fn settle(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let state = request.app_data::<web::Data<AppState>>().cloned();
    let state = state.filter(|_| !request.method().is_safe());
    let response = next.call(request).await?;
    if let Some(state) = state {
        state.keeper.settled().await;
    }
    Ok(response)
}

/// A person in front of a workspace, as the cache knows it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The id of the workspace.
    pub(crate) workspace: String,
    role: Option<Role>,
    administrator: bool,
}

/// Decides from the cache whether somebody may look at something; returns the place.
///
/// For reads that are kept themselves: a change asks inside of its transaction.
pub(crate) async fn allowed(
    state: &AppState,
    person: &Person,
    workspace: &str,
    action: Action,
) -> Result<Place, ApiError> {
    let name = format!("place of {} in {workspace}", person.id);
    let look = state.domain.read(person, workspace, |look| {
        let Standing { role, administrator } = look.standing;
        Ok(Place { workspace: look.workspace.id.clone(), role, administrator })
    });
    let found = state.keeper.json(&name, &[WORKSPACES, PEOPLE], look).await?;
    let place: Place = serde_json::from_slice(&found.json)?;
    let standing = Standing { role: place.role, administrator: place.administrator };
    if !person.reaches(action) || !standing.may(action) {
        let word = action.word();
        return Err(DomainError::Forbidden(format!("`{word}` is not allowed here")).into());
    }
    Ok(place)
}
