//! What the pinned script lives by: `GET /v1/pinned` names it, and `GET /v1/sites/{site}/words/{language}` gives it its
//! words by name. A page may keep a pinned script for a year, so both stay as they are, and a newer edge only adds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The pinned script of this edge, for `src` and `integrity` of a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pinned {
    /// Its address, which stands for these very bytes.
    pub src: String,
    /// Its hash, as Subresource Integrity writes it.
    pub integrity: String,
}

/// What a site says in one language. A counted text has its forms in it, as in `one=…|other=…`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedWords {
    /// The launcher's texts by their names.
    pub launcher: BTreeMap<String, String>,
    /// The panel's texts by their names.
    pub panel: BTreeMap<String, String>,
}
