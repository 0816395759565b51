//! What an import will do: names that it needs, and which task is part of which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use renexus_tables::rows::planning::{CycleRow, LabelRow, MilestoneRow, ProjectRow, StatusRow};
use renexus_wire::id::fresh;
use renexus_wire::rest::boards::ImportView;
use renexus_wire::rest::planning::MAX_STATUSES;
use renexus_wire::task::Category;

use super::super::statuses::view as status_view;
use super::super::{cycles as cycle_rules, labels as label_rules, milestones as milestone_rules};
use super::names::Names;
use crate::db::queries::tasks::marks;
use crate::db::queries::{cycles, labels, milestones, statuses};
use crate::domain::{Change, DomainError, View};
use crate::tasks::folding::fold;
use crate::tasks::import::{Imported, ImportedTask};

/// Most tasks that stand inside one another.
const MAX_DEPTH: usize = 8;
/// Most names that are listed as unknown.
const LISTED: usize = 100;
/// Days of a cycle about which the table says nothing.
const CYCLE_DAYS: u64 = 13;
/// The color of labels that come with a table.
const GREY: &str = "#8a8f98";
/// Names of people that are looked up in one query.
const NAMES_AT_ONCE: usize = 1_000;

/// What an import will do.
pub(super) struct Plan {
    pub(super) project: ProjectRow,
    /// The statuses that the project has, new ones included once they are made.
    pub(super) statuses: Vec<StatusRow>,
    pub(super) status_names: Names,
    pub(super) labels: Names,
    pub(super) cycles: Names,
    pub(super) milestones: Names,
    /// Ids of members by what they are called in the table.
    pub(super) people: BTreeMap<String, String>,
    /// Places of tasks in the table by their keys.
    pub(super) places: HashMap<String, usize>,
    pub(super) view: ImportView,
    spans: BTreeMap<String, (NaiveDate, NaiveDate)>,
}

impl Plan {
    /// Looks at a table and at what is there.
    pub(super) fn new(
        look: &mut View<'_>,
        project: ProjectRow,
        imported: &Imported,
    ) -> Result<Self, DomainError> {
        let tasks = &imported.tasks;
        let id = &project.id;
        let all = statuses::of_project(look.connection, id)?;
        let known = all.iter().map(|row| (row.folded.clone(), row.id.clone()));
        let named = tasks.iter().filter_map(|task| task.status.as_deref());
        let status_names = Names::loosely(known, named, ("statuses", MAX_STATUSES))?;
        let known = labels::all(look.connection, &look.workspace.id)?;
        let known = known.into_iter().map(|row| (row.folded, row.id));
        let named = tasks.iter().flat_map(|task| task.labels.iter().map(String::as_str));
        let labels = Names::new(known, named, ("labels", label_rules::MAX_LABELS))?;
        let known = cycles::all(look.connection, id)?;
        let known = known.into_iter().map(|row| (row.folded, row.id));
        let named = tasks.iter().filter_map(|task| task.cycle.as_deref());
        let cycles = Names::new(known, named, ("cycles", cycle_rules::MAX_CYCLES))?;
        let known = milestones::all(look.connection, id)?;
        let known = known.into_iter().map(|row| (row.folded, row.id));
        let named = tasks.iter().filter_map(|task| task.milestone.as_deref());
        let milestones = Names::new(known, named, ("milestones", milestone_rules::MAX_MILESTONES))?;
        let people = people(look, tasks)?;
        let places = places(tasks);
        no_circles(tasks, &places)?;
        let view = ImportView {
            source: imported.source.word().to_owned(),
            tasks: tasks.len(),
            first: None,
            last: None,
            new_statuses: status_names.new.clone(),
            new_labels: labels.new.clone(),
            new_cycles: cycles.new.clone(),
            new_milestones: milestones.new.clone(),
            unknown_people: unknown(tasks.iter().flat_map(|task| &task.assignees), |name| {
                people.contains_key(name)
            }),
            unknown_tasks: unknown(tasks.iter().flat_map(others), |key| places.contains_key(key)),
            unknown_priorities: unknown(
                tasks.iter().filter_map(|task| task.unknown_priority.as_ref()),
                |_| false,
            ),
            ignored_columns: imported.ignored.clone(),
        };
        let spans = spans(tasks, look.now.date());
        let statuses = all;
        Ok(Self {
            project,
            statuses,
            status_names,
            labels,
            cycles,
            milestones,
            people,
            places,
            view,
            spans,
        })
    }

    /// Makes what the table names and is not there.
    pub(super) fn make_names(&mut self, tx: &mut Change<'_>) -> Result<(), DomainError> {
        self.make_statuses(tx)?;
        for name in self.labels.new.clone() {
            let row = LabelRow {
                id: fresh(),
                workspace: tx.workspace.id.clone(),
                folded: fold(&name),
                name,
                color: GREY.to_owned(),
                version: 1,
                created_at: tx.now,
            };
            labels::insert(tx.connection, std::slice::from_ref(&row))?;
            self.labels.made(&row.name, &row.id);
            tx.event("label.created", &label_rules::view(row))?;
        }
        self.make_cycles(tx)?;
        for name in self.milestones.new.clone() {
            let row = MilestoneRow {
                id: fresh(),
                project: self.project.id.clone(),
                folded: fold(&name),
                name,
                about: String::new(),
                due_on: None,
                reached_at: None,
                version: 1,
                created_at: tx.now,
            };
            milestones::insert(tx.connection, std::slice::from_ref(&row))?;
            self.milestones.made(&row.name, &row.id);
            tx.event("milestone.created", &milestone_rules::view(row))?;
        }
        Ok(())
    }

