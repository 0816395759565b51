//! What a document may look like, before anything is done with it.
//!
//! The size is looked at before it is parsed, and what fragments unfold into before it is
//! validated: both take time and stack in proportion to it.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, ServerError, Value};

use super::telling::{INVALID, TOO_COMPLEX, refusal};
use crate::config::GraphqlSettings;

/// Brackets within brackets; the parser takes stack for each.
const MAX_NESTING: usize = 64;

/// Reads a document that is within the bounds.
pub(super) fn read(
    text: &str,
    limits: &GraphqlSettings,
) -> Result<ExecutableDocument, ServerError> {
    if text.len() > limits.bytes {
        return Err(too_much("bytes", text.len(), limits.bytes));
    }
    let (tokens, nesting) = measured(text);
    if tokens > limits.tokens {
        return Err(too_much("tokens", tokens, limits.tokens));
    }
    if nesting > MAX_NESTING {
        return Err(too_much("brackets within brackets", nesting, MAX_NESTING));
    }
    let document = parse_query(text).map_err(|error| {
        let error: ServerError = error.into();
        ServerError { extensions: refusal(INVALID, "").extensions, ..error }
    })?;
    Count::of(&document).within(limits)?;
    for (_, operation) in document.operations.iter() {
        alone(&operation.node)?;
    }
    Ok(document)
}

/// The kind of the operation that would be carried out.
pub(super) fn kind(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    let mut all = document.operations.iter();
    let found = match name {
        Some(name) => all.find(|(known, _)| known.is_some_and(|known| known.as_str() == name)),
        None => all.next(),
    };
    found.map(|(_, operation)| operation.node.ty)
}

/// A subscription has one field (GraphQL, section 5.2.4.1).
fn alone(operation: &OperationDefinition) -> Result<(), ServerError> {
    let items = &operation.selection_set.node.items;
    let single = matches!(items.as_slice(), [only] if matches!(only.node, Selection::Field(_)));
    if operation.ty == OperationType::Subscription && !single {
        return Err(refusal(INVALID, "a subscription has exactly one field"));
    }
    Ok(())
}

fn too_much(what: &str, many: usize, most: usize) -> ServerError {
    refusal(TOO_COMPLEX, &format!("the document has {many} {what}, at most {most} are allowed"))
}

/// Counts tokens, and the deepest brackets, without understanding more than texts and comments.
fn measured(text: &str) -> (usize, usize) {
    let (mut tokens, mut depth, mut deepest) = (0_usize, 0_usize, 0_usize);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => {
                tokens += 1;
                quoted(rest)
            }
            letter if letter.is_whitespace() || letter == ',' || letter == '\u{feff}' => {
                letter.len_utf8()
            }
            letter if letter.is_alphanumeric() || letter == '_' => {
                tokens += 1;
                let word = |letter: char| letter.is_alphanumeric() || letter == '_';
                rest.find(|letter| !word(letter)).unwrap_or(rest.len())
            }
            sign => {
                tokens += 1;
                match sign {
                    '{' | '[' | '(' => depth += 1,
                    '}' | ']' | ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                deepest = deepest.max(depth);
                sign.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    (tokens, deepest)
}

/// The length of the text that begins here, quotes included.
fn quoted(rest: &str) -> usize {
    if let Some(block) = rest.strip_prefix("\"\"\"") {
        let mut from = 0;
        while let Some(at) = block.get(from..).and_then(|more| more.find("\"\"\"")) {
            let end = from + at;
            if !block.get(..end).unwrap_or_default().ends_with('\\') {
                return end + 6;
            }
            from = end + 3;
        }
        return rest.len();
    }
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// What a selection holds, with fragments put in.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    fields: usize,
    aliases: usize,
    directives: usize,
    /// Fields that show the schema.
    schema: usize,
}

impl Count {
    fn of(document: &ExecutableDocument) -> Self {
        let mut known = HashMap::new();
        let mut all = Self::default();
        for (_, operation) in document.operations.iter() {
            let node = &operation.node;
            all.directives = all.directives.saturating_add(node.directives.len());
            all = all.and(selected(&node.selection_set.node, document, &mut known));
        }
        // Those that nothing names are walked through all the same.
        for (name, fragment) in &document.fragments {
            if !known.contains_key(name) {
                all = all.and(selected(&fragment.node.selection_set.node, document, &mut known));
            }
        }
        all
    }

    fn and(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            schema: self.schema.saturating_add(other.schema),
        }
    }

    fn within(self, limits: &GraphqlSettings) -> Result<(), ServerError> {
        if self.schema > 0 && !limits.introspection {
            let words = "the schema is not shown here; see the setting graphql.introspection";
            return Err(refusal(INVALID, words));
        }
        for (what, many, most) in [
            ("fields", self.fields, limits.fields),
            ("aliases", self.aliases, limits.aliases),
            ("directives", self.directives, limits.directives),
        ] {
            if many > most {
                return Err(too_much(what, many, most));
            }
        }
        Ok(())
    }
}

/// Each fragment is counted once, however often it is named; one inside of itself counts nothing
/// there, and validation refuses it.
fn selected<'a>(
    set: &'a SelectionSet,
    document: &'a ExecutableDocument,
    known: &mut HashMap<&'a Name, Count>,
) -> Count {
    let mut all = Count::default();
    for item in &set.items {
        let found = match &item.node {
            Selection::Field(field) => {
                let own = Count {
                    fields: 1,
                    aliases: usize::from(field.node.alias.is_some()),
                    directives: field.node.directives.len(),
                    schema: usize::from(matches!(&*field.node.name.node, "__schema" | "__type")),
                };
                own.and(selected(&field.node.selection_set.node, document, known))
            }
            Selection::InlineFragment(inline) => {
                let directives = inline.node.directives.len();
                let inner = selected(&inline.node.selection_set.node, document, known);
                Count { directives, fields: 1, ..Count::default() }.and(inner)
            }
            Selection::FragmentSpread(spread) => {
                let directives = spread.node.directives.len();
                let name = &spread.node.fragment_name.node;
                let inner = match (known.get(name), document.fragments.get_key_value(name)) {
                    (Some(count), _) => *count,
                    (None, Some((name, fragment))) => {
                        known.insert(name, Count::default());
                        let set = &fragment.node.selection_set.node;
                        let count = selected(set, document, known);
                        known.insert(name, count);
                        count
                    }
                    (None, None) => Count::default(),
                };
                Count { directives, fields: 1, ..Count::default() }.and(inner)
            }
        };
        all = all.and(found);
    }
    all
}

