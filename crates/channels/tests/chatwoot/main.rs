//! Chatwoot, held to the recorded exchanges, events and bodies in `fixtures/chatwoot/`.

mod deliveries;
mod events;
mod hostile;

use channels::delivery::{Conversation, Visitor};
use channels::exchange::HttpAnswer;
use channels::{Answer, Call, Channel, Exchange, Failure, Pause, Reason};
use http::{HeaderMap, HeaderName, HeaderValue};
use protocol::channel::{ChannelConfiguration, Chatwoot};
use serde_json::Value;
use timeline::Moment;

const KEY: &str = "f3a1c58e9b7d42068e1f5a3c7b9d0e24";
const SECRET: &str = "jR7hVb2QmXo9sTzE4kNpYw1c";
const CONVERSATION: &str = "nordwind.abcdefghijklmnopqrstuvwxyz";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn configuration() -> Chatwoot {
    Chatwoot {
        id: "desk".to_owned(),
        url: "https://chatwoot.example/".to_owned(),
        inbox: Some("qGVS1vJyZwMhXp3bNcLk8fRt".to_owned()),
        key: Some(KEY.to_owned()),
        ..Chatwoot::default()
    }
}

fn channel(configuration: Chatwoot) -> Channel {
    Channel::parse(&ChannelConfiguration::Chatwoot(configuration)).expect("it is in order")
}

/// Signs like newer installations.
fn signing() -> Channel {
    channel(Chatwoot { secret: Some(SECRET.to_owned()), ..configuration() })
}

fn fixture(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the fixture is a list")
}

fn conversation() -> Conversation {
    Conversation {
        id: CONVERSATION.to_owned(),
        site: "nordwind".to_owned(),
        company: "Nordwind Railway".to_owned(),
        language: "en".to_owned(),
        visitor: Visitor {
            name: Some("Ada".to_owned()),
            email: Some("ada@example.org".to_owned()),
            phone: Some("+49 30 123456".to_owned()),
            verified: false,
        },
        topic: Some("tickets".to_owned()),
        topic_label: Some("Tickets".to_owned()),
        page: "https://nordwind.example/help".to_owned(),
        locale: "en".to_owned(),
        mail: Vec::new(),
        promise_by: Some(Moment(1_795_433_200_000)),
        promise: Some("Monday, 23 November, 12:26".to_owned()),
        inbox_url: format!("https://ask.nordwind.example/inbox?conversation={CONVERSATION}"),
        visitor_url: "https://ask.nordwind.example/never-told".to_owned(),
    }
}

/// Goes through an exchange as recorded: each call is compared, and given the recorded answer.
fn replay<T>(
    what: &str,
    calls: &Value,
    exchange: impl Fn(&mut Exchange<'_>) -> Result<T, Pause>,
) -> Result<T, Failure> {
    let calls = calls.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut answers = Vec::new();
    loop {
        let call = match exchange(&mut Exchange::new(&answers)) {
            Err(Pause::Call(call)) => *call,
            Err(Pause::Failed(failure)) => {
                assert_eq!(answers.len(), calls.len(), "{what}: it failed early: {failure:?}");
                return Err(failure);
            }
            Ok(done) => {
                assert_eq!(answers.len(), calls.len(), "{what}: it ended early");
                return Ok(done);
            }
        };
        let Call::Http(request) = call else { panic!("{what}: {call:?}") };
        let recorded =
            calls.get(answers.len()).unwrap_or_else(|| panic!("{what}: one more: {request:?}"));
        let asked = format!("{} {}", request.method(), request.uri());
        assert_eq!(Some(&*asked), recorded["call"].as_str(), "{what}");
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        assert_eq!(body, recorded["body"], "{what}: {asked}");
        answers.push(answer(recorded));
    }
}

fn answer(recorded: &Value) -> Answer {
    if let Some(reason) = recorded["none"].as_str() {
        assert_eq!(reason, "timed_out");
        return Answer::None(Reason::TimedOut, None);
    }
    let mut headers = HeaderMap::new();
    for (name, value) in recorded["headers"].as_object().into_iter().flatten() {
        let name: HeaderName = name.parse().expect("a header's name");
        headers.insert(
            name,
            HeaderValue::from_str(value.as_str().expect("a text")).expect("a header"),
        );
    }
    let status = recorded["status"].as_u64().unwrap_or(200);
    let body = match &recorded["answer"] {
        Value::String(text) => text.clone(),
        json => json.to_string(),
    };
    Answer::Http(HttpAnswer {
        status: u16::try_from(status).expect("a status"),
        headers,
        body: body.into(),
    })
}
