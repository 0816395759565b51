//! The life of one task.

use chrono::{Days, NaiveDateTime};
use renexus_wire::task::{LinkKind, Priority};

use super::acts::{Act, NewCard, Turn, What};
use super::cast::member;
use super::history::{Past, Year};
use super::projects::{PROJECTS, cycle, cycle_of};
use super::talk;
use super::words::{Kind, Title, description};

/// Minutes of a working day.
const DAY: i64 = 480;
/// Tasks of a project that are begun and take far too long.
const AGING: usize = 3;
/// The guest who speaks for customers.
const SUPPORT: usize = 7;

/// One task, while its life is told.
pub(super) struct Life<'a> {
    year: &'a mut Year,
    title: Title,
    task: usize,
    /// One of two that mean the same: nobody begins it.
    planted: bool,
    priority: Priority,
    author: usize,
    lead: usize,
}

impl<'a> Life<'a> {
    pub(super) fn of(year: &'a mut Year, title: Title, planted: bool) -> Self {
        let chance = &mut year.chance;
        let priority = match chance.below(100) {
            0..=5 => Priority::Urgent,
            6..=24 => Priority::High,
            25..=59 => Priority::Medium,
            60..=79 => Priority::Low,
            _ => Priority::None,
        };
        let lead = PROJECTS.get(title.project).map_or(0, |project| project.lead);
        let author = chance.pick(&[lead, lead, 0, 1, 5, 6, 2, 3, 4]).unwrap_or(lead);
        let task = year.past.len();
        Self { year, title, task, planted, priority, author, lead }
    }

    fn act(&mut self, at: NaiveDateTime, who: usize, what: What) {
        self.year.acts.push(Act { at, who, task: self.task, what });
    }

    fn turn(&mut self, at: NaiveDateTime, who: usize, turn: Turn) {
        self.act(at, who, What::Turn(turn));
    }

    fn status(&mut self, at: NaiveDateTime, who: usize, status: &'static str) {
        self.turn(at, who, Turn { status: Some(status), ..Turn::default() });
    }

    fn later(&mut self, who: usize, from: NaiveDateTime, days: (f64, f64)) -> NaiveDateTime {
        // Minutes of a working day.
        const MINUTES: f64 = 480.0;
        let (median, spread) = days;
        let minutes = self.year.chance.tailed(median * MINUTES, spread);
        member(who).after(from, minutes)
    }

    /// Tells the life of a task that came at a moment.
    pub(super) fn live(mut self, came: NaiveDateTime) {
        let parent = self.make(came);
        let until = self.planned(came);
        let (closed, heard) = match until {
            Some(ready) => self.worked_on(ready),
            None => (None, came),
        };
        let end = closed.unwrap_or(self.year.now);
        self.linked(came);
        let (author, lead) = (self.author, self.lead);
        talk::about(self.year, self.task, (came, heard.max(came), end), [author, lead, SUPPORT]);
        let past = Past { title: self.title, closed, is_part: parent };
        self.year.past.push(past);
    }

    /// Makes the task; says whether it is part of another.
    fn make(&mut self, came: NaiveDateTime) -> bool {
        let Title { project, area, kind, estimate, text } = self.title;
        let chance = &mut self.year.chance;
        let mut labels = vec![match kind {
            Kind::Bug => "bug",
            Kind::Feature => "feature",
            Kind::Chore => "chore",
        }];
        match area {
            "speed" => labels.push("performance"),
            "access" => labels.push("accessibility"),
            "look" => labels.push("design"),
            "login" | "account" => labels.push("security"),
            _ if kind != Kind::Chore && chance.happens(0.2) => labels.push("customer"),
            _ => {}
        }
        let begin = self.year.begin;
        let milestones = PROJECTS.get(project).map(|project| project.milestones.iter());
        let due = |days: u64| (begin + Days::new(days)) - came.date();
        let next = milestones.into_iter().flatten().position(|(.., day)| due(*day).num_days() > 20);
        // A large task of the same area that is open takes smaller ones as its parts.
        let large = |past: &Past| {
            let same = past.title.project == project && past.title.area == area;
            let open = past.closed.is_none_or(|closed| closed > came);
            same && open && !past.is_part && past.title.estimate > estimate
        };
        let parent = self.year.past.iter().rposition(large).filter(|_| estimate <= 3);
        let chance = &mut self.year.chance;
        let parent = parent.filter(|_| !self.planted && chance.happens(0.4));
        let card = NewCard {
            project,
            title: text,
            description: match self.planted || chance.happens(0.75) {
                true => description(&self.title, chance),
                false => String::new(),
            },
            priority: self.priority,
            estimate: chance.happens(0.85).then_some(estimate),
            labels,
            milestone: next.filter(|_| chance.happens(0.5)),
            parent,
        };
        let author = self.author;
        self.act(came, author, What::Make(Box::new(card)));
        parent.is_some()
    }

