//! Sends a request to a site's Durable Object.

use conversation::id::Slug;
use serde::de::DeserializeOwned;
use web_sys::{Headers, RequestInit};
use worker::{Env, Error, Request, Response};

use crate::bindings;
use crate::problem::{ApiError, ApiResult};
use crate::site::ORIGIN_HEADER;

/// The object is found by its name, so its host can be anything.
const HOST: &str = "https://site";

/// What is sent to an object.
#[derive(Debug)]
pub(crate) struct Outward<'text> {
    /// The method.
    pub(crate) method: &'text str,
    /// Path and query.
    pub(crate) address: &'text str,
    /// The headers, to which [`ORIGIN_HEADER`] is added.
    pub(crate) headers: Headers,
    /// The body.
    pub(crate) body: Option<&'text [u8]>,
}

/// Sends a request and gives its response as it is.
///
/// # Errors
/// Where the object cannot be reached, or broke down.
pub(crate) async fn send(
    env: &Env,
    own_origin: &str,
    site: &Slug,
    outward: Outward<'_>,
) -> ApiResult<Response> {
    let init = RequestInit::new();
    init.set_method(outward.method);
    outward.headers.set(ORIGIN_HEADER, own_origin).map_err(Error::from)?;
    init.set_headers_headers(&outward.headers);
    let body = outward.body.map(js_sys::Uint8Array::from);
    init.set_body_opt_u8_array(body.as_ref());
    let address = format!("{HOST}{}", outward.address);
    let request = web_sys::Request::new_with_str_and_init(&address, &init).map_err(Error::from)?;
    let object = bindings::site(env, site.as_str())?;
    Ok(object.fetch_with_request(Request::from(request)).await?)
}

/// Headers of a request that the front makes itself.
///
/// # Errors
/// Where the runtime refuses a header.
pub(crate) fn headers(pairs: &[(&str, &str)]) -> ApiResult<Headers> {
    let headers = Headers::new().map_err(Error::from)?;
    for (name, value) in pairs {
        headers.set(name, value).map_err(Error::from)?;
    }
    Ok(headers)
}

/// What a response says: the value, or the problem.
///
/// # Errors
/// Where it is neither.
pub(crate) async fn read<T: DeserializeOwned>(
    mut response: Response,
) -> ApiResult<Result<T, protocol::problem::Problem>> {
    let success = (200..300).contains(&response.status_code());
    let text = response.text().await?;
    let parsed = if success {
        serde_json::from_str(&text).map(Ok)
    } else {
        serde_json::from_str(&text).map(Err)
    };
    parsed.map_err(|error| ApiError::internal(format!("the object's answer is odd: {error}")))
}
