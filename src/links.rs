//! Addresses that people are sent to. A secret stands behind the `#`, so that no server logs it.

use std::sync::{Arc, OnceLock};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use renexus_wire::notice::PlaceKind;
use renexus_wire::rest::search::SearchHit;

/// Makes links into the app; clones share the address.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Known once the server is bound.
    url: Arc<OnceLock<String>>,
}

impl Links {
    /// Says where people reach the server; the first time counts.
    pub(crate) fn set(&self, url: String) {
        // A server is bound once.
        let _ = self.url.set(url);
    }

    /// Where people reach the server, without a slash at the end.
    pub fn url(&self) -> &str {
        self.url.get().map_or("", String::as_str)
    }

    /// Where the first administrator registers.
    pub fn setup(&self, secret: &str) -> String {
        format!("{}/setup#{secret}", self.url())
    }

    /// Where an invitation is accepted.
    pub fn invitation(&self, secret: &str) -> String {
        format!("{}/join#{secret}", self.url())
    }

    /// Where a forgotten password is replaced.
    pub fn reset(&self, secret: &str) -> String {
        format!("{}/reset#{secret}", self.url())
    }

    /// Where an address is shown to be somebody's.
    pub fn verify(&self, secret: &str) -> String {
        format!("{}/verify#{secret}", self.url())
    }

    /// Where a place in a workspace is opened, and in it a conversation.
    pub fn place(
        &self,
        workspace: &str,
        (kind, place): (PlaceKind, &str),
        thread: Option<&str>,
    ) -> String {
        let part = match kind {
            PlaceKind::Task => "/tasks/",
            PlaceKind::Document => "/docs/",
            PlaceKind::Project => "/projects/",
            PlaceKind::Workspace => return self.workspace(workspace),
        };
        let thread = thread.map(|id| format!("?thread={}", segment(id))).unwrap_or_default();
        format!("{}{part}{}{thread}", self.workspace(workspace), segment(place))
    }

    /// Where a resource that is shared by link is opened.
    pub fn shared(&self, secret: &str) -> String {
        format!("{}/shared#{secret}", self.url())
    }

    /// Where something that was found in a workspace is opened.
    pub fn found(&self, workspace: &str, hit: &SearchHit) -> String {
        let id = hit.id.as_str();
        let key = hit.key.as_deref();
        let at = |kind, place| self.place(workspace, (kind, place), hit.thread.as_deref());
        match (hit.kind.as_str(), hit.place_kind) {
            ("task", _) => at(PlaceKind::Task, key.unwrap_or(id)),
            ("document", _) => at(PlaceKind::Document, hit.document.as_deref().unwrap_or(id)),
            ("project", _) => at(PlaceKind::Project, key.unwrap_or(id)),
            ("comment", Some(kind)) => at(kind, key.or(hit.place.as_deref()).unwrap_or(id)),
            ("file", _) => format!("{}/search?file={}", self.workspace(workspace), segment(id)),
            _ => self.workspace(workspace),
        }
    }

    fn workspace(&self, slug: &str) -> String {
        format!("{}/w/{}", self.url(), segment(slug))
    }
}

/// Everything but the characters that RFC 3986 reserves for no purpose (section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as one segment of an address, in which nothing else is read.
pub(crate) fn segment(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_part_of_its_address_and_no_more() {
        let links = Links::default();
        links.set("https://renexus.example.org".into());
        let odd = links.place("studio", (PlaceKind::Document, "a/b?c#d ü"), Some("t"));
        assert_eq!(
            odd,
            "https://renexus.example.org/w/studio/docs/a%2Fb%3Fc%23d%20%C3%BC?thread=t"
        );
        let whole = links.place("studio", (PlaceKind::Workspace, "x"), None);
        assert_eq!(whole, "https://renexus.example.org/w/studio");
    }
}
