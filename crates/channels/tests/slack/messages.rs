//! What is posted.

use channels::delivery::{Content, Step, StepTo};
use channels::{Answer, Delivery, Reason, Receipt, Then};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::{
    NOW, ROOT, TOKEN, answer, answer_of, attempt, body, cases, failure, fixture, later, message,
    posted, query, question, reply, request,
};

fn step(to: StepTo) -> Content {
    Content::Step(Step { to, from: None, at: NOW })
}

#[test]
fn messages_have_the_recorded_bodies() {
    let mut german = later(reply());
    german.conversation.language = "de".to_owned();
    for (delivery, recorded) in [
        (question(), include_str!("../../fixtures/slack/question.json")),
        (
            later(Content::FollowUp(message("m2", "And a dog?"))),
            include_str!("../../fixtures/slack/follow_up.json"),
        ),
        (german, include_str!("../../fixtures/slack/reply.json")),
        (
            Delivery { content: reply(), ..question() },
            include_str!("../../fixtures/slack/opened_by_reply.json"),
        ),
    ] {
        let body = body(&request(&delivery, &[]));
        assert_eq!(body, fixture(recorded), "{body:#}");
    }
}

#[test]
fn a_message_is_posted_with_the_token() {
    let request = request(&question(), &[]);
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://slack.com/api/chat.postMessage");
    assert_eq!(request.headers()["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(request.headers()["content-type"], "application/json; charset=utf-8");
    assert!(!format!("{request:?}").contains(TOKEN), "it is marked as sensitive");
    assert!(!String::from_utf8_lossy(request.body()).contains("secret-of-the-visitor"));
}

#[test]
fn the_first_message_names_the_thread() {
    let opened = attempt(&question(), &[posted(ROOT)]).unwrap();
    assert_eq!(opened, Receipt { remote: Some(ROOT.to_owned()), place: Some(ROOT.to_owned()) });
    let next = attempt(&later(reply()), &[posted("1795426050.000100")]).unwrap();
    assert_eq!(next, Receipt { remote: Some("1795426050.000100".to_owned()), place: None });
}

#[test]
fn the_longest_text_fits() {
    for letter in ["a", "ü", "\u{1f685}", "&", "a\n"] {
        let text: String = letter.repeat(8_000).chars().take(8_000).collect();
        let delivery = Delivery { content: Content::Question(message("m1", &text)), ..question() };
        let body = body(&request(&delivery, &[]));
        let sections =
            body["blocks"].as_array().unwrap().iter().filter(|block| block["type"] == "section");
        let together: String =
            sections.map(|section| section["text"]["text"].as_str().unwrap()).collect();
        assert_eq!(together.matches(letter.trim()).count(), text.matches(letter.trim()).count());
        // Where Slack finds the blocks too long after all, the text comes without them.
        let refused = answer(&json!({"ok": false, "error": "msg_blocks_too_long"}));
        let plain = crate::body(&request(&delivery, std::slice::from_ref(&refused)));
        assert_eq!(plain["blocks"], Value::Null);
        let length = plain["text"].as_str().unwrap().encode_utf16().count();
        assert!((7_800..=40_000).contains(&length), "{length}");
        assert_eq!(plain["mrkdwn"], false);
        assert!(attempt(&delivery, &[refused, posted(ROOT)]).is_ok());
    }
}

#[test]
fn a_test_proves_that_it_can_be_read_and_written() {
    let test = Delivery { content: Content::Test("Grace".to_owned()), ..question() };
    let read = request(&test, &[]);
    assert_eq!(read.uri().path(), "/api/conversations.history");
    let page = answer(&json!({"ok": true, "messages": []}));
    let written = body(&request(&test, std::slice::from_ref(&page)));
    assert_eq!(
        written["blocks"][0]["text"]["text"],
        "This is a test by Grace. The channel works; there is nothing to do."
    );
    assert_eq!(written["blocks"].as_array().unwrap().len(), 1);
    let receipt = attempt(&test, &[page, posted(ROOT)]).unwrap();
    assert_eq!((receipt.remote.as_deref(), receipt.place), (Some(ROOT), None));
}

#[test]
fn a_step_changes_the_button_of_the_first_message() {
    let close = later(step(StepTo::Closed));
    let read = request(&close, &[]);
    assert_eq!(read.uri().path(), "/api/conversations.history");
    assert!(query(&read).contains(&("latest".to_owned(), ROOT.to_owned())));

    let open = answer(&fixture(include_str!("../../fixtures/slack/root.json")));
    let update = request(&close, std::slice::from_ref(&open));
    assert_eq!(update.uri().path(), "/api/chat.update");
    let closed = body(&update);
    assert_eq!(closed, fixture(include_str!("../../fixtures/slack/closed.json")), "{closed:#}");
    assert_eq!(attempt(&close, &[open.clone(), posted(ROOT)]).unwrap(), Receipt::default());

    // Opening what is open already asks for nothing, and closing and opening again gives what was there.
    assert!(attempt(&later(step(StepTo::Open)), &[open]).is_ok());
    let root = json!({"ok": true, "messages": [
        {"ts": ROOT, "bot_id": "B0123456789", "text": closed["text"], "blocks": closed["blocks"]}
    ]});
    let mut again = body(&request(&later(step(StepTo::Open)), &[answer(&root)]))["blocks"].take();
    for block in again.as_array_mut().unwrap() {
        if block["block_id"] != "askhours_buttons" {
            block.as_object_mut().unwrap().remove("block_id");
        }
    }
    assert_eq!(again, fixture(include_str!("../../fixtures/slack/question.json"))["blocks"]);
    assert!(attempt(&close, &[answer(&root)]).is_ok(), "closing what is closed asks for nothing");
}

#[test]
fn a_step_without_a_thread_is_done() {
    let before = Delivery { content: step(StepTo::Closed), ..question() };
    assert!(attempt(&before, &[]).is_ok());
    let close = later(step(StepTo::Closed));
    for page in [
        json!({"ok": true, "messages": []}),
        json!({"ok": true, "messages": [{"ts": "1795420000.000100", "bot_id": "B1", "blocks": [{"block_id": "askhours_buttons"}]}]}),
        json!({"ok": true, "messages": [{"ts": ROOT, "bot_id": "B1", "text": "without blocks"}]}),
        json!({"ok": true, "messages": [{"ts": ROOT, "user": "U1", "blocks": [{"block_id": "askhours_buttons"}]}]}),
    ] {
        assert!(attempt(&close, &[answer(&page)]).is_ok(), "{page}");
    }
    let open = answer(&fixture(include_str!("../../fixtures/slack/root.json")));
    let deleted = answer(&json!({"ok": false, "error": "message_not_found"}));
    assert!(attempt(&close, &[open, deleted]).is_ok());
}

#[test]
fn what_is_for_visitors_alone_is_given_up() {
    for content in [
        Content::Confirmation(message("m1", "?")),
        match reply() {
            Content::Reply(reply) => Content::Answer(reply),
            other => other,
        },
    ] {
        let failure = failure(attempt(&Delivery { content, ..question() }, &[]));
        assert_eq!((failure.reason, failure.then), (Reason::Unsendable, Then::GiveUp));
    }
}

#[test]
fn refusals_mean_what_is_recorded() {
    for case in cases(include_str!("../../fixtures/slack/refusals.json")) {
        let mut headers = HeaderMap::new();
        if let Some(value) = case["retry_after"].as_str() {
            headers.insert("retry-after", value.parse().unwrap());
        }
        let status = u16::try_from(case["status"].as_u64().unwrap_or(200)).unwrap();
        let body = case["body"].as_str().map_or_else(|| case["body"].to_string(), str::to_owned);
        let mut delivery = question();
        delivery.conversation.language = case["language"].as_str().unwrap_or("en").to_owned();
        let failure = failure(attempt(&delivery, &[answer_of(status, headers, body.as_bytes())]));
        let (then, after) = match failure.then {
            Then::Retry { after } => ("retry", after),
            Then::GiveUp => ("give up", None),
            Then::SwitchOff => ("switch off", None),
        };
        assert_eq!(then, case["then"], "{case}");
        assert_eq!(failure.reason.code(), case["reason"], "{case}");
        assert_eq!(after.map(|after| after.0 / 1_000), case["after_seconds"].as_i64(), "{case}");
        assert_eq!(
            failure.said.as_ref().map(channels::Said::as_str),
            case["said"].as_str(),
            "{case}"
        );
    }
}

#[test]
fn no_answer_is_tried_again() {
    let answer = Answer::None(Reason::TimedOut, None);
    let failure = failure(attempt(&question(), &[answer]));
    assert_eq!((failure.reason, failure.then), (Reason::TimedOut, Then::Retry { after: None }));
}
