//! What a channel tells us.

use conversation::id::ConversationId;
use conversation::text::{PersonName, TextError};
use http::HeaderMap;

/// A request of a channel's service.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// What stands last in its address, where that is of the sender's choice: a secret, or the id of a transaction.
    pub key: Option<&'a str>,
    /// Its body.
    pub body: &'a [u8],
}

/// A verified request of a channel's service. One that says nothing to us has no news; it is acknowledged all the
/// same, so that the service does not send it again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// The service's own id of it, the same when it is sent again: 1 to 256 visible ASCII characters.
    /// Nothing where it has none; then the ids of the news alone keep repetitions apart.
    pub id: Option<String>,
    /// What it tells, in order.
    pub news: Vec<News>,
    /// The JSON with which the service wants it answered; status 204 without a body where it wants none.
    pub answer: Option<String>,
}

/// Something that happened on a channel's side, told by an event or found by a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// In which conversation.
    pub of: Whose,
    /// What.
    pub what: What,
}

/// How a channel names a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// By our id of it.
    Conversation(ConversationId),
    /// By the service's own name of it: the [`Receipt::place`](crate::Receipt::place) of its first delivery.
    Place(String),
    /// By a token of its [`Thread`](crate::delivery::Thread), which says whether the team or the visitor writes.
    Token(String),
    /// By the id of a delivery, to which somebody has answered: the team, or the visitor where it was for them. The
    /// first of these that is known counts.
    Sent(Vec<String>),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody wrote: an agent to the visitor, or by e-mail the visitor to the team.
    Written(Written),
    /// The conversation was closed there.
    Closed,
    /// It was opened again there.
    Opened,
}

/// What somebody wrote on a channel's side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The service's own id of it, by which an event and a sweep tell that they mean the same.
    pub remote: String,
    /// Text, never markup. It may be longer than a message; then it becomes several.
    pub text: String,
    /// What the writer has quoted, folded away.
    pub quoted: Option<String>,
    /// The names of the files that came with it, which stay where they are.
    pub attachments: Vec<String>,
    /// The agent's display name, without an e-mail address.
    pub author: Option<String>,
}

/// The name that a visitor may see of an agent: no e-mail address, which some systems show where they know no name.
#[must_use]
pub fn display_name(name: &str) -> Option<String> {
    let name = PersonName::parse(name).ok()?;
    (!name.as_str().contains('@')).then(|| name.as_str().to_owned())
}

/// Why an event is not taken. What it says is meant for the people who run the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The body is longer than [`MAX_EVENT`](crate::MAX_EVENT), or an e-mail than [`MAX_MAIL`](crate::MAX_MAIL).
    #[error("the body is larger than {0} bytes; send less at once")]
    TooLarge(usize),
    /// A header is missing or has an unexpected form.
    #[error(
        "the header {0} is missing or malformed; the channel's page in docs/channels says how to sign"
    )]
    Header(&'static str),
    /// The secret at the end of the address is missing or wrong.
    #[error("the secret at the end of the address is missing or wrong; copy the whole address")]
    Key,
    /// The request was signed too long ago, or in the future.
    #[error("the timestamp is more than 5 minutes off; set the clock, and sign each attempt anew")]
    Timestamp,
    /// No signature fits.
    #[error("no signature fits; sign the body's exact bytes with the channel's secret")]
    Signature,
    /// The body is not what was expected.
    #[error("the body is not as expected; {0}")]
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
            Self::TooLarge(_) => 413,
            Self::Header(_) | Self::Body(_) => 400,
            Self::Key | Self::Timestamp | Self::Signature => 401,
            Self::Text(_) => 422,
        }
    }
}
