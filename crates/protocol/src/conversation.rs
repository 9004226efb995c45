//! What the visitor sees of the own conversation.

use conversation::state::State;
use serde::{Deserialize, Serialize};

use crate::question::Promise;

/// `GET /v1/conversations/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conversation {
    /// The conversation's id.
    pub id: String,
    /// Where it stands. A visitor whose conversation is marked as spam sees it waiting.
    pub state: ConversationState,
    /// By when the team says it will answer the latest message.
    pub promise: Promise,
    /// All messages, oldest first.
    pub messages: Vec<Message>,
}

/// One message that both sides see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// The message's id.
    pub id: String,
    /// Who wrote it.
    pub from: Author,
    /// The agent's display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What was written: text, never markup.
    pub text: String,
    /// When it was stored.
    pub sent_at: i64,
}

/// The two sides of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Author {
    /// The visitor.
    Visitor,
    /// The team.
    Team,
}

/// The answer to `POST /v1/conversations/{id}/messages`, with status 201.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Written {
    /// The stored message.
    pub message: Message,
    /// By when the team says it will answer it.
    pub promise: Promise,
}

/// The states of a conversation on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ConversationState {
    /// The team owes an answer.
    Waiting,
    /// The team wrote last.
    Answered,
    /// The team has finished with it.
    Closed,
    /// Unwanted; only the team sees this state.
    Spam,
}

impl From<State> for ConversationState {
    fn from(state: State) -> Self {
        match state {
            State::Waiting => Self::Waiting,
            State::Answered => Self::Answered,
            State::Closed => Self::Closed,
            State::Spam => Self::Spam,
        }
    }
}

impl From<ConversationState> for State {
    fn from(state: ConversationState) -> Self {
        match state {
            ConversationState::Waiting => Self::Waiting,
            ConversationState::Answered => Self::Answered,
            ConversationState::Closed => Self::Closed,
            ConversationState::Spam => Self::Spam,
        }
    }
}
