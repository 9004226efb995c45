//! The website of "Nordwind", a fictional railway that embeds the widget.
//!
//! It is what a customer's website is: another origin than the edge, pages and
//! styles of its own, and one script tag. The browser tests use the same pages
//! as their host pages, so several of them are difficult on purpose:
//!
//! | page | what makes it special for the widget |
//! |---|---|
//! | `index.html` and most others | the one-line embed, floating launcher |
//! | `help.html` | the panel stands inline in the page, no launcher |
//! | `hostile.html` | a campaign page whose CSS reaches for every element |
//! | `strict.html` | Content-Security-Policy with Trusted Types, nothing inline |
//! | `nowasm.html` | the same policy, and WebAssembly is refused |
//! | `app.html` | a single-page app that replaces its content by itself |
//!
//! Layout: `pages/{de,en}/` has one file of the same name in each language,
//! `pages/parts/` and `pages/{de,en}/parts/` what several pages share, `assets/`
//! the styles, drawings, scripts and the typeface. Everything is read from disk
//! when it is asked for, so an edit shows on the next reload.
//!
//! `site.toml` beside this crate is the configuration that makes the edge
//! answer for the site `nordwind`.

mod answer;
mod assets;
mod language;
mod page;
mod policy;
mod reload;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A number that grows whenever something was rebuilt; every open page reloads then.
pub type Changes = watch::Receiver<u64>;

/// What every answer of the demo site needs to know.
#[derive(Debug)]
struct Site {
    /// Folder of this crate, with `pages/` and `assets/` in it.
    folder: PathBuf,
    /// Origin of the edge without a slash at its end, for `{{edge}}` in pages.
    edge: String,
    /// Present while developing with `--watch`.
    changes: Option<Changes>,
}

/// The whole site. `edge_origin` is the address that its pages load the widget
/// from, such as `http://127.0.0.1:8787`. With `changes`, pages reload themselves.
pub fn router(edge_origin: &str, changes: Option<Changes>) -> Router {
    let site = Site {
        folder: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        edge: edge_origin.trim_end_matches('/').to_owned(),
        changes,
    };
    let mut router = Router::new().route("/assets/{file}", get(assets::asset));
    if site.changes.is_some() {
        router = router.route(reload::PATH, get(reload::events));
    }
    router.fallback(get(answer::answer)).with_state(Arc::new(site))
}

/// Serves the site on `listener` until the process ends.
///
/// # Errors
/// When the listener can no longer accept connections.
pub async fn serve(listener: TcpListener, edge_origin: String) -> anyhow::Result<()> {
    run(listener, router(&edge_origin, None)).await
}

/// As [`serve`], and each open page reloads when `changes` grows.
///
/// # Errors
/// When the listener can no longer accept connections.
pub async fn serve_watching(
    listener: TcpListener,
    edge_origin: String,
    changes: Changes,
) -> anyhow::Result<()> {
    run(listener, router(&edge_origin, Some(changes))).await
}

async fn run(listener: TcpListener, router: Router) -> anyhow::Result<()> {
    axum::serve(listener, router)
        .await
        .context("the demo site stopped; start it again on another port with --demo-port")
}
