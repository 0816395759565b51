//! The figures of forecasts and suggestions; `make bench-insight` runs it.

#![allow(missing_docs, clippy::unwrap_used, clippy::as_conversions, clippy::indexing_slicing)]

use std::hint::black_box;
use std::time::Instant;

use renexus::insight::book::{Book, Card};
use renexus::insight::chance::Chance;
use renexus::insight::daily::{DAY, Daily};
use renexus::insight::flow::Passage;
use renexus::insight::simulate::{Method, Simulation};
use renexus::insight::suggest::{self, Draft, Near};

/// Words of titles, as a team has them.
const WORDS: [&str; 24] = [
    "login", "crash", "export", "board", "slow", "search", "upload", "retry", "cursor", "offline",
    "sync", "token", "expired", "mobile", "dark", "theme", "editor", "paste", "table", "mention",
    "webhook", "timeout", "avatar", "invite",
];

fn main() {
    forecasts();
    suggestions();
}

/// 10,000 runs for 200 items over a year of history.
fn forecasts() {
    let mut chance = Chance::new(1);
    let now = 400 * DAY;
    let mut done: Vec<i64> =
        (0..1_000).map(|_| now - 1 - (chance.unit() * 365.0 * DAY as f64) as i64).collect();
    done.sort_unstable();
    let simulation = Simulation::new(&Daily::before(&done, now), Method::CHOSEN).unwrap();
    let took = times(200, |turn| {
        black_box(simulation.days_until(200, 10_000, &mut Chance::new(turn)));
    });
    println!("10,000 runs for 200 items over a year: {}", told(&took));
}

/// Everything that is suggested for a new task among 50,000.
fn suggestions() {
    let mut chance = Chance::new(2);
    let mut title = |number: usize| {
        let words: Vec<_> = (0..7).map(|_| WORDS[chance.below(WORDS.len())]).collect();
        format!("{} {number:x}", words.join(" "))
    };
    let card = |number: usize, title: String| Card {
        id: format!("{number}"),
        key: format!("REN-{number}"),
        title,
        assignees: vec![format!("person {}", number % 40)],
        labels: vec![format!("label {}", number % 30)],
        priority: (number % 5) as i32,
        estimate: Some((number % 8) as i32),
        due: None,
        passage: Passage { created: 0, started: None, done: None },
        archived: false,
    };
    let cards = (0..50_000).map(|number| card(number, title(number))).collect();
    let began = Instant::now();
    let book = Book::of(cards);
    println!("50,000 tasks read into memory: {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    let drafts: Vec<_> = (0..300).map(|number| title(900_000 + number)).collect();
    let took = times(300, |turn| {
        let title = &drafts[turn as usize];
        let draft = Draft { title, description: "It happens each time.", id: None };
        black_box(suggest::duplicates(&book, draft));
        let near = Near::of(&book, draft);
        black_box(suggest::assignees(&book, &near, draft));
        black_box(suggest::labels(&book, &near));
        black_box(suggest::priority(&book, &near));
        black_box(suggest::estimate(&near));
    });
    println!("suggestions for a new task among 50,000: {}", told(&took));
}

/// How long each turn took, in milliseconds, ascending.
fn times(turns: u64, mut job: impl FnMut(u64)) -> Vec<f64> {
    let mut took: Vec<f64> = (0..turns)
        .map(|turn| {
            let began = Instant::now();
            job(turn);
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    took.sort_unstable_by(f64::total_cmp);
    took
}

fn told(took: &[f64]) -> String {
    let at = |share: f64| took[((took.len() as f64 * share) as usize).min(took.len() - 1)];
    format!("median {:.2} ms, p95 {:.2} ms, most {:.2} ms", at(0.5), at(0.95), at(1.0))
}
