//! What the panel keeps in the browser, and only after the visitor has written something:
//! the draft, a message and what is unsent in this tab, the conversation's key for later visits.

use protocol::question::Ask;

use crate::host::Host;
use crate::outgoing::{self, Unsent};
use crate::wire::{self, Json};
use crate::words::{digits, joined};

/// A question that is being written.
const DRAFT: &str = "draft";
/// A message that is being written in the conversation.
const MESSAGE: &str = "message";
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
    /// The latest answer of which the page was told.
    pub(crate) told: i64,
}

/// Keeps the draft as it stands, or forgets it once its question is stored.
pub(crate) fn keep_draft(host: &Host, draft: Option<&Ask>) {
    host.keep(false, DRAFT, &draft.map(wire::ask_to_text).unwrap_or_default());
}

/// The draft that an earlier page of this tab has left.
pub(crate) fn kept_draft(host: &Host) -> Option<Ask> {
    Json::parse(&host.kept(false, DRAFT)).ask()
}

/// Keeps the message as it stands, or forgets an empty one.
pub(crate) fn keep_message(host: &Host, message: &str) {
    host.keep(false, MESSAGE, message);
}

/// The message that an earlier page of this tab has left.
pub(crate) fn kept_message(host: &Host) -> String {
    host.kept(false, MESSAGE)
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
    let moment = |at: i64| digits(u64::try_from(at).unwrap_or_default());
    let (seen, told) = (moment(key.seen), moment(key.told));
    let texts = joined(&[r#"{"id":""#, &key.id, r#"","secret":""#, &key.secret]);
    let json = joined(&[&texts, r#"","seen":"#, &seen, r#","told":"#, &told, "}"]);
    host.keep(true, CONVERSATION, &json);
}

/// Notes what was seen and told of a conversation, where it still is the one that is kept: another page may have asked
/// something else meanwhile, whose secret stands nowhere else, or have erased this one.
pub(crate) fn note(host: &Host, key: &Key) {
    if let Some(mut kept) = kept_key(host).filter(|kept| kept.id == key.id) {
        kept.seen = kept.seen.max(key.seen);
        kept.told = kept.told.max(key.told);
        keep_key(host, &kept);
    }
}

/// The key that an earlier visit has left.
pub(crate) fn kept_key(host: &Host) -> Option<Key> {
    let kept = Json::parse(&host.kept(true, CONVERSATION));
    let moment = |name| kept.moment(name).unwrap_or_default();
    let seen = moment("seen");
    // What was seen was told, though an earlier version did not note it.
    let told = seen.max(moment("told"));
    Some(Key { id: kept.text("id")?, secret: kept.text("secret")?, seen, told })
}

/// Forgets a conversation, unless another page has begun another one.
pub(crate) fn forget_key(host: &Host, id: &str) {
    if kept_key(host).is_none_or(|kept| kept.id == id) {
        host.keep(true, CONVERSATION, "");
    }
}
