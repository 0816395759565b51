//! The `renexus` program.

use std::process::ExitCode;

use clap::Parser;
use renexus::cli::Arguments;

fn main() -> ExitCode {
    match Arguments::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("renexus: {error:#}");
            ExitCode::FAILURE
        }
    }
}
