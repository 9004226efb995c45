//! What an owner sees while setting it up, and who sees its secrets.

use serde_json::{Value, json};
use tests::site;

use super::{Team, body};

impl Team {
    /// What the test question of the inbox reports with this changed in the channel.
    async fn tries(&self, change: &[(&str, Value)]) -> Option<protocol::forwarding::Failure> {
        let mut channel = self.synapse.channel(&self.synapse.url(), &self.room);
        for (field, value) in change {
            channel[*field] = value.clone();
        }
        self.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
        self.agent.test("room").await.failure
    }

    async fn said(&self, change: &[(&str, Value)]) -> String {
        let failure = self.tries(change).await.expect("it does not work");
        failure.said.expect("the homeserver says why")
    }
}

#[tokio::test]
async fn a_test_question_says_what_is_wrong_in_the_homeservers_own_words() {
    let team = Team::new().await;
    assert_eq!(team.tries(&[]).await, None);
    let ours = team.grace.sees_ours(&team.room, 1).await;
    assert!(body(&ours[0]).contains("Test von Ada Lovelace"), "{ours:?}");
    assert_eq!(ours[0]["content"]["msgtype"], "m.notice");

    let wrong = "not-the-token-of-the-registration";
    let said = team.said(&[("as_token", wrong.into())]).await;
    assert_eq!(said, "M_UNKNOWN_TOKEN: Invalid access token passed.");
    let said = team.said(&[("user", "@elsewhere:nordwind.example".into())]).await;
    assert!(said.contains("cannot masquerade as this user"), "{said}");
    let uninvited = team.grace.empty_room().await;
    let said = team.said(&[("room", uninvited.clone().into())]).await;
    assert_eq!(said, "M_FORBIDDEN: You are not invited to this room.");
    let nowhere = "!nowhere:nordwind.example";
    let said = team.said(&[("room", nowhere.into())]).await;
    assert!(said.starts_with("M_UNKNOWN: "), "{said}");
    let failure = team.tries(&[("url", "http://127.0.0.1:9".into())]).await.unwrap();
    assert_eq!(failure.code, "unreachable");

    team.grace.encrypt(&team.room).await;
    let said = team.said(&[]).await;
    assert!(said.contains("verschlüsselt"), "{said}");
}

#[tokio::test]
async fn tokens_are_in_no_log_and_no_answer() {
    let team = Team::new().await;
    let (_, root) = team.asked("Where is my train?").await;
    team.grace.reply(&team.room, &root, "On platform 9.").await;
    let wrong = json!("another-token-that-nobody-may-see");
    team.said(&[("as_token", wrong.clone())]).await;
    let read = team.edge.admin().read(site::NAME).await.to_string();
    let deliveries = team.agent.get("/deliveries").await.text();
    let log = team.edge.log();
    let secrets = [&team.synapse.as_token, &team.synapse.hs_token, wrong.as_str().unwrap()];
    for (shown, place) in [(read, "configuration"), (deliveries, "inbox"), (log, "log")] {
        for secret in secrets {
            assert!(!shown.contains(secret), "{place}: {shown}");
        }
    }
    // Left out, they stay as they are.
    let mut channel = team.synapse.channel(&team.synapse.url(), &team.room);
    team.edge.admin().apply(site::NAME, &site::forwarding([channel.clone()])).await;
    for secret in ["as_token", "hs_token"] {
        channel.as_object_mut().unwrap().remove(secret);
    }
    team.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
    assert_eq!(team.agent.test("room").await.failure, None);
}
