//! Whose request it is, as far as the front has to know: whether the admin key
//! fits, and which site's inbox a key or a session belongs to. Whether these are
//! valid is for the site's object to say.

use conversation::id::Slug;
use protocol::inbox::SignIn;

use crate::front::cookie;
use crate::front::incoming::Incoming;
use crate::problem::{ApiError, ApiResult};
use crate::{bindings, secrets};

/// Refuses whoever does not hold the admin key.
pub(super) fn check_admin(incoming: &Incoming) -> ApiResult<()> {
    let key = bindings::admin_key(&incoming.env)?;
    let header = incoming.header("authorization").unwrap_or_default();
    if bearer(&header).is_some_and(|given| secrets::same(given, &key)) {
        return Ok(());
    }
    Err(ApiError::unauthorised("Send the header 'Authorization: Bearer <admin key>'."))
}

/// The site of the key with which somebody signs in.
pub(super) fn site_of_key(body: Option<&[u8]>) -> ApiResult<Slug> {
    let sign_in: SignIn = serde_json::from_slice(body.unwrap_or_default()).map_err(|error| {
        ApiError::malformed(format!("Send JSON such as {{\"key\": \"…\"}}: {error}."))
    })?;
    cookie::site_of(&sign_in.key).ok_or_else(|| {
        ApiError::unauthorised(
            "This is no key of an inbox. Ask an owner of the site for a new one.",
        )
    })
}

/// The site of the session's cookie.
pub(super) fn site_of_session(incoming: &Incoming) -> ApiResult<Slug> {
    let header = incoming.header("cookie").unwrap_or_default();
    cookie::value(&header, cookie::INBOX)
        .and_then(cookie::site_of)
        .ok_or_else(|| ApiError::unauthorised("Sign in with your personal key."))
}

/// The token behind `Bearer`, whose case does not matter (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_behind_its_scheme() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc"), Some("abc"));
        assert_eq!(bearer("Basic abc"), None);
        assert_eq!(bearer("Bearer"), None);
    }

    #[test]
    fn a_key_names_its_site() {
        let site = |body: &str| site_of_key(Some(body.as_bytes()));
        assert_eq!(site(r#"{"key":"nordwind.ada.x"}"#).unwrap().as_str(), "nordwind");
        assert_eq!(site(r#"{"key":"?"}"#).unwrap_err().status(), 401);
        assert_eq!(site("{}").unwrap_err().status(), 400);
        assert_eq!(site_of_key(None).unwrap_err().status(), 400);
    }
}
