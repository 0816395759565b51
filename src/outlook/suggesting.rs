//! Suggestions: what a book says of a title, with names that the person may read.

use std::collections::{BTreeSet, HashMap};

use renexus_wire::rest::suggestions::{
    SuggestionKind, SuggestionView, SuggestionsOfKind, SuggestionsView,
};
use renexus_wire::task::Priority;

use super::past::told;
use super::suiting::Like;
use super::trust::Trust;
use crate::db::queries::tasks::marks;
use crate::db::queries::{labels, people};
use crate::domain::{DomainError, View};
use crate::insight::book::Book;
use crate::insight::meant::{self, Meant};
use crate::insight::suggest::{self, Draft, Near, Suggestion};

/// Tasks below which it is said that there is little to go by.
const FEW: usize = 20;

/// Suggestions whose values have no names yet.
#[derive(Clone, Debug, Default)]
pub struct Found {
    kinds: Vec<(SuggestionKind, Vec<Suggestion>)>,
    /// What is like a draft that names a day.
    like: Option<Like>,
    /// Keys and titles of the tasks among the values.
    tasks: HashMap<String, (String, String)>,
    known: usize,
}

/// Everything that a book says of a title, and of what means something like it. It takes some milliseconds.
/// `left` is how many days are left until the one that a draft names.
pub fn find(book: &Book, draft: Draft<'_>, meant: &[Meant], left: Option<f64>) -> Found {
    let asked = (draft, meant);
    let near = meant::near(book, Near::of(book, draft), asked);
    let same = meant::duplicates(book, suggest::duplicates(book, draft), asked);
    let takers = meant::assignees(book, suggest::assignees(book, &near, draft), asked);
    let kinds = vec![
        (SuggestionKind::Duplicate, same),
        (SuggestionKind::Assignee, takers),
        (SuggestionKind::Label, suggest::labels(book, &near)),
        (SuggestionKind::Priority, suggest::priority(book, &near)),
        (SuggestionKind::Estimate, suggest::estimate(&near)),
    ];
    Found { like: left.and_then(|left| Like::of(&near, left)), ..found(book, kinds) }
}

/// What a person may take next.
pub fn next(book: &Book, person: &str, now: i64) -> Found {
    found(book, vec![(SuggestionKind::Next, suggest::next(book, person, now))])
}

fn found(book: &Book, kinds: Vec<(SuggestionKind, Vec<Suggestion>)>) -> Found {
    let values = kinds.iter().flat_map(|(_, all)| all.iter().map(|one| &one.value));
    let cards = values.filter_map(|value| book.card(value));
    let tasks =
        cards.map(|card| (card.id.clone(), (card.key.clone(), card.title.clone()))).collect();
    Found { kinds, like: None, tasks, known: book.len() }
}

/// Gives names to what was found; whoever left the workspace, and labels that are gone, are left out.
/// How sure each is, is held against what people of the project did with those before.
pub fn named(
    look: &mut View<'_>,
    project: &str,
    found: Found,
) -> Result<SuggestionsView, DomainError> {
    let workspace = look.workspace.id.clone();
    let trust = Trust::of(look, project)?;
    let Found { kinds, like, tasks, known } = found;
    let mut names: HashMap<String, String> = HashMap::new();
    for (kind, all) in &kinds {
        let values: BTreeSet<String> = all.iter().map(|one| one.value.clone()).collect();
        match kind {
            SuggestionKind::Assignee => {
                for id in marks::members_among(look.connection, &workspace, &values)? {
                    if let Some(person) = people::find(look.connection, &id)? {
                        names.insert(id, person.name);
                    }
                }
            }
            SuggestionKind::Label => {
                for id in marks::labels_among(look.connection, &workspace, &values)? {
                    if let Some(label) = labels::find(look.connection, &id)? {
                        names.insert(id, label.name);
                    }
                }
            }
            _ => {}
        }
    }
    let named = |kind: SuggestionKind, one: Suggestion| {
        let (value, name) = match kind {
            SuggestionKind::Duplicate | SuggestionKind::Next => tasks.get(&one.value)?.clone(),
            SuggestionKind::Assignee | SuggestionKind::Label => {
                let name = names.get(&one.value)?.clone();
                (one.value, name)
            }
            SuggestionKind::Priority => {
                let word = Priority::from_number(one.value.parse().ok()?).word();
                (word.to_owned(), word.to_owned())
            }
            SuggestionKind::Estimate => (one.value.clone(), format!("{} points", one.value)),
        };
        let confidence = trust.weigh(kind, one.confidence)?;
        let reason = one.reason.replace("{}", &name);
        Some(SuggestionView { value, name, confidence, reason })
    };
    let kinds = kinds.into_iter().map(|(kind, all)| SuggestionsOfKind {
        kind,
        items: all.into_iter().filter_map(|one| named(kind, one)).collect(),
    });
    let note = match known {
        0 => "The project has no tasks to compare with.".to_owned(),
        few if few < FEW => format!("There is little to go by: {few} tasks."),
        _ => String::new(),
    };
    let due = like.map(|like| like.told(look, project)).transpose()?.flatten();
    Ok(SuggestionsView {
        suggestions: kinds.filter(|kind| !kind.items.is_empty()).collect(),
        due,
        tasks: told(known),
        note,
    })
}
