//! How a visitor may be reached, and where the question was asked. An address is
//! checked for what would make it useless or dangerous, not for what only its
//! owner can know.

use crate::text::{TextError, bounded};

/// The longest e-mail address, in bytes (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const MAX_EMAIL: usize = 254;
/// The longest telephone number, in characters: 15 digits (ITU-T E.164) and how people set them apart.
pub const MAX_PHONE: usize = 40;
/// The longest page address that is kept, in characters; a longer one is cut.
pub const MAX_PAGE: usize = 1_000;

/// Why contact details cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Not of the form `name@domain`.
    #[error("write an e-mail address such as name@example.org")]
    Email,
    /// Fewer than 4 or more than 15 digits, or other characters than people use in numbers.
    #[error("write a telephone number such as +49 30 123456")]
    Phone,
    /// Neither `http://` nor `https://`.
    #[error("give the page's address, beginning with http:// or https://")]
    Page,
    /// Not a language tag.
    #[error("give a language tag such as de or en-GB")]
    Locale,
}

/// An e-mail address of the form `name@domain`, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Parses an address. White space and control characters are refused, so
    /// that it can never open a second header.
    ///
    /// # Errors
    /// Where it is not of the form `name@domain`.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let (name, domain) = text.rsplit_once('@').ok_or(ContactError::Email)?;
        // No `contains` of a string: looking for a character in it costs the widget a whole search for strings.
        let odd = |character: char| {
            character.is_whitespace()
                || character.is_control()
                || matches!(
                    character,
                    '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"' | '@'
                )
        };
        let fits = text.len() <= MAX_EMAIL
            && !name.is_empty()
            && !name.contains(odd)
            && !domain.contains(odd)
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty());
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactError::Email) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A telephone number as its owner wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Parses a number.
    ///
    /// # Errors
    /// Where it cannot be a telephone number.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let usual =
            |character| matches!(character, '0'..='9' | '+' | '-' | '/' | '(' | ')' | '.' | ' ');
        let fits = text.len() <= MAX_PHONE && (4..=15).contains(&digits) && text.chars().all(usual);
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactError::Phone) }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The page on which a question was asked. Without its query and fragment, which
/// may carry what the visitor did not mean to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageUrl(String);

impl PageUrl {
    /// Parses a page's address and drops its query and fragment.
    ///
    /// # Errors
    /// Where it begins with neither `http://` nor `https://`.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let address = text.split(['?', '#']).next().unwrap_or_default();
        let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
            return Err(ContactError::Page);
        }
        let line =
            bounded(address, usize::MAX, false).map_err(|_: TextError| ContactError::Page)?;
        Ok(Self(line.chars().take(MAX_PAGE).collect()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A language tag (BCP 47), such as `de` or `en-GB`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale(String);

impl Locale {
    /// Parses a language tag.
    ///
    /// # Errors
    /// Where it does not look like one.
    pub fn parse(text: &str) -> Result<Self, ContactError> {
        let part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let fits = (2..=35).contains(&text.len()) && text.split('-').all(part);
        if fits { Ok(Self(text.to_owned())) } else { Err(ContactError::Locale) }
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_open_a_second_header() {
        assert!(EmailAddress::parse("ada.l+nordwind@example.org").is_ok());
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@example",
            "ada@example..org",
            "ada@example.org\r\nBcc: all@example.org",
            "a b@example.org",
            "<ada@example.org>",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(ContactError::Email), "{bad}");
        }
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        for good in ["+49 30 123456", "(030) 12-34.56", "110 0"] {
            assert_eq!(PhoneNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "123", "call me", "1234567890123456", "0123\n4567"] {
            assert_eq!(PhoneNumber::parse(bad), Err(ContactError::Phone), "{bad}");
        }
    }

    #[test]
    fn a_page_loses_what_the_visitor_did_not_mean_to_send() {
        let page = PageUrl::parse("https://example.org/reset?token=1#top").unwrap();
        assert_eq!(page.as_str(), "https://example.org/reset");
        for bad in ["", "javascript:alert(1)", "https://", "http:///x", "/relative"] {
            assert_eq!(PageUrl::parse(bad), Err(ContactError::Page), "{bad}");
        }
    }

    #[test]
    fn locales_look_like_language_tags() {
        assert!(Locale::parse("de").is_ok() && Locale::parse("zh-Hant-TW").is_ok());
        for bad in ["", "d", "de_DE", "de-", "<b>"] {
            assert_eq!(Locale::parse(bad), Err(ContactError::Locale), "{bad}");
        }
    }
}
