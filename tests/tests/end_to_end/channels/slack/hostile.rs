//! What a stranger sends, and what a person in Slack sends that is not meant for this site.

use tests::services::slack::{form, signed_at};

use super::*;

const EVENT: &str = "application/json";

/// An answer in a thread, as an event.
fn answer_in(thread: &str, text: &str) -> serde_json::Value {
    json!({
        "type": "event_callback", "event_id": format!("Ev{}", tests::random::token()),
        "event": {
            "type": "message", "channel": CHANNEL, "user": GRACE, "text": text,
            "ts": "1795426100.000200", "thread_ts": thread,
        },
    })
}

#[tokio::test]
async fn only_what_slack_has_signed_just_now_is_taken() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let event = answer_in(&root.ts, "Send me your password.").to_string();
    let (event, now) = (event.as_bytes(), team.slack.now());
    let edge = &team.edge;
    for (request, status) in [
        (signed_at(edge, now, "another secret of 32 characters", EVENT, event), 401),
        (signed_at(edge, now + Millis::from_minutes(-6), SECRET, EVENT, event), 401),
        (signed_at(edge, now + Millis::from_minutes(6), SECRET, EVENT, event), 401),
        (signed_at(edge, now, SECRET, EVENT, b"{}").body(event), 401),
        (signed_at(edge, now, SECRET, EVENT, &event[..40]), 400),
        (signed_at(edge, now, SECRET, EVENT, &[0xff; 100]), 400),
        (signed_at(edge, now, SECRET, EVENT, &vec![b' '; 300 * 1024]), 413),
        (signed_at(edge, now, SECRET, "application/x-www-form-urlencoded", event), 400),
        (
            edge.request(http::Method::POST, "/v1/sites/nordwind/channels/team/events").body(event),
            400,
        ),
    ] {
        request.send().await.is(status);
    }
    assert_eq!(team.read(&asked).await.len(), 1);
    let press = team.slack.pressed(&root.ts, "askhours_close");
    let (kind, form) = ("application/x-www-form-urlencoded", form(&press));
    let forged = signed_at(edge, now, "another secret of 32 characters", kind, form.as_bytes());
    forged.send().await.is(401);
    assert_ne!(team.state(&asked).await, ConversationState::Closed);
}

#[tokio::test]
async fn an_address_is_proved() {
    let team = Team::start().await;
    let challenge = json!({"type": "url_verification", "token": "XXYYZZ", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"});
    let answer = team.slack.send(&team.edge, &challenge).await.with_status(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json::<serde_json::Value>(), json!({"challenge": challenge["challenge"]}));
}

#[tokio::test]
async fn what_concerns_nobody_is_harmless() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let other = team.edge.visitor().ask("Another question").await;
    team.slack.posted(2).await;
    for event in [
        answer_in("1700000000.000100", "in a thread of other people"),
        answer_in(&root.ts, " \u{0}\u{202e} "),
        answer_in("", "nowhere"),
        json!({"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "channel": "C9999999999",
               "user": GRACE, "text": "elsewhere", "ts": "1795426100.000200", "thread_ts": root.ts}}),
        json!({"type": "event_callback", "event_id": "Ev2", "event": {"type": "reaction_added"}}),
        json!({"type": "app_rate_limited"}),
    ] {
        team.slack.send(&team.edge, &event).await.is(204);
    }
    for value in [
        "southwind.abcdefghijklmnopqrstuvwxyz",
        "nordwind.abcdefghijklmnopqrstuvwxyz",
        "../../admin",
    ] {
        let mut press = team.slack.pressed(&root.ts, "askhours_close");
        press["actions"][0]["value"] = json!(value);
        let status = team.slack.pressing(&team.edge, &press).send().await.status;
        assert!(status == 200 || status == 404, "{value}: {status}");
    }
    assert_eq!(team.read(&asked).await.len(), 1);
    for asked in [&asked, &other] {
        assert_ne!(team.state(asked).await, ConversationState::Closed);
    }
}

#[tokio::test]
async fn markup_and_controls_reach_the_visitor_as_text() {
    let team = Team::start().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let text = "&lt;script&gt;alert(1)&lt;/script&gt;\u{0}\u{202e}\r\n<javascript:alert(1)|click>";
    team.slack.send(&team.edge, &answer_in(&root.ts, text)).await.is(204);
    let read = team.read(&asked).await;
    assert_eq!(read[1].0, "<script>alert(1)</script>\nclick (javascript:alert(1))");
}
