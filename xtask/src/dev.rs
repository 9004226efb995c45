//! `cargo xtask dev`: the edge and the demo site on this machine, each on its own origin.

mod rebuild;
mod watch;

use std::path::PathBuf;
use std::pin::pin;

use anyhow::{Result, bail};

use crate::stack::{Addresses, Stack};
use crate::{build, clock, ending, keys, process, say};

/// Port of the edge where none is given.
pub(crate) const PORT: u16 = 8787;

/// Where the two servers listen, and what they keep.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Port of the edge.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Port of the demo site.
    #[arg(long, default_value_t = 8080)]
    demo_port: u16,
    /// Folder for the edge's storage and keys, kept between runs [default: .askhours].
    #[arg(long)]
    data: Option<PathBuf>,
    /// Opens the demo site in the browser.
    #[arg(long)]
    open: bool,
    /// Builds again, restarts the edge and reloads open pages when a file changes.
    #[arg(long)]
    watch: bool,
}

/// Builds, starts everything, and stays until Ctrl-C.
///
/// # Errors
/// When a step fails, a port is in use, or one of the servers ends by itself.
pub(crate) fn run(options: &Options) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(serve(options))
}

async fn serve(options: &Options) -> Result<()> {
    let start = clock::start();
    // Before the build, because a taken port is no news to give minutes later.
    let addresses = Addresses::take(options.port, options.demo_port).await?;
    build::run(&build::Options { product: build::Product::All, deny_warnings: false })?;

    let mut asked_to_end = pin!(ending::asked());
    let data = options.data.clone().unwrap_or_else(keys::default_folder);
    let mut stack = Stack::start(addresses, data, options.watch).await?;
    say::line(&summary(&stack, options));
    say::fact(&format!("up after {}", say::seconds(start.elapsed())));
    if options.open {
        open(&stack.demo())?;
    }

    let mut files = watch::Files::new(options.watch)?;
    let outcome = loop {
        tokio::select! {
            outcome = &mut asked_to_end => break outcome,
            outcome = stack.ended() => break outcome,
            edited = files.edited() => {
                let outcome = tokio::select! {
                    outcome = &mut asked_to_end => break outcome,
                    outcome = rebuild::after(&edited, &mut stack) => outcome,
                };
                // The old edge still runs, and the next change may mend it.
                if let Err(error) = outcome {
                    say::line(&format!(" FAIL  {error:#}"));
                }
            }
        }
    };
    stack.stop().await?;
    say::fact("everything has ended");
    outcome
}

/// What a person needs to know, with the addresses in one column.
fn summary(stack: &Stack, options: &Options) -> String {
    format!(
        "\n  demo site   {}/\n  edge        {}/\n  inbox       {}\n  admin key   {}\n\n  Ask on \
         the demo site, answer in the inbox. To see questions forwarded,\n  in a second terminal: \
         cargo xtask receiver{}\n  Ctrl-C ends everything.\n",
        stack.demo(),
        stack.edge(),
        stack.sign_in,
        stack.keys.admin,
        receiver_flags(stack, options),
    )
}

/// What `cargo xtask receiver` has to be told where it differs from its defaults.
fn receiver_flags(stack: &Stack, options: &Options) -> String {
    let edge = (options.port != PORT).then(|| format!(" --edge {}", stack.edge()));
    let data = options.data.as_ref().map(|data| format!(" --data {}", data.display()));
    [edge, data].into_iter().flatten().collect()
}

fn open(url: &str) -> Result<()> {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if process::find(opener).is_none() {
        bail!("--open needs {opener}, which is not installed; open {url} by hand");
    }
    std::process::Command::new(opener).arg(url).spawn()?;
    Ok(())
}
