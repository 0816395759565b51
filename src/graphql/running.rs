//! One operation, from its text to its answer.

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError, Value, Variables};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use tokio::time::timeout;

use super::caller::Caller;
use super::guard;
use super::schema::Graph;
use super::shaping::Shape;
use super::telling::{INVALID, TOO_COMPLEX, refusal};

/// Values within values of variables; no input of the schema has as many.
const MAX_VARIABLE_DEPTH: usize = 16;

/// An operation as it comes in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Option<Map<String, Json>>,
    pub(super) extensions: Option<Map<String, Json>>,
}

/// An operation that can be carried out.
pub(super) struct Ready {
    pub(super) request: Request,
    pub(super) kind: OperationType,
    pub(super) shape: Shape,
}

impl Asked {
    /// Reads the document.
    pub(super) fn ready(self, graph: &Graph) -> Result<Ready, ServerError> {
        let document = guard::read(&self.query, &graph.limits)?;
        let name = self.operation_name.filter(|name| !name.is_empty());
        let kind = guard::kind(&document, name.as_deref()).ok_or_else(|| {
            refusal(INVALID, "`operationName` names no operation of the document")
        })?;
        let variables = Variables::from_json(Json::Object(self.variables.unwrap_or_default()));
        if variables.iter().any(|(_, value)| guard::is_deep(value, MAX_VARIABLE_DEPTH)) {
            return Err(refusal(TOO_COMPLEX, "a variable is nested more than 16 deep"));
        }
        let shape = Shape::of(&document, name.as_deref());
        // What clients say beside the operation is for nobody here.
        drop(self.extensions);
        let mut request = Request::new(self.query).variables(variables);
        request.operation_name = name;
        request.set_parsed_query(document);
        Ok(Ready { request, kind, shape })
    }
}

/// Carries a query or a mutation out.
pub(super) async fn run(graph: &Graph, ready: Ready, caller: Caller) -> Answer {
    let carried_out = graph.schema.execute(ready.request.data(caller));
    match timeout(graph.limits.time(), carried_out).await {
        Ok(response) => Answer::of(response, &ready.shape, graph),
        Err(_) => {
            let took = format!("the operation took more than {} s", graph.limits.seconds);
            Answer::refused(refusal("timeout", &took))
        }
    }
}

/// What is answered.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    /// Missing when nothing was carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
}

impl Answer {
    /// An operation that was not carried out.
    pub(super) fn refused(error: ServerError) -> Self {
        Self { data: None, errors: vec![error] }
    }

    /// What became of an operation. Whatever fails on its way has a path.
    pub(super) fn of(response: Response, shape: &Shape, graph: &Graph) -> Self {
        let Response { mut data, errors, .. } = response;
        shape.give(&mut data, &errors);
        let refused = !errors.is_empty()
            && data == Value::Null
            && errors.iter().all(|error| error.path.is_empty());
        let errors = errors.into_iter().map(|error| told(error, graph)).collect();
        Self { data: Some(data).filter(|_| !refused), errors }
    }

    /// Whether the operation was carried out.
    pub(super) fn is_carried_out(&self) -> bool {
        self.data.is_some()
    }

    /// The errors of an operation that was not carried out.
    pub(super) fn into_errors(self) -> Vec<ServerError> {
        self.errors
    }
}

/// Gives errors of the library their word.
fn told(error: ServerError, graph: &Graph) -> ServerError {
    let limits = &graph.limits;
    let (code, message) = match error.message.as_str() {
        _ if error.extensions.is_some() => return error,
        "Query is too complex." => {
            let most = limits.complexity;
            (TOO_COMPLEX, format!("the query may have more than {most} fields in its answer"))
        }
        "Query is nested too deep." => {
            (TOO_COMPLEX, format!("fields are nested more than {} deep", limits.depth))
        }
        other => (INVALID, other.to_owned()),
    };
    ServerError { extensions: refusal(code, "").extensions, message, ..error }
}
