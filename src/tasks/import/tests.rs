//! Each source as its users know it.

use chrono::NaiveDate;
use renexus_wire::task::{LinkKind, Priority};

use super::*;

const LIMITS: ImportLimits = ImportLimits { rows: 100, title: 100, description: 1_000 };

fn taken(table: &str) -> Imported {
    read(table.as_bytes(), None, &LIMITS).unwrap()
}

fn refused(table: &str) -> String {
    read(table.as_bytes(), None, &LIMITS).unwrap_err().to_string()
}

#[test]
fn a_table_of_ones_own_is_read() {
    let imported = taken(
        "\u{feff}Key;Title;Labels;Due;Points;Blocked by;Colour\n\
         A-1;\"One; two\";bug, ui;2026-12-01;3;A-2;red\n\
         ;;;;;;\n\
         A-2;Three;;;;;\n",
    );
    assert_eq!((imported.source, imported.ignored), (Source::Plain, vec!["Colour".to_owned()]));
    let [first, second] = imported.tasks.as_slice() else { panic!("two tasks") };
    assert_eq!((first.line, second.line), (2, 4));
    assert_eq!(first.title, "One; two");
    assert_eq!(first.labels, ["bug", "ui"]);
    assert_eq!(first.due, NaiveDate::from_ymd_opt(2026, 12, 1));
    assert_eq!((first.estimate, first.blocked_by.as_slice()), (Some(3), &["A-2".to_owned()][..]));
}

#[test]
fn an_export_of_linear_is_read() {
    let imported = taken(
        "ID,Team,Title,Description,Status,Estimate,Priority,Project ID,Project,Creator,Assignee,Labels,\
         Cycle Number,Cycle Name,Cycle Start,Cycle End,Created,Updated,Started,Triaged,Completed,Canceled,\
         Archived,Due Date,Parent issue\n\
         ENG-7,Engineering,Fix crash,\"First line\nsecond\",In Progress,3,Urgent,,,ana@example.org,\
         bo@example.org,\"Bug, Crash\",4,Cycle 4,,,Tue Mar 21 2023 13:04:10 GMT+0000 (GMT),,\
         2023-03-22T08:00:00.000Z,,,,,2023-04-01,ENG-1\n",
    );
    assert_eq!(imported.source, Source::Linear);
    let task = &imported.tasks[0];
    assert_eq!((task.key.as_deref(), task.status.as_deref()), (Some("ENG-7"), Some("In Progress")));
    assert_eq!(task.description, "First line\nsecond");
    assert_eq!((task.priority, task.estimate), (Priority::Urgent, Some(3)));
    assert_eq!(
        (&task.assignees, &task.labels),
        (&vec!["bo@example.org".to_owned()], &vec!["Bug".to_owned(), "Crash".to_owned()])
    );
    assert_eq!((task.cycle.as_deref(), task.parent.as_deref()), (Some("Cycle 4"), Some("ENG-1")));
    assert_eq!(task.due, NaiveDate::from_ymd_opt(2023, 4, 1));
    assert!(task.created < task.started && task.completed.is_none());
}

#[test]
fn an_export_of_jira_is_read() {
    let imported = taken(
        "Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Assignee,Created,Due date,\
         Labels,Labels,Sprint,Sprint,Custom field (Story Points),Outward issue link (Blocks),\
         Inward issue link (Blocks),Outward issue link (Duplicate),Parent key\n\
         Fix crash,WEB-7,10007,Bug,In Review,WEB,Highest,\"Lovelace, Ana\",21/Mar/23 1:04 PM,01/Apr/23,\
         bug,crash,Sprint 1,Sprint 2,5.0,WEB-8,WEB-9,WEB-3,WEB-1\n",
    );
    assert_eq!(imported.source, Source::Jira);
    let task = &imported.tasks[0];
    assert_eq!((task.title.as_str(), task.priority), ("Fix crash", Priority::Urgent));
    assert_eq!(task.assignees, ["Lovelace, Ana"]);
    assert_eq!(
        (&task.labels, task.cycle.as_deref()),
        (&vec!["bug".to_owned(), "crash".to_owned()], Some("Sprint 2"))
    );
    assert_eq!((task.estimate, task.parent.as_deref()), (Some(5), Some("WEB-1")));
    assert_eq!(
        task.links,
        [(LinkKind::Blocks, "WEB-8".to_owned()), (LinkKind::Duplicates, "WEB-3".to_owned())]
    );
    assert_eq!(task.blocked_by, ["WEB-9"]);
    assert_eq!(task.due, NaiveDate::from_ymd_opt(2023, 4, 1));
}

#[test]
fn a_view_of_a_github_project_is_read() {
    let imported = taken(
        "Title\tURL\tAssignees\tStatus\tLabels\tMilestone\tRepository\tPriority\tIteration\tParent issue\n\
         Fix crash\thttps://github.com/ren/exus/issues/42\tana, bo\tIn Progress\tbug\tv1\tren/exus\t\
         P0\tIteration 2\thttps://github.com/ren/exus/issues/1\n",
    );
    assert_eq!(imported.source, Source::Github);
    let task = &imported.tasks[0];
    assert_eq!(
        (task.key.as_deref(), task.parent.as_deref()),
        (Some("ren/exus#42"), Some("ren/exus#1"))
    );
    assert_eq!(
        (&task.assignees, task.priority),
        (&vec!["ana".to_owned(), "bo".to_owned()], Priority::Urgent)
    );
    assert_eq!(
        (task.milestone.as_deref(), task.cycle.as_deref()),
        (Some("v1"), Some("Iteration 2"))
    );
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line() {
    let told = refused("title,due,estimate\n\"a\nb\",soon,\n,2026-12-01,\nc,,whenever\n");
    assert_eq!(
        told,
        "line 2, column `due`: `soon` is not a date; line 4: a task needs a title; \
         line 5, column `estimate`: `whenever` is not an estimate"
    );
    assert_eq!(refused(""), "the table is empty; its first line names the columns");
    assert!(refused("colour,size\nred,1\n").contains("`title`"));
    assert_eq!(
        refused(&format!("title\n{}", "x\n".repeat(101))),
        "the table has more than 100 tasks"
    );
    let long = refused(&format!("title\n{}\n", "x".repeat(101)));
    assert_eq!(long, "line 2, column `title`: 101 characters, at most 100 are allowed");
    let wrong = read(b"title\n\xff\xfe\n", None, &LIMITS).unwrap_err();
    assert_eq!(wrong.to_string(), "line 2: the text is not UTF-8");
    let many = refused(&format!("title,due\n{}", "x,soon\n".repeat(80)));
    assert_eq!(many.matches("is not a date").count(), 50);
}

/// Whatever is sent: tasks or an error, and never more tasks than lines.
#[test]
fn no_table_is_too_odd() {
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};
    let seed = rand::rng().random();
    println!("seed {seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    let letters = b"abt,;\t\"\n\r\xff\xc3\xa9 0-/:";
    for _ in 0..5_000 {
        let mut table = b"title,due,labels,priority,estimate,key,parent\n".to_vec();
        let length = dice.random_range(0..80);
        table.extend((0..length).map(|_| letters[dice.random_range(0..letters.len())]));
        if let Ok(imported) = read(&table, None, &LIMITS) {
            assert!(imported.tasks.len() <= length + 1);
            assert!(imported.tasks.iter().all(|task| !task.title.is_empty()));
        }
    }
}
