//! `renexus insight suggest-eval`: how often guesses were right, history by history.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::Histories;
use crate::insight::evaluate::{Case, Compared, Score, compare};
use crate::insight::history::Item;
use crate::insight::rewording::{Refound, refind};

/// Guess person and area of each item from its title and what was before it.
#[derive(Debug, Args)]
pub(in crate::cli) struct SuggestEval {
    #[command(flatten)]
    histories: Histories,
}

/// Both kinds of labels of one history.
struct Measured {
    person: Compared,
    area: Compared,
    duplicates: Refound,
}

/// Where chance begins when titles are said otherwise.
const SEED: u64 = 1;

/// One kind of labels of a history.
type Part = fn(&Measured) -> Compared;

impl SuggestEval {
    pub(super) fn run(self) -> Result<ExitCode> {
        let results = self.histories.each(|items, _| Measured {
            person: compare(&cases(&items, |item| &item.person)),
            area: compare(&cases(&items, |item| &item.area)),
            duplicates: refind(
                &items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(),
                SEED,
            ),
        })?;
        if self.histories.json {
            println!("{:#}", as_json(&results));
        } else {
            table(&results);
            duplicates(&results);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn cases(items: &[Item], label: impl Fn(&Item) -> &String) -> Vec<Case<'_>> {
    let case = |item| {
        let Item { started_at, done_at, title, .. }: &Item = item;
        let label: &str = label(item);
        Case { started: started_at.timestamp(), done: done_at.timestamp(), title, label }
    };
    items.iter().map(case).collect()
}

fn table(results: &[(String, Measured)]) {
    println!(
        "Right guesses in percent: the first one, and one of the first three. Each item is guessed from what was"
    );
    println!(
        "finished before it began; items by programs are left out, the first 50 are only learned from.\n"
    );
    let kinds: [(&str, Part); 2] = [("person", person), ("area", area)];
    for (title, of) in kinds {
        println!(
            "{title:<18} {:>8}  {:>13}  {:>13}  {:>13}",
            "guesses", "ours", "most frequent", "TF-IDF"
        );
        for (name, measured) in results {
            let Compared { ours, frequent, nearest } = of(measured);
            let columns = [ours, frequent, nearest].map(shown).join("  ");
            println!("{name:<18} {:>8}  {columns}", ours.asked);
        }
        let best = results.iter().filter(|(_, measured)| is_best(of(measured))).count();
        println!("better than both, first and first three: {best} of {}\n", results.len());
    }
}

fn duplicates(results: &[(String, Measured)]) {
    println!(
        "Titles with a word less, turned round and misspelled (seed {SEED}), found again: the first one, and one of"
    );
    println!(
        "the first five. Precision: of what would be called a duplicate, the share that is it.\n"
    );
    println!(
        "{:<18} {:>8}  {:>13}  {:>13}  {:>9}",
        "duplicates", "asked", "ours", "TF-IDF", "precision"
    );
    for (name, measured) in results {
        let found = measured.duplicates;
        let share = |count| percent(count, found.asked);
        println!(
            "{name:<18} {:>8}  {:>6.1} {:>6.1}  {:>6.1} {:>6.1}  {:>9.1}",
            found.asked,
            share(found.ours_first),
            share(found.ours_fifth),
            share(found.plain_first),
            share(found.plain_fifth),
            100.0 * found.precision(),
        );
    }
}

fn person(measured: &Measured) -> Compared {
    measured.person
}

fn area(measured: &Measured) -> Compared {
    measured.area
}

fn is_best(compared: Compared) -> bool {
    let Compared { ours, frequent, nearest } = compared;
    let others = [frequent, nearest];
    others.iter().all(|other| ours.first > other.first && ours.third > other.third)
}

fn shown(score: Score) -> String {
    format!("{:>6.1} {:>6.1}", percent(score.first, score.asked), percent(score.third, score.asked))
}

fn percent(right: usize, asked: usize) -> f64 {
    let part = |count: usize| u32::try_from(count).map_or(f64::NAN, f64::from);
    100.0 * part(right) / part(asked.max(1))
}

fn as_json(results: &[(String, Measured)]) -> Value {
    let projects = results.iter().map(|(name, measured)| {
        json!({
            "name": name,
            "person": measured.person,
            "area": measured.area,
            "duplicates": measured.duplicates,
            "better_than_both": { "person": is_best(measured.person), "area": is_best(measured.area) },
        })
    });
    json!({ "projects": projects.collect::<Vec<_>>() })
}
