//! What holds for every history.

use super::backtest::{Plan, play};
use super::chance::Chance;
use super::daily::{DAY, Daily};
use super::forecast::{Enough, Forecaster};
use super::level::Question;
use super::number::{real, seconds};
use super::simulate::{Method, Simulation, quantile};

/// A history of a random length, pace and burstiness, in seconds, ascending.
fn history(chance: &mut Chance) -> Vec<i64> {
    let weeks = 5 + chance.below(120);
    let pace = 0.2 + 4.0 * chance.unit();
    let mut done = Vec::new();
    for day in 0..weeks * 7 {
        let burst = if chance.below(60) == 0 { 30.0 } else { 1.0 };
        let weekend = if day % 7 > 4 { 0.1 } else { 1.0 };
        let start = i64::try_from(day).unwrap() * DAY;
        while chance.unit() < 1.0 - 1.0 / (1.0 + pace * burst * weekend) {
            done.push(start + seconds(chance.unit() * 86_000.0));
        }
    }
    done.sort_unstable();
    done
}

#[test]
fn days_are_counted_once_and_the_latest_week_ends_now() {
    let mut chance = Chance::new(1);
    for _ in 0..60 {
        let done = history(&mut chance);
        let Some(last) = done.last() else { continue };
        let daily = Daily::before(&done, last + 1);
        let sum: f64 = daily.weeks().iter().flatten().sum();
        assert!((sum - real(daily.items())).abs() < 1e-9);
        assert!(daily.items() <= done.len());
        let lately = done.iter().filter(|at| **at > last - 7 * DAY).count();
        let week: f64 = daily.weeks().last().map_or(0.0, |week| week.iter().sum());
        assert!((week - real(lately)).abs() < 1e-9, "{week} of {lately}");
    }
    let nothing = Daily::before(&[], 0);
    assert!(Simulation::new(&nothing, Method::CHOSEN).is_none());
    assert_eq!(Enough::of(&nothing), Enough::No);
}

#[test]
fn more_takes_longer_and_longer_brings_more() {
    let mut chance = Chance::new(2);
    for round in 0..30 {
        let done = history(&mut chance);
        let Some(last) = done.last() else { continue };
        let daily = Daily::before(&done, last + 1);
        let Some(made) = Forecaster::new(&daily, Default::default(), 500) else { continue };
        let chance = || Chance::new(round);
        let (few, many) = (made.when(3, &mut chance()), made.when(30, &mut chance()));
        assert!(few.is_sorted() && many.is_sorted());
        assert!(few.iter().zip(many).all(|(few, many)| *few <= many), "{few:?} {many:?}");
        let (soon, late) = (made.how_many(7, &mut chance()), made.how_many(70, &mut chance()));
        assert!(soon.is_sorted_by(|one, next| one >= next) && soon[0] <= late[0]);
        assert_eq!(many, made.when(30, &mut chance()), "the same seed says the same");
        let certain = made.chance_of(3, f64::INFINITY, &mut chance());
        assert!((0.0..=1.0).contains(&certain) && made.chance_of(0, 0.0, &mut chance()) >= 1.0);
    }
}

#[test]
fn a_steady_pace_goes_on() {
    let done: Vec<i64> =
        (0..52 * 7).filter(|day| day % 7 < 5).map(|day| day * DAY + 36_000).collect();
    let daily = Daily::before(&done, 52 * 7 * DAY);
    let simulation = Simulation::new(&daily, Method::CHOSEN).unwrap();
    let days = simulation.days_until(10, 4_000, &mut Chance::new(3));
    assert!((8.0..=16.0).contains(&quantile(&days, 0.5)), "ten at five a week");
    let items = simulation.done_within(28, 4_000, &mut Chance::new(4));
    assert!((15.0..=24.0).contains(&quantile(&items, 0.5)), "four weeks at five");
}

#[test]
fn nothing_is_learned_from_what_came_later() {
    let mut chance = Chance::new(5);
    let plan = Plan { runs: 100, seed: 9, origins: usize::MAX, learns: true };
    let mut told = 0;
    for _ in 0..6 {
        let done = history(&mut chance);
        let Some(last) = done.last() else { continue };
        let now = last - 30 * DAY;
        let known: Vec<i64> = done.iter().copied().take_while(|at| *at <= now).collect();
        let (with, without) = (play(&done, now, plan), play(&known, now, plan));
        assert_eq!(with, without);
        told += with.total(&Question::ALL)[0].decided;
    }
    assert!(told > 200, "{told} decided");
}
