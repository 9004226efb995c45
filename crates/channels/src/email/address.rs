//! An e-mail address that fits into an envelope and a header as it is.

use std::fmt;

/// The longest local part, in characters (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// The longest address, in characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).
const MAX_ADDRESS: usize = 254;
/// What stands before the secret in a visitor's address of a conversation.
const SECRET: &str = "?secret=";
/// Shorter ones are somebody else's.
const MIN_SECRET: usize = 20;
/// The length of a token that marks an address.
pub(crate) const TOKEN: usize = 16;
/// The longest local part to which `+` and a token can be added.
const MAX_MARKED: usize = MAX_LOCAL - 1 - TOKEN;

/// An address of plain ASCII letters, without quoted parts and comments: nothing in it can end a header, an envelope
/// or a line, and no server needs an extension to take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mailbox {
    local: String,
    domain: String,
}

/// Not an address that we can write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address must look like questions@example.org, in ASCII letters and without a name")]
pub(crate) struct MailboxError;

impl Mailbox {
    /// Parses an address.
    ///
    /// # Errors
    /// Says what it should look like.
    pub(crate) fn parse(text: &str) -> Result<Self, MailboxError> {
        let (local, domain) = text.trim().rsplit_once('@').ok_or(MailboxError)?;
        // RFC 5322's atext, and dots wherever people have them.
        let atext =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
        let fits = (1..=MAX_LOCAL).contains(&local.len())
            && local.len() + 1 + domain.len() <= MAX_ADDRESS
            && local.bytes().all(atext)
            && !dots
            && domain.split('.').all(label);
        let own = || Self { local: local.to_owned(), domain: domain.to_ascii_lowercase() };
        fits.then(own).ok_or(MailboxError)
    }

    /// What stands behind the `@`, in lower case.
    pub(crate) fn domain(&self) -> &str {
        &self.domain
    }

    /// Whether a token can be added to it.
    pub(crate) fn takes_token(&self) -> bool {
        self.local.len() <= MAX_MARKED && !self.local.contains('+')
    }

    /// The same with `+`, the site and a token. A site whose name is too long for an address is left out: only where
    /// one address takes the answers of several sites is it needed.
    pub(crate) fn marked(&self, site: &str, token: &str) -> Option<Self> {
        if !self.takes_token() || !is_token(token) {
            return None;
        }
        let full = format!("{}+{site}.{token}@{}", self.local, self.domain);
        let short = || format!("{}+{token}@{}", self.local, self.domain);
        Self::parse(&full).or_else(|_| Self::parse(&short())).ok()
    }

    /// The token that marks `text`, where that is this address with one.
    pub(crate) fn token_of(&self, text: &str) -> Option<String> {
        let other = Self::parse(text).ok()?;
        let (local, mark) = other.local.split_once('+')?;
        let token = mark.rsplit('.').next()?.to_ascii_lowercase();
        let ours = local.eq_ignore_ascii_case(&self.local) && other.domain == self.domain;
        (ours && is_token(&token)).then_some(token)
    }

    /// Whether both are the same mailbox, whatever stands behind a `+`.
    pub(crate) fn is_same_box(&self, text: &str) -> bool {
        let base = |mailbox: &Self| {
            let local = mailbox.local.split('+').next().unwrap_or_default();
            (local.to_ascii_lowercase(), mailbox.domain.clone())
        };
        Self::parse(text).is_ok_and(|other| base(&other) == base(self))
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.local, self.domain)
    }
}

/// The site that an address with a token names.
///
/// ```
/// use channels::email::site_of;
/// assert_eq!(site_of("questions+nordwind.abcdefghijklmnop@example.org"), Some("nordwind"));
/// assert_eq!(site_of("questions+abcdefghijklmnop@example.org"), None);
/// ```
#[must_use]
pub fn site_of(recipient: &str) -> Option<&str> {
    let (local, _) = recipient.trim().rsplit_once('@')?;
    let (_, mark) = local.split_once('+')?;
    let (site, token) = mark.rsplit_once('.')?;
    (!site.is_empty() && is_token(&token.to_ascii_lowercase())).then_some(site)
}

