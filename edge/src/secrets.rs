//! Keys, tokens and secrets: how they are made and compared. What is stored of a
//! key or token is its SHA-256; a visitor's secret is not stored at all.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// The visitor's secret of a conversation. It follows from the signing key and
/// the id, so that a repeated idempotency key gives the same answer, and nothing
/// in the store can read a conversation.
#[must_use]
pub(crate) fn visitor_secret(signing_key: &str, conversation: &str) -> String {
    let mut mac = mac(signing_key);
    mac.update(b"conversation:");
    mac.update(conversation.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Whether `secret` is that of the conversation, in constant time.
#[must_use]
pub(crate) fn is_visitor_secret(signing_key: &str, conversation: &str, secret: &str) -> bool {
    let Ok(secret) = URL_SAFE_NO_PAD.decode(secret) else { return false };
    let mut mac = mac(signing_key);
    mac.update(b"conversation:");
    mac.update(conversation.as_bytes());
    mac.verify_slice(&secret).is_ok()
}

/// Whether `signature` is the HMAC-SHA256 of a text, as hexadecimal digits, in constant time. The key is taken as it
/// stands, as the functions of every language take it.
#[must_use]
pub(crate) fn is_signature(key: &str, text: &[u8], signature: &str) -> bool {
    let mut bytes = [0; 32];
    let (Ok(mut mac), Ok(signature)) = (
        Hmac::<Sha256>::new_from_slice(key.as_bytes()),
        base16ct::mixed::decode(signature, &mut bytes),
    ) else {
        return false;
    };
    mac.update(text);
    mac.verify_slice(signature).is_ok()
}

/// The stored form of a key or token. A plain hash is enough for what has 160
/// random bits; slow hashes are for passwords that people choose.
#[must_use]
pub(crate) fn hash(token: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// Whether two texts are equal, in constant time for texts of one length: both
/// are hashed, so that where they differ cannot be measured.
#[must_use]
pub(crate) fn same(one: &str, other: &str) -> bool {
    let (one, other) = (Sha256::digest(one), Sha256::digest(other));
    one.iter().zip(other.iter()).fold(0, |different, (one, other)| different | (one ^ other)) == 0
}

fn mac(key: &str) -> Hmac<Sha256> {
    // Hashed first, the key has the length that HMAC takes as it is.
    Hmac::new(&hmac_key(key).into())
}

/// The key as a block of SHA-256: its hash, and zeros.
fn hmac_key(key: &str) -> [u8; 64] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(&Sha256::digest(key));
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_fits_its_conversation_and_key_alone() {
        let secret = visitor_secret("key", "nordwind.a");
        assert!(is_visitor_secret("key", "nordwind.a", &secret));
        assert!(!is_visitor_secret("key", "nordwind.b", &secret));
        assert!(!is_visitor_secret("other", "nordwind.a", &secret));
        assert!(!is_visitor_secret("key", "nordwind.a", ""));
        assert!(!is_visitor_secret("key", "nordwind.a", "not base64 ü"));
    }

    /// RFC 4231, test case 2.
    #[test]
    fn a_signature_is_an_hmac_in_hexadecimal_digits() {
        let signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let text = b"what do ya want for nothing?";
        assert!(is_signature("Jefe", text, signature));
        assert!(is_signature("Jefe", text, &signature.to_uppercase()));
        assert!(!is_signature("Jefe", b"what do ya want?", signature));
        assert!(!is_signature("", text, signature));
        for wrong in ["", "5", "5b", "5bdcc146ü", &signature[2..], &format!("{signature}00")] {
            assert!(!is_signature("Jefe", text, wrong), "{wrong}");
        }
    }

    #[test]
    fn hashes_are_sha_256() {
        assert_eq!(hash(b"abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }

    #[test]
    fn same_compares_whole_texts() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abcd"));
        assert!(!same("", "a"));
    }
}
