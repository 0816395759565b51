//! Rich texts in other forms: read from Markdown, written as Markdown and as HTML. Plain functions.

mod document;
mod html;
mod inline;
mod markdown;
mod reading;

pub use document::{html_of, markdown_of};
pub use html::to_html;
pub use markdown::to_markdown;
pub use reading::from_markdown;
