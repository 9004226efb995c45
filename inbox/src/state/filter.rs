//! The lists that a team works through: one for each state of a conversation.

use protocol::conversation::ConversationState;
use protocol::inbox::Counts;

/// Which of the lists is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Filter {
    /// The team owes an answer.
    #[default]
    Waiting,
    /// The team wrote last.
    Answered,
    /// Finished.
    Closed,
    /// Unwanted.
    Spam,
}

impl Filter {
    /// All lists, in the order of their tabs.
    pub(crate) const ALL: [Self; 4] = [Self::Waiting, Self::Answered, Self::Closed, Self::Spam];

    /// The list in which conversations of a state stand.
    pub(crate) fn of(state: ConversationState) -> Self {
        match state {
            ConversationState::Waiting => Self::Waiting,
            ConversationState::Answered => Self::Answered,
            ConversationState::Closed => Self::Closed,
            ConversationState::Spam => Self::Spam,
        }
    }

    /// The state that all conversations of the list share.
    pub(crate) fn state(self) -> ConversationState {
        match self {
            Self::Waiting => ConversationState::Waiting,
            Self::Answered => ConversationState::Answered,
            Self::Closed => ConversationState::Closed,
            Self::Spam => ConversationState::Spam,
        }
    }

    /// Its value in the query of a request.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }

    /// How many conversations the list has.
    pub(crate) fn count(self, counts: &Counts) -> u32 {
        match self {
            Self::Waiting => counts.waiting,
            Self::Answered => counts.answered,
            Self::Closed => counts.closed,
            Self::Spam => counts.spam,
        }
    }
}
