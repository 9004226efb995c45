//! Nothing is lost while Chatwoot fails; and nothing comes twice, though it takes every message twice.

use futures_util::future::join_all;
use http::Method;
use protocol::inbox::MoveTo;
use tests::Fault::{
    BrokenBody, CutAfter, CutBefore, Endless, HangAfter, HangBefore, Status, WithHeader,
};
use tests::services::chatwoot::{Options, source};
use tests::{Fault, wait};

use super::{begins, team, with};

#[tokio::test]
async fn what_fails_arrives_once_and_in_order() {
    let faults =
        [Status(500), CutBefore, CutAfter, BrokenBody].into_iter().zip([false, true, false, true]);
    // At once: most of the time is waits between attempts.
    join_all(faults.map(|(fault, lock)| arrives_once_and_in_order(fault, lock))).await;
}

async fn arrives_once_and_in_order(fault: Fault, lock_to_single_conversation: bool) {
    let team = with(Options { lock_to_single_conversation, ..Options::default() }).await;
    // The contact, the conversation, and the message: each of the three calls once.
    for path in ["/contacts", "/conversations", "/messages"] {
        team.chatwoot.service.fail(Method::POST, path, [fault.clone()]);
    }
    let asked = team.visitor.ask("First").await;
    team.visitor.write(&asked, "Second").await;
    team.visitor.write(&asked, "Second").await;
    team.agent.reply(&asked.conversation, "Fourth").await;
    team.chatwoot.incoming(&asked.conversation, 1).await;
    team.chatwoot.service.fail(Method::POST, "/messages", [fault.clone()]);
    let there = team.settled(&asked).await;
    let begins = begins(&there);
    assert_eq!(begins[..3], ["First", "Second", "Second"], "{fault:?}");
    assert_eq!(begins.len(), 4, "{fault:?}: {begins:?}");
    assert!(there.incoming()[3].ends_with("\n\nFourth"), "{fault:?}");
    let desk = team.chatwoot.desk();
    assert_eq!((desk.contacts.len(), desk.conversations.len()), (1, 1), "{fault:?}");
}

#[tokio::test]
async fn reading_that_fails_sends_nothing_twice() {
    let team = team().await;
    team.chatwoot.service.fail(Method::POST, "/messages", [CutAfter]);
    team.chatwoot.service.fail(Method::GET, "/messages", [Status(502), BrokenBody]);
    let asked = team.ask("First").await;
    team.visitor.write(&asked, "Second").await;
    assert_eq!(begins(&team.settled(&asked).await), ["First", "Second"]);
}

#[tokio::test]
async fn an_answer_that_never_comes_or_never_ends() {
    let team = team().await;
    team.chatwoot.service.fail(Method::POST, "/messages", [HangAfter]);
    let asked = team.ask("First").await;
    team.chatwoot.service.fail(Method::POST, "/messages", [Endless]);
    team.visitor.write(&asked, "Second").await;
    assert_eq!(begins(&team.settled(&asked).await), ["First", "Second"]);
}

#[tokio::test]
async fn a_worker_killed_between_send_and_record_finds_what_it_has_sent() {
    for fault in [HangAfter, HangBefore] {
        let mut team = team().await;
        for (path, text) in [("/messages", "First"), ("/conversations", "Another")] {
            team.chatwoot.service.fail(Method::POST, path, [fault.clone()]);
            let asked = team.visitor.ask(text).await;
            let hit = |seen: &[tests::Seen]| {
                seen.iter().any(|seen| {
                    seen.fault.is_some() && seen.path.contains(&source(&asked.conversation))
                })
            };
            team.chatwoot.service.requests("the request that hangs", hit).await;
            team.edge.kill().await;
            team.edge.restart().await;
            team.visitor.write(&asked, "Second").await;
            assert_eq!(begins(&team.settled(&asked).await), [text, "Second"], "{fault:?}");
        }
        let desk = team.chatwoot.desk();
        assert_eq!((desk.contacts.len(), desk.conversations.len()), (2, 2), "{fault:?}");
    }
}

#[tokio::test]
async fn it_rests_when_it_is_asked_to_and_waits_while_nobody_is_there() {
    let mut team = team().await;
    let retry_after = WithHeader(429, "retry-after", "2".to_owned());
    team.chatwoot.service.fail(Method::POST, "/contacts", [retry_after]);
    let asked = team.visitor.ask("First").await;
    team.chatwoot.service.requests("the refusal", |seen| !seen.is_empty()).await;
    wait::until("the rest", async {
        while team.agent.health("desk").await.rests_until.is_none() {}
    })
    .await;
    let failure = team.agent.health("desk").await.failure.expect("the team sees why");
    assert_eq!((&*failure.code, failure.status), ("busy", Some(429)));
    team.settled(&asked).await;

    team.chatwoot.service.stop();
    team.visitor.write(&asked, "Second").await;
    wait::until("an attempt in vain", async {
        let unreachable = |failure: &protocol::forwarding::Failure| failure.code == "unreachable";
        while !team.agent.health("desk").await.failure.is_some_and(|failure| unreachable(&failure))
        {
        }
    })
    .await;
    team.chatwoot.service.start_again().await;
    assert_eq!(begins(&team.settled(&asked).await), ["First", "Second"]);
}

#[tokio::test]
async fn what_was_deleted_there_is_begun_anew() {
    let team = team().await;
    let asked = team.ask("First").await;
    team.chatwoot.delete(&asked.conversation);
    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.visitor.write(&asked, "Second").await;
    team.chatwoot.incoming(&asked.conversation, 1).await;
    team.visitor.write(&asked, "Third").await;
    let there = team.settled(&asked).await;
    assert_eq!(begins(&there), ["Second", "Third"]);
    assert!(there.incoming()[0].contains(tests::site::PAGE), "with what is known of it");
    let told = team.chatwoot.reply(&asked.conversation, "We are back.").await;
    assert_eq!(told.status, Some(204));
    assert_eq!(team.said(&asked).await.last(), Some(&super::by_agent("We are back.")));
    team.agent.move_to(&asked.conversation, MoveTo::Closed).await;
    team.is(&asked, "resolved").await;
}
