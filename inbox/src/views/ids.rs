//! The ids of elements that get the focus or are described by others.

/// The list of conversations.
pub(crate) const LIST: &str = "list";
/// What the id of each row begins with.
pub(crate) const ROW: &str = "row-";
/// The search field.
pub(crate) const SEARCH: &str = "search";
/// The heading of what is open on the right.
pub(crate) const HEADING: &str = "heading";
/// The messages, which scroll.
pub(crate) const THREAD: &str = "thread";
/// The field in which replies and notes are written.
pub(crate) const WRITING: &str = "writing";
/// What is said below that field.
pub(crate) const WRITING_STATE: &str = "writing-state";
/// The field for a key.
pub(crate) const KEY: &str = "key";
/// What is said above that field.
pub(crate) const NOTICE: &str = "notice";
/// The keyboard's help.
pub(crate) const HELP: &str = "help";

/// The row of a conversation.
pub(crate) fn row(id: &str) -> String {
    format!("{ROW}{id}")
}
