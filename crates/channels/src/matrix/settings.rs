//! The homeserver, the room, and the two tokens of the registration.

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderValue;
use protocol::channel::Matrix;
use sha2::Sha256;

use crate::event::display_name;
use crate::server::{self, Wrong};

/// The longest id of a user or a room, in bytes, after the specification's appendix on identifiers.
const MAX_ID: usize = 255;
/// Lengths of a token. 20 letters and digits are more than anybody guesses.
const TOKEN_LENGTHS: std::ops::RangeInclusive<usize> = 20..=255;

const URL: &str = "the address must be that of the homeserver, such as https://matrix.example.org";
const ROOM: &str = "give the room's id, such as !abc:example.org, from its settings under Advanced; \
                    an alias, which begins with #, does not do";
const USER: &str = "give the application service's own user, such as @askhours:example.org";
const TOKEN: &str = "give the token of the registration, 20 to 255 visible characters; \
                     make one with: openssl rand -hex 32";
const SAME: &str = "as_token and hs_token must differ";
const NAMES: &str = "each entry is a user such as \"@ada:example.org\" and the name that visitors see, \
                     without an e-mail address";

/// How the homeserver is reached, and how it is known.
#[derive(Clone)]
pub struct Settings {
    pub(super) base: String,
    pub(super) room: String,
    pub(super) user: String,
    pub(super) authorization: HeaderValue,
    names: BTreeMap<String, String>,
    homeserver: Hmac<Sha256>,
    tag: [u8; 32],
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &Matrix) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let base = server::base(&configuration.url).unwrap_or_else(|error| {
            wrong.push(Wrong::new("url", format!("{error}; {URL}")));
            String::new()
        });
        if !is_id(&configuration.room, '!') {
            wrong.push(Wrong::new("room", ROOM));
        }
        if !is_id(&configuration.user, '@') || !configuration.user.contains(':') {
            wrong.push(Wrong::new("user", USER));
        }
        let as_token = token(configuration.as_token.as_deref());
        let hs_token = token(configuration.hs_token.as_deref());
        for (field, token, given) in [
            ("as_token", as_token, &configuration.as_token),
            ("hs_token", hs_token, &configuration.hs_token),
        ] {
            if token.is_none() {
                wrong.push(Wrong::secret(field, given.as_deref(), TOKEN));
            }
        }
        if as_token.is_some() && as_token == hs_token {
            wrong.push(Wrong::new("hs_token", SAME));
        }
        let named =
            |(user, name): (&String, &String)| is_id(user, '@') && display_name(name).is_some();
        if !configuration.names.iter().all(named) {
            wrong.push(Wrong::new("names", NAMES));
        }
        let authorization =
            HeaderValue::try_from(format!("Bearer {}", as_token.unwrap_or_default()));
        let homeserver = Hmac::new_from_slice(hs_token.unwrap_or_default().as_bytes());
        match (authorization, homeserver) {
            (Ok(mut authorization), Ok(homeserver)) if wrong.is_empty() => {
                authorization.set_sensitive(true);
                let tag = over(&homeserver, hs_token.unwrap_or_default().as_bytes());
                Ok(Self {
                    base,
                    room: configuration.room.clone(),
                    user: configuration.user.clone(),
                    authorization,
                    names: configuration.names.clone(),
                    tag: tag.finalize().into_bytes().into(),
                    homeserver,
                })
            }
            _ => Err(wrong),
        }
    }

    /// Whether this is the token with which the homeserver shows that it is the homeserver.
    pub(super) fn is_homeserver(&self, token: &[u8]) -> bool {
        // The tags are compared, because `verify_slice` takes the same time wherever the first difference is, and
        // texts of different lengths have tags of one length.
        over(&self.homeserver, token).verify_slice(&self.tag).is_ok()
    }

    /// The name that visitors see of a user: the one of the configuration, else what stands before the homeserver's
    /// name. Events carry no other, and people write into their profiles what is not for visitors.
    pub(super) fn name(&self, user: &str) -> Option<String> {
        if let Some(name) = self.names.get(user) {
            return display_name(name);
        }
        let (local, _) = user.strip_prefix('@')?.split_once(':')?;
        // `=40` is an escaped @ (appendix on identifiers, mapping from other character sets): an e-mail address.
        if local.contains('=') { None } else { display_name(local) }
    }
}

impl fmt::Debug for Settings {
    /// The tokens have no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Settings");
        shown.field("base", &self.base).field("room", &self.room).finish_non_exhaustive()
    }
}

fn over(key: &Hmac<Sha256>, text: &[u8]) -> Hmac<Sha256> {
    let mut mac = key.clone();
    mac.update(text);
    mac
}

/// An id of Matrix: a sigil and visible characters. Rooms of version 12 have no homeserver in theirs.
pub(super) fn is_id(text: &str, sigil: char) -> bool {
    let rest = text.strip_prefix(sigil).unwrap_or_default();
    let visible = |character: char| !character.is_whitespace() && !character.is_control();
    !rest.is_empty() && text.len() <= MAX_ID && rest.chars().all(visible)
}

fn token(text: Option<&str>) -> Option<&str> {
    text.filter(|text| {
        TOKEN_LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    })
}
