//! Zammad, held to the exchanges and events in `fixtures/zammad/`. Their bodies have the shapes of Zammad's own
//! documentation and request specs.

mod events;
mod exchanges;

use channels::delivery::{Content, Conversation, Message, Reply, Step, StepTo, Thread, Visitor};
use channels::event::{What, Written};
use channels::{Channel, Delivery, News};
use protocol::channel::{ChannelConfiguration, Zammad};
use serde_json::{Value, json};
use timeline::Moment;

const TOKEN: &str = "Xb9-token-of-the-user";
const SECRET: &str = "a-long-shared-secret";
const CONVERSATION: &str = "nordwind.abcdefghijklmnopqrstuvwxyz";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn channel() -> Channel {
    let configuration = ChannelConfiguration::Zammad(Zammad {
        id: "desk".to_owned(),
        by_rule: false,
        url: "https://desk.example/".to_owned(),
        group: "Questions".to_owned(),
        token: Some(TOKEN.to_owned()),
        secret: Some(SECRET.to_owned()),
    });
    Channel::parse(&configuration).expect("all fields are in order")
}

fn fixture(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the fixture is JSON")
}

/// The delivery that a case describes.
fn delivery(case: &Value) -> Delivery {
    let message =
        |id: &str, text: &str| Message { id: id.to_owned(), text: text.to_owned(), sent_at: NOW };
    let (author, from) = (Some("Grace".to_owned()), Some("desk".to_owned()));
    let step = |to| Content::Step(Step { to, from: None, at: NOW });
    let question = "Does the night train take bicycles?\n<b>Two</b> of them & a \"tandem\"";
    let content = match case["kind"].as_str().unwrap_or_default() {
        "question" => Content::Question(message("m1", question)),
        "follow_up" => Content::FollowUp(message("m2", "And a dog?")),
        "reply" => {
            Content::Reply(Reply { message: message("m3", "Yes, two per coach."), author, from })
        }
        "closed" => step(StepTo::Closed),
        "opened" => step(StepTo::Open),
        "test" => Content::Test("Grace".to_owned()),
        "confirmation" => Content::Confirmation(message("m1", question)),
        kind => panic!("{kind}"),
    };
    let visitor = Visitor {
        name: Some("Ada".to_owned()),
        email: Some("ada@example.org".to_owned()),
        phone: Some("+49 30 123456".to_owned()),
        verified: false,
    };
    Delivery {
        id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk".to_owned(),
        content,
        conversation: Conversation {
            id: CONVERSATION.to_owned(),
            site: "nordwind".to_owned(),
            company: "Nordwind".to_owned(),
            language: "en".to_owned(),
            visitor: if case["visitor"].is_null() { visitor } else { Visitor::default() },
            topic: Some("tickets".to_owned()),
            topic_label: Some("Tickets".to_owned()),
            page: "https://nordwind.example/help".to_owned(),
            locale: "de".to_owned(),
            mail: Vec::new(),
            promise_by: Some(Moment(1_795_433_200_000)),
            promise: Some("Monday, 12:26".to_owned()),
            inbox_url: format!("https://ask.nordwind.example/inbox#{CONVERSATION}"),
            visitor_url: "https://ask.nordwind.example/c#secret-of-the-visitor".to_owned(),
        },
        thread: thread(case),
        repeated: case["repeated"].as_bool().unwrap_or_default(),
    }
}

fn thread(case: &Value) -> Thread {
    let known = case["known"].as_array().cloned().unwrap_or_default();
    Thread {
        place: case["place"].as_str().map(str::to_owned),
        known: known.iter().map(|id| id.as_str().unwrap_or_default().to_owned()).collect(),
        ..Thread::default()
    }
}

/// News as the fixtures have it.
fn told(news: &[News]) -> Value {
    let one = |news: &News| match &news.what {
        What::Closed => json!("closed"),
        What::Opened => json!("opened"),
        What::Written(Written { remote, text, quoted, attachments, author }) => {
            let mut written = json!({ "remote": remote, "text": text });
            if let Some(quoted) = quoted {
                written["quoted"] = json!(quoted);
            }
            if !attachments.is_empty() {
                written["attachments"] = json!(attachments);
            }
            if let Some(author) = author {
                written["author"] = json!(author);
            }
            written
        }
    };
    news.iter().map(one).collect()
}
