//! What is wrong with a request is said field by field, and what to do about it.

use http::Method;
use protocol::question::{Ask, Write};
use serde_json::{Value, json};
use tests::visitor::question;
use tests::{Edge, random, raw, site};

/// The most that visitors may send, in bytes.
const CAP: usize = 64 * 1024;

#[tokio::test]
async fn every_wrong_field_is_named_with_a_code() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let whole = json!({ "text": "Hello", "page": site::PAGE, "locale": "de" });
    for (field, value, code) in [
        ("text", json!(""), "empty"),
        ("text", json!(" \n\t\u{0}"), "empty"),
        ("text", json!("ü".repeat(8_001)), "too_long"),
        ("topic", json!("Not A Slug"), "name"),
        ("topic", json!("unknown"), "unknown"),
        ("name", json!("ü".repeat(101)), "too_long"),
        ("email", json!("jane"), "email"),
        ("email", json!("jane@example.org\r\nBcc: all@example.org"), "email"),
        ("phone", json!("call me"), "phone"),
        ("page", json!("javascript:alert(1)"), "page"),
        ("page", json!("/relative"), "page"),
        ("locale", json!("de_DE"), "locale"),
    ] {
        let body = site::changed(whole.clone(), &format!("/{field}"), value);
        let answer = visitor.asking(&random::token()).json(&body).send().await;
        assert_eq!(answer.field_errors(), [(field.to_owned(), code.to_owned())], "{body}");
    }
    let all = json!({ "text": "", "topic": "Z", "name": "x".repeat(101), "email": "x", "phone": "y",
                      "page": "p", "locale": "?" });
    let answer = visitor.asking(&random::token()).json(&all).send().await;
    assert_eq!(answer.field_errors().len(), 7, "all at once: {}", answer.text());
}

#[tokio::test]
async fn a_site_says_what_it_needs() {
    let ask_for = json!({ "name": "required", "email": "required", "phone": "required" });
    let edge = Edge::with(&site::with("/ask_for", ask_for)).await;
    let visitor = edge.visitor();
    let ask = Ask { name: Some(" ".to_owned()), ..question("Where is my train?") };
    let answer = visitor.asking(&random::token()).json(&ask).send().await;
    let missing = ["name", "email", "phone"].map(|field| (field.to_owned(), "missing".to_owned()));
    assert_eq!(answer.field_errors(), missing);
}

#[tokio::test]
async fn texts_are_bounded_in_characters() {
    let edge = Edge::start().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    // Four bytes each, and two UTF-16 units.
    let asked = visitor.ask(&"🚂".repeat(8_000)).await;
    let write =
        |text: String| visitor.writing(&asked, &random::token()).json(&Write { text }).send();
    assert_eq!(write("ß".repeat(8_000)).await.status, 201);
    let error = [("text".to_owned(), "too_long".to_owned())];
    assert_eq!(write("ß".repeat(8_001)).await.field_errors(), error);
    for kind in ["replies", "notes"] {
        let write = |text: &str| {
            let text = text.to_owned();
            let (agent, id) = (&agent, &asked.conversation);
            async move { agent.write(id, kind, &text).await }
        };
        assert_eq!(write(&"🚂".repeat(8_000)).await.status, 201);
        assert_eq!(write(&"ß".repeat(8_001)).await.field_errors(), error);
        assert_eq!(write("").await.field_errors(), [("text".to_owned(), "empty".to_owned())]);
    }
    let stored = visitor.read(&asked).await.messages.remove(0);
    assert_eq!(stored.text, "🚂".repeat(8_000));
}

#[tokio::test]
async fn bodies_are_capped() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let padded = |length: usize| {
        let mut body = serde_json::to_vec(&question("Where is my train?")).unwrap();
        body.resize(length, b' ');
        body
    };
    let largest = visitor.asking(&random::token()).body(padded(CAP)).send().await;
    assert_eq!(largest.status, 201, "{}", largest.text());
    let larger = visitor.asking(&random::token()).body(padded(CAP + 1)).send().await;
    larger.is_problem(413, "too_large");
    assert!(larger.problem().detail.contains("65536"));

    // Without a length told before, as a client that streams does.
    let head = format!(
        "POST /v1/sites/nordwind/questions HTTP/1.1\r\nhost: edge\r\norigin: {}\r\n\
         idempotency-key: {}\r\ntransfer-encoding: chunked\r\n\r\n",
        site::PAGE_ORIGIN,
        random::token(),
    );
    let chunk = format!("{CAP:x}\r\n{}\r\n1\r\n \r\n0\r\n\r\n", " ".repeat(CAP));
    let answer =
        raw::exchange(&edge, (head + &chunk).as_bytes(), |text| text.contains("too_large")).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");

    let mut configuration = site::configuration().to_string();
    configuration.push_str(&" ".repeat(256 * 1024));
    let applied = edge.admin().request(Method::PUT, "/nordwind").body(configuration).send().await;
    applied.is_problem(413, "too_large");
}

