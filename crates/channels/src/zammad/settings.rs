//! Where Zammad is, which group gets the tickets, and the two secrets shared with it.

use std::fmt;

use hmac::{Hmac, KeyInit as _};
use http::HeaderValue;
use protocol::channel::Zammad;
use sha1::Sha1;

use crate::server::{self, Wrong};

/// How Zammad is reached.
#[derive(Clone)]
pub struct Settings {
    /// Its address, without a `/` at the end.
    pub(super) base: String,
    /// The group that gets the tickets.
    pub(super) group: String,
    /// The value of the header `Authorization`.
    pub(super) authorization: HeaderValue,
    /// What signs its webhook.
    pub(super) key: Hmac<Sha1>,
}

/// The shortest secret for the webhook that is taken: people make it up themselves.
const SHORTEST_SECRET: usize = 16;

/// What is said where there is no secret, or too short a one.
const SECRET: &str = "give the webhook's HMAC SHA1 Signature Token, 16 characters or more";

/// What is said where there is no token, or none that fits a header.
const TOKEN: &str = "give the access token of a user of Zammad who may write tickets";

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &Zammad) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let base = server::base(&configuration.url);
        let base = base.map_err(|error| wrong.push(Wrong::new("url", error)));
        let group = configuration.group.trim();
        if group.is_empty() {
            wrong.push(Wrong::new("group", "give the name of the group that gets the tickets"));
        }
        let token = configuration.token.as_deref().map_or("", str::trim);
        let authorization = HeaderValue::try_from(format!("Token token={token}"));
        let authorization = authorization.ok().filter(|_| is_token(token));
        if authorization.is_none() {
            wrong.push(Wrong::secret("token", configuration.token.as_deref(), TOKEN));
        }
        let secret = configuration.secret.as_deref().map_or("", str::trim);
        if secret.len() < SHORTEST_SECRET {
            wrong.push(Wrong::secret("secret", configuration.secret.as_deref(), SECRET));
        }
        let key = Hmac::new_from_slice(secret.as_bytes());
        match (base, authorization, key) {
            (Ok(base), Some(mut authorization), Ok(key)) if wrong.is_empty() => {
                authorization.set_sensitive(true);
                Ok(Self { base, group: group.to_owned(), authorization, key })
            }
            _ => Err(wrong),
        }
    }
}

fn is_token(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

impl fmt::Debug for Settings {
    /// Secrets have no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Settings").field("base", &self.base).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Zammad {
        Zammad {
            id: "desk".to_owned(),
            url: "https://desk.example.org/".to_owned(),
            group: "Questions".to_owned(),
            token: Some("Xb9-token".to_owned()),
            secret: Some("a-long-shared-secret".to_owned()),
            ..Zammad::default()
        }
    }

    fn wrong(configuration: &Zammad) -> Vec<&'static str> {
        let wrong = Settings::parse(configuration).err().unwrap_or_default();
        wrong.iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn every_wrong_field_is_named() {
        assert_eq!(Settings::parse(&good()).unwrap().base, "https://desk.example.org");
        let all = Zammad { id: "desk".to_owned(), ..Zammad::default() };
        assert_eq!(wrong(&all), ["url", "group", "token", "secret"]);
        for token in ["", " ", "two words", "line\nbreak", "\u{fc}"] {
            let token = Some(token.to_owned());
            assert_eq!(wrong(&Zammad { token, ..good() }), ["token"]);
        }
        let secret = Some("short".to_owned());
        assert_eq!(wrong(&Zammad { secret, ..good() }), ["secret"]);
        let url = "http://desk.example.org".to_owned();
        assert_eq!(wrong(&Zammad { url, ..good() }), ["url"]);
    }

    #[test]
    fn secrets_stay_out_of_logs() {
        let settings = Settings::parse(&good()).unwrap();
        let shown = format!("{settings:?} {:?}", settings.authorization);
        assert!(shown.contains("desk.example.org"));
        assert!(!shown.contains("Xb9") && !shown.contains("secret"), "{shown}");
    }
}
