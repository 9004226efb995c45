//! Odd inputs over every route of the API: whatever comes, the answer says what is wrong, and
//! nothing of the inside gets out.

use http::Method;
use protocol::problem::MEDIA_TYPE;
use tests::{Agent, Answer, Edge, Request, random, request, site};

use crate::openapi::operations;

/// What stands in place of a path's parameters.
const ODD_NAMES: &[&str] = &[
    "nordwind",
    "unknown",
    "nordwind.aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "unknown.aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "NORDWIND",
    "%00",
    "%ff",
    "%2e%2e%2f",
    "%",
    "..",
    "'%20OR%201=1--",
    "%F0%9F%9A%82",
    "{site}",
    "*",
];

/// Bodies that some route may stumble over.
fn odd_bodies() -> Vec<Vec<u8>> {
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let deep_object = format!("{}1{}", "{\"a\":".repeat(2_000), "}".repeat(2_000));
    let mut bodies: Vec<Vec<u8>> = [
        "",
        "null",
        "true",
        "0",
        "-1e999",
        "\"text\"",
        "[]",
        "{}",
        "{",
        "{\"text\":",
        "{\"text\":null}",
        "{\"text\":[]}",
        "{\"text\":\"\\ud800\"}",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"text\":\"\\u0000\",\"page\":\"https://a.example/\",\"locale\":\"de\"}",
        "{\"key\":\"nordwind.ada.x\"}",
        "{\"key\":\"\\u0000.\\u0000.\\u0000\"}",
        "{\"to\":\"nowhere\"}",
        "{\"agent\":\"\\u0000\"}",
        "{\"agent\":\"'; DROP TABLE conversations; --\"}",
        "{\"type\":\"reply.created\",\"data\":null}",
        &deep,
        &deep_object,
    ]
    .into_iter()
    .map(|text| text.as_bytes().to_vec())
    .collect();
    bodies.push(vec![0xff, 0xfe, 0x00, 0x80]);
    bodies.push(vec![b'['; 60_000]);
    bodies
}

/// Queries that some route may stumble over.
fn odd_queries() -> Vec<String> {
    let long = "a".repeat(10_000);
    let mut queries: Vec<String> =
        ["", "?", "?&&=&", "?state=&search=&cursor=", "?%ff=%ff"].map(str::to_owned).to_vec();
    for search in [
        "\"",
        "\"\"\"",
        "'",
        "*",
        "a*",
        "NEAR(a b)",
        "a AND b",
        "abc\u{0}def",
        "\u{0}",
        "%",
        "\\",
        "\\\\%",
        "-abc",
        "text:abc",
        "^abc",
        "(abc",
        "{a b}",
        "日本語",
        "👩‍👩‍👧",
        &long,
    ] {
        queries.push(format!("?search={}", request::escaped(search)));
    }
    for cursor in [
        ".",
        "0.",
        "0.a",
        "-1.a",
        "9223372036854775807.a",
        "9007199254740993.a",
        "1e5.a",
        "NaN.a",
        "0.'; DROP TABLE conversations",
        "\u{0}.\u{0}",
        &long,
    ] {
        queries.push(format!("?cursor={0}&state=waiting", request::escaped(cursor)));
        queries.push(format!("?cursor={}", request::escaped(cursor)));
    }
    queries
}

/// What is wrong with an answer. Nothing of the inside may be in one.
fn complaint(answer: &Answer) -> Option<String> {
    let text = answer.text();
    let inside = ["panick", ".rs:", "SQLITE", "sqlite", "wasm", "Error:", "stack", "unwrap"];
    let told = inside.iter().find(|inside| answer.status >= 400 && text.contains(**inside));
    let problem = answer.status < 400 || answer.header("content-type") == MEDIA_TYPE;
    if answer.status < 500 && told.is_none() && problem {
        // Panics where the problem document is incomplete.
        let _ = (answer.status >= 400).then(|| answer.problem());
        return None;
    }
    Some(format!("{}: {} {}", answer.what, answer.status, text))
}

/// Fails with all of them: the next one to mend is often the same.
fn assert_none(complaints: &[String], edge: &Edge) {
    assert!(complaints.is_empty(), "{}\n{}", complaints.join("\n"), edge.log());
    assert!(!edge.log().contains("panicked"), "{}", edge.log());
}

