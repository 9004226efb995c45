//! Why a delivery did not arrive, in the reader's language.

use protocol::forwarding::Failure;
use words::inbox::Word;

use crate::state::channels::Outcome;
use crate::words::Words;

/// The words for a reason. A code that is newer than this page is told in the
/// English that came with it.
pub(crate) fn sentence(words: &Words, failure: &Failure) -> String {
    let Some(word) = word(&failure.code) else { return failure.text.clone() };
    let status = failure.status.map_or_else(|| "–".to_owned(), |status| status.to_string());
    words.fill(word, &[("status", &status)])
}

/// The same, and then what the service said itself.
pub(crate) fn sentences(words: &Words, failure: &Failure) -> String {
    let reason = sentence(words, failure);
    match &failure.said {
        Some(said) => format!("{reason} {}", words.fill(Word::ServiceSaid, &[("text", said)])),
        None => reason,
    }
}

/// What came of an action on a channel.
pub(crate) fn outcome(words: &Words, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Arrived => words.get(Word::ChannelTestArrived).to_owned(),
        Outcome::Failed(failure) => {
            words.fill(Word::ChannelTestFailed, &[("reason", &sentences(words, failure))])
        }
        Outcome::NotDone => words.get(Word::ErrorAction).to_owned(),
    }
}

fn word(code: &str) -> Option<Word> {
    Some(match code {
        "unreachable" => Word::ReasonUnreachable,
        "timed_out" => Word::ReasonTimedOut,
        "busy" => Word::ReasonBusy,
        "fault" => Word::ReasonFault,
        "moved" => Word::ReasonMoved,
        "unauthorised" => Word::ReasonUnauthorised,
        "not_found" => Word::ReasonNotFound,
        "refused" => Word::ReasonRefused,
        "too_large" => Word::ReasonTooLarge,
        "gone" => Word::ReasonGone,
        "unexpected" => Word::ReasonUnexpected,
        "uncertain" => Word::ReasonUncertain,
        "unsendable" => Word::ReasonUnsendable,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples;
    use crate::words::english;

    fn failure(code: &str, status: Option<u16>) -> Failure {
        Failure { status, ..samples::failure(code) }
    }

    #[test]
    fn every_reason_of_the_locale_files_is_known() {
        for key in Word::KEYS.iter().filter_map(|key| key.strip_prefix("reason_")) {
            assert!(word(key).is_some(), "{key}");
        }
    }

    #[test]
    fn a_code_of_tomorrow_is_told_as_it_came() {
        assert_eq!(sentence(&english(), &failure("new", None)), "As the edge says.");
        assert!(sentence(&english(), &failure("fault", Some(503))).contains("503"));
    }

    #[test]
    fn what_the_service_said_stands_behind_our_words() {
        let failure =
            Failure { said: Some("Inbox {x} is gone".to_owned()), ..failure("gone", Some(410)) };
        assert_eq!(
            outcome(&english(), &Outcome::Failed(failure)),
            "The test question has not arrived. The channel wants no more messages (status 410). \
             Change its address to switch it on again. The service says: “Inbox {x} is gone”"
        );
        assert_eq!(outcome(&english(), &Outcome::Arrived), "The test question has arrived.");
    }
}
