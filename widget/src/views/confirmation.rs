//! The confirmation: the question is stored, and when the answer comes.

use super::element::{Element, element};
use crate::panel::{Panel, Part};
use crate::words::Word;

/// The confirmation. Focus is moved to its heading, which thereby is read out with the promise.
pub(super) fn confirmation(panel: Panel) -> Element {
    let named = panel.asks_as().map(|identity| identity.email);
    let body = match named.or_else(|| panel.read(|state| state.draft.email.clone())) {
        Some(email) => panel.words(|words| words.fill(Word::SentBodyEmail, &[("email", &email)])),
        None => panel.word(Word::SentBody),
    };
    element("div")
        .class("confirmation")
        .child(
            element("h3")
                .set("tabindex", "-1")
                .set("aria-describedby", "promise")
                .text(&panel.word(Word::SentTitle)),
        )
        .child(element("p").class("promise").set("id", "promise").text(&promised(panel)))
        .child(element("p").class("quiet").text(&body))
}

/// By when the team answers the latest message.
pub(super) fn promised(panel: Panel) -> String {
    let promise = panel.watch(Part::Conversation, |state| {
        state.conversation.as_ref().map(|conversation| conversation.promise.answer_by)
    });
    promise.map(|answer_by| panel.promise(answer_by)).unwrap_or_default()
}
