//! What lets a page of an allowed origin read a response (Fetch standard, CORS protocol).

use web_sys::Response;

use crate::front::respond;
use crate::problem::ApiResult;

/// The answer to the question before a request: yes, for a day. Browsers cut that to what they like.
pub(super) fn preflight(origin: &str, methods: &str) -> ApiResult<Response> {
    respond::empty(
        204,
        [
            ("access-control-allow-origin", origin),
            ("access-control-allow-methods", methods),
            ("access-control-allow-headers", "authorization, content-type, idempotency-key"),
            ("access-control-max-age", "86400"),
            ("vary", "origin"),
        ],
    )
}

/// The same response, readable for one origin.
pub(super) fn shared_with(response: &Response, origin: &str) -> ApiResult<Response> {
    respond::with(
        response,
        [
            ("access-control-allow-origin", origin),
            ("cross-origin-resource-policy", "cross-origin"),
            ("vary", "origin"),
        ],
    )
}