#[tokio::test]
async fn unknown_fields_of_a_newer_widget_are_no_mistake() {
    let edge = Edge::start().await;
    let body = json!({ "text": "Hello", "page": site::PAGE, "locale": "de", "mood": [1] });
    let answer = edge.visitor().asking(&random::token()).json(&body).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn what_is_no_json_is_malformed() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    for body in ["", "{", "null", "[]", "{}", "\u{feff}{}", "{\"text\":7}", "text=Hello"] {
        let answer = visitor.asking(&random::token()).body(body).send().await;
        answer.is_problem(400, "malformed");
    }
    let latin1 = visitor.asking(&random::token()).body(*b"{\"text\":\"\xfc\"}").send().await;
    latin1.is_problem(400, "malformed");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    for path in [
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/sites",
        "/v1/sites/",
        "/v1/sites/unknown",
        "/v1/sites/nordwind/",
        "/v1/sites/Nordwind",
        "/v1/sites/nord%20wind",
        "/v1/sites/nordwind%2Fquestions",
        "/v1/conversations/nordwind",
        "/v1/conversations/nordwind.short",
        "/v1/conversations/unknown.aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "/internal/public",
        "/",
        "/favicon.ico",
        "/nordwind/other",
        "/unknown.js",
        "/unknown.css",
    ] {
        edge.request(Method::GET, path).send().await.is_problem(404, "not_found");
    }
    let elsewhere = tests::Visitor { site: "unknown".to_owned(), ..visitor };
    let asked = elsewhere.asking(&random::token()).json(&question("Hello")).send().await;
    asked.is_problem(404, "not_found");
}

#[tokio::test]
async fn other_methods_are_told_what_to_use() {
    let edge = Edge::start().await;
    for (method, path, allowed) in [
        (Method::GET, "/v1/sites/nordwind/questions", vec!["POST"]),
        (Method::DELETE, "/v1/sites/nordwind", vec!["GET"]),
        (Method::PATCH, "/v1/inbox/session", vec!["POST", "GET", "DELETE"]),
        (Method::POST, "/v1/admin/sites/nordwind", vec!["PUT", "GET"]),
        (Method::POST, "/nordwind.js", vec!["GET", "HEAD"]),
        (Method::PUT, "/inbox", vec!["GET", "HEAD"]),
        (Method::POST, "/v1/openapi.json", vec!["GET", "HEAD"]),
        (Method::POST, "/assets/widget.js", vec!["GET", "HEAD"]),
    ] {
        let answer = edge.request(method, path).send().await;
        answer.is_problem(405, "method");
        let told: Vec<_> = answer.header("allow").split(", ").collect();
        assert!(allowed.iter().all(|method| told.contains(method)), "{path}: {told:?}");
    }
}

#[tokio::test]
async fn a_head_is_a_get_without_a_body() {
    let edge = Edge::start().await;
    for path in ["/nordwind.js", "/v1/sites/nordwind", "/nordwind", "/inbox", "/healthz", "/none"] {
        let get = edge.request(Method::GET, path).send().await;
        let head = edge.request(Method::HEAD, path).send().await;
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["content-type", "cache-control", "etag"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn an_own_conversation_has_the_same_limits() {
    let edge = Edge::start().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    for body in [Value::Null, json!([]), json!({}), json!({ "text": 1 })] {
        let answer = visitor.writing(&asked, &random::token()).json(&body).send().await;
        answer.is_problem(400, "malformed");
    }
    let huge = visitor.writing(&asked, &random::token()).body(" ".repeat(CAP + 1)).send().await;
    huge.is_problem(413, "too_large");
}
