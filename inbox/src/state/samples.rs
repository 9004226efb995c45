//! Conversations and channels for the tests.

use protocol::conversation::ConversationState;
use protocol::forwarding::{ChannelHealth, Delivery, DeliveryKind, DeliveryState, Failure};
use protocol::inbox::{Counts, Detail, List, Summary, Visitor};
use protocol::question::Promise;

/// A waiting conversation, promised by `answer_by`, written at that time too.
pub(crate) fn waiting(id: &str, answer_by: i64) -> Summary {
    Summary {
        id: id.to_owned(),
        state: ConversationState::Waiting,
        name: None,
        topic: None,
        excerpt: String::new(),
        assignee: None,
        promise: Promise { answer_by: Some(answer_by) },
        asked_at: answer_by,
        changed_at: answer_by,
    }
}

/// An answered conversation, written last at `changed_at`.
pub(crate) fn answered(id: &str, changed_at: i64) -> Summary {
    Summary {
        state: ConversationState::Answered,
        promise: Promise::default(),
        ..waiting(id, changed_at)
    }
}

/// A page of the list.
pub(crate) fn page(conversations: Vec<Summary>, cursor: Option<&str>) -> List {
    List { conversations, cursor: cursor.map(str::to_owned), counts: Counts::default() }
}

/// A conversation in full, with nothing in it.
pub(crate) fn detail(summary: Summary) -> Detail {
    let visitor = Visitor {
        name: None,
        email: None,
        phone: None,
        verified: false,
        page: "https://example.org/".to_owned(),
        locale: "de".to_owned(),
    };
    Detail { summary, visitor, entries: Vec::new(), deliveries: Vec::new() }
}

/// A channel that nothing has happened to yet.
pub(crate) fn channel(id: &str) -> ChannelHealth {
    ChannelHealth {
        id: id.to_owned(),
        kind: "webhook".to_owned(),
        by_rule: false,
        events_url: String::new(),
        switched_off: None,
        paused: None,
        rests_until: None,
        waiting: 0,
        oldest_waiting_at: None,
        failed: 0,
        succeeded_at: None,
        failure: None,
        failed_at: None,
        reported_at: None,
    }
}

/// A visitor's message on its way to a channel.
pub(crate) fn delivery(id: &str, channel: &str) -> Delivery {
    Delivery {
        id: id.to_owned(),
        conversation: "a".to_owned(),
        channel: channel.to_owned(),
        kind: DeliveryKind::Message,
        state: DeliveryState::Waiting,
        attempts: 0,
        reason: None,
        next_at: None,
        queued_at: 0,
    }
}

/// Why something did not arrive.
pub(crate) fn failure(code: &str) -> Failure {
    Failure {
        code: code.to_owned(),
        status: None,
        text: "As the edge says.".to_owned(),
        said: None,
    }
}
