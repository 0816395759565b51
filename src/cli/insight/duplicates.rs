//! `renexus insight duplicates`: how well tasks of the demo that say the same are found.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use crate::insight::rewording::{Refound, Sought, reworded, seek};
use crate::seeding::{DUPLICATES, every_title};

/// Seek tasks of the demo that say the same in other words, beside plain TF-IDF.
#[derive(Debug, Args)]
pub(in crate::cli) struct Duplicates {
    /// Where chance begins when titles are said otherwise.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

impl Duplicates {
    pub(super) fn run(self) -> Result<ExitCode> {
        let titles = every_title();
        let by_chance = seek(&titles, &reworded(&titles, self.seed));
        let by_hand = seek(&titles, &each(&titles));
        if self.json {
            println!("{:#}", json!({ "by_chance": by_chance, "by_hand": by_hand }));
        } else {
            table(&[("by chance", by_chance), ("by hand", by_hand)], titles.len());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Each title as if it came last; those of pairs have one that says the same.
fn each(titles: &[&str]) -> Vec<Sought> {
    let place = |title: &str| titles.iter().position(|one| *one == title);
    let twin = |title: &str| {
        let other = DUPLICATES.iter().find_map(|(one, other)| match title {
            _ if *one == title => Some(*other),
            _ if *other == title => Some(*one),
            _ => None,
        });
        other.and_then(place)
    };
    let told = |(own, title): (usize, &&str)| Sought {
        text: (*title).to_owned(),
        own: Some(own),
        same: twin(title),
    };
    titles.iter().enumerate().map(told).collect()
}

fn table(found: &[(&str, Refound)], titles: usize) {
    println!(
        "Duplicates among the {titles} tasks of the demo. By chance: a word less, turned round, misspelled."
    );
    println!(
        "By hand: every task is asked about as if it came last; twelve of them are six pairs that mean the same."
    );
    println!(
        "Recall in percent, the first one and one of the first five; precision of what would be called the same,"
    );
    println!("beside TF-IDF calling as many.\n");
    println!(
        "{:<12} {:>6} {:>9}  {:>13}  {:>13}  {:>8}  {:>15}  {:>9}",
        "reworded", "asked", "have one", "ours", "TF-IDF", "called", "precision: ours", "TF-IDF"
    );
    for (name, found) in found {
        let share = |count| percent(count, found.known);
        println!(
            "{name:<12} {:>6} {:>9}  {:>6.1} {:>6.1}  {:>6.1} {:>6.1}  {:>8}  {:>15.1}  {:>9.1}",
            found.asked,
            found.known,
            share(found.ours_first),
            share(found.ours_fifth),
            share(found.plain_first),
            share(found.plain_fifth),
            found.called,
            100.0 * found.precision(),
            100.0 * found.plain_precision(),
        );
    }
}

fn percent(right: usize, asked: usize) -> f64 {
    let part = |count: usize| u32::try_from(count).map_or(f64::NAN, f64::from);
    100.0 * part(right) / part(asked.max(1))
}
