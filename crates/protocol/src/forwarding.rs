//! What the team sees of channels: what is on its way to them, and how they do.

use serde::{Deserialize, Serialize};

/// One message on its way to one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivery {
    /// The delivery's id, the same in every attempt.
    pub id: String,
    /// The conversation.
    pub conversation: String,
    /// The channel's id.
    pub channel: String,
    /// What is brought.
    pub kind: DeliveryKind,
    /// How it stands.
    pub state: DeliveryState,
    /// How many times it was tried.
    pub attempts: u32,
    /// Why the latest attempt failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Failure>,
    /// When it is tried next, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<i64>,
    /// When it was queued.
    pub queued_at: i64,
}

/// Why an attempt failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// A stable code; the inbox has words for it under `reason_<code>`.
    pub code: String,
    /// The HTTP status of the channel's answer, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The same in plain English.
    pub text: String,
    /// What the channel's service said of it itself, in its own language, up to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// What a [`Delivery`] brings to a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DeliveryKind {
    /// What the visitor wrote, to the team.
    Message,
    /// What an agent has answered elsewhere, to the rest of the team.
    Reply,
    /// That the conversation was closed or opened again.
    Step,
    /// That the question has come, to the visitor by e-mail.
    Confirmation,
    /// What an agent has answered, to the visitor by e-mail.
    Answer,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DeliveryState {
    /// It is still to be sent, or sent again.
    Waiting,
    /// The channel took it.
    Delivered,
    /// It was given up; an agent may try it again.
    Failed,
}

/// `GET /v1/inbox/deliveries`: what has not arrived, and each channel's health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deliveries {
    /// Waiting and failed deliveries, oldest first, up to 200.
    pub deliveries: Vec<Delivery>,
    /// The site's channels.
    pub channels: Vec<ChannelHealth>,
}

/// How a channel does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelHealth {
    /// The channel's id.
    pub id: String,
    /// Its kind, as a site's configuration names it under `type`, such as `chatwoot`.
    pub kind: String,
    /// Whether it gets only what a topic or a rule sends it.
    pub by_rule: bool,
    /// Where its service reports what happened there: the address to enter in it.
    pub events_url: String,
    /// Why it is switched off; missing while it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switched_off: Option<Failure>,
    /// Who paused it when; missing while nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<ChannelPause>,
    /// Until when it is left alone, because its service asked for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_until: Option<i64>,
    /// How many deliveries wait for it.
    pub waiting: u32,
    /// When the oldest of them was queued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_waiting_at: Option<i64>,
    /// How many were given up.
    pub failed: u32,
    /// When it last took something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succeeded_at: Option<i64>,
    /// Why it last did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<i64>,
    /// When its service last reported something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<i64>,
}

/// A channel that an agent has paused: what is for it waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelPause {
    /// The agent's name.
    pub by: String,
    /// When.
    pub at: i64,
}

/// The answer to `POST /v1/inbox/channels/{channel}/test`: what came of a test question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tested {
    /// Why it failed; missing where the channel took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}
