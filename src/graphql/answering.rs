//! GraphQL over HTTP: one address, GET for queries, POST for everything but subscriptions.
//!
//! Source: the GraphQL-over-HTTP specification, held by the audit of `graphql-http`.

use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use async_graphql::parser::types::OperationType;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::caller::Caller;
use super::media::{Media, brings_json};
use super::running::{Answer, Asked, Ready, run};
use super::schema::Graph;
use super::telling::{INVALID, refusal};
use crate::access::Person;
use crate::error::ApiError;
use crate::http::limiting;
use crate::state::AppState;

/// Where GraphQL is.
pub(super) const PATH: &str = "/graphql";

/// The address of GraphQL.
pub(crate) fn routes(config: &mut web::ServiceConfig, graph: &Graph) {
    config.app_data(web::Data::new(graph.clone())).service(
        web::resource(PATH)
            .route(web::get().to(get))
            .route(web::post().to(post))
            .default_service(web::to(no_method)),
    );
}

async fn no_method() -> HttpResponse {
    let mut answer = ApiError::Method.error_response();
    answer
        .headers_mut()
        .insert(ALLOW, actix_web::http::header::HeaderValue::from_static("GET, POST"));
    answer
}

/// A query in the address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InAddress {
    query: String,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl InAddress {
    fn read(self) -> Result<Asked, ApiError> {
        Ok(Asked {
            query: self.query,
            operation_name: self.operation_name,
            variables: map("variables", self.variables)?,
            extensions: map("extensions", self.extensions)?,
        })
    }
}

fn map(field: &str, text: Option<String>) -> Result<Option<Map<String, Value>>, ApiError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    serde_json::from_str(&text).map_err(|error| ApiError::invalid(field, error))
}

async fn get(
    request: HttpRequest,
    person: Person,
    state: web::Data<AppState>,
    graph: web::Data<Graph>,
) -> Result<HttpResponse, ApiError> {
    let media = wanted(&request)?;
    let asked = web::Query::<InAddress>::from_query(request.query_string());
    let asked = asked.map_err(|error| ApiError::invalid("query", error))?;
    let ready = match asked.into_inner().read()?.ready(&graph) {
        Ok(ready) => ready,
        Err(error) => return Ok(answer(media, &Answer::refused(error))),
    };
    if ready.kind == OperationType::Mutation {
        // Following a link must change nothing.
        let mut answer = ApiError::Method.error_response();
        answer
            .headers_mut()
            .insert(ALLOW, actix_web::http::header::HeaderValue::from_static("POST"));
        return Ok(answer);
    }
    Ok(answer(media, &one(&graph, ready, Caller::new(state, person)).await))
}

/// One operation, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Several(Vec<Asked>),
    One(Box<Asked>),
}

async fn post(
    request: HttpRequest,
    person: Person,
    (state, graph): (web::Data<AppState>, web::Data<Graph>),
    payload: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let media = wanted(&request)?;
    if !brings_json(&request) {
        return Err(ApiError::MediaType("application/json"));
    }
    let most = graph.limits.bytes;
    let bytes = match payload.to_bytes_limited(most).await {
        Ok(bytes) => bytes.map_err(|error| ApiError::invalid("body", error))?,
        Err(_) => return Err(ApiError::TooLarge(most)),
    };
    match read(&bytes)? {
        Body::One(asked) => {
            let told = match asked.ready(&graph) {
                Ok(ready) => one(&graph, ready, Caller::new(state, person)).await,
                Err(error) => Answer::refused(error),
            };
            Ok(answer(media, &told))
        }
        Body::Several(all) => several(all, media, (&request, &person), (state, &graph)).await,
    }
}

fn read(bytes: &[u8]) -> Result<Body, ApiError> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| ApiError::invalid("body", error))?;
    let read = match value {
        Value::Array(all) => {
            let all = all.into_iter().map(serde_path_to_error::deserialize);
            all.collect::<Result<_, _>>().map(Body::Several)
        }
        one => serde_path_to_error::deserialize(one).map(|one| Body::One(Box::new(one))),
    };
    read.map_err(|error| ApiError::invalid(error.path().to_string(), error.inner()))
}

/// Carries several operations out, one after the other; each counts as a request.
async fn several(
    all: Vec<Asked>,
    media: Media,
    (request, person): (&HttpRequest, &Person),
    (state, graph): (web::Data<AppState>, &Graph),
) -> Result<HttpResponse, ApiError> {
    let most = graph.limits.batch;
    if all.is_empty() || all.len() > most {
        let reason = format!("it has {} operations, 1 to {most} are allowed", all.len());
        return Err(ApiError::invalid("body", reason));
    }
    let class = limiting::class(&Method::POST);
    for _ in 1..all.len() {
        limiting::take(&state, request, class, &person.id).await?;
    }
    let mut told = Vec::with_capacity(all.len());
    for asked in all {
        told.push(match asked.ready(graph) {
            Ok(ready) => one(graph, ready, Caller::new(state.clone(), person.clone())).await,
            Err(error) => Answer::refused(error),
        });
    }
    Ok(written(media, StatusCode::OK, &told))
}

async fn one(graph: &Graph, ready: Ready, caller: Caller) -> Answer {
    if ready.kind == OperationType::Subscription {
        let words = "subscriptions need a websocket at this address: graphql-transport-ws";
        return Answer::refused(refusal(INVALID, words));
    }
    run(graph, ready, caller).await
}

fn wanted(request: &HttpRequest) -> Result<Media, ApiError> {
    Media::wanted(request).ok_or(ApiError::NotAcceptable("application/graphql-response+json"))
}

/// An operation that was not carried out is told 400 where the media type says so.
fn answer(media: Media, told: &Answer) -> HttpResponse {
    let refused = media == Media::Graphql && !told.is_carried_out();
    written(media, if refused { StatusCode::BAD_REQUEST } else { StatusCode::OK }, told)
}

fn written(media: Media, status: StatusCode, told: &impl Serialize) -> HttpResponse {
    match serde_json::to_vec(told) {
        Ok(json) => HttpResponse::build(status)
            .insert_header((CONTENT_TYPE, media.content_type()))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(json),
        Err(error) => ApiError::from(error).error_response(),
    }
}
