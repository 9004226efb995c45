//! Why a delivery did not arrive, in the reader's language.

use protocol::inbox::Failure;
use words::inbox::Word;

use crate::words::Words;

/// The words for a reason. A code that is newer than this page is told in the
/// English that came with it.
pub(crate) fn sentence(words: &Words, failure: &Failure) -> String {
    let Some(word) = word(&failure.code) else { return failure.text.clone() };
    let status = failure.status.map_or_else(|| "–".to_owned(), |status| status.to_string());
    words.fill(word, &[("status", &status)])
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
        "unsendable" => Word::ReasonUnsendable,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::english;

    fn failure(code: &str, status: Option<u16>) -> Failure {
        Failure { code: code.to_owned(), status, text: "As the edge says.".to_owned() }
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
}
