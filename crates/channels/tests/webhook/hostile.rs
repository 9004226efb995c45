//! Whatever comes in, nothing panics.

use channels::delivery::{Message, Visitor};
use channels::{Delivery, event, outcome};
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::Value;
use timeline::Moment;

use crate::{NOW, SECRET, channel, headers, key, question, signed};

proptest! {
    #[test]
    fn no_signed_body_is_too_much(body: Vec<u8>) {
        _ = event(&channel(), &signed(SECRET, NOW, &body), &body, NOW);
    }

    #[test]
    fn no_signed_text_is_too_much(text: String, conversation: String, name: Option<String>) {
        let data = serde_json::json!({
            "conversation": conversation, "text": text, "author": {"name": name},
        });
        let body = serde_json::json!({"type": "reply.created", "data": data}).to_string();
        _ = event(&channel(), &signed(SECRET, NOW, body.as_bytes()), body.as_bytes(), NOW);
    }

    #[test]
    fn no_header_is_too_much(
        values in prop::collection::vec("[\\x20-\\x7e]{0,80}", 3), now: i64,
    ) {
        let headers = headers(&values[0], &values[1], &values[2]);
        let taken = event(&channel(), &headers, b"ping", Moment(now));
        prop_assert!(taken.is_err());
    }

    #[test]
    fn no_answer_is_too_much(status: u16, retry_after in "[\\x20-\\x7e]{0,40}", now: i64) {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", retry_after.parse().unwrap());
        _ = outcome(&channel(), status, &headers, &[], Moment(now));
    }

    #[test]
    fn any_text_can_be_sent(text: String, name: Option<String>, now in 0..4_000_000_000_000_i64) {
        let delivery = Delivery {
            message: Message { text: text.clone(), ..question().message },
            visitor: Visitor { name, ..Visitor::default() },
            ..question()
        };
        let request = channels::request(&channel(), &delivery, Moment(now)).unwrap();
        prop_assert!(key(SECRET).verify(request.headers(), request.body(), Moment(now)).is_ok());
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        prop_assert_eq!(&body["data"]["message"]["text"], &text);
    }
}
