//! Rich texts in other forms: read from Markdown, written as Markdown and as HTML. Plain functions.

mod html;
mod inline;
mod markdown;
mod reading;

pub use html::to_html;
pub use markdown::to_markdown;
pub use reading::from_markdown;
