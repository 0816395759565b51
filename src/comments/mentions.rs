//! Mentions in a text: `@handle` names a person, `REN-42` a task.
//!
//! Code between backticks and in fences mentions nobody, and neither does what stands
//! inside of a word, an address for mail or an address on the web.

use crate::tasks::query::TaskKey;

/// Most mentions that are read in a text; what stands behind them is text.
pub const MAX_MENTIONS: usize = 100;
/// Characters of a handle.
const MAX_HANDLE: usize = 32;
/// Characters of the key of a project.
const MAX_KEY: usize = 10;

/// What a mention names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// A person, by handle.
    Person(String),
    /// A task, by its key as `REN-42`.
    Task(String),
}

/// A mention, and where it stands in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it names.
    pub named: Named,
}

/// The mentions of a text, in their order.
pub fn parse(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let (mut at, mut fenced) = (0, false);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            in_line(line, at, &mut found);
        }
        at += units(line);
    }
    found.truncate(MAX_MENTIONS);
    found
}

/// The handles of people that a text names, each once, in their order.
pub fn handles(text: &str) -> Vec<String> {
    let mut handles = Vec::new();
    for mention in parse(text) {
        if let Named::Person(handle) = mention.named
            && !handles.contains(&handle)
        {
            handles.push(handle);
        }
    }
    handles
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Reads one line, word by word; `at` is where it begins.
fn in_line(line: &str, at: usize, found: &mut Vec<Mention>) {
    let (mut at, mut rest) = (at, line);
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '`' => code(rest),
            first if begins(first) => {
                let word = word(rest);
                if let Some((named, length)) = named(word) {
                    found.push(Mention { start: at, end: at + units(length), named });
                }
                word
            }
            first => rest.get(..first.len_utf8()).unwrap_or(rest),
        };
        at += units(taken);
        rest = rest.get(taken.len()..).unwrap_or_default();
    }
}

/// A span of code: up to as many backticks as it begins with; alone they are text.
fn code(text: &str) -> &str {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let (fence, inner) = text.split_at(ticks);
    let end = inner.find(fence).map_or(ticks, |end| ticks + end + ticks);
    text.get(..end).unwrap_or(text)
}

/// What belongs to a word: addresses of any kind stay in one piece.
fn begins(c: char) -> bool {
    c.is_alphanumeric() || "@_-./:+#%&=?~".contains(c)
}

fn word(text: &str) -> &str {
    let end = text.find(|c| !begins(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// What a word names, and the part of it that does.
fn named(word: &str) -> Option<(Named, &str)> {
    let bare = word.trim_end_matches(['.', ':', '?', '-', '/']);
    if let Some(name) = bare.strip_prefix('@') {
        let handle = name.to_lowercase();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let good = (2..=MAX_HANDLE).contains(&handle.len())
            && handle.chars().all(plain)
            && !handle.starts_with('-');
        return good.then_some((Named::Person(handle), bare));
    }
    let (key, number) = bare.split_once('-')?;
    let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let good = key.len() <= MAX_KEY
        && key.starts_with(|c: char| c.is_ascii_uppercase())
        && key.chars().all(upper)
        && !number.starts_with('0')
        && number.chars().all(|c| c.is_ascii_digit());
    let task = TaskKey::parse(bare).filter(|_| good)?;
    Some((Named::Task(format!("{}-{}", task.project, task.number)), bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let shown = |mention: Mention| {
            let shown = String::from_utf16(&utf16[mention.start..mention.end]).unwrap();
            match mention.named {
                Named::Person(handle) => assert_eq!(shown.to_lowercase(), format!("@{handle}")),
                Named::Task(key) => assert_eq!(shown, key),
            }
            shown
        };
        parse(text).into_iter().map(shown).collect()
    }

    /// SPEC CMT-3
    #[test]
    fn people_and_tasks_are_found_where_they_stand() {
        assert_eq!(words("@ada, see REN-42."), ["@ada", "REN-42"]);
        assert_eq!(
            words("(@Ada-Lovelace) 🎉 @eve!\nA1-7: @bob?"),
            ["@Ada-Lovelace", "@eve", "A1-7", "@bob"]
        );
        assert_eq!(words("für @ada…"), ["@ada"]);
        assert_eq!(handles("@ada @eve @ADA"), ["ada", "eve"]);
    }

    /// SPEC CMT-3
    #[test]
    fn code_and_addresses_mention_nobody() {
        for text in [
            "`@ada` ``a ` @eve``",
            "```\n@ada REN-42\n```\n",
            "ada@example.org",
            "https://example.org/@ada/REN-42",
            "@a @-x @ @@ada ren-42 REN-0 REN-042 REN- -42 X-y 2-3",
            "TOOLONGAKEY-1 foo_REN-42",
        ] {
            assert_eq!(words(text), [""; 0], "{text}");
        }
        assert_eq!(words("` @ada"), ["@ada"], "a backtick alone is text");
    }

    #[test]
    fn a_text_of_mentions_is_bounded() {
        assert_eq!(parse(&"@ada ".repeat(1_000)).len(), MAX_MENTIONS);
        assert!(parse(&"`".repeat(9_999)).is_empty());
    }
}
