//! What was found: each finding is a line.

use std::fmt::Display;

/// Lines for whoever asked, and how many tell of something wrong.
#[derive(Default)]
pub(super) struct Report {
    pub(super) wrong: usize,
}

impl Report {
    pub(super) fn good(&self, what: &str, words: impl Display) {
        println!("ok     {what:<12} {words}");
    }

    pub(super) fn bad(&mut self, what: &str, words: impl Display) {
        self.wrong += 1;
        println!("WRONG  {what:<12} {words}");
    }

    /// The same with what to do about it.
    pub(super) fn advise(&mut self, what: &str, words: impl Display, remedy: impl Display) {
        self.bad(what, words);
        println!("       {:<12} {remedy}", "");
    }
}
