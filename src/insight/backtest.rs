//! A history played through: at each week of it forecasts are made from what was known, and later decided.

use serde::Serialize;

use super::calibrate::Calibration;
use super::chance::Chance;
use super::daily::{DAY, Daily};
use super::forecast::{FAIR_WEEKS, Forecaster};
use super::level::{LEVELS, Question, RUNGS, SHARES};
use super::number::{real, seconds, signed};
use super::plain::Plain;

/// Seconds between two origins.
const WEEK: i64 = 7 * DAY;

/// How a history is played.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Runs of each forecast.
    pub runs: usize,
    /// Where chance begins.
    pub seed: u64,
    /// Most origins, the latest ones.
    pub origins: usize,
    /// Whether forecasts learn from earlier ones; without, a plain bootstrap of single days answers.
    pub learns: bool,
}

/// How often a promise was decided, and how often it was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Decided.
    pub decided: usize,
    /// Kept.
    pub kept: usize,
}

impl Tally {
    /// The share that was kept.
    pub fn share(self) -> Option<f64> {
        (self.decided > 0).then(|| real(self.kept) / real(self.decided))
    }

    fn note(&mut self, kept: Option<bool>) {
        let Some(kept) = kept else { return };
        self.decided += 1;
        self.kept += usize::from(kept);
    }

    fn add(&mut self, other: Self) {
        self.decided += other.decided;
        self.kept += other.kept;
    }
}

/// What became of the forecasts of a history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Played {
    /// What was learned from them, as far as they were decided at the end.
    pub calibration: Calibration,
    /// How many were made.
    pub forecasts: usize,
    when: [[Tally; LEVELS]; RUNGS],
    how_many: [[Tally; LEVELS]; RUNGS],
}

impl Played {
    /// The tallies of a question: a row a size, a column a level.
    pub fn tallies(&self, question: Question) -> &[[Tally; LEVELS]; RUNGS] {
        match question {
            Question::When => &self.when,
            Question::HowMany => &self.how_many,
        }
    }

    /// The tallies of some questions over all sizes.
    pub fn total(&self, questions: &[Question]) -> [Tally; LEVELS] {
        let mut total = [Tally::default(); LEVELS];
        for row in questions.iter().flat_map(|question| self.tallies(*question)) {
            total.iter_mut().zip(row).for_each(|(sum, one)| sum.add(*one));
        }
        total
    }

    fn note(&mut self, question: Question, rung: usize, kept: [Option<bool>; LEVELS]) {
        let rows = match question {
            Question::When => &mut self.when,
            Question::HowMany => &mut self.how_many,
        };
        let tallies = rows.get_mut(rung).into_iter().flatten();
        tallies.zip(kept).for_each(|(tally, kept)| tally.note(kept));
    }
}

/// The mean distance of shares from what was promised, over everything that was decided.
pub fn deviation(tallies: [Tally; LEVELS]) -> [Option<f64>; LEVELS] {
    let mut promised = SHARES.into_iter();
    tallies.map(|tally| {
        let promised = promised.next().unwrap_or_default();
        tally.share().map(|share| (share - promised).abs())
    })
}

/// A forecast whose outcome is known at an instant.
struct Decided {
    at: i64,
    question: Question,
    rung: usize,
    kept: [Option<bool>; LEVELS],
}

/// Plays what was finished (seconds, ascending) until an instant.
pub fn play(done: &[i64], until: i64, plan: Plan) -> Played {
    let mut played = Played::default();
    let Some(first) = done.first() else { return played };
    let weeks = i64::try_from(FAIR_WEEKS).unwrap_or_default();
    let begin = first - first.rem_euclid(DAY) + weeks * WEEK;
    let origins: Vec<i64> =
        (0..).map(|week| begin + week * WEEK).take_while(|at| *at < until).collect();
    let skipped = origins.len().saturating_sub(plan.origins);
    let mut waiting: Vec<Decided> = Vec::new();
    for (number, origin) in (0..).zip(origins).skip(skipped) {
        learn(&mut played, &mut waiting, origin);
        let daily = Daily::before(done, origin);
        let mut chance = Chance::new(plan.seed.wrapping_add(number));
        let past = Past { done, origin, until };
        let calibration = played.calibration.clone();
        let made = match plan.learns {
            true => Forecaster::new(&daily, calibration, plan.runs)
                .map(|made| past.ask(|question, size| made.answer(question, size, &mut chance))),
            false => Plain::new(&daily, plan.runs)
                .map(|made| past.ask(|question, size| made.answer(question, size, &mut chance))),
        };
        for decided in made.into_iter().flatten() {
            played.forecasts += 1;
            played.note(decided.question, decided.rung, decided.kept);
            waiting.push(decided);
        }
    }
    learn(&mut played, &mut waiting, until);
    played
}

/// Learns what is known at an instant; never what comes later.
fn learn(played: &mut Played, waiting: &mut Vec<Decided>, now: i64) {
    let (known, still): (Vec<_>, Vec<_>) = waiting.drain(..).partition(|one| one.at <= now);
    *waiting = still;
    for one in known {
        played.calibration.learn(one.question, one.rung, one.kept);
    }
}

/// An instant of a history, with what came after it for those who decide.
struct Past<'a> {
    done: &'a [i64],
    origin: i64,
    until: i64,
}

impl Past<'_> {
    /// Asks everything, and decides it.
    fn ask(&self, mut answer: impl FnMut(Question, usize) -> [f64; LEVELS]) -> Vec<Decided> {
        let mut decided = Vec::with_capacity(2 * RUNGS);
        for question in Question::ALL {
            for (rung, size) in question.rungs().into_iter().enumerate() {
                let said = answer(question, size);
                decided.extend(match question {
                    Question::When => Some(self.when(rung, size, said)),
                    Question::HowMany => self.how_many(rung, size, said),
                });
            }
        }
        decided
    }

    fn when(&self, rung: usize, items: usize, said: [f64; LEVELS]) -> Decided {
        let before = self.done.partition_point(|at| *at < self.origin);
        let actual = self.done.get(before + items - 1).copied().filter(|at| *at <= self.until);
        let kept = said.map(|days| {
            let by = seconds(signed(self.origin) + days * signed(DAY));
            match actual {
                Some(at) => Some(at <= by),
                // Not done yet, and the day that was named is over.
                None => (by <= self.until).then_some(false),
            }
        });
        Decided { at: actual.unwrap_or(i64::MAX), question: Question::When, rung, kept }
    }

    fn how_many(&self, rung: usize, days: usize, said: [f64; LEVELS]) -> Option<Decided> {
        let end = self.origin + i64::try_from(days).ok()? * DAY;
        let count = |until| self.done.partition_point(|at| *at < until);
        let actual = real(count(end) - count(self.origin));
        let kept = said.map(|at_least| Some(actual >= at_least));
        let decided = Decided { at: end, question: Question::HowMany, rung, kept };
        (end <= self.until).then_some(decided)
    }
}
