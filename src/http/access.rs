//! Who asks, and what they may do.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use renexus_actors::ports::{Authority, Place, Writer};
use renexus_actors::registry::{Handle, Open};
use renexus_wire::access::{Grant, Level};
use renexus_wire::id::DocumentId;

use crate::error::ApiError;
use crate::socket::bearer_token;
use crate::state::AppState;

/// The grant of the one who asks, from the `Authorization` header.
pub(crate) struct Caller(pub(crate) Grant);

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<web::Data<AppState>>() else {
            return ready(Err(ApiError::Stopping));
        };
        ready(state.authority.verify(&bearer_token(request)).map(Self).map_err(ApiError::from))
    }
}

impl Caller {
    /// Opens a document in which the caller has at least this level.
    ///
    /// Without any right in it, an unknown document and a foreign one look alike.
    pub(crate) async fn open(
        &self,
        state: &AppState,
        id: &str,
        needed: Level,
    ) -> Result<Handle, ApiError> {
        let document = DocumentId::parse(id)?;
        if let Some(person) = self.0.login.as_ref().and(self.0.subject.clone()) {
            let level = state.rights.level(person, Place::Document(document.clone())).await?;
            if level < needed.max(Level::Read) {
                return Err(ApiError::Forbidden("you may not do this in this document"));
            }
            return Ok(state.registry.send(Open { document, create: false }).await??);
        }
        if self.0.level(&document, None) == Level::None && self.0.workspace.is_none() {
            return Err(ApiError::Forbidden("the token does not reach this document"));
        }
        let handle =
            state.registry.send(Open { document: document.clone(), create: false }).await??;
        if self.0.level(&document, handle.info.workspace.as_deref()) < needed {
            return Err(ApiError::Forbidden("the token does not reach so far in this document"));
        }
        Ok(handle)
    }

    /// Whose edits those of the caller are.
    pub(crate) fn writer(&self) -> Writer {
        Writer::of(self.0.subject.as_deref())
    }

    /// Refuses everybody who does not manage the whole server.
    pub(crate) fn needs_manage_everywhere(&self) -> Result<(), ApiError> {
        if self.0.everywhere() >= Level::Manage {
            Ok(())
        } else {
            Err(ApiError::Forbidden("a token with manage on `*` is needed"))
        }
    }
}
