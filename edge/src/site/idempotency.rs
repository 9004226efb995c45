//! The same key never does a thing twice: a repeated request gets the first answer.

use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::Request;

use super::sql::{Sql, values};
use crate::problem::{ApiError, ApiResult};
use crate::secrets;

/// A request that may be repeated.
#[derive(Debug)]
pub(super) struct Attempt {
    key: String,
    fingerprint: String,
}

impl Attempt {
    /// Reads the key of a request. `scope` keeps apart what different routes and
    /// conversations were asked with the same key.
    ///
    /// # Errors
    /// Where the header is missing or not of the form.
    pub(super) fn read(request: &Request, scope: &str, body: &[u8]) -> ApiResult<Self> {
        let key = request.headers().get("idempotency-key")?.unwrap_or_default();
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if !(16..=64).contains(&key.len()) || !visible {
            return Err(ApiError::malformed(
                "Send a header Idempotency-Key with 16 to 64 visible ASCII characters, \
                 such as a random UUID, and the same one when you repeat the request.",
            ));
        }
        Ok(Self { key: format!("{scope} {key}"), fingerprint: secrets::hash(body) })
    }

    /// The first answer, if the request is a repeated one.
    ///
    /// # Errors
    /// Where the key came with another body before.
    pub(super) fn earlier<T: DeserializeOwned>(&self, sql: &Sql) -> ApiResult<Option<T>> {
        let query = "SELECT fingerprint, answer FROM idempotency WHERE key = ?";
        let Some(row) = sql.row(query, values![self.key])? else { return Ok(None) };
        if row.text(0) != self.fingerprint {
            return Err(ApiError::key_reused());
        }
        serde_json::from_str(&row.text(1)).map(Some).map_err(ApiError::internal)
    }

    /// Keeps the first answer, in the transaction that does the thing. It is kept as
    /// long as the conversation: a laptop may be closed for weeks before it asks again.
    pub(super) fn keep<T: Serialize>(
        &self,
        sql: &Sql,
        conversation: &str,
        answer: &T,
        now: i64,
    ) -> ApiResult<()> {
        let answer = serde_json::to_string(answer).map_err(ApiError::internal)?;
        let statement =
            "INSERT INTO idempotency (key, fingerprint, conversation, answer, created_at)
                         VALUES (?, ?, ?, ?, ?)";
        sql.run(statement, values![self.key, self.fingerprint, conversation, answer, now]).map(drop)
    }
}
