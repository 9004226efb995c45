//! What is posted to the receiver, and what its answers mean.

use channels::delivery::{Content, Message, Reply, Step, StepTo};
use channels::exchange::HttpAnswer;
use channels::webhook::signature::{ID, TIMESTAMP};
use channels::{Answer, Delivery, Exchange, Failure, Reason, Receipt, Then, deliver};
use http::HeaderMap;
use serde_json::{Value, json};
use timeline::{Millis, Moment};

use crate::{
    CONVERSATION, NOW, SECRET, anonymous, answered, channel, failure, fixture, key, later, message,
    question, reply, request,
};

#[test]
fn requests_have_the_recorded_bodies() {
    let step = |to| Content::Step(Step { to, from: Some("desk".to_owned()), at: NOW });
    let mut follow_up = anonymous(later(Content::FollowUp(message("m2", "And a dog?"))));
    follow_up.conversation.locale = "de-AT".to_owned();
    for (delivery, recorded) in [
        (question(), include_str!("../../fixtures/webhook/question.json")),
        (follow_up, include_str!("../../fixtures/webhook/message.json")),
        (later(Content::Reply(reply())), include_str!("../../fixtures/webhook/reply.json")),
        (later(step(StepTo::Closed)), include_str!("../../fixtures/webhook/closed.json")),
        (later(step(StepTo::Open)), include_str!("../../fixtures/webhook/reopened.json")),
        (
            anonymous(later(Content::Test("Grace".to_owned()))),
            include_str!("../../fixtures/webhook/test.json"),
        ),
    ] {
        let body: Value = serde_json::from_slice(request(&delivery, NOW).body()).unwrap();
        assert_eq!(body, serde_json::from_str::<Value>(recorded).unwrap());
    }
}

#[test]
fn a_step_of_what_the_receiver_never_got_is_none() {
    let step = Content::Step(Step { to: StepTo::Closed, from: None, at: NOW });
    let unknown = Delivery { content: step, ..question() };
    let outcome = deliver(&channel(), &unknown, NOW, &mut Exchange::new(&[]));
    assert_eq!(outcome.map_err(failure), Ok(Receipt::default()));
}

#[test]
fn a_reply_of_the_inbox_names_no_channel_and_a_nameless_one_no_author() {
    let nameless = Reply { author: None, from: None, ..reply() };
    let body = request(&later(Content::Reply(nameless)), NOW).into_body();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&body["data"]["author"], body["data"].get("channel")), (&json!({}), None));
}

#[test]
fn what_is_for_the_visitor_alone_is_not_told() {
    for content in [question().content, Content::Reply(reply()), Content::Test("Grace".to_owned())]
    {
        let body = String::from_utf8(request(&later(content), NOW).into_body()).unwrap();
        for hidden in ["secret-of-the-visitor", "visitor-token", "team-token"] {
            assert!(!body.contains(hidden), "{body}");
        }
    }
}

#[test]
fn a_request_is_a_signed_post_to_the_address() {
    let request = request(&question(), NOW);
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://desk.example/hook?team=1");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()[ID], "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk");
    assert_eq!(request.headers()[TIMESTAMP], "1795426000");
    let id = key(SECRET).verify(request.headers(), request.body(), NOW).unwrap();
    assert_eq!(id, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk");
}

#[test]
fn a_later_attempt_repeats_id_and_body_and_is_signed_anew() {
    let later = NOW + Millis::from_hours(6);
    let first = request(&question(), NOW);
    let second = request(&Delivery { repeated: true, ..question() }, later);
    assert_eq!(first.headers()[ID], second.headers()[ID]);
    assert_eq!(first.body(), second.body());
    assert!(key(SECRET).verify(second.headers(), second.body(), later).is_ok());
}

#[test]
fn what_cannot_be_sent_is_given_up() {
    let refused = |delivery: Delivery| {
        let attempt = deliver(&channel(), &delivery, NOW, &mut Exchange::new(&[]));
        assert_eq!(attempt.map_err(failure), Err(Failure::give_up(Reason::Unsendable)));
    };
    for id in ["", "msg 1", "msg\n1", "msg.1", "m\u{fc}", &"m".repeat(257)] {
        refused(Delivery { id: id.to_owned(), ..question() });
    }
    for moment in [i64::MIN, i64::MAX, 253_402_300_800_000] {
        let mut delivery = question();
        delivery.conversation.promise_by = Some(Moment(moment));
        refused(delivery);
        refused(later(Content::FollowUp(Message {
            sent_at: Moment(moment),
            ..message("m2", "And a dog?")
        })));
    }
    refused(later(Content::Confirmation(message("m1", "For the visitor"))));
    refused(later(Content::Answer(reply())));
}

#[test]
fn answers_mean_what_is_recorded() {
    for case in fixture(include_str!("../../fixtures/webhook/outcomes.json")) {
        let mut headers = HeaderMap::new();
        if let Some(value) = case["retry_after"].as_str() {
            headers.insert("retry-after", value.parse().unwrap());
        }
        let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
        let answer = HttpAnswer { status, headers, body: b"<h1>secret</h1>".to_vec() };
        let failure = match answered(Answer::Http(answer), Moment(NOW.0 - 123)) {
            Ok(receipt) => {
                assert_eq!(case["outcome"], "delivered", "{case}");
                assert_eq!(receipt.place.as_deref(), Some(CONVERSATION));
                continue;
            }
            Err(failure) => failure,
        };
        let (name, after) = match failure.then {
            Then::Retry { after } => ("retry", after),
            Then::GiveUp => ("give_up", None),
            Then::SwitchOff => ("switch_off", None),
        };
        assert_eq!(name, case["outcome"], "{case}");
        assert_eq!(failure.reason.code(), case["reason"], "{case}");
        assert_eq!(failure.said, None, "a stranger's page says nothing to the team");
        assert_eq!(after.map(|after| after.0 / 1_000), case["after_seconds"].as_i64(), "{case}");
    }
}

#[test]
fn without_an_answer_it_is_tried_again() {
    for reason in [Reason::Unreachable, Reason::TimedOut] {
        let failure = answered(Answer::None(reason, None), NOW).unwrap_err();
        assert_eq!(failure, Failure::retry(reason));
    }
}
