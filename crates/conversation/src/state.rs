//! The states of a conversation, and what moves it from one to another.

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The team owes an answer.
    Waiting,
    /// The team wrote last.
    Answered,
    /// The team has finished with it. A further message of the visitor opens it again.
    Closed,
    /// Unwanted. Nothing that the visitor writes brings it back.
    Spam,
}

/// Who wrote the latest message that both sides see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastWord {
    /// The visitor.
    Visitor,
    /// The team.
    Team,
}

/// What happens to a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The visitor writes.
    VisitorWrites,
    /// The team replies, in the inbox or in a channel.
    TeamReplies,
    /// An agent, or the service behind a channel, closes it.
    Close,
    /// An agent marks it as spam.
    MarkSpam,
    /// An agent takes it back from closed or spam; who wrote last decides where to.
    Reopen(LastWord),
}

/// Why a step cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// A reply to spam would tell its sender that the address works.
    #[error("the conversation is marked as spam; take it out of spam first")]
    ReplyToSpam,
}

impl State {
    /// Every state, in the order in which the inbox lists them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Answered, Self::Closed, Self::Spam];

    /// The state after a step.
    ///
    /// # Errors
    /// Where the step cannot be taken from this state.
    pub fn after(self, step: Step) -> Result<Self, StepError> {
        Ok(match (self, step) {
            (Self::Spam, Step::TeamReplies) => return Err(StepError::ReplyToSpam),
            (Self::Spam, Step::VisitorWrites | Step::Close) | (_, Step::MarkSpam) => Self::Spam,
            (Self::Waiting | Self::Answered, Step::Reopen(_)) => self,
            (_, Step::VisitorWrites | Step::Reopen(LastWord::Visitor)) => Self::Waiting,
            (_, Step::TeamReplies | Step::Reopen(LastWord::Team)) => Self::Answered,
            (_, Step::Close) => Self::Closed,
        })
    }

    /// The state's name on the wire and in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: State, step: Step, to: Result<State, StepError>) {
        assert_eq!(from.after(step), to, "{from:?} after {step:?}");
    }

    #[test]
    fn a_visitor_who_writes_waits_unless_it_is_spam() {
        check(State::Waiting, Step::VisitorWrites, Ok(State::Waiting));
        check(State::Answered, Step::VisitorWrites, Ok(State::Waiting));
        check(State::Closed, Step::VisitorWrites, Ok(State::Waiting));
        check(State::Spam, Step::VisitorWrites, Ok(State::Spam));
    }

    #[test]
    fn a_reply_answers_but_never_goes_to_spam() {
        check(State::Waiting, Step::TeamReplies, Ok(State::Answered));
        check(State::Closed, Step::TeamReplies, Ok(State::Answered));
        check(State::Spam, Step::TeamReplies, Err(StepError::ReplyToSpam));
    }

    #[test]
    fn reopening_returns_to_whoever_owes_the_next_word() {
        check(State::Closed, Step::Reopen(LastWord::Visitor), Ok(State::Waiting));
        check(State::Spam, Step::Reopen(LastWord::Team), Ok(State::Answered));
        check(State::Waiting, Step::Reopen(LastWord::Team), Ok(State::Waiting));
    }

    #[test]
    fn names_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::named(state.name()), Some(state));
        }
        assert_eq!(State::named("open"), None);
    }
}
