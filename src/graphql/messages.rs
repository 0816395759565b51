//! The messages of `graphql-transport-ws`.
//!
//! Source: PROTOCOL.md of the npm package `graphql-ws`.

use async_graphql::ServerError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::running::{Answer, Asked};

/// The name of the protocol.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

/// Characters of the id of an operation.
pub(super) const MAX_ID: usize = 128;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Said {
    ConnectionInit { payload: Option<Map<String, Value>> },
    Ping { payload: Option<Map<String, Value>> },
    Pong,
    Subscribe { id: String, payload: Box<Asked> },
    Complete { id: String },
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Told<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    Next {
        id: &'a str,
        payload: &'a Answer,
    },
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    Complete {
        id: &'a str,
    },
}

/// The bearer that a client opens its connection with: `token`, or `Authorization` as in a header.
pub(super) fn bearer(payload: Option<&Map<String, Value>>) -> &str {
    let text = |name: &str| payload.and_then(|payload| payload.get(name)).and_then(Value::as_str);
    let header = text("Authorization").or_else(|| text("authorization"));
    let header = header.map(|header| header.strip_prefix("Bearer ").unwrap_or(header));
    text("token").or(header).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_bearer_is_found_where_clients_put_it() {
        let of = |payload: Value| bearer(payload.as_object()).to_owned();
        assert_eq!(of(json!({ "token": "t" })), "t");
        assert_eq!(of(json!({ "Authorization": "Bearer t" })), "t");
        assert_eq!(of(json!({ "authorization": "t" })), "t");
        assert_eq!((of(json!({})), bearer(None)), (String::new(), ""));
    }

    #[test]
    fn messages_are_those_of_the_protocol() {
        let said = json!({ "type": "subscribe", "id": "1", "payload": { "query": "{ a }" } });
        assert!(matches!(serde_json::from_value(said), Ok(Said::Subscribe { .. })));
        assert!(matches!(serde_json::from_value(json!({ "type": "pong" })), Ok(Said::Pong)));
        let told = serde_json::to_value(Told::Complete { id: "1" }).unwrap();
        assert_eq!(told, json!({ "type": "complete", "id": "1" }));
    }
}
