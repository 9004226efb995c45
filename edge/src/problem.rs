//! The one error of the edge. Each has a stable code, and a detail that says what to do.

use protocol::problem::{FieldError, MEDIA_TYPE, Problem, TYPE_PREFIX};
use worker::{Headers, Response};

/// What a handler answers when it cannot do what was asked.
#[derive(Debug)]
pub(crate) struct ApiError {
    code: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    errors: Vec<FieldError>,
    /// The methods that are allowed; only for status 405.
    allow: Option<String>,
}

/// What a handler returns.
pub(crate) type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    fn new(
        code: &'static str,
        status: u16,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { code, title, status, detail: detail.into(), errors: Vec::new(), allow: None }
    }

    /// 400: the request is not what the route takes.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new("malformed", 400, "The request cannot be read.", detail)
    }

    /// 422: fields hold what they may not.
    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = "Mend the fields named in `errors` and send the request again.";
        Self { errors, ..Self::new("invalid", 422, "Some fields cannot be taken.", detail) }
    }

    /// 401: no valid session or key.
    pub(crate) fn unauthorised(detail: impl Into<String>) -> Self {
        Self::new("unauthorised", 401, "You are not signed in.", detail)
    }

    /// 403: the page's origin is not on the site's list.
    pub(crate) fn origin(detail: impl Into<String>) -> Self {
        Self::new("origin", 403, "This page may not ask here.", detail)
    }

    /// 404. A wrong secret and an unknown conversation look the same.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new("not_found", 404, "There is nothing here.", detail)
    }

    /// 405: the path exists, with other methods.
    pub(crate) fn method(allowed: &str) -> Self {
        let detail = format!("Use {allowed} here.");
        Self {
            allow: Some(allowed.to_owned()),
            ..Self::new("method", 405, "This address takes other methods.", detail)
        }
    }

    /// 409: the conversation's state does not allow it.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::new("conflict", 409, "That cannot be done now.", detail)
    }

    /// 413: the body is too large.
    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("Send at most {limit} bytes.");
        Self::new("too_large", 413, "The request is too large.", detail)
    }

    /// 422: a repeated idempotency key with another request.
    pub(crate) fn key_reused() -> Self {
        let detail = "This Idempotency-Key came with another request before. Use a new key for a new request.";
        Self::new("key_reused", 422, "The idempotency key was used before.", detail)
    }

    /// 500: our fault. The cause is logged with an id, and only the id is sent.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        let id = crate::random::token(8);
        worker::console_error!("internal error {id}: {cause}");
        let detail = format!("It is not your fault. Try again; if it stays, tell us the id {id}.");
        Self::new("internal", 500, "Something went wrong here.", detail)
    }

    /// The status.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// What went wrong here and what to do about it.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The problem document.
    pub(crate) fn into_problem(self) -> Problem {
        Problem {
            kind: format!("{TYPE_PREFIX}{}", self.code),
            title: self.title.to_owned(),
            status: self.status,
            detail: self.detail,
            errors: self.errors,
        }
    }

    /// The response.
    ///
    /// # Errors
    /// Where the runtime refuses to build one.
    pub(crate) fn into_response(self) -> worker::Result<Response> {
        let status = self.status;
        let headers = Headers::new();
        headers.set("content-type", MEDIA_TYPE)?;
        headers.set("cache-control", "no-store")?;
        headers.set("x-content-type-options", "nosniff")?;
        // RFC 9110 asks for these along with the two statuses (sections 15.5.2 and 15.5.6).
        if status == 401 {
            headers.set("www-authenticate", "Bearer")?;
        }
        if let Some(allow) = &self.allow {
            headers.set("allow", allow)?;
        }
        Ok(Response::from_json(&self.into_problem())?.with_status(status).with_headers(headers))
    }

    /// The response as the runtime has it, for handlers that give such a one.
    ///
    /// # Errors
    /// Where the runtime refuses to build one.
    pub(crate) fn into_raw(self) -> ApiResult<web_sys::Response> {
        Ok(self.into_response()?.into())
    }
}

impl From<worker::Error> for ApiError {
    fn from(error: worker::Error) -> Self {
        Self::internal(error)
    }
}
