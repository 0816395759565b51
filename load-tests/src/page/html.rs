//! The frame of the page, and its parts that occur everywhere.

/// Colours that the style sheet has; the next target begins again.
pub(super) const COLOURS: usize = 8;

/// A whole page around a body.
pub(super) fn document(title: &str, body: &str) -> String {
    let (title, style) = (escape(title), include_str!("style.css"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{title} - load report</title>\n<style>\n{style}</style>\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// Text that is safe between tags and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML knows no control characters.
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// The names of targets, each in its colour.
pub(super) fn legend(targets: &[String]) -> String {
    let items = targets.iter().enumerate().map(|(colour, target)| {
        let (colour, target) = (colour % COLOURS, escape(target));
        format!("<li class=\"k{colour}\"><i></i>{target}</li>")
    });
    format!("<ul class=\"legend\">{}</ul>", items.collect::<String>())
}

/// A table that scrolls sideways by itself; cells are HTML already.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let cells = |tag: &str, row: &[String]| {
        let (tag_row, rest) =
            row.split_first().map_or(("", row), |(first, rest)| (first.as_str(), rest));
        let rest: String = rest.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
        format!("<tr><th>{tag_row}</th>{rest}</tr>")
    };
    let body: String = rows.iter().map(|row| cells("td", row)).collect();
    format!(
        "<div class=\"wide\"><table><thead>{}</thead><tbody>{body}</tbody></table></div>\n",
        cells("th", head)
    )
}

/// The heading cell of a target, in its colour.
pub(super) fn target_cell(colour: usize, target: &str) -> String {
    let colour = colour % COLOURS;
    format!("<span class=\"k{colour}\"><i></i>{}</span>", escape(target))
}
