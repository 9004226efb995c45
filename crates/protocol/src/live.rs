//! What the sockets say. A client that reconnects reads the whole state again by
//! HTTP, so that an event is never the only place where something stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::conversation::{ConversationState, Message};
use crate::inbox::{Counts, Opening, Summary};
use crate::question::Promise;
use crate::timeline::Timeline;

/// The subprotocol of the visitor's socket; behind it the client offers the
/// conversation's secret as a second one, since browsers cannot set headers.
pub const SUBPROTOCOL: &str = "askhours.v1";

/// `GET /v1/conversations/{id}/live`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum VisitorEvent {
    /// A message was stored, of either side.
    Message {
        /// The message.
        message: Message,
        /// The conversation's state with it.
        state: ConversationState,
        /// The promise that now holds.
        promise: Promise,
    },
    /// The team changed the conversation's state.
    State {
        /// The new state.
        state: ConversationState,
    },
    /// The conversation was erased.
    Erased,
    /// The team's opening hours are others now.
    Opening {
        /// The site's opening hours.
        timeline: Timeline,
        /// Those of the schedules that topics pick.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        schedules: BTreeMap<String, Timeline>,
        /// As [`crate::site::Site::revision`].
        #[serde(default)]
        revision: i64,
    },
}

/// `GET /v1/inbox/live`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum InboxEvent {
    /// A conversation is new or has changed.
    Changed {
        /// The conversation.
        conversation: Summary,
        /// The counts with it.
        counts: Counts,
    },
    /// A conversation was erased by its visitor.
    Erased {
        /// Its id.
        conversation: String,
        /// The counts without it.
        counts: Counts,
    },
    /// Deliveries have changed: some failed for good, or go again.
    Deliveries {
        /// The counts with it.
        counts: Counts,
    },
    /// The team's opening hours are others now.
    Opening {
        /// What holds.
        opening: Opening,
    },
}
