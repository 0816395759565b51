//! What the API says of itself.

use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::schema::{SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, PathItem, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{Modify, OpenApi};

use crate::error::PROBLEM_JSON;

/// The frame of the description; the routes add themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Renexus",
        description = "Realtime documents that are saved when they say so, and a workspace around them."
    ),
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

/// The description as it is shown: every operation says that it may end with a problem.
pub(crate) fn complete(mut api: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for item in api.paths.paths.values_mut() {
        for operation in operations(item) {
            add_problems(operation);
            operation.parameters.iter_mut().flatten().for_each(forget_null);
        }
    }
    api
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, head, put, post, delete, patch, .. } = item;
    [get, head, put, post, delete, patch].into_iter().flatten()
}

/// A header or query that may be missing is never the word null.
fn forget_null(parameter: &mut RefOr<Parameter>) {
    let RefOr::T(parameter) = parameter else { return };
    if let Some(RefOr::T(Schema::Object(object))) = &mut parameter.schema
        && let SchemaType::Array(types) = &object.schema_type
        && let Some(kind) = types.iter().find(|kind| **kind != Type::Null)
    {
        object.schema_type = SchemaType::Type(kind.clone());
    }
}

fn add_problems(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    for (status, response) in responses.iter_mut() {
        let RefOr::T(response) = response else { continue };
        let refused = status.starts_with(['4', '5']);
        if refused && let Some(content) = response.content.shift_remove("application/json") {
            response.content.insert(PROBLEM_JSON.to_owned(), content);
        }
    }
    let schema = Ref::from_schema_name("Problem");
    let problem = ResponseBuilder::new()
        .description("Why it was not done")
        .content(PROBLEM_JSON, ContentBuilder::new().schema(Some(schema)).build())
        .build();
    responses.entry("default".to_owned()).or_insert_with(|| problem.into());
}
