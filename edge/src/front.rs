//! What every request passes through: finds what the address stands for, and
//! answers it. The hot path, the loader of a site that is in memory, comes first
//! and touches neither router nor object.
//!
//! - [`target`]: what an address stands for
//! - [`incoming`], [`body`], [`negotiate`], [`cookie`]: what a request says
//! - [`sites`], [`known`], [`memory`], [`payload`], [`manifest`]: what the front knows of sites and of the build
//! - [`assets`], [`site_words`], [`inbox_page`], [`hosted`], [`api`], [`openapi`], [`pinned`]: who answers
//! - [`origins`]: which pages may ask
//! - [`object`]: the way to a site's object
//! - [`respond`], [`ready`], [`compress`], [`html`]: how responses are made

mod api;
mod assets;
mod body;
mod compress;
mod cookie;
mod hosted;
mod html;
mod inbox_page;
mod incoming;
mod known;
mod manifest;
mod memory;
mod negotiate;
pub(crate) mod object;
mod openapi;
mod origins;
mod payload;
mod pinned;
mod ready;
mod respond;
mod site_words;
mod sites;
mod target;

use web_sys::{Request, Response};
use worker::{Context, Env, Method};

use self::hosted::Place;
pub(crate) use self::hosted::calendar;
use self::incoming::Incoming;
use self::negotiate::Encoding;
use self::target::Target;
use crate::problem::{ApiError, ApiResult};

/// Answers every request from outside.
pub(crate) async fn answer(
    request: Request,
    env: Env,
    context: Context,
) -> worker::Result<Response> {
    let incoming = Incoming::new(request, env, context);
    let answered = match Target::at(incoming.path()) {
        Target::Loader(site) => loader(&incoming, site).await,
        other => dispatch(&incoming, other).await,
    };
    let response = match answered {
        Ok(response) => response,
        Err(error) => error.into_response()?.into(),
    };
    if !incoming.head {
        return Ok(response);
    }
    respond::without_body(&response).map_err(|error| error.detail().into())
}

async fn loader(incoming: &Incoming, site: &str) -> ApiResult<Response> {
    only_reading(incoming)?;
    let known = sites::find(incoming, site).await?;
    let language = known.language_for(incoming).language;
    known.loader(&language)?.answer_at(incoming, sites::now())
}

async fn dispatch(incoming: &Incoming, target: Target<'_>) -> ApiResult<Response> {
    match target {
        Target::Api => return api::answer(incoming).await,
        Target::HostedForm(site) => return hosted::answer(incoming, site, Place::Form).await,
        Target::HostedConversation(site, id) => {
            return hosted::answer(incoming, site, Place::Conversation(id)).await;
        }
        _ => only_reading(incoming)?,
    }
    match target {
        Target::Asset(file) => assets::answer(incoming, file).await,
        Target::Words { site, version, language } => {
            site_words::answer(incoming, site, version, language).await
        }
        Target::Inbox => inbox_page::answer(incoming),
        Target::OpenApi => openapi::answer(incoming),
        Target::SiteSchema => openapi::site_schema(incoming),
        Target::HostedStyle => hosted::style::answer(incoming),
        Target::HostedColours(site) => sites::find(incoming, site).await?.colours.answer(incoming),
        Target::Health => plain("ok\n"),
        // Pages themselves say whether they may be listed, and services that show previews have to read them.
        Target::Robots => {
            plain("User-agent: *\nDisallow: /inbox\nDisallow: /v1/\nDisallow: /*/conversations/\n")
        }
        _ => Err(ApiError::not_found(
            "This is the edge of Askhours. Pages of a site stand at /{site}, the team's inbox at /inbox, and the API at /v1/openapi.json.",
        )),
    }
}

fn only_reading(incoming: &Incoming) -> ApiResult<()> {
    if incoming.method == Method::Get { Ok(()) } else { Err(ApiError::method("GET, HEAD")) }
}

fn plain(text: &str) -> ApiResult<Response> {
    let headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")];
    respond::text(200, headers, Encoding::Identity, text)
}
