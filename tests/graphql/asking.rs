//! Asking by GraphQL.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::door::people::Human;
use crate::studio::Studio;

/// Where GraphQL is.
pub(crate) const PATH: &str = "/graphql";

impl Studio {
    /// Asks as somebody: data and errors as they came.
    pub(crate) async fn graph_as(&self, human: &Human, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let (status, answer) = self.door.call(human, ("POST", PATH), &body).await;
        assert_eq!(status, 200, "{query}: {answer}");
        answer
    }

    /// Asks something that has to succeed: its data.
    pub(crate) async fn graph(&self, query: &str, variables: Value) -> Value {
        let answer = self.graph_as(&self.ada, query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}: {answer}");
        answer["data"].clone()
    }

    /// Asks something that has to be refused: its first error.
    pub(crate) async fn refused(&self, query: &str) -> Value {
        let answer = self.graph_as(&self.ada, query, Value::Null).await;
        answer["errors"].get(0).cloned().unwrap_or_else(|| panic!("{query}: {answer}"))
    }
}

/// A request with a query, as a body.
pub(crate) fn post(query: &str) -> Request {
    Request::post(PATH).json(&json!({ "query": query }).to_string())
}
