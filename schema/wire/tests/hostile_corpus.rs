//! What the validator says to every payload that is known to hurt an engine.
//!
//! The payloads and their stories are in `actors/tests/hostile/corpus`.

use renexus_wire::state_vector;
use renexus_wire::update::{self, UpdateLimits};
use std::collections::BTreeMap;
use std::path::Path;

/// More clients than any document has.
const CLIENTS: usize = 65_536;

/// Their shape is sound; the replica must survive them.
const SOUND: [&str; 9] = [
    "clock-near-end",
    "hole-1",
    "hole-2",
    "middle-1",
    "middle-2",
    "parent-is-text",
    "subdocs-1",
    "subdocs-2",
    "unpaired-surrogate-in-json",
];

#[test]
fn every_payload_is_refused_or_known_to_be_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../actors/tests/hostile/corpus");
    let mut verdicts = BTreeMap::new();
    for file in std::fs::read_dir(&folder).expect("the corpus exists") {
        let path = file.expect("the corpus can be listed").path();
        if path.extension().is_some_and(|extension| extension == "bin") {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            verdicts.insert(name, std::fs::read(&path).expect("a payload can be read"));
        }
    }
    assert!(verdicts.len() > 30, "only {} payloads found", verdicts.len());

    for (name, bytes) in &verdicts {
        let refusal = if name.starts_with("state-vector") {
            state_vector::validate(bytes, CLIENTS).err().map(|refusal| refusal.to_string())
        } else {
            let verdict = update::validate(bytes, &UpdateLimits::default());
            verdict.err().map(|refusal| refusal.to_string())
        };
        println!("{name}: {}", refusal.as_deref().unwrap_or("sound"));
        assert_eq!(refusal.is_none(), SOUND.contains(&name.as_str()), "{name}");
    }
    assert!(SOUND.iter().all(|name| verdicts.contains_key(*name)), "a sound payload is missing");
}
