//! Passages that say something about a question, of what the person may read.

use std::collections::HashMap;

use renexus_tables::rows::search::SearchEntryRow;

use super::projects;
use super::searching::{self, Search};
use super::whereabouts::{self, Whereabouts};
use crate::access::Action;
use crate::db::queries::search;
use crate::db::queries::search::words::{Hit, Sought};
use crate::db::queries::tasks::filter::{self, Selection};
use crate::domain::{DomainError, View};
use crate::meaning::Lens;
use crate::search::fusing::fused;
use crate::search::{chunks, passages};
use crate::tasks::query::Query;

/// Things whose texts are cut into passages, and passages of one of them that are told.
const THINGS: usize = 40;
const OF_ONE: usize = 3;

/// A passage, and what it is from.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What it is from.
    pub entry: SearchEntryRow,
    /// Where that stands.
    pub stands: Whereabouts,
    /// The passage under its title.
    pub text: String,
}

/// The best passages about a question; none is of something that the person may not read.
pub fn find(
    view: &mut View<'_>,
    (question, lens): (&str, Option<&Lens>),
    most: usize,
) -> Result<Vec<Passage>, DomainError> {
    view.require(Action::Search)?;
    let open = projects::readable(view)?;
    let readable = searching::readable(view, open.iter().map(|(row, _)| row.id.clone()).collect())?;
    let selection = Selection {
        projects: readable.projects.clone(),
        query: Query::default(),
        asker: filter::Asker { person: view.person.id.clone(), today: view.now.date() },
    };
    let looking = lens.map(|lens| lens.clone().look(view.connection, &readable.workspace));
    let looking = looking.transpose()?;
    let mut search = Search { view, readable, selection, found: Vec::new() };
    let words = passages::words(question);
    if !words.is_empty() {
        // Any of them: what has many of them comes first.
        search.add(&Sought { wanted: vec![words.clone()], unwanted: Vec::new() })?;
    }
    let keys: Vec<i64> = search.found.iter().take(THINGS).map(|hit| hit.key).collect();
    let near = match looking {
        Some(looking) => looking.nearest(search.view.connection, &search.readable)?,
        None => Vec::new(),
    };
    let hits: Vec<Hit> = near.iter().map(|near| near.hit.clone()).collect();
    let passed: Vec<i64> = search.passing(hits)?.into_iter().map(|hit| hit.key).collect();
    let Search { view, .. } = search;

    // Passages by number: those of what has the words, then those that mean something like the question.
    let mut numbered: Vec<(i64, String)> = Vec::new();
    let mut rows: HashMap<i64, SearchEntryRow> = HashMap::new();
    for row in search::with_keys(view.connection, &[&keys[..], &passed[..]].concat())? {
        rows.insert(row.key, row);
    }
    for row in keys.iter().filter_map(|key| rows.get(key)) {
        let pieces = chunks::chunks(&row.title, &row.body);
        numbered.extend(pieces.into_iter().map(|piece| (row.key, piece)));
    }
    let texts: Vec<String> = numbered.iter().map(|(_, text)| text.clone()).collect();
    let worded = passages::ranked(&words, &texts);
    let mut meant = Vec::new();
    for near in near.into_iter().filter(|near| passed.contains(&near.hit.key)) {
        let passage = (near.hit.key, near.text);
        let known = numbered.iter().position(|one| *one == passage);
        meant.push(known.unwrap_or_else(|| {
            numbered.push(passage);
            numbered.len() - 1
        }));
    }
    let best = fused(&[worded, meant]);

    let mut told: HashMap<i64, usize> = HashMap::new();
    let mut chosen: Vec<(i64, String)> = Vec::new();
    for place in best {
        let passage = numbered.get(place).filter(|(key, _)| rows.contains_key(key));
        let Some((key, text)) = passage else { continue };
        let many = told.entry(*key).or_default();
        *many += 1;
        if *many <= OF_ONE && chosen.len() < most {
            chosen.push((*key, text.clone()));
        }
    }
    let of: Vec<_> = chosen.iter().filter_map(|(key, _)| rows.get(key).cloned()).collect();
    let projects = open.into_iter().map(|(row, _)| (row.id, row.key)).collect();
    let placed = whereabouts::of(view.connection, of, &projects)?;
    let texts = chosen.into_iter().map(|(_, text)| text);
    let passage = |((entry, stands), text)| Passage { entry, stands, text };
    Ok(placed.into_iter().zip(texts).map(passage).collect())
}
