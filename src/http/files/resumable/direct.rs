//! Uploads whose bytes may go to the store itself: where they go, and what becomes of them there.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get, post, web};
use renexus_wire::rest::Problem;
use renexus_wire::rest::files::{FileView, UploadTarget, UploadView};
use utoipa_actix_web::service_config::ServiceConfig;

use super::headers::{self, answer};
use crate::access::Person;
use crate::error::ApiError;
use crate::filing::{Progress, Target, Upload};
use crate::http::version::tagged;
use crate::state::AppState;

/// The addresses of this resource.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show).service(complete);
}

/// Look up how far an upload is, and which request brings the rest.
#[utoipa::path(tag = "files", operation_id = "uploads_show", security(("bearer" = [])),
    params(("workspace" = String, Path), ("upload" = String, Path)),
    responses((status = 200, body = UploadView), (status = 404, body = Problem)))]
#[get("/api/v1/workspaces/{workspace}/uploads/{upload}")]
pub(crate) async fn show(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, id) = path.into_inner();
    let upload = Upload { person: person.clone(), workspace, id };
    let reached = state.filing.progress(&upload).await?;
    let target = state.filing.target(&person, &reached).await?;
    Ok(answer(HttpResponse::Ok(), &reached).json(view(&reached, target)))
}

/// Make the file of an upload whose bytes are all here, or in the store. Asked again it answers the same.
#[utoipa::path(tag = "files", operation_id = "uploads_complete", security(("bearer" = [])),
    params(("workspace" = String, Path), ("upload" = String, Path)), responses(
    (status = 200, body = FileView), (status = 404, body = Problem),
    (status = 409, body = Problem, description = "Bytes are missing, or others than were announced came"),
))]
#[post("/api/v1/workspaces/{workspace}/uploads/{upload}/complete")]
pub(crate) async fn complete(
    person: Person,
    state: web::Data<AppState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (workspace, id) = path.into_inner();
    let file = state.filing.complete(&Upload { person, workspace, id }).await?;
    Ok(tagged(HttpResponse::Ok(), file.version, &file))
}

/// How far an upload is, and where its bytes go: to the store itself, or here.
pub(super) fn view(progress: &Progress, target: Option<Target>) -> UploadView {
    let target = match target {
        Some(Target { intake, ends }) => Some(UploadTarget {
            method: "PUT".into(),
            url: intake.url,
            headers: named(intake.headers.iter().map(|(name, value)| (*name, value.as_str()))),
            direct: true,
            expires_at: ends,
        }),
        None if progress.received < progress.size => Some(UploadTarget {
            method: "PATCH".into(),
            url: headers::place(progress),
            headers: named([
                headers::VERSION,
                ("content-type", headers::PIECE),
                ("upload-offset", &progress.received.to_string()),
            ]),
            direct: false,
            expires_at: progress.expires_at,
        }),
        None => None,
    };
    UploadView {
        id: progress.id.clone(),
        received: progress.received,
        size: progress.size,
        expires_at: progress.expires_at,
        target,
    }
}

fn named<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, String> {
    headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
