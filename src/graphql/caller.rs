//! Who asks, and what they ask of the domain.

use std::sync::Arc;

use actix_web::web;
use async_graphql::{Context, Error, Result};

use super::loaders::Loaders;
use crate::access::Person;
use crate::domain::{Change, DomainError, View};
use crate::error::ApiError;
use crate::state::AppState;

/// The person of a request, and what was loaded for it; clones share it.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) state: web::Data<AppState>,
    pub(super) person: Person,
    pub(super) loaders: Arc<Loaders>,
}

impl Caller {
    /// A person who begins to ask.
    pub(super) fn new(state: web::Data<AppState>, person: Person) -> Self {
        Self { state, person, loaders: Arc::default() }
    }

    /// Who asks here.
    pub(super) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        ctx.data::<Self>().map_err(|_| Error::from(ApiError::Stopping))
    }

    /// Looks into a workspace.
    pub(super) async fn read<R: Send + 'static>(
        &self,
        workspace: &str,
        job: impl FnOnce(&mut View<'_>) -> Result<R, DomainError> + Send + 'static,
    ) -> Result<R> {
        Ok(self.state.domain.read(&self.person, workspace, job).await?)
    }

    /// Changes a workspace.
    pub(super) async fn change<R: Send + 'static>(
        &self,
        workspace: &str,
        job: impl FnOnce(&mut Change<'_>) -> Result<R, DomainError> + Send + 'static,
    ) -> Result<R> {
        Ok(self.state.domain.change(&self.person, workspace, job).await?)
    }
}
