//! Every error: a problem document (RFC 9457) that says what to do.

use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What stable `type`s begin with. The part behind it is the code to which
/// clients map their words.
pub const TYPE_PREFIX: &str = "urn:askhours:problem:";

/// A problem document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// [`TYPE_PREFIX`] and a stable code, such as `urn:askhours:problem:invalid`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, the same for every problem of this type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong here and what to do about it.
    pub detail: String,
    /// What is wrong with which field; only for code `invalid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// The field's path, such as `email` or `exceptions[2].hours`.
    pub field: String,
    /// A stable code, such as `too_long`.
    pub code: String,
    /// What is wrong and what to do, in English; clients show their own words for the code.
    pub detail: String,
}

impl Problem {
    /// The code: the part of the type behind [`TYPE_PREFIX`].
    #[must_use]
    pub fn code(&self) -> &str {
        self.kind.strip_prefix(TYPE_PREFIX).unwrap_or(&self.kind)
    }
}
