//! How many words came and went between two texts.

use std::collections::HashMap;

/// Words that the new text has more of, and words that it has fewer of.
pub(super) fn changed(old: &str, new: &str) -> (i64, i64) {
    let mut balance: HashMap<&str, i64> = HashMap::new();
    for word in new.split_whitespace() {
        *balance.entry(word).or_default() += 1;
    }
    for word in old.split_whitespace() {
        *balance.entry(word).or_default() -= 1;
    }
    let added = balance.values().filter(|many| **many > 0).sum();
    let removed: i64 = balance.values().filter(|many| **many < 0).sum();
    (added, -removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_by_how_often_they_stand_there() {
        assert_eq!(changed("", "one two two"), (3, 0));
        assert_eq!(changed("one two two", "two three"), (1, 2));
        assert_eq!(changed("a b", "b\n a"), (0, 0));
    }
}
