//! Who asks, where the page's server has signed it: the site's key for that, and what becomes of a signature.
//!
//! The key stands in the store as it is, since HMAC needs it. It opens nothing here: whoever has it can have a
//! question look like one of a known customer, and no more.

use conversation::contact::EmailAddress;
use conversation::text::PersonName;
use protocol::identity::{Identity, IdentityKey};
use protocol::question::Ask;
use worker::Response;

use super::sql::{Sql, values};
use super::{Site, json_with_status, now};
use crate::problem::ApiResult;
use crate::{random, secrets};

/// `POST /v1/admin/sites/{site}/identity-key`: an earlier key ends, and with it whatever was signed.
pub(super) fn make_key(site: &Site) -> ApiResult<Response> {
    let key = random::token(32);
    let statement = "INSERT INTO identity_key (only, key, made_at) VALUES (1, ?, ?)
                     ON CONFLICT (only) DO UPDATE SET key = excluded.key, made_at = excluded.made_at";
    site.sql.run(statement, values![key, now()])?;
    json_with_status(&IdentityKey { key }, 201)
}

/// The site's key, once it has one.
pub(super) fn key(sql: &Sql) -> ApiResult<Option<String>> {
    Ok(sql.row("SELECT key FROM identity_key", values![])?.map(|row| row.text(0)))
}

/// Takes over who asks, and says whether that is verified; nothing where the page names nobody, or does not claim to
/// have it signed.
///
/// A wrong signature loses nothing: what the page says then counts as much as what a visitor types, and less than
/// what this one has typed.
pub(super) fn settle(ask: &mut Ask, key: Option<&str>) -> Option<bool> {
    let identity = ask.identity.take()?;
    let named = PersonName::parse(&identity.name).is_ok();
    let reachable = EmailAddress::parse(&identity.email).is_ok();
    let verified = reachable
        && (named || identity.name.is_empty())
        && key.is_some_and(|key| is_signed(key, &identity));
    let name = named.then_some(identity.name);
    let email = reachable.then_some(identity.email);
    if verified {
        (ask.name, ask.email) = (name, email);
    } else {
        ask.name = typed(ask.name.take()).or(name);
        ask.email = typed(ask.email.take()).or(email);
    }
    (!identity.signature.is_empty()).then_some(verified)
}

/// Whether the signature is that of address and name, to the byte.
fn is_signed(key: &str, identity: &Identity) -> bool {
    let text = [&*identity.email, "\n", &*identity.name].concat();
    secrets::is_signature(key, text.as_bytes(), &identity.signature)
}

fn typed(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "kZx0X4mTg1m9m0JcFQ7sJrF0q2y1oX8m3tqVb3l2Yh8";

    /// `printf 'mara@example.org\nMara Lindqvist' | openssl dgst -sha256 -hmac KEY`
    const SIGNATURE: &str = "c055c368f97b5b49008968f37389feb1117b701bce5d84fbd9dfc745d3c4e670";

    fn ask(name: &str, email: &str, signature: &str) -> Ask {
        let [name, email, signature] = [name, email, signature].map(str::to_owned);
        Ask { identity: Some(Identity { name, email, signature }), ..Ask::default() }
    }

    fn mara() -> Ask {
        ask("Mara Lindqvist", "mara@example.org", SIGNATURE)
    }

    #[test]
    fn what_is_signed_takes_the_place_of_what_is_typed() {
        let typed = Some("somebody@example.org".to_owned());
        let mut ask = Ask { email: typed, ..mara() };
        assert_eq!(settle(&mut ask, Some(KEY)), Some(true));
        assert_eq!(ask.name.as_deref(), Some("Mara Lindqvist"));
        assert_eq!(ask.email.as_deref(), Some("mara@example.org"));
        assert_eq!(ask.identity, None);
    }

    /// The example of `docs/identity.md`.
    #[test]
    fn names_of_every_script_are_signed_as_utf_8() {
        let signature = "61a32332c19f4dfdcdec7e7ed1a163d5969661afd49c6e31e33d0f2f05525ac8";
        let mut asked = ask("Zoë Łuczak", "zoe@example.org", signature);
        assert_eq!(settle(&mut asked, Some(KEY)), Some(true));
    }

    #[test]
    fn a_signature_is_of_one_address_and_one_name() {
        for mut other in [
            ask("Mara", "mara@example.org", SIGNATURE),
            ask("Mara Lindqvist", "ada@example.org", SIGNATURE),
            ask("", "mara@example.org\nMara Lindqvist", SIGNATURE),
            ask("Mara Lindqvist", "mara@example.org", &SIGNATURE[1..]),
        ] {
            assert_eq!(settle(&mut other.clone(), Some(KEY)), Some(false), "{other:?}");
            assert_eq!(settle(&mut other, None), Some(false));
        }
        assert_eq!(settle(&mut mara(), Some("another")), Some(false));
        assert_eq!(settle(&mut mara(), None), Some(false));
        assert_eq!(settle(&mut Ask::default(), Some(KEY)), None);
    }

    #[test]
    fn what_nobody_signed_gives_way_to_what_is_typed() {
        let typed = |text: &str| Some(text.to_owned());
        let mut asked = Ask { name: typed("Ada"), email: typed(" "), ..mara() };
        assert_eq!(settle(&mut asked, None), Some(false));
        assert_eq!(asked.name.as_deref(), Some("Ada"));
        assert_eq!(asked.email.as_deref(), Some("mara@example.org"));
    }

    #[test]
    fn a_page_may_fill_in_without_claiming_anything() {
        for key in [Some(KEY), None] {
            let mut asked = ask("Mara Lindqvist", "mara@example.org", "");
            assert_eq!(settle(&mut asked, key), None);
            assert_eq!(asked.email.as_deref(), Some("mara@example.org"));
        }
    }

    #[test]
    fn what_is_no_contact_is_left_out() {
        let mut asked = ask(&"x".repeat(200), "nobody", SIGNATURE);
        assert_eq!(settle(&mut asked, Some(KEY)), Some(false));
        assert_eq!((asked.name, asked.email), (None, None));
    }
}
