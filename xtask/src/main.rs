//! Set-up, build, development server, tests and sizes: `cargo xtask <task>`, one file per task.
//!
//! | task | does |
//! |---|---|
//! | `build` | WebAssembly, glue and assets, into `target/askhours/` |
//! | `dev` | the edge on workerd and the demo site, built and configured |
//! | `apply` | gives an edge the configuration of a site |
//! | `receiver` | the other end of a webhook, to see forwarding happen |
//! | `test` | every check and test, as suites |
//! | `holidays` | the table of public holidays in `crates/hours` |
//! | `screenshots` | the pictures in `docs/screenshots/` |
//! | `bench` | what a page pays for the widget, and how long schedule work takes, into `docs/performance.md` |
//! | `size` | what has to be loaded, and how much it may be |

#![expect(clippy::print_stdout, reason = "a command line tool talks through its standard output")]
#![expect(clippy::print_stderr, reason = "and tells its errors on the other one")]

mod api;
mod apply;
mod apt;
mod bench;
mod browser;
mod build;
mod chromium;
mod clock;
mod dev;
mod ending;
mod holidays;
mod keys;
mod npm;
mod process;
mod project;
mod random;
mod receiver;
mod say;
mod screenshots;
mod size;
mod stack;
mod test;
mod toolchain;

use std::process::ExitCode;

use clap::Parser;

/// The tasks of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Builds the WebAssembly, the glue around it and the assets.
    Build(build::Options),
    /// Starts the edge and the demo site on this machine.
    Dev(dev::Options),
    /// Gives an edge the configuration of a site.
    Apply(apply::Options),
    /// Receives what a site forwards by webhook, and answers from the keyboard.
    Receiver(receiver::Options),
    /// Runs every check and test.
    Test(test::Options),
    /// Works out the table of public holidays anew.
    Holidays(holidays::Options),
    /// Takes the pictures in `docs/screenshots/` anew.
    Screenshots(screenshots::Options),
    /// Measures the widget in a page and the work on schedules, and writes `docs/performance.md`.
    Bench(bench::Options),
    /// Prints what has to be loaded, and fails where it is too much.
    Size(size::Options),
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Build(options) => build::run(&options),
        Task::Dev(options) => dev::run(&options),
        Task::Apply(options) => apply::run(&options),
        Task::Receiver(options) => receiver::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Holidays(options) => holidays::run(&options),
        Task::Screenshots(options) => screenshots::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Size(options) => size::run(&options),
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
