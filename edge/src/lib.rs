//! The Worker: routes, one Durable Object per site, outbox, live sockets.
//!
//! A request comes to `front`, which answers what it can from memory and
//! files: the loader, assets, the pages. What concerns one site's conversations it
//! checks (origin, size, key) and forwards to that site's Durable Object in `site`,
//! the unit of consistency.
//!
//! - `front`: what every request passes through
//! - `site`: one Durable Object per site
//! - `mail`: e-mail that the runtime hands over
//! - `outgoing`: the only way out for requests of the edge
//! - `routes`: the table of routes
//! - `problem`: the one error
//! - `bindings`: what the runtime gives: objects, files, secrets
//! - `built`: what the build puts beside this module
//! - `random`: the runtime's random numbers
//! - `secrets`: secrets made, hashed and compared

mod bindings;
mod built;
mod front;
mod mail;
mod outgoing;
mod problem;
mod random;
mod routes;
mod secrets;
mod site;
mod wording;

use worker::{Context, Env, event};

/// Answers every request from outside.
#[event(fetch)]
async fn fetch(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<web_sys::Response> {
    front::answer(request, env, context).await
}
