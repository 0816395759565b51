//! The fixed words of tasks: priorities, categories of statuses, kinds of links.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Gives an enumeration its list and its stable words.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word, as it stands in JSON, filters and the database.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The value of a word; letters of either case count.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word().eq_ignore_ascii_case(word))
            }
        }
    };
}

pub(crate) use words;

/// How much a task presses; later ones press more.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum Priority {
    /// Nobody said.
    #[default]
    None,
    /// When there is time.
    Low,
    /// In its turn.
    Medium,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

words!(Priority {
    None = "none",
    Low = "low",
    Medium = "medium",
    High = "high",
    Urgent = "urgent"
});

impl Priority {
    /// The number that is stored; it sorts as priorities do.
    pub fn number(self) -> i32 {
        match self {
            Self::None => 0,
            Self::Low => 1,
            Self::Medium => 2,
            Self::High => 3,
            Self::Urgent => 4,
        }
    }

    /// The priority that a stored number stands for; unknown ones are none.
    pub fn from_number(number: i32) -> Self {
        Self::ALL.iter().copied().find(|one| one.number() == number).unwrap_or_default()
    }
}

/// What a status means, whatever a project calls it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum Category {
    /// Wished for, not planned.
    Backlog,
    /// Planned, nobody has begun.
    Unstarted,
    /// Somebody works on it.
    Started,
    /// Finished.
    Done,
    /// Will not be done.
    Cancelled,
}

words!(Category {
    Backlog = "backlog",
    Unstarted = "unstarted",
    Started = "started",
    Done = "done",
    Cancelled = "cancelled"
});

impl Category {
    /// Whether work is still to be done.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Cancelled)
    }
}

/// How one task stands to another.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum LinkKind {
    /// The other cannot be done before this one.
    Blocks,
    /// This one says the same as the other.
    Duplicates,
    /// They concern each other.
    Relates,
}

words!(LinkKind { Blocks = "blocks", Duplicates = "duplicates", Relates = "relates" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_come_back() {
        for priority in Priority::ALL {
            assert_eq!(Priority::from_word(priority.word()), Some(*priority));
            assert_eq!(Priority::from_number(priority.number()), *priority);
            assert_eq!(serde_json::to_value(priority).unwrap(), priority.word());
        }
        for category in Category::ALL {
            assert_eq!(Category::from_word(category.word()), Some(*category));
            assert_eq!(serde_json::to_value(category).unwrap(), category.word());
        }
        for kind in LinkKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        assert_eq!(Priority::from_word("URGENT"), Some(Priority::Urgent));
        assert_eq!(Priority::from_word("soon"), None);
    }
}
