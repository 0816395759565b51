//! What stands inside of a line of Markdown: marks, code and links.

use renexus_wire::rich::{Node, Particulars};
use serde_json::{Value, json};

/// Marks inside one another; what is marked deeper stays as it is written.
const DEPTH: usize = 4;
/// What begins and ends a mark; longer ones first.
const MARKS: [(&str, &str); 5] =
    [("**", "bold"), ("__", "bold"), ("~~", "strike"), ("*", "italic"), ("_", "italic")];
/// Where links may lead.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// The texts of a line.
pub(super) fn line(text: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    read(text, &Particulars::new(), DEPTH, &mut nodes);
    nodes
}

/// Whether a link may lead there.
pub(super) fn is_safe(address: &str) -> bool {
    SCHEMES.iter().any(|scheme| address.starts_with(scheme))
        && !address.contains(char::is_whitespace)
}

/// A marked part of a text: what stands in it, and what comes after.
struct Part<'a> {
    inside: &'a str,
    rest: &'a str,
    mark: (&'static str, Value),
}

fn read(mut text: &str, marks: &Particulars, depth: usize, nodes: &mut Vec<Node>) {
    let mut plain = String::new();
    let mut before = ' ';
    while let Some(next) = text.chars().next() {
        let part = (depth > 0 && !before.is_alphanumeric()).then(|| part(text)).flatten();
        let Some(Part { inside, rest, mark: (name, carried) }) = part else {
            plain.push(next);
            before = next;
            text = text.get(next.len_utf8()..).unwrap_or_default();
            continue;
        };
        push(nodes, std::mem::take(&mut plain), marks);
        let mut marked = marks.clone();
        marked.insert(name.to_owned(), carried);
        match name {
            "code" => push(nodes, inside.to_owned(), &marked),
            _ => read(inside, &marked, depth - 1, nodes),
        }
        (text, before) = (rest, ' ');
    }
    push(nodes, plain, marks);
}

fn push(nodes: &mut Vec<Node>, text: String, marks: &Particulars) {
    if !text.is_empty() {
        nodes.push(Node::Text { text, marks: marks.clone() });
    }
}

fn part(text: &str) -> Option<Part<'_>> {
    if let Some(after) = text.strip_prefix('`') {
        let (inside, rest) = after.split_once('`')?;
        return (!inside.is_empty()).then_some(Part { inside, rest, mark: ("code", json!({})) });
    }
    if let Some(after) = text.strip_prefix('[') {
        let (inside, after) = after.split_once("](")?;
        let (address, rest) = after.split_once(')')?;
        let mark = ("link", json!({ "href": address }));
        let reads = !inside.is_empty() && !inside.contains('[') && is_safe(address);
        return reads.then_some(Part { inside, rest, mark });
    }
    MARKS.iter().find_map(|(sign, name)| {
        let (inside, rest) = text.strip_prefix(sign)?.split_once(sign)?;
        let tight = !inside.is_empty() && inside.trim() == inside;
        let ends = !rest.starts_with(|next: char| next.is_alphanumeric());
        (tight && ends).then_some(Part { inside, rest, mark: (*name, json!({})) })
    })
}
