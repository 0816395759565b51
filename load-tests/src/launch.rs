//! One fresh run at a time: what compare, search and growth are made of.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use clap::Args;
use tokio::process::Command;

use crate::file::read_json;
use crate::peer::Protocol;
use crate::result::RunResult;

/// What one run shall do differently from the scenario's file.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Name of the target.
    pub target: String,
    /// Keys of the scenario and their values.
    pub set: Vec<(String, String)>,
    /// Decides everything that is drawn by chance.
    pub seed: u64,
}

/// Runs one scenario, each time with a fresh server on a fresh data folder.
pub trait Launch {
    /// One run from start to stop.
    fn launch(&mut self, order: &Order) -> impl Future<Output = Result<RunResult>>;
}

/// What every command that makes several runs understands.
#[derive(Args, Clone, Debug)]
pub struct RunArgs {
    /// The scenario: a name in the scenarios folder, or a file.
    pub scenario: String,
    /// Change a key of the scenario, such as clients=50; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// The protocol to speak, when the target speaks several.
    #[arg(long)]
    pub protocol: Option<Protocol>,
    /// Threads that run clients, in each process.
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Processes over which the clients are spread, when one may not open enough files.
    #[arg(long, default_value_t = 1)]
    pub processes: usize,
    /// Decides what is drawn by chance; drawn and printed when not given.
    #[arg(long)]
    pub seed: Option<u64>,
}

impl RunArgs {
    /// The seed that was given, or one drawn now.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or_else(rand::random)
    }
}

/// Runs `renexus-load run` as a child for each run, so that no run inherits memory from the one before.
#[derive(Debug)]
pub struct ChildRuns {
    program: PathBuf,
    before: Vec<OsString>,
    args: RunArgs,
}

impl ChildRuns {
    /// Runs this program itself; `server` is handed on.
    pub fn of_this_program(args: RunArgs, server: Option<&Path>) -> Result<Self> {
        let program = std::env::current_exe().context("cannot find this program's own file")?;
        let server = server.map(|path| vec!["--server".into(), path.into()]);
        Ok(Self { program, before: server.unwrap_or_default(), args })
    }

    fn command(&self, order: &Order, json: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.before).args(["run", &self.args.scenario, "--target", &order.target]);
        for (key, value) in self.args.set.iter().chain(&order.set) {
            command.arg("--set").arg(format!("{key}={value}"));
        }
        if let Some(protocol) = &self.args.protocol {
            command.args(["--protocol", &protocol.to_string()]);
        }
        command.args(["--threads", &self.args.threads.to_string()]);
        command.args(["--processes", &self.args.processes.to_string()]);
        command.args(["--seed", &order.seed.to_string()]).arg("--json").arg(json);
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        command
    }
}

impl Launch for ChildRuns {
    async fn launch(&mut self, order: &Order) -> Result<RunResult> {
        let folder = tempfile::tempdir().context("cannot make a folder for the result")?;
        let json = folder.path().join("result.json");
        let status = self.command(order, &json).status().await.context("cannot start a run")?;
        // A run that breaks a threshold fails as well, but has written its result.
        ensure!(
            json.exists(),
            "the run of {:?} against {} wrote no result ({status})",
            self.args.scenario,
            order.target
        );
        read_json(&json)
    }
}

/// `KEY=VALUE` as a pair.
pub fn setting(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE, such as clients=50")?;
    if key.is_empty() || value.is_empty() {
        return Err("expected KEY=VALUE, such as clients=50".to_owned());
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// Options that say where things lie on one machine, not what is measured.
const PLACES: [&str; 3] = ["--server", "--json", "--html"];

/// The command line as a person types it elsewhere: without the program's folder and places.
pub fn command_line() -> String {
    written(std::env::args())
}

fn written(mut words: impl Iterator<Item = String>) -> String {
    let program = words.next().unwrap_or_default();
    let program = Path::new(&program).file_name().map(|name| name.to_string_lossy().into_owned());
    let mut line: Vec<String> = program.into_iter().collect();
    while let Some(word) = words.next() {
        if PLACES.contains(&word.as_str()) {
            words.next();
        } else if !PLACES.iter().any(|place| is_assigned(&word, place)) {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:+@".contains(c);
            let bare = !word.is_empty() && word.chars().all(plain);
            line.push(if bare { word } else { format!("{word:?}") });
        }
    }
    line.join(" ")
}

/// Whether a word is `--option=value`.
fn is_assigned(word: &str, option: &str) -> bool {
    word.strip_prefix(option).is_some_and(|rest| rest.starts_with('='))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn args() -> RunArgs {
        RunArgs {
            scenario: "smoke".into(),
            set: vec![("clients".into(), "5".into())],
            protocol: None,
            threads: 1,
            processes: 1,
            seed: None,
        }
    }

    fn order() -> Order {
        Order { target: "floor".into(), set: vec![("rate".into(), "20".into())], seed: 7 }
    }

    fn program(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("program");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[tokio::test]
    async fn a_run_is_a_child_that_gets_every_argument_and_may_break_its_thresholds() {
        let folder = tempfile::tempdir().unwrap();
        let result = serde_json::to_string(&RunResult { seed: 7, ..RunResult::default() }).unwrap();
        std::fs::write(folder.path().join("made.json"), result).unwrap();
        let text = "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"$@\" > heard\n\
                    for last; do :; done\ncp made.json \"$last\"\nexit 1\n";
        let program = program(folder.path(), text);
        let mut runs = ChildRuns { program, before: vec![], args: args() };
        assert_eq!(runs.launch(&order()).await.unwrap().seed, 7);
        let heard = std::fs::read_to_string(folder.path().join("heard")).unwrap();
        let expected = "run smoke --target floor --set clients=5 --set rate=20 --threads 1 \
                        --processes 1 --seed 7 --json ";
        assert!(heard.starts_with(expected), "{heard}");
    }

    #[tokio::test]
    async fn a_run_without_a_result_says_which() {
        let folder = tempfile::tempdir().unwrap();
        let program = program(folder.path(), "#!/bin/sh\nexit 3\n");
        let mut runs = ChildRuns { program, before: vec![], args: args() };
        let error = runs.launch(&order()).await.unwrap_err().to_string();
        assert!(error.contains("\"smoke\" against floor wrote no result"), "{error}");
    }

    #[test]
    fn a_command_is_written_without_places() {
        let words = "/a/renexus-load compare fan --json /b --html=/c --require";
        let words = words.split(' ').map(str::to_owned).chain(["lost <= 0".to_owned()]);
        assert_eq!(written(words), "renexus-load compare fan --require \"lost <= 0\"");
    }

    #[test]
    fn settings_have_a_key_and_a_value() {
        assert_eq!(setting("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(setting("a").is_err());
        assert!(setting("=1").is_err());
    }
}
