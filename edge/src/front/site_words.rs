//! `/{site}/words/{version}/{language}`: what a site says in a language, for loader and panel, from memory; and
//! `/v1/sites/{site}/words/{language}`, the same by name.

use serde_json::Value;
use web_sys::Response;

use crate::front::assets;
use crate::front::incoming::Incoming;
use crate::front::payload::layout_of;
use crate::front::respond::{self, FOR_EVERY_PAGE};
use crate::front::sites;
use crate::problem::{ApiError, ApiResult};

/// The words, readable for every page; so are problem documents, which say what is wrong.
///
/// # Errors
/// Where the runtime refuses to build a response.
pub(crate) async fn answer(
    incoming: &Incoming,
    site: &str,
    version: &str,
    language: &str,
) -> ApiResult<Response> {
    for_every_page(read(incoming, site, Some(version), language).await)
}

/// The words by name, whose order a page that pinned an earlier script does not know.
///
/// # Errors
/// Where the runtime refuses to build a response.
pub(crate) async fn by_name(
    incoming: &Incoming,
    site: &str,
    language: &str,
) -> ApiResult<Response> {
    for_every_page(read(incoming, site, None, language).await)
}

fn for_every_page(answered: ApiResult<Response>) -> ApiResult<Response> {
    match answered {
        Ok(response) => Ok(response),
        Err(error) => respond::with(&error.into_raw()?, FOR_EVERY_PAGE),
    }
}

async fn read(
    incoming: &Incoming,
    site: &str,
    version: Option<&str>,
    language: &str,
) -> ApiResult<Response> {
    let known = sites::find(incoming, site).await?;
    if !known.offers(language) {
        let offered = known.payload.languages.join(", ");
        return Err(ApiError::not_found(format!(
            "The site '{site}' says nothing in '{language}'. Ask for a language that it offers: {offered}."
        )));
    }
    let words = match version {
        None => known.named_words(language)?,
        Some(version) => match layout_of(version) {
            Some(layout) if layout == words::LAYOUT => known.words(language, version, None)?,
            Some(layout) => {
                let order = earlier_order(incoming, layout).await?;
                known.words(language, version, Some((layout, &order)))?
            }
            None => return Err(unknown_version()),
        },
    };
    words.answer(incoming)
}

/// The order in which a page of an earlier build knows its words, for as long as its script is kept.
async fn earlier_order(incoming: &Incoming, layout: &str) -> ApiResult<Value> {
    let file = assets::fetch(incoming, &format!("layout.{layout}.json")).await?;
    let mut file = file.ok_or_else(unknown_version)?;
    serde_json::from_str(&file.text().await?).map_err(ApiError::internal)
}

fn unknown_version() -> ApiError {
    ApiError::not_found(
        "This version of the words is of no build that is kept. Load the page again.",
    )
}
