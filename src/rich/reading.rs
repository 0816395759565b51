//! Reading Markdown: what people write into descriptions, not the whole language.
//!
//! Headings, paragraphs, lists (also of tasks), quotes, code, tables and rules. Everything else
//! is text. A line break inside of a paragraph stays one.

use renexus_wire::rich::{Element, Node};

use super::inline;

/// Lists and quotes inside one another; deeper ones are text.
const DEPTH: usize = 8;

/// The rich text that some Markdown means.
pub fn from_markdown(text: &str) -> Vec<Node> {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    blocks(&lines, DEPTH)
}

fn blocks(lines: &[&str], depth: usize) -> Vec<Node> {
    let (mut nodes, mut rest) = (Vec::new(), lines);
    while let Some((first, behind)) = rest.split_first() {
        if first.is_empty() {
            rest = behind;
            continue;
        }
        let (node, left) = block(first, rest, depth);
        nodes.push(node.into());
        // A block takes one line at least.
        rest = if left.len() < rest.len() { left } else { behind };
    }
    nodes
}

fn block<'a, 'b>(first: &str, lines: &'b [&'a str], depth: usize) -> (Element, &'b [&'a str]) {
    let behind = lines.get(1..).unwrap_or_default();
    if let Some(language) = first.strip_prefix("```") {
        return code(language.trim(), behind);
    }
    if let Some((level, title)) = heading(first) {
        return (Element::new("heading", inline::line(title)).with("level", level), behind);
    }
    if matches!(first, "---" | "***") {
        return (Element::new("horizontalRule", Vec::new()), behind);
    }
    if depth > 0 && first.starts_with('>') {
        let (quoted, rest) = while_some(lines, |line| line.strip_prefix('>').map(str::trim_start));
        return (Element::new("blockquote", blocks(&quoted, depth - 1)), rest);
    }
    if first.starts_with('|') && lines.get(1).is_some_and(|line| is_ruler(line)) {
        return table(lines);
    }
    if depth > 0 && Item::read(first).is_some() {
        return list(lines, depth);
    }
    paragraph(lines)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    (1..=6).contains(&level).then(|| title.strip_prefix(' ').map(|title| (level, title))).flatten()
}

fn code<'a, 'b>(language: &str, lines: &'b [&'a str]) -> (Element, &'b [&'a str]) {
    let end = lines.iter().position(|line| line.starts_with("```")).unwrap_or(lines.len());
    let text = lines.get(..end).unwrap_or_default().join("\n");
    let content = if text.is_empty() { Vec::new() } else { vec![Node::plain(text)] };
    let mut element = Element::new("codeBlock", content);
    if !language.is_empty() {
        element = element.with("language", language);
    }
    (element, lines.get(end + 1..).unwrap_or_default())
}

/// The lines from the first on that are something, as what they are.
fn while_some<'a, 'b, T>(
    lines: &'b [&'a str],
    read: impl Fn(&'a str) -> Option<T>,
) -> (Vec<T>, &'b [&'a str]) {
    let found: Vec<_> = lines.iter().map_while(|&line| read(line)).collect();
    let rest = lines.get(found.len()..).unwrap_or_default();
    (found, rest)
}

fn paragraph<'a, 'b>(lines: &'b [&'a str]) -> (Element, &'b [&'a str]) {
    let begins = |line: &str| {
        line.is_empty()
            || line.starts_with("```")
            || line.starts_with('>')
            || heading(line).is_some()
            || Item::read(line).is_some()
    };
    let more = lines.iter().skip(1).take_while(|line| !begins(line)).count() + 1;
    let mut content = Vec::new();
    for line in lines.iter().take(more) {
        if !content.is_empty() {
            content.push(Element::new("hardBreak", Vec::new()).into());
        }
        content.extend(inline::line(line.trim_start()));
    }
    (Element::new("paragraph", content), lines.get(more..).unwrap_or_default())
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim().trim_start_matches('|');
    line.strip_suffix('|').unwrap_or(line).split('|').map(str::trim)
}

