//! What is not tried again by itself: shown with its reason, and sent again on request.

use protocol::forwarding::{ChannelHealth, DeliveryState};
use tests::Reaction::Status;
use tests::receiver::{Receiver, channel};
use tests::{Edge, site};

use super::{code, delivery, failed, forwarding_to, texts};

#[tokio::test]
async fn a_channel_that_is_gone_is_switched_off_until_an_agent_retries() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let visitor = edge.visitor();
    let mut inbox = agent.live().await;
    receiver.react([Status(410)]);
    let asked = visitor.ask("First").await;
    failed(&mut inbox, 1).await;
    let later = visitor.ask("Second").await;
    visitor.write(&asked, "Third").await;

    let deliveries = agent.deliveries().await;
    let [ChannelHealth { id, switched_off, waiting, failed, .. }] = &*deliveries.channels else {
        panic!("{deliveries:?}");
    };
    assert_eq!((&**id, *waiting, *failed), ("desk", 2, 1));
    let reason = switched_off.as_ref().expect("the inbox shows that it is off");
    assert_eq!((&*reason.code, reason.status), ("gone", Some(410)));
    assert!(!reason.text.is_empty());
    let given_up = deliveries.deliveries.iter().filter(|one| one.state == DeliveryState::Failed);
    assert_eq!(given_up.map(code).collect::<Vec<_>>(), [("gone", Some(410))]);
    assert_eq!(delivery(&agent, &later.conversation).await.attempts, 0, "it waits");
    assert_eq!(texts(&receiver.so_far()), ["First"], "and nothing was sent meanwhile");

    agent.retry_all().await;
    let attempts = receiver.count(4).await;
    let mut sent = texts(&attempts[1..]);
    let position = |text| attempts[1..].iter().position(|attempt| attempt.text == text);
    assert!(position("First") < position("Third"), "{sent:?}");
    sent.sort_unstable();
    assert_eq!(sent, ["First", "Second", "Third"]);
    assert_eq!(attempts[1..].iter().find(|one| one.text == "First").unwrap().id, attempts[0].id);
    assert!(agent.deliveries().await.channels[0].switched_off.is_none());
}

#[tokio::test]
async fn applying_a_configuration_switches_a_channel_on_again() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let mut inbox = agent.live().await;
    receiver.react([Status(410)]);
    edge.visitor().ask("First").await;
    failed(&mut inbox, 1).await;
    edge.visitor().ask("Second").await;
    let configuration = edge.admin().read(site::NAME).await;
    edge.admin().apply(site::NAME, &configuration).await;
    let attempts = receiver.count(2).await;
    assert_eq!(
        texts(&attempts),
        ["First", "Second"],
        "what waited goes, what failed is for a retry"
    );
}

#[tokio::test]
async fn what_was_rejected_is_shown_with_its_reason_and_sent_again_on_request() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let mut inbox = agent.live().await;
    receiver.react([Status(413), Status(413)]);
    let one = edge.visitor().ask("One").await;
    failed(&mut inbox, 1).await;
    let other = edge.visitor().ask("Other").await;
    failed(&mut inbox, 2).await;

    let letter = delivery(&agent, &one.conversation).await;
    assert_eq!((letter.state, letter.next_at), (DeliveryState::Failed, None));
    assert_eq!(code(&letter), ("too_large", Some(413)));
    assert_eq!(agent.list("").await.counts.failed_deliveries, 2);
    assert_eq!(agent.deliveries().await.deliveries.len(), 2);

    agent.retry(&letter.id).await.is(204);
    failed(&mut inbox, 1).await;
    let attempts = receiver.count(3).await;
    assert_eq!((&attempts[2].id, &*attempts[2].text), (&letter.id, "One"));
    assert_eq!(delivery(&agent, &other.conversation).await.state, DeliveryState::Failed);
    agent.retry("msg_unknown").await.is_problem(404, "not_found");
}

#[tokio::test]
async fn a_rejected_message_does_not_hold_up_the_ones_after_it() {
    let receiver = Receiver::start().await;
    let (edge, _) = forwarding_to(&receiver).await;
    receiver.react([Status(413)]);
    let asked = edge.visitor().ask("Too long").await;
    edge.visitor().write(&asked, "Short").await;
    assert_eq!(texts(&receiver.count(2).await), ["Too long", "Short"]);
}

#[tokio::test]
async fn deliveries_of_a_removed_channel_are_given_up_with_a_reason() {
    let port = Receiver::later().await;
    let edge = Edge::with(&site::forwarding([channel("desk", port)])).await;
    let agent = edge.agent().await;
    let asked = edge.visitor().ask("Is anybody there?").await;
    let mut inbox = agent.live().await;
    edge.admin().apply(site::NAME, &site::configuration()).await;
    failed(&mut inbox, 1).await;
    let given_up = delivery(&agent, &asked.conversation).await;
    assert_eq!((given_up.state, code(&given_up).0), (DeliveryState::Failed, "removed"));
    agent.retry(&given_up.id).await.is_problem(409, "conflict");

    // With the channel back, the retry works.
    let receiver = Receiver::on(port).await;
    let configuration = site::forwarding([receiver.channel("desk")]);
    edge.admin().apply(site::NAME, &configuration).await;
    agent.retry(&given_up.id).await.is(204);
    assert_eq!(receiver.count(1).await[0].id, given_up.id);
}

#[tokio::test]
async fn what_was_erased_is_not_sent_any_more() {
    let receiver = Receiver::start().await;
    let (edge, agent) = forwarding_to(&receiver).await;
    let visitor = edge.visitor();
    receiver.react([Status(500), Status(500)]);
    let (erased, kept) = (visitor.ask("Erased").await, visitor.ask("Kept").await);
    receiver.count(2).await;
    visitor.erase(&erased).await;
    let attempts = receiver
        .attempts("the kept question", |all| all[2..].iter().any(|one| one.text == "Kept"))
        .await;
    assert!(attempts[2..].iter().all(|attempt| attempt.text == "Kept"), "{attempts:?}");
    assert_eq!(delivery(&agent, &kept.conversation).await.conversation, kept.conversation);
}
