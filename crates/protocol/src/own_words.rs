//! How a site addresses its visitors, and the words that it says otherwise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How visitors are addressed, where a language tells the difference and there are words for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FormOfAddress {
    /// German "Sie".
    #[default]
    Formal,
    /// German "du".
    Informal,
}

impl FormOfAddress {
    /// Whether it is the one that need not be named.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(crate) fn is_formal(&self) -> bool {
        *self == Self::Formal
    }
}

/// Words of a site's own in one language, by the keys of the locale files in `crates/words/locales`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnWords {
    /// The launcher and the status.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub launcher: Texts,
    /// The widget's panel; the hosted page takes its labels from here too.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub panel: Texts,
    /// The page that works without JavaScript.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hosted: Texts,
    /// E-mail to visitors.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub mail: Texts,
}

/// Texts by their keys.
pub type Texts = BTreeMap<String, OwnText>;

/// A text of a site's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "a word is a text, or where it counts, a table such as { one = \"…\", other = \"…\" }"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OwnText {
    /// The same for every number.
    Plain(String),
    /// The forms of a word that counts, by CLDR's plural categories of the language.
    Counted(BTreeMap<String, String>),
}
