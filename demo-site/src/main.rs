//! Serves the demo site alone; `cargo xtask dev` serves it together with the edge.

use std::io::Write as _;

use anyhow::Context as _;
use clap::Parser;
use tokio::net::TcpListener;

/// Serve the website of the fictional railway that embeds the widget.
#[derive(Debug, Parser)]
struct Arguments {
    /// Origin of the edge that the pages load the widget from.
    #[arg(long, default_value = "http://127.0.0.1:8787")]
    edge: String,
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let listener = TcpListener::bind(("127.0.0.1", arguments.port))
        .await
        .with_context(|| format!("port {} is taken; choose another with --port", arguments.port))?;
    let address = listener.local_addr()?;
    writeln!(std::io::stdout(), "http://{address}")?;
    demo_site::serve(listener, arguments.edge).await
}
