//! What is tried again, when, and in which order.

use protocol::forwarding::DeliveryState;
use protocol::inbox::MoveTo;
use tests::Reaction::{BreakOff, Endless, Hold, Status, WithHeader};
use tests::receiver::{Receiver, channel};
use tests::{Edge, site, wait};

use super::{code, delivery, forwarding_to, texts, tried};

#[tokio::test]
async fn what_failed_is_sent_again_with_its_id_and_in_order() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let visitor = edge.visitor();
    receiver.react([Status(500), Status(503), Hold]);
    let asked = visitor.ask("First").await;
    visitor.write(&asked, "Second").await;
    visitor.write(&asked, "Third").await;

    let held = receiver.count(3).await;
    assert_eq!(texts(&held), ["First"; 3], "what comes after it waits");
    let deliveries = agent.detail(&asked.conversation).await.deliveries;
    let [first, second, third] = &*deliveries else { panic!("{deliveries:?}") };
    assert_eq!((first.state, first.attempts), (DeliveryState::Waiting, 2));
    assert_eq!(code(first), ("fault", Some(503)), "the team sees why");
    assert_eq!((second.attempts, third.attempts), (0, 0));

    receiver.release();
    let all = receiver.count(5).await;
    assert_eq!(texts(&all), ["First", "First", "First", "Second", "Third"]);
    assert!(all[..3].iter().all(|attempt| attempt.id == first.id), "one id, however often");
    assert_eq!((&all[3].id, &all[4].id), (&second.id, &third.id));
    assert_eq!(all[2].kind, "question.created");
    assert_eq!(all[3].kind, "message.created");
    assert_eq!(receiver.forged(), [""; 0], "each attempt is signed anew");
}

#[tokio::test]
async fn other_conversations_do_not_wait() {
    let receiver = Receiver::start().await;
    let (edge, _) = forwarding_to(&receiver).await;
    receiver.react([Hold]);
    edge.visitor().ask("The unlucky one").await;
    receiver.count(1).await;
    edge.visitor().ask("Another").await;
    assert_eq!(texts(&receiver.count(2).await), ["The unlucky one", "Another"]);
}

#[tokio::test]
async fn a_channel_is_left_alone_for_as_long_as_it_asks() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let before = tests::clock::now().0;
    receiver.react([WithHeader(429, "retry-after", "3600".to_owned())]);
    let asked = edge.visitor().ask("Where is my train?").await;
    let waiting = tried(&agent, &asked.conversation).await;
    assert_eq!(code(&waiting), ("busy", Some(429)));
    assert!(waiting.next_at.expect("it is tried again") >= before + 3_600_000);
    // An agent who knows better need not wait.
    agent.retry(&waiting.id).await.is(204);
    assert_eq!(receiver.count(2).await[1].id, waiting.id);
}

#[tokio::test]
async fn a_receiver_that_comes_later_gets_everything() {
    let port = Receiver::later().await;
    let edge = Edge::with(&site::forwarding([channel("desk", port)])).await;
    let agent = edge.agent().await;
    let asked = edge.visitor().ask("Is anybody there?").await;
    assert_eq!(code(&tried(&agent, &asked.conversation).await), ("unreachable", None));
    let receiver = Receiver::on(port).await;
    let attempts = receiver.count(1).await;
    assert_eq!(attempts[0].conversation, asked.conversation);
    assert_eq!(delivery(&agent, &asked.conversation).await.id, attempts[0].id);
}

#[tokio::test]
async fn a_hanging_receiver_is_given_up_and_tried_again() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    receiver.react([Hold, Hold]);
    let asked = edge.visitor().ask("Is anybody there?").await;
    let attempts = receiver.count(2).await;
    let waiting = delivery(&agent, &asked.conversation).await;
    assert_eq!((waiting.state, waiting.attempts), (DeliveryState::Waiting, 1));
    assert_eq!(code(&waiting), ("timed_out", None));
    assert_eq!(attempts[0].id, attempts[1].id);
}

#[tokio::test]
async fn a_hanging_channel_does_not_hold_up_another() {
    /// More than may be on their way at once.
    const QUESTIONS: usize = 8;
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    let channels = [slow.channel("slow"), quick.channel("quick")];
    let edge = Edge::with(&site::forwarding(channels)).await;
    slow.react(vec![Hold; 2 * QUESTIONS]);
    edge.visitor().ask("First").await;
    slow.count(1).await;
    let begun = tests::clock::now();
    for number in 1..QUESTIONS {
        edge.visitor().ask(&format!("Question {number}")).await;
    }
    quick.count(QUESTIONS).await;
    let waited = tests::clock::now() - begun;
    assert!(waited.0 < channels::TIME_LIMIT.0 / 3, "it waited for the other channel: {waited:?}");
}