    /// When it is planned, if it is: some stay in the backlog, and some of those are given up.
    fn planned(&mut self, came: NaiveDateTime) -> Option<NaiveDateTime> {
        if self.planted {
            return None;
        }
        let lead = self.lead;
        let urgent = self.priority == Priority::Urgent;
        if !urgent && self.year.chance.happens(0.13) {
            if self.year.chance.happens(0.45) {
                let end = self.later(lead, came, (60.0, 0.4));
                self.status(end, lead, "Cancelled");
            }
            return None;
        }
        let wait = if urgent { (0.1, 0.5) } else { (5.0, 0.8) };
        let planned = self.later(lead, came, wait);
        let mut turn = Turn { status: Some("To do"), ..Turn::default() };
        if self.year.chance.happens(0.2) {
            turn.due = Some(planned.date() + Days::new(10) + self.year.chance.days(25));
        }
        if self.priority == Priority::None {
            turn.priority = Some(Priority::Medium);
        }
        self.turn(planned, lead, turn);
        if self.year.chance.happens(0.04) {
            let end = self.later(lead, planned, (12.0, 0.5));
            self.status(end, lead, "Cancelled");
            return None;
        }
        let wait = if urgent { (0.1, 0.5) } else { (4.0, 0.9) };
        Some(self.later(lead, planned, wait))
    }

    /// Work on it, review, and what comes back; when it was closed and when it was begun.
    fn worked_on(&mut self, ready: NaiveDateTime) -> (Option<NaiveDateTime>, NaiveDateTime) {
        let (worker, place, free) = self.year.free(self.title.area);
        let start = member(worker).after(ready.max(free), self.year.chance.between(5, 150));
        let begun = cycle_of(self.year.begin, start.date());
        let turn = Turn {
            status: Some("In progress"),
            worker: Some(worker),
            cycle: begun,
            ..Turn::default()
        };
        self.turn(start, worker, turn);
        let ago = (self.year.now - start).num_days();
        let aging = self.year.aging.get_mut(self.title.project);
        let drags = (12..=70).contains(&ago) && aging.is_some_and(|aging| take(aging, AGING));
        let size = f64::from(self.title.estimate) * 0.55;
        let mut end = self.later(worker, start, (size, 0.65));
        if drags {
            end = member(worker).after(self.year.now, 20 * DAY);
            let label = Some("blocked");
            let since = self.later(worker, start, (3.0, 0.3));
            self.turn(since, worker, Turn { label, ..Turn::default() });
        } else if self.year.chance.happens(0.07) {
            end = self.later(worker, end, (size * 5.0, 0.4));
        }
        self.year.occupy(worker, place, end);
        self.carried(start, end);
        let reviewer = (1..7).map(|step| (worker + step) % 7).find(|one| *one != worker);
        let reviewer = reviewer.unwrap_or(self.lead);
        self.status(end, worker, "In review");
        let mut seen = self.later(reviewer, end, (0.35, 0.9));
        if self.year.chance.happens(0.14) {
            self.status(seen, reviewer, "In progress");
            let again = self.later(worker, seen, (0.6, 0.6));
            self.status(again, worker, "In review");
            seen = self.later(reviewer, again, (0.25, 0.6));
        }
        self.status(seen, reviewer, "Done");
        if self.year.chance.happens(0.05) {
            let back = self.later(self.lead, seen, (2.5, 0.5));
            let lead = self.lead;
            self.status(back, lead, "In progress");
            seen = self.later(worker, back, (1.2, 0.6));
            self.status(seen, worker, "Done");
        }
        (Some(seen), start)
    }

    /// What is not finished in its cycle goes into the next ones.
    fn carried(&mut self, start: NaiveDateTime, end: NaiveDateTime) {
        let begin = self.year.begin;
        let (Some(first), last) = (cycle_of(begin, start.date()), cycle_of(begin, end.date()))
        else {
            return;
        };
        let lead = self.lead;
        for place in first + 1..=last.unwrap_or(first) {
            let monday = cycle(begin, place).0.and_time(chrono::NaiveTime::MIN);
            let at = member(lead).after(monday, 30);
            self.turn(at, lead, Turn { cycle: Some(place), ..Turn::default() });
        }
    }

    /// Some wait for an earlier one, some have to do with one.
    fn linked(&mut self, came: NaiveDateTime) {
        let Title { project, area, .. } = self.title;
        if self.planted || !self.year.chance.happens(0.16) {
            return;
        }
        let near = |past: &Past| {
            let open = past.closed.is_none_or(|closed| closed > came);
            past.title.project == project && past.title.area == area && open
        };
        let Some(other) = self.year.past.iter().rposition(near) else { return };
        let at = member(self.lead).after(came, 45);
        let kind = match self.year.chance.happens(0.65) {
            true => LinkKind::Blocks,
            false => LinkKind::Relates,
        };
        let lead = self.lead;
        self.act(at, lead, What::Link(kind, other));
    }
}

/// Counts one more, as long as there are fewer than so many.
fn take(count: &mut usize, most: usize) -> bool {
    let has_room = *count < most;
    *count += usize::from(has_room);
    has_room
}
