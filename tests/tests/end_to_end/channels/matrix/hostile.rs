//! Who claims to be the homeserver, and what a homeserver may send that harms nobody.

use http::Method;
use protocol::inbox::MoveTo;
use serde_json::{Value, json};
use tests::services::synapse::{CHANNEL, in_thread};
use tests::{Answer, Request, random, site};

use super::{Team, texts};

fn path(below: &str) -> String {
    format!("/v1/sites/{}/channels/{CHANNEL}/_matrix/app/v1/{below}", site::NAME)
}

impl Team {
    async fn says(&self, transaction: &str, events: &[Value]) -> Answer {
        let body = json!({ "events": events }).to_string().into_bytes();
        self.brings(transaction, &self.synapse.hs_token, body).await
    }

    async fn brings(&self, transaction: &str, token: &str, body: Vec<u8>) -> Answer {
        self.bringing(transaction, token, body).send().await
    }

    fn bringing(&self, transaction: &str, token: &str, body: Vec<u8>) -> Request {
        let path = path(&format!("transactions/{transaction}"));
        let request = self.edge.request(Method::PUT, &path).bearer(token);
        request.header("content-type", "application/json").body(body)
    }

    fn event(&self, content: &Value) -> Value {
        json!({
            "event_id": format!("${}", random::token()),
            "room_id": self.room,
            "sender": "@mallory:nordwind.example",
            "type": "m.room.message",
            "content": content,
        })
    }
}

#[tokio::test]
async fn only_the_homeserver_is_believed() {
    let team = Team::new().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let body = json!({ "events": [team.event(&in_thread(&root, "Nowhere."))] }).to_string();
    for token in ["", "guessed", &team.synapse.as_token, &team.synapse.hs_token[1..]] {
        let answer = team.brings("x1", token, body.clone().into_bytes()).await;
        assert!([400, 401].contains(&answer.status), "{}: {}", answer.status, answer.text());
    }
    let anonymous = team.edge.request(Method::PUT, &path("transactions/x1")).body(body.clone());
    anonymous.send().await.is(400);
    let elsewhere = path("transactions/x1").replace(CHANNEL, "elsewhere");
    let request = team.edge.request(Method::PUT, &elsewhere).bearer(&team.synapse.hs_token);
    request.body(body).send().await.is(404);
    let ping = team.edge.request(Method::POST, &path("ping")).bearer("guessed");
    ping.json(&json!({ "transaction_id": "1" })).send().await.is(401);
    assert_eq!(texts(&team.read(&asked).await), ["Where is my train?"]);

    let ping = team.edge.request(Method::POST, &path("ping")).bearer(&team.synapse.hs_token);
    let answer = ping.json(&json!({ "transaction_id": "1" })).send().await.with_status(200);
    assert_eq!(answer.json::<Value>(), json!({}));
}

#[tokio::test]
async fn what_is_broken_huge_or_foreign_harms_nobody() {
    let team = Team::new().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let token = &team.synapse.hs_token;
    for body in ["", "{", "{\"events\":1}"] {
        team.brings("b", token, body.into()).await.is(400);
    }
    let huge = team.bringing("h", token, vec![b' '; 9 * 1024 * 1024]).try_send().await;
    // It is refused before all of it is sent, which not every client takes for an answer.
    assert!(huge.is_err() || huge.is_ok_and(|answer| answer.status == 413));
    let (one, other) =
        (team.event(&in_thread(&root, "On platform 9.")), in_thread("$foreign", "No."));
    let foreign = [
        team.event(&other),
        json!({ "room_id": "!other:nordwind.example", "event_id": "$a", "sender": "@m:nordwind.example",
                "type": "m.room.message", "content": in_thread(&root, "From another room.") }),
        json!(null),
        one.clone(),
        team.event(&in_thread(&root, "<script>alert(1)</script>\u{0}\u{202e}\u{7}")),
        team.event(&in_thread(&root, "\u{0}\u{7}")),
    ];
    // As many large events as a homeserver puts together at once.
    let filler = |_| team.event(&json!({ "msgtype": "m.text", "body": "x".repeat(60_000) }));
    let many: Vec<_> = foreign.into_iter().chain((0..90).map(filler)).collect();
    assert_eq!(team.says("1", &many).await.with_status(200).json::<Value>(), json!({}));
    // Again, and the same event in another transaction.
    team.says("1", &many).await.is(200);
    team.says("2", &[one]).await.is(200);
    let said = ["Where is my train?", "On platform 9.", "<script>alert(1)</script>"];
    assert_eq!(texts(&team.read(&asked).await), said);

    // A long text becomes several, and loses nothing.
    let long = format!("{} {}", "a".repeat(7_000), "b".repeat(7_000));
    team.says("3", &[team.event(&in_thread(&root, &long))]).await.is(200);
    let conversation = team.read(&asked).await;
    assert_eq!(texts(&conversation)[3..], ["a".repeat(7_000), "b".repeat(7_000)]);
}

#[tokio::test]
async fn an_answer_to_spam_does_not_stop_the_homeserver() {
    let team = Team::new().await;
    let (spam, first) = team.asked("Buy followers!").await;
    let (asked, second) = team.asked("Where is my train?").await;
    team.agent.move_to(&spam.conversation, MoveTo::Spam).await;
    team.grace.reply(&team.room, &first, "No, thanks.").await;
    let mut live = team.live(&asked).await;
    team.grace.reply(&team.room, &second, "On platform 9.").await;
    super::told(&mut live, "On platform 9.").await;
    assert_eq!(texts(&team.read(&spam).await), ["Buy followers!"]);
}
