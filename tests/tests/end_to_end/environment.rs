//! What the edge is told from outside: its keys, and where people reach it.

use http::Method;
use tests::agent::{cookie, signing_in};
use tests::visitor::question;
use tests::workerd::Environment;
use tests::{Agent, Edge, Visitor, random, site};

#[tokio::test]
async fn behind_a_proxy_its_public_origin_counts() {
    let origin = "https://ask.nordwind.example";
    let environment = Environment { public_origin: origin.to_owned(), ..Environment::random() };
    let edge = Edge::within(environment).await;
    edge.admin().apply(site::NAME, &site::configuration()).await;
    let minted = edge.admin().mint(site::NAME, site::AGENT).await;
    assert_eq!(minted.sign_in, format!("{origin}/inbox#{}", minted.key));

    let visitor = edge.visitor();
    let inner = visitor.door.clone();
    signing_in(&inner, &minted.key).send().await.is_problem(403, "origin");
    let request = edge.request(Method::POST, "/v1/inbox/session").header("origin", origin);
    let signed_in = request.json(&serde_json::json!({ "key": minted.key })).send().await;
    let agent = Agent { door: inner, cookie: cookie(&signed_in.with_status(200)) };
    assert_eq!(agent.session().await.agent.id, site::AGENT);

    let hosted = Visitor { origin: origin.to_owned(), ..visitor.clone() };
    hosted.ask("Asked on a page of the edge itself").await;
    let inside = Visitor { origin: edge.origin(), ..visitor };
    let asking = inside.asking(&random::token()).json(&question("Hello"));
    asking.send().await.is_problem(403, "origin");
}

#[tokio::test]
async fn without_an_admin_key_nobody_is_let_in() {
    let without = Environment { admin_key: String::new(), ..Environment::random() };
    let edge = Edge::within(without).await;
    for path in ["/v1/admin/sites/nordwind", "/v1/admin/sites/unknown"] {
        let put = || edge.request(Method::PUT, path).json(&site::configuration());
        for request in [put(), put().bearer(""), put().header("authorization", "Bearer")] {
            let answer = request.send().await;
            answer.is_problem(500, "internal");
            assert!(!answer.text().contains("ADMIN_KEY"), "that is for the log");
        }
    }
    assert!(edge.log().contains("ADMIN_KEY"), "the log says what to do: {}", edge.log());
}

#[tokio::test]
async fn without_a_signing_key_no_question_is_taken() {
    let without = Environment { signing_key: String::new(), ..Environment::random() };
    let edge = Edge::within(without).await;
    edge.admin().apply(site::NAME, &site::configuration()).await;
    let asking = edge.visitor().asking(&random::token()).json(&question("Hello"));
    asking.send().await.is_problem(500, "internal");
    let agent = edge.agent().await;
    assert_eq!(agent.list("").await.conversations, [], "what nobody could read is not stored");
}
