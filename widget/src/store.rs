//! What the panel keeps in the browser, and only after the visitor has written something:
//! the draft and what is unsent in this tab, the conversation's key for later visits.

use protocol::question::Ask;

use crate::host::Host;
use crate::outgoing::{self, Unsent};
use crate::wire::{self, Json};

/// A question that is being written.
const DRAFT: &str = "draft";
/// What has been sent and is not yet acknowledged.
const OUTGOING: &str = "outgoing";
/// The conversation that the visitor has begun.
const CONVERSATION: &str = "conversation";

/// The visitor's key to the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The conversation's id.
    pub(crate) id: String,
    /// Proves to the edge that a reader is this visitor.
    pub(crate) secret: String,
    /// The latest answer that the visitor has seen.
    pub(crate) seen: i64,
}

/// Keeps the draft as it stands, or forgets it once its question is stored.
pub(crate) fn keep_draft(host: &Host, draft: Option<&Ask>) {
    host.keep(false, DRAFT, &draft.map(wire::ask_to_text).unwrap_or_default());
}

/// The draft that an earlier page of this tab has left.
pub(crate) fn kept_draft(host: &Host) -> Option<Ask> {
    Json::parse(&host.kept(false, DRAFT)).ask()
}

/// Keeps what is unsent.
pub(crate) fn keep_queue(host: &Host, queue: &[Unsent]) {
    host.keep(false, OUTGOING, &outgoing::to_text(queue));
}

/// What an earlier page of this tab has left unsent.
pub(crate) fn kept_queue(host: &Host) -> Vec<Unsent> {
    outgoing::from_text(&host.kept(false, OUTGOING))
}

/// Keeps the conversation's key for later visits.
pub(crate) fn keep_key(host: &Host, key: &Key) {
    // Ids and secrets are of letters, digits, '-', '_' and '.', so that nothing needs escaping.
    let seen = key.seen.to_string();
    let json = [r#"{"id":""#, &key.id, r#"","secret":""#, &key.secret, r#"","seen":"#, &seen, "}"]
        .concat();
    host.keep(true, CONVERSATION, &json);
}

/// The key that an earlier visit has left.
pub(crate) fn kept_key(host: &Host) -> Option<Key> {
    let kept = Json::parse(&host.kept(true, CONVERSATION));
    let seen = kept.moment("seen").unwrap_or_default();
    Some(Key { id: kept.text("id")?, secret: kept.text("secret")?, seen })
}

/// Forgets the conversation.
pub(crate) fn forget_key(host: &Host) {
    host.keep(true, CONVERSATION, "");
}
