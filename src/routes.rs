//! Every address of the server.

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::graphql::{self, Graph};
use crate::http::web as app;
use crate::http::{
    accounts, ask, assistant, content, documents, health, me, people, tokens, workspaces, y_sweet,
};
use crate::http::{
    comments, export, files, labels, pages, projects, sdk, search, tasks, threads, trash, versions,
    views, watches, webhooks,
};
use crate::http::{insight, suggestions};
use crate::socket;
use crate::state::AppState;

/// Addresses that the OpenAPI document describes.
pub(crate) fn described(config: &mut ServiceConfig<'_>) {
    config
        .service(health::live)
        .service(health::ready)
        .service(documents::create)
        .service(documents::list)
        .service(documents::show)
        .service(documents::apply)
        .service(documents::remove)
        .service(content::json)
        .service(content::html)
        .service(content::markdown)
        .service(content::text)
        .service(content::update)
        .service(content::state_vector)
        .service(tokens::mint)
        .service(tokens::revoke)
        .service(y_sweet::create)
        .service(y_sweet::auth)
        .service(y_sweet::as_update)
        .service(y_sweet::update)
        .service(y_sweet::ready)
        .service(y_sweet::check_store)
        .service(y_sweet::check_store_get)
        .configure(accounts::routes)
        .configure(assistant::routes)
        .configure(files::routes)
        .configure(me::routes)
        .configure(pages::routes)
        .configure(versions::routes)
        .configure(people::routes)
        .configure(ask::routes)
        .configure(search::routes)
        .configure(workspaces::routes)
        .configure(projects::routes)
        .configure(trash::routes)
        .configure(tasks::routes)
        .configure(labels::routes)
        .configure(views::routes)
        .configure(threads::routes)
        .configure(comments::routes)
        .configure(watches::routes)
        .configure(webhooks::routes)
        .configure(insight::routes)
        .configure(suggestions::routes)
        .configure(export::routes);
}

/// Addresses of GraphQL, which has a description of its own.
pub(crate) fn graph(graph: &Graph) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config| graphql::routes(config, graph)
}

/// The same for websockets.
pub(crate) fn graph_sockets(graph: &Graph) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config| graphql::sockets(config, graph)
}

/// Websockets. Requests that ask for no upgrade are told so by the same handlers.
pub(crate) fn sockets(config: &mut web::ServiceConfig) {
    config
        .route("/yjs/{document}*", web::get().to(socket::yjs))
        .route("/collab", web::get().to(socket::collab))
        .route("/d/{document}/ws/{again}", web::get().to(socket::y_sweet))
        .default_service(web::to(nothing_here));
}

/// How bodies are read, websockets, and the pages that people see.
pub(crate) fn plain(config: &mut web::ServiceConfig) {
    config
        .app_data(
            web::PathConfig::default()
                .error_handler(|error, _| ApiError::invalid("path", error).into()),
        )
        .configure(sdk::routes)
        .route("/collab/sse", web::get().to(socket::stream_down))
        .route("/collab/sse/{secret}", web::post().to(socket::stream_up))
        .configure(sockets)
        .default_service(web::to(nothing_here));
}

/// The pages of the web app; an address that is described answers other methods with those that it has
/// (RFC 9110, section 15.5.6).
async fn nothing_here(request: HttpRequest, state: web::Data<AppState>) -> HttpResponse {
    let described = state.addresses.get().and_then(|known| known.methods(request.path()));
    let Some(methods) = described else {
        return app::answer(&request).unwrap_or_else(|| ApiError::NoRoute.error_response());
    };
    let mut answer = ApiError::Method.error_response();
    if let Ok(methods) = HeaderValue::from_str(&methods.join(", ")) {
        answer.headers_mut().insert(ALLOW, methods);
    }
    answer
}