/// Everything that lets someone in, so that odd inputs get as far as they can.
fn let_in(edge: &Edge, agent: &Agent, path: &str, request: Request) -> Request {
    let request = request.header("idempotency-key", random::token());
    if path.starts_with("/v1/admin") {
        request.bearer(&edge.environment.admin_key)
    } else if path.starts_with("/v1/inbox") {
        request.header("origin", edge.origin()).header("cookie", &agent.cookie)
    } else {
        request.header("origin", site::PAGE_ORIGIN)
    }
}

#[tokio::test]
async fn odd_inputs_are_answered_with_problems() {
    let edge = Edge::start().await;
    let agent = edge.agent().await;
    let asked = edge.visitor().ask("Where is my train?").await;
    let bodies = odd_bodies();
    let (mut sent, mut complaints) = (0, Vec::new());
    for (method, pattern) in operations(&edge).await {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let ends_the_session = pattern == "/v1/inbox/session" && method == Method::DELETE;
        let ends_the_key = pattern.ends_with("/key");
        for odd in ODD_NAMES {
            let path = filled(&pattern, odd);
            let request = edge.request(method.clone(), &path);
            complaints.extend(complaint(&request.send().await));
            sent += 1;
            if ends_the_session || ends_the_key {
                continue;
            }
            let request = let_in(&edge, &agent, &pattern, edge.request(method.clone(), &path));
            complaints.extend(complaint(&request.send().await));
            sent += 1;
        }
        if matches!(method, Method::GET | Method::DELETE) || ends_the_key {
            continue;
        }
        let path = pattern.replace("{conversation}", &asked.conversation);
        let path = filled(&path.replace("{channel}", "desk"), site::NAME);
        for body in &bodies {
            let request = let_in(&edge, &agent, &pattern, edge.request(method.clone(), &path));
            let request = if path.contains("/conversations/") && !path.contains("/inbox/") {
                request.bearer(&asked.secret)
            } else {
                request
            };
            complaints.extend(complaint(&request.body(body.clone()).send().await));
            sent += 1;
        }
    }
    assert!(sent > 500, "{sent} requests are few");
    for query in odd_queries() {
        for path in ["/conversations", "/deliveries", "/session"] {
            complaints.extend(complaint(&agent.get(&format!("{path}{query}")).await));
        }
    }
    assert_none(&complaints, &edge);
    assert_eq!(edge.visitor().read(&asked).await.id, asked.conversation, "and all is still there");
}

#[tokio::test]
async fn odd_headers_are_answered_with_problems() {
    let edge = Edge::start().await;
    let asked = edge.visitor().ask("Where is my train?").await;
    let own = format!("/v1/conversations/{}", asked.conversation);
    let long = "x".repeat(8_000);
    let values: [&[u8]; 10] = [
        b"",
        b"\xff\xfe",
        b"Bearer",
        b"Bearer ",
        b"Bearer \xc3\xbc",
        b"nordwind.",
        b"askhours_inbox=",
        b"askhours_inbox=nordwind.\xff",
        b"askhours.v1, ,, ,",
        long.as_bytes(),
    ];
    let names = [
        "authorization",
        "cookie",
        "origin",
        "idempotency-key",
        "accept-encoding",
        "accept-language",
        "if-none-match",
        "content-type",
        "sec-websocket-protocol",
        "x-askhours-origin",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "referer",
    ];
    let mut complaints = Vec::new();
    for (method, path) in [
        (Method::GET, "/v1/sites/nordwind"),
        (Method::GET, "/nordwind.js"),
        (Method::GET, &*own),
        (Method::GET, "/v1/inbox/conversations"),
        (Method::GET, "/v1/admin/sites/nordwind"),
        (Method::POST, "/v1/sites/nordwind/questions"),
        (Method::POST, "/v1/sites/nordwind/channels/desk/events"),
    ] {
        for name in names {
            for value in values {
                let request = edge.request(method.clone(), path);
                complaints.extend(complaint(&request.header(name, value).send().await));
            }
        }
        let websocket = edge.request(method, path).header("upgrade", "websocket");
        complaints.extend(complaint(&websocket.header("connection", "upgrade").send().await));
    }
    assert_none(&complaints, &edge);
}

/// The pattern with one text in place of every parameter.
fn filled(pattern: &str, text: &str) -> String {
    let fill = |segment| if str::starts_with(segment, '{') { text } else { segment };
    pattern.split('/').map(fill).collect::<Vec<_>>().join("/")
}
