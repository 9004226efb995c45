//! E-mail that the runtime has taken. No secret signs it; the token in its address says whose it is.

use channels::{Channel, EventError, email};
use worker::Response;

use super::news::{self, Source};
use super::{Site, health, nothing, now, outbox};
use crate::problem::{ApiError, ApiResult};

/// Answers the front, with an error where the e-mail belongs to no conversation.
pub(super) async fn take(site: &Site, raw: &[u8]) -> ApiResult<Response> {
    let settings = site.settings()?;
    let now = now();
    for channel in &settings.channels {
        let Channel::Email(address) = &channel.channel else { continue };
        let event = match email::received(address, raw) {
            Ok(event) => event,
            Err(EventError::TooLarge(limit)) => return Err(ApiError::too_large(limit)),
            // It may belong to another one.
            Err(_) => continue,
        };
        let stored = site.sql.transaction(|| {
            health::reported(&site.sql, &channel.id, now)?;
            news::store(site, &settings, &channel.id, &event.news, Source::Event, now)
        });
        let stored = match stored {
            Err(error) if error.status() == 404 => continue,
            stored => stored?,
        };
        // What nobody has written, and what has come before, is taken and says nothing.
        outbox::schedule(site).await?;
        news::tell(site, stored)?;
        return nothing();
    }
    Err(ApiError::not_found("This site has no conversation for this e-mail."))
}
