//! Icons: one path each, in a square of 24, drawn in the colour of the text.

use leptos::prelude::*;

/// A speech bubble: the inbox itself.
pub(crate) const BUBBLE: &str =
    "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";
/// A magnifying glass.
pub(crate) const SEARCH: &str = "M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM16 16l4.5 4.5";
/// Back to where one came from.
pub(crate) const BACK: &str = "M15 5l-7 7l7 7";
/// Done.
pub(crate) const CHECK: &str = "M4.5 12.5l5 5l10-11";
/// Not wanted.
pub(crate) const BAN: &str = "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM5.7 5.7l12.6 12.6";
/// Taken back.
pub(crate) const UNDO: &str = "M9 14L4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 0 11H11";
/// On its way to somewhere else.
pub(crate) const FORWARD: &str = "M21 3L10.5 13.5M21 3l-6.5 18l-4-7.5L3 9.500z";
/// Who somebody is.
pub(crate) const DETAILS: &str = "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM12 11v5M12 7.750v.01";
/// Out of the door.
pub(crate) const LEAVE: &str = "M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5l-5-5M21 12H9";
/// Keys.
pub(crate) const KEYBOARD: &str = "M4 6h16a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM7 14h10M6.500 10h.01M10.200 10h.01M13.800 10h.01M17.500 10h.01";
/// A lock: for the team's eyes.
pub(crate) const LOCK: &str = "M7 11h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8 11V8a4 4 0 0 1 8 0v3";

/// More below.
pub(crate) const DOWN: &str = "M6 9.500l6 6l6-6";

/// Draws an icon. It says nothing to a screen reader: words stand beside it, or in a label.
pub(crate) fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
    .into_any()
}
