//! Search: what the person may read, the best first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use renexus_tables::rows::search::SearchEntryRow;
use renexus_wire::access::Level;
use renexus_wire::role::Role;

use super::projects;
use super::whereabouts::{self, Whereabouts};
use crate::access::Action;
use crate::access::level::{Asker, Entry, ResourceKind, effective};
use crate::db::queries::search::entry::{COMMENT, TASK};
use crate::db::queries::search::readable::Readable;
use crate::db::queries::search::said::Home;
use crate::db::queries::search::words::{self, Hit, Sought};
use crate::db::queries::search::{self, said, spellings};
use crate::db::queries::tasks::among::among;
use crate::db::queries::tasks::filter::{self, Selection};
use crate::db::queries::{entries, projects as project_rows, tasks};
use crate::domain::{DomainError, View};
use crate::meaning::{Lens, Looking, Near};
use crate::search::fusing::fused;
use crate::tasks::query::{Query, TaskKey, Test};

/// How many of the best a search looks at; what comes behind is found with more words.
const BEST: usize = 1_000;

/// What is sought.
#[derive(Clone)]
pub struct Wanted {
    /// Words, and filters that only tasks pass.
    pub query: Query,
    /// The day that `today` means; the server's in UTC when missing.
    pub today: Option<NaiveDate>,
    /// What the words mean, where that is known: things are found by it as well.
    pub lens: Option<Lens>,
}

impl Wanted {
    /// The words whose meaning helps to find something; none when somebody says exactly what must be there and what not.
    pub fn words(query: &Query) -> Option<String> {
        let (texts, _) = split(query.clone());
        let words = words_of(&texts);
        let exact = !texts.unwanted.is_empty() || words.iter().any(|text| text.contains(' '));
        (!exact && !words.is_empty()).then(|| words.join(" "))
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The entries and where they stand, the best first.
    pub rows: Vec<(SearchEntryRow, Whereabouts)>,
    /// What to show in them.
    pub sought: Vec<String>,
    /// The pieces that were found by their meaning, by the keys of their entries.
    pub pieces: HashMap<i64, String>,
}

/// Up to `most` entries behind the first `skip`.
pub fn find(
    view: &mut View<'_>,
    wanted: Wanted,
    (skip, most): (usize, usize),
) -> Result<Found, DomainError> {
    view.require(Action::Search)?;
    let (texts, filters) = split(wanted.query);
    if texts.wanted.is_empty() {
        return Err(DomainError::invalid("q", "it holds no word to search for"));
    }
    let open = projects::readable(view)?;
    let readable = readable(view, open.iter().map(|(row, _)| row.id.clone()).collect())?;
    let selection = Selection {
        projects: readable.projects.clone(),
        query: filters,
        asker: filter::Asker {
            person: view.person.id.clone(),
            today: wanted.today.unwrap_or_else(|| view.now.date()),
        },
    };
    let looking = wanted.lens.map(|lens| lens.look(view.connection, &readable.workspace));
    let looking = looking.transpose()?;
    let mut search = Search { view, readable, selection, found: Vec::new() };
    let mut sought = words_of(&texts);
    search.by_key(&texts)?;
    let named = search.found.len();
    search.add(&texts)?;
    if search.found.is_empty()
        && let Some(meant) = search.meant(&texts)?
    {
        search.add(&meant)?;
        sought = words_of(&meant);
    }
    let pieces = match looking {
        Some(looking) => search.by_meaning(looking, named)?,
        None => HashMap::new(),
    };
    let Search { view, found, .. } = search;
    let page: Vec<Hit> = found.into_iter().skip(skip).take(most).collect();
    let ids: Vec<_> = page.iter().map(|hit| hit.key).collect();
    let rows = search::with_keys(view.connection, &ids)?;
    let mut rows: HashMap<i64, SearchEntryRow> =
        rows.into_iter().map(|row| (row.key, row)).collect();
    let rows: Vec<_> = page.iter().filter_map(|hit| rows.remove(&hit.key)).collect();
    let projects = open.into_iter().map(|(row, _)| (row.id, row.key)).collect();
    let rows = whereabouts::of(view.connection, rows, &projects)?;
    Ok(Found { rows, sought, pieces })
}

/// Words on one side, everything else on the other.
fn split(query: Query) -> (Sought, Query) {
    let (mut texts, mut filters) = (Sought::default(), Query::default());
    for term in query.terms {
        match (term.test, term.negated) {
            (Test::Text(text), false) => texts.wanted.push(vec![text]),
            (Test::Text(text), true) => texts.unwanted.push(text),
            (test, negated) => filters.terms.push(crate::tasks::query::Term { negated, test }),
        }
    }
    texts.wanted.retain(|any| any.iter().any(|text| text.chars().any(char::is_alphanumeric)));
    (texts, filters)
}

fn words_of(sought: &Sought) -> Vec<String> {
    sought.wanted.iter().flatten().cloned().collect()
}

pub(super) fn readable(
    view: &mut View<'_>,
    projects: Vec<String>,
) -> Result<Readable, DomainError> {
    let role = view.standing.role;
    let of_documents = role.map_or(Level::None, |role| ResourceKind::Document.of_role(role));
    Ok(Readable {
        workspace: view.workspace.id.clone(),
        projects,
        all_documents: role.is_some_and(|role| role >= Role::Admin),
        open_documents: of_documents >= Level::Read,
        documents: named(view, ResourceKind::Document)?,
        all_files: role.is_some_and(|role| role >= Role::Admin),
        open_files: role.is_some_and(|role| role >= Role::Member),
        files: named(view, ResourceKind::File)?,
        person: view.person.id.clone(),
    })
}

/// What the person may read because an entry says so.
fn named(view: &mut View<'_>, kind: ResourceKind) -> Result<Vec<String>, DomainError> {
    let workspace = view.workspace.id.clone();
    let given = project_rows::entries(view.connection, (&workspace, kind.word()), view.now)?;
    let mut by_resource: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for row in &given {
        by_resource.entry(&row.resource).or_default().push(entries::parse(row)?);
    }
    let asker = Asker {
        person: Some(view.person.id.clone()),
        role: view.standing.role,
        link: view.person.link.clone(),
    };
    let readable = by_resource
        .into_iter()
        .filter(|(_, given)| effective(&asker, Level::None, given) >= Level::Read)
        .map(|(resource, _)| resource.to_owned());
    Ok(readable.collect())
}

/// A search under way.
pub(super) struct Search<'a, 'b> {
    pub(super) view: &'a mut View<'b>,
    pub(super) readable: Readable,
    pub(super) selection: Selection,
    pub(super) found: Vec<Hit>,
}

impl Search<'_, '_> {
    /// Adds what has these words, and passes the filters, and was not found before.
    pub(super) fn add(&mut self, sought: &Sought) -> Result<(), DomainError> {
        let hits = words::best(self.view.connection, sought, &self.readable, BEST)?;
        self.pass(hits)
    }

