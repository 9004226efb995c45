//! Where a webhook goes, and the secret that signs it.

use std::fmt;

use http::Uri;
use protocol::channel::Webhook;

use super::signature::Key;
use crate::server::{self, Wrong};

/// A receiver's address and the secret shared with it.
#[derive(Clone)]
pub struct Settings {
    pub(super) address: Uri,
    pub(super) key: Key,
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &Webhook) -> Result<Self, Vec<Wrong>> {
        let address = server::address(&configuration.url).map_err(|error| Wrong::new("url", error));
        let key = match configuration.secret.as_deref() {
            Some(secret) => Key::parse(secret).map_err(|error| Wrong::new("secret", error)),
            None => Err(Wrong::missing("secret", MISSING)),
        };
        match (address, key) {
            (Ok(address), Ok(key)) => Ok(Self { address, key }),
            (address, key) => Err(address.err().into_iter().chain(key.err()).collect()),
        }
    }
}

/// What is said where there is no secret.
const MISSING: &str = "give the secret that the receiver knows, whsec_ and base64";

impl fmt::Debug for Settings {
    /// The path may carry a token, and the secret has no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("host", &self.address.host())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    fn parse(url: &str, secret: Option<&str>) -> Result<Settings, Vec<&'static str>> {
        let (url, secret) = (url.to_owned(), secret.map(str::to_owned));
        let webhook = Webhook { id: "desk".to_owned(), by_rule: false, url, secret };
        Settings::parse(&webhook).map_err(|wrong| wrong.iter().map(|wrong| wrong.field).collect())
    }

    #[test]
    fn every_wrong_field_is_named() {
        assert!(parse("https://example.org/hook?team=1", Some(SECRET)).is_ok());
        for (url, secret, expected) in [
            ("http://example.org/hook", Some(SECRET), vec!["url"]),
            ("https://example.org/hook", Some("secret"), vec!["secret"]),
            ("https://example.org/hook", None, vec!["secret"]),
            ("", None, vec!["url", "secret"]),
        ] {
            assert_eq!(parse(url, secret).unwrap_err(), expected, "{url}");
        }
    }

    #[test]
    fn secret_and_path_stay_out_of_logs() {
        let settings = parse("https://example.org/token-in-path", Some(SECRET)).unwrap();
        let shown = format!("{settings:?} {:#?}", crate::Channel::Webhook(settings.clone()));
        assert!(shown.contains("example.org"));
        for hidden in ["token-in-path", "whsec", "C2FV", "[11, 97", "0b61"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
