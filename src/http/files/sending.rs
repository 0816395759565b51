//! Files as they come over HTTP: the body itself, or a part of a form.

use actix_multipart::{Field, Multipart};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use renexus_wire::rest::files::{FileView, MAX_DESCRIPTION};

use super::Said;
use crate::access::Person;
use crate::error::ApiError;
use crate::files::name::FileName;
use crate::filing::Announced;
use crate::state::AppState;

/// Parts of a form; of all but the file the bytes are few.
const MAX_PARTS: usize = 8;
/// Bytes of a text in a form: characters have up to four.
const TEXT_BYTES: usize = MAX_DESCRIPTION * 4;

/// Takes a file in the way in which it comes.
pub(super) async fn receive(
    state: &AppState,
    asks: (&Person, &str),
    request: &HttpRequest,
    (said, body): (Said, web::Payload),
) -> Result<FileView, ApiError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let form =
        kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"));
    if form {
        let parts = Multipart::new(request.headers(), body);
        return from_form(state, asks, said, parts).await;
    }
    let name = said.name.ok_or_else(|| ApiError::invalid("name", "it is missing"))?;
    let announced = Announced::new(FileName::parse(&name)?, said.description.unwrap_or_default())?;
    Ok(state.filing.receive(asks, announced, body).await?)
}

/// Texts must stand in front of the file, since its bytes are not kept until they come.
async fn from_form(
    state: &AppState,
    asks: (&Person, &str),
    mut said: Said,
    mut parts: Multipart,
) -> Result<FileView, ApiError> {
    for _ in 0..MAX_PARTS {
        let Some(part) = parts.next().await else { break };
        let mut part = part.map_err(|error| ApiError::invalid("body", error))?;
        match part.name() {
            Some("name") => said.name = Some(text(&mut part, "name").await?),
            Some("description") => said.description = Some(text(&mut part, "description").await?),
            Some("file") => {
                let announced = announced(&part, said)?;
                return Ok(state.filing.receive(asks, announced, part).await?);
            }
            other => {
                let reason = format!("`{}` is not known", other.unwrap_or_default());
                return Err(ApiError::invalid("body", reason));
            }
        }
    }
    Err(ApiError::invalid("file", "the form has no such part"))
}

fn announced(part: &Field, said: Said) -> Result<Announced, ApiError> {
    let in_part = part.content_disposition().and_then(|value| value.get_filename());
    let name = match (said.name, in_part) {
        (Some(name), _) => FileName::parse(&name)?,
        (None, Some(name)) => FileName::from_form(name)?,
        (None, None) => return Err(ApiError::invalid("name", "it is missing")),
    };
    Ok(Announced::new(name, said.description.unwrap_or_default())?)
}

async fn text(part: &mut Field, field: &'static str) -> Result<String, ApiError> {
    let bytes = match part.bytes(TEXT_BYTES).await {
        Ok(bytes) => bytes.map_err(|error| ApiError::invalid(field, error))?,
        Err(_) => return Err(ApiError::invalid(field, "it is too long")),
    };
    String::from_utf8(bytes.to_vec()).map_err(|error| ApiError::invalid(field, error))
}