#[tokio::test]
async fn what_falls_due_while_another_channel_hangs_is_sent() {
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    let channels = [slow.channel("slow"), quick.channel("quick")];
    let edge = Edge::with(&site::forwarding(channels)).await;
    slow.react([Hold]);
    quick.react([Status(500)]);
    edge.visitor().ask("Is anybody there?").await;
    slow.count(1).await;
    let begun = tests::clock::now();
    let attempts = quick.count(2).await;
    assert_eq!(attempts[0].id, attempts[1].id);
    let waited = tests::clock::now() - begun;
    assert!(waited.0 < channels::TIME_LIMIT.0 * 2 / 3, "it waited for the other: {waited:?}");
    assert_eq!(slow.so_far().len(), 1, "which still hangs");
}

#[tokio::test]
async fn what_falls_due_does_not_wait_for_a_channel_that_has_more_than_it_may() {
    let (slow, quick) = (Receiver::start().await, Receiver::start().await);
    let channels = [slow.channel("slow"), quick.channel("quick")];
    let edge = Edge::with(&site::forwarding(channels)).await;
    slow.react(vec![Hold; 6]);
    quick.react([Status(500)]);
    for text in ["First", "Second", "Third"] {
        edge.visitor().ask(text).await;
    }
    slow.count(2).await;
    let begun = tests::clock::now();
    quick.count(4).await;
    let waited = tests::clock::now() - begun;
    assert!(waited.0 < channels::TIME_LIMIT.0 * 2 / 3, "it waited for the other: {waited:?}");
    assert_eq!(slow.so_far().len(), 2, "which still hangs, with one more that is due");
}

#[tokio::test]
async fn a_retry_during_an_attempt_outlives_its_failure() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    receiver.react([Status(500), Hold]);
    let asked = edge.visitor().ask("Is anybody there?").await;
    let attempts = receiver.count(2).await;
    agent.retry(&attempts[0].id).await.is(204);
    // The attempt that hangs is given up, and the one that was asked for follows at once.
    receiver.count(3).await;
    let delivered = wait::until("the retry to arrive", async {
        loop {
            let delivery = delivery(&agent, &asked.conversation).await;
            if delivery.state == DeliveryState::Delivered {
                return delivery;
            }
        }
    });
    assert_eq!(delivered.await.attempts, 1, "it began anew");
}

#[tokio::test]
async fn what_was_written_as_spam_is_sent_once_it_is_none() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let visitor = edge.visitor();
    let asked = visitor.ask("First").await;
    receiver.count(1).await;
    agent.move_to(&asked.conversation, MoveTo::Spam).await;
    visitor.write(&asked, "Second").await;
    visitor.write(&asked, "Third").await;
    let other = visitor.ask("Another").await;
    assert_eq!(texts(&receiver.count(2).await), ["First", "Another"], "it is held back");
    agent.move_to(&other.conversation, MoveTo::Spam).await;

    agent.move_to(&asked.conversation, MoveTo::Open).await;
    let attempts = receiver.count(4).await;
    assert_eq!(texts(&attempts[2..]), ["Second", "Third"], "in its order, and nothing twice");
    agent.move_to(&other.conversation, MoveTo::Open).await;
    let last = visitor.ask("Last").await;
    let attempts = receiver.count(5).await;
    assert_eq!(attempts[4].conversation, last.conversation, "there was nothing to make up for");
}

#[tokio::test]
async fn an_odd_answer_is_judged_by_its_status() {
    for odd in [BreakOff, Endless] {
        let receiver = Receiver::start().await;
        let (edge, agent) = forwarding_to(&receiver).await;
        receiver.react([odd.clone()]);
        let asked = edge.visitor().ask("First").await;
        edge.visitor().write(&asked, "Second").await;
        let attempts = receiver.count(2).await;
        assert_eq!(texts(&attempts), ["First", "Second"], "{odd:?} with 200 is a delivery");
        let first = agent.detail(&asked.conversation).await.deliveries.remove(0);
        assert_eq!(first.state, DeliveryState::Delivered);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (receiver, stranger) = (Receiver::start().await, Receiver::start().await);
    let (edge, agent) = forwarding_to(&receiver).await;
    let moved = |status| WithHeader(status, "location", stranger.url());
    receiver.react([moved(302), moved(307), Hold]);
    let asked = edge.visitor().ask("Where do you live now?").await;
    receiver.count(3).await;
    let waiting = delivery(&agent, &asked.conversation).await;
    assert_eq!(code(&waiting), ("moved", Some(307)));
    assert_eq!((stranger.so_far(), stranger.forged()), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn every_channel_gets_every_message() {
    let (one, other) = (Receiver::start().await, Receiver::start().await);
    let channels = [one.channel("one"), other.channel("other")];
    let edge = Edge::with(&site::forwarding(channels)).await;
    let agent = edge.agent().await;
    other.react([Status(500)]);
    let asked = edge.visitor().ask("Where is my train?").await;
    one.count(1).await;
    let attempts = other.count(2).await;
    assert_eq!(attempts[0].id, attempts[1].id);
    assert_ne!(one.so_far()[0].id, attempts[0].id, "each delivery has an id of its own");
    assert_eq!(agent.detail(&asked.conversation).await.deliveries.len(), 2);
}
