//! What the panel knows, and in which parts the views learn that it has changed.

use protocol::conversation::Conversation;
use protocol::problem::FieldError;
use protocol::question::Ask;

use crate::draft::Filled;
use crate::host::Host;
use crate::outgoing::Unsent;
use crate::state::View;
use crate::store::{self, Key};
use crate::wire::Json;
use crate::words::Word;

/// What the panel knows.
#[derive(Debug)]
pub(crate) struct State {
    /// What is shown.
    pub(crate) view: View,
    /// The question that is being written.
    pub(crate) draft: Ask,
    /// What the page has put into it.
    pub(super) filled: Filled,
    /// The name of the field in which the visitor is, or was last.
    pub(super) field: String,
    /// What is wrong with its fields.
    pub(crate) errors: Vec<FieldError>,
    /// What the visitor is told above the form or below the messages.
    pub(crate) notice: Option<Word>,
    /// The message that is being written.
    pub(crate) message: String,
    /// What is unsent.
    pub(crate) queue: Vec<Unsent>,
    /// The conversation, once it is known.
    pub(crate) conversation: Option<Conversation>,
    /// Whether its question was sent just now.
    pub(crate) just_sent: bool,
    /// Whether its connection is lost.
    pub(crate) lost: bool,
    /// Whether the visitor is asked if it shall be erased.
    pub(crate) erasing: bool,
    /// What screen readers say.
    pub(crate) said: String,
    /// The key to the conversation.
    pub(super) key: Option<Key>,
}

impl State {
    /// What an earlier page has left.
    pub(super) fn kept(host: &Host) -> Self {
        let queue = store::kept_queue(host);
        let question = queue.iter().find(|unsent| unsent.to.is_none());
        let draft = question
            .and_then(|unsent| Json::parse(&unsent.body).ask())
            .or_else(|| store::kept_draft(host))
            .unwrap_or_default();
        let key = store::kept_key(host);
        let view =
            if key.is_some() && question.is_none() { View::Conversation } else { View::Form };
        Self {
            view,
            draft,
            filled: Filled::default(),
            field: String::new(),
            errors: Vec::new(),
            notice: None,
            message: store::kept_message(host),
            queue,
            conversation: None,
            just_sent: false,
            lost: false,
            erasing: false,
            said: String::new(),
            key,
        }
    }
}

/// What a view depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// `view`.
    View,
    /// `draft`.
    Draft,
    /// `errors` and `notice`.
    Errors,
    /// `message`.
    Message,
    /// `queue`.
    Queue,
    /// `conversation`, `just_sent` and `lost`.
    Conversation,
    /// `erasing`.
    Erasing,
    /// `said`.
    Said,
    /// `draft.topic`, and what the page tells: who asks, and the opening hours.
    Told,
}

impl Part {
    pub(super) const COUNT: usize = 9;
}
