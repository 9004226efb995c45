//! Whatever comes in, nothing panics.

use channels::delivery::{Content, Thread};
use channels::exchange::HttpAnswer;
use channels::{Answer, Call, Exchange, Incoming, Pause, event};
use conversation::id::ConversationId;
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use timeline::Moment;

use crate::deliveries::{delivery, message};
use crate::events::headers;
use crate::{CONVERSATION, KEY, NOW, channel, configuration, signing};

proptest! {
    #[test]
    fn no_body_is_too_much(body: Vec<u8>) {
        let incoming = Incoming { headers: &HeaderMap::new(), key: Some(KEY), body: &body };
        _ = event(&channel(configuration()), &incoming, NOW);
    }

    #[test]
    fn no_message_is_too_much(text: String, source: String, name: Option<String>, id: u64) {
        let body = json!({
            "event": "message_created", "id": id, "content": text, "message_type": "outgoing", "private": false,
            "sender": { "name": name }, "attachments": [{ "data_url": source }, { "data_url": text }],
            "conversation": { "contact_inbox": { "source_id": source } },
        });
        let body = body.to_string();
        let incoming = Incoming { headers: &HeaderMap::new(), key: Some(KEY), body: body.as_bytes() };
        _ = event(&channel(configuration()), &incoming, NOW);
    }

    #[test]
    fn no_header_is_too_much(
        timestamp in "[\\x20-\\x7e]{0,30}", signature in "(sha256=)?[\\x20-\\x7e]{0,80}", now: i64,
    ) {
        let headers = headers(&[("x-chatwoot-timestamp", &timestamp), ("x-chatwoot-signature", &signature)]);
        let incoming = Incoming { headers: &headers, key: Some(KEY), body: b"{}" };
        prop_assert!(event(&signing(), &incoming, Moment(now)).is_err());
    }

    #[test]
    fn no_answer_is_too_much(
        answers in prop::collection::vec((any::<u16>(), any::<Vec<u8>>()), 0..8), place: Option<String>,
        repeated: bool,
    ) {
        let answers: Vec<_> = answers.into_iter().map(|(status, body)| {
            Answer::Http(HttpAnswer { status, headers: HeaderMap::new(), body })
        }).collect();
        let thread = Thread { place, ..Thread::default() };
        let content = Content::Question(message("text"));
        let delivery = channels::Delivery { thread: thread.clone(), repeated, ..delivery(content) };
        let channel = channel(configuration());
        _ = channels::deliver(&channel, &delivery, NOW, &mut Exchange::new(&answers));
        let id = ConversationId::parse(CONVERSATION).unwrap();
        _ = channels::sweep(&channel, &thread, &id, NOW, &mut Exchange::new(&answers));
    }

    #[test]
    fn any_text_can_be_sent(text: String, name: Option<String>) {
        let mut delivery = delivery(Content::Question(message(&text)));
        delivery.conversation.visitor.name = name;
        let first = Answer::Http(HttpAnswer { status: 200, headers: HeaderMap::new(), body: b"{}".to_vec() });
        let list = HttpAnswer { status: 200, headers: HeaderMap::new(), body: b"[{\"id\":1}]".to_vec() };
        let answers = [first, Answer::Http(list)];
        let paused = channels::deliver(&channel(configuration()), &delivery, NOW, &mut Exchange::new(&answers));
        let Err(Pause::Call(call)) = paused else { panic!("{paused:?}") };
        let Call::Http(request) = *call else { panic!("{call:?}") };
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        prop_assert!(body["content"].is_string());
    }
}

#[test]
fn a_place_that_is_no_number_is_not_put_into_an_address() {
    for place in ["../../../admin", "", "-1", "1.5", "99999999999999999999999"] {
        let thread = Thread { place: Some(place.to_owned()), ..Thread::default() };
        let delivery =
            channels::Delivery { thread, ..delivery(Content::FollowUp(message("text"))) };
        let paused =
            channels::deliver(&channel(configuration()), &delivery, NOW, &mut Exchange::new(&[]));
        assert!(matches!(paused, Err(Pause::Failed(_))), "{place}");
    }
}
