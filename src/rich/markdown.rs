//! Writing Markdown.

use renexus_wire::rich::{Element, Node, Particulars};
use serde_json::Value;

/// A rich text as Markdown.
pub fn to_markdown(nodes: &[Node]) -> String {
    let mut text = blocks(nodes);
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Blocks with an empty line between two.
fn blocks(nodes: &[Node]) -> String {
    let blocks = nodes.iter().map(|node| match node {
        Node::Element(element) => block(element),
        Node::Text { text, marks } => run(text, marks),
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn block(element: &Element) -> String {
    let Element { name, attributes, content } = element;
    match name.as_str() {
        "heading" => {
            let level = attributes.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(1, 6);
            let signs = "#".repeat(usize::try_from(level).unwrap_or(1));
            format!("{signs} {}", line(content))
        }
        "bulletList" => items(content, |_| "- ".into()),
        "orderedList" => items(content, |place| format!("{}. ", place + 1)),
        "taskList" => tasks(content),
        "blockquote" => prefixed(&blocks(content), "> ", "> "),
        "codeBlock" => {
            let language = attributes.get("language").and_then(Value::as_str).unwrap_or_default();
            format!("```{language}\n{}\n```", plain(content))
        }
        "horizontalRule" => "---".into(),
        "table" => table(content),
        "paragraph" => line(content),
        // A node of somebody's own: what it holds.
        _ if content.iter().any(|node| matches!(node, Node::Element(_))) => blocks(content),
        _ => line(content),
    }
}

/// Each line of a text behind a sign, the first behind another.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let line = |(place, line): (usize, &str)| {
        let sign = if place == 0 { first } else { others };
        format!("{sign}{line}").trim_end().to_owned()
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// What an item of a list holds: its blocks stand close together.
fn item(node: &Node) -> String {
    let Node::Element(item) = node else { return String::new() };
    let blocks = item.content.iter().map(|node| match node {
        Node::Element(element) => block(element),
        Node::Text { text, marks } => run(text, marks),
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn items(content: &[Node], sign: impl Fn(usize) -> String) -> String {
    let items = content.iter().enumerate();
    let items = items.map(|(place, node)| prefixed(&item(node), &sign(place), "  "));
    items.collect::<Vec<_>>().join("\n")
}

fn tasks(content: &[Node]) -> String {
    let items = content.iter().map(|node| {
        let done = match node {
            Node::Element(element) => element.attributes.get("checked") == Some(&Value::Bool(true)),
            Node::Text { .. } => false,
        };
        prefixed(&item(node), if done { "- [x] " } else { "- [ ] " }, "  ")
    });
    items.collect::<Vec<_>>().join("\n")
}

fn table(rows: &[Node]) -> String {
    let mut lines = Vec::new();
    for row in rows {
        let Node::Element(row) = row else { continue };
        let cells: Vec<_> = row.content.iter().map(|cell| item(cell).replace('\n', " ")).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if lines.len() == 1 {
            lines.push(format!("| {} |", vec!["---"; cells.len()].join(" | ")));
        }
    }
    lines.join("\n")
}

fn line(content: &[Node]) -> String {
    let parts = content.iter().map(|node| match node {
        Node::Text { text, marks } => run(text, marks),
        Node::Element(element) if element.name == "hardBreak" => "\n".into(),
        Node::Element(element) => line(&element.content),
    });
    parts.collect()
}

/// The characters alone.
pub(super) fn plain(content: &[Node]) -> String {
    let parts = content.iter().map(|node| match node {
        Node::Text { text, .. } => text.clone(),
        Node::Element(element) => plain(&element.content),
    });
    parts.collect()
}

fn run(text: &str, marks: &Particulars) -> String {
    let mut told = text.to_owned();
    for (mark, sign) in [("code", "`"), ("italic", "*"), ("bold", "**"), ("strike", "~~")] {
        if marks.contains_key(mark) {
            told = format!("{sign}{told}{sign}");
        }
    }
    match marks.get("link").and_then(|link| link.get("href")).and_then(Value::as_str) {
        Some(address) => format!("[{told}]({address})"),
        None => told,
    }
}
