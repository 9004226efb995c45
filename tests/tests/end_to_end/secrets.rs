//! Who does not have a conversation's secret learns nothing, not even that it exists.

use http::Method;
use protocol::live::SUBPROTOCOL;
use protocol::question::Asked;
use serde_json::{Value, json};
use tests::{Answer, Edge, Socket, random, site};

/// What two answers must share to look the same.
fn look(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| *name != "date");
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value))).collect();
    (answer.status, headers, answer.text())
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_conversation_look_the_same() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let (real, other) = (visitor.ask("One").await, visitor.ask("Other").await);
    let erased = visitor.ask("Erased").await;
    visitor.erase(&erased).await;

    let unknown_id = format!("nordwind.{}", "a".repeat(26));
    let with = |conversation: &str, secret: &str| Asked {
        conversation: conversation.to_owned(),
        secret: secret.to_owned(),
        ..real.clone()
    };
    let strangers = [
        with(&real.conversation, &other.secret),
        with(&real.conversation, "wrong"),
        with(&real.conversation, "not base64 and long: ~~~~~~~~~~~~~~~~~~~~~~~~~"),
        with(&real.conversation, ""),
        with(&unknown_id, &real.secret),
        with(&unknown_id, "wrong"),
        erased,
    ];
    for (method, below, body) in [
        (Method::GET, "", Value::Null),
        (Method::DELETE, "", Value::Null),
        (Method::POST, "/messages", json!({ "text": "Hello" })),
        (Method::POST, "/messages", json!({ "text": "" })),
    ] {
        let mut looks = Vec::new();
        for stranger in &strangers {
            let request = visitor.on(method.clone(), stranger, below);
            let answer =
                request.header("idempotency-key", random::token()).json(&body).send().await;
            answer.is_problem(404, "not_found");
            looks.push(look(&answer));
        }
        assert!(looks.windows(2).all(|two| two[0] == two[1]), "{looks:#?}");
    }
    let mut refusals = Vec::new();
    for stranger in &strangers[..6] {
        let protocols = format!("{SUBPROTOCOL}, {}", stranger.secret);
        let headers =
            [("origin", site::PAGE_ORIGIN), ("sec-websocket-protocol", protocols.trim_end())];
        let path = format!("/v1/conversations/{}/live", stranger.conversation);
        let opened = Socket::<Value>::try_open(&edge.origin(), &path, &headers).await;
        refusals.push(opened.map(|_| ()));
    }
    assert_eq!(refusals, [Err(404); 6]);
    assert_eq!(visitor.read(&real).await.messages.len(), 1, "and nothing was written or erased");
}

#[tokio::test]
async fn one_site_is_no_way_into_another() {
    let edge = Edge::start().await;
    edge.admin().apply("ostwind", &site::with("/name", "Ostwind")).await;
    let asked = edge.visitor().ask("Where is my train?").await;
    let key = edge.admin().mint("ostwind", site::AGENT).await;
    let agent = edge.sign_in(&key.key).await;
    let path = format!("/conversations/{}", asked.conversation);
    agent.get(&path).await.is_problem(404, "not_found");
    assert_eq!(agent.list("").await.conversations, []);

    // A session's cookie names its site; under another name it is worth nothing.
    let elsewhere = agent.cookie.replace("ostwind.", "nordwind.");
    let request = edge.request(Method::GET, "/v1/inbox/conversations").header("cookie", elsewhere);
    request.send().await.is_problem(401, "unauthorised");
}
