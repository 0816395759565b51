//! `Idempotency-Key`: a request that may be sent twice is carried out once.
//!
//! The key is taken before the request is carried out, and the answer is kept with it. A
//! second request gets the kept answer; one with other content is refused (422). While the
//! first one is under way, or when the server died in the middle of it, a second one is
//! refused (409): it is never carried out twice.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, web};
use bytes::Bytes;
use renexus_tables::rows::events::IdempotencyRow;

use crate::accounts::secret;
use crate::db::DatabaseError;
use crate::db::queries::idempotency;
use crate::error::ApiError;
use crate::http::limiting;
use crate::state::AppState;

/// The header that carries the key.
const HEADER: &str = "idempotency-key";
/// The header that tells a kept answer.
const REPLAYED: &str = "idempotency-replayed";
/// Characters of a key.
const MAX_KEY: usize = 128;
/// Bytes of a request that is compared; larger ones (files) do not take a key.
const MAX_BODY: usize = 1 << 20;
/// Bytes of an answer that is kept; a larger one is not, and a second request is refused.
const MAX_ANSWER: usize = 1 << 20;
/// The status of a row whose request is under way.
const UNDER_WAY: i32 = 0;
/// The status of a row whose answer is not kept, since it held a secret or was too large.
const NOT_KEPT: i32 = -1;

/// The methods that take a key.
const METHODS: [Method; 4] = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// Keeps answers of changing requests below `/api/v1` that carry a key.
pub(crate) async fn keep_answers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let concerned = METHODS.contains(request.method())
        && request.path().starts_with("/api/v1/")
        && request.headers().contains_key(HEADER)
        && request.headers().contains_key(AUTHORIZATION);
    if !concerned {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let state = request.app_data::<web::Data<AppState>>().cloned();
    let Some(state) = state else { return Ok(refused(request, &ApiError::Stopping)) };
    let mut request = request;
    let row = match taken(&mut request, &state).await {
        Ok(row) => row,
        Err(error) => return Ok(refused(request, &error)),
    };
    let wanted = row.clone();
    let known = state.database.write(move |connection| idempotency::take(connection, &wanted));
    match known.await.map_err(ApiError::from) {
        Err(error) => return Ok(refused(request, &error)),
        Ok(Some(known)) => {
            // A request that is sent again counts like any other.
            let class = limiting::class(request.method());
            let counted = limiting::take(&state, request.request(), class, &row.caller).await;
            let answer = counted.and_then(|()| replay(known, &row));
            return Ok(request.into_response(answer.unwrap_or_else(|error| error.error_response())));
        }
        Ok(None) => {}
    }
    // A task of its own: it goes on when the client hangs up, so that asking again finds the answer.
    let carried_out = actix_web::rt::spawn(async move {
        let answered = next.call(request).await?.map_into_boxed_body();
        let (response, kept) = read_answer(answered).await;
        if let Err(error) = keep(&state, row, &response, kept).await {
            log::error!("an answer was not kept: {error}");
        }
        Ok(response)
    });
    carried_out.await.unwrap_or_else(|_| Err(ApiError::Stopping.into()))
}

fn refused(request: ServiceRequest, error: &ApiError) -> ServiceResponse<BoxBody> {
    request.into_response(error.error_response())
}

/// Reads caller, key and content of a request, and puts the content back.
async fn taken(request: &mut ServiceRequest, state: &AppState) -> Result<IdempotencyRow, ApiError> {
    let text = |name: &str| {
        request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    let (key, bearer) = (text(HEADER).to_owned(), text(AUTHORIZATION.as_str()).to_owned());
    if key.is_empty() || key.len() > MAX_KEY {
        return Err(ApiError::invalid("Idempotency-Key", "it needs 1 to 128 characters"));
    }
    let based_on = text(IF_MATCH.as_str());
    let (method, path, query) = (request.method(), request.path(), request.query_string());
    let mut content = format!("{method} {path}\n{query}\n{based_on}\n").into_bytes();
    let caller = caller(state, &bearer);
    let body = request.extract::<web::Payload>().await;
    let body = body.map_err(|error| ApiError::invalid("body", error))?;
    let body = match body.to_bytes_limited(MAX_BODY).await {
        Ok(bytes) => bytes.map_err(|error| ApiError::invalid("body", error))?,
        Err(_) => return Err(ApiError::TooLarge(MAX_BODY)),
    };
    content.extend_from_slice(&body);
    request.set_payload(Payload::from(body));
    Ok(IdempotencyRow {
        caller,
        key,
        fingerprint: secret::hash_bytes(&content),
        status: UNDER_WAY,
        headers: "{}".into(),
        body: Vec::new(),
        created_at: state.domain.now(),
    })
}

/// The person, where a token names one: the next access token belongs to the same caller.
fn caller(state: &AppState, authorization: &str) -> String {
    use renexus_actors::ports::Authority;
    let token = authorization.strip_prefix("Bearer ").unwrap_or(authorization).trim();
    let subject = state.authority.verify(token).ok().and_then(|grant| grant.subject);
    subject.unwrap_or_else(|| secret::hash(token))
}

fn replay(known: IdempotencyRow, row: &IdempotencyRow) -> Result<HttpResponse, ApiError> {
    if known.fingerprint != row.fingerprint {
        return Err(ApiError::KeyReused);
    }
    let status = u16::try_from(known.status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let Some(status) = status else { return Err(ApiError::KeyTaken) };
    let mut answer = HttpResponse::build(status);
    let headers: Vec<(String, String)> = serde_json::from_str(&known.headers).unwrap_or_default();
    for header in headers {
        answer.insert_header(header);
    }
    answer.insert_header((REPLAYED, "true"));
    Ok(answer.body(known.body))
}

/// Reads an answer that can be kept, and makes it whole again.
async fn read_answer(
    answered: ServiceResponse<BoxBody>,
) -> (ServiceResponse<BoxBody>, Option<Bytes>) {
    let secret = answered.headers().get(CACHE_CONTROL).is_some_and(|value| value == "no-store");
    if secret {
        return (answered, None);
    }
    let (request, answer) = answered.into_parts();
    let (answer, body) = answer.into_parts();
    let bytes = to_bytes(body).await.unwrap_or_default();
    let whole = answer.set_body(BoxBody::new(bytes.clone()));
    (ServiceResponse::new(request, whole), Some(bytes).filter(|bytes| bytes.len() <= MAX_ANSWER))
}

async fn keep(
    state: &AppState,
    mut row: IdempotencyRow,
    response: &ServiceResponse<BoxBody>,
    body: Option<Bytes>,
) -> Result<(), DatabaseError> {
    let status = response.status();
    // What the server could not do, or what never reached a handler, may be tried again.
    let tried_again = status.is_server_error()
        || [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    if tried_again {
        let release =
            move |connection: &mut _| idempotency::release(connection, &row.caller, &row.key);
        return state.database.write(release).await;
    }
    let kept = [CONTENT_TYPE, ETAG, LOCATION].into_iter().filter_map(|name| {
        let value = response.headers().get(&name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    row.headers = serde_json::to_string(&kept.collect::<Vec<_>>()).unwrap_or_default();
    row.status = if body.is_some() { i32::from(status.as_u16()) } else { NOT_KEPT };
    row.body = body.map(|bytes| bytes.to_vec()).unwrap_or_default();
    state.database.write(move |connection| idempotency::answer(connection, &row)).await
}
