//! What came in, told to a person, and which question an answer is for.

use std::collections::HashSet;

use anyhow::{Context as _, Result, anyhow};
use serde_json::Value;

/// The deliveries so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    ids: HashSet<String>,
    /// In the order of their questions: the first one is `#1`.
    conversations: Vec<String>,
}

impl Seen {
    /// Remembers a delivery, and tells it in a few lines.
    ///
    /// # Errors
    /// When the body is not what a webhook of Askhours sends.
    pub(crate) fn tell(&mut self, id: &str, body: &[u8]) -> Result<String> {
        let body: Value = serde_json::from_slice(body).context("the body is no JSON")?;
        let data = &body["data"];
        let conversation = text(&data["conversation"]).context("no data.conversation")?;
        if self.ids.contains(id) {
            return Ok(format!("{id} came again; it is known already\n"));
        }
        let told = match body["type"].as_str().unwrap_or_default() {
            "question.created" => self.written("question", &visitor(data), &conversation, data)?,
            "message.created" => self.written("message", &visitor(data), &conversation, data)?,
            "reply.created" => {
                let author = text(&data["author"]["name"]).unwrap_or_else(|| "the team".to_owned());
                let place = text(&data["channel"]).unwrap_or_else(|| "the inbox".to_owned());
                self.written("answer", &format!("{author} in {place}"), &conversation, data)?
            }
            "conversation.closed" => format!("{}was closed\n", self.known(&conversation)),
            "conversation.reopened" => format!("{}was opened again\n", self.known(&conversation)),
            "test" => "a test; the channel works\n".to_owned(),
            // A later edge may tell more, which is no reason to refuse it.
            other => format!("{} is nothing that is shown here\n", printable(other)),
        };
        // What could not be read is no delivery yet: it comes again.
        self.ids.insert(id.to_owned());
        Ok(told)
    }

    /// Tells what was written, by whom.
    fn written(
        &mut self,
        what: &str,
        who: &str,
        conversation: &str,
        data: &Value,
    ) -> Result<String> {
        let asked = text(&data["message"]["text"]).context("no data.message.text")?;
        let mut lines = vec![format!("#{} {what} from {who}", self.number(conversation))];
        let facts = [
            ("page", &data["page"]),
            ("topic", &data["topic"]),
            ("language", &data["locale"]),
            ("promised by", &data["promise_by"]),
            ("inbox", &data["inbox_url"]),
        ];
        let facts = facts.iter().filter_map(|(name, value)| Some((name, text(value)?)));
        lines.extend(facts.map(|(name, value)| format!("   {name:<12} {value}")));
        lines.extend(asked.lines().map(|line| format!("   | {line}")));
        Ok(lines.join("\n") + "\n")
    }

    /// The number of a conversation that was told before, for the beginning of a line.
    fn known(&self, conversation: &str) -> String {
        let known = self.conversations.iter().position(|known| known == conversation);
        known.map_or_else(|| format!("{conversation} "), |index| format!("#{} ", index + 1))
    }

    /// The conversation and the text of a typed line: `#2 text`, or `text` for the last question.
    /// An empty line says nothing.
    ///
    /// # Errors
    /// When there is no such question.
    pub(crate) fn addressed(&self, line: &str) -> Result<Option<(String, String)>> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(None);
        }
        let numbered = line
            .strip_prefix('#')
            .and_then(|rest| rest.split_once(' '))
            .and_then(|(number, text)| Some((number.parse::<usize>().ok()?, text.trim())));
        let (conversation, text) = match numbered {
            Some((number, text)) => {
                (number.checked_sub(1).and_then(|index| self.conversations.get(index)), text)
            }
            None => (self.conversations.last(), line),
        };
        let conversation = conversation.ok_or_else(|| anyhow!("there is no such question yet"))?;
        Ok(Some((conversation.clone(), text.to_owned())))
    }

    fn number(&mut self, conversation: &str) -> usize {
        let known = self.conversations.iter().position(|known| known == conversation);
        let index = known.unwrap_or_else(|| {
            self.conversations.push(conversation.to_owned());
            self.conversations.len() - 1
        });
        index + 1
    }
}

/// Who wrote, by what the visitor left.
fn visitor(data: &Value) -> String {
    let visitor = &data["visitor"];
    let parts = ["name", "email", "phone"].iter().filter_map(|part| text(&visitor[*part]));
    let who: Vec<_> = parts.collect();
    if who.is_empty() { "a visitor".to_owned() } else { who.join(", ") }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(printable)
}

/// Visitors' text must not steer the terminal: control characters other than line ends are shown.
fn printable(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_control() && char != '\n' { '\u{fffd}' } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &[u8] =
        include_bytes!("../../../crates/channels/fixtures/webhook/question.json");

    fn conversation() -> String {
        "nordwind.abcdefghijklmnopqrstuvwxyz".to_owned()
    }

    #[test]
    fn a_question_is_told_once() {
        let mut seen = Seen::default();
        let told = seen.tell("m1", QUESTION).unwrap();
        assert!(told.starts_with("#1 question from Ada, ada@example.org"), "{told}");
        assert!(told.contains("https://nordwind.example/help"), "{told}");
        assert!(told.contains("| Does the night train take bicycles?\n"), "{told}");
        assert!(seen.tell("m1", QUESTION).unwrap().contains("again"));
    }

    #[test]
    fn everything_that_is_sent_is_told() {
        let mut seen = Seen::default();
        seen.tell("m1", QUESTION).unwrap();
        let mut tell = |id: &str, kind: &str, more: &str| {
            let conversation = conversation();
            let data = format!(r#"{{"conversation":"{conversation}"{more}}}"#);
            seen.tell(id, format!(r#"{{"type":"{kind}","data":{data}}}"#).as_bytes())
        };
        let reply = r#","message":{"text":"Yes."},"author":{"name":"Mary"},"channel":"mail""#;
        let told = tell("m2", "reply.created", reply).unwrap();
        assert_eq!(told, "#1 answer from Mary in mail\n   | Yes.\n");
        assert_eq!(tell("m3", "conversation.closed", "").unwrap(), "#1 was closed\n");
        assert_eq!(tell("m4", "conversation.reopened", "").unwrap(), "#1 was opened again\n");
        assert!(tell("m5", "test", "").unwrap().contains("works"));
        assert!(tell("m6", "of.later", "").unwrap().contains("of.later"));
        assert!(tell("m7", "message.created", "").is_err());
        let told = tell("m7", "message.created", r#","message":{"text":"And then?"}"#).unwrap();
        assert!(told.starts_with("#1 message"), "what could not be read was not known: {told}");
    }

    #[test]
    fn a_line_goes_to_the_last_question_or_to_the_numbered_one() {
        let mut seen = Seen::default();
        assert!(seen.addressed("Yes").is_err());
        seen.tell("m1", QUESTION).unwrap();
        let expected = Some((conversation(), "Yes, #2 too".to_owned()));
        assert_eq!(seen.addressed(" Yes, #2 too ").unwrap(), expected);
        assert_eq!(seen.addressed("#1 Yes").unwrap(), Some((conversation(), "Yes".to_owned())));
        assert!(seen.addressed("#0 Yes").is_err());
        assert!(seen.addressed("#2 Yes").is_err());
        assert_eq!(seen.addressed("").unwrap(), None);
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb\nc");
    }
}