fn is_ruler(line: &str) -> bool {
    line.starts_with('|') && line.contains('-') && line.chars().all(|sign| "|-: ".contains(sign))
}

fn table<'a, 'b>(lines: &'b [&'a str]) -> (Element, &'b [&'a str]) {
    let (rows, rest) = while_some(lines, |line| line.starts_with('|').then_some(line));
    let row = |(index, line): (usize, &&str)| {
        let name = if index == 0 { "tableHeader" } else { "tableCell" };
        let cell = |text| {
            Element::new(name, vec![Element::new("paragraph", inline::line(text)).into()]).into()
        };
        Element::new("tableRow", cells(line).map(cell).collect()).into()
    };
    let rows = rows.iter().enumerate().filter(|(index, _)| *index != 1).map(row);
    (Element::new("table", rows.collect()), rest)
}

/// A line that begins an item of a list.
struct Item<'a> {
    list: &'static str,
    checked: Option<bool>,
    /// Its text; lines that belong to it are indented.
    text: &'a str,
}

impl<'a> Item<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let bullet = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        if let Some(text) = bullet {
            let open = text.strip_prefix("[ ] ").map(|text| (false, text));
            let done = || text.strip_prefix("[x] ").or_else(|| text.strip_prefix("[X] "));
            return Some(match open.or_else(|| done().map(|text| (true, text))) {
                Some((checked, text)) => Self { list: "taskList", checked: Some(checked), text },
                None => Self { list: "bulletList", checked: None, text },
            });
        }
        let (number, text) = line.split_once(". ")?;
        let counts = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        counts.then_some(Self { list: "orderedList", checked: None, text })
    }
}

fn list<'a, 'b>(lines: &'b [&'a str], depth: usize) -> (Element, &'b [&'a str]) {
    let (mut rest, mut items, mut kind) = (lines, Vec::new(), None);
    while let Some((first, behind)) = rest.split_first() {
        let Some(item) = Item::read(first) else { break };
        if *kind.get_or_insert(item.list) != item.list {
            break;
        }
        let (inner, left) = while_some(behind, |line| {
            line.strip_prefix("  ").map(|line| line.strip_prefix("  ").unwrap_or(line))
        });
        let mut content = vec![Element::new("paragraph", inline::line(item.text)).into()];
        content.extend(blocks(&inner, depth - 1));
        items.push(match item.checked {
            Some(checked) => Element::new("taskItem", content).with("checked", checked).into(),
            None => Element::new("listItem", content).into(),
        });
        rest = left;
    }
    (Element::new(kind.unwrap_or("bulletList"), items), rest)
}

#[cfg(test)]
mod tests {
    use super::super::{to_html, to_markdown};
    use super::*;

    const WRITTEN: &str = "# Title\n\nOne **bold** and *thin* and `code` and [a link](https://a.example).\n\n- [x] done\n- [ ] open\n\n- one\n  - inner\n- two\n\n1. first\n2. second\n\n> said\n\n```rust\nlet x = 1;\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n---";

    #[test]
    fn what_was_read_is_written_the_same() {
        assert_eq!(to_markdown(&from_markdown(WRITTEN)), format!("{WRITTEN}\n"));
    }

    #[test]
    fn html_holds_text_and_no_script() {
        let html = to_html(&from_markdown(WRITTEN));
        for part in ["<h1>Title</h1>", "<strong>bold</strong>", "☑ done", "<td>1</td>"] {
            assert!(html.contains(part), "{part} in {html}");
        }
        let bad = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>";
        let html = to_html(&from_markdown(bad));
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        assert!(!html.contains("href"), "{html}");
    }

    #[test]
    fn words_are_not_taken_for_marks() {
        for text in ["a_b_c", "2 * 3 * 4", "**", "`", "[x]", "#tag", "1.5", "-x", "snake_case_word"]
        {
            let nodes = from_markdown(text);
            assert_eq!(
                nodes,
                [Element::new("paragraph", vec![Node::plain(text)]).into()],
                "{text}"
            );
        }
    }
}
