//! A page says who asks, and its server has signed it.
//!
//! The signature proves that whoever holds the site's identity key has put this address and this name together.
//! It says nothing of when, and it holds until the site gets another key.

use serde::{Deserialize, Serialize};

/// Who asks, as the page says: `identity` of [`crate::question::Ask`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// The name; may be empty.
    #[serde(default)]
    pub name: String,
    /// The e-mail address.
    #[serde(default)]
    pub email: String,
    /// HMAC-SHA256 under the site's identity key of the address, a line feed and the name, as 64 hexadecimal digits.
    /// One that does not fit loses nothing: the question is taken, and its contact is not verified.
    #[serde(default)]
    pub signature: String,
}

impl std::fmt::Debug for Identity {
    /// Whoever reads a signature can ask under its name.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Identity { .. }")
    }
}

/// The answer to `POST /v1/admin/sites/{site}/identity-key`. The key is shown this once; an earlier one, and every
/// signature made with it, has ended.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityKey {
    /// 52 characters `a-z2-7`, of 32 random bytes. HMAC takes this text as it stands.
    pub key: String,
}

impl std::fmt::Debug for IdentityKey {
    /// A key has no business in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("IdentityKey { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_key_nor_signature_gets_into_a_log() {
        let identity = Identity { signature: "c0ffee".to_owned(), ..Identity::default() };
        assert!(!format!("{identity:?}").contains("c0ffee"));
        let key = IdentityKey { key: "secret".to_owned() };
        assert!(!format!("{key:?}").contains("secret"));
    }

    #[test]
    fn what_a_page_leaves_out_is_empty() {
        let identity: Identity =
            serde_json::from_str(r#"{"email":"ada@example.org","id":7}"#).unwrap();
        assert_eq!((&*identity.name, &*identity.signature), ("", ""));
    }
}
