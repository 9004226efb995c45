//! Forwarding: at least once, in order within a conversation, and never silently given up.

use protocol::inbox::{ChannelHealth, Delivery, DeliveryState};
use protocol::live::InboxEvent;
use serde_json::json;
use tests::receiver::{Receiver, channel};
use tests::{Agent, Attempt, Edge, Reaction, Socket, site, wait};

use Reaction::{BreakOff, Endless, Hold, Status, WithHeader};

async fn forwarding_to(receiver: &Receiver) -> (Edge, Agent) {
    let edge = Edge::with(&site::with("/channels", json!([receiver.channel("desk")]))).await;
    let agent = edge.agent().await;
    (edge, agent)
}

/// How the one delivery of a conversation stands.
async fn delivery(agent: &Agent, conversation: &str) -> Delivery {
    let mut deliveries = agent.detail(conversation).await.deliveries;
    assert_eq!(deliveries.len(), 1, "{deliveries:?}");
    deliveries.remove(0)
}

/// The same once it was tried. Nobody is told of an attempt that will be repeated, so this asks.
async fn tried(agent: &Agent, conversation: &str) -> Delivery {
    wait::until("the first attempt to be over", async {
        loop {
            let delivery = delivery(agent, conversation).await;
            if delivery.attempts > 0 {
                return delivery;
            }
        }
    })
    .await
}

fn code(delivery: &Delivery) -> (&str, Option<u16>) {
    delivery.reason.as_ref().map_or(("", None), |reason| (&reason.code, reason.status))
}

/// Waits until the inbox is told of this many failed deliveries.
async fn failed(inbox: &mut Socket<InboxEvent>, count: u32) {
    let told = |event: &InboxEvent| match event {
        InboxEvent::Deliveries { counts } => (counts.failed_deliveries == count).then_some(()),
        _ => None,
    };
    inbox.find("failed deliveries in the inbox", told).await;
}

fn texts(attempts: &[Attempt]) -> Vec<&str> {
    attempts.iter().map(|attempt| &*attempt.text).collect()
}

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
    receiver.react([WithHeader(503, "retry-after", "3600".to_owned())]);
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
    let [ChannelHealth { id, switched_off, waiting, failed }] = &*deliveries.channels else {
        panic!("{deliveries:?}");
    };
    assert_eq!((&**id, *waiting, *failed), ("desk", 2, 1));
    let reason = switched_off.as_ref().expect("the inbox shows that it is off");
    assert_eq!((&*reason.code, reason.status), ("gone", Some(410)));
    assert!(!reason.text.is_empty());
    let given_up = delivery_of(&deliveries.deliveries, "failed");
    assert_eq!(code(given_up), ("gone", Some(410)));
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
async fn a_receiver_that_comes_later_gets_everything() {
    let port = Receiver::later().await;
    let edge = Edge::with(&site::with("/channels", json!([channel("desk", port)]))).await;
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
    let channels = json!([slow.channel("slow"), quick.channel("quick")]);
    let edge = Edge::with(&site::with("/channels", channels)).await;
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
    let channels = json!([one.channel("one"), other.channel("other")]);
    let edge = Edge::with(&site::with("/channels", channels)).await;
    let agent = edge.agent().await;
    other.react([Status(500)]);
    let asked = edge.visitor().ask("Where is my train?").await;
    one.count(1).await;
    let attempts = other.count(2).await;
    assert_eq!(attempts[0].id, attempts[1].id);
    assert_ne!(one.so_far()[0].id, attempts[0].id, "each delivery has an id of its own");
    assert_eq!(agent.detail(&asked.conversation).await.deliveries.len(), 2);
}

#[tokio::test]
async fn deliveries_of_a_removed_channel_are_given_up_with_a_reason() {
    let port = Receiver::later().await;
    let edge = Edge::with(&site::with("/channels", json!([channel("desk", port)]))).await;
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
    let configuration = site::with("/channels", json!([receiver.channel("desk")]));
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

fn delivery_of<'a>(deliveries: &'a [Delivery], state: &str) -> &'a Delivery {
    let named = |delivery: &&Delivery| format!("{:?}", delivery.state).to_lowercase() == state;
    deliveries.iter().find(named).expect("there is one in this state")
}
