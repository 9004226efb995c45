//! Set-up, build, development server, tests and sizes: `cargo xtask <task>`, one file per task.
//!
//! | task | does |
//! |---|---|
//! | `build` | WebAssembly, glue and assets, into `target/askhours/` |

#![expect(clippy::print_stdout, reason = "a command line tool talks through its standard output")]
#![expect(clippy::print_stderr, reason = "and tells its errors on the other one")]

mod apt;
mod build;
mod npm;
mod process;
mod project;
mod say;
mod toolchain;

use std::process::ExitCode;

use clap::Parser;

/// The tasks of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Builds the WebAssembly, the glue around it and the assets.
    Build(build::Options),
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Build(options) => build::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Not `{error:?}`, which adds a backtrace: the cause and the mend are in the words.
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            eprintln!("\nerror: {}", causes.join("\n  because: "));
            ExitCode::FAILURE
        }
    }
}
