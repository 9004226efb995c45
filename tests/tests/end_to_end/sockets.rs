//! Sockets: who opens one badly is told so, and nobody disturbs anybody else's.

use http::Method;
use protocol::live::VisitorEvent;
use serde_json::Value;
use tests::{Edge, Socket, site};

#[tokio::test]
async fn a_socket_is_opened_with_the_subprotocol_and_the_secret() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let path = format!("/v1/conversations/{}/live", asked.conversation);
    for (protocols, status) in [
        (String::new(), 400),
        (asked.secret.clone(), 400),
        (format!("{}, askhours.v1", asked.secret), 400),
        (format!("askhours.v2, {}", asked.secret), 400),
        ("askhours.v1".to_owned(), 404),
        (format!("askhours.v1, x{}", asked.secret), 404),
    ] {
        // Not offered through the client, which insists on an answer that fits.
        let request = edge.request(Method::GET, &path).header("origin", site::PAGE_ORIGIN);
        let request = request.header("connection", "upgrade").header("upgrade", "websocket");
        let request = request.header("sec-websocket-version", "13");
        let request = request.header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let answer = request.header("sec-websocket-protocol", &protocols).send().await;
        assert_eq!(answer.problem().status, status, "{protocols}");
    }
    let plain = visitor.on(Method::GET, &asked, "/live").send().await;
    plain.is_problem(400, "malformed");
    edge.agent().await.get("/live").await.is_problem(400, "malformed");
}

#[tokio::test]
async fn every_open_page_is_told_and_none_of_another_conversation() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let (one, other) = (visitor.ask("One").await, visitor.ask("Other").await);
    let (mut first, mut second) = (visitor.live(&one).await, visitor.live(&one).await);
    let mut elsewhere = visitor.live(&other).await;
    drop(visitor.live(&one).await);

    agent.reply(&one.conversation, "An answer").await;
    let VisitorEvent::Message { message, .. } = first.next().await else { panic!("no message") };
    assert_eq!(message.text, "An answer");
    assert!(matches!(second.next().await, VisitorEvent::Message { .. }));
    elsewhere.ping().await;
}

#[tokio::test]
async fn what_clients_say_is_not_listened_to() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let (mut live, mut inbox) = (visitor.live(&asked).await, agent.live().await);
    let long = "x".repeat(100_000);
    for text in ["", "{}", "null", "{\"type\":\"erased\"}", &long] {
        live.say(text).await;
        inbox.say(text).await;
    }
    live.ping().await;
    inbox.ping().await;
    assert_eq!(visitor.read(&asked).await.messages.len(), 1);
}

#[tokio::test]
async fn a_socket_of_an_erased_conversation_cannot_be_opened_again() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    visitor.erase(&asked).await;
    let protocols = format!("askhours.v1, {}", asked.secret);
    let headers = [("origin", site::PAGE_ORIGIN), ("sec-websocket-protocol", &*protocols)];
    let path = format!("/v1/conversations/{}/live", asked.conversation);
    let opened = Socket::<Value>::try_open(&edge.origin(), &path, &headers).await;
    assert_eq!(opened.map(|_| ()), Err(404));
}
