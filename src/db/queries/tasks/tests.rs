//! How many queries a list takes: as many for a thousand tasks as for one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::{Connection, RunQueryDsl, SqliteConnection};
use diesel_migrations::MigrationHarness;
use renexus_tables::migrations;
use renexus_tables::rows::tasks::{AssigneeRow, TaskLabelRow, TaskRow};

use super::filter::{Asker, Selection};
use super::marks;
use crate::db::Conn;
use crate::planning::telling::{Keys, views};
use crate::tasks::query::{Query, Sort, parse};
use crate::tasks::rank::Rank;

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap().and_time(NaiveTime::MIN)
}

/// A database with one project of so many tasks, each with a person and a label.
fn filled(tasks: usize) -> Conn {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    connection.run_pending_migrations(migrations::SQLITE).unwrap();
    let mut connection = Conn::from(connection);
    // Only what is looked at is there.
    connection.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
    let mut rank = Rank::first();
    let rows: Vec<_> = (0..tasks)
        .map(|number| {
            rank = Rank::between(Some(&rank), None).unwrap();
            row(number, rank.to_string())
        })
        .collect();
    super::insert(&mut connection, &rows).unwrap();
    for chunk in rows.chunks(500) {
        let person = |row: &TaskRow| AssigneeRow { task: row.id.clone(), person: "ada".into() };
        let label = |row: &TaskRow| TaskLabelRow { task: row.id.clone(), label: "bug".into() };
        let people: Vec<_> = chunk.iter().map(person).collect();
        let labels: Vec<_> = chunk.iter().map(label).collect();
        marks::insert(&mut connection, &people, &labels).unwrap();
    }
    connection
}

fn row(number: usize, rank: String) -> TaskRow {
    TaskRow {
        id: format!("task-{number:06}"),
        workspace: "studio".into(),
        project: "ren".into(),
        number: i64::try_from(number).unwrap(),
        title: "Crash".into(),
        folded: "crash".into(),
        document: format!("document-{number}"),
        status: "todo".into(),
        rank,
        priority: 0,
        estimate: None,
        starts_on: None,
        due_on: None,
        parent: None,
        cycle: None,
        milestone: None,
        version: 1,
        created_by: "ada".into(),
        created_at: noon(),
        updated_at: noon(),
        started_at: None,
        completed_at: None,
        archived_at: None,
    }
}

/// Counts the queries of a connection.
struct Counter(Arc<AtomicUsize>);

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { .. } = event {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn selection(query: Query) -> Selection {
    let asker = Asker { person: "ada".into(), today: noon().date() };
    Selection { projects: vec!["ren".into()], query, asker }
}

/// How many queries a page of a list and a column of a board take.
fn queries(tasks: usize) -> usize {
    let mut connection = filled(tasks);
    let counted = Arc::new(AtomicUsize::new(0));
    connection.set_instrumentation(Counter(Arc::clone(&counted)));
    let all = selection(parse("is:open,closed assignee:me -label:x").unwrap());
    let page = super::list::page(&mut connection, &all, (Sort::default(), None), 200);
    views(&mut connection, page.unwrap().unwrap(), &Keys::new()).unwrap();
    let column = super::board::column(&mut connection, "todo", &selection(Query::default()), 200);
    let shown = views(&mut connection, column.unwrap(), &Keys::new()).unwrap();
    assert_eq!(shown.len(), tasks.min(200));
    assert!(shown.iter().all(|task| task.assignees == ["ada"] && task.labels == ["bug"]));
    counted.load(Ordering::Relaxed)
}

#[test]
fn a_thousand_tasks_take_as_many_queries_as_one() {
    let (few, many) = (queries(1), queries(1_000));
    assert_eq!(few, many);
    assert!(many <= 6, "{many}");
}

/// A workspace goes with everything in it, and what tasks refer to leaves them in place.
#[test]
fn what_is_deleted_takes_along_what_belongs_to_it() {
    let mut connection = filled(3);
    connection
        .batch_execute(
            "INSERT INTO workspaces VALUES ('studio', 's', 'S', 0, 1, '2026-11-25', NULL, NULL);
             INSERT INTO projects VALUES
                ('ren', 'studio', 'REN', 'R', '', 0, 4, 1, 'ada', '2026-11-25', NULL);
             INSERT INTO statuses VALUES
                ('todo', 'ren', 'To do', 'to do', 'unstarted', 0, 1, '2026-11-25');
             INSERT INTO cycles VALUES
                ('one', 'ren', 'One', 'one', '2026-11-02', '2026-11-15', 1, '2026-11-25');
             INSERT INTO task_links VALUES
                ('task-000000', 'blocks', 'task-000001', 'ada', '2026-11-25');
             UPDATE tasks SET cycle = 'one', parent = 'task-000000' WHERE number > 0;
             PRAGMA foreign_keys = ON;
             DELETE FROM cycles WHERE id = 'one';",
        )
        .unwrap();
    let task = super::find_by_number(&mut connection, "ren", 1).unwrap().unwrap();
    assert_eq!((task.cycle, task.parent.as_deref()), (None, Some("task-000000")));
    let held = diesel::sql_query("DELETE FROM statuses").execute(&mut connection);
    let error = crate::db::DatabaseError::from(held.unwrap_err());
    assert!(error.is_dangling(), "{error}");
    diesel::sql_query("DELETE FROM workspaces").execute(&mut connection).unwrap();
    assert_eq!(super::find_by_number(&mut connection, "ren", 1).unwrap(), None);
    assert_eq!(super::links::of(&mut connection, "task-000000").unwrap(), []);
}
