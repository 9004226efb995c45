//! What a mail server says to one command (RFC 5321, section 4.2).

use smtp_proto::response::parser::ResponseReceiver;
use smtp_proto::{AUTH_LOGIN, AUTH_PLAIN, EXT_PIPELINING, EhloResponse};

/// The longest reply that is read, in bytes; the longest that RFC 5321 knows is a list of extensions.
pub const MAX: usize = 64 * 1024;

/// The length of the first whole reply in what has come, with all its lines; nothing where more has to come.
///
/// ```
/// use channels::email::reply::length;
/// assert_eq!(length(b"250-mail.example.org\r\n250 PIPELINING\r\n221 Bye\r\n"), Some(38));
/// assert_eq!(length(b"250-mail.example.org\r\n250 PIPE"), None);
/// ```
#[must_use]
pub fn length(received: &[u8]) -> Option<usize> {
    let mut end = 0;
    for line in received.split_inclusive(|byte| *byte == b'\n') {
        if !line.ends_with(b"\n") {
            return None;
        }
        end += line.len();
        let continues =
            line.len() > 3 && line[..3].iter().all(u8::is_ascii_digit) && line[3] == b'-';
        if !continues {
            return Some(end);
        }
    }
    None
}

/// A reply, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// The code; 0 where it is no reply of a mail server.
    pub(super) code: u16,
    /// What the server says, with its code.
    pub(super) said: String,
}

impl Reply {
    pub(super) fn parse(received: &[u8]) -> Self {
        match ResponseReceiver::default().parse(&mut received.iter()) {
            Ok(reply) => {
                let status = match reply.esc {
                    [0, ..] => String::new(),
                    [class, subject, detail] => format!("{class}.{subject}.{detail} "),
                };
                let said = format!("{} {status}{}", reply.code, reply.message);
                Self { code: reply.code, said }
            }
            Err(_) => Self { code: 0, said: String::from_utf8_lossy(received).into_owned() },
        }
    }
}

/// What a server offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offers {
    /// Whether a command may follow another before that is answered.
    pub(super) pipelining: bool,
    /// Whether it takes name and password in two steps alone.
    pub(super) only_login: bool,
}

impl Offers {
    pub(super) fn parse(received: &[u8]) -> Self {
        EhloResponse::parse(&mut received.iter()).map_or(Self::default(), |offers| Self {
            pipelining: offers.capabilities & EXT_PIPELINING != 0,
            only_login: offers.auth_mechanisms & AUTH_LOGIN != 0
                && offers.auth_mechanisms & AUTH_PLAIN == 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_ends_with_its_last_line() {
        for (received, expected) in [
            (&b""[..], None),
            (b"220", None),
            (b"220 mail.example.org ESMTP\r\n", Some(28)),
            (b"250-a\r\n", None),
            (b"250-a\r\n250 b\r\n", Some(14)),
            (b"250-a\r\n250 b\r\n221 c\r\n", Some(14)),
            (b"250\r\n", Some(5)),
            (b"what?\n", Some(6)),
        ] {
            assert_eq!(length(received), expected, "{received:?}");
        }
    }

    #[test]
    fn replies_are_understood() {
        let reply = Reply::parse(b"550-5.1.1 <x@example.org>:\r\n550 5.1.1 no such user\r\n");
        assert_eq!(reply.code, 550);
        assert!(reply.said.starts_with("550 5.1.1 <x@example.org>:"), "{reply:?}");
        assert_eq!(Reply::parse(b"HTTP/1.1 400 Bad Request\r\n").code, 0);
        assert_eq!(Reply::parse(b"250\r\n").code, 250);
    }

    #[test]
    fn offers_are_understood() {
        let offers =
            Offers::parse(b"250-mail\r\n250-PIPELINING\r\n250-AUTH LOGIN\r\n250 STARTTLS\r\n");
        assert_eq!(offers, Offers { pipelining: true, only_login: true });
        let offers = Offers::parse(b"250-mail\r\n250 AUTH PLAIN LOGIN\r\n");
        assert_eq!(offers, Offers { pipelining: false, only_login: false });
        assert_eq!(Offers::parse(b"502 no\r\n"), Offers::default());
    }
}
