//! What channels send back: taken once, from whoever has the secret, and for their own site alone.

use http::Method;
use protocol::conversation::ConversationState;
use protocol::inbox::MoveTo;
use protocol::live::VisitorEvent;
use serde_json::{Value, json};
use tests::event::{Event, closed, reply};
use tests::receiver::SECRET;
use tests::{Edge, clock, receiver, site};
use timeline::Millis;

const OTHER_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// An edge whose site has a channel to which nothing can be sent.
async fn edge() -> Edge {
    let channel = receiver::channel("desk", receiver::Receiver::later().await);
    Edge::with(&site::forwarding([channel])).await
}

fn event(body: &Value) -> Event {
    Event::new(site::NAME, "desk", SECRET, body)
}

#[tokio::test]
async fn a_reply_through_a_channel_reaches_the_visitor() {
    let edge = edge().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Where is my train?").await;
    let mut live = visitor.live(&asked).await;

    let event = event(&reply(&asked.conversation, "On platform 9."));
    event.to(&edge).send().await.is(204);
    let VisitorEvent::Message { message, state, .. } = live.next().await else {
        panic!("the visitor is told something else first");
    };
    assert_eq!((&*message.text, message.name.as_deref()), ("On platform 9.", Some("Mary")));
    assert_eq!(state, ConversationState::Answered);
    let entry = agent.detail(&asked.conversation).await.entries.pop().expect("the reply is kept");
    assert_eq!((entry.channel.as_deref(), &*entry.id), (Some("desk"), &*message.id));

    // A service that did not hear our 204 sends it again, signed anew.
    let again = Event { at: clock::now(), ..event.clone() };
    for event in [&event, &again] {
        event.to(&edge).send().await.is(204);
    }
    assert_eq!(visitor.read(&asked).await.messages.len(), 2);
    live.ping().await;
}

#[tokio::test]
async fn a_conversation_closed_there_is_closed_here() {
    let edge = edge().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    assert_eq!(event(&closed(&asked.conversation)).to(&edge).send().await.status, 204);
    assert_eq!(visitor.read(&asked).await.state, ConversationState::Closed);
    let unknown = event(&json!({ "type": "note.created", "data": [1] }));
    assert_eq!(unknown.to(&edge).send().await.status, 204, "unknown types are acknowledged");
}

#[tokio::test]
async fn only_what_is_signed_now_with_the_secret_is_taken() {
    let edge = edge().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let good = event(&reply(&asked.conversation, "On platform 9."));
    let minutes = |minutes| clock::now() + Millis::from_minutes(minutes);

    for bad in [
        Event { secret: OTHER_SECRET.to_owned(), ..good.clone() },
        Event { at: minutes(-6), ..good.clone() },
        Event { at: minutes(6), ..good.clone() },
    ] {
        bad.to(&edge).send().await.is_problem(401, "unauthorised");
    }
    let tampered = good.to(&edge).body(reply(&asked.conversation, "On platform 3.").to_string());
    tampered.send().await.is_problem(401, "unauthorised");
    let unsigned = edge.request(Method::POST, "/v1/sites/nordwind/channels/desk/events");
    let body = reply(&asked.conversation, "On platform 3.");
    unsigned.json(&body).send().await.is_problem(400, "malformed");

    let elsewhere = Event { channel: "other".to_owned(), ..good.clone() };
    elsewhere.to(&edge).send().await.is_problem(404, "not_found");
    let nowhere = Event { site: "unknown".to_owned(), ..good.clone() };
    nowhere.to(&edge).send().await.is_problem(404, "not_found");
    assert_eq!(visitor.read(&asked).await.messages.len(), 1, "none of them was stored");
}

