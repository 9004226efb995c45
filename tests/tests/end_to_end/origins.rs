//! Which pages may ask, and what a browser lets them read.

use http::Method;
use protocol::live::SUBPROTOCOL;
use serde_json::{Value, json};
use tests::visitor::question;
use tests::{Answer, Edge, Socket, Visitor, random, site};

async fn ask_from(edge: &Edge, origin: &str) -> Answer {
    let visitor = Visitor { origin: origin.to_owned(), ..edge.visitor() };
    visitor.asking(&random::token()).json(&question("Where is my train?")).send().await
}

#[tokio::test]
async fn pages_on_the_list_may_ask() {
    let origins = json!([site::PAGE_ORIGIN, "https://*.nordwind.example", "http://127.0.0.1:8080"]);
    let edge = Edge::with(&site::with("/origins", origins)).await;
    let own = edge.origin();
    for allowed in [
        site::PAGE_ORIGIN,
        "https://shop.nordwind.example",
        "https://a.b.nordwind.example",
        "http://127.0.0.1:8080",
        &own,
    ] {
        let answer = ask_from(&edge, allowed).await;
        assert_eq!(answer.status, 201, "{allowed}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
        assert!(answer.header("vary").to_lowercase().contains("origin"));
        assert_eq!(answer.header("access-control-allow-credentials"), "", "no cookie is needed");
    }
    for refused in [
        "https://nordwind.example",
        "http://www.nordwind.example",
        "https://www.nordwind.example:8443",
        "https://www.nordwind.example.evil.example",
        "https://evil.example",
        "https://evilnordwind.example",
        "http://127.0.0.1:8081",
        "null",
        "",
        "*",
    ] {
        ask_from(&edge, refused).await.is_problem(403, "origin");
    }
    let path = "/v1/sites/nordwind/questions";
    let without = edge.request(Method::POST, path).header("idempotency-key", random::token());
    without.json(&question("Hello")).send().await.is_problem(403, "origin");
    assert_eq!(edge.agent().await.list("").await.counts.waiting, 5, "only the allowed ones asked");
}

#[tokio::test]
async fn the_own_conversation_is_for_pages_on_the_list() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let evil = Visitor { origin: "https://evil.example".to_owned(), ..visitor.clone() };
    evil.reading(&asked).send().await.is_problem(403, "origin");
    evil.on(Method::DELETE, &asked, "").send().await.is_problem(403, "origin");
    evil.writing(&asked, &random::token()).body("{}").send().await.is_problem(403, "origin");

    let read = visitor.reading(&asked).send().await.with_status(200);
    assert_eq!(read.header("access-control-allow-origin"), site::PAGE_ORIGIN);
    assert_eq!(read.header("cache-control"), "no-store");
    let path = format!("/v1/conversations/{}", asked.conversation);
    let without = edge.request(Method::GET, &path).bearer(&asked.secret).send().await;
    assert_eq!(without.status, 200, "browsers leave the origin out where a page of ours reads");
    let deleted = edge.request(Method::DELETE, &path).bearer(&asked.secret).send().await;
    deleted.is_problem(403, "origin");
}

