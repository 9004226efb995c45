//! Pages: rendered, and closed against everything they do not need.

use askama::Template;
use web_sys::Response;

use crate::front::incoming::Incoming;
use crate::front::negotiate::Encoding;
use crate::front::respond;
use crate::problem::{ApiError, ApiResult};

/// A page and what it may load.
#[derive(Debug)]
pub(crate) struct Page<'page, T> {
    /// The template.
    pub(crate) body: &'page T,
    /// The Content-Security-Policy.
    pub(crate) policy: &'page str,
    /// Where its address may be told.
    pub(crate) referrer: &'static str,
    /// Who may keep it.
    pub(crate) cache: &'static str,
    /// Whether search engines may list it: `all` or `noindex`.
    pub(crate) robots: &'static str,
}

/// The page as a response.
///
/// # Errors
/// Where it cannot be rendered.
pub(crate) fn answer<T: Template>(
    incoming: &Incoming,
    status: u16,
    page: &Page<'_, T>,
) -> ApiResult<Response> {
    let mut html = String::new();
    page.body.render_into(&mut html).map_err(ApiError::internal)?;
    let encoding = Encoding::accepted(incoming.header("accept-encoding").as_deref());
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", page.policy),
        ("referrer-policy", page.referrer),
        ("cache-control", page.cache),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
        ("x-robots-tag", page.robots),
    ];
    respond::text(status, headers, encoding, &html)
}
