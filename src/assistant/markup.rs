//! How texts are written for the model: as Markdown.

use renexus_actors::ports::Markup;
use renexus_wire::rich::Node;

use crate::rich::{from_markdown, to_markdown};

/// Texts as Markdown.
pub(super) struct Markdown;

impl Markup for Markdown {
    fn read(&self, text: &str) -> Vec<Node> {
        from_markdown(text)
    }

    fn write(&self, nodes: &[Node]) -> String {
        to_markdown(nodes)
    }
}
