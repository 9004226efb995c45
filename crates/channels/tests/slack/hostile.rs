//! Whatever comes in, nothing panics; whatever is sent, it is not markup.

use channels::delivery::{Content, Step, StepTo, Thread, Visitor};
use channels::{Delivery, Exchange};
use conversation::id::ConversationId;
use proptest::prelude::*;
use serde_json::{Value, json};
use timeline::Moment;

use crate::{
    CONVERSATION, NOW, ROOT, answer_of, attempt, body, channel, form, later, message, question,
    request, take,
};

/// All texts of blocks, with what they say of themselves.
fn texts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(fields) if fields.get("text").is_some_and(Value::is_string) => vec![value],
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

proptest! {
    #[test]
    fn no_signed_body_is_too_much(bytes: Vec<u8>) {
        _ = take("application/json", &bytes);
        _ = take("application/x-www-form-urlencoded", &bytes);
    }

    #[test]
    fn no_message_is_too_much(text: String, user: String, file: String, ts: String, odd: bool) {
        let event = json!({
            "type": "message", "channel": "C0123456789", "user": user, "text": text,
            "ts": if odd { ts } else { "1795426100.000200".to_owned() }, "thread_ts": ROOT,
            "files": [{"name": file}],
        });
        let body = json!({"type": "event_callback", "event_id": "Ev1", "event": event}).to_string();
        _ = take("application/json", body.as_bytes());
    }

    #[test]
    fn no_press_is_too_much(action: String, value: String) {
        let payload = json!({"type": "block_actions", "trigger_id": value, "channel": {"id": "C0123456789"},
            "actions": [{"action_id": action, "value": value}]});
        _ = take("application/x-www-form-urlencoded", &form(&payload));
    }

    #[test]
    fn no_answer_is_too_much(status: u16, bytes: Vec<u8>, error: String) {
        let refused = json!({"ok": false, "error": error}).to_string();
        let step = Step { to: StepTo::Closed, from: None, at: NOW };
        for delivery in [
            question(),
            Delivery { repeated: true, ..question() },
            Delivery { repeated: true, ..later(question().content) },
            later(Content::Step(step.clone())),
        ] {
            for body in [&*bytes, refused.as_bytes(), b"{\"ok\":true}", b"{\"ok\":true,\"messages\":[1,{}]}"] {
                _ = attempt(&delivery, &[answer_of(status, http::HeaderMap::new(), body)]);
            }
        }
        let thread = Thread { place: Some(ROOT.to_owned()), ..Thread::default() };
        let id = ConversationId::parse(CONVERSATION).unwrap();
        let answers = [answer_of(status, http::HeaderMap::new(), &bytes)];
        _ = channels::sweep(&channel(), &thread, &id, NOW, &mut Exchange::new(&answers));
    }

    #[test]
    fn any_text_can_be_sent_and_none_is_markup(
        text in "(\\PC|[<>&!@#*:\n]){1,200}", name: Option<String>, times in 1..40_usize,
    ) {
        let text: String = text.repeat(times).chars().take(8_000).collect();
        let mut delivery = Delivery { content: Content::Question(message("m1", &text)), ..question() };
        delivery.conversation.visitor = Visitor { name, ..Visitor::default() };
        let body = body(&request(&delivery, &[]));
        prop_assert!(body["blocks"].as_array().unwrap().len() <= 50);
        let mut all = 0;
        for text in texts(&body["blocks"]) {
            prop_assert_eq!(&text["type"], "plain_text");
            prop_assert_eq!(&text["emoji"], false);
            let length = text["text"].as_str().unwrap().encode_utf16().count();
            prop_assert!((1..=3_000).contains(&length));
            all += length;
        }
        // Those who have measured it met a limit of about 13,000 for all blocks; Latin text of any length stays below.
        prop_assert!(all < 13_000 || !text.is_ascii());
        let fallback = body["text"].as_str().unwrap();
        prop_assert!(!fallback.contains(['<', '>']) && fallback.chars().count() < 2_000);
    }

    #[test]
    fn any_moment_is_survived(now: i64, sent_at: i64) {
        let mut delivery = Delivery { repeated: true, ..question() };
        delivery.content = Content::Question(channels::delivery::Message { sent_at: Moment(sent_at), ..message("m1", "?") });
        _ = channels::deliver(&channel(), &delivery, Moment(now), &mut Exchange::new(&[]));
    }
}