#[tokio::test]
async fn a_channel_speaks_for_its_own_site_alone() {
    let edge = edge().await;
    let mut other = site::with("/name", "Ostwind");
    other = site::changed(other, "/channels", json!([receiver::channel("desk", 1)]));
    edge.admin().apply("ostwind", &other).await;
    let visitor = tests::Visitor { site: "ostwind".to_owned(), ..edge.visitor() };
    let asked = visitor.ask("Where is my train?").await;

    for body in [reply(&asked.conversation, "Gone."), closed(&asked.conversation)] {
        event(&body).to(&edge).send().await.is_problem(404, "not_found");
    }
    let erased = format!("nordwind.{}", "a".repeat(26));
    event(&reply(&erased, "Gone.")).to(&edge).send().await.is_problem(404, "not_found");
    let conversation = visitor.read(&asked).await;
    assert_eq!((conversation.messages.len(), conversation.state), (1, ConversationState::Waiting));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let edge = edge().await;
    let asked = edge.visitor().ask("Where is my train?").await;
    let id = &asked.conversation;
    let of = |body: &str| Event { body: body.as_bytes().to_vec(), ..event(&Value::Null) };

    for broken in ["", "{", "[]", "null", "{\"type\":7}", "{\"type\":\"reply.created\"}", "\u{0}"] {
        of(broken).to(&edge).send().await.is_problem(400, "malformed");
    }
    event(&reply("../../admin", "x")).to(&edge).send().await.is_problem(400, "malformed");
    for text in [" \n".to_owned(), "ü".repeat(8_001)] {
        let answer = event(&reply(id, &text)).to(&edge).send().await;
        assert_eq!(answer.problem().status, 422, "{}", answer.text());
    }
    let huge = of(&" ".repeat(256 * 1024 + 1));
    huge.to(&edge).send().await.is_problem(413, "too_large");
    let largest = format!("{{\"type\":\"ping\"}}{}", " ".repeat(256 * 1024 - 15));
    assert_eq!(of(&largest).to(&edge).send().await.status, 204);
    assert_eq!(edge.visitor().read(&asked).await.messages.len(), 1);
}

#[tokio::test]
async fn text_stays_text() {
    let edge = edge().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("<b>1 < 2</b> & {{x}} \u{0}\u{202e}\r\n`y`").await;
    let markup = "<script>alert(1)</script>\u{7}\u{2066}\r\n[x](javascript:alert(1))";
    event(&reply(&asked.conversation, markup)).to(&edge).send().await.is(204);
    let texts: Vec<_> =
        visitor.read(&asked).await.messages.into_iter().map(|message| message.text).collect();
    assert_eq!(
        texts,
        ["<b>1 < 2</b> & {{x}} \n`y`", "<script>alert(1)</script>\n[x](javascript:alert(1))"]
    );
}

#[tokio::test]
async fn an_address_in_place_of_a_name_is_not_shown() {
    let edge = edge().await;
    let visitor = edge.visitor();
    let asked = visitor.ask("Where is my train?").await;
    let body = reply(&asked.conversation, "On platform 9.");
    let body = site::changed(body, "/data/author/name", "mary@nordwind.example");
    assert_eq!(event(&body).to(&edge).send().await.status, 204);
    assert_eq!(visitor.read(&asked).await.messages[1].name, None);
}

#[tokio::test]
async fn spam_is_not_answered_by_a_channel() {
    let edge = edge().await;
    let (visitor, agent) = (edge.visitor(), edge.agent().await);
    let asked = visitor.ask("Buy followers!").await;
    agent.move_to(&asked.conversation, MoveTo::Spam).await;
    let event = event(&reply(&asked.conversation, "No."));
    event.to(&edge).send().await.is_problem(409, "conflict");
    assert_eq!(visitor.read(&asked).await.messages.len(), 1);
    // It was not taken, so it may come again once the conversation is out of spam.
    agent.move_to(&asked.conversation, MoveTo::Open).await;
    assert_eq!(event.to(&edge).send().await.status, 204);
    assert_eq!(visitor.read(&asked).await.messages.len(), 2);
}

#[tokio::test]
async fn only_what_looks_signed_now_may_be_as_large_as_an_e_mail() {
    let channel = json!({
        "type": "email", "id": "mail", "to": "team@nordwind.example", "from": "ask@nordwind.example",
        "server": "smtp+plain://127.0.0.1:9", "secret": SECRET,
    });
    let edge = Edge::with(&site::forwarding([channel])).await;
    let large = || {
        let path = format!("/v1/sites/{}/channels/mail/events", site::NAME);
        let request = edge.request(Method::POST, &path).header("content-type", "message/rfc822");
        request.body(vec![b'x'; 300 * 1024])
    };
    let signed = |at: i64| {
        let request = large().header("webhook-id", "msg_1").header("webhook-signature", "v1,AAAA");
        request.header("webhook-timestamp", at.to_string())
    };
    let now = clock::now().0 / 1_000;
    large().send().await.is(413);
    signed(now - 400).send().await.is(413);
    // It is read, and its signature is wrong.
    signed(now).send().await.is(401);
}
