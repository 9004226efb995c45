//! `/{site}/words/{version}/{language}`: what a site says in a language, for loader and panel, from memory; and
//! `/v1/sites/{site}/words/{language}`, the same by name.

use web_sys::Response;

use crate::front::incoming::Incoming;
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
    let words = match version {
        Some(version) => known.words(language, version)?,
        None => known.named_words(language)?,
    };
    let Some(words) = words else {
        let offered = known.payload.languages.join(", ");
        return Err(ApiError::not_found(format!(
            "There are no such words. The site '{site}' offers: {offered}. Take the address out of the loader, and load the page again."
        )));
    };
    words.answer(incoming)
}
