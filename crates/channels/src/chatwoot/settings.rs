//! Where Chatwoot is, and what is shared with it.

use std::fmt;

use protocol::channel::Chatwoot;

use super::signature::{PathKey, Secret};
use crate::server::{self, Wrong};

/// The lengths of an inbox's identifier: Chatwoot makes 24 characters, and older ones may differ.
const IDENTIFIER: std::ops::RangeInclusive<usize> = 8..=128;
/// The lengths of the key that ends the webhook's address.
const KEY: std::ops::RangeInclusive<usize> = 20..=100;

/// How an inbox of Chatwoot is reached, and how it is recognised.
#[derive(Clone)]
pub struct Settings {
    /// Without a `/` at the end.
    pub(super) base: String,
    /// The inbox's identifier, letters and digits that need no escaping in an address.
    pub(super) inbox: String,
    pub(super) key: PathKey,
    pub(super) secret: Option<Secret>,
    pub(super) hmac_token: Option<Secret>,
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &Chatwoot) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut check = |value: Result<String, Wrong>| {
            value.unwrap_or_else(|error| {
                wrong.push(error);
                String::new()
            })
        };
        let base = server::base(&configuration.url).map_err(|error| Wrong::new("url", error));
        let base = check(base);
        let (inbox, key) = (configuration.inbox.as_deref(), configuration.key.as_deref());
        let inbox = check(word("inbox", inbox, IDENTIFIER, INBOX_MISSING));
        let key = check(word("key", key, KEY, KEY_MISSING));
        let secret = secret("secret", configuration.secret.as_deref(), &mut wrong);
        let hmac_token =
            self::secret("hmac_token", configuration.hmac_token.as_deref(), &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self { base, inbox, key: PathKey::new(&key), secret, hmac_token })
    }
}

/// What is said where there is no identifier of an inbox.
const INBOX_MISSING: &str = "give the inbox's identifier, which Chatwoot shows in the inbox's \
                             settings under Configuration";
/// What is said where there is no key.
const KEY_MISSING: &str = "give a secret of your own, 20 to 100 letters and digits; \
                           make one with: openssl rand -hex 24";

/// Letters, digits, `-` and `_` alone, which need no escaping in an address.
fn word(
    field: &'static str,
    given: Option<&str>,
    lengths: std::ops::RangeInclusive<usize>,
    mend: &str,
) -> Result<String, Wrong> {
    let text = given.unwrap_or_default().trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = lengths.contains(&text.len()) && text.bytes().all(plain);
    if fits { Ok(text.to_owned()) } else { Err(Wrong::secret(field, given, mend)) }
}

/// A secret that may be missing, but not empty.
fn secret(field: &'static str, text: Option<&str>, wrong: &mut Vec<Wrong>) -> Option<Secret> {
    let text = text?.trim();
    if text.is_empty() {
        wrong.push(Wrong::new(field, "copy it from the inbox's settings, or leave the field out"));
        return None;
    }
    Some(Secret::new(text))
}

impl fmt::Debug for Settings {
    /// The inbox's identifier is a secret too: whoever knows it can write to the inbox.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Settings").field("base", &self.base).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration() -> Chatwoot {
        Chatwoot {
            id: "desk".to_owned(),
            url: "https://chatwoot.example/".to_owned(),
            inbox: Some("qGVS1vJyZwMhXp3bNcLk8fRt".to_owned()),
            key: Some("0123456789abcdef0123456789abcdef".to_owned()),
            secret: Some("shared-with-chatwoot".to_owned()),
            hmac_token: Some("token-of-the-inbox".to_owned()),
            ..Chatwoot::default()
        }
    }

    fn wrong(configuration: &Chatwoot) -> Vec<&'static str> {
        let wrong = Settings::parse(configuration).err().unwrap_or_default();
        wrong.iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn every_wrong_field_is_named() {
        let text = |text: &str| Some(text.to_owned());
        let good = configuration();
        for (configuration, expected) in [
            (good.clone(), vec![]),
            (Chatwoot { secret: None, hmac_token: None, ..good.clone() }, vec![]),
            (Chatwoot { url: "http://chatwoot.example".to_owned(), ..good.clone() }, vec!["url"]),
            (Chatwoot { inbox: text("../../admin"), ..good.clone() }, vec!["inbox"]),
            (Chatwoot { key: text("short"), ..good.clone() }, vec!["key"]),
            (Chatwoot { key: text("with/a/slash/in/the/middle"), ..good.clone() }, vec!["key"]),
            (Chatwoot { secret: text(" "), ..good.clone() }, vec!["secret"]),
            (Chatwoot { hmac_token: text(""), ..good }, vec!["hmac_token"]),
            (Chatwoot::default(), vec!["url", "inbox", "key"]),
        ] {
            assert_eq!(wrong(&configuration), expected);
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let settings = Settings::parse(&configuration()).unwrap();
        let shown = format!("{settings:?} {:#?}", crate::Channel::Chatwoot(settings.clone()));
        assert!(shown.contains("chatwoot.example"));
        for hidden in ["qGVS", "0123456789", "shared-with", "token-of", "[115, 104"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
