//! Names of sites, conversations and agents. They stand in addresses, so their
//! letters are few.

use std::fmt;

/// The longest name of a site, an agent, a channel or a topic, in characters.
pub const MAX_SLUG: usize = 40;

/// Random characters of a conversation's id: 26 of base32 carry 130 bits.
pub const CONVERSATION_SUFFIX: usize = 26;

/// A short name made of `a-z`, `0-9` and inner `-`: a site, an agent, a channel or a topic.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// Why a text is no [`Slug`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 40 letters a-z, digits or '-', without '-' at either end")]
pub struct SlugError;

impl Slug {
    /// Parses a short name.
    ///
    /// # Errors
    /// Says which characters are allowed.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=MAX_SLUG).contains(&text.len())
            && text.bytes().all(inner)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fits { Ok(Self(text.to_owned())) } else { Err(SlugError) }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// `<site>.<26 characters of base32>`. The site stands in it so that the edge
/// finds the site's object from the id alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConversationId {
    site: Slug,
    text: String,
}

/// Why a text is no [`ConversationId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a conversation's id is '<site>.<26 characters>'")]
pub struct ConversationIdError;

impl ConversationId {
    /// A new id from 130 random bits, of which the lowest of `random` are taken.
    #[must_use]
    pub fn new(site: &Slug, random: [u8; 17]) -> Self {
        let text = format!("{site}.{}", base32(&random, CONVERSATION_SUFFIX));
        Self { site: site.clone(), text }
    }

    /// Parses an id.
    ///
    /// # Errors
    /// Says the form of an id.
    pub fn parse(text: &str) -> Result<Self, ConversationIdError> {
        let (site, suffix) = text.split_once('.').ok_or(ConversationIdError)?;
        let site = Slug::parse(site).map_err(|_| ConversationIdError)?;
        let fits = suffix.len() == CONVERSATION_SUFFIX
            && suffix.bytes().all(|byte| BASE32.contains(&byte));
        if fits { Ok(Self { site, text: text.to_owned() }) } else { Err(ConversationIdError) }
    }

    /// The site to which the conversation belongs.
    #[must_use]
    pub fn site(&self) -> &Slug {
        &self.site
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// RFC 4648's alphabet in lower case: no character needs escaping in an address.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The first `length` characters of the base32 form of `bytes`.
#[must_use]
pub fn base32(bytes: &[u8], length: usize) -> String {
    (0..length)
        .map(|place| {
            let value = (0..5).fold(0, |value, offset| {
                let bit = place * 5 + offset;
                let byte = bytes.get(bit / 8).copied().unwrap_or(0);
                (value << 1) | usize::from((byte >> (7 - bit % 8)) & 1)
            });
            char::from(BASE32[value])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_narrow() {
        for good in ["nordwind", "a", "a-1", "0"] {
            assert_eq!(Slug::parse(good).unwrap().as_str(), good);
        }
        let long = "a".repeat(MAX_SLUG + 1);
        for bad in ["", "-a", "a-", "A", "ä", "a b", "a.b", long.as_str()] {
            assert_eq!(Slug::parse(bad), Err(SlugError), "{bad}");
        }
    }

    #[test]
    fn a_new_id_parses_and_names_its_site() {
        let site = Slug::parse("nordwind").unwrap();
        let id = ConversationId::new(&site, [0xff; 17]);
        assert_eq!(id.as_str(), format!("nordwind.{}", "7".repeat(26)));
        assert_eq!(ConversationId::parse(id.as_str()).unwrap(), id);
        assert_eq!(id.site(), &site);
    }

    #[test]
    fn foreign_ids_are_refused() {
        for bad in
            ["", "nordwind", "nordwind.", "nordwind.short", "../x.aaaaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            assert_eq!(ConversationId::parse(bad), Err(ConversationIdError), "{bad}");
        }
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        assert_eq!(base32(b"foobar", 9), "mzxw6ytbo");
    }
}
