//! Words that are almost the same.
//!
//! Two words that differ by one letter more, less or else, or by two that changed places, have a form
//! in common that lacks one letter at most. So words are kept with all these forms.

use std::collections::BTreeSet;

use super::terms::is_unspaced;

/// Letters of a word that may be mistyped; shorter ones are too like each other.
const SHORTEST: usize = 4;
/// Letters of the longest such word; what is longer is no word that people type.
const LONGEST: usize = 24;
/// Words of one text whose spelling is kept.
const WORDS: usize = 1_000;
/// Mistakes that are forgiven in a word.
pub const FORGIVEN: usize = 1;

/// The words of a text that may be mistyped, each once, in lower case.
pub fn words(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in text.split(|letter: char| !letter.is_alphabetic()) {
        let length = word.chars().take(LONGEST + 1).count();
        if (SHORTEST..=LONGEST).contains(&length) && !word.chars().any(is_unspaced) {
            found.insert(word.to_lowercase());
        }
        if found.len() >= WORDS {
            break;
        }
    }
    found
}

/// A word, and the word without each of its letters.
pub fn forms(word: &str) -> BTreeSet<String> {
    let without = word.char_indices().map(|(at, letter)| {
        let mut form = word.to_owned();
        form.replace_range(at..at + letter.len_utf8(), "");
        form
    });
    without.chain([word.to_owned()]).collect()
}

/// How many letters are more, less, else or in each other's place.
pub fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    for (down, letter) in one.iter().enumerate() {
        let mut next = vec![down + 1];
        for (across, beside) in other.iter().enumerate() {
            let replaced = at(&row, across) + usize::from(letter != beside);
            let mut least = replaced.min(at(&row, across + 1) + 1).min(at(&next, across) + 1);
            let swapped = down > 0
                && across > 0
                && one.get(down - 1) == Some(beside)
                && other.get(across - 1) == Some(letter);
            if swapped {
                least = least.min(at(&above, across - 1) + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted() {
        for (one, other, mistakes) in [
            ("crash", "crash", 0),
            ("crahs", "crash", 1),
            ("crsh", "crash", 1),
            ("craash", "crash", 1),
            ("tsak", "task", 1),
            ("smarch", "search", 1),
            ("", "four", 4),
        ] {
            assert_eq!(distance(one, other), mistakes, "{one} {other}");
            if mistakes == 1 {
                assert!(forms(one).intersection(&forms(other)).next().is_some(), "{one} {other}");
            }
        }
    }

    #[test]
    fn only_words_are_kept() {
        let found = words("Fix the Crash, REN-42 in 日本語日本語 größer größer");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["crash", "größer"]);
    }
}
