//! Whole documents in forms for people; where there is no rich text, the characters are the form.

use renexus_wire::rich::Prose;

use super::{to_html, to_markdown};

/// What people read of a document, as HTML that can stand in a page.
pub fn html_of(prose: &Prose) -> String {
    match prose {
        Prose::Rich(nodes) => to_html(nodes),
        Prose::Plain(text) if text.is_empty() => String::new(),
        Prose::Plain(text) => ammonia::clean(&format!("<pre>{}</pre>", ammonia::clean_text(text))),
    }
}

/// What people read of a document, as Markdown.
pub fn markdown_of(prose: &Prose) -> String {
    match prose {
        Prose::Rich(nodes) => to_markdown(nodes),
        Prose::Plain(text) => text.clone(),
    }
}
