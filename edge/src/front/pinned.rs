//! `/v1/pinned`: the script for pages that pin what they run, and its hash for Subresource Integrity.

use protocol::pinned::Pinned;
use web_sys::Response;

use crate::built;
use crate::front::incoming::Incoming;
use crate::front::negotiate::Encoding;
use crate::front::respond::{self, FOR_EVERY_PAGE};
use crate::front::sites;
use crate::problem::{ApiError, ApiResult};

/// The next build has another one.
const CACHE: &str = "public, max-age=300";

/// The script of this build.
///
/// # Errors
/// Where the build has none.
pub(crate) fn answer(incoming: &Incoming) -> ApiResult<Response> {
    let (path, integrity) = (sites::manifest()?.address("pinned.js"), built::integrity());
    if path.is_empty() || integrity.is_empty() {
        return Err(ApiError::not_found("This build has no pinned script. Build the widget, too."));
    }
    let pinned = Pinned { src: incoming.own_origin() + &path, integrity };
    let json = serde_json::to_string(&pinned).map_err(ApiError::internal)?;
    let headers = [("content-type", "application/json"), ("cache-control", CACHE)];
    let encoding = Encoding::accepted(incoming.header("accept-encoding").as_deref());
    respond::text(200, headers.into_iter().chain(FOR_EVERY_PAGE), encoding, &json)
}
