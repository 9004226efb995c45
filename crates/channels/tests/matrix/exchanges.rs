//! What is sent, and what its answers mean.

use channels::backoff::CAP;
use channels::delivery::{Content, Delivery, Step, StepTo};
use channels::{Answer, Failure, Reason, Receipt, Said, Then};
use serde_json::{Value, json};
use timeline::Millis;

use crate::{
    AS_TOKEN, NOW, ROOT, USER, answer, attempt, failed, json, later, message, question, reply,
    request,
};

const ROOM_PATH: &str = "/_matrix/client/v3/rooms/%21uyHzlBsCks_r0u1m4I5JI02V6w5yrGxIkO9jyfh0DlE";
const EVENT: &str = "$NJ_orGrVwbxikYrK-ke9jLzeFdv9tiHaOJp-fcPaXPA";

fn sent() -> Answer {
    answer(200, &json!({ "event_id": EVENT }))
}

fn forbidden() -> Answer {
    answer(403, &json!({ "errcode": "M_FORBIDDEN", "error": "User not in room" }))
}

fn not_found() -> Answer {
    answer(404, &json!({ "errcode": "M_NOT_FOUND", "error": "Event not found." }))
}

fn step(to: StepTo) -> Content {
    Content::Step(Step { to, from: None, at: NOW })
}

#[test]
fn a_message_is_put_into_the_room_under_its_deliverys_id() {
    let request = request(&question(), &[]);
    assert_eq!(request.method(), "PUT");
    let id = question().id;
    let user = "user_id=%40askhours%3Aexample.org";
    let path = format!("{ROOM_PATH}/send/m.room.message/{id}?{user}");
    assert_eq!(request.uri().to_string(), format!("https://matrix.example.org{path}"));
    let authorization = &request.headers()["authorization"];
    assert_eq!(authorization, &format!("Bearer {AS_TOKEN}"));
    assert!(authorization.is_sensitive());
    assert_eq!(request.headers()["content-type"], "application/json");
}

#[test]
fn messages_have_the_recorded_contents() {
    let follow_up = Content::FollowUp(message("m2", "And a dog?"));
    let test = Delivery { content: Content::Test("Ada".to_owned()), ..question() };
    let opened_by_a_reply = Delivery { content: Content::Reply(reply()), ..question() };
    for (delivery, recorded) in [
        (question(), include_str!("../../fixtures/matrix/question.json")),
        (later(follow_up), include_str!("../../fixtures/matrix/follow_up.json")),
        (later(Content::Reply(reply())), include_str!("../../fixtures/matrix/reply.json")),
        (opened_by_a_reply, include_str!("../../fixtures/matrix/opened_by_a_reply.json")),
        (later(step(StepTo::Closed)), include_str!("../../fixtures/matrix/closed.json")),
        (test, include_str!("../../fixtures/matrix/test.json")),
    ] {
        let request = request(&delivery, &[]);
        let body = String::from_utf8_lossy(request.body());
        assert!(!body.contains("secret-of-the-visitor"), "{body}");
        assert_eq!(json(request.body()), json(recorded.as_bytes()), "{body}");
    }
}

#[test]
fn the_first_event_is_the_conversations_place() {
    let (remote, place) = (Some(EVENT.to_owned()), Some(EVENT.to_owned()));
    assert_eq!(attempt(&question(), &[sent()]).unwrap(), Receipt { remote: remote.clone(), place });
    let receipt = attempt(&later(Content::Reply(reply())), &[sent()]).unwrap();
    assert_eq!(receipt, Receipt { remote, place: None });
}

#[test]
fn the_room_is_joined_where_that_is_missing() {
    let join = request(&question(), &[forbidden()]);
    assert_eq!(join.method(), "POST");
    let path = join.uri().path();
    assert_eq!(path, "/_matrix/client/v3/join/%21uyHzlBsCks_r0u1m4I5JI02V6w5yrGxIkO9jyfh0DlE");
    let joined = answer(200, &json!({ "room_id": "!a" }));
    let again = request(&question(), &[forbidden(), joined.clone()]);
    assert_eq!(again.uri(), request(&question(), &[]).uri());
    assert!(attempt(&question(), &[forbidden(), joined.clone(), sent()]).is_ok());

    let uninvited =
        json!({ "errcode": "M_FORBIDDEN", "error": "You are not invited to this room." });
    let failure = failed(attempt(&question(), &[forbidden(), answer(403, &uninvited)]));
    assert_eq!(failure.reason, Reason::Unauthorised(403));
    let said = "M_FORBIDDEN: You are not invited to this room.";
    assert_eq!(failure.said.unwrap().as_str(), said);
    // It may be that we are in the room, and may not write.
    assert_eq!(
        failed(attempt(&question(), &[forbidden(), joined, forbidden()])).reason,
        Reason::Unauthorised(403)
    );
}

