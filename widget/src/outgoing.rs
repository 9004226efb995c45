//! What the visitor has sent and the edge has not yet acknowledged. It is kept in the tab's
//! storage with its idempotency key, so that neither a lost connection nor a reload loses it or
//! sends it twice.

use crate::words::{Word, joined};

/// Where something stands on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// It is being sent, or next in line.
    Going,
    /// The connection is lost; it goes again by itself.
    Waiting,
    /// The edge has refused it, for a reason that the visitor can read.
    Refused(Word),
}

/// One question or message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsent {
    /// The idempotency key, the same in every attempt.
    pub(crate) key: String,
    /// The conversation in which it is a message; none where it is a question.
    pub(crate) to: Option<String>,
    /// The request's JSON.
    pub(crate) body: String,
    /// Where it stands. Not stored: after a reload it goes again.
    pub(crate) progress: Progress,
}

/// The stored form: a line each, of key, conversation and JSON, which holds no raw tab or line break.
pub(crate) fn to_text(queue: &[Unsent]) -> String {
    let mut text = String::new();
    for Unsent { key, to, body, .. } in queue {
        text += &joined(&[key, "\t", to.as_deref().unwrap_or_default(), "\t", body, "\n"]);
    }
    text
}

/// Reads the stored form. A line that is none is left out.
pub(crate) fn from_text(text: &str) -> Vec<Unsent> {
    let parse = |line: &str| {
        let mut parts = line.splitn(3, '\t');
        let (key, to, body) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Unsent {
            key: key.to_owned(),
            to: Some(to).filter(|to| !to.is_empty()).map(str::to_owned),
            body: body.to_owned(),
            progress: Progress::Going,
        })
    };
    text.lines().filter_map(parse).collect()
}

/// Puts a question or message at the end of the line. One with the same content that was refused
/// goes again with its own key, since the edge may have stored it all the same; a refused question
/// that has been changed gives way to the new one.
pub(crate) fn enqueue(queue: &mut Vec<Unsent>, to: Option<String>, body: String, new_key: String) {
    let twin = queue.iter().position(|other| {
        let stopped = to.is_none() || matches!(other.progress, Progress::Refused(_));
        stopped && other.to == to && other.body == body
    });
    let key = twin.map_or(new_key, |place| queue.remove(place).key);
    queue.retain(|other| other.to.is_some() || to.is_some());
    queue.push(Unsent { key, to, body, progress: Progress::Going });
}

/// The next to go: the first that the edge has not refused.
pub(crate) fn next(queue: &[Unsent]) -> Option<&Unsent> {
    queue.iter().find(|unsent| !matches!(unsent.progress, Progress::Refused(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsent(key: &str, to: Option<&str>, body: &str) -> Unsent {
        Unsent {
            key: key.to_owned(),
            to: to.map(str::to_owned),
            body: body.to_owned(),
            progress: Progress::Going,
        }
    }

    fn enqueued(queue: &[Unsent], to: Option<&str>, body: &str) -> Vec<Unsent> {
        let mut queue = queue.to_vec();
        enqueue(&mut queue, to.map(str::to_owned), body.to_owned(), "new".to_owned());
        queue
    }

    #[test]
    fn a_reload_loses_nothing() {
        let queue = vec![
            unsent("k1", None, r#"{"text":"a\tb"}"#),
            unsent("k2", Some("n.x"), r#"{"text":""}"#),
        ];
        assert_eq!(from_text(&to_text(&queue)), queue);
        assert_eq!(from_text(""), []);
        assert_eq!(from_text("broken\nk\t\t{}"), [unsent("k", None, "{}")]);
    }

    #[test]
    fn the_same_question_keeps_its_key() {
        let queue = [unsent("old", None, "same")];
        assert_eq!(enqueued(&queue, None, "same"), [unsent("old", None, "same")]);
    }

    #[test]
    fn a_changed_question_gets_a_new_key_and_replaces_the_old_one() {
        let queue = [unsent("old", None, "before")];
        assert_eq!(enqueued(&queue, None, "after"), [unsent("new", None, "after")]);
    }

    #[test]
    fn messages_wait_in_line() {
        let queue = [unsent("old", Some("n.x"), "first")];
        assert_eq!(
            enqueued(&queue, Some("n.x"), "second"),
            [unsent("old", Some("n.x"), "first"), unsent("new", Some("n.x"), "second")]
        );
    }

    #[test]
    fn the_same_words_written_twice_are_two_messages() {
        let queue = [unsent("old", Some("n.x"), "same")];
        assert_eq!(enqueued(&queue, Some("n.x"), "same").len(), 2);
    }

    #[test]
    fn what_was_refused_holds_nothing_up() {
        let mut queue = vec![unsent("a", Some("n.x"), "1"), unsent("b", Some("n.x"), "2")];
        queue[0].progress = Progress::Refused(Word::ErrorServer);
        assert_eq!(next(&queue).unwrap().key, "b");
    }
}