    fn make_statuses(&mut self, tx: &mut Change<'_>) -> Result<(), DomainError> {
        let last = self.statuses.iter().map(|row| row.position).max().unwrap_or(-1);
        for (name, position) in self.status_names.new.clone().into_iter().zip(last + 1..) {
            let row = StatusRow {
                id: fresh(),
                project: self.project.id.clone(),
                folded: fold(&name),
                category: guess(&name).word().to_owned(),
                name,
                position,
                version: 1,
                created_at: tx.now,
            };
            statuses::insert(tx.connection, std::slice::from_ref(&row))?;
            self.status_names.made(&row.name, &row.id);
            self.statuses.push(row.clone());
            tx.event("status.created", &status_view(row))?;
        }
        Ok(())
    }

    fn make_cycles(&mut self, tx: &mut Change<'_>) -> Result<(), DomainError> {
        let today = tx.now.date();
        for name in self.cycles.new.clone() {
            let folded = fold(&name);
            let (starts_on, ends_on) = self.spans.get(&folded).copied().unwrap_or((today, today));
            let row = CycleRow {
                id: fresh(),
                project: self.project.id.clone(),
                folded,
                name,
                starts_on,
                ends_on,
                version: 1,
                created_at: tx.now,
            };
            cycles::insert(tx.connection, std::slice::from_ref(&row))?;
            self.cycles.made(&row.name, &row.id);
            tx.event("cycle.created", &cycle_rules::view(row))?;
        }
        Ok(())
    }
}

/// What a status with a foreign name probably means; it can be changed afterwards.
fn guess(name: &str) -> Category {
    let name = fold(name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["cancel", "won't", "wont", "duplicate", "rejected", "invalid"]) {
        Category::Cancelled
    } else if has(&["done", "closed", "complete", "resolved", "released", "merged"]) {
        Category::Done
    } else if has(&["progress", "review", "doing", "started", "testing", "qa", "blocked"]) {
        Category::Started
    } else if has(&["backlog", "triage", "idea", "icebox"]) {
        Category::Backlog
    } else {
        Category::Unstarted
    }
}

fn people(
    look: &mut View<'_>,
    tasks: &[ImportedTask],
) -> Result<BTreeMap<String, String>, DomainError> {
    let named: BTreeSet<_> = tasks.iter().flat_map(|task| task.assignees.iter().cloned()).collect();
    let named: Vec<_> = named.into_iter().collect();
    let mut known = BTreeMap::new();
    for chunk in named.chunks(NAMES_AT_ONCE) {
        for person in marks::called(look.connection, &look.workspace.id, chunk)? {
            let called = |name: &&String| {
                let folded = name.to_lowercase();
                folded == person.email || folded == person.handle || **name == person.name
            };
            for name in chunk.iter().filter(called) {
                known.entry(name.clone()).or_insert_with(|| person.id.clone());
            }
        }
    }
    Ok(known)
}

/// Of tasks with the same key the first one counts, and keys count before ids.
fn places(tasks: &[ImportedTask]) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    for (place, task) in tasks.iter().enumerate() {
        if let Some(key) = &task.key {
            places.entry(key.clone()).or_insert(place);
        }
    }
    for (place, task) in tasks.iter().enumerate() {
        if let Some(id) = &task.id {
            places.entry(id.clone()).or_insert(place);
        }
    }
    places
}

/// The keys of other tasks that a task names.
fn others(task: &ImportedTask) -> impl Iterator<Item = &String> {
    let linked = task.links.iter().map(|(_, key)| key);
    task.parent.iter().chain(linked).chain(&task.blocked_by)
}

fn unknown<'a>(
    names: impl Iterator<Item = &'a String>,
    known: impl Fn(&String) -> bool,
) -> Vec<String> {
    let unknown: BTreeSet<_> = names.filter(|name| !known(name)).collect();
    unknown.into_iter().take(LISTED).cloned().collect()
}

/// Refuses tasks that are part of themselves, and towers of tasks.
fn no_circles(tasks: &[ImportedTask], places: &HashMap<String, usize>) -> Result<(), DomainError> {
    let above = |task: &ImportedTask| {
        let place = places.get(task.parent.as_ref()?)?;
        tasks.get(*place)
    };
    for task in tasks {
        let mut depth = 0;
        let mut at = above(task);
        while let Some(parent) = at {
            depth += 1;
            if depth > MAX_DEPTH {
                let line = task.line;
                let reason = format!("line {line}: more than {MAX_DEPTH} tasks inside one another");
                return Err(DomainError::invalid("body", reason));
            }
            at = above(parent);
        }
    }
    Ok(())
}

/// From the first to the last day of each cycle, as the table says or as its tasks name days.
fn spans(tasks: &[ImportedTask], today: NaiveDate) -> BTreeMap<String, (NaiveDate, NaiveDate)> {
    let mut spans: BTreeMap<String, (NaiveDate, NaiveDate)> = BTreeMap::new();
    for task in tasks {
        let Some(cycle) = &task.cycle else { continue };
        let said = [task.cycle_start, task.cycle_end];
        let days = if said.iter().all(Option::is_some) { said.to_vec() } else { days_of(task) };
        for day in days.into_iter().flatten() {
            let span = spans.entry(fold(cycle)).or_insert((day, day));
            *span = (span.0.min(day), span.1.max(day));
        }
        let end = today.checked_add_days(Days::new(CYCLE_DAYS)).unwrap_or(today);
        spans.entry(fold(cycle)).or_insert((today, end));
    }
    spans
}

/// The days that a task names by itself.
fn days_of(task: &ImportedTask) -> Vec<Option<NaiveDate>> {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.date_naive());
    vec![task.start, task.due, day(task.started), day(task.completed)]
}
