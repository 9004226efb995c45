//! What the panel keeps in the browser, and only after the visitor has written something:
//! the draft and what is unsent in this tab, the conversation for later visits.
//!
//! Storage may be full or forbidden. Then nothing is kept, and everything else works.

use web_sys::Storage;

use crate::wire::Json;

/// The draft: a question that is being written.
pub(crate) const DRAFT: &str = "draft";
/// What has been sent and is not yet acknowledged.
pub(crate) const OUTGOING: &str = "outgoing";
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

/// Keeps a text in this tab; an empty one is removed.
pub(crate) fn keep_in_tab(site: &str, name: &str, text: &str) {
    keep(tab(), site, name, text);
}

/// What is kept in this tab; empty where there is nothing.
pub(crate) fn kept_in_tab(site: &str, name: &str) -> String {
    kept(tab(), site, name)
}

/// Keeps the conversation's key for later visits.
pub(crate) fn keep_key(site: &str, key: &Key) {
    // Ids and secrets are of letters, digits, '-', '_' and '.', so that nothing needs escaping.
    let seen = key.seen.to_string();
    let json =
        [r#"{"id":""#, &key.id, r#"","secret":""#, &key.secret, r#"","seen":"#, &seen, "}"].concat();
    keep(browser(), site, CONVERSATION, &json);
}

/// The key that an earlier visit has left.
pub(crate) fn kept_key(site: &str) -> Option<Key> {
    let kept = Json::parse(&kept(browser(), site, CONVERSATION));
    let seen = kept.moment("seen").unwrap_or_default();
    Some(Key { id: kept.text("id")?, secret: kept.text("secret")?, seen })
}

/// Forgets the conversation.
pub(crate) fn forget_key(site: &str) {
    keep(browser(), site, CONVERSATION, "");
}

fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn browser() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn keep(storage: Option<Storage>, site: &str, name: &str, text: &str) {
    let Some(storage) = storage else { return };
    let place = place(site, name);
    // A full storage refuses: the text then lives as long as the page.
    let _ = if text.is_empty() { storage.remove_item(&place) } else { storage.set_item(&place, text) };
}

fn kept(storage: Option<Storage>, site: &str, name: &str) -> String {
    storage.and_then(|storage| storage.get_item(&place(site, name)).ok()?).unwrap_or_default()
}

fn place(site: &str, name: &str) -> String {
    ["askhours", site, name].join(":")
}
