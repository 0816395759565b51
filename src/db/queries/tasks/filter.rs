//! From the filter language to conditions.
//!
//! Each condition is true or false, never NULL, so that its opposite means what it says.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::dsl::not;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use renexus_tables::schema::people;
use renexus_tables::schema::planning::{
    cycles, labels, milestones, projects, statuses, task_assignees, task_labels, task_links, tasks,
};
use renexus_wire::task::{Category, LinkKind, Priority};

use self::beside::others;
use super::Backend;
use crate::tasks::folding::fold;
use crate::tasks::query::{DateField, Missing, Query, Span, State, TaskKey, Term, Test, Who};

/// A condition on tasks.
pub(super) type Condition = Box<dyn BoxableExpression<tasks::table, Backend, SqlType = Bool>>;

/// What a query means depends on.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The id of the person: `me`.
    pub person: String,
    /// The day: `today`.
    pub today: NaiveDate,
}

/// What a list may show, and is narrowed down to.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The ids of projects that the person may read.
    pub projects: Vec<String>,
    /// The filter.
    pub query: Query,
    /// Who asks.
    pub asker: Asker,
}

/// Tasks beside tasks in one query.
mod beside {
    use renexus_tables::schema::planning::tasks;

    diesel::alias!(tasks as others: Others);
}

/// The condition of a whole selection. Tasks that were put away are left out unless the query names them.
pub(super) fn condition(selection: &Selection) -> Condition {
    let mut all: Condition = Box::new(tasks::project.eq_any(selection.projects.clone()));
    let names_archived =
        |term: &Term| matches!(&term.test, Test::Is(states) if states.contains(&State::Archived));
    if !selection.query.terms.iter().any(names_archived) {
        all = Box::new(all.and(tasks::archived_at.is_null()));
    }
    for term in &selection.query.terms {
        let one = test(&term.test, &selection.asker);
        all = match term.negated {
            true => Box::new(all.and(not(one))),
            false => Box::new(all.and(one)),
        };
    }
    all
}

/// Any of several conditions; without any, nothing.
fn any(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    let none: Condition = Box::new(tasks::id.eq_any(Vec::<String>::new()));
    conditions.into_iter().reduce(|one, other| Box::new(one.or(other))).unwrap_or(none)
}

fn test(test: &Test, asker: &Asker) -> Condition {
    match test {
        Test::Text(text) => {
            Box::new(tasks::folded.like(format!("%{}%", escaped(&fold(text)))).escape('\\'))
        }
        Test::Project(keys) => {
            let keys = keys.clone();
            let meant = projects::table.filter(projects::key.eq_any(keys)).select(projects::id);
            Box::new(tasks::project.eq_any(meant))
        }
        Test::Status(names) => {
            let meant = statuses::table.filter(statuses::folded.eq_any(folded(names)));
            Box::new(tasks::status.eq_any(meant.select(statuses::id)))
        }
        Test::Is(states) => any(states.iter().map(|state| is(*state, asker))),
        Test::Assignee(people) => any(people.iter().map(|who| assignee(who, asker))),
        Test::Author(people) => any(people.iter().map(|who| author(who, asker))),
        Test::Label(names) => {
            let meant = task_labels::table
                .inner_join(labels::table.on(labels::id.eq(task_labels::label)))
                .filter(labels::folded.eq_any(folded(names)))
                .select(task_labels::task);
            Box::new(tasks::id.eq_any(meant))
        }
        Test::Cycle(names) => cycle(names, asker),
        Test::Milestone(names) => {
            let meant = milestones::table.filter(milestones::folded.eq_any(folded(names)));
            let within = tasks::milestone.assume_not_null().eq_any(meant.select(milestones::id));
            Box::new(tasks::milestone.is_not_null().and(within))
        }
        Test::Parent(keys) => any(keys.iter().map(parent)),
        Test::Priority(spans) => any(spans.iter().map(|span| priority(*span))),
        Test::Estimate(spans) => any(spans.iter().map(|span| estimate(*span))),
        Test::Date(field, spans) => {
            let span =
                |span: &Span<_>| span.map(|day: crate::tasks::query::Day| day.date(asker.today));
            any(spans.iter().map(|days| date(*field, span(days))))
        }
        Test::No(missing) => any(missing.iter().map(|missing| lacks(*missing))),
    }
}

