//! A labelled field with its hint and its error.

use super::element::{Element, element};
use crate::panel::{Panel, Part};
use crate::state;
use crate::words::joined;

/// Wraps a control: gives it the id `name`, and ties the hint `<name>-hint` and the error
/// `<name>-error` to it.
pub(super) fn field(
    panel: Panel,
    name: &'static str,
    label: &str,
    control: Element,
    hint: Element,
) -> Element {
    let hint_id = joined(&[name, "-hint"]);
    let error_id = joined(&[name, "-error"]);
    let error = move || {
        panel.watch(Part::Errors, |state| {
            let error = state.errors.iter().find(|error| error.field == name);
            error.map(|error| panel.words(|words| state::field_error(words, error)))
        })
    };
    element("div")
        .class("field")
        .child(element("label").set("for", name).text(label))
        .child(
            control
                .set("id", name)
                .set("name", name)
                .set("aria-describedby", &joined(&[&error_id, " ", &hint_id]))
                // Said of a right one too: where nothing is said, a browser goes by its own view of what stands there.
                .bind("aria-invalid", move || {
                    let wrong = error().is_some();
                    Some((if wrong { "true" } else { "false" }).to_owned())
                }),
        )
        .child(hint.class("quiet").set("id", &hint_id))
        .child(
            element("p")
                .class("error")
                .set("id", &error_id)
                .live_text(move || error().unwrap_or_default()),
        )
}
