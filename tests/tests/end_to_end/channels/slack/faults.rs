//! What becomes of messages while Slack fails: none is lost, and none comes twice, because it is asked first.

use http::Method;
use tests::Fault::{
    BrokenBody, CutAfter, CutBefore, Endless, HangAfter, HangBefore, Status, WithHeader,
};

use super::*;

/// The texts of messages of the app, the question first.
fn texts(posted: &[Posted]) -> Vec<&str> {
    let text = |posted: &Posted, text: &'static str| posted.shows(text).then_some(text);
    let known = ["First", "Second", "Third"];
    posted
        .iter()
        .flat_map(|posted| known.into_iter().filter_map(|known| text(posted, known)))
        .collect()
}

#[tokio::test]
async fn whatever_happens_to_an_attempt_each_message_stands_there_once() {
    let rest = || WithHeader(429, "retry-after", "2".to_owned());
    for fault in [Status(500), rest(), CutBefore, CutAfter, BrokenBody, Endless] {
        let team = Team::start().await;
        team.slack.service.fail(Method::POST, "chat.postMessage", [fault.clone()]);
        let asked = team.visitor.ask("First").await;
        team.slack.posted(1).await;
        team.delivered(&asked).await;
        team.slack.service.fail(Method::POST, "chat.postMessage", [fault.clone()]);
        team.visitor.write(&asked, "Second").await;
        team.visitor.write(&asked, "Third").await;
        let posted = team.slack.posted(3).await;
        assert_eq!(texts(&posted), ["First", "Second", "Third"], "{fault:?}");
        assert!(posted[1..].iter().all(|message| message.thread.as_ref() == Some(&posted[0].ts)));
        team.delivered(&asked).await;
        assert_eq!(team.slack.messages().len(), 3, "{fault:?}");
        let met = team.slack.service.so_far().iter().filter(|seen| seen.fault.is_some()).count();
        assert_eq!(met, 2, "{fault:?}");
    }
}

#[tokio::test]
async fn an_attempt_without_an_answer_is_looked_for() {
    for fault in [HangBefore, HangAfter] {
        let team = Team::start().await;
        team.slack.service.fail(Method::POST, "chat.postMessage", [fault.clone()]);
        let asked = team.visitor.ask("First").await;
        team.visitor.write(&asked, "Second").await;
        team.slack.posted(2).await;
        team.delivered(&asked).await;
        let posted = team.slack.messages();
        assert_eq!(texts(&posted), ["First", "Second"], "{fault:?}");
        assert_eq!(posted[1].thread.as_ref(), Some(&posted[0].ts));
    }
}

#[tokio::test]
async fn a_worker_killed_between_send_and_record_finds_what_it_sent() {
    for fault in [HangAfter, HangBefore] {
        let mut team = Team::start().await;
        team.slack.service.fail(Method::POST, "chat.postMessage", [fault.clone()]);
        let asked = team.visitor.ask("First").await;
        let hung = |seen: &[tests::Seen]| seen.iter().any(|seen| seen.fault.is_some());
        team.slack.service.requests("the attempt that hangs", hung).await;
        team.edge.kill().await;
        team.edge.restart().await;
        team.slack.posted(1).await;
        team.delivered(&asked).await;

        // The same within the thread.
        team.slack.service.fail(Method::POST, "chat.postMessage", [fault.clone()]);
        team.visitor.write(&asked, "Second").await;
        let hung =
            |seen: &[tests::Seen]| seen.iter().filter(|seen| seen.fault.is_some()).count() == 2;
        team.slack.service.requests("the second attempt that hangs", hung).await;
        team.edge.kill().await;
        team.edge.restart().await;
        team.slack.posted(2).await;
        team.delivered(&asked).await;
        let posted = team.slack.messages();
        assert_eq!(texts(&posted), ["First", "Second"], "{fault:?}");
        assert_eq!(posted[1].thread.as_ref(), Some(&posted[0].ts));
    }
}

#[tokio::test]
async fn where_it_cannot_be_read_nothing_is_posted_again() {
    let team = Team::start().await;
    team.slack.service.fail(Method::POST, "chat.postMessage", [CutAfter]);
    team.slack.service.fail(Method::GET, "conversations.history", [Status(500), BrokenBody]);
    let asked = team.visitor.ask("First").await;
    team.delivered(&asked).await;
    assert_eq!(texts(&team.slack.messages()), ["First"]);
}

#[tokio::test]
async fn a_refused_connection_and_a_refused_token_lose_nothing() {
    let mut team = Team::start().await;
    team.slack.service.stop();
    let asked = team.visitor.ask("First").await;
    let tried = team
        .detail(&asked, "the attempt to fail", |detail| detail.deliveries[0].attempts > 0)
        .await;
    assert_eq!(
        tried.deliveries[0].reason.as_ref().map(|reason| &*reason.code),
        Some("unreachable")
    );
    team.slack.refuse("token_revoked");
    team.slack.service.start_again().await;
    let refused = |detail: &Detail| {
        let reason = detail.deliveries[0].reason.as_ref();
        reason.is_some_and(|reason| reason.code == "unauthorised")
    };
    let refused = team.detail(&asked, "the token to be refused", refused).await;
    let said = refused.deliveries[0].reason.as_ref().and_then(|reason| reason.said.clone());
    assert!(said.is_some_and(|said| said.starts_with("token_revoked")));
    team.slack.accept();
    team.agent.retry_all().await;
    team.slack.posted(1).await;
    team.delivered(&asked).await;
    assert_eq!(texts(&team.slack.messages()), ["First"]);
}

#[tokio::test]
async fn the_channel_gets_no_more_than_it_takes() {
    let team = Team::start().await;
    for number in 0..6 {
        team.visitor.ask(&format!("Question {number}")).await;
    }
    team.slack.posted(6).await;
    assert_eq!(team.slack.service.so_far().len(), 6, "it never has to say that it is too much");
}

#[tokio::test]
async fn the_longest_question_fits() {
    let team = Team::start().await;
    let text: String = "Ein langer Zug & <mehr>. ".chars().cycle().take(8_000).collect();
    let (_, root) = team.asked(&text).await;
    let visible = |text: &str| text.split_whitespace().collect::<String>();
    assert!(visible(&root.texts.concat()).contains(&visible(&text)));

    // Where Slack counts otherwise, the text comes without blocks.
    let trains: String = "\u{1f682}\u{1f683}".chars().cycle().take(8_000).collect();
    let (_, root) = team.asked(&trains).await;
    assert!(root.texts.concat().contains(&trains));
}