fn folded(names: &[String]) -> Vec<String> {
    names.iter().map(|name| fold(name)).collect()
}

/// A text as a pattern that matches itself.
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

fn in_categories(categories: &[Category]) -> Condition {
    let words: Vec<_> = categories.iter().map(|category| category.word()).collect();
    let meant = statuses::table.filter(statuses::category.eq_any(words)).select(statuses::id);
    Box::new(tasks::status.eq_any(meant))
}

fn open() -> Condition {
    in_categories(&[Category::Backlog, Category::Unstarted, Category::Started])
}

fn is(state: State, asker: &Asker) -> Condition {
    match state {
        State::Open => open(),
        State::Closed => in_categories(&[Category::Done, Category::Cancelled]),
        State::Backlog => in_categories(&[Category::Backlog]),
        State::Unstarted => in_categories(&[Category::Unstarted]),
        State::Started => in_categories(&[Category::Started]),
        State::Done => in_categories(&[Category::Done]),
        State::Cancelled => in_categories(&[Category::Cancelled]),
        State::Archived => Box::new(tasks::archived_at.is_not_null()),
        State::Blocked => blocked(),
        State::Overdue => {
            let past = tasks::due_on.assume_not_null().lt(asker.today);
            Box::new(tasks::due_on.is_not_null().and(past).and(open()))
        }
        State::Subtask => Box::new(tasks::parent.is_not_null()),
    }
}

/// Open behind another open task.
fn blocked() -> Condition {
    let closed = [Category::Done.word(), Category::Cancelled.word()];
    let blocking = task_links::table
        .inner_join(others.on(others.field(tasks::id).eq(task_links::source)))
        .inner_join(statuses::table.on(statuses::id.eq(others.field(tasks::status))))
        .filter(task_links::kind.eq(LinkKind::Blocks.word()))
        .filter(statuses::category.ne_all(closed))
        .filter(others.field(tasks::archived_at).is_null())
        .select(task_links::target);
    Box::new(open().and(tasks::id.eq_any(blocking)))
}

fn assignee(who: &Who, asker: &Asker) -> Condition {
    match who {
        Who::Me => {
            let mine =
                task_assignees::table.filter(task_assignees::person.eq(asker.person.clone()));
            Box::new(tasks::id.eq_any(mine.select(task_assignees::task)))
        }
        Who::Handle(handle) => {
            let theirs = task_assignees::table
                .inner_join(people::table.on(people::id.eq(task_assignees::person)))
                .filter(people::handle.eq(handle.clone()))
                .select(task_assignees::task);
            Box::new(tasks::id.eq_any(theirs))
        }
    }
}

fn author(who: &Who, asker: &Asker) -> Condition {
    match who {
        Who::Me => Box::new(tasks::created_by.eq(asker.person.clone())),
        Who::Handle(handle) => {
            let meant = people::table.filter(people::handle.eq(handle.clone())).select(people::id);
            Box::new(tasks::created_by.eq_any(meant))
        }
    }
}

fn cycle(names: &[String], asker: &Asker) -> Condition {
    let names = folded(names);
    let now = names.iter().any(|name| name == "current");
    let running = cycles::starts_on.le(asker.today).and(cycles::ends_on.ge(asker.today));
    let meant: Condition = if now {
        let meant = cycles::table.filter(cycles::folded.eq_any(names).or(running));
        Box::new(tasks::cycle.assume_not_null().eq_any(meant.select(cycles::id)))
    } else {
        let meant = cycles::table.filter(cycles::folded.eq_any(names));
        Box::new(tasks::cycle.assume_not_null().eq_any(meant.select(cycles::id)))
    };
    Box::new(tasks::cycle.is_not_null().and(meant))
}