/// The text without the tokens of addresses in it: whoever reads it could write with them.
pub(crate) fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        let mark = before.bytes().rev().take_while(|byte| known(*byte)).count();
        let (kept, mark) = before.split_at(at - mark);
        let token = mark.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match kept.strip_suffix('+') {
            Some(kept) if is_token(&token) => plain.push_str(kept),
            _ => plain.push_str(before),
        }
        plain.push('@');
        rest = &after[1..];
    }
    plain.push_str(rest);
    without_secrets(&plain)
}

/// The text without the visitors' secrets at the end of a conversation's address.
fn without_secrets(text: &str) -> String {
    let mut pieces = text.split(SECRET);
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let secret = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=');
        let after = piece.trim_start_matches(secret);
        if piece.len() - after.len() < MIN_SECRET {
            plain.push_str(SECRET);
            plain.push_str(piece);
        } else {
            plain.push_str(after);
        }
    }
    plain
}

fn is_token(text: &str) -> bool {
    let base32 = |byte: u8| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte);
    text.len() == TOKEN && text.bytes().all(base32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "abcdefghijklmn27";

    fn mailbox(text: &str) -> Mailbox {
        Mailbox::parse(text).unwrap()
    }

    #[test]
    fn an_address_ends_neither_a_header_nor_an_envelope() {
        for good in
            ["ada@example.org", "ada.l+x@Example.org", "root@localhost", "o'neil@a-b.example"]
        {
            assert!(Mailbox::parse(good).is_ok(), "{good}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        for bad in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@example..org",
            "ada@example.org\r\nRCPT TO:<all@example.org>",
            "ada\n@example.org",
            "a b@example.org",
            "<ada@example.org>",
            "ada@example.org>",
            "\"ada\"@example.org",
            "ada,bob@example.org",
            "adä@example.org",
            "ada@exämple.org",
            ".ada@example.org",
            "ada@[127.0.0.1]",
            "Ada <ada@example.org>",
            &long,
        ] {
            assert_eq!(Mailbox::parse(bad), Err(MailboxError), "{bad}");
        }
    }

    #[test]
    fn a_token_is_found_again_and_nobody_elses() {
        let own = mailbox("questions@example.org");
        let marked = own.marked("nordwind", TOKEN).unwrap().to_string();
        assert_eq!(marked, format!("questions+nordwind.{TOKEN}@example.org"));
        assert_eq!(own.token_of(&marked).as_deref(), Some(TOKEN));
        assert_eq!(own.token_of(&marked.to_uppercase()).as_deref(), Some(TOKEN));
        assert_eq!(site_of(&marked), Some("nordwind"));
        for foreign in [
            "questions@example.org",
            "questions+news@example.org",
            &format!("other+nordwind.{TOKEN}@example.org"),
            &format!("questions+nordwind.{TOKEN}@example.com"),
            &format!("questions+nordwind.{TOKEN}1@example.org"),
        ] {
            assert_eq!(own.token_of(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn tokens_are_taken_out_of_a_text() {
        let text = format!(
            "To: <a+nordwind.{TOKEN}@example.org>, b+{TOKEN}@x.example, c+news@y.example, d@ä"
        );
        let plain = "To: <a@example.org>, b@x.example, c+news@y.example, d@ä";
        assert_eq!(unmarked(&text), plain);
        let address = "<https://ask.example/nordwind/conversations/nordwind.a";
        let text = format!("{address}?secret={}>\n?secret=x", "a-_Z".repeat(10));
        assert_eq!(unmarked(&text), format!("{address}>\n?secret=x"));
    }

    #[test]
    fn a_marked_address_fits_64_characters() {
        let (own, site) = (mailbox("questions@example.org"), "a".repeat(40));
        let short = own.marked(&site, TOKEN).unwrap().to_string();
        assert_eq!(short, format!("questions+{TOKEN}@example.org"));
        assert_eq!(own.token_of(&short).as_deref(), Some(TOKEN));
        let longest = mailbox(&format!("{}@example.org", "a".repeat(MAX_MARKED)));
        assert!(longest.marked("nordwind", TOKEN).is_some());
        let longer = mailbox(&format!("{}@example.org", "a".repeat(MAX_MARKED + 1)));
        assert!(!longer.takes_token() && longer.marked("nordwind", TOKEN).is_none());
    }
}
