use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

/// Searches a made-up server and counts the probes.
fn search(mut search: Search, mut bears: impl FnMut(f64) -> bool) -> (Option<f64>, u32) {
    let mut probes = 0;
    loop {
        match search.step() {
            Step::Done(found) => return (found, probes),
            Step::Probe(rate) => {
                probes += 1;
                assert!(probes < 1_000, "the search does not end");
                search.tell(if bears(rate) { Outcome::Held } else { Outcome::Broke });
            }
        }
    }
}

#[test]
fn the_answer_is_within_five_percent_below_the_limit() {
    for limit in [0.3, 9.9, 10.0, 37.0, 512.0, 15_000.0] {
        let (found, probes) = search(Search::new(10.0, 1e6, 60), |rate| rate <= limit);
        let found = found.unwrap();
        assert!(found <= limit && found * RESOLUTION >= limit, "{found} for {limit}");
        assert!(probes <= 26, "{probes} probes for {limit}");
    }
}

#[test]
fn the_ceiling_is_never_passed_and_can_be_the_answer() {
    let mut highest: f64 = 0.0;
    let machine = Search::new(10.0, 300.0, 60);
    let (found, _) = search(machine, |rate| {
        highest = highest.max(rate);
        true
    });
    assert_eq!((found, highest), (Some(300.0), 300.0));
}

#[test]
fn a_server_that_bears_nothing_has_no_answer() {
    let (found, probes) = search(Search::new(10.0, 1e6, 60), |_| false);
    assert_eq!(found, None);
    assert!(probes <= 24, "{probes}");
}

#[test]
fn the_number_of_probes_is_bounded() {
    let (found, probes) = search(Search::new(10.0, 1e6, 4), |rate| rate <= 1e5);
    assert_eq!((found, probes), (Some(80.0), 4));
}

#[test]
fn one_failure_by_chance_costs_one_probe_and_changes_nothing() {
    let steady = search(Search::new(10.0, 1e6, 60), |rate| rate <= 100.0);
    let mut seen = 0;
    let hiccup = search(Search::new(10.0, 1e6, 60), |rate| {
        seen += 1;
        seen != 2 && rate <= 100.0
    });
    assert_eq!(hiccup.0, steady.0);
    assert_eq!(hiccup.1, steady.1 + 1);
}

#[test]
fn a_rate_that_held_by_luck_is_not_the_answer() {
    // 160 holds once, then never again.
    let mut lucky = true;
    let (found, _) = search(Search::new(10.0, 1e6, 60), |rate| {
        rate <= 100.0 || (rate == 160.0 && std::mem::take(&mut lucky))
    });
    let found = found.unwrap();
    assert!(found <= 100.0 && found * RESOLUTION >= 100.0, "{found}");
}

#[test]
fn noise_moves_the_answer_little() {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    for _ in 0..200 {
        let limit = chance.random_range(20.0..5_000.0);
        // The limit itself moves by 5 % either way from run to run.
        let (found, probes) = search(Search::new(10.0, 1e6, 60), |rate| {
            rate <= limit * chance.random_range(0.95..1.05)
        });
        let share = found.unwrap() / limit;
        assert!((0.85..=1.06).contains(&share), "{share} of the limit; seed {seed}");
        assert!(probes <= 60);
    }
}
