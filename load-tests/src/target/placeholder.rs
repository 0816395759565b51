//! `{name}` in the strings of a target file.
//!
//! A name is made of lower-case letters, digits and hyphens, so the braces of a
//! JSON body stand for themselves. `{env:NAME}` is a variable of the environment
//! and `{env:NAME:-other}` the same with a value for when it is not set.

use anyhow::{Context, Result};

/// What stands before the name of a variable of the environment.
const ENV: &str = "env:";

/// A part of a string.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Stands for itself.
    Text(&'a str),
    /// Stands for the value of that name.
    Name(&'a str),
}

/// The names in `text`, variables of the environment left out.
pub(super) fn names(text: &str) -> Vec<&str> {
    let name = |piece| match piece {
        Piece::Name(name) if !name.starts_with(ENV) => Some(name),
        _ => None,
    };
    pieces(text).into_iter().filter_map(name).collect()
}

/// `text` with the value of every name in its place.
pub(super) fn expand(text: &str, value: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Name(name) => match name.strip_prefix(ENV) {
                Some(variable) => out.push_str(&from_environment(variable)?),
                None => out.push_str(&value(name)?),
            },
        }
    }
    Ok(out)
}

fn from_environment(variable: &str) -> Result<String> {
    let (variable, otherwise) = match variable.split_once(":-") {
        Some((variable, otherwise)) => (variable, Some(otherwise)),
        None => (variable, None),
    };
    let set = std::env::var(variable).ok().filter(|value| !value.is_empty());
    let value = set.or_else(|| otherwise.map(str::to_owned));
    value.with_context(|| format!("the environment variable {variable} is not set"))
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        match after.split_once('}') {
            Some((name, tail)) if is_name(name) => {
                pieces.push(Piece::Text(before));
                pieces.push(Piece::Name(name));
                rest = tail;
            }
            _ => {
                let (literal, tail) = rest.split_at(before.len() + 1);
                pieces.push(Piece::Text(literal));
                rest = tail;
            }
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    name.starts_with(ENV) || (!name.is_empty() && name.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        expand(text, |name| Ok(format!("<{name}>"))).unwrap()
    }

    #[test]
    fn names_are_replaced_and_other_braces_stay() {
        assert_eq!(shown("ws://h:{port}/{document}"), "ws://h:<port>/<document>");
        assert_eq!(shown(r#"{"docId":"{document}"}"#), r#"{"docId":"<document>"}"#);
        assert_eq!(shown("{{port}} { } {"), "{<port>} { } {");
        assert_eq!(names("{a}{env:HOME}{b}"), ["a", "b"]);
    }

    #[test]
    fn a_variable_may_have_another_value() {
        assert_eq!(shown("{env:RENEXUS_LOAD_NOT_SET:-y-sweet} serve"), "y-sweet serve");
        let error = expand("{env:RENEXUS_LOAD_NOT_SET}", |_| Ok(String::new())).unwrap_err();
        assert!(error.to_string().contains("RENEXUS_LOAD_NOT_SET is not set"), "{error}");
    }
}
