//! What comes to the channel's address from whoever knows it.

use http::Method;
use serde_json::{Value, json};
use tests::services::chatwoot::{headers, source};
use tests::{Answer, clock, site};
use timeline::Millis;

use super::{Team, by_agent, team};

/// A request to the channel's address.
struct Post<'a> {
    key: &'a str,
    secret: Option<&'a str>,
    seconds: i64,
    body: Vec<u8>,
}

impl Team {
    fn post(&self, payload: &Value) -> Post<'_> {
        Post {
            key: &self.chatwoot.key,
            secret: self.chatwoot.options.secret.as_deref(),
            seconds: clock::now().0 / 1_000,
            body: payload.to_string().into_bytes(),
        }
    }

    async fn sends(&self, post: Post<'_>) -> Answer {
        self.sends_with(&headers(post.secret, post.seconds, &post.body), post).await
    }

    async fn sends_with(&self, headers: &[(&'static str, String)], post: Post<'_>) -> Answer {
        let path = format!("/v1/sites/{}/channels/desk/events/{}", site::NAME, post.key);
        let request =
            self.edge.request(Method::POST, &path).header("content-type", "application/json");
        let add =
            |request: tests::Request, (name, value): &(&str, String)| request.header(name, value);
        headers.iter().fold(request, add).body(post.body).send().await
    }
}

fn reply(conversation: &str, id: u64, text: &str) -> Value {
    json!({
        "event": "message_created", "id": id, "content": text, "message_type": "outgoing", "private": false,
        "sender": { "id": 1, "name": "Mary", "email": "mary@desk.example", "type": "user" },
        "conversation": { "contact_inbox": { "source_id": source(conversation) } },
    })
}

#[tokio::test]
async fn an_event_that_comes_twice_or_late_is_taken_once() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let (first, second) = (
        reply(&asked.conversation, 901, "On platform 9."),
        reply(&asked.conversation, 902, "No, 10."),
    );
    for payload in [&second, &first] {
        let post = team.post(payload);
        let same = headers(post.secret, post.seconds, &post.body);
        team.sends_with(&same, post).await.is(204);
        team.sends_with(&same, team.post(payload)).await.is(204);
        // The same message by another event.
        team.sends(team.post(payload)).await.is(204);
    }
    let said = team.said(&asked).await;
    assert_eq!(said[1..], [by_agent("No, 10."), by_agent("On platform 9.")]);
}

#[tokio::test]
async fn what_is_not_from_chatwoot_is_refused() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let payload = reply(&asked.conversation, 901, "Send us your password.");
    let post = || team.post(&payload);
    let minutes = |minutes| (clock::now() + Millis::from_minutes(minutes)).0 / 1_000;
    for refused in [
        Post { key: "", ..post() },
        Post { key: "0123456789abcdef0123456789abcdef", ..post() },
        Post { key: &team.chatwoot.key[1..], ..post() },
        Post { secret: Some("another secret"), ..post() },
        Post { seconds: minutes(-6), ..post() },
        Post { seconds: minutes(6), ..post() },
    ] {
        let (key, seconds) = (refused.key.to_owned(), refused.seconds);
        let status = team.sends(refused).await.status;
        assert!(matches!(status, 401 | 404), "{status} for {key} at {seconds}");
    }
    team.sends(Post { secret: None, ..post() }).await.is(400);
    // A signature of another body.
    let other = headers(post().secret, post().seconds, b"{}");
    team.sends_with(&other, post()).await.is(401);
    assert_eq!(team.said(&asked).await.len(), 1);
}

#[tokio::test]
async fn what_says_nothing_or_too_much_does_nothing() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let with = |key: &str, value: Value| {
        let mut payload = reply(&asked.conversation, 901, "Hello.");
        payload[key] = value;
        payload
    };
    for ignored in [
        with("private", json!(true)),
        with("private", Value::Null),
        with("message_type", json!("incoming")),
        with("message_type", json!("template")),
        with("event", json!("message_updated")),
        with("content", Value::Null),
        json!({ "event": "webwidget_triggered" }),
    ] {
        team.sends(team.post(&ignored)).await.is(204);
    }
    for refused in
        [with("id", json!("901")), with("conversation", json!({})), json!([]), json!("x")]
    {
        team.sends(team.post(&refused)).await.is(400);
    }
    for (body, status) in
        [(b"{\"event\":".to_vec(), 400), (vec![b' '; 300 * 1024], 413), (vec![0xff; 9], 400)]
    {
        team.sends(Post { body, ..team.post(&Value::Null) }).await.is(status);
    }
    assert_eq!(team.said(&asked).await.len(), 1);
}

#[tokio::test]
async fn markup_and_control_characters_are_text() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let text = "Hi <script>alert(1)</script>\u{0}\u{202e}[x](javascript:alert(1)) &lt;b&gt;";
    let mut payload = reply(&asked.conversation, 901, text);
    payload["sender"]["name"] = json!("Mary\u{0} <b>\n");
    team.sends(team.post(&payload)).await.is(204);
    payload["id"] = json!(902);
    payload["sender"]["name"] = json!("mary@desk.example");
    team.sends(team.post(&payload)).await.is(204);
    let said = team.said(&asked).await;
    assert_eq!(
        said[1],
        (Some("Mary <b>".to_owned()), "Hi <script>alert(1)</script>x <b>".to_owned())
    );
    assert_eq!(said[2].0.as_deref(), Some(""));
}

#[tokio::test]
async fn nobody_speaks_for_a_conversation_of_another_site_or_of_nobody() {
    let team = team().await;
    let asked = team.ask("Where is my train?").await;
    let suffix = asked.conversation.rsplit('.').next().expect("an id has two parts");
    let unknown = "nordwind.aaaaaaaaaaaaaaaaaaaaaaaaaa";
    for foreign in [&format!("suedwind.{suffix}"), unknown] {
        team.sends(team.post(&reply(foreign, 901, "Hello."))).await.is(404);
        let closed = json!({
            "event": "conversation_status_changed", "status": "resolved",
            "contact_inbox": { "source_id": source(foreign) },
        });
        team.sends(team.post(&closed)).await.is(404);
    }
    for stranger in ["nordwind.test", "5b1d0f39-6e9f-4b1a-9a3e-30b3f0a6f3b9", "../../admin"] {
        team.sends(team.post(&reply(stranger, 901, "Hello."))).await.is(400);
    }
    assert_eq!(team.said(&asked).await.len(), 1);
    assert_eq!(
        team.visitor.read(&asked).await.state,
        protocol::conversation::ConversationState::Waiting
    );
}
