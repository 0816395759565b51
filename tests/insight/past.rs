//! A project with a past, brought in as a table.

use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use renexus_load::http::Request;

use crate::studio::{STUDIO, Studio};

/// So many days ago.
pub(crate) fn ago(days: i64) -> DateTime<Utc> {
    Utc::now() - TimeDelta::days(days)
}

/// Two tasks done on each working day of the last `weeks` weeks, each begun three days before.
pub(crate) async fn steady(studio: &Studio, weeks: i64) {
    let mut table = "title;status;created;started;completed\n".to_owned();
    for day in (1..=weeks * 7).rev().filter(|day| day % 7 > 1) {
        for number in 0..2 {
            let [made, begun, done] = [day + 5, day + 3, day].map(|days| ago(days).to_rfc3339());
            writeln!(table, "Work {day} {number};Done;{made};{begun};{done}").unwrap();
        }
    }
    import(studio, "REN", table).await;
}

/// Brings a table into a project.
pub(crate) async fn import(studio: &Studio, project: &str, table: String) {
    let path = format!("{STUDIO}/projects/{project}/import");
    let answer = studio.answer(Request::post(&path).bytes(table)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}
