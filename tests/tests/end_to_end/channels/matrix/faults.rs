//! What becomes of messages while one side fails: nothing is lost, and nothing comes twice.

use http::Method;
use protocol::conversation::ConversationState::Closed;
use serde_json::Value;
use tests::Fault::{BrokenBody, CutAfter, CutBefore, HangAfter, Status, WithHeader};
use tests::services::synapse::ours;
use tests::{Agent, Seen, clock, site, wait};
use timeline::Millis;

use super::{Team, body, stands, texts, told};

/// The failure of which the inbox shows that it was the last one of the channel.
async fn failure(agent: &Agent) -> protocol::forwarding::Failure {
    wait::until("a failure of the channel", async {
        loop {
            if let Some(failure) = agent.health("room").await.failure {
                return failure;
            }
        }
    })
    .await
}

fn sends(seen: &[Seen]) -> usize {
    seen.iter().filter(|seen| seen.method == Method::PUT && seen.path.contains("/send/")).count()
}

/// Which of these texts the room has how often.
async fn counted(team: &Team, wanted: &[&str]) -> Vec<usize> {
    let all = team.grace.messages(&team.room).await;
    let has = |text: &&str| ours(&all).filter(|event| body(event).contains(*text)).count();
    wanted.iter().map(has).collect()
}

#[tokio::test]
async fn either_side_may_be_down_for_a_while() {
    let mut team = Team::new().await;
    team.synapse.stop().await;
    let asked = team.edge.visitor().ask("Is anybody there?").await;
    assert_eq!(failure(&team.agent).await.code, "unreachable");
    team.synapse.start_again().await;
    let ours = team.grace.sees_ours(&team.room, 1).await;
    assert!(body(&ours[0]).contains("Is anybody there?"));
    let root = super::id(&ours[0]);

    team.edge.kill().await;
    for text in ["We are.", "Are you?"] {
        team.grace.reply(&team.room, &root, text).await;
    }
    team.edge.restart().await;
    let mut live = team.live(&asked).await;
    if texts(&team.read(&asked).await).len() < 3 {
        told(&mut live, "Are you?").await;
    }
    assert_eq!(texts(&team.read(&asked).await), ["Is anybody there?", "We are.", "Are you?"]);
}

#[tokio::test]
async fn a_worker_that_is_killed_between_sending_and_recording_sends_nothing_twice() {
    let (mut team, door) = Team::behind_a_door().await;
    let (first, _) = team.asked("Hello!").await;
    delivered(&team.agent).await;
    // What opens a thread, and what stands in one.
    for (text, opens) in [("Where is my train?", true), ("It is late.", false)] {
        let before = sends(&door.so_far());
        door.fail(Method::PUT, "/send/", [HangAfter]);
        if opens {
            team.edge.visitor().ask(text).await;
        } else {
            team.edge.visitor().write(&first, text).await;
        }
        door.requests("the message to be sent", |seen| sends(seen) > before).await;
        team.edge.kill().await;
        // The homeserver forgets what it has taken under which id.
        team.synapse.start_again().await;
        team.edge.restart().await;
        delivered(&team.agent).await;
        assert_eq!(sends(&door.so_far()), before + 1, "it was found, and not sent again");
    }
    let wanted = ["Hello!", "Where is my train?", "It is late."];
    assert_eq!(counted(&team, &wanted).await, [1; 3]);
}

/// Waits until nothing is on its way.
async fn delivered(agent: &Agent) {
    wait::until("everything to be delivered", async {
        while !agent.deliveries().await.deliveries.is_empty() {}
    })
    .await;
}

#[tokio::test]
async fn whatever_meets_a_request_a_message_arrives_once() {
    let (team, door) = Team::behind_a_door().await;
    let wanted =
        ["Question one", "Question two", "Question three", "Question four", "Question five"];
    let wait = WithHeader(429, "retry-after", "1".to_owned());
    door.fail(Method::PUT, "/send/", [Status(500), CutBefore, CutAfter, BrokenBody, wait]);
    for text in wanted {
        team.edge.visitor().ask(text).await;
    }
    team.grace.sees_ours(&team.room, 5).await;
    delivered(&team.agent).await;
    assert_eq!(counted(&team, &wanted).await, [1; 5]);
    let faulty = door.so_far().iter().filter(|seen| seen.fault.is_some()).count();
    assert_eq!(faulty, 5);
}

#[tokio::test]
async fn what_the_homeserver_does_not_tell_is_found_by_a_sweep() {
    let mut team = Team::lost(clock::now()).await;
    let (asked, root) = team.asked("Where is my train?").await;
    delivered(&team.agent).await;
    team.grace.reply(&team.room, &root, "On platform 9.").await;
    team.grace.reply(&team.room, &root, "!close").await;
    let mut live = team.live(&asked).await;
    let later = team.edge.now() + Millis::from_minutes(6);
    team.edge.wait_until(later);
    // The alarm learns of the moved clock when somebody has it look again.
    team.agent.resume("room").await;
    assert_eq!(told(&mut live, "On platform 9.").await.as_deref(), Some("grace"));
    // What has just changed here says more than a state there: the next sweep takes that.
    let later = later + Millis::from_minutes(6);
    team.edge.wait_until(later);
    team.agent.resume("room").await;
    stands(&mut live, Closed).await;
    // Found once more, it is known.
    let heard = |all: &[Value]| ours(all).any(|event| body(event).ends_with("geschlossen."));
    team.grace.sees("the notice that it was closed", &team.room, heard).await;
    team.edge.wait_until(later + Millis::from_hours(6));
    team.agent.resume("room").await;
    let (second, _) = team.asked("Where is my umbrella?").await;
    assert_eq!(texts(&team.read(&asked).await), ["Where is my train?", "On platform 9."]);
    assert_eq!(team.read(&second).await.messages.len(), 1);
}

#[tokio::test]
async fn a_thread_goes_on_without_its_first_message_and_anew_in_another_room() {
    let team = Team::new().await;
    let (asked, root) = team.asked("Where is my train?").await;
    let mut live = team.live(&asked).await;
    team.grace.delete(&team.room, &root).await;
    team.grace.reply(&team.room, &root, "On platform 9.").await;
    told(&mut live, "On platform 9.").await;
    team.edge.visitor().write(&asked, "Thank you!").await;
    let thanked = |all: &[Value]| ours(all).any(|event| body(event) == "Thank you!");
    team.grace.sees("the thanks", &team.room, thanked).await;

    let other = team.grace.room().await;
    let channel = team.synapse.channel(&team.synapse.url(), &other);
    team.edge.admin().apply(site::NAME, &site::forwarding([channel])).await;
    let umbrella = team.edge.visitor().ask("Where is my umbrella?").await;
    team.grace.sees_ours(&other, 1).await;
    team.edge.visitor().write(&asked, "By the way, is it late?").await;
    // A thread of one room cannot go on in another, so this one begins anew.
    let late =
        |all: &[Value]| ours(all).any(|event| body(event).contains("By the way, is it late?"));
    team.grace.sees("the conversation in the other room", &other, late).await;
    team.edge.visitor().write(&umbrella, "It is red.").await;
    team.grace.sees_ours(&other, 3).await;
}
