//! Reads Rust source far enough to know which paths it names, without a syntax tree.

use std::collections::BTreeSet;

use super::lexer::{Token, is_word, tokens};

/// A path named somewhere in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The segments as written: `crate::a::B` is `["crate", "a", "B"]`.
    pub(crate) path: Vec<String>,
    /// The inline modules around it, outermost first.
    pub(crate) within: Vec<String>,
    pub(crate) line: usize,
    /// It stands under `#[cfg(test)]`.
    pub(crate) test: bool,
}

/// What a file says of itself.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) named: Vec<Named>,
    /// Lines with a `pub use …::*`.
    pub(crate) open_doors: Vec<usize>,
    /// Child modules declared under `#[cfg(test)]`, whose files are tests.
    pub(crate) test_modules: BTreeSet<String>,
}

impl Source {
    /// Reads a whole file.
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = Reader { tokens: tokens(text), ..Reader::default() };
        while reader.step() {}
        reader.source
    }
}

/// A `{ … }`: the inline module it opens, and whether it is a test's.
struct Scope {
    module: Option<String>,
    test: bool,
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    at: usize,
    scopes: Vec<Scope>,
    /// `#[cfg(test)]` was read and its item has not ended.
    test_item: bool,
    /// `mod name` was read and its `{` or `;` has not come.
    opening: Option<String>,
    source: Source,
}

impl Reader {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn before(&self, distance: usize) -> &str {
        self.at.checked_sub(distance).map_or("", |at| self.text(at))
    }

    fn in_test(&self) -> bool {
        self.test_item || self.scopes.iter().any(|scope| scope.test)
    }

    /// Reads one thing; false at the end.
    fn step(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.at).cloned() else { return false };
        let next = self.text(self.at + 1).to_owned();
        match token.text.as_str() {
            "#" if next == "[" => self.attribute(),
            "mod" if is_word(&next) => {
                self.opening = Some(next);
                self.at += 2;
            }
            "{" => {
                let module = self.opening.take();
                self.scopes.push(Scope { module, test: self.test_item });
                self.test_item = false;
                self.at += 1;
            }
            "}" => {
                self.scopes.pop();
                self.at += 1;
            }
            ";" => {
                let declared = self.opening.take().filter(|_| self.test_item);
                self.source.test_modules.extend(declared);
                self.test_item = false;
                self.at += 1;
            }
            "use" if next != "<" => self.imports(token.line),
            word if is_word(word) && next == "::" && self.before(1) != "::" => self.path(token),
            _ => self.at += 1,
        }
        true
    }

    /// `#[…]`: skipped, but for one that says that its item is a test's.
    fn attribute(&mut self) {
        let start = self.at;
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.text(self.at) {
                "[" => depth += 1,
                "]" => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 && self.at > start + 1 {
                break;
            }
        }
        let words = self.tokens.get(start..self.at).unwrap_or_default();
        let says = |word: &str| words.iter().any(|token| token.text == word);
        if says("cfg") && says("test") && !says("not") && !says("feature") {
            self.test_item = true;
        }
    }

    /// A path outside of `use`.
    fn path(&mut self, first: Token) {
        let mut path = vec![first.text];
        self.at += 1;
        while self.text(self.at) == "::" && is_word(self.text(self.at + 1)) {
            path.push(self.text(self.at + 1).to_owned());
            self.at += 2;
        }
        self.name(path, first.line);
    }

    /// `use a::{b, c::*};`
    fn imports(&mut self, line: usize) {
        let public = self.before(1) == "pub" || (self.before(1) == ")" && self.before(4) == "pub");
        self.at += 1;
        let start = self.source.named.len();
        self.tree(&[]);
        let named = self.source.named.get(start..).unwrap_or_default();
        let everything = named.iter().any(|one| one.path.last().is_some_and(|last| last == "*"));
        if public && everything {
            self.source.open_doors.push(line);
        }
    }

    fn tree(&mut self, stem: &[String]) {
        let mut path = stem.to_vec();
        loop {
            let line = self.tokens.get(self.at).map_or(0, |token| token.line);
            let text = self.text(self.at).to_owned();
            match text.as_str() {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !matches!(self.text(self.at), "}" | "") {
                        self.tree(&path);
                        if self.text(self.at) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "as" => self.at += 2,
                word if word == "*" || is_word(word) => {
                    path.push(text);
                    self.at += 1;
                    if !matches!(self.text(self.at), "::") {
                        self.name(path.clone(), line);
                    }
                }
                _ => return,
            }
        }
    }

    fn name(&mut self, path: Vec<String>, line: usize) {
        let within = self.scopes.iter().filter_map(|scope| scope.module.clone()).collect();
        self.source.named.push(Named { path, within, line, test: self.in_test() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        Source::read(text).named.iter().map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn imports_are_spread_out() {
        let text = "use crate::{a, b::{self, C as D}, e::*};\nuse ::std::fmt;";
        let wanted = ["crate::a", "crate::b::self", "crate::b::C", "crate::e::*", "std::fmt"];
        assert_eq!(paths(text), wanted);
    }

    #[test]
    fn paths_in_code_are_read_and_literals_are_not() {
        let text = r##"
            // crate::comment
            /* crate::a /* crate::nested */ crate::b */
            fn f<'a>(x: &'a str) -> crate::real::T {
                let _ = ("crate::string", r#"crate::"raw"#, '"', '\'', b"crate::bytes");
                super::other::g::<u8>(x)
            }"##;
        assert_eq!(paths(text), ["crate::real::T", "super::other::g"]);
    }

    #[test]
    fn tests_and_inline_modules_are_known() {
        let text = "mod inner { use super::a::B; }\n#[cfg(test)]\nmod tests {\n use crate::c::D;\n}\n\
                    #[cfg(test)] mod fixtures;\nuse crate::e::F;";
        let source = Source::read(text);
        let told: Vec<_> =
            source.named.iter().map(|one| (one.within.join("."), one.line, one.test)).collect();
        let text = |text: &str| text.to_owned();
        assert_eq!(
            told,
            [(text("inner"), 1, false), (text("tests"), 4, true), (text(""), 7, false)]
        );
        assert_eq!(source.test_modules, BTreeSet::from(["fixtures".to_owned()]));
    }

    #[test]
    fn an_open_door_is_seen_in_every_spelling() {
        let text = "pub use a::*;\nuse b::*;\npub(crate) use c::{d, e::*};\npub use f::G;";
        assert_eq!(Source::read(text).open_doors, [1, 3]);
    }
}
