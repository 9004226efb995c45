//! `cargo xtask receiver`: a webhook's other end, to see forwarding happen and to answer.
//!
//! It does what a team's own program would do: checks the signature, recognises a
//! message that comes again, and sends answers back in the same signed form.

mod delivery;
mod reply;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use channels::webhook::signature::Key;
use tokio::io::{AsyncBufReadExt as _, BufReader, stdin};
use tokio::net::TcpListener;

use crate::keys::{self, Keys};
use crate::{clock, dev, say};

/// Port where none is given; the demo site's configuration points there.
pub(crate) const PORT: u16 = 8790;
/// The channel's id in the demo site's configuration.
pub(crate) const CHANNEL: &str = "desk";

/// Where to listen, and whom to answer.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Port to listen on.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// The edge to which answers go.
    #[arg(long, default_value_t = format!("http://127.0.0.1:{}", dev::PORT))]
    edge: String,
    /// The channel's id in the site's configuration.
    #[arg(long, default_value = CHANNEL)]
    channel: String,
    /// The channel's secret (`whsec_...`). Left out, it is that of `cargo xtask dev`.
    #[arg(long, env = "ASKHOURS_RECEIVER_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// The data folder of `cargo xtask dev`, for its secret [default: .askhours].
    #[arg(long)]
    data: Option<PathBuf>,
}

/// What a request and the keyboard both need.
struct Receiver {
    key: Key,
    seen: Mutex<delivery::Seen>,
}

/// Receives until Ctrl-C.
///
/// # Errors
/// When there is no secret, or the port is in use.
pub(crate) fn run(options: &Options) -> Result<()> {
    let secret = if let Some(secret) = &options.secret {
        secret.clone()
    } else {
        let data = options.data.clone().unwrap_or_else(keys::default_folder);
        Keys::read(&data).context("no secret; give one with --secret")?.receiver
    };
    let receiver = Arc::new(Receiver { key: Key::parse(&secret)?, seen: Mutex::default() });
    tokio::runtime::Runtime::new()?.block_on(serve(options, receiver))
}

async fn serve(options: &Options, receiver: Arc<Receiver>) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; stop the program that does, or give another --port")
    })?;
    say::line(&format!(
        "receiving at http://{address}/ (Ctrl-C ends it)\n\
         A line typed here answers the last question, `#2 text` answers the second one.\n"
    ));
    let router = Router::new().fallback(receive).with_state(Arc::clone(&receiver));
    tokio::select! {
        outcome = async { axum::serve(listener, router).await } => Ok(outcome?),
        outcome = answer(options, &receiver) => outcome,
    }
}

/// Takes a delivery: 204, or why not.
async fn receive(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let id = match receiver.key.verify(&headers, &body, clock::now()) {
        Ok(id) => id,
        Err(error) => {
            say::line(&format!("refused a request: {error}"));
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
            return (status, error.to_string());
        }
    };
    let mut seen = receiver.seen.lock().unwrap_or_else(PoisonError::into_inner);
    match seen.tell(id, &body) {
        Ok(text) => {
            say::line(&text);
            (StatusCode::NO_CONTENT, String::new())
        }
        Err(error) => {
            say::line(&format!("refused a delivery: {error:#}\n"));
            (StatusCode::BAD_REQUEST, format!("{error:#}"))
        }
    }
}

/// Sends what is typed, line by line.
async fn answer(options: &Options, receiver: &Receiver) -> Result<()> {
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let to = receiver.seen.lock().unwrap_or_else(PoisonError::into_inner).addressed(&line);
        let said = match to {
            Ok(None) => continue,
            Ok(Some((conversation, text))) => tokio::task::block_in_place(|| {
                reply::send(&options.edge, &options.channel, &receiver.key, &conversation, &text)
            })
            .map(|()| format!("  sent to {conversation}\n")),
            Err(error) => Err(error),
        };
        say::line(&said.unwrap_or_else(|error| format!("  not sent: {error:#}\n")));
    }
    // Without a keyboard it still receives.
    std::future::pending().await
}
