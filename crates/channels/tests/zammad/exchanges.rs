//! Deliveries and sweeps, call by call.

use channels::event::Whose;
use channels::exchange::HttpAnswer;
use channels::{Answer, Call, Exchange, Failure, Pause, Reason, Receipt, Then, deliver, sweep};
use conversation::id::ConversationId;
use http::{HeaderMap, HeaderName, Request};
use serde_json::{Value, json};

use crate::{CONVERSATION, NOW, TOKEN, channel, delivery, fixture, thread, told};

#[test]
fn deliveries_go_as_recorded() {
    for case in fixture(include_str!("../../fixtures/zammad/exchanges.json")) {
        let delivery = delivery(&case["delivery"]);
        let exchange = |exchange: &mut Exchange<'_>| deliver(&channel(), &delivery, NOW, exchange);
        match run(&case, exchange) {
            Ok(Receipt { remote, place }) => {
                let expected = &case["receipt"];
                assert!(expected.is_object(), "{}", case["what"]);
                assert_eq!(remote.as_deref(), expected["remote"].as_str(), "{}", case["what"]);
                assert_eq!(place.as_deref(), expected["place"].as_str(), "{}", case["what"]);
            }
            Err(failure) => fails(&case, &failure),
        }
    }
}

#[test]
fn sweeps_go_as_recorded() {
    let conversation = ConversationId::parse(CONVERSATION).unwrap();
    for case in fixture(include_str!("../../fixtures/zammad/sweeps.json")) {
        let thread = thread(&case["thread"]);
        let exchange =
            |exchange: &mut Exchange<'_>| sweep(&channel(), &thread, &conversation, NOW, exchange);
        match run(&case, exchange) {
            Ok(news) => {
                assert_eq!(told(&news), case["news"], "{}", case["what"]);
                let ours = Whose::Conversation(conversation.clone());
                assert!(news.iter().all(|news| news.of == ours));
            }
            Err(failure) => fails(&case, &failure),
        }
    }
}

#[test]
fn a_ticket_too_large_to_read_whole_is_read_as_far_as_it_goes() {
    let article = |id: u32| {
        json!({"id": id, "sender": "Agent", "type": "note", "internal": false, "body": "x".repeat(9_000),
               "from": "Grace", "content_type": "text/plain"})
    };
    let mut articles = json!((0..200).map(article).collect::<Vec<_>>()).to_string().into_bytes();
    articles.truncate(channels::MAX_RESPONSE);
    let ticket = json!({"id": 81, "state": "open"}).to_string().into_bytes();
    let tags = json!({"tags": [CONVERSATION]}).to_string().into_bytes();
    let answers = [ticket, tags, articles]
        .map(|body| Answer::Http(HttpAnswer { status: 200, headers: HeaderMap::new(), body }));
    let conversation = ConversationId::parse(CONVERSATION).unwrap();
    let thread = thread(&json!({"place": "81"}));
    let news = sweep(&channel(), &thread, &conversation, NOW, &mut Exchange::new(&answers));
    assert!(news.unwrap().len() > 100);
}

/// Runs an exchange against the recorded answers, and holds its requests to the recorded ones.
fn run<T>(
    case: &Value,
    exchange: impl Fn(&mut Exchange<'_>) -> Result<T, Pause>,
) -> Result<T, Failure> {
    let mut answers = Vec::new();
    let calls = case["calls"].as_array().expect("a list");
    loop {
        let failure = match exchange(&mut Exchange::new(&answers)) {
            Err(Pause::Call(call)) => {
                let Call::Http(request) = *call else { panic!("not HTTP") };
                let recorded = calls.get(answers.len());
                let recorded = recorded.unwrap_or_else(|| panic!("{}: {request:?}", case["what"]));
                check(&case["what"], &request, &recorded["request"]);
                answers.push(answer(&recorded["answer"]));
                continue;
            }
            Ok(done) => Ok(done),
            Err(Pause::Failed(failure)) => Err(failure),
        };
        assert_eq!(answers.len(), calls.len(), "{}", case["what"]);
        return failure;
    }
}

fn check(what: &Value, request: &Request<Vec<u8>>, recorded: &Value) {
    let uri = request.uri().to_string();
    let path = uri.strip_prefix("https://desk.example/api/v1/").expect("the API");
    assert_eq!(request.headers()["authorization"], format!("Token token={TOKEN}"));
    let mut seen = json!([request.method().as_str(), path]);
    if !request.body().is_empty() {
        assert_eq!(request.headers()["content-type"], "application/json");
        let body: Value = serde_json::from_slice(request.body()).expect("JSON");
        seen.as_array_mut().expect("a list").push(body);
    }
    assert_eq!(&seen, recorded, "{what}");
}

fn answer(recorded: &Value) -> Answer {
    if recorded == "none" {
        return Answer::None(Reason::TimedOut, None);
    }
    let mut headers = HeaderMap::new();
    for (name, value) in recorded["headers"].as_object().into_iter().flatten() {
        let name: HeaderName = name.parse().expect("a name");
        headers.insert(name, value.as_str().and_then(|value| value.parse().ok()).expect("a value"));
    }
    let status =
        recorded["status"].as_u64().and_then(|status| status.try_into().ok()).expect("a status");
    let body = match &recorded["body"] {
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    Answer::Http(HttpAnswer { status, headers, body: body.into_bytes() })
}

fn fails(case: &Value, failure: &Failure) {
    let (what, expected) = (&case["what"], &case["failure"]);
    assert_eq!(Some(failure.reason.code()), expected["reason"].as_str(), "{what}");
    let said = failure.said.as_ref().map(channels::Said::as_str);
    assert_eq!(said, expected["said"].as_str(), "{what}");
    let (then, after) = match failure.then {
        Then::Retry { after } => ("retry", after),
        Then::GiveUp => ("give_up", None),
        Then::SwitchOff => ("switch_off", None),
    };
    assert_eq!(Some(then), expected["then"].as_str(), "{what}");
    assert_eq!(after.map(|after| after.0 / 1_000), expected["after_seconds"].as_i64(), "{what}");
}
