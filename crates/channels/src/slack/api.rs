//! Calls of Slack's Web API, and what it means where one is refused.
//!
//! Slack answers with status 200 and `{"ok": false, "error": "..."}` where it refuses, so the names of its errors
//! are read. Those that a team has to mend are told in its language, beside Slack's own name.

use http::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use timeline::{Millis, Moment};
use words::channels::Word;

use super::Settings;
use crate::exchange::HttpAnswer;
use crate::outcome::Then;
use crate::retry_after::retry_after;
use crate::{Exchange, Failure, Pause, Reason, wording};

/// How long Slack is left alone where it says that it is asked too often, but not for how long.
const REST: Millis = Millis::from_seconds(30);

/// Slack's Web API at one moment.
#[derive(Clone, Copy)]
pub(super) struct Api<'a> {
    pub(super) settings: &'a Settings,
    pub(super) now: Moment,
    /// The team's language; empty where it is not known.
    pub(super) language: &'a str,
}

/// Why there is no result.
pub(super) enum Problem {
    /// The exchange does not go on.
    Pause(Pause),
    /// Slack refuses, by this name of an error.
    Refused(String, Failure),
}

impl From<Pause> for Problem {
    fn from(pause: Pause) -> Self {
        Self::Pause(pause)
    }
}

impl From<Problem> for Pause {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Pause(pause) => pause,
            Problem::Refused(_, failure) => Self::Failed(failure),
        }
    }
}

impl Api<'_> {
    /// Calls a method that has an effect.
    pub(super) fn post<T: DeserializeOwned>(
        &self,
        exchange: &mut Exchange<'_>,
        method: &str,
        body: &impl Serialize,
    ) -> Result<T, Problem> {
        let body = serde_json::to_vec(body)
            .map_err(|_| Pause::from(Failure::give_up(Reason::Unsendable)))?;
        let request = self
            .request(Method::POST, format!("{}/api/{method}", self.settings.base))
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .body(body);
        self.read(exchange.http(request)?)
    }

    /// Calls a method that reads.
    pub(super) fn get<T: DeserializeOwned>(
        &self,
        exchange: &mut Exchange<'_>,
        method: &str,
        arguments: &[(&str, &str)],
    ) -> Result<T, Problem> {
        let query =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(arguments).finish();
        let address = format!("{}/api/{method}?{query}", self.settings.base);
        self.read(exchange.http(self.request(Method::GET, address).body(Vec::new()))?)
    }

    fn request(&self, method: Method, address: String) -> http::request::Builder {
        let builder = Request::builder()
            .method(method)
            .uri(address)
            .header(USER_AGENT, concat!("Askhours/", env!("CARGO_PKG_VERSION")));
        match HeaderValue::from_str(&format!("Bearer {}", self.settings.token)) {
            Ok(mut value) => {
                value.set_sensitive(true);
                builder.header(AUTHORIZATION, value)
            }
            // The settings take no token that does not fit a header.
            Err(_) => builder,
        }
    }

    fn read<T: DeserializeOwned>(&self, answer: &HttpAnswer) -> Result<T, Problem> {
        let verdict: Option<Verdict> = serde_json::from_slice(&answer.body).ok();
        let failure = match verdict {
            Some(Verdict { ok: false, error: Some(error), needed }) => {
                let failure = self.refused(&error, needed.as_deref(), answer);
                return Err(Problem::Refused(error, failure));
            }
            Some(Verdict { ok: true, .. }) if answer.status == 200 => {
                match serde_json::from_slice(&answer.body) {
                    Ok(result) => return Ok(result),
                    Err(_) => Failure::retry(Reason::Unexpected(answer.status)),
                }
            }
            // A body that was cut off, or none of Slack's. What was asked for may have been done.
            _ if (200..300).contains(&answer.status) => {
                Failure::retry(Reason::Unexpected(answer.status))
            }
            _ => Failure::of_status(answer.status, &answer.headers, self.now),
        };
        Err(Pause::from(failure).into())
    }

    /// What one of Slack's errors means, with the status that says the same.
    fn refused(&self, error: &str, needed: Option<&str>, answer: &HttpAnswer) -> Failure {
        let (reason, word) = meaning(error);
        let failure = match reason {
            Reason::TooLarge(_) | Reason::Unsendable => Failure::give_up(reason),
            _ => Failure::retry(reason),
        };
        let after = retry_after(&answer.headers, self.now);
        let after = after.or(matches!(reason, Reason::Busy(_)).then_some(REST));
        let then = match failure.then {
            Then::Retry { .. } => Then::Retry { after },
            other => other,
        };
        let hint = word.map(|word| {
            wording::filled(self.language, word, &[("scope", needed.unwrap_or_default())])
        });
        let said = hint.map_or_else(|| error.to_owned(), |hint| format!("{error}: {hint}"));
        Failure { then, ..failure }.saying(Some(&said))
    }
}

/// What Slack's errors mean. What is not listed is tried again, since much is mended within days; what Slack says
/// of the message itself stays so, and would hold up the ones after it for nothing.
fn meaning(error: &str) -> (Reason, Option<Word>) {
    match error {
        "invalid_auth"
        | "not_authed"
        | "token_revoked"
        | "token_expired"
        | "account_inactive"
        | "not_allowed_token_type" => (Reason::Unauthorised(401), Some(Word::SlackToken)),
        "missing_scope" => (Reason::Unauthorised(403), Some(Word::SlackScope)),
        "channel_not_found" | "not_in_channel" | "no_permission" => {
            (Reason::NotFound(404), Some(Word::SlackChannel))
        }
        "unknown_method" => (Reason::NotFound(404), None),
        "is_archived" | "is_inactive" => (Reason::Refused(403), Some(Word::SlackArchived)),
        "restricted_action"
        | "restricted_action_non_threadable_channel"
        | "restricted_action_read_only_channel"
        | "restricted_action_thread_locked"
        | "restricted_action_thread_only_channel"
        | "access_denied"
        | "accesslimited"
        | "app_access_restricted"
        | "channel_is_limited_access"
        | "ekm_access_denied"
        | "enterprise_is_restricted"
        | "org_login_required"
        | "two_factor_setup_required" => (Reason::Refused(403), Some(Word::SlackRule)),
        "ratelimited" | "rate_limited" | "message_limit_exceeded" => {
            (Reason::Busy(429), Some(Word::SlackBusy))
        }
        "fatal_error"
        | "internal_error"
        | "service_unavailable"
        | "request_timeout"
        | "team_added_to_org"
        | "update_failed" => (Reason::Fault(503), Some(Word::SlackFault)),
        "msg_too_long"
        | "msg_blocks_too_long"
        | "metadata_too_large"
        | "attachment_payload_limit_exceeded" => (Reason::TooLarge(413), None),
        "invalid_blocks"
        | "invalid_blocks_format"
        | "invalid_metadata_format"
        | "invalid_metadata_schema"
        | "no_text"
        | "cannot_reply_to_message"
        | "cant_update_message"
        | "edit_window_closed"
        | "block_mismatch" => (Reason::Unsendable, None),
        _ => (Reason::Refused(400), None),
    }
}

/// What every answer begins with.
#[derive(Deserialize)]
struct Verdict {
    ok: bool,
    error: Option<String>,
    /// The permission that is missing.
    needed: Option<String>,
}