#[tokio::test]
async fn a_browser_may_ask_first() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let own = format!("/v1/conversations/{}", asked.conversation);
    for (path, method) in [
        ("/v1/sites/nordwind/questions".to_owned(), "POST"),
        (own.clone(), "DELETE"),
        (own.clone(), "GET"),
        (format!("{own}/messages"), "POST"),
    ] {
        let preflight = |origin: &str| {
            let request = edge.request(Method::OPTIONS, &path).header("origin", origin);
            let request = request.header("access-control-request-method", method);
            let wanted = "authorization,content-type,idempotency-key";
            request.header("access-control-request-headers", wanted).send()
        };
        let answer = preflight(site::PAGE_ORIGIN).await;
        assert!((200..300).contains(&answer.status), "{path}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin"), site::PAGE_ORIGIN);
        assert!(answer.header("access-control-allow-methods").contains(method));
        let headers = answer.header("access-control-allow-headers").to_lowercase();
        for name in ["authorization", "content-type", "idempotency-key"] {
            assert!(headers.contains(name), "{headers}");
        }
        assert!(answer.header("access-control-max-age").parse::<u32>().unwrap() > 0);

        let refused = preflight("https://evil.example").await;
        assert_eq!(refused.header("access-control-allow-origin"), "", "{path}");
        refused.is_problem(403, "origin");
    }
    // The inbox is no place for other pages.
    let request = edge.request(Method::OPTIONS, "/v1/inbox/session");
    let answer = request.header("origin", site::PAGE_ORIGIN).send().await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn what_is_public_is_for_every_page() {
    let edge = Edge::start().await;
    for path in ["/nordwind.js", "/v1/sites/nordwind"] {
        let request = edge.request(Method::GET, path).header("origin", "https://evil.example");
        let answer = request.send().await.with_status(200);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn sockets_are_for_pages_on_the_list() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let path = format!("/v1/conversations/{}/live", asked.conversation);
    let protocols = format!("{SUBPROTOCOL}, {}", asked.secret);
    let open = |origin: &'static str| {
        let headers = [("sec-websocket-protocol", &*protocols), ("origin", origin)];
        let with = if origin.is_empty() { 1 } else { 2 };
        let (edge_origin, path) = (edge.origin(), path.clone());
        let headers: Vec<_> = headers[..with].iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        async move {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
            Socket::<Value>::try_open(&edge_origin, &path, &headers).await.map(|_| ())
        }
    };
    assert_eq!(open(site::PAGE_ORIGIN).await, Ok(()));
    assert_eq!(open("https://evil.example").await, Err(403));
    assert_eq!(open("").await, Err(403));

    let own = edge.origin();
    for (origin, expected) in
        [(&*own, Ok(())), (site::PAGE_ORIGIN, Err(403)), ("https://evil.example", Err(403))]
    {
        let headers = [("cookie", &*agent.cookie), ("origin", origin)];
        let opened = Socket::<Value>::try_open(&own, "/v1/inbox/live", &headers).await;
        assert_eq!(opened.map(|_| ()), expected, "{origin}");
    }
    let headers = [("cookie", &*agent.cookie)];
    let opened = Socket::<Value>::try_open(&own, "/v1/inbox/live", &headers).await;
    assert_eq!(opened.map(|_| ()), Err(403));
}

#[tokio::test]
async fn the_inbox_is_written_to_by_itself_alone() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let path = format!("/v1/inbox/conversations/{}", asked.conversation);
    for origin in [site::PAGE_ORIGIN, "https://evil.example", "null", ""] {
        for (method, below, body) in [
            (Method::POST, "/replies", json!({ "text": "x" })),
            (Method::POST, "/notes", json!({ "text": "x" })),
            (Method::PUT, "/state", json!({ "to": "closed" })),
            (Method::PUT, "/assignee", json!({})),
        ] {
            let request = edge.request(method, &format!("{path}{below}"));
            let request = request.header("cookie", &agent.cookie).header("origin", origin);
            let request = request.header("idempotency-key", random::token());
            request.json(&body).send().await.is_problem(403, "origin");
        }
        let signing_out = edge.request(Method::DELETE, "/v1/inbox/session");
        let signing_out = signing_out.header("cookie", &agent.cookie).header("origin", origin);
        signing_out.send().await.is_problem(403, "origin");
    }
    assert_eq!(agent.session().await.agent.id, site::AGENT);
    assert_eq!(visitor.read(&asked).await.messages.len(), 1);
    let read = agent.get(&format!("/conversations/{}", asked.conversation)).await;
    assert_eq!(read.header("access-control-allow-origin"), "", "no other page reads it");
}
