//! `/{site}/words/{version}/{language}`: what a site says in a language, for loader and panel, from memory.

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
    match read(incoming, site, version, language).await {
        Ok(response) => Ok(response),
        Err(error) => respond::with(&error.into_raw()?, FOR_EVERY_PAGE),
    }
}

async fn read(
    incoming: &Incoming,
    site: &str,
    version: &str,
    language: &str,
) -> ApiResult<Response> {
    let known = sites::find(incoming, site).await?;
    let Some(words) = known.words(language, version)? else {
        let offered = known.payload.languages.join(", ");
        return Err(ApiError::not_found(format!(
            "There are no such words. The site '{site}' offers: {offered}. Take the address out of the loader, and load the page again."
        )));
    };
    words.answer(incoming)
}
