//! What a webhook wants to hear of.

use renexus_tables::rows::webhooks::WebhookRow;
use renexus_wire::event::Event;

use crate::db::DatabaseError;
use crate::planning::hearing;

/// Kinds of events and a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    patterns: Vec<String>,
    project: Option<String>,
}

impl Filter {
    /// What the row of a webhook says.
    pub(super) fn of(row: &WebhookRow) -> Result<Self, DatabaseError> {
        Ok(Self { patterns: patterns(row)?, project: row.project.clone() })
    }

    /// Whether an event is wanted.
    pub(super) fn wants(&self, event: &Event) -> bool {
        let here = |project: &String| hearing::is_in(event, project);
        self.project.as_ref().is_none_or(here)
            && self.patterns.iter().any(|pattern| matches(pattern, &event.kind))
    }
}

/// The patterns of a webhook.
pub(super) fn patterns(row: &WebhookRow) -> Result<Vec<String>, DatabaseError> {
    serde_json::from_str(&row.events)
        .map_err(|error| DatabaseError::Damaged(format!("webhook {}: {error}", row.id)))
}

/// Whether a word is as a pattern has it; `*` stands for any characters.
fn matches(pattern: &str, word: &str) -> bool {
    let Some((begin, rest)) = pattern.split_once('*') else { return pattern == word };
    let Some(word) = word.strip_prefix(begin) else { return false };
    let mut pieces: Vec<_> = rest.split('*').collect();
    let end = pieces.pop().unwrap_or_default();
    let mut left = word;
    // Each piece where it comes first leaves most for the others.
    for piece in pieces {
        let Some((_, behind)) = left.split_once(piece) else { return false };
        left = behind;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_kinds() {
        for (pattern, word, expected) in [
            ("*", "task.updated", true),
            ("task.*", "task.updated", true),
            ("task.*", "tasks.updated", false),
            ("task.updated", "task.updated", true),
            ("task.updated", "task.updated.x", false),
            ("*.deleted", "label.deleted", true),
            ("*.deleted", "label.deleted.x", false),
            ("t*.*d", "task.moved", true),
            ("t*k*k", "task", false),
            ("t**k", "task", true),
            ("a*a", "a", false),
            ("*a*b*c", "xaxbxc", true),
        ] {
            assert_eq!(matches(pattern, word), expected, "{pattern} {word}");
        }
    }
}
