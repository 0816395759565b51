//! In which media type an answer is wanted (GraphQL over HTTP, section 6.1).

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE};

/// The media type of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/json`: every well-formed request is told 200.
    Json,
    /// `application/graphql-response+json`: a request that was not carried out is told 400.
    Graphql,
}

impl Media {
    /// The type, with its charset.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Graphql => "application/graphql-response+json; charset=utf-8",
        }
    }

    fn fits(self, wanted: &str) -> bool {
        let own = match self {
            Self::Json => "application/json",
            Self::Graphql => "application/graphql-response+json",
        };
        // Whoever takes anything is given what everybody reads.
        let json = self == Self::Json;
        wanted == own || json && matches!(wanted, "*/*" | "application/*")
    }

    /// What a request wants; none when nothing fits.
    pub(super) fn wanted(request: &HttpRequest) -> Option<Self> {
        let lines = request.headers().get_all(ACCEPT).filter_map(|line| line.to_str().ok());
        let text = lines.collect::<Vec<_>>().join(",");
        Self::of(&text)
    }

    fn of(accept: &str) -> Option<Self> {
        if accept.trim().is_empty() {
            return Some(Self::Json);
        }
        let mut best: Option<(u16, Self)> = None;
        for wanted in accept.split(',') {
            let mut parts = wanted.split(';').map(|part| part.trim().to_ascii_lowercase());
            let kind = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| thousandths(part.strip_prefix("q=")?));
            let weight = weight.unwrap_or(1_000);
            for media in [Self::Graphql, Self::Json] {
                if weight > 0 && media.fits(&kind) && best.is_none_or(|(most, _)| weight > most) {
                    best = Some((weight, media));
                }
            }
        }
        best.map(|(_, media)| media)
    }
}

/// A weight such as `0.8` in thousandths.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<u16>().ok()?.checked_mul(1_000)?.checked_add(part)
}

/// Whether a request says that its body is JSON in UTF-8.
pub(super) fn brings_json(request: &HttpRequest) -> bool {
    let told = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(told) = told else { return false };
    let mut parts = told.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|kind| kind == "application/json");
    let charset = parts.find_map(|part| part.strip_prefix("charset=").map(str::to_owned));
    is_json && charset.is_none_or(|charset| charset.trim_matches('"') == "utf-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_what_is_wanted_is_given() {
        let graphql = Some(Media::Graphql);
        assert_eq!(Media::of(""), Some(Media::Json));
        assert_eq!(Media::of("*/*"), Some(Media::Json));
        assert_eq!(Media::of("application/graphql-response+json"), graphql);
        let both = "application/graphql-response+json; charset=utf-8, application/json;q=0.9";
        assert_eq!(Media::of(both), graphql);
        let other = "application/json, application/graphql-response+json;q=0.5";
        assert_eq!(Media::of(other), Some(Media::Json));
        assert_eq!(Media::of("text/html"), None);
        assert_eq!(Media::of("application/json;q=0"), None);
    }
}
