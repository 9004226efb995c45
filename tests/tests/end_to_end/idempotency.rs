//! The same key never does a thing twice.

use futures_util::future::join_all;
use protocol::question::{Ask, Write};
use tests::visitor::question;
use tests::{Edge, random};

#[tokio::test]
async fn a_repeated_question_gets_the_first_answer() {
    let mut edge = Edge::start().await;
    let agent = edge.agent().await;
    let key = random::token();
    let ask = question("Where is my train?");
    let first = edge.visitor().asking(&key).json(&ask).send().await.with_status(201);
    let again = edge.visitor().asking(&key).json(&ask).send().await.with_status(201);
    assert_eq!(first.text(), again.text());
    edge.restart().await;
    let later = edge.visitor().asking(&key).json(&ask).send().await.with_status(201);
    assert_eq!(first.text(), later.text());
    assert_eq!(agent.list("").await.counts.waiting, 1);
}

#[tokio::test]
async fn one_key_at_the_same_moment_makes_one_conversation() {
    let edge = Edge::start().await;
    let (visitor, agent, key) = (edge.visitor(), edge.agent().await, random::token());
    let ask = question("Where is my train?");
    let sent = (0..16).map(|_| visitor.asking(&key).json(&ask).send());
    let answers = join_all(sent).await;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body));
    assert_eq!(agent.list("").await.conversations.len(), 1);
}

#[tokio::test]
async fn a_key_belongs_to_its_request() {
    let edge = Edge::start().await;
    let (visitor, key) = (edge.visitor(), random::token());
    let ask = |text: &str| visitor.asking(&key).json(&question(text)).send();
    let first = ask("Where is my train?").await.with_status(201);
    ask("Where is my bus?").await.is_problem(422, "key_reused");
    assert_eq!(ask("Where is my train?").await.text(), first.text());
}

#[tokio::test]
async fn a_refused_request_does_not_use_up_its_key() {
    let edge = Edge::start().await;
    let (visitor, key) = (edge.visitor(), random::token());
    let wrong = Ask { email: Some("x".to_owned()), ..question("Where is my train?") };
    assert_eq!(visitor.asking(&key).json(&wrong).send().await.status, 422);
    let mended = question("Where is my train?");
    assert_eq!(visitor.asking(&key).json(&mended).send().await.status, 201);
}

#[tokio::test]
async fn a_repeated_message_is_written_once() {
    let edge = Edge::start().await;
    let (visitor, agent, key) = (edge.visitor(), edge.agent().await, random::token());
    let (one, other) = (visitor.ask("One").await, visitor.ask("Other").await);
    let write = Write { text: "It is cold.".to_owned() };
    let sent = (0..8).map(|_| visitor.writing(&one, &key).json(&write).send());
    let answers = join_all(sent).await;
    assert!(answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body));
    assert_eq!(visitor.read(&one).await.messages.len(), 2);
    // In another conversation the same key means another message.
    visitor.writing(&other, &key).json(&write).send().await.is(201);
    assert_eq!(visitor.read(&other).await.messages.len(), 2);

    let reply = |text: &str| {
        let path = format!("/conversations/{}/replies", one.conversation);
        let request = agent.request(http::Method::POST, &path).header("idempotency-key", &key);
        request.json(&Write { text: text.to_owned() }).send()
    };
    let answers = [reply("Soon.").await, reply("Soon.").await];
    assert_eq!(answers[0].text(), answers[1].text());
    reply("Later.").await.is_problem(422, "key_reused");
    assert_eq!(visitor.read(&one).await.messages.len(), 3);
}

#[tokio::test]
async fn a_key_has_16_to_64_visible_characters() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let ask = question("Where is my train?");
    let long = "k".repeat(65);
    for bad in ["", "short", "with a space in it", "schlüssel-mit-umlaut", &long] {
        visitor.asking(bad).json(&ask).send().await.is_problem(400, "malformed");
    }
    let path = "/v1/sites/nordwind/questions";
    let without = visitor.request(http::Method::POST, path).json(&ask).send().await;
    without.is_problem(400, "malformed");
    assert!(without.problem().detail.contains("Idempotency-Key"));
    for good in ["k".repeat(16), "k".repeat(64)] {
        assert_eq!(visitor.asking(&good).json(&ask).send().await.status, 201);
    }
}
