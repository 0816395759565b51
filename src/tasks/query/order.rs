//! How lists are sorted and grouped.

use thiserror::Error;

/// Why a list cannot be ordered so.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{given}` is not one of {known}")]
pub struct InvalidOrder {
    /// What was asked for.
    pub given: String,
    /// What there is.
    pub known: String,
}

/// What a list is sorted by; tasks that lack it come last, equal ones by their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub key: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// Gives an order its words.
macro_rules! order_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant),+
        }

        impl $name {
            /// The words, for errors and for the description of the API.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Its word.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// Reads a word.
            pub fn parse(text: &str) -> Result<Self, InvalidOrder> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(InvalidOrder {
                        given: text.chars().take(40).collect(),
                        known: Self::WORDS.join(", "),
                    }),
                }
            }
        }
    };
}

order_words! {
    /// A field that a list can be sorted by.
    SortKey {
        /// The place on the board.
        Rank = "rank",
        /// How much it presses.
        Priority = "priority",
        /// When it is due.
        Due = "due",
        /// When work should begin.
        Start = "start",
        /// When it was made.
        Created = "created",
        /// When it last changed.
        Updated = "updated",
        /// When it was done.
        Completed = "completed",
        /// Its title, without regard to case.
        Title = "title",
        /// Its number.
        Number = "number",
        /// How much work it is.
        Estimate = "estimate",
    }
}

order_words! {
    /// A field that a list can be grouped by.
    Group {
        /// The column on the board.
        Status = "status",
        /// The meaning of the column.
        Category = "category",
        /// Who works on it; a task of two people is in two groups.
        Assignee = "assignee",
        /// Labels; a task with two is in two groups.
        Label = "label",
        /// How much it presses.
        Priority = "priority",
        /// The cycle.
        Cycle = "cycle",
        /// The milestone.
        Milestone = "milestone",
        /// The project.
        Project = "project",
        /// The task that it is part of.
        Parent = "parent",
    }
}

impl Sort {
    /// Reads `due` or `-due`.
    pub fn parse(text: &str) -> Result<Self, InvalidOrder> {
        let (descending, key) = match text.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, text),
        };
        Ok(Self { key: SortKey::parse(key)?, descending })
    }
}

impl Default for Sort {
    /// Newest last, as they were made.
    fn default() -> Self {
        Self { key: SortKey::Created, descending: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_and_others_named() {
        let sort = Sort::parse("-due").unwrap();
        assert_eq!((sort.key, sort.descending), (SortKey::Due, true));
        for word in SortKey::WORDS {
            assert_eq!(Sort::parse(word).unwrap().key.word(), *word);
        }
        let wrong = Sort::parse("--due").unwrap_err().to_string();
        assert!(wrong.contains("`-due`") && wrong.contains("priority"), "{wrong}");
        assert_eq!(Group::parse("label"), Ok(Group::Label));
        assert!(Group::parse("colour").is_err());
    }
}
