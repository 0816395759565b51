//! What is wrong in a target file is said when it is read, not in the middle of a run.

use anyhow::{Context, Result, bail, ensure};

use super::file::TargetFile;
use super::placeholder;

/// Nodes that clients are spread over.
const MOST_NODES: u16 = 64;
/// Placeholders known before the server runs.
const START: &[&str] = &["port", "nodes", "data", "peers", "here", "renexus", "load"];
/// Placeholders of a request or command about one document.
const DOCUMENT: &[&str] = &["port", "data", "peers", "here", "renexus", "load", "document"];
/// Placeholders of an address.
const ADDRESS: &[&str] = &["port", "document", "token"];

impl TargetFile {
    /// Fails with the key that is wrong.
    pub(super) fn check(&self) -> Result<()> {
        ensure!(!self.protocols.is_empty(), "`protocols` names no address");
        ensure!(
            self.ready == "tcp" || self.ready.starts_with('/'),
            "`ready` is \"{}\"; it is \"tcp\" or a path such as \"/ready\"",
            self.ready
        );
        ensure!(
            (1..=MOST_NODES).contains(&self.nodes),
            "`nodes` is {}; it is 1 to {MOST_NODES}",
            self.nodes
        );
        self.protocol(None).context("`protocol`")?;
        if !self.start.is_empty() {
            ensure!(self.pid.is_none(), "`pid` and `start` exclude each other");
            ensure!(self.port.is_none(), "`port` and `start` exclude each other: use {{port}}");
        }
        for (key, text, known) in self.texts() {
            self.check_names(&key, text, known)?;
        }
        for (protocol, address) in &self.protocols {
            ensure!(
                address.starts_with("ws://"),
                "`protocols.{protocol}` is \"{address}\"; it begins with ws://"
            );
            let carried = address.contains("{token}") || protocol.sends_token();
            ensure!(
                self.token.is_empty() || carried,
                "`protocols.{protocol}` has no {{token}}, so what `token` prints goes nowhere"
            );
            ensure!(
                !self.token.is_empty() || !address.contains("{token}"),
                "`protocols.{protocol}` has {{token}}, and no command `token` that prints one"
            );
        }
        Ok(())
    }

    fn check_names(&self, key: &str, text: &str, known: &[&str]) -> Result<()> {
        for name in placeholder::names(text) {
            if !known.contains(&name) {
                let known: Vec<_> = known.iter().map(|name| format!("{{{name}}}")).collect();
                bail!(
                    "`{key}` has the unknown placeholder {{{name}}}; there are {}",
                    known.join(" ")
                );
            }
            if name == "port" && self.start.is_empty() && self.port.is_none() {
                bail!("`{key}` has {{port}}, and neither `start` nor `port` is given");
            }
        }
        Ok(())
    }

    /// Every string with placeholders: its key, its text, the names it may use.
    fn texts(&self) -> Vec<(String, &str, &'static [&'static str])> {
        let mut texts = Vec::new();
        let mut add = |key: String, text, known| texts.push((key, text, known));
        for text in &self.start {
            add("start".to_owned(), text.as_str(), START);
        }
        for (key, text) in &self.env {
            add(format!("env.{key}"), text, START);
        }
        for text in &self.token {
            add("token".to_owned(), text, DOCUMENT);
        }
        if let Some(prepare) = &self.prepare {
            add("prepare.url".to_owned(), &prepare.url, DOCUMENT);
            add("prepare.body".to_owned(), &prepare.body, DOCUMENT);
        }
        for (protocol, text) in &self.protocols {
            add(format!("protocols.{protocol}"), text, ADDRESS);
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn error(text: &str) -> String {
        let text = format!("description = \"\"\n{text}");
        format!("{:#}", TargetFile::parse("mine", Path::new("."), &text).unwrap_err())
    }

    #[test]
    fn what_is_wrong_is_said_with_its_key() {
        let address = "[protocols]\ny-websocket = \"ws://127.0.0.1:{port}/{document}\"";
        let cases = [
            (
                format!("start = [\"s\", \"{{prot}}\"]\n{address}"),
                "`start` has the unknown placeholder {prot}; there are {port}",
            ),
            (address.to_owned(), "neither `start` nor `port` is given"),
            (format!("start = [\"s\"]\npid = 4\n{address}"), "`pid` and `start`"),
            (format!("port = 4\nready = \"udp\"\n{address}"), "`ready` is \"udp\""),
            (
                format!("port = 4\ntoken = [\"t\"]\n{address}"),
                "`protocols.y-websocket` has no {token}",
            ),
            (
                format!("port = 4\nprotocol = \"y-sweet\"\n{address}"),
                "does not speak y-sweet, but y-websocket",
            ),
            (format!("port = 4\nstrat = [\"s\"]\n{address}"), "unknown field `strat`"),
            ("[protocols]".to_owned(), "`protocols` names no address"),
            ("[protocols]\ny-websocket = \"http://h/\"".to_owned(), "begins with ws://"),
            ("[protocols]\ny-swet = \"ws://h/\"".to_owned(), "y-swet"),
        ];
        for (text, expected) in cases {
            let error = error(&text);
            assert!(error.contains(expected), "{text}\n{error}");
        }
    }
}
