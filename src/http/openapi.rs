//! What the API says of itself.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The frame of the description; the routes add themselves.
#[derive(OpenApi)]
#[openapi(
    info(title = "Renexus", description = "Realtime documents that are saved when they say so."),
    modifiers(&Bearer)
)]
pub(crate) struct ApiDescription;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        components
            .add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}
