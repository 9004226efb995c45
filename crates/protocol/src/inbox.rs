//! What the team sees and does: `/v1/inbox/...`.

use serde::{Deserialize, Serialize};

use crate::admin::Role;
use crate::conversation::ConversationState;
use crate::forwarding::Delivery;
use crate::question::Promise;
use crate::site::Topic;
use crate::timeline::Timeline;

/// `POST /v1/inbox/session`: signs in with a personal key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// The key, `<site>.<agent>.<random>`.
    pub key: String,
}

impl std::fmt::Debug for SignIn {
    /// A key has no business in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SignIn { key: .. }")
    }
}

/// `GET` and `POST /v1/inbox/session`: who is signed in, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// The signed-in agent.
    pub agent: Agent,
    /// The whole team, to assign to.
    pub team: Vec<Agent>,
    /// The site's id.
    pub site: String,
    /// The company's name.
    pub name: String,
    /// The site's language.
    pub language: String,
    /// The IANA time zone of the opening hours.
    pub time_zone: String,
    /// The opening hours, and what the team says for now.
    #[serde(flatten)]
    pub opening: Opening,
    /// How many minutes before the end the status says so.
    pub closing_soon: u32,
    /// What a question may be about.
    pub topics: Vec<Topic>,
}

/// `PUT` and `DELETE /v1/inbox/switch`: the opening hours as they now are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opening {
    /// As [`crate::site::Site::revision`].
    #[serde(default)]
    pub revision: i64,
    /// The opening hours, with the switch in them.
    pub timeline: Timeline,
    /// What the team says for now; missing while its hours hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<Switch>,
    /// The opening hours without the switch; missing where they are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<Timeline>,
}

/// `PUT /v1/inbox/switch`: what the team says for now, against its hours. It holds from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Switch {
    /// What holds.
    pub to: SwitchTo,
    /// Until when, taken to the end of its minute, at most 60 days ahead; a pause without it lasts until it is
    /// switched back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// What visitors are told, in the site's language, up to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a team switches to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SwitchTo {
    /// It answers nobody.
    Paused,
    /// It answers, though its hours say otherwise.
    Open,
}

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agent {
    /// The agent's id.
    pub id: String,
    /// The name that visitors see.
    pub name: String,
    /// What the agent may do.
    pub role: Role,
}

/// `GET /v1/inbox/conversations?state=&search=&cursor=`: a page of the list.
/// Waiting conversations stand in the order of their promises, all others with
/// the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct List {
    /// Up to 50 conversations.
    pub conversations: Vec<Summary>,
    /// Give this as `cursor` for the next page; missing on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many there are of each.
    pub counts: Counts,
}

/// How many conversations and deliveries there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Conversations in which the team owes an answer.
    pub waiting: u32,
    /// Conversations in which the team wrote last.
    pub answered: u32,
    /// Finished conversations.
    pub closed: u32,
    /// Unwanted conversations.
    pub spam: u32,
    /// Deliveries that were given up.
    pub failed_deliveries: u32,
}

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// The conversation's id.
    pub id: String,
    /// Where it stands.
    pub state: ConversationState,
    /// The visitor's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The topic's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The beginning of the latest message that both sides see, up to 160 characters.
    pub excerpt: String,
    /// The id of the agent who takes care of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// The reply promise, while it waits.
    pub promise: Promise,
    /// When it was asked.
    pub asked_at: i64,
    /// When the latest message was stored.
    pub changed_at: i64,
}

/// `GET /v1/inbox/conversations/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Detail {
    /// What the list shows of it.
    pub summary: Summary,
    /// Who asked, from where.
    pub visitor: Visitor,
    /// Everything that was written, oldest first, notes included.
    pub entries: Vec<Entry>,
    /// On its way, delivered or given up, oldest first.
    pub deliveries: Vec<Delivery>,
}

/// Who asked, from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Visitor {
    /// The visitor's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The visitor's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the page's server has signed name and e-mail address.
    #[serde(default)]
    pub verified: bool,
    /// The visitor's telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The page on which the question was asked.
    pub page: String,
    /// The visitor's language.
    pub locale: String,
}

/// Something written in a conversation, as the team sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// The message's id.
    pub id: String,
    /// What it is.
    pub kind: EntryKind,
    /// The writer's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The channel through which it came; missing for widget and inbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What was written: text, never markup.
    pub text: String,
    /// What an e-mail quoted, folded away; the visitor never sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoted: Option<String>,
    /// When it was stored.
    pub sent_at: i64,
}

/// What an [`Entry`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EntryKind {
    /// The visitor wrote it.
    Visitor,
    /// The team wrote it to the visitor.
    Reply,
    /// The team wrote it to itself.
    Note,
}

/// `PUT /v1/inbox/conversations/{id}/assignee`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assign {
    /// The agent's id; missing to assign to no one.
    #[serde(default)]
    pub agent: Option<String>,
}

/// `PUT /v1/inbox/conversations/{id}/state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Move {
    /// What to do with it.
    pub to: MoveTo,
}

/// What an agent does with a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MoveTo {
    /// Close it.
    Closed,
    /// Mark it as spam.
    Spam,
    /// Take it back from closed or spam.
    Open,
}
