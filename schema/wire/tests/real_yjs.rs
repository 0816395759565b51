//! The validator refuses nothing that real Yjs writes.
//!
//! `RENEXUS_UPDATES` sets how many updates are made, `RENEXUS_SEED` repeats a
//! run. The generator needs `node` and the packages of `tests/clients`.

use renexus_wire::update::{self, UpdateLimits};
use std::io::{BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const UPDATES: u64 = 20_000;

#[test]
fn nothing_that_real_yjs_writes_is_refused() {
    let count = setting("RENEXUS_UPDATES").unwrap_or(UPDATES);
    let seed = setting("RENEXUS_SEED").unwrap_or_else(fresh_seed);
    println!("RENEXUS_SEED={seed}");

    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients");
    let mut generator = Command::new("node")
        .arg("generate-updates.mjs")
        .args(["--count", &count.to_string(), "--seed", &seed.to_string()])
        .current_dir(&clients)
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs `node` (20 or newer) on the PATH");
    let mut updates = BufReader::new(generator.stdout.take().expect("stdout is piped"));

    let limits = UpdateLimits::default();
    let (mut seen, mut bytes, mut blocks, mut busy) = (0u64, 0, 0, Duration::ZERO);
    while let Some(update) = next(&mut updates) {
        let start = Instant::now();
        let verdict = update::validate(&update, &limits);
        busy += start.elapsed();
        match verdict {
            Ok(summary) => blocks += summary.blocks,
            Err(refusal) => panic!("update {seen} of seed {seed}: {refusal}\n{update:02x?}"),
        }
        seen += 1;
        bytes += update.len();
    }

    assert!(
        generator.wait().expect("the generator can be waited for").success() && seen == count,
        "the generator stopped after {seen} of {count} updates; \
         are the packages of tests/clients installed (`make test` does that)?"
    );
    println!("{seen} updates, {bytes} bytes, {blocks} blocks: none refused, validated in {busy:?}");
}

/// Reads one length-prefixed update, or nothing where the output ends.
fn next(updates: &mut impl Read) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    updates.read_exact(&mut length).ok()?;
    let mut update = vec![0; usize::try_from(u32::from_le_bytes(length)).ok()?];
    updates.read_exact(&mut update).ok()?;
    Some(update)
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn fresh_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |now| u64::from(now.subsec_nanos()))
}
