//! Which live events are told aloud: a visitor wrote. What the team itself does
//! is seen where it happens.

use std::collections::BTreeMap;

use protocol::conversation::ConversationState;
use protocol::inbox::Summary;

/// Something that is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// A new conversation.
    Question,
    /// A visitor wrote on.
    Message,
}

/// When each conversation was last written in, as far as this page knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    written: BTreeMap<String, i64>,
}

impl Known {
    /// Takes note of what was read.
    pub(crate) fn note(&mut self, summary: &Summary) {
        self.written.insert(summary.id.clone(), summary.changed_at);
    }

    /// Takes note of an event, and says what is new in it. `more_waiting` is whether
    /// more conversations wait than before: that tells a new message from a change
    /// of an old conversation that this page has never seen.
    pub(crate) fn hear(&mut self, summary: &Summary, more_waiting: bool) -> Option<News> {
        let before = self.written.insert(summary.id.clone(), summary.changed_at);
        let written = before.map_or(more_waiting, |before| before < summary.changed_at);
        if !written || summary.state != ConversationState::Waiting {
            return None;
        }
        let is_question = before.is_none() && summary.asked_at == summary.changed_at;
        Some(if is_question { News::Question } else { News::Message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{answered, waiting};

    #[test]
    fn questions_and_messages_are_told_and_nothing_else() {
        let mut known = Known::default();
        let question = waiting("a", 10);
        assert_eq!(known.hear(&question, true), Some(News::Question));
        assert_eq!(known.hear(&question, false), None, "it was assigned");
        let message = Summary { changed_at: 20, ..question.clone() };
        assert_eq!(known.hear(&message, false), Some(News::Message));
        assert_eq!(known.hear(&answered("a", 30), false), None);
        assert_eq!(known.hear(&answered("b", 30), false), None);
    }

    #[test]
    fn what_this_page_has_never_seen_is_told_only_when_more_wait() {
        let mut known = Known::default();
        let old = Summary { changed_at: 20, ..waiting("a", 10) };
        assert_eq!(known.clone().hear(&old, false), None);
        assert_eq!(known.hear(&old, true), Some(News::Message));
        known.note(&waiting("b", 10));
        assert_eq!(known.hear(&waiting("b", 10), true), None);
    }
}
