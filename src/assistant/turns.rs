//! Whose turn it is: what somebody waits for goes before what can wait, what waited long enough goes like everything
//! else, and workspaces take turns.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;

use crate::db::queries::assistant_jobs::Due;

/// Which workspace had its last turn when, on this node; of those alone that wait for another one.
#[derive(Debug, Default)]
pub(super) struct Turns {
    by_workspace: HashMap<String, u64>,
    latest: u64,
}

impl Turns {
    /// Takes the job out of a list whose turn it is, but for those of workspaces that are full. What was asked for until
    /// `old` waited long enough.
    pub(super) fn next(
        &mut self,
        due: &mut Vec<Due>,
        old: NaiveDateTime,
        is_full: impl Fn(&str) -> bool,
    ) -> Option<Due> {
        let turn = |job: &Due| self.by_workspace.get(&job.workspace).copied().unwrap_or_default();
        let place = due
            .iter()
            .enumerate()
            .filter(|(_, job)| !is_full(&job.workspace))
            .min_by_key(|(_, job)| {
                let urgency = if job.created_at <= old { 0 } else { job.priority };
                (urgency, turn(job), &job.id)
            })
            .map(|(place, _)| place)?;
        let job = due.swap_remove(place);
        self.latest += 1;
        self.by_workspace.insert(job.workspace.clone(), self.latest);
        Some(job)
    }

    /// Forgets workspaces that have nothing to do.
    pub(super) fn forget_others(&mut self, due: &[Due]) {
        let there: HashSet<&str> = due.iter().map(|job| job.workspace.as_str()).collect();
        self.by_workspace.retain(|workspace, _| there.contains(workspace.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, Utc};

    use super::*;

    fn order(jobs: &[(&str, i32, i64)], full: &str) -> String {
        let now = Utc::now().naive_utc();
        let (mut turns, old) = (Turns::default(), now - TimeDelta::seconds(300));
        let due = |(number, (workspace, priority, age)): (usize, &(&str, i32, i64))| Due {
            id: number.to_string(),
            workspace: (*workspace).to_owned(),
            priority: *priority,
            created_at: now - TimeDelta::seconds(*age),
        };
        let mut due: Vec<Due> = jobs.iter().enumerate().map(due).collect();
        turns.forget_others(&due);
        let next = || Some(turns.next(&mut due, old, |workspace| workspace == full)?.id);
        std::iter::from_fn(next).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn who_waits_comes_first_and_nothing_waits_forever() {
        assert_eq!(order(&[("a", 1, 9), ("a", 0, 3), ("a", 0, 2), ("a", 1, 1)], ""), "1 2 0 3");
        assert_eq!(order(&[("a", 1, 300), ("a", 0, 3), ("a", 1, 2)], ""), "0 1 2");
    }

    #[test]
    fn workspaces_take_turns_and_full_ones_wait() {
        let jobs = [("a", 0, 9), ("a", 0, 8), ("a", 0, 7), ("b", 0, 6), ("b", 0, 5), ("c", 1, 4)];
        assert_eq!(order(&jobs, ""), "0 3 1 4 2 5");
        assert_eq!(order(&jobs, "a"), "3 4 5");
    }
}
