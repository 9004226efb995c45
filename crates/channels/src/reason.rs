//! Why a delivery did not arrive, for people of a support team.

use std::fmt;

/// Why a delivery did not arrive. Nothing of what the channel answered but its status is in it, so
/// that neither a secret nor a visitor's data can come this way into a log or onto a screen.
///
/// `Display` says it in English; for other languages, the texts `reason_<code>` of the inbox's
/// words are filled with `{status}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No connection came about, or it broke.
    Unreachable,
    /// The connection stood, but no answer came in time.
    TimedOut,
    /// The channel is asked too often.
    Busy(u16),
    /// The channel's own program or its surroundings failed.
    Fault(u16),
    /// The channel points to another address, which is not followed: redirects cost both sides
    /// a request each time, and could lead a signed message to a stranger.
    Moved(u16),
    /// The channel does not accept the signature or the credentials.
    Unauthorised(u16),
    /// The channel does not know the address.
    NotFound(u16),
    /// The channel does not want this message.
    Refused(u16),
    /// The message is larger than the channel takes.
    TooLarge(u16),
    /// The channel wants no messages any more.
    Gone(u16),
    /// The answer's status has no meaning here.
    Unexpected(u16),
    /// The channel may have taken the message or not, cannot be asked, and must not get it twice.
    Uncertain,
    /// The message cannot be put into the form that the channel wants.
    Unsendable,
}

impl Reason {
    /// A stable name, by which words in other languages are found.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Busy(_) => "busy",
            Self::Fault(_) => "fault",
            Self::Moved(_) => "moved",
            Self::Unauthorised(_) => "unauthorised",
            Self::NotFound(_) => "not_found",
            Self::Refused(_) => "refused",
            Self::TooLarge(_) => "too_large",
            Self::Gone(_) => "gone",
            Self::Unexpected(_) => "unexpected",
            Self::Uncertain => "uncertain",
            Self::Unsendable => "unsendable",
        }
    }

    /// The HTTP status of the answer, where there was one.
    #[must_use]
    pub const fn status(self) -> Option<u16> {
        match self {
            Self::Unreachable | Self::TimedOut | Self::Uncertain | Self::Unsendable => None,
            Self::Busy(status)
            | Self::Fault(status)
            | Self::Moved(status)
            | Self::Unauthorised(status)
            | Self::NotFound(status)
            | Self::Refused(status)
            | Self::TooLarge(status)
            | Self::Gone(status)
            | Self::Unexpected(status) => Some(status),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, mend) = match self {
            Self::Unreachable => ("The channel could not be reached", ""),
            Self::TimedOut => ("The channel did not answer in time", ""),
            Self::Busy(_) => ("The channel asked for fewer messages at a time", ""),
            Self::Fault(_) => ("The channel had a fault of its own", ""),
            Self::Moved(_) => {
                ("The channel points to another address", " Enter its final address.")
            }
            Self::Unauthorised(_) => {
                ("The channel did not accept our credentials", " Check the channel's secrets.")
            }
            Self::NotFound(_) => {
                ("The channel does not know this address", " Check the channel's address.")
            }
            Self::Refused(_) => ("The channel did not accept the message", ""),
            Self::TooLarge(_) => (
                "The message is larger than the channel takes",
                " Raise the limit there, then send it again.",
            ),
            Self::Gone(_) => {
                ("The channel wants no more messages", " Change its address to switch it on again.")
            }
            Self::Unexpected(_) => ("The channel gave an answer that says nothing to us", ""),
            Self::Uncertain => (
                "Nobody can tell whether the message arrived",
                " Look for it there before you send it again.",
            ),
            Self::Unsendable => ("The message could not be prepared for the channel", ""),
        };
        match self.status() {
            Some(status) => write!(formatter, "{what} (status {status}).{mend}"),
            None => write!(formatter, "{what}.{mend}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    const ALL: [Reason; 13] = [
        Reason::Unreachable,
        Reason::TimedOut,
        Reason::Busy(429),
        Reason::Fault(500),
        Reason::Moved(301),
        Reason::Unauthorised(401),
        Reason::NotFound(404),
        Reason::Refused(400),
        Reason::TooLarge(413),
        Reason::Gone(410),
        Reason::Unexpected(99),
        Reason::Uncertain,
        Reason::Unsendable,
    ];

    #[test]
    fn every_reason_has_its_words_in_the_inbox() {
        for reason in ALL {
            let key = format!("reason_{}", reason.code());
            assert!(words::inbox::Word::KEYS.contains(&key.as_str()), "add {key} to inbox.toml");
        }
    }

    #[test]
    fn reasons_are_sentences_with_the_status() {
        for reason in ALL {
            let text = reason.to_string();
            assert!(text.ends_with('.'), "{text}");
            let status = reason.status().map(|status| format!("(status {status})"));
            assert!(status.is_none_or(|status| text.contains(&status)), "{text}");
        }
    }
}
