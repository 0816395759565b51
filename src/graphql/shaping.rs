//! The shape of an answer: fields in the order in which they were asked for, and `null` where one
//! failed. The library leaves fields out that failed, and puts others in as they were resolved.
//!
//! Source: GraphQL, sections 6.4.4 and 7.2.2.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, PathSegment, ServerError, Value};

/// What an operation asks for, by the names of the answer. It is no larger than the bound on fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape(IndexMap<Name, Shape>);

impl Shape {
    /// The shape of the operation that is carried out.
    pub(super) fn of(document: &ExecutableDocument, name: Option<&str>) -> Self {
        let mut shape = Self::default();
        let mut all = document.operations.iter();
        let wanted = all.find(|(known, _)| name.is_none() || known.map(Name::as_str) == name);
        if let Some((_, operation)) = wanted {
            shape.add(&operation.node.selection_set.node, document, &mut HashMap::new());
        }
        shape
    }

    fn add<'a>(
        &mut self,
        set: &'a SelectionSet,
        document: &'a ExecutableDocument,
        inside: &mut HashMap<&'a Name, ()>,
    ) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let below = self.0.entry(field.node.response_key().node.clone()).or_default();
                    below.add(&field.node.selection_set.node, document, inside);
                }
                Selection::InlineFragment(inline) => {
                    self.add(&inline.node.selection_set.node, document, inside);
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let Some(fragment) = document.fragments.get(name) else { continue };
                    // One inside of itself is refused by validation.
                    if inside.insert(name, ()).is_none() {
                        self.add(&fragment.node.selection_set.node, document, inside);
                        inside.remove(name);
                    }
                }
            }
        }
    }

    /// Puts an answer into the shape.
    pub(super) fn give(&self, data: &mut Value, errors: &[ServerError]) {
        for error in errors {
            note(data, &error.path);
        }
        self.order(data);
    }

    fn order(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.order(item)),
            Value::Object(fields) if !self.0.is_empty() => {
                for (name, value) in fields.iter_mut() {
                    if let Some(below) = self.0.get(name) {
                        below.order(value);
                    }
                }
                let last = self.0.len();
                fields.sort_by_cached_key(|name, _| self.0.get_index_of(name).unwrap_or(last));
            }
            _ => {}
        }
    }
}

/// Says `null` at a path that leads to a field that is missing.
fn note(value: &mut Value, path: &[PathSegment]) {
    match (path, value) {
        ([PathSegment::Field(name)], Value::Object(fields)) => {
            fields.entry(Name::new(name)).or_insert(Value::Null);
        }
        ([PathSegment::Field(name), rest @ ..], Value::Object(fields)) => {
            if let Some(below) = fields.get_mut(name.as_str()) {
                note(below, rest);
            }
        }
        ([PathSegment::Index(at), rest @ ..], Value::List(items)) => {
            if let Some(below) = items.get_mut(*at) {
                note(below, rest);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use async_graphql::value;

    use super::*;

    #[test]
    fn fields_come_in_the_order_of_the_question_and_failed_ones_are_null() {
        let document = "{ a ...f x: b { d c } } fragment f on Q { z a }";
        let shape = Shape::of(&parse_query(document).unwrap(), None);
        let mut data = value!({ "x": [{ "c": 1, "d": 2 }, { "c": 3 }], "z": 1 });
        let failed = |path: Vec<PathSegment>| ServerError { path, ..ServerError::new("", None) };
        let field = |name: &str| PathSegment::Field(name.to_owned());
        let errors =
            [failed(vec![field("a")]), failed(vec![field("x"), PathSegment::Index(1), field("d")])];
        shape.give(&mut data, &errors);
        let told = serde_json::to_string(&data).unwrap();
        assert_eq!(told, r#"{"a":null,"z":1,"x":[{"d":2,"c":1},{"d":null,"c":3}]}"#);
    }
}
