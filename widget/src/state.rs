//! What the panel shows, and what it makes of an answer of the edge. Plain rules, no browser.

use conversation::contact::{EmailAddress, MAX_EMAIL, MAX_PHONE, PhoneNumber};
use conversation::text::{MAX_NAME, MAX_TEXT, PersonName, QuestionText};
use protocol::conversation::{Author, Conversation, Message};
use protocol::problem::FieldError;
use protocol::question::{Ask, Code};
use protocol::site::{AskFor, Need};

use crate::words::{Word, Words, digits};

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// The form for a question.
    Form,
    /// The visitor's conversation.
    Conversation,
}

/// Why a request has brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No answer came: the connection is lost, or the edge is away.
    Unreachable,
    /// The edge has refused.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The problem's stable code.
        code: String,
        /// What is wrong with which field.
        errors: Vec<FieldError>,
    },
}

/// What follows from a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Try again by itself, with the same key.
    Later,
    /// The visitor has to mend fields.
    Mend(Vec<FieldError>),
    /// The conversation does not exist any more.
    Gone,
    /// Tell the visitor, who may try again with the same key.
    Tell(Word),
}

impl Failure {
    /// What follows from this failure of something that was sent.
    pub(crate) fn verdict(self, to_conversation: bool) -> Verdict {
        match self {
            Self::Unreachable => Verdict::Later,
            Self::Refused { errors, .. } if !errors.is_empty() => Verdict::Mend(errors),
            Self::Refused { status: 404, .. } if to_conversation => Verdict::Gone,
            Self::Refused { status: 413, .. } => Verdict::Tell(Word::ErrorTooLong),
            Self::Refused { status: 429, .. } => Verdict::Tell(Word::ErrorRate),
            Self::Refused { code, .. } if code == "origin" => Verdict::Tell(Word::ErrorOrigin),
            Self::Refused { .. } => Verdict::Tell(Word::ErrorServer),
        }
    }
}

/// What is wrong with a question before it is sent; by the rules of the edge, which has the last word.
pub(crate) fn problems(ask: &Ask, ask_for: AskFor) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut check = |field: &str, code: Option<&str>| {
        if let Some(code) = code {
            let (field, code) = (field.to_owned(), code.to_owned());
            errors.push(FieldError { field, code, detail: String::new() });
        }
    };
    check("text", code(QuestionText::parse(&ask.text)));
    check("name", contact(ask.name.as_ref(), ask_for.name, |name| code(PersonName::parse(name))));
    check(
        "email",
        contact(ask.email.as_ref(), ask_for.email, |email| code(EmailAddress::parse(email))),
    );
    check(
        "phone",
        contact(ask.phone.as_ref(), ask_for.phone, |phone| code(PhoneNumber::parse(phone))),
    );
    errors
}

fn code<T>(parsed: Result<T, impl Code>) -> Option<&'static str> {
    parsed.err().map(|error| error.code())
}

/// A contact detail that was left empty is missing or absent, but not wrong.
fn contact(
    value: Option<&String>,
    need: Need,
    parse: impl Fn(&str) -> Option<&'static str>,
) -> Option<&'static str> {
    match value.map(|value| value.trim()) {
        None | Some("") => (need == Need::Required).then_some("missing"),
        Some(value) => parse(value),
    }
}

/// A field's error in the visitor's words.
pub(crate) fn field_error(words: &Words, error: &FieldError) -> String {
    let too_long =
        |limit: usize| words.fill(Word::ErrorTooLong, &[("limit", &digits(limit as u64))]);
    let word = match (error.field.as_str(), error.code.as_str()) {
        (_, "missing") => Word::ErrorMissing,
        ("text", "too_long") => return too_long(MAX_TEXT),
        ("name", "too_long") => return too_long(MAX_NAME),
        ("email", "too_long") => return too_long(MAX_EMAIL),
        ("phone", "too_long") => return too_long(MAX_PHONE),
        ("text", _) => Word::ErrorEmpty,
        ("email", _) => Word::ErrorEmailInvalid,
        ("phone", _) => Word::ErrorPhoneInvalid,
        ("name", _) => Word::ErrorMissing,
        _ => Word::ErrorServer,
    };
    words.get(word).to_owned()
}

/// How many characters may still be written, once that is worth telling.
pub(crate) fn characters_left(text: &str) -> Option<u32> {
    /// Some two sentences: enough to come to an end.
    const WORTH_TELLING: u32 = 200;
    let left = MAX_TEXT.saturating_sub(text.trim().chars().count());
    u32::try_from(left).ok().filter(|left| *left <= WORTH_TELLING)
}

/// When the team wrote last.
pub(crate) fn last_answer(conversation: &Conversation) -> Option<i64> {
    let answers = conversation.messages.iter().filter(|message| message.from == Author::Team);
    answers.map(|message| message.sent_at).max()
}

