//! Where a webhook goes, and the secret that signs it.

use std::fmt;
use std::net::IpAddr;

use http::Uri;

use super::signature::{Key, KeyError};

/// A receiver's address and the secret shared with it.
#[derive(Clone)]
pub struct Settings {
    pub(super) address: Uri,
    pub(super) key: Key,
}

/// Why an address or a secret cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not an address of the web, or one with a user's name and password in it.
    #[error("the address must look like https://example.org/hook, without a password in it")]
    Address,
    /// Visitors' data would cross the internet unencrypted.
    #[error(
        "the address must begin with https://; http:// is only for this machine and its own network"
    )]
    Unencrypted,
    /// Not a secret of Standard Webhooks.
    #[error(transparent)]
    Secret(#[from] KeyError),
}

impl Settings {
    /// Checks an address and a secret (`whsec_` and base64).
    ///
    /// # Errors
    /// Says which of the two is wrong, and what it should look like.
    pub fn parse(address: &str, secret: &str) -> Result<Self, SettingsError> {
        let key = Key::parse(secret)?;
        let uri: Uri = address.trim().parse().map_err(|_| SettingsError::Address)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(SettingsError::Address)?;
        let password = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
        match uri.scheme_str() {
            _ if password => Err(SettingsError::Address),
            Some("https") => Ok(Self { address: uri, key }),
            Some("http") if is_near(host) => Ok(Self { address: uri, key }),
            Some("http") => Err(SettingsError::Unencrypted),
            _ => Err(SettingsError::Address),
        }
    }
}

/// This machine, a private network (RFC 1918, RFC 4193), or a name without a dot, which only a
/// local network resolves, such as that of another container.
fn is_near(host: &str) -> bool {
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        Err(_) => !host.contains('.'),
    }
}

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

    #[test]
    fn addresses_are_encrypted_or_near() {
        for good in [
            "https://example.org/hook?team=1",
            "https://example.org:8443",
            "http://127.0.0.1:9090/hook",
            "http://localhost:9090",
            "http://[::1]:9090/",
            "http://192.168.1.20/hook",
            "http://receiver:9090/hook",
        ] {
            assert!(Settings::parse(good, SECRET).is_ok(), "{good}");
        }
        for (bad, expected) in [
            ("http://example.org/hook", SettingsError::Unencrypted),
            ("http://8.8.8.8/", SettingsError::Unencrypted),
            ("", SettingsError::Address),
            ("/hook", SettingsError::Address),
            ("example.org", SettingsError::Address),
            ("ftp://example.org/", SettingsError::Address),
            ("https://user:password@example.org/", SettingsError::Address),
            ("https://exa mple.org/", SettingsError::Address),
        ] {
            assert_eq!(Settings::parse(bad, SECRET).unwrap_err(), expected, "{bad}");
        }
        assert_eq!(
            Settings::parse("https://example.org", "secret").unwrap_err(),
            SettingsError::Secret(KeyError)
        );
    }

    #[test]
    fn secret_and_path_stay_out_of_logs() {
        let settings = Settings::parse("https://example.org/token-in-path", SECRET).unwrap();
        let shown = format!("{settings:?} {:#?}", crate::Channel::Webhook(settings.clone()));
        assert!(shown.contains("example.org"));
        for hidden in ["token-in-path", "whsec", "C2FV", "[11, 97", "0b61"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
}
