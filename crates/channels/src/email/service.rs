//! What the errors of Cloudflare's own service mean.

use crate::Reason;

/// What is said where the runtime has no such service.
pub const MISSING: &str =
    "the runtime has no binding EMAIL; it is Cloudflare's alone: elsewhere name a mail server";

/// The reason for an error's code, after Cloudflare's documentation of Email Service. The statuses are those of HTTP
/// that mean the same.
#[must_use]
pub fn reason(code: Option<&str>) -> Reason {
    match code {
        Some("E_RATE_LIMIT_EXCEEDED" | "E_DAILY_LIMIT_EXCEEDED") => Reason::Busy(429),
        Some("E_SENDER_NOT_VERIFIED" | "E_SENDER_DOMAIN_NOT_AVAILABLE") => {
            Reason::Unauthorised(403)
        }
        Some("E_CONTENT_TOO_LARGE") => Reason::TooLarge(413),
        Some("E_INTERNAL_SERVER_ERROR" | "E_DELIVERY_FAILED") => Reason::Fault(500),
        Some(code) if code.starts_with("E_") => Reason::Refused(400),
        // What the runtime itself throws: a module that is not there, a connection that broke.
        _ => Reason::Unreachable,
    }
}
