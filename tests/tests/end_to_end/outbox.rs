//! Forwarding: at least once, in order within a conversation, and never silently given up.

mod attempts;
mod given_up;

use protocol::forwarding::Delivery;
use protocol::live::InboxEvent;
use tests::{Agent, Attempt, Edge, Receiver, Socket, site, wait};

async fn forwarding_to(receiver: &Receiver) -> (Edge, Agent) {
    let edge = Edge::with(&site::forwarding([receiver.channel("desk")])).await;
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
