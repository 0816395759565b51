//! `renexus-load`: load runs against a server that it starts itself.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use renexus_load::command::{CompareArgs, GrowthArgs, ReportArgs, ScenarioArgs, TableArgs};
use renexus_load::file::write_json;
use renexus_load::launch::setting;
use renexus_load::peer::Protocol;
use renexus_load::report::Report;
use renexus_load::runs::durability::{self, DurabilityPlan, Kill};
use renexus_load::runs::{ack, board, cold_open, drag, idle, kill};
use renexus_load::server::default_binary;
use renexus_load::target::TargetFile;
use renexus_load::target::nodes::{self, NodesPlan};

/// Measures and proves what Renexus promises, against a server that it starts itself.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    run: Run,
    #[command(flatten)]
    every: Every,
}

#[derive(Args)]
struct Every {
    /// The server's binary; `renexus` beside this one when not given.
    #[arg(long, global = true, env = "RENEXUS_BIN")]
    server: Option<PathBuf>,
    /// Write the figures to this file as well.
    #[arg(long, global = true, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Run {
    #[command(name = "run")]
    Scenario(ScenarioArgs),
    /// Runs a share of the clients of `run --processes`.
    #[command(name = renexus_load::swarm::WORKER, hide = true)]
    Worker,
    /// Kill the server at random moments under load, and look whether every acknowledged edit is there.
    Kill {
        /// How often.
        #[arg(long, default_value_t = 20)]
        rounds: u32,
        /// Edits a second, over all writers.
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// Decides documents, protocols and moments; drawn and printed when not given.
        #[arg(long)]
        seed: Option<u64>,
        /// A setting of the server, such as RENEXUS__SECTION__KEY=value; may be repeated.
        #[arg(long = "env", value_name = "KEY=VALUE", value_parser = setting)]
        env: Vec<(String, String)>,
    },
    /// Measure how long an edit takes until it is acknowledged as saved, per protocol.
    Ack {
        /// Edits a second, over all writers.
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// How long.
        #[arg(long, default_value_t = 20)]
        seconds: u32,
    },
    /// Measure what connections cost that are open and do nothing.
    Idle {
        /// How many.
        #[arg(long, default_value_t = 1000)]
        connections: u32,
        /// Over how many documents they are spread.
        #[arg(long, default_value_t = 10)]
        documents: u32,
        /// One protocol only; all three in turn when not given.
        #[arg(long)]
        protocol: Option<Protocol>,
    },
    /// Measure how long a board of tasks takes: its first page, a page of a list, a drop.
    Board {
        /// Cards on the board.
        #[arg(long, default_value_t = 1000)]
        tasks: u32,
        /// Requests of each kind a second.
        #[arg(long, default_value_t = 50)]
        rate: u32,
        /// How long.
        #[arg(long, default_value_t = 20)]
        seconds: u32,
        /// People who edit documents meanwhile, once a second each.
        #[arg(long, default_value_t = 200)]
        editors: u32,
    },
    /// Let two people drag all cards of a board at once; measure when each sees the other's drops.
    Drag {
        /// Cards on the board.
        #[arg(long, default_value_t = 1000)]
        cards: u32,
        /// Changes of rights that are measured on an open socket.
        #[arg(long, default_value_t = 200)]
        changes: u32,
        /// Decides which card goes where; drawn and printed when not given.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Measure how fast a document opens after a restart.
    ColdOpen {
        /// A trace (.json, .json.gz; layout of josephg/editing-traces) or a Yjs update.
        file: PathBuf,
        /// How often it is opened, each time after a restart.
        #[arg(long, default_value_t = 5)]
        openings: u32,
    },
    Compare(CompareArgs),
    Growth(GrowthArgs),
    Report(ReportArgs),
    Table(TableArgs),
    /// Kill any target at random moments under load, and count what it had acknowledged and forgot.
    Durability(DurabilityArgs),
    /// Run the bare relay that other targets are compared with, until it is killed.
    Floor {
        /// Address and port; port 0 takes a free one.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        /// Each room lives on one of them.
        #[arg(long, default_value_t = 1)]
        threads: usize,
    },
    /// Run several nodes of one Renexus until SIGTERM; SIGHUP restarts them in turn. Database and
    /// Redis come from the environment.
    Nodes {
        /// How many.
        #[arg(long, default_value_t = 2)]
        nodes: u16,
        /// The port of the first; the others follow.
        #[arg(long)]
        port: u16,
        /// The folder for what each keeps, and for the keys of all.
        #[arg(long)]
        data: PathBuf,
    },
    /// List the targets that ship, and what their acknowledgement means.
    Targets,
}

#[derive(Args)]
struct DurabilityArgs {
    /// A target that ships, or the path of a target file.
    #[arg(long)]
    target: String,
    /// How often it is killed.
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// Edits a second, over all writers.
    #[arg(long, default_value_t = 200)]
    rate: u32,
    /// One protocol only; all that the target speaks when not given.
    #[arg(long)]
    protocol: Option<Protocol>,
    /// Kill it when everybody has gone, instead of in the middle of the typing.
    #[arg(long)]
    everyone_leaves: bool,
    /// Decides documents, protocols and moments; drawn and printed when not given.
    #[arg(long)]
    seed: Option<u64>,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let Cli { run, every } = Cli::parse();
    let server = || every.server.clone().map_or_else(default_binary, Ok);
    let (binary, json) = (every.server.as_deref(), every.json.as_deref());
    match run {
        Run::Compare(args) => args.run(binary, json).await,
        Run::Growth(args) => args.run(binary, json).await,
        Run::Report(args) => args.run(),
        Run::Table(args) => args.run(),
        Run::Scenario(args) => args.run(binary, json).await,
        Run::Worker => renexus_load::swarm::work().await.map(|()| ExitCode::SUCCESS),
        Run::Kill { rounds, rate, seed, env } => {
            let seed = seed.unwrap_or_else(rand::random);
            println!("seed {seed}");
            show(
                &kill::run(kill::KillPlan { server: server()?, rounds, rate, seed, env }).await?,
                &every,
            )
        }
        Run::Ack { rate, seconds } => {
            show(&ack::run(ack::AckPlan { server: server()?, rate, seconds }).await?, &every)
        }
        Run::Idle { connections, documents, protocol } => {
            let plan = idle::IdlePlan { server: server()?, connections, documents, protocol };
            show(&idle::run(plan).await?, &every)
        }
        Run::Board { tasks, rate, seconds, editors } => {
            let plan = board::BoardPlan { server: server()?, tasks, rate, seconds, editors };
            show(&board::run(plan).await?, &every)
        }
        Run::Drag { cards, changes, seed } => {
            let seed = seed.unwrap_or_else(rand::random);
            println!("seed {seed}");
            show(
                &drag::run(drag::DragPlan { server: server()?, cards, changes, seed }).await?,
                &every,
            )
        }
        Run::ColdOpen { file, openings } => {
            let plan = cold_open::ColdOpenPlan { server: server()?, file, openings };
            show(&cold_open::run(plan).await?, &every)
        }
        Run::Durability(args) => durability(args, &every).await,
        Run::Floor { listen, threads } => {
            renexus_load::floor::run(listen, threads)?;
            Ok(ExitCode::SUCCESS)
        }
        Run::Nodes { nodes, port, data } => {
            let plan = NodesPlan { server: server()?, nodes, port, data };
            nodes::run(&plan).await.map(|()| ExitCode::SUCCESS)
        }
        Run::Targets => {
            for file in renexus_load::target::shipped()? {
                println!("{:<16} {}", file.name, file.description);
                println!("{:<16} acknowledged: {}", "", file.durable.unwrap_or_default());
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn durability(args: DurabilityArgs, every: &Every) -> Result<ExitCode> {
    let target = TargetFile::named(&args.target)?.with_renexus(every.server.as_deref());
    let seed = args.seed.unwrap_or_else(rand::random);
    println!("seed {seed}");
    let plan = DurabilityPlan {
        rounds: args.rounds,
        rate: args.rate,
        seed,
        protocols: args.protocol.into_iter().collect(),
        kill: if args.everyone_leaves { Kill::WhenEverybodyHasGone } else { Kill::WhileTyping },
    };
    show(&durability::run(&target, &plan).await?, every)
}

/// Prints a report and writes it; fails when a promise was broken.
fn show(report: &impl Report, every: &Every) -> Result<ExitCode> {
    for line in report.lines() {
        println!("{line}");
    }
    if let Some(file) = &every.json {
        write_json(file, report)?;
    }
    Ok(if report.kept() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