    /// The task whose name stands in the words comes first.
    fn by_key(&mut self, sought: &Sought) -> Result<(), DomainError> {
        for text in words_of(sought) {
            let Some(named) = TaskKey::parse(&text) else { continue };
            let workspace = &self.readable.workspace;
            let project = project_rows::find(self.view.connection, workspace, &named.project)?;
            let project = project.filter(|row| self.readable.projects.contains(&row.id));
            let Some(project) = project else { continue };
            let row = tasks::find_by_number(self.view.connection, &project.id, named.number)?;
            let Some(row) = row else { continue };
            if let Some(entry) = search::find(self.view.connection, TASK, &row.id)? {
                let hit = Hit { key: entry.key, kind: entry.kind, subject: entry.subject };
                self.pass(vec![hit])?;
            }
        }
        Ok(())
    }

    /// Brings what means something like it together with what has the words; behind what was `named`. The pieces.
    fn by_meaning(
        &mut self,
        looking: Looking,
        named: usize,
    ) -> Result<HashMap<i64, String>, DomainError> {
        let near = looking.nearest(self.view.connection, &self.readable)?;
        let (mut pieces, mut hits) = (HashMap::new(), Vec::new());
        for Near { hit, text, .. } in near {
            pieces.entry(hit.key).or_insert_with(|| {
                hits.push(hit);
                text
            });
        }
        let hits = self.passing(hits)?;
        let worded = self.found.split_off(named);
        let keys = |hits: &[Hit]| hits.iter().map(|hit| hit.key).collect();
        let rankings = [keys(&worded), keys(&hits)];
        let known: BTreeSet<i64> = self.found.iter().map(|hit| hit.key).collect();
        let mut by_key: HashMap<i64, Hit> =
            worded.into_iter().chain(hits).map(|hit| (hit.key, hit)).collect();
        by_key.retain(|key, _| !known.contains(key));
        self.found.extend(fused(&rankings).into_iter().filter_map(|key| by_key.remove(&key)));
        Ok(pieces)
    }

    fn pass(&mut self, hits: Vec<Hit>) -> Result<(), DomainError> {
        let known: BTreeSet<i64> = self.found.iter().map(|hit| hit.key).collect();
        let passed = self.passing(hits)?;
        self.found.extend(passed.into_iter().filter(|hit| !known.contains(&hit.key)));
        Ok(())
    }

    /// Those that pass the filters.
    pub(super) fn passing(&mut self, hits: Vec<Hit>) -> Result<Vec<Hit>, DomainError> {
        let of = |kind| hits.iter().filter(move |hit| hit.kind == kind);
        let said: Vec<_> = of(COMMENT).map(|hit| hit.subject.clone()).collect();
        let homes = said::homes(self.view.connection, &said)?;
        let about = homes.values().filter_map(|home| home.task.as_ref());
        let about = about.map(|task| task.id.clone());
        let ids: Vec<_> = of(TASK).map(|hit| hit.subject.clone()).chain(about).collect();
        let passed = among(self.view.connection, &ids, &self.selection)?;
        let only_tasks = !self.selection.query.terms.is_empty();
        // What was said on a task that is archived is put away with it.
        let stays = |home: &Home| home.task.as_ref().is_none_or(|task| passed.contains(&task.id));
        let passes = |hit: &Hit| match hit.kind.as_str() {
            TASK => passed.contains(&hit.subject),
            COMMENT => !only_tasks && homes.get(&hit.subject).is_some_and(stays),
            _ => !only_tasks,
        };
        Ok(hits.into_iter().filter(passes).collect())
    }

    /// The same question with the words that are in use and almost the same; nothing without any.
    fn meant(&mut self, sought: &Sought) -> Result<Option<Sought>, DomainError> {
        let mut meant = sought.clone();
        for any in &mut meant.wanted {
            let Some(word) = any.first() else { continue };
            let near = spellings::near(self.view.connection, word)?;
            any.extend(near);
        }
        Ok((meant != *sought).then_some(meant))
    }
}