#[test]
fn before_a_second_attempt_the_room_is_read() {
    let repeated = Delivery { repeated: true, ..question() };
    let looked = request(&repeated, &[]);
    assert_eq!(
        (looked.method().as_str(), looked.uri().path()),
        ("GET", &*format!("{ROOM_PATH}/messages"))
    );
    assert!(looked.uri().query().unwrap().contains("&dir=b&limit=50&filter=%7B%22senders%22"));

    let event = |sender: &str, delivery: &str| {
        json!({ "event_id": EVENT, "sender": sender, "type": "m.room.message",
                "content": { "msgtype": "m.text", "body": "x", "askhours.delivery": delivery } })
    };
    let page = |events: &[Value]| answer(200, &json!({ "start": "t1", "chunk": events }));
    let receipt =
        attempt(&repeated, &[page(&[json!(1), event(USER, "msg_0"), event(USER, &repeated.id)])]);
    let place = Some(EVENT.to_owned());
    assert_eq!(receipt.unwrap(), Receipt { remote: place.clone(), place });
    let others = page(&[event(USER, "msg_0"), event("@eve:example.org", &repeated.id)]);
    for nothing in [others, page(&[]), forbidden(), not_found()] {
        assert_eq!(request(&repeated, &[nothing]).method(), "PUT");
    }
    let unread = failed(attempt(&repeated, &[answer(200, &json!("<html>"))]));
    assert_eq!(unread, Failure::retry(Reason::Unexpected(200)));

    // In a thread, the thread is enough.
    let repeated = Delivery { repeated: true, ..later(Content::Reply(reply())) };
    let looked = request(&repeated, &[]);
    assert!(looked.uri().path().ends_with(&format!("/relations/{}", ROOT.replace('$', "%24"))));
    let receipt = attempt(&repeated, &[page(&[event(USER, &repeated.id)])]).unwrap();
    assert_eq!(receipt, Receipt { remote: Some(EVENT.to_owned()), place: None });
}

#[test]
fn a_test_says_when_the_room_is_encrypted() {
    let test = Delivery { content: Content::Test("Ada".to_owned()), ..question() };
    let look = request(&test, &[sent()]);
    assert_eq!(look.uri().path(), format!("{ROOM_PATH}/state/m.room.encryption/"));
    let receipt = attempt(&test, &[sent(), not_found()]).unwrap();
    assert_eq!(receipt, Receipt { remote: Some(EVENT.to_owned()), place: None });
    let encrypted = answer(200, &json!({ "algorithm": "m.megolm.v1.aes-sha2" }));
    let failure = failed(attempt(&test, &[sent(), encrypted]));
    assert_eq!(failure.then, Then::GiveUp);
    assert!(failure.said.unwrap().as_str().contains("encrypted"));
}

#[test]
fn what_has_no_place_here_is_left_out() {
    let step = Delivery { content: step(StepTo::Closed), ..question() };
    assert_eq!(attempt(&step, &[]).unwrap(), Receipt::default(), "there is no thread yet");
    for content in [Content::Answer(reply()), Content::Confirmation(message("m1", "Yes."))] {
        let delivery = Delivery { content, ..question() };
        assert_eq!(failed(attempt(&delivery, &[])), Failure::give_up(Reason::Unsendable));
    }
}

#[test]
fn refusals_mean_what_is_recorded() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/matrix/refusals.json")).unwrap();
    for case in cases {
        let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
        let Answer::Http(mut http) = answer(status, &case["body"]) else { unreachable!() };
        if let Some(value) = case["retry_after"].as_str() {
            http.headers.insert("retry-after", value.parse().unwrap());
        }
        let failure = failed(attempt(&question(), &[Answer::Http(http)]));
        assert_eq!(Some(failure.reason.code()), case["reason"].as_str(), "{case}");
        let after = case["after_seconds"].as_i64().map(Millis::from_seconds);
        let then = if case["then"] == "give up" { Then::GiveUp } else { Then::Retry { after } };
        assert_eq!(failure.then, then, "{case}");
        let said = failure.said.as_ref().map(Said::as_str);
        assert_eq!(said, case["said"].as_str(), "{case}");
        assert!(after.is_none_or(|after| after <= CAP));
    }
    let none = Answer::None(Reason::TimedOut, None);
    assert_eq!(failed(attempt(&question(), &[none])), Failure::retry(Reason::TimedOut));
}
