//! `cargo xtask dev`: the edge and the demo site on this machine, each on its own origin.

mod demo;
mod ending;
mod rebuild;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::pin;

use anyhow::{Context as _, Result, anyhow, bail};
use tokio::net::TcpListener;

use crate::keys::{self, Keys};
use crate::workerd::Workerd;
use crate::{build, clock, process, say};

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
    let edge = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let demo = SocketAddr::from((Ipv4Addr::LOCALHOST, options.demo_port));
    // Before the build, because a taken port is no news to give minutes later.
    drop(listen(edge, "--port").await?);
    let listener = listen(demo, "--demo-port").await?;
    build::run(&build::Options { product: build::Product::All, deny_warnings: false })?;

    let mut asked_to_end = pin!(ending::asked());
    let data = options.data.clone().unwrap_or_else(keys::default_folder);
    let mut keys = Keys::of(&data)?;
    let mut workerd = Workerd::start(edge, &data, &keys).await?;
    let (reload, changes) = tokio::sync::watch::channel(0);
    let origin = format!("http://{edge}");
    let mut pages = if options.watch {
        tokio::spawn(demo_site::serve_watching(listener, origin, changes))
    } else {
        tokio::spawn(demo_site::serve(listener, origin))
    };
    let site = demo::Site { edge, demo, data: &data };
    let sign_in = site.configure(&mut keys)?;
    say::line(&summary(&site, &keys, &sign_in));
    say::fact(&format!("up after {}", say::seconds(start.elapsed())));
    if options.open {
        open(&format!("http://{demo}/"))?;
    }

    let mut files = watch::Files::new(options.watch)?;
    let outcome = loop {
        tokio::select! {
            outcome = &mut asked_to_end => break outcome,
            outcome = &mut pages => break outcome?,
            status = workerd.ended() => {
                break Err(anyhow!("workerd ended by itself ({}); start again", status?));
            }
            edited = files.changed() => {
                let outcome = tokio::select! {
                    outcome = &mut asked_to_end => break outcome,
                    outcome = rebuild::after(&edited, &mut workerd, &site, &mut keys) => outcome,
                };
                match outcome {
                    Ok(()) => reload.send_modify(|number| *number += 1),
                    // The old edge still runs; the next change may mend it.
                    Err(error) => say::line(&format!(" FAIL  {error:#}")),
                }
            }
        }
    };
    workerd.stop().await?;
    say::fact("everything has ended");
    outcome
}

/// What a person needs to know, with the addresses in one column.
fn summary(site: &demo::Site<'_>, keys: &Keys, sign_in: &str) -> String {
    format!(
        "\n  demo site   http://{}/\n  edge        http://{}/\n  inbox       {sign_in}\n  \
         admin key   {}\n\n  Ask on the demo site, answer in the inbox. To see questions \
         forwarded,\n  in a second terminal: cargo xtask receiver{}\n  Ctrl-C ends everything.\n",
        site.demo,
        site.edge,
        keys.admin,
        receiver_flags(site.edge, site.data),
    )
}

/// What `cargo xtask receiver` has to be told where it differs from its defaults.
fn receiver_flags(edge: SocketAddr, data: &Path) -> String {
    let address = (edge.port() != PORT).then(|| format!(" --edge http://{edge}"));
    let folder = (data != keys::default_folder()).then(|| format!(" --data {}", data.display()));
    [address, folder].into_iter().flatten().collect()
}

async fn listen(address: SocketAddr, flag: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "cannot listen on {address}; stop the program that does, or take another port with \
             {flag}"
        )
    })
}

fn open(url: &str) -> Result<()> {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if process::find(opener).is_none() {
        bail!("--open needs {opener}, which is not installed; open {url} by hand");
    }
    std::process::Command::new(opener).arg(url).spawn()?;
    Ok(())
}
