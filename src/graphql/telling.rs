//! Errors as GraphQL tells them: the words of the REST problems, in `extensions`.

use async_graphql::{Error, ErrorExtensionValues, ServerError};

use crate::domain::DomainError;
use crate::error::ApiError;

/// A request that cannot be understood; the same word as in REST.
pub(super) const INVALID: &str = "invalid";
/// A request that asks for too much at once.
pub(super) const TOO_COMPLEX: &str = "too-complex";

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        error.note();
        let problem = error.problem();
        let mut values = ErrorExtensionValues::default();
        let kind = problem.kind.rsplit('/').next().unwrap_or_default();
        values.set("code", kind);
        values.set("status", problem.status);
        if let Some(field) = field(&error) {
            values.set("field", camel(&field));
        }
        let current = problem.current.map(async_graphql::Value::from_json);
        if let Some(Ok(current)) = current {
            values.set("current", current);
        }
        Self { message: problem.detail, source: None, extensions: Some(values) }
    }
}

impl From<DomainError> for Error {
    fn from(error: DomainError) -> Self {
        ApiError::from(error).into()
    }
}

/// A request that is not carried out at all.
pub(super) fn refusal(code: &str, message: &str) -> ServerError {
    let mut error = ServerError::new(message, None);
    let mut values = ErrorExtensionValues::default();
    values.set("code", code);
    error.extensions = Some(values);
    error
}

/// The field of a request that is wrong, the first of several.
fn field(error: &ApiError) -> Option<String> {
    match error {
        ApiError::Fields(wrong) => wrong.first().map(|(field, _)| field.clone()),
        ApiError::Invalid { field, .. } | ApiError::Domain(DomainError::Invalid { field, .. }) => {
            Some(field.clone())
        }
        ApiError::Domain(DomainError::Taken { field, .. }) => Some((*field).to_owned()),
        _ => None,
    }
}

/// A field as GraphQL names it: `add_labels` is `addLabels`.
fn camel(field: &str) -> String {
    let mut told = String::with_capacity(field.len());
    let mut parts = field.split('_');
    told.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let mut letters = part.chars();
        told.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        told.push_str(letters.as_str());
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_as_in_the_schema() {
        assert_eq!((camel("add_labels"), camel("title")), ("addLabels".into(), "title".into()));
        let error = Error::from(ApiError::invalid("remove_labels", "no"));
        let values = error.extensions.unwrap();
        assert_eq!(values.get("code"), Some(&INVALID.into()));
        assert_eq!(values.get("field"), Some(&"removeLabels".into()));
    }
}
