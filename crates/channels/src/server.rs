//! The address of a service, checked.

use std::net::IpAddr;

use http::Uri;

/// Why an address cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address of the web, or one with a user's name and password in it.
    #[error("the address must look like https://example.org/hook, without a password in it")]
    Form,
    /// Visitors' data would cross the internet unencrypted.
    #[error(
        "the address must begin with https://; http:// is only for this machine and its own network"
    )]
    Unencrypted,
}

/// A field of a channel's configuration that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field's name.
    pub field: &'static str,
    /// A stable code: `missing`, or the field's name where what stands there is wrong.
    pub code: &'static str,
    /// What it should be.
    pub detail: String,
}

#[expect(clippy::needless_pass_by_value, reason = "an error is done with once it is told")]
impl Wrong {
    /// What is wrong with a field.
    pub fn new(field: &'static str, detail: impl ToString) -> Self {
        Self { field, code: field, detail: detail.to_string() }
    }

    /// What is wrong with a secret, which is not there or not what it should be.
    pub fn secret(field: &'static str, given: Option<&str>, detail: impl ToString) -> Self {
        if given.is_none() { Self::missing(field, detail) } else { Self::new(field, detail) }
    }

    /// A field that is not there.
    pub fn missing(field: &'static str, detail: impl ToString) -> Self {
        Self { field, code: "missing", detail: detail.to_string() }
    }
}

/// Checks the address of a service.
///
/// # Errors
/// Says what it should look like.
pub fn address(text: &str) -> Result<Uri, AddressError> {
    let uri: Uri = text.trim().parse().map_err(|_| AddressError::Form)?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or(AddressError::Form)?;
    let password = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    match uri.scheme_str() {
        _ if password => Err(AddressError::Form),
        Some("https") => Ok(uri),
        Some("http") if is_near(host) => Ok(uri),
        Some("http") => Err(AddressError::Unencrypted),
        _ => Err(AddressError::Form),
    }
}

/// Checks the address of a service to which paths are added, and gives it without a `/` at its end.
///
/// # Errors
/// Says what it should look like.
pub fn base(text: &str) -> Result<String, AddressError> {
    let uri = address(text)?;
    if uri.query().is_some() {
        return Err(AddressError::Form);
    }
    Ok(uri.to_string().trim_end_matches('/').to_owned())
}

/// This machine, a private network (RFC 1918, RFC 4193), or a name without a dot, which only a
/// local network resolves, such as that of another container.
#[must_use]
pub fn is_near(host: &str) -> bool {
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        Err(_) => !host.contains('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(address(good).is_ok(), "{good}");
        }
        for (bad, expected) in [
            ("http://example.org/hook", AddressError::Unencrypted),
            ("http://8.8.8.8/", AddressError::Unencrypted),
            ("", AddressError::Form),
            ("/hook", AddressError::Form),
            ("example.org", AddressError::Form),
            ("ftp://example.org/", AddressError::Form),
            ("https://user:password@example.org/", AddressError::Form),
            ("https://exa mple.org/", AddressError::Form),
        ] {
            assert_eq!(address(bad), Err(expected), "{bad}");
        }
    }

    #[test]
    fn a_base_takes_paths() {
        assert_eq!(base("https://desk.example/"), Ok("https://desk.example".to_owned()));
        assert_eq!(base("https://example.org/desk/"), Ok("https://example.org/desk".to_owned()));
        assert_eq!(base("https://example.org/?a=1"), Err(AddressError::Form));
    }
}
