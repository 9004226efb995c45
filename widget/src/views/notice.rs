//! A notice: what stands between the visitor and an answer, or what has just happened.

use super::element::{Element, element};
use crate::panel::{Panel, Part};
use crate::words::Word;

/// The panel's notice, where there is one. It is read out by the panel's live region.
pub(super) fn notice(panel: Panel) -> Option<Word> {
    panel.watch(Part::Errors, |state| state.notice)
}

/// A notice as the only child, or none.
pub(super) fn maybe_said(panel: Panel, word: Option<Word>) -> Vec<Element> {
    word.map(|word| said(panel, word)).into_iter().collect()
}

/// One notice.
pub(super) fn said(panel: Panel, word: Word) -> Element {
    let class = match word {
        Word::Erased | Word::Offline | Word::OfflineMessage | Word::Reconnecting => "notice",
        _ => "notice error",
    };
    element("p").class(class).text(&panel.word(word))
}