/// Whether a variable is deeper than anything that a schema could ask for.
pub(super) fn is_deep(value: &Value, most: usize) -> bool {
    match value {
        _ if most == 0 => true,
        Value::List(items) => items.iter().any(|item| is_deep(item, most - 1)),
        Value::Object(fields) => fields.values().any(|field| is_deep(field, most - 1)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(text: &str, change: impl FnOnce(&mut GraphqlSettings)) -> Result<(), String> {
        let mut limits = GraphqlSettings::default();
        change(&mut limits);
        read(text, &limits).map(|_| ()).map_err(|error| error.message)
    }

    #[test]
    fn tokens_are_counted_whatever_stands_in_texts() {
        assert_eq!(measured("{ a(b: \"}}}{{\\\"\") # {{{\n c }"), (9, 2));
        assert_eq!(measured("{ a(b: \"\"\"x \\\"\"\" { y\"\"\") }"), (8, 2));
        assert_eq!(measured("\"never ends {"), (1, 0));
        assert_eq!(measured("ä, ö\u{feff}"), (2, 0));
    }

    #[test]
    fn each_bound_is_told_by_name() {
        let few = |text: &str| read_with(text, |limits| limits.tokens = 4);
        assert!(few("{ a b }").is_ok());
        assert!(few("{ a b c }").unwrap_err().contains("5 tokens, at most 4"));
        let deep = format!("{}{}", "{a".repeat(65), "}".repeat(65));
        assert!(read_with(&deep, |_| ()).unwrap_err().contains("brackets"));
        let many = read_with("{ x: a y: a }", |limits| limits.aliases = 1);
        assert!(many.unwrap_err().contains("2 aliases, at most 1"));
        let many = read_with("{ a @skip(if: true) @skip(if: true) }", |it| it.directives = 1);
        assert!(many.unwrap_err().contains("2 directives"));
    }

    #[test]
    fn fragments_that_unfold_into_too_much_are_refused_at_once() {
        let mut text = String::from("{ ...f0 }");
        for n in 0..30 {
            let next = n + 1;
            text.push_str(&format!(" fragment f{n} on Q {{ ...f{next} ...f{next} }}"));
        }
        text.push_str(" fragment f30 on Q { a }");
        assert!(read_with(&text, |_| ()).unwrap_err().contains("fields, at most 2000"));
        assert!(read_with("{ ...a } fragment a on Q { ...a }", |_| ()).is_ok());
    }

    #[test]
    fn a_subscription_asks_for_one_thing() {
        assert!(read_with("subscription { a b }", |_| ()).is_err());
        assert!(read_with("subscription { a }", |_| ()).is_ok());
    }
}
