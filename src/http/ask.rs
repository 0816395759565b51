//! Questions about a workspace.

use std::convert::Infallible;

use actix_web::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, post, web};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use renexus_wire::rest::Problem;
use renexus_wire::rest::asking::{AnswerView, NewQuestion};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::body::Body;
use crate::access::Person;
use crate::answering::{self, Begun, Coming, Step};
use crate::error::ApiError;
use crate::state::AppState;

/// The type of answers that come bit by bit.
const EVENTS: &str = "text/event-stream";

/// The address of questions.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(ask);
}

/// Ask a question, which is answered from what one may read, with sources. Whoever accepts `text/event-stream` reads the
/// answer as it comes: `sources` (what it is made from), `text` (the next characters) and at last `answer`, the same as
/// without events, which takes the place of what came before.
#[utoipa::path(tag = "search", operation_id = "search_ask", security(("bearer" = [])),
    params(("workspace" = String, Path)), request_body = NewQuestion, responses(
    (status = 200, content((AnswerView = "application/json"), (String = "text/event-stream"))),
    (status = 400, body = Problem),
    (status = 404, body = Problem),
))]
#[post("/api/v1/workspaces/{workspace}/ask")]
pub(crate) async fn ask(
    person: Person,
    state: web::Data<AppState>,
    workspace: web::Path<String>,
    request: HttpRequest,
    Body(asked): Body<NewQuestion>,
) -> Result<HttpResponse, ApiError> {
    let begun = answering::begin(&state, (&person, &workspace), asked.question).await?;
    let accepted = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    if !accepted.is_some_and(|accept| accept.contains(EVENTS)) {
        return Ok(HttpResponse::Ok().json(begun.whole().await));
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, EVENTS))
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        // Proxies that gather answers would hold events back.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events(begun)))
}

/// What is told next.
enum Turn {
    Sources(Begun),
    Goes(Box<Coming>),
    Ends(AnswerView),
    Over,
}

fn events(begun: Begun) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold(Turn::Sources(begun), |turn| async move {
        match turn {
            Turn::Sources(Begun::Whole(answer)) => {
                Some((Ok(event("sources", &answer.citations)), Turn::Ends(answer)))
            }
            Turn::Sources(Begun::Coming(coming)) => {
                Some((Ok(event("sources", &coming.sources())), Turn::Goes(coming)))
            }
            Turn::Goes(mut coming) => match coming.next().await {
                Step::Text(text) => Some((Ok(event("text", &text)), Turn::Goes(coming))),
                Step::Over(answer) => Some((Ok(event("answer", &answer)), Turn::Over)),
            },
            Turn::Ends(answer) => Some((Ok(event("answer", &answer)), Turn::Over)),
            Turn::Over => None,
        }
    })
}

/// JSON has no line breaks, so one line of data holds it.
fn event(name: &str, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).unwrap_or_default();
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}
