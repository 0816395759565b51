//! The first ten minutes of docs/API.md, as somebody types them. See `API` in docs/SPEC.md.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod door;

use std::path::Path;
use std::process::Command;

use door::Door;

const PAGE: &str = include_str!("../docs/API.md");
/// What the page calls the server, and the secret of its first start.
const SERVER: &str = "http://127.0.0.1:8080";
const SECRET: &str = "e0ozXUdD731KL55AEb4WydqEMSNd7wKKBm9iTXEbXHI";
/// Commands with this in them need a model service, and a document that the page does not name.
const ASSISTANT: &str = "$DOCUMENT";
/// What stands between the answers of two blocks.
const BETWEEN: &str = "==== the next block ====";
/// How every problem document begins.
const PROBLEM: &str = "\"type\":\"/problems/";

/// Commands, and what the page shows behind them, before it speaks of something else.
struct Block<'a> {
    commands: &'a str,
    shown: &'a str,
}

fn blocks() -> Vec<Block<'static>> {
    let mut parts = PAGE.split("```sh\n");
    parts.next();
    let block = |part: &'static str| {
        let (commands, behind) = part.split_once("```").expect("the block ends");
        let ends = ["\n**", "\n## "].iter().filter_map(|next| behind.find(next));
        Block { commands, shown: &behind[..ends.min().unwrap_or(behind.len())] }
    };
    parts.map(block).filter(|block| !block.commands.contains(ASSISTANT)).collect()
}

/// The kinds of the problems in a text, in their order.
fn problems(text: &str) -> Vec<&str> {
    text.split(PROBLEM).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What the commands print in one shell, block by block.
fn typed(folder: &Path, script: &str) -> Vec<String> {
    let said = Command::new("bash").arg("-c").arg(script).current_dir(folder).output();
    let said = said.expect("bash, curl and jq: tools/need curl");
    let errors = String::from_utf8_lossy(&said.stderr);
    assert!(!errors.contains("command not found") && !errors.contains("jq: error"), "{errors}");
    let answers = String::from_utf8_lossy(&said.stdout).into_owned();
    answers.split(BETWEEN).map(str::to_owned).collect()
}

/// SPEC API-10
#[tokio::test]
async fn the_first_ten_minutes_work_as_they_stand_there() {
    let door = Door::open();
    let secret = door.setup_secret().await;
    let blocks = blocks();
    assert!(blocks.len() > 20, "{} blocks", blocks.len());
    let script = blocks.iter().map(|block| block.commands).collect::<Vec<_>>();
    let script = script.join(&format!("echo '{BETWEEN}'\n"));
    assert!(script.contains(SERVER) && script.contains(SECRET), "the page names them");
    let address = format!("http://{}", door.server.addr());
    let script = script.replace(SERVER, &address).replace(SECRET, &secret);
    let folder = tempfile::tempdir().unwrap();
    let answers = tokio::task::spawn_blocking({
        let folder = folder.path().to_owned();
        move || typed(&folder, &script)
    });
    let answers = answers.await.unwrap();
    assert_eq!(answers.len(), blocks.len());
    for (block, answer) in blocks.iter().zip(&answers) {
        let commands = block.commands;
        assert_eq!(problems(answer), problems(block.shown), "{commands}\n{answer}");
        assert!(!answer.lines().any(|line| line == "null"), "{commands}\n{answer}");
        assert!(!answer.trim().is_empty(), "{commands}");
    }
}