fn parent(key: &TaskKey) -> Condition {
    let meant = others
        .inner_join(projects::table.on(projects::id.eq(others.field(tasks::project))))
        .filter(projects::key.eq(key.project.clone()))
        .filter(others.field(tasks::number).eq(key.number))
        .select(others.field(tasks::id));
    Box::new(tasks::parent.is_not_null().and(tasks::parent.assume_not_null().eq_any(meant)))
}

/// A span of a column that is never NULL.
macro_rules! within {
    ($column:expr, $span:expr) => {{
        let from: Option<Condition> = $span.from.map(|end| -> Condition {
            match end.included {
                true => Box::new($column.ge(end.value)),
                false => Box::new($column.gt(end.value)),
            }
        });
        let to: Option<Condition> = $span.to.map(|end| -> Condition {
            match end.included {
                true => Box::new($column.le(end.value)),
                false => Box::new($column.lt(end.value)),
            }
        });
        let both: Condition = match (from, to) {
            (Some(from), Some(to)) => Box::new(from.and(to)),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => any([]),
        };
        both
    }};
}

/// The same of a column that may be; then the condition is false.
macro_rules! within_nullable {
    ($column:expr, $span:expr) => {{
        let inside = within!($column.assume_not_null(), $span);
        let known: Condition = Box::new($column.is_not_null().and(inside));
        known
    }};
}

fn priority(span: Span<Priority>) -> Condition {
    let span = span.map(Priority::number);
    within!(tasks::priority, span)
}

fn estimate(span: Span<i32>) -> Condition {
    within_nullable!(tasks::estimate, span)
}

fn date(field: DateField, span: Span<NaiveDate>) -> Condition {
    match field {
        DateField::Due => within_nullable!(tasks::due_on, span),
        DateField::Start => within_nullable!(tasks::starts_on, span),
        DateField::Created => {
            let span = instants(span);
            within!(tasks::created_at, span)
        }
        DateField::Updated => {
            let span = instants(span);
            within!(tasks::updated_at, span)
        }
        DateField::Completed => {
            let span = instants(span);
            within_nullable!(tasks::completed_at, span)
        }
    }
}

/// The span of instants of a span of days, in UTC: a whole day is from its begin to that of the next.
fn instants(days: Span<NaiveDate>) -> Span<NaiveDateTime> {
    let begin = |day: NaiveDate| day.and_time(NaiveTime::MIN);
    let next = |day: NaiveDate| begin(day.succ_opt().unwrap_or(day));
    let mut span = days.map(begin);
    if let (Some(end), Some(day)) = (&mut span.from, days.from)
        && !end.included
    {
        (end.value, end.included) = (next(day.value), true);
    }
    if let (Some(end), Some(day)) = (&mut span.to, days.to)
        && end.included
    {
        (end.value, end.included) = (next(day.value), false);
    }
    span
}

fn lacks(missing: Missing) -> Condition {
    match missing {
        Missing::Assignee => {
            Box::new(not(tasks::id.eq_any(task_assignees::table.select(task_assignees::task))))
        }
        Missing::Label => {
            Box::new(not(tasks::id.eq_any(task_labels::table.select(task_labels::task))))
        }
        Missing::Priority => Box::new(tasks::priority.eq(Priority::None.number())),
        Missing::Estimate => Box::new(tasks::estimate.is_null()),
        Missing::Cycle => Box::new(tasks::cycle.is_null()),
        Missing::Milestone => Box::new(tasks::milestone.is_null()),
        Missing::Parent => Box::new(tasks::parent.is_null()),
        Missing::Due => Box::new(tasks::due_on.is_null()),
        Missing::Start => Box::new(tasks::starts_on.is_null()),
    }
}
