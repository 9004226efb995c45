//! What is seen of the panel. The views read the state and draw; what they decide stands in `state`.

mod confirmation;
mod conversation;
mod element;
mod field;
mod form;
mod notice;

pub(crate) use element::Element;
use element::element;

use crate::panel::{Panel, Part};
use crate::state::View;

/// The whole panel.
pub(crate) fn panel(panel: Panel) -> Element {
    let said = move || panel.watch(Part::Said, |state| state.said.clone());
    element("div")
        .class("view")
        // Always there, since readers only notice changes within a region that they know: no `p`, since an empty one is
        // not displayed.
        .child(element("div").class("hidden").set("aria-live", "polite").live_text(said))
        .drawn(
            move || panel.watch(Part::View, |state| state.view),
            move |view| match view {
                View::Form => vec![form::form(panel)],
                View::Conversation => conversation::conversation(panel),
            },
        )
}
