//! Writing HTML: a handful of tags, every text escaped, and the whole cleaned once more.

use renexus_wire::rich::{Element, Node, Particulars};
use serde_json::Value;

use super::inline::is_safe;

/// The tags of nodes and marks; other nodes are written as what they hold.
const TAGS: [(&str, &str); 15] = [
    ("paragraph", "p"),
    ("bulletList", "ul"),
    ("orderedList", "ol"),
    ("listItem", "li"),
    ("taskList", "ul"),
    ("taskItem", "li"),
    ("blockquote", "blockquote"),
    ("table", "table"),
    ("tableRow", "tr"),
    ("tableHeader", "th"),
    ("tableCell", "td"),
    ("bold", "strong"),
    ("italic", "em"),
    ("strike", "del"),
    ("code", "code"),
];

/// A rich text as HTML that can stand in a page.
pub fn to_html(nodes: &[Node]) -> String {
    let mut html = String::new();
    nodes.iter().for_each(|node| write(node, &mut html));
    ammonia::clean(&html)
}

fn tag(name: &str) -> Option<&'static str> {
    TAGS.iter().find(|(known, _)| *known == name).map(|(_, tag)| *tag)
}

fn write(node: &Node, html: &mut String) {
    let element = match node {
        Node::Text { text, marks } => return run(text, marks, html),
        Node::Element(element) => element,
    };
    let Element { name, attributes, content } = element;
    match name.as_str() {
        "hardBreak" => html.push_str("<br>"),
        "horizontalRule" => html.push_str("<hr>\n"),
        "heading" => {
            let level = attributes.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(1, 6);
            inside(&format!("h{level}"), content, html);
        }
        "codeBlock" => {
            html.push_str("<pre><code>");
            html.push_str(&escaped(&super::markdown::plain(content)));
            html.push_str("</code></pre>\n");
        }
        // A cell that holds one paragraph needs none.
        "tableHeader" | "tableCell" => match content.as_slice() {
            [Node::Element(only)] if only.name == "paragraph" => {
                inside(tag(name).unwrap_or("td"), &only.content, html);
            }
            _ => inside(tag(name).unwrap_or("td"), content, html),
        },
        "taskItem" => task(element, html),
        _ => match tag(name) {
            Some(tag) => inside(tag, content, html),
            None => content.iter().for_each(|node| write(node, html)),
        },
    }
}

fn inside(tag: &str, content: &[Node], html: &mut String) {
    html.push_str(&format!("<{tag}>"));
    content.iter().for_each(|node| write(node, html));
    html.push_str(&format!("</{tag}>\n"));
}

fn task(element: &Element, html: &mut String) {
    let done = element.attributes.get("checked") == Some(&Value::Bool(true));
    html.push_str(if done { "<li>☑ " } else { "<li>☐ " });
    for node in &element.content {
        match node {
            Node::Element(inner) if inner.name == "paragraph" => {
                inner.content.iter().for_each(|node| write(node, html));
            }
            other => write(other, html),
        }
    }
    html.push_str("</li>\n");
}

fn run(text: &str, marks: &Particulars, html: &mut String) {
    let mut told = escaped(text);
    for mark in marks.keys() {
        if let Some(tag) = tag(mark) {
            told = format!("<{tag}>{told}</{tag}>");
        }
    }
    let address = marks.get("link").and_then(|link| link.get("href")).and_then(Value::as_str);
    match address.filter(|address| is_safe(address)) {
        Some(address) => html.push_str(&format!("<a href=\"{}\">{told}</a>", escaped(address))),
        None => html.push_str(&told),
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}
