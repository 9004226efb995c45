//! What a channel sends to us.

use conversation::id::ConversationId;
use conversation::text::{PersonName, QuestionText, TextError};

/// A verified message of a channel. One that says nothing to us has neither replies nor a closing;
/// it is acknowledged all the same, so that the channel does not send it again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The channel's own id of it, the same when it is sent again: 1 to 256 visible ASCII
    /// characters.
    pub id: String,
    /// What agents wrote to visitors, in order.
    pub replies: Vec<Reply>,
    /// The conversation that was closed there.
    pub closed: Option<ConversationId>,
}

/// What an agent wrote to a visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// To which conversation it belongs.
    pub conversation: ConversationId,
    /// Text, never markup.
    pub text: QuestionText,
    /// The agent's display name, without an e-mail address.
    pub author: Option<PersonName>,
}

/// Why an event is not taken. What it says is meant for the people who run the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The body is longer than [`MAX_EVENT`](crate::MAX_EVENT).
    #[error("the body is larger than {} bytes; send less at once", crate::MAX_EVENT)]
    TooLarge,
    /// A header is missing or has an unexpected form.
    #[error("the header {0} is missing or malformed; sign the request after Standard Webhooks")]
    Header(&'static str),
    /// The request was signed too long ago, or in the future.
    #[error("the timestamp is more than 5 minutes off; set the clock, and sign each attempt anew")]
    Timestamp,
    /// No signature fits.
    #[error("no signature fits; sign the body's exact bytes with the channel's secret")]
    Signature,
    /// The body is not the expected JSON.
    #[error("the body must be JSON; {0}")]
    Body(&'static str),
    /// The reply's text is empty or too long.
    #[error("data.text: {0}")]
    Text(TextError),
}

impl EventError {
    /// The HTTP status to answer with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::Header(_) | Self::Body(_) => 400,
            Self::Timestamp | Self::Signature => 401,
            Self::Text(_) => 422,
        }
    }
}
