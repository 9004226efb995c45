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
/// The button that says whether the team is open, and opens the switch.
pub(crate) const STATUS: &str = "status";
/// The switch.
pub(crate) const SWITCH: &str = "switch";
/// The heading of the switch.
pub(crate) const SWITCH_TITLE: &str = "switch-title";
/// What is wrong with the end that was chosen.
pub(crate) const UNTIL_STATE: &str = "until-state";
/// The field for day and time of one's own for the end of a pause.
pub(crate) const PAUSE_UNTIL: &str = "pause-until";
/// The field for a time of one's own for the end of a longer day.
pub(crate) const LONGER_UNTIL: &str = "longer-until";
/// The field for what visitors are told.
pub(crate) const SWITCH_NOTE: &str = "switch-note";
/// How many characters it may still have.
pub(crate) const SWITCH_NOTE_LEFT: &str = "switch-note-left";
/// What is wrong with it.
pub(crate) const SWITCH_NOTE_STATE: &str = "switch-note-state";
/// What visitors would read.
pub(crate) const PREVIEW: &str = "preview";
/// The keyboard's help.
pub(crate) const HELP: &str = "help";

/// The heading of a channel.
pub(crate) fn channel(id: &str) -> String {
    format!("channel-{id}")
}

/// The field with the address of a channel.
pub(crate) fn address(id: &str) -> String {
    format!("address-{id}")
}

/// The row of a conversation.
pub(crate) fn row(id: &str) -> String {
    format!("{ROW}{id}")
}
