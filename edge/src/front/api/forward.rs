//! Hands a request to the site's object, and its response back.

use conversation::id::Slug;
use web_sys::{Headers, Response};
use worker::{Error, Method};

use crate::front::body::{limit, read};
use crate::front::incoming::Incoming;
use crate::front::object::{self, Outward};
use crate::front::respond;
use crate::problem::ApiResult;
use crate::routes::Matched;

/// The body, capped.
pub(super) async fn body(incoming: &Incoming, matched: &Matched<'_>) -> ApiResult<Option<Vec<u8>>> {
    if incoming.method == Method::Get {
        return Ok(None);
    }
    read(incoming, limit(incoming, matched.route.access)).await
}

/// The object's response; `read` is the body where it has been read before.
/// That of a WebSocket is given back untouched, since its socket cannot be copied.
pub(super) async fn request(
    incoming: &Incoming,
    matched: &Matched<'_>,
    site: &Slug,
    read: Option<Vec<u8>>,
) -> ApiResult<Response> {
    let body = match read {
        Some(body) => Some(body),
        None => body(incoming, matched).await?,
    };
    let outward = Outward {
        method: incoming.method.as_ref(),
        address: incoming.path_and_query(),
        headers: Headers::new_with_headers(&incoming.raw.headers()).map_err(Error::from)?,
        body: body.as_deref(),
    };
    let own_origin = incoming.own_origin();
    let response: Response = object::send(&incoming.env, &own_origin, site, outward).await?.into();
    if response.status() == 101 { Ok(response) } else { finished(&response) }
}

/// What holds for every response of the API, unless the object says otherwise.
fn finished(response: &Response) -> ApiResult<Response> {
    let told = response.headers().has("cache-control").map_err(Error::from)?;
    let uncached = (!told).then_some(("cache-control", "no-store"));
    respond::with(response, [respond::NOSNIFF].into_iter().chain(uncached))
}
