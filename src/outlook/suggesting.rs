//! Suggestions: what a book says of a title, with names that the person may read.

use std::collections::{BTreeSet, HashMap};

use renexus_wire::rest::suggestions::{
    SuggestionKind, SuggestionView, SuggestionsOfKind, SuggestionsView,
};
use renexus_wire::task::Priority;

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
    /// Keys and titles of the tasks among the values.
    tasks: HashMap<String, (String, String)>,
    known: usize,
}

/// Everything that a book says of a title, and of what means something like it. It takes some milliseconds.
pub fn find(book: &Book, draft: Draft<'_>, meant: &[Meant]) -> Found {
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
    found(book, kinds)
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
    Found { kinds, tasks, known: book.len() }
}

/// Gives names to what was found; whoever left the workspace, and labels that are gone, are left out.
pub fn named(look: &mut View<'_>, found: Found) -> Result<SuggestionsView, DomainError> {
    let workspace = look.workspace.id.clone();
    let Found { kinds, tasks, known } = found;
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
    let told = |kind: SuggestionKind, one: Suggestion| {
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
        let (confidence, reason) = (one.confidence, one.reason.replace("{}", &name));
        Some(SuggestionView { value, name, confidence, reason })
    };
    let kinds = kinds.into_iter().map(|(kind, all)| SuggestionsOfKind {
        kind,
        items: all.into_iter().filter_map(|one| told(kind, one)).collect(),
    });
    let note = match known {
        0 => "The project has no tasks to compare with.".to_owned(),
        few if few < FEW => format!("There is little to go by: {few} tasks."),
        _ => String::new(),
    };
    Ok(SuggestionsView {
        suggestions: kinds.filter(|kind| !kind.items.is_empty()).collect(),
        tasks: super::past::told(known),
        note,
    })
}