/// Whether a message is an answer that came after the latest one of which the page was told.
pub(crate) fn tells(message: &Message, told: i64) -> bool {
    message.from == Author::Team && message.sent_at > told
}

/// How long to wait before the next attempt, in milliseconds: twice as long each time, up to a
/// minute, and by chance between nothing and that, so that many visitors do not return at once
/// (AWS Architecture Blog, "Exponential Backoff And Jitter": full jitter). `chance` lies in 0..1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most a minute, and never negative"
)]
pub(crate) fn pause_before(attempt: u32, chance: f64) -> u32 {
    let longest = 1_000 * (1 << attempt.min(6)).min(60);
    // Never quite nothing, so that a refused connection makes no tight loop.
    500 + (f64::from(longest) * chance) as u32
}

#[cfg(test)]
mod tests {
    use protocol::conversation::ConversationState;
    use protocol::question::Promise;

    use super::*;

    fn refused(status: u16, code: &str) -> Failure {
        Failure::Refused { status, code: code.to_owned(), errors: Vec::new() }
    }

    fn error(field: &str, code: &str) -> FieldError {
        FieldError { field: field.to_owned(), code: code.to_owned(), detail: String::new() }
    }

    #[test]
    fn only_a_lost_connection_is_tried_again_by_itself() {
        assert_eq!(Failure::Unreachable.verdict(false), Verdict::Later);
        assert_eq!(refused(500, "internal").verdict(false), Verdict::Tell(Word::ErrorServer));
        assert_eq!(refused(429, "rate").verdict(false), Verdict::Tell(Word::ErrorRate));
        assert_eq!(refused(403, "origin").verdict(true), Verdict::Tell(Word::ErrorOrigin));
    }

    #[test]
    fn only_a_conversation_can_be_gone() {
        assert_eq!(refused(404, "not_found").verdict(true), Verdict::Gone);
        assert_eq!(refused(404, "not_found").verdict(false), Verdict::Tell(Word::ErrorServer));
    }

    #[test]
    fn named_fields_are_for_the_visitor_to_mend() {
        let errors = vec![error("email", "email")];
        let failure =
            Failure::Refused { status: 422, code: "invalid".to_owned(), errors: errors.clone() };
        assert_eq!(failure.verdict(false), Verdict::Mend(errors));
    }

    fn ask() -> Ask {
        Ask {
            text: "Hello?".to_owned(),
            page: "https://example.org/".to_owned(),
            locale: "en".to_owned(),
            ..Ask::default()
        }
    }

    #[test]
    fn a_question_is_checked_by_the_rules_of_the_edge_and_the_site() {
        let named = |ask: &Ask, ask_for: AskFor| -> Vec<(String, String)> {
            problems(ask, ask_for).into_iter().map(|error| (error.field, error.code)).collect()
        };
        let text = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(named(&ask(), AskFor::default()), []);
        let required = AskFor { name: Need::Required, ..AskFor::default() };
        let bad = Ask {
            text: " ".to_owned(),
            email: Some("mara".to_owned()),
            name: Some(" ".to_owned()),
            ..ask()
        };
        assert_eq!(
            named(&bad, required),
            [text("text", "empty"), text("name", "missing"), text("email", "email")]
        );
    }

    #[test]
    fn every_field_error_has_its_words() {
        let words = Words::english();
        let told = |field, code| field_error(&words, &error(field, code));
        assert_eq!(told("text", "empty"), words.get(Word::ErrorEmpty));
        assert!(told("text", "too_long").contains("8000"));
        assert_eq!(told("email", "email"), words.get(Word::ErrorEmailInvalid));
        assert_eq!(told("phone", "missing"), words.get(Word::ErrorMissing));
        assert_eq!(told("page", "page"), words.get(Word::ErrorServer));
    }

    #[test]
    fn the_end_of_the_space_is_told_only_near_it() {
        assert_eq!(characters_left("short"), None);
        assert_eq!(characters_left(&"ü".repeat(MAX_TEXT - 1)), Some(1));
        assert_eq!(characters_left(&"ü".repeat(MAX_TEXT + 1)), Some(0));
    }

    #[test]
    fn pauses_grow_to_a_minute() {
        assert_eq!(pause_before(0, 0.0), 500);
        assert_eq!(pause_before(1, 0.5), 1_500);
        assert_eq!(pause_before(60, 1.0), 60_500);
    }

    #[test]
    fn the_last_answer_is_the_teams() {
        let message = |from, sent_at| Message {
            id: String::new(),
            from,
            name: None,
            text: String::new(),
            sent_at,
        };
        let mut conversation = Conversation {
            id: String::new(),
            state: ConversationState::Waiting,
            promise: Promise::default(),
            messages: vec![message(Author::Visitor, 1)],
        };
        assert_eq!(last_answer(&conversation), None);
        conversation.messages.push(message(Author::Team, 2));
        conversation.messages.push(message(Author::Visitor, 3));
        assert_eq!(last_answer(&conversation), Some(2));
    }
}
