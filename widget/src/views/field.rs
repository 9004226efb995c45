//! A labelled field with its hint and its error.

use super::element::{Element, element};
use crate::panel::{Panel, Part};
use crate::state;

/// Wraps a control: gives it the id `name`, and ties the hint `<name>-hint` and the error
/// `<name>-error` to it.
pub(super) fn field(
    panel: Panel,
    name: &'static str,
    label: &str,
    control: Element,
    hint: Element,
) -> Element {
    let hint_id = [name, "-hint"].concat();
    let error_id = [name, "-error"].concat();
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
                .set("aria-describedby", &[&error_id, " ", &hint_id].concat())
                .bind("aria-invalid", move || error().map(|_| "true".to_owned())),
        )
        .child(hint.class("quiet").set("id", &hint_id))
        .child(
            element("p")
                .class("error")
                .set("id", &error_id)
                .live_text(move || error().unwrap_or_default()),
        )
}
